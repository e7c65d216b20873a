import { showDate } from '../../shared/domain/dates.ts';
import { EVENT_LABELS, type LedgerEvent } from '../../shared/domain/events.ts';
import { READ_NUMBER_WORDS, type ReadNumber } from '../../shared/domain/evidence.ts';
import { COLUMN_FIELDS, DETAIL_FIELDS, FIELD_LABELS } from '../../shared/domain/fields.ts';
import { BOOKS, isBook } from '../../shared/domain/settings.ts';

/** One field of an event beside its name. `text` is empty for a field that was left blank. */
export type Field = { label: string; text: string /** To be read character by character. */; mono: boolean };
export type Fields = {
  record: Field[];
  recording: Field[] /** How many more there are than are shown. */;
  left: number;
};

/** More than any event that Rollmark writes, by far. */
const MOST_FIELDS = 400;
const DEEPEST = 8;

const LABELS: Readonly<Record<string, string>> = {
  ...FIELD_LABELS,
  acquiredFromAddress: 'Address of whom it came from',
  acquiredFromLicence: 'Licence number of whom it came from',
  disposedToAddress: 'Address of whom it went to',
  disposedToLicence: 'Licence number of whom it went to',
  serials: 'Serial number',
  book: 'Book',
  line: 'Line',
  category: 'Category',
  note: 'Note',
  incidentAtf: 'ATF incident number',
  incidentPolice: 'Police incident number',
  field: 'Field',
  old: 'Before',
  new: 'After',
  reason: 'Reason',
  markedOn: 'Date marked',
  keying: 'How the number was keyed',
  accepted: 'Warnings saved past',
  details: 'Further details',
  code: 'Code',
  import: 'Import',
  row: 'Row of the file',
  extra: 'Further column of the file',
  kind: 'Kind',
  sha256: 'SHA-256 of the file',
  name: 'Name',
  text: 'Text',
  place: 'Place',
  source: 'Read from',
  marking: 'Marking',
  legibility: 'Legibility',
  photo: 'SHA-256 of the photo',
  purpose: 'Purpose',
  media: 'Type of file',
  size: 'Bytes',
  outcome: 'Outcome',
  evidence: 'Evidence of event',
  relation: 'Relation',
  number: 'Number',
  which: 'Which number',
  readings: 'Readings that came with it',
  settings: 'Set-up',
  licence: 'Licence number',
  premises: 'Premises',
  vkey: 'Verifier key',
};
/** Canonical JSON has its keys in the order of the alphabet; a person reads what and where first, as on paper. */
const ORDER = [
  ...['book', 'line', 'field', 'old', 'new', 'reason', 'acquisition', 'disposition', 'evidence', 'category', 'kind'],
  ...COLUMN_FIELDS.flatMap((field) => (field === 'serial' ? ['serials', 'keying'] : [field])),
  ...['incidentAtf', 'incidentPolice', ...DETAIL_FIELDS, 'details', 'note', 'extra', 'import', 'row', 'accepted'],
];
const place = (key: string): number => {
  const at = ORDER.indexOf(key);
  return at < 0 ? ORDER.length : at;
};
const inOrder = (value: object): [string, unknown][] => Object.entries(value).sort(([a], [b]) => place(a) - place(b));

/** Parts of an event that only hold others. */
const CONTAINERS = ['acquisition', 'disposition', 'details', 'evidence', 'changes', 'checks'];
const MONO = ['serials', 'serial', 'imei', 'mac', 'engineNumber', 'sha256', 'photo', 'vkey', 'number'];
const MONO_LIKE = /licence|form4473|plate|titleNumber|typeNumber|stockNumber|assetTag|dateCode|lot$/i;
const DATES = /^(?:acquiredOn|disposedOn|markedOn|warrantyUntil|on|until)$/;

const labelled = (key: string): string => (Object.hasOwn(LABELS, key) ? LABELS[key]! : key);

const isReadNumber = (value: string): value is ReadNumber => Object.hasOwn(READ_NUMBER_WORDS, value);

const wordsOf = (key: string, value: string): string => {
  if (DATES.test(key) && /^\d{4}-(?:0[1-9]|1[0-2])-\d{2}$/.test(value)) return showDate(value);
  if (key === 'book' && isBook(value)) return BOOKS[value].title;
  if (key === 'which' && isReadNumber(value)) return READ_NUMBER_WORDS[value];
  if (key === 'field') return Object.hasOwn(FIELD_LABELS, value) ? labelled(value) : value;
  return value;
};

const valueText = (key: string, value: unknown): string => {
  if (typeof value === 'string') return wordsOf(key, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return value === null ? '(null)' : '';
};

/** The name of a value by the path to it: containers say nothing, and places in a list count from 1. */
const labelOf = (path: readonly (string | number)[]): string => {
  const parts: string[] = [];
  if (path[0] === 'disposition' && (path[1] === 'note' || path[1] === 'kind'))
    return path[1] === 'note' ? 'Note on the disposition' : 'Kind of disposition';
  for (const [at, part] of path.entries()) {
    if (typeof part === 'number') {
      const [list] = parts.splice(-1);
      parts.push(`${list ?? 'Item'} ${part + 1}`);
    } else if (at === path.length - 1 || typeof path[at + 1] === 'number' || !CONTAINERS.includes(part)) {
      parts.push(labelled(part));
    }
  }
  return parts.join(', ');
};

/**
 * Every value of an event with a name for it, so that a person can hold it against the paper in their hand. Whoever made the
 * event may not have been Rollmark: any shape is read, and nothing is left out unseen.
 */
export const fieldsOf = (event: LedgerEvent): Fields => {
  let left = 0;
  const list: Field[] = [];
  const add = (path: readonly (string | number)[], key: string, text: string) => {
    if (list.length >= MOST_FIELDS) left += 1;
    else list.push({ label: labelOf(path), text, mono: MONO.includes(key) || MONO_LIKE.test(key) });
  };
  const walk = (path: readonly (string | number)[], key: string, value: unknown): void => {
    const parts =
      typeof value !== 'object' || value === null
        ? undefined
        : Array.isArray(value)
          ? Object.entries(value)
          : inOrder(value);
    const only = Array.isArray(value) && value.length === 1 && typeof value[0] !== 'object';
    if (!parts) add(path, key, valueText(key, value));
    // One number of one is that number, not the first of a list.
    else if (only) walk(path, key, value[0]);
    else if (parts.length === 0) add(path, key, '(none)');
    else if (path.length >= DEEPEST) add(path, key, JSON.stringify(value));
    else
      for (const [name, part] of parts) {
        if (Array.isArray(value)) walk([...path, Number(name)], key, part);
        else walk([...path, name], name, part);
      }
  };
  const { body, seq, kind, subject, recordedAt, zone, actor, clockBehind, ...others } = event as Partial<LedgerEvent>;
  for (const [name, value] of inOrder(typeof body === 'object' && body !== null ? body : { body }))
    walk([name], name, value);
  const record = list.splice(0);
  const said = (label: string, value: unknown, mono = false) => {
    if (value !== undefined)
      list.push({ label, text: typeof value === 'string' ? value : JSON.stringify(value), mono });
  };
  said('Event', seq);
  said('What was done', typeof kind === 'string' && Object.hasOwn(EVENT_LABELS, kind) ? EVENT_LABELS[kind] : kind);
  said('About', subject);
  said('Recorded by', actor);
  said('Recorded at (UTC)', recordedAt);
  said('Time zone of the premises', zone);
  said('The clock had been set back from', clockBehind);
  for (const [name, value] of Object.entries(others)) walk([name], name, value);
  return { record, recording: list, left };
};

/**
 * A moment as the shop's wall clock showed it: `22 Nov 2026, 17:02 (America/Boise)`. Undefined where it is none, or the
 * browser does not know the zone.
 */
export const momentOf = (instant: unknown, zone: unknown): string | undefined => {
  if (typeof instant !== 'string' || typeof zone !== 'string') return undefined;
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(instant)) return undefined;
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? '';
    return `${showDate(`${part('year')}-${part('month')}-${part('day')}`)}, ${part('hour')}:${part('minute')} (${zone})`;
  } catch {
    return undefined;
  }
};
