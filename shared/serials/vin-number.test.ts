import { describe, expect, it } from 'vitest';
import { inspectHull } from './vin-hull.ts';
import { inspectVehicleNumber, type VehicleScheme } from './vin-number.ts';
import { NO_WMI } from './wmi.ts';

const today = '2026-11-25';
const codes = (scheme: VehicleScheme, text: string, year?: number) =>
  inspectVehicleNumber(scheme, text, NO_WMI, { today, ...(year ? { year } : {}) }).findings.map(
    (f) => `${f.severity} ${f.code}`,
  );

describe('hull numbers', () => {
  it.each([
    ['ABC12345D404', 'since 1984', '2004-04', [2004]],
    ['US-ABC12345L909', 'since 1984', '2009-12', [2009]],
    ['ABC12345H910', 'since 1984', '2009-08', [2010]],
    ['abc-1a2b3-a485', 'since 1984', '1984-01', [1985]],
    ['ABC1234505 79', 'straight year', '1979-05', []],
    ['ABC12345M77A', 'model year', '1976-08', [1977]],
    ['ABC12345M77F', 'model year', '1977-01', [1977]],
    ['ABC12345M77L', 'model year', '1977-07', [1977]],
    ['ABC12345M77E', 'model year', '1976-12', [1977]],
  ])('%s: %s, %s', (text, form, certified, modelYears) => {
    const { decoded, findings } = inspectHull(text, { today });
    expect(decoded).toMatchObject({ form, certified, modelYears, maker: 'ABC' });
    expect(findings.map((f) => `${f.severity} ${f.code}`)).toEqual(['hint hin-decoded']);
  });

  it.each([
    ['ABC12345D40', ['warning hin-length']],
    ['', ['warning hin-length']],
    ['ABC12345D4#4', ['warning hin-characters']],
    ['AB112345D404', ['warning hin-maker', 'hint hin-decoded']],
    ['ABC1O345D404', ['warning hin-letter-ioq', 'hint hin-decoded']],
    ['ABC12345Z404', ['warning hin-date']],
    ['ABC12345A912', ['warning hin-date']],
    ['ABC123451379', ['warning hin-date']],
  ])('%s: %j', (text, expected) => {
    expect(codes('hin', text)).toEqual(expected);
  });

  it('the model year is held against the typed one; its country goes before', () => {
    expect(codes('hin', 'ABC12345D404', 2004)).toEqual(['hint hin-decoded']);
    expect(codes('hin', 'ABC12345D404', 2005)).toEqual(['warning hin-year-differs', 'hint hin-decoded']);
    expect(inspectHull('US-ABC12345D404', { today }).decoded.country).toBe('US');
    expect(inspectHull('ABC12345D404', { today }).decoded.country).toBeNull();
  });
});

describe('other numbers', () => {
  it.each<[VehicleScheme, string, string[]]>([
    ['vin17', '1G1BL52P7TR115521', ['warning vin-check-digit', 'hint vin-year-ambiguous']],
    ['legacy-vin', '1G1BL52P7TR115521', ['hint vin-legacy-length']],
    ['legacy-vin', '194677S107541', []],
    ['pin', '1LV4052RKEH510123', []],
    ['pin', '1LV4O52RKEH510123', ['warning pin-letter-ioq']],
    ['pin', 'RW4020', ['hint pin-length']],
    ['frame', 'CB750-1012345', []],
    ['engine', 'IOQ', []],
  ])('%s %s: %j', (scheme, text, expected) => {
    expect(codes(scheme, text)).toEqual(expected);
  });

  it('say which scheme they were read by', () => {
    for (const scheme of ['vin17', 'legacy-vin', 'hin', 'pin', 'frame', 'engine'] as const)
      expect(inspectVehicleNumber(scheme, '194677S107541', NO_WMI).decoded).toMatchObject({
        scheme,
        checkDigit: 'not applicable',
      });
  });
});
