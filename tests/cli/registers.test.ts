import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BookLine as BookLineShape } from '../../shared/contract/lines.ts';
import { makeRegister, type RegisterKind } from '../fixtures/make-registers.ts';
import { cli } from '../support/cli.ts';
import { makeCheap, scratch } from '../support/ledgers.ts';

/** Registers and inventories on the command line, as people script it: a dry run, all or nothing, the good ones. */
type Report = {
  rows: number;
  accepted: number;
  refused: number;
  warned: number;
  findings: { row: number; field: string; code: string; severity: string; message: string }[];
};
type Line = Record<string, string> & { line: number };

let place: ReturnType<typeof scratch>;
const file = (name: string) => join(place.path, name);
const LEDGERS = { shop: 'Sable Creek.rollmark', owner: 'Home.rollmark' } as const;

beforeAll(async () => {
  place = scratch();
  for (const [template, name] of Object.entries(LEDGERS)) {
    const made = await cli(['create', file(name), '--template', template, '--name', 'Sable Creek']);
    expect(made, made.stderr).toMatchObject({ code: 0 });
    await makeCheap(file(name), made.stdout.trim());
  }
});
afterAll(() => place.remove());

const json = async <T>(args: string[], code = 0): Promise<T> => {
  const ran = await cli(args);
  expect(ran, ran.stderr).toMatchObject({ code });
  return JSON.parse(ran.stdout) as T;
};

/** Rows whose dates lie in the past of whatever day the test runs on: future ones are made for 2031, and stay so. */
const ROWS = 400;

describe.each<[RegisterKind, keyof typeof LEDGERS, string]>([
  ['vehicles', 'shop', 'stockNumber'],
  ['tools', 'shop', 'assetTag'],
  ['household', 'owner', 'location'],
])('import --as %s', (as, template, detail) => {
  const ledger = () => file(LEDGERS[template]);
  const made = makeRegister(as, { rows: ROWS, seed: 9 });
  const refusedRows = [...made.expected].filter(([, all]) => all.some((f) => f.severity === 'refused')).map(([n]) => n);
  const book = () => json<Line[]>(['book', ledger(), '--book', as, '--json']);

  test('--dry-run --json says of each row what was made of it, and writes nothing', async () => {
    writeFileSync(file(`${as}.csv`), made.bytes);
    const report = await json<Report>(['import', ledger(), file(`${as}.csv`), '--as', as, '--dry-run', '--json'], 1);
    expect(report).toMatchObject({
      rows: ROWS,
      accepted: ROWS - refusedRows.length,
      refused: refusedRows.length,
      warned: made.expected.size - refusedRows.length,
    });
    // What is unlike a maker's others comes of the whole file, not of the slips that were made in it: odd-shapes.test.ts.
    const own = report.findings.filter((f) => !f.code.startsWith('serial-shape'));
    const said = own.map((f) => `${f.row} ${f.severity} ${f.code} ${f.field}`).sort();
    const wanted = [...made.expected].flatMap(([row, all]) =>
      all.map((f) => `${row} ${f.severity} ${f.code} ${f.column}`),
    );
    expect(said).toEqual(wanted.sort());
    expect(await book()).toEqual([]);
  });

  test('all or nothing: nothing, as long as a row is refused', async () => {
    const ran = await cli(['import', ledger(), file(`${as}.csv`), '--as', as]);
    expect(ran).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was brought in.') });
    expect(await book()).toEqual([]);
  });

  test('--only-good brings in the others, and book --json shows their details', async () => {
    const ran = await cli(['import', ledger(), file(`${as}.csv`), '--as', as, '--only-good']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout).toContain(`Brought in as lines 1 to ${ROWS - refusedRows.length}.`);
    const lines = await book();
    expect(lines).toHaveLength(ROWS - refusedRows.length);
    const kept = made.rows.filter((_, i) => !refusedRows.includes(i + 1));
    const column = { vehicles: 'Stock No', tools: 'Tag', household: 'Room' }[as];
    expect(lines.map((line) => line[detail] ?? '')).toEqual(kept.map((cells) => cells[column] ?? ''));
    for (const line of lines) expect(BookLineShape.safeParse(line).error).toBeUndefined();
    if (as === 'vehicles') {
      const sold = kept.findIndex((cells) => cells['Odometer Out'] && cells['Date Sold']);
      expect(lines[sold]).toMatchObject({
        category: 'vehicle',
        status: 'disposed',
        year: kept[sold]!.Year,
        odometer: kept[sold]!['Odometer In'],
        odometerOut: kept[sold]!['Odometer Out'],
        disposedTo: kept[sold]!.Buyer,
        plate: kept[sold]!['Last Plate'],
      });
    }
  });
});

test('a file of another kind is named as such', async () => {
  const ran = await cli(['import', file(LEDGERS.shop), file('household.csv'), '--as', 'vehicles', '--dry-run']);
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toMatch(/not a vehicle register: it has no column .*Nothing was imported/s);
});

test('a book that the ledger does not have is named, with those that it has', async () => {
  const ran = await cli(['import', file(LEDGERS.owner), file('tools.csv'), '--as', 'tools', '--dry-run']);
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toMatch(/has no book “tools”.*household/s);
});

test('tools into the household inventory, where that is asked for', async () => {
  const args = ['import', file(LEDGERS.owner), file('tools.csv'), '--as', 'tools', '--book', 'household'];
  const report = await json<Report>([...args, '--dry-run', '--json'], 1);
  expect(report.rows).toBe(ROWS);
  expect(report.accepted).toBeGreaterThan(ROWS / 2);
});
