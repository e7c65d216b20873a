import type { InferContractRouterOutputs } from '@orpc/contract';
import { createContext, useContext, useMemo } from 'react';
import type { contract } from '../../shared/contract/index.ts';
import { showMoment } from '../../shared/domain/dates.ts';
import type { RuleContext } from '../../shared/domain/entry.ts';
import { allows, type Need } from '../../shared/domain/roles.ts';

export type Outputs = InferContractRouterOutputs<typeof contract>;
export type LedgerStatus = Extract<Outputs['ledger']['status'], { state: 'open' }>;
export type BookLine = Outputs['book']['lines']['lines'][number];
export type TimedEntry = Outputs['book']['lateness']['entries'][number];
export type TrailEvent = Outputs['trail']['events']['events'][number];

const LedgerContext = createContext<LedgerStatus | null>(null);
export const LedgerProvider = LedgerContext.Provider;

/** The open ledger. Only below the frame, which is shown only while one is open. */
export const useLedger = (): LedgerStatus => {
  const ledger = useContext(LedgerContext);
  if (!ledger) throw new Error('No ledger is open here.');
  return ledger;
};

/**
 * What whoever opened the ledger may do here: `may('write')`. The engine refuses the rest by itself; the page does not
 * offer it, and does not ask for what would be refused.
 */
export const useMay = (): ((need: Need) => boolean) => {
  const { role } = useLedger().user;
  return (need) => allows(role, need);
};

export type Book = LedgerStatus['books'][number];

/** One of the ledger's books; the first where there is none of that name. */
export const useBook = (id?: string): Book => {
  const { books } = useLedger();
  return books.find((book) => book.id === id) ?? books[0]!;
};

/** What the rules need to know of the open ledger and a book, for findings while typing. */
export const useRules = (book?: string): RuleContext => {
  const { today, settings } = useLedger();
  const { kind } = useBook(book);
  return useMemo(
    () => ({ today, openDays: settings.openDays, forms4473Numbered: settings.forms4473Numbered, book: kind }),
    [today, settings, kind],
  );
};

/** A recording moment as the shop's wall clock shows it. */
export const useMoment = (): ((instant: string) => string) => {
  const { zone } = useLedger().settings;
  return (instant) => (instant === '' ? '' : showMoment(instant, zone));
};
