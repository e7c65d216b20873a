import { MOST_PAGES, type PageWidth } from '../../shared/domain/attachments.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { makeMutex } from '../ledger/mutex.ts';
import { heldPaper, holdPaper } from './attachments/held-paper.ts';
import { recall, remember } from './attachments/held-previews.ts';
import type { PageSize } from './attachments/open-apart.ts';
import type { OpenPaper } from './attachments/paper-apart.ts';
import { imageOf, refuse } from './attachments.ts';

const CANT: Readonly<Record<'slow' | 'memory' | 'broken', string>> = {
  slow: 'it takes too long',
  memory: 'it needs too much memory',
  broken: 'what is on it can’t be read',
};

/** The thread that holds this paper: the one that is there, or a new one. Throws as `imageOf` does, and REFUSED for a photo. */
const threadOf = async (ledger: Ledger, sha256: string): Promise<OpenPaper> => {
  const held = heldPaper(ledger, sha256);
  if (held) return held;
  const { bytes, media } = await imageOf(ledger, sha256, 'original');
  return media === 'application/pdf'
    ? holdPaper(ledger, sha256, bytes)
    : refuse('photo-without-pages', 'This is a photo, and has no pages. Save the original to have the file itself.');
};

const open = async (ledger: Ledger, sha256: string): Promise<{ paper: OpenPaper; sizes: PageSize[] }> => {
  const paper = await threadOf(ledger, sha256);
  const opened = await paper.opened;
  if (opened.state === 'paper') return { paper, sizes: opened.sizes };
  paper.end();
  return refuse(
    'paper-unreadable',
    'The pages of this paper can’t be opened here. The file is kept as it is; save the original to look at it with another program.',
  );
};

/** One page after another: what is looked at is one paper, and the machine has other things to do. */
const inTurn = makeMutex();

/**
 * The sizes of a paper's pages, as they are shown. Throws TOKEN_UNKNOWN where the ledger keeps no such file, REFUSED for a
 * photo and for what can't be opened, LEDGER_DAMAGED where the bytes are not those that were put in.
 */
export const paperOf = (ledger: Ledger, sha256: string): Promise<{ pages: PageSize[] }> =>
  inTurn(async () => ({ pages: (await open(ledger, sha256)).sizes }));

/**
 * One page of a paper, drawn by the opener's thread as a PNG of at most 16 megapixels, with its text. Throws as `paperOf`
 * does; REFUSED, in a sentence, where this page can't be drawn; CANCELLED where it is no longer wanted when its turn comes.
 *
 * @param page from 1
 * @param width in pixels
 */
export const pageOf = async (
  ledger: Ledger,
  sha256: string,
  page: number,
  width: PageWidth,
  signal?: AbortSignal,
): Promise<{ png: Uint8Array; text: string; whole: boolean }> => {
  const key = `${sha256} page ${page} ${width}`;
  const ready = recall(ledger, key);
  if (ready) return { png: ready.bytes, text: ready.text ?? '', whole: ready.whole ?? true };
  return inTurn(async () => {
    if (signal?.aborted) throw new LedgerError('CANCELLED', 'This page is no longer looked at.');
    const { paper, sizes } = await open(ledger, sha256);
    if (page > sizes.length || page > MOST_PAGES)
      return refuse('page-missing', `This paper has no page ${page}; its last is page ${sizes.length}.`);
    const drawn = await paper.draw({ page, width });
    if (drawn.state === 'undrawn')
      return refuse(
        'page-undrawn',
        `Page ${page} can’t be shown: ${CANT[drawn.why]}. The file is kept as it is; save the original to look at it with another program.`,
      );
    const { png, text, whole } = drawn;
    remember(ledger, key, { bytes: png, text, whole });
    return { png, text, whole };
  });
};
