import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Grey } from './open-apart.ts';

/** Reads QR codes out of grey pictures. Only for the opener's thread: the library can't be stopped from outside. */

/** Twice the size, each new pixel between its neighbours: a code of few pixels a module is found where it was not. */
const doubled = ({ width, height, grey }: Grey): Grey => {
  const wide = width * 2;
  const into = new Uint8Array(wide * height * 2);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const below = y + 1 < height ? row + width : row;
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? x + 1 : x;
      const here = grey[row + x]!;
      const east = grey[row + right]!;
      const south = grey[below + x]!;
      const at = y * 2 * wide + x * 2;
      into[at] = here;
      into[at + 1] = (here + east) >> 1;
      into[at + wide] = (here + south) >> 1;
      into[at + wide + 1] = (here + east + south + grey[below + right]!) >> 2;
    }
  }
  return { width: wide, height: height * 2, grey: into };
};

/** Each pixel as the mean of itself and its eight neighbours: the grain of a scan goes, a module stays. */
const softened = ({ width, height, grey }: Grey): Grey => {
  const sums = new Uint16Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      sums[at] = grey[x > 0 ? at - 1 : at]! + grey[at]! + grey[x + 1 < width ? at + 1 : at]!;
    }
  const into = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const above = y > 0 ? -width : 0;
    const below = y + 1 < height ? width : 0;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      into[at] = (sums[at + above]! + sums[at]! + sums[at + below]!) / 9;
    }
  }
  return { width, height, grey: into };
};

/** The difference from what is softened, added once more: what the lens or the printer blurred stands apart again. */
const sharpened = (picture: Grey): Grey => {
  const soft = softened(softened(picture));
  const grey = new Uint8Array(picture.grey.length);
  for (let n = 0; n < grey.length; n++) grey[n] = Math.max(0, Math.min(255, 2 * picture.grey[n]! - soft.grey[n]!));
  return { ...picture, grey };
};

/** Pictures of more pixels than this are not doubled: their codes have pixels enough. */
const DOUBLE_AT_MOST = 6_000_000;

/** The library would fetch its WebAssembly from a public server. It is given the file that came with its package. */
const prepare = async (): Promise<void> => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const { buffer, byteOffset, byteLength } = await readFile(wasm);
  prepareZXingModule({ overrides: { wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) } });
};
let prepared: Promise<void> | undefined;

const read = async ({ width, height, grey }: Grey): Promise<string[]> => {
  prepared ??= prepare();
  await prepared;
  const data = new Uint8ClampedArray(grey.length * 4);
  new Uint32Array(data.buffer).set(Uint32Array.from(grey, (g) => 0xff000000 | (g << 16) | (g << 8) | g));
  const found = await readBarcodes({ data, width, height } as Parameters<typeof readBarcodes>[0], {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 8,
  });
  return found.filter((code) => code.isValid).map((code) => new TextDecoder().decode(code.bytes));
};

/** The texts of a picture's QR codes, as UTF-8. Looks harder where a first look finds none. */
export const readCodes = async (picture: Grey): Promise<string[]> => {
  const plain = await read(picture);
  if (plain.length > 0) return plain;
  const larger = picture.width * picture.height <= DOUBLE_AT_MOST ? doubled(picture) : picture;
  const soft = await read(softened(larger));
  return soft.length > 0 ? soft : read(sharpened(larger));
};
