import { addDays, type IsoDate } from './dates.ts';

/** How many are kept of each kind: the newest of that many days, weeks and months that have one; of every year, always. */
export const KEPT = { days: 7, weeks: 5, months: 12 } as const;

/** When a backup was made, by the clock on the shop's wall: `2026-11-25 170233`. It sorts as it reads. */
export type BackupStamp = string;

const STAMP = /^\d{4}-\d{2}-\d{2} \d{6}$/;

/** Whether a text is a stamp of a day that exists. */
export const isStamp = (text: string): text is BackupStamp => {
  if (!STAMP.test(text)) return false;
  const [day, time] = [text.slice(0, 10), text.slice(11)];
  const moment = new Date(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
};

export const dayOf = (stamp: BackupStamp): IsoDate => stamp.slice(0, 10);

/** The Monday of the week that a day lies in. */
export const weekOf = (day: IsoDate): IsoDate => {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
};

/** The newest stamp of each of the newest `most` periods. `stamps` newest first. */
const newestOf = (
  stamps: readonly BackupStamp[],
  period: (stamp: BackupStamp) => string,
  most: number,
): BackupStamp[] => {
  const seen = new Map<string, BackupStamp>();
  for (const stamp of stamps) {
    const at = period(stamp);
    if (!seen.has(at) && seen.size < most) seen.set(at, stamp);
  }
  return [...seen.values()];
};

/**
 * Which backups of one ledger in one folder stay: the newest of each of the last 7 days, 5 weeks (from Monday) and 12
 * months that have any, and of every year. Periods are counted by the backups there are, not by today's date: a shop that
 * was closed for a year, or a clock set wrong, loses nothing. The newest always stays, so the only one does.
 *
 * @param stamps of good backups, in any order; those that are not good are not asked about, and neither kept for nor counted
 * @returns those to keep, newest first; the others may be deleted
 */
export const keptBackups = (stamps: readonly BackupStamp[]): BackupStamp[] => {
  const newestFirst = [...new Set(stamps)].sort().reverse();
  const kept = new Set([
    ...newestOf(newestFirst, dayOf, KEPT.days),
    ...newestOf(newestFirst, (stamp) => weekOf(dayOf(stamp)), KEPT.weeks),
    ...newestOf(newestFirst, (stamp) => stamp.slice(0, 7), KEPT.months),
    ...newestOf(newestFirst, (stamp) => stamp.slice(0, 4), Number.POSITIVE_INFINITY),
  ]);
  return newestFirst.filter((stamp) => kept.has(stamp));
};
