import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { acquire, voidLine } from '../../electron/services/entries.ts';
import { startChild } from '../support/children.ts';
import {
  AD,
  hashesOf,
  openRaw,
  PASSPHRASE,
  pistol,
  refusal,
  sampleLedger,
  scratch,
  verified,
} from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let folder: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'held.rollmark');
  ({ dataKey } = await sampleLedger(folder));
});
afterAll(() => place.remove());
const open = () => openWithKey(folder, Buffer.from(dataKey));

describe('a ledger that another process has open', () => {
  test('is refused, naming the process, and opens at once when that process is killed', async () => {
    const child = startChild('hold', folder, dataKey.toString('hex'));
    expect(await child.next()).toBe('open');
    for (const attempt of [open, () => openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE })]) {
      const before = hashesOf(folder);
      const started = performance.now();
      const error = await refusal(attempt);
      expect(error.code).toBe('LEDGER_ALREADY_OPEN');
      expect(error.message).toMatch(new RegExp(`process ${child.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`));
      expect(performance.now() - started).toBeLessThan(5000);
      expect(hashesOf(folder)).toEqual(before);
    }
    await child.kill();
    expect(child.complaints()).toBe('');
    const started = performance.now();
    const ledger = open();
    expect(performance.now() - started).toBeLessThan(2000);
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
  });

  test('is refused to the second of two that start at the same moment, never opened by both', async () => {
    for (let n = 0; n < 3; n++) {
      const children = [1, 2, 3].map(() => startChild('hold', folder, dataKey.toString('hex')));
      const said = await Promise.all(children.map((child) => child.next()));
      expect(said.filter((line) => line === 'open')).toHaveLength(1);
      for (const child of children) await child.kill();
      const refusedOnes = children.filter((_, at) => said[at] !== 'open');
      for (const child of refusedOnes) expect(child.complaints()).toMatch(/open already/);
    }
  });

  test('is refused within one process as well', async () => {
    const ledger = open();
    const error = await refusal(open);
    expect(error.code).toBe('LEDGER_ALREADY_OPEN');
    expect(error.message).toContain(`process ${process.pid}`);
    // And the attempt has not loosened the hold.
    const child = startChild('hold', folder, dataKey.toString('hex'));
    expect(await child.next()).toBeUndefined();
    expect(child.complaints()).toContain(`process ${process.pid}`);
    await ledger.close();
    await open().close();
  });

  test('names nothing of the ledger in its lock file', async () => {
    const ledger = open();
    await ledger.close();
    const bytes = readFileSync(join(folder, 'lock'), 'latin1');
    expect(bytes).not.toMatch(/Prairie|BKZX|Dana|Glock/);
  });

  test('opens after a failed attempt with the wrong key: the lock is let go', async () => {
    await refusal(() => openWithKey(folder, Buffer.alloc(32, 1)));
    const ledger = open();
    await ledger.close();
    expect(existsSync(join(folder, 'ledger.db-wal'))).toBe(false);
  });
});

describe('another program at work on ledger.db', () => {
  test('makes an entry fail with a sentence, and the next one goes through', async () => {
    const ledger = open();
    const other = openRaw(folder, dataKey);
    other.exec('BEGIN IMMEDIATE');
    const events = ledger.log().tree.size;
    const error = await refusal(() => voidLine(ledger, AD(3), 'Entered twice'));
    expect(error.code).toBe('LEDGER_ALREADY_OPEN');
    expect(error.message).toMatch(/another program/i);
    expect(ledger.log().tree.size).toBe(events);
    other.exec('ROLLBACK');
    other.close();
    await voidLine(ledger, AD(3), 'Entered twice');
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
  });

  test('while the ledger is closed and opened again costs nothing', async () => {
    let ledger = open();
    await acquire(ledger, 'ad', pistol('HELD1'), 'all');
    const other = openRaw(folder, dataKey);
    other.exec('BEGIN IMMEDIATE');
    await ledger.close();
    other.exec('ROLLBACK');
    ledger = open();
    expect((await verified(ledger)).problems).toEqual([]);
    expect(ledger.search.find('held1', 10)).toHaveLength(1);
    await ledger.close();
    other.close();
  });

  test('that reads an older state of a killed ledger does not make it look cut short', async () => {
    const child = startChild('enter', folder, dataKey.toString('hex'));
    const until = async (entry: RegExp) => {
      for (let line = await child.next(); line !== undefined && !entry.test(line); ) line = await child.next();
    };
    await until(/N1$/);
    const other = openRaw(folder, dataKey);
    other.exec('BEGIN');
    other.prepare('SELECT count(*) FROM event').get();
    await until(/N80$/);
    await child.kill();
    // What the child wrote stands in the write-ahead log, and can’t leave it while the other still reads.
    const ledger = open();
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
    other.close();
  });
});
