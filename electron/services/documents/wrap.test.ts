import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPdf } from './pdf-file.ts';
import { wrap } from './wrap.ts';

const { sans, mono } = openPdf({
  title: '',
  printedAt: '2026-11-22T00:00:00.000Z',
  paper: 'letter',
  layout: 'portrait',
}).faces;

const linesOf = (text: string, limit: number, indent = 0, face = mono): string[] => {
  const out: string[] = [];
  expect(wrap(face, text, limit, indent, out)).toBe(out.length);
  expect(wrap(face, text, limit, indent)).toBe(out.length);
  return out;
};

// Every character of the mono face is 600 units wide.
const characters = (n: number) => n * 600;

describe('wrap', () => {
  it('breaks between words and drops only the spaces there', () => {
    expect(linesOf('one two  three', characters(7))).toEqual(['one two', 'three']);
    expect(linesOf('one two', characters(7))).toEqual(['one two']);
    expect(linesOf('', characters(7))).toEqual([]);
  });

  it('breaks after a hyphen, which stays', () => {
    expect(linesOf('Short-barreled rifle', characters(9))).toEqual(['Short-', 'barreled', 'rifle']);
  });

  it('keeps a number with hyphens whole where asked to', () => {
    const out: string[] = [];
    wrap(mono, '1-23-456', characters(10), characters(4), out, false);
    expect(out).toEqual(['', '1-23-456']);
  });

  it('breaks a word that is longer than a line without adding anything', () => {
    expect(linesOf('ABCDEFGHIJ', characters(4))).toEqual(['ABCD', 'EFGH', 'IJ']);
    expect(linesOf('x ABCDEFGHIJ', characters(4))).toEqual(['x', 'ABCD', 'EFGH', 'IJ']);
  });

  it('leaves room for a label on the first line, and gives it a line of its own beside a word that does not fit', () => {
    expect(linesOf('ab cd', characters(6), characters(3))).toEqual(['ab', 'cd']);
    expect(linesOf('abcdef', characters(6), characters(3))).toEqual(['', 'abcdef']);
  });

  it('keeps a pair of surrogates and the code of a character without a glyph together', () => {
    // Printed as <U+1F52B>: nine characters wide.
    expect(linesOf('a🔫b', characters(10))).toEqual(['a🔫', 'b']);
    expect(linesOf('a🔫b', characters(9))).toEqual(['a', '🔫', 'b']);
  });

  it('loses no character and fills no line beyond its limit, whatever the text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'W', 'é', '-', ' ', ' ', '/', ',', '中', '🔫', 'ñ', '0'), { maxLength: 60 })
      .map((parts) => parts.join('').trim());
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 30 }), fc.integer({ min: 0, max: 8 }), (typed, limit, indent) => {
        const lines = linesOf(typed, limit * 600, indent * 600, sans);
        expect(lines.join('').replaceAll(' ', '')).toBe(typed.replaceAll(' ', ''));
        lines.forEach((line, n) => {
          expect(sans.width(line)).toBeLessThanOrEqual(limit * 600 - (n === 0 && line !== '' ? indent * 600 : 0));
        });
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
