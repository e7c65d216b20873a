import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../electron/ledger/canonical.ts';
import { newParts } from '../../electron/ledger/custodians.ts';
import { loadKeys } from '../../electron/ledger/folder.ts';
import {
  type KeySlot,
  type Keys,
  makeSlot,
  newRecoveryKey,
  type SlotKind,
  unlockKeys,
  writeKeys,
} from '../../electron/ledger/keys.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { rotateDataKey } from '../../electron/ledger/rotate.ts';
import { heldItself } from '../../electron/ledger/verify.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { statusOf } from '../../electron/services/ledgers.ts';
import {
  addUser,
  changePassphrase,
  makeCustodians,
  removeUser,
  replaceRecoveryKey,
  resetPassphrase,
} from '../../electron/services/users.ts';
import {
  CHEAP,
  copyOf,
  never,
  newLedger,
  openRaw,
  PASSPHRASE,
  pastGuards,
  quiet,
  refusal,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';
import { plantKey } from '../support/planting.ts';
import { withoutFirstSlots } from '../support/rewriting.ts';

/**
 * Whoever may open a ledger has its data key in memory, and with it can wrap a key slot of their own and write it into
 * keys.json with another tool. No event names it.
 */
const CLERK = 'the clerk’s own words';
const PLANTED = 'planted by the clerk';
let place: ReturnType<typeof scratch>;
let base: string;
let older: string;
let folder: string;
let dataKey: Buffer;
let recoveryKey: string;

const keysOf = () => loadKeys(folder);
const putKeys = (keys: Keys) => writeFileSync(join(folder, 'keys.json'), writeKeys(keys));

/** What the clerk does, with their passphrase alone. */
const plant = async (secret = PLANTED, kind: SlotKind = 'passphrase', first = false) => {
  await plantKey(folder, CLERK, secret, { kind, first });
};
/** A slot under any name, made with no help of Rollmark's. */
const wrapped = async (ledger: string, id: string, kind: SlotKind, secret: string, key: Buffer): Promise<KeySlot> => {
  const salt = randomBytes(16);
  const kdf = { name: 'argon2id' as const, ...CHEAP, salt: salt.toString('base64') };
  const wrapping = await argon2id({
    password: secret,
    salt,
    memorySize: kdf.memory,
    iterations: kdf.passes,
    parallelism: kdf.lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrapping, iv);
  cipher.setAAD(Buffer.from(canonicalJson({ ledger, id, kind, kdf })));
  const box = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { id, kind, kdf, wrap: { name: 'aes-256-gcm', iv: iv.toString('base64'), box: box.toString('base64') } };
};
const opens = async (secret: string, kind: SlotKind = 'passphrase') => {
  const { ledger } = await openLedger(folder, { kind, secret });
  const { name } = ledger.user();
  await ledger.close();
  return name;
};
const asOwner = async <T>(work: (ledger: Awaited<ReturnType<typeof openLedger>>['ledger']) => Promise<T>) => {
  const { ledger } = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};
const codes = async () => (await verifyFolder(folder, dataKey)).problems.map(({ code }) => code);
const refusedUnnamed = async (secret: string, kind: SlotKind = 'passphrase') => {
  const error = await refusal(() => opens(secret, kind));
  expect(error.code).toBe('ACCESS_ENDED');
  expect(error.message).toMatch(/^No event of this ledger names this key.*Nothing was changed/);
};

/** A ledger as it was before the first event named the first slots. */
const asOlder = (from: string, to: string): string => {
  copyOf(from, to);
  const db = openRaw(to, dataKey);
  pastGuards(db, () => withoutFirstSlots(db));
  db.close();
  return to;
};

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  const made = await newLedger(base);
  recoveryKey = made.recoveryKey;
  dataKey = made.ledger.dataKey();
  await addUser(made.ledger, { name: 'Cleo', role: 'clerk', until: '', passphrase: CLERK });
  await made.ledger.close();
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'shop.rollmark'));
});
afterAll(() => place.remove());

describe('a key slot that no event names', () => {
  test('opens nothing, before and after the access of who planted it ended; verify names it', async () => {
    await plant();
    await refusedUnnamed(PLANTED);
    const ended = await asOwner(async (ledger) => {
      await removeUser(ledger, 2);
      return verified(ledger);
    });
    expect(ended.problems).toMatchObject([{ code: 'slot-unnamed', where: 'keys.json' }]);
    expect(ended.problems[0]!.message).toMatch(/passphrase.*Replace the data key/);
    await asOwner(async (ledger) => expect(statusOf(ledger)).toMatchObject({ unnamedKeys: 1 }));
    // The record holds, so that the ledger stays in use.
    expect(heldItself(ended)).toBe(true);
    await refusedUnnamed(PLANTED);
    expect(await opens(PASSPHRASE)).toBe('Dana');
    expect(await opens(recoveryKey, 'recovery')).toBe('Dana');
  });

  test('opens nothing in front of the others either, nor as a recovery key, custodians’ parts or a keychain’s', async () => {
    const words = newRecoveryKey();
    const { secret } = await newParts();
    await plant(PLANTED, 'passphrase', true);
    await plant(words, 'recovery', true);
    await plant(secret, 'custodians');
    await plant('a keychain’s', 'keychain');
    await refusedUnnamed(PLANTED);
    await refusedUnnamed(words, 'recovery');
    await refusedUnnamed(secret, 'custodians');
    await refusedUnnamed('a keychain’s', 'keychain');
    expect(await codes()).toEqual(Array(4).fill('slot-unnamed'));
    expect(await opens(PASSPHRASE)).toBe('Dana');
    expect(await opens(recoveryKey, 'recovery')).toBe('Dana');
    expect(await opens(CLERK)).toBe('Cleo');
  });

  test('is taken away by a new data key, which its maker does not have', async () => {
    await plant();
    await asOwner(async (ledger) => ledger.recordProof(heldItself(await verified(ledger)), 0));
    await rotateDataKey(folder, PASSPHRASE, CHEAP);
    expect((await refusal(() => opens(PLANTED))).code).toBe('WRONG_SECRET');
    await asOwner(async (ledger) => expect((await verified(ledger)).problems).toEqual([]));
  });

  test('does not set what the next keys cost to guess', async () => {
    const owners = await asOwner(async (ledger) => {
      const dear = { ...CHEAP, passes: 3 };
      const slot = await makeSlot(ledger.id, 'recovery', newRecoveryKey(), dataKey, dear);
      const old = ledger.keys().slots.find(({ kind }) => kind === 'recovery')!;
      await ledger.replaceKeys(
        { ledger: ledger.id, slots: [...ledger.keys().slots.filter((s) => s !== old), slot] },
        (append) => {
          append('key.changed', `key/${slot.id}`, { slot: slot.id, kind: 'recovery', change: 'added' });
          append('key.changed', `key/${old.id}`, { slot: old.id, kind: 'recovery', change: 'removed' });
        },
      );
      return slot;
    });
    await plant(newRecoveryKey(), 'recovery', true);
    await asOwner((ledger) => resetPassphrase(ledger, 2, 'Cleo’s newer words'));
    expect(keysOf().slots.at(-1)!.kdf.passes).toBe(owners.kdf.passes);
  });

  test('does not keep the ledger from being backed up', async () => {
    await plant();
    const made = await asOwner((ledger) => makeBackup(ledger, place.path, quiet, never));
    folder = join(place.path, made.name);
    await refusedUnnamed(PLANTED);
    expect(await opens(PASSPHRASE)).toBe('Dana');
  });
});

describe('the name of a key slot', () => {
  test('can’t be taken for another secret, nor for another kind', async () => {
    const words = newRecoveryKey();
    for (const kind of ['recovery', 'passphrase'] as const) {
      const keys = loadKeys(base);
      const taken = keys.slots.find((slot) => slot.kind === kind)!;
      const { dataKey: key } = await unlockKeys(keys, 'passphrase', CLERK);
      const slot = await wrapped(keys.ledger, taken.id, 'recovery', words, key);
      putKeys({ ...keys, slots: [...keys.slots.filter((s) => s !== taken), slot] });
      expect((await refusal(() => opens(words, 'recovery'))).code).toBe('WRONG_SECRET');
    }
  });

  test('of an earlier version, which says nothing of its secret, can’t be taken for another kind', async () => {
    folder = copyOf('tests/fixtures/ledgers/0004', join(place.path, 'fixture.rollmark'));
    const keys = keysOf();
    const { dataKey: key, slot: own } = await unlockKeys(keys, 'passphrase', 'a second good passphrase');
    expect(own.id).toHaveLength(12);
    const words = newRecoveryKey();
    const slot = await wrapped(keys.ledger, own.id, 'recovery', words, key);
    putKeys({ ...keys, slots: [...keys.slots.filter((s) => s !== own), slot] });
    await refusedUnnamed(words, 'recovery');
  });

  test('stands in keys.json once', async () => {
    const keys = keysOf();
    const [first] = keys.slots;
    putKeys({ ...keys, slots: [...keys.slots, first!] });
    expect((await refusal(() => opens(PASSPHRASE))).code).toBe('KEYS_DAMAGED');
  });
});

describe('an older ledger, whose record does not name the first passphrase and recovery key', () => {
  beforeAll(() => {
    older = asOlder(base, join(place.path, 'older.rollmark'));
  });
  beforeEach(() => {
    folder = copyOf(older, join(place.path, 'shop.rollmark'));
  });

  test('opens with both and is proven; a second one of either kind opens nothing and is named', async () => {
    expect(await opens(PASSPHRASE)).toBe('Dana');
    expect(await opens(recoveryKey, 'recovery')).toBe('Dana');
    expect(await codes()).toEqual([]);
    const words = newRecoveryKey();
    await plant();
    await plant(words, 'recovery');
    await refusedUnnamed(PLANTED);
    await refusedUnnamed(words, 'recovery');
    expect(await codes()).toEqual(['slot-unnamed', 'slot-unnamed']);
    expect(await opens(PASSPHRASE)).toBe('Dana');
  });

  test('has the record name both once they were changed; none that it does not name opens it then', async () => {
    const next = 'Dana’s newer words';
    const words = await asOwner(async (ledger) => {
      await changePassphrase(ledger, { passphrase: next, present: PASSPHRASE });
      return replaceRecoveryKey(ledger);
    });
    const planted = newRecoveryKey();
    await plant(PLANTED, 'passphrase', true);
    await plant(planted, 'recovery', true);
    await refusedUnnamed(PLANTED);
    await refusedUnnamed(planted, 'recovery');
    expect(await opens(next)).toBe('Dana');
    expect(await opens(words, 'recovery')).toBe('Dana');
  });

  test('keeps its first ways in through people, custodians and a new data key', async () => {
    await asOwner(async (ledger) => {
      await makeCustodians(ledger);
      await resetPassphrase(ledger, 2, 'Cleo’s newer words');
      await removeUser(ledger, 2);
    });
    expect(await opens(PASSPHRASE)).toBe('Dana');
    expect(await opens(recoveryKey, 'recovery')).toBe('Dana');
    expect(await codes()).toEqual([]);
    const { recoveryKey: words } = await rotateDataKey(folder, PASSPHRASE, CHEAP);
    expect(await opens(PASSPHRASE)).toBe('Dana');
    expect(await opens(words, 'recovery')).toBe('Dana');
    await asOwner(async (ledger) => expect((await verified(ledger)).problems).toEqual([]));
  });
});

test('a key that the record names and that is missing from keys.json is told, until it is replaced', async () => {
  const keys = keysOf();
  const cleos = keys.slots.at(-1)!;
  putKeys({ ...keys, slots: keys.slots.filter(({ id, kind }) => id !== cleos.id && kind !== 'recovery') });
  await asOwner(async (ledger) => {
    const { problems } = await verified(ledger);
    expect(problems.map(({ code }) => code)).toEqual(['slot-missing', 'slot-missing']);
    expect(problems.map(({ message }) => message).join()).toMatch(/passphrase of Cleo/);
    expect(problems.map(({ message }) => message).join()).toMatch(/recovery key/);
    await resetPassphrase(ledger, 2, 'Cleo’s newer words');
    await replaceRecoveryKey(ledger);
    expect((await verified(ledger)).problems).toEqual([]);
  });
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(cleos.id);
});
