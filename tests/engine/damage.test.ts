import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/sample.ts';
import { asLedgerError, LedgerError } from '../../electron/ledger/errors.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, migrate } from '../../electron/ledger/migrate.ts';
import { countLines, readLines, searchLines } from '../../electron/services/book.ts';
import { correct, dispose, voidLine } from '../../electron/services/entries.ts';
import { readHistory, readTrail } from '../../electron/services/trail.ts';
import {
  AD,
  copyOf,
  hashesOf,
  openRaw,
  refusal,
  sale,
  sampleLedger,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey } = await sampleLedger(base));
});
afterAll(() => place.remove());

const fresh = (): string => copyOf(base, join(place.path, 'damaged.rollmark'));
const open = (folder: string): Ledger => openWithKey(folder, Buffer.from(dataKey));
const database = (folder: string) => join(folder, 'ledger.db');

const PAGE = 4096;
/** SQLCipher 4 keeps 16 bytes of IV and 64 of HMAC-SHA512 at the end of every page. */
const RESERVED = 80;

/** Decrypts a SQLCipher 4 file by its documentation, with nothing but Node's own cryptography. */
const decrypt = (file: Buffer, key: Buffer): Buffer => {
  const salt = file.subarray(0, 16);
  const macKey = pbkdf2Sync(key, Buffer.from(salt.map((byte) => byte ^ 0x3a)), 2, 32, 'sha512');
  const pages: Buffer[] = [];
  for (let n = 1; n <= file.length / PAGE; n++) {
    const page = file.subarray((n - 1) * PAGE, n * PAGE);
    const body = page.subarray(n === 1 ? 16 : 0, PAGE - RESERVED);
    const iv = page.subarray(PAGE - RESERVED, PAGE - RESERVED + 16);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(n);
    const mac = createHmac('sha512', macKey).update(body).update(iv).update(number).digest();
    if (!mac.equals(page.subarray(PAGE - 64))) throw new Error(`The HMAC of page ${n} does not fit.`);
    const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(body), decipher.final()]);
    const head = n === 1 ? Buffer.from('SQLite format 3\0') : Buffer.alloc(0);
    pages.push(Buffer.concat([head, plain, Buffer.alloc(RESERVED)]));
  }
  return Buffer.concat(pages);
};

describe('ledger.db', () => {
  test('is SQLCipher 4 to the byte: documented AES-256-CBC and HMAC-SHA512 on every page give a sound SQLite file', () => {
    const file = readFileSync(database(base));
    expect(file.length % PAGE).toBe(0);
    const plain = decrypt(file, dataKey);
    // Bytes 16-17: page size, 20: reserved bytes a page.
    expect(plain.readUInt16BE(16)).toBe(PAGE);
    expect(plain[20]).toBe(RESERVED);
    // The header says WAL, which a file in memory can't have.
    plain[18] = 1;
    plain[19] = 1;
    const db = new Database(plain);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT serial FROM entry WHERE line = 1').pluck().get()).toBe('BKZX4I2Z');
    db.close();
    const wrong = Buffer.from(dataKey);
    wrong[0] = wrong[0]! ^ 1;
    expect(() => decrypt(file, wrong)).toThrow(/page 1/);
  });

  test('and what stands beside it hold nothing that can be read', async () => {
    const folder = fresh();
    const ledger = open(folder);
    const [first] = readLines(ledger.reader, { book: 'ad', view: 'corrected', from: 1, count: 1 });
    expect(first?.serial).toBe('BKZX4I2Z');
    await verified(ledger);
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'keys.json']) {
      const bytes = readFileSync(join(folder, name));
      for (const secret of ['BKZX', 'Müller', 'Prairie', 'Glock', 'entry', 'CREATE TABLE', 'SQLite format 3'])
        expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
    }
    await ledger.close();
  });
});

/** What the book and its trail say, by every list and filter. */
const readBook = (ledger: Ledger): string =>
  JSON.stringify([
    readLines(ledger.reader, { book: 'ad', view: 'both', from: 1, count: 100 }),
    readLines(ledger.reader, {
      book: 'ad',
      view: 'original',
      from: 1,
      count: 100,
      only: 'disposed',
      newestFirst: true,
    }),
    countLines(ledger.reader, 'ad', 'open'),
    readTrail(ledger, { count: 100 }),
    [1, 2, 3, 4, 5, 6, 7].map((line) => readHistory(ledger, 'ad', line)),
    ledger.settings(),
  ]);

/** Everything that a person can do with an open ledger without changing it. */
const readAll = (ledger: Ledger): string =>
  readBook(ledger) + JSON.stringify(['bkz', 'müller', 'o1l5882'].map((text) => searchLines(ledger, text, 50)));

type Outcome = 'sentence' | 'problems' | 'unharmed';

/**
 * Opens, reads and verifies. What is damaged must be said, by a sentence or by verify; what is not must give the very
 * answers of the whole ledger. Anything else, an inner error above all, fails.
 */
const tryAll = async (folder: string, answers: string): Promise<Outcome> => {
  let ledger: Ledger;
  try {
    ledger = open(folder);
  } catch (thrown) {
    expect((await refusal(() => Promise.reject(thrown))).code).toMatch(/LEDGER_DAMAGED|LEDGER_MISSING|KEYS_DAMAGED/);
    return 'sentence';
  }
  try {
    let read: string | undefined;
    try {
      read = readAll(ledger);
    } catch (thrown) {
      const known = asLedgerError(thrown);
      if (!(known instanceof LedgerError)) throw thrown;
      expect(known.code).toBe('LEDGER_DAMAGED');
    }
    // Compared here, because a failing expectation would print both.
    if (read !== undefined && read !== answers) throw new Error('A wrong answer was given without a word.');
    const result = await verified(ledger);
    if (!result.ok) {
      expect(result.problems.length).toBeGreaterThan(0);
      for (const problem of result.problems) expect(problem.message).not.toMatch(/SQLITE|undefined|NaN/);
      return 'problems';
    }
    if (read === undefined) throw new Error('Verify passed what could not be read.');
    return 'unharmed';
  } finally {
    await ledger.close();
  }
};

describe('a damaged file', () => {
  let answers: string;
  beforeAll(async () => {
    const ledger = open(fresh());
    answers = readAll(ledger);
    await ledger.close();
  });

  test('cut short anywhere is refused with a sentence, and left as it is', async () => {
    const whole = statSync(database(base)).size;
    const random = randomFrom(3);
    const lengths = [
      ...[0, 1, 15, 16, 17, 99, 100, 511, 512, 1023, 1024, 4095, 4096, 4097, 8191, 8192],
      ...Array.from({ length: 60 }, () => Math.floor(random() * whole)),
      ...[whole - PAGE, whole - PAGE - 1, whole - 17, whole - 1],
    ];
    for (const length of lengths) {
      const folder = fresh();
      truncateSync(database(folder), length);
      const before = hashesOf(folder);
      const error = await refusal(() => open(folder));
      expect(error.code, `cut to ${length}`).toBe('LEDGER_DAMAGED');
      expect(hashesOf(folder), `cut to ${length}`).toEqual(before);
    }
  });

  test('with one byte changed, at any of 150 places, is found damaged or is provably unharmed', async () => {
    const bytes = readFileSync(database(base));
    const random = randomFrom(20_261_122);
    const outcomes: Record<Outcome, number> = { sentence: 0, problems: 0, unharmed: 0 };
    for (let n = 0; n < 150; n++) {
      // Every page once, then anywhere; the first page and the ends of pages are where the format's own words stand.
      const pages = bytes.length / PAGE;
      const at = n < pages ? n * PAGE + Math.floor(random() * PAGE) : Math.floor(random() * bytes.length);
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 << Math.floor(random() * 8));
      const folder = fresh();
      writeFileSync(database(folder), changed);
      const outcome = await tryAll(folder, answers).catch((thrown: unknown) => {
        throw new Error(`byte ${at} (page ${Math.floor(at / PAGE) + 1}): ${String(thrown)}`, { cause: thrown });
      });
      outcomes[outcome] += 1;
    }
    // Every page carries an HMAC and the ledger has no unused pages: nothing may pass at all.
    expect(outcomes.unharmed).toBe(0);
    expect(outcomes.sentence).toBeGreaterThan(5);
    expect(outcomes.problems).toBeGreaterThan(30);
  });

  test('with a page of zeros, or two pages swapped, is found', async () => {
    const bytes = readFileSync(database(base));
    const outcomes: Outcome[] = [];
    for (let page = 1; page < bytes.length / PAGE; page++) {
      const from = page * PAGE;
      const zeros = Buffer.from(bytes).fill(0, from, from + PAGE);
      const swapped = Buffer.from(bytes);
      const other = page === 1 ? 2 : 1;
      bytes.copy(swapped, from, other * PAGE, (other + 1) * PAGE);
      bytes.copy(swapped, other * PAGE, from, from + PAGE);
      for (const changed of [zeros, swapped]) {
        const folder = fresh();
        writeFileSync(database(folder), changed);
        outcomes.push(await tryAll(folder, answers));
      }
    }
    expect(outcomes).not.toContain('unharmed');
  });

  test('with a page from an older copy, whose HMAC is good, never passes verify and answers otherwise', async () => {
    const bytes = readFileSync(database(base));
    const later = fresh();
    let ledger = open(later);
    await voidLine(ledger, AD(3), 'Entered twice');
    await dispose(ledger, AD(4), sale(), 'all');
    await correct(ledger, AD(5), { field: 'serial', value: 'ÄÖ992', reason: 'Misread' }, 'all');
    const newerAnswers = readBook(ledger);
    await ledger.close();
    const newer = readFileSync(database(later));
    let found = 0;
    let passed = 0;
    for (let from = PAGE; from < bytes.length; from += PAGE) {
      const mixed = Buffer.from(newer);
      bytes.copy(mixed, from, from, from + PAGE);
      if (mixed.equals(newer)) continue;
      const folder = fresh();
      writeFileSync(database(folder), mixed);
      try {
        ledger = open(folder);
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code).toBe('LEDGER_DAMAGED');
        found += 1;
        continue;
      }
      const ok = (await verified(ledger)).ok;
      if (ok && readBook(ledger) !== newerAnswers)
        throw new Error(`Verify passed page ${from / PAGE + 1} of an older copy, and the ledger answers otherwise.`);
      await ledger.close();
      if (ok) passed += 1;
      else found += 1;
    }
    // What passes is a page of the newest checkpoint, or of the search's own index, which is derived and proves nothing.
    expect(found).toBeGreaterThan(4);
    expect(passed).toBeLessThan(8);
  });

  test('with other bytes after its end is still the same ledger', async () => {
    const folder = fresh();
    writeFileSync(database(folder), Buffer.concat([readFileSync(database(folder)), Buffer.alloc(10_000, 7)]));
    expect(await tryAll(folder, answers)).toBe('unharmed');
  });

  test('that is a plain SQLite file in its place is refused, and not encrypted over', async () => {
    const folder = fresh();
    rmSync(database(folder));
    const plain = new Database(database(folder));
    plain.exec('CREATE TABLE event (seq INTEGER PRIMARY KEY, json TEXT)');
    plain.close();
    const before = hashesOf(folder);
    const error = await refusal(() => open(folder));
    expect(error.code).toBe('LEDGER_DAMAGED');
    expect(error.message).toMatch(/not encrypted/);
    expect(hashesOf(folder)).toEqual(before);
  });

  test('that is text, a picture or zeros in its place is refused, and left as it is', async () => {
    for (const bytes of [Buffer.from('hello'), Buffer.alloc(PAGE * 10), Buffer.alloc(PAGE * 3, 0xa5)]) {
      const folder = fresh();
      writeFileSync(database(folder), bytes);
      const before = hashesOf(folder);
      expect((await refusal(() => open(folder))).code).toBe('LEDGER_DAMAGED');
      expect(hashesOf(folder)).toEqual(before);
    }
  });

  test('that is the lock file does not keep the ledger from opening: it holds nothing that can be lost', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(PAGE * 2, 0xa5)]) {
      const folder = fresh();
      writeFileSync(join(folder, 'lock'), bytes);
      expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
    }
  });
});

describe('a ledger of another version', () => {
  const applied = (folder: string, change: string): void => {
    const db = openRaw(folder, dataKey);
    db.exec(change);
    db.close();
  };

  test('newer than this one is refused by name, and left as it is', async () => {
    const folder = fresh();
    applied(folder, "INSERT INTO migration VALUES ('0099_vehicles', 'abc', '2030-01-01')");
    const before = hashesOf(folder);
    const error = await refusal(() => open(folder));
    expect(error.code).toBe('LEDGER_FROM_FUTURE');
    expect(error.message).toMatch(/newer version.*0099_vehicles/);
    expect(hashesOf(folder)).toEqual(before);
  });

  test('with an applied migration that differs, or is missing in between, is refused untouched', async () => {
    for (const change of [
      "UPDATE migration SET hash = 'abc' WHERE tag = '0000_init'",
      "UPDATE migration SET tag = '0000_other' WHERE tag = '0000_init'",
      "DELETE FROM migration WHERE tag = '0000_init'",
    ]) {
      const folder = fresh();
      applied(folder, change);
      const before = hashesOf(folder);
      expect((await refusal(() => open(folder))).code, change).toBe('LEDGER_FROM_FUTURE');
      expect(hashesOf(folder), change).toEqual(before);
    }
  });

  const next = (sql: string) => [...MIGRATIONS, { tag: '0099_next', sql }];
  const tables = (folder: string): unknown[] => {
    const db = openRaw(folder, dataKey);
    const found = db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'next%'").pluck().all();
    db.close();
    return found;
  };

  test('older than this one is brought up, with an encrypted copy beside it that goes once it is done', async () => {
    const folder = fresh();
    const copy = join(folder, 'ledger.db.before-migration');
    const db = openRaw(folder, dataKey);
    let seen: Buffer | undefined;
    db.function('look', () => {
      seen = readFileSync(copy);
      return 1;
    });
    migrate(
      Object.assign(db, { role: 'write' as const }),
      copy,
      next('CREATE TABLE next_a (x) ;\n--> statement-breakpoint\nSELECT look()'),
    );
    db.close();
    expect(decrypt(seen!, dataKey).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(existsSync(copy)).toBe(false);
    expect(tables(folder)).toEqual(['next_a']);
    // And this version, which knows nothing of it, refuses.
    expect((await refusal(() => open(folder))).code).toBe('LEDGER_FROM_FUTURE');
  });

  test('stays as it was where a migration fails half way', async () => {
    const folder = fresh();
    const copy = join(folder, 'ledger.db.before-migration');
    const db = openRaw(folder, dataKey);
    expect(() =>
      migrate(
        Object.assign(db, { role: 'write' as const }),
        copy,
        next('CREATE TABLE next_a (x);\n--> statement-breakpoint\nINSERT INTO nothing_there VALUES (1)'),
      ),
    ).toThrow();
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
    expect(tables(folder)).toEqual([]);
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });
});
