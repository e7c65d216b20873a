import { addDays, type IsoDate, type ParsedDate, parseDate } from '../../shared/domain/dates.ts';

/** A leap day that is left without its year comes round within so many. */
const YEARS_AHEAD = 8;

/**
 * Reads a date that is still to come, such as the last day of an access. An entry is about the past, so a year or
 * century left out means the last time that day came round; here it means the next.
 *
 * @param text what was typed
 * @param today the shop's own date
 */
export const readAhead = (text: string, today: IsoDate): ParsedDate => {
  if (text.trim().toLowerCase() === 'tomorrow') return { ok: true, date: addDays(today, 1) };
  const read = parseDate(text, today);
  if (!read.ok || read.guess === undefined || read.date >= today) return read;
  const year = Number(read.date.slice(0, 4));
  const steps = read.guess === 'century' ? [100] : Array.from({ length: YEARS_AHEAD }, (_, n) => n + 1);
  for (const step of steps) {
    const next = parseDate(`${year + step}${read.date.slice(4)}`, today);
    if (next.ok && next.date >= today) return { ...next, guess: read.guess };
  }
  return read;
};
