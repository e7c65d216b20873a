import { plain } from '../domain/field-rules.ts';
import { type DetailField, type Details, FIELD_LABELS } from '../domain/fields.ts';
import { type Finding, refused } from '../domain/findings.ts';
import type { CategoryId } from './ids.ts';
import { fieldName, withArticle } from './registry.ts';

const LONGER: Partial<Record<DetailField, number>> = { description: 2000 };

export type Sifted = {
  /** What the rules of the category may read. */
  good: Details;
  /** What has no place here, is too long or holds what can't be seen: refused, and given back as it was typed. */
  held: Details;
  findings: Finding[];
};

/**
 * Looks at the characters of details, and whether the unit has such fields at all, before anything reads a meaning into
 * them: a rule's sentence then never repeats a flood of text or what can't be seen.
 */
export const siftDetails = (raw: Details, category: CategoryId, allowed: (field: DetailField) => boolean): Sifted => {
  const sifted: Sifted = { good: {}, held: {}, findings: [] };
  for (const [field, text] of Object.entries(raw) as [DetailField, string][]) {
    if (text === '') continue;
    const found = allowed(field)
      ? plain(field, FIELD_LABELS[field], text, LONGER[field])
      : [
          refused(
            field,
            'field-not-here',
            `${withArticle(category)} in this book has no field “${fieldName(field, category)}” in this entry. Leave it out, or write it into the note.`,
          ),
        ];
    sifted.findings.push(...found);
    (found.some((f) => f.severity === 'refused') ? sifted.held : sifted.good)[field] = text;
  }
  return sifted;
};
