import type { Statement } from 'better-sqlite3';
import type { EventBodies, EventKind, LedgerEvent } from '../../shared/domain/events.ts';
import { canonicalJson } from './canonical.ts';
import type { ReadHandle, WriteHandle } from './database.ts';
import { LedgerError, readStored } from './errors.ts';
import { appendLeaf, leafHash, type Tree, treeAt } from './merkle.ts';

/** Where the log stands: how many events, their tree, and the latest recording moment among them. */
export type LogState = { readonly tree: Tree; readonly lastRecordedAt: string };

/** The moment, zone and person that an event is recorded with. */
export type Recording = { now: number; zone: string; actor: string };

type Statements = { insertEvent: Statement<unknown[]>; insertNode: Statement<unknown[]> };

export const prepareLog = (db: WriteHandle): Statements => ({
  insertEvent: db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?)'),
  insertNode: db.prepare('INSERT INTO tree_node VALUES (?, ?, ?)'),
});

/**
 * Appends one event and the subtrees it completes. Must run inside the transaction that also writes the event's effect.
 * Returns the event and the log's next state, which the caller keeps only once the transaction is committed.
 */
export const appendEvent = <K extends EventKind>(
  log: Statements,
  state: LogState,
  recording: Recording,
  kind: K,
  subject: string,
  body: EventBodies[K],
): { event: LedgerEvent<K>; state: LogState } => {
  const recordedAt = new Date(recording.now).toISOString();
  const seq = state.tree.size + 1;
  // A clock set back is written down, not hidden: the event says which later moment the log already carries.
  const behind = recordedAt < state.lastRecordedAt;
  const event = {
    seq,
    recordedAt,
    zone: recording.zone,
    actor: recording.actor,
    kind,
    subject,
    body,
    ...(behind ? { clockBehind: state.lastRecordedAt } : {}),
  } as LedgerEvent<K>;
  const json = canonicalJson(event);
  const leaf = leafHash(json);
  log.insertEvent.run(seq, kind, subject, json, leaf);
  const tree = appendLeaf(state.tree, leaf, (node) => log.insertNode.run(node.level, node.index, node.hash));
  return { event, state: { tree, lastRecordedAt: behind ? state.lastRecordedAt : recordedAt } };
};

/** Stored hashes by level and index: leaves stand with their events. */
export const nodeReader = (db: ReadHandle | WriteHandle) => {
  const leaf = db.prepare('SELECT leaf FROM event WHERE seq = ?').pluck();
  const node = db.prepare('SELECT hash FROM tree_node WHERE level = ? AND idx = ?').pluck();
  return (level: number, index: number): Buffer | undefined =>
    (level === 0 ? leaf.get(index + 1) : node.get(level, index)) as Buffer | undefined;
};

/**
 * Finds where the log stands when a ledger is opened, in O(log n). Throws LEDGER_DAMAGED where events are missing from
 * its end or middle, or the tree was cut.
 */
export const loadLog = (db: ReadHandle | WriteHandle): LogState => {
  const row = db.prepare('SELECT coalesce(max(seq), 0) AS last, count(*) AS count FROM event').get() as {
    last: number;
    count: number;
  };
  const cut = (what: string) =>
    new LedgerError(
      'LEDGER_DAMAGED',
      `The record of this ledger was cut: ${what}. Nothing was written. Copy the folder as it is, then go back to the newest good copy.`,
    );
  if (row.count !== row.last) throw cut(`${row.last - row.count} of its ${row.last} events are missing`);
  const tree = treeAt(row.last, nodeReader(db));
  if (!tree) throw cut('its proof lacks parts');
  const newest = db.prepare('SELECT max(size) FROM checkpoint').pluck().get() as number | null;
  if (newest !== null && newest > row.last) {
    throw cut(`a checkpoint proves ${newest} events, but only ${row.last} are left`);
  }
  const lastNode = db.prepare('SELECT max(idx) FROM tree_node WHERE level = ?').pluck();
  for (let level = 1; level <= 48; level++) {
    const index = lastNode.get(level) as number | null;
    if (index === null) break;
    if ((index + 1) * 2 ** level > row.last) throw cut('its proof covers events that are no longer there');
  }
  return { tree, lastRecordedAt: lastMoment(db, row.last) };
};

/** The last event carries the latest moment: its own, or the one it was found to be behind. */
const lastMoment = (db: ReadHandle | WriteHandle, last: number): string => {
  const json = db.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(last) as string | undefined;
  if (!json) return '';
  const event = readStored<LedgerEvent>(json, `Event ${last}`);
  return event.clockBehind ?? event.recordedAt;
};
