import { useMemo } from 'react';
import { addDays, daysBetween } from '../../shared/domain/dates.ts';
import { fflExpiryYear, readFfl } from '../../shared/serials/ffl.ts';
import { type LedgerStatus, useLedger } from './ledger.tsx';
import { agoWords, daysSince } from './time.ts';

/** Something that wants doing, in a sentence, and the page where it is done. */
export type Due = { id: string; meaning: 'stop' | 'mind'; title: string; text: string; href: string; action: string };

const PROOF_DAYS = 7;
const EXPIRY_NOTICE_DAYS = 60;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const licenceDue = ({ settings, today }: LedgerStatus): Due[] => {
  if (settings.licence === '') {
    return [
      {
        id: 'licence-missing',
        meaning: 'mind',
        title: 'The licence number is missing',
        text: 'It stands at the head of every printed page.',
        href: '/set-up',
        action: 'Enter it',
      },
    ];
  }
  const read = readFfl(settings.licence);
  if (!read.ok) return [];
  const year = fflExpiryYear(read.value.expiryYearDigit, Number(today.slice(0, 4)));
  const month = read.value.expiryMonth;
  const expires = `${year}-${String(month).padStart(2, '0')}-01`;
  const when = `1 ${MONTHS[month - 1]} ${year}`;
  if (expires <= today) {
    return [
      {
        id: 'licence-expired',
        meaning: 'mind',
        title: `By its number, the licence ran out on ${when}`,
        text: 'If it was renewed, enter the new number; the old lines keep the number they were written with.',
        href: '/set-up',
        action: 'Change it',
      },
    ];
  }
  if (addDays(today, EXPIRY_NOTICE_DAYS) >= expires) {
    return [
      {
        id: 'licence-expiring',
        meaning: 'mind',
        title: `By its number, the licence runs out on ${when}`,
        text: `That is in ${daysBetween(today, expires)} days.`,
        href: '/set-up',
        action: 'See it',
      },
    ];
  }
  return [];
};

/** What is due in this ledger today. */
export const dueIn = (ledger: LedgerStatus, now: number = Date.now()): Due[] => {
  const due: Due[] = [];
  const { lastProof, lines } = ledger;
  if (lastProof && !lastProof.ok) {
    due.push({
      id: 'proof-failed',
      meaning: 'stop',
      title: 'The last proof failed',
      text: `Something in this ledger is not as it was written. It was found ${agoWords(lastProof.at, now)}.`,
      href: '/trail',
      action: 'See what was found',
    });
  } else if (lines > 0 && (!lastProof || daysSince(lastProof.at, now) >= PROOF_DAYS)) {
    due.push({
      id: 'proof',
      meaning: 'mind',
      title: lastProof ? `The ledger was last proven ${agoWords(lastProof.at, now)}` : 'The ledger was never proven',
      text: 'A proof reads every entry again and compares it with what was signed. It takes seconds.',
      href: '/trail',
      action: 'Verify now',
    });
  }
  return [...due, ...licenceDue(ledger)];
};

export const useDue = (): Due[] => {
  const ledger = useLedger();
  return useMemo(() => dueIn(ledger), [ledger]);
};
