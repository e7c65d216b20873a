import { readFileSync, writeFileSync } from 'node:fs';
import { sha256Hex } from './canonical.ts';
import type { WriteHandle } from './database.ts';
import { paths } from './folder.ts';

/**
 * How far the record of a ledger had come: a short text beside `ledger.db`, written over after every commit.
 *
 * What is committed stands first in the log beside the database. SQLite takes the end of that log to be where its first
 * damaged page is, so that one flipped byte, a log cut short or a log that is gone makes what was acknowledged vanish
 * without a word, and leaves an older state that proves itself. This witness remembers that there was more. It is no
 * protection from a person: whoever changes the one can remove the other.
 */
export type Reached = {
  events: number;
  /** The size that the newest checkpoint was signed over. */
  signed: number;
};

const DIGITS = 12;
const textOf = (ledger: string, { events, signed }: Reached): string => {
  const text = `rollmark-reached 1 ${ledger} ${String(events).padStart(DIGITS, '0')} ${String(signed).padStart(DIGITS, '0')}`;
  return `${text} ${sha256Hex(Buffer.from(text)).slice(0, 16)}\n`;
};

const read = (path: string, ledger: string): Reached | undefined => {
  try {
    const text = readFileSync(path, 'utf8');
    const [, , , events, signed] = text.split(' ');
    const found = { events: Number(events), signed: Number(signed) };
    // One that does not read as it was written says nothing.
    return text === textOf(ledger, found) ? found : undefined;
  } catch {
    return undefined;
  }
};

/** What the record had come to, and how many events were left of it. */
export type Missing = Reached & { left: number };

const KEY = 'reached_before';

/** What an earlier opening found to be missing, until a proof has told it. */
const remembered = (db: WriteHandle): Missing | undefined => {
  const text = db.prepare('SELECT value FROM local WHERE key = ?').pluck().get(KEY) as string | undefined;
  const [events = 0, signed = 0, left = 0] = text?.split(' ').map(Number) ?? [];
  return text === undefined ? undefined : { events, signed, left };
};

export type Witness = {
  /** What the record had come to and no longer has, until a proof has told it; undefined where nothing is missing. */
  missing(): Missing | undefined;
  /** Call with each new state, once it is committed. */
  put(now: Reached): void;
  /** A proof has told what is missing. Call inside its transaction. */
  told(): void;
};

/**
 * Compares an opened ledger with how far it had come, remembers in it what is missing, and goes on from there. That the
 * witness can't be read or written keeps nobody from their ledger.
 */
export const openWitness = (folder: string, ledger: string, db: WriteHandle, now: Reached): Witness => {
  const { reached: path } = paths(folder);
  const before = read(path, ledger);
  let missing = remembered(db);
  if (before && (before.events > now.events || before.signed > now.signed)) {
    missing = {
      events: Math.max(before.events, missing?.events ?? 0),
      signed: Math.max(before.signed, missing?.signed ?? 0),
      left: Math.min(now.events, missing?.left ?? now.events),
    };
    const { events, signed, left } = missing;
    db.prepare('INSERT INTO local VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      KEY,
      `${events} ${signed} ${left}`,
    );
  }
  let there = before !== undefined;
  const put = (state: Reached): void => {
    try {
      // In its place and of one length, so that it needs no room and there is no moment without it.
      writeFileSync(path, textOf(ledger, state), { flag: there ? 'r+' : 'w', mode: 0o600 });
      there = true;
    } catch {
      // A full disk, or a file that may not be written. The old text stays and is behind, which says nothing.
    }
  };
  put(now);
  return {
    missing: () => missing,
    put,
    told: () => {
      db.prepare('DELETE FROM local WHERE key = ?').run(KEY);
      missing = undefined;
    },
  };
};

/** What is missing, in sentences for the proof and for whoever opens the ledger. */
export const missingText = ({ events, signed, left }: Missing): string => {
  const count = (n: number) => n.toLocaleString('en-US');
  return events > left
    ? `This ledger had ${count(events)} events when it was last written to, and ${count(left)} were left when it was opened again. The newest were lost with the log beside ledger.db, which was damaged, cut short or removed, or an older ledger.db was put in its place. Look for a newer copy or backup; what is in none must be entered again.`
    : `This ledger had a checkpoint over ${count(signed)} events when it was last written to, and had it no longer when it was opened again: it was lost with the log beside ledger.db, or an older ledger.db was put in its place. The entries are there.`;
};
