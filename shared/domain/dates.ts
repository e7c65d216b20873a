import { Temporal } from 'temporal-polyfill';

/** A calendar day as the record keeps it, `YYYY-MM-DD`. No time, no zone. */
export type IsoDate = string;

/** ISO weekdays, Monday 1 to Sunday 7. */
export type OpenDays = readonly number[];

export type ParsedDate =
  | { ok: true; date: IsoDate /** What was filled in: the whole year, or its century. */; guess?: 'year' | 'century' }
  | { ok: false; message: string };

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LEAP_YEAR = 2000;
const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Today's date in a time zone (IANA name), from a moment in epoch milliseconds. */
export const todayIn = (zone: string, epochMs: number): IsoDate =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();

/** True where the name is a time zone this machine knows. */
export const isZone = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
};

const iso = (year: number, month: number, day: number): IsoDate | undefined => {
  if (month < 1 || month > 12 || day < 1 || day > DAYS_IN[month - 1]! || year < 1 || year > 9999) return undefined;
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return undefined;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** A two-digit year means the latest year that is not more than one year ahead of today. */
const fullYear = (text: string, today: IsoDate): number => {
  if (text.length > 2) return Number(text);
  const now = Number(today.slice(0, 4));
  const candidate = Math.floor(now / 100) * 100 + Number(text);
  return candidate > now + 1 ? candidate - 100 : candidate;
};

const ISO_DATE =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const US_DATE = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?$/i;
const NAMED_MDY = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}|\d{2}))?$/i;
const NAMED_DMY = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?(?:,?[ -](\d{4}|\d{2}))?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * Reads a date as people write it in the United States: `2026-11-22`, `11/22/2026`, `11/22/26`, `11/22`, `Nov 22, 2026`,
 * `22 Nov 2026`, `2026/11/22`, `today`, `yesterday`. A day that is not on the calendar is refused, never moved, and so is
 * one that is a day only in another order (`15.03.2025`).
 *
 * @param text what was typed
 * @param today the shop's own date, for `today` and for years left out
 */
export const parseDate = (text: string, today: IsoDate): ParsedDate => {
  const typed = text.trim();
  const bad = (): ParsedDate => ({
    ok: false,
    message: `“${typed.slice(0, 30)}” is not a day on the calendar. Write it as month/day/year or as 2026-11-22.`,
  });
  if (typed === '') return { ok: false, message: 'The date is missing.' };
  const word = typed.toLowerCase();
  if (word === 'today') return { ok: true, date: today };
  if (word === 'yesterday') return { ok: true, date: addDays(today, -1) };

  const ymd = ISO_DATE.exec(typed) ?? COMPACT.exec(typed);
  if (ymd) {
    const date = iso(Number(ymd[1]), Number(ymd[2]), Number(ymd[3]));
    return date ? { ok: true, date } : bad();
  }
  // `Sept.` too; but not `Decoy`, which only starts like a month.
  const monthOf = (name: string) => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
  let month: number;
  let day: number;
  let year: string | undefined;
  const us = US_DATE.exec(typed);
  const mdy = us ? null : NAMED_MDY.exec(typed);
  const dmy = us || mdy ? null : NAMED_DMY.exec(typed);
  if (us) [month, day, year] = [Number(us[1]), Number(us[2]), us[3]];
  else if (mdy) [month, day, year] = [monthOf(mdy[1]!), Number(mdy[2]), mdy[3]];
  else if (dmy) [month, day, year] = [monthOf(dmy[2]!), Number(dmy[1]), dmy[3]];
  else return bad();

  /** Tells apart what is on no calendar and what is a day of it in another order. */
  const notInOrder = (): ParsedDate => {
    const swapped = us ? iso(year ? fullYear(year, today) : LEAP_YEAR, day, month) : undefined;
    if (!swapped) return bad();
    const remedy = year
      ? `If it means ${showDate(swapped)}, write ${swapped}.`
      : `If the day stands first, write ${day}/${month}.`;
    return { ok: false, message: `“${typed.slice(0, 30)}” can’t be read as month/day/year. ${remedy}` };
  };

  if (year) {
    const date = iso(fullYear(year, today), month, day);
    if (!date) return notInOrder();
    return year.length === 2 ? { ok: true, date, guess: 'century' } : { ok: true, date };
  }
  // A year left out means the last time that day came round: entries are about the past. Eight years hold a 29 February.
  const thisYear = Number(today.slice(0, 4));
  for (let back = 0; back <= 8; back++) {
    const date = iso(thisYear - back, month, day);
    if (date && date <= today) return { ok: true, date, guess: 'year' };
  }
  return notInOrder();
};

/**
 * Where the day stands in a date of three numbers that does not begin with its year: `first` where it is a day of the
 * calendar in that order only (`15.03.2025`), `either` where day and month could change places (`03.04.2025`). Undefined
 * for every other text. `parseDate` reads the month first, as in the United States.
 */
export const dayPlace = (text: string): 'first' | 'either' | undefined => {
  const read = US_DATE.exec(text.trim());
  if (!read?.[3]) return undefined;
  const [a, b, year] = [Number(read[1]), Number(read[2]), Number(read[3])];
  // Leap years come alike in both centuries that two digits stand for; `00` is 2000.
  const of = read[3].length === 2 ? LEAP_YEAR + year : year;
  if (a === b || !iso(of, b, a)) return undefined;
  return iso(of, a, b) ? 'either' : 'first';
};

/** `22 Nov 2026`: no reader on either side of an ocean can take it for another day. */
export const showDate = (date: IsoDate): string => {
  const [year, month, day] = date.split('-');
  return month && day ? `${Number(day)} ${SHORT[Number(month) - 1]} ${year}` : date;
};

/** A moment (ISO, UTC) as the shop's wall clock shows it: `22 Nov 2026, 17:02`. */
export const showMoment = (instant: string, zone: string): string => {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  return `${showDate(local.toPlainDate().toString())}, ${time}`;
};

export const addDays = (date: IsoDate, days: number): IsoDate => Temporal.PlainDate.from(date).add({ days }).toString();

export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** The next day on which the shop is open, after `date`. With no opening days given, the next day. */
export const nextOpenDay = (date: IsoDate, openDays: OpenDays): IsoDate => {
  let day = Temporal.PlainDate.from(date).add({ days: 1 });
  for (let n = 0; n < 7 && openDays.length > 0 && !openDays.includes(day.dayOfWeek); n++) day = day.add({ days: 1 });
  return day.toString();
};

/** The last day on which an acquisition may be entered: close of the next business day (27 CFR 478.125(e)). */
export const acquisitionDue = (acquiredOn: IsoDate, openDays: OpenDays): IsoDate => nextOpenDay(acquiredOn, openDays);

/** The last day on which a disposition may be entered: within seven days (27 CFR 478.125(e)). */
export const dispositionDue = (disposedOn: IsoDate): IsoDate => addDays(disposedOn, 7);
