import { api } from '../bridge/client.ts';
import { queryClient } from './query.ts';

const forgetters = new Set<() => void>();

/** Registers what a feature keeps beyond its page (an unfinished entry, a job's result), to be dropped at the lock. */
export const onForget = (forget: () => void): void => {
  forgetters.add(forget);
};

/** Drops everything that was read from a ledger or typed into one, once it is locked. */
export const forgetEverything = async (): Promise<void> => {
  for (const forget of forgetters) forget();
  queryClient.removeQueries({ predicate: (query) => query.queryKey !== api.ledger.status.key() });
  await queryClient.resetQueries({ queryKey: api.ledger.status.key() });
};
