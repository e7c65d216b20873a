import type { View } from '../../shared/contract/lines.ts';
import { BOOKS, isBook } from '../../shared/domain/settings.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { countLines, lineOf, printLines, readRow } from './book.ts';
import { type DocumentHead, makeAcquisitionPdf, makeBookPdf } from './documents/book-pdf.ts';
import type { Progress } from './jobs.ts';
import { readHistory } from './trail.ts';

export type Paper = 'letter' | 'a4';
export type BookPrint = {
  book: string;
  view: View;
  order: 'line' | 'acquired';
  paper: Paper;
  from?: number | undefined;
  to?: number | undefined;
};
export type Made = { name: string; bytes: Buffer; pages: number };

/** What every printed page says of its ledger, with a checkpoint signed over all that is printed. */
const headOf = async (ledger: Ledger, book: string): Promise<DocumentHead> => {
  const settings = ledger.settings();
  const { size, root, note } = await ledger.checkpoint();
  const title = isBook(book) ? BOOKS[book].title : 'Book';
  return {
    ledgerName: settings.name,
    licence: settings.licence,
    premises: settings.premises,
    bookTitle: title,
    zone: settings.zone,
    printedAt: new Date(ledger.now()).toISOString(),
    checkpoint: { size, root, note },
  };
};

const stamp = (ledger: Ledger): string => ledger.today();

/** The book as PDF, as it stands at this moment; entries made meanwhile are not in it. Throws LINE_MISSING, CANCELLED. */
export const printBook = async (
  ledger: Ledger,
  query: BookPrint,
  progress: Progress,
  signal: AbortSignal,
): Promise<Made> => {
  // The snapshot first: the checkpoint signed after it covers all that the snapshot shows, and may cover more.
  const db = ledger.snapshot();
  try {
    const head = await headOf(ledger, query.book);
    const all = countLines(db, query.book);
    const range =
      query.from === undefined && query.to === undefined
        ? undefined
        : { from: query.from ?? 1, to: Math.min(query.to ?? all, all) };
    if (range && (range.from > range.to || range.from > all)) {
      throw new LedgerError(
        'LINE_MISSING',
        `The book has ${all} lines; there is nothing from line ${range.from} to line ${query.to ?? all}.`,
      );
    }
    const { bytes, pages } = await makeBookPdf(
      {
        head,
        view: query.view,
        paper: query.paper,
        order: query.order,
        ...(range ? { range } : {}),
        lines: () => printLines(db, { book: query.book, view: query.view, order: query.order, range }),
        total: range ? range.to - range.from + 1 : all,
      },
      progress,
      signal,
    );
    return { name: `book-${query.view}-${stamp(ledger)}.pdf`, bytes, pages };
  } catch (error) {
    if (signal.aborted) throw new LedgerError('CANCELLED', 'Printing was stopped. Nothing was changed.');
    throw error;
  } finally {
    db.close();
  }
};

/** One line's acquisition record as PDF. Throws LINE_MISSING. */
export const printAcquisition = async (
  ledger: Ledger,
  place: { book: string; line: number },
  paper: Paper,
): Promise<Made> => {
  const row = readRow(ledger.reader, place.book, place.line);
  const history = readHistory(ledger.reader, place.book, place.line).history.map((event) => ({
    ...event,
    summary: [event.summary, ...event.changes.map((c) => `“${c.old}” became “${c.new}”`)].join(': '),
  }));
  // Signed after the line was read, so that it covers what is printed.
  const head = await headOf(ledger, place.book);
  const { bytes, pages } = await makeAcquisitionPdf({ head, line: lineOf(row, 'both'), history, paper });
  return { name: `acquisition-line-${place.line}-${stamp(ledger)}.pdf`, bytes, pages };
};
