import type { BookKind } from '../../../shared/categories/category.ts';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import type { EntryField } from '../../../shared/domain/fields.ts';
import { DESCRIPTIONS, type Described } from './book-descriptions.ts';

/** One of the texts that stand under one another in a cell. */
export type CellPart = {
  field: EntryField;
  /** Stands before the text, in grey. */
  label?: string;
  /** A number to be copied character by character. */
  number?: boolean;
  /** Dates, amounts and distances, set for people. */
  shown?: boolean;
  /** Left out where this says no. */
  when?: (line: BookLine) => boolean;
};

/** `width` is what the text may take at the least, in points, without padding; `share` is its part of what is left over. */
export type ColumnPlan = {
  /** `line`: the line number. `serial`: the unit's numbers. `left`: when it left, or that it did not. */
  role: 'line' | 'serial' | 'left' | 'text';
  group: string;
  title: string;
  width: number;
  share: number;
  parts: readonly CellPart[];
};

/** White on each side of a column's text. */
export const CELL_PAD = 3.2;

export type Column = ColumnPlan & { /** Left edge of the text. */ x: number };

const LINE: ColumnPlan = { role: 'line', group: '', title: 'Line no.', width: 30.5, share: 0, parts: [] };
const RECEIPT = 'Receipt';
const DISPOSITION = 'Disposition';

const received = (title: string, width: number, licence: string): readonly ColumnPlan[] => [
  {
    role: 'text',
    group: RECEIPT,
    title: 'Date',
    width: 45,
    share: 0,
    parts: [{ field: 'acquiredOn', shown: true }],
  },
  {
    role: 'text',
    group: RECEIPT,
    title,
    width,
    share: 4,
    parts: [
      { field: 'acquiredFrom' },
      { field: 'acquiredFromAddress' },
      { field: 'acquiredFromLicence', number: true, label: licence },
    ],
  },
];

const left = (title: string, width: number, licence: string, more: readonly CellPart[]): readonly ColumnPlan[] => [
  {
    role: 'left',
    group: DISPOSITION,
    title: 'Date',
    width: 45,
    share: 0,
    parts: [{ field: 'disposedOn', shown: true }],
  },
  { role: 'text', group: DISPOSITION, title: 'Name', width: 62, share: 3, parts: [{ field: 'disposedTo' }] },
  {
    role: 'text',
    group: DISPOSITION,
    title,
    width,
    share: 3,
    parts: [
      { field: 'disposedToAddress' },
      { field: 'disposedToLicence', number: true, label: licence },
      { field: 'form4473', number: true, label: 'Form 4473 no. ' },
      ...more,
    ],
  },
];

/** Whether a book is the one that 27 CFR 478.125(e) asks for. */
const isStatutory = (kind: BookKind): boolean => kind === 'statutory';

/** A book is described by its one category, or in the words that fit all of them. */
export const describedBy = (categories: readonly CategoryId[]): Described =>
  categories.length === 1 ? categories[0]! : 'mixed';

/**
 * The columns of a printed book. A statutory book has those of 27 CFR 478.125(e), in its order and its three groups, and
 * no others: extra data on a printout could draw action (domain notes on Ruling 2016-1), so notes and entry times stay
 * out of it. The other books are printed in the columns that they have on screen.
 */
export const planOf = (categories: readonly CategoryId[], kind: BookKind): readonly ColumnPlan[] => {
  const { group, columns, from, locator, leaving } = DESCRIPTIONS[describedBy(categories)];
  const described = columns.map((column) => ({ ...column, group }));
  return isStatutory(kind)
    ? [
        LINE,
        ...described,
        ...received('Name and address, or name and licence number', 102, ''),
        // Wide enough for a licence number of 20 characters on one line.
        ...left('Address, or licence no., or Form 4473 no.', 91, '', []),
      ]
    : [
        LINE,
        ...described,
        ...received('Name and address', from, 'Licence no. '),
        ...left(leaving.title, locator, 'Licence no. ', leaving.parts),
      ];
};

/** The columns of a book laid over a table that begins at `at` and is `width` wide. */
export const layColumns = (
  book: { categories: readonly CategoryId[]; kind: BookKind },
  at: number,
  width: number,
): Column[] => {
  const plans = planOf(book.categories, book.kind);
  const least = plans.reduce((sum, c) => sum + c.width + 2 * CELL_PAD, 0);
  const shares = plans.reduce((sum, c) => sum + c.share, 0);
  const spare = (width - least) / shares;
  let x = at;
  return plans.map((plan) => {
    const column = { ...plan, width: plan.width + plan.share * spare, x: x + CELL_PAD };
    x += column.width + 2 * CELL_PAD;
    return column;
  });
};
