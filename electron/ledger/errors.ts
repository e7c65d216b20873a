import type { ErrorCode } from '../../shared/contract/errors.ts';
import { type Finding, visible } from '../../shared/domain/findings.ts';

/**
 * A failure that a person is told about: a code of the contract and a sentence. What the sentence quotes may come from
 * anywhere, and it goes to pages and terminals: what can't be seen in it is told by its code point.
 */
export class LedgerError extends Error {
  readonly code: ErrorCode;
  readonly findings: readonly Finding[];

  constructor(code: ErrorCode, message: string, findings: readonly Finding[] = []) {
    super(visible(message));
    this.name = 'LedgerError';
    this.code = code;
    this.findings = findings;
  }
}

/** What SQLite says where a page can't be read; its other input and output errors are about writing and locking. */
const DAMAGED_READ = /^SQLITE_IOERR_(READ|SHORT_READ|CORRUPTFS|DATA|AUTH|IN_PAGE)$/;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/**
 * Turns what SQLite or the file system threw into a LedgerError, so that nothing inner reaches a person and no message
 * carries data. Errors that are nobody's fault but ours come back as they are.
 */
export const asLedgerError = (error: unknown): unknown => {
  if (error instanceof LedgerError) return error;
  const code = codeOf(error);
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHM(SIZE|OPEN|MAP)|ENOSPC|EDQUOT)$/.test(code)) {
    return new LedgerError(
      'DISK_FULL',
      'There is no room left on the disk. Nothing was changed; make room and try again.',
    );
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code) || code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new LedgerError(
      'FOLDER_READ_ONLY',
      'The ledger’s folder can’t be written to. Nothing was changed; copy the folder to a place where you may write, or ask for the right to.',
    );
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new LedgerError(
      'LEDGER_ALREADY_OPEN',
      'Another program is at work on ledger.db. Close it there, then try again. Nothing was changed.',
    );
  }
  if (code === 'EIO' || (/^SQLITE_IOERR_/.test(code) && !DAMAGED_READ.test(code))) {
    return new LedgerError(
      'FOLDER_READ_ONLY',
      'The disk that holds the ledger does not take what is written to it: it was disconnected, it fails, or it is full for you. Nothing was changed; see to the disk, then open the ledger again.',
    );
  }
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) {
    return new LedgerError(
      'LEDGER_DAMAGED',
      'A part of ledger.db can’t be read: the file was damaged or changed outside Rollmark. Nothing was written. Copy the folder as it is, then go back to the newest good copy.',
    );
  }
  return error;
};

/**
 * Reads JSON that the ledger itself stored. Throws LEDGER_DAMAGED where it can't be read: only another program writes
 * such.
 *
 * @param what it is, to begin a sentence with: `Event 12`
 */
export const readStored = <T extends object>(json: string, what: string): T => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Said below.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as T;
  throw new LedgerError(
    'LEDGER_DAMAGED',
    `${what} can’t be read: it was changed outside Rollmark. Nothing was written. Copy the folder as it is, then go back to the newest good copy.`,
  );
};

/** Runs `work` and rethrows what it throws as a LedgerError where a person can do something about it. */
export const guarded = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw asLedgerError(error);
  }
};
