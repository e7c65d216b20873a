import sharp, { type Sharp } from 'sharp';
import { MOST_PIXELS } from '../../../shared/domain/attachments.ts';
import { type Grey, openApart } from './open-apart.ts';
import type { Media } from './sniff.ts';

/** Longest side of each preview, in pixels. */
export const PREVIEWS = { thumb: 320, screen: 1600, close: 8192 } as const;
export type Preview = keyof typeof PREVIEWS;

// libvips reads two dozen formats, some with loaders nobody here has need of. Only these three are let in.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// What was unpacked is not held beyond its use: the ledger may be locked next.
sharp.cache(false);
// One picture on one core: the page and the engine want the other.
sharp.concurrency(1);

/** A picture's size as a person sees it, or why it can't be opened. */
export type Seen = { width: number; height: number } | { pixels: number } | 'broken';

/** A PNG ends with its IEND chunk (RFC 2083, 4.1.4); the decoder is content with the last row. */
const isWhole = (bytes: Uint8Array, media: Media): boolean => {
  if (media !== 'image/png') return true;
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf('IEND');
  return at > 0 && at + 8 <= bytes.length;
};

const open = (bytes: Uint8Array): Sharp => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });

/** Small, upright, white where it was clear, sRGB, and without what the camera wrote into it: place, name, time. */
const shrunk = (picture: Sharp, most: number): Promise<Buffer> =>
  picture
    .resize({ width: most, height: most, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer();

const unpacked = (opened: { width: number; height: number; rgba: Uint8Array }): Sharp =>
  sharp(opened.rgba, { raw: { width: opened.width, height: opened.height, channels: 4 } });

/**
 * Opens a picture whole, to the last pixel, and makes its thumb. Its size is read first: a small file that would unpack
 * to a huge picture is never unpacked.
 */
export const examinePicture = async (bytes: Uint8Array, media: Media): Promise<{ seen: Seen; thumb?: Buffer }> => {
  if (media === 'image/heic') {
    const opened = await openApart({ kind: 'heic', bytes });
    if (opened.state === 'too many') return { seen: { pixels: opened.count } };
    if (opened.state !== 'picture') return { seen: 'broken' };
    const { width, height } = opened;
    return { seen: { width, height }, thumb: await shrunk(unpacked(opened), PREVIEWS.thumb) };
  }
  try {
    // A size over the limit is told here, so that it can be said; it is also the library's own limit.
    const { width, height, autoOrient } = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
    if (width * height > MOST_PIXELS) return { seen: { pixels: width * height } };
    if (!isWhole(bytes, media)) return { seen: 'broken' };
    const thumb = await shrunk(open(bytes).autoOrient(), PREVIEWS.thumb);
    return { seen: { width: autoOrient.width, height: autoOrient.height }, thumb };
  } catch {
    return { seen: 'broken' };
  }
};

/** A preview of a picture that was kept. Rejects where it can't be opened. */
export const previewOf = async (bytes: Uint8Array, media: Media, size: Preview): Promise<Buffer> => {
  if (media !== 'image/heic') return shrunk(open(bytes).autoOrient(), PREVIEWS[size]);
  const opened = await openApart({ kind: 'heic', bytes });
  if (opened.state !== 'picture') throw new Error('The picture could not be unpacked.');
  return shrunk(unpacked(opened), PREVIEWS[size]);
};

/** A reader of codes is given no more pixels than this: on a photo of a whole page, a printed code has enough of them. */
const CODE_PIXELS = 16_000_000;

/** A picture in greys, upright, for a reader of codes. Of one that unpacks to too many pixels, how many. */
export const greyOf = async (bytes: Uint8Array, media: Media): Promise<Grey | { pixels: number } | 'broken'> => {
  const grey = async (picture: Sharp, pixels: { width: number; height: number }): Promise<Grey> => {
    const share = Math.min(1, Math.sqrt(CODE_PIXELS / (pixels.width * pixels.height)));
    const { data, info } = await picture
      .resize({ width: Math.max(1, Math.floor(pixels.width * share)) })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const one =
      channels === 1
        ? new Uint8Array(data)
        : Uint8Array.from({ length: width * height }, (_, n) => data[n * channels]!);
    return { width, height, grey: one };
  };
  if (media === 'image/heic') {
    const opened = await openApart({ kind: 'heic', bytes });
    if (opened.state === 'too many') return { pixels: opened.count };
    return opened.state === 'picture' ? grey(unpacked(opened), opened) : 'broken';
  }
  try {
    const { width, height, autoOrient } = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
    if (width * height > MOST_PIXELS) return { pixels: width * height };
    return await grey(open(bytes).autoOrient(), autoOrient);
  } catch {
    return 'broken';
  }
};
