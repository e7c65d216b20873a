import { createHash, hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Orders kept of objects with so many keys, of which the events have few. More are sorted each time. */
const ORDERS_OF_A_LENGTH = 16;
const orders: { keys: readonly string[]; inOrder: readonly string[] | undefined }[][] = [];

/** Keys in RFC 8785's order, or undefined where a plain object can't hold it. Kept, since the events of an import are all alike. */
const orderOf = (keys: readonly string[]): readonly string[] | undefined => {
  orders[keys.length] ??= [];
  const alike = orders[keys.length]!;
  for (const known of alike) if (known.keys.every((key, n) => key === keys[n])) return known.inOrder;
  const inOrder = keys.some((key) => key.charCodeAt(0) <= 57 || key === '__proto__') ? undefined : keys.toSorted();
  if (alike.length < ORDERS_OF_A_LENGTH) alike.push({ keys, inOrder });
  return inOrder;
};

/**
 * The same value with its keys in RFC 8785's order, or undefined where a plain object can't hold that order: JavaScript
 * puts keys that look like whole numbers first, whatever order they were given in, and `__proto__` is no key to it.
 */
const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const next = sorted(item);
      if (next === undefined) return undefined;
      items.push(next);
    }
    return items;
  }
  const object: Record<string, unknown> = {};
  const keys = orderOf(Object.keys(value));
  if (keys === undefined) return undefined;
  for (const key of keys) {
    const next = sorted((value as Record<string, unknown>)[key]);
    if (next === undefined) return undefined;
    object[key] = next;
  }
  return object;
};

/**
 * JSON in its one canonical form (RFC 8785): what is hashed is what anyone can write again. RFC 8785 is ECMAScript's own
 * JSON with sorted keys, so the engine's JSON.stringify writes it, three times as fast as the library (an import spends
 * a sixth of its time here); the library does what that can't.
 */
export const canonicalJson = (value: unknown): string => {
  const inOrder = sorted(value);
  const text = inOrder === undefined ? canonicalize(value) : JSON.stringify(inOrder);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
};

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
