import { readCheckpoint } from './checkpoint.ts';
import type { Verifier } from './note.ts';

/** Several notes one after another, as from a file that collects them: each begins with its origin and a number. */
export const notesApart = (text: string): string[] => {
  const notes = text
    .replace(/\r\n/g, '\n')
    .split(/\n(?=rollmark\.local\/[0-9a-f]{32}\n\d)/)
    .filter((note) => note.trim() !== '');
  return notes.length === 0 ? [text] : notes;
};

/** An older checkpoint that this ledger signed: its text, and how many events it covers. */
export type OlderCheckpoint = { note: string; size: number };

/**
 * The checkpoints in a text that was typed, pasted or kept in a file, as they were signed. They can be put one after
 * another and are read as so many again.
 *
 * @returns those that were read, or a sentence on the first that was not
 */
export const readGiven = (text: string, verifier: Verifier): OlderCheckpoint[] | string => {
  const read: OlderCheckpoint[] = [];
  const notes = notesApart(text);
  for (const [n, note] of notes.entries()) {
    const one = readCheckpoint(note, verifier);
    if (!one.ok) return notes.length === 1 ? one.message : `Checkpoint ${n + 1} of ${notes.length}: ${one.message}`;
    read.push({ note: one.note, size: one.size });
  }
  return read;
};
