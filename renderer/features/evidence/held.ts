import { useMutation } from '@tanstack/react-query';
import type { HeldEvidence } from '../../../shared/contract/evidence.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';

/** Evidence of one kind, as it is held. */
export type Held<K extends Evidence['kind']> = Omit<HeldEvidence, 'evidence'> & {
  evidence: Extract<HeldEvidence['evidence'], { kind: K }>;
};

export const ofKind = <K extends Evidence['kind']>(held: readonly HeldEvidence[], kind: K): Held<K>[] =>
  held.filter((one): one is Held<K> & HeldEvidence => one.evidence.kind === kind);

/** What the panels of one line are given. */
export type PanelProps = {
  line: BookLine;
  held: readonly HeldEvidence[];
  /** Whether the line takes evidence, from whoever is at work: adding and withdrawing are offered. */
  mayAdd: boolean;
};

/** Adds evidence to a line. Photos go another way. */
export const useAdd = (line: BookLine, done: () => void) =>
  useMutation({
    mutationFn: (evidence: Exclude<Evidence, { kind: 'attachment' }>) =>
      client.evidence.add({ book: line.book, line: line.line, evidence }),
    onSuccess: async () => {
      done();
      await bookChanged();
    },
  });

/** Withdraws evidence with a reason. */
export const useWithdraw = (line: BookLine, done: () => void) =>
  useMutation({
    mutationFn: ({ seq, reason }: { seq: number; reason: string }) =>
      client.evidence.withdraw({ book: line.book, line: line.line, seq, reason }),
    onSuccess: async () => {
      done();
      await bookChanged();
    },
  });
