import { mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { type BackupStamp, isStamp } from '../../shared/domain/backup-rotation.ts';
import { FILES, FOLDER_ENDING } from './folder.ts';

/**
 * A backup is a whole ledger folder, `NAME 2026-11-25 170233.rollmark`, that opens like any other, with one file more: what
 * was found when it was checked. It gets its name only once that was done, so what bears such a name was whole and good.
 */
export const MANIFEST = 'backup.json';

const Manifest = z.object({
  format: z.literal('rollmark-backup'),
  version: z.literal(1),
  ledger: z.string().regex(/^[0-9a-f]{32}$/),
  /** UTC, ISO 8601. */
  madeAt: z.string(),
  /** How many events it holds, and the root of their tree. */
  events: z.int(),
  root: z.string(),
  lines: z.int(),
  /** Rows of all tables together. */
  rows: z.int(),
  /** Of ledger.db. */
  bytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `whole`: every event was replayed and every table compared too. */
  checked: z.enum(['file', 'whole']),
});
export type Manifest = z.infer<typeof Manifest>;

/** A backup as it lies in its folder. */
export type FoundBackup = {
  /** The folder's own name. */
  folder: string;
  /** Of the ledger. */
  name: string;
  stamp: BackupStamp;
  manifest: Manifest | undefined;
  /** Nobody opened it as a ledger since, nor put a file with it: it is as it was made, and may be rotated away. */
  untouched: boolean;
};

export const nameOfLedger = (folder: string): string => {
  const base = basename(folder);
  return base.endsWith(FOLDER_ENDING) && base.length > FOLDER_ENDING.length
    ? base.slice(0, -FOLDER_ENDING.length)
    : base;
};

export const backupName = (name: string, stamp: BackupStamp): string => `${name} ${stamp}${FOLDER_ENDING}`;

/** Reads a backup's folder name. Undefined where it is none. */
export const readBackupName = (folder: string): { name: string; stamp: BackupStamp } | undefined => {
  if (!folder.endsWith(FOLDER_ENDING)) return undefined;
  const base = folder.slice(0, -FOLDER_ENDING.length);
  const stamp = base.slice(-17);
  const name = base.slice(0, -18);
  return name !== '' && base.at(-18) === ' ' && isStamp(stamp) ? { name, stamp } : undefined;
};

/** What a backup is called while it is written. It ends so that no program takes it for a ledger. */
export const partName = (ledger: string, stamp: BackupStamp): string => `${partPrefix(ledger)}${stamp}.part`;
const partPrefix = (ledger: string): string => `.rollmark-${ledger.slice(0, 12)} `;

/** Whether `inner` is `outer` or lies below it, however either is spelt. `inner` need not exist. */
export const liesIn = async (inner: string, outer: string): Promise<boolean> => {
  const real = async (path: string): Promise<string> => {
    const known = await realpath(path).catch(() => undefined);
    if (known) return known;
    const above = dirname(path);
    return above === path ? path : join(await real(above), basename(path));
  };
  const [a, b] = await Promise.all([real(resolve(inner)), real(resolve(outer))]);
  return a === b || a.startsWith(b.endsWith(sep) ? b : b + sep);
};

/** What a backup says of itself. Undefined where it says nothing, or nothing that Rollmark writes. */
export const readManifest = async (folder: string): Promise<Manifest | undefined> => {
  try {
    const path = join(folder, MANIFEST);
    if ((await stat(path)).size > 10_000) return undefined;
    return Manifest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
};

const OURS: readonly string[] = [FILES.database, FILES.keys, MANIFEST];

const isUntouched = async (folder: string, manifest: Manifest | undefined): Promise<boolean> => {
  if (!manifest) return false;
  const names = await readdir(folder).catch(() => []);
  if (names.length !== OURS.length || !OURS.every((name) => names.includes(name))) return false;
  const database = await stat(join(folder, FILES.database)).catch(() => undefined);
  return database?.size === manifest.bytes;
};

/** Backups in a folder, of whatever ledger, newest first. Throws what the file system says where it can't be looked at. */
export const findBackups = async (place: string): Promise<FoundBackup[]> => {
  const found: FoundBackup[] = [];
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const read = entry.isDirectory() ? readBackupName(entry.name) : undefined;
    if (!read) continue;
    const manifest = await readManifest(join(place, entry.name));
    const untouched = await isUntouched(join(place, entry.name), manifest);
    found.push({ folder: entry.name, ...read, manifest, untouched });
  }
  return found.sort((a, b) => (a.stamp < b.stamp ? 1 : a.stamp > b.stamp ? -1 : 0));
};

/** Sees to it that what was written is on the disk. */
export const flushFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** The same of a folder's list of names. Windows, and some network shares, have no such thing. */
export const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync().catch((error: { code?: string }) => {
      if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
    });
  } finally {
    await folder.close();
  }
};

/** Makes the folder that a backup is written into. */
export const makePart = async (path: string): Promise<void> => {
  await mkdir(path, { mode: 0o700 });
};

/** Gives what was written its name: all at once, and only where there is nothing of that name. */
export const putInPlace = async (part: string, to: string): Promise<void> => {
  await flushFolder(part);
  if (await stat(to).catch(() => undefined)) throw Object.assign(new Error('There already.'), { code: 'EEXIST' });
  await rename(part, to);
  await flushFolder(dirname(to));
};

/** Removes what earlier attempts for this ledger left behind when they were killed. What can't be removed stays. */
export const removeParts = async (place: string, ledger: string): Promise<void> => {
  for (const name of await readdir(place).catch(() => [])) {
    const left = name.startsWith(partPrefix(ledger)) && name.endsWith('.part');
    if (left && isStamp(name.slice(partPrefix(ledger).length, -'.part'.length)))
      await rm(join(place, name), { recursive: true, force: true }).catch(() => undefined);
  }
};
