import type { BookKind } from '../categories/category.ts';
import { pointsElsewhere } from './elsewhere.ts';
import { type EntryField, FIELD_LABELS } from './fields.ts';
import { type Finding, refused, warning } from './findings.ts';
import { checkText } from './text.ts';

export const BOOK_RULE = { cite: '27 CFR 478.125(e)', certainty: 'secondary' } as const;

/** A field's name as a code: `acquiredOn` is `acquired-on`. */
export const codeOf = (field: EntryField): string => field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Refuses an empty field of the statutory book. */
export const required = (
  field: EntryField,
  text: string,
  hint: string,
  rule: Parameters<typeof refused>[3] = BOOK_RULE,
) =>
  text === '' ? [refused(field, `${codeOf(field)}-missing`, `${FIELD_LABELS[field]} is missing. ${hint}`, rule)] : [];

/** Refuses an empty field that a register can't do without, and says so of its own accord, not by a rule. */
export const needed = (field: EntryField, label: string, text: string, advice: string): Finding[] =>
  text === '' ? [refused(field, `${codeOf(field)}-missing`, `${label} is missing. ${advice}`)] : [];

/** Warns of an empty field that makes a record weak, but not meaningless. */
export const wanted = (field: EntryField, label: string, text: string, advice: string): Finding[] =>
  text === '' ? [warning(field, `${codeOf(field)}-missing`, `${label} is missing. ${advice}`)] : [];

/**
 * Refuses a text that points to another record: of a book of record by the law’s own words (ATF Ruling 2016-1,
 * condition 3), elsewhere because a record that sends its reader to a paper is worth as much as the paper.
 */
export const elsewhere = (field: EntryField, text: string, book: BookKind): Finding[] => {
  if (!pointsElsewhere(text)) return [];
  const points = `“${text}” points to another record.`;
  return [
    book === 'statutory'
      ? refused(field, 'points-elsewhere', `${points} The book itself must hold it in full.`, {
          cite: 'ATF Ruling 2016-1, condition 3',
          certainty: 'secondary',
        })
      : refused(field, 'points-elsewhere', `${points} Write here what stands there, or leave the field empty.`),
  ];
};

/** A plain text: its characters and its length. */
export const plain = (field: EntryField, label: string, text: string, longest?: number): Finding[] =>
  checkText(field, label, text, longest);
