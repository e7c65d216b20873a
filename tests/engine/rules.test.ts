import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerError } from '../../electron/ledger/errors.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { readLines, searchLines } from '../../electron/services/book.ts';
import { type Acceptance, acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { readHistory, readTrail } from '../../electron/services/trail.ts';
import type { EntryField } from '../../shared/domain/fields.ts';
import { AD, copyOf, newLedger, pistol, refusal, SETTINGS, sale, scratch, verified } from '../support/ledgers.ts';

/** What the rules say is tested beside them; here, that nothing reaches the book around them. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let dataKey: Buffer;
/** Sunday, 22 November 2026, noon in Boise. */
let now: number;
const START = Date.parse('2026-11-22T19:00:00Z');
beforeAll(async () => {
  place = scratch();
  const created = await newLedger(join(place.path, 'new.rollmark'), { clock: () => START });
  dataKey = created.ledger.dataKey();
  await created.ledger.close();
});
beforeEach(() => {
  now = START;
  const folder = copyOf(join(place.path, 'new.rollmark'), join(place.path, 'rules.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey), { clock: () => now });
});
afterEach(async () => {
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});
afterAll(() => place.remove());

const NONE: Acceptance = {};
/** Expects a refusal by the rules, with these codes, and that nothing was recorded. */
const refused = async (work: () => Promise<unknown>, ...codes: string[]): Promise<LedgerError> => {
  const before = ledger.log();
  const error = await refusal(work);
  expect(error.code).toBe('REFUSED');
  expect(error.findings.map((f) => f.code).sort()).toEqual(codes.sort());
  expect(ledger.log()).toBe(before);
  return error;
};
const bring = (serial: string, more: Parameters<typeof pistol>[1] = {}) =>
  acquire(ledger, 'ad', pistol(serial, more), 'all');

describe('an acquisition', () => {
  test.each([
    ['13/45/2017', 'date-impossible'],
    ['2017-02-30', 'date-impossible'],
    ['0000-00-00', 'date-impossible'],
    ['soon', 'date-impossible'],
    ['', 'acquired-on-missing'],
    ['2026-11-23', 'date-future'],
    ['11/23/2026', 'date-future'],
    ['9999-12-31', 'date-future'],
  ])('on “%s” is refused: %s', (acquiredOn, code) =>
    refused(() => bring('A1', { acquiredOn }), code).then(() => undefined),
  );

  test('on a day that has begun in the shop, though not yet where the clock’s zone is, is none of the future', async () => {
    // 23:30 of the 22nd in Boise is the 23rd in Greenwich.
    now = Date.parse('2026-11-23T06:30:00Z');
    expect((await bring('A1', { acquiredOn: 'today' })).line.acquiredOn).toBe('2026-11-22');
    await refused(() => bring('A2', { acquiredOn: '2026-11-23' }), 'date-future');
  });

  test.each([
    ['short', '12345678'],
    ['too long', '9-44-039-08-8G-051381'],
    ['letter in the wrong place', '9-44-039-08-G8-05138'],
    ['month I', '9-44-039-08-8I-05138'],
    ['words', 'on file'],
    ['a NUL', '9-44-039-08-8G-05138\0'],
  ])('with a licence number of the wrong shape (%s) is refused', async (_, acquiredFromLicence) => {
    await refused(() => bring('A1', { acquiredFromLicence }), 'licence-shape');
  });

  test.each([
    ['a control character', 'Bob\u0007 Smith', 'text-invisible'],
    ['a NUL', 'Bob\u0000 Smith', 'text-invisible'],
    ['a right-to-left mark', 'Bob \u202Ehtims', 'text-invisible'],
    ['a zero-width space', 'Bob\u200BSmith', 'text-invisible'],
    ['half a character', 'Bob \uD83D Smith', 'text-invisible'],
    ['an emoji', 'Bob 🔫 Smith', 'text-picture'],
    ['a flag', 'Bob 🇺🇸', 'text-picture'],
    ['20,000 characters', 'x'.repeat(20_000), 'text-too-long'],
  ])('with %s in any field is refused', async (_, text, code) => {
    for (const field of [
      'manufacturer',
      'importer',
      'model',
      'caliber',
      'acquiredFrom',
      'acquiredFromAddress',
    ] as const)
      await refused(() => bring('A1', { [field]: text }), code);
    await refused(() => bring(text), code);
  });

  test('with letters of any language is kept to the letter, and found by its plain ones', async () => {
    const names = ['Zoë Müller-Łukasz', 'Đorđe Ñandú', 'ΑΒΓ Ltd', 'Жуков', '銃砲店'];
    for (const [at, name] of names.entries()) await bring(`U${at}`, { acquiredFrom: name, acquiredFromLicence: '' });
    const lines = readLines(ledger.reader, { book: 'ad', view: 'corrected', from: 1, count: 10 });
    expect(lines.map((line) => line.acquiredFrom)).toEqual(names);
    for (const [text, line] of [
      ['muller', 1],
      ['ŁUKASZ', 1],
      ['dorde nandu', 2],
      ['αβγ', 3],
      ['жуков', 4],
      ['砲', 5],
    ] as const)
      expect(
        searchLines(ledger, text, 10).lines.map((hit) => hit.line),
        text,
      ).toEqual([line]);
  });

  test('without serial, type, maker, model, calibre, name or address is refused, each by its own code', async () => {
    await refused(
      () =>
        bring('', {
          serials: [],
          manufacturer: '',
          model: ' ',
          type: '',
          caliber: '',
          acquiredFrom: '',
          acquiredFromAddress: '',
          acquiredFromLicence: '',
        }),
      'serial-missing',
      'manufacturer-missing',
      'model-missing',
      'type-missing',
      'caliber-missing',
      'acquired-from-missing',
      'acquired-from-locator-missing',
    );
  });

  test('with an action for its type is refused with the reason', async () => {
    for (const type of ['Semi-automatic', 'bolt action', 'Pump', 'single shot']) {
      const error = await refused(() => bring('A1', { type }), 'type-is-action');
      expect(error.message).toMatch(/how the action works, not what the firearm is/);
    }
    await refused(() => bring('A1', { type: 'banana' }), 'type-unknown');
    expect((await bring('A1', { type: 'suppressor' })).line.type).toBe('Silencer');
  });

  test('of a privately made firearm, of one without a number, of one with several', async () => {
    expect((await bring('54804567-0001', { manufacturer: 'pmf', importer: '', model: 'None' })).warnings).toEqual([]);
    await refused(
      () => acquire(ledger, 'ad', pistol('GHOST1', { manufacturer: 'PMF', importer: '' }), NONE),
      'serial-pmf-shape',
    );
    await refused(() => acquire(ledger, 'ad', pistol('NSN'), NONE), 'serial-none');
    const reason = { 'serial-none': 'Made in 1952, never marked' };
    await acquire(ledger, 'ad', pistol('NSN'), reason);
    const { line } = await bring('', { serials: ['77-A', '77-B', '77-C'] });
    expect(line).toMatchObject({ line: 3, serial: '77-A; 77-B; 77-C', serials: ['77-A', '77-B', '77-C'] });
    // Typed into one field, they are the same three numbers, and the same firearm.
    await refused(() => acquire(ledger, 'ad', pistol('77-A; 77-B;77-C'), NONE), 'serial-already-open');
    for (const serial of ['77-B', '77b']) expect(searchLines(ledger, serial, 5).lines[0]?.line).toBe(3);
    const [event] = readTrail(ledger, { count: 1, kind: 'entry.acquired', before: 4 });
    expect(event?.accepted).toEqual([{ field: 'serial', code: 'serial-none', reason: 'Made in 1952, never marked' }]);
  });

  test('of a firearm that is in stock already, or a number seen on another model, asks for a reason', async () => {
    await bring('DUP1');
    for (const serial of ['DUP1', 'dup-1', ' DUP 1'])
      await refused(() => acquire(ledger, 'ad', pistol(serial), NONE), 'serial-already-open');
    await refused(() => acquire(ledger, 'ad', pistol('DUP1', { model: '17' }), NONE), 'serial-repeated');
    // A blank reason is none.
    await refused(() => acquire(ledger, 'ad', pistol('DUP1'), { 'serial-already-open': '  ' }), 'serial-already-open');
    await acquire(ledger, 'ad', pistol('DUP1'), { 'serial-already-open': 'Two guns, same number, both here' });
    // Another maker's same number is everyday; so is one that has left the shop, or a voided line.
    expect((await bring('DUP1', { manufacturer: 'Colt', importer: '' })).warnings).toEqual([]);
    await bring('GONE1');
    await dispose(ledger, AD(4), sale(), 'all');
    expect((await acquire(ledger, 'ad', pistol('GONE1'), NONE)).line.line).toBe(5);
    await voidLine(ledger, AD(5), 'Entered twice');
    expect((await acquire(ledger, 'ad', pistol('GONE1'), NONE)).line.line).toBe(6);
  });
});

describe('a disposition', () => {
  beforeEach(() => bring('D1'));

  test('before the acquisition, in the future or on no day is refused', async () => {
    const on = (disposedOn: string) => () => dispose(ledger, AD(1), sale({ disposedOn }), 'all');
    await refused(on('2026-11-19'), 'disposed-before-acquired');
    await refused(on('2026-11-23'), 'date-future');
    await refused(on('13/45/2017'), 'date-impossible');
    await refused(on(''), 'disposed-on-missing');
    expect((await on('2026-11-20')()).line.status).toBe('disposed');
  });

  test('by Form 4473 number alone is refused, until the ledger says that forms are numbered and filed so', async () => {
    const draft = sale({ disposedToAddress: '', form4473: '10023' });
    await refused(() => dispose(ledger, AD(1), draft, 'all'), 'form4473-not-numbered');
    await refused(() => dispose(ledger, AD(1), sale({ disposedToAddress: '' }), 'all'), 'disposed-to-locator-missing');
    await changeSettings(ledger, { ...SETTINGS, forms4473Numbered: true });
    expect((await dispose(ledger, AD(1), draft, 'all')).line).toMatchObject({ form4473: '10023', status: 'disposed' });
  });

  test('twice, or of a voided or missing line, is refused', async () => {
    await dispose(ledger, AD(1), sale(), 'all');
    for (const [line, code] of [
      [1, 'LINE_STATE'],
      [2, 'LINE_MISSING'],
      [0, 'LINE_MISSING'],
      [-1, 'LINE_MISSING'],
      [2 ** 40, 'LINE_MISSING'],
    ] as const)
      expect((await refusal(() => dispose(ledger, AD(line), sale(), 'all'))).code, `line ${line}`).toBe(code);
    await bring('D2');
    await voidLine(ledger, AD(2), 'Entered twice');
    expect((await refusal(() => dispose(ledger, AD(2), sale(), 'all'))).message).toMatch(/voided/);
  });

  test('as theft or loss carries the incident numbers, and warns without them', async () => {
    const draft = sale({ kind: 'theft-loss', disposedTo: '', disposedToAddress: '' });
    await refused(() => dispose(ledger, AD(1), draft, NONE), 'theft-without-atf-number', 'theft-without-police-number');
    const { line } = await dispose(ledger, AD(1), { ...draft, incidentAtf: 'F26-1', incidentPolice: '26-77' }, NONE);
    expect(line).toMatchObject({ disposedTo: 'Theft or loss', disposedToAddress: 'ATF F26-1; police 26-77' });
  });
});

describe('a correction', () => {
  beforeEach(async () => {
    await bring('C1');
  });
  const set = (field: EntryField, value: string, reason = 'Misread', line = 1) =>
    correct(ledger, AD(line), { field, value, reason }, 'all');

  test('shows in the three views, however often one field was corrected', async () => {
    for (const serial of ['C2', 'C3', 'C4']) await set('serial', serial);
    await set('model', '17 Gen5');
    const view = (name: 'original' | 'corrected' | 'both') =>
      readLines(ledger.reader, { book: 'ad', view: name, from: 1, count: 1 })[0];
    expect(view('original')).toMatchObject({
      serial: 'C1',
      serials: ['C1'],
      model: '19 Gen5',
      struck: {},
      corrections: 4,
    });
    expect(view('corrected')).toMatchObject({ serial: 'C4', model: '17 Gen5', struck: {}, corrections: 4 });
    expect(view('both')).toMatchObject({
      serial: 'C4',
      model: '17 Gen5',
      struck: { serial: ['C1', 'C2', 'C3'], model: ['19 Gen5'] },
    });
    const { history } = readHistory(ledger, 'ad', 1);
    expect(history.map((event) => event.changes[0])).toEqual([
      undefined,
      { field: 'Serial number', old: 'C1', new: 'C2' },
      { field: 'Serial number', old: 'C2', new: 'C3' },
      { field: 'Serial number', old: 'C3', new: 'C4' },
      { field: 'Model', old: '19 Gen5', new: '17 Gen5' },
    ]);
    // Whoever holds the old number in hand finds the line too.
    for (const serial of ['C1', 'C3', 'C4']) expect(searchLines(ledger, serial, 5).lines[0]?.line).toBe(1);
    // Back to what it first was is a correction as well.
    expect((await set('serial', 'C1')).line.struck.serial).toEqual(['C1', 'C2', 'C3', 'C4']);
  });

  test('without a reason, or to what the field says already, is refused', async () => {
    await refused(() => set('serial', 'C9', ''), 'reason-missing');
    await refused(() => set('serial', 'C9', '   '), 'reason-missing');
    await refused(() => set('serial', 'C9', '\u202E'), 'text-invisible');
    for (const same of ['C1', ' C1 ', 'C1;']) await refused(() => set('serial', same), 'nothing-changed');
    await refused(() => set('acquiredFromLicence', '94403908 8g05138'), 'nothing-changed');
  });

  test('is held to the rules of an entry', async () => {
    await refused(() => set('serial', ''), 'serial-missing');
    await refused(() => set('acquiredOn', '13/45/2017'), 'date-impossible');
    await refused(() => set('acquiredOn', '2026-11-23'), 'date-future');
    await refused(() => set('type', 'Semi-auto'), 'type-is-action');
    await refused(() => set('acquiredFromLicence', '123'), 'licence-shape');
    await refused(() => set('disposedTo', 'Bob'), 'line-not-disposed');
    await dispose(ledger, AD(1), sale({ disposedOn: '2026-11-21' }), 'all');
    await refused(() => set('acquiredOn', '2026-11-22'), 'disposed-before-acquired');
    await refused(() => set('disposedOn', '2026-11-19'), 'disposed-before-acquired');
    await refused(() => set('disposedToAddress', ''), 'disposed-to-locator-missing');
    expect((await set('disposedTo', 'Bob Haas')).line.disposedTo).toBe('Bob Haas');
  });

  test('of a voided line, and a second voiding, are refused', async () => {
    await voidLine(ledger, AD(1), 'Entered twice');
    expect((await refusal(() => set('serial', 'C9'))).code).toBe('LINE_STATE');
    expect((await refusal(() => voidLine(ledger, AD(1), 'Again'))).code).toBe('LINE_STATE');
    expect((await refusal(() => voidLine(ledger, AD(7), 'Why'))).code).toBe('LINE_MISSING');
    await bring('C2');
    await refused(() => voidLine(ledger, AD(2), '  '), 'reason-missing');
    const [first] = readLines(ledger.reader, { book: 'ad', view: 'corrected', from: 1, count: 1 });
    expect(first).toMatchObject({ line: 1, status: 'voided', voidReason: 'Entered twice', serial: 'C1' });
  });
});

describe('time', () => {
  test('an entry is late once the next open day has ended, a disposition after seven days', async () => {
    // Friday the 20th; the shop opens Monday to Saturday, so Saturday is the last day.
    const at = (instant: string) => {
      now = Date.parse(instant);
    };
    at('2026-11-22T06:59:00Z');
    expect((await bring('T1', { acquiredOn: '2026-11-20' })).line.acquiredLate).toBe(false);
    at('2026-11-22T07:00:00Z');
    expect((await bring('T2', { acquiredOn: '2026-11-20' })).line.acquiredLate).toBe(true);
    // Saturday's acquisition may wait until Monday: Sunday is closed.
    at('2026-11-24T06:59:00Z');
    expect((await bring('T3', { acquiredOn: '2026-11-21' })).line.acquiredLate).toBe(false);
    await changeSettings(ledger, { ...SETTINGS, openDays: [1, 2, 3, 4, 5, 6, 7] });
    expect((await bring('T4', { acquiredOn: '2026-11-21' })).line.acquiredLate).toBe(true);
    at('2026-11-29T06:59:00Z');
    expect((await dispose(ledger, AD(1), sale({ disposedOn: '2026-11-21' }), 'all')).line.disposedLate).toBe(false);
    at('2026-11-29T07:00:00Z');
    expect((await dispose(ledger, AD(2), sale({ disposedOn: '2026-11-21' }), 'all')).line.disposedLate).toBe(true);
    // A corrected date is judged against the day of the entry, not that of the correction.
    at('2026-12-24T12:00:00Z');
    const fixed = await correct(ledger, AD(4), { field: 'acquiredOn', value: '2026-11-23', reason: 'Slip' }, 'all');
    expect(fixed.line.acquiredLate).toBe(false);
  });

  test('set back is written into the event, lets work go on, and never turns recording times round in silence', async () => {
    const first = now;
    await bring('B1');
    now = first - 86_400_000;
    await bring('B2', { acquiredOn: '2026-11-20' });
    await bring('B3', { acquiredOn: '2026-11-20' });
    now = first + 60_000;
    await bring('B4');
    const trail = () => readTrail(ledger, { count: 4 }).map((event) => event.clockBehind ?? 'right');
    const iso = new Date(first).toISOString();
    expect(trail()).toEqual(['right', iso, iso, 'right']);
    // Also when the clock goes back between two sessions.
    const { folder } = ledger;
    now = first + 120_000;
    await bring('B5');
    await ledger.close();
    ledger = openWithKey(folder, Buffer.from(dataKey), { clock: () => first });
    await bring('B6');
    expect(trail()[0]).toBe(new Date(first + 120_000).toISOString());
  });
});

test('whatever is typed into the search finds or finds nothing, and never fails', async () => {
  await bring('S"1*', { acquiredFrom: "O'Neill & Sons (AND) NOT NEAR/2 ^x" });
  const odd = [
    '"',
    '""',
    "'",
    '*',
    'S"1',
    '-',
    'AND',
    'NOT',
    'NEAR/2',
    '^x',
    '(',
    ')',
    ':',
    '\\',
    '%',
    '_',
    '\0',
    'a\0b',
  ];
  for (const text of [...odd, 'abc\0def', 'x'.repeat(5000), '\uD83D', '🔫🔫🔫', 'ab '.repeat(50), '', '   ', '\u202E'])
    expect(() => searchLines(ledger, text, 10), JSON.stringify(text.slice(0, 20))).not.toThrow();
  for (const text of ['S"1*', '"1', "o'neill", '(and)', 'near/2', '^x', '& sons'])
    expect(searchLines(ledger, text, 10).lines, text).toHaveLength(1);
  ledger.search.catchUp(1000);
  for (const text of [...odd, 'abc\0def', '\uD83D', 'a"b"c', '"""'])
    expect(() => searchLines(ledger, text, 10), JSON.stringify(text)).not.toThrow();
  for (const text of ['S"1*', "o'neill", '(and)', 'near/2', '& sons'])
    expect(searchLines(ledger, text, 10).lines, text).toHaveLength(1);
});
