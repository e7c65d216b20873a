import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, hint, warning } from '../../../shared/domain/findings.ts';
import { makerKey } from '../../../shared/serials/makers.ts';
import { serialKey, serialSkeleton } from '../../../shared/serials/normalise.ts';
import { isNoSerial } from '../../../shared/serials/serial.ts';
import { compareKeys } from '../../../shared/serials/similar.ts';
import { isNear, shortenings } from '../../ledger/near-table.ts';
import { besideIt, isOneOfItsKind, isSeries, SHORTEST_ALIKE } from '../repeats.ts';
import { ownCopy } from './repeats.ts';

/** A number of an earlier row. Maker and model are places in a pool, because many rows share them. */
type Held = { row: number; owner: number; model: number; serial: string; key: string; skeleton: string };

/**
 * Of so many numbers every slip of one character is looked for, by a dozen hashes each; of those after them only look-alikes
 * and swaps, by two. Measured over a file of 100,000 rows: all of them by a dozen would take a tenth of the whole import more.
 */
const MOST_SEARCHED_FULLY = 20_000;

/** So many of one hash are looked at, the newest first: a file of numbers that are all alike must not take time squared. */
const MOST_OF_ONE_HASH = 24;
const FIRST_SIZE = 1 << 12;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const MULTIPLIER = 0x01000193;
/**
 * The last three digits or more of a number, and a hash of its form: what stands before and behind them, and how many they
 * are. By hand and not by an expression, because it is asked once a row.
 */
const lastDigits = (key: string): { n: number; form: number } | undefined => {
  let end = key.length;
  let form = 0;
  while (end > 0 && !isDigit(key.charCodeAt(end - 1))) form = Math.imul(form ^ key.charCodeAt(--end), MULTIPLIER);
  let from = end;
  while (from > 0 && end - from < 15 && isDigit(key.charCodeAt(from - 1))) from--;
  if (end - from < 3) return undefined;
  form = Math.imul(form ^ (end - from), MULTIPLIER);
  for (let i = 0; i < from; i++) form = Math.imul(form ^ key.charCodeAt(i), MULTIPLIER);
  return { n: Number(key.slice(from, end)), form };
};

/** One digit in the place of another and nothing else: neighbours in a series, by far the most that are near each other. */
const isStep = (a: string, b: string): boolean => {
  if (a.length !== b.length) return false;
  let different = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    if (++different > 1 || !isDigit(x) || !isDigit(y)) return false;
  }
  return true;
};

/** Fewer prove nothing. */
const FEWEST_OF_A_RUN = 7;
/** One in so many taken: then a slip of one digit or a swap meets another unit by chance, and means little. */
const DENSE = 1000;
const MOST_RUNS = 1 << 16;
const MOST_STEPS = 8;

/**
 * The running numbers of one maker and form: how many, from which to which. In plain arrays, since every row is put in; a
 * file of more forms than have room has no run that matters.
 */
const makeRuns = () => {
  const forms = new Int32Array(MOST_RUNS);
  const counts = new Int32Array(MOST_RUNS);
  const from = new Float64Array(MOST_RUNS);
  const to = new Float64Array(MOST_RUNS);
  return {
    /** Puts a number in, and tells whether its run is so dense that two of it are like each other by nature. */
    isDense: (salt: number, key: string): boolean => {
      const last = lastDigits(key);
      if (last === undefined) return false;
      const { n } = last;
      const form = last.form ^ salt;
      for (let step = 0; step < MOST_STEPS; step++) {
        const at = (form + step) & (MOST_RUNS - 1);
        if (counts[at] !== 0 && forms[at] !== form) continue;
        if (counts[at] === 0 || n < from[at]!) from[at] = n;
        if (counts[at] === 0 || n > to[at]!) to[at] = n;
        forms[at] = form;
        counts[at]! += 1;
        return counts[at]! >= FEWEST_OF_A_RUN && counts[at]! * DENSE > to[at]! - from[at]! + 1;
      }
      return false;
    },
  };
};

/** A hash of a skeleton's characters in whatever order: the same for a look-alike, and for two that changed places. */
const lettersOf = (skeleton: string): number => {
  let sum = 0;
  for (let i = 0; i < skeleton.length; i++) {
    const c = Math.imul(skeleton.charCodeAt(i) + 1, 0x85ebca6b);
    sum = (sum + Math.imul(c ^ (c >>> 15), 0xc2b2ae35)) | 0;
  }
  return sum ^ (sum >>> 16);
};

/** Places by hash, in arrays that double: a file of a hundred thousand rows has a million of them. */
const makeTable = () => {
  let heads = new Int32Array(FIRST_SIZE).fill(-1);
  let hashes = new Int32Array(FIRST_SIZE);
  let places = new Int32Array(FIRST_SIZE);
  let before = new Int32Array(FIRST_SIZE);
  let used = 0;
  const doubled = (array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
    const larger = new Int32Array(array.length * 2);
    larger.set(array);
    return larger;
  };
  const grow = () => {
    hashes = doubled(hashes);
    places = doubled(places);
    before = doubled(before);
    heads = new Int32Array(hashes.length).fill(-1);
    for (let i = 0; i < used; i++) link(i);
  };
  const link = (i: number) => {
    const bucket = hashes[i]! & (heads.length - 1);
    before[i] = heads[bucket]!;
    heads[bucket] = i;
  };
  return {
    put: (hash: number, place: number) => {
      if (used === hashes.length) grow();
      hashes[used] = hash;
      places[used] = place;
      link(used);
      used++;
    },
    /** Visits the places of a hash, the newest first, until `visit` says that it was enough. */
    look: (hash: number, visit: (place: number) => boolean) => {
      let left = MOST_OF_ONE_HASH;
      for (let i = heads[hash & (heads.length - 1)]!; i >= 0 && left > 0; i = before[i]!) {
        if (hashes[i] !== hash) continue;
        if (visit(places[i]!)) return;
        left--;
      }
    },
  };
};

/**
 * Finds rows of one file whose numbers are nearly the same as an earlier one’s of the same maker (a vehicle’s: of any): look
 * the same, have two neighbours swapped, agree as far as they can be read, or are one character apart. As in the check of a
 * ledger, neighbours in a series are left out. The very same number is told elsewhere (`repeats.ts`).
 *
 * @returns a function to call for each row in the file's order; it tells the likeliest slip, as a warning, or as a hint where
 *   one character is different or the maker's numbers stand so close that a swap of digits meets another unit by chance
 */
export const nearRowFinder = () => {
  const held: Held[] = [];
  /** By what losing one character makes of them, and by what neither look-alikes nor swaps change. */
  const full = makeTable();
  const quick = makeTable();
  const pool = new Map<string, number>();
  const pooled = (text: string): number => {
    const kept = pool.get(text);
    if (kept !== undefined) return kept;
    pool.set(ownCopy(text), pool.size);
    return pool.size - 1;
  };
  const runs = makeRuns();
  const hashes: number[] = [];
  const saltOf = (owner: number): number => Math.imul(owner + 1, 0x9e3779b1);

  const has = (owner: number, key: string): boolean => {
    let found = false;
    quick.look(lettersOf(serialSkeleton(key)) ^ saltOf(owner), (at) => {
      found = held[at]!.owner === owner && held[at]!.key === key;
      return found;
    });
    return found;
  };
  const isInDelivery = (owner: number, key: string): boolean => besideIt(key).some((beside) => has(owner, beside));

  const judge = (key: string, owner: number, model: number, dense: boolean, other: Held): Finding | undefined => {
    const { kind } = compareKeys(key, other.key);
    const where = `${other.serial} in row ${other.row}`;
    const readBoth = 'Read both numbers again, character by character.';
    if (kind === 'look-alike')
      return warning('serial', 'serial-look-alike', `${where} looks the same to the eye. ${readBoth}`);
    if (kind === 'partly')
      return warning(
        'serial',
        'serial-partly',
        `${where} agrees with this as far as both can be read. Is it the same unit?`,
      );
    const series = isSeries(key, other.key);
    if (kind === 'transposition' && !(series && isInDelivery(owner, key) && isInDelivery(owner, other.key))) {
      const say = series && dense ? hint : warning;
      return say('serial', 'serial-transposition', `${where} has two neighbours swapped. ${readBoth}`);
    }
    return kind === 'one-edit' && !series && !dense && model === other.model
      ? hint('serial', 'serial-one-edit', `${where} is one character away. Is it the same unit?`)
      : undefined;
  };

  return (row: number, draft: AcquisitionDraft): Finding | undefined => {
    let told: Finding | undefined;
    for (const serial of draft.serials) {
      const key = serialKey(serial);
      if (key.length < SHORTEST_ALIKE || isNoSerial(serial)) continue;
      const maker = isOneOfItsKind(draft.category, serial) ? '' : makerKey(draft.manufacturer);
      if (maker === '' && draft.category !== 'vehicle') continue;
      const owner = pooled(maker);
      const model = pooled(draft.model);
      const skeleton = serialSkeleton(key);
      const salt = saltOf(owner);
      const same = lettersOf(skeleton) ^ salt;
      let known = false;
      quick.look(same, (at) => {
        known = held[at]!.owner === owner && held[at]!.key === key;
        return known;
      });
      if (known) continue;
      const dense = runs.isDense(salt, key);
      const mine = held.length;
      const fully = mine < MOST_SEARCHED_FULLY;
      const count = fully ? shortenings(skeleton, hashes) : 0;
      const look = (at: number): boolean => {
        const other = held[at]!;
        if (other.owner !== owner || other.row === row || isStep(key, other.key)) return false;
        if (!isNear(skeleton, other.skeleton)) return false;
        const found = judge(key, owner, model, dense, other);
        if (found && (!told || found.severity === 'warning')) told = found;
        return told?.severity === 'warning';
      };
      if (fully) for (let i = 0; i < count && told?.severity !== 'warning'; i++) full.look(hashes[i]! ^ salt, look);
      else quick.look(same, look);
      const copy = ownCopy(key);
      held.push({
        row,
        owner,
        model,
        serial: serial === key ? copy : ownCopy(serial),
        key: copy,
        skeleton: skeleton === key ? copy : ownCopy(skeleton),
      });
      for (let i = 0; i < count; i++) full.put(hashes[i]! ^ salt, mine);
      quick.put(same, mine);
    }
    return told;
  };
};
