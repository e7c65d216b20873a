import { describe, expect, test } from 'vitest';
import { toHex } from './bytes.ts';
import { inclusionLength, isConsistent, leafHash, nodeHash, rootByInclusion } from './tree.ts';

/** The leaves, roots, audit paths and consistency proofs of the reference tests of Certificate Transparency. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const AUDIT: [index: number, size: number, path: string[]][] = [
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
const CONSISTENCY: [oldSize: number, newSize: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));

describe('an inclusion proof', () => {
  test.each(AUDIT)('of leaf %i in a tree of %i is that of Certificate Transparency', (index, size, path) => {
    const root = rootByInclusion(index, size, leafHash(bytes(LEAVES[index]!)), path.map(bytes));
    expect(root && toHex(root)).toBe(ROOTS[size]);
    expect(inclusionLength(index, size)).toBe(path.length);
  });

  test('with a hash too few or too many, or of a place that the tree has not, gives no root', () => {
    for (const [index, size, path] of AUDIT) {
      const leaf = leafHash(bytes(LEAVES[index]!));
      const hashes = path.map(bytes);
      expect(rootByInclusion(index, size, leaf, [...hashes, leaf])).toBeUndefined();
      if (hashes.length > 0) expect(rootByInclusion(index, size, leaf, hashes.slice(0, -1))).toBeUndefined();
      expect(rootByInclusion(size, size, leaf, hashes)).toBeUndefined();
    }
  });

  test('tells a node from a leaf', () => {
    const [a, b] = [leafHash(bytes('00')), leafHash(bytes('10'))];
    expect(toHex(leafHash(Uint8Array.of(...a, ...b)))).not.toBe(toHex(nodeHash(a, b)));
  });
});

describe('a consistency proof', () => {
  test.each(CONSISTENCY)('from %i to %i is that of Certificate Transparency', (from, to, path) => {
    const [oldRoot, newRoot, hashes] = [bytes(ROOTS[from]!), bytes(ROOTS[to]!), path.map(bytes)];
    expect(isConsistent(from, oldRoot, to, newRoot, hashes)).toBe(true);
    const other = bytes(ROOTS[7]!);
    expect(isConsistent(from, other, to, newRoot, hashes)).toBe(false);
    expect(isConsistent(from, oldRoot, to, other, hashes)).toBe(false);
    expect(isConsistent(from, oldRoot, to, newRoot, [...hashes, other])).toBe(false);
    for (const at of hashes.keys()) {
      expect(isConsistent(from, oldRoot, to, newRoot, hashes.toSpliced(at, 1))).toBe(false);
      expect(isConsistent(from, oldRoot, to, newRoot, hashes.with(at, other))).toBe(false);
    }
    if (from !== to) expect(isConsistent(to, newRoot, from, oldRoot, hashes)).toBe(false);
  });

  test('from an empty tree needs no hashes, and only its own root', () => {
    const [empty, eight] = [bytes(ROOTS[0]!), bytes(ROOTS[8]!)];
    expect(isConsistent(0, empty, 8, eight, [])).toBe(true);
    expect(isConsistent(0, eight, 8, eight, [])).toBe(false);
    expect(isConsistent(0, empty, 8, eight, [eight])).toBe(false);
  });
});
