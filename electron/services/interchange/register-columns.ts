import type { DetailField } from '../../../shared/domain/fields.ts';
import { columnKey, columnList } from './columns.ts';

/** What a column of a register or an inventory may hold: fields of the book, and parts that make one of them together. */
export type RegisterField =
  | DetailField
  | 'category'
  | 'serial'
  | 'manufacturer'
  | 'importer'
  | 'model'
  | 'type'
  /** A second word for what it is, where the file has two such columns. */
  | 'kind'
  | 'caliber'
  | 'acquiredOn'
  | 'acquiredFrom'
  | 'acquiredFromAddress'
  | 'fromCity'
  | 'fromState'
  | 'fromZip'
  | 'disposedOn'
  | 'disposedTo'
  | 'disposedToAddress'
  | 'toCity'
  | 'toState'
  | 'toZip'
  | 'quantity'
  | 'note';

/** The names that a column may have for each field, the usual one first. A name stands for one field only. */
export type ColumnNames = Partial<Record<RegisterField, readonly string[]>>;

/** The names that mean the same in every register. */
export const COMMON_NAMES = {
  importer: ['Importer'],
  acquiredOn: [
    'Date Purchased',
    'Purchase Date',
    'Purchased',
    'Purchased On',
    'Bought',
    'Bought On',
    'Date Bought',
    'Date Acquired',
    'Acquired',
    'Acquired On',
    'Date In',
    'In Date',
    'Date Received',
    'Received',
    'Buy Date',
    'Date of Purchase',
    'Acquisition Date',
    'Date',
  ],
  acquiredFrom: [
    'Seller',
    'Seller Name',
    'Bought From',
    'Purchased From',
    'Acquired From',
    'Vendor',
    'Supplier',
    'Store',
    'Shop',
    'Dealer',
    'Source',
    'From',
    'Received From',
    'Consignor',
  ],
  acquiredFromAddress: [
    'Seller Address',
    'Address',
    'From Address',
    'Vendor Address',
    'Supplier Address',
    'Seller Street',
    'Store Address',
    'Bought From Address',
  ],
  fromCity: ['Seller City', 'Vendor City', 'From City'],
  fromState: ['Seller State', 'Vendor State', 'From State'],
  fromZip: ['Seller ZIP', 'Seller ZIP Code', 'Seller Postal', 'Vendor ZIP', 'From ZIP'],
  disposedOn: [
    'Date Sold',
    'Sold',
    'Sold On',
    'Sale Date',
    'Sold Date',
    'Date Disposed',
    'Disposed',
    'Disposed On',
    'Date Out',
    'Out Date',
    'Disposal Date',
    'Date of Sale',
  ],
  disposedTo: ['Buyer', 'Buyer Name', 'Sold To', 'Disposed To', 'Purchaser', 'Customer', 'To'],
  disposedToAddress: ['Buyer Address', 'Sold To Address', 'Purchaser Address', 'Customer Address', 'Buyer Street'],
  toCity: ['Buyer City', 'Customer City', 'Sold To City'],
  toState: ['Buyer State', 'Customer State', 'Sold To State'],
  toZip: ['Buyer ZIP', 'Buyer ZIP Code', 'Buyer Postal', 'Customer ZIP', 'Sold To ZIP'],
  priceSold: ['Price Sold', 'Sold Price', 'Sold For', 'Sale Price', 'Selling Price', 'Sale Amount'],
  serialState: ['Serial State', 'Serial Condition', 'State of Number', 'State of the Number'],
  location: ['Location', 'Room', 'Place', 'Where', 'Crib', 'Bin', 'Shelf', 'Stored In', 'Storage', 'Site'],
  condition: ['Condition', 'Cond'],
  price: [
    'Price',
    'Price Paid',
    'Paid',
    'Cost',
    'Purchase Price',
    'Amount Paid',
    'Purchase Cost',
    'Unit Cost',
    'Buy Price',
    'Amount',
    'Purchase Amount',
  ],
  value: [
    'Value Now',
    'Value',
    'Current Value',
    'Est Value',
    'Estimated Value',
    'Replacement Value',
    'Worth',
    'Appraised Value',
    'Market Value',
  ],
  receipt: ['Receipt', 'Have Receipt', 'Has Receipt', 'Proof of Purchase'],
  warrantyUntil: [
    'Warranty Until',
    'Warranty',
    'Warranty Expires',
    'Warranty End',
    'Warranty Expiry',
    'Warranty Ends',
    'Under Warranty Until',
    'Warranty Through',
    'Warranty Date',
  ],
  quantity: ['Quantity', 'Qty', 'Count', 'How Many'],
  note: ['Notes', 'Note', 'Comments', 'Comment', 'Remarks', 'Remark', 'Memo'],
} as const satisfies ColumnNames;

const SERIAL = [
  'Serial',
  'Serial No',
  'Serial Number',
  'Serial Num',
  'S/N',
  'SN',
  'Ser No',
  'Serial #',
  'Ser',
] as const;

export const SERIAL_NAMES: readonly string[] = SERIAL;
export const MAKER_NAMES = [
  'Brand',
  'Make',
  'Manufacturer',
  'Maker',
  'Mfr',
  'Mfg',
  'Brand Name',
  'Manufacturer Name',
] as const;
export const MODEL_NAMES = ['Model', 'Model No', 'Model Number', 'Model #', 'Model Name', 'Mod', 'E-Nr'] as const;

/** The name of a column for comparing: letters and digits only, so that `S/N`, `s_n` and `SN` are one. */
export const nameKey = (name: string): string => columnKey(name).replace(/[^\p{L}\p{N}]/gu, '');

/** What stands in brackets behind a name: `Odometer (km)`, `Price [EUR]`. */
const BEHIND = /^(.*?)\s*[([]\s*([^()[\]]*?)\s*[)\]]\s*$/;

export type RegisterColumns = {
  header: readonly string[];
  /** Index of the column for a field, -1 where the file has none. */
  at(field: RegisterField): number;
  /** The column's name as the file writes it; the usual name where the file has none. */
  name(field: RegisterField): string;
  /** What stands in brackets behind the column's name, such as a unit or a currency; empty where nothing does. */
  unit(field: RegisterField): string;
};

/**
 * Finds the column of each field. Where several columns would do for one field, the one whose name comes first in the
 * list is taken, and the others are none of the register's.
 */
export const findColumns = (header: readonly string[], names: ColumnNames): RegisterColumns => {
  const places = new Map<string, { at: number; unit: string }>();
  for (const [at, name] of header.entries()) {
    const bracketed = BEHIND.exec(name);
    const whole = nameKey(name);
    if (!places.has(whole)) places.set(whole, { at, unit: /^(km|kilomet)/.test(whole) ? 'km' : '' });
    if (!bracketed) continue;
    const bare = nameKey(bracketed[1]!);
    if (bare !== '' && !places.has(bare)) places.set(bare, { at, unit: bracketed[2]! });
  }
  const found = new Map<RegisterField, { at: number; unit: string }>();
  for (const [field, list] of Object.entries(names) as [RegisterField, readonly string[]][]) {
    for (const name of list) {
      const place = places.get(nameKey(name));
      if (!place) continue;
      found.set(field, place);
      break;
    }
  }
  return {
    header,
    at: (field) => found.get(field)?.at ?? -1,
    name: (field) => header[found.get(field)?.at ?? -1] ?? names[field]?.[0] ?? field,
    unit: (field) => found.get(field)?.unit ?? '',
  };
};

/** `VIN, Make and Date Purchased` */
const sentenceList = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/**
 * Whether a header has the columns without which a file is not of its kind.
 *
 * @param kind in words, with its article: `a vehicle register`
 * @param required groups of fields of which one each must be there
 */
export const matchesRegister = (
  header: readonly string[],
  names: ColumnNames,
  kind: string,
  required: readonly (readonly RegisterField[])[],
): { ok: true } | { ok: false; message: string } => {
  const columns = findColumns(header, names);
  const wordsOf = (group: readonly RegisterField[]) =>
    group.map((field) => names[field]?.slice(0, 2).join(' or ')).join(' or ');
  const missing = required.filter((group) => group.every((field) => columns.at(field) < 0));
  if (missing.length === 0) return { ok: true };
  return {
    ok: false,
    message: `This file is not ${kind}: it has no column ${sentenceList(missing.map(wordsOf))}. At least these are needed: ${required
      .map((group) => names[group[0]!]?.[0])
      .join(', ')}. Its columns are: ${columnList(header)}.`,
  };
};
