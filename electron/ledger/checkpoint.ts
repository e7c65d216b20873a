import { readCheckpoint as readAnywhere } from '../../shared/proof/checkpoint.ts';
import type { Hash } from './merkle.ts';
import { type Signer, signNote, type Verifier } from './note.ts';

/** A checkpoint (C2SP tlog-checkpoint) is a signed note of three lines: origin, number of events, root in base64. */
export const originOf = (ledgerId: string): string => `rollmark.local/${ledgerId}`;

export const signCheckpoint = (size: number, root: Hash, signer: Signer): string =>
  signNote(`${signer.name}\n${size}\n${root.toString('base64')}\n`, signer);

export type ReadCheckpoint = { ok: true; size: number; root: Hash } | { ok: false; message: string };

/** Reads a checkpoint, as a file or copied from paper, and verifies its signature by this ledger's key. */
export const readCheckpoint = (given: string, verifier: Verifier): ReadCheckpoint => {
  const read = readAnywhere(given, verifier);
  return read.ok ? { ok: true, size: read.size, root: Buffer.from(read.root) } : { ok: false, message: read.message };
};
