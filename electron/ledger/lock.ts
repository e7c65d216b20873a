import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { requireRuntime } from './database.ts';
import { asLedgerError, guarded, LedgerError } from './errors.ts';

export type Lock = { release(): void };

const failedWith = (error: unknown, codes: RegExp): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && codes.test(String(error.code));
const isBusy = (error: unknown): boolean => failedWith(error, /^SQLITE_(BUSY|LOCKED)/);

/**
 * One process at a time has a ledger open. The lock is the operating system's own, taken through a tiny database beside
 * the ledger: it falls when its process ends in any way, so a killed process leaves nothing to clean up. Whoever is
 * refused can still read who holds it.
 *
 * @param path of the lock file; it holds a process number, the machine's name and a time, nothing of the ledger
 */
export const takeLock = (path: string): Lock => {
  try {
    return tryLock(path);
  } catch (error) {
    if (!failedWith(error, /^SQLITE_(NOTADB|CORRUPT)/)) throw asLedgerError(error);
    // Not a lock file, so nobody holds it; it carries nothing that could be lost.
    rmSync(path, { force: true });
    return guarded(() => tryLock(path));
  }
};

/** Long enough for another process to read who holds the lock, short enough to be told at once that it is held. */
const PATIENCE_MS = 200;

const tryLock = (path: string): Lock => {
  let db: Database.Database | undefined;
  try {
    requireRuntime();
    db = new Database(path, { timeout: PATIENCE_MS });
    db.exec('BEGIN IMMEDIATE');
    for (let mine = false; !mine; ) {
      db.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER, machine TEXT, since TEXT)');
      db.exec('DELETE FROM holder');
      db.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(process.pid, hostname(), new Date().toISOString());
      db.exec('COMMIT');
      db.exec('BEGIN IMMEDIATE');
      // Between the two, another process may have written its own number, and then lost the race for the lock.
      mine = db.prepare('SELECT pid FROM holder').pluck().get() === process.pid;
    }
  } catch (error) {
    // Busy at any of these: another process holds the lock, or is taking it at this very moment.
    const refusal = db && isBusy(error) ? heldBy(db) : error;
    db?.close();
    throw refusal;
  }
  const held = db;
  return {
    release: () => {
      if (!held.open) return;
      held.exec('ROLLBACK');
      held.close();
    },
  };
};

const heldBy = (db: Database.Database): LedgerError => {
  let who = 'another process';
  try {
    const row = db.prepare('SELECT pid, machine, since FROM holder').get() as
      | { pid: number; machine: string; since: string }
      | undefined;
    if (row) {
      const place = row.machine === hostname() ? '' : ` on the machine “${row.machine}”`;
      who = `process ${row.pid}${place}, since ${row.since.slice(0, 16).replace('T', ' ')} UTC`;
    }
  } catch {
    // Being written at this very moment; the sentence does without the number.
  }
  return new LedgerError(
    'LEDGER_ALREADY_OPEN',
    `This ledger is open already: ${who} holds it. Close it there first. Nothing was changed.`,
  );
};
