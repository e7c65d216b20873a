import type { PDFPageProxy } from 'pdfjs-dist';
import { ImageKind, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Grey } from './open-apart.ts';

/** What a PDF's page holds, without drawing it. Only for the opener's thread. */

/** The page's text, line by line as it was set. */
export const textOf = async (page: PDFPageProxy): Promise<string> => {
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ' '}` : '')).join('');
};

/** A picture as the library unpacks it: bits, three or four bytes a pixel. */
type Unpacked = { width: number; height: number; kind?: number; data?: Uint8Array | Uint8ClampedArray };

/** Pictures looked at on one page. A scan is one; a page of photos is no printout. */
const MOST_PICTURES = 12;

const greyOf = ({ width, height, kind, data }: Unpacked): Grey | undefined => {
  if (!data) return undefined;
  const grey = new Uint8Array(width * height);
  const bytes = kind === ImageKind.RGBA_32BPP ? 4 : kind === ImageKind.RGB_24BPP ? 3 : 0;
  if (bytes > 0)
    for (let n = 0, at = 0; n < grey.length; n++, at += bytes)
      grey[n] = (data[at]! * 77 + data[at + 1]! * 151 + data[at + 2]! * 28) >> 8;
  else {
    const row = (width + 7) >> 3;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) grey[y * width + x] = (data[y * row + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0;
  }
  return { width, height, grey };
};

/** The pictures of a page, the largest first. */
export const picturesOf = async (page: PDFPageProxy): Promise<Grey[]> => {
  const { fnArray, argsArray } = await page.getOperatorList();
  const found: Grey[] = [];
  const take = (given: unknown): void => {
    const picture = typeof given === 'object' && given !== null ? greyOf(given as Unpacked) : undefined;
    if (picture) found.push(picture);
  };
  /** An object that the page, or the whole document, holds under a name: waited for, as some decoders take a moment. */
  const named = async (name: unknown): Promise<unknown> =>
    typeof name === 'string'
      ? new Promise((resolve) => (name.startsWith('g_') ? page.commonObjs : page.objs).get(name, resolve))
      : name;
  for (const [n, fn] of fnArray.entries()) {
    if (found.length >= MOST_PICTURES) break;
    const [first] = (argsArray[n] ?? []) as unknown[];
    if (fn === OPS.paintImageXObject) take(await named(first));
    else if (fn === OPS.paintInlineImageXObject) take(first);
    else if (fn === OPS.paintImageMaskXObject) {
      // A stencil, as black-and-white scans are. Which side is ink it does not say; the reader of codes tries both.
      const mask = first as Unpacked & { data?: unknown };
      take(typeof mask?.data === 'string' ? { ...mask, ...((await named(mask.data)) as object) } : mask);
    }
  }
  return found.sort((a, b) => b.width * b.height - a.width * a.height);
};
