/**
 * Finds texts one slip apart without comparing all: two are that near only where they, or what losing one character makes
 * of them, have a text in common (deletion neighborhoods: Bocek, Hunt and Stiller, 2007, and SymSpell; from memory, and the
 * property test beside it is the proof). So each text stands in a table under the hash of each of those. Knows skeletons
 * and the ids that they belong to, nothing of a ledger.
 */
const SERIALS_A_STEP = 4000;
/** So many of one hash (a batch code on thousands of tools), the newest, are given at most. */
const MOST_OF_ONE_TEXT = 400;

const MULTIPLIER = 0x01000193;

/**
 * Puts a hash of `text` and of each text that losing one character makes of it, one for each run of a character, into
 * `into` from 0 on, and returns how many. No callback and no list of its own: it runs millions of times in a build.
 */
export const shortenings = (text: string, into: number[]): number => {
  // Sum of code * power of its place; the character at `lost` left out, and those behind it one place nearer.
  let sum = 0;
  let power = 1;
  for (let i = 1; i < text.length; i++) {
    sum = (sum + Math.imul(text.charCodeAt(i), power)) | 0;
    power = Math.imul(power, MULTIPLIER);
  }
  power = 1;
  let n = 0;
  for (let lost = 0; lost < text.length; lost++) {
    const code = text.charCodeAt(lost);
    const next = lost + 1 < text.length ? text.charCodeAt(lost + 1) : 0;
    if (code !== next) into[n++] = mixed(sum);
    sum = (sum + Math.imul(code - next, power)) | 0;
    power = Math.imul(power, MULTIPLIER);
  }
  // Past its end, nothing is lost.
  into[n++] = mixed(sum);
  return n;
};

const mixed = (sum: number): number => {
  const half = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return half ^ (half >>> 13);
};

/** True where two texts are the same, or one character replaced, missing or too many, or one swap of neighbours apart. */
export const isNear = (a: string, b: string): boolean => {
  const longer = a.length - b.length;
  if (longer > 1 || longer < -1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const [leftA, leftB] = [endA - start, endB - start];
  if (leftA <= 1 && leftB <= 1) return true;
  return leftA === 2 && leftB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
};

/** A place per serial, oldest first: `ids` and `skeletons`; `places` lists them by bucket of hash from `starts` on. */
export type NearTable = { ids: Int32Array; skeletons: string[]; starts: Int32Array; places: Int32Array };

/** Counts the places of these serials in `starts`, by bucket. */
const countPlaces = (skeletons: readonly string[], from: number, to: number, starts: Int32Array): void => {
  const mask = starts.length - 2;
  const hashes: number[] = [];
  for (let at = from; at < to; at++) {
    const n = shortenings(skeletons[at]!, hashes);
    for (let i = 0; i < n; i++) starts[hashes[i]! & mask]!++;
  }
};

/** Fills each bucket from its end in `starts` on, newest first, which leaves its start there. */
const putPlaces = (table: NearTable, from: number, to: number): void => {
  const { skeletons, starts, places } = table;
  const mask = starts.length - 2;
  const hashes: number[] = [];
  for (let at = to - 1; at >= from; at--) {
    const n = shortenings(skeletons[at]!, hashes);
    for (let i = 0; i < n; i++) places[--starts[hashes[i]! & mask]!] = at;
  }
};

/**
 * Builds a table, a step at each call of `next`. A counting sort, so that no step is long.
 *
 * @param ids whose each of `skeletons` is, oldest first
 */
export function* buildTable(ids: readonly number[], skeletons: string[]): Generator<undefined, NearTable> {
  const total = skeletons.length;
  const most = skeletons.reduce((sum, s) => sum + s.length + 1, 0);
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, most / 2)));
  const starts = new Int32Array(buckets + 1);
  for (let at = 0; at < total; at += SERIALS_A_STEP) {
    countPlaces(skeletons, at, Math.min(total, at + SERIALS_A_STEP), starts);
    yield;
  }
  for (let at = 1; at <= buckets; at++) starts[at]! += starts[at - 1]!;
  const table: NearTable = { ids: Int32Array.from(ids), skeletons, starts, places: new Int32Array(starts[buckets]!) };
  yield;
  for (let end = total; end > 0; end -= SERIALS_A_STEP) {
    putPlaces(table, Math.max(0, end - SERIALS_A_STEP), end);
    yield;
  }
  return table;
}

/** Bytes of the table, its skeletons left out. */
export const tableBytes = ({ ids, starts, places }: NearTable): number =>
  ids.byteLength + starts.byteLength + places.byteLength;

/** Visits the entries with a skeleton near this one; `same` where it is the same. May visit one twice. */
export const lookUp = (table: NearTable, skeleton: string, visit: (id: number, same: boolean) => void): void => {
  const mask = table.starts.length - 2;
  const hashes: number[] = [];
  const n = shortenings(skeleton, hashes);
  for (let i = 0; i < n; i++) {
    const bucket = hashes[i]! & mask;
    let met = 0;
    for (let at = table.starts[bucket + 1]! - 1; at >= table.starts[bucket]! && met < MOST_OF_ONE_TEXT; at--) {
      const place = table.places[at]!;
      const other = table.skeletons[place]!;
      if (!isNear(skeleton, other)) continue;
      visit(table.ids[place]!, other === skeleton);
      met++;
    }
  }
};
