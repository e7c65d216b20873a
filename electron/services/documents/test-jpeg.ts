/**
 * Makes small grey JPEGs for tests: baseline, one component, every block of 8 by 8 pixels of one shade, so that only its DC
 * coefficient is written (ITU-T T.81, annexes B, C and F).
 */

const segment = (marker: number, ...payload: number[]): number[] => {
  const length = payload.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...payload];
};

/** DC categories 0 to 8 as four-bit codes 0000 to 1000; the one AC symbol, end of block, as the bit 0. */
const CATEGORIES = 9;
const TABLES = [
  // All quantizers are 8: a DC coefficient is then the block's shade, less 128.
  ...segment(0xdb, 0, ...new Array<number>(64).fill(8)),
  ...segment(
    0xc4,
    0x00,
    0,
    0,
    0,
    CATEGORIES,
    ...new Array<number>(12).fill(0),
    ...Array.from({ length: 9 }, (_, n) => n),
  ),
  ...segment(0xc4, 0x10, 1, ...new Array<number>(15).fill(0), 0),
];

/** @param shade of the block in column x and row y, 1 (black) to 255 (white) */
export const testJpeg = (width: number, height: number, shade: (x: number, y: number) => number): Uint8Array => {
  const data: number[] = [];
  let byte = 0;
  let used = 0;
  const bits = (value: number, count: number) => {
    for (let n = count - 1; n >= 0; n--) {
      byte = (byte << 1) | ((value >> n) & 1);
      if (++used < 8) continue;
      data.push(byte);
      // A byte of ones is told from a marker by a zero after it.
      if (byte === 0xff) data.push(0);
      byte = 0;
      used = 0;
    }
  };
  let before = 0;
  for (let y = 0; y < Math.ceil(height / 8); y++) {
    for (let x = 0; x < Math.ceil(width / 8); x++) {
      const level = shade(x, y) - 128;
      const step = level - before;
      before = level;
      const category = step === 0 ? 0 : 32 - Math.clz32(Math.abs(step));
      bits(category, 4);
      bits(step < 0 ? step + (1 << category) - 1 : step, category);
      bits(0, 1);
    }
  }
  while (used > 0) bits(1, 1);
  return Uint8Array.from([
    0xff,
    0xd8,
    ...TABLES,
    ...segment(0xc0, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
    ...data,
    0xff,
    0xd9,
  ]);
};
