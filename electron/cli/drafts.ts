import { CATEGORY_IDS, type CategoryId, isCategory } from '../../shared/categories/ids.ts';
import { parseDate } from '../../shared/domain/dates.ts';
import {
  type AcquisitionDraft,
  DETAIL_FIELDS,
  type Details,
  DISPOSITION_KINDS,
  type DispositionDraft,
  type DispositionKind,
  emptyAcquisition,
  emptyDisposition,
  KEYINGS,
  type Keying,
} from '../../shared/domain/fields.ts';
import { BOOKS, type BookId } from '../../shared/domain/settings.ts';
import { splitSerials } from '../../shared/serials/normalise.ts';
import { UsageError } from './io.ts';

/**
 * Reads the JSON of `acquire` and `dispose`. The keys are those of `book --json`; a party may also be an object
 * `{name, address, licence}`, and an address an object `{street, city, state, zip}`. A key that is not known is an
 * error, because what it carries would be lost without a word.
 */
type Json = Record<string, unknown>;

const text = (key: string, value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    // JSON's numbers lose digits beyond the sixteenth, and the last zeros of a fraction.
    if (!Number.isSafeInteger(value))
      throw new UsageError(`“${key}” should be a text, in quotation marks: as a number it loses digits.`);
    return String(value);
  }
  throw new UsageError(`“${key}” should be a text.`);
};

/** A date as text. At the counter a year left out is seen at once; a script has nobody who looks. */
const wholeDate = (key: string, value: unknown): string => {
  const typed = text(key, value);
  const read = parseDate(typed, '2000-06-15');
  if (read.ok && read.guess === 'year') throw new UsageError(`“${key}” is ${typed}, which does not say which year.`);
  return typed;
};

const pick = (from: Json, keys: readonly string[]): unknown => {
  const given = keys.filter((key) => from[key] !== undefined && from[key] !== null);
  if (given.length > 1) throw new UsageError(`“${given[0]}” and “${given[1]}” mean the same; give one of them.`);
  return given[0] === undefined ? undefined : from[given[0]];
};

/** The one of several ways to say the same that was used. */
const only = (key: string, ...values: unknown[]): unknown => {
  const given = values.filter((value) => value !== undefined && value !== null);
  if (given.length > 1) throw new UsageError(`“${key}” is given twice, in two ways; give it once.`);
  return given[0];
};

const ADDRESS_KEYS = [
  'street',
  'address1',
  'line1',
  'street2',
  'address2',
  'line2',
  'city',
  'state',
  'zip',
  'postal',
  'postalCode',
];

const address = (key: string, value: unknown): string => {
  if (typeof value !== 'object' || value === null) return text(key, value);
  const parts = value as Json;
  refuseUnknown(parts, ADDRESS_KEYS);
  const word = (...keys: string[]) => text(key, pick(parts, keys)).trim();
  const place = [word('state'), word('zip', 'postal', 'postalCode')].filter(Boolean).join(' ');
  return [word('street', 'address1', 'line1'), word('street2', 'address2', 'line2'), word('city'), place]
    .filter(Boolean)
    .join(', ');
};

const LICENCE = ['licence', 'license', 'licenceNumber', 'licenseNumber', 'ffl'];

const PARTY_KEYS = ['name', 'address', 'form4473', ...LICENCE];

/** Name, address, licence and form number of a party, from one key and its siblings. */
const party = (from: Json, key: string) => {
  const value = from[key];
  const inner: Json = typeof value === 'object' && value !== null ? (value as Json) : {};
  refuseUnknown(inner, PARTY_KEYS);
  const sibling = (ending: string) => from[`${key}${ending}`];
  return {
    name: text(key, Object.keys(inner).length > 0 ? inner.name : value),
    address: address(`${key}Address`, only(`${key}Address`, inner.address, sibling('Address'), from.address)),
    licence: text(
      `${key}Licence`,
      only(
        `${key}Licence`,
        pick(inner, LICENCE),
        sibling('Licence'),
        sibling('License'),
        sibling('Ffl'),
        pick(from, LICENCE),
      ),
    ),
    form4473: text('form4473', only('form4473', inner.form4473, from.form4473, from.form4473Number)),
  };
};

const refuseUnknown = (from: Json, known: readonly string[]): void => {
  const odd = Object.keys(from).find((key) => !known.includes(key));
  if (odd !== undefined)
    throw new UsageError(`“${odd}” is not a key that is known here. Known are: ${known.join(', ')}.`);
};

const ACQUISITION_KEYS = [
  'category',
  'keying',
  ...DETAIL_FIELDS,
  'manufacturer',
  'importer',
  'model',
  'serial',
  'serials',
  'type',
  'caliber',
  'calibre',
  'acquiredOn',
  'acquiredFrom',
  'acquiredFromAddress',
  'acquiredFromLicence',
  'acquiredFromLicense',
  'acquiredFromFfl',
  'address',
  ...LICENCE,
  'note',
  'notes',
];

const detailsFrom = (from: Json): Details => {
  const details: Details = {};
  for (const field of DETAIL_FIELDS) {
    const value = text(field, from[field]);
    if (value !== '') details[field] = value;
  }
  return details;
};

/** How the numbers were keyed: one word for all of them, or a list in their order. */
const keyingFrom = (value: unknown): { keying?: Keying[] } => {
  if (value === undefined || value === null) return {};
  const given = Array.isArray(value) ? value : [value];
  return {
    keying: given.map((one) => {
      const keying = KEYINGS.find((k) => k === one);
      if (!keying) throw new UsageError(`“keying” is one of: ${KEYINGS.join(', ')}.`);
      return keying;
    }),
  };
};

/**
 * The category of a unit that is entered in a book: as it is given, or else the one that the book holds.
 *
 * Throws UsageError where the book holds several and none is given.
 */
export const categoryIn = (from: Json, book: BookId): CategoryId => {
  const given = readCategory(from);
  if (given) return given;
  const [first, ...more] = BOOKS[book].categories;
  if (more.length === 0) return first;
  throw new UsageError(
    `“category” is missing: ${BOOKS[book].short} holds several. It is one of: ${BOOKS[book].categories.join(', ')}.`,
  );
};

const readCategory = (from: Json): CategoryId | undefined => {
  const category = text('category', from.category);
  if (category === '') return undefined;
  if (!isCategory(category)) throw new UsageError(`“category” is one of: ${CATEGORY_IDS.join(', ')}.`);
  return category;
};

/** The draft that a JSON holds. What it does not say of the category is for the book to say (`categoryIn`). */
export const acquisitionFrom = (from: Json): AcquisitionDraft => {
  refuseUnknown(from, ACQUISITION_KEYS);
  const source = party(from, 'acquiredFrom');
  if (from.serial !== undefined && from.serials !== undefined)
    throw new UsageError('Give either “serial” or “serials”, not both.');
  const serials = pick(from, ['serials', 'serial']);
  return {
    ...emptyAcquisition(readCategory(from)),
    details: detailsFrom(from),
    ...keyingFrom(from.keying),
    manufacturer: text('manufacturer', from.manufacturer),
    importer: text('importer', from.importer),
    model: text('model', from.model),
    serials: Array.isArray(serials) ? serials.map((s) => text('serials', s)) : splitSerials(text('serial', serials)),
    type: text('type', from.type),
    caliber: text('caliber', pick(from, ['caliber', 'calibre'])),
    acquiredOn: wholeDate('acquiredOn', from.acquiredOn),
    acquiredFrom: source.name,
    acquiredFromAddress: source.address,
    acquiredFromLicence: source.licence,
    note: text('note', pick(from, ['note', 'notes'])),
  };
};

const DISPOSITION_KEYS = [
  'odometerOut',
  'priceSold',
  'kind',
  'disposedOn',
  'disposedTo',
  'disposedToAddress',
  'disposedToLicence',
  'disposedToLicense',
  'disposedToFfl',
  'address',
  ...LICENCE,
  'form4473',
  'form4473Number',
  'incidentAtf',
  'incidentPolice',
  'note',
  'notes',
];

export const dispositionFrom = (from: Json): DispositionDraft => {
  refuseUnknown(from, DISPOSITION_KEYS);
  const to = party(from, 'disposedTo');
  const leaving = detailsFrom({ odometerOut: from.odometerOut, priceSold: from.priceSold });
  const kind = text('kind', from.kind) || 'transfer';
  if (!(DISPOSITION_KINDS as readonly string[]).includes(kind))
    throw new UsageError(`“kind” is one of: ${DISPOSITION_KINDS.join(', ')}.`);
  return {
    ...emptyDisposition(),
    kind: kind as DispositionKind,
    disposedOn: wholeDate('disposedOn', from.disposedOn),
    disposedTo: to.name,
    disposedToAddress: to.address,
    disposedToLicence: to.licence,
    form4473: to.form4473,
    incidentAtf: text('incidentAtf', from.incidentAtf),
    incidentPolice: text('incidentPolice', from.incidentPolice),
    note: text('note', pick(from, ['note', 'notes'])),
    ...(Object.keys(leaving).length > 0 ? { details: leaving } : {}),
  };
};
