import { ed25519 } from '@noble/curves/ed25519.js';
import { isNoteText, keyId } from '../../shared/proof/note.ts';

export { openNote, readVkey, type Verifier, vkeyText } from '../../shared/proof/note.ts';

/** Signing notes (C2SP signed-note). Reading them is in shared/proof, for whoever has no ledger. */
export type Signer = { name: string; seed: Uint8Array };

export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** Signs `text`, which must end in a newline and hold no other control characters. */
export const signNote = (text: string, signer: Signer): string => {
  if (!text.endsWith('\n') || !isNoteText(text)) throw new TypeError('Not a text that can be signed as a note.');
  const id = keyId(signer.name, publicKeyOf(signer.seed));
  const signature = ed25519.sign(Buffer.from(text), signer.seed);
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
};
