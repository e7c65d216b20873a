import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';

/** SQLCipher 4: pages of 4096 bytes, of which the last 80 hold an IV and an HMAC-SHA512. */
const PAGE = 4096;
const HMAC = 64;
const SALT = 16;
const PAGES_AT_ONCE = 512;

export type PageCheck = { bytes: number; sha256: string; pages: number; damaged: number[] };

/**
 * Reads a database file from its first byte to its last and holds every page against its own HMAC, as SQLCipher 4 computes
 * it (zetetic.net/sqlcipher/design: key by PBKDF2-HMAC-SHA512 of the raw key with the salt XOR 0x3a, 2 rounds; over the
 * page's ciphertext, its IV and its number). It needs no database engine and shares nothing with the one that wrote the
 * file, and it does not keep the thread busy for long at a time.
 *
 * @param step told of bytes done and in all; where it throws, the reading stops
 * @returns damaged pages by number, 1 for the first; a length that is no whole number of pages damages the last
 */
export const checkPages = async (
  path: string,
  dataKey: Uint8Array,
  step: (done: number, total: number) => void,
): Promise<PageCheck> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const whole = createHash('sha256');
    const damaged: number[] = [];
    const block = Buffer.alloc(PAGE * PAGES_AT_ONCE);
    let key: Buffer | undefined;
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(block, 0, block.length, done);
      if (bytesRead === 0) break;
      const read = block.subarray(0, bytesRead);
      whole.update(read);
      key ??= pbkdf2Sync(
        dataKey,
        read.subarray(0, SALT).map((byte) => byte ^ 0x3a),
        2,
        32,
        'sha512',
      );
      for (let at = 0; at < bytesRead; at += PAGE) {
        const number = (done + at) / PAGE + 1;
        const page = read.subarray(at, Math.min(at + PAGE, bytesRead));
        if (page.length < PAGE || !isGenuine(page, number, key)) damaged.push(number);
      }
      done += bytesRead;
      step(done, size);
    }
    if (done === 0) damaged.push(1);
    return { bytes: done, sha256: whole.digest('hex'), pages: Math.ceil(done / PAGE), damaged };
  } finally {
    await file.close();
  }
};

const isGenuine = (page: Buffer, number: number, key: Buffer): boolean => {
  const place = Buffer.alloc(4);
  place.writeUInt32LE(number);
  const made = createHmac('sha512', key)
    .update(page.subarray(number === 1 ? SALT : 0, PAGE - HMAC))
    .update(place)
    .digest();
  return timingSafeEqual(made, page.subarray(PAGE - HMAC));
};
