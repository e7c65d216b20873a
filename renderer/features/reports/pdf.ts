import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { fetchDocument } from '../../bridge/files.ts';

// The worker is a file of our own origin: the content security policy allows nothing else.
GlobalWorkerOptions.workerSrc = workerUrl;

export type { PDFDocumentProxy, PDFPageProxy };

/** PDF's unit is a 72nd of an inch, the screen's a 96th. */
export const SCREEN_SCALE = 96 / 72;

/**
 * Opens a made document for looking at. Our PDFs embed their fonts and hold no pictures that need more than the browser,
 * so that nothing further is ever fetched.
 */
export const openPdf = async (token: string): Promise<PDFDocumentProxy> => {
  const bytes = new Uint8Array(await (await fetchDocument(token)).arrayBuffer());
  return getDocument({
    data: bytes,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableWorkerRendering: true,
    verbosity: 0,
  }).promise;
};

/**
 * Draws a page into a canvas.
 *
 * @param scale canvas pixels for each 72nd of an inch
 * @param intent `print` draws at once, without yielding to the screen
 */
export const drawPage = (
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  scale: number,
  intent: 'display' | 'print' = 'display',
): { promise: Promise<void>; cancel: () => void } => {
  const viewport = page.getViewport({ scale });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task = page.render({ canvas, viewport, intent });
  return { promise: task.promise, cancel: () => task.cancel() };
};

/** The words of a page in reading order, for those who can't see the picture. */
export const textOf = async (page: PDFPageProxy): Promise<string> => {
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : '')).join('');
};
