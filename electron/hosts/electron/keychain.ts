import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { EngineClient } from '../engine-process.ts';
import type { Keychain, KeychainState } from '../host-router.ts';
import { failure } from './failure-words.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Unlocking with the operating system's keychain. The engine makes a key slot and its secret; the keychain encrypts the
 * secret, and this user's settings folder keeps what came of it, one file for each ledger. The secret goes between the
 * engine and here, never to a page and never into the ledger's folder.
 */

const Kept = z.object({
  format: z.literal('rollmark-keychain'),
  version: z.literal(1),
  ledger: z.string(),
  /** The slot in keys.json that the secret opens. */
  slot: z.string(),
  /** The secret as the keychain encrypted it, as base64. */
  box: z.base64(),
});
type Kept = z.infer<typeof Kept>;

/** Electron's `safeStorage`, or what a test puts in its place. */
export type Safe = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** Why no secret is given to this computer's keychain, as a sentence; empty where it may have one. */
export const keychainRefusal = (safe: Safe, platform: NodeJS.Platform): string => {
  // Without a keyring Chromium encrypts with a key that is written in its source.
  const plain = platform === 'linux' && ['basic_text', 'unknown'].includes(safe.getSelectedStorageBackend());
  if (plain)
    return 'No keychain of this computer keeps secrets encrypted: there is no GNOME Keyring or KWallet in this session. The ledger is unlocked with the passphrase.';
  if (!safe.isEncryptionAvailable())
    return 'This computer’s keychain can’t be used now: it is locked, or access to it was denied. The ledger is unlocked with the passphrase.';
  return '';
};

export type KeychainParts = {
  /** The folder of this user's settings in which the files lie; need not exist. */
  folder: string;
  safe: Safe;
  platform: NodeJS.Platform;
  engine: () => Promise<EngineClient>;
  /** Whether a person asks for it, and no script in the page. */
  byHand: () => Promise<boolean>;
};

/** Unlocking with this computer's keychain, as far as a page may ask for it. */
export const keychainOf = ({ folder, safe, platform, engine, byHand }: KeychainParts): Keychain => {
  // An id is 32 hex digits; anything else, from a keys.json that somebody wrote, is no name of a file.
  const fileOf = (ledger: string): string | undefined =>
    /^[0-9a-f]{32}$/.test(ledger) ? join(folder, `${ledger}.json`) : undefined;

  /** What is kept for a ledger; undefined where nothing is, or what is there can't be read. */
  const readKept = async (ledger: string): Promise<Kept | undefined> => {
    const file = fileOf(ledger);
    if (file === undefined) return undefined;
    try {
      const kept = Kept.parse(JSON.parse(await readFile(file, 'utf8')));
      return kept.ledger === ledger ? kept : undefined;
    } catch {
      return undefined;
    }
  };

  const keep = async (ledger: string, slot: string, secret: string): Promise<void> => {
    const box = safe.encryptString(secret).toString('base64');
    const kept: Kept = { format: 'rollmark-keychain', version: 1, ledger, slot, box };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(fileOf(ledger)!, `${JSON.stringify(kept, null, 2)}\n`);
  };

  /** What the door offers a ledger for: the keychain has the secret of a slot that is still there. */
  const keptFor = async (token: string): Promise<Kept | undefined> => {
    const { ledger, slots } = await (await engine()).grants.keychainsOf({ token });
    const kept = await readKept(ledger);
    return kept && slots.includes(kept.slot) ? kept : undefined;
  };

  return {
    opens: async (token) => keychainRefusal(safe, platform) === '' && (await keptFor(token)) !== undefined,

    state: async (): Promise<KeychainState> => {
      const { ledger, mine, others, refusal } = await (await engine()).grants.keychains();
      const slot = (await readKept(ledger))?.slot ?? '';
      if (mine.includes(slot)) return { state: 'on', message: keychainRefusal(safe, platform) };
      const message = refusal || keychainRefusal(safe, platform);
      if (message !== '') return { state: 'refused', message };
      return { state: others.includes(slot) ? 'of another' : 'off', message: '' };
    },

    switchOn: async (passphrase) => {
      const refusal = keychainRefusal(safe, platform);
      if (refusal !== '') throw failure('NOT_ALLOWED', `${refusal} Nothing was changed.`);
      const { grants } = await engine();
      const kept = (await readKept((await grants.keychains()).ledger))?.slot ?? '';
      const { ledger, slot, secret } = await grants.addKeychain({ passphrase, kept });
      try {
        await keep(ledger, slot, secret);
      } catch {
        await grants.removeKeychain({ slot });
        throw failure(
          'FOLDER_READ_ONLY',
          'What the keychain gave could not be written to your settings folder on this computer, so it is switched off again. Nothing else was changed; see that the disk has room, and try again.',
        );
      }
    },

    switchOff: async () => {
      const { grants } = await engine();
      const { ledger, mine } = await grants.keychains();
      const slot = (await readKept(ledger))?.slot;
      if (slot === undefined || !mine.includes(slot)) return;
      await grants.removeKeychain({ slot });
      await rm(fileOf(ledger)!, { force: true });
    },

    open: async (token) => {
      const kept = await keptFor(token);
      const refusal = keychainRefusal(safe, platform);
      if (!kept || refusal !== '')
        throw failure(
          'ACCESS_ENDED',
          refusal || 'This computer’s keychain no longer opens the ledger. Use the passphrase.',
        );
      if (!(await byHand())) throw failure('CANCELLED', 'The ledger was not opened. Nothing was changed.');
      let secret: string;
      try {
        secret = safe.decryptString(Buffer.from(kept.box, 'base64'));
      } catch {
        throw failure(
          'ACCESS_ENDED',
          'This computer’s keychain did not give the key back: it was denied, or is another one than before. Nothing was changed; use the passphrase, then switch it on again in Set-up.',
        );
      }
      await (await engine()).grants.openWithKeychain({ token, secret });
    },
  };
};
