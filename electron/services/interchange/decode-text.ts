import { isUtf8 } from 'node:buffer';
import { FileProblem } from './file-problem.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type DetectedEncoding = {
  encoding: TextEncoding;
  /** Length of the byte order mark, in bytes. */
  skip: number;
  /** A sentence for the report where the encoding is a guess. */
  note?: string;
};

/** A part of the file as text, with every kind of line break turned into `\n`. */
export type TextPiece = { text: string /** Bytes of the file read so far. */; bytesRead: number };

/** How much is decoded at once. At least a few characters. */
export const PIECE_BYTES = 256 * 1024;
const SAMPLE_BYTES = 4096;

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Text in UTF-16 without a mark has a zero in every other byte, wherever its letters are Latin. */
const zerosAtEveryOther = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const pairs = Math.min(bytes.length, SAMPLE_BYTES) >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
};

/**
 * Says in which encoding a file is written: by its byte order mark, else by the bytes themselves. What is not valid
 * UTF-8 is taken for Windows-1252, the way Excel wrote CSV for twenty years.
 *
 * @throws FileProblem for UTF-32, and for zero bytes, which no text holds
 */
export const detectEncoding = (bytes: Uint8Array): DetectedEncoding => {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw new FileProblem(
      'file-encoding',
      'This file is written in UTF-32, which Rollmark does not read.',
      'Save it as “CSV UTF-8” and try again.',
    );
  }
  if (a === 0xef && b === 0xbb && c === 0xbf) return fromUtf8(bytes, 3);
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', skip: 2 };
  const wide = zerosAtEveryOther(bytes);
  return wide ? { encoding: wide, skip: 0 } : fromUtf8(bytes, 0);
};

const fromUtf8 = (bytes: Uint8Array, skip: number): DetectedEncoding => {
  if (buffer(bytes).includes(0)) {
    throw new FileProblem(
      'file-not-text',
      'This file holds zero bytes, which text never does: it is damaged, or it is no CSV file.',
      'Export it again from the program it came from, as CSV.',
    );
  }
  if (isUtf8(bytes)) return { encoding: 'utf-8', skip };
  return {
    encoding: 'windows-1252',
    skip,
    note: 'The file is not in UTF-8; its accented letters were read as Windows-1252, which older versions of Excel write. Check names such as José or Müller.',
  };
};

// Bytes 80 to 9F of Windows-1252. The five that stand for nothing stay control characters, which the rules refuse.
const WINDOWS_1252 =
  '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F' + // 80-8F
  '\x90‘’“”•–—˜™š›œ\x9DžŸ'; // 90-9F
const HIGH_CONTROLS = /[\x80-\x9F]/g;

const asWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(HIGH_CONTROLS, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!);

/** Line by line, because files put together from two programs hold both encodings. */
const asUtf8OrWindows1252 = (bytes: Buffer): string => {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    lines.push(isUtf8(line) ? line.toString('utf8') : asWindows1252(line));
    from += line.length;
  }
  return lines.join('');
};

const asUtf16 = (bytes: Buffer, bigEndian: boolean): string => {
  const text = (bigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  // Half a surrogate pair can't be written to a record (RFC 8785); U+FFFD shows where a letter was lost.
  return text.isWellFormed() ? text : text.toWellFormed();
};

/** Where a piece may end without cutting a character, or for Windows-1252 a line, in two. */
const pieceEnd = (bytes: Buffer, from: number, encoding: TextEncoding, pieceBytes: number): number => {
  let end = Math.min(from + Math.max(pieceBytes, 16), bytes.length);
  if (end === bytes.length) return encoding.startsWith('utf-16') ? end - ((end - from) % 2) : end;
  if (encoding === 'utf-8') {
    while ((bytes[end]! & 0xc0) === 0x80) end--;
  } else if (encoding === 'windows-1252') {
    const line = bytes.lastIndexOf(0x0a, end - 1);
    if (line >= from) end = line + 1;
  } else {
    end -= (end - from) % 2;
    const high = bytes[encoding === 'utf-16be' ? end - 2 : end - 1]!;
    if (high >= 0xd8 && high <= 0xdb) end -= 2;
  }
  return end;
};

/**
 * The file as text, a piece at a time, so that a large file is never in memory as one string. Line breaks of all
 * kinds come out as `\n`.
 */
export function* decodeText(
  bytes: Uint8Array,
  { encoding, skip }: DetectedEncoding,
  pieceBytes = PIECE_BYTES,
): Generator<TextPiece> {
  const all = buffer(bytes);
  let carried = '';
  for (let from = skip; from < all.length; ) {
    const end = pieceEnd(all, from, encoding, pieceBytes);
    const part = all.subarray(from, end);
    let text =
      carried +
      (encoding === 'utf-8'
        ? part.toString('utf8')
        : encoding === 'windows-1252'
          ? asUtf8OrWindows1252(part)
          : asUtf16(part, encoding === 'utf-16be'));
    // A last odd byte of UTF-16 is half a character: nothing to read.
    from = encoding.startsWith('utf-16') && all.length - end === 1 ? all.length : end;
    carried = '';
    if (text.includes('\r')) {
      // The line feed that belongs to a last carriage return may be in the next piece.
      if (text.endsWith('\r') && from < all.length) {
        carried = '\r';
        text = text.slice(0, -1);
      }
      text = text.replace(/\r\n?/g, '\n');
    }
    yield { text, bytesRead: from };
  }
}
