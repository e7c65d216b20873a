import type { IsoDate } from '../domain/dates.ts';
import type { AcquisitionDraft, EntryField } from '../domain/fields.ts';
import type { Finding } from '../domain/findings.ts';
import type { CategoryId } from './ids.ts';

/** How a field is filled in. `suggest`: completed from the ledger's own history; `serials`: one or more numbers. */
export type FieldInput = 'text' | 'suggest' | 'choice' | 'serials' | 'number' | 'money' | 'date';

export type FieldSpec = {
  name: EntryField;
  input: FieldInput;
  /** The category's own word for it; else FIELD_LABELS. */
  label?: string;
  /** What to copy, and from where, in a few words. */
  hint?: string;
  /** For `choice`: the texts that the book keeps. */
  choices?: readonly string[];
  /** Set in the typewriter face: numbers to be read character by character. */
  mono?: boolean;
};

/** What a category's rules need to know beside the draft. */
export type CategoryContext = { today: IsoDate; book: BookKind };

/** A book of record under the law, a shop's register, or an owner's inventory. They ask for more or less. */
export type BookKind = 'statutory' | 'register' | 'inventory';

export type Category = {
  id: CategoryId;
  /** `Vehicle` */
  label: string;
  /** `vehicle`, as it stands in a sentence. */
  noun: string;
  plural: string;
  /** What describes the unit, in the order of the form. */
  fields: readonly FieldSpec[];
  /** What a book on it may keep beside: price, place, warranty. Not in a statutory book. */
  keeping: readonly FieldSpec[];
  /** Fields of the disposition that only this category has. */
  leaving: readonly FieldSpec[];
  /** What is offered for `type`. */
  types: readonly string[];
  /** Checks what describes the unit and gives it as the book will keep it. */
  check(draft: AcquisitionDraft, context: CategoryContext): { draft: AcquisitionDraft; findings: Finding[] };
};
