import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import type { Severity } from '../../../shared/domain/findings.ts';
import { columnKey, columnLabel, columnList } from './columns.ts';
import { type DetectedEncoding, decodeText, detectEncoding, PIECE_BYTES } from './decode-text.ts';
import { FileProblem } from './file-problem.ts';
import { refuseControls, refuseKnownFiles } from './known-files.ts';

/** Limits, so that no file can hang the engine or fill its memory. Lengths in characters. */
export const LARGEST_FILE = 500 * 1024 * 1024;
export const MOST_COLUMNS = 500;
export const LONGEST_CELL = 64 * 1024;
export const LONGEST_RECORD = 1024 * 1024;
export const LONGEST_NAME = 200;

/** Something wrong with the shape of one row, apart from what its cells say. */
export type RowFault = { column: string; code: string; severity: Severity; message: string };

export type TableRow = {
  /** 1 for the first row under the header. */
  row: number;
  /** As many as the header has names. */
  cells: string[];
  faults: readonly RowFault[];
};

export type TableChunk = { rows: TableRow[] /** Bytes of the file read so far. */; bytesRead: number };

export type TableFile = {
  fileName: string;
  /** Length of the file in bytes: what `bytesRead` runs up to. */
  size: number;
  delimiter: string;
  encoding: DetectedEncoding['encoding'];
  /** The columns' names, trimmed; `Column 7` for one without a name. */
  header: string[];
  /** What a person should know of the file as a whole, in sentences. */
  notes: string[];
  /**
   * The rows, some hundreds or thousands at a time; between two chunks other work of the thread gets its turn. Wholly
   * blank rows are left out but keep their number. May be called again to start over.
   *
   * @throws FileProblem where the file breaks off making sense
   */
  rows(): AsyncGenerator<TableChunk, void, undefined>;
};

const DELIMITERS = [',', ';', '\t', '|'] as const;
const DELIMITER_NAMES: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' };
const NO_FAULTS: readonly RowFault[] = [];
const FIX_QUOTE = 'Put a closing quotation mark where that cell ends, or remove the opening one.';

type Parsed = { data: string[][]; errors: { code: string; row: number }[]; cursor: number };

/**
 * Papa's own parser, piece by piece: `rest` of the last piece in front, and a record that the piece cuts off is left
 * for the next (`last` false). Only this form of its interface lets the caller bound what is kept.
 */
const parse = (text: string, delimiter: string, last: boolean, preview = 0): Parsed => {
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', preview });
  const result = parser.parse(text, 0, !last) as Papa.ParseResult<string[]>;
  return {
    data: result.data,
    errors: result.errors.map((e) => ({ code: e.code, row: e.row ?? 0 })),
    cursor: result.meta.cursor,
  };
};

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || cell.trim() === '');

/** How many delimiters the fullest line inside a cell has, the cell's first line apart. */
const delimitersInside = (cell: string, delimiter: string): number => {
  let most = 0;
  for (const line of cell.split('\n', 200).slice(1)) most = Math.max(most, line.split(delimiter, 600).length - 1);
  return most;
};

/**
 * True where a cell holds whole rows of the file: the quotation mark that opens it was never closed. In a narrow table a
 * line of a note may have as many commas as a row, so that it takes six.
 */
const swallowsRows = (cell: string, width: number, delimiter: string): boolean =>
  cell.includes('\n') && delimitersInside(cell, delimiter) >= Math.max(6, width - 1);

const unclosed = (row: number, column: string): FileProblem =>
  new FileProblem(
    'quote-unclosed',
    row === 0
      ? 'A quotation mark in the header is never closed, so that the rows under it can’t be told apart.'
      : `A quotation mark in row ${row}, column ${columnLabel(column)}, is not closed where it should be, so that it swallows what follows.`,
    FIX_QUOTE,
  );

const tooLong = (row: number, column: string): FileProblem =>
  new FileProblem(
    'cell-too-long',
    `Row ${row}, column ${columnLabel(column)}, holds a text of more than ${LONGEST_CELL.toLocaleString('en-US')} characters.`,
    'Shorten it, or remove the column if it holds pictures or documents.',
  );

/** What stands in the way where a record has no end in sight. */
const endless = (text: string, row: number, header: readonly string[], delimiter: string): FileProblem => {
  const cells = parse(text.slice(0, LONGEST_RECORD), delimiter, true).data.at(-1) ?? [''];
  const longest = cells.reduce((best, cell, i) => (cell.length > cells[best]!.length ? i : best), 0);
  const column = header[longest] ?? `Column ${longest + 1}`;
  if (swallowsRows(cells[longest]!, header.length, delimiter)) return unclosed(row, column);
  if (cells[longest]!.length > LONGEST_CELL && row > 0) return tooLong(row, column);
  return new FileProblem(
    row === 0 ? 'file-not-a-table' : 'row-too-long',
    row === 0
      ? 'The first line of this file has no end, so that it can’t be the names of columns.'
      : `Row ${row} is longer than a million characters.`,
    'Check that this is the right file, and that each of its rows ends in a line break.',
  );
};

type Opening = { delimiter: string; names: string[] /** Characters before the header. */; start: number };

/**
 * Reads the header from the beginning of the text: the separator is the one that gives the most columns.
 *
 * @param complete false where more text follows
 */
const readOpening = (head: string, complete: boolean): Opening | undefined => {
  let start = /^(?:[ \t]*\n)*/.exec(head)![0].length;
  // Excel's own way of naming the separator, in a line before the header.
  const named = /^"?sep=([,;\t|])"?[ \t]*\n/i.exec(head.slice(start));
  if (named) start += named[0].length;
  const text = head.slice(start);
  let best: Opening | undefined;
  let open = false;
  for (const delimiter of named ? [named[1]!] : DELIMITERS) {
    const { data, errors } = parse(text, delimiter, complete, 1);
    const names = data[0];
    if (errors.some((e) => e.code === 'MissingQuotes')) open = true;
    else if (names && (best === undefined || names.length > best.names.length)) best = { delimiter, names, start };
  }
  if (open && (best?.names.length ?? 0) < 2) throw unclosed(0, '');
  return best;
};

const openingOf = (bytes: Uint8Array, detected: DetectedEncoding): Opening => {
  let head = '';
  let complete = true;
  for (const piece of decodeText(bytes, detected)) {
    if (head === '') refuseControls(piece.text);
    head += piece.text;
    complete = piece.bytesRead === bytes.length;
    const opening = readOpening(head, complete);
    if (opening) return opening;
    if (head.length > LONGEST_RECORD) throw head.trim() === '' ? empty() : endless(head.trimStart(), 0, [], ',');
  }
  throw empty();
};

const empty = (): FileProblem =>
  new FileProblem('file-empty', 'This file is empty.', 'Export it again, or choose another file.');

const headerOnly = (header: readonly string[]): FileProblem =>
  new FileProblem(
    'header-only',
    `This file has one line (${columnList(header)}) and no rows under it.`,
    'Check that the export was not filtered down to nothing.',
  );

/** The columns' names: trimmed, numbered where they have none, columns without a name at the right end left away. */
const readNames = (raw: readonly string[]): string[] => {
  const names = raw.map((name) => name.replace(/[\s\uFEFF]+/g, ' ').trim());
  while (names.length > 1 && names.at(-1) === '') names.pop();
  if (names.length > MOST_COLUMNS) {
    throw new FileProblem(
      'header-too-wide',
      `This file has ${names.length.toLocaleString('en-US')} columns; at most ${MOST_COLUMNS} are read.`,
      'Check that this is the right file, or remove the columns that are not needed.',
    );
  }
  const long = names.findIndex((name) => name.length > LONGEST_NAME);
  if (long >= 0) {
    throw new FileProblem(
      'file-not-a-table',
      `The first line of this file does not hold the names of columns: number ${long + 1} is ${names[long]!.length.toLocaleString('en-US')} characters long.`,
      'Check that this is the right file; its first line must name the columns.',
    );
  }
  if (names.every((name) => name === '')) throw empty();
  // A record can't have a field of that name.
  const header = names.map((name, i) => (name === '__proto__' ? 'proto' : name) || `Column ${i + 1}`);
  const seen = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    const key = columnKey(name) || name;
    const before = seen.get(key);
    if (before !== undefined) {
      throw new FileProblem(
        'header-repeats',
        `Two columns have the same name: ${columnLabel(header[before]!)} (number ${before + 1} and number ${i + 1}).`,
        'Rename or remove one of them, so that it is clear which of them counts.',
      );
    }
    seen.set(key, i);
  }
  return header;
};

type Records = {
  data: string[][] /** Places in `data` where quotation marks are not as they should be. */;
  odd: Set<number>;
  quoted: boolean;
  bytesRead: number;
};

/** Every record of the file, header first, as Papa reads them. Keeps at most one record between two pieces. */
function* readRecords(
  bytes: Uint8Array,
  detected: DetectedEncoding,
  opening: Opening,
  header: readonly string[],
  pieceBytes: number,
): Generator<Records> {
  const { delimiter } = opening;
  let drop = opening.start;
  let rest = '';
  let row = 0;
  for (const piece of decodeText(bytes, detected, pieceBytes)) {
    const last = piece.bytesRead === bytes.length;
    const skipped = Math.min(drop, piece.text.length);
    drop -= skipped;
    const text = rest + (skipped > 0 ? piece.text.slice(skipped) : piece.text);
    const { data, errors, cursor } = parse(text, delimiter, last);
    const odd = new Set<number>();
    for (const error of errors) {
      // Papa gives up on a quotation mark that has no end: everything after it is one cell.
      if (last && error.code === 'MissingQuotes')
        throw unclosed(row + error.row, header[data.at(-1)!.length - 1] ?? '');
      if (error.row < data.length) odd.add(error.row);
    }
    yield { data, odd, quoted: text.includes('"'), bytesRead: piece.bytesRead };
    row += data.length;
    rest = last ? '' : text.slice(cursor);
    if (rest.length > LONGEST_RECORD) throw endless(rest, row, header, delimiter);
  }
}

const shortRow = (cells: number, header: readonly string[]): RowFault => ({
  column: header[cells]!,
  code: 'row-short',
  severity: 'warning',
  message: `This row has ${cells} cells, the header ${header.length}. Those from ${columnLabel(header[cells]!)} on were taken as blank.`,
});

const longRow = (cells: number, header: readonly string[]): RowFault => ({
  column: header.at(-1)!,
  code: 'row-long',
  severity: 'refused',
  message: `This row has ${cells} cells, the header ${header.length}: somewhere in it a separator is not inside quotation marks, so that its cells stand in the wrong columns.`,
});

const oddQuotes = (refused: boolean, column: string): RowFault => ({
  column,
  code: 'quote-misplaced',
  severity: refused ? 'refused' : 'warning',
  message: refused
    ? 'A quotation mark stands inside a cell where none can, and the number of cells is not right. Write quotation marks inside a cell twice.'
    : 'A quotation mark stands inside a quoted cell where it should be written twice. Check that the row was read as it was meant.',
});

/** The cells of one record, as many as the header has names, and what is wrong with its shape. Undefined: blank. */
const readRow = (
  record: string[],
  row: number,
  header: readonly string[],
  delimiter: string,
  quotes: { any: boolean; odd: boolean },
): TableRow | undefined => {
  const width = header.length;
  let longest = 0;
  let blank = true;
  for (const cell of record) {
    if (cell.length > longest) longest = cell.length;
    if (blank && cell !== '' && cell.trim() !== '') blank = false;
  }
  if (blank) return undefined;
  const nameAt = (i: number) => header[i] ?? `Column ${i + 1}`;
  if (quotes.any) {
    const at = record.findIndex((cell) => cell.includes('\n') && (quotes.odd || swallowsRows(cell, width, delimiter)));
    if (at >= 0) throw unclosed(row, nameAt(at));
  }
  if (longest > LONGEST_CELL) throw tooLong(row, nameAt(record.findIndex((cell) => cell.length > LONGEST_CELL)));
  if (record.length === width && !quotes.odd) return { row, cells: record, faults: NO_FAULTS };

  const faults: RowFault[] = [];
  const full = record.length > width && !isBlank(record.slice(width));
  if (quotes.odd) {
    const at = record.findIndex((cell) => cell.includes('"'));
    faults.push(oddQuotes(record.length < width || full, nameAt(Math.min(Math.max(at, 0), width - 1))));
  }
  if (full) faults.push(longRow(record.length, header));
  if (record.length < width) faults.push(shortRow(record.length, header));
  const cells = record.slice(0, width);
  while (cells.length < width) cells.push('');
  return { row, cells, faults };
};

/**
 * Opens a file of rows and columns: says what it is written in, finds the separator, reads the header. Cells are
 * given as they stand, untrimmed.
 *
 * @param bytes the whole file
 * @param fileName for what is said of it
 * @param pieceBytes how much of the file is worked on at once
 * @throws FileProblem where it is no such file
 */
export const openTable = (bytes: Uint8Array, fileName: string, pieceBytes = PIECE_BYTES): TableFile => {
  if (bytes.length === 0) throw empty();
  if (bytes.length > LARGEST_FILE) {
    throw new FileProblem(
      'file-too-large',
      `This file has ${Math.round(bytes.length / 1048576).toLocaleString('en-US')} MB; at most ${LARGEST_FILE / 1048576} MB are read at once.`,
      'Cut it into smaller files, each with the header line.',
    );
  }
  refuseKnownFiles(bytes);
  const detected = detectEncoding(bytes);
  const opening = openingOf(bytes, detected);
  const header = readNames(opening.names);
  const { delimiter } = opening;

  function* read(): Generator<TableChunk> {
    let row = -1;
    for (const { data, odd, quoted, bytesRead } of readRecords(bytes, detected, opening, header, pieceBytes)) {
      const rows: TableRow[] = [];
      for (let i = 0; i < data.length; i++) {
        row++;
        if (row === 0) continue;
        const read = readRow(data[i]!, row, header, delimiter, { any: quoted, odd: odd.has(i) });
        if (read) rows.push(read);
      }
      yield { rows, bytesRead };
    }
  }

  // A look at the beginning only: rows() says the same of a file with megabytes of nothing.
  let pieces = 0;
  let some = false;
  for (const chunk of read()) {
    some = chunk.rows.length > 0 || ++pieces === 16;
    if (some) break;
  }
  if (!some) throw headerOnly(header);

  return {
    fileName,
    size: bytes.length,
    delimiter,
    encoding: detected.encoding,
    header,
    notes: [
      ...(detected.note ? [detected.note] : []),
      ...(delimiter in DELIMITER_NAMES ? [`Columns are separated by ${DELIMITER_NAMES[delimiter]}.`] : []),
    ],
    async *rows() {
      let none = true;
      for (const chunk of read()) {
        if (chunk.rows.length > 0) none = false;
        yield chunk;
        await setImmediate();
      }
      if (none) throw headerOnly(header);
    },
  };
};
