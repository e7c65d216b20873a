import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { appendLeaf, emptyTree, type Hash, leafHash, nodeHash, rootOf, type Tree, treeAt } from './merkle.ts';

/** RFC 6962 section 2.1, word for word and slow: the tree's second opinion. */
const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
};

const grow = (leaves: readonly string[]) => {
  const stored = new Map<string, Hash>();
  const trees: Tree[] = [emptyTree];
  let tree = emptyTree;
  leaves.forEach((leaf, at) => {
    stored.set(`0/${at}`, leafHash(leaf));
    tree = appendLeaf(tree, leafHash(leaf), (node) => stored.set(`${node.level}/${node.index}`, node.hash));
    trees.push(tree);
  });
  return { tree, trees, stored };
};

/** The leaves and roots of the reference tests of Certificate Transparency, which all implementations share. */
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const CT_ROOTS = [
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
const bytesOf = (hex: string) => Buffer.from(hex, 'hex');

describe('the tree', () => {
  test('gives the known roots of Certificate Transparency at every size', () => {
    const { trees } = grow(CT_LEAVES.map((hex) => bytesOf(hex).toString('utf8')));
    expect(trees.map((tree) => rootOf(tree).toString('hex'))).toEqual(CT_ROOTS);
    expect(CT_ROOTS.map((_, n) => naiveRoot(CT_LEAVES.slice(0, n).map(bytesOf)).toString('hex'))).toEqual(CT_ROOTS);
  });

  test('hashes leaves and nodes with their own first byte, so that neither passes for the other', () => {
    const plain = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    const [a, b] = [leafHash('a'), leafHash('b')];
    expect(a.toString('hex')).toBe(plain(Buffer.of(0), Buffer.from('a')));
    expect(nodeHash(a, b).toString('hex')).toBe(plain(Buffer.of(1), a, b));
    // In UTF-8, as every other tool writes JSON.
    expect(leafHash('Zoë 銃').toString('hex')).toBe(plain(Buffer.of(0), Buffer.from('Zoë 銃', 'utf8')));
    // Long ones too, about where they no longer fit what the short ones share, and a short one after them.
    for (const [text, times] of [
      ['銃', 21_844],
      ['銃', 21_845],
      ['銃', 21_846],
      ['x', 65_535],
      ['x', 70_000],
      ['b', 1],
    ] as const) {
      const long = text.repeat(times);
      expect(leafHash(long).toString('hex')).toBe(plain(Buffer.of(0), Buffer.from(long, 'utf8')));
    }
  });

  test('has the root of the definition at every size to 300, and at every size is found again from what is stored', () => {
    const leaves = Array.from({ length: 300 }, (_, n) => `event ${n}`);
    const { trees, stored } = grow(leaves);
    const bytes = leaves.map((leaf) => Buffer.from(leaf));
    for (let size = 0; size <= 300; size++) {
      const expected = naiveRoot(bytes.slice(0, size)).toString('hex');
      expect(rootOf(trees[size]!).toString('hex'), `appended to ${size}`).toBe(expected);
      const again = treeAt(size, (level, index) => stored.get(`${level}/${index}`));
      expect(again && rootOf(again).toString('hex'), `read back at ${size}`).toBe(expected);
      // And it grows on from there as if it had never been put down.
      if (size < 300) {
        const next = appendLeaf(again!, leafHash(leaves[size]!), () => undefined);
        expect(rootOf(next).equals(rootOf(trees[size + 1]!))).toBe(true);
      }
    }
  });

  test('stores each complete subtree once, at its place, and nothing else', () => {
    const { stored } = grow(Array.from({ length: 100 }, (_, n) => `event ${n}`));
    const expected: string[] = [];
    for (let level = 0; 2 ** level <= 100; level++)
      for (let index = 0; (index + 1) * 2 ** level <= 100; index++) expected.push(`${level}/${index}`);
    expect([...stored.keys()].sort()).toEqual(expected.sort());
  });

  test('is not changed by appending to it, so that a transaction that fails can go back', () => {
    const { tree } = grow(['a', 'b', 'c']);
    const before = rootOf(tree).toString('hex');
    appendLeaf(tree, leafHash('d'), () => undefined);
    expect(rootOf(tree).toString('hex')).toBe(before);
    expect(tree.size).toBe(3);
  });

  test('is not made up where a stored hash is missing', () => {
    const { stored } = grow(Array.from({ length: 13 }, (_, n) => `event ${n}`));
    for (const needed of ['3/0', '2/2', '0/12']) {
      const read = (level: number, index: number) =>
        `${level}/${index}` === needed ? undefined : stored.get(`${level}/${index}`);
      expect(treeAt(13, read), `without ${needed}`).toBeUndefined();
    }
  });

  test('goes on past two thousand million leaves, where 32-bit numbers end', () => {
    const level31 = leafHash('a complete subtree of 2^31 leaves');
    let tree: Tree = { size: 2 ** 31, peaks: [...Array.from({ length: 31 }, () => undefined), level31] };
    const nodes: [number, number][] = [];
    for (const leaf of ['a', 'b', 'c', 'd'])
      tree = appendLeaf(tree, leafHash(leaf), (node) => nodes.push([node.level, node.index]));
    expect(nodes).toEqual([
      [1, 2 ** 30],
      [1, 2 ** 30 + 1],
      [2, 2 ** 29],
    ]);
  });
});
