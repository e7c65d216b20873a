import { useMemo } from 'react';
import { addDays, daysBetween, showDate } from '../../shared/domain/dates.ts';
import { allows } from '../../shared/domain/roles.ts';
import { fflExpiryYear, readFfl } from '../../shared/serials/ffl.ts';
import { type LedgerStatus, useLedger } from './ledger.tsx';
import { linePath } from './paths.ts';
import { agoWords, daysSince } from './time.ts';

/** Something that wants doing, in a sentence, and the page where it is done. */
export type Due = { id: string; meaning: 'stop' | 'mind'; title: string; text: string; href: string; action: string };

const PROOF_DAYS = 7;
/** Makers take weeks; after this long one asks again. */
const ANSWER_DAYS = 21;
const EXPIRY_NOTICE_DAYS = 60;
/** A restore drill twice a year: half of one. */
const DRILL_DAYS = 182;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Whether the paper with the recovery key is still there and still opens the ledger: an owner's to find out. */
const recoveryDue = ({ openedWith, recoveryTried, lines }: LedgerStatus, now: number): Due[] => {
  // What just opened the ledger needs no try, and an empty ledger nothing to be restored.
  if (openedWith === 'recovery') return [];
  const never = recoveryTried === '';
  if (never ? lines === 0 : daysSince(recoveryTried, now) < DRILL_DAYS) return [];
  return [
    {
      id: 'recovery',
      meaning: 'mind',
      title: never
        ? 'The recovery key was never tried'
        : `The recovery key was last tried ${agoWords(recoveryTried, now)}`,
      text: 'Read its twelve words from your paper twice a year, so that you know it is still there. It takes a minute. If the paper is not there, make a new recovery key in Set-up while the ledger still opens.',
      href: '/set-up',
      action: 'Try it',
    },
  ];
};

/** A ledger that is not the one that was open here before: everybody's to stop at. Its words are over every page. */
const knownDue = ({ known }: LedgerStatus): Due[] =>
  known.state === 'behind' || known.state === 'differs'
    ? [
        {
          id: `known-${known.state}`,
          meaning: 'stop',
          title:
            known.state === 'behind'
              ? 'Something is missing from this ledger'
              : 'This ledger was rewritten or exchanged',
          text: 'It does not fit what this computer kept of it. Enter nothing more until you know why.',
          href: '/trail',
          action: 'Open the trail',
        },
      ]
    : [];

/**
 * Backups that are not made as they should be: what is wrong with them, and who can see to it where the one who asks
 * can't. Undefined where all is well.
 */
export const backupsDue = (
  { backups, lines, user: { role } }: Pick<LedgerStatus, 'backups' | 'lines' | 'user'>,
  now: number = Date.now(),
): Due | undefined => {
  const owns = allows(role, 'own');
  const makes = allows(role, 'write');
  const last = backups.lastGood
    ? `The last good one was made ${agoWords(backups.lastGood, now)}.`
    : 'None was made yet.';
  const due = { meaning: 'mind', href: '/backups' } as const;
  switch (backups.state) {
    case 'failing':
      return {
        ...due,
        id: 'backups-failing',
        title: 'The backup fails',
        text: `${backups.problem} ${last}${makes ? '' : ' Tell an owner or a clerk of the ledger.'}`,
        action: makes ? 'See to it' : 'See it',
      };
    case 'overdue':
      return {
        ...due,
        id: 'backups-overdue',
        title: 'The backup is overdue',
        text: makes ? last : `${last} An owner or a clerk of the ledger can make one.`,
        action: makes ? 'Back up' : 'See it',
      };
    case 'none':
      if (lines === 0) return undefined;
      return {
        ...due,
        id: 'backups-none',
        title: 'This ledger is not backed up',
        text: `A failed disk would take it. ${owns ? 'Choose a folder once' : 'Ask an owner of the ledger to choose a folder once'}; from then on it is backed up by itself.`,
        action: owns ? 'Set it up' : 'See it',
      };
    case 'good':
      return undefined;
  }
};

const licenceDue = ({ settings, today }: LedgerStatus): Due[] => {
  if (settings.template !== 'dealer') return [];
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

/** What is due in this ledger today, from whoever opened it. */
export const dueIn = (ledger: LedgerStatus, now: number = Date.now()): Due[] => {
  const due: Due[] = knownDue(ledger);
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
  for (const { book, line, due: by } of ledger.toMark.slice(0, 3))
    due.push({
      id: `mark-${book}-${line}`,
      meaning: by < ledger.today ? 'stop' : 'mind',
      title:
        by < ledger.today
          ? `Line ${line} was due to be marked by ${showDate(by)}`
          : `Line ${line} is to be marked by ${showDate(by)}`,
      text: 'A privately made firearm is marked by the seventh day after receipt, or before it leaves (27 CFR 478.92(a)(2)).',
      href: linePath({ book, line }),
      action: 'Open it',
    });
  const waiting = ledger.unanswered.filter((r) => daysBetween(r.on, ledger.today) >= ANSWER_DAYS);
  for (const { book, line, to, on } of waiting.slice(0, 3))
    due.push({
      id: `referral-${book}-${line}-${on}`,
      meaning: 'mind',
      title: `${to} has not answered about line ${line}`,
      text: `It was asked on ${showDate(on)}.`,
      href: linePath({ book, line }),
      action: 'Open it',
    });
  // What somebody can't see to is not due from them: an owner chooses where backups go, a clerk makes one.
  const backups = backupsDue(ledger, now);
  if (backups && allows(ledger.user.role, ledger.backups.state === 'none' ? 'own' : 'write')) due.push(backups);
  if (allows(ledger.user.role, 'own')) due.push(...licenceDue(ledger), ...recoveryDue(ledger, now));
  return due;
};

export const useDue = (): Due[] => {
  const ledger = useLedger();
  return useMemo(() => dueIn(ledger), [ledger]);
};
