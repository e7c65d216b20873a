import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { makeSession } from '../../electron/services/session.ts';
import { errors } from '../../shared/contract/errors.ts';
import { copyOf, openRaw, PASSPHRASE, pistol, SETTINGS, sale, sampleLedger, scratch } from '../support/ledgers.ts';

/** The engine's side of the contract, called as both hosts call it, without a wire between. */
let place: ReturnType<typeof scratch>;
let dataKey: Buffer;
let folder: string;
let recoveryKey: string;
const clientOf = () => createRouterClient(makeRouter(makeSession()));
let engine: ReturnType<typeof clientOf>;
beforeAll(async () => {
  place = scratch();
  ({ dataKey, recoveryKey } = await sampleLedger(join(place.path, 'base.rollmark')));
});
beforeEach(async () => {
  folder = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'shop.rollmark'));
  engine = clientOf();
  await engine.grants.ledger({ token: 'shop', path: folder });
});
afterAll(() => place.remove());

const passphrase = (secret = PASSPHRASE) => ({
  token: 'shop',
  secret: { kind: 'passphrase' as const, passphrase: secret },
});

/** What crosses the contract where something fails: a code of the closed set and a sentence, nothing from inside. */
const failure = async (work: () => unknown): Promise<ORPCError<string, unknown>> => {
  const thrown = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(thrown).toBeInstanceOf(ORPCError);
  const error = thrown as ORPCError<string, unknown>;
  expect(Object.keys(errors)).toContain(error.code);
  expect(error.defined).toBe(true);
  expect(error.message).toMatch(/^[\p{Lu}\p{N}“].{10,}[.?]/u);
  expect(error.message).not.toMatch(/SQLITE|ENOENT|\/tmp|Error:/);
  return error;
};
const last = async <T>(job: AsyncIterable<{ state: 'running' } | { state: 'done'; result: T }>): Promise<T> => {
  let result: T | undefined;
  for await (const event of job) if (event.state === 'done') result = event.result;
  return result!;
};

describe('the engine', () => {
  test('without an open ledger says so to every question about one', async () => {
    expect(await engine.ledger.status()).toEqual({ state: 'closed', because: '' });
    const asked: (() => unknown)[] = [
      () => engine.book.lines({ view: 'corrected', from: 1, count: 10 }),
      () => engine.book.line({ line: 1, view: 'both' }),
      () => engine.book.search({ text: 'x' }),
      () => engine.entries.acquire({ draft: pistol('A1') }),
      () => engine.entries.dispose({ line: 1, draft: sale() }),
      () => engine.entries.void({ line: 1, reason: 'x' }),
      () => engine.suggest.values({ field: 'model', text: '' }),
      () => engine.trail.events({ count: 10 }),
      () => engine.trail.checkpoint(),
      () => engine.trail.verify({}).then(last),
      () => engine.documents.printBook({ view: 'both' }).then(last),
      () => engine.ledger.changePassphrase({ passphrase: 'another good one' }),
      () => engine.ledger.tryRecoveryKey({ recoveryKey }),
    ];
    for (const ask of asked) expect((await failure(ask)).code, ask.toString()).toBe('LEDGER_CLOSED');
  });

  test('knows folders and files by their tokens alone', async () => {
    expect((await failure(() => engine.ledger.open({ ...passphrase(), token: folder }))).code).toBe('TOKEN_UNKNOWN');
    await engine.ledger.open(passphrase());
    const dry = (token: string) => engine.imports.dryRun({ token, format: 'fastbound' }).then(last);
    expect((await failure(() => dry('/etc/passwd'))).code).toBe('TOKEN_UNKNOWN');
    expect((await failure(() => engine.documents.fetch({ token: 'x' }))).code).toBe('TOKEN_UNKNOWN');
    await engine.ledger.lock();
  });

  test('says of a chosen file that went away, or turned out a folder, that it can’t be read', async () => {
    await engine.ledger.open(passphrase());
    const csv = join(place.path, 'stock.csv');
    writeFileSync(csv, sampleCsv(3));
    await engine.grants.file({ token: 'stock', name: 'stock.csv', path: csv });
    const dry = () => engine.imports.dryRun({ token: 'stock', format: 'fastbound' }).then(last);
    expect(await dry()).toMatchObject({ rows: 3, refused: 0 });
    rmSync(csv);
    expect((await failure(dry)).code).toBe('FILE_UNREADABLE');
    mkdirSync(csv);
    expect((await failure(dry)).code).toBe('FILE_UNREADABLE');
    rmSync(csv, { recursive: true });
    await engine.ledger.lock();
  });

  test('gives refusals with their findings, and takes the reasons that save past warnings', async () => {
    await engine.ledger.open(passphrase());
    const draft = pistol('SN-88-201');
    const refused = await failure(() => engine.entries.acquire({ draft }));
    expect(refused.code).toBe('REFUSED');
    expect(refused.data).toMatchObject({ findings: [{ code: 'serial-already-open', severity: 'warning' }] });
    const { line } = await engine.entries.acquire({ draft, accepted: { 'serial-already-open': 'Two of them' } });
    expect(line.line).toBe(8);
    expect((await failure(() => engine.entries.dispose({ line: 1, draft: sale() }))).code).toBe('LINE_STATE');
    expect((await failure(() => engine.book.line({ line: 99, view: 'both' }))).code).toBe('LINE_MISSING');
    await engine.ledger.lock();
  });

  test('keeps the open ledger open where another passphrase, or another ledger, fails', async () => {
    await engine.ledger.open(passphrase());
    expect((await failure(() => engine.ledger.open(passphrase('wrong one here')))).code).toBe('WRONG_SECRET');
    expect(await engine.ledger.status()).toMatchObject({ state: 'open', lines: 7 });
    await engine.grants.newLedgers({ path: join(place.path, 'nowhere\0') });
    const create = () =>
      engine.ledger.create({
        folderName: 'New',
        settings: { ...SETTINGS, openDays: [1], books: undefined },
        passphrase: PASSPHRASE,
        user: 'Dana',
      });
    await failure(create);
    expect(await engine.ledger.status()).toMatchObject({ state: 'open', lines: 7 });
    await engine.grants.newLedgers({ path: join(place.path, 'new') });
    expect((await create()).recoveryKey.split(' ')).toHaveLength(12);
    expect(await engine.ledger.status()).toMatchObject({ state: 'open', lines: 0, folder: 'New.rollmark' });
    expect((await failure(create)).code).toBe('LEDGER_EXISTS');
    await engine.ledger.lock();
    expect(readdirSync(folder)).not.toContain('ledger.db-wal');
  });

  test('that meets what nobody foresaw says so in one sentence, with nothing of what was inside', async () => {
    await engine.ledger.open(passphrase());
    const db = openRaw(folder, dataKey);
    db.exec('DROP TABLE description');
    db.close();
    const thrown = await engine.suggest
      .description({ manufacturer: 'Secret Maker', model: 'X' })
      .catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(ORPCError);
    expect((thrown as Error).message).toMatch(
      /^Something went wrong inside Rollmark\. Nothing that was acknowledged is lost/,
    );
    expect(JSON.stringify(thrown)).not.toMatch(/description|Secret|SQLITE/);
    await engine.ledger.lock();
  });

  test('left in the middle of a job stops it, and goes on', async () => {
    await engine.ledger.open(passphrase());
    const csv = join(place.path, 'large.csv');
    writeFileSync(csv, sampleCsv(5000));
    await engine.grants.file({ token: 'large', name: 'large.csv', path: csv });
    for await (const event of await engine.imports.run({ token: 'large', format: 'fastbound', onlyGood: false })) {
      expect(event.state).toBe('running');
      break;
    }
    expect(await engine.ledger.status()).toMatchObject({ lines: 7, events: 13 });
    for await (const event of await engine.trail.verify({})) {
      expect(event.state).toBe('running');
      break;
    }
    expect(await engine.trail.verify({}).then(last)).toMatchObject({ ok: true, events: 13 });
    expect(await engine.ledger.status()).toMatchObject({ lastProof: { ok: true } });
    await engine.ledger.lock();
  });
});
