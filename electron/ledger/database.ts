import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { asLedgerError, LedgerError } from './errors.ts';

type Handle = Database.Database;
/** The one connection that writes. Everything on it happens inside `BEGIN IMMEDIATE`. */
export type WriteHandle = Handle & { readonly role: 'write' };
/** A connection that only reads: it sees what is committed, so long work on the writer never shows half done. */
export type ReadHandle = Handle & { readonly role: 'read' };

/** The SQLite addon needs Node-API 10 (Node 22.14 or newer, Electron 45); an older Node would crash without a word. */
export const requireRuntime = (): void => {
  if (Number(process.versions.napi) >= 10) return;
  throw new LedgerError(
    'LEDGER_FROM_FUTURE',
    `Rollmark needs Node 24, and this is Node ${process.versions.node}. Start it with npm start or npm run rollmark, which bring the right one.`,
  );
};

const PLAIN_HEADER = 'SQLite format 3\0';
const MEBIBYTE = 1024;
/** How long a connection waits for another program that works on the file. */
export const PATIENCE_MS = 5000;

const startsPlain = (path: string): boolean => {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(16);
    return readSync(fd, head, 0, 16, 0) === 16 && head.toString('latin1') === PLAIN_HEADER;
  } finally {
    closeSync(fd);
  }
};

const HEX = Buffer.from('0123456789abcdef', 'latin1');

/** `x'…'` as SQLCipher takes a raw key, in a buffer that can be wiped: a string would stay in memory until it is collected. */
export const rawKey = (dataKey: Uint8Array): Buffer => {
  const text = Buffer.alloc(dataKey.length * 2 + 3);
  text.write("x'", 0, 'latin1');
  for (const [at, byte] of dataKey.entries()) {
    text[2 + at * 2] = HEX[byte >> 4]!;
    text[3 + at * 2] = HEX[byte & 15]!;
  }
  text.write("'", text.length - 1, 'latin1');
  return text;
};

/**
 * Opens genuine SQLCipher 4 (AES-256-CBC, HMAC-SHA512 per page) with a raw key. The order matters: cipher, format, key,
 * then the first read, which is where a wrong key or a damaged first page shows.
 */
const openHandle = (path: string, dataKey: Uint8Array, options: { mustExist: boolean; readonly: boolean }): Handle => {
  requireRuntime();
  const db = new Database(path, { fileMustExist: options.mustExist, readonly: options.readonly, timeout: PATIENCE_MS });
  try {
    db.pragma("cipher='sqlcipher'");
    db.pragma('legacy=4');
    const key = rawKey(dataKey);
    db.key(key);
    key.fill(0);
    const parts = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
    // A file cut to less than a page opens as a new, empty database; the next write would make it one.
    if (options.mustExist && parts === 0) {
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'ledger.db holds nothing: it was cut short. Nothing was written. Go back to the newest good copy of the folder.',
      );
    }
    db.pragma('foreign_keys = ON');
    db.pragma('temp_store = MEMORY');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * The writing connection: WAL, every commit on the disk before it is acknowledged, and triggers that hold for
 * INSERT OR REPLACE too. The data key was authenticated when it was unwrapped, so a file that does not open with it is
 * damaged, not locked by another key.
 */
export const openWriter = (path: string, dataKey: Uint8Array, mustExist: boolean): WriteHandle => {
  try {
    if (mustExist && startsPlain(path)) {
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'ledger.db is not encrypted: this is not a file that Rollmark wrote. Nothing was changed.',
      );
    }
    const db = openHandle(path, dataKey, { mustExist, readonly: false });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('recursive_triggers = ON');
      db.pragma(`cache_size = -${64 * MEBIBYTE}`);
    } catch (error) {
      db.close();
      throw error;
    }
    return Object.assign(db, { role: 'write' as const });
  } catch (error) {
    if (mustExist && (error as { code?: string }).code === 'SQLITE_NOTADB') {
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'ledger.db does not open with the key in keys.json: its beginning was damaged, or the two files are of different ledgers. Nothing was written. Copy the folder as it is, then go back to the newest good copy.',
      );
    }
    throw asLedgerError(error);
  }
};

export const openReader = (path: string, dataKey: Uint8Array): ReadHandle => {
  try {
    const db = openHandle(path, dataKey, { mustExist: true, readonly: true });
    db.pragma(`cache_size = -${32 * MEBIBYTE}`);
    db.pragma('query_only = ON');
    return Object.assign(db, { role: 'read' as const });
  } catch (error) {
    throw asLedgerError(error);
  }
};

/** An unencrypted database in memory, for replaying events into. Never touches the disk. */
export const openMemory = (): WriteHandle => {
  const db = new Database(':memory:');
  db.pragma('temp_store = MEMORY');
  return Object.assign(db, { role: 'write' as const });
};

const statements = new WeakMap<Handle, Map<string, Database.Statement<unknown[]>>>();

/**
 * A statement that is prepared once a connection: for what each entry asks, where preparing takes longer than asking.
 * Only for fixed texts, and for `get`, `all` and `run`: one that is being iterated can't be asked again meanwhile.
 */
export const prepared = (db: ReadHandle | WriteHandle, sql: string): Database.Statement<unknown[]> => {
  let own = statements.get(db);
  if (!own) {
    own = new Map();
    statements.set(db, own);
  }
  let statement = own.get(sql);
  if (!statement) {
    statement = db.prepare<unknown[]>(sql);
    own.set(sql, statement);
  }
  return statement;
};

/** Runs `work` in a transaction that holds the write lock from its start. Rolls back on any throw. */
export const transact = <T>(db: WriteHandle, work: () => T): T => {
  prepared(db, 'BEGIN IMMEDIATE').run();
  try {
    const result = work();
    prepared(db, 'COMMIT').run();
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw asLedgerError(error);
  }
};
