import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file as a whole or not at all: under a temporary name in the same folder, to the disk, then renamed over the
 * old one. Whoever reads the path sees the old bytes or the new ones. Rejects with Node's own error, and leaves no
 * temporary file behind, where the disk is full or the folder is gone or read-only.
 */
export const writeWhole = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
};
