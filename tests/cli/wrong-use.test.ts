import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { newLedger, scratch } from '../support/ledgers.ts';

/** Wrong use that only the opened ledger can tell ends with 2, as all wrong use does; what is found in it ends with 1. */
let place: ReturnType<typeof scratch>;
const file = (name: string) => join(place.path, name);

beforeAll(async () => {
  place = scratch();
  for (const name of ['shop', 'other']) {
    const { ledger } = await newLedger(file(`${name}.rollmark`));
    writeFileSync(file(`${name}.txt`), (await ledger.checkpoint()).note);
    await ledger.close();
  }
  writeFileSync(file('plain.txt'), 'Dear inspector,\n');
  writeFileSync(file('empty.txt'), '');
  writeFileSync(file('forged.txt'), readFileSync(file('shop.txt'), 'utf8').replace(/\n\d+\n/, '\n7\n'));
});
afterAll(() => place.remove());

test.each<[string[], number, RegExp]>([
  [['book', '--as-of', 'banana'], 2, /banana/],
  [['book', '--as-of', '-1'], 2, /./],
  [['book', '--as-of', '0'], 2, /number from 1/],
  [['book', '--as-of', '99999'], 2, /number from 1/],
  [['book', '--as-of', '2026-02-30'], 2, /./],
  [['book', '--as-of', '2099-01-01'], 2, /still to come/],
  [['book', '--as-of', '1990-01-01'], 2, /was begun on/],
  [['book', '--as-of', '1'], 0, /after 1 event|root/],
  [['export', '--as-of', 'banana', '--out', 'OUT'], 2, /banana/],
  [['print', 'book', '--as-of', 'banana', '--out', 'OUT'], 2, /banana/],
  [['verify', '--against', 'plain.txt'], 2, /holds no checkpoint/],
  [['verify', '--against', 'empty.txt'], 2, /holds no checkpoint/],
  [['verify', '--against', 'other.txt'], 1, /^/],
  [['verify', '--against', 'forged.txt'], 1, /^/],
  [['verify', '--against', 'shop.txt'], 0, /^/],
])('%j ends with %i', async ([command, ...args], code, words) => {
  const placed = args.map((arg) => (/\.txt$|^OUT$/.test(arg) ? file(arg) : arg));
  const ran = await cli([command!, file('shop.rollmark'), ...placed]);
  expect(ran, ran.stderr).toMatchObject({ code });
  expect(ran.stderr).toMatch(words);
  if (code === 2) expect(ran.stdout).toBe('');
});
