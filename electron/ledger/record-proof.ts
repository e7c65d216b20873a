import { FIRST_LINE } from '../../shared/proof/record-proof.ts';
import type { Hash } from './merkle.ts';

export type RecordProof = {
  /** The event's canonical JSON. */
  event: string;
  /** From 0. */
  index: number;
  path: readonly Hash[];
  /** The signed note, verbatim. */
  checkpoint: string;
};

/** A proof of one event (C2SP tlog-proof) as the text of a `.tlog-proof` file. Checking it is in shared/proof. */
export const writeRecordProof = ({ event, index, path, checkpoint }: RecordProof): string =>
  [
    FIRST_LINE,
    `extra ${Buffer.from(event, 'utf8').toString('base64')}`,
    `index ${index}`,
    ...path.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');
