import { type IsoDate, type OpenDays, todayIn } from '../../shared/domain/dates.ts';
import type { EventBodies, EventKind } from '../../shared/domain/events.ts';
import { type LateAbout, type Lateness, latenessOf } from '../../shared/domain/lateness.ts';
import { BOOKS, isBook } from '../../shared/domain/settings.ts';
import type { ReadHandle } from '../ledger/database.ts';
import { breathe } from '../ledger/mutex.ts';

/** When each entry was recorded, held against the day of what it is about. */

/** One acquisition or disposition of a line, and when it was recorded. */
export type TimedEntry = {
  book: string;
  line: number;
  what: LateAbout;
  /** The event that recorded it. */
  seq: number;
  /** The day as the line reads today; empty where it holds none. */
  eventDate: IsoDate | '';
  /** The day of recording at the premises, by the computer's clock. */
  recordedOn: IsoDate;
  /** Brought over by an import: when it was first recorded is not known, and so nothing of its lateness is. */
  imported: boolean;
  /** Null where it can't be told. */
  lateness: Lateness | null;
  /** It was recorded while the clock was set back. */
  clockBehind: boolean;
  /** The later moment, UTC, that the trail held already then; empty where the clock was right. */
  clockBehindOf: string;
  voided: boolean;
  serial: string;
  /** Maker and model. */
  unit: string;
};

const RECORDS = ['entry.acquired', 'entry.imported', 'entry.disposed'] as const satisfies EventKind[];
const KINDS = RECORDS.map((kind) => `'${kind}'`).join(', ');
/** Lines looked at between two turns of the event loop. */
const CHUNK = 500;

type Told = EventBodies['ledger.created'] & EventBodies['ledger.changed'];

/**
 * The shop's opening days at each event: what a later change of the set-up makes of them is of no matter to what was
 * recorded before it.
 */
export const openDaysIn = (db: ReadHandle): ((seq: number) => OpenDays) => {
  const rows = db
    .prepare(
      `SELECT seq, json FROM event WHERE subject = 'ledger' AND kind IN ('ledger.created', 'ledger.changed')
       AND json_valid(json) ORDER BY seq`,
    )
    .all() as { seq: number; json: string }[];
  const since: { seq: number; openDays: OpenDays }[] = [];
  for (const { seq, json } of rows) {
    const { settings, changes } = (JSON.parse(json) as { body: Partial<Told> }).body;
    const openDays = settings?.openDays ?? changes?.find(({ field }) => field === 'openDays')?.new;
    if (Array.isArray(openDays)) since.push({ seq, openDays });
  }
  return (seq) => since.findLast((change) => change.seq <= seq)?.openDays ?? [];
};

const kindOf = (book: string) => (isBook(book) ? BOOKS[book].kind : 'register');

/** Whole imports were recorded in one minute and many shipments on one day: each is worked out once. */
const remembering = <A extends readonly string[], T>(work: (...args: A) => T): ((...args: A) => T) => {
  const made = new Map<string, T>();
  return (...args) => {
    const key = args.join('\n');
    let value = made.get(key);
    if (value === undefined) {
      value = work(...args);
      made.set(key, value);
    }
    return value;
  };
};

type Row = {
  line: number;
  status: string;
  acquiredOn: string;
  disposedOn: string;
  serial: string;
  manufacturer: string;
  model: string;
  seq: number;
  kind: (typeof RECORDS)[number];
  recordedAt: string;
  zone: string;
  clockBehind: string | null;
};

const COLUMNS = `n.line AS line, n.status AS status, n.acquired_on AS acquiredOn, n.disposed_on AS disposedOn,
  n.serial AS serial, n.manufacturer AS manufacturer, n.model AS model, e.seq AS seq, e.kind AS kind,
  json_extract(e.json, '$.recordedAt') AS recordedAt, json_extract(e.json, '$.zone') AS zone,
  json_extract(e.json, '$.clockBehind') AS clockBehind`;

/** Makes the entries out of the rows of one book. */
const makeTimer = (db: ReadHandle, book: string) => {
  const openDays = openDaysIn(db);
  const kind = kindOf(book);
  // Every zone's offset is whole minutes.
  const dayOf = remembering((minute: string, zone: string) => todayIn(zone, Date.parse(`${minute}:00Z`)));
  const held = remembering((what: string, eventDate: string, recordedOn: string, days: string) =>
    latenessOf({ what: what as LateAbout, kind, eventDate, recordedOn, openDays: JSON.parse(days) as number[] }),
  );
  const timed = (row: Row): TimedEntry => {
    const recordedOn = dayOf(row.recordedAt.slice(0, 16), row.zone);
    const imported = row.kind === 'entry.imported';
    const days = JSON.stringify(openDays(row.seq));
    const entry = (what: LateAbout, eventDate: string): TimedEntry => ({
      book,
      line: row.line,
      what,
      seq: row.seq,
      eventDate,
      recordedOn,
      imported,
      lateness: imported || eventDate === '' ? null : held(what, eventDate, recordedOn, days),
      clockBehind: row.clockBehind !== null,
      clockBehindOf: row.clockBehind ?? '',
      voided: row.status === 'voided',
      serial: row.serial,
      unit: `${row.manufacturer} ${row.model}`.trim(),
    });
    return row.kind === 'entry.disposed' ? entry('disposition', row.disposedOn) : entry('acquisition', row.acquiredOn);
  };
  return (row: Row): TimedEntry[] => {
    try {
      return [timed(row)];
    } catch {
      // An event that another program has spoilt must not hide all the others; verifying names it.
      return [];
    }
  };
};

/** The acquisition and disposition of one line. */
export const latenessOfLine = (db: ReadHandle, book: string, line: number): TimedEntry[] =>
  (
    db
      .prepare(
        `SELECT ${COLUMNS} FROM entry n JOIN event e ON e.subject = ? AND e.kind IN (${KINDS}) AND json_valid(e.json)
         WHERE n.book = ? AND n.line = ? ORDER BY e.seq`,
      )
      .all(`${book}/${line}`, book, line) as Row[]
  ).flatMap(makeTimer(db, book));

/** `late`: what passed the rule's last day. `clock`: what was recorded while the clock was set back. */
export type Which = 'late' | 'clock' | 'all';

/** The lines of a book among which those that are wanted must be. */
const candidates = (db: ReadHandle, book: string, which: Which): number[] => {
  if (which === 'clock') {
    // Only what the text search finds is parsed: somebody's note may hold the word.
    const subjects = db
      .prepare(
        `SELECT DISTINCT subject FROM event WHERE kind IN (${KINDS}) AND instr(json, '"clockBehind":"') > 0
         AND json_valid(json) AND json_extract(json, '$.clockBehind') IS NOT NULL`,
      )
      .pluck()
      .all() as string[];
    const start = `${book}/`;
    return subjects.filter((s) => s.startsWith(start)).map((s) => Number(s.slice(start.length)));
  }
  // A line's marks were made anew by its last correction, with the opening days of that moment.
  const marked = which === 'late' ? 'AND (acquired_late OR disposed_late OR corrections > 0)' : '';
  return db.prepare(`SELECT line FROM entry WHERE book = ? ${marked}`).pluck().all(book) as number[];
};

/**
 * The entries of a book by the time of their recording, newest first.
 *
 * @param query.recordedFrom, query.recordedTo days of recording, both included
 */
export const listLateness = async (
  db: ReadHandle,
  query: { book: string; which: Which; recordedFrom?: IsoDate | undefined; recordedTo?: IsoDate | undefined },
): Promise<TimedEntry[]> => {
  const { book, which, recordedFrom = '', recordedTo = '9999' } = query;
  const timed = makeTimer(db, book);
  const read = db.prepare(
    `SELECT ${COLUMNS} FROM json_each(?) AS wanted JOIN entry n ON n.book = ? AND n.line = wanted.value
     JOIN event e ON e.subject = ? || n.line AND e.kind IN (${KINDS}) AND json_valid(e.json)`,
  );
  const isWanted = ({ lateness, clockBehind, recordedOn }: TimedEntry): boolean =>
    recordedOn >= recordedFrom &&
    recordedOn <= recordedTo &&
    (which === 'all' || (which === 'late' ? lateness?.late === true : clockBehind));
  const found: TimedEntry[] = [];
  const lines = candidates(db, book, which);
  for (let at = 0; at < lines.length; at += CHUNK) {
    const rows = read.all(JSON.stringify(lines.slice(at, at + CHUNK)), book, `${book}/`) as Row[];
    found.push(...rows.flatMap(timed).filter(isWanted));
    await breathe();
  }
  return found.sort((a, b) => b.seq - a.seq);
};
