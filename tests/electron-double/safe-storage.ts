import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.ts';

/**
 * Electron's `safeStorage`: encrypts for real, with a random key that stands for the system's keychain and outlives the app
 * in a file of its profile. `ROLLMARK_DOUBLE_KEYCHAIN` chooses what a test needs: a backend's name, or `locked`.
 */
const chosen = (): string => process.env.ROLLMARK_DOUBLE_KEYCHAIN ?? 'gnome_libsecret';

const key = (): Buffer => {
  const file = join(app.getPath('userData'), 'keychain-of-the-double');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
};

const isEncryptionAvailable = (): boolean => !['basic_text', 'unknown', 'locked'].includes(chosen());
const available = (): void => {
  if (!isEncryptionAvailable()) throw new Error('Encryption is not available.');
};

export const safeStorage = {
  isEncryptionAvailable,
  getSelectedStorageBackend: (): string => (chosen() === 'locked' ? 'gnome_libsecret' : chosen()),
  encryptString: (text: string): Buffer => {
    available();
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key(), iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptString: (encrypted: Buffer): string => {
    available();
    const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(-16));
    return Buffer.concat([decipher.update(encrypted.subarray(12, -16)), decipher.final()]).toString('utf8');
  },
};
