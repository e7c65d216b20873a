import type { Details } from '../../../shared/domain/fields.ts';
import { type Finding, warning } from '../../../shared/domain/findings.ts';
import { serialKey } from '../../../shared/serials/normalise.ts';
import { ownCopy } from './repeats.ts';

const LABELS = [
  ['assetTag', 'asset-tag-twice', 'Asset tag'],
  ['stockNumber', 'stock-number-twice', 'Stock number'],
] as const;

/**
 * Finds a shop's own numbers that stand on two rows of a file: each tag is on one unit.
 *
 * @returns a function to call for each row in the file's order; it speaks on the later row
 */
export const labelFinder = () => {
  const seen = LABELS.map(() => new Map<string, number>());
  return (row: number, details: Details): Finding[] =>
    LABELS.flatMap(([field, code, words], at) => {
      const text = details[field] ?? '';
      const key = serialKey(text);
      if (key === '') return [];
      const before = seen[at]!.get(key);
      if (before === undefined) {
        seen[at]!.set(ownCopy(key), row);
        return [];
      }
      return [warning(field, code, `${words} ${text} stands in row ${before} already. Each is on one unit only.`)];
    });
};
