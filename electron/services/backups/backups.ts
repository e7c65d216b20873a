import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import { visible } from '../../../shared/domain/findings.ts';
import { guarded, LedgerError } from '../../ledger/errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Progress } from '../jobs.ts';
import { type BackupMade, makeBackup } from './make-backup.ts';
import { backupsIn, type FoundBackup } from './manifest.ts';

/**
 * The folders that a ledger is backed up to, and how that went. They are this machine's, so they are remembered beside the
 * ledger; what was backed up and what failed is in the trail.
 */
type Remembered = {
  path: string;
  addedAt: string;
  good?: { at: string; name: string; events: number; bytes: number };
  failed?: { at: string; reason: string };
};

const KEY = 'backup_folders';
const FOLDERS_AT_MOST = 5;
const HOUR = 3_600_000;
/** A daily backup that is half a day late is overdue. */
const OVERDUE_AFTER = 36 * HOUR;

const readFolders = (ledger: Ledger): Remembered[] => {
  try {
    const folders: unknown = JSON.parse(ledger.remembered(KEY) ?? '[]');
    return (Array.isArray(folders) ? folders : []).filter(
      (f): f is Remembered => typeof f?.path === 'string' && typeof f?.addedAt === 'string',
    );
  } catch {
    // Spoilt by another program. Nothing is lost by choosing the folders again.
    return [];
  }
};

const writeFolders = (ledger: Ledger, folders: readonly Remembered[]): Promise<void> =>
  ledger.remember(KEY, JSON.stringify(folders));

/** What a page calls a folder by: the path itself never crosses the contract. */
const idOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16);

/** A folder by its own name and the one above it, which tells drives apart. It stands in the trail and on pages. */
export const placeName = (path: string): string => {
  const above = basename(dirname(path));
  return visible(above === '' ? basename(path) || path : `${basename(path)} (${above})`);
};

/** Events since a moment in the log that a backup would be made for: not those that only tell of backups and looks. */
const changedSince = (ledger: Ledger, events: number): boolean =>
  ledger.reader
    .prepare("SELECT 1 FROM event WHERE seq > ? AND kind NOT LIKE 'backup.%' AND kind <> 'inspection.looked' LIMIT 1")
    .get(events) !== undefined;

export type BackupState = 'none' | 'good' | 'overdue' | 'failing';
export type BackupFolder = {
  id: string;
  name: string;
  state: Exclude<BackupState, 'none'>;
  good: { at: string; name: string; events: number; bytes: number } | null;
  failed: { at: string; reason: string } | null;
};

const stateOf = (ledger: Ledger, folder: Remembered): Exclude<BackupState, 'none'> => {
  if (folder.failed) return 'failing';
  if (!changedSince(ledger, folder.good?.events ?? 0)) return 'good';
  return ledger.now() - Date.parse(folder.good?.at ?? folder.addedAt) > OVERDUE_AFTER ? 'overdue' : 'good';
};

/** The folders with how the last backup to each went. */
export const backupFolders = (ledger: Ledger): BackupFolder[] =>
  readFolders(ledger).map((folder) => ({
    id: idOf(folder.path),
    name: placeName(folder.path),
    state: stateOf(ledger, folder),
    good: folder.good ?? null,
    failed: folder.failed ?? null,
  }));

/** All folders in one word, for every screen: the worst of them; `none` where there is no folder. */
export const backupState = (folders: readonly BackupFolder[]): BackupState => {
  if (folders.length === 0) return 'none';
  return (['failing', 'overdue'] as const).find((state) => folders.some((f) => f.state === state)) ?? 'good';
};

/** The paths, for the host to offer them again where this ledger's disk is gone. */
export const backupPaths = (ledger: Ledger): string[] => readFolders(ledger).map((f) => f.path);

/** Adds a folder, and makes it where it is missing. Throws REFUSED where it is a ledger's, or there are five already. */
export const addBackupFolder = async (ledger: Ledger, chosen: string): Promise<void> => {
  const path = resolve(chosen);
  const refuse = (message: string): never => {
    throw new LedgerError('REFUSED', `${message} Nothing was changed.`);
  };
  const folders = readFolders(ledger);
  if (folders.some((f) => f.path === path)) return;
  if (`${path}${sep}`.startsWith(`${ledger.folder}${sep}`) || existsSync(resolve(path, 'ledger.db')))
    refuse('This folder belongs to a ledger. Choose one outside it, best on another disk.');
  if (folders.length >= FOLDERS_AT_MOST) refuse(`A ledger is backed up to at most ${FOLDERS_AT_MOST} folders.`);
  guarded(() => mkdirSync(path, { recursive: true, mode: 0o700 }));
  await writeFolders(ledger, [...folders, { path, addedAt: new Date(ledger.now()).toISOString() }]);
};

/** Takes a folder off the list. The backups in it stay where they are. */
export const removeBackupFolder = (ledger: Ledger, id: string): Promise<void> =>
  writeFolders(
    ledger,
    readFolders(ledger).filter((f) => idOf(f.path) !== id),
  );

const pathOf = (ledger: Ledger, id: string): string => {
  const found = readFolders(ledger).find((f) => idOf(f.path) === id);
  if (!found) throw new LedgerError('TOKEN_UNKNOWN', 'This backup folder is no longer in the list.');
  return found.path;
};

/** This ledger's backups in one of its folders, newest first. */
export const listBackups = async (ledger: Ledger, id: string): Promise<FoundBackup[]> =>
  (await backupsIn(pathOf(ledger, id))).filter((b) => b.ledger === ledger.id).reverse();

/** The folders, as they are shown, whose last backup failed or lacks something that was recorded. */
export const foldersLacking = (ledger: Ledger): string[] =>
  readFolders(ledger)
    .filter((folder) => !nothingNew(folder, ledger))
    .map(({ path }) => placeName(path));

/** How a run went for one folder. `message`: why it failed, or why no older backup was removed. */
export type BackupRun = { folder: string; ok: boolean; name: string; events: number; bytes: number; message: string };

const nothingNew = (folder: Remembered, ledger: Ledger): boolean =>
  folder.good !== undefined && !folder.failed && !changedSince(ledger, folder.good.events);

/** The last run of each ledger: two at once would each take the other's half-written backup for a crash's left-over. */
const running = new WeakMap<Ledger, Promise<unknown>>();

/**
 * Backs up to every folder, one after the other; that one fails does not keep the others from it. Each result is written
 * into the trail. Waits for a run that is under way. Throws CANCELLED.
 *
 * @param onlyNew leaves out folders whose last backup is good and holds all that was recorded
 * @param olderStay why no older backup may be rotated away, as a sentence; empty where they may
 */
export const runBackups = (
  ledger: Ledger,
  progress: Progress,
  signal: AbortSignal,
  onlyNew = false,
  olderStay = '',
): Promise<BackupRun[]> => {
  const before = running.get(ledger);
  if (before) progress('Waiting for the backup under way', 0, 0);
  const run = (before ?? Promise.resolve())
    .catch(() => undefined)
    .then(() => {
      if (signal.aborted) throw new LedgerError('CANCELLED', 'The backup was stopped before it began.');
      return runAll(ledger, progress, signal, onlyNew, olderStay);
    })
    .finally(() => {
      if (running.get(ledger) === run) running.delete(ledger);
    });
  running.set(ledger, run);
  return run;
};

const runAll = async (
  ledger: Ledger,
  progress: Progress,
  signal: AbortSignal,
  onlyNew: boolean,
  olderStay: string,
): Promise<BackupRun[]> => {
  const runs: BackupRun[] = [];
  for (const folder of readFolders(ledger)) {
    if (onlyNew && nothingNew(folder, ledger)) continue;
    runs.push(await runOne(ledger, folder, progress, signal, olderStay));
  }
  return runs;
};

/** Puts what is known of one folder into the list as it stands now: it may have changed meanwhile. */
const note = (ledger: Ledger, path: string, next: Partial<Remembered>): Promise<void> =>
  writeFolders(
    ledger,
    readFolders(ledger).map((f) => {
      if (f.path !== path) return f;
      const { failed: _, ...rest } = f;
      return { ...rest, ...next };
    }),
  );

/** Writes into the trail that a backup was made and held. */
export const recordBackup = async (
  ledger: Ledger,
  place: string,
  { name, events, root, bytes, removed }: BackupMade,
): Promise<void> => {
  await ledger.write((append) =>
    append('backup.made', 'backup', { folder: placeName(place), name: visible(name), events, root, bytes, removed }),
  );
};

const runOne = async (
  ledger: Ledger,
  folder: Remembered,
  progress: Progress,
  signal: AbortSignal,
  olderStay: string,
): Promise<BackupRun> => {
  const name = placeName(folder.path);
  try {
    const made = await makeBackup(ledger, folder.path, progress, signal, olderStay === '');
    const { events, bytes } = made;
    const at = new Date(ledger.now()).toISOString();
    await note(ledger, folder.path, { good: { at, name: made.name, events, bytes } });
    await recordBackup(ledger, folder.path, made);
    return { folder: name, ok: true, name: made.name, events, bytes, message: olderStay };
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'CANCELLED') throw error;
    const reason =
      error instanceof LedgerError ? error.message : 'Something went wrong inside Rollmark. The ledger is as it was.';
    const already = folder.failed?.reason === reason;
    await note(ledger, folder.path, { failed: { at: new Date(ledger.now()).toISOString(), reason } }).catch(
      () => undefined,
    );
    // The same failure every hour is one event, not a hundred.
    if (!already)
      await ledger
        .write((append) => append('backup.failed', 'backup', { folder: name, reason }))
        .catch(() => undefined);
    return { folder: name, ok: false, name: '', events: 0, bytes: 0, message: reason };
  }
};
