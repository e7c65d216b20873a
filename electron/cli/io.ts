import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { visible } from '../../shared/domain/findings.ts';
import { UNSEEN } from '../../shared/domain/unseen.ts';
import { LedgerError } from '../ledger/errors.ts';

/** Exit codes that scripts rely on. */
export const EXIT = {
  done: 0,
  found: 1,
  usage: 2,
  closed: 3,
  /** Stopped by Ctrl-C or SIGTERM, as shells say it. */
  stopped: 130,
} as const;

/** Wrong usage: said in a sentence, exit code 2. */
export class UsageError extends Error {}

/** What a terminal obeys or nobody sees, but for the ends of lines. */
const OBEYED = new RegExp(String.raw`(?!\n)[${UNSEEN}]`, 'gu');

/** A text with what a terminal would obey told by its code point: names of files and records may come from anybody. */
export const forTerminal = (text: string): string => text.split('\n').map(visible).join('\n');

/** Results go to standard output; everything said to a person beside them goes to standard error. */
export const print = (text: string): void => {
  process.stdout.write(`${forTerminal(text)}\n`);
};
export const say = (text: string): void => {
  process.stderr.write(`${forTerminal(text)}\n`);
};
/** Said before anything is written: what leaves a ledger as a plain file is no longer protected by it. */
export const sayInTheClear = (path: string, what = ''): void =>
  say(`${path} will be in the clear: whoever has it can read it${what}.`);

export const printJson = (value: unknown): void => {
  // Escaped as JSON has it, so that what is read of it is what is kept.
  const text = JSON.stringify(value, null, 2).replace(OBEYED, (char) =>
    Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
  process.stdout.write(`${text}\n`);
};

/** Reads a JSON object from a file, or from standard input for `-`. */
export const readJson = (path: string): Record<string, unknown> => {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch {
    throw new UsageError(`The file ${path} can’t be read.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} should hold one JSON object.`);
  return value as Record<string, unknown>;
};

/** Reads any file whole. */
export const readBytes = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'ENOENT') throw new UsageError(`There is no file ${path}.`);
    if (code === 'EISDIR') throw new UsageError(`${path} is a folder, not a file.`);
    throw new UsageError(`The file ${path} can’t be read.`);
  }
};

/** A ledger's own folder takes no other file, and none of its own may be written over. */
const refuseLedgerFolder = (path: string): void => {
  if (existsSync(join(dirname(resolve(path)), 'ledger.db')))
    throw new UsageError(`${path} lies in a ledger’s own folder. Choose another place.`);
};

/** A device or pipe, such as /dev/stdout: written into, never replaced. */
const isSpecial = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
};

/** Throws what `writeWhole` would, before there is anything to write. */
export const refuseUnwritable = (path: string): void => {
  refuseLedgerFolder(path);
  if (isSpecial(path)) return;
  const fresh = `${path}.part`;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${path} is a folder, not a file.`);
    writeFileSync(fresh, '');
    rmSync(fresh);
  } catch (error) {
    throw notWritten(path, error);
  }
};

const notWritten = (path: string, error: unknown): Error => {
  if (error instanceof UsageError) return error;
  return (error as { code?: string }).code === 'ENOSPC'
    ? new LedgerError('DISK_FULL', `There is no room left for ${path}. The ledger is unchanged.`)
    : new UsageError(`${path} can’t be written. Choose a place where you may write.`);
};

/** Writes a file whole or not at all. */
export const writeWhole = (path: string, bytes: Buffer | string): void => {
  refuseLedgerFolder(path);
  const fresh = `${path}.part`;
  try {
    if (isSpecial(path)) {
      writeFileSync(path, bytes);
      return;
    }
    writeFileSync(fresh, bytes, { flush: true });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw notWritten(path, error);
  }
};

/**
 * Writes a file piece by piece, whole or not at all, so that a long one is never held in memory. Where `work` fails, its
 * error is passed on and what it wrote is removed.
 */
export const writePieces = async <T>(
  path: string,
  work: (write: (piece: Buffer) => void) => Promise<T>,
): Promise<T> => {
  refuseLedgerFolder(path);
  const special = isSpecial(path);
  const fresh = special ? path : `${path}.part`;
  const told = <R>(step: () => R): R => {
    try {
      return step();
    } catch (error) {
      throw notWritten(path, error);
    }
  };
  const file = told(() => openSync(fresh, 'w'));
  try {
    let result: T;
    try {
      result = await work((piece) => {
        // One call may take less than all of it.
        for (let at = 0; at < piece.length; ) at += told(() => writeSync(file, piece, at));
      });
      if (!special) told(() => fsyncSync(file));
    } finally {
      closeSync(file);
    }
    if (!special) told(() => renameSync(fresh, path));
    return result;
  } catch (error) {
    if (!special) rmSync(fresh, { force: true });
    throw error;
  }
};

/** Asks for a secret without showing it. */
const askHidden = (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { stdin } = process;
    // Before the question: who types at once must not see it either.
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.resume();
    process.stderr.write(question);
    let typed = '';
    const finish = (done: () => void) => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      process.stderr.write('\n');
      done();
    };
    const onEnd = () => finish(() => reject(new UsageError('Stopped.')));
    const onData = (chunk: string) => {
      for (const c of chunk) {
        if (c === '\r' || c === '\n') return finish(() => resolve(typed));
        if (c === '\u0003' || c === '\u0004') return onEnd();
        if (c === '\u007F' || c === '\b') typed = [...typed].slice(0, -1).join('');
        else if (c >= ' ') typed += c;
      }
    };
    stdin.on('data', onData);
    stdin.on('end', onEnd);
  });

let typedBefore: string | undefined;

/** The passphrase: from ROLLMARK_PASSPHRASE, or asked for where somebody sits at a terminal. */
export const passphrase = async (question: string): Promise<string> => {
  const given = process.env.ROLLMARK_PASSPHRASE;
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'No passphrase was given. Set ROLLMARK_PASSPHRASE or ROLLMARK_RECOVERY_KEY, or run this at a terminal.',
    );
  }
  typedBefore = await askHidden(question);
  return typedBefore;
};

/** The passphrase that opened the ledger, without asking again. */
export const secretInUse = async (): Promise<string> => process.env.ROLLMARK_PASSPHRASE || typedBefore || '';

/** A passphrase to be set: from ROLLMARK_NEW_PASSPHRASE, or typed twice. */
export const newPassphrase = async (question: string): Promise<string> => {
  const given = process.env.ROLLMARK_NEW_PASSPHRASE;
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY)
    throw new UsageError('No new passphrase was given. Set ROLLMARK_NEW_PASSPHRASE, or run this at a terminal.');
  const chosen = await askHidden(question);
  if ((await askHidden('The same again: ')) !== chosen)
    throw new UsageError('The two passphrases differ. Nothing was changed.');
  return chosen;
};
