import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadKeys, stageKeys } from '../../electron/ledger/folder.ts';
import { type Keys, makeSlot } from '../../electron/ledger/keys.ts';
import { openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { addUser } from '../../electron/services/users.ts';
import { CHEAP, copyOf, never, newLedger, PASSPHRASE, refusal, scratch, verified } from '../support/ledgers.ts';

/**
 * keys.json and the record of who has which key are two files. A kill between their changes must not leave one without
 * the other: a key that the record does not know would open the ledger in its first owner's name.
 */
const NEW = 'the clerk has this one';
let place: ReturnType<typeof scratch>;
let base: string;
let folder: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  const { ledger } = await newLedger(base);
  dataKey = ledger.dataKey();
  await ledger.close();
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'cut.rollmark'));
});
afterAll(() => place.remove());

const opened = async (secret: string) => {
  const { ledger } = await openLedger(folder, { kind: 'passphrase', secret });
  const user = ledger.user();
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
  return user;
};
const files = () => readdirSync(folder).filter((name) => name.startsWith('keys'));
const withOneMore = async (): Promise<Keys> => {
  const keys = loadKeys(folder);
  return { ...keys, slots: [...keys.slots, await makeSlot(keys.ledger, 'passphrase', NEW, dataKey, CHEAP)] };
};

describe('keys.json, replaced by a process that was killed', () => {
  test('before the record of it was kept: the keys from before it are put back, and the new one opens nothing', async () => {
    const before = readFileSync(join(folder, 'keys.json'), 'utf8');
    stageKeys(folder, await withOneMore()).put();
    expect(files()).toEqual(['keys.json', 'keys.json.old']);
    const error = await refusal(() => opened(NEW));
    expect(error.code).toBe('WRONG_SECRET');
    expect(error.message).toMatch(/was about to become a key.*did not/);
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(before);
    expect(files()).toEqual(['keys.json']);
    expect(await opened(PASSPHRASE)).toMatchObject({ role: 'owner' });
    expect((await refusal(() => opened(NEW))).code).toBe('WRONG_SECRET');
  });

  test('in the place of the only passphrase, before the record of it: the old passphrase opens', async () => {
    const keys = loadKeys(folder);
    const mine = await makeSlot(keys.ledger, 'passphrase', NEW, dataKey, CHEAP);
    stageKeys(folder, { ...keys, slots: [...keys.slots.filter(({ kind }) => kind === 'recovery'), mine] }).put();
    expect(await opened(PASSPHRASE)).toMatchObject({ role: 'owner' });
    expect(files()).toEqual(['keys.json']);
  });

  test('after the record of it was kept: the new keys stay', async () => {
    const ledger = openWithKey(folder, Buffer.from(dataKey));
    await addUser(ledger, { name: 'Kim', role: 'clerk', until: '', passphrase: NEW });
    await ledger.close();
    writeFileSync(join(folder, 'keys.json.old'), readFileSync(join(base, 'keys.json')));
    expect(await opened(NEW)).toMatchObject({ name: 'Kim', role: 'clerk' });
    expect(await opened(PASSPHRASE)).toMatchObject({ name: 'Dana' });
    expect(files()).toEqual(['keys.json']);
  });

  test('while they were being written: nothing of it counts, whole or cut', async () => {
    for (const text of ['', '{"format":"rollmark-keys"', readFileSync(join(folder, 'keys.json'), 'utf8')]) {
      writeFileSync(join(folder, 'keys.json.new'), text);
      writeFileSync(join(folder, 'keys.json.old'), text);
      expect(await opened(PASSPHRASE)).toMatchObject({ role: 'owner' });
      expect(files()).toEqual(['keys.json']);
    }
  });
});

test('a backup holds the keys that fit its record, though somebody gets access while it is copied', async () => {
  const usb = join(place.path, 'usb');
  mkdirSync(usb);
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  let added: Promise<unknown> | undefined;
  const made = await makeBackup(
    ledger,
    usb,
    (stage) => {
      if (stage === 'Copying the ledger')
        added ??= addUser(ledger, { name: 'Kim', role: 'clerk', until: '', passphrase: NEW });
    },
    never,
  );
  await added;
  expect(loadKeys(folder).slots).toHaveLength(3);
  await ledger.close();
  folder = join(usb, made.name);
  expect(loadKeys(folder).slots).toHaveLength(2);
  expect((await refusal(() => opened(NEW))).code).toBe('WRONG_SECRET');
  expect(existsSync(folder)).toBe(true);
});
