import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../electron/ledger/ledger.ts';
import { rootOf } from '../../electron/ledger/merkle.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { ledgerAsOf, sizeAsOf } from '../../electron/services/as-of.ts';
import { readLines } from '../../electron/services/book.ts';
import { hasPoppler, poppler } from '../../electron/services/documents/test-pdf.ts';
import { acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { printBook } from '../../electron/services/printing.ts';
import { makeSession } from '../../electron/services/session.ts';
import {
  AD,
  never,
  newLedger,
  openRaw,
  PASSPHRASE,
  pistol,
  quiet,
  refusal,
  SETTINGS,
  sale,
  scratch,
} from '../support/ledgers.ts';

/** The book as it stood: held against what it really was at each moment, remembered while the ledger was kept. */
let place: ReturnType<typeof scratch>;
let folder: string;
let ledger: Ledger;
let now: number;
const HOUR = 3_600_000;
/** After each step: how many events, the lines, the root. */
const stood: { size: number; lines: unknown[]; root: string; at: string }[] = [];
const linesOf = (db: Ledger['reader']) => readLines(db, { book: 'ad', view: 'both', from: 1, count: 100 });

beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'Shop.rollmark');
  now = Date.parse('2026-11-20T15:00:00Z');
  ({ ledger } = await newLedger(folder, { clock: () => now }));
  const steps: (() => Promise<unknown>)[] = [
    () => acquire(ledger, 'ad', pistol('A100'), 'all'),
    () => acquire(ledger, 'ad', pistol('B200'), 'all'),
    () => dispose(ledger, AD(1), sale(), 'all'),
    () => correct(ledger, AD(1), { field: 'serial', value: 'A1OO', reason: 'Misread' }, 'all'),
    () => changeSettings(ledger, { ...SETTINGS, name: 'Prairie Arms of Boise LLC' }),
    () => voidLine(ledger, AD(2), 'Entered twice'),
    () => acquire(ledger, 'ad', pistol('C300'), 'all'),
  ];
  for (const step of steps) {
    now += 11 * HOUR;
    await step();
    const { tree } = ledger.log();
    stood.push({
      size: tree.size,
      lines: linesOf(ledger.reader),
      root: rootOf(tree).toString('base64'),
      at: new Date(now).toISOString(),
    });
  }
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

describe('the book as of', () => {
  test('each number of events is what it was then, line for line, with the root that stood then', async () => {
    for (const { size, lines, root, at } of stood) {
      const then = await ledgerAsOf(ledger, size, quiet, never);
      expect(linesOf(then.db)).toEqual(lines);
      expect(then).toMatchObject({ size, root, moment: at });
      then.close();
    }
  });

  test('a day holds what was recorded by its end at the premises, by any way of writing the day', () => {
    // Boise is seven hours behind: 05:00 UTC of the 22nd is still the 21st there.
    const byEnd = (day: string) => stood.filter(({ at }) => at < `${day}T07:00:00.000Z`).at(-1)!.size;
    expect(sizeAsOf(ledger, '2026-11-21')).toBe(byEnd('2026-11-22'));
    expect(sizeAsOf(ledger, '11/22/2026')).toBe(byEnd('2026-11-23'));
    expect(sizeAsOf(ledger, '20261122')).toBe(byEnd('2026-11-23'));
    expect(sizeAsOf(ledger, 'today')).toBe(stood.at(-1)!.size);
    expect(sizeAsOf(ledger, '3')).toBe(3);
  });

  test('a day before it began, a day to come, or more than there is, is refused in a sentence', async () => {
    for (const wrong of ['2026-11-19', '2026-12-24', '0', '99', 'whenever', ''])
      expect((await refusal(() => sizeAsOf(ledger, wrong))).code, wrong).toBe('REFUSED');
  });

  test('is unmoved by a clock that was set back', async () => {
    const before = now;
    now = Date.parse('2026-11-20T16:00:00Z');
    await acquire(ledger, 'ad', pistol('D400'), 'all');
    now = before;
    // By the clock it was recorded on the first day; by the record, after everything else.
    expect(sizeAsOf(ledger, '2026-11-20')).toBeLessThan(stood.at(-1)!.size);
    expect(sizeAsOf(ledger, 'today')).toBe(stood.at(-1)!.size + 1);
  });

  test('prints with the name that stood then, and says what it is', async () => {
    const asOf = await ledgerAsOf(ledger, 4, quiet, never);
    const made = await printBook(
      ledger,
      { book: 'ad', view: 'corrected', order: 'line', paper: 'letter', asOf },
      quiet,
      never,
    );
    asOf.close();
    if (!hasPoppler) return;
    const text = poppler('pdftotext', ['-layout', '-', '-'], made.bytes).toString('utf8');
    expect(made.name).toBe('book-corrected-as-of-event-4.pdf');
    expect(text).toMatch(/The book as it stood on .*\(4 events\), root/);
    expect(text).toContain('Prairie Arms LLC');
    expect(text).toContain('B200');
    expect(text).not.toMatch(/of Boise LLC|C300|A1OO/);
  });
});

test('what is being printed stays until it is printed, whatever else is gone back to', async () => {
  const asOf = await ledgerAsOf(ledger, 4, quiet, never);
  const release = asOf.hold();
  asOf.close();
  expect(linesOf(asOf.db)).toHaveLength(2);
  release();
  release();
  expect(() => linesOf(asOf.db)).toThrow();
});

test('over the contract a state is held until another is asked for, and an event that was changed is named', async () => {
  await ledger.close();
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  const goBack = async (at: string) => {
    for await (const event of await engine.book.asOf({ at })) if (event.state === 'done') return event.result;
    return undefined;
  };
  expect(await goBack('3')).toMatchObject({ size: 3, books: [{ id: 'ad', lines: 2, openLines: 2 }] });
  const read = (asOf?: number) => engine.book.lines({ view: 'both', from: 1, count: 10, asOf });
  expect((await read(3)).total).toBe(2);
  expect((await read()).total).toBe(4);
  await expect(read(2)).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });

  // Locked while one goes back: what was read is let go of, and not there for the next ledger.
  const opened = session.ledger();
  const { snapshot } = opened;
  let locked: Promise<unknown> | undefined;
  Object.assign(opened, {
    snapshot: () => {
      locked ??= engine.ledger.lock();
      return snapshot();
    },
  });
  await expect(goBack('2')).rejects.toMatchObject({ code: 'LEDGER_CLOSED' });
  await locked;
  expect(session.asOf).toBeUndefined();
  const secret = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
  await engine.ledger.open({ token: 'shop', secret });
  for (const size of [2, 3]) await expect(read(size)).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });
  await engine.ledger.lock();
  const again = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE });
  const key = again.ledger.dataKey();
  await again.ledger.close();
  const raw = openRaw(folder, key);
  raw.exec("DROP TRIGGER event_no_update; UPDATE event SET json = replace(json, 'B200', 'B2OO') WHERE seq = 3");
  raw.close();
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  expect(await goBack('2')).toMatchObject({ size: 2 });
  await expect(goBack('3')).rejects.toMatchObject({
    code: 'LEDGER_DAMAGED',
    message: expect.stringMatching(/^Event 3/),
  });
  await engine.ledger.lock();
  ({ ledger } = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }));
});
