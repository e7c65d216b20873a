import { showMoment } from '../../shared/domain/dates.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { notesApart } from '../../shared/proof/given.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { ReadHandle } from './database.ts';
import type { Hash } from './merkle.ts';
import type { Verifier } from './note.ts';
import type { Report } from './verify.ts';

/** A checkpoint that was kept outside the ledger, with the moment at which it was signed, UTC. */
export type KnownNote = { note: string; at: string };

/** Older checkpoints as evidence: what each says the ledger was. */
type Evidence = { where: string; code: 'against' | 'known'; size: number; root: Hash; at: string };

const counted = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'event' : 'events'}`;

/**
 * Holds a ledger against older checkpoints of it: from paper, a file, another computer, or those kept in the profile. Their
 * roots are compared with what the events give today, so that a record that was rewritten whole, and signed anew with the
 * ledger's own key, is named all the same, with the range that can no longer be trusted.
 *
 * @param against one or more checkpoints, verbatim or copied from paper
 * @param known those kept outside the ledger, in any order
 */
export const readOlder = (
  against: string | undefined,
  known: readonly KnownNote[],
  verifier: Verifier,
  zone: string,
  report: Report,
): {
  sizes: ReadonlySet<number>;
  compare(db: ReadHandle, size: number, rootAt: (size: number) => Hash | undefined): void;
} => {
  const evidence: Evidence[] = [];
  const given = against === undefined ? [] : notesApart(against);
  for (const [n, note] of given.entries()) {
    const where = given.length === 1 ? 'The checkpoint given' : `Checkpoint ${n + 1} of those given`;
    const read = readCheckpoint(note, verifier);
    if (read.ok) evidence.push({ where, code: 'against', size: read.size, root: read.root, at: '' });
    else report('against-unreadable', where, read.message);
  }
  for (const { note, at } of known) {
    const read = readCheckpoint(note, verifier);
    // What is kept in the profile and can't be read is no evidence either way.
    if (read.ok)
      evidence.push({
        where: `The checkpoint kept on ${showMoment(at, zone)}`,
        code: 'known',
        size: read.size,
        root: read.root,
        at,
      });
  }

  const momentOf = (db: ReadHandle, seq: number): string => {
    try {
      const json = db.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(seq) as string;
      const event = JSON.parse(json) as LedgerEvent;
      return ` (${showMoment(event.recordedAt, zone)})`;
    } catch {
      return '';
    }
  };

  return {
    sizes: new Set(evidence.map((e) => e.size)),
    compare: (db, size, rootAt) => {
      const fits = (e: Evidence) => e.size <= size && rootAt(e.size)?.equals(e.root) === true;
      const good = evidence.filter(fits).reduce((best, e) => Math.max(best, e.size), 0);
      const since =
        good === 0
          ? 'none of what is recorded here can be trusted by itself'
          : good < size
            ? `what is recorded from event ${good + 1}${momentOf(db, good + 1)} to event ${size}${momentOf(db, size)} can’t be trusted; the first ${counted(good)} fit another checkpoint`
            : `all ${counted(good)} here fit another checkpoint`;
      const bad = evidence.filter((e) => !fits(e));
      const shown = [
        ...bad.filter((e) => e.code === 'against'),
        // Of those kept here the newest says it all.
        ...bad
          .filter((e) => e.code === 'known')
          .sort((a, b) => (a.at < b.at ? 1 : -1))
          .slice(0, 1),
      ];
      for (const e of shown) {
        if (e.size > size)
          report(
            `${e.code}-longer`,
            e.where,
            `It proves ${counted(e.size)}, but this ledger has only ${size.toLocaleString('en-US')}: its end was cut off, or this is an older copy. What was recorded after event ${size}${momentOf(db, size)} is missing, and ${since}.`,
          );
        else
          report(
            `${e.code}-differs`,
            e.where,
            `The first ${counted(e.size)} of this ledger are not those that the checkpoint proves: the record was rewritten after it was signed, or another copy went its own way. So ${since}.`,
          );
      }
    },
  };
};
