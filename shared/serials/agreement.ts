import type { Reading, ReadNumber } from '../domain/evidence.ts';
import { type Finding, warning } from '../domain/findings.ts';
import { hasUnread, serialKey } from './normalise.ts';
import { compareSerials } from './similar.ts';

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

/** What a number read on a unit is called. */
export const READ_NUMBER_WORDS: Readonly<Record<ReadNumber, string>> = {
  serial: 'The number of record',
  engineNumber: 'The engine number',
  imei: 'The IMEI',
  mac: 'The MAC address',
  other: 'Another number, such as a part’s',
};

/** Which number was read, where the place does not tell; of the number of record it goes without saying. */
export const readNumberName = ({ number = 'serial', place }: Pick<Reading, 'number' | 'place'>): string => {
  if (number === 'serial' || number === 'other') return '';
  const name = READ_NUMBER_WORDS[number];
  return place.toLowerCase().includes(name.replace('The ', '').toLowerCase()) ? '' : name;
};

/** The numbers that an entry holds. */
export type UnitNumbers = { serials: readonly string[]; details: Readonly<Record<string, string | undefined>> };
type Read = Pick<Reading, 'text' | 'number'>;

/** Fewer characters than this agree with the end of a number by chance. */
const SHORTEST_END = 4;
const isEndOf = (text: string, number: string): boolean => {
  const [end, whole] = [serialKey(text), serialKey(number)];
  return end.length >= SHORTEST_END && end.length < whole.length && !hasUnread(end) && whole.endsWith(end);
};

/** The numbers that a reading is held against: none for a part's, or where the field is empty. */
export const numbersFor = ({ number = 'serial' }: Read, { serials, details }: UnitNumbers): readonly string[] => {
  if (number === 'serial') return serials;
  const own = number === 'other' ? undefined : details[number];
  return own ? [own] : [];
};

/**
 * Holds a reading against the number that it is one of: it agrees where it is one of the numbers of record. A `?` in either
 * stands for a character that could not be read, so that such two agree partly at best.
 */
export const agreementOf = (reading: Read, unit: UnitNumbers): Agreement => {
  if (/^[?\s]*$/.test(reading.text)) return 'unread';
  const isOther = (reading.number ?? 'serial') !== 'serial';
  const numbers = numbersFor(reading, unit);
  const held = isOther && numbers.length === 0 ? unit.serials : numbers;
  const kinds = held.map((number) => {
    const { kind } = compareSerials(reading.text, number);
    if (kind === 'same') return hasUnread(reading.text) ? 'partly' : 'agrees';
    return kind === 'partly' ? kind : isEndOf(reading.text, number) ? 'end' : kind;
  });
  for (const kind of ['agrees', 'partly', 'end'] as const) if (kinds.includes(kind)) return kind;
  if (isOther && numbers.length === 0) return 'other';
  return kinds.includes('look-alike') ? 'look-alike' : 'differs';
};

/**
 * What readings say against the numbers of a record: a warning for each that differs, or only looks alike.
 *
 * @param readings that stand; those that were withdrawn are left out
 */
export const readingFindings = (
  readings: readonly Pick<Reading, 'place' | 'text' | 'number'>[],
  unit: UnitNumbers,
): Finding[] =>
  readings.flatMap((reading) => {
    const agreement = agreementOf(reading, unit);
    const [number] = numbersFor(reading, unit);
    if ((agreement !== 'differs' && agreement !== 'look-alike') || number === undefined) return [];
    const { says } = compareSerials(reading.text, number);
    return [
      warning(
        (reading.number ?? 'serial') === 'serial' ? 'serial' : reading.number!,
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
  if (serials.length === 0) return 'There is no number of record to hold them against.';
  const of = `${all} ${all === 1 ? 'reading' : 'readings'}`;
  const differ = count('differs');
  const alike = count('look-alike');
  if (differ > 0) return `${differ} of ${of} ${differ === 1 ? 'differs' : 'differ'} from the record.`;
  if (alike > 0)
    return `${alike} of ${of} ${alike === 1 ? 'looks' : 'look'} like the record’s number and ${alike === 1 ? 'is' : 'are'} not the same.`;
  if (read < all) return `${read} of ${of} ${read === 1 ? 'agrees' : 'agree'}; the others could not be read.`;
  return read === 1 ? 'The reading agrees with the record.' : `All ${read} readings agree with the record.`;
};
