import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFrom } from '../../bench/sample.ts';
import { makeProjector, PROJECTIONS } from '../../electron/ledger/apply.ts';
import { canonicalJson } from '../../electron/ledger/canonical.ts';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { unlockKeys } from '../../electron/ledger/keys.ts';
import { MIGRATIONS } from '../../electron/ledger/migrate.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { FIXTURE_PASSPHRASE, makeFixture } from '../fixtures/ledgers/make.ts';
import { copyOf, openRaw, pastGuards, refusal, scratch, verifyFolder } from '../support/ledgers.ts';
import { rehash, rehashLeaf, resign, swapKey } from '../support/rewriting.ts';
import { report, times } from './figures.ts';

/**
 * Somebody with the data key and any SQLite tool changes something at random, and makes fit what they know of. All of it
 * must show: by the ledger itself, or, where everything was written anew and signed with its own key, against a
 * checkpoint that was made before and kept elsewhere.
 */
const TRIES = times(40, 494);
const random = randomFrom(times(20_261_128, Date.now()));
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
/** The newest checkpoint of the ledger as it was, kept outside. */
let kept: string;
let events: number;
type Count = { tried: number; byItself: number; againstCheckpoint: number; missed: number };
const figures: Record<string, Count> = {};
const missed: string[] = [];
beforeAll(async () => {
  place = scratch();
  await makeFixture(place.path);
  base = join(place.path, MIGRATIONS.at(-1)!.tag.slice(0, 4));
  ({ dataKey } = await unlockKeys(loadKeys(base), 'passphrase', FIXTURE_PASSPHRASE));
  ({ events } = JSON.parse(readFileSync(join(base, 'as-it-was.json'), 'utf8')) as { events: number });
  const db = openRaw(base, dataKey);
  kept = db.prepare('SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1').pluck().get() as string;
  expect(db.prepare('SELECT max(size) FROM checkpoint').pluck().get()).toBe(events);
  db.close();
  expect((await verifyFolder(copyOf(base, join(place.path, 'untouched.rollmark')), dataKey, kept)).problems).toEqual(
    [],
  );
});
afterAll(() => {
  place.remove();
  report('tampers', figures);
});

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** Another value of the same type. */
const other = (value: unknown): Value => {
  if (typeof value === 'number') return value + pick([1, -1, 7]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return 'tampered';
  if (value === '') return 'x';
  const at = Math.floor(random() * value.length);
  return pick([`${value}x`, value.slice(0, at) + (value[at] === '7' ? '1' : '7') + value.slice(at + 1)]);
};
/** Changes one value somewhere in an event, or takes it out. */
const editJson = (value: Value): Value => {
  if (Array.isArray(value) && value.length > 0) {
    const at = Math.floor(random() * value.length);
    return value.map((one, n) => (n === at ? editJson(one) : one));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    const key = pick(Object.keys(value));
    return { ...value, [key]: editJson(value[key]!) };
  }
  return typeof value === 'object' ? 'tampered' : other(value);
};

const eventAt = (db: Database.Database, seq: number) =>
  db.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(seq) as string;
const setEvent = (db: Database.Database, seq: number, event: Value): void =>
  void db.prepare('UPDATE event SET json = ? WHERE seq = ?').run(canonicalJson(event), seq);
const anyEvent = () => 1 + Math.floor(random() * events);

/** Makes all tables anew from the events as they now are, as one who knows the sources would. Leaves them where that fails. */
const project = (db: Database.Database): void => {
  db.exec('SAVEPOINT tables');
  try {
    for (const { table } of PROJECTIONS) db.exec(`DELETE FROM ${table}`);
    const projector = makeProjector(Object.assign(db, { role: 'write' as const }));
    for (const json of db.prepare('SELECT json FROM event ORDER BY seq').pluck().all() as string[])
      projector.apply(JSON.parse(json) as LedgerEvent);
    db.exec('RELEASE tables');
  } catch {
    db.exec('ROLLBACK TO tables; RELEASE tables');
  }
};

const row = (db: Database.Database, table: string) =>
  db.prepare(`SELECT rowid AS at, * FROM ${table} ORDER BY random() LIMIT 1`).get() as Record<string, unknown>;
/** Some row by its key, for tables without a rowid too. */
const someRow = (db: Database.Database, table: string): { where: string; values: Record<string, unknown> } => {
  const columns = db.pragma(`table_info(${table})`) as { name: string; pk: number }[];
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  const values = db.prepare(`SELECT * FROM ${table} ORDER BY random() LIMIT 1`).get() as Record<string, unknown>;
  const text = (value: unknown) =>
    typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  return { where: keys.map((key) => `"${key}" = ${text(values[key])}`).join(' AND '), values };
};
const changeCell = (db: Database.Database, table: string, columns?: readonly string[]): string => {
  const { where, values } = someRow(db, table);
  const column = pick(columns ?? Object.keys(values));
  const old = values[column];
  const next = Buffer.isBuffer(old) ? Buffer.from(old.map((byte, n) => (n === 3 ? byte ^ 16 : byte))) : other(old);
  db.prepare(`UPDATE OR REPLACE ${table} SET "${column}" = ? WHERE ${where}`).run(next);
  return `${table}.${column}`;
};
const removeRow = (db: Database.Database, table: string): string => {
  db.exec(`DELETE FROM ${table} WHERE ${someRow(db, table).where}`);
  return `a row of ${table} removed`;
};

const TABLES = PROJECTIONS.map(({ table }) => table);

/** Nothing in the ledger can tell this: only a checkpoint from outside, which names it. */
const SWAP = 'the signing key and the first event';

/** What is changed. Each says in words what it did. */
const EDITS: Record<string, (db: Database.Database) => string> = {
  'an event’s text': (db) => {
    const seq = anyEvent();
    setEvent(db, seq, editJson(JSON.parse(eventAt(db, seq)) as Value));
    return `event ${seq}`;
  },
  'an event’s number, kind or subject': (db) => changeCell(db, 'event', ['kind', 'subject']),
  'events put in another order': (db) => {
    const seq = 1 + Math.floor(random() * (events - 1));
    db.exec(`UPDATE event SET seq = -1 WHERE seq = ${seq}; UPDATE event SET seq = ${seq} WHERE seq = ${seq + 1};
      UPDATE event SET seq = ${seq + 1} WHERE seq = -1`);
    return `events ${seq} and ${seq + 1}`;
  },
  'an event removed': (db) => {
    const seq = anyEvent();
    db.exec(`DELETE FROM event WHERE seq = ${seq}`);
    return `event ${seq}`;
  },
  'an event removed, the later ones renumbered': (db) => {
    const seq = 2 + Math.floor(random() * (events - 2));
    db.exec(`DELETE FROM event WHERE seq = ${seq}`);
    for (let n = seq + 1; n <= events; n++) {
      setEvent(db, n, { ...(JSON.parse(eventAt(db, n)) as Record<string, Value>), seq: n - 1 });
      db.exec(`UPDATE event SET seq = ${n - 1} WHERE seq = ${n}`);
    }
    db.exec(`UPDATE checkpoint SET size = ${events - 1} WHERE size = ${events}`);
    return `event ${seq}`;
  },
  'the end of the record cut off': (db) => {
    const seq = 2 + Math.floor(random() * (events - 2));
    db.exec(`DELETE FROM event WHERE seq > ${seq}; DELETE FROM checkpoint WHERE size > ${seq}`);
    return `events after ${seq}`;
  },
  'an event added': (db) => {
    const seq = anyEvent();
    const event = { ...(JSON.parse(eventAt(db, seq)) as Record<string, Value>), seq: events + 1 };
    db.prepare('INSERT INTO event SELECT ?, kind, subject, ?, leaf FROM event WHERE seq = ?').run(
      events + 1,
      canonicalJson(event),
      seq,
    );
    // Its checkpoint is the last, which says of all before that they were there.
    return `event ${seq} once more`;
  },
  'a hash of an event': (db) => changeCell(db, 'event', ['leaf']),
  'the tree’s hashes': (db) => (random() < 0.3 ? removeRow(db, 'tree_node') : changeCell(db, 'tree_node')),
  'a checkpoint': (db) => changeCell(db, 'checkpoint', ['size', 'root', 'note']),
  'the first checkpoint removed': (db) => {
    db.exec('DELETE FROM checkpoint WHERE size = 1');
    return 'the first';
  },
  'the signing key': (db) => {
    const seed = Buffer.from(Array.from({ length: 32 }, () => Math.floor(random() * 256)));
    db.prepare("UPDATE local SET value = ? WHERE key = 'signing_seed'").run(seed.toString('base64'));
    resign(db, seed);
    return 'another one, and all signed with it';
  },
  [SWAP]: (db) => {
    swapKey(db, Buffer.from(Array.from({ length: 32 }, () => Math.floor(random() * 256))));
    return 'another one, named by the first event';
  },
  ...Object.fromEntries(
    TABLES.flatMap((table): [string, (db: Database.Database) => string][] => [
      [`table ${table}: a cell`, (db) => changeCell(db, table)],
      [`table ${table}: a row removed`, (db) => removeRow(db, table)],
    ]),
  ),
  'table entry: a line added': (db) => {
    db.exec("INSERT INTO entry (book, line, status, firearm_key) VALUES ('ad', 99, 'open', 'x')");
    return 'line 99';
  },
  'table access: a key slot added': (db) => {
    db.exec("INSERT INTO access VALUES ('abcabcabcabc', 1, 'passphrase', 'added')");
    return 'a slot';
  },
  'a photo’s bytes': (db) => {
    const { at, bytes } = row(db, 'attachment_chunk') as { at: number; bytes: Buffer };
    const changed = Buffer.from(bytes);
    changed[Math.floor(random() * changed.length)]! ^= 1 << Math.floor(random() * 8);
    db.prepare('UPDATE attachment_chunk SET bytes = ? WHERE id = ?').run(changed, at);
    return 'one bit';
  },
  'a photo’s pieces': (db) =>
    random() < 0.3 ? removeRow(db, 'attachment_chunk') : changeCell(db, 'attachment_chunk', ['sha256', 'idx']),
  'a photo nobody recorded': (db) => {
    db.exec("INSERT INTO attachment_chunk (sha256, idx, bytes) VALUES ('ab', 0, x'00')");
    return 'a piece';
  },
  'a guard taken out': (db) => {
    const name = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY random()").pluck().get();
    db.exec(`DROP TRIGGER ${name as string}`);
    return String(name);
  },
  'a trigger or view put in': (db) => {
    db.exec(
      pick([
        "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN UPDATE entry SET serial = 'X' WHERE id = new.id; END",
        'CREATE VIEW lines AS SELECT * FROM entry',
      ]),
    );
    return 'one of their own';
  },
};
const UNGUARDED = /guard|trigger/;
/** What is done afterwards to make it fit. With the last two all is signed anew, with the ledger's own key. */
const FITS = [
  'nothing',
  'its hash',
  'all hashes',
  'all tables',
  'tables and hashes',
  'hashes and signatures',
  'everything',
] as const;
type Fit = (typeof FITS)[number];

const makeFit = (db: Database.Database, fit: Fit, said: string): void => {
  if (fit === 'its hash') {
    const seq = Number(/\d+/.exec(said)?.[0] ?? 1);
    if (db.prepare('SELECT 1 FROM event WHERE seq = ?').get(seq)) rehashLeaf(db, seq);
  }
  if (/tables|everything/.test(fit)) project(db);
  if (/hashes|everything/.test(fit)) rehash(db);
  if (/signatures|everything/.test(fit)) {
    db.exec('DELETE FROM checkpoint WHERE size > (SELECT count(*) FROM event)');
    resign(db);
  }
};

/** The failures by which a changed ledger is refused at opening. */
const REFUSED: readonly ErrorCode[] = ['LEDGER_DAMAGED', 'KEYS_DAMAGED', 'ACCESS_ENDED'];

const foundBy = async (folder: string, against?: string, code?: string): Promise<boolean> => {
  let problems: { code: string; message: string }[];
  try {
    ({ problems } = await verifyFolder(folder, dataKey, against));
  } catch (thrown) {
    expect(REFUSED).toContain((await refusal(() => Promise.reject(thrown))).code);
    return true;
  }
  for (const { message } of problems) expect(message).toMatch(/^[\p{Lu}\p{N}].*[.)]$/u);
  return code === undefined ? problems.length > 0 : problems.some((p) => p.code === code);
};

test(
  `${TRIES} changes at random, each made to fit in one of ${FITS.length} ways, are all found`,
  async () => {
    const kinds = Object.keys(EDITS);
    for (let n = 0; n < TRIES; n++) {
      const kind = kinds[n % kinds.length]!;
      const eventEdit = /^(an event|events|the end)/.test(kind);
      const fit: Fit = eventEdit ? pick(FITS) : 'nothing';
      const folder = copyOf(base, join(place.path, 'tampered.rollmark'));
      const db = openRaw(folder, dataKey);
      const before = UNGUARDED.test(kind) ? '' : dumped(db);
      let said = '';
      const change = (on: Database.Database) => {
        said = EDITS[kind]!(on);
        makeFit(on, fit, said);
      };
      if (UNGUARDED.test(kind)) change(db);
      else pastGuards(db, change);
      // An edit that happened to change nothing proves nothing.
      const changed = before === '' || dumped(db) !== before;
      db.close();
      if (!changed) continue;
      const name = eventEdit ? `${kind}; made to fit: ${fit}` : kind;
      figures[name] ??= { tried: 0, byItself: 0, againstCheckpoint: 0, missed: 0 };
      const count = figures[name];
      count.tried += 1;
      // Opening puts guards back and signs; both looks begin from what was tampered with.
      const copy = copyOf(folder, join(place.path, 'looked-at.rollmark'));
      const alone = await foundBy(copy);
      if (alone) count.byItself += 1;
      const against = await foundBy(folder, kept, kind === SWAP ? 'against-key' : undefined);
      if (against) count.againstCheckpoint += 1;
      // Cut off with all that tells of it, it is an older state, and was true: only what is kept elsewhere knows better.
      const mayHold =
        kind === SWAP ||
        /signatures|everything/.test(fit) ||
        (kind === 'the end of the record cut off' && fit === 'tables and hashes');
      if (!against || (!alone && !mayHold)) {
        count.missed += 1;
        missed.push(`${name}: ${said}`);
      }
    }
    expect(missed).toEqual([]);
  },
  times(300_000, 1_800_000),
);

const dumped = (db: Database.Database): string =>
  JSON.stringify(
    ['event', 'tree_node', 'checkpoint', 'local', 'attachment_chunk', ...TABLES].map((table) =>
      db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
    ),
  );
