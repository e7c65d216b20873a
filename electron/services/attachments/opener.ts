import { parentPort, workerData } from 'node:worker_threads';
import { MOST_PAGES, MOST_PIXELS } from '../../../shared/domain/attachments.ts';
import type { Opened, OpenRequest } from './open-apart.ts';

/**
 * Entry of a thread that opens one file and ends: what is read here was written by somebody else, and neither library
 * knows how to stop. `open-apart.ts` starts it, and ends it where it takes too long or too much. Only the library that is
 * needed is loaded.
 */

/** Counts a PDF's pages, each of them really found. No script of a PDF is ever run: the library's sandbox is not here. */
const openPdf = async (bytes: Uint8Array): Promise<Opened> => {
  // The library would load its own worker from a path beside its source; this thread is one already.
  Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') });
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: bytes, useSystemFonts: false, useWasm: false, verbosity: 0 });
  // It asks for a password until somebody says that there is none.
  let locked = false;
  task.onPassword = () => {
    locked = true;
    void task.destroy();
  };
  try {
    const pdf = await task.promise;
    const pages = pdf.numPages;
    if (pages > MOST_PAGES) return { state: 'too many', count: pages };
    for (let n = 1; n <= pages; n++) (await pdf.getPage(n)).getViewport({ scale: 1 });
    return pages > 0 ? { state: 'pdf', pages } : { state: 'broken' };
  } catch {
    return { state: locked ? 'locked' : 'broken' };
  }
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

const { kind, bytes } = workerData as OpenRequest;
const opened = await (kind === 'pdf' ? openPdf(bytes) : openHeic(bytes)).catch((): Opened => ({ state: 'broken' }));
parentPort?.postMessage(opened, opened.state === 'picture' ? [opened.rgba.buffer] : []);
