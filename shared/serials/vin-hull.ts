import type { IsoDate } from '../domain/dates.ts';
import { type Finding, hint, warning } from '../domain/findings.ts';

/**
 * Hull identification numbers of boats (33 CFR 181.25), twelve characters: three letters for the maker, five characters of
 * serial without I, O and Q, four for dates. Written down from memory; the rule's text was not at hand.
 *
 * Since August 1984 the dates are the month of certification (A January to L December), the last digit of its year, and
 * two digits of the model year. From November 1972 there were two forms: month and year of certification in digits; or
 * M, two digits of the model year, and its month, A August to L July.
 */
export type HullDecoded = {
  scheme: 'hin';
  checkDigit: 'not applicable';
  /** `US` and the like, where it stands before the number. */
  country: string | null;
  /** The three letters of the maker. */
  maker: string | null;
  serial: string | null;
  form: 'since 1984' | 'straight year' | 'model year' | null;
  /** Certified, `YYYY-MM`, or the month of the model year; null where the number does not say. */
  certified: string | null;
  modelYears: number[];
};

export type HullInspection = { normalised: string; findings: Finding[]; decoded: HullDecoded };

const RULE = { cite: '33 CFR 181.25', certainty: 'memory' } as const;
const MONTHS = 'ABCDEFGHIJKL';
const READ_AGAIN = 'Read it again from the transom, on the starboard side near the top.';

const two = (n: number): string => String(n).padStart(2, '0');

/** The year of the century that ends in these two digits and is not after `newest`. */
const yearOf = (digits: string, newest: number): number => {
  const year = 2000 + Number(digits);
  return year > newest ? year - 100 : year;
};

type Dates = Pick<HullDecoded, 'form' | 'certified' | 'modelYears'>;

/** Reads the last four characters; undefined where they follow none of the three forms. */
const readDates = (text: string, newest: number): Dates | undefined => {
  if (/^[A-L]\d\d\d$/.test(text)) {
    const model = yearOf(text.slice(2), newest);
    // The year of certification ends in this digit and is the model year, or near it.
    const year = [model, model - 1, model + 1, model - 2].find((y) => y % 10 === Number(text[1]));
    if (model < 1984 || year === undefined) return undefined;
    return { form: 'since 1984', certified: `${year}-${two(MONTHS.indexOf(text[0]!) + 1)}`, modelYears: [model] };
  }
  if (/^M\d\d[A-L]$/.test(text)) {
    const model = 1900 + Number(text.slice(1, 3));
    if (model < 1972 || model > 1985) return undefined;
    const month = ((MONTHS.indexOf(text[3]!) + 7) % 12) + 1;
    return { form: 'model year', certified: `${month >= 8 ? model - 1 : model}-${two(month)}`, modelYears: [model] };
  }
  if (/^(0[1-9]|1[0-2])\d\d$/.test(text)) {
    const year = 1900 + Number(text.slice(2));
    if (year < 1972 || year > 1984) return undefined;
    return { form: 'straight year', certified: `${year}-${text.slice(0, 2)}`, modelYears: [] };
  }
  return undefined;
};

/** A hull number in capitals without the two letters of a country, which stand before it and are no part of it (33 CFR 181.25). */
export const withoutCountry = (hull: string): string => hull.replace(/^[A-Z]{2}(?=[A-Z]{3}.{9}$)/, '');

/**
 * Checks a hull number and says what it tells. All findings can be saved past.
 * @param year the model year as typed, if any
 */
export const inspectHull = (
  text: string,
  context: { year?: number | string; today?: IsoDate } = {},
): HullInspection => {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―.*_/]/g, '');
  const hin = withoutCountry(bare);
  const findings: Finding[] = [];
  const say = (code: string, message: string) => findings.push(warning('serial', code, message, RULE));
  const newest = (context.today === undefined ? 2098 : Number(context.today.slice(0, 4))) + 1;
  const whole = /^[A-Z0-9]{12}$/.test(hin);
  const dates = whole ? readDates(hin.slice(8), newest) : undefined;
  if (hin.length !== 12)
    say(
      'hin-length',
      `A hull number has 12 characters; this has ${hin.length}. ${READ_AGAIN} Boats built before November 1972 have none.`,
    );
  else if (!whole) say('hin-characters', `A hull number has letters and digits only. ${READ_AGAIN}`);
  else {
    if (!/^[A-Z]{3}/.test(hin))
      say('hin-maker', `A hull number starts with three letters for the maker; this starts with ${hin.slice(0, 3)}.`);
    if (/[IOQ]/.test(hin.slice(3, 8)))
      say(
        'hin-letter-ioq',
        `The serial in places 4 to 8 of a hull number has no I, O or Q; ${hin.slice(3, 8)} has. ${READ_AGAIN}`,
      );
    if (!dates)
      say(
        'hin-date',
        `The last four characters, ${hin.slice(8)}, are no date of a hull number, such as C404 or 0678. ${READ_AGAIN}`,
      );
  }
  const typed = Number(context.year);
  if (dates?.modelYears[0] && typed > 0 && dates.modelYears[0] !== typed)
    say(
      'hin-year-differs',
      `By its end this hull number is of model year ${dates.modelYears[0]}, and the year is ${typed}. Check both against the title.`,
    );
  if (dates)
    findings.push(
      hint(
        'serial',
        'hin-decoded',
        `By this number: maker ${hin.slice(0, 3)}, certified ${dates.certified}${dates.modelYears[0] ? `, model year ${dates.modelYears[0]}` : ''}.`,
        RULE,
      ),
    );
  return {
    normalised: hin,
    findings,
    decoded: {
      scheme: 'hin',
      checkDigit: 'not applicable',
      country: hin === bare ? null : bare.slice(0, 2),
      maker: whole ? hin.slice(0, 3) : null,
      serial: whole ? hin.slice(3, 8) : null,
      form: dates?.form ?? null,
      certified: dates?.certified ?? null,
      modelYears: dates?.modelYears ?? [],
    },
  };
};
