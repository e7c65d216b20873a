import { styleNonce } from '../../bridge/nonce.ts';
import { drawPage, openPdf } from './pdf.ts';

/** More pages than this would fill the memory as pictures; a PDF reader prints them better. */
export const MOST_PRINTED = 120;
/** Dots an inch of the printed pictures: text of a book's size is clean, and a page stays under a megabyte. */
const PRINT_DPI = 200;

const blobOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The page could not be drawn.'))), 'image/png'),
  );

/**
 * Prints a made document through the browser's own dialog. The strict content security policy allows no frame with a PDF
 * viewer, so the pages are drawn as pictures and the page prints those.
 *
 * @param onPage told how many pages are drawn
 */
export const printPdf = async (token: string, signal: AbortSignal, onPage: (done: number) => void): Promise<void> => {
  const pdf = await openPdf(token);
  const holder = document.createElement('div');
  holder.className = 'rm-print';
  const style = document.createElement('style');
  style.nonce = styleNonce();
  const urls: string[] = [];
  try {
    for (let n = 1; n <= Math.min(pdf.numPages, MOST_PRINTED); n++) {
      signal.throwIfAborted();
      const page = await pdf.getPage(n);
      const { width, height } = page.getViewport({ scale: 1 });
      if (n === 1) style.textContent = `@page { size: ${width / 72}in ${height / 72}in; margin: 0; }`;
      const canvas = document.createElement('canvas');
      await drawPage(page, canvas, PRINT_DPI / 72, 'print').promise;
      const url = URL.createObjectURL(await blobOf(canvas));
      urls.push(url);
      const image = new Image();
      image.src = url;
      image.alt = '';
      holder.append(image);
      await image.decode();
      page.cleanup();
      onPage(n);
    }
    signal.throwIfAborted();
    document.head.append(style);
    document.body.append(holder);
    // Returns when the dialog is closed.
    window.print();
  } finally {
    style.remove();
    holder.remove();
    for (const url of urls) URL.revokeObjectURL(url);
    await pdf.loadingTask.destroy();
  }
};
