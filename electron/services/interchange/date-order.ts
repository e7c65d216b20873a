import { dayPlace, parseDate, showDate } from '../../../shared/domain/dates.ts';
import { type Finding, refused, warning } from '../../../shared/domain/findings.ts';
import { ownCopy } from './repeats.ts';

/** By column, the first date in it that is one only with its day before its month. */
export type DayFirst = Map<string, { row: number; text: string }>;

/**
 * Rows were judged before their column was found to have the day first. Nothing that was done with them may last: the file is
 * gone through again from its start, with the same `DayFirst`, in which that column stands now. So it ends.
 */
export class DayFirstFoundLate extends Error {}

/**
 * Judges dates whose day and month could change places, column by column: with slashes they are American; with dots or
 * dashes they are read in the same order, with a warning; in a column where one has its day first, whatever it is written
 * with, they are refused.
 *
 * @param dayFirst what is known of the file, and what is found in it
 * @returns a function to call for each date in the file's order. It throws `DayFirstFoundLate` where an earlier row should
 *   have been judged otherwise
 */
export const dateOrderJudge = (dayFirst: DayFirst, today: string) => {
  /** Columns in which a date was taken that could be read both ways. */
  const taken = new Set<string>();
  return (row: number, field: string, column: string, text: string): Finding | undefined => {
    const place = dayPlace(text);
    if (place === undefined) return undefined;
    const known = dayFirst.get(column);
    if (place === 'first') {
      // The rule of the date itself refuses this one.
      if (!known) {
        dayFirst.set(column, { row, text: ownCopy(text) });
        if (taken.has(column)) throw new DayFirstFoundLate();
      }
      return undefined;
    }
    if (!known) taken.add(column);
    if (!known && text.includes('/')) return undefined;
    const read = parseDate(text, today);
    if (!read.ok) return undefined;
    const swapped = read.date.replace(/-(\d\d)-(\d\d)$/, '-$2-$1');
    return known
      ? refused(
          field,
          'date-order-unclear',
          `“${text}” may mean ${showDate(read.date)} or ${showDate(swapped)}: in this column “${known.text}” in row ${known.row} has its day first. Write ${read.date} or ${swapped}, or put row ${known.row} right if it is a slip.`,
        )
      : warning(
          field,
          'date-order',
          `“${text}” was read as ${showDate(read.date)}, with the month first. If it means ${showDate(swapped)}, write ${swapped}. It is kept beside the line as it stands.`,
        );
  };
};
