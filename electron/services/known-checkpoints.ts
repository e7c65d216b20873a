import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showMoment } from '../../shared/domain/dates.ts';
import { readCheckpoint } from '../ledger/checkpoint.ts';
import { nodeReader } from '../ledger/event-log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { rootOf, treeAt } from '../ledger/merkle.ts';
import type { KnownNote } from '../ledger/older-checkpoints.ts';

/**
 * Checkpoints of each ledger, kept outside it in this user's profile, and compared whenever the ledger is opened: whoever
 * rewrites a ledger, or puts an old copy back, would have to know of them. A note holds a ledger's number, a size and a
 * root: nothing of what was recorded.
 */
/** A year of days; the oldest go, but for the very first. */
const KEPT = 400;
const LONGEST_FILE = 1_000_000;

const fileOf = (profile: string, ledger: string): string => join(profile, 'checkpoints', `${ledger}.json`);

/** What is kept of a ledger, oldest first. A file that can't be read counts as none: it is a second look, not the first. */
export const knownNotes = (profile: string, ledger: Pick<Ledger, 'id'>): KnownNote[] => {
  if (profile === '') return [];
  try {
    const path = fileOf(profile, ledger.id);
    if (statSync(path).size > LONGEST_FILE) return [];
    const { notes } = JSON.parse(readFileSync(path, 'utf8')) as { notes: unknown };
    return (Array.isArray(notes) ? notes : []).filter(
      (n): n is KnownNote =>
        typeof n?.note === 'string' && typeof n?.at === 'string' && !Number.isNaN(Date.parse(n.at)),
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

type Read = { size: number; root: Buffer; at: string };

const restoredFrom = (ledger: Ledger): { events: number; at: string } | undefined => {
  const json = ledger.reader
    .prepare("SELECT json FROM event WHERE subject = 'backup' AND kind = 'backup.restored' ORDER BY seq DESC LIMIT 1")
    .pluck()
    .get() as string | undefined;
  if (!json) return undefined;
  const event = JSON.parse(json) as { recordedAt: string; body: { events: number } };
  return { events: event.body.events, at: event.recordedAt };
};

/**
 * Whether nothing was recorded in a restored ledger yet, but for backups and looks at it. Then it may be one that is only
 * tried out, beside the ledger that goes on: what is kept of it would make that one look rewritten.
 */
export const isOnlyRestored = (ledger: Ledger): boolean =>
  ledger.reader
    .prepare(
      `SELECT 1 FROM event
        WHERE seq = (SELECT max(seq) FROM event WHERE kind NOT IN ('backup.made', 'backup.failed', 'inspection.looked'))
          AND kind = 'backup.restored'`,
    )
    .get() !== undefined;

/** What of the notes a restore explains: they were kept before it, and prove more than the backup holds. */
const explained = (restored: { events: number; at: string } | undefined, n: { size: number; at: string }): boolean =>
  restored !== undefined && n.size > restored.events && n.at <= restored.at;

/** The notes to hold a proof against: without those that a restore explains. */
export const notesToProve = (profile: string, ledger: Ledger): KnownNote[] => {
  const restored = restoredFrom(ledger);
  return knownNotes(profile, ledger).filter(({ note, at }) => {
    const read = readCheckpoint(note, ledger.verifier);
    return read.ok && !explained(restored, { size: read.size, at });
  });
};

/**
 * Holds a ledger against the checkpoints that were kept of it, in O(log n) each, by its stored hashes: a proof of the
 * whole ledger holds those against the events.
 */
export const compareWithKnown = (ledger: Ledger, notes: readonly KnownNote[]): KnownState => {
  const read = notes.flatMap(({ note, at }): Read[] => {
    const checkpoint = readCheckpoint(note, ledger.verifier);
    return checkpoint.ok ? [{ size: checkpoint.size, root: checkpoint.root, at }] : [];
  });
  if (read.length === 0) return { state: 'none', message: '' };
  const zone = ledger.settings().zone;
  const when = (at: string) => showMoment(at, zone);
  const restored = restoredFrom(ledger);
  const size = ledger.log().tree.size;
  const stored = nodeReader(ledger.reader);
  const fits = ({ size: then, root }: Read): boolean => {
    if (then > size) return false;
    const tree = treeAt(then, stored);
    return tree !== undefined && rootOf(tree).equals(root);
  };
  const good = read.filter(fits);
  const others = read.filter((n) => !fits(n));
  const bad = others.filter((n) => !explained(restored, n));
  const lastGood = good.reduce<Read | undefined>((best, n) => (best && best.size >= n.size ? best : n), undefined);
  if (bad.length === 0) {
    if (others.length === 0 || !restored) return { state: 'fits', message: '' };
    return {
      state: 'restored',
      message: `This ledger was restored from a backup on ${when(restored.at)}. What had been recorded in it${lastGood ? ` after ${when(lastGood.at)}` : ''} and before that is not in it.`,
    };
  }
  const newest = bad.reduce((a, b) => (a.at >= b.at ? a : b));
  const since = lastGood ? `since ${when(lastGood.at)}` : 'from its beginning on';
  if (bad.every((n) => n.size > size))
    return {
      state: 'behind',
      message: `This is an older copy of the ledger, or its end was cut off: it has ${size.toLocaleString('en-US')} events, and on ${when(newest.at)} it had at least ${newest.size.toLocaleString('en-US')}. What was recorded ${since} is missing or can’t be trusted. Close it and look for the newer one.`,
    };
  return {
    state: 'differs',
    message: `This ledger is not the one that was open here on ${when(newest.at)}: its record was rewritten, or another copy of it went its own way. What is recorded in it ${since} can’t be trusted. Keep both as they are, verify them, and ask who worked on the file.`,
  };
};
