import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from './canonical.ts';

/**
 * Signed notes (C2SP signed-note): a text, an empty line, then a line for each signature. The text is believed only
 * after a signature by a known key verifies; signatures by unknown keys are ignored; a known key whose signature fails
 * means that the note is rejected. Ed25519 (RFC 8032).
 */
export type Signer = { name: string; seed: Uint8Array };
export type Verifier = { name: string; publicKey: Uint8Array };

const ALGORITHM = 0x01;

const keyId = (name: string, publicKey: Uint8Array): Buffer =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ALGORITHM]), publicKey])).subarray(0, 4);

export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** The verifier key as text: `name+hex(key id)+base64(0x01 || public key)`. */
export const vkeyText = (verifier: Verifier): string =>
  `${verifier.name}+${keyId(verifier.name, verifier.publicKey).toString('hex')}+${Buffer.concat([Buffer.from([ALGORITHM]), verifier.publicKey]).toString('base64')}`;

/** Reads a verifier key's text; undefined where it is none, or its key id does not fit its key. */
export const readVkey = (text: string): Verifier | undefined => {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text);
  if (!found) return undefined;
  const [, name, id, encoded] = found as unknown as [string, string, string, string];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== 33 || key[0] !== ALGORITHM) return undefined;
  const publicKey = key.subarray(1);
  return keyId(name, publicKey).toString('hex') === id ? { name, publicKey } : undefined;
};

/** Signs `text`, which must end in a newline and hold no other control characters. */
export const signNote = (text: string, signer: Signer): string => {
  if (!text.endsWith('\n') || /[^\P{Cc}\n]/u.test(text))
    throw new TypeError('Not a text that can be signed as a note.');
  const id = keyId(signer.name, publicKeyOf(signer.seed));
  const signature = ed25519.sign(Buffer.from(text), signer.seed);
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
};

export type OpenedNote =
  | { ok: true; text: string }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'bad-signature' };

const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+=*)$/;

/** Verifies a note against one known key. */
export const openNote = (note: string, known: Verifier): OpenedNote => {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || /[^\P{Cc}\n]/u.test(note)) return { ok: false, reason: 'malformed' };
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  const id = keyId(known.name, known.publicKey);
  let verified = false;
  for (const line of lines) {
    const found = SIGNATURE_LINE.exec(line);
    if (!found) return { ok: false, reason: 'malformed' };
    const bytes = Buffer.from(found[2]!, 'base64');
    if (bytes.length < 5) return { ok: false, reason: 'malformed' };
    if (found[1] !== known.name || !bytes.subarray(0, 4).equals(id)) continue;
    if (bytes.length !== 68) return { ok: false, reason: 'bad-signature' };
    if (!ed25519.verify(bytes.subarray(4), Buffer.from(text), known.publicKey))
      return { ok: false, reason: 'bad-signature' };
    verified = true;
  }
  return verified ? { ok: true, text } : { ok: false, reason: 'unknown-key' };
};
