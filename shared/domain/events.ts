import type { Evidence } from './evidence.ts';
import type { DispositionDraft, EntryField, RecordedAcquisition } from './fields.ts';
import type { Role } from './roles.ts';
import type { LedgerSettings } from './settings.ts';

/**
 * Every change to a ledger is one of these. The event is the truth: the tables are made from it by `apply`, live and on
 * replay, and its canonical JSON (RFC 8785) is a leaf of the ledger's Merkle tree.
 */
export type EventBodies = {
  'ledger.created': {
    ledger: string;
    settings: LedgerSettings;
    /** Who keeps it: the first actor. */
    user: string;
    vkey: string;
    /** The first passphrase's key slot and the recovery key's. Absent in ledgers of earlier versions. */
    slots?: SlotOf[];
  };
  'ledger.changed': { changes: { field: string; old: unknown; new: unknown }[] };
  'entry.acquired': {
    book: string;
    line: number;
    acquisition: RecordedAcquisition;
    accepted: Accepted[];
    /** How many readings came with it: so many events that follow. Absent: none. */
    readings?: number;
  };
  'entry.imported': {
    book: string;
    line: number;
    import: string;
    /** Row of the file, 1 for the first under the header. */
    row: number;
    acquisition: RecordedAcquisition;
    disposition?: DispositionDraft;
    /** Columns of the file that the book has no place for, by name; nothing that was brought is lost. */
    extra?: Record<string, string>;
    accepted: Accepted[];
  };
  'entry.disposed': { book: string; line: number; disposition: DispositionDraft; accepted: Accepted[] };
  'entry.corrected': {
    book: string;
    line: number;
    field: EntryField;
    old: string;
    new: string;
    reason: string;
    accepted: Accepted[];
  };
  'entry.voided': { book: string; line: number; reason: string };
  /** A privately made firearm got its number (27 CFR 478.92(a)(2)): the entry is filled in, not corrected. */
  'entry.marked': { book: string; line: number; serials: string[]; markedOn: string; accepted: Accepted[] };
  'evidence.added': { book: string; line: number; evidence: Evidence };
  'evidence.withdrawn': {
    book: string;
    line: number /** The event that added it. */;
    evidence: number;
    reason: string;
  };
  'import.finished': {
    import: string;
    format: string;
    sha256: string;
    rows: number;
    accepted: number;
    refused: number;
    warned: number;
  };
  'key.changed': {
    slot: string;
    kind: SlotKind;
    change: 'added' | 'removed' | 'tried';
    /** Whose it is. Absent: the ledger's first user's, or nobody's (a recovery key, custodians' parts). */
    user?: number;
  };
  /** The data key was replaced and everything encrypted anew; of the old key slots none opens it any more. */
  'key.rotated': { retired: SlotOf[]; added: SlotOf[] };
  /** Somebody got access, with a key slot of their own. */
  'user.added': { user: number; name: string; role: Role; until: string; slot: string };
  'user.changed': { user: number; changes: { field: 'name' | 'role' | 'until'; old: string; new: string }[] };
  /** Somebody's access ended, with all of their key slots. */
  'user.removed': { user: number; name: string; slots: string[] };
  /** A copy of the whole ledger was written, opened, verified and counted. */
  'backup.made': { folder: string; name: string; events: number; root: string; bytes: number; removed: string[] };
  'backup.failed': { folder: string; reason: string };
  /** The ledger goes on from a backup. What was recorded after it, elsewhere, is not in here. */
  'backup.restored': { name: string; events: number; root: string; madeAt: string };
  /** An inspector looked at something: the operation, and what of the book it showed. */
  'inspection.looked': { operation: string; at: string };
};

/**
 * What a key slot is wrapped under: somebody's passphrase, the recovery key, two of three custodians' parts, or what the
 * keychain of somebody's computer keeps for them.
 */
export const SLOT_KINDS = ['passphrase', 'recovery', 'custodians', 'keychain'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/** A key slot and whose it is; 0 where it is the ledger's own (a recovery key). */
export type SlotOf = { slot: string; kind: SlotKind; user: number };

/** A warning that somebody saved past, by its code, with the reason given (empty for an import). */
export type Accepted = { field: string; code: string; reason?: string };

export type EventKind = keyof EventBodies;

export type LedgerEvent<K extends EventKind = EventKind> = {
  [P in K]: {
    /** 1 for the first. The leaf index in the tree is seq - 1. */
    seq: number;
    /** UTC, ISO 8601 with milliseconds. */
    recordedAt: string;
    /** The premises' time zone at that moment. */
    zone: string;
    actor: string;
    kind: P;
    /** What it is about: `ledger`, `ad/12` (book and line), `import/<id>`, `key/<slot>`. */
    subject: string;
    body: EventBodies[P];
    /** Only where the clock had been set back: the later moment that an earlier event already carries. */
    clockBehind?: string;
  };
}[K];

export const EVENT_LABELS: Readonly<Record<EventKind, string>> = {
  'ledger.created': 'Ledger created',
  'ledger.changed': 'Set-up changed',
  'entry.acquired': 'Acquired',
  'entry.imported': 'Brought in by import',
  'entry.disposed': 'Disposed',
  'entry.corrected': 'Corrected',
  'entry.voided': 'Voided',
  'entry.marked': 'Marked',
  'evidence.added': 'Evidence added',
  'evidence.withdrawn': 'Evidence withdrawn',
  'import.finished': 'Import finished',
  'key.changed': 'Key changed',
  'key.rotated': 'Data key replaced',
  'user.added': 'User added',
  'user.changed': 'User changed',
  'user.removed': 'Access ended',
  'backup.made': 'Backed up',
  'backup.failed': 'Backup failed',
  'backup.restored': 'Restored from a backup',
  'inspection.looked': 'Inspector looked',
};
