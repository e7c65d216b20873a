import { expect, test } from 'vitest';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { fieldsOf, momentOf } from './fields.ts';

const event = (body: unknown, more: object = {}) =>
  ({
    seq: 3,
    recordedAt: '2026-11-22T19:03:00.000Z',
    zone: 'America/Boise',
    actor: 'Dana',
    kind: 'entry.acquired',
    subject: 'ad/2',
    body,
    ...more,
  }) as unknown as LedgerEvent;
const shown = (body: unknown) => fieldsOf(event(body)).record.map((f) => `${f.label}: ${f.text}`);

test('every field of an acquisition has a name, in the order of the book, blank ones too', () => {
  const acquisition = {
    acquiredFrom: 'Ueda Distributing LLC',
    acquiredFromAddress: '9144 Pine Ct',
    acquiredFromLicence: '9-44-039-08-8G-05138',
    acquiredOn: '2026-11-20',
    caliber: '9x19',
    category: 'firearm',
    details: { price: '450.00' },
    importer: '',
    manufacturer: 'Glock GmbH',
    model: '19 Gen5',
    note: '',
    serials: ['BKZX412'],
    type: 'Pistol',
  };
  expect(
    shown({ accepted: [{ code: 'serial-repeat', field: 'serial', reason: 'Seen' }], acquisition, book: 'ad', line: 2 }),
  ).toEqual([
    'Book: Firearms acquisition and disposition record',
    'Line: 2',
    'Category: firearm',
    'Manufacturer: Glock GmbH',
    'Importer: ',
    'Model: 19 Gen5',
    'Serial number: BKZX412',
    'Type: Pistol',
    'Caliber or gauge: 9x19',
    'Date acquired: 20 Nov 2026',
    'Acquired from: Ueda Distributing LLC',
    'Address of whom it came from: 9144 Pine Ct',
    'Licence number of whom it came from: 9-44-039-08-8G-05138',
    'Price paid: 450.00',
    'Note: ',
    'Warnings saved past 1, Field: Serial number',
    'Warnings saved past 1, Reason: Seen',
    'Warnings saved past 1, Code: serial-repeat',
  ]);
  expect(shown({ acquisition: { serials: ['77-A', '77-B'] } })).toEqual([
    'Serial number 1: 77-A',
    'Serial number 2: 77-B',
  ]);
  expect(shown({ disposition: { kind: 'transfer', note: 'x', disposedOn: '2026-11-21' } })).toEqual([
    'Kind of disposition: transfer',
    'Date disposed: 21 Nov 2026',
    'Note on the disposition: x',
  ]);
});

test('how it was recorded stands beside it', () => {
  const { recording, left } = fieldsOf(event({}, { clockBehind: '2026-11-23T00:00:00.000Z', odd: { a: [1, 2] } }));
  expect(recording.map((f) => `${f.label}: ${f.text}`)).toEqual([
    'Event: 3',
    'What was done: Acquired',
    'About: ad/2',
    'Recorded by: Dana',
    'Recorded at (UTC): 2026-11-22T19:03:00.000Z',
    'Time zone of the premises: America/Boise',
    'The clock had been set back from: 2026-11-23T00:00:00.000Z',
    'odd, a 1: 1',
    'odd, a 2: 2',
  ]);
  expect(left).toBe(0);
});

test('an event of any shape is read, and what is left out is counted', () => {
  expect(shown(null)).toEqual(['Body: (null)']);
  expect(shown('text')).toEqual(['Body: text']);
  expect(shown({ a: [], b: {}, c: [[1], [{ d: true }]] })).toEqual([
    'a: (none)',
    'b: (none)',
    'c 1: 1',
    'c 2 1, d: yes',
  ]);
  expect(shown(JSON.parse('{"__proto__":"x","constructor":{"toString":1}}'))).toEqual([
    '__proto__: x',
    'constructor, toString: 1',
  ]);
  expect(shown({ on: '2026-99-99', serials: ['2026-11-20'], field: 'constructor' })).toEqual([
    'Field: constructor',
    'Serial number: 2026-11-20',
    'on: 2026-99-99',
  ]);
  const many = fieldsOf(event({ list: Array.from({ length: 1000 }, (_, n) => n) }));
  expect(many.record.length + many.recording.length).toBeGreaterThanOrEqual(400);
  expect(many.left).toBe(600);
  let deep: unknown = 1;
  for (let n = 0; n < 30; n++) deep = { n: deep };
  expect(shown(deep)).toHaveLength(1);
});

test('a moment is told as the shop’s clock showed it', () => {
  expect(momentOf('2026-11-22T19:03:00.000Z', 'America/Boise')).toBe('22 Nov 2026, 12:03 (America/Boise)');
  expect(momentOf('2026-09-01T05:59:00.000Z', 'America/Boise')).toBe('31 Aug 2026, 23:59 (America/Boise)');
  expect(momentOf('2026-11-22T00:00:00.000Z', 'UTC')).toBe('22 Nov 2026, 00:00 (UTC)');
  for (const [instant, zone] of [
    ['', 'UTC'],
    ['yesterday', 'UTC'],
    ['2026-11-22T19:03:00.000Z', 'Mars/Olympus'],
    [5, 'UTC'],
    ['2026', 'UTC'],
  ])
    expect(momentOf(instant, zone)).toBeUndefined();
});
