import type { Reading } from '../../../shared/domain/evidence.ts';
import { compareSerials, type Likeness } from '../../../shared/serials/similar.ts';

/** How a reading stands to the number of record. `partly`: what could be read agrees, some characters could not. */
export type Agreement = 'agrees' | 'partly' | 'look-alike' | 'differs' | 'unread';

const LIKE: Readonly<Record<Likeness, Agreement>> = {
  same: 'agrees',
  'look-alike': 'look-alike',
  transposition: 'differs',
  'one-edit': 'differs',
  shifted: 'differs',
  different: 'differs',
};

/** True where `?` stands for any one character and all others are the same. */
const fits = (read: string, serial: string): boolean => {
  const bare = (text: string) => text.toUpperCase().replace(/[\s.\-–—/]/g, '');
  const [a, b] = [bare(read), bare(serial)];
  return a.length === b.length && [...a].every((c, i) => c === '?' || c === b[i]);
};

/** Holds a reading against the numbers of record: it agrees where it is one of them. */
export const agreementOf = (reading: Pick<Reading, 'text' | 'legibility'>, serials: readonly string[]): Agreement => {
  if (reading.text === '') return 'unread';
  if (reading.text.includes('?')) return serials.some((serial) => fits(reading.text, serial)) ? 'partly' : 'differs';
  const found = serials.map((serial) => LIKE[compareSerials(reading.text, serial).kind]);
  return found.includes('agrees') ? 'agrees' : found.includes('look-alike') ? 'look-alike' : 'differs';
};

export const AGREEMENT_WORDS: Readonly<
  Record<Agreement, { meaning: 'fine' | 'mind' | 'stop' | 'note'; words: string }>
> = {
  agrees: { meaning: 'fine', words: 'Agrees' },
  partly: { meaning: 'fine', words: 'Agrees as far as it can be read' },
  'look-alike': { meaning: 'mind', words: 'Looks alike, is not the same' },
  differs: { meaning: 'stop', words: 'Differs' },
  unread: { meaning: 'note', words: 'Could not be read' },
};
