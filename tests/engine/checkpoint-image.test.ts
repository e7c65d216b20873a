import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { signNote } from '../../electron/ledger/note.ts';
import { readCodes } from '../../electron/services/attachments/codes.ts';
import { greyOf } from '../../electron/services/attachments/pictures.ts';
import { readCheckpointImage } from '../../electron/services/checkpoint-image.ts';
import { hasPoppler } from '../../electron/services/documents/test-pdf.ts';
import { acquire } from '../../electron/services/entries.ts';
import { printBook } from '../../electron/services/printing.ts';
import { bombPng, heicPhoto, paper } from '../fixtures/make-photos.ts';
import { codePicture, printedPage, scanned, scanPdf } from '../fixtures/make-scans.ts';
import { never, newLedger, pistol, quiet, refusal, scratch, verified } from '../support/ledgers.ts';

/** Checkpoints read back from pages that were really printed, drawn by poppler, turned and grained; and what is refused. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let other: Ledger;
let note: string;
let size: number;
let pdf: Buffer;

const printed = async (of: Ledger) =>
  (await printBook(of, { book: 'ad', view: 'corrected', order: 'line', paper: 'letter' }, quiet, never)).bytes;
const read = (bytes: Uint8Array) => readCheckpointImage(ledger, bytes);

beforeAll(async () => {
  place = scratch();
  ({ ledger } = await newLedger(join(place.path, 'Shop.rollmark')));
  ({ ledger: other } = await newLedger(join(place.path, 'Other.rollmark')));
  for (const serial of ['A100', 'B200', 'C300']) await acquire(ledger, 'ad', pistol(serial), 'all');
  await acquire(other, 'ad', pistol('A100'), 'all');
  pdf = await printed(ledger);
  ({ note, size } = await ledger.checkpoint());
  // Something after it, so that what is read is an older checkpoint.
  await acquire(ledger, 'ad', pistol('D400'), 'all');
});
afterAll(async () => {
  await ledger.close();
  await other.close();
  place.remove();
});

describe.skipIf(!hasPoppler)('a printed page is read', () => {
  test.each([
    ['at 150 dots an inch, turned by 3 degrees, with grain', 150, 3, 15, 0],
    ['at 150 dots an inch, turned by 12 degrees the other way, with grain', 150, -12, 15, 0],
    ['at 150 dots an inch, straight, with much grain', 150, 0, 28, 0],
    ['at 200 dots an inch, upside down', 200, 180, 10, 0],
    ['at 300 dots an inch, lying on its side', 300, 90, 20, 0],
    // These three are found by the second look only.
    ['at 150 dots an inch, turned by 3 degrees, with grain and out of focus', 150, 3, 20, 0.8],
    ['at 150 dots an inch, turned by 12 degrees, with grain and out of focus', 150, 12, 20, 0.8],
    ['at 100 dots an inch, turned by 3 degrees', 100, 3, 0, 0],
  ])('%s', async (_, dpi, degrees, grain, blur) => {
    const picture = await (await scanned(printedPage(pdf, dpi), degrees, grain, blur)).jpeg({ quality: 80 }).toBuffer();
    expect(await read(picture)).toEqual({ note, size });
  });

  test('as PNG, WebP, with a turn that the camera only notes, and as a scan in a PDF', async () => {
    const page = () => scanned(printedPage(pdf, 200), 2, 8);
    expect(await read(await (await page()).png().toBuffer())).toEqual({ note, size });
    expect(await read(await (await page()).webp({ quality: 70 }).toBuffer())).toEqual({ note, size });
    const noted = await (await page()).rotate(90).jpeg().withMetadata({ orientation: 8 }).toBuffer();
    expect(await read(noted)).toEqual({ note, size });
    const jpeg = await (await page()).jpeg().toBuffer();
    expect(await read(await scanPdf(jpeg, 3))).toEqual({ note, size });
    expect(await read(await scanPdf(await sharp(jpeg).threshold(150).png({ colours: 2 }).toBuffer()))).toEqual({
      note,
      size,
    });
  });

  test('and the proof runs against it', async () => {
    const picture = await (await scanned(printedPage(pdf, 150), 3, 15)).jpeg().toBuffer();
    const against = (await read(picture)).note;
    expect((await verified(ledger, against)).ok).toBe(true);
    expect((await verified(other, against)).problems[0]?.code).toBe('against-unreadable');
  });
});

test('the saved printout itself is read by its text, on either paper', async () => {
  expect(await read(pdf)).toEqual({ note, size });
  const { bytes } = await printBook(other, { book: 'ad', view: 'both', order: 'line', paper: 'a4' }, quiet, never);
  expect((await readCheckpointImage(other, bytes)).note).toBe((await other.checkpoint()).note);
});

describe('what is no such page is refused in a sentence', () => {
  const noise = () =>
    sharp({
      create: {
        width: 900,
        height: 700,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string, RegExp]>([
    ['a picture without a code', noise, 'code-missing', /^No code was found/],
    [
      'a picture of one pixel',
      () =>
        sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
          .png()
          .toBuffer(),
      'code-missing',
      /^No code/,
    ],
    ['a HEIC without a code', () => heicPhoto(), 'code-missing', /^No code/],
    ['a PDF without a code', () => paper(2), 'code-missing', /^No code/],
    ['another code', () => codePicture('https://example.com/menu'), 'code-no-checkpoint', /it is no checkpoint/],
    ['an empty-looking code', () => codePicture(' '), 'code-no-checkpoint', /it is no checkpoint/],
    [
      'a checkpoint of another ledger',
      async () => codePicture((await other.checkpoint()).note),
      'code-other-ledger',
      /another ledger/,
    ],
    ['a printout of another ledger', () => printed(other), 'code-other-ledger', /another ledger/],
    [
      'a checkpoint of this ledger, signed with another key',
      () =>
        codePicture(
          signNote(note.slice(0, note.indexOf('\n\n') + 1), { name: ledger.verifier.name, seed: Buffer.alloc(32, 9) }),
        ),
      'code-other-key',
      /for this ledger, and signed with another key/,
    ],
    [
      'a checkpoint that was changed',
      () => codePicture(note.replace(`\n${size}\n`, `\n${size + 1}\n`)),
      'code-forged',
      /changed after signing/,
    ],
    ['a text', () => Buffer.from('A page of paper, in words.'), 'file-kind', /is a text, whatever its name says/],
    ['an empty file', () => Buffer.alloc(0), 'file-size', /is empty/],
    ['a file of 200 MB', () => Buffer.alloc(200 * 1024 * 1024), 'file-size', /has 200 MB, and at most 25 MB/],
    ['a picture of 900 megapixels in 110 KB', () => bombPng(30_000, 30_000), 'picture-too-large', /has 900 megapixels/],
    ['a picture cut short', async () => (await codePicture(note)).subarray(0, 500), 'file-broken', /can’t be opened/],
    ['a PDF cut short', () => pdf.subarray(0, 300), 'file-broken', /can’t be opened/],
    ['a PDF that is locked', () => paper(1, { userPassword: 'secret' }), 'paper-locked', /locked with a password/],
    ['a PDF of too many pages', () => paper(201), 'paper-too-long', /has 201 pages/],
  ])('%s', async (_, make, code, sentence) => {
    const refused = await refusal(async () => read(await make()));
    expect(refused.message).toMatch(sentence);
    expect(refused.findings).toMatchObject([{ field: 'image', code }]);
  });

  test('nothing of it is written into the ledger', async () => {
    const before = ledger.log().tree.size;
    await read(pdf);
    await refusal(async () => read(await noise()));
    expect(ledger.log().tree.size).toBe(before);
  });
});

test('the reader of codes fetches nothing', async () => {
  const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
  const grey = await greyOf(await codePicture('plain'), 'image/png');
  if (grey === 'broken' || 'pixels' in grey) throw new Error('The picture was not unpacked.');
  expect(await readCodes(grey)).toEqual(['plain']);
  expect(fetch).not.toHaveBeenCalled();
  fetch.mockRestore();
});
