import { type CheckpointFault, readCheckpoint as readAnywhere } from '../../shared/proof/checkpoint.ts';
import type { Hash } from './merkle.ts';
import { type Signer, signNote, type Verifier } from './note.ts';

/** A checkpoint (C2SP tlog-checkpoint) is a signed note of three lines: origin, number of events, root in base64. */
export const originOf = (ledgerId: string): string => `rollmark.local/${ledgerId}`;

export const signCheckpoint = (size: number, root: Hash, signer: Signer): string =>
  signNote(`${signer.name}\n${size}\n${root.toString('base64')}\n`, signer);

/** Whether a note stands as `signCheckpoint` writes it, to the byte; reading takes those copied from paper, too. */
export const isAsSigned = (note: string): boolean =>
  /^rollmark\.local\/[0-9a-f]{32}\n\d{1,15}\n[A-Za-z0-9+/]{43}=\n\n— rollmark\.local\/[0-9a-f]{32} [A-Za-z0-9+/]{91}=\n$/.test(
    note,
  );

export type ReadCheckpoint =
  | { ok: true; size: number; root: Hash }
  | { ok: false; fault: CheckpointFault; note: string; message: string };

/** Reads a checkpoint, as a file or copied from paper, and verifies its signature by this ledger's key. */
export const readCheckpoint = (given: string, verifier: Verifier): ReadCheckpoint => {
  const read = readAnywhere(given, verifier);
  return read.ok ? { ok: true, size: read.size, root: Buffer.from(read.root) } : read;
};
