import type { HeldEvidence } from '../../shared/contract/evidence.ts';
import { MOST_PAGES, MOST_PIXELS, sizeRefusal } from '../../shared/domain/attachments.ts';
import type { Attachment, Purpose } from '../../shared/domain/evidence.ts';
import { refused } from '../../shared/domain/findings.ts';
import { UNSEEN } from '../../shared/domain/unseen.ts';
import { readBytes, sha256Of, storeBytes } from '../ledger/attachment-bytes.ts';
import type { ReadHandle, WriteHandle } from '../ledger/database.ts';
import { LedgerError, readStored } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { makeMutex } from '../ledger/mutex.ts';
import { recall, remember } from './attachments/held-previews.ts';
import { openApart } from './attachments/open-apart.ts';
import { examinePicture, type Preview, previewOf } from './attachments/pictures.ts';
import { type Media, sniff } from './attachments/sniff.ts';
import { readRow } from './book.ts';
import { appendEvidence, type Place } from './evidence.ts';

type File = { purpose: Purpose; name: string; bytes: Uint8Array };

export const refuse = (code: string, message: string): never => {
  throw new LedgerError('REFUSED', message, [refused('file', code, message)]);
};

const EVERY_UNSEEN = new RegExp(`[${UNSEEN}]`, 'gu');

/** The file's own name: no folders, and nothing in it that can't be seen or that turns the direction of reading. */
const nameOf = (given: string): string => {
  const name = (given.split(/[/\\]/).at(-1) ?? '').replace(EVERY_UNSEEN, '').trim();
  return name === '' ? 'without a name' : name.slice(0, 255);
};

const whole = (n: number): string => n.toLocaleString('en-US');
const BROKEN: Readonly<Record<'picture' | 'pdf', string>> = {
  picture:
    'This picture can’t be opened: it is damaged, cut short, or only its beginning looks like a picture. Nothing was kept; copy it from the camera or phone again.',
  pdf: 'This PDF can’t be opened: it is damaged, cut short, or only its beginning looks like a PDF. Nothing was kept; scan or save the paper again.',
};

type Measures = Pick<Attachment, 'media' | 'width' | 'height' | 'pages'>;

/** Where the end of a PDF may stand: what is cut short would else be mended in silence, with pages lost. */
const PDF_END = 64 * 1024;

const examinePdf = async (bytes: Uint8Array): Promise<Measures> => {
  if (!Buffer.from(bytes.slice(-PDF_END)).includes('%%EOF')) refuse('file-broken', BROKEN.pdf);
  const opened = await openApart({ kind: 'pdf', bytes });
  if (opened.state === 'pdf') return { media: 'application/pdf', pages: opened.pages };
  if (opened.state === 'too many')
    refuse(
      'paper-too-long',
      `This PDF has ${whole(opened.count)} pages, and at most ${MOST_PAGES} are kept of one. Nothing was kept; save the pages that matter as a PDF of their own.`,
    );
  if (opened.state === 'locked')
    refuse(
      'paper-locked',
      'This PDF is locked with a password, so nobody could read it here. Nothing was kept; save a copy without a password.',
    );
  return refuse('file-broken', BROKEN.pdf);
};

/** Opens the file for good, and says what it is; what is no photo or paper is refused in a sentence. */
const examine = async (bytes: Uint8Array): Promise<Measures & { thumb?: Buffer | undefined }> => {
  const found = sniff(bytes);
  if ('other' in found)
    return refuse(
      'file-kind',
      `This file is ${found.other}, whatever its name says. Photos are kept as JPEG, PNG, WebP or HEIC, and papers as PDF. Nothing was kept.`,
    );
  if (found.media === 'application/pdf') return examinePdf(bytes);
  const { seen, thumb } = await examinePicture(bytes, found.media);
  if (seen === 'broken') return refuse('file-broken', BROKEN.picture);
  if ('pixels' in seen)
    return refuse(
      'picture-too-large',
      `This picture has ${whole(Math.ceil(seen.pixels / 1_000_000))} megapixels, and at most ${MOST_PIXELS / 1_000_000} are unpacked. It was not opened, and nothing was kept; save it smaller.`,
    );
  return { media: found.media, ...seen, thumb };
};

const standsOn = (db: ReadHandle | WriteHandle, { book, line }: Place, sha256: string): boolean =>
  db
    .prepare(
      "SELECT 1 FROM evidence WHERE book = ? AND line = ? AND kind = 'attachment' AND withdrawn = '' AND json_extract(json, '$.sha256') = ?",
    )
    .get(book, line, sha256) !== undefined;

const refuseTwice = (db: ReadHandle | WriteHandle, place: Place, sha256: string): void => {
  if (standsOn(db, place, sha256))
    refuse('photo-twice', 'This very file is kept with this line already. Nothing was added, and nothing was lost.');
};

/**
 * Keeps a photo or paper with a line, byte for byte, in the transaction that records it. It is judged by its bytes and
 * opened first. Bytes that another line holds already are not stored again. Throws REFUSED with a sentence that says
 * what is wrong, LINE_MISSING, LEDGER_DAMAGED.
 */
export const attach = async (ledger: Ledger, place: Place, { purpose, name, bytes }: File): Promise<HeldEvidence> => {
  const tooLarge = sizeRefusal(bytes.length);
  if (tooLarge) refuse('file-size', tooLarge);
  readRow(ledger.reader, place.book, place.line);
  const sha256 = sha256Of(bytes);
  refuseTwice(ledger.reader, place, sha256);
  const { thumb, ...measures } = await examine(bytes);
  const held = await ledger.writeLong(async (append, db) => {
    refuseTwice(db, place, sha256);
    await storeBytes(db, sha256, bytes);
    const attachment = { kind: 'attachment', sha256, name: nameOf(name), size: bytes.length, ...measures, purpose };
    return appendEvidence(append, db, ledger.today(), place, attachment as Attachment);
  });
  if (thumb) remember(ledger, `${sha256} thumb`, { bytes: thumb });
  return held;
};

const inTurn = makeMutex();

/**
 * A photo for the eye: `thumb` fits 320 pixels, `screen` 1600, `close` 8192, all JPEG without anything the camera wrote
 * into it; `original` is the file itself. Throws TOKEN_UNKNOWN where the ledger keeps no such file, REFUSED for a preview of a
 * PDF, LEDGER_DAMAGED where the bytes are not those that were put in.
 */
export const imageOf = async (
  ledger: Ledger,
  sha256: string,
  size: Preview | 'original',
): Promise<{ bytes: Uint8Array; media: string; name: string }> => {
  const json = ledger.reader
    .prepare(
      "SELECT json FROM evidence WHERE kind = 'attachment' AND json_extract(json, '$.sha256') = ? ORDER BY seq LIMIT 1",
    )
    .pluck()
    .get(sha256) as string | undefined;
  if (json === undefined) throw new LedgerError('TOKEN_UNKNOWN', 'This ledger keeps no such photo or paper.');
  const { name, media } = readStored<{ name: string; media: Media }>(json, 'A photo or paper');
  const key = `${sha256} ${size}`;
  const ready = recall(ledger, key);
  if (ready) return { bytes: ready.bytes, media: 'image/jpeg', name };
  const bytes = (): Buffer => {
    const kept = readBytes(ledger.reader, sha256);
    if (kept) return kept;
    throw new LedgerError(
      'LEDGER_DAMAGED',
      'This photo or paper is no longer in the ledger: it was removed outside Rollmark. Verify the ledger, copy the folder as it is, then go back to the newest good copy.',
    );
  };
  if (size === 'original') return { bytes: bytes(), media, name };
  if (media === 'application/pdf')
    return refuse('paper-without-preview', 'A PDF has no small picture of itself. Open it to see its pages.');
  // In turn, so that a page full of photos does not unpack all of them at once.
  return inTurn(async () => {
    const preview = await previewOf(bytes(), media, size);
    remember(ledger, key, { bytes: preview });
    return { bytes: preview, media: 'image/jpeg', name };
  });
};
