import type { BookLine } from '../../shared/contract/lines.ts';
import { showDate } from '../../shared/domain/dates.ts';
import { DETAIL_FIELDS, type DetailField } from '../../shared/domain/fields.ts';
import { BOOK_IDS, BOOKS, isBook } from '../../shared/domain/settings.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * What an inspector sees of a ledger: the books that the law asks for, in the columns that it asks for, without notes,
 * prices, evidence and other books. Every look is written into the trail before it is answered.
 */

/** Of a line's details, the one that the record itself needs: why it may have no number. */
const STATUTORY_DETAILS: readonly DetailField[] = ['serialState'];

export const isHiddenField = (field: string): boolean =>
  (DETAIL_FIELDS as readonly string[]).includes(field) && !(STATUTORY_DETAILS as readonly string[]).includes(field);

/** The books that an inspector never sees anything of. */
export const HIDDEN_BOOKS = BOOK_IDS.filter((id) => BOOKS[id].kind !== 'statutory');

export const isInspector = (ledger: Ledger): boolean => ledger.user().role === 'inspector';

/** Throws NOT_ALLOWED where an inspector asks for a book that is none of the law's. */
export const checkBook = (ledger: Ledger, book: string): void => {
  if (!isInspector(ledger) || (isBook(book) && BOOKS[book].kind === 'statutory')) return;
  throw new LedgerError('NOT_ALLOWED', 'An inspector’s access is to the bound book. Ask an owner for anything else.');
};

/** A line as whoever is asking may see it. */
export const shownLine = (ledger: Ledger, line: BookLine): BookLine => {
  if (!isInspector(ledger)) return line;
  const shown: BookLine = { ...line, note: '', struck: { ...line.struck } };
  for (const field of DETAIL_FIELDS) {
    if (!isHiddenField(field)) continue;
    delete shown[field];
    delete shown.struck[field];
  }
  return shown;
};

/** The lines among these that whoever is asking may see, as they may see them. */
export const shownLines = (ledger: Ledger, lines: readonly BookLine[]): BookLine[] =>
  isInspector(ledger)
    ? lines
        .filter(({ book }) => isBook(book) && BOOKS[book].kind === 'statutory')
        .map((line) => shownLine(ledger, line))
    : [...lines];

/** What is only handed over after a look that was recorded. */
const HANDED: readonly string[] = ['documents.fetch', 'documents.discard'];

type Looked = {
  book?: string;
  line?: number;
  from?: number;
  to?: number;
  count?: number;
  view?: string;
  text?: string;
  before?: number;
  at?: string;
  asOf?: number;
  which?: string;
  openOnly?: boolean;
  recordedFrom?: string;
  recordedTo?: string;
};

const WHICH: Readonly<Record<string, string>> = { late: 'late', clock: 'with the clock set back' };

const inWords = (input: Looked): string =>
  [
    input.book && isBook(input.book) ? BOOKS[input.book].short : '',
    input.line ? `line ${input.line}` : '',
    input.text ? `“${input.text}”` : '',
    input.count && input.from ? `lines ${input.from} to ${input.from + input.count - 1}` : '',
    !input.count && (input.from || input.to) ? `lines ${input.from ?? 1} to ${input.to ?? 'the last'}` : '',
    input.at ? `to ${/^\d+$/.test(input.at) ? `event ${input.at}` : input.at}` : '',
    input.asOf ? `as it stood after event ${input.asOf}` : '',
    input.before ? `before event ${input.before}` : '',
    WHICH[input.which ?? ''] ?? '',
    [
      input.recordedFrom ? `from ${showDate(input.recordedFrom)}` : '',
      input.recordedTo ? `to ${showDate(input.recordedTo)}` : '',
    ]
      .filter(Boolean)
      .join(' '),
    input.openOnly ? 'open lines only' : '',
    input.view ?? '',
  ]
    .filter(Boolean)
    .join(', ');

/** Writes into the trail that an inspector looked, once for each different look of a session. Others' looks are their own. */
export const makeLookRecorder = () => {
  let seen = { ledger: undefined as Ledger | undefined, looks: new Set<string>() };
  return async (ledger: Ledger, operation: string, input: unknown): Promise<void> => {
    if (!isInspector(ledger) || HANDED.includes(operation)) return;
    if (seen.ledger !== ledger) seen = { ledger, looks: new Set() };
    const look = `${operation} ${JSON.stringify(input ?? {})}`;
    if (seen.looks.has(look)) return;
    await ledger.write((append) =>
      append('inspection.looked', `user/${ledger.user().id}`, { operation, at: inWords((input ?? {}) as Looked) }),
    );
    seen.looks.add(look);
  };
};
