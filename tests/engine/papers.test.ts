import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { heldPaper, holdPaper } from '../../electron/services/attachments/held-paper.ts';
import { type Drawn, type OpenPaper, openPaper } from '../../electron/services/attachments/paper-apart.ts';
import { PDF_FILES } from '../../electron/services/attachments/pdf-files.ts';
import { picturesOf } from '../../electron/services/attachments/pdf-page.ts';
import { attach } from '../../electron/services/attachments.ts';
import { acquire } from '../../electron/services/entries.ts';
import { pageOf, paperOf } from '../../electron/services/papers.ts';
import { makeSession } from '../../electron/services/session.ts';
import type { Attachment } from '../../shared/domain/evidence.ts';
import {
  bombPaper,
  contentBombPaper,
  endlessPaper,
  FONT_NAMES,
  faxPaper,
  fontsPaper,
  groupsPaper,
  rawPaper,
  redCorner,
  scriptedPaper,
} from '../fixtures/make-papers.ts';
import { jpegPhoto, paper } from '../fixtures/make-photos.ts';
import { AD, newLedger, PASSPHRASE, pistol, refusal, scratch } from '../support/ledgers.ts';

/** Pages of kept papers, drawn by the opener's thread: ordinary ones, and ones that somebody made to do harm. */

const running: OpenPaper[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.end();
});
const opened = async (bytes: Uint8Array, limits?: Parameters<typeof openPaper>[1]) => {
  const one = openPaper(bytes, limits);
  running.push(one);
  return { paper: one, state: await one.opened };
};
const drawn = async (of: OpenPaper, page = 1, width = 1000): Promise<Drawn & { state: 'drawn' }> => {
  const result = await of.draw({ page, width });
  expect(result).toMatchObject({ state: 'drawn' });
  return result as Drawn & { state: 'drawn' };
};
const pixelsOf = async (png: Uint8Array) => {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => {
    const from = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
    return [...data.subarray(from, from + 3)];
  };
  /** Dark pixels between two heights, from the top. */
  const ink = (top: number, bottom: number): number => {
    let dark = 0;
    for (let n = Math.floor(top * info.height) * info.width * 3; n < bottom * info.height * info.width * 3; n += 3)
      if (data[n]! < 128 && data[n + 1]! < 128 && data[n + 2]! < 128) dark++;
    return dark;
  };
  return { width: info.width, height: info.height, at, ink };
};
const RED = [255, 0, 0];
const WHITE = [255, 255, 255];

describe('a page', () => {
  test('is drawn as wide as asked for, on white, with its text', async () => {
    const { paper: of, state } = await opened(await paper(3));
    expect(state).toEqual({ state: 'paper', sizes: Array(3).fill({ width: 612, height: 792 }) });
    for (const width of [1000, 2000]) {
      const { png, text, whole } = await drawn(of, 2, width);
      expect([text.trim(), whole]).toEqual(['Receipt, page 2', true]);
      const { at, ink, ...size } = await pixelsOf(png);
      expect(size).toEqual({ width, height: Math.floor((width * 792) / 612) });
      expect(at(0.9, 0.9)).toEqual(WHITE);
      expect(ink(0, 1)).toBeGreaterThan(width / 5);
    }
  });

  test('is readable in every font that its file leaves out', async () => {
    const { paper: of } = await opened(fontsPaper());
    const { png, whole } = await drawn(of, 1, 1000);
    expect(whole).toBe(true);
    const { ink } = await pixelsOf(png);
    const lines = FONT_NAMES.map((name, n) => [
      name,
      ink((792 - 750 - 26 + n * 42) / 792, (792 - 750 + 8 + n * 42) / 792),
    ]);
    for (const [name, dark] of lines) expect(dark, `${name} of ${JSON.stringify(lines)}`).toBeGreaterThan(700);
  });

  test('scanned as a fax is drawn, by the decoder that comes with the library', async () => {
    const { paper: of } = await opened(faxPaper());
    const { png, whole } = await drawn(of);
    expect(whole).toBe(true);
    const { at } = await pixelsOf(png);
    for (const y of [0.05, 0.5, 0.95]) expect([at(0.25, y), at(0.75, y)]).toEqual([[0, 0, 0], WHITE]);
  });

  test('scanned as a fax is a picture to the reader of codes, too', async () => {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const task = getDocument({ data: new Uint8Array(faxPaper()), ...PDF_FILES, verbosity: 0 });
    const [picture] = await picturesOf(await (await task.promise).getPage(1));
    expect([picture?.grey[10], picture?.grey[390]]).toEqual([0, 255]);
    await task.destroy();
  });

  test.each([
    [0, [0.05, 0.95]],
    [90, [0.05, 0.05]],
    [180, [0.95, 0.05]],
    [270, [0.95, 0.95]],
  ] as const)('that says it lies turned by %d degrees is shown so', async (turn, [x, y]) => {
    const { paper: of, state } = await opened(rawPaper([{ content: redCorner(), more: { Rotate: String(turn) } }]));
    const lies = turn % 180 === 90;
    expect(state).toMatchObject({ sizes: [lies ? { width: 792, height: 612 } : { width: 612, height: 792 }] });
    const { at } = await pixelsOf((await drawn(of)).png);
    expect(at(x, y)).toEqual(RED);
    expect(at(1 - x, 1 - y)).toEqual(WHITE);
  });

  test.each([
    ['as large as a field', [10_000_000, 10_000_000], [1000, 1000]],
    ['of no size', [0.001, 0.001], [1000, 1000]],
    ['a receipt of two meters', [227, 5669], undefined],
    ['a hair’s breadth wide', [1, 14_400], undefined],
  ] as const)('%s is drawn with no more pixels than any other', async (_, box, size) => {
    const { paper: of } = await opened(rawPaper([{ content: redCorner(box), box }]));
    const { png } = await drawn(of, 1, 4000);
    const { width, height, at } = await pixelsOf(png);
    expect(width * height).toBeLessThanOrEqual(16_000_000);
    expect(height).toBeLessThanOrEqual(16_000);
    if (size) expect(width / height).toBeCloseTo(size[0] / size[1], 2);
    if (box[0] > 1) expect(at(0.05, 0.99)).toEqual(RED);
  });

  test('behind an owner’s password alone is drawn; behind one for reading, the paper is locked', async () => {
    const { paper: of } = await opened(await paper(1, { ownerPassword: 'x' }));
    expect((await drawn(of)).text).toContain('Receipt, page 1');
    expect((await opened(await paper(1, { userPassword: 'x' }))).state).toEqual({ state: 'locked' });
  });

  test('of a long paper is drawn; a paper of 500 pages is not opened', async () => {
    const { paper: of } = await opened(await paper(200));
    expect((await drawn(of, 200)).text).toContain('Receipt, page 200');
    expect((await opened(await paper(500))).state).toEqual({ state: 'too many', count: 500 });
  });

  test('with scripts is drawn, and none of them is run', async () => {
    const { paper: of } = await opened(scriptedPaper());
    const { text, whole } = await drawn(of);
    expect([text.trim(), whole]).toEqual(['with scripts', true]);
    // Nothing that could run one is shipped.
    const build = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
    expect(build).toContain('pdf.sandbox.mjs}"');
    expect(build).toContain('quickjs-eval*');
  });
});

describe('a page made to do harm', () => {
  test('with a picture that unpacks to 900 megapixels is drawn without it, and says so', async () => {
    const { paper: of } = await opened(bombPaper(30_000, 30_000));
    const before = process.memoryUsage.rss();
    const { png, text, whole } = await drawn(of);
    expect([text.trim(), whole]).toEqual(['under the picture', false]);
    expect((await pixelsOf(png)).ink(0, 0.2)).toBeGreaterThan(100);
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
    // One of a size that is unpacked is there.
    const small = await opened(bombPaper(300, 300));
    expect(await drawn(small.paper)).toMatchObject({ whole: true });
  });

  test('that never ends is ended; the others are drawn, and the engine answers meanwhile', async () => {
    const limits = { patience: 3000, memory: 1536 * 1024 * 1024 };
    const { paper: of } = await opened(endlessPaper(), limits);
    expect((await drawn(of, 2)).text).toContain('the second page');
    let turns = 0;
    const others = setInterval(() => turns++, 10);
    const result = await of.draw({ page: 1, width: 1000 });
    clearInterval(others);
    expect(result).toEqual({ state: 'undrawn', why: 'slow' });
    expect(turns).toBeGreaterThan(20);
    expect(of.ended()).toBe(true);
    // The thread is gone, and says so at once.
    expect(await of.draw({ page: 2, width: 1000 })).toEqual({ state: 'undrawn', why: 'broken' });
    const again = await opened(endlessPaper(), limits);
    expect((await drawn(again.paper, 2)).text).toContain('the second page');
  });

  test('that is put together on more canvases than there is memory for is not drawn', async () => {
    const { paper: of } = await opened(groupsPaper(60));
    const before = process.memoryUsage.rss();
    expect(await of.draw({ page: 1, width: 4000 })).toEqual({ state: 'undrawn', why: 'memory' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(1024 * 1024 * 1024);
    // Its thread goes on, and the same page is drawn smaller.
    expect((await drawn(of, 2)).text).toContain('the second page');
    expect(await drawn(of, 1, 1000)).toMatchObject({ whole: true });
  });

  test('with a picture that takes more memory than there is for it is ended before it is there', async () => {
    const { paper: of } = await opened(bombPaper(9900, 9900), { patience: 60_000, memory: 200 * 1024 * 1024 });
    expect(await of.draw({ page: 1, width: 1000 })).toEqual({ state: 'undrawn', why: 'memory' });
    const { paper: again } = await opened(bombPaper(9900, 9900));
    expect(await drawn(again)).toMatchObject({ whole: true });
  });

  test('that unpacks to more than there is memory for is ended before it is there', async () => {
    const { paper: of } = await opened(contentBombPaper(900), { patience: 60_000, memory: 500 * 1024 * 1024 });
    expect((await drawn(of, 2)).text).toContain('the second page');
    expect(await of.draw({ page: 1, width: 1000 })).toEqual({ state: 'undrawn', why: 'memory' });
  });
});

test('a paper is let go of when nobody asks for its pages, and not while one is drawn', async () => {
  const ledger = {} as Ledger;
  const held = holdPaper(ledger, 'one', bombPaper(6000, 6000), 100);
  running.push(held);
  await held.opened;
  expect(await held.draw({ page: 1, width: 1000 })).toMatchObject({ state: 'drawn' });
  await expect.poll(() => held.ended(), { timeout: 20_000 }).toBe(true);
  expect(heldPaper(ledger, 'one')).toBeUndefined();
});

describe('a paper that is kept', () => {
  let place: ReturnType<typeof scratch>;
  let folder: string;
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  const keep = async (bytes: Uint8Array, name: string): Promise<string> => {
    const { evidence } = await attach(session.ledger(), AD(1), { purpose: 'receipt', name, bytes });
    return (evidence as Attachment).sha256;
  };
  beforeAll(async () => {
    place = scratch();
    folder = join(place.path, 'papers.rollmark');
    const { ledger } = await newLedger(folder);
    await acquire(ledger, 'ad', pistol('BKZX412', { acquiredOn: ledger.today() }), 'all');
    await ledger.close();
    await engine.grants.ledger({ token: 'shop', path: folder });
    await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  });
  afterAll(async () => {
    await engine.ledger.lock();
    place.remove();
  });

  test('comes to the page as pictures of its pages, and never as its bytes', async () => {
    const sha256 = await keep(await paper(2), 'receipt.pdf');
    const { pages } = await engine.evidence.paper({ sha256 });
    expect(pages).toEqual([
      { width: 612, height: 792 },
      { width: 612, height: 792 },
    ]);
    const { picture, text, whole } = await engine.evidence.paperPage({ sha256, page: 2, width: 1000 });
    expect([picture.type, text.trim(), whole]).toEqual(['image/png', 'Receipt, page 2', true]);
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect((await sharp(bytes).metadata()).width).toBe(1000);
    expect(bytes.includes('%PDF')).toBe(false);
    // Asked for again, it is the same picture, of a paper that is no longer open.
    const other = await keep(await paper(1), 'other.pdf');
    expect((await engine.evidence.paperPage({ sha256: other, page: 1, width: 1000 })).text).toContain('page 1');
    const again = await engine.evidence.paperPage({ sha256, page: 2, width: 1000 });
    expect(Buffer.from(await again.picture.arrayBuffer()).equals(bytes)).toBe(true);
    expect(again.text).toBe(text);
  });

  test('has no page but its own, and a photo has none', async () => {
    const ledger = session.ledger();
    const sha256 = await keep(await paper(2, { margin: 9 }), 'two.pdf');
    expect(await refusal(() => pageOf(ledger, sha256, 3, 1000))).toMatchObject({
      code: 'REFUSED',
      message: 'This paper has no page 3; its last is page 2.',
    });
    const photo = await keep(await jpegPhoto(), 'photo.jpg');
    expect((await refusal(() => paperOf(ledger, photo))).message).toMatch(/This is a photo, and has no pages/);
    expect((await refusal(() => pageOf(ledger, photo, 1, 1000))).message).toMatch(/This is a photo/);
    expect((await refusal(() => paperOf(ledger, 'ab'.repeat(32)))).code).toBe('TOKEN_UNKNOWN');
  });

  test('has its other pages shown where one can’t be, which is told in a sentence', async () => {
    const sha256 = await keep(groupsPaper(60), 'groups.pdf');
    expect((await refusal(() => pageOf(session.ledger(), sha256, 1, 4000))).message).toBe(
      'Page 1 can’t be shown: it needs too much memory. The file is kept as it is; save the original to look at it with another program.',
    );
    expect((await engine.evidence.paperPage({ sha256, page: 2, width: 4000 })).text).toContain('the second page');
  });

  test('is not drawn for whoever has left before its turn', async () => {
    const sha256 = await keep(await paper(2, { margin: 8 }), 'left.pdf');
    const leaving = new AbortController();
    const first = pageOf(session.ledger(), sha256, 1, 1000);
    const second = refusal(() => pageOf(session.ledger(), sha256, 2, 1000, leaving.signal));
    leaving.abort();
    expect((await first).text).toContain('page 1');
    expect((await second).code).toBe('CANCELLED');
  });

  test('is let go of with the ledger', async () => {
    const sha256 = await keep(await paper(2, { margin: 7 }), 'locked.pdf');
    const ledger = session.ledger();
    await engine.evidence.paper({ sha256 });
    const held = heldPaper(ledger, sha256)!;
    expect(held.ended()).toBe(false);
    await engine.ledger.lock();
    expect(held.ended()).toBe(true);
    expect(heldPaper(ledger, sha256)).toBeUndefined();
    await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  });
});

test('nothing of what shows photos and papers reads a PDF', () => {
  const folder = new URL('../../renderer/features/evidence/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => /\.tsx?$/.test(name));
  expect(sources).toContain('viewer-paper.tsx');
  for (const name of sources)
    expect(readFileSync(new URL(name, folder), 'utf8'), name).not.toMatch(
      /pdfjs|getDocument|reports\/(pdf|print|preview)/,
    );
});
