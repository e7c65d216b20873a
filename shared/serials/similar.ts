import { fitsKey, hasUnread, serialKey, serialSkeleton } from './normalise.ts';

/**
 * How alike two serial numbers are. `same`: one number, written twice. `partly`: the same as far as they can be read, a `?`
 * standing for any one character. `look-alike`: one skeleton. `transposition`: two
 * neighbours changed places. `one-edit`: one character replaced, missing or too many. `shifted`: one run of characters,
 * with at most two others before or after it in one of them. The order is the order of precedence.
 */
export type Likeness = 'same' | 'partly' | 'look-alike' | 'transposition' | 'one-edit' | 'shifted' | 'different';

export type Comparison = {
  kind: Likeness;
  /** Where they first differ: an index from 0 into the key of the first, and into that of the second alike. */
  at?: number;
  /** What the difference is, to stand inside a sentence: `character 3 is B in one and 8 in the other`. */
  says: string;
};

/** Strong pairs are those of the skeleton. */
const STRONG = ['O0', 'I1', 'L1', 'IL', 'S5', 'B8', 'Z2'];
/**
 * Misread less often, from experience with stamped and worn marks (from memory, no count behind it): used to rank and to
 * point, never to call two numbers the same.
 */
const WEAK =
  'Q0 QO D0 DO DQ G6 C0 CO CG UV VY VW MN NH MH EF PR PF 17 I7 T7 TI T1 Z7 38 B3 68 B6 56 S6 58 08 S8 B0 4A 49 69 XK KR IJ WM'.split(
    ' ',
  );

const pairs = (list: readonly string[]): ReadonlySet<string> =>
  new Set(list.flatMap((pair) => [pair, pair[1]! + pair[0]!]));
const STRONG_PAIRS = pairs(STRONG);
const WEAK_PAIRS = pairs(WEAK);

/** True for two different characters that are misread for one another, those of the skeleton or less common ones. */
export const looksLike = (a: string, b: string): boolean => STRONG_PAIRS.has(a + b) || WEAK_PAIRS.has(a + b);

/** What one character for another costs, 0 to 1. */
const replacing = (a: string, b: string): number => {
  if (a === b) return 0;
  if (a === '?' || b === '?') return UNREAD;
  if (STRONG_PAIRS.has(a + b)) return 0.15;
  return WEAK_PAIRS.has(a + b) ? 0.45 : 1;
};
/** What could not be read speaks neither for nor against. */
const UNREAD = 0.1;
const SWAPPING = 0.35;
const LOSING = 0.85;
/** A character typed twice, or one of a pair lost, is a commoner slip than any other loss. */
const LOSING_ONE_OF_A_PAIR = 0.6;

const losing = (text: readonly string[], i: number): number =>
  text[i] === text[i - 1] || text[i] === text[i + 1] ? LOSING_ONE_OF_A_PAIR : LOSING;

/** The least weights between two keys: replacing, losing and swapping neighbours (optimal string alignment). */
const weights = (a: readonly string[], b: readonly string[]): number[][] => {
  const grid: number[][] = [[0]];
  for (let j = 1; j <= b.length; j++) grid[0]!.push(grid[0]![j - 1]! + losing(b, j - 1));
  for (let i = 1; i <= a.length; i++) {
    const above = grid[i - 1]!;
    const row = [above[0]! + losing(a, i - 1)];
    grid.push(row);
    for (let j = 1; j <= b.length; j++) {
      let best = above[j - 1]! + replacing(a[i - 1]!, b[j - 1]!);
      best = Math.min(best, above[j]! + losing(a, i - 1), row[j - 1]! + losing(b, j - 1));
      if (isSwap(a, b, i, j)) best = Math.min(best, grid[i - 2]![j - 2]! + SWAPPING);
      row.push(best);
    }
  }
  return grid;
};

const isSwap = (a: readonly string[], b: readonly string[], i: number, j: number): boolean =>
  i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && a[i - 1] !== a[i - 2];

/**
 * How alike two serial numbers are, from 0 (nothing in common) to 1 (one key). Look-alikes count for little, swapped
 * neighbours for a third of another character, so that the likelier slip ranks first. Symmetric.
 */
export const similarity = (a: string, b: string): number => {
  const left = Array.from(serialKey(a));
  const right = Array.from(serialKey(b));
  const longest = Math.max(left.length, right.length);
  if (longest === 0) return 1;
  return Math.max(0, 1 - weights(left, right)[left.length]![right.length]! / longest);
};

/** The one place where two texts differ, if one replacing, losing or swap makes them the same. */
const oneSlip = (
  a: string,
  b: string,
): { kind: 'swap' | 'replaced' | 'longer' | 'shorter'; at: number } | undefined => {
  if (Math.abs(a.length - b.length) > 1) return undefined;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (a.length === b.length) {
    if (a.slice(at + 1) === b.slice(at + 1)) return { kind: 'replaced', at };
    if (a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)) return { kind: 'swap', at };
    return undefined;
  }
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at) ? { kind: 'longer', at } : undefined;
  return a.slice(at) === b.slice(at + 1) ? { kind: 'shorter', at } : undefined;
};

/** A run this long that stands in both is no chance. */
const SHORTEST_RUN = 5;

/** The run that both have, when one of them has one or two characters more at its start, its end, or each at another. */
const shiftedBy = (a: string, b: string): { at: number; run: string } | undefined => {
  for (let start = 0; start <= 2; start++) {
    for (const [from, into, first] of [
      [a, b, true],
      [b, a, false],
    ] as const) {
      const rest = from.slice(start);
      const run = rest.length <= into.length ? rest : into;
      if (run.length < SHORTEST_RUN) continue;
      const over = Math.abs(rest.length - into.length);
      if (over <= 2 && rest.startsWith(run) && into.startsWith(run)) return { at: first ? start : 0, run };
    }
  }
  return undefined;
};

/** Compares two keys (see serialKey) that are at hand; else `compareSerials`. */
export const compareKeys = (a: string, b: string): Comparison => {
  if (a === '' || b === '') return { kind: 'different', says: 'one of them has no letter or digit' };
  if (a === b) return { kind: 'same', says: 'they are the same letters and digits' };
  const unread = hasUnread(a) || hasUnread(b);
  if (unread && fitsKey(a, b))
    return { kind: 'partly', at: firstDifference(a, b), says: 'they agree as far as they can be read' };
  const slip = oneSlip(a, b);
  const foldedA = serialSkeleton(a);
  const foldedB = serialSkeleton(b);
  if (unread && fitsKey(foldedA, foldedB))
    return {
      kind: 'look-alike',
      at: firstDifference(a, b),
      says: 'what can be read agrees, or looks alike',
    };
  if (foldedA === foldedB) {
    const at = firstDifference(a, b);
    const more = countDifferences(a, b) - 1;
    const others = more === 0 ? '' : more === 1 ? ', and one more differs so' : `, and ${more} more differ so`;
    return {
      kind: 'look-alike',
      at,
      says: `character ${at + 1} is ${a[at]} in one and ${b[at]} in the other, which look alike${others}`,
    };
  }
  // A slip beside look-alikes (a swap in a number that was also read as 0 for O) shows in the skeletons only.
  const found = slip ?? oneSlip(foldedA, foldedB);
  if (found) {
    const beside = slip ? '' : ', beside characters that look alike';
    const { at, kind } = found;
    if (kind === 'swap')
      return {
        kind: 'transposition',
        at,
        says: `characters ${at + 1} and ${at + 2} have changed places (${a.slice(at, at + 2)}, ${b.slice(at, at + 2)})${beside}`,
      };
    const says =
      kind === 'replaced'
        ? `character ${at + 1} is ${a[at]} in one and ${b[at]} in the other`
        : `one has ${kind === 'longer' ? a[at] : b[at]} as character ${at + 1}, and the other lacks it`;
    return { kind: 'one-edit', at, says: says + beside };
  }
  const shifted = shiftedBy(a, b) ?? shiftedBy(foldedA, foldedB);
  if (shifted) return { kind: 'shifted', at: shifted.at, says: `${shifted.run} stands in both` };
  return { kind: 'different', at: firstDifference(a, b), says: 'they differ in more than one place' };
};

const firstDifference = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
};

const countDifferences = (a: string, b: string): number => {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
};

/**
 * Compares two serial numbers as marked, by their letters and digits: case, spaces and dashes do not count. `kind` is the
 * same in both directions. A likeness is a reason to read both again, never proof that one is wrong.
 */
export const compareSerials = (a: string, b: string): Comparison => compareKeys(serialKey(a), serialKey(b));

/** One place of two numbers laid under each other; `''` where one of them has nothing. */
export type AlignedPlace = {
  a: string;
  b: string;
  /** The same but for case; also a space or dash that only one of them has, which is not part of the number. */
  same: boolean;
  /** Different, and misread for one another. */
  lookAlike: boolean;
  /** One of two neighbours that changed places. */
  swapped: boolean;
};

const isMark = (c: string): boolean => serialKey(c) !== '';
const up = (c: string): string => c.toUpperCase();

/**
 * Lays two numbers, as marked, under each other for the compare view, with as few differences as there can be. The `a`
 * of all places joined is the first number, the `b` of all the second.
 */
export const alignSerials = (a: string, b: string): AlignedPlace[] => {
  const left = Array.from(a);
  const right = Array.from(b);
  const marksA = left.filter(isMark);
  const marksB = right.filter(isMark);
  const upA = marksA.map(up);
  const upB = marksB.map(up);
  const grid = weights(upA, upB);
  const steps: AlignedPlace[] = [];
  const put = (i: number | undefined, j: number | undefined, swapped = false) => {
    const same = i !== undefined && j !== undefined && upA[i] === upB[j];
    steps.push({
      a: i === undefined ? '' : marksA[i]!,
      b: j === undefined ? '' : marksB[j]!,
      same,
      lookAlike: !same && i !== undefined && j !== undefined && looksLike(upA[i]!, upB[j]!),
      swapped,
    });
  };
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-9;
  let i = upA.length;
  let j = upB.length;
  while (i > 0 || j > 0) {
    const here = grid[i]![j]!;
    if (i > 0 && j > 0 && near(here, grid[i - 1]![j - 1]! + replacing(upA[i - 1]!, upB[j - 1]!))) put(--i, --j);
    else if (isSwap(upA, upB, i, j) && near(here, grid[i - 2]![j - 2]! + SWAPPING)) {
      put(--i, --j, true);
      put(--i, --j, true);
    } else if (i > 0 && near(here, grid[i - 1]![j]! + losing(upA, i - 1))) put(--i, undefined);
    else put(undefined, --j);
  }
  return withSeparators(steps.reverse(), left, right);
};

/** Puts spaces and dashes back where they stood, each before the character that it stands before. */
const withSeparators = (
  steps: readonly AlignedPlace[],
  left: readonly string[],
  right: readonly string[],
): AlignedPlace[] => {
  const places: AlignedPlace[] = [];
  let i = 0;
  let j = 0;
  const separators = (ofA: boolean, ofB: boolean) => {
    for (;;) {
      const a = ofA && i < left.length && !isMark(left[i]!) ? left[i++]! : '';
      const b = ofB && j < right.length && !isMark(right[j]!) ? right[j++]! : '';
      if (a === '' && b === '') return;
      places.push({ a, b, same: true, lookAlike: false, swapped: false });
    }
  };
  for (const step of steps) {
    separators(step.a !== '', step.b !== '');
    if (step.a !== '') i++;
    if (step.b !== '') j++;
    places.push(step);
  }
  separators(true, true);
  return places;
};
