import type { LedgerEvent } from '../domain/events.ts';

/** Deeper than any event goes; what is deeper was made to break a reader. */
const DEEPEST = 32;

/** A value that came out of JSON, in JSON's one canonical form (RFC 8785); undefined where it is nested too deep. */
const canonical = (value: unknown, depth = 0): string | undefined => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth === DEEPEST) return undefined;
  const parts: string[] = [];
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value).sort()) {
    const part = canonical((value as Record<string | number, unknown>)[key], depth + 1);
    if (part === undefined) return undefined;
    parts.push(Array.isArray(value) ? part : `${JSON.stringify(key)}:${part}`);
  }
  return Array.isArray(value) ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
};

/**
 * The event that a leaf's text holds. Only canonical JSON is read: of a text with one key twice, two programs would read two
 * records. Undefined where it is none. Who sealed it may not have been Rollmark, so beside its number nothing of what an
 * event should have is sure to be there.
 */
export const readEvent = (json: string): LedgerEvent | undefined => {
  try {
    const value = JSON.parse(json) as LedgerEvent | null;
    return typeof value?.seq === 'number' && canonical(value) === json ? value : undefined;
  } catch {
    return undefined;
  }
};
