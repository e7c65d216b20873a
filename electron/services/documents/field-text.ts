import type { BookLine } from '../../../shared/contract/lines.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import type { EntryField } from '../../../shared/domain/fields.ts';
import { showMoney } from '../../../shared/domain/money.ts';

const DATES: ReadonlySet<EntryField> = new Set(['acquiredOn', 'disposedOn', 'warrantyUntil']);
const AMOUNTS: ReadonlySet<EntryField> = new Set(['price', 'value', 'priceSold']);
const DISTANCES: ReadonlySet<EntryField> = new Set(['odometer', 'odometerOut']);

/**
 * The unit of a line's odometer, for beside the figure; empty where it was corrected, as figure and unit are then shown
 * apart, each with its earlier texts.
 */
const unitOf = (line: BookLine): string =>
  line.odometerUnit && !line.struck.odometerUnit ? ` ${line.odometerUnit}` : '';

/** Whether a line's odometer unit stands alone, rather than beside the figure. */
export const isUnitApart = (line: BookLine): boolean => line.struck.odometerUnit !== undefined || !line.odometer;

/** A field's text for people: `5 Mar 2025`, `$1,071.89`, `74,712 mi`. Others, and what has another shape, as kept. */
export const shownText = (field: EntryField, text: string, line: BookLine): string => {
  if (DATES.has(field)) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? showDate(text) : text;
  if (AMOUNTS.has(field)) return /^\d+\.\d/.test(text) ? showMoney(text) : text;
  if (DISTANCES.has(field)) return /^\d+$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',') + unitOf(line) : text;
  return text;
};
