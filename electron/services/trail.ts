import type { CategoryId } from '../../shared/categories/ids.ts';
import { showDate } from '../../shared/domain/dates.ts';
import { EVENT_LABELS, type EventKind, type LedgerEvent } from '../../shared/domain/events.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import type { DISPOSITION_KINDS } from '../../shared/domain/fields.ts';
import { ROLES, type Role } from '../../shared/domain/roles.ts';
import { BOOKS, type BookSetting, isBook, type LedgerSettings, lineNamer } from '../../shared/domain/settings.ts';
import { capital } from '../../shared/domain/text.ts';
import { joinSerials } from '../../shared/serials/normalise.ts';
import type { ReadHandle } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { fieldLabel } from './entries.ts';
import { HIDDEN_BOOKS, isHiddenField } from './inspection.ts';

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
};

type Row = { seq: number; json: string; leaf: Buffer };

const SETTING_LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  licence: 'Licence number',
  premises: 'Premises',
  zone: 'Time zone',
  openDays: 'Opening days',
  forms4473Numbered: 'Forms 4473 numbered and filed numerically',
  books: 'Books',
};
const DAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const settingText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((v) => typeof v === 'object' && v !== null && 'id' in v))
    return (value as BookSetting[])
      .map((b) => `${isBook(b.id) ? BOOKS[b.id].short : b.id}${b.secondKeying ? ' (typed twice)' : ''}`)
      .join(', ');
  if (Array.isArray(value)) return value.map((day) => DAYS[Number(day)] ?? String(day)).join(', ');
  return String(value ?? '');
};

const KIND_WORDS: Readonly<Record<(typeof DISPOSITION_KINDS)[number], string>> = {
  transfer: 'disposed of to',
  'theft-loss': 'reported stolen or lost',
  destroyed: 'destroyed',
};

const evidenceWords = (e: Evidence): string => {
  switch (e.kind) {
    case 'reading':
      return `${e.text === '' ? 'nothing' : `“${e.text}”`} read, ${e.place} (${e.source}, ${e.marking}, ${e.legibility})`;
    case 'attachment':
      return `${e.purpose} “${e.name}” added`;
    case 'number':
      return `other number ${e.number} noted (${e.relation})`;
    case 'verification':
      return `verified, ${e.outcome}`;
    case 'referral':
      return `referred to ${e.to} on ${showDate(e.on)}`;
    case 'answer':
      return `referral answered on ${showDate(e.on)}, ${e.outcome}`;
    case 'comparison':
      return `compared with line ${e.with.line} of ${isBook(e.with.book) ? BOOKS[e.with.book].short : e.with.book}: ${e.outcome}`;
  }
};

/** What the unit on a line is; undefined where it can't be told. */
type CategoryOf = (book: string, line: number) => CategoryId | undefined;
/** What words need of the ledger: what is on a line, and how a line is named. */
type Known = {
  categoryOf: CategoryOf;
  at(place: { book: string; line: number }): string;
  userOf(id: number): string;
};

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
const USER_LABELS = { name: 'Name', role: 'Role', until: 'Last day' } as const;
const roleWords = (role: string): string => ROLES[role as Role]?.label.toLowerCase() ?? role;
const userText = (field: 'name' | 'role' | 'until', text: string): string => {
  if (field === 'role') return roleWords(text);
  return field === 'until' ? (text === '' ? 'no end' : showDate(text)) : text;
};
/** What an inspector looked at. */
const LOOKS: Readonly<Record<string, string>> = {
  'book.lines': 'Looked at the book',
  'book.line': 'Looked at a record',
  'book.search': 'Searched',
  'documents.printBook': 'Printed the book',
  'trail.events': 'Looked at the trail',
  'trail.checkpoint': 'Took a checkpoint',
  'trail.checkpointDocument': 'Saved a checkpoint',
  'trail.checkpoints': 'Looked at the checkpoints',
  'trail.verify': 'Verified the ledger',
};

const inWords = (
  event: LedgerEvent,
  { categoryOf, at, userOf }: Known,
): { summary: string; changes?: TrailEvent['changes']; reason?: string; accepted?: TrailEvent['accepted'] } => {
  switch (event.kind) {
    case 'ledger.created':
      return { summary: `Ledger created for ${event.body.settings.name}` };
    case 'ledger.changed':
      return {
        summary: 'Set-up changed',
        changes: event.body.changes.map((c) => ({
          field: SETTING_LABELS[c.field] ?? c.field,
          old: settingText(c.old),
          new: settingText(c.new),
        })),
      };
    case 'entry.acquired':
    case 'entry.imported': {
      const { acquisition: a, accepted } = event.body;
      const what = [`${a.manufacturer} ${a.model}`.trim(), joinSerials(a.serials)].filter(Boolean).join(', ');
      if (event.kind === 'entry.acquired') {
        return {
          summary: `${at(event.body)}: ${what} acquired${a.acquiredFrom ? ` from ${a.acquiredFrom}` : ''}${a.acquiredOn ? ` on ${showDate(a.acquiredOn)}` : ''}`,
          accepted,
        };
      }
      const d = event.body.disposition;
      return {
        summary: `${at(event.body)}: ${what} brought in from row ${event.body.row} of an import${d ? ', with its disposition' : ''}`,
        accepted,
      };
    }
    case 'entry.disposed': {
      const { disposition: d, accepted } = event.body;
      const to = d.kind === 'transfer' ? ` ${d.disposedTo}` : '';
      return { summary: `${at(event.body)}: ${KIND_WORDS[d.kind]}${to} on ${showDate(d.disposedOn)}`, accepted };
    }
    case 'entry.corrected': {
      const { book, line, field, reason, accepted } = event.body;
      const label = fieldLabel(field, categoryOf(book, line));
      return {
        summary: `${at(event.body)}: ${label} corrected`,
        changes: [{ field: label, old: event.body.old, new: event.body.new }],
        reason,
        accepted,
      };
    }
    case 'entry.voided':
      return { summary: `${at(event.body)} voided`, reason: event.body.reason };
    case 'entry.marked':
      return {
        summary: `${at(event.body)}: marked ${joinSerials(event.body.serials)} on ${showDate(event.body.markedOn)}`,
        accepted: event.body.accepted,
      };
    case 'evidence.added':
      return { summary: `${at(event.body)}: ${evidenceWords(event.body.evidence)}` };
    case 'evidence.withdrawn':
      return {
        summary: `${at(event.body)}: evidence of event ${event.body.evidence} withdrawn`,
        reason: event.body.reason,
      };
    case 'import.finished':
      return { summary: `Import finished: ${event.body.accepted} of ${event.body.rows} rows brought in` };
    case 'key.changed': {
      const { kind, user } = event.body;
      const key = kind === 'recovery' ? 'recovery key' : `passphrase${user && user > 1 ? ` of ${userOf(user)}` : ''}`;
      const words = { added: `New ${key} set`, removed: `Old ${key} removed`, tried: `The ${key} was tried and works` };
      return { summary: words[event.body.change] };
    }
    case 'user.added': {
      const { name, role, until } = event.body;
      return { summary: `${name} added as ${roleWords(role)}${until ? `, until ${showDate(until)}` : ''}` };
    }
    case 'user.changed':
      return {
        summary: `Access of ${userOf(event.body.user)} changed`,
        changes: event.body.changes.map((c) => ({
          field: USER_LABELS[c.field],
          old: userText(c.field, c.old),
          new: userText(c.field, c.new),
        })),
      };
    case 'user.removed':
      return { summary: `Access of ${event.body.name} ended` };
    case 'backup.made': {
      const { folder, name, events, bytes, removed } = event.body;
      const gone = removed.length === 0 ? '' : `; ${removed.length} older removed by rotation`;
      return {
        summary: `Backed up to ${folder}: “${name}”, ${events.toLocaleString('en-US')} events, ${megabytes(bytes)}, opened and verified${gone}`,
      };
    }
    case 'backup.failed':
      return { summary: `Backup to ${event.body.folder} failed`, reason: event.body.reason };
    case 'backup.restored': {
      const { name, events, madeAt } = event.body;
      return {
        summary: `Restored from the backup “${name}” of ${madeAt.slice(0, 10)}, which holds ${events.toLocaleString('en-US')} events`,
      };
    }
    case 'inspection.looked':
      return {
        summary: `${LOOKS[event.body.operation] ?? event.body.operation}${event.body.at ? `: ${event.body.at}` : ''}`,
      };
  }
};

/** One event in one sentence, with nothing but the event itself: for who has no ledger. */
export const eventInWords = (event: LedgerEvent): string =>
  inWords(event, {
    categoryOf: () => undefined,
    at: ({ book, line }) => `Line ${line} of ${isBook(book) ? BOOKS[book].short : book}`,
    userOf: (id) => `user ${id}`,
  }).summary;

const trailEvent = (row: Row, known: Known, statutoryOnly = false): TrailEvent => {
  try {
    return readEvent(row, known, statutoryOnly);
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

const readEvent = (row: Row, known: Known, statutoryOnly: boolean): TrailEvent => {
  const event = JSON.parse(row.json) as LedgerEvent;
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
  };
};

const knownIn = (db: ReadHandle, settings: LedgerSettings): Known => {
  const find = db.prepare('SELECT category FROM entry WHERE book = ? AND line = ?').pluck();
  const nameOf = lineNamer(settings);
  const findUser = db.prepare('SELECT name FROM user WHERE id = ?').pluck();
  return {
    categoryOf: (book, line) => find.get(book, line) as CategoryId | undefined,
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
  return rows.map((row) => trailEvent(row, known, query.statutoryOnly));
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
  return {
    history: rows.map((row) => trailEvent(row, known, statutoryOnly)),
    extra: rows[0] && !statutoryOnly ? extraOf(rows[0]) : {},
  };
};
