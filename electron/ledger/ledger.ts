import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type IsoDate, todayIn } from '../../shared/domain/dates.ts';
import type { EventBodies, EventKind, LedgerEvent } from '../../shared/domain/events.ts';
import type { User } from '../../shared/domain/roles.ts';
import type { LedgerSettings } from '../../shared/domain/settings.ts';
import { checkUntil, userById, userOfSlot } from './access.ts';
import { FIRST_USER, makeProjector, type Projector } from './apply.ts';
import { originOf, signCheckpoint } from './checkpoint.ts';
import { openReader, openWriter, PATIENCE_MS, type ReadHandle, transact, type WriteHandle } from './database.ts';
import { asLedgerError, guarded, LedgerError } from './errors.ts';
import { appendEvent, type LogState, loadLog, prepareLog } from './event-log.ts';
import { fileAt, keysBefore, loadKeys, makeFolder, paths, settleKeys, stageKeys } from './folder.ts';
import { restoreGuards } from './invariants.ts';
import {
  type KdfCost,
  type KeySlot,
  type Keys,
  makeSlot,
  newRecoveryKey,
  type SlotKind,
  tuneCost,
  unlockKeys,
} from './keys.ts';
import { type Lock, takeLock } from './lock.ts';
import { rootOf } from './merkle.ts';
import { migrate } from './migrate.ts';
import { type Mutex, makeMutex } from './mutex.ts';
import { makeNearIndex, type NearIndex } from './near-index.ts';
import { publicKeyOf, type Signer, type Verifier, vkeyText } from './note.ts';
import { missingText, openWitness } from './reached.ts';
import { settle } from './rotate.ts';
import { makeSearchIndex, type SearchIndex } from './search-index.ts';

export type Secret = { kind: SlotKind; secret: string };
export type SignedCheckpoint = { size: number; root: string; note: string; signedAt: string };

/** Appends one event inside the running transaction. */
export type Append = <K extends EventKind>(kind: K, subject: string, body: EventBodies[K]) => LedgerEvent<K>;

/** Indexes for the search what was appended so far, in small steps; `progress` may throw to stop. */
export type MakeFindable = (progress: (done: number, total: number) => void) => Promise<void>;

export type Ledger = {
  readonly id: string;
  readonly folder: string;
  readonly reader: ReadHandle;
  /** A reading connection of its own that keeps seeing this moment. The caller closes it. */
  snapshot(): ReadHandle;
  readonly verifier: Verifier;
  readonly vkey: string;
  readonly search: SearchIndex;
  /** Serials that differ from a typed one by a look-alike, a swap or one slip. */
  readonly near: NearIndex;
  /** Guards that somebody had removed from the file and that an open made again, until a proof has told it. */
  guardsRestored(): readonly string[];
  /** What was acknowledged once and is no longer there, in sentences, until a proof has told it; empty where nothing is. */
  missing(): string;
  settings(): LedgerSettings;
  /** Now, and the date at the premises. */
  now(): number;
  today(): IsoDate;
  /** Who opened it, as they stand now. Throws ACCESS_ENDED where their last day is over. */
  user(): User;
  /** Which kind of secret opened it. */
  readonly openedWith: SlotKind;
  log(): LogState;
  /** Runs `work` in one durable transaction; its events are acknowledged when the promise resolves. */
  write<T>(work: (append: Append, db: WriteHandle) => T): Promise<T>;
  /**
   * The same for long work that lets others read meanwhile: all of it or nothing. Throwing rolls back. With
   * `makeFindable` the search's index of what was appended becomes part of it.
   */
  writeLong<T>(work: (append: Append, db: WriteHandle, makeFindable: MakeFindable) => Promise<T>): Promise<T>;
  /** Signs where the ledger stands, or gives the last checkpoint where nothing is new. */
  checkpoint(): Promise<SignedCheckpoint>;
  /**
   * Signs a checkpoint and keeps `ledger.db` as it stands until `work` has copied it. Entries go on meanwhile: they are
   * written to the log beside it, of which `work` gets what belongs to the copy, with the keys of that moment: keys.json
   * may be another one by the time it is copied. Closing waits for the copy. Throws LEDGER_DAMAGED after a proof that failed:
   * a copy would only take the place of a good one.
   */
  holdStill<T>(work: (signed: SignedCheckpoint, log: Buffer, keys: Keys) => Promise<T>): Promise<T>;
  /** What this machine remembers beside the ledger, under a name: proves nothing and is in no backup's proof. */
  remembered(key: string): string | undefined;
  remember(key: string, value: string): Promise<void>;
  recordProof(ok: boolean, size: number): Promise<void>;
  keys(): Keys;
  /** Puts other keys in the place of keys.json and records it: both, or, where either fails, neither. */
  replaceKeys(next: Keys, record: (append: Append) => void): Promise<void>;
  /** The data key, 32 bytes: for `rollmark key --show` and new slots. */
  dataKey(): Buffer;
  close(): Promise<void>;
};

export type Clock = () => number;

const IDLE_BEFORE_INDEXING_MS = 150;
const INDEX_AT_MOST = 250;
/** SQLite's own default. */
const PAGES_IN_LOG = 1000;

/** Everything that an open ledger is, once its database is open and migrated. */
const assemble = (
  folder: string,
  lock: Lock,
  writer: WriteHandle,
  reader: ReadHandle,
  firstKeys: Keys,
  dataKey: Buffer,
  firstRestored: readonly string[],
  clock: Clock,
  slot: KeySlot | undefined,
): Ledger & { begin(settings: LedgerSettings, user: string): void } => {
  const readLocal = writer.prepare('SELECT value FROM local WHERE key = ?').pluck();
  const seed = Buffer.from(readLocal.get('signing_seed') as string, 'base64');
  const id = readLocal.get('ledger') as string;
  const signer: Signer = { name: originOf(id), seed };
  const verifier: Verifier = { name: signer.name, publicKey: publicKeyOf(seed) };
  const statements = prepareLog(writer);
  const projector: Projector = makeProjector(writer);
  const index = makeSearchIndex(writer, reader);
  const near = makeNearIndex(reader);
  const mutex: Mutex = makeMutex();
  let keys = firstKeys;
  let state: LogState = loadLog(writer);
  let user: User | undefined = state.tree.size === 0 ? undefined : userOfSlot(writer, slot, keys.slots);
  let guardsRestored = firstRestored;
  let proven = writer.prepare('SELECT ok FROM proof ORDER BY id DESC LIMIT 1').pluck().get() !== 0;
  let closed = false;
  /** Copies of `ledger.db` under way. */
  let copies = 0;
  const copyings = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;

  /** After a proof that failed nothing more is written, until one holds again: what is added would hide what was done. */
  const trusted = (): void => {
    if (proven) return;
    throw new LedgerError(
      'LEDGER_DAMAGED',
      'The last proof of this ledger found that it is not as it was written, so nothing more is written to it. Copy the folder as it is, see what Verify says, and go back to the newest good copy. It can still be read and printed.',
    );
  };
  const opened = fileAt(paths(folder).database);
  /** Throws where the ledger was closed, or where what is written would go into a file that is no longer there. */
  const open = (): void => {
    if (closed) throw new LedgerError('LEDGER_CLOSED', 'The ledger was closed. Open it again.');
    if (fileAt(paths(folder).database) !== opened)
      throw new LedgerError(
        'LEDGER_MISSING',
        'The ledger is no longer where it was opened: its folder was moved, replaced or deleted, or its drive was disconnected. Nothing was changed. Put it back, or close the ledger and open it where it is now.',
      );
  };
  const findId = writer.prepare('SELECT id FROM entry WHERE book = ? AND line = ?').pluck();

  /** Makes an `append` for one transaction; `keep` takes over its result once it is committed. */
  const transaction = () => {
    let next = state;
    let touched = new Set<number>();
    /** All of them, also where the search has taken them over already. */
    const changed = new Set<number>();
    let usersChanged = false;
    let indexed: (() => void) | undefined;
    const append: Append = (kind, subject, body) => {
      const zone =
        kind === 'ledger.created' ? (body as EventBodies['ledger.created']).settings.zone : projector.settings().zone;
      const who = kind === 'ledger.created' ? (body as EventBodies['ledger.created']).user : user!.name;
      const appended = appendEvent(statements, next, { now: clock(), zone, actor: who }, kind, subject, body);
      next = appended.state;
      const made = projector.apply(appended.event as LedgerEvent);
      if (kind.startsWith('user.')) usersChanged = true;
      if ('line' in body) {
        const id = made ?? (findId.get(body.book, body.line) as number);
        touched.add(id);
        changed.add(id);
      }
      return appended.event;
    };
    return {
      append,
      makeFindable: async (progress: (done: number, total: number) => void) => {
        const ids = touched;
        touched = new Set();
        indexed = await index.indexWithin(ids, progress);
      },
      keep: () => {
        state = next;
        if (usersChanged && user) user = userById(writer, user.id) ?? user;
        putReached();
        indexed?.();
        index.touched(touched);
        near.touched(changed);
        scheduleIndexing();
      },
    };
  };
  /** Commits what `work` appends, all or nothing, and only then takes over where the log stands. */
  const commit = <T>(work: (append: Append) => T): T => {
    const { append, keep } = transaction();
    try {
      const result = transact(writer, () => work(append));
      keep();
      return result;
    } catch (error) {
      projector.forget();
      throw error;
    }
  };

  const scheduleIndexing = (): void => {
    if (closed || index.pendingCount() === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void mutex(() => {
        if (closed) return;
        try {
          if (index.catchUp(INDEX_AT_MOST) > 0) scheduleIndexing();
        } catch {
          // Derived data: it stays pending, searches cover it, and the next commit tries again.
        }
      });
    }, IDLE_BEFORE_INDEXING_MS);
    timer.unref();
  };
  scheduleIndexing();

  const signed = writer.prepare(
    'SELECT size, root, note, signed_at AS signedAt FROM checkpoint ORDER BY size DESC LIMIT 1',
  );
  const putCheckpoint = writer.prepare('INSERT INTO checkpoint VALUES (?, ?, ?, ?)');
  const signNow = (): SignedCheckpoint => {
    const last = signed.get() as SignedCheckpoint | undefined;
    if (last && last.size === state.tree.size) return last;
    const root = rootOf(state.tree);
    const made: SignedCheckpoint = {
      size: state.tree.size,
      root: root.toString('base64'),
      note: signCheckpoint(state.tree.size, root, signer),
      signedAt: new Date(clock()).toISOString(),
    };
    transact(writer, () => putCheckpoint.run(made.size, made.root, made.note, made.signedAt));
    lastSigned = made.size;
    putReached();
    return made;
  };

  const today = (): IsoDate => todayIn(projector.settings().zone, clock());
  /** Throws where the user's last day is over; a clock that was set back does not bring it back. */
  const stillWelcome = (who: User): User => {
    // Nothing is asked of a set-up that may be spoilt where there is no last day.
    if (who.until === '') return who;
    const latest = Math.max(clock(), Date.parse(state.lastRecordedAt));
    checkUntil(who, todayIn(projector.settings().zone, latest));
    return who;
  };
  if (user) stillWelcome(user);

  let lastSigned = (signed.get() as SignedCheckpoint | undefined)?.size ?? 0;
  const reached = () => ({ events: state.tree.size, signed: lastSigned });
  const witness = openWitness(folder, id, writer, reached());
  const putReached = () => witness.put(reached());

  return {
    id,
    folder,
    reader,
    snapshot: () => {
      open();
      const handle = openReader(paths(folder).database, dataKey);
      handle.exec('BEGIN');
      handle.prepare('SELECT count(*) FROM local').get();
      return handle;
    },
    verifier,
    vkey: vkeyText(verifier),
    search: index,
    near,
    guardsRestored: () => guardsRestored,
    missing: () => {
      const missing = witness.missing();
      return missing ? missingText(missing) : '';
    },
    settings: () => projector.settings(),
    now: clock,
    today,
    user: () => stillWelcome(user!),
    openedWith: slot?.kind ?? 'passphrase',
    log: () => state,
    begin: (settings, name) => {
      const slots = keys.slots.map(({ id: own, kind }) => ({
        slot: own,
        kind,
        user: kind === 'passphrase' ? FIRST_USER : 0,
      }));
      commit((append) =>
        append('ledger.created', 'ledger', { ledger: id, settings, user: name, vkey: vkeyText(verifier), slots }),
      );
      user = userOfSlot(writer, undefined, keys.slots);
    },
    write: (work) =>
      mutex(() => {
        open();
        trusted();
        return commit((append) => work(append, writer));
      }),
    writeLong: (work) =>
      mutex(async () => {
        open();
        trusted();
        const { append, makeFindable, keep } = transaction();
        guarded(() => writer.exec('BEGIN IMMEDIATE'));
        let result: Awaited<ReturnType<typeof work>>;
        try {
          result = await work(append, writer, makeFindable);
          writer.exec('COMMIT');
        } catch (error) {
          if (writer.inTransaction) writer.exec('ROLLBACK');
          projector.forget();
          throw asLedgerError(error);
        }
        keep();
        return result;
      }),
    checkpoint: () =>
      mutex(() => {
        open();
        return signNow();
      }),
    holdStill: async (work) => {
      const still = await mutex(() => {
        open();
        trusted();
        const signed = signNow();
        const keysNow = keys;
        return guarded(() => {
          // Where somebody reads an older state, part of it stays in the log, and the copy takes that too.
          writer.pragma('busy_timeout = 0');
          writer.pragma('wal_checkpoint(TRUNCATE)');
          writer.pragma(`busy_timeout = ${PATIENCE_MS}`);
          writer.pragma('wal_autocheckpoint = 0');
          copies += 1;
          const path = `${paths(folder).database}-wal`;
          return { signed, keys: keysNow, log: existsSync(path) ? readFileSync(path) : Buffer.alloc(0) };
        });
      });
      const copying = (async () => work(still.signed, still.log, still.keys))().finally(() => {
        copies -= 1;
        copyings.delete(copying);
        if (copies === 0 && !closed) writer.pragma(`wal_autocheckpoint = ${PAGES_IN_LOG}`);
      });
      copyings.add(copying);
      return copying;
    },
    remembered: (key) => readLocal.get(key) as string | undefined,
    remember: (key, value) =>
      mutex(() => {
        open();
        transact(writer, () =>
          writer
            .prepare('INSERT INTO local VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
            .run(key, value),
        );
      }),
    recordProof: (ok, size) =>
      mutex(() => {
        open();
        const at = new Date(clock()).toISOString();
        transact(writer, () => {
          writer.prepare('INSERT INTO proof (at, ok, size) VALUES (?, ?, ?)').run(at, ok ? 1 : 0, size);
          witness.told();
        });
        proven = ok;
        // The removed guards are told by now; they stand again, and the next proof speaks of what it finds itself.
        writer.prepare("DELETE FROM local WHERE key = 'guards_restored'").run();
        guardsRestored = [];
      }),
    keys: () => keys,
    replaceKeys: (next, record) =>
      mutex(() => {
        open();
        const file = stageKeys(folder, next);
        try {
          commit((append) => {
            record(append);
            file.put();
          });
          keys = next;
        } catch (error) {
          file.takeBack();
          throw error;
        }
        file.finish();
      }),
    dataKey: () => Buffer.from(dataKey),
    close: async () => {
      await Promise.allSettled(copyings);
      return mutex(() => {
        if (closed) return;
        try {
          // The last word of a session: a checkpoint over all of it, and nothing left to index.
          signNow();
          index.catchUp(10_000);
        } catch {
          // A full disk must not keep a ledger from being closed; the next open signs and indexes.
        }
        closed = true;
        clearTimeout(timer);
        reader.close();
        writer.close();
        dataKey.fill(0);
        // Nothing waits for it: a process that ends takes its stack along.
        setImmediate(overwriteStack, STACK_DEPTH).unref?.();
        lock.release();
      });
    },
  };
};

/**
 * SQLCipher's cipher leaves the key on the thread's stack, where it made its round keys; calls that go deeper write over
 * it. Asked for in a turn of its own: one that comes of a file or a socket has libuv's list of events on the stack, as
 * large as what is to be written over, and leaves what lies under that alone (keys-in-memory.test.ts).
 */
const STACK_DEPTH = 3000;
const overwriteStack = (depth: number): number => (depth === 0 ? 0 : 1 + overwriteStack(depth - 1));

/** Adds to what earlier opens restored, so that the next proof can tell it. */
const rememberRestored = (writer: WriteHandle, now: readonly string[]): string[] => {
  const key = 'guards_restored';
  const before = writer.prepare('SELECT value FROM local WHERE key = ?').pluck().get(key) as string | undefined;
  const all = [...new Set([...(before ? before.split(' ') : []), ...now])];
  if (now.length > 0) {
    writer
      .prepare('INSERT INTO local VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(key, all.join(' '));
  }
  return all;
};

export type Created = { ledger: Ledger; recoveryKey: string };

/**
 * Makes a new ledger folder: random data key, database, first event, and two key slots. What fails half way is removed.
 *
 * @param folder must not exist; its name should end in `.rollmark`
 */
export const createLedger = async (
  folder: string,
  about: { settings: LedgerSettings; user: string; passphrase: string },
  options: { cost?: KdfCost; clock?: Clock } = {},
): Promise<Created> => {
  if (existsSync(folder)) {
    throw new LedgerError(
      'LEDGER_EXISTS',
      `There is something named “${basename(folder)}” already. Nothing was changed; choose another name.`,
    );
  }
  const clock = options.clock ?? Date.now;
  const id = randomBytes(16).toString('hex');
  const dataKey = randomBytes(32);
  const recoveryKey = newRecoveryKey();
  const cost = options.cost ?? (await tuneCost());
  const keys: Keys = {
    ledger: id,
    slots: [
      await makeSlot(id, 'passphrase', about.passphrase, dataKey, cost),
      await makeSlot(id, 'recovery', recoveryKey, dataKey, cost),
    ],
  };
  makeFolder(folder);
  let lock: Lock | undefined;
  let writer: WriteHandle | undefined;
  let reader: ReadHandle | undefined;
  try {
    lock = takeLock(paths(folder).lock);
    writer = openWriter(paths(folder).database, dataKey, false);
    migrate(writer);
    restoreGuards(writer);
    const putLocal = writer.prepare('INSERT INTO local VALUES (?, ?)');
    const db = writer;
    transact(db, () => {
      putLocal.run('ledger', id);
      putLocal.run('signing_seed', randomBytes(32).toString('base64'));
    });
    reader = openReader(paths(folder).database, dataKey);
    const ledger = assemble(folder, lock, writer, reader, keys, dataKey, [], clock, undefined);
    ledger.begin(about.settings, about.user);
    await ledger.checkpoint();
    const file = stageKeys(folder, keys);
    file.put();
    file.finish();
    return { ledger, recoveryKey };
  } catch (error) {
    reader?.close();
    writer?.close();
    lock?.release();
    rmSync(folder, { recursive: true, force: true });
    throw asLedgerError(error);
  }
};

/** After a checkpoint of the write-ahead log, the file must hold exactly the pages that its header says. */
const checkLength = (writer: WriteHandle, path: string): void => {
  const [moved] = writer.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  // Another program still reads an older state, so the newest pages stay in the log for now.
  if (moved?.busy !== 0) return;
  const expected =
    (writer.pragma('page_count', { simple: true }) as number) *
    (writer.pragma('page_size', { simple: true }) as number);
  const actual = statSync(path).size;
  if (actual < expected) {
    throw new LedgerError(
      'LEDGER_DAMAGED',
      `ledger.db was cut short: it should have ${expected.toLocaleString('en-US')} bytes and has ${actual.toLocaleString('en-US')}. Copy the folder as it is, then go back to the newest good copy.`,
    );
  }
};

export type OpenTimings = { unlockMs: number; openMs: number };

/** Opens a ledger with its data key at hand: for what has unlocked it, and for tests that skip the key derivation. */
export const openWithKey = (
  folder: string,
  dataKey: Buffer,
  options: { clock?: Clock; slot?: KeySlot } = {},
): Ledger => {
  let keys = loadKeys(folder);
  const at = paths(folder);
  const lock = takeLock(at.lock);
  let writer: WriteHandle | undefined;
  let reader: ReadHandle | undefined;
  try {
    settle(folder);
    if (statSync(at.database).size === 0)
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'ledger.db is empty: it was cut short. Go back to the newest good copy of the folder.',
      );
    writer = openWriter(at.database, dataKey, true);
    checkLength(writer, at.database);
    migrate(writer, `${at.database}.before-migration`);
    const restored = rememberRestored(writer, restoreGuards(writer));
    const id = writer.prepare("SELECT value FROM local WHERE key = 'ledger'").pluck().get();
    if (id !== keys.ledger)
      throw new LedgerError(
        'KEYS_DAMAGED',
        'keys.json belongs to another ledger than ledger.db. Nothing was changed; put the right two files together.',
      );
    const stateOf = writer.prepare('SELECT state FROM access WHERE slot = ?').pluck();
    keys = settleKeys(folder, keys, (slot) => stateOf.get(slot) as 'added' | 'removed' | undefined);
    const { slot } = options;
    if (slot && !keys.slots.some(({ id }) => id === slot.id) && stateOf.get(slot.id) !== 'removed')
      throw new LedgerError(
        'WRONG_SECRET',
        'This was about to become a key of the ledger when Rollmark was ended, and did not. Nothing was lost: what opened the ledger before opens it now.',
      );
    reader = openReader(at.database, dataKey);
    return assemble(folder, lock, writer, reader, keys, dataKey, restored, options.clock ?? Date.now, slot);
  } catch (error) {
    reader?.close();
    writer?.close();
    lock.release();
    throw asLedgerError(error);
  }
};

/** Opens a ledger with a passphrase or recovery key. Nothing is written before the secret is known to be right. */
export const openLedger = async (
  folder: string,
  secret: Secret,
  options: { clock?: Clock } = {},
): Promise<{ ledger: Ledger; openedWith: SlotKind; timings: OpenTimings }> => {
  const started = performance.now();
  const keys = loadKeys(folder);
  const { dataKey, slot } = await unlockKeys(keys, secret.kind, secret.secret).catch((error) => {
    // Where the app was killed at replacing the keys, those from before may be the ones that hold; opening decides.
    const before = keysBefore(folder);
    if (before?.ledger !== keys.ledger) throw error;
    return unlockKeys(before, secret.kind, secret.secret);
  });
  const unlocked = performance.now();
  const ledger = openWithKey(folder, dataKey, { ...options, slot });
  return {
    ledger,
    openedWith: slot.kind,
    timings: { unlockMs: unlocked - started, openMs: performance.now() - unlocked },
  };
};
