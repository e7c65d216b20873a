import { CATEGORIES, fieldsOf } from '../../../shared/categories/registry.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { isUnitApart } from './field-text.ts';
import type { DocumentHead } from './head.ts';

type Book = Pick<DocumentHead, 'kind'>;

const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase());

/** What a record calls itself: `Acquisition record, line 12`, `Vehicle record, line 3`, `Inventory record, line 7`. */
export const recordTitle = (book: Book, line: BookLine): string => {
  const { noun } = CATEGORIES[line.category];
  const what = book.kind === 'inventory' ? 'Inventory' : line.category === 'firearm' ? 'Acquisition' : capital(noun);
  return `${what} record, line ${line.line}`;
};

/** The fields of a record, section by section, in order. Dates, which always stand there, are not named. */
export type RecordParts = {
  description: readonly EntryField[];
  /** Before the moment of entry, and after it: an address, which may be long, begins a row. */
  receipt: readonly EntryField[];
  receiptAddress: readonly EntryField[];
  disposition: readonly EntryField[];
  leaving: readonly EntryField[];
  keeping: readonly EntryField[];
};

/** What a record says of each unit even where it holds nothing, so that the gap is seen. */
const ALWAYS: readonly EntryField[] = ['manufacturer', 'model', 'type', 'acquiredFrom', 'disposedTo'];
const REGISTER: readonly EntryField[] = [...ALWAYS, 'acquiredFromAddress', 'disposedToAddress'];
/** 27 CFR 478.125(e). */
const STATUTORY: readonly EntryField[] = [
  ...REGISTER,
  'importer',
  'caliber',
  'acquiredFromLicence',
  'disposedToLicence',
  'form4473',
];
/** The plate, which some states ask for (15 NYCRR 78.25, New York, read), and the odometer as disclosed (49 CFR 580.5, read). */
const VEHICLE_REGISTER: readonly EntryField[] = [...REGISTER, 'year', 'plate', 'odometer', 'odometerStatus'];

/** The fields that a line's record shows: those that hold something, held something once, or always should. */
export const recordParts = (book: Book, line: BookLine): RecordParts => {
  const should =
    book.kind === 'statutory'
      ? STATUTORY
      : book.kind === 'inventory'
        ? ALWAYS
        : line.category === 'vehicle'
          ? VEHICLE_REGISTER
          : REGISTER;
  const shows = (field: EntryField): boolean => {
    const wasCorrected = (line.struck[field]?.length ?? 0) > 0;
    // The number stands above all, and where there is none, why.
    if (field === 'serial') return false;
    if (field === 'serialState' && line.serial === '') return wasCorrected;
    // Stands beside the figure.
    if (field === 'odometerUnit') return isUnitApart(line) && (textOf(line, field) !== '' || wasCorrected);
    return textOf(line, field) !== '' || wasCorrected || should.includes(field);
  };
  const { fields, leaving } = CATEGORIES[line.category];
  const kept = fieldsOf(line.category, book.kind).filter((spec) => !fields.includes(spec));
  return {
    description: fields.map((spec) => spec.name).filter(shows),
    receipt: (['acquiredFrom', 'acquiredFromLicence'] as const).filter(shows),
    receiptAddress: (['acquiredFromAddress'] as const).filter(shows),
    disposition: (['disposedTo', 'disposedToLicence'] as const).filter(shows),
    leaving: [...(['disposedToAddress', 'form4473'] as const), ...leaving.map((spec) => spec.name)].filter(shows),
    keeping: kept.map((spec) => spec.name).filter(shows),
  };
};
