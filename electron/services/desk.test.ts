import { describe, expect, test } from 'vitest';
import { type AcquisitionDraft, emptyAcquisition } from '../../shared/domain/fields.ts';
import { atDesk } from './desk.ts';

const TODAY = '2026-11-22';
const unit = (category: AcquisitionDraft['category'], serial: string, more: Partial<AcquisitionDraft> = {}) => ({
  ...emptyAcquisition(category),
  serials: [serial],
  ...more,
});
const at = (...asked: Parameters<typeof unit>) => atDesk(unit(...asked), TODAY);
const said = (...asked: Parameters<typeof unit>) =>
  at(...asked).findings.map((f) => `${f.severity} ${f.code} ${f.field}`);

describe('fifteen digits where the serial belongs', () => {
  test.each(['', 'Phone', 'Tablet', 'Watch', 'Router', 'Smartphone', 'Mobile hotspot'])(
    'are taken for an IMEI of a “%s”: a hint, because they may be a serial',
    (type) => {
      expect(said('electronics', '490154203237519', { type })).toEqual(['hint imei-check-digit serial']);
      const [finding] = at('electronics', '490154203237519', { type }).findings;
      expect(finding!.message).toMatch(/^If this is an IMEI: The last digit does not fit/);
      expect(finding!.suggestions!.length).toBeGreaterThan(0);
      expect(at('electronics', '490154203237519', { type }).decoded).toHaveProperty('imei');
    },
  );

  test.each(['Television', 'Laptop', 'Camera', 'Headphones', 'Game console', 'Audio'])(
    'of a “%s” are its serial',
    (type) => {
      for (const serial of ['490154203237519', '490154203237518'])
        expect(at('electronics', serial, { type })).toEqual({ findings: [], decoded: {} });
    },
  );

  test('in their own field are held to the check digit', () => {
    expect(said('electronics', 'R5CR30ABCDE', { type: 'Phone', details: { imei: '490154203237519' } })).toEqual([
      'warning imei-check-digit imei',
    ]);
  });
});

describe('the label’s word before the number', () => {
  test('is noticed in every category, and what stands behind it is looked at', () => {
    for (const category of ['firearm', 'tool', 'electronics', 'appliance', 'other'] as const)
      expect(said(category, 'S/N QK48213'), category).toEqual(['warning serial-label serial']);
    expect(said('vehicle', 'VIN: 1HGCM82633A004352')).toEqual([
      'warning serial-label serial',
      'hint vin-decoded serial',
    ]);
    expect(at('vehicle', 'VIN: 1HGCM82633A004352')).toMatchObject({
      findings: [{ suggestion: '1HGCM82633A004352' }, {}],
      decoded: { checkDigit: 'valid' },
    });
    expect(said('vehicle', 'VIN: 1HGCM82633A004353')).toContain('warning vin-check-digit serial');
    expect(said('electronics', 'IMEI: 490154203237518', { type: 'Phone' })).toEqual([
      'warning serial-label serial',
      'hint serial-is-imei serial',
    ]);
    expect(said('tool', 'S/N DCD791', { model: 'DCD791' })).toEqual([
      'warning serial-label serial',
      'warning serial-is-model serial',
    ]);
  });
});

describe('the hull number of a boat', () => {
  test.each(['US-ABC12345D404', 'US ABC12345D404', 'USABC12345D404', 'ABC12345D404', 'GB-ABC12345D404'])(
    '%s is known for one where no kind is given',
    (serial) => {
      expect(said('vehicle', serial)).toEqual(['hint hin-decoded serial']);
    },
  );

  test('is not looked for in what is as long by chance', () => {
    expect(said('vehicle', '1HGCM82633A004').filter((s) => s.includes('hin'))).toEqual([]);
  });
});

describe('a date code', () => {
  test('that can be none is a warning, in its own field', () => {
    const tool = (manufacturer: string, dateCode: string) =>
      said('tool', '175418', { manufacturer, model: 'X1', details: { dateCode } });
    expect(tool('DeWalt', '2029 03-49')).toEqual(['warning date-code-impossible dateCode']);
    expect(tool('Ryobi', '2399')).toEqual(['warning date-code-impossible dateCode']);
    expect(tool('DeWalt', '2017-37-FY')).toEqual(['hint date-code dateCode']);
    expect(tool('Acme', '2399')).toEqual([]);
  });

  test('of an appliance is told where it was typed', () => {
    const bosch = (serial: string, details: AcquisitionDraft['details'] = {}) =>
      said('appliance', serial, { manufacturer: 'Bosch', model: 'B36CT80SNS', details });
    expect(bosch('000123', { typeNumber: 'FD 9612' })).toEqual(['hint date-code typeNumber']);
    expect(bosch('000123', { dateCode: 'FD 9612' })).toEqual(['hint date-code dateCode']);
    expect(bosch('FD 9612 000123')).toEqual(['hint date-code serial']);
    expect(bosch('FD 9612')).toEqual(['warning serial-is-date-code serial', 'hint date-code serial']);
  });

  test('in the number itself is told there, whatever stands in the other field', () => {
    expect(said('tool', '68859A', { manufacturer: 'Makita', details: { dateCode: 'X' } })).toEqual([
      'hint date-code serial',
    ]);
  });
});
