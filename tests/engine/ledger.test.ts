import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { verifyLedger } from '../../electron/ledger/verify.ts';
import { newLedger, PASSPHRASE, pistol, sale, scratch } from '../support/ledgers.ts';

const quiet = () => undefined;
const never = new AbortController().signal;

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

describe('a ledger on disk', () => {
  test('finds as many lines as are asked for, however many of the newest wait to be taken out of the index', async () => {
    const { ledger } = await newLedger(join(place.path, 'shop.rollmark'));
    const added: number[] = [];
    await ledger.write((append) => {
      for (let line = 1; line <= 40; line++)
        append('entry.acquired', `ad/${line}`, { book: 'ad', line, acquisition: pistol(`BKZX${line}`), accepted: [] });
      for (let line = 1; line <= 40; line++)
        added[line] = append('evidence.added', `ad/${line}`, {
          book: 'ad',
          line,
          evidence: { kind: 'number', relation: 'replaced', number: `OLD-${line}`, note: '' },
        }).seq;
    });
    ledger.search.catchUp(1000);
    expect(ledger.search.find('OLD', 5)).toEqual([40, 39, 38, 37, 36]);
    await ledger.write((append) => {
      for (let line = 11; line <= 40; line++)
        append('evidence.withdrawn', `ad/${line}`, { book: 'ad', line, evidence: added[line]!, reason: 'Misread' });
    });
    const found = ledger.search.find('OLD', 5);
    ledger.search.catchUp(1000);
    expect(ledger.search.find('OLD', 5)).toEqual([10, 9, 8, 7, 6]);
    expect(found).toEqual([10, 9, 8, 7, 6]);
    await ledger.close();
  });

  test('is written, closed, opened with passphrase and with recovery key, and proves itself', async () => {
    const folder = join(place.path, 'shop.rollmark');
    const { ledger, recoveryKey } = await newLedger(folder);
    await ledger.write((append) => {
      append('entry.acquired', 'ad/1', { book: 'ad', line: 1, acquisition: pistol('BKZX412'), accepted: [] });
      append('entry.disposed', 'ad/1', { book: 'ad', line: 1, disposition: sale(), accepted: [] });
      append('entry.corrected', 'ad/1', {
        book: 'ad',
        line: 1,
        field: 'serial',
        old: 'BKZX412',
        new: 'BKZX413',
        reason: 'Misread',
        accepted: [],
      });
    });
    const before = await verifyLedger(ledger, undefined, quiet, never);
    expect(before).toMatchObject({ ok: true, events: 4, problems: [] });
    const checkpoint = await ledger.checkpoint();
    expect(checkpoint.size).toBe(4);
    await ledger.close();

    expect(readFileSync(join(folder, 'ledger.db')).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    for (const file of ['ledger.db', 'keys.json', 'lock']) {
      expect(readFileSync(join(folder, file)).includes('BKZX41')).toBe(false);
    }
    expect(existsSync(join(folder, 'ledger.db-wal'))).toBe(false);

    const again = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE });
    expect(again.ledger.search.find('zx413', 10)).toEqual([1]);
    expect(again.ledger.search.find('müller', 10)).toEqual([1]);
    expect(again.ledger.near.near('8K2X4I3', { limit: 10 }).map((found) => found.id)).toEqual([1]);
    expect(await verifyLedger(again.ledger, checkpoint.note, quiet, never)).toMatchObject({ ok: true });
    await again.ledger.close();
    const recovered = await openLedger(folder, { kind: 'recovery', secret: recoveryKey.toUpperCase() });
    expect(recovered.openedWith).toBe('recovery');
    await recovered.ledger.close();
  });
});
