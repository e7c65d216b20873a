import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

test('writes what the RFC 8785 library writes, whatever the keys', () => {
  const key = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.nat(20).map(String),
    fc.constantFrom('__proto__', 'a', 'b', 'é', '€', '10', '9'),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (v) => {
      expect(canonicalJson(v)).toBe(canonicalize(v));
    }),
    { numRuns: 3000 },
  );
});

test('sorts keys by code units, at every depth', () => {
  expect(canonicalJson({ b: 1, a: { d: [3, { z: 0, y: '"\u0007' }], c: null } })).toBe(
    '{"a":{"c":null,"d":[3,{"y":"\\"\\u0007","z":0}]},"b":1}',
  );
  expect(canonicalJson({ '10': 1, '9': 2, a: 3 })).toBe('{"10":1,"9":2,"a":3}');
});
