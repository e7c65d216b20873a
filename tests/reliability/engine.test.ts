import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type ResourceLimits, Worker } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom, sampleCsv } from '../../bench/sample.ts';
import type { EngineClient, StartedEngine } from '../../electron/hosts/engine-process.ts';
import { type HostPorts, hostRouter } from '../../electron/hosts/host-router.ts';
import { keepEngine } from '../../electron/hosts/running-engine.ts';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { countLines } from '../../electron/services/book.ts';
import { ENGINE } from '../support/build-bundles.ts';
import { copyOf, PASSPHRASE, pistol, scratch, verified, verifyFolder } from '../support/ledgers.ts';
import { actsLedger } from './acts.ts';
import { report, times } from './figures.ts';

/**
 * The engine's own thread, which owns the open ledger, dies: ended at any moment, or out of memory. The host starts
 * another one in its place; what was acknowledged must be there, in the same process that held the dead one's files.
 */
const DEATHS = times(4, 40);
const random = randomFrom(Date.now());
const figures = {
  deaths: 0,
  acknowledged: 0,
  lost: 0,
  halfDone: 0,
  refusedWithSentence: 0,
  outOfMemory: 0,
};
let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey } = await actsLedger(base));
});
afterAll(() => {
  place.remove();
  report('engine', figures, ['deaths', 'acknowledged', 'outOfMemory']);
});

const entry = pathToFileURL(ENGINE);

/** As startEngine does it, with the thread in hand and limits on its memory. */
const startMortal = (resourceLimits: ResourceLimits = {}) => {
  const worker = new Worker(entry, { name: 'engine', resourceLimits, stderr: true });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  port1.start();
  const client: EngineClient = createORPCClient(new RPCLink({ port: port1 as unknown as SupportedMessagePort }));
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.once('error', (error) => resolve(error as Error));
    worker.once('exit', () => resolve(undefined));
  });
  const engine: StartedEngine = {
    client,
    ended,
    giveFile: async () => undefined,
    stop: async () => {
      await client.ledger.lock().catch(() => undefined);
      port1.close();
      await worker.terminate();
    },
  };
  return { engine, die: () => worker.terminate() };
};

/** A host as the app has it, whose engine can be made to die. */
const startHost = async (folder: string, limits: ResourceLimits[] = []) => {
  let die: () => Promise<number> = async () => 0;
  let faults = 0;
  const faulted: (() => void)[] = [];
  const running = await keepEngine(
    entry,
    (client) => client.grants.ledger({ token: 'shop', path: folder }),
    () => {
      faults += 1;
      for (const tell of faulted.splice(0)) tell();
    },
    () => {
      const mortal = startMortal(limits.shift());
      die = mortal.die;
      return mortal.engine;
    },
  );
  const ports = { ledgerOpened: () => undefined } as unknown as HostPorts;
  const page = createRouterClient(hostRouter(running.client, ports)) as unknown as EngineClient;
  return {
    page,
    die: () => die(),
    /** Settles once another engine is in the place of the dead one. */
    nextEngine: () => (faults > 0 ? Promise.resolve() : new Promise<void>((resolve) => void faulted.push(resolve))),
    open: () => page.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } }),
    /** As if the user had chosen a file. */
    choose: async (path: string) => (await running.client()).grants.file({ token: 'csv', name: 'stock.csv', path }),
    stop: () => running.stop(10_000),
  };
};

/** What the page is told of work that the engine died at: a code of the closed set, and a sentence. */
const checkSentence = (thrown: unknown): void => {
  expect(thrown).toBeInstanceOf(ORPCError);
  const error = thrown as ORPCError<string, unknown>;
  expect(error.code).toBe('LEDGER_CLOSED');
  expect(error.message).toMatch(/had a fault and was started again\. Everything that was acknowledged is kept; open/);
  figures.refusedWithSentence += 1;
};

describe('the engine’s thread dying', () => {
  test(`at any moment of entering, ${DEATHS} times: each entry that was acknowledged is there`, async () => {
    for (let n = 0; n < DEATHS; n++) {
      const folder = copyOf(base, join(place.path, 'dying.rollmark'));
      const host = await startHost(folder);
      await host.open();
      const before = (await host.page.ledger.status()) as { lines: number };
      const said: { line: number; serial: string }[] = [];
      const fatal = Math.floor(random() * 10);
      const failed = await (async () => {
        for (let m = 0; m <= 1000; m++) {
          // A little into the work that comes now, whatever the machine is busy with.
          if (m === fatal) setTimeout(() => void host.die(), random() * 8);
          const { line } = await host.page.entries.acquire({ book: 'ad', draft: pistol(`DIES${m}`), accepted: {} });
          said.push({ line: line.line, serial: line.serial });
        }
      })().catch((error: unknown) => error);
      checkSentence(failed);
      figures.deaths += 1;
      await host.nextEngine();
      await host.open();
      const after = (await host.page.ledger.status()) as { lines: number };
      const more = after.lines - before.lines - said.length;
      if (more !== 0 && more !== 1) figures.halfDone += 1;
      expect([0, 1]).toContain(more);
      for (const { line, serial } of said) {
        const { lines } = await host.page.book.search({ text: serial });
        figures.acknowledged += 1;
        if (!lines.some((hit) => hit.line === line && hit.serial === serial)) figures.lost += 1;
      }
      expect(figures.lost).toBe(0);
      await host.stop();
      expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
    }
  });

  test('in the middle of an import: all of it is there or none, and the page is told', async () => {
    const csv = join(place.path, 'stock.csv');
    const rows = 3000;
    writeFileSync(csv, sampleCsv(rows));
    for (let n = 0; n < times(2, 10); n++) {
      const folder = copyOf(base, join(place.path, 'importing.rollmark'));
      const host = await startHost(folder);
      await host.open();
      await host.choose(csv);
      const failed = await (async () => {
        const job = await host.page.imports.run({ token: 'csv', format: 'fastbound', book: 'ad', onlyGood: false });
        // From the first report of progress on, so that there is something to cut.
        let dying = false;
        for await (const step of job) {
          if (step.state === 'done' || dying) continue;
          dying = true;
          setTimeout(() => void host.die(), random() * 250);
        }
        return 'done';
      })().catch((error: unknown) => error);
      if (failed !== 'done') checkSentence(failed);
      else await host.die();
      figures.deaths += 1;
      await host.nextEngine();
      await host.open();
      await host.stop();
      const ledger = openWithKey(folder, Buffer.from(dataKey));
      expect((await verified(ledger)).problems).toEqual([]);
      const lines = countLines(ledger.reader, 'ad') - 60;
      if (lines !== 0 && lines !== rows) figures.halfDone += 1;
      expect(failed === 'done' ? [rows] : [0, rows]).toContain(lines);
      await ledger.close();
    }
  });

  test(
    'of too little memory for a job: the page is told, the ledger is whole, and the next engine works',
    async () => {
      const csv = join(place.path, 'large.csv');
      writeFileSync(csv, sampleCsv(12_000));
      const folder = copyOf(base, join(place.path, 'memory.rollmark'));
      let jobs = 0;
      // From what is hardly enough to open a ledger up to what a job still needs more than.
      for (let megabytes = 24; jobs < times(1, 3); megabytes += 2) {
        expect(megabytes, 'memory that no job ran out of').toBeLessThan(60);
        const before = await verifyFolder(folder, dataKey);
        const host = await startHost(folder, [{ maxOldGenerationSizeMb: megabytes }]);
        let at = 'opening';
        const failed = await (async () => {
          await host.open();
          at = 'a job';
          await host.choose(csv);
          const job = await host.page.imports.run({ token: 'csv', format: 'fastbound', book: 'ad', onlyGood: false });
          for await (const _ of job);
        })().catch((error: unknown) => error);
        checkSentence(failed);
        figures.outOfMemory += 1;
        if (at === 'a job') jobs += 1;
        await host.nextEngine();
        await host.open();
        await host.page.entries.acquire({ book: 'ad', draft: pistol(`AFTER${megabytes}`), accepted: {} });
        await host.stop();
        const after = await verifyFolder(folder, dataKey);
        expect(after.problems).toEqual([]);
        expect(after.events).toBe(before.events + 1);
      }
    },
    times(300_000, 1_800_000),
  );
});
