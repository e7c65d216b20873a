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
