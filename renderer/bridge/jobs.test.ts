import { describe, expect, it } from 'vitest';
import { createJob, remainingWords } from './jobs.ts';

describe('remaining time', () => {
  it('says nothing while it is too early or nothing is known', () => {
    expect(remainingWords(1, 100, 200)).toBe('');
    expect(remainingWords(0, 100, 5000)).toBe('');
    expect(remainingWords(5, 0, 5000)).toBe('');
  });
  it('extrapolates from what is done', () => {
    expect(remainingWords(25, 100, 10_000)).toBe('about 30 s left');
    expect(remainingWords(10, 100, 60_000)).toBe('about 9 min left');
    expect(remainingWords(99, 100, 10_000)).toBe('a moment left');
  });
});

describe('a job', () => {
  it('reports progress and then its result', async () => {
    const seen: string[] = [];
    const job = createJob<number, string>(async function* (input: number) {
      yield { state: 'running' as const, stage: 'reading', done: 1, total: 2 };
      yield { state: 'done' as const, result: `made ${input}` };
    } as never);
    job.subscribe(() => seen.push(job.get().status));
    await job.start(7);
    expect(job.get()).toEqual({ status: 'done', input: 7, result: 'made 7' });
    expect(seen).toEqual(['running', 'running', 'done']);
  });

  it('ends as cancelled when it is stopped, and as failed when it fails', async () => {
    const endless = createJob<null, string>(async (_input, { signal }) =>
      (async function* () {
        yield { state: 'running' as const, stage: 'x', done: 0, total: 1 };
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      })(),
    );
    const run = endless.start(null);
    await new Promise((r) => setTimeout(r, 5));
    endless.cancel();
    await run;
    expect(endless.get().status).toBe('cancelled');

    const failing = createJob<null, string>(async () => {
      throw new Error('no');
    });
    await failing.start(null);
    expect(failing.get().status).toBe('failed');
  });

  it('forgets a run that was started over', async () => {
    const gate = Promise.withResolvers<void>();
    const job = createJob<string, string>(async (input) =>
      (async function* () {
        if (input === 'first') await gate.promise;
        yield { state: 'done' as const, result: input };
      })(),
    );
    const first = job.start('first');
    await job.start('second');
    gate.resolve();
    await first;
    expect(job.get()).toEqual({ status: 'done', input: 'second', result: 'second' });
  });
});
