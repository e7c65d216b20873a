import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { IMPORT_FORMATS } from '../../../shared/contract/index.ts';
import { BOOKS, type BookId } from '../../../shared/domain/settings.ts';
import type { Book } from '../../app/ledger.tsx';

export type FileKind = (typeof IMPORT_FORMATS)[number];

type Words = {
  label: string;
  /** The columns it must have, in a few words. */
  columns: string;
  /** What one chooses, in a sentence. */
  file: string;
  /** What is asked at the head of the page. */
  title: string;
  /** The book that such a file is for. */
  book: BookId;
  /** What stands in it; absent: all sorts. */
  category?: CategoryId;
};

/** The kinds of file, as a person knows them. */
export const KINDS: Readonly<Record<FileKind, Words>> = {
  fastbound: {
    label: 'FastBound',
    columns: 'The item export, with its own column names.',
    file: 'A CSV file with FastBound’s item columns.',
    title: 'Bring in the book you have',
    book: 'ad',
    category: 'firearm',
  },
  vehicles: {
    label: 'Vehicle register',
    columns: 'VIN, make and date purchased; body, odometer, seller, buyer and more.',
    file: 'A CSV file with a row for each vehicle and columns such as VIN, Make, Date Purchased, Seller.',
    title: 'Bring in the register you have',
    book: 'vehicles',
    category: 'vehicle',
  },
  tools: {
    label: 'Tool register',
    columns: 'Brand, serial number and date; tag, date code, lot, location and more.',
    file: 'A CSV file with a row for each tool and columns such as Tag, Brand, Model No, Serial No, Date.',
    title: 'Bring in the register you have',
    book: 'tools',
    category: 'tool',
  },
  household: {
    label: 'Household inventory',
    columns: 'Brand and item, of all sorts mixed; room, serial, price paid, receipt and more.',
    file: 'A CSV file with a row for each thing and columns such as Room, Category, Item, Brand, Serial.',
    title: 'Bring in the list you have',
    book: 'household',
  },
};
export const FILE_KINDS = Object.keys(KINDS) as FileKind[];

/** The books of a ledger that can hold what stands in a kind of file, the one that it is for first. */
export const booksFor = (kind: FileKind, books: readonly Book[]): Book[] => {
  const { category, book: own } = KINDS[kind];
  const fitting = books.filter(({ categories }) =>
    category ? (categories as readonly CategoryId[]).includes(category) : categories.length > 1,
  );
  return fitting.sort((a, b) => Number(b.id === own) - Number(a.id === own));
};

/** The kind of file that fits a book best: the one that is for it, else the first that it can hold. */
export const kindFor = (book: Book): FileKind =>
  FILE_KINDS.find((kind) => KINDS[kind].book === book.id) ??
  [...FILE_KINDS].reverse().find((kind) => booksFor(kind, [book]).length > 0) ??
  'fastbound';

export const bookTitle = (book: BookId): string => BOOKS[book].title;
