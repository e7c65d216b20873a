import type { CategoryId } from '../../shared/categories/ids.ts';
import type { BookLine } from '../../shared/contract/lines.ts';
import { checkAcquisition, checkDisposition, type RuleContext } from '../../shared/domain/entry.ts';
import { detailsOf, emptyDisposition, enteringDetails, leavingDetails } from '../../shared/domain/fields.ts';
import { type Finding, type Severity, warning } from '../../shared/domain/findings.ts';
import { booksOf, lineNamer } from '../../shared/domain/settings.ts';
import { capital } from '../../shared/domain/text.ts';
import { readingFindings } from '../../shared/serials/agreement.ts';
import { hasUnread } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { checkShapeAmong, shapeOf } from '../../shared/serials/shape.ts';
import type { ReadHandle } from '../ledger/database.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { breathe } from '../ledger/mutex.ts';
import { countLines, lineOf, printLines, readRow } from './book.ts';
import { contextOf, UNREAD } from './entries.ts';
import { allReadings, standingReadings } from './evidence.ts';
import type { Progress } from './jobs.ts';
import { findRepeats, isOneOfItsKind, type NameOf, nearFinder, pairKey, settledPairs } from './repeats.ts';
import { sharedDevices } from './same-device.ts';

export type LineFinding = Finding & { book: string; line: number };

type Counts = { code: string; severity: Severity; count: number }[];

export type CheckReport = {
  lines: number;
  withFindings: number;
  counts: Counts;
  /** Refusals and warnings. */
  findings: LineFinding[];
  findingsTotal: number;
  /** What is worth a look and asks nothing: a number one character from another, of an unusual shape. Counted apart. */
  hints: LineFinding[];
  hintsTotal: number;
  hintCounts: Counts;
  /** Lines with a hint, those with something more serious too. */
  withHints: number;
  /** What was found too, but saved past with a reason when it was entered. It is counted nowhere else. */
  accepted: (LineFinding & { reason: string })[];
  acceptedTotal: number;
  checkedAt: string;
};

/** Three units of one model with one number: that is hardly a serial number. */
const SHARED_BY = 3;

/** A reason, and the last event that was there to be seen when it was given: a reading taken later is not covered by it. */
type Given = { reason: string; seen: number };

/** The reasons that people gave for saving past a warning, by line and code; of several the last. */
const reasonsGiven = (db: ReadHandle): Map<string, Given> => {
  const rows = db
    .prepare(
      `SELECT subject, value ->> 'code' AS code, value ->> 'reason' AS reason,
              seq + coalesce(event.json ->> '$.body.readings', 0) AS seen
       FROM event, json_each(event.json, '$.body.accepted')
       WHERE kind IN ('entry.acquired', 'entry.disposed', 'entry.corrected', 'entry.marked')
         AND value ->> 'reason' NOT IN ('', ?)
       ORDER BY seq`,
    )
    .iterate(UNREAD) as Iterable<Given & { subject: string; code: string }>;
  const reasons = new Map<string, Given>();
  for (const { subject, code, reason, seen } of rows) reasons.set(`${subject} ${code}`, { reason, seen });
  return reasons;
};

/** What a number tells of its maker, year or date: there is nothing to look at in it. */
const TELLS: ReadonlySet<string> = new Set(['vin-decoded', 'hin-decoded', 'date-code']);

/** What one line says of itself, under the rules of its book. */
const ownFindings = (line: BookLine, context: RuleContext): Finding[] => {
  const details = enteringDetails(detailsOf(line));
  // The notes of coming in and going out stand in one column by now; each was looked at when it was written.
  const acquisition = checkAcquisition({ ...line, note: '', details, keying: undefined }, context);
  const findings = [...acquisition.findings];
  if (line.status === 'disposed' && line.dispositionKind === 'transfer') {
    const { disposedOn, disposedTo, disposedToAddress, disposedToLicence, form4473 } = line;
    const draft = { ...emptyDisposition(), disposedOn, disposedTo, disposedToAddress, disposedToLicence, form4473 };
    const opened = {
      acquiredOn: line.acquiredOn,
      category: line.category,
      details,
      serial: line.serial,
    };
    findings.push(
      ...checkDisposition({ ...draft, details: leavingDetails(detailsOf(line)) }, opened, context).findings,
    );
  }
  return findings;
};

/** All there is to say of one line today: by the rules of its book, and by the other lines. Throws LINE_MISSING. */
export const reviewLine = (ledger: Ledger, place: { book: string; line: number }): Finding[] => {
  const line = lineOf(readRow(ledger.reader, place.book, place.line), 'corrected');
  if (line.status === 'voided') return [];
  return [
    ...ownFindings(line, contextOf(ledger, place.book)),
    ...readingFindings(standingReadings(ledger.reader, place), { serials: line.serials, details: detailsOf(line) }),
    ...findRepeats(ledger, ledger.reader, { ...line, details: detailsOf(line) }, { book: line.book, line: line.line }),
  ];
};

type Keyed = { book: string; line: number; status: string; model: string; key: string };

/** Same maker and serial on several lines, walked in the order of the key so that one pass sees each group whole. */
const repeatedNumbers = function* (
  db: ReadHandle,
  settled: ReadonlySet<string>,
  nameOf: NameOf,
): Generator<LineFinding> {
  const judge = function* (group: readonly Keyed[]): Generator<LineFinding> {
    const byUnit = Map.groupBy(group, (row) => row.key);
    for (const same of byUnit.values()) {
      const open = same.filter((row) => row.status === 'open');
      // One unit that came back after each sale is no batch: two must have been there at once.
      if (same.length >= SHARED_BY && open.length > 1) {
        const lines = same.map((row) => row.line);
        for (const row of same)
          yield {
            ...warning(
              'serial',
              'serial-shared',
              `${same.length} units of this model bear this number (lines ${lines.slice(0, 6).join(', ')}${lines.length > 6 ? ' …' : ''}). It is probably a batch or model number; look for another one on the unit.`,
            ),
            book: row.book,
            line: row.line,
          };
      } else if (open.length > 1) {
        const [first, ...others] = open as [Keyed, ...Keyed[]];
        for (const row of others) {
          if (settled.has(pairKey(first, row))) continue;
          yield {
            ...warning(
              'serial',
              'serial-already-open',
              `${capital(nameOf(first))} holds this same unit, and neither has been disposed of. Compare the two.`,
            ),
            other: { book: first.book, line: first.line },
            book: row.book,
            line: row.line,
          };
        }
      }
    }
    if (byUnit.size > 1) {
      const [first, ...others] = [...byUnit.values()].map((rows) => rows[0]!) as [Keyed, ...Keyed[]];
      for (const row of others) {
        if (settled.has(pairKey(first, row))) continue;
        yield {
          ...warning(
            'serial',
            'serial-repeated',
            `${capital(nameOf(first))} holds the same number by the same maker, as model ${first.model || '(none)'}. Compare the two.`,
          ),
          other: { book: first.book, line: first.line },
          book: row.book,
          line: row.line,
        };
      }
    }
  };
  let group: Keyed[] = [];
  let of = '';
  const rows = db
    .prepare(
      "SELECT book, line, category, status, model, serial, firearm_key AS key FROM entry WHERE status <> 'voided' AND serial <> '' ORDER BY firearm_key, id",
    )
    .iterate() as Iterable<Keyed & { serial: string; category: CategoryId }>;
  for (const row of rows) {
    // What can’t be read in full, and what is of one vehicle whatever its make, is found among the near ones.
    if (isNoSerial(row.serial) || hasUnread(row.serial) || isOneOfItsKind(row.category, row.serial)) continue;
    // `maker|serials|importer|model`: what stands before the third bar is the same maker and number.
    const prefix = row.key.split('|').slice(0, 2).join('|');
    if (prefix !== of) {
      if (group.length > 1) yield* judge(group);
      group = [];
      of = prefix;
    }
    group.push(row);
  }
  if (group.length > 1) yield* judge(group);
};

/** The shapes of each maker's numbers, for telling one that is unlike the others. */
const shapesByMaker = (db: ReadHandle): Map<string, Map<string, number>> => {
  const makers = new Map<string, Map<string, number>>();
  const rows = db
    .prepare(
      "SELECT manufacturer, serial FROM entry WHERE status <> 'voided' AND serial <> '' AND instr(serial, ';') = 0",
    )
    .iterate() as Iterable<{ manufacturer: string; serial: string }>;
  for (const { manufacturer, serial } of rows) {
    if (isNoSerial(serial)) continue;
    const maker = manufacturer.toLowerCase();
    const shapes = makers.get(maker) ?? new Map<string, number>();
    const shape = shapeOf(serial);
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    makers.set(maker, shapes);
  }
  return makers;
};

/**
 * Holds every line that is not voided against the rules of its book, and the lines against each other: the same unit twice,
 * one number on several models, a number that several units share, look-alikes and transposed neighbours, and a number
 * whose shape is unlike the maker's others. Pairs that somebody compared and found to be different units are left out;
 * what was saved past with a reason, and hints, are told apart.
 *
 * @throws CANCELLED; nothing is ever changed
 */
export const checkLedger = async (ledger: Ledger, progress: Progress, signal: AbortSignal): Promise<CheckReport> => {
  const db = ledger.snapshot();
  const all: LineFinding[] = [];
  const hints: LineFinding[] = [];
  const stopIfAsked = () => {
    if (signal.aborted) throw new LedgerError('CANCELLED', 'The check was stopped. Nothing was changed.');
  };
  try {
    const books = booksOf(ledger.settings()).map((book) => book.id);
    const total = books.reduce((sum, book) => sum + countLines(db, book), 0);
    progress('Preparing', 0, total);
    await ledger.near.ensure();
    const settled = settledPairs(db);
    const near = nearFinder(ledger, { settled, whole: true });
    const shapes = shapesByMaker(db);
    const read = allReadings(db);
    const readBy = new Map<LineFinding, number>();
    let done = 0;
    for (const book of books) {
      const context = contextOf(ledger, book);
      for (const chunk of printLines(db, { book, view: 'corrected', order: 'line' })) {
        for (const line of chunk) {
          if (line.status === 'voided') continue;
          const said = ownFindings(line, context);
          for (const reading of read.get(`${book}/${line.line}`) ?? [])
            for (const finding of readingFindings([reading], { serials: line.serials, details: detailsOf(line) })) {
              const told = { ...finding, book, line: line.line };
              readBy.set(told, reading.seq);
              all.push(told);
            }
          const known = shapes.get(line.manufacturer.toLowerCase());
          if (known && line.serials.length === 1)
            said.push(
              ...checkShapeAmong(
                line.category,
                line.serials[0]!,
                Array.from(known, ([shape, count]) => ({ shape, count })),
              ),
            );
          said.push(...near(line));
          for (const finding of said)
            if (!TELLS.has(finding.code))
              (finding.severity === 'hint' ? hints : all).push({ ...finding, book, line: line.line });
        }
        done += chunk.length;
        progress('Checking lines', done, total);
        stopIfAsked();
        await breathe();
      }
    }
    progress('Comparing numbers', total, total);
    const nameOf = lineNamer(ledger.settings());
    all.push(...repeatedNumbers(db, settled, nameOf), ...sharedDevices(db, settled, nameOf));
    stopIfAsked();
    const reasons = reasonsGiven(db);
    const findings: LineFinding[] = [];
    const accepted: CheckReport['accepted'] = [];
    for (const finding of all) {
      const given = reasons.get(`${finding.book}/${finding.line} ${finding.code}`);
      const reason = given && (readBy.get(finding) ?? 0) <= given.seen ? given.reason : undefined;
      if (reason === undefined) findings.push(finding);
      else accepted.push({ ...finding, reason });
    }
    return {
      lines: total,
      withFindings: linesOf(findings),
      counts: countsOf(findings),
      findings,
      findingsTotal: findings.length,
      hints,
      hintsTotal: hints.length,
      hintCounts: countsOf(hints),
      withHints: linesOf(hints),
      accepted,
      acceptedTotal: accepted.length,
      checkedAt: new Date(ledger.now()).toISOString(),
    };
  } finally {
    db.close();
  }
};

const linesOf = (findings: readonly LineFinding[]): number => new Set(findings.map((f) => `${f.book}/${f.line}`)).size;

const countsOf = (findings: readonly Finding[]): Counts =>
  [...Map.groupBy(findings, (f) => `${f.severity} ${f.code}`).values()]
    .map((group) => ({ code: group[0]!.code, severity: group[0]!.severity, count: group.length }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));

/** The report as people keep it: every finding with its book and line. */
export const checkReportText = (report: CheckReport): string => `${JSON.stringify(report, null, 2)}\n`;
