import { parseDate, showDate } from '../../../shared/domain/dates.ts';
import type { RuleContext } from '../../../shared/domain/entry.ts';
import { type AcquisitionDraft, emptyAcquisition } from '../../../shared/domain/fields.ts';
import { type Finding, refused, warning } from '../../../shared/domain/findings.ts';
import { splitSerials } from '../../../shared/serials/normalise.ts';
import { checkExtra, formulaLike, guardedNumber, isFormulaLike, unguard } from './cell-findings.ts';
import { columnsOf, matchesFastbound } from './fastbound-columns.ts';
import { dispositionReader } from './fastbound-disposition.ts';
import { nameColumn, type Party, partyReader, type RowSink } from './fastbound-party.ts';
import type { ImportFormat, MappedRow } from './format.ts';

/** Book fields that one column holds. */
const FIELD_COLUMNS: Readonly<Record<string, string>> = {
  manufacturer: 'Manufacturer',
  importer: 'Importer',
  model: 'Model',
  serial: 'Serial',
  type: 'Type',
  caliber: 'Caliber',
  acquiredOn: 'Acquire_Date',
  acquiredFromAddress: 'Acquire_Address1',
  acquiredFromLicence: 'Acquire_License',
};

/** A licence that had run out on the day it was relied on. */
const expiredLicence = (column: string, party: Party, on: string, today: string): Finding | undefined => {
  if (party.licenceExpires === '') return undefined;
  const expires = parseDate(party.licenceExpires, today);
  if (!expires.ok) {
    return warning(column, 'licence-expires-unreadable', `${expires.message} It is kept beside the line as it stands.`);
  }
  const day = parseDate(on, today);
  return day.ok && expires.date < day.date
    ? warning(
        column,
        'licence-expired',
        `The licence had expired on ${showDate(expires.date)}, before ${showDate(day.date)}. Check the number and the date.`,
      )
    : undefined;
};

const map = (header: readonly string[], context: RuleContext): ((cells: readonly string[]) => MappedRow) => {
  const columns = columnsOf(header);
  const places = {
    manufacturer: columns.at('Manufacturer'),
    importer: columns.at('Importer'),
    model: columns.at('Model'),
    serial: columns.at('Serial'),
    type: columns.at('Type'),
    caliber: columns.at('Caliber'),
    acquiredOn: columns.at('Acquire_Date'),
  };
  // The script's name for it, and the download's.
  const notes = [columns.at('Note'), columns.at('Notes')].filter((i) => i >= 0);
  const noteColumn = header[notes[0] ?? -1] ?? 'Note';
  const deleted = columns.at('DeleteType');
  const undeleted = columns.at('UndeleteNote');
  const from = partyReader(columns, 'Acquire_');
  const disposition = dispositionReader(columns);
  const inBook = new Set([...Object.values(places), ...notes, ...from.used, ...disposition.used]);
  const beside = header.map((_, i) => !inBook.has(i));

  return (cells) => {
    const findings: Finding[] = [];
    const extra: Record<string, string> = {};
    const sink: RowSink = {
      find: (finding) => findings.push(finding),
      keep: (i) => {
        const column = header[i]!;
        if (extra[column] !== undefined) return;
        extra[column] = cells[i]!;
        findings.push(...checkExtra(column, cells[i]!));
      },
    };
    const cell = (i: number): string => {
      const raw = i < 0 ? '' : (cells[i] ?? '');
      return raw === '' ? raw : unguard(raw.trim());
    };

    let guarded: string[] | undefined;
    for (let i = 0; i < header.length; i++) {
      const raw = cells[i];
      if (raw === undefined || raw === '') continue;
      if (isFormulaLike(raw)) {
        if (beside[i] || unguard(raw) === raw) findings.push(formulaLike(header[i]!));
        else if (guarded) guarded.push(header[i]!);
        else guarded = [header[i]!];
      }
      if (beside[i] && raw.trim() !== '') sink.keep(i);
    }
    if (guarded) findings.push(guardedNumber(guarded));

    const party = from.read(cell, sink);
    const acquisition: AcquisitionDraft = {
      ...emptyAcquisition(),
      manufacturer: cell(places.manufacturer),
      importer: cell(places.importer),
      model: cell(places.model),
      serials: splitSerials(cell(places.serial)),
      type: cell(places.type),
      caliber: cell(places.caliber),
      acquiredOn: cell(places.acquiredOn),
      acquiredFrom: party.name,
      acquiredFromAddress: party.address,
      acquiredFromLicence: party.licence,
      note: notes.reduce((text, i) => (cell(i) === '' ? text : text === '' ? cell(i) : `${text}\n${cell(i)}`), ''),
    };
    const disposed = disposition.read(cell, sink);

    const expired = expiredLicence(from.label('LicenseExpires'), party, acquisition.acquiredOn, context.today);
    if (expired) findings.push(expired);
    if (disposed) {
      const column = columns.name('Dispose_LicenseExpires');
      const gone = expiredLicence(column, disposed.party, disposed.draft.disposedOn, context.today);
      if (gone) findings.push(gone);
    }
    if (cell(deleted) !== '' && cell(undeleted) === '') {
      findings.push(
        refused(
          header[deleted]!,
          'deleted-there',
          'FastBound marks this entry as deleted. Leave the row out, or clear this cell if it belongs in the book.',
        ),
      );
    }
    return {
      acquisition,
      disposition: disposed?.draft ?? null,
      extra,
      findings,
      columnOf: (field, code) => {
        if (field === 'acquiredFrom') return from.label(nameColumn(party.kind));
        if (field === 'note') return noteColumn;
        const column = FIELD_COLUMNS[field];
        if (column === undefined) return disposed?.columnOf(field, code) ?? field;
        return code === 'address-zip-short' ? columns.name('Acquire_Postal') : columns.name(column);
      },
    };
  };
};

/** CSV with the column names of FastBound's item download and import. */
export const fastboundFormat: ImportFormat = {
  id: 'fastbound',
  label: 'FastBound',
  book: 'ad',
  matches: matchesFastbound,
  map,
};
