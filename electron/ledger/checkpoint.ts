import type { Hash } from './merkle.ts';
import { openNote, type Signer, signNote, type Verifier } from './note.ts';

/** A checkpoint (C2SP tlog-checkpoint) is a signed note of three lines: origin, number of events, root in base64. */
export const originOf = (ledgerId: string): string => `rollmark.local/${ledgerId}`;

export const signCheckpoint = (size: number, root: Hash, signer: Signer): string =>
  signNote(`${signer.name}\n${size}\n${root.toString('base64')}\n`, signer);

/**
 * A checkpoint copied from a page of a printed document: lines drawn apart, indented, the signature folded. Put together
 * again it must verify like any other, so nothing is believed that was not signed.
 */
const unfold = (copied: string): string | undefined => {
  const found =
    /(rollmark\.local\/[0-9a-f]{32})\s+(\d{1,15})\s+([A-Za-z0-9+/]{43}=)\s+—\s+(rollmark\.local\/[0-9a-f]{32})\s+((?:[A-Za-z0-9+/]\s*){91}=)/.exec(
      copied,
    );
  if (!found) return undefined;
  const [, origin, size, root, name, signature] = found as unknown as string[];
  return `${origin}\n${size}\n${root}\n\n— ${name} ${signature!.replace(/\s+/g, '')}\n`;
};

export type ReadCheckpoint = { ok: true; size: number; root: Hash } | { ok: false; message: string };

/**
 * Reads a checkpoint and verifies its signature by this ledger's key. Windows line ends, and a file whose last newline
 * was lost on the way, are mended first: they carry no meaning in the format.
 */
export const readCheckpoint = (given: string, verifier: Verifier): ReadCheckpoint => {
  const whole = `${given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .trim()}\n`;
  const note = openNote(whole, verifier).ok ? whole : (unfold(given) ?? whole);
  const opened = openNote(note, verifier);
  if (!opened.ok) {
    const reasons = {
      malformed: 'This is not a checkpoint: it should be three lines, an empty line and a signature line.',
      'unknown-key': 'This checkpoint was signed for another ledger, or by another key than this ledger’s.',
      'bad-signature': 'The signature of this checkpoint does not fit its text: the text was changed after signing.',
    } as const;
    return { ok: false, message: reasons[opened.reason] };
  }
  const lines = opened.text.split('\n');
  const [origin, size, root] = lines;
  if (
    lines.length !== 4 ||
    origin !== verifier.name ||
    !/^(0|[1-9]\d{0,14})$/.test(size!) ||
    !/^[A-Za-z0-9+/]{43}=$/.test(root!)
  ) {
    return { ok: false, message: 'This note is signed by the ledger but is not a checkpoint of it.' };
  }
  return { ok: true, size: Number(size), root: Buffer.from(root!, 'base64') };
};
