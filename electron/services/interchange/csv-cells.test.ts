import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvRow, guarded } from './csv-cells.ts';

/** Takes off what was added, as docs/exporting.md tells it: one apostrophe of those before a start. */
const INVISIBLE = String.raw`(?![\t\r\n])[\s"\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]`;
const SIGNS = String.raw`=+\-@\u207A\u207B\u207C\u208A\u208B\u208C\u2212\u2A75\u2A76\uFB29\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20`;
const ADDED = new RegExp(`(^|[;\\t\\r\\n])'(?='*(?:${INVISIBLE})*(?:[\\t\\r\\n]|[${SIGNS}]))`, 'gu');
const bare = (text: string): string => text.replace(ADDED, '$1');

/** Whether a program could take a cell for a formula: its first letter that is seen, in its plainest form. */
const isFormula = (cell: string): boolean => {
  if (/^[\t\r\n]/.test(cell)) return true;
  const seen = [...cell].find((char) => !/[\s"\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(char)) ?? '';
  return /^[=+\-@−]/.test(seen.normalize('NFKC'));
};

const SHARP = [...'=+-@\'";,\t\r\n ＝＋－＠﹦﹣⁺−\u00A0\u3000\uFEFF\u200B\u202EaZ1|(!'];
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SHARP), maxLength: 8 }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
);
const table = fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 });
const parsed = (csv: string): string[][] =>
  Papa.parse<string[]>(csv.replace(/\r\n$/, ''), { delimiter: ',', newline: '\r\n' }).data;

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1+cmd', "'+1+cmd"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\ra', "'\ra"],
    ['\na', "'\na"],
    ['   =1', "'   =1"],
    ['\u3000＝1', "'\u3000＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠A', "'＠A"],
    ['−1', "'−1"],
    ['"=1+1"', '\'"=1+1"'],
    ['Smith; =1+1', "Smith;' =1+1"],
    ["'=1", "''=1"],
    ["'57 Chevy", "'57 Chevy"],
    ["O'Brien", "O'Brien"],
    ['1-23-456', '1-23-456'],
    ['00123', '00123'],
    ['', ''],
    ['—', '—'],
  ])('of %j is written as %j', (given, written) => {
    expect(guarded(given)).toBe(written);
    expect(bare(written)).toBe(given);
  });

  test('never begins as a formula does, in any form, whichever separator cuts the file', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const csv = rows.map(csvRow).join('');
        for (const row of parsed(csv))
          for (const cell of row) expect(isFormula(cell), JSON.stringify(cell)).toBe(false);
        // A spreadsheet that cuts at semicolons or tabs sees other cells, in which no quote counts.
        for (const row of csv.split('\r\n').slice(0, -1))
          for (const part of row.split(/[;\t\r\n]/)) expect(isFormula(part), JSON.stringify(part)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('comes back letter by letter once the added apostrophe is off', () => {
    fc.assert(
      fc.property(table, (rows) => {
        expect(parsed(rows.map(csvRow).join('')).map((row) => row.map(bare))).toEqual(rows);
      }),
      { numRuns: 3000 },
    );
  });

  test('with quotes, separators and line ends stands as RFC 4180 has it', () => {
    expect(csvRow(['a"b', 'c,d', ' e '])).toBe('"a""b","c,d"," e "\r\n');
  });
});
