import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { heldItself } from '../../electron/ledger/verify.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { acquire } from '../../electron/services/entries.ts';
import { makeSession } from '../../electron/services/session.ts';
import { copyOf, newLedger, PASSPHRASE, pistol, refusal, scratch, verified, verifyFolder } from '../support/ledgers.ts';

/**
 * Entries that were acknowledged and are gone with the log beside the database. SQLite takes a damaged log for a shorter
 * one, so what is left proves itself; that there was more must still be said.
 */
let place: ReturnType<typeof scratch>;
let base: string;
let folder: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'killed.rollmark');
  const { ledger } = await newLedger(join(place.path, 'live.rollmark'));
  dataKey = ledger.dataKey();
  await ledger.close();
  const live = openWithKey(ledger.folder, Buffer.from(dataKey));
  for (const serial of ['LOST1', 'LOST2', 'LOST3']) await acquire(live, 'ad', pistol(serial), 'all');
  copyOf(live.folder, base);
  rmSync(join(base, 'lock'));
  rmSync(join(base, 'ledger.db-shm'));
  await live.close();
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'tried.rollmark'));
});
afterAll(() => place.remove());
const log = () => join(folder, 'ledger.db-wal');

test('a log that is there holds all of them, and nothing is said to be missing', async () => {
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  expect(ledger.log().tree.size).toBe(4);
  expect(ledger.missing()).toBe('');
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});

test('a log that is gone is told by the window at once and by the first proof, however often it was opened before', async () => {
  rmSync(log());
  await openWithKey(folder, Buffer.from(dataKey)).close();
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  const status = await engine.ledger.status();
  expect(status).toMatchObject({
    known: { state: 'behind', message: expect.stringMatching(/had 4 events.* 1 were left/) },
  });
  const ledger = session.ledger();
  const told = await verified(ledger);
  expect(told.problems).toMatchObject([{ code: 'record-behind', where: 'The record' }]);
  await ledger.recordProof(heldItself(told), told.size);
  expect((await refusal(() => acquire(ledger, 'ad', pistol('NEXT1'), 'all'))).code).toBe('LEDGER_DAMAGED');
  // Once it was told, a proof holds again, and the shop goes on from there.
  const again = await verified(ledger);
  expect(again.problems).toEqual([]);
  await ledger.recordProof(heldItself(again), again.size);
  await acquire(ledger, 'ad', pistol('NEXT1'), 'all');
  await engine.ledger.lock();
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
});

test('a log that lost only its last entry is told, too', async () => {
  const bytes = readFileSync(log());
  truncateSync(log(), bytes.length - 4120);
  const { problems } = await verifyFolder(folder, dataKey);
  expect(problems).toMatchObject([
    { code: 'record-behind', message: expect.stringMatching(/had 4 events.* 3 were left/) },
  ]);
});

test('an older ledger.db in the place of the newer one is told', async () => {
  await openWithKey(folder, Buffer.from(dataKey)).close();
  const older = join(place.path, 'older.rollmark');
  rmSync(join(copyOf(base, older), 'ledger.db-wal'));
  await openWithKey(older, Buffer.from(dataKey)).close();
  copyFileSync(join(older, 'ledger.db'), join(folder, 'ledger.db'));
  expect((await verifyFolder(folder, dataKey)).problems).toMatchObject([{ code: 'record-behind' }]);
});

test('a witness that is missing, spoilt, of another ledger or from before says nothing, and is written anew', async () => {
  const path = join(folder, 'reached');
  const good = readFileSync(path, 'utf8');
  const older = good.replace(/ 0+4 /, ' 000000000002 ');
  for (const text of ['', 'hello', good.slice(0, 40), `${good} `, good.replace(/ 0+4 /, ' 000000000009 '), older]) {
    writeFileSync(path, text);
    expect((await verifyFolder(folder, dataKey)).problems, text).toEqual([]);
    expect(readFileSync(path, 'utf8')).toHaveLength(good.length);
  }
  rmSync(path);
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
});
