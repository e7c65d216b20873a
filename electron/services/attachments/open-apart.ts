import { Worker } from 'node:worker_threads';
import { makeMutex } from '../../ledger/mutex.ts';

/** One byte a pixel, row by row, white 255. */
export type Grey = { width: number; height: number; grey: Uint8Array };
/** In points. */
export type PageSize = { width: number; height: number };
export type OpenRequest =
  /** `paper` is the one that stays, to be asked for pages: `paper-apart.ts`. */
  | { kind: 'pdf' | 'heic' | 'pdf-codes' | 'paper'; bytes: Uint8Array }
  /** Looks for QR codes in a picture that is unpacked already. */
  | ({ kind: 'codes' } & Grey);
export type Opened =
  | { state: 'pdf'; pages: number }
  | { state: 'paper'; sizes: PageSize[] }
  /** What QR codes say and, of a PDF, what stands on its pages. */
  | { state: 'codes'; texts: string[] }
  | { state: 'picture'; width: number; height: number; rgba: Uint8Array<ArrayBuffer> }
  /** More pages or pixels than are opened. */
  | { state: 'too many'; count: number }
  | { state: 'locked' }
  | { state: 'broken' };

/** As built, the entry stands beside the engine, whose parts may be a folder below; the sources run where they are. */
export const ENTRY = new URL(
  import.meta.url.endsWith('.ts')
    ? './opener.ts'
    : import.meta.url.includes('/chunks/')
      ? '../opener.js'
      : './opener.js',
  import.meta.url,
);

/** A photo of 12 megapixels takes half a second, a paper of 200 pages one. */
const PATIENCE_MS = 30_000;
/** Of JavaScript's heap; buffers are not counted. */
export const MEMORY_MB = 512;

const inTurn = makeMutex();

/**
 * Opens a PDF or HEIC, or looks for QR codes, in a thread of its own, one at a time, so that a file made to be endless ends
 * with its thread.
 * Never rejects: what fails there is a broken file.
 */
export const openApart = (request: OpenRequest): Promise<Opened> =>
  inTurn(
    () =>
      new Promise<Opened>((resolve) => {
        const worker = new Worker(ENTRY, {
          name: 'opener',
          workerData: request,
          resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
          // What the libraries have to say about a file is not for the terminal.
          stdout: true,
          stderr: true,
        });
        const end = (opened: Opened) => {
          clearTimeout(timer);
          resolve(opened);
          void worker.terminate();
        };
        const timer = setTimeout(() => end({ state: 'broken' }), PATIENCE_MS);
        worker.once('message', end);
        worker.once('error', () => end({ state: 'broken' }));
        worker.once('exit', () => end({ state: 'broken' }));
      }),
  );
