import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readKeys } from '../../electron/ledger/keys.ts';
import { type Ledger, openLedger, type Secret } from '../../electron/ledger/ledger.ts';
import { rotateDataKey } from '../../electron/ledger/rotate.ts';
import { acquire } from '../../electron/services/entries.ts';
import { addKeychain, keychainSlots, keychainsAt, removeKeychain } from '../../electron/services/keychain.ts';
import { readTrail } from '../../electron/services/trail.ts';
import {
  addUser,
  changePassphrase,
  changeUser,
  listUsers,
  removeUser,
  resetPassphrase,
  tryRecoveryKey,
} from '../../electron/services/users.ts';
import { CHEAP, copyOf, newLedger, PASSPHRASE, pistol, refusal, scratch, verified } from '../support/ledgers.ts';

/** The slot for a computer's keychain, on real encrypted files: whose it is, and everything that ends it. */
let place: ReturnType<typeof scratch>;
let base: string;
let recoveryKey: string;
let folder: string;
const CLERK = 'the clerk’s own words';
const VIEWER = 'words of an inspector';

const within = async <T>(secret: string | Secret, work: (ledger: Ledger) => T | Promise<T>): Promise<T> => {
  const given: Secret = typeof secret === 'string' ? { kind: 'passphrase', secret } : secret;
  const { ledger } = await openLedger(folder, given);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};
const kept = (secret: string): Secret => ({ kind: 'keychain', secret });
const on = (passphrase: string, here = '') =>
  within(passphrase, (ledger) => addKeychain(ledger, { passphrase, kept: here }));
const opens = async (secret: string) => within(kept(secret), (ledger) => ledger.user().name);
const why = async (secret: string) => (await refusal(() => openLedger(folder, kept(secret)))).code;

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  const made = await newLedger(base);
  recoveryKey = made.recoveryKey;
  await addUser(made.ledger, { name: 'Kim', role: 'clerk', until: '', passphrase: CLERK });
  await addUser(made.ledger, { name: 'Officer', role: 'inspector', until: '2099-12-31', passphrase: VIEWER });
  await made.ledger.close();
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'shop.rollmark'));
});
afterAll(() => place.remove());

describe('a keychain’s key', () => {
  test('opens the ledger as the person whose it is, and the trail says when it was switched on and off', async () => {
    const mine = await on(PASSPHRASE);
    const kims = await on(CLERK);
    expect(mine.secret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(await opens(mine.secret)).toBe('Dana');
    await within(kept(kims.secret), async (ledger) => {
      expect([ledger.user().name, ledger.openedWith]).toEqual(['Kim', 'keychain']);
      await acquire(ledger, 'ad', pistol('A1'), 'all');
      expect(readTrail(ledger, { count: 1 })[0]).toMatchObject({ actor: 'Kim', kind: 'entry.acquired' });
      expect(keychainSlots(ledger)).toMatchObject({ mine: [kims.slot], others: [mine.slot], refusal: '' });
      const seen = () =>
        listUsers(ledger)
          .slice(0, 2)
          .map(({ name, keychains }) => [name, keychains]);
      expect(seen()).toEqual([
        ['Dana', 1],
        ['Kim', 1],
      ]);
      await removeKeychain(ledger, kims.slot);
      expect(seen()[1]).toEqual(['Kim', 0]);
      expect(readTrail(ledger, { count: 1 })[0]).toMatchObject({
        actor: 'Kim',
        summary: 'Unlocking with a computer’s keychain switched off for Kim',
      });
    });
    expect(await why(kims.secret)).toBe('WRONG_SECRET');
    await within(PASSPHRASE, async (ledger) => {
      const said = readTrail(ledger, { count: 20 }).map(({ actor, summary }) => `${actor}: ${summary}`);
      expect(said).toContain('Dana: Unlocking with a computer’s keychain switched on');
      expect(said).toContain('Kim: Unlocking with a computer’s keychain switched on for Kim');
      expect((await verified(ledger)).ok).toBe(true);
    });
    expect(await opens(mine.secret)).toBe('Dana');
  });

  test('is one of keys.json, whose version an older Rollmark does not take for damage', async () => {
    const version = () => JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')).version as number;
    expect(version()).toBe(1);
    const { slot } = await on(PASSPHRASE);
    expect(version()).toBe(3);
    const { slots } = readKeys(readFileSync(join(folder, 'keys.json'), 'utf8'));
    expect(slots.find(({ id }) => id === slot)).toMatchObject({ kind: 'keychain' });
    expect(keychainsAt(folder).slots).toEqual([slot]);
    await within(PASSPHRASE, (ledger) => removeKeychain(ledger, slot));
    expect(version()).toBe(1);
    expect(keychainsAt(join(place.path, 'none.rollmark'))).toEqual({ ledger: '', slots: [] });
    expect(keychainsAt(undefined)).toEqual({ ledger: '', slots: [] });
  });

  test('is no passphrase and no recovery key, and neither is one of it', async () => {
    const { secret } = await on(PASSPHRASE);
    expect((await refusal(() => openLedger(folder, { kind: 'passphrase', secret }))).code).toBe('WRONG_SECRET');
    expect(await why(PASSPHRASE)).toBe('WRONG_SECRET');
    expect(await why('')).toBe('WRONG_SECRET');
  });

  test('leaves room for all passphrases at their dearest', async () => {
    const dear = { memory: 65_536, passes: 10, lanes: 4 };
    // 16 keychains of the cheapest cost beside what 12 people, a recovery key and custodians may cost.
    expect(16 * CHEAP.memory * CHEAP.passes + 14 * dear.memory * dear.passes).toBeLessThanOrEqual(
      16 * dear.memory * dear.passes,
    );
    await within(PASSPHRASE, async (ledger) => {
      for (let n = 0; n < 16; n++) await addKeychain(ledger, { passphrase: PASSPHRASE, kept: '' });
      const full = await refusal(() => addKeychain(ledger, { passphrase: PASSPHRASE, kept: '' }));
      expect(full.findings[0]!.code).toBe('keychains-full');
      // The place of one that this computer keeps is taken, however many there are.
      const [first] = keychainSlots(ledger).mine;
      await addKeychain(ledger, { passphrase: PASSPHRASE, kept: first! });
      expect(keychainSlots(ledger).mine).toHaveLength(16);
      expect(keychainSlots(ledger).mine).not.toContain(first);
    });
    await within(PASSPHRASE, async (ledger) => expect((await verified(ledger)).ok).toBe(true));
  });
});

describe('it is given', () => {
  const refused = async (secret: string | Secret, given: { passphrase: string; kept?: string }) =>
    within(secret, async (ledger) => {
      const before = ledger.log().tree.size;
      const known = await refusal(() => addKeychain(ledger, { kept: '', ...given }));
      expect(ledger.log().tree.size).toBe(before);
      expect(keychainSlots(ledger).mine).toEqual([]);
      return known.findings[0]!.code;
    });

  test('to nobody who does not know their own passphrase', async () => {
    expect(await refused(PASSPHRASE, { passphrase: 'guessed it' })).toBe('present-wrong');
    expect(await refused(CLERK, { passphrase: PASSPHRASE })).toBe('present-wrong');
  });

  test('to no inspector, to nobody whose access is for a time, and not to the recovery key', async () => {
    expect(await refused(VIEWER, { passphrase: VIEWER })).toBe('keychain-not-theirs');
    await within(PASSPHRASE, (ledger) => changeUser(ledger, 2, { name: 'Kim', role: 'clerk', until: '2099-12-31' }));
    expect(await refused(CLERK, { passphrase: CLERK })).toBe('keychain-not-theirs');
    const recovery: Secret = { kind: 'recovery', secret: recoveryKey };
    expect(await refused(recovery, { passphrase: PASSPHRASE })).toBe('keychain-not-theirs');
  });

  test('to one person of a computer account', async () => {
    const mine = await on(PASSPHRASE);
    expect(await refused(CLERK, { passphrase: CLERK, kept: mine.slot })).toBe('keychain-taken');
    // Nobody takes another's away.
    await within(CLERK, (ledger) => removeKeychain(ledger, mine.slot));
    expect(await opens(mine.secret)).toBe('Dana');
    // One's own is replaced by the new one.
    const again = await on(PASSPHRASE, mine.slot);
    expect(await why(mine.secret)).toBe('WRONG_SECRET');
    expect(await opens(again.secret)).toBe('Dana');
  });
});

describe('it ends', () => {
  test('with a new passphrase, their own or one that an owner sets', async () => {
    const mine = await on(PASSPHRASE);
    const kims = await on(CLERK);
    await within(kept(mine.secret), async (ledger) => {
      // Who was let in by the keychain knows the passphrase, or can't change it.
      const guess = await refusal(() => changePassphrase(ledger, { passphrase: 'new words of mine' }));
      expect(guess.findings[0]!.code).toBe('present-wrong');
      await changePassphrase(ledger, { passphrase: 'new words of mine', present: PASSPHRASE });
    });
    expect(await why(mine.secret)).toBe('WRONG_SECRET');
    expect(await opens(kims.secret)).toBe('Kim');
    await within('new words of mine', (ledger) => resetPassphrase(ledger, 2, 'fresh words for kim'));
    expect(await why(kims.secret)).toBe('WRONG_SECRET');
    await within('new words of mine', async (ledger) => expect((await verified(ledger)).ok).toBe(true));
  });

  test('with the access, also where keys.json is put back from before', async () => {
    const kims = await on(CLERK);
    const before = readFileSync(join(folder, 'keys.json'));
    await within(PASSPHRASE, (ledger) => removeUser(ledger, 2));
    expect(await why(kims.secret)).toBe('WRONG_SECRET');
    writeFileSync(join(folder, 'keys.json'), before);
    expect(await why(kims.secret)).toBe('ACCESS_ENDED');
    await within(PASSPHRASE, async (ledger) => expect((await verified(ledger)).ok).toBe(true));
  });

  test('with becoming an inspector, or getting a last day', async () => {
    for (const [role, until] of [
      ['inspector', '2099-12-31'],
      ['clerk', '2099-12-31'],
    ] as const) {
      folder = copyOf(base, join(place.path, `${role}.rollmark`));
      const kims = await on(CLERK);
      const before = readFileSync(join(folder, 'keys.json'));
      await within(PASSPHRASE, async (ledger) => {
        await changeUser(ledger, 2, { name: 'Kim Ito', role: 'clerk', until: '' });
        expect(keychainSlots(ledger).others).toEqual([kims.slot]);
        await changeUser(ledger, 2, { name: 'Kim Ito', role, until });
        expect(readTrail(ledger, { count: 1 })[0]!.summary).toContain('switched off for Kim Ito');
      });
      expect(await why(kims.secret)).toBe('WRONG_SECRET');
      writeFileSync(join(folder, 'keys.json'), before);
      expect(await why(kims.secret)).toBe('ACCESS_ENDED');
      await within(CLERK, async (ledger) => expect((await verified(ledger)).ok).toBe(true));
    }
  });

  test('with a new data key', async () => {
    const mine = await on(PASSPHRASE);
    const kims = await on(CLERK);
    const { without } = await rotateDataKey(folder, PASSPHRASE, CHEAP);
    // Kim and the officer: whoever had a passphrase needs a new one, and is counted once.
    expect(without).toBe(2);
    expect(await why(mine.secret)).toBe('WRONG_SECRET');
    expect(await why(kims.secret)).toBe('WRONG_SECRET');
    await within(PASSPHRASE, async (ledger) => expect((await verified(ledger)).ok).toBe(true));
  });

  test('and nothing else ends it', async () => {
    const mine = await on(PASSPHRASE);
    await within(kept(mine.secret), async (ledger) => {
      await tryRecoveryKey(ledger, recoveryKey);
      await changeUser(ledger, 1, { name: 'Dana Ueda', role: 'owner', until: '' });
    });
    expect(await opens(mine.secret)).toBe('Dana Ueda');
  });
});
