/**
 * The bounds of photos and papers, and how they are said. The page looks before it sends, the loopback host before it
 * reads, the engine before it keeps.
 */

const MEBIBYTE = 1024 * 1024;

/** The largest file that is kept, in bytes. */
export const LARGEST_ATTACHMENT = 25 * MEBIBYTE;
/** The largest picture that is unpacked, in pixels: 100 megapixels, more than any phone and most cameras take. */
export const MOST_PIXELS = 100_000_000;
/** The longest paper, in pages. */
export const MOST_PAGES = 200;
/** How wide a page of a paper is drawn, in pixels: whole in the window, larger, and to read the smallest print. */
export const PAGE_WIDTHS = [1000, 2000, 4000] as const;
export type PageWidth = (typeof PAGE_WIDTHS)[number];

/** A size in words: `812 KB`, `3.4 MB`, `200 MB`. Always rounded up, so that what is over a limit never reads as at it. */
export const sizeWords = (bytes: number): string => {
  if (bytes < MEBIBYTE) return `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB`;
  const tenths = Math.ceil((bytes * 10) / MEBIBYTE);
  return `${(tenths < 100 ? tenths / 10 : Math.ceil(tenths / 10)).toLocaleString('en-US')} MB`;
};

/** Why a file of this size is not kept; undefined where its size is no reason. */
export const sizeRefusal = (bytes: number): string | undefined => {
  if (bytes === 0) return 'This file is empty. Nothing was kept; copy it from the camera or phone again.';
  if (bytes > LARGEST_ATTACHMENT)
    return `This file has ${sizeWords(bytes)}, and at most ${sizeWords(LARGEST_ATTACHMENT)} are kept of one. Nothing was kept; save it smaller, or photograph it again at a lower resolution.`;
  return undefined;
};

/** Why a picture of this size is not looked at, of which nothing is to be kept; undefined where its size is no reason. */
export const pictureSizeRefusal = (bytes: number): string | undefined => {
  if (bytes === 0) return 'This file is empty. Copy it from the camera, phone or scanner again.';
  if (bytes > LARGEST_ATTACHMENT)
    return `This file has ${sizeWords(bytes)}, and at most ${sizeWords(LARGEST_ATTACHMENT)} are opened. Save it smaller, or take it again at a lower resolution.`;
  return undefined;
};
