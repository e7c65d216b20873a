import { parentPort, workerData } from 'node:worker_threads';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { MOST_PAGES, MOST_PIXELS } from '../../../shared/domain/attachments.ts';
import type { Opened, OpenRequest } from './open-apart.ts';
import type { Drawn, PageRequest } from './paper-apart.ts';

/** What a checkpoint of any ledger begins with. */
const NOTE_START = 'rollmark.local/';

/**
 * Entry of a thread that opens one file and ends, or draws the pages of one paper: what is read here was written by
 * somebody else, and neither library knows how to stop. `open-apart.ts` and `paper-apart.ts` start it, and end it where it
 * takes too long or too much. Only the library that is needed is loaded.
 */

/**
 * Does something with the pages of a PDF. No script of a PDF is ever run: the library's sandbox is not here.
 *
 * @param more what the library needs to read or draw what is on a page, and not only to count pages
 */
const withPdf = async (
  bytes: Uint8Array,
  use: (pdf: PDFDocumentProxy) => Promise<Opened>,
  more: object = { useWasm: false, verbosity: 0 },
): Promise<Opened> => {
  // The library would load its own worker from a path beside its source; this thread is one already.
  Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') });
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    data: bytes,
    useSystemFonts: false,
    maxImageSize: MOST_PIXELS,
    ...more,
  });
  // It asks for a password until somebody says that there is none.
  let locked = false;
  task.onPassword = () => {
    locked = true;
    void task.destroy();
  };
  try {
    const pdf = await task.promise;
    if (pdf.numPages > MOST_PAGES) return { state: 'too many', count: pdf.numPages };
    return await use(pdf);
  } catch {
    return { state: locked ? 'locked' : 'broken' };
  }
};

/** Counts a PDF's pages, each of them really found. */
const openPdf = (bytes: Uint8Array): Promise<Opened> =>
  withPdf(bytes, async (pdf) => {
    const pages = pdf.numPages;
    for (let n = 1; n <= pages; n++) (await pdf.getPage(n)).getViewport({ scale: 1 });
    return pages > 0 ? { state: 'pdf', pages } : { state: 'broken' };
  });

/** Opens a paper, and draws the pages that it is asked for, one after another, until the thread is ended. */
const openPaper = async (bytes: Uint8Array): Promise<Opened> => {
  const { drawPage, DRAWING, sizesOf, TooManyCanvases } = await import('./draw-page.ts');
  return withPdf(
    bytes,
    async (pdf) => {
      const sizes = await sizesOf(pdf);
      parentPort?.on('message', async ({ page, width }: PageRequest) => {
        const drawn = await drawPage(pdf, page, width).then(
          (picture): Drawn => ({ state: 'drawn', ...picture }),
          (error: unknown): Drawn => ({
            state: 'undrawn',
            why: error instanceof TooManyCanvases ? 'memory' : 'broken',
          }),
        );
        parentPort?.postMessage(drawn, drawn.state === 'drawn' ? [drawn.png.buffer] : []);
      });
      return { state: 'paper', sizes };
    },
    DRAWING,
  );
};

/**
 * What stands on a PDF's pages and what codes in their pictures say, from the last page on, where the proof stands, until
 * there is something. Pages are not drawn: a scan is a picture in a PDF, and a saved printout holds its text.
 */
const codesInPdf = async (bytes: Uint8Array): Promise<Opened> => {
  const { readCodes } = await import('./codes.ts');
  const { PDF_FILES } = await import('./pdf-files.ts');
  const { picturesOf, textOf } = await import('./pdf-page.ts');
  return withPdf(
    bytes,
    async (pdf) => {
      for (let n = pdf.numPages; n > 0; n--) {
        const page = await pdf.getPage(n);
        const texts = [await textOf(page)].filter((text) => text.includes(NOTE_START));
        for (const picture of await picturesOf(page)) texts.push(...(await readCodes(picture)));
        if (texts.length > 0) return { state: 'codes', texts };
        page.cleanup();
      }
      return { state: 'codes', texts: [] };
    },
    { ...PDF_FILES, verbosity: 0 },
  );
};

/** Unpacks the first picture of a HEIC to RGBA, turned as the file says. */
const openHeic = async (bytes: Uint8Array): Promise<Opened> => {
  const { default: makeLibheif } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs');
  const lib = makeLibheif();
  const images = new lib.HeifDecoder().decode(bytes);
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) return { state: 'broken' };
  const width = image.get_width();
  const height = image.get_height();
  if (width * height > MOST_PIXELS) return { state: 'too many', count: width * height };
  if (width * height === 0) return { state: 'broken' };
  const data = new Uint8ClampedArray(width * height * 4);
  const done = await new Promise<object | null>((resolve) => image.display({ data, width, height }, resolve));
  return done ? { state: 'picture', width, height, rgba: new Uint8Array(data.buffer) } : { state: 'broken' };
};

const request = workerData as OpenRequest;
const open = async (): Promise<Opened> => {
  switch (request.kind) {
    case 'pdf':
      return openPdf(request.bytes);
    case 'paper':
      return openPaper(request.bytes);
    case 'heic':
      return openHeic(request.bytes);
    case 'codes': {
      const { readCodes } = await import('./codes.ts');
      return { state: 'codes', texts: await readCodes(request) };
    }
    case 'pdf-codes':
      return codesInPdf(request.bytes);
  }
};
const opened = await open().catch((): Opened => ({ state: 'broken' }));
parentPort?.postMessage(opened, opened.state === 'picture' ? [opened.rgba.buffer] : []);
