import { type Hash, nodeHash, type ReadNode } from './merkle.ts';

/** The largest power of two that is smaller than n, n at least 2. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** The root over `count` leaves from `start` on, from stored hashes of complete subtrees. Undefined where one is missing. */
const rootOfRange = (start: number, count: number, read: ReadNode): Hash | undefined => {
  const level = Math.log2(count);
  if (Number.isInteger(level)) return read(level, start / count);
  const k = split(count);
  const left = rootOfRange(start, k, read);
  const right = rootOfRange(start + k, count - k, read);
  return left && right ? nodeHash(left, right) : undefined;
};

/**
 * The inclusion proof of RFC 9162, section 2.1.3.1 (RFC 6962's audit path): the sibling hashes from the leaf up. It is
 * checked in shared/proof, for whoever has no ledger.
 *
 * @param index of the leaf, from 0
 * @param size of the tree that it is proven to be in
 * @returns undefined where a stored hash is missing
 */
export const inclusionProof = (index: number, size: number, read: ReadNode): Hash[] | undefined => {
  const path: Hash[] = [];
  let [start, count, at] = [0, size, index];
  const down: Hash[] = [];
  while (count > 1) {
    const k = split(count);
    const left = at < k;
    const sibling = left ? rootOfRange(start + k, count - k, read) : rootOfRange(start, k, read);
    if (!sibling) return undefined;
    down.push(sibling);
    if (!left) {
      start += k;
      at -= k;
    }
    count = left ? k : count - k;
  }
  path.push(...down.reverse());
  return path;
};
