import type { Ledger } from '../../ledger/ledger.ts';
import { type BackupRun, runBackups } from './backups.ts';

const MINUTE = 60_000;
/** After opening, so that it does not stand in the way of the first customer. */
const FIRST_AFTER = 2 * MINUTE;
const LOOK_EVERY = 30 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export type Schedule = ReturnType<typeof makeSchedule>;

/**
 * Backs up by itself: soon after opening where the last good backup is older than a day, every day while the ledger stays
 * open, and when it is closed. A folder that failed is tried again every half hour.
 */
export const makeSchedule = (waits = { first: FIRST_AFTER, every: LOOK_EVERY }) => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopping = new AbortController();
  const due = (ledger: Ledger): boolean => {
    const folders = JSON.parse(ledger.remembered('backup_folders') ?? '[]') as {
      good?: { at: string };
      failed?: object;
    }[];
    return folders.some((f) => f.failed || !f.good || ledger.now() - Date.parse(f.good.at) > DAY);
  };
  const look = (ledger: Ledger): void => {
    running = running
      .then(async () => {
        if (!stopping.signal.aborted && due(ledger)) await runBackups(ledger, () => undefined, stopping.signal, true);
      })
      // What failed is in the trail and on every screen; a ledger that was closed meanwhile needs nothing more.
      .catch(() => undefined);
  };
  return {
    start: (ledger: Ledger): void => {
      stopping = new AbortController();
      timer = setTimeout(() => {
        look(ledger);
        timer = setInterval(() => look(ledger), waits.every);
        timer.unref();
      }, waits.first);
      timer.unref();
    },
    /** Ends the waiting, stops what runs, and backs up what is new, unless it must be quick. Gives how that went. */
    close: async (ledger: Ledger, quick = false): Promise<BackupRun[]> => {
      clearTimeout(timer);
      clearInterval(timer);
      stopping.abort();
      await running;
      if (quick) return [];
      return runBackups(ledger, () => undefined, new AbortController().signal, true).catch(() => []);
    },
  };
};
