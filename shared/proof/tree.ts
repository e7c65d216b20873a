import { sha256 } from '@noble/hashes/sha2.js';
import { sameBytes } from './bytes.ts';

/**
 * What somebody who has no ledger checks in its tree (RFC 9162, section 2.1; the same as RFC 6962), with SHA-256. The engine
 * grows the tree by Node's own SHA-256 (electron/ledger/merkle.ts); a test holds the two against each other.
 */

/** SHA-256(0x00 || leaf). */
export const leafHash = (leaf: Uint8Array): Uint8Array =>
  sha256.create().update(Uint8Array.of(0)).update(leaf).digest();

/** SHA-256(0x01 || left || right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest();

/**
 * The root that a leaf and its inclusion proof give (RFC 9162, section 2.1.3.2). Undefined where the proof has too many or
 * too few hashes for a leaf at that place of a tree of that size.
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 * @param path sibling hashes, the leaf's own first
 */
export const rootByInclusion = (
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array | undefined => {
  if (index >= size) return undefined;
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const hash of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else root = nodeHash(root, hash);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? root : undefined;
};

/** How many hashes the inclusion proof of a leaf has. `index` must be less than `size`. */
export const inclusionLength = (index: number, size: number): number => {
  let length = 0;
  for (let [fn, sn] = [index, size - 1]; sn > 0; fn = Math.floor(fn / 2), sn = Math.floor(sn / 2)) {
    // A last node without a sibling goes up as it is.
    if (fn % 2 === 1 || fn < sn) length += 1;
  }
  return length;
};

/**
 * Whether a consistency proof shows that the tree of `newSize` leaves only appended to that of `oldSize` (RFC 9162, section
 * 2.1.4.2).
 */
export const isConsistent = (
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  path: readonly Uint8Array[],
): boolean => {
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return path.length === 0 && sameBytes(oldRoot, newRoot);
  // Whatever grew out of an empty tree is consistent with it.
  if (oldSize === 0) return path.length === 0 && sameBytes(oldRoot, sha256(new Uint8Array(0)));
  // A complete old tree is a subtree of the new one, and its root is left out of the proof.
  const hashes = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...path] : path;
  const [first, ...rest] = hashes;
  if (!first) return false;
  let [fn, sn] = [oldSize - 1, newSize - 1];
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let [was, is] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      was = nodeHash(hash, was);
      is = nodeHash(hash, is);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else is = nodeHash(is, hash);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(was, oldRoot) && sameBytes(is, newRoot);
};
