import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UNSEEN } from '../../../shared/domain/unseen.ts';

/**
 * The fonts of every printed page: IBM Plex Sans for text, IBM Plex Mono with the slashed zero for numbers that must be
 * copied exactly (interface design, Language). A face writes single glyphs through PDFKit's font subset, so that PDFKit
 * embeds them and writes the map back to Unicode; each character is shaped once and then looked up.
 */

/** The part of PDFKit's embedded font that a face uses. PDFKit's own types stop at the document. */
export type EmbeddedFont = {
  id: string;
  /** fontkit's font. */
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
  /** Shapes a text, puts its glyphs into the embedded subset, and gives them in hex with their advances in 1/1000 em. */
  encode(text: string, features: readonly string[]): [string[], { xAdvance: number }[]];
  ref(): unknown;
  /** Embeds the subset; nothing may be added to it afterwards. */
  finalize(): void;
};

export type Face = {
  /** The font's name in a content stream, such as `F1`. */
  id: string;
  font: EmbeddedFont;
  has(codePoint: number): boolean;
  /** Advance of one character, in 1/1000 em. */
  advance(codePoint: number): number;
  /** Width of a text in 1/1000 em: the sum of its characters' advances; pairs are not kerned. */
  width(text: string): number;
  /**
   * Writes the text's glyphs as the inside of a content stream's literal string, two bytes each, into `bytes` from
   * `at` on; there must be room for `BYTES_A_UNIT` times the text's length. Gives the place after them.
   */
  write(text: string, bytes: Uint8Array, at: number): number;
};

const FILES = {
  sans: 'IBMPlexSans-Regular.ttf',
  bold: 'IBMPlexSans-SemiBold.ttf',
  mono: 'IBMPlexMono-Regular.ttf',
} as const;
export type FaceName = keyof typeof FILES;

/** The slashed zero, in numbers only: text such as a street address reads better without. */
const FEATURES: Readonly<Record<FaceName, readonly string[]>> = { sans: [], bold: [], mono: ['zero'] };

// The sources, the built bundle and the packaged app nest differently below the folder that holds `resources`.
const fontsFolder = (): string => {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const folder = join(at, 'resources', 'fonts');
    if (existsSync(join(folder, FILES.sans))) return folder;
    if (dirname(at) === at) throw new Error('The fonts for printing are missing: resources/fonts was not found.');
  }
};

const read = new Map<FaceName, Buffer>();

/** The bytes of a font file, read once. Throws where the installation lacks it. */
export const fontBytes = (name: FaceName): Buffer => {
  let bytes = read.get(name);
  if (!bytes) {
    bytes = readFileSync(join(fontsFolder(), FILES[name]));
    read.set(name, bytes);
  }
  return bytes;
};

/** What a reader can't see must not vanish on paper either: controls, joiners, direction marks, lone surrogates. */
export const UNPRINTED = new RegExp(String.raw`[${UNSEEN}\p{Cn}]`, 'u');

/** How a character without a glyph is printed: `<U+4E2D>`. */
export const codePointText = (codePoint: number): string =>
  `<U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}>`;

/** Most bytes that one UTF-16 unit of text can take in a literal string: `<U+10FFFF>`, each byte escaped. */
export const BYTES_A_UNIT = 40;

// Beyond this the table would be mostly empty; such characters go through a map.
const TABLE = 0x3000;
const UNKNOWN = 0xffff;

/** A glyph number as a literal string of a content stream holds it: two bytes, delimiters and line ends escaped. */
const literal = (glyph: number): number[] =>
  [glyph >> 8, glyph & 0xff].flatMap((byte) =>
    byte === 0x28 || byte === 0x29 || byte === 0x5c
      ? [0x5c, byte]
      : byte === 0x0d
        ? [0x5c, 0x72]
        : byte === 0x0a
          ? [0x5c, 0x6e]
          : [byte],
  );

/** Makes a face from a font that PDFKit has opened for one document. */
export const makeFace = (name: FaceName, font: EmbeddedFont): Face => {
  const features = FEATURES[name];
  const advances = new Uint16Array(TABLE).fill(UNKNOWN);
  /** The literal of each character: up to four bytes in one number, the first lowest, and how many they are. */
  const packed = new Uint32Array(TABLE);
  const lengths = new Uint8Array(TABLE);
  /** Those of characters beyond the table, and of those printed as code points, which take more bytes. */
  const longs = new Map<number, { advance: number; bytes: number[] }>();

  const has = (codePoint: number): boolean =>
    font.font.hasGlyphForCodePoint(codePoint) && !UNPRINTED.test(String.fromCodePoint(codePoint));

  const learn = (codePoint: number): number => {
    const bytes: number[] = [];
    let advance = 0;
    // One character at a time, so that no ligature joins what the record keeps apart.
    for (const char of has(codePoint) ? [String.fromCodePoint(codePoint)] : codePointText(codePoint)) {
      const [glyphs, positions] = font.encode(char, features);
      for (const glyph of glyphs) bytes.push(...literal(Number.parseInt(glyph, 16)));
      for (const position of positions) advance += position.xAdvance;
    }
    advance = Math.round(advance);
    if (codePoint < TABLE) {
      advances[codePoint] = advance;
      lengths[codePoint] = bytes.length > 4 ? 0 : bytes.length;
      packed[codePoint] = bytes.slice(0, 4).reduceRight((sum, byte) => sum * 256 + byte, 0);
    }
    if (codePoint >= TABLE || bytes.length > 4) longs.set(codePoint, { advance, bytes });
    return advance;
  };

  const advanceOf = (codePoint: number): number => {
    const known = codePoint < TABLE ? advances[codePoint]! : (longs.get(codePoint)?.advance ?? UNKNOWN);
    return known === UNKNOWN ? learn(codePoint) : known;
  };

  return {
    id: font.id,
    font,
    has,
    advance: advanceOf,
    width: (text) => {
      let sum = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code < 0xd800 || code > 0xdfff) sum += advanceOf(code);
        else {
          const codePoint = text.codePointAt(i)!;
          if (codePoint > 0xffff) i++;
          sum += advanceOf(codePoint);
        }
      }
      return sum;
    },
    write: (text, bytes, from) => {
      let at = from;
      for (let i = 0; i < text.length; i++) {
        let code = text.charCodeAt(i);
        if (code >= 0xd800 && code <= 0xdfff) {
          code = text.codePointAt(i)!;
          if (code > 0xffff) i++;
        }
        advanceOf(code);
        const length = code < TABLE ? lengths[code]! : 0;
        if (length > 0) {
          let rest = packed[code]!;
          for (let n = 0; n < length; n++) {
            bytes[at++] = rest & 0xff;
            rest >>>= 8;
          }
        } else {
          for (const byte of longs.get(code)!.bytes) bytes[at++] = byte;
        }
      }
      return at;
    },
  };
};
