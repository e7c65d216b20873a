import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RuleContext, sameFirearmKey } from '../../../shared/domain/entry.ts';
import {
  type Expected,
  MADE_HEADER,
  MADE_TODAY,
  makeFastbound,
  QUIRKS,
} from '../../../tests/fixtures/make-fastbound.ts';
import { checkRows, type RowResult } from './check-rows.ts';
import { type DayFirst, DayFirstFoundLate } from './date-order.ts';
import { fastboundFormat } from './fastbound.ts';
import { FileProblem } from './file-problem.ts';
import { openTable } from './read-table.ts';
import type { KnownFirearms } from './repeats.ts';

const context: RuleContext = { today: MADE_TODAY, openDays: [1, 2, 3, 4, 5, 6], forms4473Numbered: false };
const nothing: KnownFirearms = { find: () => undefined };

const check = async (
  bytes: Uint8Array,
  known = nothing,
  rules = context,
  dayFirst: DayFirst = new Map(),
): Promise<RowResult[]> => {
  const rows: RowResult[] = [];
  const table = openTable(bytes, 'book.csv');
  try {
    for await (const { results } of checkRows(table, fastboundFormat, rules, known, { dayFirst }))
      rows.push(...results);
  } catch (error) {
    if (error instanceof DayFirstFoundLate) return check(bytes, known, rules, dayFirst);
    throw error;
  }
  return rows;
};
const csv = (...rows: Record<string, string>[]): Uint8Array =>
  Buffer.from([MADE_HEADER.join(), ...rows.map((row) => MADE_HEADER.map((name) => row[name] ?? '').join())].join('\n'));

const HONEST = {
  Manufacturer: 'Calder',
  Model: '71 Trail',
  Type: 'Rifle',
  Caliber: '.22 LR',
  Serial: 'A12345',
  Acquire_Date: '2024-03-01',
  Acquire_FirstName: 'Ada',
  Acquire_LastName: 'Walsh',
  Acquire_Address1: '4 Elm St',
  Acquire_City: 'Tulsa',
  Acquire_State: 'OK',
  Acquire_Postal: '74103',
};
/** Rows of 1.5 kB. Written into a buffer as they are made, so that none of their text is in memory as a string. */
const longRows = (rows: number): Uint8Array => {
  const parts = [Buffer.from(`${MADE_HEADER.join()}\n`)];
  const rest: Record<string, string> = { ...HONEST, Notes: 'x'.repeat(1500) };
  for (let i = 0; i < rows; i++) {
    const cells = MADE_HEADER.map((name) => (name === 'Serial' ? `LONGSERIALNUMBER${i}` : (rest[name] ?? '')));
    parts.push(Buffer.from(`${cells.join()}\n`));
  }
  return Buffer.concat(parts);
};
const says = (findings: readonly { severity: string; code: string; field?: string; column?: string }[]) =>
  findings.map((f) => `${f.severity} ${f.code} ${f.field ?? f.column}`).sort();

describe('a made file of every quirk', () => {
  const rows = Object.keys(QUIRKS).length * 8 * 3;

  it.each([
    ['commas, UTF-8', { encoding: 'utf-8' }],
    ['with a mark and LF', { encoding: 'utf-8-bom', newline: '\n' }],
    ['semicolons', { delimiter: ';' }],
    ['tabs, UTF-16 LE', { delimiter: '\t', encoding: 'utf-16le' }],
    ['vertical bars, UTF-16 BE', { delimiter: '|', encoding: 'utf-16be' }],
  ] as const)('says of each row what it must, and no more: %s', async (_, options) => {
    const made = makeFastbound({ rows, seed: 11, ...options });
    expect(Object.keys(made.quirks).sort()).toEqual(Object.keys(QUIRKS).sort());
    const results = await check(made.bytes);
    expect(results.map((r) => r.row)).toEqual(Array.from({ length: rows }, (_, i) => i + 1));
    for (const result of results) {
      const expected: Expected[] = made.expected.get(result.row) ?? [];
      expect({ row: result.row, says: says(result.findings) }).toEqual({ row: result.row, says: says(expected) });
      expect(result.refused).toBe(expected.some((f) => f.severity === 'refused'));
    }
  });

  it('in Windows-1252 differs only in what Windows-1252 can’t hold', async () => {
    const only = Object.keys(QUIRKS).filter((name) => !/right-to-left|picture/.test(name));
    const wide = await check(makeFastbound({ rows: 800, seed: 5, only }).bytes);
    const narrow = await check(makeFastbound({ rows: 800, seed: 5, only, encoding: 'windows-1252' }).bytes);
    expect(narrow).toEqual(wide);
  });

  it('is the same file each time, and another with another seed', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => Buffer.from(makeFastbound({ rows: 50, seed }).bytes).toString());
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});

describe('a row', () => {
  it('without a finding is given as the book will keep it', async () => {
    const [row] = await check(
      csv({ ...HONEST, Manufacturer: ' pmf ', Serial: '12310001-7', Acquire_Date: '3/1/2024', Cost: '1' }),
    );
    expect(row).toMatchObject({
      row: 1,
      findings: [],
      refused: false,
      accepted: [],
      disposition: null,
      extra: { Cost: '1' },
      acquisition: { manufacturer: 'PMF', acquiredOn: '2024-03-01', acquiredFrom: 'Ada Walsh' },
    });
  });

  it('with warnings says which of them importing saves past, by the book’s field, each once', async () => {
    const [row] = await check(csv({ ...HONEST, Serial: 'NSN;NSN', Type: 'SBR', Notes: '=1', Cost: '@x' }));
    expect(row!.accepted).toEqual([
      { field: 'Cost', code: 'formula-like' },
      { field: 'Notes', code: 'formula-like' },
      { field: 'serial', code: 'serial-none' },
      { field: 'serial', code: 'serial-twice' },
      { field: 'type', code: 'type-read-as' },
    ]);
    expect(row!.findings.map((f) => f.field)).toContain('Serial');
  });

  it('whose shape is wrong carries that finding too', async () => {
    const results = await check(Buffer.concat([csv(HONEST), Buffer.from(',stray')]));
    expect(says(results[0]!.findings)).toEqual(['refused row-long Notes']);
    expect(results[0]!.refused).toBe(true);
  });

  it.each([
    ['today', 'refused date-without-year Acquire_Date'],
    ['3/14', 'refused date-without-year Acquire_Date'],
    ['Mar 14', 'refused date-without-year Acquire_Date'],
    ['3/14/19', 'warning date-two-digit-year Acquire_Date'],
    ['13/45/2017', 'refused date-impossible Acquire_Date'],
    ['2/29/2023', 'refused date-impossible Acquire_Date'],
  ])('dated %s', async (date, expected) => {
    const [row] = await check(csv({ ...HONEST, Acquire_Date: date }));
    expect(says(row!.findings)).toEqual([expected]);
  });

  it('with an acquisition date that can’t be read is not said to be disposed of before it', async () => {
    const sold = {
      Dispose_Date: '2024-05-06',
      Dispose_FirstName: 'Mei',
      Dispose_LastName: 'Xu',
      Dispose_Address1: '1 A St',
      Dispose_City: 'Elm',
      Dispose_State: 'TX',
    };
    const [row] = await check(csv({ ...HONEST, Acquire_Date: '45/45/2017', ...sold }));
    expect(says(row!.findings)).toEqual(['refused date-impossible Acquire_Date']);
  });

  it('tells the note of the acquisition from that of the disposition', async () => {
    const destroyed = { DispositionType: 'Destroyed', Destroyed_Date: '2024-05-06', Destroyed_Witness1: 'Otto 🔥' };
    const [row] = await check(csv({ ...HONEST, ...destroyed, Notes: 'a\u0007b' }));
    expect(says(row!.findings)).toEqual(['refused text-invisible Notes', 'refused text-picture Destroyed_Witness1']);
  });

  it('sold by form number alone is refused or not as the ledger’s set-up says', async () => {
    const sold = csv({
      ...HONEST,
      Dispose_Date: '2024-05-06',
      Dispose_FirstName: 'Mei',
      Dispose_LastName: 'Xu',
      TTSN: '17',
    });
    expect(says((await check(sold))[0]!.findings)).toEqual(['refused form4473-not-numbered TTSN']);
    expect((await check(sold, nothing, { ...context, forms4473Numbered: true }))[0]!.findings).toEqual([]);
  });
});

describe('repeats', () => {
  it('are found against the ledger by the key of the firearm', async () => {
    const asked: string[] = [];
    const known: KnownFirearms = {
      find: (key) => {
        asked.push(key);
        return { line: 7, open: true };
      },
    };
    const [row] = await check(csv({ ...HONEST, Serial: 'a-123 45' }), known);
    expect(asked).toEqual([
      sameFirearmKey({ manufacturer: 'Calder', importer: '', model: '71 Trail', serials: ['A12345'] }),
    ]);
    expect(says(row!.findings)).toEqual(['warning serial-already-open Serial']);
    expect(row!.accepted).toEqual([{ field: 'serial', code: 'serial-already-open' }]);
  });

  it('count refused rows, but no serial that is refused itself', async () => {
    const future = { ...HONEST, Acquire_Date: '2031-01-01' };
    const results = await check(
      csv(future, HONEST, { ...HONEST, Serial: 'see file' }, { ...HONEST, Serial: 'see file' }),
    );
    expect(results.map((r) => says(r.findings))).toEqual([
      ['refused date-future Acquire_Date'],
      ['warning serial-already-open Serial'],
      ['refused serial-elsewhere Serial'],
      ['refused serial-elsewhere Serial'],
    ]);
  });
});

describe('the whole', () => {
  it('refuses another header, saying what is missing and what was found', async () => {
    const problem = await check(Buffer.from('Date,Make,Number\n1,2,3\n')).catch((thrown: unknown) => thrown);
    expect(problem).toBeInstanceOf(FileProblem);
    expect(problem).toMatchObject({ code: 'header-other' });
    expect((problem as FileProblem).message).toMatch(
      /Manufacturer, Model, Serial.*Date, Make, Number.*Nothing was imported/,
    );
  });

  it('says how far it is, up to the end of the file', async () => {
    const table = openTable(makeFastbound({ rows: 6000 }).bytes, 'x.csv');
    const done: number[] = [];
    for await (const part of checkRows(table, fastboundFormat, context, nothing)) {
      expect(part.total).toBe(table.size);
      done.push(part.done);
    }
    expect(done.length).toBeGreaterThan(3);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(table.size);
  });

  it('stops where it is told to', async () => {
    const table = openTable(makeFastbound({ rows: 6000 }).bytes, 'x.csv');
    const controller = new AbortController();
    let parts = 0;
    const run = async () => {
      for await (const _ of checkRows(table, fastboundFormat, context, nothing, { signal: controller.signal })) {
        parts++;
        controller.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    expect(parts).toBe(1);
  });

  it('keeps the key of each firearm in memory, not the file', async () => {
    const table = openTable(longRows(12_000), 'x.csv');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    let after = 0;
    for await (const { done, total } of checkRows(table, fastboundFormat, context, nothing)) {
      if (done < total) continue;
      collect();
      after = process.memoryUsage().heapUsed;
    }
    expect(table.size).toBeGreaterThan(18_000_000);
    expect(after - before).toBeLessThan(9_000_000);
  });

  it('of any cells at all gives a verdict for each row, in words a report can hold', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '=1',
        'see invoice',
        '13/45/2017',
        '1-23-045-01-7A-10001',
        'Rifle',
        '2024-01-02',
        ';',
        'TheftLoss',
        '\u202E',
        '🔥',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }).map((s) => s.replaceAll('\0', '')),
    );
    const row = fc.array(cell, { minLength: MADE_HEADER.length, maxLength: MADE_HEADER.length });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const quoted = (cells: readonly string[]) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join();
        const bytes = Buffer.from([MADE_HEADER.join(), ...rows.map(quoted)].join('\n'));
        const results = await check(bytes).catch((thrown: unknown) => {
          expect(thrown).toBeInstanceOf(FileProblem);
          return [];
        });
        for (const result of results) {
          expect(result.refused).toBe(result.findings.some((f) => f.severity === 'refused'));
          for (const finding of result.findings) {
            expect(MADE_HEADER).toContain(finding.field);
            expect(finding.code).toMatch(/^[a-z0-9-]+$/);
            expect(finding.message).toMatch(/[.?]$/);
          }
          expect(JSON.stringify(result)).not.toContain('undefined');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a serial that stands in two rows', () => {
  const sold = {
    Dispose_Date: '15.03.2024',
    Dispose_FirstName: 'Mei',
    Dispose_LastName: 'Xu',
    Dispose_Address1: '1 A St',
    Dispose_City: 'Elm',
    Dispose_State: 'TX',
  };
  it.each([
    ['came in on a day that can’t be read', { Acquire_Date: '15.03.2024' }],
    ['left on a day that can’t be read', sold],
    ['left on a day that is missing', { ...sold, Dispose_Date: '' }],
  ])('of which one %s says only that', async (_, odd) => {
    const other = { ...HONEST, Acquire_Date: '2024-05-06' };
    for (const rows of [
      [other, { ...HONEST, ...odd }],
      [{ ...HONEST, ...odd }, other],
    ]) {
      const [, later] = await check(csv(...rows));
      expect(later!.findings.filter((f) => f.field === 'Serial')).toEqual([
        {
          row: 2,
          field: 'Serial',
          code: 'serial-there-too',
          severity: 'warning',
          message:
            'The same firearm stands in row 1 too. A date that is missing or can’t be read keeps the two from being compared.',
        },
      ]);
    }
  });
});

describe('a date whose day and month could change places', () => {
  const dated = (...dates: string[]) =>
    check(csv(...dates.map((date, i) => ({ ...HONEST, Serial: `S${7 * i}X`, Acquire_Date: date }))));
  const verdicts = (rows: RowResult[]) =>
    rows.map((r) => (r.refused ? 'refused' : r.findings.map((f) => f.code).join() || r.acquisition.acquiredOn));

  it('with slashes is the American one, without a word', async () => {
    const rows = await dated('3/4/2025', '03/04/2025', '12/25/2024', '3/4/2025 10:30 AM');
    expect(verdicts(rows)).toEqual(['2025-03-04', '2025-03-04', '2024-12-25', '2025-03-04']);
    expect(rows.map((r) => r.extra)).toEqual([{}, {}, {}, {}]);
  });

  it('with dots or dashes is told as it was read, and kept as it was written', async () => {
    const rows = await dated('03.04.2025', '03-04-2025', '04.04.2025', '12-25-2024', '2025.03.04', '4 Mar 2025');
    expect(verdicts(rows)).toEqual([
      'date-order',
      'date-order',
      '2025-04-04',
      '2024-12-25',
      '2025-03-04',
      '2025-03-04',
    ]);
    expect(rows[0]!.findings).toEqual([
      {
        row: 1,
        field: 'Acquire_Date',
        code: 'date-order',
        severity: 'warning',
        message:
          '“03.04.2025” was read as 4 Mar 2025, with the month first. If it means 3 Apr 2025, write 2025-04-03. It is kept beside the line as it stands.',
      },
    ]);
    expect(rows[0]!.accepted).toEqual([{ field: 'acquiredOn', code: 'date-order' }]);
    expect(rows.map((r) => r.extra.Acquire_Date)).toEqual([
      '03.04.2025',
      '03-04-2025',
      '04.04.2025',
      '12-25-2024',
      undefined,
      '4 Mar 2025',
    ]);
  });

  it.each(['15.03.2025', '15-03-2025', '15/03/2025'])(
    'is refused, wherever it stands, in a column where %s has its day first',
    async (proof) => {
      const rows = await dated(
        '03.04.2025',
        '3/4/2025',
        proof,
        '05-06-2025',
        '5/6/2025',
        '2025-03-04',
        '4/4/2025',
        '3/25/2025',
      );
      expect(verdicts(rows)).toEqual([...Array(5).fill('refused'), '2025-03-04', '2025-04-04', '2025-03-25']);
      expect(says(rows[2]!.findings)).toEqual(['refused date-impossible Acquire_Date']);
      expect(rows[2]!.findings[0]!.message).toContain('can’t be read as month/day/year');
      expect(rows[1]!.findings).toEqual([
        {
          row: 2,
          field: 'Acquire_Date',
          code: 'date-order-unclear',
          severity: 'refused',
          message: `“3/4/2025” may mean 4 Mar 2025 or 3 Apr 2025: in this column “${proof}” in row 3 has its day first. Write 2025-03-04 or 2025-04-03, or put row 3 right if it is a slip.`,
        },
      ]);
    },
  );

  it('is judged column by column, also the columns of a theft', async () => {
    const stolen = {
      DispositionType: 'TheftLoss',
      TheftLoss_Type: 'Burglary',
      TheftLoss_ATFIssuedIncidentNumber: 'A1',
      TheftLoss_PoliceIncidentNumber: 'P1',
    };
    const rows = await check(
      csv(
        { ...HONEST, Acquire_Date: '3/4/2024', ...stolen, TheftLoss_DiscoveredDate: '05/06/2025' },
        { ...HONEST, Serial: 'B777', Acquire_Date: '3/4/2024', ...stolen, TheftLoss_DiscoveredDate: '16/06/2025' },
      ),
    );
    expect(says(rows[0]!.findings)).toEqual(['refused date-order-unclear TheftLoss_DiscoveredDate']);
    expect(says(rows[1]!.findings)).toEqual(['refused date-impossible TheftLoss_DiscoveredDate']);
  });

  it('is judged the same where both columns are found out at the end of a long file', async () => {
    const sold = {
      Dispose_FirstName: 'Mei',
      Dispose_LastName: 'Xu',
      Dispose_Address1: '1 A St',
      Dispose_City: 'Elm',
      Dispose_State: 'TX',
    };
    const rows: Record<string, string>[] = Array.from({ length: 6000 }, (_, i) => ({
      ...HONEST,
      Serial: `Q${i * 13}`,
      Acquire_Date: '3/4/2024',
    }));
    rows[10] = { ...rows[10]!, ...sold, Acquire_Date: '2024-03-04', Dispose_Date: '05.06.2025' };
    rows[5998] = { ...rows[5998]!, ...sold, Dispose_Date: '25.06.2025' };
    rows[5999] = { ...rows[5999]!, Acquire_Date: '13.04.2024' };
    const results = await check(csv(...rows));
    expect(results).toHaveLength(6000);
    expect(results.filter((r) => !r.refused)).toEqual([]);
    expect(says(results[10]!.findings)).toEqual(['refused date-order-unclear Dispose_Date']);
    expect(says(results[5999]!.findings)).toEqual(['refused date-impossible Acquire_Date']);
  });
});
