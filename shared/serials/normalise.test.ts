import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsKey, joinSerials, serialKey, serialSkeleton, splitSerials } from './normalise.ts';

describe('derived forms of a serial', () => {
  it('the key drops separators and case only', () => {
    expect(serialKey('ab-12 3')).toBe('AB123');
    expect(serialKey('Ab 12/3.')).toBe(serialKey('AB123'));
    expect(serialKey('0012')).toBe('0012');
    expect(serialKey('Ø-17ñ')).toBe('Ø17Ñ');
    expect(serialKey('#/-')).toBe('');
  });

  it('a ? stands for a character that could not be read, and is kept', () => {
    expect(serialKey('12?-45')).toBe('12?45');
    expect(serialSkeleton('o2?45')).toBe('02?45');
    expect(serialKey('?-??')).toBe('');
    expect(fitsKey('12?45', '12345')).toBe(true);
    expect(fitsKey('12345', '12?45')).toBe(true);
    expect(fitsKey('1?345', '12?45')).toBe(true);
    for (const other of ['1245', '12445?', '92345', '']) expect(fitsKey('12?45', other), other).toBe(false);
  });

  it('the skeleton folds what is misread', () => {
    expect(serialSkeleton('OILSBZ')).toBe('011582');
    expect(serialSkeleton('oil-sbz')).toBe('011582');
    expect(serialSkeleton('Q1')).toBe('Q1');
  });

  it('several serials read back as they were written', () => {
    expect(splitSerials('A1; B2;C3 ;; ')).toEqual(['A1', 'B2', 'C3']);
    expect(splitSerials('')).toEqual([]);
    const serial = fc.string({ minLength: 1 }).filter((s) => !s.includes(';') && s.trim() === s && s !== '');
    fc.assert(
      fc.property(fc.array(serial), (serials) => {
        expect(splitSerials(joinSerials(serials))).toEqual(serials);
      }),
    );
  });

  it('key and skeleton never change under themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(serialSkeleton(serialSkeleton(text))).toBe(serialSkeleton(text));
        expect(serialKey(`-${text} `)).toBe(serialKey(text));
      }),
    );
  });
});
