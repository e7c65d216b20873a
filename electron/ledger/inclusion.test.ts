import { describe, expect, test } from 'vitest';
import { sameBytes } from '../../shared/proof/bytes.ts';
import { inclusionLength, rootByInclusion } from '../../shared/proof/tree.ts';
import { inclusionProof } from './inclusion.ts';
import { appendLeaf, emptyTree, type Hash, leafHash, rootOf, type Tree } from './merkle.ts';

const grow = (leaves: readonly string[]) => {
  const stored = new Map<string, Hash>();
  const trees: Tree[] = [emptyTree];
  let tree = emptyTree;
  leaves.forEach((leaf, at) => {
    stored.set(`0/${at}`, leafHash(leaf));
    tree = appendLeaf(tree, leafHash(leaf), (node) => stored.set(`${node.level}/${node.index}`, node.hash));
    trees.push(tree);
  });
  return { trees, read: (level: number, index: number) => stored.get(`${level}/${index}`), stored };
};

/** The leaves of the reference tests of Certificate Transparency, and the audit paths that they list. */
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const CT_PATHS: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

describe('an inclusion proof', () => {
  test.each(CT_PATHS)('of leaf %i in a tree of %i is that of Certificate Transparency', (index, size, path) => {
    const { read } = grow(CT_LEAVES.map((hex) => Buffer.from(hex, 'hex').toString('utf8')));
    expect(inclusionProof(index, size, read)?.map((hash) => hash.toString('hex'))).toEqual(path);
  });

  test('of every leaf of every tree to 70 gives its root, and for no other leaf, place or size', () => {
    const leaves = Array.from({ length: 70 }, (_, n) => `event ${n}`);
    const { trees, read } = grow(leaves);
    for (let size = 1; size <= leaves.length; size++) {
      const root = rootOf(trees[size]!);
      for (let index = 0; index < size; index++) {
        const path = inclusionProof(index, size, read)!;
        const leaf = leafHash(leaves[index]!);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(path.length).toBe(inclusionLength(index, size));
        const same = (hash: Uint8Array | undefined) => hash !== undefined && sameBytes(hash, root);
        expect(same(rootByInclusion(index, size, leaf, path))).toBe(true);
        expect(same(rootByInclusion(index, size, leafHash('another'), path))).toBe(false);
        if (size > 1) {
          expect(same(rootByInclusion((index + 1) % size, size, leaf, path))).toBe(false);
          expect(same(rootByInclusion(index, size, leaf, path.slice(1)))).toBe(false);
        }
        expect(same(rootByInclusion(index, size, leaf, [...path, root]))).toBe(false);
        expect(rootByInclusion(size, size, leaf, path)).toBeUndefined();
      }
    }
  });

  test('is not made where a stored hash is missing', () => {
    const { read, stored } = grow(Array.from({ length: 13 }, (_, n) => `${n}`));
    stored.delete('2/1');
    expect(inclusionProof(0, 13, read)).toBeUndefined();
    expect(inclusionProof(5, 13, read)).toHaveLength(4);
  });
});
