import { useSyncExternalStore } from 'react';
import { client } from '../bridge/client.ts';
import { backupJob } from '../features/backups/jobs.ts';
import { forgetEverything } from './forget.ts';

/** What is being locked: shown in the place of all pages, which may hold what is nobody else's to see. */
export type Locking = { name: string; folders: number };

let locking: Locking | undefined;
const listeners = new Set<() => void>();
const set = (next: Locking | undefined): void => {
  locking = next;
  for (const listener of listeners) listener();
};

/** The ledger that is on its way to being locked, or undefined. */
export const useLocking = (): Locking | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => locking,
  );

/**
 * Locks the open ledger and drops everything that was read from it. The engine backs up what is new first, which may
 * take a while on a slow drive. Where the engine does not answer, the status says afterwards whether it is still open.
 */
export const lockLedger = async (what: Locking): Promise<void> => {
  if (locking) return;
  set(what);
  // The backup at closing holds all that one under way would, and waits for it.
  backupJob.reset();
  await client.ledger.lock().catch(() => undefined);
  await forgetEverything().catch(() => undefined);
  set(undefined);
};
