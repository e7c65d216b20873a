import { type Finding, warning } from '../../shared/domain/findings.ts';
import { serialKey } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { checkShape, shapeOf } from '../../shared/serials/shape.ts';
import type { ReadHandle, WriteHandle } from '../ledger/database.ts';

type Db = ReadHandle | WriteHandle;
type Place = { book: string; line: number };
type Draft = { manufacturer: string; serials: readonly string[] };

/** Enough of a maker's other numbers to know their shape by. */
const SHAPES_FROM = 400;

/** Whether a number has another shape than the maker's others in this ledger. */
export const shapeFindings = (db: Db, draft: Draft, except?: Place): Finding[] => {
  const [serial] = draft.serials;
  if (draft.manufacturer === '' || draft.serials.length !== 1 || !serial || isNoSerial(serial)) return [];
  const prefix = `${draft.manufacturer.toLowerCase()}|`;
  const rows = db
    .prepare(
      `SELECT book, line, serial FROM entry
       WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' AND serial <> '' AND instr(serial, ';') = 0 LIMIT ${SHAPES_FROM}`,
    )
    .all(prefix, `${prefix}\u{10FFFF}`) as (Place & { serial: string })[];
  const shapes = new Map<string, number>();
  for (const row of rows) {
    if ((row.line === except?.line && row.book === except.book) || isNoSerial(row.serial)) continue;
    const shape = shapeOf(row.serial);
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  return checkShape(
    serial,
    [...shapes].map(([shape, count]) => ({ shape, count })),
  );
};

type OtherNumber = Place & { number: string; relation: string };

const otherNumbers = (db: Db): OtherNumber[] =>
  db
    .prepare(
      `SELECT book, line, json_extract(json, '$.number') AS number, json_extract(json, '$.relation') AS relation
       FROM evidence WHERE kind = 'number' AND withdrawn = ''`,
    )
    .all() as OtherNumber[];

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
