import type { CategoryId } from '../../../shared/categories/ids.ts';
import { hasField } from '../../../shared/categories/registry.ts';
import type { RuleContext } from '../../../shared/domain/entry.ts';
import {
  type AcquisitionDraft,
  DETAIL_FIELDS,
  type DetailField,
  type DispositionDraft,
  emptyAcquisition,
  emptyDisposition,
} from '../../../shared/domain/fields.ts';
import { type Finding, warning } from '../../../shared/domain/findings.ts';
import type { BookId } from '../../../shared/domain/settings.ts';
import { splitSerials } from '../../../shared/serials/normalise.ts';
import { checkExtra, formulaLike, guardedNumber, isFormulaLike, unguard } from './cell-findings.ts';
import type { ImportFormat, MappedRow } from './format.ts';
import { type ColumnNames, findColumns, matchesRegister, type RegisterField } from './register-columns.ts';
import { readRegisterParty } from './register-party.ts';
import { spreadsheetFindings } from './row-findings.ts';

/** One row as a register's own reader sees it. */
export type RegisterRow = {
  /** The cell, trimmed and out of its `="…"`; empty where the file has no such column. */
  get(field: RegisterField): string;
  /** The column's name as the file writes it. */
  name(field: RegisterField): string;
  /** Keeps the cell beside the line, because the book has no place for it. */
  keep(field: RegisterField): void;
  find(finding: Finding): void;
};

/** What the unit is, in the book's words. */
export type Described = {
  category: CategoryId;
  type: string;
  /** Details that don't stand in a column of their own, or not as the book has them. */
  details?: Partial<Record<DetailField, string>>;
};

export type RegisterSpec = {
  id: ImportFormat['id'];
  label: string;
  /** With its article: `a vehicle register`. */
  kind: string;
  book: BookId;
  names: ColumnNames;
  /** Groups of fields; a file of this kind has a column for one of each. */
  required: readonly (readonly RegisterField[])[];
  describe(row: RegisterRow): Described;
};

/** They are written down when the unit leaves. */
const LEAVING: ReadonlySet<DetailField> = new Set(['odometerOut', 'priceSold']);
const MONEY: ReadonlySet<DetailField> = new Set(['price', 'value', 'priceSold']);
const ODOMETER: ReadonlySet<DetailField> = new Set(['odometer', 'odometerOut']);
/** A year or a reading that a spreadsheet took for a number with decimals. */
const WHOLE_NUMBER = /^(\d+)\.0+$/;
const HOME_CURRENCY = /^(usd|us\$|\$|us dollars?|dollars?)?$/i;
const CURRENCY = /^([A-Z]{3}|€|£|¥)$/;

/** A number with what the column's name says of it: `950` under `Price (EUR)` is `950 EUR`. */
const withUnit = (field: DetailField, cell: string, unit: string): string => {
  if (MONEY.has(field))
    return !HOME_CURRENCY.test(unit) && CURRENCY.test(unit) && /^[\d.,\s'’]+$/.test(cell) ? `${cell} ${unit}` : cell;
  if (ODOMETER.has(field))
    return /^(km|kilomet)/i.test(unit) && /^[\d.,\s'’]+$/.test(cell) ? `${cell} km` : cell.replace(WHOLE_NUMBER, '$1');
  return field === 'year' ? cell.replace(WHOLE_NUMBER, '$1') : cell;
};

/** In a column for the date of sale: it was not sold. */
const NOT_GONE = /^(no|n|-+|n\/?a|none|false|unsold|open|in ?stock|not sold)$/i;

/** Fields whose findings may be about a column that another field stands in. */
const STANDS_IN: Readonly<Record<string, readonly RegisterField[]>> = {
  type: ['type', 'kind', 'body', 'category'],
  numberScheme: ['numberScheme', 'serial'],
  odometerUnit: ['odometerUnit', 'odometer'],
  category: ['category', 'type'],
};
const ZIP_OF: Readonly<Record<string, RegisterField>> = { acquiredFromAddress: 'fromZip', disposedToAddress: 'toZip' };

const mapRegister =
  (spec: RegisterSpec) =>
  (header: readonly string[], context: RuleContext): ((cells: readonly string[]) => MappedRow) => {
    const columns = findColumns(header, spec.names);
    const used = (Object.keys(spec.names) as RegisterField[]).filter((field) => columns.at(field) >= 0);
    const inBook = new Set(used.map((field) => columns.at(field)));
    const beside = header.map((_, i) => !inBook.has(i));
    const details = DETAIL_FIELDS.filter((field) => columns.at(field) >= 0);
    const book = context.book ?? 'statutory';
    // Asked for row by row: the same few fields each time.
    const inCategory = new Map<CategoryId, ReadonlySet<DetailField>>();
    const fieldsIn = (category: CategoryId): ReadonlySet<DetailField> => {
      const known = inCategory.get(category);
      if (known) return known;
      const fields = new Set(DETAIL_FIELDS.filter((field) => hasField(category, book, field)));
      inCategory.set(category, fields);
      return fields;
    };
    const columnOf = (field: string, code?: string): string => {
      const zip = code === 'address-zip-short' ? ZIP_OF[field] : undefined;
      if (zip && columns.at(zip) >= 0) return columns.name(zip);
      const candidates = STANDS_IN[field] ?? [field as RegisterField];
      return columns.name(candidates.find((name) => columns.at(name) >= 0) ?? candidates[0]!);
    };

    return (cells) => {
      const findings: Finding[] = [];
      const extra: Record<string, string> = {};
      const rawAt = (i: number): string => (i < 0 ? '' : (cells[i] ?? '').trim());
      const get = (field: RegisterField): string => unguard(rawAt(columns.at(field)));
      const keepAt = (i: number) => {
        const column = header[i]!;
        const cell = rawAt(i);
        if (cell === '' || extra[column] !== undefined) return;
        extra[column] = cell;
        findings.push(...checkExtra(column, cell));
      };
      const keep = (field: RegisterField) => {
        if (columns.at(field) >= 0) keepAt(columns.at(field));
      };

      const guarded: string[] = [];
      for (let i = 0; i < header.length; i++) {
        const cell = cells[i];
        if (cell === undefined || cell === '') continue;
        if (isFormulaLike(cell)) {
          if (beside[i] || unguard(cell) === cell) findings.push(formulaLike(header[i]!));
          else guarded.push(header[i]!);
        }
        if (beside[i]) keepAt(i);
      }
      if (guarded.length > 0) findings.push(guardedNumber(guarded));

      const unit = spec.describe({ get, name: columns.name, keep, find: (finding) => findings.push(finding) });
      const fields = fieldsIn(unit.category);
      const party = readRegisterParty(get, 'from');
      const acquisition: AcquisitionDraft = {
        ...emptyAcquisition(unit.category),
        manufacturer: get('manufacturer'),
        importer: get('importer'),
        model: get('model'),
        serials: splitSerials(get('serial')),
        type: unit.type,
        acquiredOn: get('acquiredOn'),
        acquiredFrom: party.name,
        acquiredFromAddress: party.address,
        note: get('note'),
      };
      if (unit.category === 'firearm') acquisition.caliber = get('caliber');
      else keep('caliber');
      for (const field of details) {
        if (LEAVING.has(field)) continue;
        const cell = get(field);
        if (cell === '') continue;
        if (fields.has(field)) acquisition.details[field] = withUnit(field, cell, columns.unit(field));
        else keep(field);
      }
      for (const [field, text] of Object.entries(unit.details ?? {}) as [DetailField, string][]) {
        if (text !== '' && fields.has(field)) acquisition.details[field] = text;
      }
      findings.push(...spreadsheetFindings(columns.name('serial'), acquisition));
      const quantity = Number(get('quantity') || '1');
      keep('quantity');
      if (quantity > 1)
        findings.push(
          warning(
            columns.name('quantity'),
            'row-many-units',
            `This row stands for ${quantity} units. Each has a number of its own: give each a row, or enter the others by hand.`,
          ),
        );

      const disposition = readLeaving();
      return {
        acquisition,
        disposition,
        extra,
        findings,
        columnOf,
        cellOf: (field) => rawAt(columns.at(field as RegisterField)),
      };

      function readLeaving(): DispositionDraft | null {
        const to = readRegisterParty(get, 'to');
        const leaving = [...LEAVING].filter((field) => get(field as RegisterField) !== '');
        const on = NOT_GONE.test(get('disposedOn')) ? '' : get('disposedOn');
        if (on === '') keep('disposedOn');
        if (on === '' && to.name === '' && to.address === '') {
          for (const field of leaving) keep(field);
          if (get('odometerOut') !== '')
            findings.push(
              warning(
                columns.name('odometerOut'),
                'sale-incomplete',
                'There is an odometer reading going out, but no date of sale and no buyer. It is entered as still in stock; the reading is kept beside the line.',
              ),
            );
          return null;
        }
        const draft: DispositionDraft = {
          ...emptyDisposition(),
          disposedOn: on,
          disposedTo: to.name,
          disposedToAddress: to.address,
        };
        for (const field of leaving) {
          if (!fields.has(field)) keep(field);
          else draft.details = { ...draft.details, [field]: withUnit(field, get(field), columns.unit(field)) };
        }
        return draft;
      }
    };
  };

/** A kind of file that is a register or an inventory: its columns' names, and how a row says what the unit is. */
export const registerFormat = (spec: RegisterSpec): ImportFormat => ({
  id: spec.id,
  label: spec.label,
  book: spec.book,
  register: true,
  remedy: 'Choose another kind of file, or put the columns’ names into its first line.',
  matches: (header) => matchesRegister(header, spec.names, spec.kind, spec.required),
  map: mapRegister(spec),
});
