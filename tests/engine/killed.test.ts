import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom, sampleCsv } from '../../bench/sample.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { countLines, readLines, searchLines } from '../../electron/services/book.ts';
import { acquire } from '../../electron/services/entries.ts';
import { startChild } from '../support/children.ts';
import { copyOf, pistol, sampleLedger, scratch, verified } from '../support/ledgers.ts';

/**
 * Real processes, really killed (SIGKILL: no handler runs, nothing is closed), then the ledger is opened again. On Linux
 * that is what a crash, the out-of-memory killer or a closed session does; a power cut is not tried here.
 */
const TRIES = 100;
const ROWS = 1200;

let place: ReturnType<typeof scratch>;
let base: string;
let csv: string;
let dataKey: Buffer;
let before: { events: number; lines: number; root: string };
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  csv = join(place.path, 'stock.csv');
  writeFileSync(csv, sampleCsv(ROWS));
  ({ dataKey } = await sampleLedger(base));
  const ledger = openWithKey(base, Buffer.from(dataKey));
  const { events, size, root } = await verified(ledger);
  expect(events).toBe(size);
  before = { events, lines: countLines(ledger.reader, 'ad'), root };
  await ledger.close();
});
afterAll(() => place.remove());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** All tries, two at a time: most of each is waiting for a process. */
const tries = async (count: number, one: (n: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < count; n = next++) await one(n);
  };
  await Promise.all([lane(), lane()]);
};
const reopened = async (folder: string, look: (ledger: Ledger, root: string) => void): Promise<void> => {
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  try {
    const result = await verified(ledger);
    expect(result.problems).toEqual([]);
    look(ledger, result.root);
    // And it is a ledger to go on working with.
    const { line } = await acquire(ledger, 'ad', pistol(`AFTER${result.events}`), 'all');
    expect(line.line).toBe(countLines(ledger.reader, 'ad'));
  } finally {
    await ledger.close();
  }
};

describe('a process killed', () => {
  test(`in the middle of an import, ${TRIES} times: all of it is there or none, and the ledger proves itself`, async () => {
    // One that is left alone shows how long it takes, and how often it reports.
    const whole = startChild('import', copyOf(base, join(place.path, 'whole.rollmark')), dataKey.toString('hex'), csv);
    expect(await whole.next()).toBe('open');
    const started = performance.now();
    const reports = Number((await whole.next())?.replace('done ', ''));
    const took = performance.now() - started;
    expect(reports).toBeGreaterThan(2);
    await whole.kill();

    const random = randomFrom(Date.now());
    const outcomes = { none: 0, all: 0, afterDone: 0 };
    await tries(TRIES, async (n) => {
      const folder = copyOf(base, join(place.path, `import-${n}.rollmark`));
      // Every third kills itself at one of its own reports, so that each stage is met; every tenth is killed as soon as it
      // says that it is done, however slow the machine; the others at any moment.
      const fatal = n % 3 === 0 ? [String(1 + ((n / 3) % reports))] : [];
      const child = startChild('import', folder, dataKey.toString('hex'), csv, ...fatal);
      expect(await child.next(), child.complaints()).toBe('open');
      const said: string[] = [];
      if (fatal.length > 0) expect(await child.next()).toBeUndefined();
      else if (n % 10 === 1) said.push((await child.next())!);
      // Several run at once, so that each takes longer than the one that was left alone.
      else await wait(random() * took * 1.5);
      said.push(...(await child.kill()));
      await reopened(folder, (ledger, root) => {
        const lines = countLines(ledger.reader, 'ad') - before.lines;
        const events = ledger.log().tree.size - before.events;
        if (said.length > 0) {
          expect(lines, 'an import that had said that it was done').toBe(ROWS);
          outcomes.afterDone += 1;
        }
        if (lines === 0) {
          expect(events).toBe(0);
          expect(root).toBe(before.root);
          outcomes.none += 1;
        } else {
          expect(lines).toBe(ROWS);
          expect(events).toBe(ROWS + 1);
          // Whether or not it had come to its index: every line is found.
          const rows = readLines(ledger.reader, { book: 'ad', view: 'corrected', from: before.lines + 1, count: ROWS });
          for (const { line, serial } of [rows[0]!, rows[ROWS >> 1]!, rows[ROWS - 1]!])
            expect(searchLines(ledger, serial, 5).lines.map((hit) => hit.line)).toEqual([line]);
          outcomes.all += 1;
        }
      });
    });
    expect(outcomes.none + outcomes.all).toBe(TRIES);
    // Otherwise the moments were not random, and this proves less than it says.
    expect(outcomes.none).toBeGreaterThan(TRIES / 10);
    expect(outcomes.all).toBeGreaterThan(TRIES / 20);
  }, 300_000);

  test(`right after it acknowledged an entry, ${TRIES} times: the entry is there and is found`, async () => {
    const random = randomFrom(Date.now());
    let acknowledged = 0;
    let more = 0;
    await tries(TRIES, async (n) => {
      const folder = copyOf(base, join(place.path, `entry-${n}.rollmark`));
      const child = startChild('enter', folder, dataKey.toString('hex'));
      expect(await child.next(), child.complaints()).toBe('open');
      const said: string[] = [];
      for (let wanted = 1 + Math.floor(random() * 12); wanted > 0; wanted--) said.push((await child.next())!);
      said.push(...(await child.kill()));
      await reopened(folder, (ledger) => {
        for (const text of said) {
          const [line, serial] = text.split(' ') as [string, string];
          const found = searchLines(ledger, serial, 50).lines.filter((hit) => hit.serial === serial);
          expect(
            found.map((hit) => hit.line),
            text,
          ).toEqual([Number(line)]);
          acknowledged += 1;
        }
        // One more may be committed that had no time to say so.
        const lines = countLines(ledger.reader, 'ad') - before.lines;
        expect([said.length, said.length + 1]).toContain(lines);
        more += lines - said.length;
      });
    });
    expect(acknowledged).toBeGreaterThan(TRIES * 3);
    expect(more).toBeLessThanOrEqual(TRIES);
  }, 300_000);
});
