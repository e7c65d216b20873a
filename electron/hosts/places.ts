import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of this user's that the app uses, as absolute paths. None of them need exist. */
export type Places = {
  /** Where new ledgers are made and ledgers are looked for. */
  ledgers: string;
  /** Small settings of this machine: the list of recent ledgers. Nothing from inside a ledger. */
  config: string;
  /** What may be deleted at any time: the app window's browser profile. */
  cache: string;
};

/**
 * The folders by the habits of each system: XDG on Linux, Library on macOS, AppData on Windows. `ROLLMARK_LEDGERS`
 * names another ledgers folder. Without it, `Documents/Rollmark`, or `Rollmark` in the home folder where that exists
 * already or there is no Documents.
 */
export const placesOf = (
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
  exists: (path: string) => boolean = existsSync,
): Places => {
  const inDocuments = join(home, 'Documents', 'Rollmark');
  const inHome = join(home, 'Rollmark');
  const useHome = !exists(join(home, 'Documents')) || (exists(inHome) && !exists(inDocuments));
  const ledgers = env.ROLLMARK_LEDGERS || (useHome ? inHome : inDocuments);
  if (platform === 'darwin')
    return {
      ledgers,
      config: join(home, 'Library', 'Application Support', 'Rollmark'),
      cache: join(home, 'Library', 'Caches', 'Rollmark'),
    };
  if (platform === 'win32')
    return {
      ledgers,
      config: join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Rollmark'),
      cache: join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Rollmark', 'Cache'),
    };
  return {
    ledgers,
    config: join(env.XDG_CONFIG_HOME || join(home, '.config'), 'rollmark'),
    cache: join(env.XDG_CACHE_HOME || join(home, '.cache'), 'rollmark'),
  };
};
