import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, sameBytes, toBase64, toHex, utf8 } from './bytes.ts';

/**
 * Signed notes (C2SP signed-note): a text, an empty line, then a line for each signature. The text is believed only
 * after a signature by a known key verifies; signatures by unknown keys are ignored; a known key whose signature fails
 * means that the note is rejected. Ed25519 (RFC 8032).
 */
export type Verifier = { name: string; publicKey: Uint8Array };

/** Ed25519's number among the algorithms of signed notes. */
const ALGORITHM = 0x01;

/** What the signature line names a key by: 4 bytes. */
export const keyId = (name: string, publicKey: Uint8Array): Uint8Array =>
  sha256
    .create()
    .update(utf8(`${name}\n`))
    .update(Uint8Array.of(ALGORITHM))
    .update(publicKey)
    .digest()
    .subarray(0, 4);

/** The verifier key as text: `name+hex(key id)+base64(0x01 || public key)`. */
export const vkeyText = ({ name, publicKey }: Verifier): string =>
  `${name}+${toHex(keyId(name, publicKey))}+${toBase64(Uint8Array.of(ALGORITHM, ...publicKey))}`;

/** Reads a verifier key's text; undefined where it is none, or its key id does not fit its key. */
export const readVkey = (text: string): Verifier | undefined => {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text);
  if (!found) return undefined;
  const [, name, id, encoded] = found as unknown as [string, string, string, string];
  const key = fromBase64(encoded);
  if (key?.length !== 33 || key[0] !== ALGORITHM) return undefined;
  const publicKey = key.slice(1);
  return toHex(keyId(name, publicKey)) === id ? { name, publicKey } : undefined;
};

/** What can't stand in a note: control characters other than the newline. */
export const isNoteText = (text: string): boolean => !/[^\P{Cc}\n]/u.test(text);

export type OpenedNote =
  | { ok: true; text: string }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'bad-signature' };

/** As other tools have it. More would only keep whoever checks them busy. */
const MOST_SIGNATURES = 100;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+=*)$/;

/** Verifies a note against one known key. */
export const openNote = (note: string, known: Verifier): OpenedNote => {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || !isNoteText(note)) return { ok: false, reason: 'malformed' };
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return { ok: false, reason: 'malformed' };
  const id = keyId(known.name, known.publicKey);
  let verified = false;
  for (const line of lines) {
    const found = SIGNATURE_LINE.exec(line);
    const bytes = found ? fromBase64(found[2]!) : undefined;
    if (!found || !bytes || bytes.length < 5) return { ok: false, reason: 'malformed' };
    if (found[1] !== known.name || !sameBytes(bytes.subarray(0, 4), id)) continue;
    if (bytes.length !== 68 || !isSignature(bytes.slice(4), text, known.publicKey))
      return { ok: false, reason: 'bad-signature' };
    verified = true;
  }
  return verified ? { ok: true, text } : { ok: false, reason: 'unknown-key' };
};

const isSignature = (signature: Uint8Array, text: string, publicKey: Uint8Array): boolean => {
  try {
    // Strict: a key of small order, under which anybody could sign anything, is refused.
    return ed25519.verify(signature, utf8(text), publicKey, { zip215: false });
  } catch {
    return false;
  }
};
