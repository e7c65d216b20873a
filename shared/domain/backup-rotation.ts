import { Temporal } from 'temporal-polyfill';
import type { IsoDate } from './dates.ts';

/** A backup as the rotation sees it: a name, and the day at the premises on which it was made. */
export type Dated = { name: string; day: IsoDate };

/** Of the latest days, weeks and months, one backup each; of every year one, for as long as there is room. */
export const KEPT = { days: 7, weeks: 5, months: 12 } as const;

const weekOf = (day: IsoDate): string => {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${date.weekOfYear}`;
};

/**
 * Which backups stay: the newest of each of the last 7 days that have one, of the last 5 weeks (ISO 8601), of the last
 * 12 months, and of every year. The newest of all always stays.
 *
 * @param backups in any order; of two on one day, the later in the list is the newer
 * @returns the names of those to keep
 */
export const backupsToKeep = (backups: readonly Dated[]): Set<string> => {
  const newestFirst = backups
    .map((backup, at) => ({ ...backup, at }))
    .sort((a, b) => (a.day === b.day ? b.at - a.at : a.day < b.day ? 1 : -1));
  const keep = new Set<string>();
  const keepOneEach = (periodOf: (day: IsoDate) => string, atMost: number): void => {
    const seen = new Set<string>();
    for (const { name, day } of newestFirst) {
      const period = periodOf(day);
      if (seen.has(period)) continue;
      if (seen.size === atMost) return;
      seen.add(period);
      keep.add(name);
    }
  };
  keepOneEach((day) => day, KEPT.days);
  keepOneEach(weekOf, KEPT.weeks);
  keepOneEach((day) => day.slice(0, 7), KEPT.months);
  keepOneEach((day) => day.slice(0, 4), Number.POSITIVE_INFINITY);
  return keep;
};
