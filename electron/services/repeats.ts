import type { CategoryId } from '../../shared/categories/ids.ts';
import { CATEGORIES } from '../../shared/categories/registry.ts';
import { makerAndSerialKey, sameFirearmKey } from '../../shared/domain/entry.ts';
import type { Details } from '../../shared/domain/fields.ts';
import { type Finding, hint, warning } from '../../shared/domain/findings.ts';
import { lineNamer } from '../../shared/domain/settings.ts';
import { capital } from '../../shared/domain/text.ts';
import { sameMaker, sameModel } from '../../shared/serials/makers.ts';
import { hasUnread, serialKey } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { alsoKnownAs, editionPrefixes, entryId, shapeFindings } from './known-numbers.ts';
import { sameDevice } from './same-device.ts';

export type UnitDescription = {
  manufacturer: string;
  importer: string;
  model: string;
  serials: readonly string[];
  category?: CategoryId;
  details?: Readonly<Details>;
};
type Place = { book: string; line: number };
/** Names a line in a sentence. */
export type NameOf = (place: Place) => string;
type Row = Place & { id: number; status: string; manufacturer: string; model: string; serial: string; key: string };

const COLUMNS = 'id, book, line, status, manufacturer, model, serial, firearm_key AS key';

/** Two lines that were compared, in whichever order. */
export const pairKey = (a: Place, b: Place): string => [`${a.book}/${a.line}`, `${b.book}/${b.line}`].sort().join(' ');

/** Pairs that somebody compared and found to be different units: they are not brought up again. */
export const settledPairs = (db: ReadHandle | WriteHandle): Set<string> =>
  new Set(
    (
      prepared(
        db,
        `SELECT book, line, json_extract(json, '$.with.book') AS otherBook, json_extract(json, '$.with.line') AS otherLine
           FROM evidence WHERE kind = 'comparison' AND withdrawn = '' AND json_extract(json, '$.outcome') = 'different units'`,
      ).all() as { book: string; line: number; otherBook: string; otherLine: number }[]
    ).map((row) => pairKey(row, { book: row.otherBook, line: row.otherLine })),
  );

const isNumber = (serial: string): boolean => serialKey(serial) !== '' && !isNoSerial(serial);

/** Three units of one model with one number: that is hardly a serial number. */
const SHARED_BY = 3;

/** Hull numbers have twelve characters, VINs seventeen; what is shorter is a maker’s own from before they were standard. */
const SHORTEST_OF_ALL_MAKERS = 12;

/** True for a number that no two units have, whoever made them: a vehicle’s, of standard length. */
export const isOneOfItsKind = (category: CategoryId | undefined, serial: string): boolean =>
  category === 'vehicle' && serialKey(serial).length >= SHORTEST_OF_ALL_MAKERS;

/** The same unit, or the same number by the same maker, that the ledger holds already on another line than `except`. */
const sameNumber = (
  db: ReadHandle | WriteHandle,
  draft: UnitDescription,
  settled: ReadonlySet<string>,
  nameOf: NameOf,
  except?: Place,
): Finding[] => {
  // Two units without a number are not one unit. What can’t be read in full, and what is of one vehicle whatever its make,
  // is looked for among the near ones.
  if (!draft.serials.some(isNumber) || draft.manufacturer === '') return [];
  if (draft.serials.some((serial) => hasUnread(serial) || isOneOfItsKind(draft.category, serial))) return [];
  const prefix = makerAndSerialKey(draft);
  const rows = (
    prepared(
      db,
      `SELECT ${COLUMNS} FROM entry WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' ORDER BY id DESC LIMIT 20`,
    ).all(prefix, `${prefix}\u{10FFFF}`) as Row[]
  ).filter(
    (row) =>
      !hasUnread(row.serial) &&
      (!except || !((row.line === except.line && row.book === except.book) || settled.has(pairKey(row, except)))),
  );
  const same = rows.filter((row) => row.key === sameFirearmKey(draft));
  const open = same.find((row) => row.status === 'open');
  if (same.length >= SHARED_BY - 1 && open)
    return [
      {
        ...warning(
          'serial',
          'serial-shared',
          `${same.length} other units of this model bear this number (${nameOf(open)} and others). It is probably a batch or model number; look for another one on the unit.`,
        ),
        other: { book: open.book, line: open.line },
      },
    ];
  if (open) {
    return [
      {
        ...warning(
          'serial',
          'serial-already-open',
          `${capital(nameOf(open))} holds this same unit, and it has not been disposed of. Is this a second entry of one unit?`,
        ),
        other: { book: open.book, line: open.line },
      },
    ];
  }
  const other = same.length === 0 ? rows[0] : undefined;
  return other
    ? [
        {
          ...warning(
            'serial',
            'serial-repeated',
            `${capital(nameOf(other))} holds the same number by the same maker, as model ${other.model || '(none)'}. Compare the two.`,
          ),
          other: { book: other.book, line: other.line },
        },
      ]
    : [];
};

/** Numbers shorter than this have too many neighbours for a likeness to mean anything. */
export const SHORTEST_ALIKE = 4;
const ALIKE_AT_MOST = 3;

type Options = {
  settled: ReadonlySet<string>;
  /** The whole ledger is looked at: each pair is told once, on the later line, and neighbours in a series are not. */
  whole?: boolean;
};

/** One digit in the place of another: the next unit of a series, far more often than a slip. */
export const isSeries = (a: string, b: string): boolean => {
  const [x, y] = [serialKey(a), serialKey(b)];
  if (x.length !== y.length) return false;
  const at = [...x].findIndex((c, i) => c !== y[i]);
  return /\d/.test(x[at] ?? '') && /\d/.test(y[at] ?? '');
};

/** A number that two makers hardly give by chance: as long as ten, or eight with letters among the digits. */
const isTelling = (serial: string): boolean => {
  const key = serialKey(serial);
  return key.length >= 10 || (key.length >= 8 && /\d/.test(key) && /\p{L}/u.test(key));
};

const described = ({ manufacturer, model }: Pick<Row, 'manufacturer' | 'model'>): string =>
  [manufacturer, model].filter(Boolean).join(' ') || 'a unit without maker and model';

/** What a line with the same number says, where maker or model are written otherwise than on this one. */
const sameNumberOtherwise = (draft: UnitDescription, serial: string, row: Row, where: string): Finding | undefined => {
  const say = (severity: typeof hint, code: string, message: string): Finding => ({
    ...severity('serial', code, message),
    other: { book: row.book, line: row.line },
  });
  const open = row.status === 'open';
  const one = sameMaker(draft.manufacturer, row.manufacturer) && sameModel(draft.model, row.model);
  const line = capital(where);
  if (isOneOfItsKind(draft.category, serial)) {
    if (open)
      return say(
        warning,
        'serial-already-open',
        `${line} holds this same vehicle (${described(row)}), and it has not been disposed of. Is this a second entry of one vehicle?`,
      );
    return one
      ? undefined
      : say(
          warning,
          'serial-repeated',
          `${line} holds the same number, as ${described(row)}. No two vehicles have one number: compare the two.`,
        );
  }
  // A maker that was not written down may be any.
  if (draft.manufacturer === '' || row.manufacturer === '')
    return open
      ? say(
          warning,
          'serial-maker-otherwise',
          `${line} holds the same number (${described(row)}), and one of the two names no maker. Is it the same unit?`,
        )
      : undefined;
  if (sameMaker(draft.manufacturer, row.manufacturer)) {
    if (one && !open) return undefined;
    const by = `by “${row.manufacturer}”, which is probably the same maker as “${draft.manufacturer}”`;
    return say(
      warning,
      'serial-maker-otherwise',
      one
        ? `${line} holds this same unit ${by}, and it has not been disposed of. Is this a second entry of one unit?`
        : `${line} holds the same number ${by}, as model ${row.model || '(none)'}. Compare the two.`,
    );
  }
  return isTelling(serial)
    ? say(
        hint,
        'serial-other-maker',
        `${line} holds the same number by another maker (${described(row)}). Makers may use the same numbers; is it the same ${
          CATEGORIES[draft.category ?? 'other'].noun
        }?`,
      )
    : undefined;
};

/** The numbers one below and one above, where it ends in digits: `KRZ1020` gives `KRZ1019` and `KRZ1021`. */
export const besideIt = (serial: string): string[] => {
  const [, head, tail] = /^(.*?)(\d{2,15})$/.exec(serialKey(serial)) ?? [];
  if (head === undefined || tail === undefined) return [];
  return [Number(tail) - 1, Number(tail) + 1]
    .map((n) => `${head}${String(n).padStart(tail.length, '0')}`)
    .filter((key) => key.length === head.length + tail.length);
};

/**
 * Makes a finder of the same maker's numbers that look alike, have neighbours swapped, agree as far as they can be read or
 * are one character away; and of the very number where its maker is written otherwise. Its statements are prepared once,
 * since a whole ledger asks a hundred thousand times.
 */
export const nearFinder = (ledger: Ledger, { settled, whole = false }: Options) => {
  const findRow = prepared(ledger.reader, `SELECT ${COLUMNS} FROM entry WHERE id = ?`);
  const findKey = prepared(
    ledger.reader,
    "SELECT 1 FROM entry WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' LIMIT 1",
  ).pluck();
  /** Its neighbour is in the ledger too: of a delivery in a series, swapped digits are other units and no slip. */
  const isInDelivery = (draft: UnitDescription, serial: string): boolean =>
    besideIt(serial).some((beside) => {
      const prefix = makerAndSerialKey({ ...draft, serials: [beside] });
      return findKey.get(prefix, `${prefix}\u{10FFFF}`) !== undefined;
    });
  const nameOf = lineNamer(ledger.settings());
  const editions = editionPrefixes(ledger.reader);
  const isOneEdition = (a: string, b: string): boolean =>
    editions.some((prefix) => serialKey(a).startsWith(prefix) && serialKey(b).startsWith(prefix));
  /** True where `sameNumber` and the check find the two by their stored key. */
  const isToldByKey = (draft: UnitDescription, serial: string, row: Row): boolean =>
    draft.manufacturer !== '' &&
    !hasUnread(serial) &&
    !isOneOfItsKind(draft.category, serial) &&
    row.key.startsWith(makerAndSerialKey(draft));
  return (draft: UnitDescription & Partial<Place>): Finding[] => {
    const here: Place | undefined =
      draft.book !== undefined && draft.line !== undefined ? { book: draft.book, line: draft.line } : undefined;
    const own = here ? entryId(ledger.reader, here) : undefined;
    const findings: Finding[] = [];
    for (const serial of draft.serials) {
      if (!isNumber(serial) || serialKey(serial).length < SHORTEST_ALIKE) continue;
      const alike = ledger.near.near(serial, {
        limit: 20,
        maker: draft.manufacturer,
        model: draft.model,
        ...(own === undefined ? {} : { except: own }),
      });
      let told = false;
      for (const found of alike) {
        if (findings.length >= ALIKE_AT_MOST) break;
        // A number that a correction struck out is known to be wrong: nothing to suggest.
        if (found.struck || !isNumber(found.serial)) continue;
        if (whole && own !== undefined && found.id > own) continue;
        const row = findRow.get(found.id) as Row | undefined;
        if (!row || row.status === 'voided') continue;
        if (here && settled.has(pairKey(here, row))) continue;
        if (found.kind === 'same' && !hasUnread(serial)) {
          if (told || isToldByKey(draft, serial, row)) continue;
          const said = sameNumberOtherwise(draft, serial, row, nameOf(row));
          if (said) findings.push(said);
          // One line that holds it is enough to go and look.
          told = said !== undefined;
          continue;
        }
        if (!isOneOfItsKind(draft.category, serial) && !sameMaker(draft.manufacturer, row.manufacturer)) continue;
        if (found.kind === 'partly' || found.kind === 'same') {
          const likely = row.status === 'open' && sameModel(draft.model, row.model);
          findings.push({
            ...(likely ? warning : hint)(
              'serial',
              'serial-partly',
              `${found.serial} on ${nameOf(row)} agrees with this as far as both can be read. Is it the same unit?`,
            ),
            other: { book: row.book, line: row.line },
          });
          continue;
        }
        const strong =
          (found.kind === 'look-alike' ||
            (found.kind === 'transposition' &&
              !(isSeries(serial, found.serial) && isInDelivery(draft, serial) && isInDelivery(draft, found.serial)))) &&
          !isOneEdition(serial, found.serial);
        if (whole && !strong && (isSeries(serial, found.serial) || isOneEdition(serial, found.serial))) continue;
        const what =
          found.kind === 'look-alike'
            ? 'looks the same to the eye'
            : found.kind === 'transposition'
              ? 'has two neighbours swapped'
              : 'is one character away';
        const say = strong ? warning : hint;
        findings.push({
          ...say(
            'serial',
            strong || found.kind === 'transposition' ? `serial-${found.kind}` : 'serial-one-edit',
            `${found.serial} on ${nameOf(row)} ${what}. ${strong ? 'Read this number again, character by character, and compare the two.' : 'Is it the same unit?'}`,
          ),
          suggestion: found.serial,
          other: { book: row.book, line: row.line },
        });
      }
    }
    return findings;
  };
};

/** The same and similar numbers of whatever maker: for one that is looked up before anything else is known of the unit. */
export const numbersOfAnyMaker = (ledger: Ledger, serials: readonly string[]): Finding[] => {
  const nameOf = lineNamer(ledger.settings());
  const findRow = prepared(ledger.reader, `SELECT ${COLUMNS} FROM entry WHERE id = ?`);
  return serials.filter(isNumber).flatMap((serial) =>
    ledger.near.near(serial, { limit: ALIKE_AT_MOST }).flatMap((found) => {
      const row = findRow.get(found.id) as Row | undefined;
      if (!row || found.struck || (found.kind !== 'same' && serialKey(serial).length < SHORTEST_ALIKE)) return [];
      const what = `${nameOf(row)} (${[row.manufacturer, row.model].filter(Boolean).join(' ')})`;
      return [
        {
          ...(found.kind === 'same'
            ? warning('serial', 'serial-in-ledger', `This number stands on ${what}. Is it the same unit?`)
            : hint(
                'serial',
                'serial-near',
                `${found.serial} on ${what} ${
                  found.kind === 'partly' ? 'agrees with it as far as both can be read' : 'is much like it'
                }. Is it the same unit?`,
              )),
          ...(found.kind === 'same' || hasUnread(found.serial) ? {} : { suggestion: found.serial }),
          other: { book: row.book, line: row.line },
        },
      ];
    }),
  );
};

/** All that the ledger's other lines say of a number: the same, on another model, shared by many, or alike. */
export const findRepeats = (
  ledger: Ledger,
  db: ReadHandle | WriteHandle,
  draft: UnitDescription,
  except?: Place,
): Finding[] => {
  const settled = settledPairs(db);
  const nameOf = lineNamer(ledger.settings());
  return [
    ...sameNumber(db, draft, settled, nameOf, except),
    ...alsoKnownAs(db, draft, nameOf, except),
    ...(draft.category === 'electronics' ? sameDevice(db, draft.details, settled, nameOf, except) : []),
    ...nearFinder(ledger, { settled })({ ...draft, ...except }),
    ...shapeFindings(ledger, draft, except),
  ];
};
