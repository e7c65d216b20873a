import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECTIONS } from '../../electron/ledger/apply.ts';
import { readBytes } from '../../electron/ledger/attachment-bytes.ts';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { unlockKeys } from '../../electron/ledger/keys.ts';
import { openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, migrate } from '../../electron/ledger/migrate.ts';
import { searchLines } from '../../electron/services/book.ts';
import { acquire } from '../../electron/services/entries.ts';
import { FIXTURE_PASSPHRASE, makeFixture } from '../fixtures/ledgers/make.ts';
import { report } from '../reliability/figures.ts';
import { startFaulty } from '../support/children.ts';
import { copyOf, openRaw, pastGuards, pistol, scratch, verified } from '../support/ledgers.ts';

/**
 * Ledgers as earlier versions wrote them (tests/fixtures/ledgers), each named by its last migration. Today's code must
 * open a copy of every one, bring it up behind an encrypted copy, prove it, and find every line as it was.
 */
const FIXTURES = resolve(import.meta.dirname, '../fixtures/ledgers');
const VERSIONS = readdirSync(FIXTURES).filter((name) => /^\d{4}$/.test(name));

type Row = Record<string, unknown>;
type AsItWas = {
  migrations: string[];
  recoveryKey: string;
  events: number;
  root: string;
  notes: string[];
  tables: Record<string, Row[]>;
  files: { sha256: string; pieces: number }[];
};
const asItWas = (version: string): AsItWas =>
  JSON.parse(readFileSync(join(FIXTURES, version, 'as-it-was.json'), 'utf8')) as AsItWas;

let place: ReturnType<typeof scratch>;
const keys: Record<string, Buffer> = {};
beforeAll(async () => {
  place = scratch();
  for (const version of VERSIONS) {
    const { dataKey } = await unlockKeys(loadKeys(join(FIXTURES, version)), 'passphrase', FIXTURE_PASSPHRASE);
    keys[version] = dataKey;
  }
});
const figures = { ledgers: VERSIONS.length, kills: 0, old: 0, new: 0, neither: 0 };
afterAll(() => {
  place.remove();
  report('migrations', figures);
});

let copies = 0;
const fresh = (version: string): string => {
  copies += 1;
  return copyOf(join(FIXTURES, version), join(place.path, `${copies} of ${version}.rollmark`));
};

const rowsOf = (db: Database.Database, table: string): Row[] =>
  db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as Row[];
const tablesOf = (db: Database.Database): string[] =>
  db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
/** Every row with every column that there was, as it was. */
const checkRows = (db: Database.Database, was: AsItWas): void => {
  for (const [table, rows] of Object.entries(was.tables)) {
    const columns = Object.keys(rows[0] ?? {});
    const now = rowsOf(db, table).map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    expect(now, table).toEqual(rows);
  }
  expect(db.prepare('SELECT count(*) FROM event').pluck().get()).toBe(was.events);
};
const appliedTo = (db: Database.Database): unknown[] =>
  db.prepare('SELECT tag FROM migration ORDER BY tag').pluck().all();

test('there is a ledger of every version whose tables were others, and one of today’s', () => {
  // A new migration: make a ledger of the version before it first (tests/fixtures/ledgers/README.md), then check below
  // what the migration itself has to do.
  expect(MIGRATIONS.map(({ tag }) => tag)).toEqual([
    '0000_init',
    '0001_search',
    '0002_categories',
    '0003_attachment_guards',
    '0004_users',
  ]);
  expect(VERSIONS).toEqual(['0001', '0002', '0003', '0004']);
  for (const version of VERSIONS)
    expect(asItWas(version).migrations).toEqual(MIGRATIONS.slice(0, Number(version) + 1).map(({ tag }) => tag));
});

test.runIf(process.env.ROLLMARK_MAKE_FIXTURE)('makes a ledger of today’s version, for those to come', () =>
  makeFixture(resolve(process.env.ROLLMARK_MAKE_FIXTURE!)),
);

describe.each(VERSIONS)('a ledger written at %s', (version) => {
  test('opens with its passphrase and its recovery key, proves itself, and every line is as it was', async () => {
    const was = asItWas(version);
    const folder = fresh(version);
    const { ledger } = await openLedger(folder, { kind: 'passphrase', secret: FIXTURE_PASSPHRASE });
    checkRows(ledger.reader, was);
    expect(appliedTo(ledger.reader)).toEqual(MIGRATIONS.map(({ tag }) => tag));
    const result = await verified(ledger);
    expect(result).toMatchObject({ ok: true, problems: [], size: was.events, root: was.root });
    for (const note of was.notes) expect((await verified(ledger, note)).problems).toEqual([]);
    for (const { sha256 } of was.files) expect(readBytes(ledger.reader, sha256)?.length).toBeGreaterThan(100);
    expect(ledger.user()).toMatchObject({ id: 1, name: 'Dana', role: 'owner' });
    // It is found, and it is a ledger to go on working with.
    expect(searchLines(ledger, 'bkzx4i2z', 5).lines.map(({ line }) => line)).toEqual([1]);
    const { line } = await acquire(ledger, 'ad', pistol(`NEXT${version}`), 'all');
    expect(searchLines(ledger, `next${version}`, 5).lines.map((hit) => hit.line)).toEqual([line.line]);
    expect((await verified(ledger, was.notes.at(-1))).problems).toEqual([]);
    await ledger.close();
    expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['keys.json', 'ledger.db', 'lock']));
    expect(readdirSync(folder).filter((name) => /migration/.test(name))).toEqual([]);
    const again = await openLedger(folder, { kind: 'recovery', secret: was.recoveryKey });
    expect(again.ledger.user().role).toBe('owner');
    await again.ledger.close();
  });

  test.skipIf(version === VERSIONS.at(-1))(
    'is changed behind an encrypted copy that holds it as it was, and goes at the end',
    () => {
      const was = asItWas(version);
      const folder = fresh(version);
      const copy = join(folder, 'ledger.db.before-migration');
      const looks: Buffer[] = [];
      const db = openRaw(folder, keys[version]!);
      db.pragma('journal_mode = WAL');
      db.function('look', () => {
        looks.push(readFileSync(copy));
        return 1;
      });
      // The shipped ones, then one more that only looks, inside the same transaction.
      migrate(Object.assign(db, { role: 'write' as const }), copy, [
        ...MIGRATIONS,
        { tag: '9999_look', sql: 'SELECT look()' },
      ]);
      db.close();
      expect(looks).toHaveLength(1);
      expect(existsSync(copy)).toBe(false);
      expect(looks[0]!.includes('SQLite format 3')).toBe(false);
      const aside = join(place.path, `kept of ${version}.db`);
      writeFileSync(aside, looks[0]!);
      const kept = new Database(aside);
      kept.pragma("cipher='sqlcipher'");
      kept.pragma('legacy=4');
      kept.key(Buffer.from(`x'${keys[version]!.toString('hex')}'`));
      expect(appliedTo(kept)).toEqual(was.migrations);
      checkRows(kept, was);
      kept.close();
    },
  );

  test.skipIf(version === VERSIONS.at(-1))('killed at any step of it is the old one or the new one', async () => {
    const was = asItWas(version);
    const key = keys[version]!.toString('hex');
    const run = async (...args: string[]) => {
      const folder = fresh(version);
      const child = startFaulty('open', folder, key, '-', ...args);
      expect(await child.next(), child.complaints()).toBe('ready');
      const said = await child.next();
      await child.kill();
      return { folder, said };
    };
    const { steps } = JSON.parse((await run('0')).said!) as { steps: number };
    expect(steps).toBeGreaterThan(10);
    const met = new Set<number>();
    const every = Math.max(1, Math.round(steps / 14));
    for (let step = 1; step <= steps; step += every) {
      const { folder } = await run(String(step), step % 2 === 0 ? 'after' : 'before');
      const db = openRaw(folder, keys[version]!);
      const count = appliedTo(db).length;
      met.add(count);
      figures.kills += 1;
      figures[count === was.migrations.length ? 'old' : count === MIGRATIONS.length ? 'new' : 'neither'] += 1;
      expect([was.migrations.length, MIGRATIONS.length], `step ${step}`).toContain(count);
      checkRows(db, was);
      db.close();
      const ledger = openWithKey(folder, Buffer.from(keys[version]!));
      expect(await verified(ledger)).toMatchObject({ ok: true, size: was.events, root: was.root });
      checkRows(ledger.reader, was);
      await ledger.close();
      expect(readdirSync(folder).filter((name) => /migration/.test(name))).toEqual([]);
    }
    // Otherwise the steps were not those of the migration.
    expect([...met].sort()).toEqual([was.migrations.length, MIGRATIONS.length]);
  });
});

/** A ledger's database as one version had it, and then with the next migration. */
const broughtFrom = (version: string): { before: Database.Database; after: Database.Database } => {
  const number = Number(version);
  const open = () => openRaw(fresh(version), keys[version]!);
  const after = open();
  migrate(Object.assign(after, { role: 'write' as const }), undefined, MIGRATIONS.slice(0, number + 2));
  return { before: open(), after };
};

/** Empty tables by the first migrations only. */
const empty = (count: number) => {
  const db = Object.assign(new Database(':memory:'), { role: 'write' as const });
  migrate(db, undefined, MIGRATIONS.slice(0, count));
  return db;
};

describe('the migration', () => {
  test('0000 makes every table strict', () => {
    const db = empty(1);
    const tables = (db.pragma('table_list') as { name: string; strict: number }[]).filter(
      ({ name }) => !name.startsWith('sqlite_'),
    );
    expect(tables.length).toBeGreaterThan(9);
    for (const { name, strict } of tables) expect(strict, name).toBe(1);
    expect(() => db.exec("INSERT INTO event VALUES (1, 'a', 'b', 'c', 'not a blob')")).toThrow(/cannot store TEXT/);
  });

  test('0001 makes the index of fragments, in which any three characters are found', () => {
    const db = empty(2);
    db.exec("INSERT INTO entry_fts (rowid, text) VALUES (7, 'bkzx412 glock')");
    expect(db.prepare('SELECT rowid FROM entry_fts WHERE entry_fts MATCH \'"zx4"\'').pluck().all()).toEqual([7]);
    expect(db.prepare("SELECT v FROM entry_fts_config WHERE k = 'hashsize'").pluck().get()).toBe(67_108_864);
  });

  test('0002 makes every earlier line a firearm without details, and changes nothing else of it', () => {
    const { before, after } = broughtFrom('0001');
    const entries = rowsOf(before, 'entry');
    expect(entries.length).toBeGreaterThan(15);
    expect(rowsOf(after, 'entry')).toEqual(entries.map((row) => ({ ...row, category: 'firearm', details: '' })));
    expect(rowsOf(after, 'description')).toEqual(
      rowsOf(before, 'description').map((row) => ({ ...row, category: 'firearm' })),
    );
    expect(rowsOf(after, 'evidence')).toEqual([]);
    expect(rowsOf(after, 'attachment_chunk')).toEqual([]);
    for (const table of ['event', 'checkpoint', 'tree_node', 'licensee', 'settings', 'local', 'proof'])
      expect(rowsOf(after, table), table).toEqual(rowsOf(before, table));
    before.close();
    after.close();
  });

  test('0003 keeps the pieces of photos from being changed or removed, and leaves what there is', () => {
    const { before, after } = broughtFrom('0002');
    expect(rowsOf(after, 'attachment_chunk').length).toBeGreaterThan(0);
    for (const table of tablesOf(before).filter((name) => !/^(migration|entry_fts)/.test(name)))
      expect(rowsOf(after, table), table).toEqual(rowsOf(before, table));
    expect(() => after.exec('DELETE FROM attachment_chunk')).toThrow(/append-only/);
    expect(() => after.exec('UPDATE attachment_chunk SET idx = idx + 1')).toThrow(/append-only/);
    expect(() => before.exec('UPDATE attachment_chunk SET idx = idx')).not.toThrow();
    before.close();
    after.close();
  });

  test('0004 gives the ledger to whoever made it, and each passphrase changed since to them', () => {
    const { before, after } = broughtFrom('0003');
    expect(rowsOf(after, 'user')).toEqual([{ id: 1, name: 'Dana', role: 'owner', until: '', ended: '' }]);
    const slots = loadKeys(join(FIXTURES, '0003')).slots;
    const now = slots.find(({ kind }) => kind === 'passphrase')!.id;
    const access = rowsOf(after, 'access');
    expect(access).toHaveLength(2);
    expect(access).toContainEqual({ slot: now, user: 1, kind: 'passphrase', state: 'added' });
    expect(access.filter(({ slot }) => slot !== now)).toEqual([
      expect.objectContaining({ user: 1, kind: 'passphrase', state: 'removed' }),
    ]);
    for (const table of PROJECTIONS.map(({ table }) => table).filter((name) => !/^(user|access)$/.test(name)))
      expect(rowsOf(after, table), table).toEqual(rowsOf(before, table));
    before.close();
    after.close();
  });

  test('that meets a ledger it does not expect changes nothing', () => {
    const folder = fresh('0003');
    const db = openRaw(folder, keys['0003']!);
    // A table of that name stands there already.
    pastGuards(db, () => db.exec('CREATE TABLE user (x)'));
    const before = tablesOf(db);
    expect(() => migrate(Object.assign(db, { role: 'write' as const }))).toThrow(/already exists/);
    expect(tablesOf(db)).toEqual(before);
    expect(appliedTo(db)).toHaveLength(4);
    db.close();
  });
});
