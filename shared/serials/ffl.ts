import { addDays, type IsoDate } from '../domain/dates.ts';
import { visible } from '../domain/findings.ts';

/**
 * Federal firearms licence numbers, `R-DD-CCC-TT-YM-SSSSS`: region, district, county, type, expiry (last digit of the
 * year and a month letter A to M without I), sequence. Fourteen digits and one letter.
 * Sources: ATF eZ Check pages and trade references (secondary); the month letters are inferred from them.
 */
export type FflNumber = {
  /** With hyphens, upper case: the form the book keeps. */
  number: string;
  /** First three and last five digits: stays the same when the licence is renewed (27 CFR 478.92 uses it as a prefix). */
  key: string;
  type: string;
  /** Month 1 to 12 and the last digit of the year in which it expires. */
  expiryMonth: number;
  expiryYearDigit: number;
};

export const FFL_TYPES: Readonly<Record<string, string>> = {
  '01': 'Dealer in firearms, including gunsmith',
  '02': 'Pawnbroker in firearms',
  '03': 'Collector of curios and relics',
  '06': 'Manufacturer of ammunition',
  '07': 'Manufacturer of firearms',
  '08': 'Importer of firearms',
  '09': 'Dealer in destructive devices',
  '10': 'Manufacturer of destructive devices',
  '11': 'Importer of destructive devices',
};

const MONTH_LETTERS = 'ABCDEFGHJKLM';
const REGIONS = '1345689';
const SHAPE = /^(\d)(\d{2})(\d{3})(\d{2})(\d)([A-Z])(\d{5})$/;

export type FflResult =
  | { ok: true; value: FflNumber /** Odd but possible, in a sentence. */; doubt?: string }
  | { ok: false; message: string };

/**
 * Reads a licence number with or without hyphens and spaces, in any case.
 * Says what is wrong in a sentence; never guesses a missing part.
 */
export const readFfl = (text: string): FflResult => {
  const bare = text.toUpperCase().replace(/[\s.\-–—_/]/g, '');
  const wrong = (message: string): FflResult => ({ ok: false, message: visible(message) });
  if (bare === '') return wrong('The licence number is missing.');
  const found = SHAPE.exec(bare);
  if (!found) {
    const stray = /[^0-9A-Z]/.exec(bare);
    if (stray) return wrong(`A licence number has digits and one letter only; “${stray[0]}” does not belong.`);
    if (/^\d{8}$/.test(bare)) {
      return wrong(
        'This is the short form (first three and last five digits). The book needs the full licence number of 15 characters.',
      );
    }
    if (bare.length !== 15) {
      return wrong(
        `A full licence number has 15 characters, such as 1-23-456-01-7A-12345; this one has ${bare.length}.`,
      );
    }
    return wrong(
      'The letter of a licence number stands in the eleventh place, after the year digit, as in 1-23-456-01-7A-12345.',
    );
  }
  const [, region, district, county, type, year, letter, sequence] = found as unknown as string[];
  const month = MONTH_LETTERS.indexOf(letter!) + 1;
  if (month === 0)
    return wrong(`“${letter}” is not an expiry month: the letters run from A (January) to M (December) without I.`);
  const value: FflNumber = {
    number: `${region}-${district}-${county}-${type}-${year}${letter}-${sequence}`,
    key: `${region}${district}${sequence}`,
    type: type!,
    expiryMonth: month,
    expiryYearDigit: Number(year),
  };
  if (!REGIONS.includes(region!)) {
    return {
      ok: true,
      value,
      doubt: `Licence numbers start with 1, 3, 4, 5, 6, 8 or 9; this one starts with ${region}.`,
    };
  }
  if (!(type! in FFL_TYPES)) return { ok: true, value, doubt: `“${type}” is not a licence type that is issued.` };
  return { ok: true, value };
};

/** Adds the hyphens while a number is being typed; leaves anything odd alone so that nothing typed is lost. */
export const formatFflAsTyped = (text: string): string => {
  const bare = text.toUpperCase().replace(/[\s\-–—]/g, '');
  if (!/^[0-9A-Z]*$/.test(bare) || bare.length > 15) return text;
  const cuts = [1, 3, 6, 8, 10, 15];
  const parts: string[] = [];
  let from = 0;
  for (const to of cuts) {
    if (bare.length > from) parts.push(bare.slice(from, to));
    from = to;
  }
  return parts.join('-');
};

/**
 * The year in which a licence expires. The number holds only the year's last digit; licences run three years, so the
 * year meant is the one nearest to the date of the record.
 */
export const fflExpiryYear = (digit: number, recordYear: number): number => {
  const base = recordYear - (recordYear % 10) + digit;
  return [base - 10, base, base + 10].reduce((best, y) =>
    Math.abs(y - recordYear) < Math.abs(best - recordYear) ? y : best,
  );
};

/** How long a licence may still be relied on after it ran out, where certified information is held (27 CFR 478.94, read). */
const FFL_GRACE_DAYS = 45;

/** The last day of grace by expiry. There are a few hundred expiries, and an import asks once a row: measured, 5 % of it. */
const graceEnds = new Map<IsoDate, IsoDate>();
const graceEnd = (expires: IsoDate): IsoDate => {
  const known = graceEnds.get(expires);
  if (known !== undefined) return known;
  const end = addDays(expires, FFL_GRACE_DAYS);
  graceEnds.set(expires, end);
  return end;
};

export type FflStanding = 'good' | 'grace' | 'expired';

/**
 * Whether a licence was good on a day, by its number alone. The number holds the last digit of the year and the month;
 * the day is taken as the first, which is from memory.
 *
 * @param on ISO date of the transaction
 * @returns with the ISO date on which it ran out or runs out, and the last day on which it may be relied on after that
 */
export const fflStanding = (
  ffl: Pick<FflNumber, 'expiryMonth' | 'expiryYearDigit'>,
  on: IsoDate,
): { standing: FflStanding; expires: IsoDate; graceUntil: IsoDate } => {
  const year = fflExpiryYear(ffl.expiryYearDigit, Number(on.slice(0, 4)));
  const expires = `${year}-${String(ffl.expiryMonth).padStart(2, '0')}-01`;
  const graceUntil = graceEnd(expires);
  return { standing: on < expires ? 'good' : on <= graceUntil ? 'grace' : 'expired', expires, graceUntil };
};
