import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelBefore, labelFinding } from './label-words.ts';

describe('the label’s word before a number', () => {
  it.each([
    ['S/N 12345', 'S/N', '12345'],
    ['s/n: QK-48213', 's/n', 'QK-48213'],
    ['S/N12345', 'S/N', '12345'],
    ['  S/N 12345 ', 'S/N', '12345'],
    ['SN: R5CR30ABCDE', 'SN', 'R5CR30ABCDE'],
    ['SN#12345', 'SN', '12345'],
    ['S.N. 4711', 'S.N.', '4711'],
    ['Serial 12345', 'Serial', '12345'],
    ['Serial Number 12345', 'Serial Number', '12345'],
    ['SERIAL NO.: 0012-88', 'SERIAL NO.', '0012-88'],
    ['Serial # A1234', 'Serial', 'A1234'],
    ['Ser. No. 4455', 'Ser. No.', '4455'],
    ['IMEI: 356938035643809', 'IMEI', '356938035643809'],
    ['IMEI 1: 356938035643809', 'IMEI 1', '356938035643809'],
    ['VIN: 1HGCM82633A004352', 'VIN', '1HGCM82633A004352'],
    ['VIN# 1HGCM82633A004352', 'VIN', '1HGCM82633A004352'],
    ['VIN1HGCM82633A004352', 'VIN', '1HGCM82633A004352'],
    ['HIN US-ABC12345D404', 'HIN', 'US-ABC12345D404'],
    ['PIN: 1M0X520DCFM012345', 'PIN', '1M0X520DCFM012345'],
    ['Frame no. 4455667', 'Frame no.', '4455667'],
  ])('%s: %s and %s', (text, label, rest) => {
    expect(labelBefore(text)).toEqual({ label, rest, sure: true });
    expect(labelFinding(text)).toMatchObject({ severity: 'warning', code: 'serial-label', suggestion: rest });
  });

  it.each([
    ['No. 12345', '12345'],
    ['No 88123', '88123'],
    ['Nr. 4711', '4711'],
    ['#12345', '12345'],
    ['SN 12345', '12345'],
  ])('%s may be one: a hint', (text, rest) => {
    expect(labelBefore(text)).toMatchObject({ rest, sure: false });
    expect(labelFinding(text)).toMatchObject({ severity: 'hint', suggestion: rest });
  });

  it.each([
    '12345',
    'SN12345',
    'SN-12345',
    'SER4455',
    'NO12345',
    'NR123',
    'VIN12345',
    'PIN4455',
    'S12345',
    'SERIALIZED',
    'S/N',
    'S/N 12',
    'no s/n',
    'VINTAGE-RADIO-000012',
    'Serial number unknown',
    'IMEI-X100',
    'NOVA 12345',
    'Serialnummer',
    'SNA1234',
    '1HGCM82633A004352',
    '',
  ])('%s has none', (text) => {
    expect(labelBefore(text)).toBeUndefined();
    expect(labelFinding(text)).toBeUndefined();
  });

  it('what is left never is longer, nor without a digit', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 25 }),
      fc
        .tuple(fc.constantFrom('S/N', 'Serial No. ', 'VIN:', '#', 'No. '), fc.string({ maxLength: 12 }))
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const found = labelBefore(typed);
        if (!found) return;
        expect(found.rest.length).toBeLessThan(typed.length);
        expect(found.rest).toMatch(/\d/);
      }),
    );
  });
});
