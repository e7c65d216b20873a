import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson } from '../../electron/ledger/canonical.ts';
import { signCheckpoint } from '../../electron/ledger/checkpoint.ts';
import { appendLeaf, emptyTree, leafHash, rootOf } from '../../electron/ledger/merkle.ts';
import { publicKeyOf, vkeyText } from '../../electron/ledger/note.ts';

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

/** Gives the ledger another signing key and makes the first event name it; hashes and signatures all fit afterwards. */
export const swapKey = (db: Database.Database, seed = randomBytes(32)): void => {
  db.prepare("UPDATE local SET value = ? WHERE key = 'signing_seed'").run(seed.toString('base64'));
  const first = JSON.parse(db.prepare('SELECT json FROM event WHERE seq = 1').pluck().get() as string);
  first.body.vkey = vkeyText({ name: `rollmark.local/${local(db, 'ledger')}`, publicKey: publicKeyOf(seed) });
  db.prepare('UPDATE event SET json = ? WHERE seq = 1').run(canonicalJson(first));
  rehash(db);
  resign(db, seed);
};

/** Writes a restore into the trail as its last event, with whatever it is to say of the backup; makes all fit. */
export const forgeRestore = (db: Database.Database, body: { events: number; root?: string }): void => {
  const { root } = rehash(db);
  const last = JSON.parse(db.prepare('SELECT json FROM event ORDER BY seq DESC LIMIT 1').pluck().get() as string);
  const event = {
    ...last,
    seq: last.seq + 1,
    kind: 'backup.restored',
    subject: 'backup',
    body: { name: 'Shop', root: root.toString('base64'), madeAt: last.recordedAt, ...body },
  };
  const json = canonicalJson(event);
  db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?)').run(
    event.seq,
    event.kind,
    event.subject,
    json,
    leafHash(json),
  );
  rehash(db);
  resign(db);
};

/** Makes a ledger, with its guards out of the way, into one of before the first event named the first slots. */
export const withoutFirstSlots = (db: Database.Database): void => {
  const event = JSON.parse(db.prepare('SELECT json FROM event WHERE seq = 1').pluck().get() as string);
  const ids = (event.body.slots as { slot: string }[]).map(({ slot }) => slot);
  delete event.body.slots;
  db.prepare('UPDATE event SET json = ? WHERE seq = 1').run(canonicalJson(event));
  for (const id of ids) db.prepare('DELETE FROM access WHERE slot = ?').run(id);
  rehash(db);
  resign(db);
};
