import type { LedgerEvent } from '../domain/events.ts';
import { fromBase64, fromUtf8, sameBytes, toBase64 } from './bytes.ts';
import { type Checkpoint, readCheckpoint, readLines } from './checkpoint.ts';
import { readEvent } from './event-json.ts';
import type { Verifier } from './note.ts';
import { inclusionLength, leafHash, rootByInclusion } from './tree.ts';

/**
 * The proof of one event by itself (C2SP tlog-proof): where it stands in the tree, the hashes from it up to the root, and
 * the signed checkpoint of that root. The event's canonical JSON stands in `extra`; it is not signed by itself, but it is
 * the leaf, so a changed one gives another root.
 */
export const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** Of a tree of 2^53 leaves. */
const MOST_HASHES = 53;

/** A proof's parts as they stand in its text. Nothing of it is believed yet. */
export type ParsedProof = {
  ok: true;
  /** The event's JSON, byte for byte. */
  leaf: Uint8Array;
  /** From 0. */
  index: number;
  path: readonly Uint8Array[];
  /** The checkpoint, verbatim, and what its three lines say. */
  note: string;
  claimed: Checkpoint;
};
export type Fault = { ok: false /** A sentence for a person. */; message: string };
const no = (message: string): Fault => ({ ok: false, message });

/** Three lines, an empty one, and signatures. Verbatim: a copy from paper, which may be folded, is no part of a file. */
const NOTE = /^(\S+\n\d+\n\S+\n)\n(?:— \S+ \S+\n)+$/;

/** Takes a proof's text apart. Windows line ends and a byte order mark are mended. */
export const parseRecordProof = (text: string): ParsedProof | Fault => {
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  const gap = whole.indexOf('\n\n');
  const [first, extraLine, indexLine, ...hashes] = whole.slice(0, Math.max(0, gap)).split('\n');
  if (gap < 0 || first !== FIRST_LINE)
    return no(`This is not a proof of a record: it should start with the line “${FIRST_LINE}”.`);
  const damaged = (what: string) => no(`This proof is damaged: ${what} can’t be read. Ask for the file again.`);
  const extra = extraLine?.startsWith('extra ') ? extraLine.slice('extra '.length) : '';
  const leaf = extra === '' ? undefined : fromBase64(extra);
  if (!leaf) return damaged('its record');
  const index = /^index (0|[1-9]\d{0,14})$/.exec(indexLine ?? '')?.[1];
  if (index === undefined) return damaged('its place');
  if (hashes.length > MOST_HASHES) return no('This is not a proof of a record: no ledger needs so many hashes.');
  const path: Uint8Array[] = [];
  for (const line of hashes) {
    const hash = fromBase64(line);
    if (hash?.length !== 32) return damaged(`hash ${path.length + 1}`);
    path.push(hash);
  }
  const note = whole.slice(gap + 2);
  const claimed = readLines(NOTE.exec(note)?.[1] ?? '');
  if (!claimed) return no('The checkpoint in this proof is damaged. Ask for the file again.');
  return { ok: true, leaf, index: Number(index), path, note, claimed };
};

export type ProvenEvent = {
  ok: true;
  event: LedgerEvent;
  /** The event's place, from 0, and the size and root (base64) of the tree that it is proven to be in. */
  index: number;
  size: number;
  root: string;
};
export type ProofResult = ProvenEvent | Fault;

const NOT_SEALED = 'The record in this proof is not what was sealed';
const counted = (n: number, one: string, many: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/**
 * Checks a proof's text with nothing but the ledger's verifier key: the signature of the checkpoint, and that the event is
 * at its place in the tree that was signed. Where it does not hold, the sentence says as much of why as can be told.
 */
export const checkRecordProof = (text: string, verifier: Verifier): ProofResult => {
  const proof = parseRecordProof(text);
  return proof.ok ? checkParsedProof(proof, verifier) : proof;
};

/** As {@link checkRecordProof}, of a proof that was taken apart before. */
export const checkParsedProof = (proof: ParsedProof, verifier: Verifier): ProofResult => {
  const { leaf, index, path, note, claimed } = proof;
  const fits = (root: Uint8Array) => {
    const found = rootByInclusion(index, claimed.size, leafHash(leaf), path);
    return found !== undefined && sameBytes(found, root);
  };
  const checkpoint = readCheckpoint(note, verifier);
  if (!checkpoint.ok) {
    if (checkpoint.fault === 'unknown-key')
      return no(
        `The checkpoint in this proof is of another ledger (${claimed.origin.slice(0, 80)}) than the key (${verifier.name}). Check which of the two belongs to the record.`,
      );
    if (checkpoint.fault === 'other-key')
      return no(
        'The checkpoint in this proof names the right ledger but is not signed by this key. Compare the key with one from elsewhere, letter by letter.',
      );
    if (checkpoint.fault === 'bad-signature')
      return no(
        fits(claimed.root)
          ? 'The signature of the checkpoint in this proof does not fit. The record does lead to the root that the checkpoint names, so it is the signature, or the size, that was changed.'
          : 'The signature of the checkpoint in this proof does not fit, and the record does not lead to the root that the checkpoint names: its size or its root was changed after signing.',
      );
    return no(`The checkpoint in this proof does not hold. ${checkpoint.message}`);
  }
  if (index >= checkpoint.size)
    return no(
      `${NOT_SEALED}: it is said to be event ${index + 1}, and the checkpoint covers only ${counted(checkpoint.size, 'event', 'events')}. Its place was changed, or it belongs to a later checkpoint.`,
    );
  const json = fromUtf8(leaf);
  const event = json === undefined ? undefined : readEvent(json);
  if (!fits(checkpoint.root)) {
    const needed = inclusionLength(index, checkpoint.size);
    if (event === undefined)
      return no(`${NOT_SEALED}: its text was changed, and is no longer an event as Rollmark writes them.`);
    if (event.seq !== index + 1)
      return no(
        `${NOT_SEALED}: it calls itself event ${event.seq}, and the proof puts it at place ${index + 1}. The one or the other was changed.`,
      );
    if (path.length !== needed)
      return no(
        `${NOT_SEALED}: this proof has ${counted(path.length, 'hash', 'hashes')}, and its place needs ${needed}.`,
      );
    return no(`${NOT_SEALED}: it or one of the hashes was changed afterwards, or they belong to another checkpoint.`);
  }
  if (event?.seq !== index + 1)
    return no(
      'What was sealed at this place is no event as Rollmark writes them, so it says nothing that can be read.',
    );
  return { ok: true, event, index, size: checkpoint.size, root: toBase64(checkpoint.root) };
};
