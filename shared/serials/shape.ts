import type { CategoryId } from '../categories/ids.ts';
import { pointsElsewhere } from '../domain/elsewhere.ts';
import { type Finding, hint, warning } from '../domain/findings.ts';
import { hasUnread, serialSkeleton } from './normalise.ts';
import { isNoSerial } from './serial.ts';

/** A shape and how many other serials have it. */
export type KnownShape = { shape: string; count: number };

/**
 * The form of a serial number: `A` for a letter, `9` for a digit, separators as they stand. `RS58411C` is `AA99999A`,
 * `0013-63972` is `9999-99999`.
 */
export const shapeOf = (serial: string): string =>
  serial.trim().replace(/\s+/gu, ' ').replace(/[–—]/g, '-').replace(/\p{L}/gu, 'A').replace(/\p{N}/gu, '9');

const bare = (shape: string): string => shape.replace(/[^A9]/g, '');

const ONE_SIGN: Readonly<Record<string, string>> = {
  '-': 'a hyphen',
  ' ': 'a space',
  '.': 'a dot',
  '/': 'a slash',
  _: 'an underscore',
};
const MOST_RUNS = 5;

/** A shape in words: `2 letters, 5 digits and 1 letter`. A long one is given as it is. */
export const describeShape = (shape: string): string => {
  const runs = shape.match(/A+|9+|[^A9]/gu) ?? [];
  if (runs.length === 0) return 'no characters';
  if (runs.length > MOST_RUNS) return `the form ${shape}`;
  const words = runs.map((run) => {
    const kind = run.startsWith('A') ? 'letter' : run.startsWith('9') ? 'digit' : undefined;
    if (!kind) return ONE_SIGN[run] ?? `“${run}”`;
    return `${run.length} ${kind}${run.length === 1 ? '' : 's'}`;
  });
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
};

/**
 * Fewer others than this prove nothing. Eight of one shape leave room for a second one that up to three units in ten have
 * (0.7 to the power of 8 is 0.06): enough to mention it, not to ask for a reason.
 */
const FEWEST = 8;
/** So many of one shape, all but one in fifty, leave room for hardly any other: then a reason is asked for. */
const FEWEST_TO_WARN = 60;
const SHARE_TO_WARN = 0.98;
/** A shape is usual where four in five have it. Makers whose numbers mix letters and digits freely have no usual one. */
const USUAL = 0.8;
/** A shape that one in twenty has is known, however unusual. */
const UNUSUAL = 0.05;

const tally = (known: readonly KnownShape[], by: (shape: string) => string) => {
  const counts = new Map<string, number>();
  for (const { shape, count } of known) counts.set(by(shape), (counts.get(by(shape)) ?? 0) + count);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const total = sorted.reduce((sum, [, n]) => sum + n, 0);
  return { total, share: (key: string) => (counts.get(key) ?? 0) / total, top: sorted[0] };
};

const BACK: Readonly<Record<string, string>> = { '0': 'O', '5': 'S', '8': 'B', '2': 'Z' };

/** The serial with look-alikes put right where a letter stands in a digit's place or a digit in a letter's. */
const inShape = (serial: string, shape: string): string | undefined => {
  const marks = Array.from(serial.trim());
  const wanted = Array.from(bare(shape));
  let place = 0;
  let changed = false;
  const put = marks.map((c) => {
    const is = shapeOf(c);
    if (is !== 'A' && is !== '9') return c;
    const want = wanted[place++];
    if (want === is) return c;
    const other = want === '9' ? serialSkeleton(c) : BACK[c];
    if (want === undefined || other === undefined || shapeOf(other) !== want) return undefined;
    changed = true;
    return other;
  });
  return changed && place === wanted.length && !put.includes(undefined) ? put.join('') : undefined;
};

/** A vehicle's number: seventeen characters since 1981, its maker's own before and elsewhere. */
const isVinLong = (shape: string): boolean => bare(shape).length === 17;

/**
 * The shapes that a number may be held against. The number of a vehicle of 1967 is nothing like its maker's VINs, and
 * says nothing of them; that one of today has seventeen characters is the VIN's own rule.
 */
const ofItsKind = (category: CategoryId, own: string, known: readonly KnownShape[]): readonly KnownShape[] =>
  category === 'vehicle' ? known.filter(({ shape }) => isVinLong(shape) === isVinLong(own)) : known;

/**
 * Compares a serial number with the shapes of others of the same maker, or maker and model. Says something only where
 * there are eight others or more, most of one shape (or all of one length), and hardly any of this one's. Nearly always a
 * hint: makers begin new series, and counters grow by a digit.
 *
 * @param category of the unit: a vehicle's VIN is held against VINs only
 * @param all shapes of the others of its maker, this one left out
 * @returns at most one finding about the field `serial`, with a suggestion where look-alikes explain the difference
 */
export const checkShape = (category: CategoryId, serial: string, all: readonly KnownShape[]): Finding[] => {
  const shape = shapeOf(serial);
  const own = bare(shape);
  if (own === '' || hasUnread(serial) || isNoSerial(serial.trim()) || pointsElsewhere(serial)) return [];
  const known = ofItsKind(category, shape, all);
  const others = tally(known, bare);
  if (others.total < FEWEST || !others.top) return [];
  const { total } = others;
  const [usual, count] = others.top;

  if (own === usual || others.share(own) > UNUSUAL) {
    // The letters and digits are as usual: only what stands between them may differ.
    const written = tally(known, (s) => s);
    const [form, times] = written.top!;
    if (form === shape || times / total < 1 - UNUSUAL || written.share(shape) > UNUSUAL) return [];
    return [
      hint(
        'serial',
        'serial-shape-separators',
        `${times} of ${total} others of this maker are written with ${describeShape(form)}; this has ${describeShape(shape)}. Copy spaces and hyphens as they are marked.`,
      ),
    ];
  }

  if (count / total >= USUAL) {
    // An example in full is the typical writing, with its separators.
    const typical = tally(
      known.filter((k) => bare(k.shape) === usual),
      (s) => s,
    ).top![0];
    const suggestion = inShape(serial, usual);
    const strong = total >= FEWEST_TO_WARN && count / total >= SHARE_TO_WARN && others.share(own) === 0;
    const say = strong && !isGrown(own, usual) ? warning : hint;
    const finding = say(
      'serial',
      'serial-shape',
      `${count} of ${total} others of this maker have ${describeShape(typical)}; this has ${describeShape(shape)}. ${
        suggestion ? `It may be ${suggestion}. ` : ''
      }Read it again on the unit.`,
    );
    return [suggestion ? { ...finding, suggestion } : finding];
  }

  const lengths = tally(known, (s) => String(bare(s).length));
  const [length, alike] = lengths.top!;
  if (alike / total < 1 - UNUSUAL || lengths.share(String(own.length)) > UNUSUAL) return [];
  return [
    hint(
      'serial',
      'serial-shape-length',
      `${alike} of ${total} others of this maker have ${length} letters and digits; this has ${own.length}. Count them on the unit.`,
    ),
  ];
};

/** As {@link checkShape}, where the number itself is among those that were counted: by all of them less this one. */
export const checkShapeAmong = (category: CategoryId, serial: string, counted: readonly KnownShape[]): Finding[] => {
  const own = shapeOf(serial);
  const others = counted
    .map(({ shape, count }) => ({ shape, count: shape === own ? count - 1 : count }))
    .filter(({ count }) => count > 0);
  return checkShape(category, serial, others);
};

/** A counter that reached one digit more: `99999` became `100000`. */
const isGrown = (own: string, usual: string): boolean => {
  const last = /9+(?=A*$)/.exec(usual);
  return last !== null && own === `${usual.slice(0, last.index)}9${usual.slice(last.index)}`;
};
