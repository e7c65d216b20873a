import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { readRow } from '../../electron/services/book.ts';
import { acquire, correct, examineCorrection } from '../../electron/services/entries.ts';
import type { EntryField } from '../../shared/domain/fields.ts';
import { AD, newLedger, pistol, refusal, scratch } from '../support/ledgers.ts';

/** A line with two numbers is corrected: neither is lost, and the two are not made one, without a word. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
beforeAll(async () => {
  place = scratch();
  ledger = (await newLedger(join(place.path, 'two.rollmark'))).ledger;
  const rifle = (...serials: string[]) =>
    acquire(
      ledger,
      'ad',
      {
        ...pistol('', { manufacturer: 'Ruger', importer: '', model: '10/22', type: 'Rifle', caliber: '.22 LR' }),
        serials,
      },
      'all',
    );
  await rifle('G/12345', 'K-778');
  await rifle('PLAIN-9001');
  await rifle('WITH,COMMA');
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

const COUNT = /^serial-(comma|count)$/;
const found = (line: number, value: string, field: EntryField = 'serial') =>
  examineCorrection(ledger, ledger.reader, readRow(ledger.reader, 'ad', line), field, value).findings.filter((f) =>
    COUNT.test(f.code),
  );
const said = (line: number, value: string) => found(line, value).map((f) => `${f.severity} ${f.code}`);
const numbers = (line: number) => readRow(ledger.reader, 'ad', line).serial;

describe('a correction of a line with two numbers', () => {
  test('with a comma between them is warned of, and tells how they are parted', () => {
    expect(said(1, 'G/12354, K-778')).toEqual(['warning serial-comma']);
    expect(found(1, 'G/12354, K-778')[0]!.message).toContain('G/12354; K-778');
  });

  test('with one of them left out is warned of, and tells what stands there', () => {
    expect(said(1, 'G/12354')).toEqual(['warning serial-count']);
    expect(found(1, 'G/12354')[0]!.message).toContain('G/12345; K-778');
    expect(said(1, 'G/12354; K-778; Z-1')).toEqual(['warning serial-count']);
  });

  test('with the semicolon in its place has nothing to mind', () => {
    expect(said(1, 'G/12354; K-778')).toEqual([]);
    expect(said(1, 'G/12354;K-778 ; ')).toEqual([]);
  });

  test('is not written unless a reason is given', async () => {
    const change = { field: 'serial' as const, reason: 'Misread' };
    for (const value of ['G/12354, K-778', 'G/12354']) {
      const why = await refusal(() => correct(ledger, AD(1), { ...change, value }, {}));
      expect(JSON.stringify(why), value).toMatch(/serial-(comma|count)/);
      expect(numbers(1)).toBe('G/12345; K-778');
    }
    await correct(ledger, AD(1), { ...change, value: 'G/12354; K-778' }, 'all');
    expect(numbers(1)).toBe('G/12354; K-778');
  });
});

test('both are told where a comma and a number left out come together', () => {
  expect(said(1, 'G/12354, K-778, Z-1')).toEqual(['warning serial-comma', 'warning serial-count']);
});

test('a line with one number: another one, or a comma, is told; a comma that it bears already is not', () => {
  expect(said(2, 'PLAIN-9002')).toEqual([]);
  expect(said(2, 'PLAIN-9001; K-1')).toEqual(['warning serial-count']);
  expect(said(2, 'PLAIN,9001')).toEqual(['warning serial-comma', 'warning serial-count']);
  expect(said(2, 'PLAIN-9001,')).toEqual(['warning serial-comma']);
  expect(said(3, 'WITH,COMMA; ')).toEqual([]);
  expect(found(3, '10/23', 'model')).toEqual([]);
});
