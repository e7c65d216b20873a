import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORY_IDS } from '../categories/ids.ts';
import { gs1Digit } from './gs1.ts';
import { checkNotASerial, type NotASerialInput } from './not-a-serial.ts';

const unit = (serial: string, more: Partial<NotASerialInput> = {}): NotASerialInput => ({
  serial,
  category: 'tool',
  manufacturer: 'DeWalt',
  model: 'DCD791',
  typeNo: '',
  lot: '',
  dateCode: '',
  today: '2026-11-22',
  ...more,
});
const codes = (serial: string, more: Partial<NotASerialInput> = {}) =>
  checkNotASerial(unit(serial, more)).map((f) => `${f.severity} ${f.code}`);

describe('what is entered as a serial number and is none', () => {
  it.each<[string, Partial<NotASerialInput>, string]>([
    ['DCD-791', {}, 'warning serial-is-model'],
    ['dcd791', {}, 'warning serial-is-model'],
    ['TYPE 10', { typeNo: 'Type 10' }, 'warning serial-is-type-number'],
    ['L77-1', { lot: 'L771' }, 'warning serial-is-lot'],
    ['2322', { manufacturer: 'Ryobi', dateCode: '2322' }, 'warning serial-is-date-code'],
    ['2322', { manufacturer: 'Ryobi' }, 'warning serial-is-date-code'],
    ['2017 37-FY', {}, 'warning serial-is-date-code'],
    ['T0003', { assetTag: 'T0003' }, 'warning serial-is-asset-tag'],
    ['LOT2021-07', {}, 'warning serial-is-lot'],
    ['Batch no. A77', {}, 'warning serial-is-lot'],
    ['TYPE 3', {}, 'warning serial-is-type-number'],
    ['Model DCD791', {}, 'warning serial-is-model'],
    ['P/N 514002', {}, 'warning serial-is-part-number'],
    ['U.S. Pat. 4,539,889', { category: 'firearm' }, 'warning serial-is-patent'],
    ['PAT. PENDING', {}, 'warning serial-is-patent'],
    ['UPC 1234', {}, 'warning serial-is-trade-number'],
    ['885911475129', { upc: '885911475129' }, 'warning serial-is-trade-number'],
    ['036000291452', {}, 'warning serial-is-trade-number'],
    ['4006381333931', { category: 'appliance', manufacturer: 'Bosch', model: 'B36' }, 'warning serial-is-trade-number'],
    ['0000', {}, 'warning serial-placeholder'],
    ['99-99-99', {}, 'warning serial-placeholder'],
    ['123456', {}, 'warning serial-placeholder'],
    ['1234567890', {}, 'warning serial-placeholder'],
    ['987654', {}, 'warning serial-placeholder'],
    ['qwerty', {}, 'warning serial-placeholder'],
    ['test 1', {}, 'warning serial-placeholder'],
    ['11111111111111111', { category: 'vehicle' }, 'warning serial-placeholder'],
    ['(701) 555-0142', {}, 'warning serial-is-phone'],
    ['701-555-0142', {}, 'warning serial-is-phone'],
    ['$449.09', {}, 'warning serial-is-price'],
    ['1,071.89', {}, 'warning serial-is-price'],
    ['2023-05-01', {}, 'warning serial-is-date'],
    ['5/1/2023', {}, 'warning serial-is-date'],
    ['May 1, 2023', {}, 'warning serial-is-date'],
    ['490154203237518', { category: 'electronics', manufacturer: 'Acme' }, 'hint serial-is-imei'],
    ['00:1B:63:84:45:E6', { category: 'electronics', manufacturer: 'Acme' }, 'hint serial-is-mac'],
    ['DCD791-175418', {}, 'hint serial-holds-model'],
    // The model with the mark of a variant behind it, or without it.
    ['DCD791D2', {}, 'warning serial-is-model'],
    ['B36CT80SNS/01', { category: 'appliance', manufacturer: 'Bosch', model: 'B36CT80SNS' }, 'warning serial-is-model'],
    ['XPH14Z', { manufacturer: 'Makita', model: 'XPH14' }, 'warning serial-is-model'],
    ['2804', { manufacturer: 'Milwaukee', model: '2804-20' }, 'warning serial-is-model'],
    ['XPH14', { manufacturer: 'Makita', model: 'XPH14Z' }, 'warning serial-is-model'],
    ['2804-20/1', { manufacturer: 'Milwaukee', model: '2804-20' }, 'warning serial-is-model'],
    ['B36CT80SNS', { category: 'appliance', manufacturer: 'Bosch', model: 'B36CT80SNS/01' }, 'warning serial-is-model'],
    ['DCD79112', {}, 'hint serial-is-model'],
    ['P365A1', { category: 'firearm', manufacturer: 'SIG Sauer', model: 'P365' }, 'hint serial-is-model'],
    // The FD number of Bosch and its sisters tells when a unit was made, and not which.
    ['FD 9612', { category: 'appliance', manufacturer: 'Bosch', model: 'B36' }, 'warning serial-is-date-code'],
    ['fd9612', { category: 'appliance', manufacturer: 'Siemens', model: 'B36' }, 'warning serial-is-date-code'],
    ['9612', { category: 'appliance', manufacturer: 'Thermador', model: 'B36' }, 'warning serial-is-date-code'],
  ])('%s %o: %s', (serial, more, code) => {
    expect(codes(serial, more)).toEqual([code]);
  });

  // Numbers of the makers' usual forms, and near misses.
  it.each<[string, Partial<NotASerialInput>]>([
    ['', {}],
    ['175418', {}],
    ['F24DF210164948', { manufacturer: 'Milwaukee', model: '2804-20' }],
    ['585867986', { manufacturer: 'Stihl', model: 'MS 261' }],
    ['68859A', { manufacturer: 'Makita', model: 'XPH14' }],
    ['20243304459', { manufacturer: 'Husqvarna', model: '550XP' }],
    ['RS58411C', { category: 'firearm', manufacturer: 'Remington', model: '870' }],
    ['0013-63972', { category: 'firearm', manufacturer: 'Ruger', model: '10/22' }],
    ['96385074', { category: 'firearm', manufacturer: 'Acme', model: '' }], // EAN-8 by chance
    ['20230501', {}], // eight digits in a row
    ['2023-13-01', { manufacturer: 'Acme' }],
    ['1234', { manufacturer: 'Acme' }],
    ['NSN', { category: 'firearm', manufacturer: 'Winchester', model: '94' }], // the rules of the category speak of it
    ...['N/A', 'none', 'Unknown', 'not legible', 'see box', 'worn off', 'TBD', '---', '?????'].map(
      (serial): [string, Partial<NotASerialInput>] => [serial, {}],
    ),
    ['see invoice', {}], // and so do they here
    ['036000291453', {}],
    ['1M8GDM9AXKP042788', { category: 'vehicle', manufacturer: 'MCI', model: '102' }],
    ['DCD79', {}],
    ['LOTUS77', {}],
    ['EAN412345', {}],
    ['PART1207', {}],
    ['MODEL12A', {}],
    ['PATRIOT1234', { category: 'firearm', manufacturer: 'Acme', model: 'X' }],
    ['MOD1234', {}],
    ['68154745-0130', { category: 'firearm', manufacturer: 'PMF', model: '' }],
    ['87012345', { category: 'firearm', manufacturer: 'Remington', model: '870' }], // a short model proves nothing
    ['2322', { manufacturer: 'Acme' }],
    ['FD 9612 000123', { category: 'appliance', manufacturer: 'Bosch', model: 'B36' }],
    ['FD989732512', { category: 'appliance', manufacturer: 'Bosch', model: 'B36' }],
    ['9612', { manufacturer: 'Bosch', model: 'GSR18' }], // a tool of theirs has no FD number
    ['110012', { category: 'firearm', manufacturer: 'Remington', model: '1100' }], // digits behind a model of digits
    ['1911123', { category: 'firearm', manufacturer: 'Colt', model: '1911' }],
    ['28042', { manufacturer: 'Milwaukee', model: '2804-20' }],
    ['DCD', {}],
    ['GLK1', { category: 'firearm', manufacturer: 'Glock', model: 'G17 Gen5' }],
    ['490154203237518', { category: 'electronics', manufacturer: 'Vizio', model: 'V505', type: 'Television' }],
  ])('%s %o passes', (serial, more) => {
    expect(codes(serial, more)).toEqual([]);
  });

  it('offers what stands behind the model', () => {
    const found = checkNotASerial(unit('dcd 791 / 175418'));
    expect(found).toMatchObject([{ code: 'serial-holds-model', suggestion: '175418' }]);
  });

  it('is told in good English', () => {
    const [ean] = checkNotASerial(unit('4006381333931', { manufacturer: 'Acme', model: 'B36' }));
    expect(ean!.message).toContain('has the form and check digit of an EAN-13 barcode');
    const [upc] = checkNotASerial(unit('036000291452', { manufacturer: 'Acme', model: 'B36' }));
    expect(upc!.message).toContain('of a UPC-A barcode');
  });

  it('says where the number stands, in every category', () => {
    for (const category of CATEGORY_IDS) {
      const [finding] = checkNotASerial(unit('DCD791', { category }));
      expect(finding!.message).toMatch(/^DCD791 is the model number too: all units of the model bear it\. The .+\.$/);
      expect(finding!.field).toBe('serial');
    }
  });

  it('every trade number of 12 or 13 digits is noticed, and about one row of digits in ten is taken for one', () => {
    let alarms = 0;
    let runs = 0;
    fc.assert(
      fc.property(fc.stringMatching(/^\d{11,12}$/), fc.nat(9), (body, last) => {
        fc.pre(new Set(body).size > 2);
        const quiet = { manufacturer: 'Acme', category: 'other' } as const;
        expect(codes(body + gs1Digit(body), quiet)).toEqual(['warning serial-is-trade-number']);
        runs++;
        if (codes(body + last, quiet).length > 0) alarms++;
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(alarms / runs).toBeGreaterThan(0.05);
    expect(alarms / runs).toBeLessThan(0.15);
  });

  it('takes any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(fc.property(text, text, (serial, model) => checkNotASerial(unit(serial, { model })).length <= 2));
  });
});
