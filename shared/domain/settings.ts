import type { BookKind } from '../categories/category.ts';
import type { CategoryId } from '../categories/ids.ts';
import type { OpenDays } from './dates.ts';

/** Every book that a ledger can have: what it is called, what stands in it, and how much it asks for. */
export const BOOKS = {
  ad: {
    title: 'Firearms acquisition and disposition record',
    short: 'Firearms',
    kind: 'statutory',
    categories: ['firearm'],
  },
  vehicles: { title: 'Vehicle register', short: 'Vehicles', kind: 'register', categories: ['vehicle'] },
  tools: { title: 'Tool register', short: 'Tools', kind: 'register', categories: ['tool'] },
  electronics: { title: 'Electronics register', short: 'Electronics', kind: 'register', categories: ['electronics'] },
  appliances: { title: 'Appliance register', short: 'Appliances', kind: 'register', categories: ['appliance'] },
  'second-hand': {
    title: 'Second-hand register',
    short: 'Second-hand',
    kind: 'register',
    categories: ['electronics', 'appliance', 'tool', 'vehicle', 'other'],
  },
  household: {
    title: 'Household inventory',
    short: 'Household',
    kind: 'inventory',
    categories: ['electronics', 'appliance', 'tool', 'firearm', 'vehicle', 'other'],
  },
} as const satisfies Record<
  string,
  { title: string; short: string; kind: BookKind; categories: readonly [CategoryId, ...CategoryId[]] }
>;
export type BookId = keyof typeof BOOKS;
export const BOOK_IDS = Object.keys(BOOKS) as [BookId, ...BookId[]];

export const isBook = (text: string | undefined): text is BookId => text !== undefined && Object.hasOwn(BOOKS, text);

/** The ledger templates. Each names the books it starts with. */
export const TEMPLATES = {
  dealer: { label: 'Licensed dealer', books: ['ad'] },
  shop: { label: 'Small shop', books: ['vehicles', 'tools', 'second-hand'] },
  owner: { label: 'Owner', books: ['household'] },
} as const satisfies Record<string, { label: string; books: readonly [BookId, ...BookId[]] }>;
export type TemplateId = keyof typeof TEMPLATES;
export const TEMPLATE_IDS = Object.keys(TEMPLATES) as [TemplateId, ...TemplateId[]];

/** A book that a ledger has, with what its shop decided for it. */
export type BookSetting = {
  id: BookId;
  /** Hand-typed numbers are typed a second time without seeing the first; scanned ones are not. */
  secondKeying: boolean;
};

/** What a ledger says of whom it belongs to. Changed only by an event, so that the trail shows it. */
export type LedgerSettings = {
  template: TemplateId;
  /** The licensee's or owner's name, as it stands on the licence and at the head of every printed page. */
  name: string;
  /** Full licence number with hyphens, or empty. */
  licence: string;
  /** Street address of the premises, one text. */
  premises: string;
  /** IANA time zone of the premises: it decides which day “today” is. */
  zone: string;
  openDays: OpenDays;
  /** Forms 4473 are serially numbered and filed numerically (27 CFR 478.125(e)). */
  forms4473Numbered: boolean;
  /** Absent in ledgers made before there were several: then the template's. */
  books?: readonly BookSetting[] | undefined;
};

/** The books of a ledger, in the order in which they are shown. */
export const booksOf = (settings: Pick<LedgerSettings, 'template' | 'books'>): readonly BookSetting[] =>
  settings.books ?? TEMPLATES[settings.template].books.map((id) => ({ id, secondKeying: false }));

/** The book that is meant where none is named: the ledger's first. */
export const firstBook = (settings: Pick<LedgerSettings, 'template' | 'books'>): BookId => booksOf(settings)[0]!.id;

type Place = { book: string; line: number };

/** Names a line in a sentence: `line 3`, or `line 3 of Tools` where the ledger has several books. */
export const lineNamer = (settings: Pick<LedgerSettings, 'template' | 'books'>): ((place: Place) => string) => {
  const several = booksOf(settings).length > 1;
  return ({ book, line }) => (several && isBook(book) ? `line ${line} of ${BOOKS[book].short}` : `line ${line}`);
};
