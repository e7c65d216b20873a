import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWriter } from '../../electron/ledger/database.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, migrate } from '../../electron/ledger/migrate.ts';
import { readLines, searchLines } from '../../electron/services/book.ts';
import { acquire, correct, dispose, examineAcquisition, voidLine } from '../../electron/services/entries.ts';
import { addEvidence } from '../../electron/services/evidence.ts';
import { changeSettings, statusOf } from '../../electron/services/ledgers.ts';
import { readHistory, readTrail } from '../../electron/services/trail.ts';
import { CATEGORY_IDS } from '../../shared/categories/ids.ts';
import { emptyAcquisition, type RecordedAcquisition } from '../../shared/domain/fields.ts';
import { withoutHints } from '../../shared/domain/findings.ts';
import { BOOK_IDS, BOOKS, booksOf, firstBook, TEMPLATES } from '../../shared/domain/settings.ts';
import {
  AD,
  copyOf,
  newLedger,
  openRaw,
  pastGuards,
  pistol,
  refusal,
  SETTINGS,
  sale,
  scratch,
  verified,
} from '../support/ledgers.ts';
import { withoutFirstSlots } from '../support/rewriting.ts';

/** Which books a ledger has, what may stand in each, and what became of ledgers made before there were several. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let dataKey: Buffer;
const START = Date.parse('2026-11-22T19:00:00Z');
const clock = () => START;
beforeAll(async () => {
  place = scratch();
  const created = await newLedger(join(place.path, 'new.rollmark'), { clock, settings: { template: 'shop' } });
  dataKey = created.ledger.dataKey();
  await created.ledger.close();
});
beforeEach(() => {
  const folder = copyOf(join(place.path, 'new.rollmark'), join(place.path, 'books.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey), { clock });
});
afterEach(async () => {
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});
afterAll(() => place.remove());

const { template: _, ...ASKED } = SETTINGS;
const saw = (serial: string) => ({
  ...emptyAcquisition('tool'),
  manufacturer: 'Stihl',
  model: 'MS 261',
  type: 'Chainsaw',
  serials: [serial],
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Estate sale',
});
const lastEvent = () => readTrail(ledger, { count: 1 })[0]!;

describe('the books of a ledger', () => {
  test('are its template’s until somebody chooses', () => {
    expect(booksOf({ template: 'shop' }).map((b) => b.id)).toEqual(['vehicles', 'tools', 'second-hand']);
    expect(firstBook({ template: 'owner' })).toBe('household');
    expect(statusOf(ledger).books.map((b) => b.id)).toEqual(['vehicles', 'tools', 'second-hand']);
    for (const { books } of Object.values(TEMPLATES)) for (const id of books) expect(BOOK_IDS).toContain(id);
    for (const { categories } of Object.values(BOOKS)) for (const c of categories) expect(CATEGORY_IDS).toContain(c);
  });

  test('are added to and taken from by one event, which the trail tells in their own names', async () => {
    const books = [...booksOf(ledger.settings()), { id: 'appliances' as const, secondKeying: true }];
    const next = await changeSettings(ledger, { ...ASKED, books });
    expect(booksOf(next).map((b) => b.id)).toEqual(['vehicles', 'tools', 'second-hand', 'appliances']);
    expect(lastEvent()).toMatchObject({
      summary: 'Set-up changed',
      changes: [{ field: 'Books', new: 'Vehicles, Tools, Second-hand, Appliances (typed twice)' }],
    });
    await changeSettings(ledger, { ...ASKED, books: [{ id: 'tools', secondKeying: false }] });
    expect(statusOf(ledger).books.map((b) => b.id)).toEqual(['tools']);
  });

  test('stay where they have lines, however many others go with them', async () => {
    await acquire(ledger, 'second-hand', saw('585867986'), 'all');
    const before = ledger.log();
    const error = await refusal(() =>
      changeSettings(ledger, { ...ASKED, books: [{ id: 'tools', secondKeying: false }] }),
    );
    expect(error).toMatchObject({ code: 'REFUSED', findings: [{ code: 'book-not-empty' }] });
    expect(error.message).toContain('second-hand register');
    expect(ledger.log()).toBe(before);
    await voidLine(ledger, { book: 'second-hand', line: 1 }, 'Entered twice');
    expect(
      (await refusal(() => changeSettings(ledger, { ...ASKED, books: [{ id: 'tools', secondKeying: false }] }))).code,
    ).toBe('REFUSED');
  });

  test('are left alone by a change that does not speak of them', async () => {
    await changeSettings(ledger, { ...ASKED, books: [{ id: 'appliances', secondKeying: true }] });
    const { books: __, ...silent } = { ...ASKED, books: undefined };
    expect(booksOf(await changeSettings(ledger, { ...silent, name: 'Another name' }))).toEqual([
      { id: 'appliances', secondKeying: true },
    ]);
    const size = ledger.log().tree.size;
    await changeSettings(ledger, { ...silent, name: 'Another name' });
    expect(ledger.log().tree.size).toBe(size);
  });

  test('number their lines each for itself, and a search finds in all of them', async () => {
    expect((await acquire(ledger, 'tools', saw('585867986'), 'all')).line).toMatchObject({ book: 'tools', line: 1 });
    expect((await acquire(ledger, 'second-hand', saw('585867999'), 'all')).line).toMatchObject({ line: 1 });
    expect((await acquire(ledger, 'tools', saw('585860000'), 'all')).line).toMatchObject({ line: 2 });
    expect(searchLines(ledger, '5858679', 9).lines.map((l) => `${l.book}/${l.line}`)).toEqual([
      'second-hand/1',
      'tools/1',
    ]);
    expect(statusOf(ledger)).toMatchObject({ lines: 3, openLines: 3 });
    await dispose(ledger, { book: 'tools', line: 2 }, sale(), 'all');
    expect(statusOf(ledger).books.find((b) => b.id === 'tools')).toMatchObject({ lines: 2, openLines: 1 });
  });

  test('take only the units that belong in them', async () => {
    for (const book of ['vehicles', 'tools', 'second-hand'] as const)
      for (const category of CATEGORY_IDS) {
        const { findings } = examineAcquisition(ledger, ledger.reader, book, emptyAcquisition(category));
        const refusedBy = findings.filter((f) => f.code === 'category-not-in-book');
        expect(refusedBy.length, `${category} in ${book}`).toBe(
          (BOOKS[book].categories as readonly string[]).includes(category) ? 0 : 1,
        );
        if (refusedBy[0]) expect(refusedBy[0].message).toMatch(/^An? \w+ does not belong in the [a-z-]+ register\.$/);
      }
  });

  test('that the ledger does not have are named in a sentence, with those it has', async () => {
    for (const book of ['ad', 'household', 'nonsense', '__proto__']) {
      const error = await refusal(() => acquire(ledger, book, saw('1'), 'all'));
      expect(error.code).toBe('LINE_MISSING');
      expect(error.message).toContain(`no book “${book}”`);
      expect(error.message).toContain('vehicles (Vehicle register)');
    }
    expect((await refusal(() => dispose(ledger, AD(1), sale(), 'all'))).code).toBe('LINE_MISSING');
  });
});

describe('second keying', () => {
  const asked = () => changeSettings(ledger, { ...ASKED, books: [{ id: 'tools', secondKeying: true }] });
  test.each([
    [undefined, true],
    [['typed' as const], true],
    [[], true],
    [['typed-twice' as const], false],
    [['scanned' as const], false],
  ])('of a number keyed %j: asked for is %s', async (keying, warned) => {
    await asked();
    const draft = { ...saw('585867986'), ...(keying ? { keying } : {}) };
    const { findings } = examineAcquisition(ledger, ledger.reader, 'tools', draft);
    expect(findings.some((f) => f.code === 'serial-keyed-once' && f.severity === 'warning')).toBe(warned);
  });

  test('is asked of every number on the line, and how each was keyed is in the record', async () => {
    await asked();
    const codes = (keying: ('scanned' | 'typed' | 'typed-twice')[]) =>
      examineAcquisition(ledger, ledger.reader, 'tools', { ...saw('A1'), serials: ['A1', 'A2'], keying }).findings.map(
        (f) => f.code,
      );
    expect(codes(['scanned', 'typed'])).toContain('serial-keyed-once');
    expect(codes(['scanned', 'typed-twice'])).not.toContain('serial-keyed-once');
    await acquire(ledger, 'tools', { ...saw('585867986'), keying: ['scanned'] }, {});
    const json = ledger.reader.prepare('SELECT json FROM event ORDER BY seq DESC').pluck().get() as string;
    expect(JSON.parse(json).body.acquisition.keying).toEqual(['scanned']);
  });

  test('typed once is saved past with a reason, which the trail keeps', async () => {
    await asked();
    expect((await refusal(() => acquire(ledger, 'tools', saw('585867986'), {}))).code).toBe('REFUSED');
    await acquire(ledger, 'tools', saw('585867986'), { 'serial-keyed-once': 'The scanner is broken' });
    expect(lastEvent().accepted).toEqual([
      { field: 'serial', code: 'serial-keyed-once', reason: 'The scanner is broken' },
    ]);
  });

  test('is not asked where the book does not', async () => {
    const { findings } = examineAcquisition(ledger, ledger.reader, 'tools', saw('585867986'));
    expect(withoutHints(findings)).toEqual([]);
  });
});

/** An acquisition as events carried it before there were categories. */
const oldAcquisition = (serial: string, more: Partial<RecordedAcquisition> = {}): RecordedAcquisition => {
  const { category: _, details: __, ...acquisition } = pistol(serial);
  return { ...acquisition, ...more };
};

/** Writes the events of a ledger of that time, past today's services. */
const oldHistory = async (old: Ledger): Promise<void> => {
  for (const [at, serial] of ['BKZX412', 'BKZX500', 'AAA111'].entries())
    await old.write((append) =>
      append('entry.acquired', `ad/${at + 1}`, {
        book: 'ad',
        line: at + 1,
        acquisition: oldAcquisition(serial),
        accepted: [],
      }),
    );
  await old.write((append) =>
    append('entry.imported', 'ad/4', {
      book: 'ad',
      line: 4,
      import: 'x',
      row: 1,
      acquisition: oldAcquisition('IMP0001', { caliber: '' }),
      disposition: sale(),
      accepted: [{ field: 'caliber', code: 'caliber-missing' }],
    }),
  );
  await old.write((append) =>
    append('entry.disposed', 'ad/1', { book: 'ad', line: 1, disposition: sale(), accepted: [] }),
  );
  await old.write((append) =>
    append('entry.corrected', 'ad/2', {
      book: 'ad',
      line: 2,
      field: 'serial',
      old: 'BKZX500',
      new: 'BKZX5OO',
      reason: 'Misread',
      accepted: [],
    }),
  );
  await old.write((append) => append('entry.voided', 'ad/3', { book: 'ad', line: 3, reason: 'Entered twice' }));
};

const OLD_ENTRY = `id, book, line, status, manufacturer, importer, model, serial, type, caliber, acquired_on, acquired_from,
  acquired_from_address, acquired_from_licence, disposed_on, disposed_to, disposed_to_address, disposed_to_licence, form4473,
  disposition_kind, note, struck, corrections, void_reason, acquired_recorded_at, disposed_recorded_at, imported, acquired_late,
  disposed_late, firearm_key`;

/** The same ledger as the version before 0002 would have left it on the disk. */
const asOfThen = (folder: string, key: Buffer): string => {
  const to = join(place.path, 'then.rollmark');
  rmSync(to, { recursive: true, force: true });
  cpSync(folder, to, { recursive: true });
  for (const ending of ['', '-wal', '-shm']) rmSync(join(to, `ledger.db${ending}`), { force: true });
  const now = openRaw(folder, key);
  const then = openWriter(join(to, 'ledger.db'), key, false);
  migrate(
    then,
    undefined,
    MIGRATIONS.filter(({ tag }) => tag < '0002'),
  );
  const copy = (table: string, columns: string): void => {
    const rows = now.prepare(`SELECT ${columns} FROM ${table}`).raw().all() as unknown[][];
    for (const row of rows)
      then.prepare(`INSERT INTO ${table} (${columns}) VALUES (${row.map(() => '?').join(', ')})`).run(...row);
    expect(rows.length, table).toBeGreaterThan(0);
  };
  for (const table of ['event', 'tree_node', 'checkpoint'])
    for (const verb of ['UPDATE', 'DELETE'])
      then.exec(
        `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      );
  copy('local', 'key, value');
  copy('event', 'seq, kind, subject, json, leaf');
  copy('tree_node', 'level, idx, hash');
  copy('checkpoint', 'size, root, note, signed_at');
  copy('settings', 'id, json');
  copy('entry', OLD_ENTRY);
  copy('licensee', 'licence, name, address, uses, last_seq');
  copy('description', 'manufacturer, importer, model, type, caliber, uses, last_seq');
  copy('entry_text', 'id, text');
  for (const { id, text } of now.prepare('SELECT id, text FROM entry_text').all() as { id: number; text: string }[])
    then.prepare('INSERT INTO entry_fts (rowid, text) VALUES (?, ?)').run(id, text);
  expect(then.prepare("SELECT count(*) FROM pragma_table_info('entry') WHERE name = 'category'").pluck().get()).toBe(0);
  now.close();
  then.close();
  return to;
};

describe('a ledger made before there were categories', () => {
  let then: string;
  let oldKey: Buffer;
  let notes: string;
  beforeAll(async () => {
    const folder = join(place.path, 'old.rollmark');
    const { ledger: old } = await newLedger(folder, { clock });
    oldKey = old.dataKey();
    await oldHistory(old);
    await old.checkpoint();
    await old.close();
    const db = openRaw(folder, oldKey);
    pastGuards(db, () => withoutFirstSlots(db));
    notes = db.prepare('SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1').pluck().get() as string;
    db.close();
    then = asOfThen(folder, oldKey);
  });

  test('opens, proves itself against its old checkpoint, and holds firearms', async () => {
    const old = openWithKey(copyOf(then, join(place.path, 'o.rollmark')), Buffer.from(oldKey), { clock });
    const lines = readLines(old.reader, { book: 'ad', view: 'both', from: 1, count: 9 });
    expect(lines.map((l) => [l.serial, l.status, l.category, l.imported])).toEqual([
      ['BKZX412', 'disposed', 'firearm', false],
      ['BKZX5OO', 'open', 'firearm', false],
      ['AAA111', 'voided', 'firearm', false],
      ['IMP0001', 'disposed', 'firearm', true],
    ]);
    expect(lines[1]!.struck).toEqual({ serial: ['BKZX500'] });
    expect((await verified(old, notes)).problems).toEqual([]);
    expect(searchLines(old, 'imp0001', 9).lines.map((l) => l.line)).toEqual([4]);
    expect(old.settings().books).toBeUndefined();
    expect(statusOf(old).books.map((b) => b.id)).toEqual(['ad']);
    for (const event of readTrail(old, { count: 50 }))
      expect(`${event.summary} ${JSON.stringify(event.changes)}`).not.toMatch(/undefined|null|NaN|\[object/);
    await old.close();
  });

  test('goes on with new entries, corrections, evidence and books, and is proven after them', async () => {
    const folder = copyOf(then, join(place.path, 'o.rollmark'));
    const old = openWithKey(folder, Buffer.from(oldKey), { clock });
    expect((await acquire(old, 'ad', pistol('NEW0001'), 'all')).line).toMatchObject({ line: 5, category: 'firearm' });
    await correct(old, AD(2), { field: 'model', value: '19 Gen4', reason: 'Misread' }, 'all');
    await dispose(old, AD(2), sale(), 'all');
    await addEvidence(old, AD(1), {
      kind: 'number',
      relation: 'added',
      number: 'IMPORTER-77',
      note: '',
    });
    const { template: _, ...settings } = old.settings();
    const books = [...booksOf(old.settings()), { id: 'tools' as const, secondKeying: false }];
    await changeSettings(old, { ...settings, books });
    expect(readTrail(old, { count: 1 })[0]!.changes).toEqual([{ field: 'Books', old: '', new: 'Firearms, Tools' }]);
    await acquire(old, 'tools', saw('585867986'), 'all');
    expect((await verified(old, notes)).problems).toEqual([]);
    await old.close();
    const again = openWithKey(folder, Buffer.from(oldKey), { clock });
    expect(searchLines(again, 'importer-77', 9).lines.map((l) => l.line)).toEqual([1]);
    expect((await verified(again, notes)).problems).toEqual([]);
    await again.close();
  });
});

test('the trail tells every kind of event in words of the book', async () => {
  const books = [{ id: 'ad' as const, secondKeying: true }, ...booksOf(ledger.settings())];
  await changeSettings(ledger, { ...ASKED, books });
  await acquire(
    ledger,
    'vehicles',
    {
      ...emptyAcquisition('vehicle'),
      manufacturer: 'Yamaha',
      model: 'MT-07',
      serials: [],
      acquiredOn: '2026-11-20',
      details: { serialState: 'Illegible', odometer: '5' },
    },
    'all',
  );
  const at = { book: 'vehicles', line: 1 };
  await correct(ledger, at, { field: 'odometer', value: '6', reason: 'Misread' }, 'all');
  await correct(ledger, at, { field: 'serial', value: 'JYARM06E7EA000123', reason: 'Found it' }, 'all');
  const { history } = readHistory(ledger, 'vehicles', 1);
  for (const event of [...history, ...readTrail(ledger, { count: 50 })]) {
    const said = [event.summary, ...event.changes.flatMap((c) => [c.field, c.old, c.new])].join(' | ');
    expect(said).not.toMatch(/undefined|null|NaN|\[object|serialState|typed-twice/);
    expect(event.summary).toMatch(/^[\p{Lu}“]/u);
  }
  expect(history.map((e) => e.summary)).toEqual([
    'Line 1 of Vehicles: Yamaha MT-07 acquired on 20 Nov 2026',
    'Line 1 of Vehicles: Odometer in corrected',
    'Line 1 of Vehicles: VIN or other number corrected',
  ]);
});
