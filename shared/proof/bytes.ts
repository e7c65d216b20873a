/**
 * Bytes and texts without the browser's or Node's own helpers: what checks a proof runs in an engine, in a page opened from
 * a stick, and anywhere else that has ECMAScript.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((sign, value) => [sign, value]));

/** Standard base64 with padding (RFC 4648, section 4). */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const left = bytes.length - at;
    text += ALPHABET[three >> 18]! + ALPHABET[(three >> 12) & 63]!;
    text += left > 1 ? ALPHABET[(three >> 6) & 63]! : '=';
    text += left > 2 ? ALPHABET[three & 63]! : '=';
  }
  return text;
};

/**
 * Reads base64 as `toBase64` writes it and in no other way: padded, no line breaks, no stray bits at the end. Each sequence
 * of bytes has thus one text, and no character can be changed unseen. Undefined where it is none.
 */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let out = 0;
  let held = 0;
  let bits = 0;
  for (let at = 0; at < text.length - padding; at++) {
    const value = VALUES.get(text[at]!);
    if (value === undefined) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[out++] = (held >> bits) & 0xff;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
};

/** Lower case. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

// Both stand on every platform, but neither in ECMAScript's own types.
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text whose UTF-8 these bytes are; undefined where they are none. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
