import { randomBytes } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { combine, split } from 'shamir-secret-sharing';
import { LedgerError } from './errors.ts';
import { readRecoveryKey } from './keys.ts';

/**
 * A recovery key in three parts, of which any two open the ledger and one alone tells nothing: Shamir's secret sharing
 * over GF(2^8) (shamir-secret-sharing, audited). A part is twelve words of BIP 39's English list, whose checksum finds a
 * misread word: 15 bytes of the part and one that tells the parts apart.
 */
const SECRET_BYTES = 15;
export const PARTS = 3;
export const NEEDED = 2;

/** A new secret, as its key slot takes it, and the three parts to hand out. */
export const newParts = async (): Promise<{ secret: string; parts: string[] }> => {
  const secret = new Uint8Array(randomBytes(SECRET_BYTES));
  const parts = await split(secret, PARTS, NEEDED);
  return { secret: Buffer.from(secret).toString('hex'), parts: parts.map((p) => entropyToMnemonic(p, wordlist)) };
};

/**
 * The secret from two parts as they were typed. Two parts that do not belong together give a secret that opens nothing.
 * Throws WRONG_SECRET, saying which part was misread and how.
 */
export const joinParts = async (typed: readonly string[]): Promise<string> => {
  const parts = typed.map((text, n) => {
    try {
      return mnemonicToEntropy(readRecoveryKey(text), wordlist);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      throw new LedgerError('WRONG_SECRET', `Part ${n + 1}: ${error.message.replace('A recovery key', 'A part')}`);
    }
  });
  if (parts.length !== NEEDED) throw new LedgerError('WRONG_SECRET', `Two parts are needed; this is ${parts.length}.`);
  if (parts[0]!.at(-1) === parts[1]!.at(-1))
    throw new LedgerError(
      'WRONG_SECRET',
      'These are one and the same part, or parts of two different sets. Two different parts of one set open the ledger.',
    );
  return Buffer.from(await combine(parts)).toString('hex');
};
