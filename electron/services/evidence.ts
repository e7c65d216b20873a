import { checklistOf } from '../../shared/categories/checklists.ts';
import { CATEGORIES } from '../../shared/categories/registry.ts';
import { DAYS_TO_MARK } from '../../shared/categories/serial-state.ts';
import type { HeldEvidence } from '../../shared/contract/evidence.ts';
import { addDays, type IsoDate, parseDate, showDate } from '../../shared/domain/dates.ts';
import { COMPARISON_STEPS, type Evidence, type Reading } from '../../shared/domain/evidence.ts';
import { type Finding, isRefused, refused } from '../../shared/domain/findings.ts';
import { checkText, tidy } from '../../shared/domain/text.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import { LedgerError, readStored } from '../ledger/errors.ts';
import type { Append, Ledger } from '../ledger/ledger.ts';
import { readRow } from './book.ts';

export type Place = { book: string; line: number };

type Row = {
  seq: number;
  line: number;
  json: string;
  addedAt: string;
  addedBy: string;
  withdrawn: string;
};

const COLUMNS = 'seq, line, json, added_at AS addedAt, added_by AS addedBy, withdrawn';

const heldOf = (row: Row): HeldEvidence => ({
  seq: row.seq,
  addedAt: row.addedAt,
  addedBy: row.addedBy,
  withdrawn: row.withdrawn,
  evidence: readStored<Evidence>(row.json, `Evidence of line ${row.line}`) as HeldEvidence['evidence'],
});

/** All that stands behind a line's number, newest first; what was withdrawn too. Throws LINE_MISSING. */
export const listEvidence = (db: ReadHandle | WriteHandle, place: Place): HeldEvidence[] => {
  readRow(db, place.book, place.line);
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM evidence WHERE book = ? AND line = ? ORDER BY seq DESC`)
    .all(place.book, place.line) as Row[];
  return rows.map(heldOf);
};

/** The readings of a line that stand. */
export const standingReadings = (db: ReadHandle | WriteHandle, { book, line }: Place): Reading[] =>
  (
    prepared(db, "SELECT json FROM evidence WHERE book = ? AND line = ? AND kind = 'reading' AND withdrawn = ''")
      .pluck()
      .all(book, line) as string[]
  ).map((json) => readStored<Reading>(json, `A reading of line ${line}`));

/** All readings that stand, by `book/line`, with their events' numbers. */
export const allReadings = (db: ReadHandle | WriteHandle): Map<string, (Reading & { seq: number })[]> => {
  const rows = prepared(
    db,
    "SELECT seq, book, line, json FROM evidence WHERE kind = 'reading' AND withdrawn = '' ORDER BY seq",
  ).iterate() as Iterable<{ seq: number; book: string; line: number; json: string }>;
  const read = new Map<string, (Reading & { seq: number })[]>();
  for (const { seq, book, line, json } of rows) {
    const reading = { ...readStored<Reading>(json, `A reading of line ${line}`), seq };
    const key = `${book}/${line}`;
    const those = read.get(key);
    if (those) those.push(reading);
    else read.set(key, [reading]);
  }
  return read;
};

const one = (db: ReadHandle | WriteHandle, seq: number): HeldEvidence =>
  heldOf(db.prepare(`SELECT ${COLUMNS} FROM evidence WHERE seq = ?`).get(seq) as Row);

const texts = (
  evidence: Evidence,
): readonly [field: string, label: string, text: string, must: boolean, most: number][] => {
  switch (evidence.kind) {
    case 'reading':
      return [
        ['text', 'The number as read', evidence.text, evidence.legibility !== 'illegible', 200],
        ['place', 'The place', evidence.place, true, 200],
        ['guide', 'The name of the guide', evidence.guide ?? '', false, 40],
        ['note', 'The note', evidence.note, false, 2000],
      ];
    case 'number':
      return [
        ['number', 'The number', evidence.number, true, 200],
        ['note', 'The note', evidence.note, false, 2000],
      ];
    case 'verification':
    case 'comparison':
      return [
        ['note', 'The note', evidence.note, evidence.outcome === 'doubtful' || evidence.outcome === 'unresolved', 2000],
      ];
    case 'referral':
      return [
        ['to', 'Whom was asked', evidence.to, true, 200],
        ['reference', 'The reference', evidence.reference, false, 200],
        ['question', 'The question', evidence.question, true, 2000],
      ];
    case 'answer':
      return [['text', 'The answer', evidence.text, true, 2000]];
    case 'attachment':
      return [];
  }
};

const STEPS: ReadonlySet<string> = new Set(COMPARISON_STEPS);

const tidied = <E extends Evidence>(evidence: E): E =>
  Object.fromEntries(
    Object.entries(evidence).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, typeof value === 'string' ? tidy(value) : value]],
    ),
  ) as E;

const checkEvidence = (db: WriteHandle, place: Place, evidence: Evidence, today: IsoDate): Finding[] => {
  const findings: Finding[] = texts(evidence).flatMap(([field, label, text, must, most]) =>
    must && text === ''
      ? [
          refused(
            field,
            `${field}-missing`,
            field === 'note' ? 'Say in the note what is in doubt.' : `${label} is missing. Fill it in.`,
          ),
        ]
      : checkText(field, label, text.replace(/\s+/g, ' '), most).filter((f) => f.severity === 'refused'),
  );
  if (evidence.kind === 'referral' || evidence.kind === 'answer') {
    const on = parseDate(evidence.on, today);
    if (on.ok) evidence.on = on.date;
    if (!on.ok) findings.push(refused('on', 'date-impossible', on.message));
    else if (on.date > today) findings.push(refused('on', 'date-future', `${showDate(on.date)} is in the future.`));
  }
  const standing = (seq: number, kind: string) =>
    db
      .prepare("SELECT 1 FROM evidence WHERE seq = ? AND book = ? AND line = ? AND kind = ? AND withdrawn = ''")
      .get(seq, place.book, place.line, kind) !== undefined;
  if (evidence.kind === 'answer' && !standing(evidence.to, 'referral'))
    findings.push(refused('to', 'referral-missing', 'The referral that this answers is not there, or was withdrawn.'));
  else if (evidence.kind === 'answer') {
    const { evidence: referral } = one(db, evidence.to);
    if (referral.kind === 'referral' && evidence.on < referral.on)
      findings.push(
        refused('on', 'answer-before-referral', `It was asked on ${showDate(referral.on)}; the answer can’t be older.`),
      );
  }
  if (evidence.kind === 'verification') {
    const { category } = readRow(db, place.book, place.line);
    const known = new Set(checklistOf(category).map((check) => check.id));
    const ids = evidence.checks.map((check) => check.id);
    if (ids.length === 0 || new Set(ids).size < ids.length || ids.some((id) => !known.has(id)))
      findings.push(
        refused(
          'checks',
          'checks-other',
          `What was looked at is not from the checklist for ${CATEGORIES[category].plural}, or stands there twice.`,
        ),
      );
  }
  if (evidence.kind === 'reading' && evidence.photo && !holdsAttachment(db, place, evidence.photo))
    findings.push(
      refused('photo', 'photo-missing', 'The photo of this reading is not kept with this line. Add it first.'),
    );
  const isHere = (other: Place) => other.book === place.book && other.line === place.line;
  if (evidence.kind === 'number' && evidence.linked) {
    readRow(db, evidence.linked.book, evidence.linked.line);
    if (isHere(evidence.linked))
      findings.push(refused('linked', 'linked-to-itself', 'A line is not linked to itself.'));
  }
  if (evidence.kind === 'comparison') {
    if (evidence.steps.some((step) => !STEPS.has(step)) || new Set(evidence.steps).size < evidence.steps.length)
      findings.push(
        refused(
          'steps',
          'steps-other',
          'What was done is not from the list of a comparison, or stands there twice. Say anything else in the note.',
        ),
      );
    readRow(db, evidence.with.book, evidence.with.line);
    if (isHere(evidence.with))
      findings.push(refused('with', 'compared-with-itself', 'A line is not compared with itself.'));
  }
  return findings;
};

const holdsAttachment = (db: WriteHandle, place: Place, sha256: string): boolean =>
  db
    .prepare(
      "SELECT 1 FROM evidence WHERE book = ? AND line = ? AND kind = 'attachment' AND withdrawn = '' AND json_extract(json, '$.sha256') = ?",
    )
    .get(place.book, place.line, sha256) !== undefined;

/** Appends evidence inside a running transaction, checked. Throws REFUSED, LINE_MISSING. */
export const appendEvidence = (
  append: Append,
  db: WriteHandle,
  today: IsoDate,
  place: Place,
  raw: Evidence,
): HeldEvidence => {
  readRow(db, place.book, place.line);
  const evidence = tidied(raw);
  const findings = checkEvidence(db, place, evidence, today);
  if (isRefused(findings)) throw new LedgerError('REFUSED', findings[0]!.message, findings);
  const { seq } = append('evidence.added', `${place.book}/${place.line}`, { ...place, evidence });
  return one(db, seq);
};

/** Adds a reading, another number, a verification, a referral, its answer or a comparison. Throws REFUSED, LINE_MISSING. */
export const addEvidence = (ledger: Ledger, place: Place, evidence: Evidence): Promise<HeldEvidence> =>
  ledger.write((append, db) => appendEvidence(append, db, ledger.today(), place, evidence));

/** Stands in the trail as the reason of an answer that goes with what was asked. */
const WITH_REFERRAL = 'Its referral was withdrawn.';

/**
 * Withdraws evidence with a reason. It stays readable, and the trail says who did it. The answers to a referral go with it,
 * each with an event of its own: an answer to nothing would speak for the number still.
 *
 * Throws REFUSED, LINE_MISSING; LINE_STATE where it was withdrawn before.
 */
export const withdrawEvidence = (
  ledger: Ledger,
  place: Place,
  seq: number,
  givenReason: string,
): Promise<HeldEvidence> =>
  ledger.write((append, db) => {
    const reason = tidy(givenReason);
    const row = db
      .prepare('SELECT withdrawn FROM evidence WHERE seq = ? AND book = ? AND line = ?')
      .get(seq, place.book, place.line) as { withdrawn: string } | undefined;
    if (!row) throw new LedgerError('LINE_MISSING', 'This evidence is not on this line. Nothing was changed.');
    if (row.withdrawn !== '') throw new LedgerError('LINE_STATE', 'This was withdrawn already. Nothing was changed.');
    const findings =
      reason === ''
        ? [
            refused(
              'reason',
              'reason-missing',
              'Say why it is withdrawn. It is kept, with its reason, who did it and when.',
            ),
          ]
        : checkText('reason', 'The reason', reason.replace(/\s+/g, ' '), 2000).filter((f) => f.severity === 'refused');
    if (isRefused(findings)) throw new LedgerError('REFUSED', findings[0]!.message, findings);
    const withdraw = (evidence: number, why: string) =>
      append('evidence.withdrawn', `${place.book}/${place.line}`, { ...place, evidence, reason: why });
    withdraw(seq, reason);
    // Only a referral is answered, so that of all else there are none.
    const answers = db
      .prepare(
        "SELECT seq FROM evidence WHERE kind = 'answer' AND withdrawn = '' AND book = ? AND line = ? AND json_extract(json, '$.to') = ? ORDER BY seq",
      )
      .pluck()
      .all(place.book, place.line, seq) as number[];
    for (const answer of answers) withdraw(answer, WITH_REFERRAL);
    return one(db, seq);
  });

/**
 * Privately made firearms that wait for their number, the most urgent first (27 CFR 478.92(a)(2)). Of the book of record
 * only: who keeps an inventory is no licensee, and no day is set.
 */
export const waitingToBeMarked = (db: ReadHandle): { book: string; line: number; due: IsoDate }[] =>
  (
    db
      .prepare(
        `SELECT book, line, acquired_on AS acquiredOn FROM entry
         WHERE book = 'ad' AND serial = '' AND status = 'open' AND json_extract(details, '$.serialState') = 'To be marked'
         ORDER BY acquired_on, line`,
      )
      .all() as { book: string; line: number; acquiredOn: string }[]
  ).map(({ book, line, acquiredOn }) => ({ book, line, due: addDays(acquiredOn, DAYS_TO_MARK) }));

/** Referrals that stand without an answer, oldest first. */
export const unansweredReferrals = (db: ReadHandle): { book: string; line: number; to: string; on: IsoDate }[] =>
  db
    .prepare(
      `SELECT r.book, r.line, json_extract(r.json, '$.to') AS "to", json_extract(r.json, '$.on') AS "on" FROM evidence r
       WHERE r.kind = 'referral' AND r.withdrawn = '' AND NOT EXISTS (
         SELECT 1 FROM evidence a WHERE a.kind = 'answer' AND a.withdrawn = '' AND a.book = r.book AND a.line = r.line
           AND json_extract(a.json, '$.to') = r.seq)
       ORDER BY r.seq LIMIT 100`,
    )
    .all() as { book: string; line: number; to: string; on: IsoDate }[];
