import { MOST_PAGES, MOST_PIXELS, pictureSizeRefusal } from '../../shared/domain/attachments.ts';
import { refused } from '../../shared/domain/findings.ts';
import { type CheckpointFault, readCheckpoint, SENTENCES } from '../../shared/proof/checkpoint.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openApart } from './attachments/open-apart.ts';
import { greyOf } from './attachments/pictures.ts';
import { sniff } from './attachments/sniff.ts';

/**
 * A checkpoint read from a photo or scan of a printed page. What the picture says is believed no further than its
 * signature reaches, and nothing of the file is kept.
 */

const refuse = (code: string, message: string): never => {
  throw new LedgerError('REFUSED', message, [refused('image', code, message)]);
};

const BROKEN =
  'This file can’t be opened: it is damaged, cut short, or only its beginning looks like a picture. Take the photo or scan again.';
const whole = (n: number): string => n.toLocaleString('en-US');

/** What is wrong with the code that was found, by what its checkpoint lacks. */
const FAULTS: Readonly<Record<CheckpointFault, readonly [code: string, message: string]>> = {
  malformed: [
    'code-no-checkpoint',
    'There is a code in this picture, but it is no checkpoint. The one that is meant stands beside “Proof of this printout”, on the last page.',
  ],
  'unknown-key': ['code-other-ledger', 'This page was printed from another ledger. It says nothing of this one.'],
  'other-key': ['code-other-key', SENTENCES['other-key']],
  'bad-signature': [
    'code-forged',
    'The code in this picture is not as this ledger signed it: its text or signature was changed after signing.',
  ],
  'no-checkpoint': [
    'code-no-checkpoint',
    'The code in this picture was signed by this ledger but is no checkpoint of it.',
  ],
};
/** The most telling first: a page may show other codes too. */
const ORDER: readonly CheckpointFault[] = ['other-key', 'bad-signature', 'unknown-key', 'no-checkpoint', 'malformed'];

/** The texts of the codes in a file, and of a PDF the texts of its pages. Throws REFUSED for what can’t be looked at. */
const textsIn = async (bytes: Uint8Array): Promise<string[]> => {
  const tooLarge = pictureSizeRefusal(bytes.length);
  if (tooLarge) refuse('file-size', tooLarge);
  const found = sniff(bytes);
  if ('other' in found)
    return refuse(
      'file-kind',
      `This file is ${found.other}, whatever its name says. A page is read from a JPEG, PNG, WebP or HEIC picture, or from a PDF.`,
    );
  if (found.media === 'application/pdf') {
    const opened = await openApart({ kind: 'pdf-codes', bytes });
    if (opened.state === 'codes') return opened.texts;
    if (opened.state === 'locked')
      refuse(
        'paper-locked',
        'This PDF is locked with a password. Save a copy without a password, or take a photo of the page.',
      );
    if (opened.state === 'too many')
      refuse(
        'paper-too-long',
        `This PDF has ${whole(opened.count)} pages, and at most ${MOST_PAGES} are looked at. Save its last page as a PDF of its own.`,
      );
    return refuse('file-broken', BROKEN);
  }
  const picture = await greyOf(bytes, found.media);
  if (picture === 'broken') return refuse('file-broken', BROKEN);
  if ('pixels' in picture)
    return refuse(
      'picture-too-large',
      `This picture has ${whole(Math.ceil(picture.pixels / 1_000_000))} megapixels, and at most ${MOST_PIXELS / 1_000_000} are unpacked. It was not opened; save it smaller.`,
    );
  const opened = await openApart({ kind: 'codes', ...picture });
  return opened.state === 'codes' ? opened.texts : refuse('file-broken', BROKEN);
};

/**
 * The checkpoint of this ledger on a photographed or scanned page, as it was signed, and the number of events it covers.
 *
 * @param bytes a JPEG, PNG, WebP or HEIC picture, or a PDF
 * Throws REFUSED with a finding: `code-missing` where no code was found, `code-no-checkpoint`, `code-other-ledger`, `code-other-key`,
 * `code-forged`, and for files `file-size`, `file-kind`, `file-broken`, `picture-too-large`, `paper-locked`,
 * `paper-too-long`.
 */
export const readCheckpointImage = async (
  ledger: Pick<Ledger, 'verifier'>,
  bytes: Uint8Array,
): Promise<{ note: string; size: number }> => {
  const texts = await textsIn(bytes);
  const faults: CheckpointFault[] = [];
  for (const text of texts) {
    const read = readCheckpoint(text, ledger.verifier);
    // Of a PDF's page all text is given; what is read out of it is what was signed.
    if (read.ok) return { note: read.note, size: read.size };
    faults.push(read.fault);
  }
  const fault = ORDER.find((one) => faults.includes(one));
  if (fault) return refuse(...FAULTS[fault]);
  return refuse(
    'code-missing',
    'No code was found in this picture. Take it straight from above, in good light, with the square code of the last page sharp and at least a finger wide.',
  );
};
