import { CATEGORIES } from '../../../shared/categories/registry.ts';
import { type IsoDate, showDate } from '../../../shared/domain/dates.ts';
import { makerAndSerialKey, sameFirearmKey } from '../../../shared/domain/entry.ts';
import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, warning } from '../../../shared/domain/findings.ts';
import { makerKey } from '../../../shared/serials/makers.ts';
import { hasUnread, serialKey } from '../../../shared/serials/normalise.ts';
import { isNoSerial } from '../../../shared/serials/serial.ts';
import type { KnownShape } from '../../../shared/serials/shape.ts';

/** A line of the ledger under the key of `sameFirearmKey`. Where there are several: an open one, else the last. */
export type KnownFirearm = {
  line: number;
  open: boolean;
  /** Where given, a stay that overlaps with the row's is told from one that ended before it. */
  acquiredOn?: IsoDate;
  disposedOn?: IsoDate;
};

/** The firearms that the ledger holds already, voided lines left out. */
export type KnownFirearms = {
  /** There is none: no keys need to be made to ask by. */
  none?: boolean;
  /** @param key of `sameFirearmKey` */
  find(key: string): KnownFirearm | undefined;
  /**
   * A line with the same maker and serials but another importer or model; asked only where `find` has none.
   *
   * @param key of `makerAndSerialKey`
   */
  alike?(key: string): { line: number } | undefined;
  /** What a line says whose number is nearly this one’s, or this one’s by a maker written otherwise. */
  near?(draft: AcquisitionDraft): Finding | undefined;
  /** The shapes of a maker's numbers. */
  shapes?(maker: string): KnownShape[];
};

export type Dates = {
  /** Empty where it can't be read. */
  acquiredOn: IsoDate;
  /** Empty: in stock, unless it left. */
  disposedOn: IsoDate;
  /** It left, also where the day can't be read. */
  left?: boolean;
  /** No date was given at all, which an inventory allows: it is taken to be there since long ago. */
  undated?: boolean;
};

/** A date as a number, 20261122, because a large file keeps two of them for each row. 0: unknown, or not yet. */
export type Day = number;
export const LONG_AGO: Day = 1;
/** It left, and nobody can say when. */
const SOME_DAY: Day = -1;

/** From when to when it was there. */
export type Span = { from: Day; to: Day };

/** One stay of a firearm in the shop, as an earlier row tells it. */
type Stay = {
  row: number;
  /** Maker, importer and model. Texts that many rows share are kept once. */
  firearm: string;
  /** All of them where there are several; a single one is the key under which the stay is kept. */
  serials: string;
  /** Type and calibre. */
  description: string;
  /** `firearm`, `vehicle`: as it stands in a sentence. */
  noun: string;
  from: Day;
  to: Day;
};

/** A file in which every row has the same serial must not take time squared; the first and the last stays tell enough. */
const MOST_STAYS = 16;

export const day = (date: IsoDate): Day => (date === '' ? 0 : Number(date.replaceAll('-', '')));
const show = (d: Day): string =>
  showDate(String(d).replace(/^(\d+)(\d\d)(\d\d)$/, (_, y: string, m, date) => `${y.padStart(4, '0')}-${m}-${date}`));

/**
 * The same text in memory of its own. A cell is a view of the text it was cut from, and so is a string put together from
 * cells: kept as it is, it would keep the whole file.
 */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const isKnown = ({ from, to }: Span): boolean => from !== 0 && to !== SOME_DAY;

/** Out and in on one day is no overlap; in twice on one day is. A row whose date can't be read overlaps with nothing else. */
export const overlap = (a: Span, b: Span): boolean =>
  a.from !== 0 &&
  (a.from === b.from || (isKnown(a) && isKnown(b) && (b.to === 0 || a.from < b.to) && (a.to === 0 || b.from < a.to)));

/**
 * Finds serials that stand in a file, or in the ledger, more than once. A serial alone proves nothing: makers reuse
 * each other's numbers. Same maker and serial is looked at:
 *
 * - the same firearm in stock twice at one time, though the book gives it one line: `serial-already-open`
 * - the same maker and serial, another model, type or calibre, so that one of the rows is wrong: `serial-repeated`
 * - the same firearm, gone before it came in again: `serial-came-back`, which is everyday trade but worth a look
 * - the same firearm, and a day on which it came or went can't be read: `serial-there-too`
 *
 * Refused rows count as well: what is wrong with them is seldom the serial, and they are usually mended and imported.
 * Only a row whose serial itself is refused must not be given.
 *
 * @returns a function to call for each row in the file's order
 */
export const repeatFinder = (known: KnownFirearms) => {
  const stays = new Map<string, Stay | Stay[]>();
  const pool = new Map<string, string>();
  const pooled = (text: string): string => {
    const kept = pool.get(text);
    if (kept !== undefined) return kept;
    const copy = ownCopy(text);
    pool.set(copy, copy);
    return copy;
  };

  return (row: number, a: AcquisitionDraft, dates: Dates): Finding | undefined => {
    // Each number once: a line may give the same one for two parts. What can't be read in full is looked for elsewhere.
    const serials = [
      ...new Set(a.serials.filter((serial) => !isNoSerial(serial) && !hasUnread(serial)).map(serialKey)),
    ];
    if (serials.length === 0 || a.manufacturer === '') return undefined;
    // However it is written: S&W, Smith & Wesson Inc.
    const maker = makerKey(a.manufacturer) || a.manufacturer.toLowerCase();
    // A vehicle's number is one of its kind, whoever is named as its maker.
    const owner = a.category === 'vehicle' ? '' : maker;
    const stay: Stay = {
      row,
      firearm: pooled(`${maker}|${a.importer}|${a.model}`.toLowerCase()),
      serials: serials.length === 1 ? '' : ownCopy(serials.join('|')),
      description: pooled(`${a.type}, ${a.caliber}`.toLowerCase()),
      noun: CATEGORIES[a.category].noun,
      from: dates.undated ? LONG_AGO : day(dates.acquiredOn),
      to: dates.left && dates.disposedOn === '' ? SOME_DAY : day(dates.disposedOn),
    };
    const line = known.none ? undefined : known.find(sameFirearmKey(a));
    const other = line || known.none ? undefined : known.alike?.(makerAndSerialKey(a));
    const inLedger = line ? judgeLine(stay, line) : other && repeated(stay, `line ${other.line} of the book`);
    let earlier: Stay[] | undefined;
    for (const serial of serials) {
      const place = ownCopy(`${owner}|${serial}`);
      const before = stays.get(place);
      if (before === undefined) stays.set(place, stay);
      else {
        const list = Array.isArray(before) ? before : [before];
        earlier = earlier ? earlier.concat(list) : list.slice();
        if (list.length === MOST_STAYS) list.splice(1, 1);
        list.push(stay);
        stays.set(place, list);
      }
    }
    // A line that is in the book already outweighs what the file says twice, unless it is long closed.
    if (inLedger?.code === 'serial-already-open' || !earlier) return inLedger;
    return judge(stay, earlier);
  };
};

/** @param where in words: `line 12 of the book`, `row 4` */
const alreadyOpen = (stay: Stay, where: string, from: Day, to: Day): Finding =>
  warning(
    'serial',
    'serial-already-open',
    from === stay.from && from > LONG_AGO
      ? `The same ${stay.noun}, acquired on the same day, stands in ${where} already. Is this a second copy of it?`
      : `The same ${stay.noun} ${to === 0 ? `is in stock already${from > LONG_AGO ? `, since ${show(from)}` : ''}` : `was in stock from ${show(from)} to ${show(to)}`}, in ${where}. It can’t come in a second time without going out in between.`,
  );

/** There is no overlap: one had gone before the other came in, or the days are not known. */
const cameBack = (stay: Stay, before: Span, where: string): Finding =>
  isKnown(stay) && isKnown(before)
    ? warning(
        'serial',
        'serial-came-back',
        `The same ${stay.noun} stands in ${where} as well. It was read as coming back after it had gone.`,
      )
    : warning(
        'serial',
        'serial-there-too',
        `The same ${stay.noun} stands in ${where} too. A date that is missing or can’t be read keeps the two from being compared.`,
      );

const repeated = ({ noun }: Stay, where: string): Finding =>
  warning(
    'serial',
    'serial-repeated',
    noun === 'firearm'
      ? `The same maker and serial number stand in ${where} with another importer, model, type or caliber. Check both against the firearm.`
      : noun === 'vehicle'
        ? `The same number stands in ${where} with another make, model or kind. Check both against the vehicle.`
        : `The same brand and serial number stand in ${where} with another model or description. Check both against the ${noun}.`,
  );

const judgeLine = (stay: Stay, line: KnownFirearm): Finding => {
  const where = `line ${line.line} of the book`;
  // Without dates an open line overlaps with any row, and a closed one with none.
  const from = line.acquiredOn ? day(line.acquiredOn) : LONG_AGO;
  const to = line.open ? 0 : line.disposedOn ? day(line.disposedOn) : LONG_AGO;
  return overlap({ ...stay, from, to }, stay)
    ? alreadyOpen(stay, where, from, to)
    : cameBack(stay, { from, to }, where);
};

const judge = (stay: Stay, earlier: readonly Stay[]): Finding => {
  const same = earlier.filter((e) => e.firearm === stay.firearm && e.serials === stay.serials);
  const open = same.find((e) => overlap(e, stay));
  if (open) return alreadyOpen(stay, `row ${open.row}`, open.from, open.to);
  const other = earlier.find((e) => !same.includes(e) || e.description !== stay.description);
  if (other) return repeated(stay, `row ${other.row}`);
  const last = same.at(-1)!;
  return cameBack(stay, last, `row ${last.row}`);
};
