import type { IsoDate } from '../../../shared/domain/dates.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { type AcquisitionDraft, sameFirearmKey } from '../../../shared/domain/entry.ts';
import { type Finding, warning } from '../../../shared/domain/findings.ts';
import { serialKey } from '../../../shared/serials/normalise.ts';
import { isNoSerial } from '../../../shared/serials/serial.ts';

/** A line of the ledger under the key of `sameFirearmKey`. Where there are several: an open one, else the last. */
export type KnownFirearm = {
  line: number;
  open: boolean;
  /** Where given, a line that was closed before the row's acquisition is told from one that overlaps with it. */
  acquiredOn?: IsoDate;
  disposedOn?: IsoDate;
};

/** The firearms that the ledger holds already, voided lines left out. */
export type KnownFirearms = { find(key: string): KnownFirearm | undefined };

/** One stay of a firearm in the shop, as an earlier row of the file tells it. Small: a file may hold a million. */
type Stay = {
  where: string;
  key: string;
  description: string;
  /** Empty: the row's date can't be read. */
  from: IsoDate;
  /** Empty: still in stock. */
  to: IsoDate;
};

/** A file in which every row has the same serial must not take time squared; the first and the last stays tell enough. */
const MOST_STAYS = 16;

/** The beginning of a stay that nobody has dated. */
const LONG_AGO = '0000-01-01';

/** Out and in on one day is no overlap; in twice on one day is. A row whose date can't be read overlaps with nothing. */
const overlap = (a: Stay, b: Stay): boolean =>
  a.from !== '' &&
  b.from !== '' &&
  (a.from === b.from || ((b.to === '' || a.from < b.to) && (a.to === '' || b.from < a.to)));

export type Dates = { acquiredOn: IsoDate; disposedOn: IsoDate };

/**
 * Finds serials that stand in a file, or in the ledger, more than once. A serial alone proves nothing: makers reuse
 * each other's numbers. Same maker and serial is looked at:
 *
 * - the same firearm in stock twice at one time (27 CFR 478.125(e) gives each firearm one line): `serial-already-open`
 * - the same maker and serial, another model, type or calibre, so that one of the rows is wrong: `serial-repeated`
 * - the same firearm, gone before it came in again: `serial-came-back`, which is everyday trade but worth a look
 *
 * Refused rows count as well: what is wrong with them is seldom the serial, and they are usually mended and imported.
 *
 * @returns a function to call for each row in the file's order
 */
export const repeatFinder = (known: KnownFirearms) => {
  const stays = new Map<string, Stay[]>();
  // Texts of a row are parts of a large one; a copy from here keeps the rest of the file from staying in memory.
  const pool = new Map<string, string>();
  const pooled = (text: string): string => {
    const kept = pool.get(text);
    if (kept !== undefined) return kept;
    pool.set(text, text);
    return text;
  };

  return (row: number, a: AcquisitionDraft, dates: Dates): Finding | undefined => {
    const serials = a.serials.filter((serial) => !isNoSerial(serial) && serialKey(serial) !== '');
    if (serials.length === 0 || a.manufacturer === '') return undefined;
    const maker = a.manufacturer.toLowerCase();
    const key = sameFirearmKey(a);
    const stay: Stay = {
      where: '',
      key,
      description: pooled(`${a.type}, ${a.caliber}`.toLowerCase()),
      from: dates.acquiredOn,
      to: dates.disposedOn,
    };
    const earlier: Stay[] = [];
    const line = known.find(key);
    if (line) earlier.push(fromLedger(line, stay));
    for (const serial of serials) {
      const place = `${maker}|${serialKey(serial)}`;
      const list = stays.get(place);
      stay.where = `row ${row}`;
      if (list === undefined) stays.set(place, [stay]);
      else {
        earlier.push(...list);
        if (list.length === MOST_STAYS) list.splice(1, 1);
        list.push(stay);
      }
    }
    return earlier.length === 0 ? undefined : judge(stay, earlier);
  };
};

const fromLedger = (line: KnownFirearm, stay: Stay): Stay => ({
  where: `line ${line.line} of the book`,
  key: stay.key,
  description: stay.description,
  // Without dates an open line overlaps with any row, and a closed one with none.
  from: line.acquiredOn ?? LONG_AGO,
  to: line.disposedOn ?? (line.open ? '' : LONG_AGO),
});

const inStock = ({ where, from, to }: Stay): string => {
  if (from === LONG_AGO) return `is in stock already, in ${where}`;
  return to === ''
    ? `is in stock already, since ${showDate(from)}, in ${where}`
    : `was in stock from ${showDate(from)} to ${showDate(to)}, in ${where}`;
};

const judge = (stay: Stay, earlier: readonly Stay[]): Finding => {
  const same = earlier.filter((e) => e.key === stay.key);
  const open = same.find((e) => overlap(e, stay));
  if (open) {
    return warning(
      'serial',
      'serial-already-open',
      `The same firearm ${inStock(open)}. It can’t come in a second time without going out in between.`,
    );
  }
  const other = earlier.find((e) => e.key !== stay.key || e.description !== stay.description);
  if (other) {
    return warning(
      'serial',
      'serial-repeated',
      `The same maker and serial number stand in ${other.where} with another importer, model, type or caliber. Check both against the firearm.`,
    );
  }
  return warning(
    'serial',
    'serial-came-back',
    `The same firearm stands in ${same.at(-1)!.where} as well. It was read as coming back after it had gone.`,
  );
};
