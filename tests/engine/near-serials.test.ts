import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { makeNearIndex, type NearIndex } from '../../electron/ledger/near-index.ts';
import { acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { AD, newLedger, pistol, sale, scratch } from '../support/ledgers.ts';

describe('near serials on a real encrypted ledger', () => {
  const dir = scratch();
  let ledger: Ledger;
  let index: NearIndex;
  beforeAll(async () => {
    ({ ledger } = await newLedger(join(dir.path, 'shop.rollmark'), {
      clock: () => Date.parse('2026-11-22T19:00:00Z'),
    }));
    index = makeNearIndex(ledger.reader);
    await index.ensure();
  });
  afterAll(async () => {
    await ledger.close();
    dir.remove();
  });

  const idOf = (line: number) =>
    ledger.reader.prepare('SELECT id FROM entry WHERE line = ?').pluck().get(line) as number;
  const near = (text: string) => index.near(text, { limit: 9 });
  const ids = (text: string) => near(text).map((n) => n.id);
  /** As the ledger does: the work, its commit, and then the index is told of the line. */
  const committed = async (line: number, work: Promise<unknown>): Promise<void> => {
    await work;
    index.touched([idOf(line)]);
  };

  test('what was committed a moment ago is seen: entered, corrected, disposed of, voided', async () => {
    await committed(1, acquire(ledger, 'ad', pistol('BKZX412'), 'all'));
    expect(near('BKZX4l2')).toMatchObject([{ id: idOf(1), serial: 'BKZX412', kind: 'look-alike' }]);

    await committed(2, acquire(ledger, 'ad', pistol('', { serials: ['BKZX421', '77-A'] }), 'all'));
    expect(near('BKZX412')).toMatchObject([
      { id: idOf(1), kind: 'same' },
      { id: idOf(2), serial: 'BKZX421', kind: 'transposition' },
    ]);
    expect(near('77B')).toMatchObject([{ id: idOf(2), serial: '77-A', kind: 'one-edit' }]);

    await committed(1, correct(ledger, AD(1), { field: 'serial', value: 'MMRT903', reason: 'Misread' }, 'all'));
    expect(near('MMRT93')).toMatchObject([{ id: idOf(1), serial: 'MMRT903', struck: false }]);
    expect(near('BKZX4I2')).toMatchObject([{ id: idOf(1), serial: 'BKZX412', struck: true }, { id: idOf(2) }]);

    await committed(3, acquire(ledger, 'ad', pistol('MMRT902'), 'all'));
    expect(ids('MMRT90')).toEqual([idOf(3), idOf(1)]);
    await committed(3, dispose(ledger, AD(3), sale(), 'all'));
    expect(ids('MMRT90')).toEqual([idOf(1), idOf(3)]);
    await committed(1, voidLine(ledger, AD(1), 'Entered twice'));
    expect(ids('MMRT90')).toEqual([idOf(3)]);
  });

  test('an index made later, from what the file holds, says the same', async () => {
    const later = makeNearIndex(ledger.reader);
    await later.ensure();
    for (const text of ['MMRT90', 'BKZX412', '77B', 'NOTHING'])
      expect(later.near(text, { limit: 9 })).toEqual(near(text));
  });

  test('the ledger keeps its own up to date', async () => {
    expect(ledger.near.near('77B', { limit: 5 })).toMatchObject([{ id: idOf(2) }]);
    await acquire(ledger, 'ad', pistol('GIRAFFE'), 'all');
    expect(ledger.near.near('GRIAFFE', { limit: 5 })).toMatchObject([{ id: idOf(4), kind: 'transposition' }]);
    await voidLine(ledger, AD(4), 'Entered twice');
    expect(ledger.near.near('GRIAFFE', { limit: 5 })).toEqual([]);
  });
});
