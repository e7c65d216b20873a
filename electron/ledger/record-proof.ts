import type { LedgerEvent } from '../../shared/domain/events.ts';
import { readCheckpoint } from './checkpoint.ts';
import { rootByInclusion } from './inclusion.ts';
import { type Hash, leafHash } from './merkle.ts';
import type { Verifier } from './note.ts';

/**
 * The proof of one event by itself (C2SP tlog-proof): where it stands in the tree, the hashes from it up to the root, and
 * the signed checkpoint of that root. The event's canonical JSON stands in `extra`; it is not signed by itself, but it is
 * the leaf, so a changed one gives another root.
 */
const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** Of a tree of 2^53 leaves. */
const MOST_HASHES = 53;

export type RecordProof = { event: string; index: number; path: readonly Hash[]; checkpoint: string };

/** The proof as the text of a `.tlog-proof` file. */
export const writeRecordProof = ({ event, index, path, checkpoint }: RecordProof): string =>
  [
    FIRST_LINE,
    `extra ${Buffer.from(event, 'utf8').toString('base64')}`,
    `index ${index}`,
    ...path.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');

export type ProofResult =
  | { ok: true; event: LedgerEvent; index: number; size: number }
  /** A sentence for a person. */
  | { ok: false; message: string };

const no = (message: string): ProofResult => ({ ok: false, message });
/** Three lines, an empty one, and signatures. */
const NOTE = /^\S+\n\d+\n\S+\n\n(?:— \S+ \S+\n)+$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;
const exact = (base64: string): Buffer | undefined => {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
};

/**
 * Checks a proof's text with nothing but the ledger's verifier key: the signature of the checkpoint, and that the event is
 * at its place in the tree that was signed.
 */
export const checkRecordProof = (text: string, verifier: Verifier): ProofResult => {
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  const gap = whole.indexOf('\n\n');
  const [first, extraLine, indexLine, ...hashes] = whole.slice(0, Math.max(0, gap)).split('\n');
  if (gap < 0 || first !== FIRST_LINE)
    return no(`This is not a proof of a record: it should start with the line “${FIRST_LINE}”.`);
  const extra = /^extra ([A-Za-z0-9+/]+={0,2})$/.exec(extraLine ?? '')?.[1];
  const index = /^index (0|[1-9]\d{0,14})$/.exec(indexLine ?? '')?.[1];
  const json = extra === undefined ? undefined : exact(extra);
  const path = hashes.map((line) => (HASH.test(line) ? exact(line) : undefined));
  if (!json || index === undefined || path.length > MOST_HASHES || path.includes(undefined))
    return no(
      'This proof is damaged: its record, its place or one of its hashes can’t be read. Ask for the file again.',
    );
  const note = whole.slice(gap + 2);
  // Verbatim, as the standard has it: a copy from paper, which may be folded, is no part of a file.
  if (!NOTE.test(note)) return no('The checkpoint in this proof is damaged. Ask for the file again.');
  const checkpoint = readCheckpoint(note, verifier);
  if (!checkpoint.ok) return no(`The checkpoint in this proof does not hold. ${checkpoint.message}`);
  const event = json.toString('utf8');
  const root = rootByInclusion(Number(index), checkpoint.size, leafHash(event), path as Hash[]);
  if (!root?.equals(checkpoint.root))
    return no(
      'The record in this proof is not what was sealed: it, its place or its hashes were changed, or they belong to another checkpoint.',
    );
  const read = readEvent(event);
  if (read?.seq !== Number(index) + 1)
    return no(
      'What was sealed at this place is no event as Rollmark writes them, so it says nothing that can be read.',
    );
  return { ok: true, event: read, index: Number(index), size: checkpoint.size };
};

const readEvent = (json: string): LedgerEvent | undefined => {
  try {
    return JSON.parse(json) as LedgerEvent;
  } catch {
    return undefined;
  }
};
