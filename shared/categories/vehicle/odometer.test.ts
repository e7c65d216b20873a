import { describe, expect, test } from 'vitest';
import type { Details } from '../../domain/fields.ts';
import { ODOMETER_STATUSES, odometerExemptFrom, readOdometer } from './odometer.ts';

const TODAY = '2026-11-22';
const read = (details: Details, year = '') => readOdometer(details, year, TODAY);
const codes = (details: Details, year = '') =>
  read(details, year).findings.map((f) => `${f.severity} ${f.field} ${f.code}`);
const ACTUAL = { odometerStatus: 'Actual' };

describe('a reading', () => {
  test.each([
    ['0', '0', 'mi'],
    ['74712', '74712', 'mi'],
    ['074712', '74712', 'mi'],
    ['74,712', '74712', 'mi'],
    ['74.712', '74712', 'mi'],
    ['74 712 mi', '74712', 'mi'],
    ['74’712 km', '74712', 'km'],
    ['1,234,567', '1234567', 'mi'],
    ['120 miles', '120', 'mi'],
    ['1 mile', '1', 'mi'],
    ['9999999', '9999999', 'mi'],
  ])('of “%s” is kept as %s %s', (odometer, value, unit) => {
    const { details, findings } = read({ odometer, ...ACTUAL });
    expect(details).toEqual({ odometer: value, odometerUnit: unit, odometerStatus: 'Actual' });
    expect(findings).toEqual([]);
  });

  test.each(['74712.3', '74,712.3', '74712,3'])('of “%s” loses its tenths, and says so (49 CFR 580.5)', (odometer) => {
    const { details, findings } = read({ odometer, ...ACTUAL });
    expect(details.odometer).toBe('74712');
    expect(findings).toMatchObject([{ severity: 'warning', code: 'odometer-tenths', cite: '49 CFR 580.5' }]);
  });

  test.each(['abc', '-5', '74.71', '7,47,12', '1,234.567', '74712x', '12-34', '1e5', '½', '١٢', 'about 70000', '.'])(
    'of “%s” is refused',
    (odometer) => {
      expect(codes({ odometer, ...ACTUAL })).toEqual(['refused odometer odometer-unreadable']);
    },
  );

  test('of more than any odometer shows is refused', () => {
    expect(codes({ odometer: '10000000', ...ACTUAL })).toEqual(['refused odometer odometer-too-high']);
  });

  test('without a status is hinted at, and gets none by itself', () => {
    expect(codes({ odometer: '5' })).toEqual(['hint odometerStatus odometer-status-missing']);
    expect(read({ odometer: '5' }).details.odometerStatus).toBeUndefined();
  });
});

describe('a unit', () => {
  test.each([
    ['mi', 'mi'],
    ['MILES', 'mi'],
    ['km', 'km'],
    ['Kilometers', 'km'],
    ['kilometres', 'km'],
  ])('“%s” is %s', (odometerUnit, kept) => {
    expect(read({ odometer: '5', odometerUnit, ...ACTUAL })).toEqual({
      details: { odometer: '5', odometerUnit: kept, odometerStatus: 'Actual' },
      findings: [],
    });
  });
  test('that is neither is refused', () => {
    expect(codes({ odometer: '5', odometerUnit: 'hours', ...ACTUAL })).toEqual([
      'refused odometerUnit odometer-unit-unknown',
    ]);
  });
  test('that the reading contradicts is refused, and the reading is kept as typed', () => {
    const asked = { odometer: '100 km', odometerUnit: 'mi', ...ACTUAL };
    expect(codes(asked)).toEqual(['refused odometer odometer-unit-differs']);
    expect(read(asked).details.odometer).toBe('100 km');
    expect(codes({ odometer: '100', odometerUnit: 'mi', odometerOut: '161 km', ...ACTUAL })).toEqual([
      'refused odometerOut odometer-unit-differs',
    ]);
  });
});

describe('a status', () => {
  test.each([
    ['Actual', 'Actual'],
    ['a', 'Actual'],
    ['actual mileage', 'Actual'],
    ['Exceeds mechanical limits', 'Exceeds mechanical limits'],
    ['in excess of its mechanical limits', 'Exceeds mechanical limits'],
    ['EXCEEDS', 'Exceeds mechanical limits'],
    ['Not Actual', 'Not actual'],
    ['not-actual: discrepancy', 'Not actual'],
    ['Odometer discrepancy', 'Not actual'],
    ['TMU', 'Not actual'],
    ['true mileage unknown', 'Not actual'],
    ['exempt by age', 'Exempt'],
  ])('“%s” is %s', (odometerStatus, kept) => {
    const { details, findings } = read({ odometer: '5', odometerStatus });
    expect(details.odometerStatus).toBe(kept);
    expect(findings).toEqual([]);
  });

  test.each(['not exempt', 'does not exceed mechanical limits', 'unlimited', 'no discrepancy', 'ok', 'maybe'])(
    '“%s” is asked about, never read as its opposite',
    (odometerStatus) => {
      expect(codes({ odometer: '5', odometerStatus })).toEqual(['refused odometerStatus odometer-status-unknown']);
    },
  );

  test('of the list is kept as it is', () => {
    for (const odometerStatus of ODOMETER_STATUSES)
      expect(read({ odometer: '5', odometerStatus }).details.odometerStatus).toBe(odometerStatus);
  });
});

describe('exemption by age (49 CFR 580.17)', () => {
  test.each([
    [1995, 2005],
    [2009, 2019],
    [2010, 2020],
    // The first of the twenty-year vehicles is free from 1 January 2031.
    [2011, 2031],
    [2012, 2032],
    [2026, 2046],
  ])('of model year %i begins in %i', (year, from) => {
    expect(odometerExemptFrom(year)).toBe(from);
  });

  test.each([
    ['2010', []],
    ['1995', []],
    ['2011', ['warning odometerStatus odometer-not-exempt-by-age']],
    ['2024', ['warning odometerStatus odometer-not-exempt-by-age']],
    ['', []],
  ])('claimed for model year “%s”', (year, expected) => {
    expect(codes({ odometer: '5', odometerStatus: 'Exempt' }, year)).toEqual(expected);
  });

  test('is given on the first of January of its year, and not the day before', () => {
    const at = (today: string) => readOdometer({ odometer: '5', odometerStatus: 'Exempt' }, '2011', today).findings;
    expect(at('2030-12-31')).toHaveLength(1);
    expect(at('2031-01-01')).toHaveLength(0);
  });
});

test('an odometer that runs backwards is told with both readings; one that stands still is not', () => {
  const out = (odometerOut: string) => codes({ odometer: '74,712', odometerOut, ...ACTUAL });
  expect(out('74711')).toEqual(['warning odometerOut odometer-backwards']);
  expect(out('74712')).toEqual([]);
  expect(out('74,759')).toEqual([]);
});
