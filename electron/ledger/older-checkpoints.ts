import { showMoment } from '../../shared/domain/dates.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { SENTENCES, unsignedLines } from '../../shared/proof/checkpoint.ts';
import { notesApart } from '../../shared/proof/given.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { ReadHandle } from './database.ts';
import type { Hash } from './merkle.ts';
import { readVkey, type Verifier } from './note.ts';
import type { Restore } from './restores.ts';
import type { Report } from './verify.ts';

/** A checkpoint that was kept outside the ledger. */
export type KnownNote = {
  note: string;
  /** When it was signed, UTC, by the clock of then: for words, never for a decision. */
  at: string;
  /** The key that the ledger signed with; versions before 2026-11-28 kept none. */
  vkey?: string;
  /** Kept of a backup that was only tried out so far: shows the order of things, and is held against no ledger. */
  tried?: true;
};

/** What a note of this ledger says, and whether another key than the ledger's signed it. */
type ReadNote = { ok: true; size: number; root: Hash; otherKey: boolean } | { ok: false; message: string };

/**
 * Reads a note of this ledger, whichever key signed it: somebody who replaces the ledger's key must not make its older
 * checkpoints worth nothing by that. Without `vkey` another key's signature can't be verified, and `otherKey` says only
 * that it is not by this ledger's.
 */
export const readNote = (note: string, verifier: Verifier, vkey?: string): ReadNote => {
  const own = readCheckpoint(note, verifier);
  if (own.ok) return { ...own, otherKey: false };
  const kept = vkey === undefined ? undefined : readVkey(vkey);
  if (kept) {
    const read = kept.name === verifier.name ? readCheckpoint(note, kept) : own;
    return read.ok ? { ...read, otherKey: true } : read;
  }
  const unsigned = own.fault === 'other-key' ? unsignedLines(own.note) : undefined;
  return unsigned ? { ok: true, size: unsigned.size, root: Buffer.from(unsigned.root), otherKey: true } : own;
};

/** Older checkpoints as evidence: what each says the ledger was. */
type Evidence = {
  where: string;
  code: 'against' | 'known';
  size: number;
  root: Hash;
  otherKey: boolean;
};

const counted = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'event' : 'events'}`;

/**
 * Holds a ledger against older checkpoints of it: from paper, a file, another computer, or those kept in the profile. Their
 * roots are compared with what the events give today, so that a record that was rewritten whole, and signed anew with the
 * ledger's own key or another, is named all the same, with the range that can no longer be trusted.
 *
 * @param against one or more checkpoints, verbatim or copied from paper
 * @param known those kept outside the ledger that no restore explains, in the order in which they were kept
 */
export const readOlder = (
  against: string | undefined,
  known: readonly KnownNote[],
  verifier: Verifier,
  zone: string,
  report: Report,
): {
  sizes: ReadonlySet<number>;
  /** @param restores those of which the trail tells, true ones only */
  compare(db: ReadHandle, size: number, rootAt: (size: number) => Hash | undefined, restores: readonly Restore[]): void;
} => {
  const evidence: Evidence[] = [];
  const given = against === undefined ? [] : notesApart(against);
  for (const [n, note] of given.entries()) {
    const where = given.length === 1 ? 'The checkpoint given' : `Checkpoint ${n + 1} of those given`;
    const read = readNote(note, verifier);
    if (read.ok) evidence.push({ where, code: 'against', ...read });
    else report('against-unreadable', where, read.message);
  }
  for (const { note, at, vkey, tried } of known) {
    const read = readNote(note, verifier, vkey);
    // What is kept in the profile and can't be read is no evidence either way.
    if (read.ok && !tried)
      evidence.push({ where: `The checkpoint kept on ${showMoment(at, zone)}`, code: 'known', ...read });
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
    compare: (db, size, rootAt, restores) => {
      const sameRoot = (e: Evidence) => e.size <= size && rootAt(e.size)?.equals(e.root) === true;
      // Without its key's signature a text is believed for what it contradicts, not for what it fits.
      const good = evidence.reduce((best, e) => (!e.otherKey && sameRoot(e) ? Math.max(best, e.size) : best), 0);
      const since =
        good === 0
          ? 'So none of what is recorded here can be trusted by itself.'
          : good < size
            ? `So what is recorded from event ${good + 1}${momentOf(db, good + 1)} to event ${size}${momentOf(db, size)} can’t be trusted; the first ${counted(good)} fit another checkpoint.`
            : `All ${counted(good)} here fit another checkpoint: the key signed two histories.`;
      const bad = evidence.filter((e) => e.otherKey || !sameRoot(e));
      const shown = [
        ...bad.filter((e) => e.code === 'against'),
        // Of those kept here the newest says it all.
        ...bad.filter((e) => e.code === 'known').slice(-1),
      ];
      for (const e of shown) {
        const restore = restores.findLast((r) => r.events < e.size);
        const roots =
          e.size > size
            ? `It proves ${counted(e.size)}, but this ledger has only ${size.toLocaleString('en-US')}`
            : `The first ${counted(e.size)} of this ledger are not those that the checkpoint proves`;
        if (e.otherKey)
          report(`${e.code}-key`, e.where, `${SENTENCES['other-key']}${sameRoot(e) ? '' : ` ${roots}.`} ${since}`);
        else if (restore && e.code === 'against')
          report(
            'against-restored',
            e.where,
            `${roots}. This ledger was restored on ${showMoment(restore.at, zone)} from a backup of its first ${counted(restore.events)}: a checkpoint from before then is of what was lost at that time, and says nothing against what is here. If this one was printed or saved later than that, the record was rewritten or cut off since.`,
          );
        else if (e.size > size)
          report(
            `${e.code}-longer`,
            e.where,
            `${roots}: its end was cut off, or this is an older copy. What was recorded after event ${size}${momentOf(db, size)} is missing. ${since}`,
          );
        else
          report(
            `${e.code}-differs`,
            e.where,
            `${roots}: the record was rewritten after it was signed, or another copy went its own way. ${since}`,
          );
      }
    },
  };
};
