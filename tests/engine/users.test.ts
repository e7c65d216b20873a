import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinParts } from '../../electron/ledger/custodians.ts';
import { type Ledger, openLedger, type Secret } from '../../electron/ledger/ledger.ts';
import { rotateDataKey } from '../../electron/ledger/rotate.ts';
import { acquire } from '../../electron/services/entries.ts';
import { readTrail } from '../../electron/services/trail.ts';
import {
  addUser,
  changePassphrase,
  changeUser,
  hasCustodians,
  listUsers,
  makeCustodians,
  recoveryTried,
  removeCustodians,
  removeUser,
  replaceRecoveryKey,
  resetPassphrase,
  tryRecoveryKey,
} from '../../electron/services/users.ts';
import {
  CHEAP,
  copyOf,
  hashesOf,
  newLedger,
  PASSPHRASE,
  pistol,
  refusal,
  scratch,
  verified,
} from '../support/ledgers.ts';

/** People and their keys, on real encrypted files. */
let place: ReturnType<typeof scratch>;
let base: string;
let recoveryKey: string;
let folder: string;
const CLERK = 'the clerk’s own words';
const secret = (text: string): Secret => ({ kind: 'passphrase', secret: text });
const open = async (text: string): Promise<Ledger> => (await openLedger(folder, secret(text))).ledger;
const within = async <T>(text: string, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await open(text);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};
const clerk = { name: 'Kim', role: 'clerk' as const, until: '', passphrase: CLERK };

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  const made = await newLedger(base);
  recoveryKey = made.recoveryKey;
  await made.ledger.close();
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'shop.rollmark'));
});
afterAll(() => place.remove());

describe('a user', () => {
  test('opens with a passphrase of their own, and the trail says who did what; all of it is proven', async () => {
    await within(PASSPHRASE, (ledger) => addUser(ledger, clerk));
    await within(CLERK, async (ledger) => {
      expect(ledger.user()).toEqual({ id: 2, name: 'Kim', role: 'clerk', until: '' });
      await acquire(ledger, 'ad', pistol('A1'), 'all');
      expect(readTrail(ledger, { count: 2 }).map((e) => [e.actor, e.kind, e.summary])).toMatchObject([
        ['Kim', 'entry.acquired', expect.stringContaining('A1')],
        ['Dana', 'user.added', 'Kim added as clerk'],
      ]);
      expect((await verified(ledger)).ok).toBe(true);
    });
  });

  test('whose access ended gets in no more, not even with keys.json put back from before', async () => {
    await within(PASSPHRASE, (ledger) => addUser(ledger, clerk));
    const keysBefore = readFileSync(join(folder, 'keys.json'));
    await within(PASSPHRASE, (ledger) => removeUser(ledger, 2));
    expect((await refusal(() => open(CLERK))).code).toBe('WRONG_SECRET');
    writeFileSync(join(folder, 'keys.json'), keysBefore);
    const refused = await refusal(() => open(CLERK));
    expect(refused.code).toBe('ACCESS_ENDED');
    // The lock was given back: others still get in.
    await within(PASSPHRASE, async (ledger) => expect((await verified(ledger)).ok).toBe(true));
  });

  test('is refused with a sentence where name, role, day or passphrase can’t be', async () => {
    await within(PASSPHRASE, async (ledger) => {
      await addUser(ledger, clerk);
      const wrong = async (over: object, code: string) => {
        const known = await refusal(() =>
          addUser(ledger, { ...clerk, name: 'Lee', passphrase: 'words of lee', ...over }),
        );
        expect(known.findings.map((f) => f.code)).toContain(code);
      };
      await wrong({ name: ' kim ' }, 'name-taken');
      await wrong({ name: '' }, 'name-missing');
      await wrong({ passphrase: 'short' }, 'passphrase-short');
      await wrong({ passphrase: CLERK }, 'passphrase-taken');
      await wrong({ passphrase: PASSPHRASE }, 'passphrase-taken');
      await wrong({ role: 'inspector' }, 'until-missing');
      await wrong({ role: 'inspector', until: '2020-01-01' }, 'until-past');
      await wrong({ until: 'whenever' }, 'until-unreadable');
      await wrong({ role: 'owner', until: '2099-01-01' }, 'until-owner');
      expect(listUsers(ledger)).toHaveLength(2);
      expect(ledger.keys().slots).toHaveLength(3);
    });
  });

  test('can be renamed and given another role; an owner always stays', async () => {
    await within(PASSPHRASE, async (ledger) => {
      await addUser(ledger, clerk);
      const kim = { name: 'Kim', role: 'clerk' as const, until: '' };
      const dana = { name: 'Dana', role: 'owner' as const, until: '' };
      expect((await refusal(() => changeUser(ledger, 1, { ...dana, role: 'clerk' }))).findings[0]!.code).toBe(
        'owner-self',
      );
      expect((await refusal(() => removeUser(ledger, 1))).findings[0]!.code).toBe('owner-self');
      await changeUser(ledger, 2, { ...kim, name: 'Kim Ito', role: 'owner' });
      expect(readTrail(ledger, { count: 1 })[0]).toMatchObject({
        summary: 'Access of Kim Ito changed',
        changes: [
          { field: 'Name', old: 'Kim', new: 'Kim Ito' },
          { field: 'Role', old: 'clerk', new: 'owner' },
        ],
      });
    });
    await within(CLERK, async (ledger) => {
      await removeUser(ledger, 1);
      expect(listUsers(ledger).map((u) => u.name)).toEqual(['Kim Ito']);
      expect((await verified(ledger)).ok).toBe(true);
    });
    expect((await refusal(() => open(PASSPHRASE))).code).toBe('WRONG_SECRET');
    // The recovery key stays the ledger's; it acts as the owner that is left, and may not take that one away.
    const { ledger } = await openLedger(folder, { kind: 'recovery', secret: recoveryKey });
    expect(ledger.user().name).toBe('Kim Ito');
    expect((await refusal(() => removeUser(ledger, 2))).findings[0]!.code).toBe('owner-last');
    await ledger.close();
  });
});

describe('a passphrase', () => {
  test('is changed only by who knows the present one, and only their own', async () => {
    await within(PASSPHRASE, (ledger) => addUser(ledger, clerk));
    await within(CLERK, async (ledger) => {
      const change = (present: string) => changePassphrase(ledger, { passphrase: 'new words of kim', present });
      expect((await refusal(() => change('guessed it'))).findings[0]!.code).toBe('present-wrong');
      // Somebody else's opens the ledger, and is still not theirs.
      expect((await refusal(() => change(PASSPHRASE))).findings[0]!.code).toBe('present-wrong');
      await change(CLERK);
    });
    await within('new words of kim', async (ledger) => expect(ledger.user().name).toBe('Kim'));
    await within(PASSPHRASE, async (ledger) => expect(ledger.user().name).toBe('Dana'));
    expect((await refusal(() => open(CLERK))).code).toBe('WRONG_SECRET');
  });

  test('that was forgotten is set anew by an owner, or with the recovery key', async () => {
    await within(PASSPHRASE, async (ledger) => {
      await addUser(ledger, clerk);
      await resetPassphrase(ledger, 2, 'a fresh one for kim');
      expect((await refusal(() => resetPassphrase(ledger, 1, 'another for me'))).findings[0]!.code).toBe(
        'passphrase-own',
      );
    });
    await within('a fresh one for kim', async (ledger) => expect(ledger.user().name).toBe('Kim'));
    const { ledger } = await openLedger(folder, { kind: 'recovery', secret: recoveryKey });
    await changePassphrase(ledger, { passphrase: 'Dana starts again' });
    await ledger.close();
    await within('Dana starts again', async (l) => expect(l.user().name).toBe('Dana'));
    expect((await refusal(() => open(PASSPHRASE))).code).toBe('WRONG_SECRET');
  });
});

test('a new recovery key takes the place of the old one, and says when it was last tried', async () => {
  const keysBefore = readFileSync(join(folder, 'keys.json'));
  const words = await within(PASSPHRASE, async (ledger) => {
    expect(recoveryTried(ledger)).toBe('');
    await tryRecoveryKey(ledger, recoveryKey);
    expect(recoveryTried(ledger)).not.toBe('');
    const fresh = await replaceRecoveryKey(ledger);
    expect(recoveryTried(ledger)).toBe('');
    return fresh;
  });
  const tryOpen = (key: string) => openLedger(folder, { kind: 'recovery', secret: key });
  expect((await refusal(() => tryOpen(recoveryKey))).code).toBe('WRONG_SECRET');
  const { ledger } = await tryOpen(words);
  await ledger.close();
  writeFileSync(join(folder, 'keys.json'), keysBefore);
  expect((await refusal(() => tryOpen(recoveryKey))).code).toBe('ACCESS_ENDED');
});

describe('a new data key', () => {
  test('encrypts everything anew: old keys, a removed user’s and the old data key read nothing any more', async () => {
    await within(PASSPHRASE, async (ledger) => {
      await addUser(ledger, clerk);
      await acquire(ledger, 'ad', pistol('BEFORE-1'), 'all');
    });
    const oldKey = await within(PASSPHRASE, async (ledger) => ledger.dataKey());
    const keysBefore = readFileSync(join(folder, 'keys.json'));
    const { recoveryKey: fresh, without } = await rotateDataKey(folder, PASSPHRASE, CHEAP);
    expect(without).toBe(1);
    expect(
      readdirSync(folder)
        .filter((name) => name !== 'lock' && name !== 'reached')
        .sort(),
    ).toEqual(['keys.json', 'ledger.db']);
    await within(PASSPHRASE, async (ledger) => {
      expect(ledger.dataKey().equals(oldKey)).toBe(false);
      expect((await verified(ledger)).ok).toBe(true);
      expect(ledger.reader.prepare('SELECT serial FROM entry').pluck().all()).toEqual(['BEFORE-1']);
      expect(listUsers(ledger)).toMatchObject([
        { name: 'Dana', opens: true },
        { name: 'Kim', opens: false },
      ]);
      expect(readTrail(ledger, { count: 1 })[0]!.summary).toMatch(/^Data key replaced/);
      await resetPassphrase(ledger, 2, 'kim once more, new');
    });
    await within('kim once more, new', async (ledger) => expect(ledger.user().name).toBe('Kim'));
    expect((await refusal(() => open(CLERK))).code).toBe('WRONG_SECRET');
    expect((await refusal(() => openLedger(folder, { kind: 'recovery', secret: recoveryKey }))).code).toBe(
      'WRONG_SECRET',
    );
    const { ledger } = await openLedger(folder, { kind: 'recovery', secret: fresh });
    await ledger.close();
    // The old keys.json still opens its slots, and what is in them opens nothing.
    writeFileSync(join(folder, 'keys.json'), keysBefore);
    expect((await refusal(() => open(CLERK))).code).toBe('LEDGER_DAMAGED');
  });

  test('is an owner’s to make; where it is refused or fails, everything is as it was', async () => {
    await within(PASSPHRASE, (ledger) => addUser(ledger, clerk));
    const before = hashesOf(folder);
    expect((await refusal(() => rotateDataKey(folder, 'not the passphrase', CHEAP))).code).toBe('WRONG_SECRET');
    expect((await refusal(() => rotateDataKey(folder, CLERK, CHEAP))).code).toBe('NOT_ALLOWED');
    const holder = await open(PASSPHRASE);
    expect((await refusal(() => rotateDataKey(folder, PASSPHRASE, CHEAP))).code).toBe('LEDGER_ALREADY_OPEN');
    await holder.close();
    expect(hashesOf(folder)).toEqual(before);
  });

  test('cut short anywhere leaves the old keys or the new ones, never neither', async () => {
    const old = copyOf(folder, join(place.path, 'old.rollmark'));
    await rotateDataKey(folder, PASSPHRASE, CHEAP);
    const made = copyOf(folder, join(place.path, 'new.rollmark'));
    const put = (from: string, file: string, as: string) => copyFileSync(join(from, file), join(folder, as));
    const cuts: [string, () => void][] = [
      ['while copying', () => mkdirSync(join(folder, 'rotating'))],
      ['with the new keys beside', () => put(made, 'keys.json', 'keys.json.next')],
      [
        'before the keys are put',
        () => {
          put(made, 'ledger.db', 'ledger.db.next');
          put(made, 'keys.json', 'keys.json.next');
        },
      ],
      [
        'after the keys are put',
        () => {
          put(made, 'ledger.db', 'ledger.db.next');
          put(made, 'keys.json', 'keys.json');
        },
      ],
    ];
    for (const [when, cut] of cuts) {
      copyOf(old, folder);
      cut();
      await within(PASSPHRASE, async (ledger) => expect((await verified(ledger)).ok, when).toBe(true));
      expect(
        readdirSync(folder)
          .filter((name) => name !== 'lock' && name !== 'reached')
          .sort(),
        when,
      ).toEqual(['keys.json', 'ledger.db']);
    }
  });
});

describe('two of three custodians', () => {
  const openWith = async (parts: string[]) =>
    openLedger(folder, { kind: 'custodians', secret: await joinParts(parts) });
  test('open the ledger together, any two of them; one alone, twice, or misread does not', async () => {
    const parts = await within(PASSPHRASE, makeCustodians);
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(part.split(' ')).toHaveLength(12);
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [2, 1],
    ] as const) {
      const { ledger, openedWith } = await openWith([parts[a]!, parts[b]!.toUpperCase()]);
      expect(openedWith).toBe('custodians');
      expect(ledger.user()).toMatchObject({ name: 'Dana', role: 'owner' });
      await ledger.close();
    }
    expect((await refusal(() => openWith([parts[0]!, parts[0]!]))).message).toMatch(/one and the same part/);
    expect((await refusal(() => openWith([parts[0]!]))).message).toMatch(/Two parts are needed/);
    const short = await refusal(() => openWith([parts[0]!, 'abandon abandon']));
    expect(short.message).toMatch(/^Part 2: A part has 12 words/);
    // The recovery key is twelve words too, and is no part.
    expect((await refusal(() => openWith([parts[0]!, recoveryKey]))).code).toBe('WRONG_SECRET');
    expect((await refusal(() => openLedger(folder, { kind: 'recovery', secret: parts[1]! }))).code).toBe(
      'WRONG_SECRET',
    );
  });

  test('lose their part to a newer set, or when it is taken back; a lost passphrase is set anew with theirs', async () => {
    const old = await within(PASSPHRASE, makeCustodians);
    const keysBefore = readFileSync(join(folder, 'keys.json'));
    expect(keysBefore.toString()).toContain('"version": 2');
    const parts = await within(PASSPHRASE, makeCustodians);
    expect((await refusal(() => openWith([old[0]!, old[1]!]))).code).toBe('WRONG_SECRET');
    expect((await refusal(() => openWith([old[0]!, parts[1]!]))).code).toBe('WRONG_SECRET');
    const { ledger } = await openWith([parts[0]!, parts[1]!]);
    await changePassphrase(ledger, { passphrase: 'set by two custodians' });
    await ledger.close();
    await within('set by two custodians', async (l) => {
      expect(hasCustodians(l)).toBe(true);
      await removeCustodians(l);
      expect(hasCustodians(l)).toBe(false);
      expect((await verified(l)).ok).toBe(true);
    });
    expect((await refusal(() => openWith([parts[0]!, parts[1]!]))).code).toBe('WRONG_SECRET');
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toContain('"version": 1');
    writeFileSync(join(folder, 'keys.json'), keysBefore);
    expect((await refusal(() => openWith([old[0]!, old[1]!]))).code).toBe('ACCESS_ENDED');
  });
});
