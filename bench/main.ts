import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createLedger, type Ledger, openLedger } from '../electron/ledger/ledger.ts';
import { verifyLedger } from '../electron/ledger/verify.ts';
import { searchLines } from '../electron/services/book.ts';
import { checkLedger } from '../electron/services/check.ts';
import { acquire } from '../electron/services/entries.ts';
import { importFile } from '../electron/services/imports.ts';
import { printBook } from '../electron/services/printing.ts';
import { emptyAcquisition } from '../shared/domain/fields.ts';
import { measureLookAlikes, tellLookAlikes } from './look-alikes.ts';
import { randomFrom, type SampleLine, sampleCsv, sampleLines } from './sample.ts';

/**
 * The figures of the design, each beside a plain, unencrypted better-sqlite3 baseline that does the least that could be
 * called the same work, in the same run. Machines are noisy: read the ratios, and run it more than once.
 */
const LINES = Number(process.env.BENCH_LINES ?? 100_000);
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 2000);
const SEARCHES = 1000;
const PASSPHRASE = 'correct horse battery staple';
const never = new AbortController().signal;
const quiet = () => undefined;

const quantile = (times: number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;
const ms = (value: number): string =>
  value < 10 ? `${value.toFixed(2)} ms` : value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(2)} s`;
const rate = (rows: number, time: number): string =>
  `${Math.round((rows / time) * 1000).toLocaleString('en-US')} rows/s`;

type Row = { what: string; ours: string; baseline: string; ratio: string; target: string; met: boolean };
const rows: Row[] = [];
const note = (
  what: string,
  ours: string,
  baseline: string,
  ratio: number | undefined,
  target: string,
  met: boolean,
): void => {
  rows.push({ what, ours, baseline, ratio: ratio === undefined ? '' : `${ratio.toFixed(1)}x`, target, met });
  console.log(
    `${met ? 'ok  ' : 'OVER'} ${what}: ${ours}   (baseline ${baseline}${ratio === undefined ? '' : `, ${ratio.toFixed(1)}x`}; target ${target})`,
  );
};

const timed = async <T>(work: () => T | Promise<T>): Promise<[T, number]> => {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
};

const dir = mkdtempSync(join(tmpdir(), 'rollmark-bench-'));

/** The floor: one plain table, one row a line, one index, no events, no proof, no search, no validation. */
const plain = () => {
  const db = new Database(join(dir, 'plain.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    'CREATE TABLE item (id INTEGER PRIMARY KEY, manufacturer TEXT, importer TEXT, model TEXT, serial TEXT, type TEXT, caliber TEXT, acquired_on TEXT, from_name TEXT, from_address TEXT, from_licence TEXT, disposed_on TEXT, to_name TEXT, to_address TEXT, form4473 TEXT); CREATE INDEX item_serial ON item (serial)',
  );
  const insert = db.prepare('INSERT INTO item VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const add = (l: SampleLine) =>
    insert.run(
      l.manufacturer,
      l.importer,
      l.model,
      l.serial,
      l.type,
      l.caliber,
      l.acquiredOn,
      l.fromName,
      l.fromAddress,
      l.fromLicence,
      l.disposedOn,
      l.toName,
      l.toAddress,
      l.form4473,
    );
  return { db, add };
};

const draftOf = (l: SampleLine) => ({
  ...emptyAcquisition(),
  manufacturer: l.manufacturer,
  importer: l.importer,
  model: l.model,
  serials: [l.serial],
  type: l.type,
  caliber: l.caliber,
  acquiredOn: l.acquiredOn,
  acquiredFrom: l.fromName,
  acquiredFromAddress: l.fromAddress,
  acquiredFromLicence: l.fromLicence,
});

/** Mistyped serials, on files of their own. */
const lookAlikes = async (): Promise<void> => {
  for (const set of ['sample', 'lots', 'dense'] as const) tellLookAlikes(await measureLookAlikes(set, LINES), note);
};

const main = async (): Promise<void> => {
  console.log(
    `Rollmark bench: ${LINES.toLocaleString('en-US')} lines, ${cpus().length} cores, Node ${process.versions.node}\n`,
  );
  if (process.env.BENCH_ONLY === 'look-alikes') return lookAlikes();
  const settings = {
    template: 'dealer' as const,
    name: 'Bench Arms LLC',
    licence: '',
    premises: '1 Main St, Boise, ID 83702',
    zone: 'America/Boise',
    openDays: [1, 2, 3, 4, 5, 6, 7],
    forms4473Numbered: false,
  };
  const folder = join(dir, 'bench.rollmark');
  const created = await createLedger(folder, { settings, user: 'Bench', passphrase: PASSPHRASE });
  let ledger: Ledger = created.ledger;
  const base = plain();

  // Import, everything included: reading, rules, events, proof, commit, search index.
  const csv = Buffer.from(sampleCsv(LINES));
  const [report, importMs] = await timed(() =>
    importFile(
      ledger,
      { name: 'bench.csv', read: async () => csv },
      { mode: 'all', format: 'fastbound' },
      quiet,
      never,
    ),
  );
  if (report.imported !== LINES) throw new Error(`Imported ${report.imported} of ${LINES}`);
  const [, plainImportMs] = await timed(() => {
    base.db.exec('BEGIN');
    for (const line of sampleLines(LINES)) base.add(line);
    base.db.exec('COMMIT');
  });
  note(
    'import',
    `${rate(LINES, importMs)} (${ms(importMs)})`,
    rate(LINES, plainImportMs),
    importMs / plainImportMs,
    '>= 10,000 rows/s',
    LINES / importMs >= 10,
  );

  if (process.env.BENCH_ONLY === 'import') return;

  // The whole ledger against the rules, and its lines against each other; the table of near numbers is made on the way.
  const [checked, checkMs] = await timed(() => checkLedger(ledger, quiet, never));
  if (checked.lines !== LINES) throw new Error(`Checked ${checked.lines} of ${LINES}`);
  const [, plainCheckMs] = await timed(() => {
    base.db.prepare('SELECT manufacturer, serial, count(*) FROM item GROUP BY 1, 2 HAVING count(*) > 1').all();
    for (const row of base.db.prepare('SELECT * FROM item').iterate()) void row;
  });
  note(
    'check of the whole ledger',
    ms(checkMs),
    ms(plainCheckMs),
    checkMs / plainCheckMs,
    '<= 20 s',
    checkMs <= 20_000,
  );
  if (process.env.BENCH_ONLY === 'check') return;

  // Close, then open as a user would.
  await ledger.close();
  const [opened] = await timed(() => openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }));
  ledger = opened.ledger;
  const [, usableMs] = await timed(() => searchLines(ledger, 'glock', 50));
  const openMs = opened.timings.openMs + usableMs;
  base.db.close();
  const [, plainOpenMs] = await timed(() => {
    base.db = new Database(join(dir, 'plain.db'));
    base.db.prepare('SELECT * FROM item ORDER BY id LIMIT 50').all();
  });
  note(
    'open to a usable book, after the key derivation',
    ms(openMs),
    ms(plainOpenMs),
    openMs / plainOpenMs,
    '<= 1 s',
    openMs <= 1000,
  );
  note(
    'key derivation (Argon2id 64 MiB, 3 passes, 4 lanes)',
    ms(opened.timings.unlockMs),
    '-',
    undefined,
    'no target',
    true,
  );

  // One acquisition at a time, durable and acknowledged, with the rules and the look-up for repeats.
  const fresh = [...sampleLines(ENTRIES, 7)].map((l, n) => ({ ...l, serial: `N${n}${l.serial}` }));
  const entryTimes: number[] = [];
  for (const line of fresh) {
    const [, time] = await timed(() => acquire(ledger, 'ad', draftOf(line), 'all'));
    entryTimes.push(time);
  }
  base.db.pragma('synchronous = FULL');
  const insert = base.db.prepare(
    'INSERT INTO item (manufacturer, model, serial, acquired_on, from_name) VALUES (?, ?, ?, ?, ?)',
  );
  const plainTimes: number[] = [];
  for (const line of fresh) {
    const [, time] = await timed(() =>
      insert.run(line.manufacturer, line.model, line.serial, line.acquiredOn, line.fromName),
    );
    plainTimes.push(time);
  }
  const [p50, p99] = [quantile(entryTimes, 0.5), quantile(entryTimes, 0.99)];
  note(
    `one acquisition, p50 of ${ENTRIES}`,
    ms(p50),
    ms(quantile(plainTimes, 0.5)),
    p50 / quantile(plainTimes, 0.5),
    '<= 2 ms',
    p50 <= 2,
  );
  note(
    `one acquisition, p99 (worst ${ms(Math.max(...entryTimes))})`,
    ms(p99),
    ms(quantile(plainTimes, 0.99)),
    p99 / quantile(plainTimes, 0.99),
    '<= 10 ms',
    p99 <= 10,
  );
  if (process.env.BENCH_ONLY === 'entries') return;

  // Any fragment of two to eight characters out of the book itself, and some that are not in it.
  const random = randomFrom(3);
  const texts = [...sampleLines(LINES)]
    .filter(() => random() < (SEARCHES * 1.2) / LINES)
    .map((l) => {
      const source = [l.serial, l.manufacturer, l.model, l.fromName, l.toName || l.serial][Math.floor(random() * 5)]!;
      const length = Math.min(source.length, 2 + Math.floor(random() * 7));
      const from = Math.floor(random() * (source.length - length + 1));
      return source.slice(from, from + length).trim() || 'glock';
    });
  texts.push('zqzq', 'qx', '~~', 'not in the book');
  const searchTimes: number[] = [];
  for (const text of texts) {
    const [, time] = await timed(() => searchLines(ledger, text, 50));
    searchTimes.push(time);
  }
  const like = base.db.prepare(
    "SELECT * FROM item WHERE serial || char(10) || manufacturer || char(10) || model || char(10) || from_name || char(10) || coalesce(to_name, '') LIKE '%' || ? || '%' ORDER BY id DESC LIMIT 50",
  );
  const likeTimes: number[] = [];
  for (const text of texts.slice(-200)) {
    const [, time] = await timed(() => like.all(text));
    likeTimes.push(time);
  }
  const search99 = quantile(searchTimes, 0.99);
  note(
    `any-fragment search, p50 of ${texts.length}`,
    ms(quantile(searchTimes, 0.5)),
    ms(quantile(likeTimes, 0.5)),
    quantile(searchTimes, 0.5) / quantile(likeTimes, 0.5),
    'no target',
    true,
  );
  note(
    `any-fragment search, p99 (worst ${ms(Math.max(...searchTimes))})`,
    ms(search99),
    `${ms(quantile(likeTimes, 0.99))} LIKE`,
    search99 / quantile(likeTimes, 0.99),
    '<= 10 ms',
    search99 <= 10,
  );

  // The whole proof, replay included.
  const [verified, verifyMs] = await timed(() => verifyLedger(ledger, undefined, quiet, never));
  if (!verified.ok) throw new Error(JSON.stringify(verified.problems.slice(0, 3)));
  const [, plainReadMs] = await timed(() => base.db.pragma('integrity_check'));
  note(
    'verify, replay included',
    ms(verifyMs),
    `${ms(plainReadMs)} integrity_check`,
    verifyMs / plainReadMs,
    '<= 15 s',
    verifyMs <= 15_000,
  );

  // The whole book on paper.
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const [book, printMs] = await timed(() =>
    printBook(ledger, { book: 'ad', view: 'corrected', order: 'line', paper: 'letter' }, quiet, never),
  );
  clearInterval(watch);
  peak = Math.max(peak, process.memoryUsage.rss());
  const above = (peak - idle) / 1024 / 1024;
  const [, plainDumpMs] = await timed(() => base.db.prepare('SELECT * FROM item').all());
  note(
    `book PDF, ${book.pages.toLocaleString('en-US')} pages, ${(book.bytes.length / 1e6).toFixed(1)} MB`,
    ms(printMs),
    `${ms(plainDumpMs)} reading the rows`,
    printMs / plainDumpMs,
    '<= 8 s',
    printMs <= 8000,
  );
  note('book PDF, memory above idle', `${above.toFixed(0)} MB`, '-', undefined, '<= 300 MB', above <= 300);

  await ledger.close();
  console.log(
    `\nledger.db ${(statSync(join(folder, 'ledger.db')).size / 1e6).toFixed(0)} MB, plain ${(statSync(join(dir, 'plain.db')).size / 1e6).toFixed(0)} MB`,
  );
  base.db.close();
  await lookAlikes();
};

try {
  await main();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (rows.some((row) => !row.met)) process.exitCode = 1;
