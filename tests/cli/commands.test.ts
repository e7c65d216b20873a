import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import { readCheckpoint } from '../../electron/ledger/checkpoint.ts';
import { readVkey } from '../../electron/ledger/note.ts';
import { type BookLine, BookLine as BookLineShape } from '../../shared/contract/lines.ts';
import { cli, type RunOptions } from '../support/cli.ts';
import { makeCheap, PASSPHRASE, scratch } from '../support/ledgers.ts';

/**
 * The command line as people script it: one ledger's life, in order, each step checked by what the process printed and
 * how it ended. The temporary folder is the tests' own, so that anything left in it is seen.
 */
let place: ReturnType<typeof scratch>;
let ledger: string;
let recoveryKey: string;
let firstNote: string;
const file = (name: string) => join(place.path, name);
const run = (args: string[], options: RunOptions = {}) =>
  cli(args, { ...options, env: { TMPDIR: file('tmp'), ...options.env } });
const json = async <T>(args: string[], code = 0): Promise<T> => {
  const ran = await run(args);
  expect(ran, ran.stderr).toMatchObject({ code });
  return JSON.parse(ran.stdout) as T;
};

beforeAll(() => {
  place = scratch();
  mkdirSync(file('tmp'));
  ledger = file('Prairie Arms.rollmark');
});
afterAll(() => place.remove());

const PISTOL = {
  manufacturer: 'Glock GmbH',
  importer: 'Glock Inc',
  model: '19 Gen5',
  serial: 'BKZX412',
  type: 'Pistol',
  caliber: '9x19',
  acquiredOn: '11/20/2025',
  acquiredFrom: 'Ueda Distributing LLC',
  acquiredFromAddress: '9144 Pine Ct, Boise, ID 83702',
  acquiredFromLicence: '94403908 8G05138',
};
const RIFLE = {
  manufacturer: 'Ruger',
  model: '10/22',
  serials: ['0012-88', '0012-88B'],
  type: 'rifle',
  caliber: '.22 LR',
  acquiredOn: '2025-11-21',
  acquiredFrom: { name: 'Zoë Müller', address: { street: '4102 Main St', city: 'Boise', state: 'ID', zip: '83702' } },
};
/** What the issue promises of a line. */
const PROMISED = [
  'line',
  'status',
  'manufacturer',
  'importer',
  'model',
  'serial',
  'type',
  'caliber',
  'acquiredOn',
  'acquiredFrom',
  'disposedOn',
  'disposedTo',
];
const isLines = (lines: BookLine[]) => {
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(expect.arrayContaining(PROMISED));
    expect(BookLineShape.safeParse(line).error).toBeUndefined();
  }
};

test('create makes the ledger and prints the recovery key, alone, on standard output', async () => {
  const ran = await run([
    ...['create', ledger, '--template', 'dealer', '--name', 'Prairie Arms LLC'],
    ...['--licence', '5-48-123-01-7K-04567', '--premises', '12 Main St, Boise, ID 83702'],
  ]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/^([a-z]+ ){11}[a-z]+\n$/);
  recoveryKey = ran.stdout.trim();
  expect(ran.stderr).toMatch(/not shown again/);
  expect(ran.stderr).not.toContain(recoveryKey.split(' ').slice(0, 3).join(' '));
  expect(readdirSync(ledger).sort()).toEqual(['keys.json', 'ledger.db', 'lock', 'reached']);
  // From here on each command would pay for the derivation again.
  await makeCheap(ledger, recoveryKey);
});

test('create does not touch what is there already', async () => {
  const before = readFileSync(join(ledger, 'keys.json'), 'utf8');
  const ran = await run(['create', ledger, '--template', 'dealer', '--name', 'Other']);
  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toMatch(/already.*another name/);
  expect(readFileSync(join(ledger, 'keys.json'), 'utf8')).toBe(before);
});

test('acquire takes a JSON file, or standard input, and prints the line as the book keeps it', async () => {
  writeFileSync(file('pistol.json'), JSON.stringify(PISTOL));
  const first = await json<BookLine & { warnings: unknown[] }>(['acquire', ledger, '--json', file('pistol.json')]);
  expect(first).toMatchObject({
    line: 1,
    status: 'open',
    serial: 'BKZX412',
    acquiredOn: '2025-11-20',
    acquiredFromLicence: '9-44-039-08-8G-05138',
  });
  const second = await run(['acquire', ledger, '--json', '-'], { input: JSON.stringify(RIFLE) });
  expect(second.code).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({
    line: 2,
    type: 'Rifle',
    serial: '0012-88; 0012-88B',
    serials: ['0012-88', '0012-88B'],
    acquiredFrom: 'Zoë Müller',
    acquiredFromAddress: '4102 Main St, Boise, ID 83702',
  });
});

test('acquire refuses with each reason, records nothing, and says so by its exit code', async () => {
  writeFileSync(file('bad.json'), JSON.stringify({ ...PISTOL, type: 'Semi-automatic', acquiredOn: '13/45/2017' }));
  const ran = await run(['acquire', ledger, '--json', file('bad.json')]);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/how the action works/);
  expect(ran.stderr).toMatch(/not a day on the calendar/);
  expect(await json<BookLine[]>(['book', ledger, '--json'])).toHaveLength(2);
});

test('search finds by any fragment, in JSON and for reading', async () => {
  for (const [text, lines] of [
    ['zx41', [1]],
    ['muller', [2]],
    ['glock', [1]],
    ['0012', [2]],
    ['nothing at all', []],
  ] as const) {
    const found = await json<BookLine[]>(['search', ledger, ...text.split(' '), '--json']);
    isLines(found);
    expect(found.map((line) => line.line)).toEqual(lines);
  }
  const shown = await run(['search', ledger, 'BKZX']);
  expect(shown.stdout).toMatch(/1 {2}open +BKZX412\n.*Glock GmbH · Glock Inc · 19 Gen5 · Pistol · 9x19/);
  const none = await run(['search', ledger, 'nothing']);
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing was found.\n' });
});

describe('import', () => {
  const good = sampleCsv(40);
  const bad = (() => {
    const lines = good.split('\n');
    const columns = lines[0]!.split(',');
    const cells = lines[3]!.split(',');
    cells[columns.indexOf('Type')] = 'Semi-automatic';
    lines[3] = cells.join(',');
    return lines.join('\n');
  })();
  type Report = {
    rows: number;
    accepted: number;
    refused: number;
    warned: number;
    findings: { row: number; field: string; code: string; severity: string; message: string }[];
  };
  const isReport = (report: Report) => {
    expect(Object.keys(report).sort()).toEqual(
      expect.arrayContaining(['accepted', 'findings', 'refused', 'rows', 'warned']),
    );
    for (const finding of report.findings) {
      expect(Object.keys(finding).sort()).toEqual(['code', 'field', 'message', 'row', 'severity']);
      expect(finding.severity).toMatch(/^(refused|warning)$/);
    }
  };
  const lines = async () => (await json<BookLine[]>(['book', ledger, '--json'])).length;

  test('--dry-run brings nothing in, and its report counts from the first row under the header', async () => {
    writeFileSync(file('stock.csv'), bad);
    const report = await json<Report>(
      [
        'import',
        ledger,
        file('stock.csv'),
        '--as',
        'fastbound',
        '--dry-run',
        '--json',
        '--report',
        file('report.json'),
      ],
      1,
    );
    isReport(report);
    expect(report).toMatchObject({ rows: 40, accepted: 39, refused: 1 });
    expect(report.findings.filter((f) => f.severity === 'refused')).toEqual([
      expect.objectContaining({ row: 3, field: 'Type', code: 'type-is-action' }),
    ]);
    expect(JSON.parse(readFileSync(file('report.json'), 'utf8'))).toEqual(report);
    expect(existsSync(file('report.json.part'))).toBe(false);
    expect(await lines()).toBe(2);
  });

  test('by itself is all or nothing', async () => {
    const ran = await run(['import', ledger, file('stock.csv'), '--as', 'fastbound']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/40 rows: 39 good, 1 refused.*\nNothing was brought in/);
    expect(ran.stderr).toMatch(/Row 3, Type: .*how the action works/);
    expect(await lines()).toBe(2);
  });

  test('--only-good brings the others in, and still ends with 1', async () => {
    const report = await json<Report>(
      ['import', ledger, file('stock.csv'), '--as', 'fastbound', '--only-good', '--json'],
      1,
    );
    isReport(report);
    expect(report).toMatchObject({ rows: 40, accepted: 39, refused: 1 });
    expect(await lines()).toBe(41);
  });

  test('of a good file ends with 0', async () => {
    writeFileSync(file('good.csv'), sampleCsv(5, 99));
    const ran = await run(['import', ledger, file('good.csv'), '--as', 'fastbound']);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/5 rows: 5 good, 0 refused.*\nBrought in as lines 42 to 46\.\n/);
  });

  test('whose report could not be written is not begun', async () => {
    for (const report of [file('nowhere/report.json'), place.path]) {
      const ran = await run(['import', ledger, file('good.csv'), '--as', 'fastbound', '--report', report]);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await lines()).toBe(46);
  });

  test.each([
    ['an empty file', '', /empty/i],
    ['a header alone', good.split('\n')[0]!, /row/i],
    ['another header', 'Name,Colour\nBob,red\n', /column/i],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /picture/],
    ['ten thousand columns', `${Array.from({ length: 10_000 }, (_, n) => `C${n}`).join(',')}\n1,2,3\n`, /column/i],
    ['one field of 50 MB', `Manufacturer,Serial\n"${'x'.repeat(50_000_000)}",1\n`, /long|column/i],
    ['bytes of chance', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)), /./],
  ])('of %s says what is wrong, and brings nothing in', async (_, content, words) => {
    writeFileSync(file('odd.csv'), content);
    const ran = await run(['import', ledger, file('odd.csv'), '--as', 'fastbound']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(words);
    expect(ran.stderr).toMatch(/^[A-Z“][^\n]+\n$/);
    expect(ran.stderr).toMatch(/Nothing was imported/);
  });

  test('stopped by Ctrl-C leaves nothing behind', async () => {
    writeFileSync(file('large.csv'), sampleCsv(20_000, 5));
    const before = await lines();
    const ran = await run(['import', ledger, file('large.csv'), '--as', 'fastbound'], {
      started: (child) => {
        // Once the ledger is open and the import under way.
        const waiting = setInterval(() => {
          if (!existsSync(join(ledger, 'ledger.db-wal'))) return;
          clearInterval(waiting);
          setTimeout(() => child.kill('SIGINT'), 400);
        }, 20);
        child.once('close', () => clearInterval(waiting));
      },
    });
    expect(ran, ran.stderr).toMatchObject({ code: 130, stdout: '' });
    expect(ran.stderr).toMatch(/stopped. Nothing was brought into the book/);
    expect(await lines()).toBe(before);
  });
});

test('dispose closes a line, by name and address', async () => {
  writeFileSync(
    file('sale.json'),
    JSON.stringify({
      disposedOn: '2025-11-25',
      disposedTo: 'Ada Grant',
      disposedToAddress: '1 Elm St, Boise, ID 83702',
    }),
  );
  const line = await json<BookLine>(['dispose', ledger, '--line', '1', '--json', file('sale.json')]);
  expect(line).toMatchObject({ line: 1, status: 'disposed', disposedTo: 'Ada Grant', disposedOn: '2025-11-25' });
  const again = await run(['dispose', ledger, '--line', '1', '--json', file('sale.json')]);
  expect(again).toMatchObject({ code: 2, stdout: '' });
  expect(again.stderr).toMatch(/disposed of already/);
});

test('correct keeps the original, and book shows the three views', async () => {
  const reason = ['--reason', 'Misread'];
  const line = await json<BookLine>([
    'correct',
    ledger,
    '--line',
    '1',
    '--field',
    'serial',
    '--value',
    'BKZX4I2',
    ...reason,
    '--json',
  ]);
  expect(line).toMatchObject({ serial: 'BKZX4I2', struck: { serial: ['BKZX412'] } });
  const shown = await run(['correct', ledger, '--line', '1', '--field', 'model', '--value', '19X', ...reason]);
  expect(shown.stdout).toMatch(/\[-BKZX412-\] BKZX4I2/);
  const view = async (name: string) =>
    (await json<BookLine[]>(['book', ledger, '--view', name, '--to', '1', '--json']))[0];
  expect(await view('original')).toMatchObject({ serial: 'BKZX412', model: '19 Gen5', struck: {} });
  expect(await view('corrected')).toMatchObject({ serial: 'BKZX4I2', model: '19X', struck: {} });
  expect(await view('both')).toMatchObject({ serial: 'BKZX4I2', struck: { serial: ['BKZX412'], model: ['19 Gen5'] } });
  const all = await json<BookLine[]>(['book', ledger, '--json']);
  isLines(all);
  expect(all.map((l) => l.line)).toEqual(Array.from({ length: 46 }, (_, n) => n + 1));
  const some = await json<BookLine[]>(['book', ledger, '--from', '3', '--to', '7', '--json']);
  expect(some.map((l) => l.line)).toEqual([3, 4, 5, 6, 7]);
  expect(await json(['book', ledger, '--from', '7', '--to', '3', '--json'])).toEqual([]);
  expect(await json(['book', ledger, '--from', '900', '--json'])).toEqual([]);
});

test('void keeps the line and its number', async () => {
  const line = await json<BookLine>(['void', ledger, '--line', '2', '--reason', 'Entered in error', '--json']);
  expect(line).toMatchObject({ line: 2, status: 'voided', voidReason: 'Entered in error', manufacturer: 'Ruger' });
  expect((await run(['void', ledger, '--line', '2', '--reason', 'Again'])).code).toBe(2);
});

test('history tells everything of one line', async () => {
  const events = await json<{ kind: string; reason: string; actor: string }[]>([
    'history',
    ledger,
    '--line',
    '1',
    '--json',
  ]);
  expect(events.map((event) => event.kind)).toEqual([
    'entry.acquired',
    'entry.disposed',
    'entry.corrected',
    'entry.corrected',
  ]);
  const shown = await run(['history', ledger, '--line', '1']);
  expect(shown.stdout).toMatch(/Serial number: “BKZX412” became “BKZX4I2”\n {4}because: Misread/);
  expect((await run(['history', ledger, '--line', '999'])).code).toBe(2);
});

test('checkpoint gives the signed note, and with --json all that a stranger needs to check it', async () => {
  const made = await json<{ note: string; vkey: string; size: number; root: string }>(['checkpoint', ledger, '--json']);
  expect(Object.keys(made).sort()).toEqual(['note', 'root', 'size', 'vkey']);
  const read = readCheckpoint(made.note, readVkey(made.vkey)!);
  expect(read).toMatchObject({ ok: true, size: made.size });
  expect(read.ok && read.root.toString('base64')).toBe(made.root);
  firstNote = made.note;
  const plain = await run(['checkpoint', ledger]);
  expect(plain.stdout).toBe(made.note);
});

test('verify proves the ledger, also against a checkpoint, and names what does not hold', async () => {
  type Verified = { ok: boolean; events: number; size: number; root: string; problems: unknown[] };
  const result = await json<Verified>(['verify', ledger, '--json']);
  expect(Object.keys(result).sort()).toEqual(['events', 'ok', 'problems', 'root', 'size']);
  expect(result).toMatchObject({ ok: true, problems: [] });
  expect(result.events).toBe(result.size);
  await run(['void', ledger, '--line', '40', '--reason', 'Entered in error']);
  writeFileSync(file('checkpoint.txt'), firstNote);
  const against = await run(['verify', ledger, '--against', file('checkpoint.txt')]);
  expect(against).toMatchObject({ code: 0 });
  expect(against.stdout).toMatch(/^Proven: all \d+ events are as they were recorded/);
  writeFileSync(file('forged.txt'), firstNote.replace(/\n\d+\n/, '\n3\n'));
  const forged = await json<Verified>(['verify', ledger, '--against', file('forged.txt'), '--json'], 1);
  expect(forged.ok).toBe(false);
  expect(forged.problems).toEqual([
    {
      code: 'against-unreadable',
      where: 'The checkpoint given',
      message: expect.stringMatching(/changed after signing/),
    },
  ]);
  expect(await run(['verify', ledger, '--against', file('none.txt')])).toMatchObject({ code: 2, stdout: '' });
});

const pdftotext = spawnSync('pdftotext', ['-v']).error === undefined;

test.skipIf(!pdftotext)('print writes the book and an acquisition record as PDF', async () => {
  const text = (name: string) => spawnSync('pdftotext', ['-layout', file(name), '-'], { encoding: 'utf8' }).stdout;
  const book = await run(['print', ledger, 'book', '--view', 'both', '--out', file('book.pdf')]);
  expect(book, book.stderr).toMatchObject({ code: 0, stdout: '' });
  const pages = text('book.pdf');
  for (const words of ['Prairie Arms LLC', 'BKZX412', 'BKZX4I2', 'Glock GmbH', 'Ada Grant'])
    expect(pages).toContain(words);
  const original = await json<{ out: string; pages: number; bytes: number }>([
    'print',
    ledger,
    'book',
    '--view',
    'original',
    '--from',
    '1',
    '--to',
    '1',
    '--out',
    file('one.pdf'),
    '--json',
  ]);
  expect(original).toEqual({ out: file('one.pdf'), pages: 1, bytes: readFileSync(file('one.pdf')).length });
  expect(text('one.pdf')).toContain('BKZX412');
  expect(text('one.pdf')).not.toContain('BKZX4I2');
  const record = await run(['print', ledger, 'acquisition', '--line', '1', '--out', file('record.pdf')]);
  expect(record, record.stderr).toMatchObject({ code: 0, stdout: '' });
  expect(text('record.pdf')).toMatch(/BKZX4I2/);
  expect(readdirSync(place.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  for (const [args, code] of [
    [['acquisition', '--line', '999', '--out', file('x.pdf')], 2],
    [['acquisition', '--out', file('x.pdf')], 2],
    [['book', '--from', '900', '--out', file('x.pdf')], 2],
    [['book', '--out', file('nowhere/x.pdf')], 2],
    [['book', '--out', place.path], 2],
    [['labels', '--out', file('x.pdf')], 2],
  ] as const)
    expect(await run(['print', ledger, ...args])).toMatchObject({ code, stdout: '' });
  expect(existsSync(file('x.pdf'))).toBe(false);
});

test('export writes the book as CSV, whole or not at all, and says what such a file is', async () => {
  const made = await run(['export', ledger, '--out', file('book.csv')]);
  expect(made, made.stderr).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(/in the clear.*every column set to Text/s);
  const text = readFileSync(file('book.csv'), 'utf8');
  expect(text).toMatch(/^\uFEFF"Line no\.","Manufacturer and importer \(if any\)",/);
  expect(text).toContain('"BKZX4I2"');
  const original = await json<object>([
    ...['export', ledger, '--view', 'original', '--from', '1', '--to', '1', '--out', file('one.csv'), '--json'],
  ]);
  const one = readFileSync(file('one.csv'));
  expect(original).toMatchObject({ out: file('one.csv'), lines: 1, bytes: one.length });
  expect(one.toString('utf8')).toContain('"BKZX412"');
  const open = await json<{ lines: number }>(['export', ledger, '--open', '--out', file('open.csv'), '--json']);
  expect(open.lines).toBeLessThan(text.split('\r\n').length - 2);
  // The first after the creation, and after the keys were made cheap.
  const first = await json<{ lines: number }>(['export', ledger, '--as-of', '3', '--out', file('then.csv'), '--json']);
  expect(first.lines).toBe(1);
  for (const args of [
    ['--out', file('y.csv'), '--view', 'both'],
    ['--out', file('y.csv'), '--order', 'size'],
    ['--out', file('y.csv'), '--from', '900'],
    ['--out', file('nowhere/y.csv')],
    ['--out', place.path],
    ['--out', join(ledger, 'y.csv')],
    [],
  ])
    expect(await run(['export', ledger, ...args])).toMatchObject({ code: 2, stdout: '' });
  expect(existsSync(file('y.csv'))).toBe(false);
  expect(readdirSync(place.path).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('key --show gives the raw key in the form that SQLCipher takes, and nothing else', async () => {
  const shown = await run(['key', ledger, '--show']);
  expect(shown.stdout).toMatch(/^x'[0-9a-f]{64}'\n$/);
  expect(shown.stderr).toMatch(/can read the whole ledger/);
  expect(shown.stderr).not.toMatch(/[0-9a-f]{16}/);
  const key = await json<{ key: string; pragma: string }>(['key', ledger, '--show', '--json']);
  expect(shown.stdout.trim()).toBe(`x'${key.key}'`);
  expect(key.pragma).toBe(`PRAGMA key = "x'${key.key}'"`);
  expect((await run(['key', ledger])).code).toBe(2);
});

test('the recovery key opens what the passphrase opens, and is not needed beside it', async () => {
  const env = { ROLLMARK_PASSPHRASE: undefined, ROLLMARK_RECOVERY_KEY: recoveryKey.toUpperCase() };
  expect(await run(['verify', ledger], { env })).toMatchObject({ code: 0 });
  const typo = recoveryKey.replace(/^[a-z]+/, 'rollmark');
  const wrong = await run(['verify', ledger], { env: { ...env, ROLLMARK_RECOVERY_KEY: typo } });
  expect(wrong).toMatchObject({ code: 3, stdout: '' });
  expect(wrong.stderr).toMatch(/Word 1 is not a word/);
});

test('nothing of all this can be read in the ledger’s folder or in a temporary file, and no secret was said', () => {
  expect(readdirSync(file('tmp'))).toEqual([]);
  const secrets = ['BKZX4', '0012-88', 'Müller', 'Ada Grant', 'Ueda', 'Prairie', 'Glock', 'Semi-automatic', 'Misread'];
  for (const name of readdirSync(ledger)) {
    const bytes = readFileSync(join(ledger, name));
    for (const secret of [...secrets, PASSPHRASE, recoveryKey.split(' ').slice(0, 2).join(' ')])
      for (const encoding of ['utf8', 'utf16le', 'latin1'] as const)
        expect(bytes.includes(Buffer.from(secret, encoding)), `${secret} in ${name}`).toBe(false);
  }
});
