import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of this user's that the app uses, as absolute paths. None of them need exist. */
export type Places = {
  /** Where new ledgers are made and ledgers are looked for. */
  ledgers: string;
  /** A folder on this computer for backups, where no other disk is at hand. */
  backups: string;
  /** Small settings of this machine: the list of recent ledgers. Nothing from inside a ledger. */
  config: string;
  /** What may be deleted at any time: the app window's browser profile. */
  cache: string;
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Linux desktops name this folder in the user's language and write down which it is (xdg-user-dirs). */
const xdgDocuments = (userDirs: string, home: string): string | undefined => {
  const named = /^XDG_DOCUMENTS_DIR="(.+)"$/m.exec(userDirs)?.[1]?.replace(/^\$HOME(?=\/|$)/, home);
  // "$HOME" itself is how the file says that there is none.
  return named?.startsWith('/') && named.replace(/\/$/, '') !== home ? named : undefined;
};

/**
 * The folders by the habits of each system: XDG on Linux, Library on macOS, AppData on Windows. `ROLLMARK_LEDGERS`
 * names another ledgers folder, `ROLLMARK_BACKUPS` another one for backups, `ROLLMARK_USER_DATA` another one for the settings. Otherwise ledgers are kept in
 * `Documents/Rollmark`, or in `Rollmark` in the home folder where that exists already or there is no Documents.
 */
export const placesOf = (
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
  exists: (path: string) => boolean = existsSync,
  read: (path: string) => string = readText,
): Places => {
  const xdgConfig = env.XDG_CONFIG_HOME || join(home, '.config');
  const documents =
    (platform === 'linux' && xdgDocuments(read(join(xdgConfig, 'user-dirs.dirs')), home)) || join(home, 'Documents');
  const inDocuments = join(documents, 'Rollmark');
  const inHome = join(home, 'Rollmark');
  const useHome = !exists(documents) || (exists(inHome) && !exists(inDocuments));
  const ledgers = env.ROLLMARK_LEDGERS || (useHome ? inHome : inDocuments);
  const backups = env.ROLLMARK_BACKUPS || `${ledgers} backups`;
  if (platform === 'darwin')
    return {
      ledgers,
      backups,
      config: env.ROLLMARK_USER_DATA || join(home, 'Library', 'Application Support', 'Rollmark'),
      cache: join(home, 'Library', 'Caches', 'Rollmark'),
    };
  if (platform === 'win32')
    return {
      ledgers,
      backups,
      config: env.ROLLMARK_USER_DATA || join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Rollmark'),
      cache: join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Rollmark', 'Cache'),
    };
  return {
    ledgers,
    backups,
    config: env.ROLLMARK_USER_DATA || join(xdgConfig, 'rollmark'),
    cache: join(env.XDG_CACHE_HOME || join(home, '.cache'), 'rollmark'),
  };
};
