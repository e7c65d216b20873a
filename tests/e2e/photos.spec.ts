import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bombPaper, rawPaper, redCorner } from '../fixtures/make-papers.ts';
import { bombPng, heicPhoto, jpegPhoto, paper, pngPhoto, svgDrawing, webPage } from '../fixtures/make-photos.ts';
import type { App } from './fixtures.ts';
import { goTo } from './steps.ts';
import { DRILL, expect, test } from './stock.ts';

/** Photos and papers under a user's hands: brought in every way, looked at closely, saved again, and refused with a sentence. */

test.use({
  stock: {
    template: 'shop',
    lines: [{ book: 'tools', draft: { ...DRILL, serial: 'B8O1754Z' } }],
  },
});

const panelOf = (page: Page) => page.getByRole('region', { name: 'Photos and papers' });

/** Files with these bytes, chosen with the page's own file input, as both hosts do. */
const choose = async ({ page, home }: App, files: Record<string, Buffer>): Promise<void> => {
  const folder = join(home.home, 'camera');
  mkdirSync(folder, { recursive: true });
  const paths = Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
  const chooser = page.waitForEvent('filechooser');
  await panelOf(page).getByRole('button', { name: 'Photo or paper' }).click();
  await (await chooser).setFiles(paths);
};

/** What a paste or a drop brings, made in the page, since no test can hold the system's clipboard. */
const bring = (page: Page, how: 'paste' | 'drop', name: string, bytes: Buffer | number): Promise<void> =>
  page.evaluate(
    ([way, called, bytesOrSize]) => {
      const data = new DataTransfer();
      const file =
        typeof bytesOrSize === 'number'
          ? new Uint8Array(bytesOrSize)
          : Uint8Array.from(atob(bytesOrSize), (c) => c.charCodeAt(0));
      data.items.add(new File([file], called, { type: 'image/png' }));
      if (way === 'paste') {
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
        return;
      }
      for (const type of ['dragover', 'drop'])
        document
          .querySelector('h1')!
          .dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [how, name, typeof bytes === 'number' ? bytes : bytes.toString('base64')] as const,
  );

const seriousOf = async (page: Page, within: string): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes[0]?.html}`);
};

test('chosen, pasted and dropped; looked at closely; the original saved byte for byte', async ({ app, wrong: _ }) => {
  test.setTimeout(120_000);
  const { page } = app;
  await goTo(page, '/book/tools/1');
  const panel = panelOf(page);
  await expect(panel.getByText('No photos or papers yet')).toBeVisible();
  const plate = await jpegPhoto({ width: 1800, height: 1300, grain: 60 });
  await choose(app, { 'plate left.jpg': plate, 'apple.heic': heicPhoto(), 'receipt.pdf': await paper(3) });
  for (const name of ['plate left.jpg', 'apple.heic', 'receipt.pdf'])
    await expect(panel.getByRole('button', { name: `Open ${name}` })).toBeVisible();
  await bring(page, 'paste', 'pasted.png', await pngPhoto({ width: 200 }));
  await expect(panel.getByText('pasted.png')).toBeVisible();
  await bring(page, 'drop', 'dropped.png', await pngPhoto({ width: 210 }));
  await expect(panel.getByText('dropped.png')).toBeVisible();
  expect(await seriousOf(page, '[aria-label="Photos and papers"]')).toEqual([]);

  // Every picture that the page shows, and every file that it lets the browser save, gets an address this way.
  await page.evaluate(() => {
    const state = window as unknown as { given: Promise<string>[] };
    state.given = [];
    const give = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (what) => {
      if (what instanceof Blob)
        state.given.push(
          what
            .arrayBuffer()
            .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
            .then((hash) => [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
        );
      return give(what);
    };
  });
  const givenHashes = () => page.evaluate(() => Promise.all((window as unknown as { given: Promise<string>[] }).given));
  const plateHash = createHash('sha256').update(plate).digest('hex');

  const open = panel.getByRole('button', { name: 'Open plate left.jpg' });
  await open.click();
  const viewer = page.getByRole('dialog');
  const picture = viewer.locator('img');
  await test.step('zoomed, turned, lightened by mouse and by key', async () => {
    await expect(picture).toBeVisible();
    await expect(viewer.getByText('1,800 by 1,300 pixels')).toBeVisible();
    expect(await seriousOf(page, '[role="dialog"]')).toEqual([]);
    await viewer.getByRole('button', { name: 'Larger' }).click();
    await expect(viewer.getByText('125 %')).toBeVisible();
    await page.keyboard.press('-');
    await expect(viewer.getByText('100 %').first()).toBeVisible();
    const upright = (await picture.boundingBox())!;
    expect(upright.width).toBeGreaterThan(upright.height);
    await page.keyboard.press('r');
    await expect
      .poll(async () => {
        const turned = (await picture.boundingBox())!;
        return turned.height > turned.width;
      })
      .toBe(true);
    await viewer.getByLabel('Contrast').fill('250');
    await expect(picture).toHaveCSS('filter', /contrast\((2\.5|250%)\)/);
    await viewer.getByRole('button', { name: 'As it was' }).click();
    await expect(picture).toHaveCSS('filter', /contrast\((1|100%)\)/);
  });
  await test.step('seen closely it is sharp to its last pixel, and still not the file that somebody else wrote', async () => {
    const pixels = () => picture.evaluate((img: HTMLImageElement) => img.naturalWidth);
    expect(await pixels()).toBe(1600);
    for (const percent of ['125 %', '156 %']) {
      await viewer.getByRole('button', { name: 'Larger' }).click();
      await expect(viewer.getByText(percent)).toBeVisible();
    }
    await expect.poll(pixels).toBe(1800);
    const shown = await givenHashes();
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(shown).not.toContain(plateHash);
    await viewer.getByRole('button', { name: 'As it was' }).click();
  });
  await test.step('the original is saved, and the viewer says what that means', async () => {
    await expect(viewer.getByText(/a plain file outside the ledger/)).toBeVisible();
    const saved = await app.save(() => viewer.getByRole('button', { name: 'Save the original' }).click());
    expect(saved.name).toBe('plate left.jpg');
    expect(saved.bytes.equals(plate)).toBe(true);
    // Where the browser saves it, it came to the page once, because the user asked for it. Electron's host writes it itself.
    expect((await givenHashes()).filter((hash) => hash === plateHash)).toHaveLength(app.host === 'loopback' ? 1 : 0);
  });
  await test.step('the others by arrow keys; Escape goes back to where one was', async () => {
    const place = viewer.getByRole('status').filter({ hasText: ' of ' });
    await viewer.getByRole('button', { name: 'Turn to the right' }).focus();
    await expect(place).toHaveText('5 of 5');
    await page.keyboard.press('ArrowLeft');
    await expect(place).toHaveText('4 of 5');
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0);
    await expect(page).toHaveURL(/#\/book\/tools\/1$/);
  });
});

test('a paper is shown as pictures that the engine made of its pages; its bytes come only to be saved', async ({
  app,
  wrong: _,
}) => {
  const { page } = app;
  await goTo(page, '/book/tools/1');
  const panel = panelOf(page);
  const receipt = await paper(40);
  await choose(app, {
    'receipt.pdf': receipt,
    'odd.pdf': rawPaper([
      { content: redCorner(), more: { Rotate: '90' } },
      { content: redCorner([2000, 90]), box: [2000, 90] },
    ]),
    'half.pdf': bombPaper(30_000, 30_000),
  });
  await expect(panel.getByRole('button', { name: 'Open half.pdf' })).toBeVisible();

  // What the host sends: over HTTP, or over the message port, of which the page reads each message's data.
  const papersSent: string[] = [];
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0));
    if (body.includes('%PDF-')) papersSent.push(response.url());
  });
  await page.evaluate(() => {
    const state = window as unknown as { sent: { papers: number; pictures: number } };
    state.sent = { papers: 0, pictures: 0 };
    const holds = (what: unknown, sign: RegExp): boolean => {
      if (typeof what === 'string') return sign.test(what);
      if (what instanceof ArrayBuffer || ArrayBuffer.isView(what))
        return sign.test(new TextDecoder('latin1').decode(what));
      return typeof what === 'object' && what !== null && Object.values(what).some((one) => holds(one, sign));
    };
    const { get, ...rest } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
    Object.defineProperty(MessageEvent.prototype, 'data', {
      ...rest,
      get() {
        const data = get!.call(this);
        if (holds(data, /%PDF-|JVBERi0/)) state.sent.papers++;
        if (holds(data, /PNG\r\n|iVBORw0K/)) state.sent.pictures++;
        return data;
      },
    });
  });
  const sent = () => page.evaluate(() => (window as unknown as { sent: { papers: number; pictures: number } }).sent);

  await panel.getByRole('button', { name: 'Open receipt.pdf' }).click();
  const viewer = page.getByRole('dialog');
  const first = viewer.getByRole('img', { name: 'Page 1', exact: true });
  const pixels = () => first.evaluate((img: HTMLImageElement) => img.naturalWidth);
  const sheets = viewer.getByRole('region', { name: 'Pages' });
  await test.step('page under page, each while it is in view', async () => {
    await expect(viewer.getByText('40 pages')).toBeVisible();
    await expect(first).toBeVisible();
    await expect.poll(pixels).toBe(1000);
    await expect(viewer.getByRole('heading', { name: 'Page 1', exact: true })).toBeAttached();
    await expect(viewer.getByText('Receipt, page 1', { exact: true })).toBeAttached();
    await expect(viewer.getByRole('img', { name: 'Page 40' })).toHaveCount(0);
    expect(await seriousOf(page, '[role="dialog"]')).toEqual([]);
    await sheets.focus();
    await page.keyboard.press('End');
    await expect(viewer.getByRole('img', { name: 'Page 40' })).toBeVisible();
    await expect(viewer.getByText('Receipt, page 40')).toBeAttached();
    await expect(first).toHaveCount(0);
    await page.keyboard.press('Home');
    await expect(first).toBeVisible();
  });
  await test.step('larger it is sharper; turned, lightened by key and by mouse', async () => {
    const upright = (await first.boundingBox())!;
    expect(upright.height).toBeGreaterThan(upright.width);
    for (const percent of ['125 %', '156 %']) {
      await viewer.getByRole('button', { name: 'Larger' }).click();
      await expect(viewer.getByText(percent)).toBeVisible();
    }
    await expect.poll(pixels).toBe(2000);
    await page.keyboard.press('r');
    await expect
      .poll(async () => {
        const turned = (await first.boundingBox())!;
        return turned.width > turned.height;
      })
      .toBe(true);
    await viewer.getByLabel('Contrast').fill('250');
    await expect(sheets.locator('> div')).toHaveCSS('filter', /contrast\((2\.5|250%)\)/);
    await viewer.getByRole('button', { name: 'As it was' }).click();
    await expect.poll(pixels).toBe(1000);
  });
  await test.step('no byte of it came to the page, and nothing that reads PDFs', async () => {
    expect(papersSent).toEqual([]);
    expect(requested.filter((url) => /pdf/i.test(new URL(url).pathname))).toEqual([]);
    const { papers, pictures } = await sent();
    expect(papers).toBe(0);
    // The pictures did come, each by the host's own way: what would have shown the paper shows them.
    if (app.host !== 'loopback') expect(pictures).toBeGreaterThan(3);
    else expect(requested.filter((url) => url.endsWith('/evidence/paperPage')).length).toBeGreaterThan(3);
  });
  await test.step('saved, it is the file itself', async () => {
    const saved = await app.save(() => viewer.getByRole('button', { name: 'Save the original' }).click());
    expect(saved.name).toBe('receipt.pdf');
    expect(saved.bytes.equals(receipt)).toBe(true);
    // Where the browser saves it, it came to the page once, because the user asked for it.
    if (app.host === 'loopback') await expect.poll(() => papersSent.length).toBe(1);
  });
  await test.step('one that lies and one of another size stand as they are; what was left out is told', async () => {
    await page.keyboard.press('Escape');
    await panel.getByRole('button', { name: 'Open odd.pdf' }).click();
    await expect(first).toBeVisible();
    const lying = (await first.boundingBox())!;
    expect(lying.width / lying.height).toBeCloseTo(792 / 612, 1);
    await sheets.focus();
    await page.keyboard.press('End');
    const strip = (await viewer.getByRole('img', { name: 'Page 2' }).boundingBox())!;
    expect(strip.width / strip.height).toBeCloseTo(2000 / 90, 0);
    await page.keyboard.press('Escape');
    await panel.getByRole('button', { name: 'Open half.pdf' }).click();
    await expect(first).toBeVisible();
    await expect(viewer.getByText('Something on this page can’t be shown here.')).toBeVisible();
    await page.keyboard.press('Escape');
  });
});

test('what is no photo or paper is refused, each in a sentence, and nothing of it is kept', async ({
  app,
  wrong: _,
}) => {
  test.setTimeout(120_000);
  const { page } = app;
  await goTo(page, '/book/tools/1');
  const panel = panelOf(page);
  await choose(app, {
    'fake.png': Buffer.from('\u0089PNG\r\n\u001a\nno', 'latin1'),
    'drawing.jpg': svgDrawing(),
    'page.jpg': webPage(),
    'bomb.png': bombPng(30_000, 30_000),
    'good.jpg': await jpegPhoto(),
  });
  // Made in the page: through the test's own socket it would take minutes.
  await bring(page, 'drop', 'huge.jpg', 200 * 1024 * 1024);
  await expect(panel.getByText('5 files could not be kept; 1 kept')).toBeVisible({ timeout: 60_000 });
  const said = await panel
    .getByRole('listitem')
    .filter({ hasText: /^\S+: / })
    .allInnerTexts();
  expect(said).toEqual([
    expect.stringMatching(/^fake\.png: This picture can’t be opened/),
    expect.stringMatching(/^drawing\.jpg: This file is .*whatever its name says/),
    expect.stringMatching(/^page\.jpg: This file is .*whatever its name says/),
    expect.stringMatching(/^bomb\.png: This picture has 900 megapixels/),
    expect.stringMatching(/^huge\.jpg: This file has 200 MB, and at most 25 MB are kept/),
  ]);
  await panel.getByRole('button', { name: 'Seen' }).click();
  await expect(panel.getByRole('button', { name: /^Open / })).toHaveCount(1);
});

test('500 at once: one after another, while the window answers, and all of them are there', async ({
  app,
  wrong: _,
}) => {
  test.setTimeout(300_000);
  const { page } = app;
  await goTo(page, '/book/tools/1');
  const panel = panelOf(page);
  const one = await jpegPhoto({ width: 320, height: 240 });
  const many = Array.from({ length: 500 }, (_, n) => [
    `IMG_${1000 + n}.jpg`,
    Buffer.concat([one, Buffer.from(`${n}`)]),
  ]);
  await choose(app, Object.fromEntries(many));
  await expect(panel.getByRole('button', { name: 'Stop here' })).toBeVisible();
  // Other pages are there meanwhile, and the photos go on.
  await goTo(page, '/book/tools');
  await expect(page.getByRole('grid')).toBeVisible();
  await goTo(page, '/book/tools/1');
  await expect(panel.getByRole('button', { name: 'Stop here' })).toHaveCount(0, { timeout: 240_000 });
  await expect(panel.getByRole('button', { name: /^Open / })).toHaveCount(500);
});
