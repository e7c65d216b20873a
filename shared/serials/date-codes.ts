import { addDays, type IsoDate } from '../domain/dates.ts';
import type { Certainty } from '../domain/findings.ts';
import { type Confidence, DATE_RULES, type DateCandidate, type DateRule, NO_DATE_RULES } from './date-code-rules.ts';

export type { Confidence, DateCandidate } from './date-code-rules.ts';

/**
 * What a maker's code says of the date of making. A hint only: it is shown with its source and never written into a
 * record. No candidates: the code is known, and no date is to be read from it.
 */
export type DateHint = {
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

const readWith = (rule: DateRule, text: string, today: IsoDate): DateHint | undefined => {
  const parts = rule.shape.exec(text)?.slice(1);
  if (!parts) return undefined;
  const candidates = rule.read(parts).filter((c) => isPlausible(c, rule, today));
  if (candidates.length === 0) return undefined;
  const { source, confidence, certainty } = rule;
  return { what: rule.what(parts), candidates, source, confidence, certainty };
};

/**
 * True where a text is a date code of this maker and so not the number of a unit. Only makers who mark the date apart from
 * the serial are known.
 */
export const looksLikeDateCode = (manufacturer: string, text: string, today: IsoDate): boolean =>
  DATE_RULES.some(
    (rule) => rule.in === 'dateCode' && rule.makers.test(manufacturer.trim()) && readWith(rule, tidyCode(text), today),
  );

export type DateCodeInput = {
  manufacturer: string;
  serial: string;
  dateCode: string;
  /** The day before which it was made. */
  today: IsoDate;
};

/**
 * Reads what is known of a maker's date codes, from the code itself and from the serial number. Where the code holds only
 * the end of a year, there is a candidate for each year it may be. A week above 53 or a date to come gives none.
 *
 * @returns `isDateCode` where what was given as the serial is a date code of the maker; it is then read as one
 */
export const readDateCode = ({
  manufacturer,
  serial,
  dateCode,
  today,
}: DateCodeInput): { hints: DateHint[]; isDateCode: boolean } => {
  const maker = manufacturer.trim();
  const isDateCode = looksLikeDateCode(maker, serial, today);
  const texts = { serial: tidyCode(serial), dateCode: tidyCode(dateCode) || (isDateCode ? tidyCode(serial) : '') };
  const hints: DateHint[] = [];
  for (const place of ['dateCode', 'serial'] as const) {
    const text = texts[place];
    if (text === '' || (place === 'serial' && isDateCode)) continue;
    const read = DATE_RULES.filter((rule) => rule.in === place && rule.makers.test(maker))
      .map((rule) => readWith(rule, text, today))
      .filter((found) => found !== undefined);
    hints.push(...read);
    if (read.length > 0) continue;
    for (const rule of NO_DATE_RULES) {
      if (rule.in !== place || !rule.makers.test(maker) || !rule.shape.test(text)) continue;
      const { source, confidence, certainty } = rule;
      hints.push({ what: rule.what(text), candidates: [], source, confidence, certainty });
    }
  }
  return { hints, isDateCode };
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
