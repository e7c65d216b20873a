import { and, asc, count, desc, eq, getTableColumns, gte } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { BookLine, View } from '../../shared/contract/lines.ts';
import { COLUMN_FIELDS, type ColumnField, DETAIL_FIELDS, type Details } from '../../shared/domain/fields.ts';
import { serialKey, splitSerials } from '../../shared/serials/normalise.ts';
import { readDetails, readStruck } from '../ledger/apply.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { entry } from '../ledger/schema.ts';

export type EntryRow = typeof entry.$inferSelect;
export type Only = 'all' | 'open' | 'disposed' | 'voided';

/** A row as one of the three views shows it (ATF Ruling 2016-1, condition 2a). */
export const lineOf = (row: EntryRow, view: View): BookLine => {
  const struck = readStruck(row);
  const texts = {} as Record<ColumnField, string>;
  const first = view === 'original' ? struck : {};
  for (const field of COLUMN_FIELDS) texts[field] = first[field]?.[0] ?? row[field];
  const stored = readDetails(row);
  const details: Details = {};
  for (const field of DETAIL_FIELDS) {
    const text = first[field]?.[0] ?? stored[field];
    if (text) details[field] = text;
  }
  return {
    book: row.book,
    line: row.line,
    category: row.category,
    status: row.status,
    ...texts,
    ...details,
    serials: splitSerials(texts.serial),
    dispositionKind: row.dispositionKind,
    note: row.note,
    struck: view === 'both' ? struck : {},
    corrections: row.corrections,
    voidReason: row.voidReason,
    acquiredRecordedAt: row.acquiredRecordedAt,
    disposedRecordedAt: row.disposedRecordedAt,
    imported: row.imported,
    acquiredLate: row.acquiredLate,
    disposedLate: row.disposedLate,
  };
};

const orm = (db: ReadHandle | WriteHandle) => drizzle(db);

const COLUMNS = Object.entries(getTableColumns(entry))
  .map(([field, column]) => `${column.name} AS ${field}`)
  .join(', ');
const FLAGS = ['imported', 'acquiredLate', 'disposedLate'] as const;

/** The same rows by a plain prepared statement: for whole books and for searches, where drizzle's mapping would be half of the time. */
const rawRows = (db: ReadHandle, tail: string, ...values: unknown[]): EntryRow[] => {
  const rows = db.prepare(`SELECT ${COLUMNS} FROM entry ${tail}`).all(...values) as EntryRow[];
  return rows.map(withFlags);
};

/** SQLite has no booleans: a row as it was read gets them in its place. */
const withFlags = (row: EntryRow): EntryRow => {
  for (const flag of FLAGS) row[flag] = Boolean(row[flag]);
  return row;
};

export const countLines = (db: ReadHandle, book: string, only: Only = 'all'): number =>
  orm(db)
    .select({ n: count() })
    .from(entry)
    .where(only === 'all' ? eq(entry.book, book) : and(eq(entry.book, book), eq(entry.status, only)))
    .get()?.n ?? 0;

/** Lines in book order from the `from`th on. Without a filter that is the line number itself: lines have no gaps. */
export const readLines = (
  db: ReadHandle,
  query: { book: string; view: View; from: number; count: number; only?: Only; newestFirst?: boolean },
): BookLine[] => {
  const only = query.only ?? 'all';
  const mine = only === 'all' ? eq(entry.book, query.book) : and(eq(entry.book, query.book), eq(entry.status, only));
  const order = query.newestFirst ? desc(entry.line) : asc(entry.line);
  const rows =
    only === 'all' && !query.newestFirst
      ? orm(db)
          .select()
          .from(entry)
          .where(and(mine, gte(entry.line, query.from)))
          .orderBy(order)
          .limit(query.count)
          .all()
      : orm(db)
          .select()
          .from(entry)
          .where(mine)
          .orderBy(order)
          .limit(query.count)
          .offset(query.from - 1)
          .all();
  return rows.map((row) => lineOf(row, query.view));
};

const PRINT_CHUNK = 500;

/** All lines of a range in print order, in chunks, one fresh pass a call. */
export function* printLines(
  db: ReadHandle,
  query: { book: string; view: View; order: 'line' | 'acquired'; range?: { from: number; to: number } | undefined },
): Generator<BookLine[]> {
  const from = query.range?.from ?? 1;
  const to = query.range?.to ?? Number.MAX_SAFE_INTEGER;
  if (query.order === 'line') {
    for (let after = from; ; ) {
      const tail = 'WHERE book = ? AND line BETWEEN ? AND ? ORDER BY line LIMIT ?';
      const rows = rawRows(db, tail, query.book, after, to, PRINT_CHUNK);
      if (rows.length > 0) yield rows.map((row) => lineOf(row, query.view));
      if (rows.length < PRINT_CHUNK) return;
      after = rows.at(-1)!.line + 1;
    }
  }
  // By date of acquisition (ATF's criteria of 2001 for printouts); the sort is done once, on the ids alone.
  const ids = db
    .prepare('SELECT id FROM entry WHERE book = ? AND line BETWEEN ? AND ? ORDER BY acquired_on, line')
    .pluck()
    .all(query.book, from, to) as number[];
  for (let at = 0; at < ids.length; at += PRINT_CHUNK) {
    yield linesById(db, ids.slice(at, at + PRINT_CHUNK), query.view);
  }
}

/** Lines by entry id, in the order of the ids. */
export const linesById = (db: ReadHandle, ids: readonly number[], view: View): BookLine[] => {
  if (ids.length === 0) return [];
  const rows = rawRows(db, `WHERE id IN (${ids.map(() => '?').join(', ')})`, ...ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [lineOf(row, view)] : [];
  });
};

/** One line as it stands. Throws LINE_MISSING. */
export const readRow = (db: ReadHandle | WriteHandle, book: string, line: number): EntryRow => {
  const row = prepared(db, `SELECT ${COLUMNS} FROM entry WHERE book = ? AND line = ?`).get(book, line);
  if (!row) throw new LedgerError('LINE_MISSING', `The book has no line ${line}.`);
  return withFlags(row as EntryRow);
};

const SHORTEST_NUMBER = 4;

export type Found = { lines: BookLine[]; more: boolean; lookAlikes: BookLine[] };

/** Any fragment of serial, maker, importer, model, name or form number; then serials that look alike. */
export const searchLines = (ledger: Ledger, text: string, limit: number): Found => {
  const ids = ledger.search.find(text, limit + 1);
  const words = text.trim().split(/\s+/);
  // One word may be a number that was mistyped: what is one slip away is offered too.
  const alike =
    words.length === 1 && ids.length <= limit && serialKey(text).length >= SHORTEST_NUMBER
      ? ledger.near
          .near(text, { limit: 20 })
          .map((found) => found.id)
          .filter((id) => !ids.includes(id))
      : [];
  return {
    lines: linesById(ledger.reader, ids.slice(0, limit), 'corrected'),
    more: ids.length > limit,
    lookAlikes: linesById(ledger.reader, alike.slice(0, 10), 'corrected'),
  };
};
