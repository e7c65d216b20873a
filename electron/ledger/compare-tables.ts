import { type EntryField, FIELD_LABELS } from '../../shared/domain/fields.ts';
import { PROJECTIONS } from './apply.ts';
import type { ReadHandle, WriteHandle } from './database.ts';
import type { Report } from './verify.ts';

type Row = Record<string, string | number>;

const placeOf = (table: string, row: Row): string => {
  if (table === 'entry') return `Line ${row.line}`;
  if (table === 'user') return `User ${row.id}`;
  if (table === 'evidence') return `Evidence of line ${row.line}, event ${row.seq}`;
  return NAMES[table] ?? table;
};
const NAMES: Readonly<Record<string, string>> = {
  settings: 'Set-up',
  access: 'A key slot',
  licensee: 'A licensee',
  description: 'A description',
};

/** Columns that have no name of their own on screen. */
const COLUMN_LABELS: Readonly<Record<string, string>> = {
  struck: 'What was corrected',
  json: 'Its text',
  uses: 'How often it was used',
  last_seq: 'Where it was last used',
};

/** A column in words, to begin a sentence with. Both parties have an address and a licence number: it says whose. */
const labelOf = (column: string): string => {
  const known = COLUMN_LABELS[column];
  if (known) return known;
  const field = column.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
  const words = column.replaceAll('_', ' ');
  const label =
    field in FIELD_LABELS ? FIELD_LABELS[field as EntryField] : words.replace(/^./, (first) => first.toUpperCase());
  if (column.startsWith('acquired_from_')) return `${label} of whom it came from`;
  return column.startsWith('disposed_to_') ? `${label} of whom it went to` : label;
};

/** Rows in the order in which SQLite gives them: texts by their bytes in UTF-8, which is not JavaScript's order. */
const order = (a: Row, b: Row, key: readonly string[]): number => {
  for (const column of key) {
    const [x, y] = [a[column]!, b[column]!];
    if (x === y) continue;
    return typeof x === 'number' && typeof y === 'number'
      ? x - y
      : Buffer.from(String(x)).compare(Buffer.from(String(y)));
  }
  return 0;
};

const STEP = 1000;

/**
 * Holds every row of every projection against what a replay of the events makes, side by side in key order.
 *
 * @param step called now and then with the rows done; where it throws, everything is closed and the comparing stops
 */
export const compareTables = async (
  db: ReadHandle,
  replayed: WriteHandle,
  report: Report,
  step: (done: number, total: number) => Promise<void>,
): Promise<void> => {
  for (const { table, key } of PROJECTIONS) {
    const sql = `SELECT * FROM ${table} ORDER BY ${key.join(', ')}`;
    const total = replayed.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    const stored = db.prepare(sql).iterate() as IterableIterator<Row>;
    const made = replayed.prepare(sql).iterate() as IterableIterator<Row>;
    try {
      let a = stored.next();
      let b = made.next();
      for (let done = 0; !a.done || !b.done; done++) {
        const side = a.done ? 1 : b.done ? -1 : order(a.value, b.value, key);
        if (side < 0)
          report('row-added', placeOf(table, a.value), 'It stands in the book, but no recorded event made it.');
        else if (side > 0)
          report('row-missing', placeOf(table, b.value), 'It was recorded, but it is missing from the book.');
        else compareRows(table, a.value, b.value, report);
        if (side <= 0) a = stored.next();
        if (side >= 0) b = made.next();
        if (done % STEP === STEP - 1) await step(done, total);
      }
    } finally {
      // A connection can't be closed while a statement on it is under way.
      stored.return?.();
      made.return?.();
    }
  }
};

const compareRows = (table: string, stored: Row, made: Row, report: Report): void => {
  for (const column of Object.keys(made)) {
    if (stored[column] === made[column]) continue;
    report(
      'row-changed',
      placeOf(table, made),
      `${labelOf(column)} reads “${stored[column]}” in the book; the record says “${made[column]}”. It was changed outside Rollmark.`,
    );
  }
};
