import { describe, expect, it } from 'vitest';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { BOOK_IDS, type BookId } from '../../../shared/domain/settings.ts';
import { type BookPdfInput, makeBookPdf } from './book-pdf.ts';
import { columnsOf, hasPoppler, poppler, readPdf, strokesOf, struckTexts, textOf } from './test-pdf.ts';
import { headOf, household, someUnit, tools, vehicles } from './test-units.ts';

const print = async (id: BookId, lines: readonly BookLine[], input: Partial<BookPdfInput> = {}) => {
  const made = await makeBookPdf(
    {
      head: headOf(id),
      view: 'corrected',
      paper: 'letter',
      order: 'line',
      lines: () => [lines],
      total: lines.length,
      ...input,
    },
    () => {},
    new AbortController().signal,
  );
  return { bytes: made.bytes, ...(await readPdf(made.bytes)), strokes: strokesOf(made.bytes) };
};

/** What stands in each column of the first page, under its head. */
const table = async (id: BookId, lines: readonly BookLine[], input: Partial<BookPdfInput> = {}) => {
  const { pages, strokes } = await print(id, lines, input);
  const page = pages[0]!;
  const { xs, heads, inColumn } = columnsOf(page, id === 'vehicles' ? 'VIN or other number' : 'Serial number');
  const end = page.texts.find((t) => t.text.startsWith('End of this printout'))!.y;
  const cells = xs.map((x, n) => ({
    head: heads
      .filter((t) => Math.abs(t.x - x) < 0.1)
      .map((t) => t.text)
      .join(' '),
    texts: inColumn(n)
      .filter((t) => t.y < end)
      .map((t) => t.text.trim()),
  }));
  return { cells, page, struck: struckTexts(page, strokes[0]!) };
};

const rows = (cells: { head: string; texts: string[] }[]) => cells.map((c) => [c.head, c.texts.join(' ')]);
const SOLD = {
  status: 'disposed',
  dispositionKind: 'transfer',
  disposedOn: '2026-09-14',
  disposedTo: 'Jack Nakamura',
  disposedToAddress: '1949 Oak Ave',
} as const;

describe('the columns of the other books', () => {
  it('vehicles: make and year, model and body, VIN, odometer with unit and status, plate and title', async () => {
    const car = { ...vehicles(1)[0]!, ...SOLD, acquiredFromAddress: '4925 Hwy 9', odometerUnit: 'mi' };
    const { cells, page } = await table('vehicles', [car]);
    expect(rows(cells)).toEqual([
      ['Line no.', '1'],
      ['Make, year', 'Tesla 2018'],
      ['Model, body', 'Model 3 Sedan'],
      ['VIN or other number', '1M8GDM9AXKP042000'],
      ['Odometer in', '74,712 mi Actual'],
      ['Plate, title', 'ID 1A 20000 Title A104233'],
      ['Date', '5 Mar 2026'],
      ['Name and address', 'Gail Chen 4925 Hwy 9'],
      ['Date', '14 Sep 2026'],
      ['Name', 'Jack Nakamura'],
      ['Address, odometer out', '1949 Oak Ave Odometer: 74,759 mi'],
    ]);
    for (const group of ['Description of vehicle', 'Receipt', 'Disposition', 'Vehicle register'])
      expect(page.texts.map((t) => t.text)).toContain(group);
  });

  it('tools: brand and kind, model and type number, serial, tag and place, date code and lot', async () => {
    const { cells } = await table('tools', [{ ...tools(3)[2]!, line: 1, lot: 'L-4' }]);
    expect(rows(cells).slice(1, 8)).toEqual([
      ['Brand, kind', 'DeWalt Drill or driver'],
      ['Model, type no.', 'DCD791 Type no. TYPE 1'],
      ['Serial number', '175418-3'],
      ['Tag, place', 'T0002 Crib 1'],
      ['Date code, lot', '2022 03-49 Lot L-4'],
      ['Date', '5 Mar 2026'],
      ['Name and address', 'Estate sale 12 Pine Ct, Boise, ID 83702'],
    ]);
  });

  it('electronics: an IMEI and a licence number stand on one line each', async () => {
    const phone = someUnit('electronics', {
      line: 1,
      type: 'Phone',
      manufacturer: 'Samsung',
      model: 'SM-G998B',
      serial: 'R5CR10ABCDE',
      imei: '356938035643809',
      assetTag: 'E-0012',
      price: '1199.00',
      value: '400.00 EUR',
      acquiredFromLicence: '5-72-033-01-7M-01234',
    });
    const { cells } = await table('electronics', [phone]);
    expect(cells[4]!.texts).toContain('356938035643809');
    expect(cells[7]!.texts).toContain('5-72-033-01-7M-01234');
    expect(rows(cells).slice(1, 8)).toEqual([
      ['Brand, kind', 'Samsung Phone'],
      ['Model', 'SM-G998B'],
      ['Serial number', 'R5CR10ABCDE'],
      ['IMEI, tag', '356938035643809 Tag E-0012'],
      ['Price, value', '$1,199.00 Now 400.00 EUR'],
      ['Date', '5 Mar 2026'],
      ['Name and address', 'Licence no. 5-72-033-01-7M-01234'],
    ]);
  });

  it('appliances, and books of many categories: what it is, brand, model, serial, place, price and value', async () => {
    const oven = someUnit('appliance', {
      line: 1,
      type: 'Oven',
      manufacturer: 'Bosch',
      model: 'HBL8453UC',
      typeNumber: 'FD 9802',
      serial: 'FD98',
      location: 'Hall 2',
      value: '400.00',
    });
    expect(rows((await table('appliances', [oven])).cells).slice(1, 6)).toEqual([
      ['Brand, kind', 'Bosch Oven'],
      ['Model, type no.', 'HBL8453UC Type no. FD 9802'],
      ['Serial number', 'FD98'],
      ['Place', 'Hall 2'],
      ['Price, value', 'Now $400.00'],
    ]);
    const revolver = { ...household()[3]!, line: 1, acquiredFrom: '' };
    for (const id of ['household', 'second-hand'] as const)
      expect(rows((await table(id, [revolver])).cells)).toEqual([
        ['Line no.', '1'],
        ['What, brand', 'Revolver Smith & Wesson'],
        ['Model', '686-6'],
        ['Serial number', 'DK2865226'],
        ['Place', 'Safe'],
        ['Price, value', '$1,203.07 Now $1,377.47'],
        ['Date', '5 Mar 2026'],
        ['Name and address', ''],
        ['Date', 'Open'],
        ['Name', ''],
        ['Address', ''],
      ]);
  });
});

describe('every other book', () => {
  const BOOKS: readonly (readonly [BookId, readonly BookLine[]])[] = [
    ['vehicles', vehicles(40)],
    ['tools', tools(40)],
    ['electronics', household().slice(5, 6)],
    ['appliances', household().slice(0, 1)],
    ['second-hand', household()],
    ['household', household().filter((line) => line.category !== 'firearm')],
  ];

  it('is among those tried here', () => {
    expect([...BOOKS.map(([id]) => id), 'ad'].sort()).toEqual([...BOOK_IDS].sort());
  });

  it.each(BOOKS)(
    '%s speaks of no firearm, keeps its texts inside the columns, and numbers on one line',
    async (id, lines) => {
      for (const paper of ['letter', 'a4'] as const) {
        const { pages, info } = await print(id, lines, { paper });
        expect(textOf(...pages)).not.toMatch(/firearm|caliber|importer|4473|approved/i);
        expect(info.Title).toBe(`${headOf(id).bookTitle}, as corrected`);
        const texts = new Set(pages.flatMap((page) => page.texts.map((t) => t.text)));
        for (const { serial } of lines)
          if (serial.length <= 17 && !/[-/]/.test(serial) && serial) expect(texts).toContain(serial);
        for (const page of pages) {
          const { inColumn, xs, heads } = columnsOf(page, id === 'vehicles' ? 'VIN or other number' : 'Serial number');
          expect(xs).toHaveLength(11);
          for (const t of page.texts) expect(t.x + t.width, t.text).toBeLessThanOrEqual(page.width - 26 + 0.1);
          const proof = page.texts.find((t) => /^(Proof of this|End of this)/.test(t.text))?.y ?? page.height;
          xs.forEach((_, n) => {
            const edge = xs[n + 1] ?? page.width - 26;
            const head = heads.filter((t) => Math.abs(t.x - xs[n]!) < 0.1);
            for (const t of [...head, ...inColumn(n).filter((c) => c.y < proof)])
              expect(t.x + t.width, t.text).toBeLessThanOrEqual(edge);
          });
        }
      }
    },
  );

  it('shows why there is no number in its place', async () => {
    const { cells } = await table('tools', [{ ...tools(9)[8]!, line: 1 }]);
    expect(cells[3]!.texts).toEqual(['Never marked']);
  });

  it('wraps long texts and loses none of them', async () => {
    const name = Array.from({ length: 200 }, (_, n) => String.fromCharCode(97 + (n % 26))).join('');
    const { cells } = await table('tools', [
      { ...tools(1)[0]!, manufacturer: name, location: '中 shelf', lot: 'L'.repeat(60) },
    ]);
    expect(cells[1]!.texts.join('')).toBe(`${name}Drill or driver`);
    expect(cells[4]!.texts.join(' ')).toContain('<U+4E2D> shelf');
    expect(cells[5]!.texts.join('')).toBe(`Lot${'L'.repeat(60)}`);
  });

  it('strikes a voided line', async () => {
    const { cells, struck, page } = await table('vehicles', [
      { ...vehicles(1)[0]!, ...SOLD, status: 'voided', voidReason: 'Entered twice.' },
    ]);
    expect(struck).toEqual(expect.arrayContaining([...cells[1]!.texts.slice(0, 2), '1M8GDM9AXKP042000', '74,712 km']));
    expect(page.texts.map((t) => t.text)).toContain('VOID: Entered twice.');
  });
});

describe('corrections in the other books', () => {
  const [first, second, third] = vehicles(3) as [BookLine, BookLine, BookLine];
  const corrected: BookLine[] = [
    { ...first, corrections: 2, odometerUnit: 'mi', struck: { odometer: ['74172', ''], plate: ['ID 9'] } },
    { ...second, corrections: 1, odometerUnit: 'mi', struck: { odometerUnit: ['km'] } },
    { ...third, corrections: 1, colour: 'Red', struck: { colour: ['Blue'] } },
  ];

  it('are struck through with their earlier texts, set for people', async () => {
    const { cells, struck, page } = await table('vehicles', corrected, { view: 'both' });
    expect(cells[4]!.texts.slice(0, 8)).toEqual([
      '74,172 mi',
      '(blank)',
      '74,712 mi',
      'Actual',
      // A corrected unit stands apart from the figure.
      '74,729',
      'km',
      'mi',
      'Actual',
    ]);
    expect(struck.sort()).toEqual(['(blank)', '74,172 mi', 'ID 9', 'km']);
    // Only the third line was corrected in what has no column.
    expect(cells[0]!.texts).toEqual(['1', '2', '3', '*']);
    expect(textOf(page)).toContain('* Of this line something was corrected that has no column here');
  });

  it('bear a mark in the other views, and the legend says where the earlier texts are', async () => {
    const plain = corrected.map((line) => ({ ...line, struck: {} }));
    const { cells, page } = await table('vehicles', [...plain, { ...first, line: 4 }]);
    expect(cells[0]!.texts).toEqual(['1', '*', '2', '*', '3', '*', '4']);
    expect(textOf(page)).toContain('and the line’s record show the earlier texts');
  });
});

describe.skipIf(!hasPoppler)('read with poppler', () => {
  it('gives every VIN once, and the texts of a row on its height', async () => {
    const lines = vehicles(40);
    const { bytes } = await print('vehicles', lines);
    const text = poppler('pdftotext', ['-layout', '-', '-'], bytes).toString('utf8');
    for (const { serial } of lines) expect(text.split(serial)).toHaveLength(2);
    expect(text).toMatch(
      /^ +1 +Tesla +Model 3 +1M8GDM9AXKP042000 +74,712 km +ID 1A 20000 +5 Mar 2026 +Gail Chen +14 Sep 2026/m,
    );
  });
});
