/**
 * A serial number is kept exactly as marked. For finding it there are two derived forms: the key, without separators,
 * and the skeleton, in which characters that are misread for one another become one.
 */

const PLAIN_KEY = /^[A-Z0-9]*$/;

/**
 * Upper case, letters and digits only: `ab-12 3` and `AB123` are the same number written twice. A `?`, which stands for one
 * character that could not be read, is kept in its place: `12?45` is not `1245`. Empty where nothing could be read.
 */
export const serialKey = (serial: string): string => {
  // Most are keys as they stand, and a large import asks a million times.
  if (PLAIN_KEY.test(serial)) return serial;
  const key = serial.toUpperCase().replace(/[^\p{L}\p{N}?]/gu, '');
  return key.includes('?') && !/[^?]/.test(key) ? '' : key;
};

/** True where a character of the number could not be read. */
export const hasUnread = (serial: string): boolean => serial.includes('?');

/** True for two keys (see serialKey) that agree as far as they can be read: a `?` in either stands for any one character. */
export const fitsKey = (a: string, b: string): boolean => {
  if (a.length !== b.length || a === '') return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && a[i] !== '?' && b[i] !== '?') return false;
  return true;
};

const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' };
const FOLDED = /[OILSBZ]/g;

/** The key with look-alikes folded: O to 0, I and L to 1, S to 5, B to 8, Z to 2. A suggestion, never a sameness. */
export const serialSkeleton = (serial: string): string => serialKey(serial).replace(FOLDED, (c) => LOOK_ALIKES[c]!);

/** Several serials on one line are written, and read back, with a semicolon between them (27 CFR 478.125(e)). */
export const joinSerials = (serials: readonly string[]): string => serials.join('; ');

export const splitSerials = (text: string): string[] =>
  text
    .split(';')
    .map((s) => s.trim())
    .filter((s) => s !== '');
