import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialKey, serialSkeleton } from './normalise.ts';
import { alignSerials, compareSerials, looksLike, similarity } from './similar.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const key = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 4, maxLength: 18 });
/** With separators and small letters, as people write them. */
const written = fc.string({ unit: fc.constantFrom(...ALPHABET, ...'abcxyz -./é'), maxLength: 20 });
const anything = fc.string({ unit: 'grapheme', maxLength: 12 });

describe('two serial numbers', () => {
  it.each([
    ['AB-12 34', 'ab1234', 'same', undefined],
    ['B8O1', 'B801', 'look-alike', 2],
    ['GLK0101', 'GLKO1O1', 'look-alike', 3],
    ['AB1234', 'AB1324', 'transposition', 3],
    ['RS58411C', 'RS58411', 'one-edit', 7],
    ['RS58411C', 'RS58511C', 'one-edit', 4],
    ['RS58411C', 'RS558411C', 'one-edit', 3],
    ['SN345678', '345678', 'shifted', 2],
    ['45678-01', '45678', 'shifted', 0],
    ['123456', '234567', 'shifted', 1],
    ['AB1234', 'CD5678', 'different', 0],
    ['AB1234', 'AB1256', 'different', 4],
    ['', 'AB1234', 'different', undefined],
    ['--', '--', 'different', undefined],
    ['AB120', 'BA12O', 'transposition', 0],
    ['AB123450', 'AC12345O', 'one-edit', 1],
    ['12?45', '12345', 'partly', 2],
    ['12345', '12?4?', 'partly', 2],
    ['12?45', '12?45', 'same', undefined],
    ['12?45', '1245', 'one-edit', 2],
    ['12?4S', '12345', 'look-alike', 2],
    ['12?45', '92345', 'different', 0],
  ])('%s and %s: %s', (a, b, kind, at) => {
    const got = compareSerials(a, b);
    expect([got.kind, got.at]).toEqual([kind, at]);
    expect(got.says).not.toMatch(/undefined|NaN/);
  });

  it('says the place in words', () => {
    expect(compareSerials('B8O1', 'B801').says).toBe('character 3 is O in one and 0 in the other, which look alike');
    expect(compareSerials('AB1234', 'AB1324').says).toBe('characters 4 and 5 have changed places (23, 32)');
    expect(compareSerials('RS58411C', 'RS58411').says).toBe('one has C as character 8, and the other lacks it');
    expect(compareSerials('B8O1', '8801').says).toContain('and one more differs so');
  });

  it('compares alike in both directions', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        expect(compareSerials(a, b).kind).toBe(compareSerials(b, a).kind);
        expect(similarity(a, b)).toBeCloseTo(similarity(b, a), 9);
      }),
    );
  });

  it('finds every swap of neighbours, every lost and every replaced character', () => {
    fc.assert(
      fc.property(key, fc.nat(), fc.constantFrom(...ALPHABET), (a, n, c) => {
        const i = n % (a.length - 1);
        const swapped = a.slice(0, i) + a[i + 1] + a[i] + a.slice(i + 2);
        const lost = a.slice(0, i) + a.slice(i + 1);
        const replaced = a.slice(0, i) + c + a.slice(i + 1);
        const kindOf = (b: string) => compareSerials(a, b).kind;
        if (serialKey(swapped) === a) expect(kindOf(swapped)).toBe('same');
        else if (serialSkeleton(swapped) === serialSkeleton(a)) expect(kindOf(swapped)).toBe('look-alike');
        else expect(kindOf(swapped)).toBe('transposition');
        expect(kindOf(lost)).toBe('one-edit');
        if (c === a[i]) expect(kindOf(replaced)).toBe('same');
        else if (serialSkeleton(c) === serialSkeleton(a[i]!)) expect(kindOf(replaced)).toBe('look-alike');
        else expect(kindOf(replaced)).toBe('one-edit');
        expect(similarity(a, swapped)).toBeGreaterThan(0.9 - 1 / a.length);
      }),
    );
  });

  it('takes a skeleton for a suggestion: the kind is never same unless the keys are', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        if (compareSerials(a, b).kind === 'same') expect(serialKey(a)).toBe(serialKey(b));
      }),
    );
  });

  it('ranks the likelier slip first', () => {
    const right = 'GSB801UV';
    const slips = ['GSB8O1UV', 'GSB810UV', 'GSB807UV', 'GSB804UV', 'GXB804UV'];
    const scores = slips.map((s) => similarity(right, s));
    expect(scores).toEqual([...scores].sort((x, y) => y - x));
    expect(new Set(scores).size).toBe(scores.length);
    expect(similarity('AB-12', 'ab 12')).toBe(1);
    expect(similarity('AAAA', '9999')).toBe(0);
    expect(similarity('', 'A')).toBeLessThan(0.5);
  });

  it.each([
    ['6', 'G', true],
    ['V', 'U', true],
    ['O', '0', true],
    ['A', 'Z', false],
    ['A', 'A', false],
  ])('%s and %s look alike: %s', (a, b, alike) => {
    expect(looksLike(a, b)).toBe(alike);
    expect(looksLike(b, a)).toBe(alike);
  });
});

describe('two numbers laid under each other', () => {
  const show = (a: string, b: string) =>
    alignSerials(a, b)
      .map((p) => `${p.a || '·'}${p.same ? '=' : p.swapped ? 'x' : p.lookAlike ? '~' : '!'}${p.b || '·'}`)
      .join(' ');

  it.each([
    ['AB-12', 'ab12', 'A=a B=b -=· 1=1 2=2'],
    ['B8O1', 'B801', 'B=B 8=8 O~0 1=1'],
    ['1234', '1324', '1=1 2x3 3x2 4=4'],
    ['RS584', 'RS84', 'R=R S=S 5!· 8=8 4=4'],
    ['A-1', 'A 1', 'A=A -=  1=1'],
    ['X9', '', 'X!· 9!·'],
    ['ABC1', 'AZC1', 'A=A B!Z C=C 1=1'],
  ])('%s under %s', (a, b, shown) => {
    expect(show(a, b)).toBe(shown);
  });

  it('gives both numbers back, letter by letter', () => {
    fc.assert(
      fc.property(fc.oneof(written, anything), fc.oneof(written, anything), (a, b) => {
        const places = alignSerials(a, b);
        expect(places.map((p) => p.a).join('')).toBe(a);
        expect(places.map((p) => p.b).join('')).toBe(b);
        expect(places.every((p) => p.a !== '' || p.b !== '')).toBe(true);
      }),
    );
  });

  it('shows no difference where there is none, and at least one where there is', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(alignSerials(a, `${a.slice(0, 2)}-${a.slice(2).toLowerCase()}`).every((p) => p.same)).toBe(true);
        if (a !== b) expect(alignSerials(a, b).some((p) => !p.same)).toBe(true);
      }),
    );
  });
});
