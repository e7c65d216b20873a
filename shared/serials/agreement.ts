import type { CategoryId } from '../categories/ids.ts';
import { CATEGORIES } from '../categories/registry.ts';
import { READ_NUMBERS, type Reading, type ReadNumber } from '../domain/evidence.ts';
import { type Finding, warning } from '../domain/findings.ts';
import { hasUnread, serialKey } from './normalise.ts';
import { isNoSerial } from './serial.ts';
import { type Comparison, compareKeys, compareSerials, similarity } from './similar.ts';
import { withoutCountry } from './vin-hull.ts';

/**
 * How a reading stands to the number of record, or to the number that it was a reading of. `partly`: what could be read
 * agrees, some characters could not. `end`: the last characters, as makers repeat them on parts. `other`: the number of a
 * part, which need not agree with anything.
 */
export type Agreement = 'agrees' | 'partly' | 'end' | 'look-alike' | 'differs' | 'other' | 'unread';

/** The words for it, on screen and paper. */
export const AGREEMENT_WORDS: Readonly<Record<Agreement, string>> = {
  agrees: 'Agrees',
  partly: 'Agrees as far as it can be read',
  end: 'Agrees with its end',
  'look-alike': 'Looks alike, is not the same',
  differs: 'Differs',
  other: 'Another number',
  unread: 'Could not be read',
};

/** The numbers that a unit of a category may be read for: of those beside the serial, the ones its entry has a field for. */
export const readNumbersOf = (category: CategoryId): ReadNumber[] =>
  READ_NUMBERS.filter(
    (number) => number === 'serial' || number === 'other' || CATEGORIES[category].fields.some((f) => f.name === number),
  );

/** The numbers that an entry holds. */
export type UnitNumbers = { serials: readonly string[]; details: Readonly<Record<string, string | undefined>> };
type Read = Pick<Reading, 'text' | 'which'> & Partial<Pick<Reading, 'source' | 'mark'>>;

/** Which number was read. Mark 1 of a guide is the number of record; at its other marks it is only so where it was said. */
const numberOf = ({ which, mark }: Read): ReadNumber =>
  which ?? (mark === undefined || mark === 1 ? 'serial' : 'other');

/** Papers bear a number whole; parts of the unit often bear its end only. */
const isOnUnit = ({ source = 'unit' }: Read): boolean => source === 'unit' || source === 'settings';

/** A number of eight characters whose first is missing is misread; parts bear fewer, down to the last two. */
const SHORTEST_END = 2;
const FEWEST_LEFT_OUT = 3;
/** General Motors stamps a division's digit before the last eight of a VIN, on frames and engines (from memory). */
const DERIVATIVE = /^[1-9A-Z](?=[A-Z0-9]{8}$)/;

/** Whether a text is the end of a number, as makers repeat it on parts; `partly` where a `?` stands in it. */
const endOf = (text: string, number: string): 'end' | 'partly' | undefined => {
  const [end, whole] = [serialKey(text), serialKey(number)];
  const leftOut = whole.length - end.length;
  if (end.length < SHORTEST_END || leftOut < Math.min(FEWEST_LEFT_OUT, end.length)) return undefined;
  for (const tail of DERIVATIVE.test(end) && whole.length >= 13 ? [end, end.slice(1)] : [end]) {
    const { kind } = compareKeys(tail, whole.slice(-tail.length));
    if (kind === 'same' || kind === 'partly') return kind === 'same' && !hasUnread(end) ? 'end' : 'partly';
  }
  return undefined;
};

/** An IMEI with its check digit, without it, or with a software version: its first fourteen digits tell the phone. */
const IMEI = /^\d{14,16}$/;

/** How two writings of one number compare. */
const compare = (number: ReadNumber, text: string, held: string): Comparison => {
  const [a, b] = [serialKey(text), serialKey(held)];
  if (number === 'imei' && IMEI.test(a) && IMEI.test(b) && a.length !== b.length)
    return compareKeys(a.slice(0, 14), b.slice(0, 14));
  if (number === 'serial' && withoutCountry(a) === withoutCountry(b)) return compareKeys(b, b);
  if (isNoSerial(text) && isNoSerial(held)) return compareKeys(b, b);
  return compareKeys(a, b);
};

/** A phone has an IMEI for each card, a computer a MAC address for each adapter: only a likely slip is told of those. */
const isSlip = (number: ReadNumber, kind: Comparison['kind']): boolean =>
  number === 'mac'
    ? kind === 'look-alike' || kind === 'transposition'
    : number !== 'imei' || kind === 'look-alike' || kind === 'transposition' || kind === 'one-edit';

/** How a reading agrees with a number, if it does. */
const agreesHow = (reading: Read, kind: Comparison['kind'], held: string): 'agrees' | 'partly' | 'end' | undefined => {
  if (kind === 'same') return hasUnread(reading.text) ? 'partly' : 'agrees';
  if (kind === 'partly') return 'partly';
  return isOnUnit(reading) ? endOf(reading.text, held) : undefined;
};

type Held = { agreement: Agreement; number?: string; says?: string };

/** Holds a reading against the number that it is one of, of several against the one that it is most like. */
const hold = (reading: Read, { serials, details }: UnitNumbers): Held => {
  const { text } = reading;
  if (/^[?\s]*$/.test(text)) return { agreement: 'unread' };
  const number = numberOf(reading);
  const own = number === 'serial' || number === 'other' ? undefined : details[number];
  const numbers = number === 'serial' ? serials : own ? [own] : [];
  const found = numbers.map((held): Required<Held> & { like: number } => {
    const { kind, says } = compare(number, text, held);
    const agreement =
      agreesHow(reading, kind, held) ??
      (kind === 'look-alike' ? 'look-alike' : isSlip(number, kind) ? 'differs' : 'other');
    return { agreement, number: held, says, like: similarity(text, held) };
  });
  const agreed = found.find(({ agreement }) => agreement === 'agrees' || agreement === 'partly' || agreement === 'end');
  if (agreed) return agreed;
  if (number !== 'serial') {
    // What stands on a part may still be the number of record, or its end.
    const repeated = serials.map((serial) => agreesHow(reading, compareSerials(text, serial).kind, serial));
    const agreement = repeated.find((kind) => kind !== undefined);
    if (agreement && (number === 'other' || agreement === 'end')) return { agreement };
    if (numbers.length === 0) return { agreement: 'other' };
  }
  return found.toSorted((a, b) => b.like - a.like)[0] ?? { agreement: 'differs' };
};

/**
 * Holds a reading against the numbers of a record: it agrees where it is one of them. A `?` in either stands for a character
 * that could not be read, so that such two agree partly at best.
 */
export const agreementOf = (reading: Read, unit: UnitNumbers): Agreement => hold(reading, unit).agreement;

/** The number that a reading is to be seen beside, where it is not quite the same; undefined for all others. */
export const seenBeside = (reading: Read, unit: UnitNumbers): string | undefined => {
  const { agreement, number } = hold(reading, unit);
  return agreement === 'partly' || agreement === 'look-alike' || agreement === 'differs' ? number : undefined;
};

/**
 * What readings say against the numbers of a record: a warning for each that differs, or only looks alike.
 *
 * @param readings that stand; those that were withdrawn are left out
 */
export const readingFindings = (readings: readonly (Read & Pick<Reading, 'place'>)[], unit: UnitNumbers): Finding[] =>
  readings.flatMap((reading) => {
    const { agreement, number, says } = hold(reading, unit);
    if ((agreement !== 'differs' && agreement !== 'look-alike') || number === undefined) return [];
    return [
      warning(
        numberOf(reading),
        'reading-differs',
        `“${reading.place}” was read as ${reading.text}, and the entry has ${number}: ${says}. Read both again on the unit.`,
      ),
    ];
  });

/** What the readings say together, those of other numbers left out, in one sentence; undefined where none could be read, or there is no number. */
export const agreementSentence = (said: readonly Agreement[], serials: readonly string[]): string | undefined => {
  const count = (...kinds: readonly Agreement[]) => said.filter((s) => kinds.includes(s)).length;
  const all = said.length - count('other');
  const read = all - count('unread');
  if (read === 0) return undefined;
  const good = count('agrees', 'partly', 'end');
  if (serials.length === 0 && good === 0) return 'There is no number of record to hold them against.';
  const of = `${all} ${all === 1 ? 'reading' : 'readings'}`;
  const differ = count('differs');
  const alike = count('look-alike');
  if (differ > 0) return `${differ} of ${of} ${differ === 1 ? 'differs' : 'differ'} from the record.`;
  if (alike > 0)
    return `${alike} of ${of} ${alike === 1 ? 'looks' : 'look'} like the record’s number and ${alike === 1 ? 'is' : 'are'} not the same.`;
  if (read < all) return `${read} of ${of} ${read === 1 ? 'agrees' : 'agree'}; the others could not be read.`;
  return read === 1 ? 'The reading agrees with the record.' : `All ${read} readings agree with the record.`;
};
