import type { LedgerEvent } from '../../shared/domain/events.ts';
import { fromUtf8, sameBytes, toBase64 } from '../../shared/proof/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/proof/checkpoint.ts';
import { readVkey, type Verifier } from '../../shared/proof/note.ts';
import { checkParsedProof, parseRecordProof } from '../../shared/proof/record-proof.ts';
import { leafHash } from '../../shared/proof/tree.ts';
import type { Named } from './input.ts';

/** What somebody wants to know, and what can be said of it. No page, no clock: texts in, sentences out. */
export type Question = { proofs: readonly Named[]; key: string; checkpoint: string };

export type Judged = Named & {
  /** `open`: nothing is wrong with it, but without the key nobody can tell. */
  state: 'holds' | 'fails' | 'open';
  /** Why, in a sentence; empty where it holds. */
  message: string;
  /** Only where it holds. */
  event?: LedgerEvent;
  /** What the file says and what was worked out from it, for experts; absent where the file is no proof. */
  technical?: { json: string; index: number; hashes: number; leaf: string; note: string; claimed: Checkpoint };
};

export type Remark = { meaning: 'fine' | 'mind' | 'stop'; title: string; text: string };
export type Answer = {
  /** Undefined where no key was given. */
  key: Remark | undefined;
  proofs: Judged[];
  /** Of the other checkpoint, and of checkpoints that contradict each other. */
  remarks: Remark[];
};

/** A checkpoint as printed pages show it: `1,234 events · 9mbQiQMyOd`. */
export const shortForm = ({ size, root }: Checkpoint): string =>
  `${size.toLocaleString('en-US')} ${size === 1 ? 'event' : 'events'} · ${toBase64(root).slice(0, 10)}`;

const judgeProof = (named: Named, verifier: Verifier | undefined): Judged => {
  const proof = parseRecordProof(named.text);
  if (!proof.ok) return { ...named, state: 'fails', message: proof.message };
  const technical = {
    json: fromUtf8(proof.leaf) ?? '',
    index: proof.index,
    hashes: proof.path.length,
    leaf: toBase64(leafHash(proof.leaf)),
    note: proof.note,
    claimed: proof.claimed,
  };
  if (!verifier)
    return {
      ...named,
      technical,
      state: 'open',
      message:
        'Whether this holds can’t be told without the verifier key. Give the key of the ledger that is named below; without it anybody could have made this file.',
    };
  const result = checkParsedProof(proof, verifier);
  return result.ok
    ? { ...named, technical, state: 'holds', message: '', event: result.event }
    : { ...named, technical, state: 'fails', message: result.message };
};

const readKey = (text: string): { verifier?: Verifier; key: Remark | undefined } => {
  const key = text.replace(/\s+/g, '');
  if (key === '') return { key: undefined };
  const verifier = readVkey(key);
  if (!verifier)
    return {
      key: {
        meaning: 'stop',
        title: 'This is no verifier key',
        text: 'It looks like rollmark.local/…+8 digits+a long text. A letter may be wrong or missing: the 8 digits show that.',
      },
    };
  return {
    verifier,
    key: {
      meaning: 'mind',
      title: `The key calls itself ${verifier.name}`,
      text: 'Anybody can make a key of that name. Compare it, letter by letter, with the one that the shop gave you on another day, or give a checkpoint from your own paper below: it holds only by the right key.',
    },
  };
};

const atSameSize = (here: string, a: Checkpoint, there: string, b: Checkpoint): Remark =>
  sameBytes(a.root, b.root)
    ? {
        meaning: 'fine',
        title: 'The same history',
        text: `${here} and ${there} seal the same ${shortForm(a)}: the same record of everything up to there.`,
      }
    : {
        meaning: 'stop',
        title: 'Two histories were signed',
        text: `${here} seals ${shortForm(a)}, ${there} seals ${shortForm(b)}. Both are signed by this key, and a ledger has only one history of ${a.size.toLocaleString('en-US')} events. Whoever holds the key signed two. Keep both: together they show it.`,
      };

const atOtherSize = (sealed: Checkpoint, other: Checkpoint): Remark => ({
  meaning: 'mind',
  title: 'Signed by the same key, of another size',
  text: `The proof is against ${shortForm(sealed)}, the other checkpoint seals ${shortForm(other)}. Whether the larger one only added to the smaller can’t be told from the two alone: that takes a consistency proof, or the ledger itself. Where the ledger is, “rollmark verify LEDGER --against CHECKPOINT” tells it, or Trail, Verify, in the app.`,
});

const judgeOther = (text: string, verifier: Verifier | undefined, sealed: readonly Checkpoint[]): Remark[] => {
  if (text.trim() === '') return [];
  if (!verifier)
    return [
      {
        meaning: 'mind',
        title: 'The other checkpoint',
        text: 'Whether it holds can’t be told without the verifier key.',
      },
    ];
  const other = readCheckpoint(text, verifier);
  if (!other.ok) return [{ meaning: 'stop', title: 'The other checkpoint does not hold', text: other.message }];
  if (sealed.length === 0)
    return [
      {
        meaning: 'fine',
        title: 'The other checkpoint is signed by this key',
        text: `It seals ${shortForm(other)}. No proof that holds was given to compare it with.`,
      },
    ];
  return sealed.map((one) =>
    one.size === other.size ? atSameSize('The proof', one, 'the other checkpoint', other) : atOtherSize(one, other),
  );
};

/** Each checkpoint once. */
const distinct = (checkpoints: readonly Checkpoint[]): Checkpoint[] =>
  checkpoints.filter((c, at) => checkpoints.findIndex((d) => d.size === c.size && sameBytes(d.root, c.root)) === at);

/** Proofs of one key against checkpoints of the same size and different roots. */
const contradictions = (sealed: readonly Checkpoint[]): Remark[] =>
  sealed.flatMap((a, at) =>
    sealed
      .slice(at + 1)
      .filter((b) => b.size === a.size)
      .map((b) => atSameSize('One proof', a, 'another', b)),
  );

/** Judges every proof by the key, and holds checkpoints against each other. */
export const judge = ({ proofs, key, checkpoint }: Question): Answer => {
  const { verifier, key: about } = readKey(key);
  const judged = proofs.map((proof) => judgeProof(proof, verifier));
  const held = judged.filter((one) => one.state === 'holds');
  const sealed = distinct(held.map((one) => one.technical!.claimed));
  return {
    key: about,
    proofs: judged,
    remarks: [...contradictions(sealed), ...judgeOther(checkpoint, verifier, sealed)],
  };
};

/** All of it in one sentence: for the head of the result, and for who listens to the page. */
export const inOneSentence = ({ proofs }: Answer): Omit<Remark, 'text'> | undefined => {
  if (proofs.length === 0) return undefined;
  const count = (state: Judged['state']) => proofs.filter((one) => one.state === state).length;
  const [holds, fails, open] = [count('holds'), count('fails'), count('open')];
  const meaning = fails ? 'stop' : open ? 'mind' : 'fine';
  if (proofs.length === 1) {
    if (holds) return { meaning, title: 'The proof holds.' };
    return { meaning, title: fails ? 'The proof does not hold.' : 'The proof can’t be judged without the key.' };
  }
  if (holds === proofs.length) return { meaning, title: `All ${holds} proofs hold.` };
  const parts = [
    holds ? `${holds} of ${proofs.length} proofs ${holds === 1 ? 'holds' : 'hold'}` : '',
    fails ? `${fails} ${fails === 1 ? 'does' : 'do'} not hold` : '',
    open ? `${open} can’t be judged without the key` : '',
  ];
  return { meaning, title: `${parts.filter(Boolean).join('; ')}.` };
};
