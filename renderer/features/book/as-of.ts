import { useEffect, useSyncExternalStore } from 'react';
import { BOOKS } from '../../../shared/domain/settings.ts';
import { onForget } from '../../app/forget.ts';
import { type Book, useLedger, useMoment } from '../../app/ledger.tsx';
import { client } from '../../bridge/client.ts';
import { createJob, type JobState, type ResultOf, useJob } from '../../bridge/jobs.ts';

/** The ledger as it stood after a number of events; the engine holds one such state at a time. */
export type Earlier = ResultOf<typeof client.book.asOf>;
/** `at`: a day as typed, or a number of events. */
type Asked = { ledger: string; at: string };

/** Goes back. It goes on while one looks at other pages. */
export const asOfJob = createJob<Asked, Earlier>(({ at }, options) => client.book.asOf({ at }, options));

/** The state that was last gone back to, with what was asked for. It stays while another one is looked for. */
let shown: (Earlier & Asked) | undefined;
asOfJob.subscribe(() => {
  const job = asOfJob.get();
  if (job.status === 'done') shown = { ...job.result, ...job.input };
});
onForget(() => {
  shown = undefined;
  asOfJob.reset();
});

export type EarlierOrWhyNot = {
  /** Undefined while the engine is still going back, or could not. */
  earlier: (Earlier & Asked) | undefined;
  job: JobState<Asked, Earlier>;
  /** Goes back again: the engine no longer holds this state. */
  again: () => void;
};

/**
 * The state after a number of events, gone back to where the engine does not hold it. One of another ledger is never
 * taken for it.
 */
export const useEarlier = (size: number): EarlierOrWhyNot => {
  const { ledger } = useLedger();
  const job = useJob(asOfJob);
  const held = useSyncExternalStore(asOfJob.subscribe, () => shown);
  const earlier = held?.ledger === ledger && held.size === size ? held : undefined;
  const at = String(size);
  // What failed or was stopped waits for the user's word.
  const settled = (job.status === 'failed' || job.status === 'cancelled') && job.input.at === at;
  const idle = earlier === undefined && job.status !== 'running' && !settled;
  useEffect(() => {
    if (idle) void asOfJob.start({ ledger, at });
  }, [idle, ledger, at]);
  return {
    earlier,
    job,
    again: () => {
      shown = undefined;
      void asOfJob.start({ ledger, at });
    },
  };
};

/** A book as it stood: what it is called, and how many lines it had. Undefined where it was not kept yet. */
export const bookThen = ({ books }: Earlier, id: string): Book | undefined => {
  const then = books.find((book) => book.id === id);
  if (!then) return undefined;
  const { title, short, kind, categories } = BOOKS[then.id];
  return { ...then, title, short, kind, categories: [...categories], secondKeying: false };
};

/** `20 Nov 2026, 15:00 (57 events, root hLzF9b3cQa…)` */
export const useEarlierWords = (): ((earlier: Earlier) => string) => {
  const moment = useMoment();
  return ({ moment: at, size, root }) =>
    `${moment(at)} (${size.toLocaleString('en-US')} ${size === 1 ? 'event' : 'events'}, root ${root.slice(0, 10)}…)`;
};
