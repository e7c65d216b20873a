import { createHash } from 'node:crypto';
import type { Attachment } from '../../shared/domain/evidence.ts';
import type { ReadHandle, WriteHandle } from './database.ts';
import { LedgerError, readStored } from './errors.ts';
import { breathe } from './mutex.ts';
import type { Report } from './verify.ts';

/** Photos and papers are stored in pieces of this many bytes; the last one may be shorter. */
export const PIECE = 256 * 1024;
/** How much is read or written before others get their turn. */
const BREATH = 4 * 1024 * 1024;

const DAMAGED =
  'What the ledger holds of this photo or paper is not what was put in: it was changed outside Rollmark. Nothing was written. Verify the ledger, copy the folder as it is, then go back to the newest good copy.';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes stored under a SHA-256; undefined where there are none. Throws LEDGER_DAMAGED where they are others. */
export const readBytes = (db: ReadHandle | WriteHandle, sha256: string): Buffer<ArrayBuffer> | undefined => {
  const pieces = db
    .prepare('SELECT bytes FROM attachment_chunk WHERE sha256 = ? ORDER BY idx')
    .pluck()
    .all(sha256) as Buffer[];
  if (pieces.length === 0) return undefined;
  const bytes = Buffer.concat(pieces);
  if (sha256Of(bytes) !== sha256) throw new LedgerError('LEDGER_DAMAGED', DAMAGED);
  return bytes;
};

/**
 * Stores bytes inside a running transaction under their SHA-256, once: where they are held already, nothing is written.
 * Lets others read meanwhile.
 */
export const storeBytes = async (db: WriteHandle, sha256: string, bytes: Uint8Array): Promise<void> => {
  if (readBytes(db, sha256)) return;
  const put = db.prepare('INSERT INTO attachment_chunk (sha256, idx, bytes) VALUES (?, ?, ?)');
  for (let at = 0; at < bytes.length; at += PIECE) {
    put.run(sha256, at / PIECE, bytes.subarray(at, at + PIECE));
    if ((at + PIECE) % BREATH === 0) await breathe();
  }
};

type Held = { line: number; name: string; sha256: string; size: number };

/** What a file's stored pieces are, held against what its event says. */
const heldAs = async (
  db: ReadHandle,
  { sha256, size }: Held,
  step: (bytes: number) => Promise<void>,
): Promise<'as it was' | 'missing' | 'changed'> => {
  const piece = db.prepare('SELECT id, bytes FROM attachment_chunk WHERE sha256 = ? AND idx = ?');
  const count = db.prepare('SELECT count(*) FROM attachment_chunk WHERE sha256 = ?').pluck().get(sha256) as number;
  if (count === 0) return 'missing';
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PIECE) {
    const row = piece.get(sha256, at / PIECE) as { bytes: Buffer } | undefined;
    if (row?.bytes.length !== Math.min(PIECE, size - at)) return row ? 'changed' : 'missing';
    hash.update(row.bytes);
    await step(row.bytes.length);
  }
  return count === Math.ceil(size / PIECE) && hash.digest('hex') === sha256 ? 'as it was' : 'changed';
};

/**
 * Reads every photo and paper that an event speaks of and holds it against that event's SHA-256, then looks for pieces
 * that belong to none. Costs one look at an empty table where there are none.
 *
 * @param replayed the tables that the events make, so that what is believed is what was recorded
 * @param step called now and then with bytes done and in all; where it throws, the checking stops
 */
export const checkAttachments = async (
  db: ReadHandle,
  replayed: WriteHandle,
  report: Report,
  step: (done: number, total: number) => Promise<void>,
): Promise<void> => {
  const rows = replayed.prepare("SELECT line, json FROM evidence WHERE kind = 'attachment' ORDER BY seq").all() as {
    line: number;
    json: string;
  }[];
  const held = rows.map(
    ({ line, json }): Held => ({ ...readStored<Attachment>(json, `Evidence of line ${line}`), line }),
  );
  const files = new Map<string, Held[]>();
  for (const one of held) files.set(one.sha256, [...(files.get(one.sha256) ?? []), one]);
  const total = [...files.values()].reduce((sum, [one]) => sum + one!.size, 0);
  let done = 0;
  let since = 0;
  for (const lines of files.values()) {
    const state = await heldAs(db, lines[0]!, async (bytes) => {
      done += bytes;
      since += bytes;
      if (since < BREATH) return;
      since = 0;
      await step(done, total);
    });
    if (state === 'as it was') continue;
    for (const { line, name } of lines)
      report(
        state === 'missing' ? 'photo-missing' : 'photo-changed',
        `Line ${line}`,
        state === 'missing'
          ? `The file “${name}” was kept with this line, and it, or a part of it, is no longer in the ledger.`
          : `The file “${name}” is not what was kept with this line: its bytes were changed outside Rollmark.`,
      );
  }
  const stray = db
    .prepare('SELECT sha256, count(*) AS pieces FROM attachment_chunk GROUP BY sha256 ORDER BY sha256')
    .all() as { sha256: string; pieces: number }[];
  for (const { sha256, pieces } of stray) {
    if (files.has(sha256)) continue;
    report(
      'photo-stray',
      'ledger.db',
      `It holds a file in ${pieces} ${pieces === 1 ? 'piece' : 'pieces'} (${sha256.slice(0, 12)}…) that no recorded event put there.`,
    );
  }
};
