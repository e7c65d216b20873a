import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { MOST_PIXELS } from '../../../shared/domain/attachments.ts';
import type { PageSize } from './open-apart.ts';
import { PDF_FILES } from './pdf-files.ts';
import { textOf } from './pdf-page.ts';

/** Draws pages of a paper that somebody else wrote. Only for the opener's thread. */

/** A page is never drawn with more pixels than this, however long it is: 64 MB. */
const PAGE_PIXELS = 16_000_000;
/** Nor higher than this: not every browser shows a higher picture. */
const PAGE_HEIGHT = 16_000;
/**
 * What a page may have on canvases at one time, in pixels: the largest picture that is unpacked, and beside it the page
 * and what is put together for it (groups, masks, patterns), of which each is no larger than the page.
 */
const CANVAS_PIXELS = MOST_PIXELS + 6 * PAGE_PIXELS;
/** Text of one page, in characters. More than this nobody listens to. */
const MOST_TEXT = 20_000;

/** A canvas, as the library passes it about. */
type Sheet = { canvas: Canvas | null; context: SKRSContext2D | null };

/** Pixels on canvases now. The library lets some go without saying so, hence it starts anew with each page. */
let inUse = 0;

/** A page wanted more canvases than one may have. */
export class TooManyCanvases extends Error {}

/** Gives the library its canvases, and no more than `CANVAS_PIXELS` of them. */
export class BoundedCanvases {
  create(width: number, height: number): Sheet {
    if (!(width > 0 && height > 0)) throw new Error('A canvas without a size.');
    inUse += Math.ceil(width) * Math.ceil(height);
    if (inUse > CANVAS_PIXELS) throw new TooManyCanvases();
    const canvas = createCanvas(width, height);
    return { canvas, context: canvas.getContext('2d') };
  }
  reset(sheet: Sheet, width: number, height: number): void {
    this.destroy(sheet);
    Object.assign(sheet, this.create(width, height));
  }
  destroy(sheet: Sheet): void {
    if (!sheet.canvas) return;
    inUse -= sheet.canvas.width * sheet.canvas.height;
    sheet.canvas.width = 0;
    sheet.canvas.height = 0;
    sheet.canvas = null;
    sheet.context = null;
  }
  getNoAlphaContext(canvas: Canvas): SKRSContext2D {
    return canvas.getContext('2d', { alpha: false });
  }
}

/** What the library is opened with, to draw and not only to count. */
export const DRAWING = {
  ...PDF_FILES,
  CanvasFactory: BoundedCanvases,
  // Warnings are listened to, see LEFT_OUT; none of them leaves the thread.
  verbosity: 1,
  // Letters are drawn as shapes, and no font of a PDF is given to the system. One of the system's stands in only for letters
  // that neither the PDF nor the library's own fonts have, such as Asian ones that a PDF leaves out.
  disableFontFace: true,
};

/** What the library says when it leaves a picture or a font out and draws the rest. */
const LEFT_OUT =
  /exceeded maximum allowed size|Unable to decode (inline )?image|Dependent image isn't ready|Unable to load font data/;

/** Does something, and tells whether anything was left out meanwhile. */
const watched = async <T>(work: () => Promise<T>): Promise<{ result: T; whole: boolean }> => {
  const { warn } = console;
  let whole = true;
  console.warn = (...words: unknown[]) => {
    if (LEFT_OUT.test(String(words[0]))) whole = false;
  };
  try {
    return { result: await work(), whole };
  } finally {
    console.warn = warn;
  }
};

/** How large a page is as it is shown, turned as it says, in points. One pixel of a page is more than a paper has use of. */
const sizeOf = (page: PDFPageProxy): PageSize => {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width: Math.max(1, width), height: Math.max(1, height) };
};

/** The sizes of all pages. Rejects where one of them can't be found. */
export const sizesOf = async (pdf: PDFDocumentProxy): Promise<PageSize[]> => {
  const sizes: PageSize[] = [];
  for (let n = 1; n <= pdf.numPages; n++) sizes.push(sizeOf(await pdf.getPage(n)));
  return sizes;
};

/**
 * Draws a page on white, as wide as asked for or as its height allows, and reads its text. Rejects where it can't be drawn.
 *
 * @param width in pixels
 */
export const drawPage = async (
  pdf: PDFDocumentProxy,
  n: number,
  width: number,
): Promise<{ png: Uint8Array<ArrayBuffer>; text: string; whole: boolean }> => {
  inUse = 0;
  const page = await pdf.getPage(n);
  const size = sizeOf(page);
  const scale = Math.min(
    width / size.width,
    PAGE_HEIGHT / size.height,
    Math.sqrt(PAGE_PIXELS / (size.width * size.height)),
  );
  const viewport = page.getViewport({ scale });
  const canvas = createCanvas(Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height)));
  inUse += canvas.width * canvas.height;
  const { whole } = await watched(
    () => page.render({ canvas: canvas as never, viewport, background: '#ffffff' }).promise,
  );
  const png = new Uint8Array(canvas.toBuffer('image/png'));
  const text = await textOf(page).catch(() => '');
  page.cleanup();
  return { png, text: text.slice(0, MOST_TEXT), whole };
};
