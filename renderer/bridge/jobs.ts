import { useSyncExternalStore } from 'react';
import { isCancelled } from './errors.ts';

type Progress<R> = { state: 'running'; stage: string; done: number; total: number } | { state: 'done'; result: R };

/** The result at the end of one of the contract's long operations. */
export type ResultOf<F> = F extends (...args: never[]) => Promise<AsyncIterable<infer Step>>
  ? Extract<Step, { state: 'done' }> extends { result: infer R }
    ? R
    : never
  : never;

export type JobState<I, R> =
  | { status: 'idle' }
  | { status: 'running'; input: I; stage: string; done: number; total: number; startedAt: number; stageAt: number }
  | { status: 'done'; input: I; result: R }
  | { status: 'failed'; input: I; error: unknown }
  | { status: 'cancelled'; input: I };

export type Job<I, R> = {
  get(): JobState<I, R>;
  subscribe(listener: () => void): () => void;
  start(input: I): Promise<void>;
  cancel(): void;
  /** Forgets the last result; stops the work where it still runs. */
  reset(): void;
};

/**
 * Long work that outlives the page it was started from: it goes on while the user looks elsewhere, and its page finds it
 * again. Starting it anew cancels what ran before.
 *
 * @param call the contract's operation
 * @param outcome for work that changes something: what came of it all the same, where the cancel came too late
 */
export const createJob = <I, R>(
  call: (input: I, options: { signal: AbortSignal }) => Promise<AsyncIterable<Progress<R>>>,
  outcome?: (input: I) => Promise<R | null>,
): Job<I, R> => {
  let state: JobState<I, R> = { status: 'idle' };
  let controller: AbortController | undefined;
  const listeners = new Set<() => void>();
  const set = (next: JobState<I, R>) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const start = async (input: I) => {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    const startedAt = performance.now();
    set({ status: 'running', input, stage: '', done: 0, total: 0, startedAt, stageAt: startedAt });
    try {
      for await (const step of await call(input, { signal: mine.signal })) {
        if (controller !== mine) return;
        if (step.state === 'done') {
          set({ status: 'done', input, result: step.result });
          continue;
        }
        const before = state;
        const stageAt = before.status === 'running' && before.stage === step.stage ? before.stageAt : performance.now();
        set({ status: 'running', input, stage: step.stage, done: step.done, total: step.total, startedAt, stageAt });
      }
      if (controller === mine && state.status === 'running')
        set({ status: 'failed', input, error: new Error('The work ended without a result.') });
    } catch (error) {
      // What is lost after the result came is no loss.
      if (controller !== mine || state.status === 'done') return;
      if (!mine.signal.aborted && !isCancelled(error)) return set({ status: 'failed', input, error });
      const result = await outcome?.(input).catch(() => null);
      if (controller === mine) set(result ? { status: 'done', input, result } : { status: 'cancelled', input });
    }
  };
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    cancel: () => controller?.abort(),
    reset: () => {
      const running = controller;
      controller = undefined;
      running?.abort();
      set({ status: 'idle' });
    },
  };
};

export const useJob = <I, R>(job: Job<I, R>): JobState<I, R> => useSyncExternalStore(job.subscribe, job.get);

/**
 * How long the present stage will still take, in words, from how long it took so far. Empty while it is too early to say.
 *
 * @param elapsedMs time since the stage began
 */
export const remainingWords = (done: number, total: number, elapsedMs: number): string => {
  if (total <= 0 || done <= 0 || elapsedMs < 700) return '';
  const seconds = (elapsedMs / 1000) * ((total - done) / done);
  if (seconds < 1.5) return 'a moment left';
  if (seconds < 90) return `about ${Math.ceil(seconds)} s left`;
  return `about ${Math.ceil(seconds / 60)} min left`;
};
