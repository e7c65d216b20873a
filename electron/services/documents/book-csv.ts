import type { BookKind } from '../../../shared/categories/category.ts';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { csvRow, UTF8_MARK } from '../interchange/csv-cells.ts';
import { type CellPart, type ColumnPlan, planOf } from './book-columns.ts';
import { shownText } from './field-text.ts';
import { codePointText, UNPRINTED } from './fonts.ts';
import { makeTurns } from './turns.ts';

export type BookCsvInput = {
  categories: readonly CategoryId[];
  kind: BookKind;
  /** The lines in order, in chunks; read once. */
  lines: Iterable<readonly BookLine[]>;
  /** How many lines there will be, for the progress. */
  total: number;
};

/** Stay in the ledger: what a table is asked for does not need them, and it goes further than paper does. */
const NEVER: ReadonlySet<EntryField> = new Set<EntryField>(['price', 'value', 'priceSold']);
const DATES: ReadonlySet<EntryField> = new Set<EntryField>(['acquiredOn', 'disposedOn']);
/** Between the texts that stand under one another in a printed cell. */
const BETWEEN = '; ';

const columnsOf = (categories: readonly CategoryId[], kind: BookKind): ColumnPlan[] =>
  planOf(categories, kind)
    .map((column) => ({ ...column, parts: column.parts.filter(({ field }) => !NEVER.has(field)) }))
    .filter(({ role, parts }) => role === 'line' || parts.length > 0);

/** Two columns are called “Date”: those of receipt and disposition are told with their group, as they stand under it on paper. */
const titleOf = ({ group, title }: ColumnPlan): string =>
  group === 'Receipt' || group === 'Disposition' ? `${group}: ${title}` : title;

const EVERY_UNSEEN = new RegExp(UNPRINTED.source, 'gu');
/**
 * What can't be seen is written as the printed book has it, `<U+202E>`: kept, it would turn a number around unseen in the
 * spreadsheet, and file and paper would no longer read alike. Entry takes no such character; an old import may have.
 */
const seen = (text: string): string => text.replace(EVERY_UNSEEN, (char) => codePointText(char.codePointAt(0)!));

const partText = (line: BookLine, { field, label, shown }: CellPart): string => {
  const text = textOf(line, field);
  // Why there is no number stands in the number's place.
  if (text === '') return field === 'serial' ? (line.serialState ?? '') : '';
  // A day as 2026-11-22 is the same day in every country's spreadsheet.
  return `${label ?? ''}${shown && !DATES.has(field) ? shownText(field, text, line) : text}`;
};

const cellOf = (line: BookLine, { role, parts }: ColumnPlan): string => {
  if (role === 'line') return String(line.line);
  const texts = parts.filter(({ when }) => when === undefined || when(line)).map((part) => partText(line, part));
  // A table has no strokes through a line, and one that is void must not pass for an open one.
  if (role === 'left' && line.status === 'voided') texts.push(`VOID: ${line.voidReason || '(no reason given)'}`);
  return seen(texts.filter((text) => text !== '').join(BETWEEN));
};

/**
 * A book as CSV in the columns that it is printed in, without prices; the firearms book in those of 27 CFR 478.125(e) and no
 * others. UTF-8 with its mark, RFC 4180. Gives the file piece by piece, and the event loop a turn in between; no more of the book is held
 * than one chunk of lines. Ends with an AbortError once `signal` is aborted.
 */
export async function* bookCsv(
  { categories, kind, lines, total }: BookCsvInput,
  progress: (stage: string, done: number, total: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const turns = makeTurns(signal);
  await turns.now();
  const columns = columnsOf(categories, kind);
  yield Buffer.from(UTF8_MARK + csvRow(columns.map(titleOf)), 'utf8');
  let done = 0;
  for (const chunk of lines) {
    const rows = chunk.map((line) => csvRow(columns.map((column) => cellOf(line, column))));
    done += chunk.length;
    yield Buffer.from(rows.join(''), 'utf8');
    progress('Writing the table', done, total);
    await turns.now();
  }
}
