import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, fromUtf8, sameBytes, toBase64, toHex, utf8 } from './bytes.ts';

test('bytes are written and read as Node writes and reads them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(bytes);
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});

test('base64 has one text for each sequence of bytes, and no other is read', () => {
  expect(fromBase64('')).toEqual(new Uint8Array(0));
  for (const text of [
    'A',
    'AA',
    'AAA',
    'AA=',
    'AB==',
    'AAB=',
    'AA==AA==',
    '====',
    '=',
    'A A=',
    'AAA\n',
    'AA-_',
    'ÄAAA',
  ])
    expect(fromBase64(text), text).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ minLength: 4, maxLength: 4, unit: fc.constantFrom(...'AZaz09+/=\n é') }), (text) => {
      const bytes = fromBase64(text);
      if (bytes) expect(toBase64(bytes)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('text is read from UTF-8 and nothing else', () => {
  expect(fromUtf8(utf8('Zoë 銃'))).toBe('Zoë 銃');
  // What stands at the start stays there: it is hashed with the rest.
  expect(fromUtf8(utf8('\uFEFFx'))).toBe('\uFEFFx');
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]])
    expect(fromUtf8(Uint8Array.from(bytes))).toBeUndefined();
});

test('bytes are the same only in the same order and number', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(sameBytes(bytes, Uint8Array.of(1, 2, 3))).toBe(true);
  for (const others of [[1, 2], [1, 2, 4], [1, 2, 3, 0], []])
    expect(sameBytes(bytes, Uint8Array.from(others))).toBe(false);
});
