import type { CategoryId } from '../categories/ids.ts';
import { joinSerials } from '../serials/normalise.ts';
import { showDate } from './dates.ts';
import type { Accepted, LedgerEvent } from './events.ts';
import { type Evidence, readNumberName } from './evidence.ts';
import { type DISPOSITION_KINDS, type EntryField, FIELD_LABELS } from './fields.ts';
import { ROLES, type Role } from './roles.ts';
import { BOOKS, type BookSetting, isBook } from './settings.ts';

/** Events in plain words: for the trail, and for whoever holds one event's proof and no ledger. */

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
      return `${e.text === '' ? 'nothing' : `“${e.text}”`} read, ${[e.place, readNumberName(e)].filter(Boolean).join(', ')} (${e.source}, ${e.marking}, ${e.legibility})`;
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
export type Known = {
  categoryOf: CategoryOf;
  /** A field's name in a category's own word. */
  labelOf(field: string, category: CategoryId | undefined): string;
  at(place: { book: string; line: number }): string;
  userOf(id: number): string;
};

export type EventWords = {
  /** Who did what, in one plain sentence without its full stop. */
  summary: string;
  /** From and to, where something changed. */
  changes?: { field: string; old: string; new: string }[];
  reason?: string;
  /** Warnings that were saved past. */
  accepted?: Accepted[];
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
  'book.asOf': 'Went back',
  'book.line': 'Looked at a record',
  'book.lateness': 'Looked at when entries were recorded',
  'book.search': 'Searched',
  'documents.printBook': 'Printed the book',
  'documents.exportBook': 'Saved the book as CSV',
  'documents.proof': 'Took the proof of a record',
  'trail.events': 'Looked at the trail',
  'trail.checkpoint': 'Took a checkpoint',
  'trail.checkpointDocument': 'Saved a checkpoint',
  'trail.readCheckpointImage': 'Read a checkpoint from a picture',
  'trail.checkpoints': 'Looked at the checkpoints',
  'trail.verify': 'Verified the ledger',
};

/** An event in words, as the trail shows it. */
export const inWords = (event: LedgerEvent, { categoryOf, labelOf, at, userOf }: Known): EventWords => {
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
      const label = labelOf(field, categoryOf(book, line));
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
      const whose = user && user > 1 ? userOf(user) : '';
      if (kind === 'keychain')
        return {
          summary: `Unlocking with a computer’s keychain switched ${event.body.change === 'added' ? 'on' : 'off'}${whose && ` for ${whose}`}`,
        };
      const key =
        kind === 'recovery'
          ? 'recovery key'
          : kind === 'custodians'
            ? 'parts for custodians'
            : `passphrase${whose && ` of ${whose}`}`;
      const words = { added: `New ${key} set`, removed: `Old ${key} removed`, tried: `The ${key} was tried and works` };
      return { summary: words[event.body.change] };
    }
    case 'key.rotated':
      return { summary: 'Data key replaced: everything was encrypted anew, and every older key stopped working' };
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
    labelOf: (field) => (Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field as EntryField] : field),
    at: ({ book, line }) => `Line ${line} of ${isBook(book) ? BOOKS[book].short : book}`,
    userOf: (id) => `user ${id}`,
  }).summary;
