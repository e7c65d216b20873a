import { spawnSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Reads printed documents back with programs that had no part in making them: pdf.js always, poppler where it is. */

/** A run of text on a page, in points; x from the left, y of the baseline from the top. */
export type PrintedText = { text: string; x: number; y: number; width: number; size: number };
export type PrintedPage = { width: number; height: number; texts: PrintedText[] };

export const readPdf = async (bytes: Buffer): Promise<{ pages: PrintedPage[]; info: Record<string, unknown> }> => {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: PrintedPage[] = [];
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n);
    const [, , width, height] = page.view as [number, number, number, number];
    const content = await page.getTextContent();
    const texts: PrintedText[] = [];
    for (const item of content.items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, , , size, x, y] = item.transform as number[] as [number, number, number, number, number, number];
      texts.push({ text: item.str, x, y: height - y, width: item.width, size: Math.abs(size) });
    }
    pages.push({ width, height, texts });
    page.cleanup();
  }
  const { info } = await document.getMetadata();
  await document.loadingTask.destroy();
  return { pages, info: info as Record<string, unknown> };
};

/** All text of a page, or of all pages, as one string with a space between runs. */
export const textOf = (...pages: PrintedPage[]): string =>
  pages.flatMap((page) => page.texts.map((t) => t.text)).join(' ');

/** Where a printed book's columns begin, from their heads on the page; and how far down the heads reach. */
export const columnsOf = (page: PrintedPage, serialTitle = 'Serial number') => {
  const bottom = page.texts.find((t) => t.text === serialTitle)!.y;
  const heads = page.texts.filter((t) => t.size === 7.5 && t.y > bottom - 20 && t.y <= bottom);
  const xs = [...new Set(heads.map((t) => Math.round(t.x * 100) / 100))].sort((a, b) => a - b);
  const texts = page.texts.filter((t) => t.y > bottom && t.y < page.height - 40);
  const inColumn = (n: number): PrintedText[] =>
    texts.filter((t) => t.x >= xs[n]! - 0.1 && t.x < (xs[n + 1] ?? page.width) - 0.1);
  return { xs, heads, bottom, inColumn };
};

/** The strokes drawn over the text, page by page, as they stand in the file: `y` is the middle, from the top. */
export const strokesOf = (bytes: Buffer): { x: number; y: number; width: number }[][] => {
  const pages: { x: number; y: number; width: number }[][] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at)) {
    const end = bytes.indexOf('\nendstream', at);
    const stream = bytes.subarray(at + 'stream\n'.length, end);
    at = end + '\nendstream'.length;
    let content: string;
    try {
      content = inflateSync(stream).toString('latin1');
    } catch {
      continue;
    }
    const texts = content.lastIndexOf('ET\n');
    if (!content.includes('BT\n') || texts < 0) continue;
    const bars = content.slice(texts).matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f$/gm);
    pages.push([...bars].map((b) => ({ x: Number(b[1]), y: Number(b[2]) + Number(b[4]) / 2, width: Number(b[3]) })));
  }
  return pages;
};

/** The texts of a page that have a stroke through them, along their whole width. */
export const struckTexts = (page: PrintedPage, strokes: readonly { x: number; y: number; width: number }[]): string[] =>
  page.texts
    .filter((t) =>
      strokes.some(
        (s) => s.x <= t.x + 0.1 && s.x + s.width >= t.x + t.width - 0.1 && s.y < t.y && s.y > t.y - t.size * 0.5,
      ),
    )
    .map((t) => t.text);

/** Runs a poppler tool with the PDF on its standard input. */
export const poppler = (tool: string, args: readonly string[], pdf: Buffer): Buffer => {
  const run = spawnSync(tool, args, { input: pdf, maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${tool}: ${run.stderr}`);
  return run.stdout;
};

const runs = (tool: string): boolean => spawnSync(tool, ['-v']).status === 0;

/** Poppler is a second reader where it is installed; pdf.js reads everywhere. */
export const hasPoppler = runs('pdftotext');
