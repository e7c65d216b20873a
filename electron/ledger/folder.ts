import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UNSEEN } from '../../shared/domain/unseen.ts';
import { asLedgerError, guarded, LedgerError } from './errors.ts';
import { damaged, type Keys, LONGEST_KEYS_FILE, readKeys, writeKeys } from './keys.ts';

/** A ledger is a folder `NAME.rollmark/`. Copying the folder copies everything. */
export const FILES = { database: 'ledger.db', keys: 'keys.json', lock: 'lock', reached: 'reached' } as const;
export const FOLDER_ENDING = '.rollmark';

/** What one of the systems refuses in a name, and what nobody sees in one: it is shown at the door. */
const UNFIT = new RegExp(String.raw`[\\/:*?"<>|${UNSEEN}]`, 'gu');
/** Names that Windows keeps for itself, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A ledger folder's name, without its ending, that every system can hold; `Ledger` where nothing is left of `wanted`. */
export const fitFolderName = (wanted: string): string => {
  const fit = wanted.replace(UNFIT, '-').replace(/^[.\s]+|[.\s]+$/g, '');
  // By characters: cut between its halves, one would be none.
  return [...fit].slice(0, 60).join('').replace(RESERVED, '$1-') || 'Ledger';
};

/** Where the parts of a ledger are. */
export const paths = (folder: string) => ({
  database: join(folder, FILES.database),
  keys: join(folder, FILES.keys),
  lock: join(folder, FILES.lock),
  reached: join(folder, FILES.reached),
});

/** Which file stands at a path, as the system tells files apart; empty where there is none. */
export const fileAt = (path: string): string => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}/${found.ino}` : '';
};

/** Both stand beside keys.json only while it is being replaced, or where the app was killed at that. */
const stagedKeys = (folder: string) => {
  const { keys: path } = paths(folder);
  const fresh = `${path}.new`;
  const old = `${path}.old`;
  return {
    path,
    fresh,
    old,
    tidyUp: () => {
      for (const file of [fresh, old]) rmSync(file, { force: true });
    },
  };
};

/** A rename is on the disk only once its folder is. Windows has no such call and needs none. */
const syncFolder = (folder: string): void => {
  try {
    const fd = openSync(folder, 'r');
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // What follows is written to the disk in any case, and takes the rename with it on most.
  }
};

/**
 * New keys, written whole beside the old file and then put in its place: a crash leaves the old one or the new one.
 * The old one is kept until the end, so that putting it back needs no room on the disk; where the app is killed between,
 * `settleKeys` sees to it.
 */
export const stageKeys = (folder: string, keys: Keys) => {
  const { path, fresh, old, tidyUp } = stagedKeys(folder);
  try {
    writeFileSync(fresh, writeKeys(keys), { mode: 0o600, flush: true });
    if (existsSync(path)) writeFileSync(old, readFileSync(path), { mode: 0o600, flush: true });
  } catch (error) {
    tidyUp();
    throw asLedgerError(error);
  }
  return {
    put: () =>
      guarded(() => {
        renameSync(fresh, path);
        syncFolder(folder);
      }),
    takeBack: () => {
      if (!existsSync(fresh) && existsSync(old)) renameSync(old, path);
      tidyUp();
    },
    finish: tidyUp,
  };
};

/** The keys that were being replaced when the app was killed; undefined where nothing was, or they can't be read. */
export const keysBefore = (folder: string): Keys | undefined => {
  try {
    return readKeys(readFileSync(stagedKeys(folder).old, 'utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Ends a replacing of keys.json that was cut short: where the record does not know of it, the keys from before it are put
 * back. The keys and the record would else tell of different people. Call with the lock held, before anybody is let in.
 *
 * @param stateOf what the record says of a key slot
 * @returns the keys that hold
 */
export const settleKeys = (
  folder: string,
  keys: Keys,
  stateOf: (slot: string) => 'added' | 'removed' | undefined,
): Keys => {
  const { path, old, tidyUp } = stagedKeys(folder);
  const before = keysBefore(folder);
  const without = (these: Keys, those: Keys) =>
    these.slots.filter(({ id }) => !those.slots.some((other) => other.id === id));
  const recorded =
    before?.ledger !== keys.ledger ||
    (without(keys, before).every(({ id }) => stateOf(id) === 'added') &&
      without(before, keys).every(({ id }) => stateOf(id) === 'removed'));
  if (!recorded) {
    guarded(() => renameSync(old, path));
    syncFolder(folder);
  }
  tidyUp();
  return recorded ? keys : before;
};

/**
 * Makes a folder that may be there already, and those above it. One by one: where the disk is read-only, the system says
 * of several at once that there is no such place. Throws a sentence where that can't be.
 */
export const makePlace = (place: string): void => {
  const missing: string[] = [];
  for (let at = place; !existsSync(at); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const at of missing) makeOne(at);
};

/** Makes the folder of a new ledger. Throws a sentence where that can't be. */
export const makeFolder = (folder: string): void => {
  makePlace(dirname(folder));
  makeOne(folder);
};

const makeOne = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const known = asLedgerError(error);
    if (known instanceof LedgerError) throw known;
    throw new LedgerError(
      'FOLDER_READ_ONLY',
      'A ledger can’t be made at this place: part of the path is a file, is missing, or has a name that is too long. Choose another place.',
    );
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
export const loadKeys = (folder: string): Keys => {
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
