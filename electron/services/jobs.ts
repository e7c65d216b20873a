/** Long work reports where it is, and stops when its signal says so. */
export type Progress = (stage: string, done: number, total: number) => void;
export type Work<T> = (progress: Progress, signal: AbortSignal) => Promise<T>;

export type JobEvent<T> =
  | { state: 'running'; stage: string; done: number; total: number }
  | { state: 'done'; result: T };

const REPORT_EVERY_MS = 100;

/**
 * Runs long work as an async iterator: progress now and then, the result last. Leaving the iteration, or aborting
 * `outer`, stops the work and waits until it has cleaned up.
 */
export async function* runJob<T>(work: Work<T>, outer?: AbortSignal): AsyncGenerator<JobEvent<T>, void, void> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  outer?.addEventListener('abort', stop, { once: true });
  if (outer?.aborted) stop();
  let latest: JobEvent<T> | undefined;
  let reported = 0;
  let wake = () => undefined as undefined;
  const finished = work((stage, done, total) => {
    latest = { state: 'running', stage, done, total };
    if (performance.now() - reported >= REPORT_EVERY_MS) wake();
  }, controller.signal).then((result): JobEvent<T> => ({ state: 'done', result }));
  finished.catch(() => undefined);
  try {
    for (;;) {
      const woken = new Promise<undefined>((resolve) => {
        wake = () => resolve(undefined) as undefined;
      });
      const result = await Promise.race([finished, woken]);
      if (result) {
        yield result;
        return;
      }
      reported = performance.now();
      if (latest) yield latest;
    }
  } finally {
    outer?.removeEventListener('abort', stop);
    stop();
    await finished.catch(() => undefined);
  }
}
