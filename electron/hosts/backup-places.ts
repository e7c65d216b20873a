import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { visible } from '../../shared/domain/findings.ts';

/** A folder that could take backups, as a page may know it. The path stays with the host. */
export type BackupPlace = {
  token: string;
  name: string;
  kind: 'removable' | 'used before' | 'this computer' | 'chosen';
};

export type BackupPlaces = {
  /** Drives that can be taken out, folders used before, and one on this computer. They need not exist yet. */
  list(): Promise<BackupPlace[]>;
  /** A folder that the user just chose. */
  choose(path: string): Promise<BackupPlace>;
  /** Notes where the open ledger is backed up to: needed most when that ledger's disk is gone. */
  used(paths: readonly string[]): Promise<void>;
};

const FOLDER = 'Rollmark backups';
const KEPT = 20;

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (s) => s.isDirectory(),
    () => false,
  );

const foldersIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));

/** Where each system puts drives that are plugged in. */
export const drives = async (platform: NodeJS.Platform, user: string): Promise<string[]> => {
  if (platform === 'win32') {
    const letters = 'DEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `${letter}:\\`);
    const there = await Promise.all(letters.map(isFolder));
    return letters.filter((_, at) => there[at]);
  }
  if (platform === 'darwin') return foldersIn('/Volumes');
  return (await Promise.all([`/media/${user}`, `/run/media/${user}`].map(foldersIn))).flat();
};

const nameOf = (path: string): string => {
  const above = basename(dirname(path)) || dirname(path);
  return visible(`${basename(path)} (${above})`);
};

/**
 * @param options.here the folder on this computer that is offered where nothing better is there
 * @param options.remembered file with the folders used before; need not exist
 * @param options.grant tells the engine which folder a token stands for
 */
export const backupPlaces = (options: {
  here: string;
  remembered: string;
  grant(place: { token: string; path: string }): Promise<unknown>;
  platform?: NodeJS.Platform;
  findDrives?: () => Promise<string[]>;
}): BackupPlaces => {
  const tokens = new Map<string, string>();
  const findDrives = options.findDrives ?? (() => drives(options.platform ?? process.platform, userInfo().username));
  const granted = async (path: string, kind: BackupPlace['kind']): Promise<BackupPlace> => {
    let token = tokens.get(path);
    if (!token) {
      token = randomBytes(16).toString('base64url');
      tokens.set(path, token);
    }
    await options.grant({ token, path });
    return { token, name: nameOf(path), kind };
  };
  const remembered = async (): Promise<string[]> => {
    try {
      const { folders } = JSON.parse(await readFile(options.remembered, 'utf8')) as { folders: unknown };
      return (Array.isArray(folders) ? folders : []).filter((path): path is string => typeof path === 'string');
    } catch {
      return [];
    }
  };
  let writing: Promise<void> = Promise.resolve();
  const write = async (paths: readonly string[]): Promise<void> => {
    const all = [...new Set([...paths, ...(await remembered())])].slice(0, KEPT);
    await mkdir(dirname(options.remembered), { recursive: true, mode: 0o700 });
    const beside = `${options.remembered}.${process.pid}.tmp`;
    await writeFile(beside, JSON.stringify({ folders: all }, null, 2), { mode: 0o600 });
    await rename(beside, options.remembered);
  };

  return {
    list: async () => {
      const used = await remembered();
      const there = await Promise.all(used.map(isFolder));
      const before = used.filter((_, at) => there[at]);
      const removable = (await findDrives().catch(() => [])).map((drive) => join(drive, FOLDER));
      const places = new Map<string, BackupPlace['kind']>();
      for (const path of before) places.set(path, 'used before');
      for (const path of removable) if (!places.has(path)) places.set(path, 'removable');
      if (!places.has(options.here)) places.set(options.here, 'this computer');
      return Promise.all([...places].map(([path, kind]) => granted(path, kind)));
    },
    choose: (path) => granted(resolve(path), 'chosen'),
    used: (paths) => {
      // One after the other: two writers at once would lose one of the two.
      writing = writing.then(() => (paths.length > 0 ? write(paths) : undefined)).catch(() => undefined);
      return writing;
    },
  };
};
