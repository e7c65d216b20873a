import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import { makeProjector } from '../../electron/ledger/apply.ts';
import { openMemory } from '../../electron/ledger/database.ts';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { appendLeaf, emptyTree, leafHash, placeOf, rootOf } from '../../electron/ledger/merkle.ts';
import { migrate } from '../../electron/ledger/migrate.ts';
import { importFile } from '../../electron/services/imports.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { never, newLedger, quiet, scratch, verified } from '../support/ledgers.ts';
import { report, times } from './figures.ts';

/** How many events a second a proof goes through: its two great parts alone, and all of it. Each three times, the median. */
const LINES = times(1500, 50_000);
/** Events a second. */
const TARGETS = { hashing: 150_000, replaying: 10_000 };

let place: ReturnType<typeof scratch>;
let ledger: Ledger;
beforeAll(async () => {
  place = scratch();
  ({ ledger } = await newLedger(join(place.path, 'speed.rollmark')));
  const csv = Buffer.from(sampleCsv(LINES));
  const file = { name: 'stock.csv', read: async () => csv };
  await importFile(ledger, file, { mode: 'all', format: 'fastbound' }, quiet, never);
  await ledger.checkpoint();
}, 300_000);
afterAll(async () => {
  await ledger.close();
  place.remove();
});

type Rate = { byClock: number; byProcessor: number };
const median = (three: number[]): number => Math.round(three.toSorted((a, b) => a - b)[1]!);

/** Events a second, the median of three: by the clock, and by the processor's time, which others at work do not lengthen. */
const rate = async (work: () => unknown): Promise<Rate> => {
  const [byClock, byProcessor]: [number[], number[]] = [[], []];
  const { size } = ledger.log().tree;
  for (let n = 0; n < 3; n++) {
    const started = performance.now();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    byClock.push(size / ((performance.now() - started) / 1000));
    byProcessor.push(size / ((user + system) / 1e6));
  }
  return { byClock: median(byClock), byProcessor: median(byProcessor) };
};

type Row = { json: string; leaf: Buffer };

test('a proof goes through the events, hashing, reading and replaying', async () => {
  const read = () => ledger.reader.prepare('SELECT json, leaf FROM event ORDER BY seq').all() as Row[];
  const rows = read();
  const root = rootOf(ledger.log().tree);
  const nodes = new Map(
    (ledger.reader.prepare('SELECT level, idx, hash FROM tree_node').raw().all() as [number, number, Buffer][]).map(
      ([level, index, hash]) => [placeOf(level, index), hash],
    ),
  );
  const hash = (all: readonly Row[]) => {
    let tree = emptyTree;
    let torn = 0;
    for (const { json, leaf } of all) {
      const made = leafHash(json);
      if (!made.equals(leaf)) torn += 1;
      tree = appendLeaf(tree, made, (node) => {
        if (!nodes.get(placeOf(node.level, node.index))?.equals(node.hash)) torn += 1;
      });
    }
    expect(torn).toBe(0);
    expect(rootOf(tree).equals(root)).toBe(true);
  };
  const replay = () => {
    const db = openMemory();
    migrate(db);
    const projector = makeProjector(db);
    db.exec('BEGIN');
    for (const { json } of rows) projector.apply(JSON.parse(json) as LedgerEvent);
    db.exec('COMMIT');
    expect(db.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(LINES);
    db.close();
  };
  const hashing = await rate(() => hash(rows));
  const readingAndHashing = await rate(() => hash(read()));
  const replaying = await rate(replay);
  const whole = await rate(async () => expect((await verified(ledger)).ok).toBe(true));
  report('speed', { events: rows.length, hashing, readingAndHashing, replaying, whole, targets: TARGETS });
}, 600_000);
