import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeScanDetector, type ScanDetectorOptions } from './scan-timing.ts';

const play = (keys: readonly string[], gap: (i: number) => number, options?: ScanDetectorOptions) => {
  const detector = makeScanDetector(options);
  let at = 1000;
  for (const [i, key] of keys.entries()) {
    const verdict = detector.key(key, at);
    if (verdict) return verdict;
    at += gap(i);
  }
  return detector.end();
};
const code = [...'RS58411C'];

describe('a scanner or a person', () => {
  it.each([
    ['a scanner', [...code, 'Enter'], () => 4, true],
    ['a slow scanner that ends with Tab', [...code, 'Tab'], () => 30, true],
    ['a scanner that sends Shift', ['Shift', 'R', 'Shift', 'S', ...'58411', 'Shift', 'C', 'Enter'], () => 3, true],
    ['a scanner with one hiccup', [...code, 'Enter'], (i: number) => (i === 3 ? 250 : 6), true],
    ['a person', [...code, 'Enter'], (i: number) => 120 + 37 * (i % 3), false],
    ['a very fast person', [...code, 'Enter'], () => 60, false],
    ['a person who began before the scan', [...'AB12CD34', 'Enter'], (i: number) => (i < 5 ? 200 : 5), false],
    ['too few characters', [...'AB12C', 'Enter'], () => 4, false],
    ['no ending key', code, () => 4, false],
    ['a key held down', [...'A1111111111', 'Enter'], (i: number) => (i === 0 ? 400 : 30), false],
    ['a key struck fast and held down', [...'A1111111111', 'Enter'], () => 30, false],
    ['a scan taken back in part', [...code, 'Backspace', 'D', 'Enter'], () => 4, false],
    ['a field cleared, then scanned into', ['Backspace', ...code, 'Enter'], (i: number) => (i === 0 ? 700 : 4), true],
    ['a field cleared and typed into', ['Backspace', ...code, 'Enter'], (i: number) => (i === 0 ? 700 : 90), false],
    ['a field cleared in the midst', ['Backspace', ...code, 'Enter'], () => 4, false],
    ['nothing', ['Enter'], () => 4, false],
  ])('%s', (_, keys, gap, scanned) => {
    expect(play(keys, gap).scanned).toBe(scanned);
  });

  it('may be told that the scanner sends no ending key', () => {
    expect(play(code, () => 4, { withoutEnding: true })).toEqual({ scanned: true, text: 'RS58411C' });
  });

  it('gives the text and the key, and begins anew', () => {
    const detector = makeScanDetector();
    for (const [i, c] of code.entries()) detector.key(c, 5 * i);
    expect(detector.key('Enter', 50)).toEqual({ scanned: true, text: 'RS58411C', ending: 'Enter' });
    expect(detector.key('Tab', 60)).toEqual({ scanned: false, text: '', ending: 'Tab' });
  });

  it('knows any scanner from any person', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABCDEF0123456789'), minLength: 6, maxLength: 20 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 35 }), { minLength: 20, maxLength: 20 }), (typed, gaps) => {
        const turns = [...typed].filter((c, i) => i > 0 && c !== typed[i - 1]).length;
        expect(play([...typed, 'Enter'], (i) => gaps[i]!).scanned).toBe(turns >= 3);
        expect(play([...typed, 'Enter'], (i) => gaps[i]! + 36).scanned).toBe(false);
      }),
    );
  });
});
