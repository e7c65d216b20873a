import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { visible } from '../../shared/domain/findings.ts';

/** A ledger folder as a page may know it. The path stays with the host. */
export type KnownLedger = { token: string; name: string; lastOpened?: string };

export type KnownLedgers = {
  /** The ledgers that are there now: the one named at the start, then those opened before, then the folder's others. */
  list(): Promise<KnownLedger[]>;
  /** A folder that the user just chose, whether it holds a ledger or not: the engine says so when it opens it. */
  choose(path: string): Promise<KnownLedger>;
  /** Notes that a ledger was opened now. Failing to write this down is not worth a word to the user. */
  opened(path: string): Promise<void>;
};

type Recent = { path: string; lastOpened: string };

const KEPT = 20;
const SUFFIX = '.rollmark';

const nameOf = (path: string): string => {
  const base = basename(path);
  return base.endsWith(SUFFIX) && base.length > SUFFIX.length ? base.slice(0, -SUFFIX.length) : base;
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (s) => s.isDirectory(),
    () => false,
  );

/** The one spelling of a path, so that a ledger reached by two ways is listed once. */
const settled = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

const readRecents = async (file: string): Promise<Recent[]> => {
  try {
    const { ledgers } = JSON.parse(await readFile(file, 'utf8')) as { ledgers: unknown };
    return (Array.isArray(ledgers) ? ledgers : []).filter(
      (l): l is Recent => typeof l?.path === 'string' && typeof l?.lastOpened === 'string',
    );
  } catch {
    // A missing or damaged list costs the user one click; it holds nothing else.
    return [];
  }
};

/**
 * The ledgers that a host can offer. Each gets a random token, stable for this run, and is granted to the engine under
 * it before the page hears of it.
 *
 * @param options.folder where ledgers are kept by default; need not exist
 * @param options.recents file with the list of ledgers opened before; need not exist
 * @param options.named a ledger folder named at the start, which is listed first
 * @param options.grant tells the engine which folder a token stands for
 */
export const knownLedgers = (options: {
  folder: string;
  recents: string;
  named?: string;
  grant(ledger: { token: string; path: string }): Promise<unknown>;
}): KnownLedgers => {
  const tokens = new Map<string, string>();
  let writing: Promise<void> = Promise.resolve();

  const granted = async (path: string): Promise<string> => {
    let token = tokens.get(path);
    if (!token) {
      token = randomBytes(16).toString('base64url');
      tokens.set(path, token);
    }
    await options.grant({ token, path });
    return token;
  };

  const inFolder = async (): Promise<string[]> => {
    const entries = await readdir(options.folder, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((e) => e.name.endsWith(SUFFIX) && (e.isDirectory() || e.isSymbolicLink()))
      .map((e) => join(options.folder, e.name))
      .sort((a, b) => a.localeCompare(b));
  };

  const remember = async (path: string): Promise<void> => {
    const now: Recent = { path: await settled(path), lastOpened: new Date().toISOString() };
    const others = (await readRecents(options.recents)).filter((r) => r.path !== now.path);
    const text = JSON.stringify({ ledgers: [now, ...others].slice(0, KEPT) }, null, 2);
    await mkdir(dirname(options.recents), { recursive: true, mode: 0o700 });
    // Written beside and renamed, so that a kill leaves the old list or the new one.
    const beside = `${options.recents}.${process.pid}.tmp`;
    await writeFile(beside, text, { mode: 0o600 });
    await rename(beside, options.recents);
  };

  return {
    list: async () => {
      const recents = await readRecents(options.recents);
      const opened = new Map(recents.map((r) => [r.path, r.lastOpened]));
      const byLastOpened = recents.toSorted((a, b) => b.lastOpened.localeCompare(a.lastOpened)).map((r) => r.path);
      const paths = new Set<string>();
      for (const path of [...(options.named ? [options.named] : []), ...byLastOpened, ...(await inFolder())])
        if (await isFolder(path)) paths.add(await settled(path));
      const names = [...paths].map(nameOf);
      return Promise.all(
        [...paths].map(async (path) => {
          const name = nameOf(path);
          // Two of the same name are told apart by the folder they are in.
          const twice = names.indexOf(name) !== names.lastIndexOf(name);
          const lastOpened = opened.get(path);
          return {
            token: await granted(path),
            name: visible(twice ? `${name} (${basename(dirname(path))})` : name),
            ...(lastOpened ? { lastOpened } : {}),
          };
        }),
      );
    },
    choose: async (path) => {
      const place = await settled(path);
      return { token: await granted(place), name: visible(nameOf(place)) };
    },
    opened: (path) => {
      // One after the other: two writers at once would lose one of the two.
      writing = writing.then(() => remember(path)).catch(() => undefined);
      return writing;
    },
  };
};
