import { CATEGORIES } from '../../../shared/categories/registry.ts';
import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, warning } from '../../../shared/domain/findings.ts';
import { tidy } from '../../../shared/domain/text.ts';
import { serialKey } from '../../../shared/serials/normalise.ts';
import { isNoSerial } from '../../../shared/serials/serial.ts';
import { type Dates, day, LONG_AGO, overlap, ownCopy, type Span } from './repeats.ts';

/** Three units of one brand with one number: that is hardly a serial number. */
const SHARED_BY = 3;
/** Of several brands, three may be chance where numbers are short: then it takes five. */
const SHARED_BY_SHORT = 5;
const LONG_ENOUGH = 7;
/** A file in which every row has the same number must not take time squared. */
const MOST_BEARERS = 64;
const ROWS_NAMED = 4;

/** A row that bears the number: when its unit was there, and of which brand and model it is. */
type Bearer = Span & { row: number; brand: string; model: string };
type Bearers = { first: Bearer[]; count: number };

type Numbered = Pick<AcquisitionDraft, 'category' | 'manufacturer' | 'model' | 'serials'>;

/**
 * The key under which units are held to bear one number; empty where there is none. A vehicle's number is one of its kind;
 * makers of firearms reuse each other's, so that brand and model belong to them.
 */
const keyOf = ({ category, manufacturer, model, serials }: Numbered): string => {
  const numbers = serials.map(tidy).filter((serial) => serial !== '' && !isNoSerial(serial));
  const key = numbers.map(serialKey).join(';');
  if (key.replaceAll(';', '') === '') return '';
  if (category === 'firearm') return `firearm ${tidy(manufacturer)}|${tidy(model)}|${key}`.toLowerCase();
  return category === 'vehicle' ? `vehicle ${key}` : key;
};

/** The most that any of them has in common. */
const mostOf = (texts: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Math.max(0, ...counts.values());
};

const isShared = (key: string, { first, count }: Bearers): boolean => {
  if (count < SHARED_BY) return false;
  // What went out before the next came in is one unit that came back.
  const together = first.filter((a) => first.some((b) => a !== b && overlap(a, b)));
  if (together.length < SHARED_BY) return false;
  return (
    together.length >= SHARED_BY_SHORT ||
    key.length >= LONG_ENOUGH ||
    mostOf(together.map(({ brand }) => brand)) >= SHARED_BY
  );
};

const sentence = (category: AcquisitionDraft['category'], { first, count }: Bearers): string => {
  const rows = first.slice(0, ROWS_NAMED).map(({ row }) => row);
  const where = `rows ${rows.join(', ')}${count > rows.length ? ' …' : ''}`;
  const { noun, plural } = CATEGORIES[category];
  if (category === 'vehicle' || category === 'firearm')
    return `${count} ${plural} bear this number (${where}), and it can be that of one only. Was a cell copied down, or one ${noun} entered several times?`;
  const one = mostOf(first.map(({ brand, model }) => `${brand}|${model}`)) === first.length;
  return `${count} units of ${one ? 'this brand and model' : 'several models'} bear this number (${where}). It is probably a batch or model number; look for another one on the unit.`;
};

/**
 * Finds numbers that three or more units of a file bear at the same time. The whole file is shown to `note` first, then
 * `settle` lets go of all but the shared numbers and gives the judge of each row: so the first row of them is told too.
 */
export const sharedNumberFinder = () => {
  const seen = new Map<string, Bearer | Bearers>();
  const pool = new Map<string, string>();
  const pooled = (text: string): string => {
    const key = tidy(text).toLowerCase();
    const kept = pool.get(key);
    if (kept !== undefined) return kept;
    const copy = ownCopy(key);
    pool.set(copy, copy);
    return copy;
  };
  return {
    /** @param dates as they could be read */
    note: (row: number, draft: Numbered, dates: Dates): void => {
      const key = keyOf(draft);
      if (key === '') return;
      const bearer: Bearer = {
        row,
        brand: pooled(draft.manufacturer),
        model: pooled(draft.model),
        from: dates.undated ? LONG_AGO : day(dates.acquiredOn),
        to: day(dates.disposedOn),
      };
      const before = seen.get(key);
      if (before === undefined) seen.set(ownCopy(key), bearer);
      else if ('count' in before) {
        before.count += 1;
        if (before.first.length < MOST_BEARERS) before.first.push(bearer);
      } else seen.set(ownCopy(key), { first: [before, bearer], count: 2 });
    },
    settle: (): ((draft: Numbered) => Finding | undefined) => {
      const shared = new Map<string, Bearers>();
      for (const [key, bearers] of seen) if ('count' in bearers && isShared(key, bearers)) shared.set(key, bearers);
      seen.clear();
      pool.clear();
      return (draft) => {
        if (shared.size === 0) return undefined;
        const bearers = shared.get(keyOf(draft));
        return bearers && warning('serial', 'serial-shared', sentence(draft.category, bearers));
      };
    },
  };
};
