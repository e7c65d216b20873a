import { describe, expect, it } from 'vitest';
import { checkSerials, isNoSerial } from './serial.ts';

const codes = (serials: string[], maker = 'Calder') =>
  checkSerials(serials, maker).map((f) => `${f.severity} ${f.code}`);

describe('serial numbers of one firearm', () => {
  it.each([
    'A123456',
    '0013-63972',
    '1',
    'ab 12-3/4',
    'SEE1234',
    'PER-1024',
    'SEE-0012',
    'REFER7',
    'N0NE',
    'Ø17',
    'XX1',
  ])('%s is taken as it is marked', (serial) => {
    expect(codes([serial])).toEqual([]);
  });

  it('none at all is refused', () => {
    expect(codes([])).toEqual(['refused serial-missing']);
    expect(codes(['', ''])).toEqual(['refused serial-missing']);
  });

  it.each([
    'see invoice',
    'See attached',
    'per 4473',
    'invoice 17',
    'refer to file',
    'TBD',
    'pending',
    '???',
    'XXX',
    '--',
  ])('“%s” is refused: the book itself must hold the number', (serial) => {
    expect(codes([serial])).toEqual(['refused serial-elsewhere']);
  });

  it.each(['NSN', 'nsn', 'N.S.N.', 'No Serial', 'no serial number', 'None', 'N/A', 'unknown', 'not marked'])(
    '“%s” is let through with a warning, as only a firearm from before 1968 may have none',
    (serial) => {
      expect(codes([serial])).toEqual(['warning serial-none']);
      expect(isNoSerial(serial)).toBe(true);
    },
  );

  it.each(['1.23457E+12', '5E+10', '1E12'])('%s looks shortened by a spreadsheet', (serial) => {
    expect(codes([serial])).toEqual(['warning serial-spreadsheet']);
  });

  it('a privately made firearm begins with the licence', () => {
    expect(codes(['12345678-0001'], 'PMF')).toEqual([]);
    expect(codes(['G17-0001'], 'pmf')).toEqual(['warning serial-pmf-shape']);
    expect(codes(['***'], 'PMF')).toEqual(['refused serial-empty']);
  });

  it('punctuation alone is no number', () => {
    expect(codes(['#/#'])).toEqual(['refused serial-empty']);
  });

  it('each of several is checked, and one that stands twice is shown', () => {
    expect(codes(['A1', 'A1'])).toEqual(['warning serial-twice']);
    expect(codes(['A1', 'see invoice', 'NSN'])).toEqual(['refused serial-elsewhere', 'warning serial-none']);
    expect(codes(['A\u200B1', 'B\u0007'])).toEqual(['refused text-invisible', 'refused text-invisible']);
  });

  it('one longer than any firearm carries is refused', () => {
    expect(codes(['7'.repeat(60)])).toEqual([]);
    expect(codes(['7'.repeat(61)])).toEqual(['refused text-too-long']);
  });
});

it('letters of another alphabet, a spreadsheet’s faults and lists without end are not let through in silence', () => {
  const of = (...serials: string[]) => checkSerials(serials, 'Ruger').map((f) => [f.code, f.severity]);
  expect(of('АВС123')).toEqual([['serial-other-letters', 'warning']]);
  expect(of('ABC123')).toEqual([]);
  expect(of('ÅÖ12')).toEqual([]);
  expect(of('#N/A')).toEqual([['serial-spreadsheet-fault', 'refused']]);
  expect(of('#REF!')).toEqual([['serial-spreadsheet-fault', 'refused']]);
  expect(of('#12')).toEqual([]);
  expect(of(...Array.from({ length: 21 }, (_, n) => `A${n}`))).toEqual([['serial-too-many', 'refused']]);
  expect(of(...Array.from({ length: 20 }, (_, n) => `A${n}`))).toEqual([]);
});
