import type Database from 'better-sqlite3';
import { signCheckpoint } from '../../electron/ledger/checkpoint.ts';
import { appendLeaf, emptyTree, leafHash, rootOf } from '../../electron/ledger/merkle.ts';

/** What somebody with the key and any SQLite tool can make fit again after changing a ledger's events. */

/** The leaf of one event, over its text as it stands now. */
export const rehashLeaf = (db: Database.Database, seq: number): void => {
  const json = db.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(seq) as string;
  db.prepare('UPDATE event SET leaf = ? WHERE seq = ?').run(leafHash(json), seq);
};
/** Makes leaves and tree fit the events again, as one who knows how the proof works would. */
export const rehash = (db: Database.Database): { size: number; root: Buffer } => {
  db.exec('DELETE FROM tree_node');
  const put = db.prepare('INSERT INTO tree_node VALUES (?, ?, ?)');
  let tree = emptyTree;
  for (const { seq, json } of db.prepare('SELECT seq, json FROM event ORDER BY seq').all() as {
    seq: number;
    json: string;
  }[]) {
    rehashLeaf(db, seq);
    tree = appendLeaf(tree, leafHash(json), (node) => put.run(node.level, node.index, node.hash));
  }
  return { size: tree.size, root: rootOf(tree) };
};
export const local = (db: Database.Database, key: string) =>
  db.prepare('SELECT value FROM local WHERE key = ?').pluck().get(key) as string;
/** Signs every checkpoint anew with the ledger's own key, over the rewritten record. */
export const resign = (db: Database.Database, seed = Buffer.from(local(db, 'signing_seed'), 'base64')): void => {
  const signer = { name: `rollmark.local/${local(db, 'ledger')}`, seed };
  let tree = emptyTree;
  for (const json of db.prepare('SELECT json FROM event ORDER BY seq').pluck().all() as string[]) {
    tree = appendLeaf(tree, leafHash(json), () => undefined);
    db.prepare('UPDATE checkpoint SET root = ?, note = ? WHERE size = ?').run(
      rootOf(tree).toString('base64'),
      signCheckpoint(tree.size, rootOf(tree), signer),
      tree.size,
    );
  }
};
