import type { CategoryId } from '../../shared/categories/ids.ts';
import { type Finding, warning } from '../../shared/domain/findings.ts';
import { serialKey } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { checkShape } from '../../shared/serials/shape.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';

type Db = ReadHandle | WriteHandle;
type Place = { book: string; line: number };
type Draft = { category?: CategoryId; manufacturer: string; serials: readonly string[] };

/** Whether a number has another shape than the maker's others in this ledger. */
export const shapeFindings = (ledger: Ledger, draft: Draft, except?: Place): Finding[] => {
  const [serial] = draft.serials;
  if (draft.manufacturer === '' || draft.serials.length !== 1 || !serial || isNoSerial(serial)) return [];
  const own = except ? entryId(ledger.reader, except) : undefined;
  return checkShape(draft.category ?? 'other', serial, ledger.near.shapes(draft.manufacturer, own));
};

/** The entry id of a line; undefined where the book has no such line. */
export const entryId = (db: Db, { book, line }: Place): number | undefined =>
  prepared(db, 'SELECT id FROM entry WHERE book = ? AND line = ?').pluck().get(book, line) as number | undefined;

type OtherNumber = Place & { number: string; relation: string };

const otherNumbers = (db: Db): OtherNumber[] =>
  prepared(
    db,
    `SELECT book, line, json_extract(json, '$.number') AS number, json_extract(json, '$.relation') AS relation
     FROM evidence WHERE kind = 'number' AND withdrawn = ''`,
  ).all() as OtherNumber[];

/** Whether another line's unit is known to bear this number too: replaced, added, reissued or rebadged. */
export const alsoKnownAs = (db: Db, draft: Draft, nameOf: (place: Place) => string, except?: Place): Finding[] => {
  const keys = new Set(draft.serials.map(serialKey).filter((key) => key !== ''));
  if (keys.size === 0) return [];
  return otherNumbers(db)
    .filter(({ book, line, number, relation }) => {
      const elsewhere = book !== except?.book || line !== except.line;
      return elsewhere && relation !== 'limited edition' && keys.has(serialKey(number));
    })
    .slice(0, 3)
    .map(({ book, line, relation }) => ({
      ...warning(
        'serial',
        'serial-known-otherwise',
        `The unit on ${nameOf({ book, line })} is known to bear this number too (${relation}). Is it the same unit?`,
      ),
      other: { book, line },
    }));
};

/** Common prefixes of limited editions, as keys: numbers of one edition are close to each other by nature. */
export const editionPrefixes = (db: Db): string[] =>
  otherNumbers(db)
    .filter(({ relation }) => relation === 'limited edition')
    .map(({ number }) => serialKey(number))
    .filter((key) => key.length >= 2);
