import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { heldItself, verifyLedger } from '../../electron/ledger/verify.ts';
import { acquire, correct } from '../../electron/services/entries.ts';
import { printBook } from '../../electron/services/printing.ts';
import { newLedger, openRaw, pistol, scratch } from '../support/ledgers.ts';

/** A table changed outside Rollmark must not become the record through what Rollmark writes next. */

const never = new AbortController().signal;
const verify = (ledger: Ledger, against?: string) => verifyLedger(ledger, against, () => undefined, never);

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

const tamperedLedger = async (sql: string): Promise<Ledger> => {
  const folder = join(place.path, 'l.rollmark');
  const { ledger } = await newLedger(folder);
  await acquire(ledger, 'ad', pistol('STDIN1'), 'all');
  const key = ledger.dataKey();
  await ledger.close();
  const db = openRaw(folder, key);
  db.exec(sql);
  db.close();
  return openWithKey(folder, key);
};

test('a line changed outside and then corrected is still found', async () => {
  const ledger = await tamperedLedger("UPDATE entry SET serial = 'EVIL' WHERE line = 1");
  await correct(ledger, { book: 'ad', line: 1 }, { field: 'serial', value: 'STDIN1', reason: 'fix' }, 'all');
  const result = await verify(ledger);
  expect(result.ok).toBe(false);
  expect(result.problems.map((p) => p.code)).toContain('replay');
  await ledger.close();
});

test('after a proof that failed nothing is written until one holds; a wrong checkpoint does not count', async () => {
  const ledger = await tamperedLedger("UPDATE entry SET serial = 'EVIL' WHERE line = 1");
  const failed = await verify(ledger);
  await ledger.recordProof(heldItself(failed), failed.size);
  await expect(acquire(ledger, 'ad', pistol('NEXT'), 'all')).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  await ledger.close();

  const { ledger: sound } = await newLedger(join(place.path, 'sound.rollmark'));
  const refused = await verify(sound, 'no checkpoint at all');
  expect(refused.ok).toBe(false);
  expect(heldItself(refused)).toBe(true);
  await sound.close();
});

test('a guard that was removed is told by the first proof, however often the ledger was opened between', async () => {
  const ledger = await tamperedLedger('DROP TRIGGER event_no_update');
  const { folder } = ledger;
  const key = ledger.dataKey();
  await ledger.close();
  const again = openWithKey(folder, key);
  const told = await verify(again);
  expect(told.problems.map((p) => p.code)).toEqual(['guard-removed']);
  await again.recordProof(heldItself(told), told.size);
  expect((await verify(again)).problems).toEqual([]);
  await again.close();
});

test('what is printed is covered by the checkpoint on it, whatever waits to be written', async () => {
  const { ledger } = await newLedger(join(place.path, 'print.rollmark'));
  const slow = ledger.writeLong(() => new Promise((resolve) => setTimeout(resolve, 50)));
  const printing = printBook(
    ledger,
    { book: 'ad', view: 'both', order: 'line', paper: 'letter' },
    () => undefined,
    never,
  );
  const entering = acquire(ledger, 'ad', pistol('LATER1'), 'all');
  const [made] = await Promise.all([printing, slow, entering]);
  const text = await textOf(made.bytes);
  const [, events] = /Proof: (\d+) event/.exec(text)!;
  expect(text.includes('LATER1') && Number(events) < 2).toBe(false);
  await ledger.close();
});

/** The text of a PDF, read by pdf.js. */
const textOf = async (bytes: Buffer): Promise<string> => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  return texts.join('\n');
};
