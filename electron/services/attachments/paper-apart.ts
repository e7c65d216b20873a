import { Worker } from 'node:worker_threads';
import { ENTRY, MEMORY_MB, type Opened, type OpenRequest } from './open-apart.ts';

/** A page of the paper that a thread holds, from 1, and how wide it is to be drawn, in pixels. */
export type PageRequest = { page: number; width: number };
export type Drawn =
  /** `whole`: false where something on the page, mostly a picture, could not be drawn. */
  | { state: 'drawn'; png: Uint8Array<ArrayBuffer>; text: string; whole: boolean }
  /** It took too long, it wanted too much memory, or what is on the page can't be read. */
  | { state: 'undrawn'; why: 'slow' | 'memory' | 'broken' };

/** What a paper may take: for opening it and for each page, in milliseconds; and of memory, in bytes. */
export type PaperLimits = { patience: number; memory: number };
/** A page of text takes a third of a second, one picture of 100 megapixels six to twelve seconds and 1.2 GB. */
const LIMITS: PaperLimits = { patience: 30_000, memory: 1536 * 1024 * 1024 };
const LOOK_EVERY_MS = 100;

/** A paper in a thread of its own. */
export type OpenPaper = {
  opened: Promise<Opened>;
  /** Draws a page; one is asked for at a time. Never rejects. What can't be drawn may end the thread with it. */
  draw(request: PageRequest): Promise<Drawn>;
  /** Whether it is opening or drawing. */
  busy(): boolean;
  /** Whether the thread was ended, by `end` or because of what was in the paper. */
  ended(): boolean;
  end(): void;
};

/**
 * Opens a paper in a thread that stays, so that its next page does not open all of it again. The thread is ended where the
 * paper, or a page of it, takes too long or too much.
 */
export const openPaper = (bytes: Uint8Array, limits = LIMITS): OpenPaper => {
  const request: OpenRequest = { kind: 'paper', bytes };
  const worker = new Worker(ENTRY, {
    name: 'opener',
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // The canvas need not list the system's fonts, which takes a while: letters are drawn as shapes.
    env: { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' },
    stdout: true,
    stderr: true,
  });
  // It must never keep the process from ending.
  worker.unref();
  // The heap's limit counts no buffers and no canvases; what the process holds beyond what it held before does.
  const before = process.memoryUsage.rss();
  let gone = false;
  let answer: ((reply: Opened | Drawn) => void) | undefined;
  const settle = (reply: Opened | Drawn): void => {
    answer?.(reply);
    answer = undefined;
  };
  const end = (why: 'slow' | 'memory' | 'broken' = 'broken'): void => {
    gone = true;
    settle({ state: 'undrawn', why });
    void worker.terminate();
  };
  worker.on('message', settle);
  worker.on('error', (error: Error & { code?: string }) =>
    end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'broken'),
  );
  worker.on('exit', () => end());

  /** The thread's next answer, or why it was ended instead. */
  const next = (): Promise<Opened | Drawn> => {
    if (gone) return Promise.resolve({ state: 'undrawn', why: 'broken' });
    return new Promise((resolve) => {
      const timer = setTimeout(() => end('slow'), limits.patience);
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > limits.memory) end('memory');
      }, LOOK_EVERY_MS);
      answer = (reply) => {
        clearTimeout(timer);
        clearInterval(watch);
        resolve(reply);
      };
    });
  };
  return {
    opened: next().then((reply): Opened => (reply.state === 'undrawn' ? { state: 'broken' } : (reply as Opened))),
    draw: async (wanted) => {
      const reply = next();
      if (!gone) worker.postMessage(wanted);
      return (await reply) as Drawn;
    },
    busy: () => answer !== undefined,
    ended: () => gone,
    end: () => end(),
  };
};
