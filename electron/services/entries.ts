import type { CategoryId } from '../../shared/categories/ids.ts';
import { withArticle } from '../../shared/categories/registry.ts';
import { DAYS_TO_MARK } from '../../shared/categories/serial-state.ts';
import type { BookLine } from '../../shared/contract/lines.ts';
import { addDays, type IsoDate, parseDate, showDate } from '../../shared/domain/dates.ts';
import { checkAcquisition, checkCorrection, checkDisposition, type RuleContext } from '../../shared/domain/entry.ts';
import type { Accepted } from '../../shared/domain/events.ts';
import { READ_NUMBERS, type Reading } from '../../shared/domain/evidence.ts';
import {
  type AcquisitionDraft,
  type DispositionDraft,
  detailsOf,
  type EntryField,
  enteringDetails,
  textOf,
} from '../../shared/domain/fields.ts';
import { type Finding, isRefused, refused, warning, withoutHints } from '../../shared/domain/findings.ts';
import { BOOKS, type BookId, booksOf, lineNamer } from '../../shared/domain/settings.ts';
import { checkText, LONGEST_NOTE, reasonRefusal, tidy } from '../../shared/domain/text.ts';
import { readingFindings } from '../../shared/serials/agreement.ts';
import { splitSerials } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { readDetails } from '../ledger/apply.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Append, Ledger } from '../ledger/ledger.ts';
import { type EntryRow, lineOf, readRow } from './book.ts';
import { deskIn } from './desk.ts';
import { appendEvidence, standingReadings } from './evidence.ts';
import { findRepeats, settledPairs } from './repeats.ts';
import { sameDevice } from './same-device.ts';

/** Warning codes that were saved past, with the reason given for each. */
export type AcceptedReasons = Readonly<Record<string, string>>;
/** The one reason that a script gives for whatever is found. */
export class ForAll {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}
/** `'all'`: a script that gives no reason; the trail says so. */
export type Acceptance = AcceptedReasons | ForAll | 'all';
export type Committed = { line: BookLine; warnings: Finding[] };
export type Place = { book: string; line: number };

/** What the rules need to know of the ledger and one of its books. Throws BOOK_MISSING. */
export const contextOf = (ledger: Ledger, book: string): RuleContext => {
  const { openDays, forms4473Numbered, zone } = ledger.settings();
  const { kind } = BOOKS[bookOf(ledger, book).id];
  return { today: ledger.today(), openDays, forms4473Numbered, book: kind, desk: deskIn(zone) };
};

/** One of the ledger's books with its settings. Throws LINE_MISSING where it has none of that name. */
export const bookOf = (ledger: Ledger, book: string) => {
  const found = booksOf(ledger.settings()).find((b) => b.id === book);
  if (found) return found;
  const names = booksOf(ledger.settings()).map((b) => `${b.id} (${BOOKS[b.id].title})`);
  throw new LedgerError(
    'LINE_MISSING',
    `This ledger has no book “${book}”. It has: ${names.join(', ')}. Nothing was changed; a book is added in Set-up.`,
  );
};

/** Refuses a unit that does not belong into the book. */
const belongs = (book: BookId, category: CategoryId): Finding[] =>
  (BOOKS[book].categories as readonly CategoryId[]).includes(category)
    ? []
    : [
        refused(
          'category',
          'category-not-in-book',
          `${withArticle(category)} does not belong in the ${BOOKS[book].title.toLowerCase()}.`,
        ),
      ];

/** Where a book asks for it, a hand-typed number is keyed a second time without sight of the first. */
const checkKeying = (secondKeying: boolean, draft: AcquisitionDraft): Finding[] =>
  secondKeying && draft.serials.some((_, at) => (draft.keying?.[at] ?? 'typed') === 'typed')
    ? [
        warning(
          'serial',
          'serial-keyed-once',
          'This book asks for hand-typed numbers to be typed a second time without seeing the first. Type it again, or scan it.',
        ),
      ]
    : [];

/**
 * What the rules and the ledger say of an acquisition, and the draft as it would be kept.
 *
 * @param readings that will be kept with the line
 */
export const examineAcquisition = (
  ledger: Ledger,
  db: ReadHandle | WriteHandle,
  book: string,
  raw: AcquisitionDraft,
  readings: readonly Reading[] = [],
) => {
  const setting = bookOf(ledger, book);
  const checked = checkAcquisition(raw, contextOf(ledger, book));
  return {
    draft: checked.draft,
    findings: [
      ...belongs(setting.id, raw.category),
      ...checked.findings,
      ...checkKeying(setting.secondKeying, checked.draft),
      ...findRepeats(ledger, db, checked.draft),
      ...readingFindings(readings, checked.draft),
    ],
  };
};

/** The reason of a script, which has read none of the warnings. */
export const UNREAD = 'Accepted on the command line';

const insist = (findings: readonly Finding[], acceptance: Acceptance): Accepted[] => {
  if (isRefused(findings)) {
    throw new LedgerError('REFUSED', findings.find((f) => f.severity === 'refused')!.message, findings);
  }
  const reasonFor = (code: string): string => {
    if (acceptance === 'all') return UNREAD;
    return tidy(acceptance instanceof ForAll ? acceptance.reason : (acceptance[code] ?? ''));
  };
  const asking = withoutHints(findings);
  const unfit = [...new Set(asking.map((f) => reasonFor(f.code)))].map(reasonRefusal).find(Boolean);
  if (unfit) throw new LedgerError('REFUSED', unfit.message, [unfit]);
  const open = asking.find((f) => reasonFor(f.code) === '');
  if (open) throw new LedgerError('REFUSED', `A reason is needed to save past this: ${open.message}`, findings);
  return asking.map(({ field, code }) => ({ field, code, reason: reasonFor(code) }));
};

const nextLine = (db: WriteHandle, book: string): number =>
  prepared(db, 'SELECT coalesce(max(line), 0) + 1 FROM entry WHERE book = ?').pluck().get(book) as number;

const subjectOf = (place: Place): string => `${place.book}/${place.line}`;

/** Appends a reading with the line that it came with; refused, it is named, and with it the whole entry is. */
const appendReading = (append: Append, db: WriteHandle, today: IsoDate, place: Place, reading: Reading): void => {
  try {
    appendEvidence(append, db, today, place, reading);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'REFUSED') throw error;
    const findings = error.findings.map((f) =>
      refused('serial', 'reading-refused', `The reading at “${reading.place}”: ${f.message}`),
    );
    throw new LedgerError('REFUSED', findings[0]!.message, findings);
  }
};

/** Enters a unit, with the readings of its number: all of it or nothing. Throws REFUSED, with what is to be put right or accepted. */
export const acquire = (
  ledger: Ledger,
  book: string,
  raw: AcquisitionDraft,
  acceptance: Acceptance,
  readings: readonly Reading[] = [],
): Promise<Committed> =>
  ledger.write((append, db) => {
    const { draft, findings } = examineAcquisition(ledger, db, book, raw, readings);
    const accepted = insist(findings, acceptance);
    const line = nextLine(db, book);
    append('entry.acquired', subjectOf({ book, line }), {
      book,
      line,
      acquisition: draft,
      accepted,
      ...(readings.length > 0 ? { readings: readings.length } : {}),
    });
    for (const reading of readings) appendReading(append, db, ledger.today(), { book, line }, reading);
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
  const { acquiredOn, category, serial } = row;
  return checkDisposition(
    raw,
    { acquiredOn, category, serial, details: readDetails(row) },
    contextOf(ledger, place.book),
  );
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

/** Fields that readings are held against. */
const READ_FIELDS: ReadonlySet<string> = new Set(READ_NUMBERS.filter((number) => number !== 'other'));

/** What the rules and the ledger say of a correction. */
export const examineCorrection = (
  ledger: Ledger,
  db: ReadHandle | WriteHandle,
  row: EntryRow,
  field: EntryField,
  value: string,
) => {
  const line = lineOf(row, 'corrected');
  const checked = checkCorrection(line, field, value, contextOf(ledger, row.book));
  const { details: _, ...unit } = row;
  const place = { book: row.book, line: row.line };
  const read = READ_FIELDS.has(field)
    ? readingFindings(
        standingReadings(db, place),
        field === 'serial'
          ? { serials: splitSerials(checked.value), details: detailsOf(line) }
          : { serials: line.serials, details: { ...detailsOf(line), [field]: checked.value } },
      ).filter((finding) => finding.field === field)
    : [];
  const repeats =
    field === 'serial'
      ? findRepeats(ledger, db, { ...unit, serials: splitSerials(checked.value) }, place)
      : field === 'imei' || field === 'mac'
        ? sameDevice(db, { [field]: checked.value }, settledPairs(db), lineNamer(ledger.settings()), place)
        : [];
  return { line, value: checked.value, findings: [...checked.findings, ...repeats, ...read] };
};

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
    const { line, findings: said, value } = examineCorrection(ledger, db, row, change.field, change.value);
    const all = [...said, ...checkReason(reason, 'A correction')];
    const accepted = insist(all, acceptance);
    append('entry.corrected', subjectOf(place), {
      ...place,
      field: change.field,
      old: textOf(line, change.field),
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

/** Fills in the number of a privately made firearm that was entered before it was marked (27 CFR 478.92(a)(2)). */
export const mark = (
  ledger: Ledger,
  place: Place,
  raw: { serials: string[]; markedOn: string },
  acceptance: Acceptance,
): Promise<Committed> =>
  ledger.write((append, db) => {
    const row = readRow(db, place.book, place.line);
    const line = lineOf(row, 'corrected');
    if (row.status !== 'open' || line.serialState !== 'To be marked')
      throw new LedgerError('LINE_STATE', `Line ${place.line} is not waiting to be marked. Nothing was changed.`);
    const { serialState: _, ...details } = enteringDetails(detailsOf(line));
    const context = contextOf(ledger, place.book);
    const checked = checkAcquisition({ ...line, serials: raw.serials, note: '', details }, context);
    const on = parseDate(tidy(raw.markedOn), context.today);
    const said = checked.findings.filter((f) => f.field === 'serial');
    const findings: Finding[] = [
      ...said,
      ...(checked.draft.serials.some(isNoSerial) && !isRefused(said)
        ? [
            refused(
              'serial',
              'serial-none',
              'It is marked with a number, not with a word for none. Copy what it bears.',
            ),
          ]
        : []),
      ...findRepeats(ledger, db, checked.draft, place),
      ...readingFindings(standingReadings(db, place), checked.draft).filter((f) => f.field === 'serial'),
    ];
    if (!on.ok)
      findings.push(
        refused(
          'markedOn',
          'date-impossible',
          raw.markedOn.trim() === '' ? 'Say on which day it was marked.' : on.message,
        ),
      );
    else if (on.date > context.today)
      findings.push(refused('markedOn', 'date-future', `${showDate(on.date)} is in the future.`));
    else if (on.date < row.acquiredOn)
      findings.push(
        refused(
          'markedOn',
          'marked-before-acquired',
          `It was acquired on ${showDate(row.acquiredOn)}, so it can’t have been marked on ${showDate(on.date)}.`,
        ),
      );
    // The days are set for licensees, who keep a book of record.
    else if (context.book === 'statutory' && on.date > addDays(row.acquiredOn, DAYS_TO_MARK))
      findings.push(
        warning(
          'markedOn',
          'marked-late',
          `It was due to be marked by ${showDate(addDays(row.acquiredOn, DAYS_TO_MARK))}, the seventh day after receipt.`,
          { cite: '27 CFR 478.92(a)(2)', certainty: 'read' },
        ),
      );
    const accepted = insist(findings, acceptance);
    append('entry.marked', subjectOf(place), {
      ...place,
      serials: checked.draft.serials,
      markedOn: on.ok ? on.date : '',
      accepted,
    });
    return { line: lineOf(readRow(db, place.book, place.line), 'both'), warnings: findings };
  });
