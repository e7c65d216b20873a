import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

const beside = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
/** The library joins these with a file's name and wants a slash at the end, on Windows too. */
const folderOf = (name: string): string => `${join(beside, name).replaceAll(sep, '/')}/`;

/**
 * Where the PDF library's own files lie, for whoever reads what is on a page: fonts that a PDF may leave out, Asian codes,
 * decoders of what scanners write (fax, JBIG2, JPEG 2000). They come with its package; nothing is fetched.
 */
export const PDF_FILES = {
  standardFontDataUrl: folderOf('standard_fonts'),
  cMapUrl: folderOf('cmaps'),
  wasmUrl: folderOf('wasm'),
  useWasm: true,
  useWorkerFetch: false,
};
