import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { ledgerAsOf } from '../../electron/services/as-of.ts';
import { acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { type BookExport, exportBook } from '../../electron/services/exporting.ts';
import { openTable } from '../../electron/services/interchange/read-table.ts';
import { makeSession } from '../../electron/services/session.ts';
import { addUser } from '../../electron/services/users.ts';
import type { AcquisitionDraft } from '../../shared/domain/fields.ts';
import { HOSTILE } from '../support/hostile.ts';
import { AD, never, newLedger, PASSPHRASE, pistol, quiet, refusal, sale, scratch } from '../support/ledgers.ts';

/** The book as CSV, written from a real encrypted ledger and read back by another program's reader. */

const INSPECTOR = 'inspector of the day';
const HEAD = [
  'Line no.',
  'Manufacturer and importer (if any)',
  'Model',
  'Serial number',
  'Type',
  'Caliber or gauge',
  'Receipt: Date',
  'Receipt: Name and address, or name and licence number',
  'Disposition: Date',
  'Disposition: Name',
  'Disposition: Address, or licence no., or Form 4473 no.',
];
const UEDA = 'Ueda Distributing LLC; 9144 Pine Ct, Boise, ID 83702; 9-44-039-08-8G-05138';
let place: ReturnType<typeof scratch>;
let folder: string;
let ledger: Ledger;
let sizeBefore = 0;

/** Past the rules of entry, as a file of an older version may have brought it. */
const bring = (book: string, line: number, acquisition: AcquisitionDraft) =>
  ledger.write((append) =>
    append('entry.imported', `${book}/${line}`, {
      book,
      line,
      import: 'x',
      row: line,
      acquisition,
      extra: { Cost: '451.77' },
      accepted: [],
    }),
  );

beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'shop.rollmark');
  ({ ledger } = await newLedger(folder, {
    settings: {
      books: [
        { id: 'ad', secondKeying: false },
        { id: 'electronics', secondKeying: false },
      ],
    },
  }));
  await acquire(ledger, 'ad', pistol('00123', { acquiredOn: '2026-11-19' }), 'all');
  await acquire(ledger, 'ad', pistol('1E10', { note: 'Paid from the till' }), 'all');
  await acquire(ledger, 'ad', pistol('', { serials: ['77-A', '77-B'], importer: '' }), 'all');
  await acquire(ledger, 'ad', pistol('BKZX9', { acquiredOn: '2026-11-18' }), 'all');
  await dispose(ledger, AD(1), sale({ disposedToLicence: '1-23-456-01-7K-04567' }), 'all');
  sizeBefore = ledger.log().tree.size;
  await correct(ledger, AD(2), { field: 'model', value: '17', reason: 'Misread' }, 'all');
  await voidLine(ledger, AD(4), '=Entered twice');
  const phone = { category: 'electronics' as const, importer: '', type: 'Phone', caliber: '' };
  await bring('electronics', 1, {
    ...pistol('PH-1'),
    ...phone,
    note: 'Paid from the till',
    details: { price: '450.00', value: '399.00', imei: '490154203237518' },
  });
  await addUser(ledger, { name: 'Ms Grant', role: 'inspector', until: '2099-12-31', passphrase: INSPECTOR });
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

const exported = async (more: Partial<BookExport> = {}, of = ledger, signal = never) => {
  const pieces: Buffer[] = [];
  const query: BookExport = { book: 'ad', view: 'corrected', order: 'line', openOnly: false, ...more };
  const made = await exportBook(of, query, (piece) => void pieces.push(piece), quiet, signal);
  const text = Buffer.concat(pieces).toString('utf8');
  return { ...made, text, rows: rowsOf(text) };
};
const rowsOf = (text: string): string[][] => {
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  return Papa.parse<string[]>(text.slice(1, -2), { delimiter: ',', newline: '\r\n' }).data;
};

describe('the firearms book as CSV', () => {
  test('has the columns that it is printed in and no others, and every line as it reads', async () => {
    const { rows, name, lines, bytes, text, checkpoint } = await exported();
    expect(name).toBe(`book-corrected-${ledger.today()}.csv`);
    expect(lines).toBe(4);
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(rows[0]).toEqual(HEAD);
    const maker = 'Glock GmbH; Importer: Glock Inc';
    const then = '2026-11-20';
    expect(rows.slice(1)).toEqual([
      [
        ...['1', maker, '19 Gen5', '00123', 'Pistol', '9x19', '2026-11-19', UEDA, '2026-11-21', 'Zoë Müller'],
        '4102 Main St, Boise, ID 83702; 1-23-456-01-7K-04567',
      ],
      ['2', maker, '17', '1E10', 'Pistol', '9x19', then, UEDA, '', '', ''],
      ['3', 'Glock GmbH', '19 Gen5', '77-A; 77-B', 'Pistol', '9x19', then, UEDA, '', '', ''],
      ['4', maker, '19 Gen5', 'BKZX9', 'Pistol', '9x19', '2026-11-18', UEDA, 'VOID: =Entered twice', '', ''],
    ]);
    expect(text).not.toMatch(/till|451\.77/);
    // A checkpoint is signed over what left the shop, as for a print.
    const last = ledger.reader.prepare('SELECT root FROM checkpoint WHERE size = ?').pluck().get(checkpoint.size);
    expect(last).toBe(checkpoint.root);
    expect(checkpoint.size).toBe(ledger.log().tree.size);
  });

  test('shows the view, lines and order that are asked for', async () => {
    const numbers = async (more: Partial<BookExport>) => (await exported(more)).rows.slice(1).map(([line]) => line);
    expect((await exported({ view: 'original' })).rows[2]![2]).toBe('19 Gen5');
    expect(await numbers({ openOnly: true })).toEqual(['2', '3']);
    expect(await numbers({ from: 2, to: 3 })).toEqual(['2', '3']);
    expect(await numbers({ order: 'acquired' })).toEqual(['4', '1', '2', '3']);
    expect((await refusal(() => exported({ from: 9 }))).code).toBe('LINE_MISSING');
  });

  test('shows an earlier state as it stood', async () => {
    const asOf = await ledgerAsOf(ledger, sizeBefore, quiet, never);
    const { rows, name } = await exported({ asOf });
    asOf.close();
    expect(name).toBe(`book-corrected-as-of-event-${sizeBefore}.csv`);
    expect(rows[2]![2]).toBe('19 Gen5');
    expect(rows[4]![8]).toBe('');
  });

  test('that is stopped says so, and nothing was changed', async () => {
    const size = ledger.log().tree.size;
    const before = new AbortController();
    before.abort();
    expect((await refusal(() => exported({}, ledger, before.signal))).code).toBe('CANCELLED');
    const midway = new AbortController();
    const query: BookExport = { book: 'ad', view: 'corrected', order: 'line', openOnly: false };
    const stopping = () => exportBook(ledger, query, () => midway.abort(), quiet, midway.signal);
    expect((await refusal(stopping)).code).toBe('CANCELLED');
    expect(ledger.log().tree.size).toBe(size);
  });
});

test('of no book a price, a note or a further column of an import is written', async () => {
  const { rows, text } = await exported({ book: 'electronics' });
  expect(rows[0]).toEqual([
    ...['Line no.', 'Brand, kind', 'Model', 'Serial number', 'IMEI, tag', 'Receipt: Date', 'Receipt: Name and address'],
    ...['Disposition: Date', 'Disposition: Name', 'Disposition: Address'],
  ]);
  expect(rows[1]).toContain('490154203237518');
  expect(text).not.toMatch(/450|399|till|451\.77|[Pp]rice/);
});

test('what was exported is not taken for a list to import, whichever book it is of', async () => {
  for (const book of ['ad', 'electronics']) {
    const { text } = await exported({ book });
    expect(() => openTable(Buffer.from(text), 'book.csv')).toThrow(/Rollmark saved for a spreadsheet/);
  }
});

test('text that is hostile begins no cell as a formula does, and what can’t be seen is shown as on paper', async () => {
  const shop = join(place.path, 'hostile.rollmark');
  const made = await newLedger(shop);
  const own = ledger;
  ledger = made.ledger;
  const texts = [
    ...Object.entries(HOSTILE).flatMap(([kind, text]) => (kind === 'a megabyte' ? [] : [text])),
    ...[
      '  =1+1',
      '＝1+1',
      '＋1',
      '－1',
      '＠SUM(1)',
      '"=1+1"',
      '","=1+1","',
      'a;=1+1',
      "'=1+1",
      "'57 Chevy",
      'a\r\n=1+1',
    ],
  ];
  for (const [n, text] of texts.entries())
    await bring('ad', n + 1, pistol(text, { manufacturer: text, importer: '', model: text, acquiredFrom: text }));
  const { rows, text } = await exported();
  await made.ledger.close();
  ledger = own;
  expect(rows).toHaveLength(texts.length + 1);
  // Half a pair is no character, and the database keeps U+FFFD in its place.
  const shown = (given: string) =>
    given
      .toWellFormed()
      .replace(
        /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
        (char) => `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`,
      );
  for (const [n, given] of texts.entries()) {
    const row = rows[n + 1]!;
    expect(row).toHaveLength(HEAD.length);
    for (const cell of row) expect(cell.normalize('NFKC')).not.toMatch(/^[\s"]*[=+\-@]/);
    // With what was added taken off again, the model is the very text.
    expect(row[2]!.replace(/(^|;)'(?='*[\s"]*[=+\-@＝＋－＠])/gu, '$1')).toBe(shown(given));
  }
  for (const piece of text.split(/;|\r\n/)) expect(piece.normalize('NFKC')).not.toMatch(/^[\s"]*[=+\-@]/);
  expect(rows.at(-2)![2]).toBe("'57 Chevy");
});

test('an inspector exports the bound book and no other, and the trail says so', async () => {
  await ledger.close();
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: INSPECTOR } });
  const run = async (input: Parameters<typeof engine.documents.exportBook>[0]) => {
    for await (const step of await engine.documents.exportBook(input)) if (step.state === 'done') return step.result;
    throw new Error('It ended without a result.');
  };
  await expect(run({ book: 'electronics' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const made = await run({ openOnly: true });
  expect(made).toMatchObject({ lines: 2, name: expect.stringMatching(/^book-corrected-.*\.csv$/) });
  const file = (await engine.documents.fetch({ token: made.token })) as unknown as File;
  expect(file.type).toBe('text/csv');
  // A blob’s own text() would leave the mark out.
  expect(rowsOf(Buffer.from(await file.arrayBuffer()).toString('utf8'))[0]).toEqual(HEAD);
  const { size } = session.ledger().log().tree;
  const look = session.ledger().reader.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(size) as string;
  expect(JSON.parse(look)).toMatchObject({
    kind: 'inspection.looked',
    actor: 'Ms Grant',
    body: { operation: 'documents.exportBook', at: 'open lines only' },
  });
  await engine.ledger.lock();
  ({ ledger } = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }));
});
