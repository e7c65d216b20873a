import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcquisitionDraft, emptyAcquisition } from '../../../shared/domain/fields.ts';
import { nearRowFinder } from './near-rows.ts';

const tool = (serial: string, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition('tool'),
  manufacturer: 'DeWalt',
  model: 'DCD791',
  serials: serial.split(';'),
  ...more,
});
const car = (serial: string, more: Partial<AcquisitionDraft> = {}) =>
  tool(serial, { category: 'vehicle', manufacturer: 'Chevrolet', model: 'Cruze', ...more });
const find = (...drafts: AcquisitionDraft[]) => {
  const next = nearRowFinder();
  return drafts.map((draft, at) => next(at + 1, draft));
};
const said = (...drafts: AcquisitionDraft[]) =>
  find(...drafts).map((f) => f && `${f.severity} ${f.code} ${/row (\d+)/.exec(f.message)?.[1]}`);

describe('rows of one file whose numbers are nearly the same', () => {
  it('are told on the later of them', () => {
    expect(said(tool('B8O1X'), tool('778812345'), tool('B801X'), tool('778812354'), tool('QK48213'))).toEqual([
      undefined,
      undefined,
      'warning serial-look-alike 1',
      'warning serial-transposition 2',
      undefined,
    ]);
    expect(said(tool('QK48213'), tool('QK4821'), tool('QX48213'))).toEqual([
      undefined,
      'hint serial-one-edit 1',
      'hint serial-one-edit 1',
    ]);
    expect(said(tool('12345'), tool('12?45'))).toEqual([undefined, 'warning serial-partly 1']);
    expect(find(tool('b8o1-x'), tool('B801X'))[1]!.message).toBe(
      'b8o1-x in row 1 looks the same to the eye. Read both numbers again, character by character.',
    );
  });

  it('of one vehicle or one maker, however it is written', () => {
    expect(said(car('1G1ZC5E02CF123456'), car('1G1ZC5E02CF123465', { manufacturer: 'Ford', model: 'F-150' }))).toEqual([
      undefined,
      'warning serial-transposition 1',
    ]);
    expect(said(tool('B8O1X'), tool('B801X', { manufacturer: 'De Walt' }))[1]).toBe('warning serial-look-alike 1');
    expect(said(tool('B8O1X'), tool('B801X', { manufacturer: 'Makita' }))).toEqual([undefined, undefined]);
    expect(said(tool('QK48213'), tool('QK4821', { model: 'DCF887' }))).toEqual([undefined, undefined]);
    expect(said(tool('B8O1X', { manufacturer: '' }), tool('B801X', { manufacturer: '' }))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('of a delivery in a series are not', () => {
    const series = Array.from({ length: 300 }, (_, n) => tool(`KRZ${1000 + n}`));
    expect(said(...series).filter(Boolean)).toEqual([]);
    expect(said(...series.toReversed()).filter(Boolean)).toEqual([]);
  });

  it('of numbers that run on are hints where two digits are swapped, and nothing where one character is more', () => {
    const running = Array.from({ length: 40 }, (_, n) => tool(`KRZ${2000 + 7 * n}`));
    expect(
      said(...running, tool('KRZ2001'))
        .slice(6)
        .filter((s) => s?.startsWith('warning')),
    ).toEqual([]);
    expect(said(...running, tool('KRZ2401')).at(-1)).toBeUndefined();
    expect(said(...running, tool('KRZ2016'), tool('KRZ2061')).at(-1)).toBe('hint serial-transposition 41');
    expect(said(...running, tool('KRZ20147')).at(-1)).toMatch(/^hint serial-one-edit/);
    const longer = Array.from({ length: 40 }, (_, n) => tool(`KRZ${20_100 + 3 * n}`));
    expect(said(tool('KRZ2014'), ...longer, tool('KRZ20147')).at(-1)).toBeUndefined();
    // What looks alike is one number to the eye, however close the others are.
    expect(said(...running, tool('KRZ2O14')).at(-1)).toBe('warning serial-look-alike 3');
    // A few numbers are no run.
    expect(said(tool('778812345'), tool('778812399'), tool('778812354')).at(-1)).toBe('warning serial-transposition 1');
  });

  it('the very number, a short one and a word for none are not told here', () => {
    expect(said(tool('B801X'), tool('b801-x'), tool('801'), tool('8O1'), tool('NONE'), tool('N0NE'))).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
    ]);
    // A third time: that it is the second row's number says more than that it looks like the first row's.
    expect(said(tool('B8O1X'), tool('B801X'), tool('B801X')).at(-1)).toBeUndefined();
  });

  it('each of several on a line is looked at', () => {
    expect(said(tool('ZZZ9999;B8O1X'), tool('QQQ1111;B801X'))[1]).toBe('warning serial-look-alike 1');
    // They are of one line, and are not held against each other.
    expect(said(tool('B8O1X;B801X'))).toEqual([undefined]);
  });

  it('is found for every look-alike and every swap that is none of a series', () => {
    const serial = fc.stringMatching(/^[A-HJ-NP-Z]{2}[0-9]{5,8}$/);
    fc.assert(
      fc.property(serial, fc.nat(), fc.array(serial, { maxLength: 30 }), (right, n, others) => {
        const at = n % (right.length - 1);
        fc.pre(right[at] !== right[at + 1]);
        const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
        const found = find(tool(right), ...others.map((o) => tool(o, { manufacturer: 'Makita' })), tool(swapped)).at(
          -1,
        );
        expect(found?.code).toMatch(/^serial-(transposition|look-alike)$/);
      }),
    );
  });

  it('in a large file, look-alikes and swaps are found to its end, one character only among its first 20,000 numbers', () => {
    const next = nearRowFinder();
    const rows = [
      'B8O1X',
      '778812345',
      'QK48213',
      'QX48213',
      ...Array.from({ length: 20_000 }, (_, n) => `ZZ${n * 97}`),
    ];
    rows.push('B801X', '778812354', 'QK4821');
    const found = rows.map((serial, at) =>
      next(at + 1, tool(serial, at < 4 || at > 20_003 ? {} : { manufacturer: 'Makita' })),
    );
    expect(found[3]!.code).toBe('serial-one-edit');
    expect(found.slice(-3).map((f) => f?.code)).toEqual(['serial-look-alike', 'serial-transposition', undefined]);
  });

  it('takes no time squared where all rows are near each other, nor where one number repeats', () => {
    const started = performance.now();
    const next = nearRowFinder();
    for (let row = 1; row <= 20_000; row++) next(row, tool(row % 2 ? 'AAAAAAAA0001' : `AAAAAAAA${row % 10}001`));
    for (let row = 1; row <= 20_000; row++) next(row, tool(`KRZ${String(row).padStart(6, '0')}`));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
