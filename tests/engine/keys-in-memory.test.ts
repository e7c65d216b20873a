import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { acquire } from '../../electron/services/entries.ts';
import { startChild } from '../support/children.ts';
import { newLedger, PASSPHRASE, pistol, scratch } from '../support/ledgers.ts';

/** What is left of a ledger's key in the memory of a process that closed it: looked for from outside, by Linux's own view of it. */
let place: ReturnType<typeof scratch>;
let folder: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'shop.rollmark');
  const { ledger } = await newLedger(folder);
  await acquire(ledger, 'ad', pistol('A1'), 'all');
  dataKey = ledger.dataKey();
  await ledger.close();
});
afterAll(() => place.remove());

const PIECE = 1 << 22;
const OVERLAP = 128;

/** How often a text stands in what a process can write to. Throws where its memory may not be read. */
const countIn = (pid: number, wanted: readonly Buffer[]): number[] => {
  const counts = wanted.map(() => 0);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!region) continue;
      const [from, to] = [Number.parseInt(region[1]!, 16), Number.parseInt(region[2]!, 16)];
      let before = Buffer.alloc(0);
      for (let at = from; at < to; at += PIECE) {
        const piece = Buffer.alloc(Math.min(PIECE, to - at));
        let read = 0;
        try {
          read = readSync(memory, piece, 0, piece.length, at);
        } catch {
          // Given back meanwhile.
        }
        const hay = Buffer.concat([before, piece.subarray(0, read)]);
        for (const [n, text] of wanted.entries())
          for (let found = hay.indexOf(text); found >= 0; found = hay.indexOf(text, found + 1))
            // What ends in the overlap was counted with the piece before.
            if (found + text.length > before.length) counts[n]! += 1;
        before = Buffer.from(hay.subarray(-OVERLAP));
      }
    }
  } finally {
    closeSync(memory);
  }
  return counts;
};

const mayLook = (): boolean => {
  try {
    closeSync(openSync(`/proc/${process.ppid}/mem`, 'r'));
    return true;
  } catch {
    return false;
  }
};

test.skipIf(process.platform !== 'linux' || !mayLook())(
  'a process that closed a ledger holds its key no more (Linux; skipped where another process’s memory may not be read)',
  async () => {
    const hex = dataKey.toString('hex');
    const { kdf } = loadKeys(folder).slots.find(({ kind }) => kind === 'passphrase')!;
    const wrapping = await argon2id({
      password: PASSPHRASE,
      salt: Buffer.from(kdf.salt, 'base64'),
      memorySize: kdf.memory,
      iterations: kdf.passes,
      parallelism: kdf.lanes,
      hashLength: 32,
      outputType: 'binary',
    });
    const wanted = [dataKey, Buffer.from(hex), Buffer.from(hex.toUpperCase()), Buffer.from(wrapping)];
    const child = startChild('shut', folder, PASSPHRASE);
    try {
      expect(await child.next(), child.complaints()).toBe('open');
      // That the search would find it.
      expect(countIn(child.pid, wanted)[0]).toBeGreaterThan(0);
      child.process.stdin!.write('\n');
      expect(await child.next(), child.complaints()).toBe('closed');
      expect(countIn(child.pid, wanted)).toEqual([0, 0, 0, 0]);
    } finally {
      await child.kill();
    }
  },
);
