import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameBytes, toHex, utf8 } from '../../shared/proof/bytes.ts';
import { readEvent } from '../../shared/proof/event-json.ts';
import {
  leafHash as anywhereLeaf,
  nodeHash as anywhereNode,
  isConsistent,
  rootByInclusion,
} from '../../shared/proof/tree.ts';
import { canonicalJson } from './canonical.ts';
import { inclusionProof } from './inclusion.ts';
import { appendLeaf, emptyTree, type Hash, leafHash, nodeHash, rootOf, type Tree } from './merkle.ts';

/** What the engine makes with Node's own crypto, and what whoever has no Node checks, held against each other. */

const grow = (leaves: readonly string[]) => {
  const stored = new Map<string, Hash>();
  const trees: Tree[] = [emptyTree];
  for (const [at, leaf] of leaves.entries()) {
    stored.set(`0/${at}`, leafHash(leaf));
    trees.push(appendLeaf(trees[at]!, leafHash(leaf), (node) => stored.set(`${node.level}/${node.index}`, node.hash)));
  }
  return { roots: trees.map(rootOf), read: (level: number, index: number) => stored.get(`${level}/${index}`) };
};

/** RFC 6962, section 2.1.2, word for word: the proof that `leaves` only added to its first `old`. */
const naiveRoot = (hashes: readonly Hash[]): Hash => {
  if (hashes.length === 1) return hashes[0]!;
  const k = largestBelow(hashes.length);
  return nodeHash(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)));
};
const largestBelow = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};
const subproof = (old: number, hashes: readonly Hash[], whole: boolean): Hash[] => {
  if (old === hashes.length) return whole ? [] : [naiveRoot(hashes)];
  const k = largestBelow(hashes.length);
  return old <= k
    ? [...subproof(old, hashes.slice(0, k), whole), naiveRoot(hashes.slice(k))]
    : [...subproof(old - k, hashes.slice(k), false), naiveRoot(hashes.slice(0, k))];
};

const leaves = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 130 });

test('a leaf and a node have the same hash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (a, b) => {
      expect(toHex(anywhereLeaf(utf8(a)))).toBe(leafHash(a).toString('hex'));
      const [left, right] = [leafHash(a), leafHash(b)];
      expect(toHex(anywhereNode(left, right))).toBe(nodeHash(left, right).toString('hex'));
    }),
  );
});

test('the engine’s inclusion proofs of random trees hold, and not with a leaf, place, size or hash changed', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.nat(), (texts, a, b) => {
      const { roots, read } = grow(texts);
      const size = 1 + (a % texts.length);
      const index = b % size;
      const path = inclusionProof(index, size, read)!;
      const holds = (at: number, of: number, leaf: string, hashes: readonly Uint8Array[]) => {
        const found = rootByInclusion(at, of, anywhereLeaf(utf8(leaf)), hashes);
        return found !== undefined && sameBytes(found, roots[size]!);
      };
      const text = texts[index]!;
      expect(holds(index, size, text, path)).toBe(true);
      expect(holds(index, size, `${text}.`, path)).toBe(false);
      expect(holds(index, size, text, [...path, leafHash('x')])).toBe(false);
      for (const at of path.keys()) {
        expect(holds(index, size, text, path.toSpliced(at, 1))).toBe(false);
        expect(holds(index, size, text, path.with(at, leafHash('x')))).toBe(false);
      }
      const other = (index + 1) % size;
      if (texts[other] !== text) expect(holds(other, size, text, path)).toBe(false);
    }),
  );
});

test('between any two sizes of a random tree the proof of RFC 6962 holds, and not with a root or a hash changed', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.nat(), (texts, a, b) => {
      const { roots } = grow(texts);
      const to = 1 + (a % texts.length);
      const from = 1 + (b % to);
      const path = subproof(from, texts.slice(0, to).map(leafHash), true);
      const other = leafHash('another root');
      expect(isConsistent(from, roots[from]!, to, roots[to]!, path)).toBe(true);
      expect(isConsistent(from, other, to, roots[to]!, path)).toBe(false);
      expect(isConsistent(from, roots[from]!, to, other, path)).toBe(false);
      expect(isConsistent(from, roots[from]!, to, roots[to]!, [...path, other])).toBe(false);
      for (const at of path.keys()) {
        expect(isConsistent(from, roots[from]!, to, roots[to]!, path.toSpliced(at, 1))).toBe(false);
        expect(isConsistent(from, roots[from]!, to, roots[to]!, path.with(at, other))).toBe(false);
      }
    }),
  );
});

test('what the engine writes as canonical JSON is read back as that, and nothing else is', () => {
  const body = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' });
  fc.assert(
    fc.property(body, (value) => {
      const event = { seq: 3, kind: 'x', body: value };
      const json = canonicalJson(event);
      expect(readEvent(json)).toEqual(JSON.parse(json));
      expect(readEvent(` ${json}`)).toBeUndefined();
    }),
  );
  for (const json of [
    '{"seq":1,"seq":2}',
    '{"kind":"x","seq":1,"a":1}',
    '{"seq":1.0}',
    '{"seq":"1"}',
    '{"seq":1,"x":"\\u0041"}',
    '{}',
    'null',
    '[]',
    '',
    `{"a":${'['.repeat(100)}${']'.repeat(100)},"seq":1}`,
    `{"a":${'['.repeat(500_000)}`,
  ])
    expect(readEvent(json), json.slice(0, 40)).toBeUndefined();
  expect(readEvent('{"__proto__":{"seq":2},"seq":1}')).toMatchObject({ seq: 1 });
});
