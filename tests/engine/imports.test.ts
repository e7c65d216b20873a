import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomFrom, sampleCsv } from '../../bench/sample.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { countLines, readLines, searchLines } from '../../electron/services/book.ts';
import { acquire } from '../../electron/services/entries.ts';
import { type ImportMode, ImportRefused, type ImportReport, importFile } from '../../electron/services/imports.ts';
import { type JobEvent, runJob, type Work } from '../../electron/services/jobs.ts';
import { readHistory } from '../../electron/services/trail.ts';
import { copyOf, never, pistol, quiet, refusal, sampleLedger, scratch, verified } from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let dataKey: Buffer;
let ledger: Ledger;
beforeAll(async () => {
  place = scratch();
  ({ dataKey } = await sampleLedger(join(place.path, 'base.rollmark')));
});
beforeEach(() => {
  const folder = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'import.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey));
});
afterEach(async () => {
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});
afterAll(() => place.remove());

const ROWS = 1600;
const good = Buffer.from(sampleCsv(ROWS));
/** The same with three rows that no book can take: a date that is none, an action for the type, no serial. */
const withBadRows = (() => {
  const lines = good.toString('utf8').split('\n');
  const columns = lines[0]!.split(',');
  const edit = (row: number, column: string, to: string) => {
    const cells = lines[row]!.split(',');
    // The rows chosen hold no quoted cell, so that splitting at commas is right.
    expect(cells).toHaveLength(columns.length);
    cells[columns.indexOf(column)] = to;
    lines[row] = cells.join(',');
  };
  edit(2, 'Acquire_Date', '13/45/2017');
  edit(1500, 'Type', 'Semi-automatic');
  edit(ROWS, 'Serial', '');
  return Buffer.from(lines.join('\n'));
})();

const run = (
  bytes: Uint8Array,
  mode: ImportMode,
  progress: (stage: string, done: number, total: number) => void = quiet,
  signal = never,
  into = ledger,
): Promise<ImportReport> =>
  importFile(into, { name: 'stock.csv', read: async () => bytes }, { mode, format: 'fastbound' }, progress, signal);

const TABLES = ['event', 'tree_node', 'checkpoint', 'entry', 'description', 'licensee', 'settings', 'entry_text'];
const state = () => ({
  log: ledger.log().tree.size,
  rows: TABLES.map((table) => ledger.reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
  search: ledger.search.find('distributing', 10_000),
});

describe('an import', () => {
  test('brings every row in, each with its row number and what the book has no column for, and finds them', async () => {
    const report = await run(good, 'all');
    expect(report).toMatchObject({ rows: ROWS, accepted: ROWS, refused: 0, imported: ROWS, firstLine: 8 });
    expect(countLines(ledger.reader, 'ad')).toBe(7 + ROWS);
    const [line] = readLines(ledger.reader, { book: 'ad', view: 'corrected', from: 8 + 41, count: 1 });
    expect(line?.imported).toBe(true);
    expect(searchLines(ledger, line!.serial.slice(2), 3).lines.map((hit) => hit.line)).toContain(49);
    const { history, extra } = readHistory(ledger, 'ad', 49);
    expect(history[0]?.summary).toMatch(/row 42 of an import/);
    expect(extra).toMatchObject({ ExternalId: 'S42', Cost: '500.00', Location: 'Safe' });
  });

  test('of a file with bad rows brings in none, or only the good ones where that is asked for', async () => {
    const before = state();
    const dry = await run(withBadRows, 'dry-run');
    expect(dry).toMatchObject({ rows: ROWS, accepted: ROWS - 3, refused: 3, imported: 0 });
    const refusedRows = (report: ImportReport) =>
      report.findings.filter((f) => f.severity === 'refused').map((f) => [f.row, f.field, f.code]);
    expect(refusedRows(dry)).toEqual([
      [2, 'Acquire_Date', 'date-impossible'],
      [1500, 'Type', 'type-is-action'],
      [ROWS, 'Serial', 'serial-missing'],
    ]);
    expect(state()).toEqual(before);

    const error = await run(withBadRows, 'all').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImportRefused);
    expect((error as ImportRefused).message).toMatch(/3 of 1600 rows are refused, so nothing was brought in/);
    expect((error as ImportRefused).report).toMatchObject({ rows: ROWS, accepted: ROWS - 3, refused: 3, imported: 0 });
    expect(state()).toEqual(before);

    const some = await run(withBadRows, 'only-good');
    expect(some).toMatchObject({ imported: ROWS - 3, firstLine: 8, lastLine: 7 + ROWS - 3 });
    expect(refusedRows(some)).toEqual(refusedRows(dry));
    expect(countLines(ledger.reader, 'ad')).toBe(7 + ROWS - 3);
  });

  test('of a file with its days first brings in no date that could be another day, though only its end shows it', async () => {
    const lines = good.toString('utf8').trimEnd().split('\n');
    const at = lines[0]!.split(',').indexOf('Acquire_Date');
    const dated = (dates: Record<number, string>) =>
      Buffer.from(
        lines
          .map((line, row) => line.replace(/,\d{4}-\d\d-\d\d,/, (iso) => (dates[row] ? `,${dates[row]},` : iso)))
          .join('\n'),
      );
    expect(lines[3]!.split(',')[at]).toMatch(/^\d{4}-/);
    const asking = dated({ 3: '03.04.2012', 5: '3/4/2012' });
    const told = (report: ImportReport) =>
      report.findings.filter((f) => f.code.startsWith('date-')).map((f) => [f.row, f.severity, f.code]);

    const swapped = dated({ 3: '03.04.2012', 5: '3/4/2012', [ROWS]: '15.03.2012' });
    const before = state();
    const dry = await run(swapped, 'dry-run');
    expect(told(dry)).toEqual([
      [3, 'refused', 'date-order-unclear'],
      [5, 'refused', 'date-order-unclear'],
      [ROWS, 'refused', 'date-impossible'],
    ]);
    expect(dry).toMatchObject({ rows: ROWS, accepted: ROWS - 3, refused: 3 });
    expect(await run(swapped, 'all').catch((thrown: unknown) => thrown)).toBeInstanceOf(ImportRefused);
    expect(state()).toEqual(before);

    const seen: number[] = [];
    const some = await run(swapped, 'only-good', (stage, done) => {
      if (stage === 'Bringing in') seen.push(done);
    });
    expect(some).toMatchObject({ rows: ROWS, refused: 3, imported: ROWS - 3, firstLine: 8, lastLine: 7 + ROWS - 3 });
    expect(told(some)).toEqual(told(dry));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(countLines(ledger.reader, 'ad')).toBe(7 + ROWS - 3);
    expect(
      ledger.reader.prepare("SELECT count(*) FROM entry WHERE acquired_on = '2012-03-04' AND line > 7").pluck().get(),
    ).toBe(0);

    // Without the row that shows it, the dotted one goes in with a warning and as it was written.
    const line = 7 + ROWS - 3;
    const report = await run(asking, 'all');
    expect(told(report)).toEqual([[3, 'warning', 'date-order']]);
    expect(readHistory(ledger, 'ad', line + 3).extra).toMatchObject({ Acquire_Date: '03.04.2012' });
    expect(readHistory(ledger, 'ad', line + 5).extra).not.toHaveProperty('Acquire_Date');
  });

  test('tells a serial unlike the maker’s others, wherever it stands, before and after it is in the book', async () => {
    const serials = ['0013-6397', ...Array.from({ length: 30 }, (_, n) => `0013-${63_972 + n * 7}`)];
    const [head, row] = good.toString('utf8').split('\n') as [string, string];
    const columns = head.split(',');
    const rowOf = (serial: string) => {
      const cells = row.split(',');
      cells[columns.indexOf('Serial')] = serial;
      cells[columns.indexOf('Manufacturer')] = 'Savage';
      return cells.join(',');
    };
    const file = Buffer.from([head, ...serials.map(rowOf)].join('\n'));
    const shapes = ({ findings }: ImportReport) =>
      findings.filter((f) => f.code.startsWith('serial-shape')).map((f) => [f.row, f.field, f.severity, f.code]);
    const odd = [[1, 'Serial', 'hint', 'serial-shape']];
    expect(shapes(await run(file, 'dry-run'))).toEqual(odd);
    const report = await run(file, 'all');
    expect(shapes(report)).toEqual(odd);
    expect(report.findings.map((f) => f.row)).toEqual(report.findings.map((f) => f.row).toSorted((a, b) => a - b));
    // Against what the ledger holds by now.
    expect(shapes(await run(Buffer.from([head, rowOf('QX7')].join('\n')), 'dry-run'))).toEqual(odd);
  });

  test('stopped at any of its reports, or between them, leaves nothing, and a later one works', async () => {
    const reports: string[] = [];
    const copy = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'counted.rollmark'));
    const other = openWithKey(copy, Buffer.from(dataKey));
    await run(good, 'all', (stage) => reports.push(stage), never, other);
    await other.close();
    expect(new Set(reports)).toEqual(new Set(['Bringing in', 'Making it findable']));
    const before = state();
    // At each report, in the very moment of it.
    for (let at = 0; at < reports.length; at++) {
      const stop = new AbortController();
      let seen = 0;
      const error = await refusal(() =>
        run(
          good,
          'all',
          () => {
            if (seen++ === at) stop.abort();
          },
          stop.signal,
        ),
      );
      expect(error.code).toBe('CANCELLED');
      expect(error.message).toMatch(/Nothing was brought into the book/);
      expect(state()).toEqual(before);
    }
    // At any other moment.
    const random = randomFrom(7);
    let stopped = 0;
    for (let n = 0; n < 8; n++) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), random() * 200);
      const done = await run(good, 'all', quiet, stop.signal).catch((thrown: unknown) =>
        refusal(() => Promise.reject(thrown)),
      );
      if ('imported' in done) {
        // It was faster; the ledger holds it, whole.
        expect(done.imported).toBe(ROWS);
        const { folder } = ledger;
        await ledger.close();
        ledger = openWithKey(copyOf(join(place.path, 'base.rollmark'), folder), Buffer.from(dataKey));
      } else {
        expect(done.code).toBe('CANCELLED');
        expect(state()).toEqual(before);
        stopped += 1;
      }
    }
    expect(stopped).toBeGreaterThan(0);
    const already = AbortSignal.abort();
    expect((await refusal(() => run(good, 'all', quiet, already))).code).toBe('CANCELLED');
    expect(state()).toEqual(before);
    expect((await run(good, 'all')).imported).toBe(ROWS);
  });

  test('reports its way forward only, stage by stage, to the end', async () => {
    const seen: [string, number, number][] = [];
    await run(good, 'all', (...report) => seen.push(report));
    const stages = [...new Set(seen.map(([stage]) => stage))];
    expect(stages[0]).toBe('Bringing in');
    for (const stage of stages) {
      const done = seen.filter(([name]) => name === stage);
      for (const [at, [, now, total]] of done.entries()) {
        expect(now).toBeGreaterThanOrEqual(done[at - 1]?.[1] ?? 0);
        expect(now).toBeLessThanOrEqual(total);
        expect(total).toBe(done[0]![2]);
      }
      expect(done.at(-1)![1]).toBe(done.at(-1)![2]);
    }
    // No stage comes back once the next has begun.
    expect(seen.map(([stage]) => stages.indexOf(stage))).toEqual(
      seen.map(([stage]) => stages.indexOf(stage)).toSorted(),
    );
  });

  test('lets others read meanwhile, who see nothing of it before it is whole, and makes a second writer wait', async () => {
    const reads: { lines: number; found: number; known: number }[] = [];
    let running = true;
    const reading = (async () => {
      while (running) {
        reads.push({
          lines: countLines(ledger.reader, 'ad'),
          found: searchLines(ledger, 'distributing', 50).lines.length,
          known: searchLines(ledger, 'BKZX4', 50).lines.length,
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const order: string[] = [];
    let begun: () => void = quiet;
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const importing = run(good, 'all', begun).then((report) => {
      order.push('import');
      return report;
    });
    await beginning;
    const entering = acquire(ledger, 'ad', pistol('WAITED1'), 'all').then(({ line }) => {
      order.push('entry');
      return line;
    });
    const [report, line] = await Promise.all([importing, entering]);
    running = false;
    await reading;
    expect(report.imported).toBe(ROWS);
    // The entry waited for the rows, and stands after them.
    expect(line.line).toBe(7 + ROWS + 1);
    expect(reads.length).toBeGreaterThan(3);
    expect(new Set(reads.map((read) => read.lines))).toEqual(
      new Set([7, ...reads.map((read) => read.lines).filter((n) => n >= 7 + ROWS)]),
    );
    expect(reads.filter((read) => read.lines === 7).length).toBeGreaterThan(1);
    for (const read of reads) {
      expect(read.known).toBe(2);
      expect(read.found).toBe(read.lines === 7 ? 6 : 50);
    }
    expect(order).toEqual(['import', 'entry']);
  });

  test('of the same file again warns that each firearm in stock is there already', async () => {
    await run(good, 'all');
    const again = await run(good, 'dry-run');
    expect(again.refused).toBe(0);
    const inStock = countLines(ledger.reader, 'ad', 'open') - 4;
    expect(again.findings.filter((f) => f.code === 'serial-already-open').length).toBeGreaterThanOrEqual(inStock);
  });
});

describe('a job', () => {
  const collect = async <T>(events: AsyncGenerator<JobEvent<T>>) => {
    const seen: JobEvent<T>[] = [];
    for await (const event of events) seen.push(event);
    return seen;
  };

  test('gives its progress and last its result', async () => {
    const events = await collect(runJob((progress, stop) => run(good, 'all', progress, stop)));
    expect(events.length).toBeGreaterThan(1);
    expect(events.slice(0, -1).every((event) => event.state === 'running')).toBe(true);
    expect(events.at(-1)).toMatchObject({ state: 'done', result: { imported: ROWS } });
  });

  test('that is left while it works is stopped, and has cleaned up when the leaving is done', async () => {
    const before = state();
    let isOver = false;
    const work: Work<ImportReport> = (progress, stop) =>
      run(good, 'all', progress, stop).finally(() => {
        isOver = true;
      });
    for await (const event of runJob(work)) {
      expect(event.state).toBe('running');
      break;
    }
    expect(isOver).toBe(true);
    expect(state()).toEqual(before);
    // Nothing holds the ledger: the next write goes through at once.
    await acquire(ledger, 'ad', pistol('NEXT1'), 'all');
  });

  test('whose caller goes away is stopped as well', async () => {
    const before = state();
    const gone = new AbortController();
    const error = await refusal(async () => {
      for await (const event of runJob((progress, stop) => run(good, 'all', progress, stop), gone.signal))
        if (event.state === 'running') gone.abort();
    });
    expect(error.code).toBe('CANCELLED');
    expect(state()).toEqual(before);
  });

  test('that fails fails as its work does', async () => {
    const error = await refusal(() => collect(runJob((progress, stop) => run(withBadRows, 'all', progress, stop))));
    expect(error.code).toBe('REFUSED');
  });
});
