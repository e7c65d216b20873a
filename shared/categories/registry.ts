import { type EntryField, FIELD_LABELS, isDetail, OTHER_LABELS } from '../domain/fields.ts';
import { appliance } from './appliance/index.ts';
import type { BookKind, Category, FieldSpec } from './category.ts';
import { electronics } from './electronics/index.ts';
import { firearm } from './firearm/index.ts';
import type { CategoryId } from './ids.ts';
import { other } from './other/index.ts';
import { tool } from './tool/index.ts';
import { vehicle } from './vehicle/index.ts';

/** A new category is a folder here, one in renderer/categories where its form needs more than fields, and a line each. */
export const CATEGORIES: Readonly<Record<CategoryId, Category>> = {
  firearm,
  vehicle,
  tool,
  electronics,
  appliance,
  other,
};

/** A category's unit in a sentence: `A vehicle`, `An appliance`. */
export const withArticle = (category: CategoryId): string => {
  const { noun } = CATEGORIES[category];
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun}`;
};

/** The fields that describe a unit of a category in a book of a kind, in the order of the form. */
export const fieldsOf = (category: CategoryId, book: BookKind): readonly FieldSpec[] => {
  const { fields, keeping } = CATEGORIES[category];
  return book === 'statutory' ? fields : [...fields, ...keeping];
};

/** A field's name in a category's own word: a vehicle's serial is its “VIN or other number”. */
export const fieldName = (field: EntryField, category: CategoryId = 'firearm'): string => {
  const { fields, keeping, leaving } = CATEGORIES[category];
  return [...fields, ...keeping, ...leaving].find((f) => f.name === field)?.label ?? FIELD_LABELS[field];
};

/** What a finding or a change is about, in a category's own word where it has one; the name itself where nobody has one. */
export const labelOf = (field: string, category?: CategoryId): string =>
  field in FIELD_LABELS ? fieldName(field as EntryField, category) : (OTHER_LABELS[field] ?? field);

/** Whether a line of a category in a book of a kind may hold a field at all. */
export const hasField = (category: CategoryId, book: BookKind, field: EntryField): boolean =>
  !isDetail(field) ||
  [...fieldsOf(category, book), ...CATEGORIES[category].leaving].some((spec) => spec.name === field);
