import type { ReadHandle, WriteHandle } from './database.ts';

/**
 * What the ledger's file itself forbids: nothing that proves may be changed or removed. A table rebuild drops triggers,
 * and anybody with the key can, so they are made again and checked at every open. They stop accidents; the tree and its
 * checkpoints show what they could not stop.
 */
const GUARDED = ['event', 'tree_node', 'checkpoint', 'attachment_chunk'] as const;

const guards = GUARDED.flatMap((table) =>
  (['UPDATE', 'DELETE'] as const).map((verb) => ({
    name: `${table}_no_${verb.toLowerCase()}`,
    sql: `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  })),
);

/** Makes the triggers that are missing or differ. Returns the names of those, empty where all stood. */
export const restoreGuards = (db: WriteHandle): string[] => {
  const missing = missingGuards(db);
  for (const guard of guards) {
    if (!missing.includes(guard.name)) continue;
    db.exec(`DROP TRIGGER IF EXISTS ${guard.name}`);
    db.exec(guard.sql);
  }
  return missing;
};

/** Triggers and views that are not ours: they could change what is written, or what is read. */
export const strangeParts = (db: WriteHandle | ReadHandle): string[] =>
  (db.prepare("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").pluck().all() as string[]).filter(
    (name) => !guards.some((guard) => guard.name === name),
  );

/** Names of the triggers that are not there as they should be. */
export const missingGuards = (db: WriteHandle | ReadHandle): string[] => {
  const found = new Map(
    (
      db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { name: string; sql: string }[]
    ).map((t) => [t.name, t.sql]),
  );
  return guards.filter((g) => found.get(g.name) !== g.sql).map((g) => g.name);
};
