import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { HostMemory } from './host-memory.ts';

export type KnownLedger = { token: string; name: string; lastOpened?: string };

export type KnownLedgers = {
  /** The ledgers that can be opened now: named at the start first, then the last opened, then by name. */
  list(): Promise<KnownLedger[]>;
  /** Grants a folder that the user chose. */
  grant(folder: string): Promise<KnownLedger>;
  /** Puts a folder named on the command line, or opened in the file manager, first in the list. */
  named(folder: string): void;
};

export const LEDGER_SUFFIX = '.rollmark';

/** What a ledger's folder is called on screen: `Smith Arms.rollmark` is Smith Arms. */
const ledgerName = (folder: string): string => {
  const name = basename(folder);
  return name.endsWith(LEDGER_SUFFIX) && name !== LEDGER_SUFFIX ? name.slice(0, -LEDGER_SUFFIX.length) : name;
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};

/**
 * The ledgers this host may offer. A path never leaves here: the page gets a random token for it, the same one for as
 * long as the app runs, and the engine is told which folder the token stands for.
 *
 * @param grant tells the engine; called again at every listing, because the engine may have been restarted
 */
export const knownLedgers = (
  ledgersFolder: string,
  memory: Pick<HostMemory, 'recentLedgers'>,
  grant: (token: string, path: string) => Promise<unknown>,
): KnownLedgers => {
  const tokens = new Map<string, string>();
  const tokenFor = (path: string): string => {
    const token = tokens.get(path) ?? randomBytes(24).toString('base64url');
    tokens.set(path, token);
    return token;
  };
  let first: string | undefined;

  const inFolder = async (): Promise<string[]> => {
    try {
      const entries = await readdir(ledgersFolder);
      return entries.filter((name) => name.endsWith(LEDGER_SUFFIX)).map((name) => join(ledgersFolder, name));
    } catch {
      return [];
    }
  };

  const granted = async (folder: string): Promise<KnownLedger> => {
    const token = tokenFor(folder);
    await grant(token, folder);
    return { token, name: ledgerName(folder) };
  };

  return {
    named: (folder) => {
      first = resolve(folder);
    },
    grant: (folder) => granted(resolve(folder)),
    list: async () => {
      const recents = memory.recentLedgers();
      const opened = new Map(recents.map((recent) => [recent.path, recent.lastOpened]));
      const rest = (await inFolder()).filter((path) => !opened.has(path)).toSorted((a, b) => a.localeCompare(b));
      const paths = [...new Set([...(first ? [first] : []), ...recents.map((recent) => recent.path), ...rest])];
      const there = await Promise.all(paths.map(isFolder));
      return Promise.all(
        paths
          .filter((_, i) => there[i])
          .map(async (path) => {
            const lastOpened = opened.get(path);
            return { ...(await granted(path)), ...(lastOpened === undefined ? {} : { lastOpened }) };
          }),
      );
    },
  };
};

/** The ledger folder among a command line's arguments, if there is one. */
export const ledgerArgument = (argv: readonly string[], folder: string): string | undefined => {
  const named = argv.slice(1).find((argument) => !argument.startsWith('-') && /\.rollmark[\\/]?$/.test(argument));
  return named === undefined ? undefined : resolve(folder, named);
};
