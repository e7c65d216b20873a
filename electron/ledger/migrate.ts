import { rmSync } from 'node:fs';
import { sha256Hex } from './canonical.ts';
import { transact, type WriteHandle } from './database.ts';
import { LedgerError } from './errors.ts';

/** A shipped migration: its file name without `.sql`, and its SQL. */
export type Migration = { tag: string; sql: string };

const shipped = import.meta.glob<string>('../../migrations/*.sql', { query: '?raw', import: 'default', eager: true });

export const MIGRATIONS: readonly Migration[] = Object.entries(shipped)
  .map(([path, sql]) => ({ tag: path.replace(/^.*\//, '').replace(/\.sql$/, ''), sql }))
  .sort((a, b) => (a.tag < b.tag ? -1 : 1));

const BREAKPOINT = '--> statement-breakpoint';

/** Line ends and comments may change with the checkout; what the statements say may not. */
const fingerprint = (sql: string): string => sha256Hex(Buffer.from(sql.replace(/\r\n/g, '\n').trim()));

/**
 * Brings a database up to the shipped migrations, in one transaction. What is applied already must be a prefix of what
 * is shipped, unchanged: a ledger of a newer version, or one whose history differs, is refused untouched. An encrypted
 * copy stands beside the file while it is changed (`VACUUM INTO`; `backup()` does not work on encrypted files).
 *
 * @param copyTo where the copy goes; omitted for a new database
 */
export const migrate = (db: WriteHandle, copyTo?: string, migrations: readonly Migration[] = MIGRATIONS): void => {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migration (tag TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT, WITHOUT ROWID',
  );
  const applied = db.prepare('SELECT tag, hash FROM migration ORDER BY tag').all() as { tag: string; hash: string }[];
  for (const [at, done] of applied.entries()) {
    const ours = migrations[at];
    if (!ours) {
      throw new LedgerError(
        'LEDGER_FROM_FUTURE',
        `This ledger was written by a newer version of Rollmark (it has “${done.tag}”). Nothing was changed; open it with that version.`,
      );
    }
    if (ours.tag !== done.tag || fingerprint(ours.sql) !== done.hash) {
      throw new LedgerError(
        'LEDGER_FROM_FUTURE',
        `This ledger was written by another version of Rollmark (“${done.tag}” differs). Nothing was changed; open it with that version.`,
      );
    }
  }
  const pending = migrations.slice(applied.length);
  // Also where an earlier run was killed between its end and this.
  const dropCopy = () => copyTo && rmSync(copyTo, { force: true });
  if (pending.length === 0) {
    dropCopy();
    return;
  }
  if (copyTo && applied.length > 0) {
    dropCopy();
    db.prepare('VACUUM INTO ?').run(copyTo);
  }
  // Outside the transaction, where it has an effect: rebuilding a table must not delete what refers to it.
  db.pragma('foreign_keys = OFF');
  try {
    transact(db, () => {
      for (const migration of pending) {
        for (const statement of migration.sql.split(BREAKPOINT)) db.exec(statement);
        db.prepare('INSERT INTO migration VALUES (?, ?, ?)').run(
          migration.tag,
          fingerprint(migration.sql),
          new Date().toISOString(),
        );
      }
      const broken = db.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`A migration left ${broken.length} broken references.`);
    });
  } finally {
    db.pragma('foreign_keys = ON');
  }
  dropCopy();
};
