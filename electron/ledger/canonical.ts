import { createHash, hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** JSON in its one canonical form (RFC 8785): what is hashed is what anyone can write again. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
};

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
