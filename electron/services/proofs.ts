import type { LedgerEvent } from '../../shared/domain/events.ts';
import { LedgerError } from '../ledger/errors.ts';
import { inclusionProof } from '../ledger/inclusion.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Hash } from '../ledger/merkle.ts';
import { writeRecordProof } from '../ledger/record-proof.ts';
import type { Place } from './entries.ts';

export type LineProof = { seq: number; kind: LedgerEvent['kind']; text: string };

/**
 * A proof of every event of one line, oldest first, all against one checkpoint that is signed now. Throws LINE_MISSING,
 * LEDGER_DAMAGED where a stored hash is missing.
 */
export const proveLine = async (ledger: Ledger, { book, line }: Place): Promise<LineProof[]> => {
  const { size, note } = await ledger.checkpoint();
  const rows = ledger.reader
    .prepare('SELECT seq, kind, json FROM event WHERE subject = ? AND seq <= ? ORDER BY seq')
    .all(`${book}/${line}`, size) as { seq: number; kind: LedgerEvent['kind']; json: string }[];
  if (rows.length === 0) throw new LedgerError('LINE_MISSING', `The book has no line ${line}.`);
  const leaf = ledger.reader.prepare('SELECT leaf FROM event WHERE seq = ?').pluck();
  const node = ledger.reader.prepare('SELECT hash FROM tree_node WHERE level = ? AND idx = ?').pluck();
  const read = (level: number, index: number) =>
    (level === 0 ? leaf.get(index + 1) : node.get(level, index)) as Hash | undefined;
  return rows.map(({ seq, kind, json }) => {
    const path = inclusionProof(seq - 1, size, read);
    if (!path)
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'A hash that proves this line is missing from the ledger. Nothing was written. Verify the ledger to see what else is.',
      );
    return { seq, kind, text: writeRecordProof({ event: json, index: seq - 1, path, checkpoint: note }) };
  });
};
