import { fromBase64 } from './bytes.ts';
import { openNote, type Verifier } from './note.ts';

/** A checkpoint (C2SP tlog-checkpoint) is a signed note of three lines: origin, number of events, root in base64. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

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

/**
 * A checkpoint's text as it was signed, from what mail, Windows and editors made of it: line ends, a byte order mark, a lost
 * last newline. None of them carries meaning in the format.
 */
export const mendedNote = (given: string): string =>
  `${given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .trim()}\n`;

/** The three lines of a checkpoint's text, whoever signed it or not; undefined where it has others. */
export const readLines = (text: string): Checkpoint | undefined => {
  const lines = text.split('\n');
  const [origin, size, root] = lines;
  if (lines.length !== 4 || lines[3] !== '' || !origin || !/^(0|[1-9]\d{0,14})$/.test(size!)) return undefined;
  const bytes = fromBase64(root!);
  return bytes?.length === 32 ? { origin, size: Number(size), root: bytes } : undefined;
};

/** What a checkpoint says, without asking who signed it. */
export const unsignedLines = (note: string): Checkpoint | undefined =>
  readLines(note.slice(0, Math.max(0, note.lastIndexOf('\n\n') + 1)));

export type CheckpointFault = 'malformed' | 'unknown-key' | 'other-key' | 'bad-signature' | 'no-checkpoint';
export type ReadCheckpoint =
  /** `note`: the checkpoint as it was signed, whatever a copy made of it. */
  | ({ ok: true; note: string } & Checkpoint)
  /** `note`: as far as a copy could be put together again. `message`: a sentence for a person. */
  | { ok: false; fault: CheckpointFault; note: string; message: string };

/** What is wrong with a checkpoint, for a person. */
export const SENTENCES: Readonly<Record<CheckpointFault, string>> = {
  malformed: 'This is not a checkpoint: it should be three lines, an empty line and a signature line.',
  'unknown-key': 'This checkpoint was signed for another ledger.',
  'other-key':
    'This checkpoint is for this ledger, and signed with another key than this ledger’s. Unless somebody made it up, the ledger’s signing key was replaced, and its record may have been rewritten whole and signed anew.',
  'bad-signature': 'The signature of this checkpoint does not fit its text: the text was changed after signing.',
  'no-checkpoint': 'This note is signed by the ledger but is not a checkpoint of it.',
};

/** A checkpoint as it was signed, out of what a copy, a page's text or an editor made of it. */
const signedNote = (given: string, verifier: Verifier): string => {
  const whole = mendedNote(given);
  return openNote(whole, verifier).ok ? whole : (unfold(given) ?? whole);
};

/** Reads a checkpoint and verifies its signature by this ledger's key. */
export const readCheckpoint = (given: string, verifier: Verifier): ReadCheckpoint => {
  const note = signedNote(given, verifier);
  const no = (fault: CheckpointFault): ReadCheckpoint => ({ ok: false, fault, note, message: SENTENCES[fault] });
  const opened = openNote(note, verifier);
  if (!opened.ok) {
    // Nobody signed this for us to see, but whoever replaced a ledger's key must not make its older checkpoints worth nothing.
    const named = opened.reason === 'unknown-key' && unsignedLines(note)?.origin === verifier.name;
    return no(named ? 'other-key' : opened.reason);
  }
  const checkpoint = readLines(opened.text);
  return checkpoint && checkpoint.origin === verifier.name ? { ok: true, note, ...checkpoint } : no('no-checkpoint');
};
