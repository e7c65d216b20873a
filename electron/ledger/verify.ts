import type { LedgerEvent, SlotKind } from '../../shared/domain/events.ts';
import { isOfKeys, UNNAMED_KEYS_MEND } from '../../shared/domain/unnamed-keys.ts';
import { missingSlots, unnamedSlots, userById } from './access.ts';
import { makeProjector } from './apply.ts';
import { checkAttachments } from './attachment-bytes.ts';
import { canonicalJson } from './canonical.ts';
import { isAsSigned, readCheckpoint } from './checkpoint.ts';
import { compareTables } from './compare-tables.ts';
import { openMemory, type ReadHandle, type WriteHandle } from './database.ts';
import { asLedgerError, LedgerError } from './errors.ts';
import { missingGuards, strangeParts } from './invariants.ts';
import type { KeySlot } from './keys.ts';
import type { Ledger, SignedCheckpoint } from './ledger.ts';
import { appendLeaf, emptyTree, type Hash, leafHash, placeOf, rootOf, type Tree } from './merkle.ts';
import { migrate } from './migrate.ts';
import { breathe } from './mutex.ts';
import { type KnownNote, readOlder } from './older-checkpoints.ts';
import { isTrueRestore, type Restore } from './restores.ts';

export type Problem = { code: string; where: string; message: string };
export type Verification = { ok: boolean; events: number; size: number; root: string; problems: Problem[] };
export type Progress = (stage: string, done: number, total: number) => void;

/** After so many problems the rest is counted, not listed. */
const LISTED_AT_MOST = 100;
const CHUNK = 1000;

type EventRow = { seq: number; kind: string; subject: string; json: string; leaf: Buffer };

const isDamage = (error: unknown): boolean => {
  const known = asLedgerError(error);
  return known instanceof LedgerError && known.code === 'LEDGER_DAMAGED';
};

/**
 * Proves the whole ledger: reads every page, recomputes every leaf and subtree, checks every checkpoint that it holds
 * and the one given, replays all events into an empty database, compares every projected row, and holds every photo and paper against the
 * SHA-256 in its event. What does not hold is said in plain words: what, where, since when.
 *
 * @param against older checkpoints of this ledger, from paper or a USB stick
 * @param known those that this computer kept outside the ledger
 */
export const verifyLedger = async (
  ledger: Ledger,
  against: string | undefined,
  progress: Progress,
  signal: AbortSignal,
  known: readonly KnownNote[] = [],
): Promise<Verification> => {
  const problems: Problem[] = [];
  let unlisted = 0;
  const report = (code: string, where: string, message: string): void => {
    if (problems.length < LISTED_AT_MOST) problems.push({ code, where, message });
    else unlisted += 1;
  };
  const db = ledger.snapshot();
  // Of the same moment as the snapshot: the two change together.
  const { slots } = ledger.keys();
  const replayed = openMemory();
  try {
    checkFile(db, ledger, report);
    await breathe();
    migrate(replayed);
    const older = readOlder(against, known, ledger.verifier, zoneOf(ledger), report);
    const { tree, hasFirst, rootsAt, restores } = await checkEvents(
      db,
      replayed,
      ledger,
      older.sizes,
      report,
      progress,
      signal,
    );
    older.compare(db, tree.size, (size) => (size === 0 ? rootOf(emptyTree) : rootsAt.get(size)), restores);
    if (!hasFirst && tree.size > 0)
      report(
        'checkpoint-missing',
        'The proof',
        'The ledger’s first checkpoint is not there. It is signed at creation, so it was removed.',
      );
    await compareTables(db, replayed, report, async (done, total) => {
      stopIfAsked(signal);
      progress('Comparing the book with the record', done, total);
      await breathe();
    });
    await checkAttachments(db, replayed, report, async (done, total) => {
      stopIfAsked(signal);
      progress('Reading photos and papers', done, total);
      await breathe();
    });
    checkSlots(db, slots, report);
    if (unlisted > 0)
      problems.push({ code: 'more', where: 'The ledger', message: `${unlisted} more problems are not listed.` });
    return {
      ok: problems.length === 0,
      events: tree.size,
      size: tree.size,
      root: rootOf(tree).toString('base64'),
      problems,
    };
  } catch (error) {
    if (!isDamage(error)) throw error;
    report('page-damaged', 'ledger.db', `${(asLedgerError(error) as LedgerError).message}`);
    const { size } = ledger.log().tree;
    return { ok: false, events: size, size, root: rootOf(ledger.log().tree).toString('base64'), problems };
  } finally {
    replayed.close();
    db.close();
  }
};

/**
 * Whether the ledger itself held, which alone decides whether it is written to. What a checkpoint from outside says against
 * it is told, and is not remembered: whoever may look may bring one, and it may be of what a restore left out. That
 * another copy was open on this computer is said on every screen, and does not close this one.
 */
export const heldItself = (result: Verification): boolean =>
  recordProblems(result).every((p) => p.code.startsWith('against-') || p.code.startsWith('known-'));

/**
 * The problems without those of keys.json alone. A key that nobody recorded opens nothing, and one that is missing changes
 * nothing of what was recorded: the ledger stays in use, and an owner mends its keys.
 */
export const recordProblems = (result: Verification): Problem[] => result.problems.filter((p) => !isOfKeys(p));

export type Report = (code: string, where: string, message: string) => void;

/** A set-up that was spoilt must not keep the rest from being proven. */
const zoneOf = (ledger: Ledger): string => {
  try {
    return ledger.settings().zone;
  } catch {
    return 'UTC';
  }
};

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const stopIfAsked = (signal: AbortSignal): void => {
  if (signal.aborted) throw new LedgerError('CANCELLED', 'Verifying was stopped. Nothing was changed.');
};

const checkFile = (db: ReadHandle, ledger: Ledger, report: Report): void => {
  // The full check, which holds every index against its table: lists and filters read those.
  const found = db.pragma('integrity_check(5)') as { integrity_check: string }[];
  for (const row of found) {
    if (row.integrity_check !== 'ok')
      report('page-damaged', 'ledger.db', `A part of the file is damaged (${row.integrity_check.slice(0, 120)}).`);
  }
  for (const name of [...missingGuards(db), ...ledger.guardsRestored()]) {
    report(
      'guard-removed',
      'ledger.db',
      `The file’s own guard “${name}” had been removed: somebody worked on the file with another program.`,
    );
  }
  const missing = ledger.missing();
  if (missing !== '') report('record-behind', 'The record', missing);
  for (const name of strangeParts(db)) {
    report(
      'guard-added',
      'ledger.db',
      `The file holds “${name}”, which Rollmark did not make and which may change what is written or read.`,
    );
  }
};

const SLOT_WORDS: Readonly<Record<SlotKind, string>> = {
  passphrase: 'passphrase',
  recovery: 'recovery key',
  custodians: 'set of custodians’ parts',
  keychain: 'keychain’s key',
};

/** Holds keys.json against what the record says of who has which key. */
const checkSlots = (db: ReadHandle, slots: readonly KeySlot[], report: Report): void => {
  for (const { id, kind } of unnamedSlots(db, slots))
    report(
      'slot-unnamed',
      'keys.json',
      `It holds a ${SLOT_WORDS[kind]} (${id}) that no event names, so it opens nothing. ${UNNAMED_KEYS_MEND}`,
    );
  for (const { id, kind, user } of missingSlots(db, slots)) {
    const whose = kind === 'passphrase' || kind === 'keychain' ? ` of ${userById(db, user)?.name ?? 'somebody'}` : '';
    report(
      'slot-missing',
      'keys.json',
      `It lacks the ${SLOT_WORDS[kind]}${whose} (${id}) that the record names: it was taken out outside Rollmark, or keys.json is an older copy. Put the newer keys.json back, or make a new one of these in its place.`,
    );
  }
};

/** Who has the file's key can also give the ledger another signing key, and sign a rewritten record with that. */
const checkOrigin = (event: LedgerEvent, ledger: Ledger, report: Report): void => {
  const created = event.kind === 'ledger.created' ? event.body : undefined;
  if (created?.vkey !== ledger.vkey || created.ledger !== ledger.id)
    report(
      'key-changed',
      'The proof',
      'The ledger signs with another key, or under another number, than the one it was created with: its record may have been rewritten and signed anew.',
    );
};

/** One pass over the events: leaves, subtrees, checkpoints, and the replay. */
const checkEvents = async (
  db: ReadHandle,
  replayed: WriteHandle,
  ledger: Ledger,
  wanted: ReadonlySet<number>,
  report: Report,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ tree: Tree; hasFirst: boolean; rootsAt: Map<number, Hash>; restores: Restore[] }> => {
  const rootsAt = new Map<number, Hash>();
  const restores: Restore[] = [];
  const total = db.prepare('SELECT count(*) FROM event').pluck().get() as number;
  const checkpoints = db
    .prepare('SELECT size, root, note, signed_at AS signedAt FROM checkpoint ORDER BY size')
    .all() as SignedCheckpoint[];
  const hasFirst = checkpoints[0]?.size === 1;
  const nodes = new Map<number, Hash>();
  let tornNodes = 0;
  for (const row of db.prepare('SELECT level, idx, hash FROM tree_node').raw().iterate() as Iterable<
    [number, number, Buffer]
  >) {
    const place = placeOf(row[0], row[1]);
    // A row of no tree's place, written by somebody, may share a true one's number.
    if (nodes.has(place)) tornNodes += 1;
    nodes.set(place, row[2]);
  }
  const page = db.prepare('SELECT seq, kind, subject, json, leaf FROM event WHERE seq > ? ORDER BY seq LIMIT ?');
  const projector = makeProjector(replayed);
  let tree = emptyTree;
  let proven: SignedCheckpoint | undefined;
  let nextCheckpoint = 0;
  let lastRecordedAt = '';
  const since = (): string =>
    proven
      ? `since the checkpoint of ${proven.signedAt.slice(0, 16).replace('T', ' ')} UTC (${counted(proven.size, 'event')})`
      : 'since the beginning';

  replayed.exec('BEGIN');
  for (let after = 0; ; ) {
    stopIfAsked(signal);
    const rows = page.all(after, CHUNK) as EventRow[];
    for (const row of rows) {
      after = row.seq;
      if (row.seq !== tree.size + 1) {
        report(
          'event-missing',
          `Event ${tree.size + 1}`,
          `Events are missing from the record before event ${row.seq}, ${since()}.`,
        );
        return { tree, hasFirst, rootsAt, restores };
      }
      const leaf = leafHash(row.json);
      if (!leaf.equals(row.leaf))
        report(
          'event-changed',
          `Event ${row.seq} (${row.subject})`,
          `This event was changed after it was recorded, ${since()}.`,
        );
      const before = tree;
      tree = appendLeaf(tree, leaf, (node) => {
        const key = placeOf(node.level, node.index);
        if (!nodes.get(key)?.equals(node.hash)) tornNodes += 1;
        nodes.delete(key);
      });
      if (wanted.has(tree.size)) rootsAt.set(tree.size, rootOf(tree));
      const event = readEvent(row, report);
      if (event) {
        if (event.recordedAt < lastRecordedAt && !event.clockBehind) {
          report(
            'clock',
            `Event ${row.seq}`,
            'Its recording time is before that of the event before it, and the event does not say so.',
          );
        }
        if (event.recordedAt > lastRecordedAt) lastRecordedAt = event.recordedAt;
        if (event.seq === 1) checkOrigin(event, ledger, report);
        replayOne(projector, event, report);
        if (event.kind === 'backup.restored') {
          if (isTrueRestore(event, { size: before.size, root: rootOf(before) }))
            restores.push({ events: before.size, at: event.recordedAt });
          else
            report(
              'restore-false',
              `Event ${event.seq}`,
              'It says that the ledger was restored from a backup here, but what is recorded before it is not what that backup held: it was put in by hand, or the record before it was rewritten.',
            );
        }
      }
      for (let due = checkpoints[nextCheckpoint]; due && due.size <= tree.size; due = checkpoints[nextCheckpoint]) {
        nextCheckpoint += 1;
        const read = readCheckpoint(due.note, ledger.verifier);
        const name = `The checkpoint over ${counted(due.size, 'event')}`;
        if (!read.ok) report('checkpoint-signature', name, read.message);
        // One copied from paper may be folded and indented; the stored one is as it was signed.
        else if (!isAsSigned(due.note)) report('checkpoint-changed', name, 'It is not stored as it was signed.');
        else if (read.size !== due.size || read.root.toString('base64') !== due.root)
          report('checkpoint-changed', name, 'The stored numbers differ from the signed text.');
        else if (due.size === tree.size && !read.root.equals(rootOf(tree)))
          report(
            'checkpoint-root',
            name,
            `The record no longer gives what was signed on ${due.signedAt.slice(0, 10)}: an event up to ${due.size} was changed, ${since()}.`,
          );
        else proven = due;
      }
    }
    progress('Reading the record', tree.size, total);
    if (rows.length < CHUNK) break;
    await breathe();
  }
  replayed.exec('COMMIT');
  const beyond = checkpoints[nextCheckpoint];
  if (beyond)
    report(
      'event-missing',
      'The record',
      `A checkpoint proves ${beyond.size} events, but only ${tree.size} are left: the end of the record was cut off.`,
    );
  if (tornNodes > 0 || nodes.size > 0)
    report(
      'tree-changed',
      'The proof',
      `What is stored of the proof does not fit the events in ${counted(tornNodes + nodes.size, 'place')}.`,
    );
  return { tree, hasFirst, rootsAt, restores };
};

const readEvent = (row: EventRow, report: Report): LedgerEvent | undefined => {
  try {
    const event = JSON.parse(row.json) as LedgerEvent;
    if (event.seq !== row.seq || event.kind !== row.kind || event.subject !== row.subject) {
      report(
        'event-columns',
        `Event ${row.seq}`,
        'Its number, kind or subject in the table differs from what was recorded.',
      );
    }
    if (canonicalJson(event) !== row.json)
      report('event-form', `Event ${row.seq}`, 'It is not written in canonical form.');
    return event;
  } catch {
    report('event-unreadable', `Event ${row.seq}`, 'What is stored for this event can’t be read.');
    return undefined;
  }
};

const replayOne = (projector: ReturnType<typeof makeProjector>, event: LedgerEvent, report: Report): void => {
  try {
    projector.apply(event);
  } catch {
    report('replay', `Event ${event.seq} (${event.subject})`, 'This event does not follow from those before it.');
  }
};
