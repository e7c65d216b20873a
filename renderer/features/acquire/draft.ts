import { useCallback, useRef, useState } from 'react';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { Reading } from '../../../shared/domain/evidence.ts';
import { type AcquisitionDraft, detailsOf, emptyAcquisition } from '../../../shared/domain/fields.ts';
import { agreementOf } from '../../../shared/serials/agreement.ts';
import { compareSerials } from '../../../shared/serials/similar.ts';
import { onForget } from '../../app/forget.ts';
import type { BookLine } from '../../app/ledger.tsx';

/** An entry while it is being made. */
export type Entry = {
  book: string;
  draft: AcquisitionDraft;
  /** Whom it comes from: a licensee is known by licence number, a person by address. */
  from: 'licensee' | 'person';
  /** What maker and model filled in, and what stood there before, to undo it. */
  filled: { fields: ('importer' | 'type' | 'caliber')[]; seen: number; name: string } | null;
  /** Readings and photos taken while it is entered; they are kept with the line once it has a number. */
  readings: Reading[];
  photos: File[];
};

export const freshEntry = (book: string, category: CategoryId): Entry => ({
  book,
  draft: { ...emptyAcquisition(category), serials: [''] },
  from: category === 'firearm' ? 'licensee' : 'person',
  filled: null,
  readings: [],
  photos: [],
});

/** What belongs to one unit alone, and not to another like it. */
const OWN_DETAILS = [
  'serialState',
  'plate',
  'titleNumber',
  'odometer',
  'engineNumber',
  'imei',
  'mac',
  'assetTag',
  'stockNumber',
  'odometerOut',
  'priceSold',
] as const;

/** Everything of a line but what belongs to that unit alone: the start of another like it. */
export const likeLine = (line: BookLine): Entry => {
  const details = detailsOf(line);
  for (const field of OWN_DETAILS) delete details[field];
  return {
    ...freshEntry(line.book, line.category),
    draft: {
      ...emptyAcquisition(line.category),
      serials: [''],
      manufacturer: line.manufacturer,
      importer: line.importer,
      model: line.model,
      type: line.type,
      caliber: line.caliber,
      acquiredOn: line.acquiredOn,
      acquiredFrom: line.acquiredFrom,
      acquiredFromAddress: line.acquiredFromAddress,
      acquiredFromLicence: line.acquiredFromLicence,
      details,
    },
    from: line.acquiredFromLicence !== '' ? 'licensee' : 'person',
  };
};

/** True where something would be lost. */
export const isTouched = ({ draft, readings, photos }: Entry): boolean =>
  readings.length > 0 ||
  photos.length > 0 ||
  Object.entries(draft).some(
    ([name, value]) =>
      name !== 'category' &&
      name !== 'keying' &&
      (typeof value === 'string'
        ? value.trim() !== ''
        : Object.values(value ?? {}).some((text) => String(text).trim() !== '')),
  );

/** The draft as it is committed: a person's entry carries no licence number, empty fields fall away. */
export const draftOf = ({ draft, from }: Entry): AcquisitionDraft => {
  const kept = draft.serials.map((serial, at) => ({ serial, keying: draft.keying?.[at] ?? ('typed' as const) }));
  const numbered = kept.filter(({ serial }) => serial.trim() !== '');
  return {
    ...draft,
    serials: numbered.map(({ serial }) => serial),
    keying: numbered.map(({ keying }) => keying),
    details: Object.fromEntries(Object.entries(draft.details).filter(([, text]) => text?.trim())),
    acquiredFromLicence: from === 'person' ? '' : draft.acquiredFromLicence,
  };
};

let kept: Entry | undefined;
onForget(() => {
  kept = undefined;
});

/**
 * The entry under way. It outlives the page, so that a look into the book loses nothing; it is dropped at the lock, and
 * never written anywhere before it is committed.
 *
 * @returns the entry, its setter, and whether it was found again on coming back
 */
export const useEntry = (fresh: () => Entry): [Entry, (change: (entry: Entry) => Entry) => void, boolean] => {
  const [entry, show] = useState(() => kept ?? fresh());
  const [found] = useState(() => kept !== undefined && isTouched(kept));
  const latest = useRef(entry);
  // At once, not in an effect: an entry that is thrown away by leaving the page has no effect any more.
  const change = useCallback((make: (entry: Entry) => Entry) => {
    latest.current = make(latest.current);
    kept = isTouched(latest.current) ? latest.current : undefined;
    show(latest.current);
  }, []);
  return [entry, change, found];
};

/** Puts a number that was offered in the place of the one it is most like: of several, a finding is about one. */
export const withNumber = (
  { serials, keying }: Pick<AcquisitionDraft, 'serials' | 'keying'>,
  number: string,
): Pick<AcquisitionDraft, 'serials' | 'keying'> => {
  const meant = Math.max(
    0,
    serials.findIndex((serial) => compareSerials(serial, number).kind !== 'different'),
  );
  const texts = serials.length === 0 ? [''] : serials;
  return {
    serials: texts.map((serial, at) => (at === meant ? number : serial)),
    keying: texts.map((_, at) => (at === meant ? 'typed' : (keying?.[at] ?? 'typed'))),
  };
};

/** A number was typed by hand and not yet a second time. */
export const isKeyedOnce = ({ serials, keying }: Pick<AcquisitionDraft, 'serials' | 'keying'>): boolean =>
  serials.some((serial, at) => serial.trim() !== '' && (keying?.[at] ?? 'typed') === 'typed');

/**
 * The first reading of a number that was not typed yet is the number; what could be read only in part never is.
 *
 * @param keyedTwice the book asks for hand-typed numbers to be typed twice: then a reading is none of the two
 */
export const withReading = (draft: AcquisitionDraft, reading: Reading, keyedTwice: boolean): AcquisitionDraft => {
  const { which: number = 'serial', text, source } = reading;
  if (number === 'other' || text.trim() === '' || text.includes('?')) return draft;
  if (number === 'serial')
    return !keyedTwice && draft.serials.every((serial) => serial.trim() === '')
      ? { ...draft, serials: [text], keying: ['typed'] }
      : draft;
  // Makers stamp the end of the VIN on engines too.
  const isVins = agreementOf({ which: 'other', text, source }, { serials: draft.serials, details: {} }) !== 'other';
  return isVins || draft.details[number]?.trim() ? draft : { ...draft, details: { ...draft.details, [number]: text } };
};
