import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AsOf } from './as-of.ts';
import { makeSchedule, type Schedule } from './backups/schedule.ts';
import type { KnownState } from './known-checkpoints.ts';

/** A file that a host granted for import: where it is, or its bytes. */
export type GrantedFile = { name: string; read(): Promise<Uint8Array> };
/** A document made in memory; it is gone when the ledger is locked. */
export type HeldDocument = { name: string; type: string; bytes: Buffer };

/** What the engine holds between calls: at most one open ledger, and what tokens stand for. */
export type Session = {
  ledger(): Ledger;
  maybeLedger(): Ledger | undefined;
  setLedger(ledger: Ledger | undefined): void;
  readonly ledgerFolders: Map<string, string>;
  readonly files: Map<string, GrantedFile>;
  readonly documents: Map<string, HeldDocument>;
  /** Where new ledgers are made. */
  newLedgers: string;
  /** This user's settings folder; empty where the host has none. */
  profile: string;
  /** Folders that a host granted for backups, by token. */
  readonly backupFolders: Map<string, string>;
  /** How the open ledger compared, at its opening, with the checkpoints kept of it outside. */
  known: KnownState;
  /** What closes the ledger for a moment and opens it again; calls wait for it. */
  pending: Promise<unknown> | undefined;
  /** Why no ledger is open, where nobody closed it. */
  closedBecause: '' | 'idle' | 'sleep' | 'fault';
  /** Folders that could not be backed up to when it was closed, and why. */
  notBackedUp: { folder: string; reason: string }[];
  /** The earlier state that was last gone back to. */
  asOf: AsOf | undefined;
  readonly schedule: Schedule;
};

/** Documents held at most; the oldest goes first. A whole book of 100,000 lines is some 15 MB. */
const DOCUMENTS_AT_MOST = 8;

export const makeSession = (): Session => {
  let open: Ledger | undefined;
  return {
    ledger: () => {
      if (!open) throw new LedgerError('LEDGER_CLOSED', 'No ledger is open. Open one first.');
      return open;
    },
    maybeLedger: () => open,
    setLedger: (ledger) => {
      open = ledger;
    },
    ledgerFolders: new Map(),
    files: new Map(),
    documents: new Map(),
    newLedgers: '',
    profile: '',
    backupFolders: new Map(),
    known: { state: 'none', message: '' },
    pending: undefined,
    closedBecause: '',
    notBackedUp: [],
    asOf: undefined,
    schedule: makeSchedule(),
  };
};

/** Holds a document under a new token. */
export const holdDocument = (session: Session, document: HeldDocument): string => {
  const token = crypto.randomUUID();
  session.documents.set(token, document);
  for (const oldest of session.documents.keys()) {
    if (session.documents.size <= DOCUMENTS_AT_MOST) break;
    session.documents.delete(oldest);
  }
  return token;
};
