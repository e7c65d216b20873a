import type { BookKind } from '../categories/category.ts';
import { acquisitionDue, daysBetween, dispositionDue, type IsoDate, type OpenDays } from './dates.ts';

/** How long after an event it was recorded, and whether the rule's last day had gone by. */

export type LateAbout = 'acquisition' | 'disposition';

export type Lateness = {
  /** Calendar days from the event's day to the day of recording; negative where the clock says it came before. */
  days: number;
  /** Days on which the shop is open among them: after the event's day, up to and with the day of recording. */
  businessDays: number;
  /** The last day that the rule allows; empty where no law sets one. */
  due: IsoDate | '';
  late: boolean;
  /** The rule; empty where there is none. */
  cite: string;
};

/** 27 CFR 478.125(e): an acquisition by the close of the next business day, a disposition within seven days. */
const CITE = '27 CFR 478.125(e)';

const open = (date: IsoDate, openDays: OpenDays): boolean =>
  openDays.length === 0 || openDays.includes(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);

const daysLater = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/**
 * How many days of a shop's opening lie after `from`, up to and with `to`; negative where `to` comes first. With no
 * opening days given, every day is one.
 */
export const businessDaysBetween = (from: IsoDate, to: IsoDate, openDays: OpenDays): number => {
  const days = daysBetween(from, to);
  if (days < 0) return -businessDaysBetween(to, from, openDays);
  const weeks = Math.floor(days / 7);
  let count = weeks * (openDays.length || 7);
  for (let n = weeks * 7 + 1; n <= days; n++) if (open(daysLater(from, n), openDays)) count += 1;
  return count;
};

/**
 * Holds the day of an event against the day on which it was recorded, both at the premises.
 *
 * @param kind only the book of record has days that the law sets; of other books the plain difference is given
 * @param openDays the shop's, as they stood when it was recorded
 */
export const latenessOf = (about: {
  what: LateAbout;
  kind: BookKind;
  eventDate: IsoDate;
  recordedOn: IsoDate;
  openDays: OpenDays;
}): Lateness => {
  const { what, kind, eventDate, recordedOn, openDays } = about;
  const legal = kind === 'statutory';
  const due = !legal ? '' : what === 'acquisition' ? acquisitionDue(eventDate, openDays) : dispositionDue(eventDate);
  return {
    days: daysBetween(eventDate, recordedOn),
    businessDays: businessDaysBetween(eventDate, recordedOn, openDays),
    due,
    late: legal && recordedOn > due,
    cite: legal ? CITE : '',
  };
};

const count = (n: number, unit: string): string => `${n.toLocaleString('en-US')} ${unit}${n === 1 ? '' : 's'}`;

/** `3 business days after`, in a book without legal days `4 days after`; never more exact than it is. */
export const latenessWords = ({ days, businessDays, due }: Pick<Lateness, 'days' | 'businessDays' | 'due'>): string => {
  if (days === 0) return 'the same day';
  if (days < 0) return `${count(-days, 'day')} before, by the clock`;
  if (due === '') return `${count(days, 'day')} after`;
  return businessDays === 0 ? 'before the next business day' : `${count(businessDays, 'business day')} after`;
};
