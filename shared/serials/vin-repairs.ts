import { isVinShaped, VIN_CHARACTERS, vinCheckDigit } from './vin-check-digit.ts';

/** How a repair differs from what was typed. `at` is the place, from 1, where the two part. */
export type RepairKind = 'look-alike' | 'transposition' | 'character' | 'missing' | 'doubled' | 'extra';
export type VinRepair = { vin: string; kind: RepairKind; at: number };

/** Characters that are misread for one another on plates and in handwriting, the more usual first. */
const ALIKE: Readonly<Record<string, string>> = {
  '0': 'D8C6U9',
  '1': '7LTJ4',
  '2': 'Z7',
  '3': '8EB',
  '4': 'A91',
  '5': 'S63',
  '6': 'G8B5',
  '7': '1TZ2',
  '8': 'B360',
  '9': 'G4P',
  A: '4RH',
  B: '8R3EP',
  C: 'G0',
  D: '0PB',
  E: 'F3B',
  F: 'EP',
  G: '6C9',
  H: 'NMK',
  J: 'U1',
  K: 'XHR',
  L: '1C',
  M: 'NWH',
  N: 'MHW',
  P: 'RFBD',
  R: 'PBKA',
  S: '58',
  T: '71Y',
  U: 'VJ0',
  V: 'UYW',
  W: 'MVN',
  X: 'KY',
  Y: 'VTX',
  Z: '27',
};
/** The pairs that are hard to tell apart even in print. */
const TWINS = new Set(['5S', '8B', '2Z', '6G', '0D', '1L', '17', 'UV'].flatMap((pair) => [pair, pair[1]! + pair[0]!]));
/** What is meant where a letter stands that no VIN has. */
const FORBIDDEN: Readonly<Record<string, string>> = { I: '1JLT', O: '0DCU', Q: '09DG' };

type Ranked = VinRepair & { rank: number };
/** The numbers that may be meant: the likely ones, five at most, and all others that would fit. The likeliest first. */
export type VinRepairs = { likely: VinRepair[]; others: VinRepair[] };
const LIKELY_AT_MOST = 5;

/** The rank from which on nothing speaks for a number but that it would fit. */
const DULL = 100;

const put = (text: string, at: number, characters: string, over: number): string =>
  text.slice(0, at) + characters + text.slice(at + over);

/** Every way of reading I, O and Q as characters that a VIN has, the usual way (1, 0, 0) first. At most four letters. */
const withoutForbidden = (text: string): string[] => {
  let readings = [''];
  let left = 0;
  for (const c of text) {
    const instead = FORBIDDEN[c];
    if (instead) left++;
    const choices = instead ? (left > 4 ? instead[0]! : instead) : c;
    readings = [...choices].flatMap((choice) => readings.map((reading) => reading + choice));
  }
  return readings;
};

/** I, O and Q read as 1, 0 and 0. */
export const usualReading = (text: string): string => text.replace(/I/g, '1').replace(/[OQ]/g, '0');

/** Eighteen characters of which the first is the I that scanners put before a VIN. */
export const hasScannerPrefix = (text: string): boolean => text[0] === 'I' && isVinShaped(text.slice(1));

/** A VIN has more digits than letters, and from the twelfth place on nearly all have digits only. */
const unlikely = (at: number, before: string, after: string): number =>
  /\d/.test(before) && /\D/.test(after) ? (at >= 11 ? 2 : 1.2) : 0;

/**
 * Another check digit would make any number right, the wrong ones too, so it is never likely: only where a letter stands
 * that is no check digit is the ninth place itself misread.
 */
const isCheckDigit = (at: number, c: string): boolean => at === 8 && /[0-9X]/.test(c);

function* ofSeventeen(text: string): Generator<Ranked> {
  for (let at = 0; at < 17; at++) {
    const c = text[at]!;
    const kept = isCheckDigit(at, c);
    for (const other of kept ? '' : (ALIKE[c] ?? ''))
      yield {
        vin: put(text, at, other, 1),
        kind: 'look-alike',
        at: at + 1,
        rank: (TWINS.has(c + other) ? 0 : 2) + unlikely(at, c, other),
      };
    const next = text[at + 1];
    if (next && next !== c) yield { vin: put(text, at, next + c, 2), kind: 'transposition', at: at + 1, rank: 1 };
    for (const other of VIN_CHARACTERS) {
      if (other !== c && (kept || !ALIKE[c]?.includes(other)))
        yield { vin: put(text, at, other, 1), kind: 'character', at: at + 1, rank: 4 };
    }
  }
}

function* ofSixteen(text: string): Generator<Ranked> {
  for (let at = 0; at < 16; at++) yield { vin: put(text, at, text[at]!, 0), kind: 'missing', at: at + 1, rank: 1 };
}

function* ofEighteen(text: string): Generator<Ranked> {
  for (let at = 0; at < 18; at++) {
    const doubled = text[at] === text[at - 1];
    yield { vin: put(text, at, '', 1), kind: doubled ? 'doubled' : 'extra', at: at + 1, rank: doubled ? 1 : 3 };
  }
}

/** What is known beside the check digit: maker, typed year and make, digits at the end. */
export type Known = {
  /** A repaired number is `impossible`, `dull` (nothing more speaks for it) or `better` (it mends a doubt). */
  judge(vin: string): 'impossible' | 'dull' | 'better';
};

/**
 * The numbers that may be meant by one that can't be right: one character misread, two neighbours swapped, one left out,
 * one too many, or I, O and Q read as what they look like. Only numbers whose check digit holds, the likeliest first.
 * They are offered, never put in.
 *
 * Any character whatever may be wrong, but some forty single changes make a check digit hold; those that are neither
 * look-alikes nor swaps are likely only where they also mend another doubt. Among the others every number stands that one
 * change or swap makes right, last those that what is known speaks against.
 *
 * @param text in capitals, without spaces
 * @param known what else speaks for or against a number
 * @param mustCheck false where the check digit means nothing, so that only I, O and Q are mended
 */
export const vinRepairs = (text: string, known: Known, mustCheck: boolean): VinRepairs => {
  const found = new Map<string, Ranked>();
  const offer = (repair: Ranked) => {
    const { vin } = repair;
    if (!isVinShaped(vin) || vin === text) return;
    if (mustCheck && vinCheckDigit(vin) !== vin[8]) return;
    const likely = known.judge(vin);
    const isDull = repair.kind === 'character' && (likely !== 'better' || repair.at === 9);
    const rank = repair.rank + (likely === 'impossible' ? 2 * DULL : isDull ? DULL : likely === 'better' ? -3 : 0);
    const before = found.get(vin);
    if (!before || before.rank > rank) found.set(vin, { ...repair, rank });
  };
  const forbidden = /[IOQ]/.exec(text);
  const readings = withoutForbidden(text);
  // Scanners read an I before the VIN on the labels of imported vehicles; it is no part of the number.
  const scanned = hasScannerPrefix(text);
  if (scanned) offer({ vin: text.slice(1), kind: 'extra', at: 1, rank: 0 });
  if (forbidden && text.length === 17) {
    (mustCheck ? readings : readings.slice(0, 1)).forEach((vin, i) => {
      offer({ vin, kind: 'look-alike', at: forbidden.index + 1, rank: i / readings.length });
    });
  }
  if (mustCheck && !scanned && ![...found.values()].some(({ rank }) => rank < 2 * DULL)) {
    const base = readings[0]!;
    if (base.length === 17) for (const repair of ofSeventeen(base)) offer(repair);
    if (base.length === 16) for (const repair of ofSixteen(base)) offer(repair);
    if (base.length === 18) for (const repair of ofEighteen(base)) offer(repair);
  }
  const all = [...found.values()].sort((a, b) => a.rank - b.rank || a.at - b.at);
  const likely = all.filter(({ rank }) => rank < DULL).slice(0, LIKELY_AT_MOST);
  const plain = ({ vin, kind, at }: Ranked): VinRepair => ({ vin, kind, at });
  return { likely: likely.map(plain), others: all.filter((repair) => !likely.includes(repair)).map(plain) };
};
