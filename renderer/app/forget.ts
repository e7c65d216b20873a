import { api } from '../bridge/client.ts';
import { queryClient } from './query.ts';

const forgetters = new Set<() => void>();

/** Registers what a feature keeps beyond its page (an unfinished entry, a job's result), to be dropped at the lock. */
export const onForget = (forget: () => void): void => {
  forgetters.add(forget);
};

/** Windows of this app, which tell each other that the ledger was locked. Only pages of the same origin hear it. */
const windows = new BroadcastChannel('rollmark');
windows.addEventListener('message', () => {
  void queryClient.invalidateQueries({ queryKey: api.ledger.status.key() });
});

const isOfLedger = ([path]: readonly unknown[]): boolean => {
  const [group, name] = path as string[];
  return group !== 'host' && !(group === 'ledger' && name === 'status');
};

/** Drops what was read from a ledger or typed into one. What the host and the status say is of no ledger, and stays. */
export const forgetLedger = (): void => {
  for (const forget of forgetters) forget();
  queryClient.removeQueries({ predicate: ({ queryKey }) => isOfLedger(queryKey) });
};

/** Drops everything that was read from a ledger or typed into one, once it is locked; other windows find it locked. */
export const forgetEverything = async (): Promise<void> => {
  forgetLedger();
  windows.postMessage('locked');
  queryClient.removeQueries({ predicate: (query) => query.queryKey !== api.ledger.status.key() });
  await queryClient.resetQueries({ queryKey: api.ledger.status.key() });
};
