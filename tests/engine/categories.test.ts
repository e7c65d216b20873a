import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { readLines, searchLines } from '../../electron/services/book.ts';
import { acquire, correct, dispose, examineAcquisition, voidLine } from '../../electron/services/entries.ts';
import { type About, inspectSerial } from '../../electron/services/inspect.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { knownDescription, suggestValues } from '../../electron/services/suggest.ts';
import { CATEGORY_IDS, type CategoryId } from '../../shared/categories/ids.ts';
import { BookLine } from '../../shared/contract/lines.ts';
import { type AcquisitionDraft, type Details, emptyAcquisition } from '../../shared/domain/fields.ts';
import { copyOf, newLedger, refusal, SETTINGS, sale, scratch, verified } from '../support/ledgers.ts';

/** Units of every category through the engine: kept with their details, corrected, sold, found, offered again. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let dataKey: Buffer;
const clock = () => Date.parse('2026-11-22T19:00:00Z');
beforeAll(async () => {
  place = scratch();
  const created = await newLedger(join(place.path, 'base.rollmark'), { clock, settings: { template: 'owner' } });
  dataKey = created.ledger.dataKey();
  await created.ledger.close();
});
beforeEach(() => {
  const folder = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'home.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey), { clock });
});
afterEach(async () => {
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});
afterAll(() => place.remove());

const HOME = (line: number) => ({ book: 'household', line });
const UNITS: Readonly<Record<CategoryId, Partial<AcquisitionDraft> & { details: Details }>> = {
  firearm: {
    manufacturer: 'Ruger',
    model: '10/22',
    serials: ['0012-88'],
    type: 'rifle',
    caliber: '.22 LR',
    details: { location: 'Safe', price: '$299' },
  },
  vehicle: {
    manufacturer: 'Honda',
    model: 'Accord',
    serials: ['1HGCM82633A004352'],
    type: 'Car',
    details: { year: '2003', plate: 'ID 1A 23456', odometer: '74,712', odometerStatus: 'actual', stockNumber: 'S0007' },
  },
  tool: {
    manufacturer: 'DeWalt',
    model: 'DCD791',
    serials: ['175418'],
    type: 'Drill or driver',
    details: { dateCode: '2022 03-49', lot: 'LX-9', typeNumber: 'TYPE 1', assetTag: 'T0002' },
  },
  electronics: {
    manufacturer: 'Apple',
    model: 'iPhone 13',
    serials: ['F2LXK1ABCD12'],
    type: 'Phone',
    details: { imei: '490154203237518', mac: 'AC:DE:48:00:11:22' },
  },
  appliance: {
    manufacturer: 'Bosch',
    model: 'B36CT80SNS',
    serials: ['FD989732512'],
    type: 'Refrigerator',
    details: { typeNumber: 'FD9897', warrantyUntil: '5/9/2029', receipt: 'yes' },
  },
  other: {
    manufacturer: 'Trek',
    model: 'FX 2',
    serials: ['WTU123K0456P'],
    type: 'Bicycle',
    details: { description: 'Dent in the top tube', condition: 'Used' },
  },
};
const unit = (category: CategoryId, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition(category),
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Noor Haas',
  ...UNITS[category],
  ...more,
});
const bring = (category: CategoryId, more: Partial<AcquisitionDraft> = {}) =>
  acquire(ledger, 'household', unit(category, more), 'all');

describe.each(CATEGORY_IDS)('%s', (category) => {
  test('comes in with its details, and every one of them is on the line', async () => {
    const { line } = await bring(category);
    expect(BookLine.safeParse(line).error).toBeUndefined();
    expect(line).toMatchObject({ category, status: 'open', serial: UNITS[category].serials![0] });
    const [stored] = readLines(ledger.reader, { book: 'household', view: 'corrected', from: 1, count: 1 });
    for (const field of Object.keys(UNITS[category].details)) expect(stored, field).toHaveProperty(field);
    if (category === 'firearm') expect(line).toMatchObject({ type: 'Rifle', price: '299.00' });
    if (category === 'vehicle')
      expect(line).toMatchObject({ odometer: '74712', odometerUnit: 'mi', odometerStatus: 'Actual' });
    if (category === 'appliance') expect(line).toMatchObject({ warrantyUntil: '2029-05-09', receipt: 'Yes' });
  });

  test('is refused whole where one detail belongs to another category', async () => {
    const foreign: Details = category === 'vehicle' ? { imei: '490154203237518' } : { plate: 'ID 1A 23456' };
    const before = ledger.log();
    const error = await refusal(() => bring(category, { details: { ...UNITS[category].details, ...foreign } }));
    expect(error).toMatchObject({
      code: 'REFUSED',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'field-not-here' })]),
    });
    expect(ledger.log()).toBe(before);
  });

  test('has a detail filled in, corrected and taken out again, each time with what stood there', async () => {
    await bring(category, { details: { ...UNITS[category].details, location: '' } });
    const fix = (value: string) =>
      correct(ledger, HOME(1), { field: 'location', value, reason: 'Moved' }, 'all').then(({ line }) => line);
    expect(await fix('Garage')).toMatchObject({ location: 'Garage', struck: { location: [''] } });
    expect(await fix(' Attic  ')).toMatchObject({ location: 'Attic', struck: { location: ['', 'Garage'] } });
    const last = await fix('');
    expect(last.location).toBeUndefined();
    expect(last).toMatchObject({ struck: { location: ['', 'Garage', 'Attic'] }, corrections: 3 });
    const [original] = readLines(ledger.reader, { book: 'household', view: 'original', from: 1, count: 1 });
    expect(original!.location).toBeUndefined();
    expect(searchLines(ledger, 'garage', 9).lines).toHaveLength(1);
    expect((await refusal(() => fix(''))).findings.map((f) => f.code)).toContain('nothing-changed');
    const other = category === 'vehicle' ? ('imei' as const) : ('plate' as const);
    const error = await refusal(() => correct(ledger, HOME(1), { field: other, value: '1', reason: 'x' }, 'all'));
    expect(error.findings.map((f) => f.code)).toEqual(['field-not-here']);
  });

  test('leaves with what its category writes down, and that can be corrected', async () => {
    await bring(category);
    const details: Details = {
      ...(category === 'firearm' ? {} : { priceSold: '1,000' }),
      ...(category === 'vehicle' ? { odometerOut: '74,759' } : {}),
    };
    const { line } = await dispose(ledger, HOME(1), sale({ details }), 'all');
    expect(line.status).toBe('disposed');
    if (category === 'firearm') return;
    expect(line.priceSold).toBe('1000.00');
    const fixed = await correct(ledger, HOME(1), { field: 'priceSold', value: '$950', reason: 'Misread' }, 'all');
    expect(fixed.line).toMatchObject({ priceSold: '950.00', struck: { priceSold: ['1000.00'] } });
  });
});

test('numbers and words of the details are found, in every category', async () => {
  for (const category of CATEGORY_IDS) await bring(category);
  const found = (text: string) => searchLines(ledger, text, 9).lines.map((line) => line.category);
  for (const [text, category] of [
    ['safe', 'firearm'],
    ['1a 23456', 'vehicle'],
    ['s0007', 'vehicle'],
    ['lx-9', 'tool'],
    ['t0002', 'tool'],
    ['490154203237518', 'electronics'],
    ['ac:de:48', 'electronics'],
    ['fd9897', 'appliance'],
    ['top tube', 'other'],
  ] as const)
    expect(found(text), text).toContain(category);
  expect(found('74712')).toEqual([]);
});

test('what was entered before is offered within its own category only', async () => {
  for (const category of CATEGORY_IDS)
    await bring(category, category === 'firearm' ? {} : { acquiredFrom: `From ${category}` });
  await bring('vehicle', {
    serials: ['1HGCM82633A004353'],
    acquiredFrom: 'From vehicle',
    details: { colour: 'Red', body: 'Sedan' },
  });
  const offered = (field: Parameters<typeof suggestValues>[1]['field'], category: CategoryId, text = '') =>
    suggestValues(ledger.reader, { field, category, text });
  for (const category of CATEGORY_IDS) {
    expect(offered('manufacturer', category)).toEqual([UNITS[category].manufacturer]);
    expect(offered('model', category)).toEqual([UNITS[category].model]);
    if (category !== 'firearm') expect(offered('acquiredFrom', category)).toEqual([`From ${category}`]);
    const { manufacturer = '', model = '' } = UNITS[category];
    expect(
      knownDescription(ledger.reader, { category, manufacturer: manufacturer.toUpperCase(), model }),
    ).toMatchObject({
      seen: category === 'vehicle' ? 2 : 1,
    });
    for (const another of CATEGORY_IDS.filter((c) => c !== category))
      expect(knownDescription(ledger.reader, { category: another, manufacturer, model })).toBeNull();
  }
  expect(offered('colour', 'vehicle', 're')).toEqual(['Red']);
  expect(offered('body', 'vehicle')).toEqual(['Sedan']);
  expect(offered('colour', 'tool')).toEqual([]);
  expect(offered('location', 'firearm', 'SAF')).toEqual(['Safe']);
  expect(offered('manufacturer', 'tool', "x' OR 1=1 --")).toEqual([]);
});

test('a description that several categories use is offered in each, and in none that only voided lines have it in', async () => {
  const twin = { manufacturer: 'Dyson', model: 'V11', type: 'Vacuum' };
  const offered = (field: Parameters<typeof suggestValues>[1]['field'], category: CategoryId, newest?: number) =>
    suggestValues(ledger.reader, { field, category, text: '' }, newest);
  const known = (category: CategoryId, newest?: number) =>
    knownDescription(ledger.reader, { category, ...twin }, newest);
  await acquire(ledger, 'household', unit('tool', { ...twin, serials: ['A1001'] }), 'all');
  await acquire(ledger, 'household', unit('appliance', { ...twin, serials: ['A1002'] }), 'all');
  await acquire(ledger, 'household', unit('appliance', { ...twin, serials: ['A1003'] }), 'all');
  for (const category of ['tool', 'appliance'] as const) {
    expect(offered('manufacturer', category), category).toEqual(['Dyson']);
    expect(offered('model', category), category).toEqual(['V11']);
    expect(offered('type', category), category).toEqual(['Vacuum']);
  }
  expect(known('tool')).toMatchObject({ type: 'Vacuum', seen: 1 });
  expect(known('appliance')).toMatchObject({ type: 'Vacuum', seen: 2 });
  // Of older lines the counted descriptions tell, as long as one of them stands.
  expect(offered('manufacturer', 'tool', 1)).toEqual(['Dyson']);
  expect(known('tool', 1)).toMatchObject({ type: 'Vacuum' });
  await voidLine(ledger, HOME(1), 'It is an appliance');
  for (const newest of [1, 5000]) {
    for (const field of ['manufacturer', 'model', 'type'] as const)
      expect(offered(field, 'tool', newest), `${field} ${newest}`).toEqual([]);
    expect(known('tool', newest)).toBeNull();
    expect(offered('manufacturer', 'appliance', newest)).toEqual(['Dyson']);
  }
  for (const other of ['electronics', 'vehicle', 'firearm', 'other'] as const)
    expect(offered('manufacturer', other)).toEqual([]);
});

test('serials with one VIN are minded wherever they are entered', async () => {
  await bring('vehicle');
  const codes = (serial: string, details: Details = { year: '2003' }) =>
    examineAcquisition(
      ledger,
      ledger.reader,
      'household',
      unit('vehicle', { serials: [serial], details }),
    ).findings.map((f) => f.code);
  expect(codes('1HGCM82633A004352')).toContain('serial-already-open');
  // The check digit of the typed number does not hold, and the line before is one swap away.
  expect(codes('1HGCM82633A004325')).toEqual(expect.arrayContaining(['vin-check-digit', 'serial-transposition']));
  expect(codes('1HGCM82633A00435')).toContain('vin-length');
  expect(codes('1HGCM82633A004352', { year: '1999' })).toContain('vin-year-differs');
  await voidLine(ledger, HOME(1), 'Entered twice');
  expect(codes('1HGCM82633A004352')).not.toContain('serial-already-open');
});

test('what bears no VIN is not held against the rules of one, however its kind is said', () => {
  const codes = (changes: { type: string; details?: Details }, serial = '400123456') =>
    examineAcquisition(
      ledger,
      ledger.reader,
      'household',
      unit('vehicle', { manufacturer: 'Toro', serials: [serial], details: {}, ...changes }),
    )
      .findings.filter((f) => f.field === 'serial' && f.severity !== 'hint')
      .map((f) => f.code);
  expect(codes({ type: 'Riding mower' })).toEqual([]);
  expect(codes({ type: '', details: { body: 'Golf cart' } })).toEqual([]);
  expect(codes({ type: 'Other vehicle', details: { body: 'Snowmobile' } })).toEqual([]);
  expect(codes({ type: 'Riding mower', details: { body: 'Red' } })).toEqual([]);
  expect(codes({ type: 'Pontoon' }, 'ETWB1234D404')).toEqual([]);
  expect(codes({ type: 'Motor home' })).toContain('vin-length');
  expect(codes({ type: 'Dirt bike' })).toContain('vin-length');
});

test('a change of the shop’s time zone is heeded by the desk: in America every VIN has a check digit', async () => {
  const bad = () =>
    examineAcquisition(
      ledger,
      ledger.reader,
      'household',
      unit('vehicle', { manufacturer: 'BMW', serials: ['WBA3A5C51CF256985'], details: {} }),
    ).findings.find((f) => f.code === 'vin-check-digit');
  const american = bad();
  const { template: _, ...asked } = SETTINGS;
  await changeSettings(ledger, { ...asked, zone: 'Europe/Berlin' });
  const european = bad();
  expect([american?.severity, european?.severity]).toEqual(['warning', 'hint']);
});

describe('the serial desk, without a ledger', () => {
  const look = (category: CategoryId, serial: string, more: Partial<About> = {}) =>
    inspectSerial({ category, manufacturer: '', model: '', year: '', serial, ...more }, '2026-11-22');
  const codes = (...asked: Parameters<typeof look>) => look(...asked).findings.map((f) => f.code);

  test('gives the number as typed, its key, and what was found, without a field’s name', () => {
    for (const category of CATEGORY_IDS) {
      const looked = look(category, ' krz-58 01b ');
      expect(looked).toMatchObject({ serial: ' krz-58 01b ', normalised: 'KRZ5801B' });
      for (const finding of looked.findings) {
        expect(finding).not.toHaveProperty('field');
        expect(finding.message).toMatch(/[.?]$/);
      }
    }
  });

  test('decodes a VIN', () => {
    const { decoded, findings } = look('vehicle', '1HGCM82633A004352', { manufacturer: 'Honda', year: '2003' });
    expect(decoded).toMatchObject({ checkDigit: 'valid', modelYears: [2003] });
    expect(decoded.manufacturer).toMatch(/honda/i);
    expect(findings.filter((f) => f.severity !== 'hint')).toEqual([]);
  });

  test.each([
    ['one wrong character', '1HGCM82633A004353', 'invalid'],
    ['a European one', 'WVWZZZ1JZXW000001', 'not applicable'],
    ['one of before 1981', '194677S123456', 'not applicable'],
    ['a short one', '1HGCM82633A00435', 'not applicable'],
  ])('says of %s what its check digit is', (_, serial, checkDigit) => {
    const { decoded } = look(
      'vehicle',
      serial,
      checkDigit === 'not applicable' && serial.startsWith('19') ? { year: '1967' } : {},
    );
    expect(decoded.checkDigit).toBe(checkDigit);
    expect(Array.isArray(decoded.modelYears)).toBe(true);
    expect(decoded).toHaveProperty('manufacturer');
  });

  test('gives the same three keys for every kind of vehicle number', () => {
    for (const serial of ['ABC12345D414', '1HGCM82633A004352', 'X1', 'ABC-1234567'])
      expect(Object.keys(look('vehicle', serial).decoded), serial).toEqual(
        expect.arrayContaining(['checkDigit', 'modelYears']),
      );
  });

  test('tells model, lot, trade number, placeholder and word for none from a serial', () => {
    expect(codes('tool', 'DCD791', { model: 'DCD791' })).toContain('serial-is-model');
    expect(codes('tool', 'Lot 55')).toContain('serial-is-lot');
    expect(codes('electronics', '036000291452')).toContain('serial-is-trade-number');
    expect(look('electronics', '036000291452').decoded).toHaveProperty('tradeNumber');
    expect(codes('appliance', '12345678')).toContain('serial-placeholder');
    for (const category of CATEGORY_IDS) expect(codes(category, 'N/A'), category).toContain('serial-none');
    for (const category of CATEGORY_IDS) expect(codes(category, ''), category).toContain('serial-missing');
    for (const category of CATEGORY_IDS) expect(codes(category, ';'), category).toContain('serial-missing');
  });

  test('reads an IMEI that was typed where the serial belongs, and says where a digit is wrong', () => {
    const right = look('electronics', '490154203237518');
    expect(right.findings.every((f) => f.severity === 'hint')).toBe(true);
    expect(right.decoded).toHaveProperty('imei');
    expect(codes('electronics', '490154203237519')).toContain('imei-check-digit');
    expect(look('tool', '490154203237518').decoded).not.toHaveProperty('imei');
  });

  test('hints at dates with their source, and never writes them', () => {
    const { decoded, findings } = look('tool', '2017-37-FY', { manufacturer: 'DeWalt' });
    const hints = findings.filter((f) => f.code === 'date-code');
    for (const hint of hints)
      expect(hint).toMatchObject({ severity: 'hint', cite: expect.any(String), certainty: expect.any(String) });
    expect(hints.length + (findings.some((f) => f.code === 'serial-is-date-code') ? 1 : 0)).toBeGreaterThan(0);
    expect(decoded.dateCodes === undefined || Array.isArray(decoded.dateCodes)).toBe(true);
  });

  test('survives whatever is typed', () => {
    for (const serial of ['x'.repeat(20_000), '\u0000', '🔫', '=1+1', '<script>', ';;;', '\uD83D', '"', '𝟙𝟚𝟛𝟜', '٣٤٥٦'])
      for (const category of CATEGORY_IDS) {
        const { findings, decoded } = look(category, serial, { manufacturer: serial, model: serial, year: serial });
        expect(JSON.stringify(decoded).length).toBeLessThan(100_000);
        for (const { message } of findings)
          expect(message.length, `${category} ${serial.slice(0, 9)}`).toBeLessThan(800);
      }
  });
});
