import { setImmediate } from 'node:timers/promises';

/** Work of one go before the event loop gets its turn, in milliseconds. */
const SLICE = 15;
/** How many steps pass between two looks at the clock. */
const STEPS = 16;

/** Shares the worker's thread: long work asks `due()` at each step, and where it is so, awaits `now()`. */
export type Turns = {
  due(): boolean;
  /** Lets the event loop run. Rejects with an AbortError where the signal is aborted. */
  now(): Promise<void>;
};

export const makeTurns = (signal: AbortSignal): Turns => {
  let since = performance.now();
  let steps = 0;
  return {
    due: () => {
      if (++steps < STEPS) return false;
      steps = 0;
      return performance.now() - since >= SLICE;
    },
    now: async () => {
      await setImmediate();
      // Always our own error: a signal may have been aborted with any value as its reason.
      if (signal.aborted) throw new DOMException('Printing was cancelled.', 'AbortError');
      since = performance.now();
    },
  };
};
