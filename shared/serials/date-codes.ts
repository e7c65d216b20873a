import type { CategoryId } from '../categories/ids.ts';
import { addDays, type IsoDate } from '../domain/dates.ts';
import { type Certainty, type Finding, hint, warning } from '../domain/findings.ts';
import { type Confidence, DATE_RULES, type DateCandidate, type DateRule, NO_DATE_RULES } from './date-code-rules.ts';

export type { Confidence, DateCandidate } from './date-code-rules.ts';

/**
 * What a maker's code says of the date of making. A hint only: it is shown with its source and never written into a
 * record. No candidates: the code is known, and no date is to be read from it.
 */
export type DateHint = {
  /** The field that it was read from. */
  from: 'serial' | 'dateCode' | 'typeNumber';
  what: string;
  candidates: DateCandidate[];
  source: string;
  confidence: Confidence;
  certainty: Certainty;
};

const tidyCode = (text: string): string => text.trim().toUpperCase().replace(/\s+/g, ' ').replace(/[–—]/g, '-');

/** Weeks are counted from 1 January here: makers do not say which way they count, and it is a matter of days. */
const isPlausible = ({ year, half, month, week }: DateCandidate, rule: DateRule, today: IsoDate): boolean => {
  if (year < rule.since || year > (rule.until ?? 9999)) return false;
  if (week !== undefined && (week < 1 || week > 53)) return false;
  if (month !== undefined && (month < 1 || month > 12)) return false;
  const from = `${year}-${String(month ?? (half === 2 ? 7 : 1)).padStart(2, '0')}-01`;
  return (week ? addDays(from, 7 * (week - 1)) : from) <= today;
};

const readWith = (rule: DateRule, text: string, today: IsoDate): Omit<DateHint, 'from'> | undefined => {
  const parts = rule.shape.exec(text)?.slice(1);
  if (!parts) return undefined;
  const candidates = rule.read(parts).filter((c) => isPlausible(c, rule, today));
  if (candidates.length === 0) return undefined;
  const { source, confidence, certainty } = rule;
  return { what: rule.what(parts), candidates, source, confidence, certainty };
};

/** The code of an appliance that its maker marks apart from the number, though no date is read from it. */
const isFdNumber = (manufacturer: string, text: string, category: CategoryId | undefined): boolean =>
  category !== undefined &&
  NO_DATE_RULES.some(
    (rule) =>
      rule.in === 'dateCode' &&
      rule.category === category &&
      rule.makers.test(manufacturer.trim()) &&
      rule.shape.test(tidyCode(text)),
  );

/**
 * True where a text is a date code of this maker and so not the number of a unit. Only makers who mark the date apart from
 * the serial are known.
 *
 * @param category of the unit: the FD number is of appliances only
 */
export const looksLikeDateCode = (manufacturer: string, text: string, today: IsoDate, category?: CategoryId): boolean =>
  isFdNumber(manufacturer, text, category) ||
  DATE_RULES.some(
    (rule) => rule.in === 'dateCode' && rule.makers.test(manufacturer.trim()) && readWith(rule, tidyCode(text), today),
  );

/** Why a text that has the form of a maker’s date code can be none; undefined where it may be one, or has no known form. */
const whyImpossible = (maker: string, text: string, today: IsoDate): Finding | undefined => {
  const rules = DATE_RULES.filter((rule) => rule.in === 'dateCode' && rule.makers.test(maker) && rule.shape.test(text));
  const [rule] = rules;
  if (!rule || rules.some((r) => readWith(r, text, today))) return undefined;
  const read = rule.read(rule.shape.exec(text)!.slice(1));
  const week = read.find((c) => c.week !== undefined && (c.week < 1 || c.week > 53))?.week;
  const early = read.findLast((c) => c.year < rule.since);
  const why =
    week !== undefined
      ? `there is no week ${week}`
      : early
        ? `${showCandidate(early)} is before ${rule.since}, from when these are known`
        : `${showCandidate(read[0]!)} is still to come`;
  // How far back a scheme goes is known from examples only.
  const say = week === undefined && early ? hint : warning;
  return say(
    'dateCode',
    'date-code-impossible',
    `${text} has the form of a ${rule.maker} date code, year and week, and ${why}. Read it again on the unit.`,
    { cite: rule.source, certainty: rule.certainty },
  );
};

export type DateCodeInput = {
  manufacturer: string;
  serial: string;
  dateCode: string;
  /** The type or FD number of an appliance. */
  typeNumber?: string;
  category?: CategoryId;
  /** The day before which it was made. */
  today: IsoDate;
};

/**
 * Reads what is known of a maker's date codes, from the code itself and from the serial number. Where the code holds only
 * the end of a year, there is a candidate for each year it may be. A week above 53 or a date to come gives none.
 *
 * @returns `isDateCode` where what was given as the serial is a date code of the maker; it is then read as one.
 *   `impossible` where what was given as the date code has the maker's form and can be none.
 */
export const readDateCode = ({
  manufacturer,
  serial,
  dateCode,
  typeNumber = '',
  category,
  today,
}: DateCodeInput): { hints: DateHint[]; isDateCode: boolean; impossible?: Finding } => {
  const maker = manufacturer.trim();
  const isDateCode = looksLikeDateCode(maker, serial, today, category);
  const fd = isFdNumber(maker, typeNumber, category) ? tidyCode(typeNumber) : '';
  const texts = {
    serial: tidyCode(serial),
    dateCode: tidyCode(dateCode) || fd || (isDateCode ? tidyCode(serial) : ''),
  };
  const hints: DateHint[] = [];
  for (const place of ['dateCode', 'serial'] as const) {
    const text = texts[place];
    if (text === '' || (place === 'serial' && isDateCode)) continue;
    const from: DateHint['from'] =
      place === 'serial' ? 'serial' : dateCode.trim() !== '' ? 'dateCode' : fd !== '' ? 'typeNumber' : 'serial';
    const read = DATE_RULES.filter((rule) => rule.in === place && rule.makers.test(maker))
      .map((rule) => readWith(rule, text, today))
      .filter((found) => found !== undefined);
    hints.push(...read.map((found) => ({ from, ...found })));
    if (read.length > 0) continue;
    for (const rule of NO_DATE_RULES) {
      if (rule.in !== place || !rule.makers.test(maker) || !rule.shape.test(text)) continue;
      if (rule.category !== undefined && category !== undefined && rule.category !== category) continue;
      const { source, confidence, certainty } = rule;
      hints.push({ from, what: rule.what(text), candidates: [], source, confidence, certainty });
    }
  }
  const impossible = dateCode.trim() === '' ? undefined : whyImpossible(maker, tidyCode(dateCode), today);
  return { hints, isDateCode, ...(impossible ? { impossible } : {}) };
};

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `week 37 of 2017`, `May 2017`, `first half of 2017`, `1944`. */
export const showCandidate = ({ year, half, month, week }: DateCandidate): string => {
  if (week !== undefined) return `week ${week} of ${year}`;
  if (month !== undefined) return `${MONTHS[month - 1]} ${year}`;
  return half === undefined ? `${year}` : `${half === 1 ? 'first' : 'second'} half of ${year}`;
};

/** A hint as a sentence or three, with its source. */
export const showDateHint = ({ what, candidates, source, confidence }: DateHint): string =>
  candidates.length === 0
    ? `${what} Confidence ${confidence}; source: ${source}.`
    : `Probably made in ${candidates.map(showCandidate).join(' or ')}. ${what} Confidence ${confidence}; source: ${source}.`;
