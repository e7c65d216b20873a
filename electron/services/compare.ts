import type { HeldEvidence } from '../../shared/contract/evidence.ts';
import type { BookLine } from '../../shared/contract/lines.ts';
import type { ReadHandle } from '../ledger/database.ts';
import { lineOf, readRow } from './book.ts';
import { listEvidence, type Place } from './evidence.ts';

type Compared = { line: BookLine; evidence: HeldEvidence[] };

/** Two lines side by side, with what stands behind each. Throws LINE_MISSING. */
export const compareLines = (db: ReadHandle, a: Place, b: Place): { a: Compared; b: Compared } => {
  const one = (place: Place): Compared => ({
    line: lineOf(readRow(db, place.book, place.line), 'both'),
    evidence: listEvidence(db, place),
  });
  return { a: one(a), b: one(b) };
};
