import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { FileProblem } from './file-problem.ts';
import { LONGEST_CELL, MOST_COLUMNS, openTable, type TableRow } from './read-table.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

const readAll = async (bytes: Uint8Array, pieceBytes?: number) => {
  const table = openTable(bytes, 'book.csv', pieceBytes);
  const rows: TableRow[] = [];
  for await (const chunk of table.rows()) rows.push(...chunk.rows);
  return { table, rows, cells: rows.map((r) => r.cells), numbers: rows.map((r) => r.row) };
};

const problemOf = async (bytes: Uint8Array): Promise<FileProblem> => {
  try {
    await readAll(bytes);
  } catch (thrown) {
    if (thrown instanceof FileProblem) return thrown;
    throw thrown;
  }
  throw new Error('The file was read without a problem.');
};

describe('encodings', () => {
  const TEXT = 'Maker,Name\r\nČeská zbrojovka,José Müller\r\n王,“€”\r\n';
  const LATIN = 'Maker,Name\r\nLlama,José Müller\r\n';

  it.each<[string, Uint8Array, string]>([
    ['UTF-8', utf8(TEXT), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\uFEFF${TEXT}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(`\uFEFF${TEXT}`), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(`\uFEFF${TEXT}`, true), 'utf-16be'],
  ])('%s', async (_, bytes, encoding) => {
    const { table, cells } = await readAll(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.header).toEqual(['Maker', 'Name']);
    expect(table.notes).toEqual([]);
    expect(cells).toEqual([
      ['Česká zbrojovka', 'José Müller'],
      ['王', '“€”'],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['LE', utf16(LATIN.repeat(20)), 'utf-16le'],
    ['BE', utf16(LATIN.repeat(20), true), 'utf-16be'],
  ])('UTF-16 %s is known without a mark', async (_, bytes, encoding) => {
    const { table, cells } = await readAll(bytes);
    expect(table.encoding).toBe(encoding);
    expect(cells[0]).toEqual(['Llama', 'José Müller']);
  });

  it('Windows-1252 is read where it can be nothing else, and a note says so', async () => {
    const bytes = Buffer.from('Maker,Name\nLlama,Jos\xE9 \x93M\xFCller\x94 \x8030\n', 'latin1');
    const { table, cells } = await readAll(bytes);
    expect(table.encoding).toBe('windows-1252');
    expect(table.notes[0]).toContain('Windows-1252');
    expect(cells).toEqual([['Llama', 'José “Müller” €30']]);
  });

  it('a file put together from two programs is read line by line', async () => {
    const bytes = Buffer.concat([utf8('Maker,Name\nA,José\n'), Buffer.from('B,Jos\xE9\n', 'latin1'), utf8('C,Zoë\n')]);
    expect((await readAll(bytes)).cells).toEqual([
      ['A', 'José'],
      ['B', 'José'],
      ['C', 'Zoë'],
    ]);
  });

  it('the bytes that Windows-1252 does not use stay visible as what they are', async () => {
    expect((await readAll(Buffer.from('a,b\n\x81,\xE9\n', 'latin1'))).cells).toEqual([['\x81', 'é']]);
  });

  it('half a surrogate pair becomes a sign that a letter was lost', async () => {
    expect((await readAll(utf16('\uFEFFa,b\nx\uD800y,z\n'))).cells).toEqual([['x\uFFFDy', 'z']]);
  });

  it('an odd last byte of UTF-16 is left away', async () => {
    expect((await readAll(Buffer.concat([utf16('\uFEFFa,b\n1,2\n'), Buffer.from([7])]))).cells).toEqual([['1', '2']]);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const)(
    '%s comes out the same however it is cut into pieces',
    async (encoding) => {
      const text = `a,b,c\r\n${'x,é€“,"two\r\nlines"\r\n,,\r\n'.repeat(40)}𝄞,y,z`;
      const bytes =
        encoding === 'utf-8'
          ? utf8(text)
          : encoding === 'windows-1252'
            ? Buffer.from(text.replaceAll(/[€“]/g, '\x80').replace('𝄞', 'ü'), 'latin1')
            : utf16(`\uFEFF${text}`, encoding === 'utf-16be');
      const whole = await readAll(bytes);
      expect(whole.table.encoding).toBe(encoding);
      expect(whole.cells).toHaveLength(41);
      for (let piece = 16; piece < 64; piece++) {
        const { cells, numbers } = await readAll(bytes, piece);
        expect(cells).toEqual(whole.cells);
        expect(numbers).toEqual(whole.numbers);
      }
    },
  );
});

describe('separators', () => {
  it.each([',', ';', '\t', '|'])('%j is found', async (delimiter) => {
    const lines = ['Maker', 'Model, or name; or | tab', 'Serial'].map((c) => (c.length > 6 ? `"${c}"` : c));
    const { table, cells } = await readAll(utf8(`${lines.join(delimiter)}\na${delimiter}b${delimiter}c\n`));
    expect(table.delimiter).toBe(delimiter);
    expect(table.header).toHaveLength(3);
    expect(cells).toEqual([['a', 'b', 'c']]);
    expect(table.notes).toHaveLength(delimiter === ',' ? 0 : 1);
  });

  it.each(['sep=;\n', '"sep=;"\r\n', 'SEP=;\n', '\n \nsep=;\n'])('Excel’s own line %j is understood', async (line) => {
    const { table, cells, numbers } = await readAll(utf8(`${line}a,1;b\nc;d\n`));
    expect(table.header).toEqual(['a,1', 'b']);
    expect([cells, numbers]).toEqual([[['c', 'd']], [1]]);
  });
});

describe('rows', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('end in %s', async (_, newline) => {
    const { cells } = await readAll(utf8(['a,b', '1,"x', 'y"', '3,4'].join(newline)));
    expect(cells).toEqual([
      ['1', 'x\ny'],
      ['3', '4'],
    ]);
  });

  it('end in all kinds of line break in one file', async () => {
    expect((await readAll(utf8('a,b\r\n1,2\n3,4\r5,6'))).cells).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('keep their number where blank ones are left out', async () => {
    const { cells, numbers } = await readAll(utf8('\n\na,b\n\n1,2\n,\n \t,\n"",""\n"x\n\ny",z\n\n'));
    expect(cells).toEqual([
      ['1', '2'],
      ['x\n\ny', 'z'],
    ]);
    expect(numbers).toEqual([2, 6]);
  });

  it('hold quotation marks, separators and nothing else of what quoting is for', async () => {
    expect((await readAll(utf8('a,b,c\n"x ""y"" z","1,2",5" barrel\n"" , "q",\'r\'\n'))).cells).toEqual([
      ['x "y" z', '1,2', '5" barrel'],
      ['', ' "q"', "'r'"],
    ]);
  });

  it('are given as they stand, untrimmed', async () => {
    expect((await readAll(utf8('a,b\n  x ,\ty\n'))).cells).toEqual([['  x ', '\ty']]);
  });

  it('with fewer cells are filled up, with a warning', async () => {
    const { rows } = await readAll(utf8('a,b,c\n1\n'));
    expect(rows).toMatchObject([
      { row: 1, cells: ['1', '', ''], faults: [{ code: 'row-short', severity: 'warning', column: 'b' }] },
    ]);
  });

  it('with more cells are refused, unless the ones too many are blank', async () => {
    const { rows } = await readAll(utf8('a,b\n1,2,3\n4,5, ,\n'));
    expect(rows).toMatchObject([
      { row: 1, cells: ['1', '2'], faults: [{ code: 'row-long', severity: 'refused', column: 'b' }] },
      { row: 2, cells: ['4', '5'], faults: [] },
    ]);
  });

  it('with a quotation mark out of place are shown, and refused where cells are missing by it', async () => {
    const { rows } = await readAll(utf8('a,b,c\n"5" barrel",2,3\n"x"y,2,"3"\n1,2,3\n'));
    expect(rows).toMatchObject([
      { cells: ['5" barrel', '2', '3'], faults: [{ code: 'quote-misplaced', severity: 'warning', column: 'a' }] },
      {
        faults: [
          { code: 'quote-misplaced', severity: 'refused' },
          { code: 'row-short', severity: 'warning' },
        ],
      },
      { cells: ['1', '2', '3'], faults: [] },
    ]);
  });

  it('can be read again from the start', async () => {
    const table = openTable(utf8('a\n1\n2\n'), 'x.csv');
    for (let n = 0; n < 2; n++) {
      const seen: string[] = [];
      for await (const chunk of table.rows()) for (const row of chunk.rows) seen.push(row.cells[0]!);
      expect(seen).toEqual(['1', '2']);
    }
  });

  it('come in pieces between which other work gets its turn, and say how far they are', async () => {
    const bytes = utf8(`a,b\n${'some text,and more\n'.repeat(100_000)}`);
    const table = openTable(bytes, 'x.csv');
    let turns = 0;
    let reading = true;
    const other = () => {
      turns++;
      if (reading) setImmediate(other);
    };
    setImmediate(other);
    let last = 0;
    let chunks = 0;
    for await (const chunk of table.rows()) {
      expect(chunk.bytesRead).toBeGreaterThan(last);
      last = chunk.bytesRead;
      chunks++;
    }
    reading = false;
    expect(last).toBe(table.size);
    expect(chunks).toBeGreaterThan(5);
    expect(turns).toBeGreaterThanOrEqual(chunks - 1);
  });
});

describe('the header', () => {
  it('is trimmed, loses nameless columns at its end and numbers those inside', async () => {
    const { table, cells } = await readAll(utf8(' Maker , ,"Two\nlines",\uFEFFModel,, \n1,2,3,4,,\n'));
    expect(table.header).toEqual(['Maker', 'Column 2', 'Two lines', 'Model']);
    expect(cells).toEqual([['1', '2', '3', '4']]);
  });

  it('may have as many columns as the limit, and a name that programs trip over', async () => {
    const names = Array.from({ length: MOST_COLUMNS }, (_, i) => (i === 0 ? '__proto__' : `c${i}`));
    const { table } = await readAll(utf8(`${names.join(',')}\n1\n`));
    expect(table.header).toHaveLength(MOST_COLUMNS);
    expect(table.header[0]).toBe('proto');
  });
});

const wide = (n: number) => Array.from({ length: n }, (_, i) => `c${i}`).join(',');
const ROWS = 'a1,b1,c1,d1,e1,f1,g1,h1\n';
const EXPORT = '"Line no.","Model","Serial number","Disposition: Date","Disposition: Name"\r\n"1","19","A1","",""\r\n';
const zip = (name: string) => Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), Buffer.from(name)]);

describe('a file that can’t be read gets a sentence', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['nothing', utf8(''), 'file-empty', 'empty'],
    ['a byte order mark alone', utf8('\uFEFF'), 'file-empty', 'empty'],
    ['line breaks alone', utf8('\n\r\n  \n'), 'file-empty', 'empty'],
    ['spaces alone', utf8('    '), 'file-empty', 'empty'],
    ['separators alone', utf8(',,,\n,,,\n'), 'file-empty', 'empty'],
    ['megabytes of nothing', Buffer.alloc(3_000_000, 0x0a), 'file-empty', 'empty'],
    ['a header alone', utf8('Maker,Model\n'), 'header-only', 'Maker, Model'],
    ['a header and blank rows', utf8(`Maker,Model\n${',\n'.repeat(50)}`), 'header-only', 'no rows'],
    ['a header and megabytes of blank rows', utf8(`a,b\n${',\n'.repeat(4_000_000)}`), 'header-only', 'no rows'],
    ['one word', utf8('hello'), 'header-only', 'hello'],
    ['10,000 columns', utf8(`${wide(10_000)}\n1\n`), 'header-too-wide', '10,000 columns'],
    ['501 columns', utf8(`${wide(501)}\n1\n`), 'header-too-wide', '501 columns'],
    ['a column named twice', utf8('Maker,Serial,serial\n1,2,3\n'), 'header-repeats', 'number 2 and number 3'],
    ['a column named twice in two styles', utf8('Acquire_Date,Acquire Date\n1,2\n'), 'header-repeats', 'Acquire_Date'],
    ['a text as header', utf8(`${'word '.repeat(100)},b\n1,2\n`), 'file-not-a-table', '499 characters'],
    ['PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'file-not-text', 'picture (PNG)'],
    ['JPEG', Buffer.from('\xFF\xD8\xFF\xE0\0', 'latin1'), 'file-not-text', 'photo (JPEG)'],
    ['PDF', utf8('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'file-not-text', 'PDF'],
    ['an Excel workbook', zip('[Content_Types].xml'), 'file-is-workbook', 'Excel workbook'],
    ['an Excel workbook, other order', zip('xl/workbook.xml'), 'file-is-workbook', 'CSV UTF-8'],
    ['a LibreOffice sheet', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'file-is-workbook', 'Libre'],
    ['an old Excel workbook', Buffer.from('\xD0\xCF\x11\xE0\xA1\xB1', 'latin1'), 'file-is-workbook', 'older Excel'],
    ['a ZIP archive', zip('book.csv'), 'file-not-text', 'ZIP archive'],
    ['gzip', Buffer.from('\x1F\x8B\x08\0', 'latin1'), 'file-not-text', 'gzip'],
    ['SQLite', Buffer.from('SQLite format 3\0\x10\0', 'latin1'), 'file-not-text', 'SQLite'],
    ['a book saved for a spreadsheet', utf8(`\uFEFF${EXPORT}`), 'file-is-export', 'restore a backup'],
    ['the same, saved again', utf8(EXPORT.replaceAll('"', '').replaceAll(',', ';')), 'file-is-export', 'spreadsheet'],
    ['a web page named .xls', utf8('<html><table><tr><td>Serial'), 'file-not-a-table', 'web page'],
    ['JSON', utf8('[{"serial":"A1","maker":"B"}]'), 'file-not-a-table', 'not a table'],
    ['XML', utf8('<?xml version="1.0"?><a/>'), 'file-not-a-table', 'not a table'],
    ['RTF', utf8('{\\rtf1\\ansi Serial}'), 'file-not-a-table', 'not a table'],
    ['a zero byte in a CSV', utf8('a,b\n1,\u00002\n'), 'file-not-text', 'zero bytes'],
    ['control characters', Buffer.alloc(500, 3), 'file-not-text', 'not a text file'],
    ['UTF-32', Buffer.from('\xFF\xFE\0\0a\0\0\0,\0\0\0', 'latin1'), 'file-encoding', 'UTF-32'],
    ['a quotation mark open in the header', utf8(`"a,b\n${ROWS}`), 'quote-unclosed', 'in the header'],
    ['a quotation mark open to the end', utf8('a,b\n1,2\n3,"4\n5,6\n'), 'quote-unclosed', 'row 2, column b'],
    [
      'a quotation mark open over rows, closed by a later one',
      utf8(`a,b,c,d,e,f,g,h\n${ROWS}a2,"b2,c2,d2,e2,f2,g2,h2\n${ROWS}${ROWS}a3,"b3",c3,d3,e3,f3,g3,h3\n`),
      'quote-unclosed',
      'row 2, column b',
    ],
    [
      'the same, closed by an empty quoted cell',
      utf8(
        `a,b,c,d,e,f,g,h\na2,"b2,c2,d2,e2,f2,g2,h2\n${ROWS}a3,"",c3,d3,e3,f3,g3,h3\n${ROWS}a4,b4,"c4",d4,e4,f4,g4,h4\n`,
      ),
      'quote-unclosed',
      'row 1, column b',
    ],
    [
      'a quotation mark open over the end of its row only',
      utf8('a,b,c,d\na1,"b1,c1,d1\na2,b2,"c2",d2\na3,b3,c3,d3\n'),
      'quote-unclosed',
      'row 1, column b',
    ],
    [
      'a quotation mark open over rows, closed by an inch mark',
      utf8(`a,b,c,d,e,f,g,h\na2,"b2,c2,d2,e2,f2,g2,h2\n${ROWS}a3,5",c3,d3,e3,f3,g3,h3\n${ROWS}`),
      'quote-unclosed',
      'row 1, column b',
    ],
    ['a file cut off inside a quoted cell', utf8('a,b\n1,2\n3,"4'), 'quote-unclosed', 'row 2, column b'],
    [
      'a cell over the limit',
      utf8(`a,b\n1,2\n3,${'x'.repeat(LONGEST_CELL + 1)}\n`),
      'cell-too-long',
      'Row 2, column b',
    ],
    [
      'a quoted cell of several lines over the limit',
      utf8(`a,b,c\n1,2,3\n4,"${'lorem ipsum\n'.repeat(6000)}",5\n`),
      'cell-too-long',
      'Row 2, column b',
    ],
    ['a row over the limit', utf8(`a,b\n1,2\n${'x,'.repeat(800_000)}\n`), 'row-too-long', 'Row 2'],
  ])('%s', async (_, bytes, code, says) => {
    const problem = await problemOf(bytes);
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(says);
    expect(problem.message).toContain('Nothing was imported.');
    expect(problem.message.length).toBeLessThan(420);
  });

  it('a cell exactly as long as the limit is read', async () => {
    expect((await readAll(utf8(`a,b\n1,${'x'.repeat(LONGEST_CELL)}\n`))).cells[0]![1]).toHaveLength(LONGEST_CELL);
  });

  it('already when it is opened, where a look at its beginning shows it', () => {
    expect(() => openTable(utf8('a,b\n'), 'x.csv')).toThrow('no rows under it');
    expect(() => openTable(utf8('a,b\n1,"2'), 'x.csv')).toThrow('is not closed');
  });

  const MB = 1024 * 1024;
  it.each<[string, () => Uint8Array, string]>([
    ['one cell of 50 MB', () => Buffer.concat([utf8('a,b\n1,2\n3,'), Buffer.alloc(50 * MB, 'x')]), 'cell-too-long'],
    [
      'one quoted cell of 50 MB with line breaks',
      () => Buffer.concat([utf8('a,b\n1,2\n3,"'), Buffer.alloc(50 * MB, 'lorem ipsum dolor\n'), utf8('",4\n')]),
      'cell-too-long',
    ],
    ['a header of 50 MB', () => Buffer.alloc(50 * MB, 'x'), 'file-not-a-table'],
    ['50 MB of quotation marks', () => Buffer.alloc(50 * MB, '"'), 'file-not-a-table'],
    [
      '50 MB of rows behind an open quotation mark',
      () => Buffer.concat([utf8('a,b,c,d,e,f,g,h\na1,"b1,c1,d1,e1,f1,g1,h1\n'), Buffer.alloc(50 * MB, ROWS)]),
      'quote-unclosed',
    ],
    [
      '50 MB of text after closing marks',
      () => Buffer.concat([utf8('a,b\n1,"'), Buffer.alloc(50 * MB, '"x')]),
      'cell-too-long',
    ],
    [
      'a row of 50 million cells',
      () => Buffer.concat([utf8('a,b\n1,2\n'), Buffer.alloc(50 * MB, ',')]),
      'row-too-long',
    ],
  ])('%s is refused before it fills the memory', async (_, make, code) => {
    const bytes = make();
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect((await problemOf(bytes)).code).toBe(code);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MB);
  });

  it('more than 500 MB are not even looked at', () => {
    const huge = { length: 500 * MB + 1 } as Uint8Array;
    expect(() => openTable(huge, 'x.csv')).toThrow('at most 500 MB');
  });
});

describe('any file at all', () => {
  const settle = async (bytes: Uint8Array, pieceBytes?: number) => {
    try {
      return await readAll(bytes, pieceBytes);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(FileProblem);
      return undefined;
    }
  };

  it('is a table or a problem: bytes by chance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const read = await settle(bytes);
        for (const row of read?.rows ?? []) expect(row.cells).toHaveLength(read!.table.header.length);
      }),
      { numRuns: 500 },
    );
  });

  const shred = fc.array(
    fc.constantFrom(
      '"',
      '""',
      ',',
      ';',
      '\t',
      '|',
      '\n',
      '\r',
      '\r\n',
      'a',
      'b1',
      ' ',
      '=1',
      'é',
      '\u0000',
      '\uFEFF',
      'sep=;\n',
    ),
    { maxLength: 60 },
  );

  it('is a table or a problem: shreds of CSV, in any encoding, cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(shred, fc.constantFrom('utf8', 'utf16le', 'latin1'), async (shreds, encoding) => {
        const bytes = Buffer.from(shreds.join(''), encoding as BufferEncoding);
        const whole = await settle(bytes);
        const pieces = await settle(bytes, 16);
        expect(pieces?.rows).toEqual(whole?.rows);
        for (const row of whole?.rows ?? []) {
          expect(row.cells).toHaveLength(whole!.table.header.length);
          expect(row.cells.every((cell) => typeof cell === 'string')).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('that another program wrote reads back cell for cell', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'Z', '9', ' ', '"', ',', ';', '\n', 'é', '王', '='),
      maxLength: 8,
    });
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 16, max: 90 }),
        async (data, delimiter, newline, piece) => {
          const text = Papa.unparse(
            { fields: ['Maker', 'Model', 'Serial'], data },
            { delimiter, newline, quotes: true },
          );
          const wanted = data
            .map((cells, i) => ({ row: i + 1, cells }))
            .filter(({ cells }) => cells.some((c) => c.trim() !== ''));
          const read = await settle(utf8(text), piece);
          expect(read?.rows.map(({ row, cells }) => ({ row, cells })) ?? []).toEqual(wanted);
        },
      ),
      { numRuns: 300 },
    );
  });
});
