import type { BookLine } from '../../shared/contract/lines.ts';
import {
  type AcquisitionDraft,
  checkAcquisition,
  checkCorrection,
  checkDisposition,
  type DispositionDraft,
  type EntryField,
  FIELD_LABELS,
  makerAndSerialKey,
  type RuleContext,
  sameFirearmKey,
} from '../../shared/domain/entry.ts';
import type { Accepted } from '../../shared/domain/events.ts';
import { type Finding, isRefused, refused, warning } from '../../shared/domain/findings.ts';
import { checkText, LONGEST_NOTE, tidy } from '../../shared/domain/text.ts';
import { serialKey, splitSerials } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import type { ReadHandle, WriteHandle } from '../ledger/database.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { lineOf, readRow } from './book.ts';

/** Warning codes that were saved past, with the reason given for each. */
export type AcceptedReasons = Readonly<Record<string, string>>;
/** `'all'`: somebody who scripts has seen them; the trail says so. */
export type Acceptance = AcceptedReasons | 'all';
export type Committed = { line: BookLine; warnings: Finding[] };
export type Place = { book: string; line: number };

export const contextOf = (ledger: Ledger): RuleContext => {
  const { openDays, forms4473Numbered } = ledger.settings();
  return { today: ledger.today(), openDays, forms4473Numbered };
};

/** The same firearm, or the same number by the same maker, that the book holds already on another line than `except`. */
const findRepeats = (db: ReadHandle | WriteHandle, draft: FirearmDescription, except = 0): Finding[] => {
  // Two firearms without a number are not one firearm.
  const numbered = draft.serials.some((serial) => serialKey(serial) !== '' && !isNoSerial(serial));
  if (!numbered || draft.manufacturer === '') return [];
  const prefix = makerAndSerialKey(draft);
  const rows = db
    .prepare(
      `SELECT line, status, model, firearm_key AS key FROM entry
       WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' AND line <> ? ORDER BY line DESC LIMIT 20`,
    )
    .all(prefix, `${prefix}\u{10FFFF}`, except) as { line: number; status: string; model: string; key: string }[];
  const same = rows.filter((row) => row.key === sameFirearmKey(draft));
  const open = same.find((row) => row.status === 'open');
  if (open) {
    return [
      warning(
        'serial',
        'serial-already-open',
        `Line ${open.line} holds this same firearm, and it has not been disposed of. Is this a second entry of one firearm?`,
      ),
    ];
  }
  const other = same.length === 0 ? rows[0] : undefined;
  return other
    ? [
        warning(
          'serial',
          'serial-repeated',
          `Line ${other.line} holds the same number by the same maker, as model ${other.model}. Check both against the firearm.`,
        ),
      ]
    : [];
};

type FirearmDescription = { manufacturer: string; importer: string; model: string; serials: readonly string[] };

/** What the rules and the ledger say of an acquisition, and the draft as it would be kept. */
export const examineAcquisition = (ledger: Ledger, db: ReadHandle | WriteHandle, raw: AcquisitionDraft) => {
  const checked = checkAcquisition(raw, contextOf(ledger));
  return { draft: checked.draft, findings: [...checked.findings, ...findRepeats(db, checked.draft)] };
};

const insist = (findings: readonly Finding[], acceptance: Acceptance): Accepted[] => {
  if (isRefused(findings)) {
    throw new LedgerError('REFUSED', findings.find((f) => f.severity === 'refused')!.message, findings);
  }
  const open = acceptance === 'all' ? [] : findings.filter((f) => !acceptance[f.code]?.trim());
  if (open.length > 0)
    throw new LedgerError('REFUSED', `A reason is needed to save past this: ${open[0]!.message}`, findings);
  return findings.map((f) => ({
    field: f.field,
    code: f.code,
    reason: acceptance === 'all' ? 'Accepted on the command line' : acceptance[f.code]!.trim(),
  }));
};

const nextLine = (db: WriteHandle, book: string): number =>
  db.prepare('SELECT coalesce(max(line), 0) + 1 FROM entry WHERE book = ?').pluck().get(book) as number;

const subjectOf = (place: Place): string => `${place.book}/${place.line}`;

export const acquire = (
  ledger: Ledger,
  book: string,
  raw: AcquisitionDraft,
  acceptance: Acceptance,
): Promise<Committed> =>
  ledger.write((append, db) => {
    const { draft, findings } = examineAcquisition(ledger, db, raw);
    const accepted = insist(findings, acceptance);
    const line = nextLine(db, book);
    append('entry.acquired', subjectOf({ book, line }), { book, line, acquisition: draft, accepted });
    return { line: lineOf(readRow(db, book, line), 'both'), warnings: findings };
  });

/** What the rules say of a disposition of one line. Throws LINE_MISSING, LINE_STATE. */
export const examineDisposition = (
  ledger: Ledger,
  db: ReadHandle | WriteHandle,
  place: Place,
  raw: DispositionDraft,
) => {
  const row = readRow(db, place.book, place.line);
  if (row.status !== 'open') {
    throw new LedgerError(
      'LINE_STATE',
      `Line ${place.line} is ${row.status === 'voided' ? 'voided' : 'disposed of already'}. Nothing was changed; a wrong disposition is corrected, not entered twice.`,
    );
  }
  return checkDisposition(raw, { acquiredOn: row.acquiredOn }, contextOf(ledger));
};

export const dispose = (
  ledger: Ledger,
  place: Place,
  raw: DispositionDraft,
  acceptance: Acceptance,
): Promise<Committed> =>
  ledger.write((append, db) => {
    const { draft, findings } = examineDisposition(ledger, db, place, raw);
    const accepted = insist(findings, acceptance);
    append('entry.disposed', subjectOf(place), { ...place, disposition: draft, accepted });
    return { line: lineOf(readRow(db, place.book, place.line), 'both'), warnings: findings };
  });

const REASON_RULE = { cite: 'ATF Ruling 2016-1, condition 2', certainty: 'secondary' } as const;

const checkReason = (reason: string, what: string): Finding[] =>
  reason === ''
    ? [
        refused(
          'reason',
          'reason-missing',
          `Say why. ${what} is kept with its reason, who made it and when.`,
          REASON_RULE,
        ),
      ]
    : checkText('reason', 'The reason', reason.replace(/\s+/g, ' '), LONGEST_NOTE);

/** Corrects one field. The original stays in the record and in the views; nothing is overwritten. */
export const correct = (
  ledger: Ledger,
  place: Place,
  change: { field: EntryField; value: string; reason: string },
  acceptance: Acceptance,
): Promise<Committed> =>
  ledger.write((append, db) => {
    const row = readRow(db, place.book, place.line);
    if (row.status === 'voided')
      throw new LedgerError('LINE_STATE', `Line ${place.line} is voided; a voided line is not corrected.`);
    const reason = tidy(change.reason);
    const { findings, value } = checkCorrection(row, change.field, change.value, contextOf(ledger));
    const repeats =
      change.field === 'serial' ? findRepeats(db, { ...row, serials: splitSerials(value) }, place.line) : [];
    const all = [...findings, ...repeats, ...checkReason(reason, 'A correction')];
    const accepted = insist(all, acceptance);
    append('entry.corrected', subjectOf(place), {
      ...place,
      field: change.field,
      old: row[change.field],
      new: value,
      reason,
      accepted,
    });
    return { line: lineOf(readRow(db, place.book, place.line), 'both'), warnings: all };
  });

/** Voids a line entered in error. It keeps its number and stays readable. */
export const voidLine = (ledger: Ledger, place: Place, givenReason: string): Promise<Committed> =>
  ledger.write((append, db) => {
    const row = readRow(db, place.book, place.line);
    if (row.status === 'voided') throw new LedgerError('LINE_STATE', `Line ${place.line} is voided already.`);
    const reason = tidy(givenReason);
    insist(checkReason(reason, 'A voided line'), {});
    append('entry.voided', subjectOf(place), { ...place, reason });
    return { line: lineOf(readRow(db, place.book, place.line), 'both'), warnings: [] };
  });

export const fieldLabel = (field: string): string =>
  field in FIELD_LABELS ? FIELD_LABELS[field as EntryField] : field;
