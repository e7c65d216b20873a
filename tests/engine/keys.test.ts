import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '../../electron/ledger/canonical.ts';
import type { LedgerError } from '../../electron/ledger/errors.ts';
import { LONGEST_KEYS_FILE, newRecoveryKey, readKeys, tuneCost, writeKeys } from '../../electron/ledger/keys.ts';
import { openLedger, type Secret } from '../../electron/ledger/ledger.ts';
import { changePassphrase, tryRecoveryKey } from '../../electron/services/users.ts';
import { copyOf, hashesOf, newLedger, PASSPHRASE, refusal, sampleLedger, scratch } from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let base: string;
let recoveryKey: string;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ recoveryKey } = await sampleLedger(base));
});
afterAll(() => place.remove());

const passphrase = (secret: string): Secret => ({ kind: 'passphrase', secret });
const recovery = (secret: string): Secret => ({ kind: 'recovery', secret });

/** Tries to open, expects to be refused, and that not one byte in the folder is another one afterwards. */
const refused = async (folder: string, secret: Secret): Promise<LedgerError> => {
  const before = hashesOf(folder);
  const error = await refusal(() => openLedger(folder, secret));
  expect(hashesOf(folder), 'files of the folder').toEqual(before);
  return error;
};
const opens = async (folder: string, secret: Secret): Promise<void> => {
  const { ledger, openedWith } = await openLedger(folder, secret);
  await ledger.close();
  expect(openedWith).toBe(secret.kind);
};

describe('the passphrase', () => {
  test.each([
    ['another one', 'a wrong passphrase'],
    ['none', ''],
    ['a capital', 'Correct horse battery staple'],
    ['a space more', 'correct horse battery staple '],
    ['a letter less', 'correct horse battery stapl'],
    ['a megabyte', 'x'.repeat(1_000_000)],
  ])('is refused when it is %s', async (_, typed) => {
    const error = await refused(base, passphrase(typed));
    expect(error.code).toBe('WRONG_SECRET');
    expect(error.message).toMatch(/not the passphrase.*recovery key/);
  });

  test('opens however the keyboard composes its letters', async () => {
    const folder = join(place.path, 'accents.rollmark');
    const { ledger } = await newLedger(folder);
    await changePassphrase(ledger, { passphrase: 'caf\u00E9 n\u00BA 5 Zo\u00EB', present: PASSPHRASE });
    await ledger.close();
    await opens(folder, passphrase('cafe\u0301 n\u00BA 5 Zoe\u0308'));
    await refused(folder, passphrase('cafe no 5 Zoe'));
  });

  test('once changed opens alone: the old one no longer does, the recovery key still does', async () => {
    const folder = join(place.path, 'changed.rollmark');
    const created = await newLedger(folder);
    await changePassphrase(created.ledger, { passphrase: 'a new and longer passphrase', present: PASSPHRASE });
    expect(await tryRecoveryKey(created.ledger, created.recoveryKey)).toBe(true);
    await created.ledger.close();
    expect((await refused(folder, passphrase(PASSPHRASE))).code).toBe('WRONG_SECRET');
    await opens(folder, passphrase('a new and longer passphrase'));
    await opens(folder, recovery(created.recoveryKey));
  });
});

describe('the recovery key', () => {
  test('opens however it is copied: capitals, numbers, line breaks, hyphens', async () => {
    const words = recoveryKey.split(' ');
    for (const typed of [
      recoveryKey.toUpperCase(),
      words.map((word, at) => `${at + 1}. ${word}`).join('\r\n'),
      `  ${words.join('-')}  `,
      words.join(', '),
    ])
      await opens(base, recovery(typed));
  });

  test('with a mistake says which', async () => {
    const words = recoveryKey.split(' ');
    const said = async (typed: string) => {
      const error = await refused(base, recovery(typed));
      expect(error.code).toBe('WRONG_SECRET');
      // A message goes to logs and screens: it must not repeat the key.
      for (const word of words.filter((w) => w.length > 4)) expect(error.message).not.toContain(word);
      return error.message;
    };
    expect(await said('')).toMatch(/12 words; this has 0/);
    expect(await said(words.slice(0, 11).join(' '))).toMatch(/12 words; this has 11/);
    expect(await said([...words, 'abandon'].join(' '))).toMatch(/12 words; this has 13/);
    expect(await said(words.with(6, 'rollmark').join(' '))).toMatch(/Word 7 is not a word/);
    expect(await said(words.with(0, `${words[0]}x`).join(' '))).toMatch(/Word 1 is not a word/);
    // Its checksum has four bits: one wrong word or order in sixteen passes it, and is then the key of no ledger.
    const answers = new Map<string, string>();
    const wrong = wordlist.map((word) => words.with(3, word).join(' ')).filter((typed) => typed !== recoveryKey);
    for (let n = 0; n < wrong.length && answers.size < 2; n++) {
      const answer = await said(wrong[n]!);
      answers.set(answer, wrong[n]!);
    }
    expect([...answers.keys()].sort()).toEqual([
      expect.stringMatching(/do not belong together/),
      expect.stringMatching(/not of this ledger/),
    ]);
    for (const typed of [words.toReversed(), words.with(0, words[1]!).with(1, words[0]!)])
      if (typed.join(' ') !== recoveryKey)
        expect(await said(typed.join(' '))).toMatch(/do not belong together|not of this ledger/);
  });

  test('of another ledger is said to be of another', async () => {
    const error = await refused(base, recovery(newRecoveryKey()));
    expect(error.code).toBe('WRONG_SECRET');
    expect(error.message).toMatch(/recovery key, but not of this ledger/);
  });

  test('does not pass as a passphrase, nor a passphrase as a recovery key', async () => {
    expect((await refused(base, passphrase(recoveryKey))).code).toBe('WRONG_SECRET');
    expect((await refused(base, recovery(PASSPHRASE))).code).toBe('WRONG_SECRET');
  });
});

describe('keys.json', () => {
  const whole = () => readFileSync(join(base, 'keys.json'), 'utf8');
  /** A copy of the ledger in which keys.json holds `text`. */
  const withKeys = (text: string | Buffer): string => {
    const folder = copyOf(base, join(place.path, 'edited.rollmark'));
    writeFileSync(join(folder, 'keys.json'), text);
    return folder;
  };
  const bothRefuse = async (folder: string): Promise<LedgerError> => {
    const first = await refused(folder, passphrase(PASSPHRASE));
    const second = await refused(folder, recovery(recoveryKey));
    expect(second.code).toBe(first.code);
    return first;
  };

  test('missing is named, and that neither secret works without it', async () => {
    const folder = withKeys('');
    rmSync(join(folder, 'keys.json'));
    const error = await bothRefuse(folder);
    expect(error.code).toBe('KEYS_MISSING');
    expect(error.message).toMatch(/keys\.json is missing.*copy of the folder/s);
  });

  test('empty, or full of zeros as after a power cut, is damaged', async () => {
    for (const text of ['', '\n', ' '.repeat(5000), Buffer.alloc(whole().length), Buffer.alloc(3000, 0xff)]) {
      const error = await bothRefuse(withKeys(text));
      expect(error.code).toBe('KEYS_DAMAGED');
      expect(error.message).toMatch(/keys\.json is damaged.*copy/s);
    }
  });

  test('cut anywhere is damaged, and never opens', async () => {
    const text = whole();
    for (let length = 0; length < text.trimEnd().length; length += 7) {
      const folder = withKeys(text.slice(0, length));
      expect((await refused(folder, passphrase(PASSPHRASE))).code, `cut to ${length}`).toBe('KEYS_DAMAGED');
    }
  });

  test('with one byte changed anywhere is damaged, or opens as before where the byte said nothing', async () => {
    const bytes = Buffer.from(whole());
    let harmless = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 0x01;
      const folder = withKeys(changed);
      try {
        await opens(folder, passphrase(PASSPHRASE));
        // Line breaks and indents carry no meaning; nothing else may pass.
        expect(String.fromCharCode(bytes[at]!), `byte ${at}`).toMatch(/\s/);
        harmless += 1;
      } catch {
        expect((await refused(folder, passphrase(PASSPHRASE))).code, `byte ${at}`).toBe('KEYS_DAMAGED');
      }
    }
    expect(harmless).toBeLessThan(bytes.length / 3 / 2);
  });

  test('that is no file, or far too long, is damaged and not read into memory', async () => {
    const folder = withKeys('');
    rmSync(join(folder, 'keys.json'));
    mkdirSync(join(folder, 'keys.json'));
    expect((await refusal(() => openLedger(folder, passphrase(PASSPHRASE)))).code).toBe('KEYS_DAMAGED');
    // Holes up to half a gigabyte: more than any text can hold, so that whoever reads it all fails in another way.
    const long = withKeys(whole());
    truncateSync(join(long, 'keys.json'), 2 ** 29);
    const error = await refusal(() => openLedger(long, passphrase(PASSPHRASE)));
    expect(error.code).toBe('KEYS_DAMAGED');
    expect(error.message).toMatch(/far longer/);
    // With nothing behind its end but spaces it would be whole.
    const spaces = withKeys(`${whole()}${' '.repeat(LONGEST_KEYS_FILE)}`);
    expect((await refused(spaces, passphrase(PASSPHRASE))).message).toMatch(/far longer/);
  });

  test('of JSON that is none of ours is damaged', async () => {
    for (const text of ['null', '1', '"keys"', '[]', '{}', '{"version":1}', '[[[[]]]]', '{"slots":null}', '\uFEFF{}'])
      expect((await bothRefuse(withKeys(text))).code, text).toBe('KEYS_DAMAGED');
  });

  test('of a newer version is refused by name', async () => {
    const error = await bothRefuse(withKeys(whole().replace('"version": 1', '"version": 4')));
    expect(error.code).toBe('LEDGER_FROM_FUTURE');
    expect(error.message).toMatch(/newer version/);
  });

  test('of another ledger is said to be', async () => {
    const folder = join(place.path, 'other.rollmark');
    const { ledger } = await newLedger(folder);
    await ledger.close();
    const mixed = withKeys(readFileSync(join(folder, 'keys.json')));
    const error = await refused(mixed, passphrase(PASSPHRASE));
    expect(error.code).toBe('LEDGER_DAMAGED');
    expect(error.message).toMatch(/of different ledgers/);
  });

  type Json = { [key: string]: Json } | Json[] | string | number;
  /** Every place of a value in the file, as a path of keys. */
  const placesOf = (value: Json, at: (string | number)[] = []): (string | number)[][] =>
    typeof value !== 'object'
      ? [at]
      : Object.entries(value).flatMap(([key, inner]) =>
          placesOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
        );
  const edited = (path: (string | number)[], to: unknown, mended: boolean): string => {
    const file = JSON.parse(whole());
    let inner = file;
    for (const key of path.slice(0, -1)) inner = inner[key];
    inner[path.at(-1)!] = to;
    if (mended) {
      const { checksum: _, ...rest } = file;
      file.checksum = sha256Hex(Buffer.from(canonicalJson(rest)));
    }
    return JSON.stringify(file);
  };
  const editsOf = (value: unknown): unknown[] => {
    if (typeof value === 'number')
      return [0, -1, 1, value - 1, value + 1, value * 2, 2 ** 31, 1e15, 0.5, null, String(value), []];
    const text = String(value);
    const flipped = text.replace(/[A-Za-z0-9]/, (c) => (c === 'A' ? 'B' : 'A'));
    const swapped = text === 'passphrase' ? 'recovery' : text === 'recovery' ? 'passphrase' : `${text}A`;
    return ['', flipped, text.slice(0, -4), swapped, 'AAAA', `${text}=`, 'x'.repeat(100_000), null, 7, {}];
  };

  /** What deriving the keys of a file that is obeyed takes, in KiB times passes; 0 where it is refused unread. */
  const workAskedBy = (text: string): number => {
    try {
      return readKeys(text).slots.reduce((work, { kdf }) => work + kdf.memory * kdf.passes, 0);
    } catch {
      return 0;
    }
  };
  /** Sixteen slots of the dearest that is ever made. */
  const DEAREST_FILE = 16 * 65_536 * 10;

  test('with any one value edited never opens the edited slot, whether or not its checksum was mended', async () => {
    const file = JSON.parse(whole()) as Json;
    const paths = placesOf(file);
    expect(paths.length).toBeGreaterThan(20);
    const codes = new Set<string>();
    let tried = 0;
    let dearest = 0;
    for (const path of paths) {
      let value: unknown = file;
      for (const key of path) value = (value as Record<string, unknown>)[key];
      for (const to of editsOf(value)) {
        if (to === value) continue;
        for (const mended of path[0] === 'checksum' ? [false] : [false, true]) {
          const name = `${path.join('.')} = ${JSON.stringify(to)?.slice(0, 40)}${mended ? ', checksum mended' : ''}`;
          const folder = withKeys(edited(path, to, mended));
          const slot = path[0] === 'slots' ? Number(path[1]) : 0;
          const secret = slot === 0 ? passphrase(PASSPHRASE) : recovery(recoveryKey);
          dearest = Math.max(dearest, workAskedBy(readFileSync(join(folder, 'keys.json'), 'utf8')));
          const error = await refused(folder, secret).catch((thrown: unknown) => {
            throw new Error(`${name}: ${String(thrown)}`);
          });
          if (!mended && error.code !== 'LEDGER_FROM_FUTURE') expect(error.code, name).toBe('KEYS_DAMAGED');
          codes.add(error.code);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
    expect([...codes].sort()).toEqual(['KEYS_DAMAGED', 'LEDGER_FROM_FUTURE', 'WRONG_SECRET']);
    expect(dearest, 'KiB times passes that the dearest edit asked for').toBeLessThanOrEqual(DEAREST_FILE);
    expect(dearest).toBeGreaterThan(0);
  });

  test('with its cost lowered is called an attack, with its cost raised is not obeyed', async () => {
    const cost = (changes: Record<string, number>) => {
      const file = JSON.parse(whole());
      for (const slot of file.slots) Object.assign(slot.kdf, changes);
      const { checksum: _, ...rest } = file;
      return JSON.stringify({ ...rest, checksum: sha256Hex(Buffer.from(canonicalJson(rest))) });
    };
    for (const low of [{ memory: 8 }, { memory: 19_455 }, { passes: 1 }, { lanes: 0 }, { memory: 0 }]) {
      const error = await bothRefuse(withKeys(cost(low)));
      expect(error.code).toBe('KEYS_DAMAGED');
      expect(error.message).toMatch(/weaker.*attack/);
    }
    for (const high of [
      { memory: 1_048_576 },
      { memory: 4_194_304 },
      { passes: 1000 },
      { lanes: 255 },
      { memory: 2 ** 40 },
      { memory: 262_144, passes: 16, lanes: 16 },
    ]) {
      const error = await bothRefuse(withKeys(cost(high)));
      expect(error.code).toBe('KEYS_DAMAGED');
      expect(error.message).toMatch(/more memory or time/);
      // Refused as it is read, and at once: nothing was derived by then, which only a promise could give.
      expect(() => readKeys(cost(high))).toThrow(/more memory or time/);
    }
  });

  test('with slots added until opening takes minutes is not obeyed', async () => {
    const file = JSON.parse(whole());
    const slow = { ...file.slots[0], kdf: { ...file.slots[0].kdf, memory: 262_144, passes: 4, lanes: 4 } };
    const { checksum: _, ...rest } = { ...file, slots: [...Array.from({ length: 30 }, () => slow), ...file.slots] };
    const text = JSON.stringify({ ...rest, checksum: sha256Hex(Buffer.from(canonicalJson(rest))) });
    expect((await refused(withKeys(text), passphrase(PASSPHRASE))).message).toMatch(/more memory or time/);
    expect(() => readKeys(text)).toThrow(/more memory or time/);
  });
});

describe('a folder', () => {
  test.each([
    ['that is not there', () => join(place.path, 'nowhere.rollmark'), /no such folder/],
    [
      'that is a file',
      () => {
        const path = join(place.path, 'file.rollmark');
        writeFileSync(path, 'hello');
        return path;
      },
      /a file, not a ledger/,
    ],
    [
      'that is empty',
      () => {
        const path = join(place.path, 'empty.rollmark');
        mkdirSync(path);
        return path;
      },
      /no ledger: it has no ledger\.db/,
    ],
    [
      'in which ledger.db is a folder',
      () => {
        const path = copyOf(base, join(place.path, 'folders.rollmark'));
        rmSync(join(path, 'ledger.db'));
        mkdirSync(join(path, 'ledger.db'));
        return path;
      },
      /no ledger/,
    ],
    ['whose path runs through a file', () => join(place.path, 'file.rollmark', 'x.rollmark'), /no such folder/],
    ['whose name is too long', () => join(place.path, 'x'.repeat(300)), /no such folder/],
    ['with a NUL in its name', () => join(place.path, 'x\0y'), /no such folder/],
  ])('%s is no ledger, and says so', async (_, make, words) => {
    const folder = make();
    const error = await refusal(() => openLedger(folder, passphrase(PASSPHRASE)));
    expect(error.code).toBe('LEDGER_MISSING');
    expect(error.message).toMatch(words);
  });
});

describe('what a guess costs', () => {
  test('is tuned to about half a second where the ledger is made, and never below three passes or above ten', async () => {
    const taking = (ms: number) => {
      let at = 0;
      return tuneCost(() => {
        at += ms;
        return at;
      });
    };
    const [slow, even, fast, absurd] = [await taking(2000), await taking(300), await taking(180), await taking(1)];
    expect([slow, even, fast, absurd].map((cost) => cost.passes)).toEqual([3, 5, 8, 10]);
    for (const cost of [slow, even, fast, absurd]) expect(cost).toMatchObject({ memory: 65_536, lanes: 4 });
  });

  test('stays within what keys.json may ask for with as many people as a ledger takes', () => {
    const dearest = { memory: 65_536, passes: 10, lanes: 4 };
    const slot = JSON.parse(readFileSync(join(base, 'keys.json'), 'utf8')).slots[0];
    const slots = Array.from({ length: 14 }, (_, n) => ({ ...slot, id: `s${n}`, kdf: { ...slot.kdf, ...dearest } }));
    expect(readKeys(writeKeys({ ledger: '0'.repeat(32), slots })).slots).toHaveLength(14);
    const more = [...slots, ...slots].map((s, n) => ({ ...s, id: `s${n}` }));
    expect(() => readKeys(writeKeys({ ledger: '0'.repeat(32), slots: more }))).toThrow(/more memory or time/);
  });
});
