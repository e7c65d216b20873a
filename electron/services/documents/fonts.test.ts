import { describe, expect, it } from 'vitest';
import { BYTES_A_UNIT, type Face } from './fonts.ts';
import { openPdf } from './pdf-file.ts';
import { faceForNumber, serialLines, serialTexts } from './serial-text.ts';

const { faces } = openPdf({
  title: '',
  printedAt: '2026-11-22T00:00:00.000Z',
  paper: 'letter',
  layout: 'portrait',
});

const written = (face: Face, text: string): number[] => {
  const bytes = new Uint8Array(text.length * BYTES_A_UNIT);
  return [...bytes.subarray(0, face.write(text, bytes, 0))];
};

/**
 * What a PDF reader takes from the inside of a literal string, as glyph numbers in hex. A carriage return that is not
 * escaped reads as a line feed (ISO 32000, 7.3.4.2); some readers are lenient there, so only this test would notice.
 */
const glyphs = (bytes: readonly number[]): string[] => {
  const plain: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x0d) plain.push(0x0a);
    else if (bytes[i] !== 0x5c) plain.push(bytes[i]!);
    else {
      i++;
      plain.push(bytes[i] === 0x72 ? 0x0d : bytes[i] === 0x6e ? 0x0a : bytes[i]!);
    }
  }
  const out: string[] = [];
  for (let i = 0; i < plain.length; i += 2) out.push(((plain[i]! << 8) | plain[i + 1]!).toString(16).padStart(4, '0'));
  return out;
};

describe('faces', () => {
  it('sets numbers with the slashed zero, and text without', () => {
    const [[slashed]] = faces.mono.font.encode('0', ['zero']);
    const [[plain]] = faces.mono.font.encode('0', []);
    expect(slashed).not.toBe(plain);
    expect(glyphs(written(faces.mono, '0'))).toEqual([slashed]);
    expect(glyphs(written(faces.sans, '0'))).toEqual(faces.sans.font.encode('0', [])[0]);
  });

  it('prints what has no glyph, and what nobody can see, as code points', () => {
    expect(written(faces.sans, '中')).toEqual(written(faces.sans, '<U+4E2D>'));
    expect(written(faces.sans, '🔫')).toEqual(written(faces.sans, '<U+1F52B>'));
    expect(written(faces.sans, '\u200b\u202e')).toEqual(written(faces.sans, '<U+200B><U+202E>'));
    expect(written(faces.sans, '\ud83d')).toEqual(written(faces.sans, '<U+D83D>'));
    expect(written(faces.sans, '\t')).toEqual(written(faces.sans, '<U+0009>'));
    expect(faces.mono.width('中')).toBe(8 * 600);
    expect(faces.mono.width('🔫')).toBe(9 * 600);
  });

  it('writes every glyph number so that a reader of literal strings gets it back', () => {
    // Several hundred characters: their numbers run through the bytes that must be escaped.
    const text = String.fromCodePoint(...Array.from({ length: 0x180 - 0x20 }, (_, n) => 0x20 + n)).replace(
      /[\x7f-\x9f\u00ad]/g,
      '',
    );
    const face = faces.bold;
    const expected = [...text].flatMap((char) => face.font.encode(char, [])[0]);
    expect(expected).toEqual(expect.arrayContaining(['0028', '0029', '005c', '000d', '000a']));
    expect(glyphs(written(face, text))).toEqual(expected);
  });

  it('measures as PDFKit does, without kerning', () => {
    expect(faces.sans.width('AV')).toBe(faces.sans.width('A') + faces.sans.width('V'));
    expect(faces.mono.width('AB12')).toBe(4 * 600);
  });
});

describe('serial numbers', () => {
  it('are set in mono unless it lacks a letter that the text face has', () => {
    // Ids and not faces: the difference of two fonts takes minutes to print.
    expect(faceForNumber(faces, 'AB-12').id).toBe(faces.mono.id);
    expect(faceForNumber(faces, 'Ж-12').id).toBe(faces.mono.id);
    expect(faceForNumber(faces, 'Ω-12').id).toBe(faces.sans.id);
    expect(faceForNumber(faces, '中-12').id).toBe(faces.mono.id);
  });

  it('stand under one another in marked order', () => {
    expect(serialTexts('A1; B 2;C3')).toEqual(['A1', 'B 2', 'C3']);
    expect(serialLines('A1; B 2;C3')).toEqual(['A1;', 'B 2;', 'C3']);
    expect(serialLines('')).toEqual([]);
  });
});
