import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { BOOKS, isBook } from '../../shared/domain/settings.ts';
import { embedProofs } from '../../shared/proof/document.ts';
import { LedgerError } from '../ledger/errors.ts';
import { inclusionProof } from '../ledger/inclusion.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Hash } from '../ledger/merkle.ts';
import { writeRecordProof } from '../ledger/record-proof.ts';
import type { Place } from './entries.ts';
import { isHiddenField, isInspector } from './inspection.ts';
import type { HeldDocument } from './session.ts';

export type LineProof = { seq: number; kind: LedgerEvent['kind']; json: string; text: string };

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
    return {
      seq,
      kind,
      json,
      text: writeRecordProof({ event: json, index: seq - 1, path, checkpoint: note }),
    };
  });
};

// The sources, the built bundle and the packaged app nest differently below the folder that holds `out`.
const verifierPage = (): string => {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const file = join(at, 'out', 'verifier', 'rollmark-verifier.html');
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (dirname(at) === at)
      throw new Error('The verifier is missing: out/verifier/rollmark-verifier.html was not found.');
  }
};

const page = (name: string, html: string): HeldDocument => ({
  name,
  type: 'text/html',
  bytes: Buffer.from(html, 'utf8'),
});

/** The verifier by itself: a page that checks proofs anywhere, for whoever does not want to take it from the proof's own hand. */
export const verifierDocument = (): HeldDocument => page('rollmark-verifier.html', verifierPage());

/** Whether an event holds what an inspector’s access does not show. A proof is of all of it: nothing can be left out. */
const isWithheld = (json: string): boolean => {
  const event = JSON.parse(json) as LedgerEvent;
  const holds = (part?: { note: string; details?: object | undefined }) =>
    part !== undefined && (part.note !== '' || Object.keys(part.details ?? {}).some(isHiddenField));
  switch (event.kind) {
    case 'entry.acquired':
      return holds(event.body.acquisition);
    case 'entry.imported':
      return holds(event.body.acquisition) || holds(event.body.disposition) || event.body.extra !== undefined;
    case 'entry.disposed':
      return holds(event.body.disposition);
    case 'entry.corrected':
      return isHiddenField(event.body.field);
    default:
      return false;
  }
};

/** The proofs of a line that whoever asks may see. Throws NOT_ALLOWED where one of them can't be given to an inspector. */
const shownProofs = async (ledger: Ledger, place: Place): Promise<LineProof[]> => {
  const proofs = await proveLine(ledger, place);
  if (!isInspector(ledger)) return proofs;
  const shown = proofs.filter(({ kind }) => !kind.startsWith('evidence.'));
  if (shown.some(({ json }) => isWithheld(json)))
    throw new LedgerError(
      'NOT_ALLOWED',
      `Line ${place.line} holds a note, a price or another field that an inspector’s access does not show, and nothing can be left out of a proof. Ask an owner for it.`,
    );
  return shown;
};

/** `line-12`; in other books than the bound one `tools-line-12`. */
const nameOf = ({ book, line }: Place): string => `${book === 'ad' ? '' : `${book}-`}line-${line}`;

/** The proofs of a line that whoever asks may see, as files by their names. Throws as {@link proveLine}, and NOT_ALLOWED. */
export const proofFiles = async (ledger: Ledger, place: Place): Promise<{ name: string; text: string }[]> =>
  (await shownProofs(ledger, place)).map(({ text }, at) => ({
    name: `${nameOf(place)}${at === 0 ? '' : `-${at + 1}`}.tlog-proof`,
    text,
  }));

/**
 * The proofs of every event of a line as one page that opens anywhere, checks itself and holds the plain proofs: the
 * verifier with them inside. Throws as {@link proveLine}, and NOT_ALLOWED.
 */
export const proofDocument = async (ledger: Ledger, place: Place): Promise<HeldDocument> => {
  const proofs = await proofFiles(ledger, place);
  const html = embedProofs(verifierPage(), {
    title: `line ${place.line} of ${isBook(place.book) ? BOOKS[place.book].short : place.book}`,
    vkey: ledger.vkey,
    proofs,
  });
  if (html === undefined) throw new Error('The verifier is not as the build makes it.');
  return page(`${nameOf(place)}-proof.html`, html);
};
