import { randomInt } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, constants, inflateRawSync, inflateSync, unzipSync, zstdDecompressSync } from 'node:zlib';

/**
 * Texts that stand nowhere else, and a search for them in the bytes of files: in every spelling in which software is
 * likely to keep a text, and inside what is compressed.
 */

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Random letters, which no word and no other random text holds. */
export const randomLetters = (length: number): string =>
  Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');

export type Markers = {
  /** What all markers begin with: finding this is finding any. */
  salt: string;
  /** Another marker, noted with where it was typed. */
  next(where: string): string;
  /** Where a marker was typed, by the text that was found. */
  whereOf(text: string): string;
  count(): number;
};

/** Letters and digits alone, so that a URL or JSON spells them as they are and a serial number may be one. */
export const makeMarkers = (): Markers => {
  const salt = randomLetters(10);
  const places: string[] = [];
  return {
    salt,
    next: (where) => {
      places.push(where);
      return `${salt}${String(places.length).padStart(4, '0')}`;
    },
    whereOf: (text) => places[Number(new RegExp(`${salt}(\\d{4})`, 'i').exec(text)?.[1] ?? 0) - 1] ?? 'unknown',
    count: () => places.length,
  };
};

export type Needle = { bytes: Buffer; how: string };

/** The base64 of a text that stands anywhere in longer bytes: without the edges, which depend on what is beside it. */
const base64Parts = (text: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), text])
      .toString('base64')
      .replaceAll('=', '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + text.length) * 8) / 6);
    return whole.slice(first, last);
  });

/** Every spelling that is searched for: as typed, in capitals and small letters; each of these in each encoding. */
export const needlesOf = (text: string): Needle[] => {
  const needles = new Map<string, Needle>();
  const add = (bytes: Buffer, how: string): void => {
    needles.set(bytes.toString('hex'), { bytes, how });
  };
  for (const cased of new Set([text, text.toUpperCase(), text.toLowerCase()])) {
    const utf8 = Buffer.from(cased);
    const little = Buffer.from(cased, 'utf16le');
    add(utf8, 'UTF-8');
    add(little, 'UTF-16LE');
    add(Buffer.from(little).swap16(), 'UTF-16BE');
    for (const hex of [utf8.toString('hex'), utf8.toString('hex').toUpperCase()]) add(Buffer.from(hex), 'hex');
    for (const part of base64Parts(utf8)) {
      add(Buffer.from(part), 'base64');
      add(Buffer.from(part.replaceAll('+', '-').replaceAll('/', '_')), 'base64url');
    }
    const percent = [...utf8].map((byte) => `%${byte.toString(16)}`).join('');
    for (const spelled of [percent, percent.toUpperCase()]) add(Buffer.from(spelled), 'percent-encoded');
  }
  return [...needles.values()];
};

const LARGEST_INFLATED = 64 * 1024 * 1024;

/** What a compressed stream that begins at an offset holds, or undefined where none does. */
const inflated = (bytes: Buffer, at: number): { how: string; bytes: Buffer } | undefined => {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  const rest = bytes.subarray(at);
  // What is cut short still gives what came before.
  const cut = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST_INFLATED };
  try {
    if (a === 0x1f && b === 0x8b && c === 8) return { how: 'gzip', bytes: unzipSync(rest, cut) };
    if ((a & 0x0f) === 8 && a >> 4 <= 7 && (a * 256 + b) % 31 === 0 && (b & 0x20) === 0)
      return { how: 'zlib', bytes: inflateSync(rest, cut) };
    if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd)
      return { how: 'zstd', bytes: zstdDecompressSync(rest, { maxOutputLength: LARGEST_INFLATED }) };
    // A member of a ZIP: after its header, its name and its extra field.
    if (a === 0x50 && b === 0x4b && c === 3 && d === 4 && rest.length > 30 && rest.readUInt16LE(8) === 8)
      return {
        how: 'zip',
        bytes: inflateRawSync(rest.subarray(30 + rest.readUInt16LE(26) + rest.readUInt16LE(28)), cut),
      };
  } catch {
    // It only looked like one.
  }
  return undefined;
};

const FIRST_BYTES = [0x08, 0x18, 0x1f, 0x28, 0x38, 0x48, 0x50, 0x58, 0x68, 0x78];

export type Found = { how: string; text: string };

/** Finds the needles in bytes, and in what is compressed in them, two layers deep. */
export const findIn = (bytes: Buffer, needles: readonly Needle[], depth = 2): Found[] => {
  const found: Found[] = [];
  for (const needle of needles) {
    const at = bytes.indexOf(needle.bytes);
    if (at >= 0)
      found.push({
        how: needle.how,
        text: bytes
          .subarray(at, at + needle.bytes.length * 2)
          .toString(needle.how === 'UTF-16LE' ? 'utf16le' : 'latin1'),
      });
  }
  if (depth === 0) return found;
  const within = (how: string, inner: Buffer): void => {
    for (const one of findIn(inner, needles, depth - 1)) found.push({ ...one, how: `${how}, ${one.how}` });
  };
  for (const first of FIRST_BYTES)
    for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
      const stream = inflated(bytes, at);
      if (stream && stream.bytes.length > 8) within(stream.how, stream.bytes);
    }
  // Brotli has no sign to know it by; a file of it begins at its first byte.
  try {
    within(
      'brotli',
      brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: LARGEST_INFLATED }),
    );
  } catch {
    // It is none.
  }
  return found;
};

export type Searched = { files: number; bytes: number; found: (Found & { file: string })[] };

/** Every file below a folder, whatever its kind, without following links. */
export const filesBelow = (folder: string): string[] => {
  const files: string[] = [];
  const walk = (at: string): void => {
    let names: string[];
    try {
      names = readdirSync(at);
    } catch {
      // Removed in the meantime.
      return;
    }
    for (const name of names) {
      const path = join(at, name);
      const kind = lstatSync(path, { throwIfNoEntry: false });
      if (kind?.isDirectory()) walk(path);
      else if (kind) files.push(path);
    }
  };
  walk(folder);
  return files;
};

/** Searches the files of folders: their bytes, their names, and where links point to. */
export const searchFolders = (folders: readonly string[], needles: readonly Needle[]): Searched => {
  const searched: Searched = { files: 0, bytes: 0, found: [] };
  for (const folder of folders)
    for (const file of filesBelow(folder)) {
      const kind = lstatSync(file, { throwIfNoEntry: false });
      if (!kind) continue;
      searched.files += 1;
      const name = Buffer.from(file.slice(folder.length));
      for (const one of findIn(name, needles, 0)) searched.found.push({ ...one, how: `name, ${one.how}`, file });
      let bytes: Buffer;
      try {
        if (kind.isSymbolicLink()) bytes = Buffer.from(readlinkSync(file));
        else if (kind.isFile()) bytes = readFileSync(file);
        else continue;
      } catch {
        continue;
      }
      searched.bytes += bytes.length;
      for (const one of findIn(bytes, needles)) searched.found.push({ ...one, file });
    }
  return searched;
};

/** A file that a process has open, by its number; whether it can still be reached by its name. */
export type OpenFile = { pid: number; path: string; deleted: boolean; writable: boolean; read(): Buffer };

/** Processes whose command line or environment names a folder: those of an app that was given it. Linux only. */
export const processesOf = (folder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/environ`, 'latin1').includes(folder) ||
          readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder)
        );
      } catch {
        return false;
      }
    })
    .map(Number);

/** The regular files that processes have open, on a disk. Memory that looks like a file (/dev/shm, memfd) is none. */
export const openFiles = (pids: readonly number[]): OpenFile[] =>
  pids.flatMap((pid) => {
    let fds: string[];
    try {
      fds = readdirSync(`/proc/${pid}/fd`);
    } catch {
      return [];
    }
    return fds.flatMap((fd) => {
      const at = `/proc/${pid}/fd/${fd}`;
      try {
        const path = readlinkSync(at);
        if (!path.startsWith('/') || /^\/(dev|proc|sys|memfd:)/.test(path) || !statSync(at).isFile()) return [];
        const flags = Number.parseInt(
          /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0',
          8,
        );
        return [
          {
            pid,
            path: path.replace(/ \(deleted\)$/, ''),
            deleted: path.endsWith(' (deleted)'),
            writable: (flags & 3) !== 0,
            read: () => readFileSync(at),
          },
        ];
      } catch {
        return [];
      }
    });
  });
