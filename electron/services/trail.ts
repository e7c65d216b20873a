import type { CategoryId } from '../../shared/categories/ids.ts';
import { labelOf } from '../../shared/categories/registry.ts';
import { type OpenDays, todayIn } from '../../shared/domain/dates.ts';
import { inWords, type Known } from '../../shared/domain/event-words.ts';
import { EVENT_LABELS, type EventKind, type LedgerEvent } from '../../shared/domain/events.ts';
import { type Lateness, latenessOf } from '../../shared/domain/lateness.ts';
import { BOOKS, isBook, type LedgerSettings, lineNamer } from '../../shared/domain/settings.ts';
import { capital } from '../../shared/domain/text.ts';
import type { ReadHandle } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { HIDDEN_BOOKS, isHiddenField } from './inspection.ts';
import { openDaysIn } from './lateness.ts';

export type TrailEvent = {
  seq: number;
  recordedAt: string;
  actor: string;
  kind: string;
  subject: string;
  summary: string;
  changes: { field: string; old: string; new: string }[];
  reason: string;
  accepted: { field: string; code: string; reason?: string }[];
  leaf: string;
  clockBehind?: string;
  /** Of an acquisition or disposition: how long after its day it was recorded. */
  lateness?: Lateness;
};

type Row = { seq: number; json: string; leaf: Buffer };

type OpenDaysAt = (seq: number) => OpenDays;

const trailEvent = (row: Row, known: Known, openDaysAt: OpenDaysAt, statutoryOnly = false): TrailEvent => {
  try {
    return readEvent(row, known, openDaysAt, statutoryOnly);
  } catch {
    // One event that another program has spoilt must not hide all the others.
    return {
      seq: row.seq,
      recordedAt: '',
      actor: '',
      kind: '',
      subject: '',
      summary: 'This event can’t be read: it was changed outside Rollmark. Verify the ledger to see what else was.',
      changes: [],
      reason: '',
      accepted: [],
      leaf: row.leaf.toString('base64'),
    };
  }
};

/** By the day that the event itself holds: a later correction of that day is an event of its own. */
const latenessIn = (event: LedgerEvent, openDaysAt: OpenDaysAt): Lateness | undefined => {
  if (event.kind !== 'entry.acquired' && event.kind !== 'entry.disposed') return undefined;
  const what = event.kind === 'entry.acquired' ? 'acquisition' : 'disposition';
  const { book } = event.body;
  const eventDate =
    event.kind === 'entry.acquired' ? event.body.acquisition.acquiredOn : event.body.disposition.disposedOn;
  if (eventDate === '' || !isBook(book)) return undefined;
  return latenessOf({
    what,
    kind: BOOKS[book].kind,
    eventDate,
    recordedOn: todayIn(event.zone, Date.parse(event.recordedAt)),
    openDays: openDaysAt(event.seq),
  });
};

const readEvent = (row: Row, known: Known, openDaysAt: OpenDaysAt, statutoryOnly: boolean): TrailEvent => {
  const event = JSON.parse(row.json) as LedgerEvent;
  const lateness = latenessIn(event, openDaysAt);
  const said = inWords(event, known);
  const { summary, reason = '', accepted = [] } = said;
  const hidden = statutoryOnly && event.kind === 'entry.corrected' && isHiddenField(event.body.field);
  const changes = hidden ? [] : (said.changes ?? []);
  return {
    seq: event.seq,
    recordedAt: event.recordedAt,
    actor: event.actor,
    kind: event.kind,
    subject: event.subject,
    summary,
    changes,
    reason: hidden ? '' : reason,
    accepted,
    leaf: row.leaf.toString('base64'),
    ...(event.clockBehind ? { clockBehind: event.clockBehind } : {}),
    ...(lateness ? { lateness } : {}),
  };
};

const knownIn = (db: ReadHandle, settings: LedgerSettings): Known => {
  const find = db.prepare('SELECT category FROM entry WHERE book = ? AND line = ?').pluck();
  const nameOf = lineNamer(settings);
  const findUser = db.prepare('SELECT name FROM user WHERE id = ?').pluck();
  return {
    categoryOf: (book, line) => find.get(book, line) as CategoryId | undefined,
    labelOf,
    at: (place) => capital(nameOf(place)),
    userOf: (id) => (findUser.get(id) as string | undefined) ?? `user ${id}`,
  };
};

/** For an inspector: nothing of other books, and nothing of photos, papers and readings. */
const STATUTORY_ONLY = [
  "AND kind NOT LIKE 'evidence.%'",
  ...HIDDEN_BOOKS.map((book) => `AND subject NOT LIKE '${book}/%'`),
].join(' ');

/** The ledger whose trail is read. */
type TrailOf = Pick<Ledger, 'reader' | 'settings'>;

/** Events, newest first, older than `before`. */
export const readTrail = (
  { reader: db, settings }: TrailOf,
  query: { before?: number | undefined; count: number; kind?: string | undefined; statutoryOnly?: boolean },
): TrailEvent[] => {
  const kinds = query.kind && query.kind in EVENT_LABELS ? [query.kind as EventKind] : [];
  const rows = db
    .prepare(
      `SELECT seq, json, leaf FROM event WHERE seq < ? ${kinds.length > 0 ? 'AND kind = ?' : ''} ${query.statutoryOnly ? STATUTORY_ONLY : ''} ORDER BY seq DESC LIMIT ?`,
    )
    .all(query.before ?? Number.MAX_SAFE_INTEGER, ...kinds, query.count) as Row[];
  const known = knownIn(db, settings());
  const openDaysAt = openDaysIn(db);
  return rows.map((row) => trailEvent(row, known, openDaysAt, query.statutoryOnly));
};

const extraOf = (row: Row): Record<string, string> => {
  try {
    const event = JSON.parse(row.json) as LedgerEvent;
    return event.kind === 'entry.imported' ? (event.body.extra ?? {}) : {};
  } catch {
    return {};
  }
};

/** All events of one line, oldest first, and the columns that an import brought for which the book has no place. */
export const readHistory = (
  { reader: db, settings }: TrailOf,
  book: string,
  line: number,
  statutoryOnly = false,
): { history: TrailEvent[]; extra: Record<string, string> } => {
  const rows = db
    .prepare(`SELECT seq, json, leaf FROM event WHERE subject = ? ${statutoryOnly ? STATUTORY_ONLY : ''} ORDER BY seq`)
    .all(`${book}/${line}`) as Row[];
  const known = knownIn(db, settings());
  const openDaysAt = openDaysIn(db);
  return {
    history: rows.map((row) => trailEvent(row, known, openDaysAt, statutoryOnly)),
    extra: rows[0] && !statutoryOnly ? extraOf(rows[0]) : {},
  };
};
