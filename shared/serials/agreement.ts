import type { Reading } from '../domain/evidence.ts';
import { hasUnread } from './normalise.ts';
import { compareSerials } from './similar.ts';

/** How a reading stands to the number of record. `partly`: what could be read agrees, some characters could not. */
export type Agreement = 'agrees' | 'partly' | 'look-alike' | 'differs' | 'unread';

/** The words for it, on screen and paper. */
export const AGREEMENT_WORDS: Readonly<Record<Agreement, string>> = {
  agrees: 'Agrees',
  partly: 'Agrees as far as it can be read',
  'look-alike': 'Looks alike, is not the same',
  differs: 'Differs',
  unread: 'Could not be read',
};

/**
 * Holds a reading against the numbers of record: it agrees where it is one of them. A `?` in either stands for a character
 * that could not be read, so that such two agree partly at best.
 */
export const agreementOf = (reading: Pick<Reading, 'text'>, serials: readonly string[]): Agreement => {
  if (/^[?\s]*$/.test(reading.text)) return 'unread';
  const kinds = serials.map((serial) => {
    const { kind } = compareSerials(reading.text, serial);
    return kind === 'same' && hasUnread(reading.text) ? 'partly' : kind;
  });
  if (kinds.includes('same')) return 'agrees';
  return kinds.includes('partly') ? 'partly' : kinds.includes('look-alike') ? 'look-alike' : 'differs';
};

/** What the readings say together, in one sentence; undefined where none could be read, or there is no number. */
export const agreementSentence = (said: readonly Agreement[], serials: readonly string[]): string | undefined => {
  const count = (...kinds: readonly Agreement[]) => said.filter((s) => kinds.includes(s)).length;
  const read = said.length - count('unread');
  if (read === 0) return undefined;
  if (serials.length === 0) return 'There is no number of record to hold them against.';
  const of = `${said.length} ${said.length === 1 ? 'reading' : 'readings'}`;
  const differ = count('differs');
  const alike = count('look-alike');
  if (differ > 0) return `${differ} of ${of} ${differ === 1 ? 'differs' : 'differ'} from the number of record.`;
  if (alike > 0)
    return `${alike} of ${of} ${alike === 1 ? 'looks' : 'look'} like the number of record and ${alike === 1 ? 'is' : 'are'} not the same.`;
  if (read < said.length) return `${read} of ${of} ${read === 1 ? 'agrees' : 'agree'}; the others could not be read.`;
  return read === 1
    ? 'The reading agrees with the number of record.'
    : `All ${read} readings agree with the number of record.`;
};
