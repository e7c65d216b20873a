import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { FIREARM_TYPES } from '../../shared/categories/firearm/vocabulary.ts';
import type { CategoryId } from '../../shared/categories/ids.ts';
import { LONGEST_FIELD } from '../../shared/domain/text.ts';
import { api } from '../bridge/client.ts';

type Known =
  | 'manufacturer'
  | 'importer'
  | 'model'
  | 'type'
  | 'caliber'
  | 'body'
  | 'colour'
  | 'location'
  | 'acquiredFrom';
const none: readonly string[] = [];

/** What the ledger's own history offers for a field, most used first. A model is looked for among its maker's first. */
export const useKnownTexts = (
  category: CategoryId,
  field: Known,
  text: string,
  manufacturer?: string,
): readonly string[] => {
  const [asked] = useDebouncedValue(text.trim(), 50);
  const maker = manufacturer?.trim();
  const { data } = useQuery(
    api.suggest.values.queryOptions({
      input: { category, field, text: asked, ...(maker ? { manufacturer: maker } : {}) },
      // No text is longer; the rules say so beside the field.
      enabled: asked.length <= LONGEST_FIELD && (maker ?? '').length <= LONGEST_FIELD,
      // While the next list is fetched the last one stands, but never that of another category or field.
      placeholderData: (last, query) => {
        const before = query?.queryKey[1] as { input?: { category?: string; field?: string } } | undefined;
        return before?.input?.category === category && before.input.field === field ? last : undefined;
      },
    }),
  );
  return data ?? none;
};

/** The book's words for Type that fit what is typed; also found by what people call them (`suppressor`). */
export const typesFor = (text: string): string[] => {
  const typed = text.trim().toLowerCase();
  if (typed === '') return FIREARM_TYPES.map((t) => t.name);
  const starts = FIREARM_TYPES.filter((t) => t.name.toLowerCase().startsWith(typed));
  const holds = FIREARM_TYPES.filter(
    (t) =>
      !starts.includes(t) && (t.name.toLowerCase().includes(typed) || t.also.some((word) => word.startsWith(typed))),
  );
  return [...starts, ...holds].map((t) => t.name);
};
