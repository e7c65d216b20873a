/** A QR code as rows of runs of dark modules: column and length, in modules. */
export type QrCode = { size: number; runs: { x: number; y: number; length: number }[] };

/**
 * A text as a QR code at medium error correction (a seventh of it may be damaged). The text goes in as UTF-8 bytes; a
 * checkpoint of three lines and one signature takes about 65 modules a side.
 */
export const qrCode = async (text: string): Promise<QrCode> => {
  // Loaded when the first code is drawn: the library knows a hundred symbologies and takes a while to read.
  const { default: bwip } = await import('bwip-js/node');
  // Its types know the options of all symbologies together and leave out QR's own.
  const options: Parameters<typeof bwip.raw>[0] & { eclevel: 'M' } = { bcid: 'qrcode', text, eclevel: 'M' };
  const [symbol] = bwip.raw(options);
  if (!symbol || !('pixs' in symbol)) throw new Error('The checkpoint could not be drawn as a QR code.');
  const { pixs, pixx: size } = symbol;
  const runs: QrCode['runs'] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!pixs[y * size + x]) continue;
      const from = x;
      while (x < size && pixs[y * size + x]) x++;
      runs.push({ x: from, y, length: x - from });
    }
  }
  return { size, runs };
};
