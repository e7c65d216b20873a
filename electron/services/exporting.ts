import type { BookLine } from '../../shared/contract/lines.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AsOf } from './as-of.ts';
import { countLines, printLines } from './book.ts';
import { bookCsv } from './documents/book-csv.ts';
import type { Progress } from './jobs.ts';
import { bookFacts, nameOf, rangeOf } from './printing.ts';

export type BookExport = {
  book: string;
  /** Not both: a table can't strike a text through. */
  view: 'original' | 'corrected';
  order: 'line' | 'acquired';
  from?: number | undefined;
  to?: number | undefined;
  /** Only lines that were not disposed of and are not void. */
  openOnly: boolean;
  /** An earlier state, to export that. */
  asOf?: AsOf | undefined;
};
export type Exported = { name: string; lines: number; bytes: number; checkpoint: { size: number; root: string } };

/**
 * Writes a book as CSV, as it stands at this moment, piece by piece through `write`. A checkpoint is signed over all that
 * is written, as for a print. Throws LINE_MISSING, CANCELLED, and whatever `write` throws; what was written until then
 * is no whole table.
 */
export const exportBook = async (
  ledger: Ledger,
  query: BookExport,
  write: (piece: Buffer) => void,
  progress: Progress,
  signal: AbortSignal,
): Promise<Exported> => {
  // The snapshot first: the checkpoint signed after it covers all that the snapshot shows, and may cover more.
  const db = query.asOf?.db ?? ledger.snapshot();
  try {
    const all = countLines(db, query.book);
    const range = rangeOf(query, all);
    const { size, root } = await ledger.checkpoint();
    let lines = 0;
    let bytes = 0;
    const wanted = function* (): Generator<readonly BookLine[]> {
      for (const chunk of printLines(db, { book: query.book, view: query.view, order: query.order, range })) {
        const kept = query.openOnly ? chunk.filter(({ status }) => status === 'open') : chunk;
        lines += kept.length;
        yield kept;
      }
    };
    const total = query.openOnly ? countLines(db, query.book, 'open') : range ? range.to - range.from + 1 : all;
    for await (const piece of bookCsv({ ...bookFacts(query.book), lines: wanted(), total }, progress, signal)) {
      bytes += piece.length;
      write(piece);
    }
    return { name: `${nameOf(ledger, query)}.csv`, lines, bytes, checkpoint: { size, root } };
  } catch (error) {
    if (signal.aborted) throw new LedgerError('CANCELLED', 'Writing the table was stopped. Nothing was changed.');
    throw error;
  } finally {
    if (!query.asOf) db.close();
  }
};
