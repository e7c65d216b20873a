import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { latenessOfLine, listLateness, type Which } from '../../electron/services/lateness.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { makeSession } from '../../electron/services/session.ts';
import { readHistory } from '../../electron/services/trail.ts';
import { addUser } from '../../electron/services/users.ts';
import { AD, newLedger, openRaw, PASSPHRASE, pastGuards, pistol, SETTINGS, sale, scratch } from '../support/ledgers.ts';

/** When each entry was recorded, in a ledger whose clock the test sets. 20 November 2026 is a Friday; the shop opens Monday to Saturday. */
let place: ReturnType<typeof scratch>;
let folder: string;
let ledger: Ledger;
let key: Buffer;
/** Noon in Boise. */
const at = (day: string) => {
  now = Date.parse(`${day}T19:00:00Z`);
};
let now = 0;
const BOOKS = [
  { id: 'ad' as const, secondKeying: false },
  { id: 'tools' as const, secondKeying: false },
];
const bring = (serial: string, acquiredOn: string) => acquire(ledger, 'ad', pistol(serial, { acquiredOn }), 'all');
const saw = (acquiredOn: string) => ({
  ...pistol('TL-5512', { acquiredOn }),
  category: 'tool' as const,
  manufacturer: 'Makita',
  importer: '',
  model: '5007',
  type: 'Circular saw',
  caliber: '',
});

beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'Shop.rollmark');
  at('2026-11-20');
  ({ ledger } = await newLedger(folder, { clock: () => now, settings: { books: BOOKS } }));
  await bring('L1', '2026-11-20');
  at('2026-11-22');
  await bring('L2', '2026-11-20');
  await ledger.write((append) =>
    append('entry.imported', 'ad/3', {
      book: 'ad',
      line: 3,
      import: 'x',
      row: 1,
      acquisition: { ...pistol('L3', { acquiredOn: '2014-01-02' }), note: '“clockBehind”:"not really"' },
      accepted: [],
    }),
  );
  at('2026-11-24');
  await acquire(ledger, 'tools', saw('2026-10-05'), 'all');
  await dispose(ledger, AD(1), sale({ disposedOn: '2026-11-21' }), 'all');
  await bring('L4', '2026-11-20');
  await voidLine(ledger, AD(4), 'Entered twice');
  at('2026-12-01');
  await dispose(ledger, AD(2), sale({ disposedOn: '2026-11-24' }), 'all');
  await dispose(ledger, AD(3), sale({ disposedOn: '2026-11-23' }), 'all');
  // 06:00 UTC of the 2nd is still the 1st in Boise.
  now = Date.parse('2026-12-02T06:00:00Z');
  await bring('L5', '2026-11-30');
  at('2026-11-25');
  await bring('L6', '2026-11-24');
  key = ledger.dataKey();
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

const told = async (which: Which, more: object = {}, book = 'ad') =>
  (await listLateness(ledger.reader, { book, which, ...more })).map(
    ({ line, what, lateness, recordedOn }) =>
      `${line} ${what} ${recordedOn} ${lateness ? `${lateness.businessDays} ${lateness.due} ${lateness.late ? 'late' : 'in time'}` : 'unknown'}`,
  );

test('every entry is held against the last day of its rule, by the day at the premises', async () => {
  expect(await told('all')).toEqual([
    '6 acquisition 2026-11-25 1 2026-11-25 in time',
    '5 acquisition 2026-12-01 1 2026-12-01 in time',
    '3 disposition 2026-12-01 7 2026-11-30 late',
    '2 disposition 2026-12-01 6 2026-12-01 in time',
    '4 acquisition 2026-11-24 3 2026-11-21 late',
    '1 disposition 2026-11-24 2 2026-11-28 in time',
    '3 acquisition 2026-11-22 unknown',
    '2 acquisition 2026-11-22 1 2026-11-21 late',
    '1 acquisition 2026-11-20 0 2026-11-21 in time',
  ]);
});

test('those recorded late are listed, voided ones too, by the days of recording', async () => {
  expect(await told('late')).toEqual([
    '3 disposition 2026-12-01 7 2026-11-30 late',
    '4 acquisition 2026-11-24 3 2026-11-21 late',
    '2 acquisition 2026-11-22 1 2026-11-21 late',
  ]);
  expect(await told('late', { recordedFrom: '2026-11-23', recordedTo: '2026-11-30' })).toHaveLength(1);
  expect(await told('late', { recordedFrom: '2026-11-22', recordedTo: '2026-11-22' })).toHaveLength(1);
  const [second] = await listLateness(ledger.reader, { book: 'ad', which: 'late', recordedTo: '2026-11-25' });
  expect(second).toMatchObject({ line: 4, voided: true, serial: 'L4', unit: 'Glock GmbH 19 Gen5' });
});

test('what was recorded with the clock set back is flagged, whatever a note says', async () => {
  const found = await listLateness(ledger.reader, { book: 'ad', which: 'clock' });
  expect(found).toMatchObject([{ line: 6, clockBehind: true, clockBehindOf: '2026-12-02T06:00:00.000Z' }]);
  expect(latenessOfLine(ledger.reader, 'ad', 3)).toMatchObject([
    { clockBehind: false, imported: true, lateness: null },
    { clockBehind: false, imported: false, lateness: { late: true, cite: '27 CFR 478.125(e)' } },
  ]);
});

test('a book that no law sets days for shows the difference alone', async () => {
  expect(await told('late', {}, 'tools')).toEqual([]);
  const [only] = await listLateness(ledger.reader, { book: 'tools', which: 'all' });
  expect(only?.lateness).toEqual({ days: 50, businessDays: 43, due: '', late: false, cite: '' });
});

test('the trail says of each event what was true of it when it was written', () => {
  const [acquired, disposed] = readHistory(ledger, 'ad', 2).history;
  expect(acquired?.lateness).toMatchObject({ businessDays: 1, due: '2026-11-21', late: true });
  expect(disposed?.lateness).toMatchObject({ businessDays: 6, due: '2026-12-01', late: false });
  expect(readHistory(ledger, 'ad', 3).history[0]).not.toHaveProperty('lateness');
});

test('other opening days or a correction later take no lateness back, and a corrected day is judged as it reads now', async () => {
  at('2026-12-03');
  await changeSettings(ledger, { ...SETTINGS, openDays: [7], books: BOOKS });
  // Open on Sundays alone, line 2 would have been in time; its mark in the book goes by that at the next correction.
  await correct(ledger, AD(2), { field: 'model', value: '19X', reason: 'Misread' }, 'all');
  await changeSettings(ledger, { ...SETTINGS, books: BOOKS });
  const late = async () => (await told('late')).filter((line) => line.startsWith('2 acquisition'));
  expect(await late()).toEqual(['2 acquisition 2026-11-22 1 2026-11-21 late']);
  await correct(ledger, AD(2), { field: 'acquiredOn', value: '2026-11-21', reason: 'Misread' }, 'all');
  expect(await late()).toEqual([]);
  const { history } = readHistory(ledger, 'ad', 2);
  expect(history[0]?.lateness?.late).toBe(true);
});

test('over the contract in pages; for an inspector of the bound book alone, and written down', async () => {
  await addUser(ledger, { name: 'Officer', role: 'inspector', until: '2099-12-31', passphrase: 'officer of the day' });
  await ledger.close();
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: 'officer of the day' } });
  const { entries, total } = await engine.book.lateness({ book: 'ad', which: 'all', skip: 1, count: 2 });
  expect(total).toBe(9);
  expect(entries.map(({ line, what }) => `${line} ${what}`)).toEqual(['5 acquisition', '3 disposition']);
  expect(
    (await engine.book.lateness({ book: 'ad', which: 'late', recordedFrom: '2026-12-01', recordedTo: '2026-12-31' }))
      .total,
  ).toBe(1);
  expect((await engine.book.line({ line: 1 })).timed).toMatchObject([
    { what: 'acquisition', lateness: { businessDays: 0 } },
    { what: 'disposition', lateness: { businessDays: 2 } },
  ]);
  await expect(engine.book.lateness({ book: 'tools' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const looks = session
    .ledger()
    .reader.prepare("SELECT json FROM event WHERE kind = 'inspection.looked' ORDER BY seq")
    .pluck()
    .all()
    .map((json) => JSON.parse(String(json)).body.at);
  expect(looks.slice(0, 2)).toEqual(['Firearms', 'Firearms, late, from 1 Dec 2026 to 31 Dec 2026']);
  await engine.ledger.lock();

  // An event that another program spoilt hides no other.
  const raw = openRaw(folder, key);
  pastGuards(raw, (db) => db.exec("UPDATE event SET json = '{' WHERE subject = 'ad/4' AND kind = 'entry.acquired'"));
  raw.close();
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  expect((await engine.book.lateness({ which: 'all' })).total).toBe(8);
  expect((await engine.book.line({ line: 4 })).timed).toEqual([]);
  await engine.ledger.lock();
  ledger = (await newLedger(join(place.path, 'Last.rollmark'))).ledger;
});
