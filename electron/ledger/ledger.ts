import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type IsoDate, todayIn } from '../../shared/domain/dates.ts';
import type { EventBodies, EventKind, LedgerEvent } from '../../shared/domain/events.ts';
import type { LedgerSettings } from '../../shared/domain/settings.ts';
import { makeProjector, type Projector } from './apply.ts';
import { originOf, signCheckpoint } from './checkpoint.ts';
import { openReader, openWriter, type ReadHandle, transact, type WriteHandle } from './database.ts';
import { asLedgerError, guarded, LedgerError, readStored } from './errors.ts';
import { appendEvent, type LogState, loadLog, prepareLog } from './event-log.ts';
import { restoreGuards } from './invariants.ts';
import {
  damaged,
  type KdfCost,
  type Keys,
  LONGEST_KEYS_FILE,
  makeSlot,
  newRecoveryKey,
  readKeys,
  type SlotKind,
  unlockKeys,
  writeKeys,
} from './keys.ts';
import { type Lock, takeLock } from './lock.ts';
import { rootOf } from './merkle.ts';
import { migrate } from './migrate.ts';
import { type Mutex, makeMutex } from './mutex.ts';
import { publicKeyOf, type Signer, type Verifier, vkeyText } from './note.ts';
import { makeSearchIndex, type SearchIndex } from './search-index.ts';

/** A ledger is a folder `NAME.rollmark/`. Copying the folder copies everything. */
export const FILES = { database: 'ledger.db', keys: 'keys.json', lock: 'lock' } as const;
export const FOLDER_ENDING = '.rollmark';

export type Secret = { kind: SlotKind; secret: string };
export type SignedCheckpoint = { size: number; root: string; note: string; signedAt: string };

/** Appends one event inside the running transaction. */
export type Append = <K extends EventKind>(kind: K, subject: string, body: EventBodies[K]) => LedgerEvent<K>;

export type Ledger = {
  readonly id: string;
  readonly folder: string;
  readonly reader: ReadHandle;
  /** A reading connection of its own that keeps seeing this moment. The caller closes it. */
  snapshot(): ReadHandle;
  readonly verifier: Verifier;
  readonly vkey: string;
  readonly search: SearchIndex;
  /** Indexes everything that is pending, in small steps. */
  indexAll(progress: (done: number, total: number) => void): Promise<void>;
  /** Guards that somebody had removed from the file, made again at this open. */
  readonly guardsRestored: readonly string[];
  settings(): LedgerSettings;
  /** Now, and the date at the premises. */
  now(): number;
  today(): IsoDate;
  actor(): string;
  log(): LogState;
  /** Runs `work` in one durable transaction; its events are acknowledged when the promise resolves. */
  write<T>(work: (append: Append, db: WriteHandle) => T): Promise<T>;
  /** The same for long work that lets others read meanwhile: all of it or nothing. Throwing rolls back. */
  writeLong<T>(work: (append: Append, db: WriteHandle) => Promise<T>): Promise<T>;
  /** Signs where the ledger stands, or gives the last checkpoint where nothing is new. */
  checkpoint(): Promise<SignedCheckpoint>;
  recordProof(ok: boolean, size: number): Promise<void>;
  keys(): Keys;
  replaceKeys(keys: Keys): void;
  /** The data key, 32 bytes: for `rollmark key --show` and new slots. */
  dataKey(): Buffer;
  close(): Promise<void>;
};

export type Clock = () => number;

const paths = (folder: string) => ({
  database: join(folder, FILES.database),
  keys: join(folder, FILES.keys),
  lock: join(folder, FILES.lock),
});

const IDLE_BEFORE_INDEXING_MS = 150;
const INDEX_AT_MOST = 250;

/** Who created the ledger; empty before its first event. */
const firstActor = (db: WriteHandle): string => {
  const json = db.prepare('SELECT json FROM event WHERE seq = 1').pluck().get() as string | undefined;
  return json === undefined ? '' : (readStored<LedgerEvent<'ledger.created'>>(json, 'Event 1').body?.user ?? '');
};

/** Everything that an open ledger is, once its database is open and migrated. */
const assemble = (
  folder: string,
  lock: Lock,
  writer: WriteHandle,
  reader: ReadHandle,
  firstKeys: Keys,
  dataKey: Buffer,
  guardsRestored: readonly string[],
  clock: Clock,
): Ledger & { begin(settings: LedgerSettings, user: string): void } => {
  const readLocal = writer.prepare('SELECT value FROM local WHERE key = ?').pluck();
  const seed = Buffer.from(readLocal.get('signing_seed') as string, 'base64');
  const id = readLocal.get('ledger') as string;
  const signer: Signer = { name: originOf(id), seed };
  const verifier: Verifier = { name: signer.name, publicKey: publicKeyOf(seed) };
  const statements = prepareLog(writer);
  const projector: Projector = makeProjector(writer);
  const index = makeSearchIndex(writer, reader);
  const mutex: Mutex = makeMutex();
  let keys = firstKeys;
  let state: LogState = loadLog(writer);
  let actor = firstActor(writer);
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const open = (): void => {
    if (closed) throw new LedgerError('LEDGER_CLOSED', 'The ledger was closed. Open it again.');
  };
  const findId = writer.prepare('SELECT id FROM entry WHERE book = ? AND line = ?').pluck();

  /** Makes an `append` for one transaction; `keep` takes over its result once it is committed. */
  const transaction = () => {
    let next = state;
    const touched = new Set<number>();
    const append: Append = (kind, subject, body) => {
      const zone =
        kind === 'ledger.created' ? (body as EventBodies['ledger.created']).settings.zone : projector.settings().zone;
      const who = kind === 'ledger.created' ? (body as EventBodies['ledger.created']).user : actor;
      const appended = appendEvent(statements, next, { now: clock(), zone, actor: who }, kind, subject, body);
      next = appended.state;
      projector.apply(appended.event as LedgerEvent);
      if ('line' in body) touched.add(findId.get(body.book, body.line) as number);
      return appended.event;
    };
    return {
      append,
      keep: () => {
        state = next;
        index.touched(touched);
        scheduleIndexing();
      },
    };
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
    return made;
  };

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
    indexAll: (progress) =>
      mutex(async () => {
        open();
        await index.catchUpAll(progress);
      }),
    guardsRestored,
    settings: () => projector.settings(),
    now: clock,
    today: () => todayIn(projector.settings().zone, clock()),
    actor: () => actor,
    log: () => state,
    begin: (settings, user) => {
      const { append, keep } = transaction();
      transact(writer, () =>
        append('ledger.created', 'ledger', { ledger: id, settings, user, vkey: vkeyText(verifier) }),
      );
      actor = user;
      keep();
    },
    write: (work) =>
      mutex(() => {
        open();
        const { append, keep } = transaction();
        const result = transact(writer, () => work(append, writer));
        keep();
        return result;
      }),
    writeLong: (work) =>
      mutex(async () => {
        open();
        const { append, keep } = transaction();
        guarded(() => writer.exec('BEGIN IMMEDIATE'));
        let result: Awaited<ReturnType<typeof work>>;
        try {
          result = await work(append, writer);
          writer.exec('COMMIT');
        } catch (error) {
          if (writer.inTransaction) writer.exec('ROLLBACK');
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
    recordProof: (ok, size) =>
      mutex(() => {
        open();
        const at = new Date(clock()).toISOString();
        transact(writer, () =>
          writer.prepare('INSERT INTO proof (at, ok, size) VALUES (?, ?, ?)').run(at, ok ? 1 : 0, size),
        );
      }),
    keys: () => keys,
    replaceKeys: (next) => {
      open();
      writeKeysFile(folder, next);
      keys = next;
    },
    dataKey: () => Buffer.from(dataKey),
    close: () =>
      mutex(() => {
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
        lock.release();
      }),
  };
};

/** Written whole beside the old file, then put in its place: a crash leaves the old one or the new one. */
const writeKeysFile = (folder: string, keys: Keys): void =>
  guarded(() => {
    const { keys: path } = paths(folder);
    const fresh = `${path}.new`;
    writeFileSync(fresh, writeKeys(keys), { mode: 0o600, flush: true });
    renameSync(fresh, path);
  });

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
  const keys: Keys = {
    ledger: id,
    slots: [
      await makeSlot(id, 'passphrase', about.passphrase, dataKey, options.cost),
      await makeSlot(id, 'recovery', recoveryKey, dataKey, options.cost),
    ],
  };
  guarded(() => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  let lock: Lock | undefined;
  let writer: WriteHandle | undefined;
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
    const ledger = assemble(
      folder,
      lock,
      writer,
      openReader(paths(folder).database, dataKey),
      keys,
      dataKey,
      [],
      clock,
    );
    ledger.begin(about.settings, about.user);
    await ledger.checkpoint();
    writeKeysFile(folder, keys);
    return { ledger, recoveryKey };
  } catch (error) {
    writer?.close();
    lock?.release();
    rmSync(folder, { recursive: true, force: true });
    throw asLedgerError(error);
  }
};

/** What stands at a path: a file, a folder, or nothing. Throws FOLDER_READ_ONLY where one may not even look. */
const lookAt = (path: string): { is: 'file' | 'folder' | 'nothing'; size: number } => {
  try {
    const found = statSync(path);
    return { is: found.isDirectory() ? 'folder' : 'file', size: found.size };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EACCES' || code === 'EPERM') throw mayNotRead();
    return { is: 'nothing', size: 0 };
  }
};

const mayNotRead = (): LedgerError =>
  new LedgerError(
    'FOLDER_READ_ONLY',
    'You may not read this ledger’s folder. Nothing was changed; ask its owner, or whoever looks after this machine, for the right to.',
  );

/** The folder's keys.json. Throws LEDGER_MISSING, KEYS_MISSING or KEYS_DAMAGED. */
const loadKeys = (folder: string): Keys => {
  const at = paths(folder);
  const { is } = lookAt(folder);
  if (is !== 'folder') {
    throw new LedgerError(
      'LEDGER_MISSING',
      is === 'file'
        ? 'This is a file, not a ledger. A ledger is a folder whose name ends in .rollmark.'
        : 'There is no such folder. If the ledger is on a USB stick or another drive, connect it first.',
    );
  }
  if (lookAt(at.database).is !== 'file') {
    throw new LedgerError(
      'LEDGER_MISSING',
      'This folder is no ledger: it has no ledger.db. Choose the folder whose name ends in .rollmark.',
    );
  }
  const keys = lookAt(at.keys);
  if (keys.is === 'nothing') {
    throw new LedgerError(
      'KEYS_MISSING',
      'keys.json is missing from this ledger’s folder. It holds the locks that the passphrase and the recovery key open, so neither works without it. Put it back from any copy of the folder. Nothing was written.',
    );
  }
  if (keys.is === 'folder') throw damaged('it is a folder');
  if (keys.size > LONGEST_KEYS_FILE) throw damaged('it is far longer than Rollmark ever writes');
  return readKeys(readText(at.keys));
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw code === 'EACCES' || code === 'EPERM' ? mayNotRead() : damaged('it can’t be read');
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
export const openWithKey = (folder: string, dataKey: Buffer, options: { clock?: Clock } = {}): Ledger => {
  const keys = loadKeys(folder);
  const at = paths(folder);
  const lock = takeLock(at.lock);
  let writer: WriteHandle | undefined;
  try {
    if (statSync(at.database).size === 0)
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'ledger.db is empty: it was cut short. Go back to the newest good copy of the folder.',
      );
    writer = openWriter(at.database, dataKey, true);
    checkLength(writer, at.database);
    migrate(writer, `${at.database}.before-migration`);
    const restored = restoreGuards(writer);
    const id = writer.prepare("SELECT value FROM local WHERE key = 'ledger'").pluck().get();
    if (id !== keys.ledger)
      throw new LedgerError(
        'KEYS_DAMAGED',
        'keys.json belongs to another ledger than ledger.db. Nothing was changed; put the right two files together.',
      );
    return assemble(
      folder,
      lock,
      writer,
      openReader(at.database, dataKey),
      keys,
      dataKey,
      restored,
      options.clock ?? Date.now,
    );
  } catch (error) {
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
  const { dataKey, slot } = await unlockKeys(loadKeys(folder), secret.kind, secret.secret);
  const unlocked = performance.now();
  const ledger = openWithKey(folder, dataKey, options);
  return {
    ledger,
    openedWith: slot.kind,
    timings: { unlockMs: unlocked - started, openMs: performance.now() - unlocked },
  };
};
