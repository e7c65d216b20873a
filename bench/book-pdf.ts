import { performance } from 'node:perf_hooks';
import { makeBookPdf } from '../electron/services/documents/book-pdf.ts';
import { randomBook, someHead } from '../electron/services/documents/test-lines.ts';

export type BookPdfFigures = {
  /** Wall time, generating the made-up lines twice included. */
  ms: number;
  /** Processor time of the whole process meanwhile; on a busy machine the steadier figure. */
  cpuMs: number;
  /** Highest resident memory while printing, over what stood before, in megabytes of 10^6 bytes. */
  rssAboveIdleMb: number;
  pages: number;
  /** Size of the file. */
  bytes: number;
  /** Longest time for which the event loop had no turn. */
  longestBlockMs: number;
};

/**
 * Prints a made-up book of so many lines in the view “as corrected”. Memory is sampled at every turn of the event loop,
 * which the printing gives about every 15 ms.
 */
export const benchBookPdf = async (lines: number): Promise<BookPdfFigures> => {
  // Code and fonts are loaded before the idle memory is read.
  await makeBookPdf(
    { head: someHead(), view: 'corrected', paper: 'letter', order: 'line', lines: randomBook(100), total: 100 },
    () => {},
    new AbortController().signal,
  );
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  let highest = idle;
  let longestBlockMs = 0;
  let last = performance.now();
  let read = last;
  const sample = () => {
    const now = performance.now();
    longestBlockMs = Math.max(longestBlockMs, now - last);
    last = now;
    // Reading the memory costs a system call; every 10 ms is often enough.
    if (now - read < 10) return;
    read = now;
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  let running = true;
  const watch = () => {
    sample();
    if (running) setImmediate(watch);
  };
  setImmediate(watch);
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const { bytes, pages } = await makeBookPdf(
    { head: someHead(), view: 'corrected', paper: 'letter', order: 'line', lines: randomBook(lines), total: lines },
    () => {},
    new AbortController().signal,
  );
  const ms = performance.now() - from;
  const cpu = process.cpuUsage(cpuFrom);
  sample();
  running = false;
  const cpuMs = (cpu.user + cpu.system) / 1000;
  return { ms, cpuMs, rssAboveIdleMb: (highest - idle) / 1e6, pages, bytes: bytes.length, longestBlockMs };
};

if (import.meta.main) {
  const lines = Number(process.argv[2] ?? 100_000);
  const figures = await benchBookPdf(lines);
  console.log(JSON.stringify({ lines, ...figures }));
}
