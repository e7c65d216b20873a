import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { countLines, readLines } from '../../electron/services/book.ts';
import { deskIn } from '../../electron/services/desk.ts';
import { type ImportMode, ImportRefused, type ImportReport, importFile } from '../../electron/services/imports.ts';
import { checkRows, type RowResult } from '../../electron/services/interchange/check-rows.ts';
import { type DayFirst, DayFirstFoundLate } from '../../electron/services/interchange/date-order.ts';
import { FileProblem } from '../../electron/services/interchange/file-problem.ts';
import { FORMATS } from '../../electron/services/interchange/formats.ts';
import { HOUSEHOLD_INVENTORY } from '../../electron/services/interchange/household.ts';
import { openTable } from '../../electron/services/interchange/read-table.ts';
import { nameKey } from '../../electron/services/interchange/register-columns.ts';
import type { KnownFirearms } from '../../electron/services/interchange/repeats.ts';
import { TOOL_REGISTER } from '../../electron/services/interchange/tools.ts';
import { VEHICLE_REGISTER } from '../../electron/services/interchange/vehicles.ts';
import { readHistory } from '../../electron/services/trail.ts';
import { BOOKS, type BookId } from '../../shared/domain/settings.ts';
import { KINDS, MADE_TODAY, type MakeOptions, makeRegister, type RegisterKind } from '../fixtures/make-registers.ts';
import { never, newLedger, PASSPHRASE, quiet, scratch, verified } from '../support/ledgers.ts';

const nothing: KnownFirearms = { find: () => undefined };
const contextFor = (book: BookId) => ({
  today: MADE_TODAY,
  openDays: [1, 2, 3, 4, 5, 6],
  forms4473Numbered: false,
  book: BOOKS[book].kind,
  desk: deskIn('America/Boise'),
});
const check = async (
  as: RegisterKind,
  bytes: Uint8Array,
  book: BookId = FORMATS[as].book,
  known = nothing,
  dayFirst: DayFirst = new Map(),
): Promise<RowResult[]> => {
  const rows: RowResult[] = [];
  const table = openTable(bytes, 'list.csv');
  try {
    for await (const { results } of checkRows(table, FORMATS[as], contextFor(book), known, { book, dayFirst }))
      rows.push(...results);
  } catch (error) {
    if (error instanceof DayFirstFoundLate) return check(as, bytes, book, known, dayFirst);
    throw error;
  }
  return rows;
};
type Cells = Record<string, string>;
const csv = (...rows: Cells[]): Uint8Array => {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return Buffer.from(
    [header.map(quote).join(), ...rows.map((row) => header.map((name) => quote(row[name] ?? '')).join())].join('\n'),
  );
};
const says = (findings: readonly { severity: string; code: string; field?: string; column?: string }[]) =>
  findings.map((f) => `${f.severity} ${f.code} ${f.field ?? f.column}`).sort();

const CAR: Cells = {
  'Stock No': 'S0001',
  VIN: '1HGCM82633A004352',
  Year: '2003',
  Make: 'Honda',
  Model: 'Accord',
  Body: 'Sedan',
  'Odometer In': '81000',
  'Odometer Status': 'Actual',
  'Date Purchased': '08/12/2023',
  Seller: 'Gail Chen',
  'Seller Address': '4925 Hwy 9, Fargo, ND 58102',
  'Last Plate': 'JHZ3455',
};
const SAW: Cells = {
  Tag: 'T0001',
  Brand: 'Stihl',
  'Model No': 'MS 261',
  Description: 'Chainsaw',
  'Serial No': '585867986',
  'Bought From': 'Acme Supply',
  Date: '2024-05-10',
};
const FRIDGE: Cells = {
  Room: 'Kitchen',
  Category: 'Appliance',
  Item: 'Refrigerator',
  Brand: 'Bosch',
  Model: 'B36CT80SNS',
  Serial: 'FD989732512',
  Bought: '04/25/2020',
  Paid: '$1,071.89',
  'Value Now': '348.08',
  Receipt: 'yes',
};
const HONEST: Record<RegisterKind, Cells> = { vehicles: CAR, tools: SAW, household: FRIDGE };
const one = async (as: RegisterKind, cells: Cells, book?: BookId): Promise<RowResult> =>
  (await check(as, csv({ ...HONEST[as], ...cells }), book))[0]!;

describe.each(['vehicles', 'tools', 'household'] as const)('a made file of every quirk: %s', (as) => {
  const rows = Object.keys(KINDS[as].quirks).length * 4 * 4;

  it.each<[string, Omit<MakeOptions, 'rows'>]>([
    ['commas, UTF-8', {}],
    ['with a mark and LF', { encoding: 'utf-8-bom', newline: '\n', seed: 2 }],
    ['semicolons', { delimiter: ';', seed: 3 }],
    ['tabs, UTF-16 LE', { delimiter: '\t', encoding: 'utf-16le', seed: 4 }],
    ['vertical bars, UTF-16 BE', { delimiter: '|', encoding: 'utf-16be', seed: 5 }],
    [
      'other names for the columns',
      {
        seed: 6,
        names: {
          VIN: 'serial_number',
          Make: 'BRAND',
          'Odometer In': 'mileage',
          'Date Purchased': 'Purchase Date',
          Seller: 'bought from',
          'Serial No': 'S/N',
          Brand: 'Manufacturer',
          Date: 'Bought',
          'Bought From': 'Vendor',
          Price: 'cost',
          Serial: 'Serial #',
          Paid: 'PRICE',
          'Value Now': 'Value',
          Room: 'LOCATION',
        },
      },
    ],
  ])('%s', async (_, options) => {
    const made = makeRegister(as, { rows, ...options });
    expect(Object.keys(made.quirks).sort()).toEqual(Object.keys(KINDS[as].quirks).sort());
    const results = await check(as, made.bytes);
    expect(results.map((r) => r.row)).toEqual(Array.from({ length: rows }, (_, i) => i + 1));
    for (const result of results) {
      const expected = made.expected.get(result.row) ?? [];
      expect({ row: result.row, says: says(result.findings) }).toEqual({ row: result.row, says: says(expected) });
      expect(result.refused).toBe(expected.some((f) => f.severity === 'refused'));
    }
  });

  it('is the same each time, and another with another seed', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => Buffer.from(makeRegister(as, { rows: 60, seed }).bytes).toString());
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});

describe('the columns', () => {
  it.each([VEHICLE_REGISTER, TOOL_REGISTER, HOUSEHOLD_INVENTORY])(
    'of $label: a name stands for one field only',
    ({ names }) => {
      const fields = new Map<string, Set<string>>();
      for (const [field, list] of Object.entries(names))
        for (const name of list) fields.set(nameKey(name), (fields.get(nameKey(name)) ?? new Set()).add(field));
      expect([...fields].filter(([, set]) => set.size > 1)).toEqual([]);
    },
  );

  it.each<[RegisterKind, string, string]>([
    ...['vin', 'Serial', 'Serial No', 'SERIAL_NUMBER', 'S/N', 'VIN #', 'Chassis No.'].map(
      (name): [RegisterKind, string, string] => ['vehicles', 'VIN', name],
    ),
    ...['Brand', 'manufacturer', 'MAKER'].map((name): [RegisterKind, string, string] => ['vehicles', 'Make', name]),
    ...['Odometer', 'Mileage', 'miles', 'odometer_in'].map((name): [RegisterKind, string, string] => [
      'vehicles',
      'Odometer In',
      name,
    ]),
    ...['Purchase Date', 'Bought', 'Date Acquired', 'DATE IN'].map((name): [RegisterKind, string, string] => [
      'vehicles',
      'Date Purchased',
      name,
    ]),
    ...['Bought From', 'Vendor', 'purchased_from'].map((name): [RegisterKind, string, string] => [
      'vehicles',
      'Seller',
      name,
    ]),
    ...['Plate', 'License Plate'].map((name): [RegisterKind, string, string] => ['vehicles', 'Last Plate', name]),
    ...['Serial', 'Serial Number', 's/n', 'Serial#'].map((name): [RegisterKind, string, string] => [
      'tools',
      'Serial No',
      name,
    ]),
    ...['Type', 'Item', 'Tool'].map((name): [RegisterKind, string, string] => ['tools', 'Description', name]),
    ...['Asset Tag', 'tool no'].map((name): [RegisterKind, string, string] => ['tools', 'Tag', name]),
    ...['Price', 'Cost', 'Purchase Price', 'Paid (USD)'].map((name): [RegisterKind, string, string] => [
      'household',
      'Paid',
      name,
    ]),
    ...['Value', 'Current Value'].map((name): [RegisterKind, string, string] => ['household', 'Value Now', name]),
    ...['Location', 'Place'].map((name): [RegisterKind, string, string] => ['household', 'Room', name]),
    ...['Description', 'What', 'Item Name'].map((name): [RegisterKind, string, string] => ['household', 'Item', name]),
  ])('of %s: %s may be called %s', async (as, usual, name) => {
    const renamed = Object.fromEntries(Object.entries(HONEST[as]).map(([k, v]) => [k === usual ? name : k, v]));
    const [before, after] = [await one(as, {}), (await check(as, csv(renamed)))[0]!];
    expect(after.acquisition).toEqual(before.acquisition);
    expect(after.findings).toEqual([]);
  });

  it.each<[RegisterKind, RegExp]>([
    ['vehicles', /not a vehicle register: it has no column VIN.*, Make.* and Date Purchased.*Number, Colour/],
    ['tools', /not a tool register: it has no column Brand.*needed: Brand, Serial, Date/],
    ['household', /not a household inventory: it has no column Brand.*Item/],
  ])('that are missing are named: %s', async (as, message) => {
    const problem = await check(as, Buffer.from('Number,Colour\n1,red\n')).catch((thrown: unknown) => thrown);
    expect(problem).toBeInstanceOf(FileProblem);
    expect(problem).toMatchObject({ code: 'header-other' });
    expect((problem as FileProblem).message).toMatch(message);
    expect((problem as FileProblem).message).toContain('Nothing was imported.');
  });

  it('of a household list are none of a vehicle register', async () => {
    const problem = await check('vehicles', csv(FRIDGE)).catch((thrown: unknown) => thrown);
    expect(problem).toMatchObject({
      code: 'header-other',
      message: expect.stringContaining('it has no column VIN, and'),
    });
  });

  it('of which two would do: the usual one counts, and the other is kept beside the line', async () => {
    const row = await one('tools', { Type: 'Saw', 'Serial Number': 'X1' });
    expect(row.acquisition).toMatchObject({ type: 'Chainsaw', serials: ['585867986'] });
    expect(row.extra).toEqual({ Type: 'Saw', 'Serial Number': 'X1' });
  });

  it('that the register has no place for are kept, letter for letter', async () => {
    const row = await one('vehicles', { 'Key Code': ' 0 417 ', Lienholder: 'First Bank' });
    expect(row.extra).toEqual({ 'Key Code': '0 417', Lienholder: 'First Bank' });
    expect(row.findings).toEqual([]);
  });
});

describe('a date whose day and month could change places', () => {
  it('is kept as it was written, and judged in its own column only', async () => {
    const row = await one('household', { Bought: '03-04-2024', 'Warranty Until': '05.06.2026' });
    expect(says(row.findings)).toEqual(['warning date-order Bought', 'warning date-order Warranty Until']);
    expect(row.acquisition).toMatchObject({ acquiredOn: '2024-03-04', details: { warrantyUntil: '2026-05-06' } });
    expect(row.extra).toMatchObject({ Bought: '03-04-2024', 'Warranty Until': '05.06.2026' });
    const rows = await check(
      'household',
      csv(
        { ...FRIDGE, Bought: '3/4/2024', 'Warranty Until': '05/06/2026' },
        { ...FRIDGE, Serial: 'Z9', Bought: '3/4/2024', 'Warranty Until': '15/06/2026' },
      ),
    );
    expect(says(rows[0]!.findings)).toEqual(['refused date-order-unclear Warranty Until']);
  });
});

describe('a vehicle', () => {
  it('is read whole, sale and all', async () => {
    const row = await one('vehicles', {
      'Date Sold': '01/03/2024',
      Buyer: 'Jack Nakamura',
      'Buyer City': 'Utica',
      'Buyer State': 'NY',
      'Buyer ZIP': '13501',
      'Buyer Address': '1949 Oak Ave',
      'Odometer Out': '81,020',
      'Sale Price': '$9,500',
    });
    expect(row.findings).toEqual([]);
    expect(row.acquisition).toMatchObject({
      category: 'vehicle',
      manufacturer: 'Honda',
      serials: ['1HGCM82633A004352'],
      type: 'Car',
      acquiredOn: '2023-08-12',
      acquiredFrom: 'Gail Chen',
      acquiredFromAddress: '4925 Hwy 9, Fargo, ND 58102',
      details: {
        numberScheme: 'VIN (17 characters)',
        year: '2003',
        body: 'Sedan',
        plate: 'JHZ3455',
        odometer: '81000',
        odometerUnit: 'mi',
        odometerStatus: 'Actual',
        stockNumber: 'S0001',
      },
    });
    expect(row.disposition).toMatchObject({
      kind: 'transfer',
      disposedOn: '2024-01-03',
      disposedTo: 'Jack Nakamura',
      disposedToAddress: '1949 Oak Ave, Utica, NY 13501',
      details: { odometerOut: '81020', priceSold: '9500.00' },
    });
    expect(row.extra).toEqual({ 'Odometer Out': '81,020', 'Sale Price': '$9,500' });
  });

  it.each<[string, Cells, string, string | undefined]>([
    ['17 characters', { VIN: '1HGCM82633A004352', Year: '2003' }, 'Car', 'VIN (17 characters)'],
    ['short, of a year with a standard', { VIN: '1HGCM82633A00435', Year: '2003' }, 'Car', 'VIN (17 characters)'],
    ['before the standard', { VIN: '1S70287098', Year: '1967' }, 'Car', 'VIN before 1981'],
    ['short, without a year', { VIN: '1S70287098', Year: '' }, 'Car', undefined],
    ['of a boat', { VIN: 'ABC12345D404', Year: '2004', Body: 'Boat' }, 'Boat', 'Hull number (HIN)'],
    ['of a tractor', { VIN: 'RW6105E012345', Body: 'Tractor' }, 'Tractor or off-road', 'Product number (PIN)'],
    ['with its kind given', { Kind: 'motorcycle' }, 'Motorcycle', 'VIN (17 characters)'],
    ['with its number named', { 'Number Type': 'Frame number' }, 'Car', 'Frame number'],
  ])('%s', async (_, cells, type, scheme) => {
    const { acquisition } = await one('vehicles', cells);
    expect(acquisition.type).toBe(type);
    expect(acquisition.details.numberScheme).toBe(scheme);
  });

  it.each<[string, string, string, string, string[]]>([
    ['Odometer (km)', '81000', '81000', 'km', []],
    ['Kilometers', '81.000', '81000', 'km', []],
    ['Odometer In', '81000 km', '81000', 'km', []],
    ['Odometer In', '81000.0', '81000', 'mi', []],
    ['Odometer In', '81000.4', '81000', 'mi', ['warning odometer-tenths Odometer In']],
  ])('under %s, %s is %s %s', async (column, cell, value, unit, found) => {
    const { 'Odometer In': _, ...rest } = CAR;
    const [row] = await check('vehicles', csv({ ...rest, [column]: cell }));
    expect(row!.acquisition.details).toMatchObject({ odometer: value, odometerUnit: unit });
    expect(says(row!.findings)).toEqual(found);
    if (cell !== value) expect(row!.extra).toEqual({ [column]: cell });
  });

  it('with No for the date of sale is in stock', async () => {
    const row = await one('vehicles', { Sold: 'No' });
    expect(row.disposition).toBeNull();
    expect(row.findings).toEqual([]);
    expect(row.extra).toEqual({ Sold: 'No' });
  });
});

describe('money', () => {
  it.each<[string, string, string | undefined, string[]]>([
    ['Paid', '1071.89', '1071.89', []],
    ['Paid', '$1,071.89', '1071.89', []],
    ['Paid', '1.071,89 €', '1071.89 EUR', []],
    ['Paid (EUR)', '950', '950.00 EUR', []],
    ['Paid (USD)', '950', '950.00', []],
    ['Paid', '0', '0.00', ['warning money-zero Paid']],
    ['Paid', '1.071', '1.071', ['refused money-unreadable Paid']],
    ['Paid', '4499090', '4499090.00', ['warning money-absurd Paid']],
    ['Paid', '-5', '-5', ['refused money-unreadable Paid']],
    ['Paid', 'a lot', 'a lot', ['refused money-unreadable Paid']],
  ])('under %s, %s is kept as %s', async (column, cell, stored, found) => {
    const { Paid: _, 'Value Now': __, ...rest } = FRIDGE;
    const [row] = await check('household', csv({ ...rest, [column]: cell }));
    expect(row!.acquisition.details.price).toBe(stored);
    expect(says(row!.findings)).toEqual(found.map((text) => text.replace('Paid', column)));
    // What is read as something else is kept as it stood.
    expect(row!.extra).toEqual(stored === cell ? {} : { [column]: cell });
  });
});

describe('a household list', () => {
  it.each<[string, Cells, string, string]>([
    ['an appliance', {}, 'appliance', 'Refrigerator'],
    ['in the plural', { Category: 'Power Tools', Item: 'Table saw' }, 'tool', 'Table saw'],
    ['electronics', { Category: 'ELECTRONICS', Item: 'Laptop' }, 'electronics', 'Laptop'],
    ['a vehicle', { Category: 'Vehicle', Item: 'motorcycle', Serial: '' }, 'vehicle', 'Motorcycle'],
    ['a firearm', { Category: 'Firearms', Item: 'Revolver' }, 'firearm', 'Revolver'],
    ['a gun in other words', { Category: 'Gun', Item: 'Hunting rifle' }, 'firearm', 'Rifle'],
    ['a gun of a kind beside', { Category: 'Gun', Item: 'Grandpa’s', Type: 'Shotgun' }, 'firearm', 'Shotgun'],
    ['a gun of no known kind', { Category: 'Gun', Item: 'Blaster' }, 'firearm', 'Firearm (other)'],
    ['none of them', { Category: 'Jewelry', Item: 'Ring' }, 'other', 'Ring'],
    ['none of them, not named', { Category: 'Jewelry', Item: '' }, 'other', 'Jewelry'],
    ['told by the item', { Category: '', Item: 'Table saw' }, 'tool', 'Table saw'],
    ['a firearm told by the item', { Category: '', Item: 'Revolver' }, 'firearm', 'Revolver'],
    ['told by nothing', { Category: '', Item: 'Thing' }, 'other', 'Thing'],
  ])('%s', async (_, cells, category, type) => {
    const { acquisition } = await one('household', cells);
    expect(acquisition).toMatchObject({ category, type });
    expect(acquisition.details).toMatchObject({ location: 'Kitchen', price: '1071.89', receipt: 'Yes' });
  });

  it.each([
    ['Riding mower', 'Toro', '74726', '400123456', 'Tractor or off-road'],
    ['Snowmobile', 'Polaris', 'Indy', 'SN1CM8GS5LC123456', 'Tractor or off-road'],
    ['Quad', 'Honda', 'TRX250', '478TE2104A123456', 'Tractor or off-road'],
    ['Golf cart', 'Club Car', 'Precedent', 'PQ1234-567890', 'Tractor or off-road'],
    ['Pontoon boat', 'Bennington', '20 SL', 'ETWB1234D404', 'Boat'],
    ['Kayak', 'Hobie', 'Outback', 'HCAKB123D404', 'Boat'],
  ])('takes a %s for what it is, asks no VIN of it and keeps the word', async (item, brand, model, serial, type) => {
    for (const category of ['Vehicle', '']) {
      const row = await one('household', {
        Category: category,
        Item: item,
        Brand: brand,
        Model: model,
        Serial: serial,
      });
      expect(row.acquisition).toMatchObject({ category: 'vehicle', type, details: { body: item } });
      expect(row.findings.filter((f) => f.severity !== 'hint' && /vin|pin|hin/.test(f.code))).toEqual([]);
      expect(row.findings.map((f) => f.message).join(' ')).not.toMatch(/\bVIN\b/);
    }
  });

  it('keeps the words that the book does not', async () => {
    const row = await one('household', { Category: 'Guns', Item: 'Hunting rifle', IMEI: '49015420323751' });
    expect(row.extra).toEqual({
      Paid: '$1,071.89',
      Category: 'Guns',
      Item: 'Hunting rifle',
      IMEI: '49015420323751',
    });
    expect(row.acquisition.details.imei).toBeUndefined();
  });

  it('of a phone whose serial would be a misread IMEI says so', async () => {
    const phone = { Category: 'Electronics', Item: 'Phone', Make: 'Apple', Model: 'A2482' };
    const told = async (Serial: string) => says((await one('household', { ...phone, Serial })).findings);
    expect(await told('356938035643808')).toEqual(['hint imei-check-digit Serial']);
    expect(await told('356938035643809')).toEqual([]);
  });

  it('of several units in one row says so', async () => {
    expect(says((await one('household', { Qty: '3' })).findings)).toEqual(['warning row-many-units Qty']);
    expect((await one('household', { Qty: '1' })).findings).toEqual([]);
  });
});

describe('a number on several rows', () => {
  const sold = { 'Date Sold': '2023-09-01', Buyer: 'Mei Xu', 'Buyer Address': '4 Elm St, Tulsa, OK 74103' };
  const codes = async (as: RegisterKind, ...rows: Cells[]) =>
    (await check(as, csv(...rows.map((row) => ({ ...HONEST[as], Tag: '', 'Stock No': '', ...row }))))).map((r) =>
      r.findings.map((f) => f.code),
    );

  it('three times is told on each of them, the first too', async () => {
    expect(await codes('tools', {}, {}, {})).toEqual([['serial-shared'], ['serial-shared'], ['serial-shared']]);
    const rows = await check('tools', csv(SAW, { ...SAW, Tag: 'B' }, { ...SAW, Tag: 'C', 'Serial No': '585-867-986' }));
    expect(rows[0]!.findings[0]).toMatchObject({
      field: 'Serial No',
      message: expect.stringMatching(/^3 units of this brand and model bear this number \(rows 1, 2, 3\)/),
    });
    expect(rows[0]!.accepted).toEqual([{ field: 'serial', code: 'serial-shared' }]);
  });

  it('twice is a unit entered twice, told on the second', async () => {
    expect(await codes('tools', {}, {})).toEqual([[], ['serial-already-open']]);
    expect(await codes('household', { Bought: '' }, { Bought: '' })).toEqual([
      ['acquired-on-missing'],
      ['acquired-on-missing', 'serial-already-open'],
    ]);
  });

  it('on several brands is told where chance can’t be', async () => {
    const brands = ['Stihl', 'Bosch', 'Honda'].map((Brand) => ({ Brand, 'Serial No': 'HX24' }));
    expect(await codes('tools', ...brands)).toEqual([[], [], []]);
    expect(await codes('tools', ...brands.map((row) => ({ ...row, 'Serial No': 'HX240115' })))).toEqual(
      Array.from({ length: 3 }, () => ['serial-shared']),
    );
    const five = [...brands, { Brand: 'Makita', 'Serial No': 'HX24' }, { Brand: 'Ryobi', 'Serial No': 'HX24' }];
    expect(await codes('tools', ...five)).toEqual(Array.from({ length: 5 }, () => ['serial-shared']));
  });

  it('of a vehicle sold and bought again three times is one vehicle', async () => {
    const stay = (year: number) => ({ ...sold, 'Date Purchased': `${year}-01-02`, 'Date Sold': `${year}-06-01` });
    expect(await codes('vehicles', stay(2019), stay(2020), stay(2021))).toEqual([
      [],
      ['serial-came-back'],
      ['serial-came-back'],
    ]);
  });

  it('by a maker who is written otherwise is that maker’s', async () => {
    expect(await codes('tools', {}, { Brand: 'Andreas Stihl AG & Co. KG' })).toEqual([[], ['serial-already-open']]);
    expect(await codes('tools', {}, { Brand: 'Husqvarna', 'Model No': '550XP' })).toEqual([[], []]);
  });

  it('that is nearly the same as an earlier row’s is told, and no hint is saved past', async () => {
    const numbers = ['B8O1X', '778812345', 'QK48213', 'B801X', '778812354', 'QK4821', '12345', '12?45'];
    const rows = await check('tools', csv(...numbers.map((n, at) => ({ ...SAW, Tag: `N${at}`, 'Serial No': n }))));
    const near = rows.map((r) =>
      r.findings.filter((f) => /look|transp|one-edit|partly/.test(f.code)).map((f) => `${f.severity} ${f.code}`),
    );
    expect(near).toEqual([
      [],
      [],
      [],
      ['warning serial-look-alike'],
      ['warning serial-transposition'],
      ['hint serial-one-edit'],
      [],
      ['warning serial-partly'],
    ]);
    expect(rows[3]!.findings.find((f) => f.code === 'serial-look-alike')).toMatchObject({ row: 4, field: 'Serial No' });
    expect(rows[3]!.accepted).toContainEqual({ field: 'serial', code: 'serial-look-alike' });
    expect(rows[5]!.accepted).toEqual([]);
    expect(rows[5]!.refused).toBe(false);
  });

  it('of a vehicle that can’t be is told with the numbers that would fit', async () => {
    const [row] = await check('vehicles', csv({ ...CAR, VIN: '1HGCM82633A004325' }));
    const told = row!.findings.find((f) => f.code === 'vin-check-digit')!;
    expect(told.message).toMatch(/possibilities only\. Perhaps .*1HGCM82633A004352.* or \w{17}\.$/);
  });

  it('of a vehicle is one of its kind, whatever make is written', async () => {
    expect(await codes('vehicles', {}, { Make: 'HONDA MOTOR' })).toEqual([[], ['serial-already-open']]);
    expect(await codes('vehicles', {}, { Make: 'Acura' })).toEqual([[], ['serial-repeated']]);
    expect(await codes('vehicles', {}, { Make: 'HONDA MOTOR' }, { Make: 'Honda Co' })).toEqual(
      Array.from({ length: 3 }, () => ['serial-shared']),
    );
  });

  it('is none where it is no number', async () => {
    expect(await codes('tools', ...Array.from({ length: 3 }, () => ({ 'Serial No': 'worn off' })))).toEqual(
      Array.from({ length: 3 }, () => ['serial-none']),
    );
    expect(await codes('tools', ...Array.from({ length: 3 }, () => ({ 'Serial No': '' })))).toEqual(
      Array.from({ length: 3 }, () => ['serial-missing']),
    );
  });

  it('in the ledger already is found there', async () => {
    const known: KnownFirearms = { find: () => ({ line: 7, open: true }) };
    const [row] = await check('tools', csv(SAW), 'tools', known);
    expect(row!.findings).toMatchObject([
      { code: 'serial-already-open', message: expect.stringContaining('The same tool is in stock already, in line 7') },
    ]);
  });
});

describe('the book', () => {
  it.each<[RegisterKind, BookId, string[]]>([
    ['tools', 'vehicles', ['refused category-not-in-book Category']],
    ['tools', 'second-hand', []],
    ['tools', 'household', []],
    ['vehicles', 'second-hand', []],
  ])('of %s in %s', async (as, book, found) => {
    const findings = (await one(as, {}, book)).findings.filter((f) => f.severity === 'refused');
    expect(says(findings).map((text) => text.replace(/ \S+$/, ''))).toEqual(
      found.map((text) => text.replace(/ \S+$/, '')),
    );
  });

  it('takes no firearm among second-hand goods', async () => {
    const row = await one('household', { Category: 'Firearm', Item: 'Revolver', Seller: 'Mei Xu' }, 'second-hand');
    expect(row.findings.filter((f) => f.severity === 'refused')).toMatchObject([
      { code: 'category-not-in-book', field: 'Category' },
    ]);
  });
});

describe('reading twice', () => {
  it('says how far it is, up to the end', async () => {
    const table = openTable(makeRegister('tools', { rows: 20_000, quirkEvery: 0 }).bytes, 'x.csv', 64 * 1024);
    const done: number[] = [];
    let rows = 0;
    for await (const part of checkRows(table, FORMATS.tools, contextFor('tools'), nothing)) {
      done.push(part.done);
      rows += part.results.length;
    }
    expect(rows).toBe(20_000);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(table.size);
  });

  it('keeps the numbers in memory, not the file', async () => {
    const long = { ...SAW, Notes: 'x'.repeat(1500) };
    const header = Object.keys(long);
    const parts = [Buffer.from(`${header.join()}\n`)];
    for (let i = 0; i < 12_000; i++)
      parts.push(Buffer.from(`${Object.values({ ...long, Tag: `T${i}`, 'Serial No': `LONGSERIAL${i}` }).join()}\n`));
    const table = openTable(Buffer.concat(parts), 'x.csv');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    for await (const { done, total } of checkRows(table, FORMATS.tools, contextFor('tools'), nothing)) {
      if (done < total && Math.abs(done - total / 2) > total / 20) continue;
      collect();
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(table.size).toBeGreaterThan(18_000_000);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(12_000_000);
  });
});

describe('an import of 2,000 rows', () => {
  let place: ReturnType<typeof scratch>;
  beforeAll(() => {
    place = scratch();
  });
  afterAll(() => place.remove());

  const counted = (report: { code: string; severity: string }[]) => {
    const counts: Record<string, number> = {};
    // What is unlike a maker's others comes of the whole file, not of the slips that were made in it: odd-shapes.test.ts.
    for (const { code, severity } of report.filter((f) => !f.code.startsWith('serial-shape')))
      counts[`${severity} ${code}`] = (counts[`${severity} ${code}`] ?? 0) + 1;
    return counts;
  };

  test.each<[RegisterKind, 'shop' | 'owner']>([
    ['vehicles', 'shop'],
    ['tools', 'shop'],
    ['household', 'owner'],
  ])('%s: what is found is what was made, all or nothing, and the good ones are in the book', async (as, template) => {
    const made = makeRegister(as, { rows: 2000, seed: 21 });
    const folder = join(place.path, `${as}.rollmark`);
    const created = await newLedger(folder, {
      settings: { template },
      clock: () => Date.parse(`${MADE_TODAY}T19:00:00Z`),
    });
    let { ledger } = created;
    const book = FORMATS[as].book;
    const run = (mode: ImportMode): Promise<ImportReport> =>
      importFile(ledger, { name: 'list.csv', read: async () => made.bytes }, { mode, format: as }, quiet, never);
    const expected = [...made.expected.values()];
    const refused = expected.filter((all) => all.some((f) => f.severity === 'refused')).length;
    expect(refused).toBeGreaterThan(20);
    const totals = { rows: 2000, accepted: 2000 - refused, refused, warned: expected.length - refused };

    const dry = await run('dry-run');
    expect(dry).toMatchObject({ ...totals, imported: 0 });
    expect(counted(dry.findings)).toEqual(counted(expected.flat()));
    expect(countLines(ledger.reader, book)).toBe(0);

    const whole = await run('all').catch((thrown: unknown) => thrown);
    expect(whole).toBeInstanceOf(ImportRefused);
    expect(countLines(ledger.reader, book)).toBe(0);

    const good = await run('only-good');
    expect(good).toMatchObject({ ...totals, imported: 2000 - refused, firstLine: 1, lastLine: 2000 - refused });
    expect(good.findings).toEqual(dry.findings);

    // After closing and opening again, the first line is the first good row, with all that it brought.
    await ledger.close();
    ledger = (await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE })).ledger;
    expect(countLines(ledger.reader, book)).toBe(2000 - refused);
    const first = made.rows.findIndex((_, i) => !made.expected.get(i + 1)?.some((f) => f.severity === 'refused'));
    const cells = made.rows[first]!;
    const [line] = readLines(ledger.reader, { book, view: 'corrected', from: 1, count: 1 });
    const told = {
      vehicles: {
        category: 'vehicle',
        stockNumber: cells['Stock No'],
        serial: cells.VIN,
        odometer: cells['Odometer In'],
      },
      tools: { category: 'tool', assetTag: cells.Tag, serial: cells['Serial No'], location: cells.Location },
      household: { serial: cells.Serial, location: cells.Room, price: cells.Paid?.replace(/[$,]/g, '') },
    }[as];
    expect(line).toMatchObject(told);
    const { extra } = readHistory(ledger, book, 1);
    if (as === 'household') expect(extra).toMatchObject({ Paid: cells.Paid, 'Value Now': cells['Value Now'] });
    const report = await verified(ledger);
    expect(report.problems).toEqual([]);
    await ledger.close();
  });

  test('a row whose number is nearly one in the book is found in the dry run, and told against its line', async () => {
    const { ledger } = await newLedger(join(place.path, 'near.rollmark'), {
      settings: { template: 'shop' },
      clock: () => Date.parse(`${MADE_TODAY}T19:00:00Z`),
    });
    const run = (rows: Cells[], mode: ImportMode, format: RegisterKind) =>
      importFile(ledger, { name: 'list.csv', read: async () => csv(...rows) }, { mode, format }, quiet, never);
    const numbers = ['B8O1X', '778812345', 'QK48213', '92?45', '9245'];
    await run(
      numbers.map((n, at) => ({ ...SAW, Tag: `N${at}`, 'Serial No': n })),
      'all',
      'tools',
    );
    await run(
      [{ ...CAR, VIN: '1G1ZC5E02CF123456', Make: 'Chevrolet', Model: 'Cruze', Year: '2012' }],
      'all',
      'vehicles',
    );
    const again = ['B801X', '778812354', 'QK4821', '92745', 'ZZ99X1'].map((n, at) => ({
      ...SAW,
      Brand: 'STIHL Inc.',
      Tag: `M${at}`,
      'Serial No': n,
    }));
    const before = countLines(ledger.reader, 'tools');
    const report = await run(again, 'dry-run', 'tools');
    const near = report.findings.filter((f) => f.code.startsWith('serial-'));
    expect(near.map((f) => `${f.row} ${f.severity} ${f.code} ${/line \d+/.exec(f.message)?.[0]}`)).toEqual([
      '1 warning serial-look-alike line 1',
      '2 warning serial-transposition line 2',
      '3 hint serial-one-edit line 3',
      '4 warning serial-partly line 4',
    ]);
    expect(report).toMatchObject({ rows: 5, refused: 0, warned: 3 });
    expect(countLines(ledger.reader, 'tools')).toBe(before);
    const chevy = { ...CAR, VIN: '1G1ZC5E02CF123456', Make: 'Chevy', Model: 'Cruze LT', Year: '2012' };
    const car = await run([chevy, { ...chevy, VIN: '1G1ZC5E02CF123465', 'Stock No': 'S2' }], 'dry-run', 'vehicles');
    expect(
      car.findings.filter((f) => /already-open|transposition/.test(f.code)).map((f) => `${f.row} ${f.code}`),
    ).toEqual(['1 serial-already-open', '2 serial-transposition']);
    await ledger.close();
  });
});
