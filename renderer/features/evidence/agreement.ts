import type { Agreement } from '../../../shared/serials/agreement.ts';
import type { Meaning } from '../../ui/meaning.tsx';

/** The sign that stands with each agreement. */
export const AGREEMENT_MEANING: Readonly<Record<Agreement, Meaning>> = {
  agrees: 'fine',
  partly: 'fine',
  end: 'fine',
  'look-alike': 'mind',
  differs: 'stop',
  other: 'note',
  unread: 'note',
};
