import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { LONGEST_FIELD } from '../../../shared/domain/text.ts';
import { api } from '../../bridge/client.ts';
import type { Entry } from './draft.ts';

const FILLS = ['importer', 'type', 'caliber'] as const;

/**
 * Fills importer, type and caliber from what is known of a maker and model, where they are still empty or were filled so
 * before. Each pair fills once: what was undone or changed by hand stays.
 */
export const useKnownDescription = (entry: Entry, onChange: (change: (entry: Entry) => Entry) => void): void => {
  const { category, manufacturer, model } = entry.draft;
  const [asked] = useDebouncedValue({ manufacturer: manufacturer.trim(), model: model.trim() }, 120);
  const done = useRef('');
  const pair = `${category}\n${asked.manufacturer}\n${asked.model}`;
  const current = asked.manufacturer === manufacturer.trim() && asked.model === model.trim();
  const { data } = useQuery(
    api.suggest.description.queryOptions({
      input: { category, ...asked },
      // Neither is longer; the rules say so beside the field.
      enabled:
        current && [asked.manufacturer, asked.model].every((text) => text !== '' && text.length <= LONGEST_FIELD),
    }),
  );
  useEffect(() => {
    if (!data || !current || done.current === pair) return;
    done.current = pair;
    onChange((e) => {
      const before = e.filled?.fields ?? [];
      const fields = FILLS.filter((f) => data[f] !== '' && (e.draft[f].trim() === '' || before.includes(f)));
      if (fields.length === 0) return e;
      const texts = Object.fromEntries(fields.map((f) => [f, data[f]]));
      return {
        ...e,
        draft: { ...e.draft, ...texts },
        filled: { fields: [...fields], seen: data.seen, name: `${asked.manufacturer} ${asked.model}` },
      };
    });
  }, [data, current, pair, asked, onChange]);
};

/** Takes back what was filled in. */
export const undoFill = (entry: Entry): Entry =>
  entry.filled
    ? {
        ...entry,
        draft: { ...entry.draft, ...Object.fromEntries(entry.filled.fields.map((f) => [f, ''])) },
        filled: null,
      }
    : entry;
