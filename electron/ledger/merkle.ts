import { sha256 } from './canonical.ts';

/**
 * The Merkle tree of RFC 9162 (section 2.1; the same as RFC 6962) over the ledger's events, SHA-256.
 * A leaf's bytes are the event's canonical JSON in UTF-8.
 */
export type Hash = Buffer;

const EMPTY = sha256(new Uint8Array(0));

/** What is hashed is put together here: a buffer made for each event takes a third of a proof's hashing. */
const leafBytes = Buffer.alloc(1 << 16);
const nodeBytes = Buffer.alloc(65, 1);

/** SHA-256(0x00 || leaf). */
export const leafHash = (leaf: string): Hash => {
  // A UTF-16 unit is at most three bytes of UTF-8.
  const bytes = 1 + leaf.length * 3 <= leafBytes.length ? leafBytes : Buffer.alloc(1 + Buffer.byteLength(leaf));
  const written = bytes.write(leaf, 1);
  return sha256(bytes.subarray(0, 1 + written));
};

/** SHA-256(0x01 || left || right). */
export const nodeHash = (left: Hash, right: Hash): Hash => {
  left.copy(nodeBytes, 1);
  right.copy(nodeBytes, 33);
  return sha256(nodeBytes);
};

/** A complete subtree of 2^level leaves: its place is `index` among those of its level. */
export type TreeNode = { level: number; index: number; hash: Hash };

/** The place of a subtree as one number, to find it by. No tree has 64 levels. */
export const placeOf = (level: number, index: number): number => index * 64 + level;

/**
 * A growing tree, kept as its peaks: the complete subtrees, one for each bit that is set in the size.
 * Immutable, so that a transaction that fails leaves the old tree as it was.
 */
export type Tree = { readonly size: number; readonly peaks: readonly (Hash | undefined)[] };

export const emptyTree: Tree = { size: 0, peaks: [] };

/**
 * The tree with one more leaf. `onNode` gets every complete subtree that this leaf finishes, above the leaf itself.
 * O(log n), amortised two hashes.
 */
export const appendLeaf = (tree: Tree, leaf: Hash, onNode: (node: TreeNode) => void): Tree => {
  const peaks = tree.peaks.slice();
  let hash = leaf;
  let level = 0;
  for (let peak = peaks[0]; peak !== undefined; peak = peaks[level]) {
    hash = nodeHash(peak, hash);
    peaks[level] = undefined;
    level += 1;
    // No shift: it would turn negative beyond 2^31 leaves.
    onNode({ level, index: Math.floor(tree.size / 2 ** level), hash });
  }
  peaks[level] = hash;
  return { size: tree.size + 1, peaks };
};

/** The root. Of an empty tree: SHA-256 of nothing. */
export const rootOf = (tree: Tree): Hash => {
  let root: Hash | undefined;
  for (const peak of tree.peaks) {
    if (peak) root = root ? nodeHash(peak, root) : peak;
  }
  return root ?? EMPTY;
};

/** Reads one stored hash: a leaf's at level 0, a complete subtree's above. */
export type ReadNode = (level: number, index: number) => Hash | undefined;

/** The tree as it was at `size`, from stored hashes. O(log n). Undefined where a hash is missing. */
export const treeAt = (size: number, read: ReadNode): Tree | undefined => {
  const peaks: (Hash | undefined)[] = [];
  for (let level = 0; 2 ** level <= size; level++) {
    const count = Math.floor(size / 2 ** level);
    if (count % 2 === 0) {
      peaks[level] = undefined;
      continue;
    }
    const hash = read(level, count - 1);
    if (!hash) return undefined;
    peaks[level] = hash;
  }
  return { size, peaks };
};
