import type { BookKind } from '../../shared/categories/category.ts';
import { CATEGORY_IDS, type CategoryId } from '../../shared/categories/ids.ts';
import { labelOf } from '../../shared/categories/registry.ts';
import type { HeldEvidence } from '../../shared/contract/evidence.ts';
import type { View } from '../../shared/contract/lines.ts';
import { BOOKS, isBook } from '../../shared/domain/settings.ts';
import { inSentence } from '../../shared/domain/text.ts';
import { settingsIn } from '../ledger/apply.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type AsOf, asOfWords } from './as-of.ts';
import { imageOf } from './attachments.ts';
import { countLines, lineOf, printLines, readRow } from './book.ts';
import { type DocumentHead, makeAcquisitionPdf, makeBookPdf } from './documents/book-pdf.ts';
import { photosOf } from './documents/photo-section.ts';
import { listEvidence } from './evidence.ts';
import type { Progress } from './jobs.ts';
import { proofFiles } from './proofs.ts';
import { readHistory } from './trail.ts';

export type Paper = 'letter' | 'a4';
export type BookPrint = {
  book: string;
  view: View;
  order: 'line' | 'acquired';
  paper: Paper;
  from?: number | undefined;
  to?: number | undefined;
  /** An earlier state, to print that. */
  asOf?: AsOf | undefined;
};
export type Made = { name: string; bytes: Buffer; pages: number };

/** What every printed page says of its ledger, with a checkpoint signed over all that is printed. */
const headOf = async (ledger: Ledger, book: string, asOf?: AsOf): Promise<DocumentHead> => {
  const settings = asOf ? settingsIn(asOf.db) : ledger.settings();
  const { size, root, note } = await ledger.checkpoint();
  const { title, categories, kind } = bookFacts(book);
  return {
    ledgerName: settings.name,
    licence: settings.licence,
    premises: settings.premises,
    bookTitle: title,
    categories,
    kind,
    zone: settings.zone,
    printedAt: new Date(ledger.now()).toISOString(),
    checkpoint: { size, root, note },
    ...(asOf ? { asOf: `${asOfWords(asOf, settings.zone)}, root ${asOf.root.slice(0, 10)}` } : {}),
  };
};

const stamp = (ledger: Ledger): string => ledger.today();

/** What of a book is asked for; undefined for all of it. Throws LINE_MISSING where there is nothing of it. */
export const rangeOf = (
  query: { from?: number | undefined; to?: number | undefined },
  all: number,
): { from: number; to: number } | undefined => {
  if (query.from === undefined && query.to === undefined) return undefined;
  const range = { from: query.from ?? 1, to: Math.min(query.to ?? all, all) };
  if (range.from > range.to || range.from > all) {
    throw new LedgerError(
      'LINE_MISSING',
      `The book has ${all} lines; there is nothing from line ${range.from} to line ${query.to ?? all}.`,
    );
  }
  return range;
};

/** A document's name: which book, in which view, of which day or state. */
export const nameOf = (ledger: Ledger, query: { book: string; view: View; asOf?: AsOf | undefined }): string =>
  `${query.book === 'ad' ? 'book' : `book-${query.book}`}-${query.view}-${query.asOf ? `as-of-event-${query.asOf.size}` : stamp(ledger)}`;

/** What a book is called and holds. One that this version does not know has the columns that fit every category. */
export const bookFacts = (book: string): { title: string; categories: readonly CategoryId[]; kind: BookKind } =>
  isBook(book) ? BOOKS[book] : { title: 'Book', categories: CATEGORY_IDS, kind: 'register' };

/** The book as PDF, as it stands at this moment; entries made meanwhile are not in it. Throws LINE_MISSING, CANCELLED. */
export const printBook = async (
  ledger: Ledger,
  query: BookPrint,
  progress: Progress,
  signal: AbortSignal,
): Promise<Made> => {
  // The snapshot first: the checkpoint signed after it covers all that the snapshot shows, and may cover more.
  const db = query.asOf?.db ?? ledger.snapshot();
  try {
    const head = await headOf(ledger, query.book, query.asOf);
    const all = countLines(db, query.book);
    const range = rangeOf(query, all);
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
    return { name: `${nameOf(ledger, query)}.pdf`, bytes, pages };
  } catch (error) {
    if (signal.aborted) throw new LedgerError('CANCELLED', 'Printing was stopped. Nothing was changed.');
    throw error;
  } finally {
    if (!query.asOf) db.close();
  }
};

/**
 * Small pictures of the photos that a record shows. A photo that can’t be read does not keep the record from being
 * printed: it is named there, without its picture.
 */
const previewsOf = async (
  ledger: Ledger,
  evidence: readonly HeldEvidence[],
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const previews = new Map<string, Uint8Array>();
  for (const { sha256 } of photosOf(evidence)) {
    try {
      previews.set(sha256, (await imageOf(ledger, sha256, 'screen')).bytes);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
    }
  }
  return previews;
};

/** The reasons for which warnings were saved past, one to a field and reason. */
const savedPast = (accepted: readonly { field: string; reason?: string | undefined }[], category: CategoryId) => [
  ...new Set(
    accepted.map(({ field, reason }) => {
      const name = inSentence(labelOf(field, category));
      return `Saved past a warning about the ${name}${reason ? `: ${reason}` : '.'}`;
    }),
  ),
];

/** One line's record as PDF, its proofs attached: the entry, what stands behind its number, its photos. Throws LINE_MISSING. */
export const printAcquisition = async (
  ledger: Ledger,
  place: { book: string; line: number },
  paper: Paper,
): Promise<Made> => {
  const row = readRow(ledger.reader, place.book, place.line);
  const history = readHistory(ledger, place.book, place.line).history.map((event) => ({
    ...event,
    summary: [event.summary, ...event.changes.map((c) => `“${c.old}” became “${c.new}”`)].join(': '),
    reason: [event.reason, ...savedPast(event.accepted, row.category)].filter(Boolean).join('\n'),
  }));
  const evidence = listEvidence(ledger.reader, place);
  // Signed after the line was read, so that it covers what is printed.
  const head = await headOf(ledger, place.book);
  const { bytes, pages } = await makeAcquisitionPdf({
    head,
    proofs: await proofFiles(ledger, place),
    line: lineOf(row, 'both'),
    history,
    evidence,
    previews: await previewsOf(ledger, evidence),
    paper,
  });
  const name = place.book === 'ad' ? 'acquisition' : `record-${place.book}`;
  return { name: `${name}-line-${place.line}-${stamp(ledger)}.pdf`, bytes, pages };
};
