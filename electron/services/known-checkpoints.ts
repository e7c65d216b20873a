import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showMoment } from '../../shared/domain/dates.ts';
import { nodeReader } from '../ledger/event-log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { rootOf, treeAt } from '../ledger/merkle.ts';
import { type KnownNote, readNote } from '../ledger/older-checkpoints.ts';
import { type Restore, restoresIn } from '../ledger/restores.ts';

/**
 * Checkpoints of each ledger, kept outside it in this user's profile, and compared whenever the ledger is opened: whoever
 * rewrites a ledger, or puts an old copy back, would have to know of them. A note holds a ledger's number, a size and a
 * root: nothing of what was recorded. The key that signed it is kept beside it, so that a ledger that was given another
 * key can't make the notes of the true one unreadable.
 */

/** A year of days; the oldest go, but for the very first. */
const KEPT = 400;
const LONGEST_FILE = 1_000_000;

const fileOf = (profile: string, ledger: string): string => join(profile, 'checkpoints', `${ledger}.json`);

/** What is kept of a ledger, in the order in which it was. A file that can't be read counts as none: it is a second look, not the first. */
export const knownNotes = (profile: string, ledger: Pick<Ledger, 'id'>): KnownNote[] => {
  if (profile === '') return [];
  try {
    const path = fileOf(profile, ledger.id);
    if (statSync(path).size > LONGEST_FILE) return [];
    const { notes } = JSON.parse(readFileSync(path, 'utf8')) as { notes: unknown };
    return (Array.isArray(notes) ? notes : []).filter(
      (n): n is KnownNote =>
        typeof n?.note === 'string' &&
        typeof n?.at === 'string' &&
        !Number.isNaN(Date.parse(n.at)) &&
        (n.vkey === undefined || typeof n.vkey === 'string'),
    );
  } catch {
    return [];
  }
};

/** Adds a checkpoint. Failing to is not worth a word: the next opening adds another. */
export const keepNote = (profile: string, ledger: Pick<Ledger, 'id'>, known: KnownNote): void => {
  if (profile === '') return;
  const notes = knownNotes(profile, ledger);
  if (notes.some((n) => n.note === known.note)) return;
  const all = [...notes, known];
  const kept = all.length > KEPT ? [all[0]!, ...all.slice(all.length - KEPT + 1)] : all;
  const path = fileOf(profile, ledger.id);
  const beside = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(join(profile, 'checkpoints'), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${JSON.stringify({ notes: kept }, null, 2)}\n`, { mode: 0o600 });
    renameSync(beside, path);
  } catch {
    rmSync(beside, { force: true });
  }
};

export type KnownState = {
  /** `none`: nothing to compare with. `restored`: it differs in what a restore explains. */
  state: 'none' | 'fits' | 'behind' | 'differs' | 'restored';
  /** What it means, in sentences; empty where all is well. */
  message: string;
};

type Judged = {
  kept: KnownNote;
  size: number;
  otherKey: boolean;
  /** Whether the ledger's first events are those that it proves. */
  fits: boolean;
  /** The restore that explains why it does not fit. */
  restore: Restore | undefined;
};

/**
 * Holds each note against the ledger, by its stored hashes, and looks for a restore that explains what does not fit. Sizes,
 * roots and the order of keeping decide; clocks may have been wrong.
 */
const judge = (ledger: Ledger, notes: readonly KnownNote[]): Judged[] => {
  const size = ledger.log().tree.size;
  const stored = nodeReader(ledger.reader);
  const rootAt = (then: number) => {
    const tree = then > size ? undefined : treeAt(then, stored);
    return tree && rootOf(tree);
  };
  const restores = restoresIn(ledger.reader, rootAt);
  const judged: Judged[] = [];
  for (const kept of notes) {
    const read = readNote(kept.note, ledger.verifier, kept.vkey);
    if (!read.ok) continue;
    const fits = !read.otherKey && rootAt(read.size)?.equals(read.root) === true;
    // Of another copy that was only tried out.
    if (!fits && kept.tried) continue;
    const earlier = judged.filter((n) => n.fits);
    const restore = restores.findLast(
      ({ events }) =>
        // What was kept of the ledger after this restore can't be from before it.
        !earlier.some((n) => n.size > events) &&
        // It proves more than the backup holds; or the backup's events were there before the copy that it was kept of.
        (read.size > events || earlier.some((n) => n.size >= read.size)),
    );
    judged.push({
      kept,
      size: read.size,
      otherKey: read.otherKey,
      fits,
      restore: fits || read.otherKey ? undefined : restore,
    });
  }
  return judged;
};

/**
 * Whether nothing was recorded in a restored ledger yet, but for backups and looks at it. Then it may be one that is only
 * tried out, beside the ledger that goes on: what is kept of it must not make that one look rewritten.
 */
export const isOnlyRestored = (ledger: Ledger): boolean =>
  ledger.reader
    .prepare(
      `SELECT 1 FROM event
        WHERE seq = (SELECT max(seq) FROM event WHERE kind NOT IN ('backup.made', 'backup.failed', 'inspection.looked'))
          AND kind = 'backup.restored'`,
    )
    .get() !== undefined;

/** The notes to hold a proof against: without those that a restore explains. */
export const notesToProve = (profile: string, ledger: Ledger): KnownNote[] =>
  judge(ledger, knownNotes(profile, ledger))
    .filter((n) => n.restore === undefined)
    .map((n) => n.kept);

/**
 * Holds a ledger against the checkpoints that were kept of it, in O(log n) each, by its stored hashes: a proof of the
 * whole ledger holds those against the events.
 *
 * @param notes in the order in which they were kept
 */
export const compareWithKnown = (ledger: Ledger, notes: readonly KnownNote[]): KnownState => {
  const judged = judge(ledger, notes);
  if (judged.length === 0) return { state: 'none', message: '' };
  const zone = ledger.settings().zone;
  const when = (at: string) => showMoment(at, zone);
  const size = ledger.log().tree.size;
  const bad = judged.filter((n) => !n.fits && !n.restore);
  const newest = bad.at(-1);
  if (!newest) {
    const restore = judged.findLast((n) => n.restore)?.restore;
    if (!restore) return { state: 'fits', message: '' };
    return {
      state: 'restored',
      message: `This ledger was restored from a backup on ${when(restore.at)}. What had been recorded in it since that backup was made is not in it.`,
    };
  }
  const swapped = bad.findLast((n) => n.otherKey);
  if (swapped)
    return {
      state: 'differs',
      message: `This ledger is signed with another key than the one that was open here on ${when(swapped.kept.at)}: its signing key was replaced, and its record may have been rewritten whole and signed anew. Nothing that is recorded in it can be trusted by itself. Keep it as it is, verify it, and ask who worked on the file.`,
    };
  const lastGood = judged.reduce<Judged | undefined>(
    (best, n) => (!n.fits || (best && best.size >= n.size) ? best : n),
    undefined,
  );
  const since = lastGood ? `since ${when(lastGood.kept.at)}` : 'from its beginning on';
  if (bad.every((n) => n.size > size))
    return {
      state: 'behind',
      message: `This is an older copy of the ledger, or its end was cut off: it has ${size.toLocaleString('en-US')} events, and on ${when(newest.kept.at)} it had at least ${newest.size.toLocaleString('en-US')}. What was recorded ${since} is missing or can’t be trusted. Close it and look for the newer one.`,
    };
  return {
    state: 'differs',
    message: `This ledger is not the one that was open here on ${when(newest.kept.at)}: its record was rewritten, or another copy of it went its own way. What is recorded in it ${since} can’t be trusted. Keep both as they are, verify them, and ask who worked on the file.`,
  };
};
