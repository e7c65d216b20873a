import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/sample.ts';
import { type Ledger, openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { copyOf, hashesOf, never, PASSPHRASE, quiet, scratch } from '../support/ledgers.ts';
import { ACTS, actsLedger } from './acts.ts';
import { report, times } from './figures.ts';
import { answersOf, type Outcome, outcomeOf } from './looked-at.ts';

/**
 * One byte changed, or a file cut short or gone, anywhere in what a ledger or a backup consists of: each is refused with
 * a sentence, named by the proof, or shown to be without effect. None may pass unnoticed.
 */
const random = randomFrom(times(20_261_122, Date.now()));
const PAGE = 4096;

let place: ReturnType<typeof scratch>;
/** Closed, and as a kill leaves it: with most of it still in the log beside the database. */
let closed: string;
let killed: string;
let backup: string;
let dataKey: Buffer;
let answers: string;
let killedAnswers: string;
const open = (folder: string): Ledger => openWithKey(folder, Buffer.from(dataKey));
beforeAll(async () => {
  place = scratch();
  closed = join(place.path, 'closed.rollmark');
  ({ dataKey } = await actsLedger(closed));
  const ledger = open(closed);
  await ledger.checkpoint();
  for (const kind of ['disposition', 'correction', 'void', 'evidence', 'photo'])
    for (let n = 1; n <= 3; n++)
      await ACTS[kind]!.again(ledger, kind === 'void' ? n + 10 : n, '').catch(() => undefined);
  const usb = join(place.path, 'usb');
  mkdirSync(usb);
  const { name } = await makeBackup(ledger, usb, quiet, never);
  backup = join(usb, name);
  for (let n = 1; n <= 12; n++) await ACTS.acquisition!.again(ledger, n, '');
  await ACTS.marking!.again(ledger, 1, '');
  killed = join(place.path, 'killed.rollmark');
  mkdirSync(killed);
  for (const file of ['ledger.db', 'ledger.db-wal', 'keys.json', 'reached'])
    copyFileSync(join(closed, file), join(killed, file));
  killedAnswers = answersOf(ledger);
  await ledger.close();
  const again = open(closed);
  answers = answersOf(again);
  await again.close();
  const other = open(copyOf(killed, join(place.path, 'other.rollmark')));
  expect(answersOf(other)).toBe(killedAnswers);
  await other.close();
});
const figures: Record<string, Record<Outcome | 'tried', number> & { unnoticed: string[] }> = {};
afterAll(() => {
  place.remove();
  report('bytes', figures);
});

const counted = (what: string) => {
  figures[what] ??= { tried: 0, refused: 0, named: 0, 'without effect': 0, unnoticed: [] };
  return figures[what];
};
/** Does one fault after the other to a fresh copy and counts what came of each. */
const tryEach = async (
  what: string,
  faults: readonly { say: string; harm(folder: string): void; of?: string }[],
  look: (folder: string) => Promise<Outcome>,
): Promise<void> => {
  const count = counted(what);
  for (const { say, harm, of = closed } of faults) {
    const folder = copyOf(of, join(place.path, 'tried.rollmark'));
    harm(folder);
    count.tried += 1;
    try {
      count[await look(folder)] += 1;
    } catch (thrown) {
      count.unnoticed.push(`${say}: ${String(thrown).slice(0, 200)}`);
    }
  }
  expect(count.unnoticed).toEqual([]);
};

const flipped = (file: string, at: number, of = closed) => {
  const bit = 1 << Math.floor(random() * 8);
  return {
    say: `${file}, byte ${at}, bit ${bit}`,
    of,
    harm: (folder: string) => {
      const bytes = readFileSync(join(folder, file));
      bytes[at]! ^= bit;
      writeFileSync(join(folder, file), bytes);
    },
  };
};
const places = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, () => from + Math.floor(random() * (to - from)));
const sizeOf = (folder: string, file: string) => readFileSync(join(folder, file)).length;

const byKey = (expected: string) => (folder: string) => outcomeOf(() => open(folder), expected);
const byPassphrase = (folder: string) =>
  outcomeOf(async () => (await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE })).ledger, answers);
/** Not one byte of a backup says nothing: a restore must refuse each, and leave nothing behind. */
const byRestoring = async (folder: string): Promise<Outcome> => {
  const to = join(place.path, 'restored');
  const outcome = await outcomeOf(async () => {
    const restored = await restoreBackup(folder, to, { kind: 'passphrase', secret: PASSPHRASE }, quiet, never);
    await restored.ledger.close();
    rmSync(to, { recursive: true });
    throw new Error(`UNNOTICED: restored as ${restored.folder}.`);
  }, '');
  expect(existsSync(to) ? readdirSync(to) : []).toEqual([]);
  return outcome;
};

describe('one byte changed', () => {
  test('in ledger.db: its header, its middle, its end', async () => {
    const size = sizeOf(closed, 'ledger.db');
    const at = [
      ...places(times(12, 150), 0, PAGE),
      ...places(times(20, 200), PAGE, size - 2 * PAGE),
      ...places(times(8, 80), size - 2 * PAGE, size),
    ];
    await tryEach(
      'ledger.db',
      at.map((n) => flipped('ledger.db', n)),
      byKey(answers),
    );
    // Every page carries an HMAC, so that not one byte says nothing.
    expect(counted('ledger.db')['without effect']).toBe(0);
  });

  test('in the log beside it, after a kill', async () => {
    const size = sizeOf(killed, 'ledger.db-wal');
    const frames = Math.floor((size - 32) / (PAGE + 24));
    expect(frames).toBeGreaterThan(20);
    const frame = () => 32 + Math.floor(random() * frames) * (PAGE + 24);
    const at = [
      ...places(times(8, 30), 0, 32),
      ...Array.from({ length: times(12, 110) }, () => frame() + Math.floor(random() * 24)),
      ...Array.from({ length: times(20, 150) }, () => frame() + 24 + Math.floor(random() * PAGE)),
    ];
    await tryEach(
      'ledger.db-wal',
      at.map((n) => flipped('ledger.db-wal', n, killed)),
      byKey(killedAnswers),
    );
  });

  test('in keys.json', async () => {
    const at = places(times(24, 180), 0, sizeOf(closed, 'keys.json'));
    await tryEach(
      'keys.json',
      at.map((n) => flipped('keys.json', n)),
      byPassphrase,
    );
  });

  test('in what says how far the record had come, and in the lock: neither keeps anybody out', async () => {
    const at = places(times(6, 40), 0, sizeOf(killed, 'reached'));
    await tryEach(
      'reached',
      at.map((n) => flipped('reached', n, killed)),
      byKey(killedAnswers),
    );
    expect(counted('reached').refused + counted('reached').named).toBe(0);
    const lock = places(times(6, 40), 0, sizeOf(closed, 'lock'));
    await tryEach(
      'lock',
      lock.map((n) => flipped('lock', n)),
      byKey(answers),
    );
    expect(counted('lock').refused + counted('lock').named).toBe(0);
  });

  test('in the files of a backup', async () => {
    const before = hashesOf(backup);
    for (const [file, count] of [
      ['ledger.db', times(6, 50)],
      ['keys.json', times(6, 50)],
      ['backup.json', times(12, 120)],
    ] as const)
      await tryEach(
        `backup: ${file}`,
        places(count, 0, sizeOf(backup, file)).map((n) => flipped(file, n, backup)),
        byRestoring,
      );
    expect(hashesOf(backup)).toEqual(before);
  });
});

const cut = (file: string, length: number, of = closed) => ({
  say: `${file}, cut to ${length} bytes`,
  of,
  harm: (folder: string) => truncateSync(join(folder, file), length),
});
const gone = (file: string, of = closed) => ({
  say: `${file} removed`,
  of,
  harm: (folder: string) => rmSync(join(folder, file)),
});

describe('a file cut short or gone', () => {
  // The last byte of a text is the end of its last line, which says nothing.
  const lengths = (count: number, file: string, of = closed) => {
    const size = sizeOf(of, file);
    return [...new Set([0, 1, ...places(count, 0, size - 1), size - (file.endsWith('.json') ? 2 : 1)])];
  };

  test('of a closed ledger', async () => {
    const database = lengths(times(10, 60), 'ledger.db').map((n) => cut('ledger.db', n));
    await tryEach('ledger.db cut', [...database, gone('ledger.db')], byKey(answers));
    const keys = lengths(times(10, 40), 'keys.json').map((n) => cut('keys.json', n));
    await tryEach('keys.json cut', [...keys, gone('keys.json')], byPassphrase);
  });

  test('of a ledger that was killed: its log, or its database', async () => {
    const log = lengths(times(20, 80), 'ledger.db-wal', killed).map((n) => cut('ledger.db-wal', n, killed));
    await tryEach('ledger.db-wal cut', [...log, gone('ledger.db-wal', killed)], byKey(killedAnswers));
    const database = lengths(times(10, 40), 'ledger.db', killed).map((n) => cut('ledger.db', n, killed));
    await tryEach('ledger.db cut, with its log', database, byKey(killedAnswers));
  });

  test('of a backup', async () => {
    for (const file of ['ledger.db', 'keys.json', 'backup.json']) {
      const faults = lengths(times(4, 20), file, backup).map((n) => cut(file, n, backup));
      await tryEach(`backup: ${file} cut`, [...faults, gone(file, backup)], byRestoring);
    }
  });
});
