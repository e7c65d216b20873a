import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { printedPage, scanned } from '../fixtures/make-scans.ts';
import { type App, filmOf, type Home, homeEnvironment } from './fixtures.ts';
import { goTo, PASSPHRASE } from './steps.ts';
import { test as base, DRILL, expect } from './stock.ts';

/**
 * Old checkpoints as evidence: the page of a printout, drawn by poppler, comes back as a file or before the camera. The
 * camera is Chromium's own stand-in for one, which shows a film made of that page.
 */

const cli = join(fileURLToPath(new URL('../..', import.meta.url)), 'out', 'main', 'cli.js');
const inPages = ({ home }: Home, name: string): string => join(home, 'pages', name);

/** The picture of a page's foot, where the proof stands, as wide as a camera's. */
const foot = async (pdf: Buffer): Promise<Buffer> => {
  const page = sharp(printedPage(pdf, 200));
  const { width, height } = await page.metadata();
  const cut = await page
    .extract({ left: width - 1280, top: height - 720, width: 1280, height: 720 })
    .png()
    .toBuffer();
  return (await scanned(cut, 3, 8)).resize(1280, 720, { fit: 'cover' }).jpeg().toBuffer();
};

const test = base.extend({
  // Two ledgers, each printed, and an entry in the first after that: what was printed is an older checkpoint.
  home: async ({ home }, use) => {
    const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
    const run = (...args: string[]) => {
      const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
      if (done.status !== 0 && done.status !== 1) throw new Error(`${args[0]}: ${done.stderr}`);
    };
    mkdirSync(inPages(home, ''));
    const own = join(home.ledgers, 'Corner.rollmark');
    const other = inPages(home, 'Other.rollmark');
    run('create', other, '--template', 'shop', '--name', 'Another shop');
    for (const [ledger, name] of [
      [own, 'own'],
      [other, 'other'],
    ] as const) {
      const pdf = inPages(home, `${name}.pdf`);
      run('print', ledger, 'book', '--book', 'tools', '--out', pdf);
      writeFileSync(
        inPages(home, `${name}.jpg`),
        await (await scanned(printedPage(readFileSync(pdf), 150), 3, 15)).jpeg().toBuffer(),
      );
    }
    const checkpoint = spawnSync(process.execPath, [cli, 'checkpoint', own], { env, encoding: 'utf8' });
    writeFileSync(inPages(home, 'stick.txt'), checkpoint.stdout);
    const draft = inPages(home, 'line.json');
    writeFileSync(draft, JSON.stringify({ ...DRILL, serial: 'C300' }));
    run('acquire', own, '--book', 'tools', '--json', draft);
    await use(home);
  },
});
test.use({ stock: { template: 'shop', lines: [{ book: 'tools', draft: { ...DRILL, serial: 'B8O1754Z' } }] } });

const openOlder = async (page: Page): Promise<void> => {
  await goTo(page, '/trail');
  await page.getByRole('button', { name: 'Against an older checkpoint' }).click();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
};
const listOf = (page: Page) => page.getByRole('list', { name: 'Checkpoints to verify against' });

const choose = async ({ page, home }: App, ...names: string[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(names.map((name) => inPages(home, name)));
};

const drop = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    ([called, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
      for (const type of ['dragover', 'drop'])
        document
          .querySelector('h1')!
          .dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [name, bytes.toString('base64')] as const,
  );

const seriousOf = async (page: Page, within: string): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes[0]?.html}`);
};

test('a photo of a printed page proves the ledger; one of another ledger is refused in words', async ({
  app,
  wrong: _,
}) => {
  test.setTimeout(180_000);
  const { page, home } = app;
  await openOlder(page);
  await test.step('nothing given is said', async () => {
    await page.getByRole('button', { name: 'Verify against it' }).click();
    await expect(page.getByText(/Paste a checkpoint, choose its file/)).toBeVisible();
  });
  await test.step('several files at once, each read or refused by itself', async () => {
    writeFileSync(inPages(home, 'letter.txt'), 'A letter.');
    writeFileSync(
      inPages(home, 'wall.png'),
      await sharp({ create: { width: 400, height: 300, channels: 3, background: '#aaa' } })
        .png()
        .toBuffer(),
    );
    await choose(app, 'own.jpg', 'other.jpg', 'letter.txt', 'wall.png');
    await expect(listOf(page).getByRole('listitem')).toHaveText([/own\.jpg.*The first 2 entries/]);
    const refused = page.getByRole('alert').filter({ hasText: 'No checkpoint came from these files' });
    await expect(refused.getByRole('listitem')).toHaveText([
      /other\.jpg.*printed from another ledger/,
      /letter\.txt.*This is not a checkpoint/,
      /wall\.png.*No code was found in this picture/,
    ]);
    // The column scrolls by itself: the page under it has nothing to scroll.
    const beyond = await page.evaluate(() => {
      const main = document.querySelector('main')!;
      return main.scrollHeight - main.clientHeight;
    });
    expect(beyond, 'the page scrolls').toBe(0);
    expect(await seriousOf(page, 'main')).toEqual([]);
    await refused.getByRole('button', { name: 'Seen' }).click();
    await expect(refused).toHaveCount(0);
  });
  await test.step('the proof is held against it', async () => {
    await page.getByRole('button', { name: 'Verify against it' }).click();
    await expect(page.getByText(/The checkpoint you gave fits too: nothing before it was changed since/)).toBeVisible();
  });
  await test.step('what is typed, dropped and from a stick stands beside it, none of it twice', async () => {
    // The saved printout says the same checkpoint in its text.
    await drop(page, 'own.pdf', readFileSync(inPages(home, 'own.pdf')));
    await expect(page.getByRole('status').filter({ hasText: 'Read from own.pdf' })).toBeAttached();
    await expect(listOf(page).getByRole('listitem')).toHaveCount(1);
    const field = page.getByRole('textbox', { name: 'Typed or pasted' });
    await field.fill('not a checkpoint');
    await page.getByRole('button', { name: 'Verify against them' }).click();
    await expect(page.getByText(/^This is not a checkpoint/)).toBeVisible();
    const checkpoint = page.locator('pre');
    await field.fill((await checkpoint.textContent())!);
    await page.getByRole('button', { name: 'Verify against them' }).click();
    await expect(page.getByText(/The 2 checkpoints you gave fit too/)).toBeVisible();
  });
  await test.step('the list is emptied by keyboard', async () => {
    await page.getByRole('button', { name: 'Take out own.jpg' }).focus();
    await page.keyboard.press('Enter');
    await expect(listOf(page)).toHaveCount(0);
  });
});

test.describe('the camera', () => {
  test.use({ withCamera: true });

  /** Frames of thirty a second, over and over. */
  const show = (home: Home, ...frames: [Buffer, number][]): void =>
    writeFileSync(filmOf(home), Buffer.concat(frames.flatMap(([frame, count]) => Array<Buffer>(count).fill(frame))));
  const wall = (): Promise<Buffer> =>
    sharp({ create: { width: 1280, height: 720, channels: 3, background: '#8a8378' } })
      .jpeg()
      .toBuffer();
  /** Keeps the tracks that the page is given, to be looked at. */
  const keepTracks = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const own = window as typeof window & { tracks: MediaStreamTrack[] };
      own.tracks = [];
      const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await given(wanted);
        own.tracks.push(...stream.getTracks());
        return stream;
      };
    });
  const tracks = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      (window as typeof window & { tracks: MediaStreamTrack[] }).tracks.map(
        ({ kind, readyState }) => `${kind} ${readyState}`,
      ),
    );
  const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Show the page to the camera' });
  const start = async (app: App, allowed: boolean): Promise<void> => {
    await app.camera(allowed);
    await app.page.getByRole('button', { name: 'Use the camera' }).click();
  };

  test('a page held before it proves the ledger, and it goes off', async ({ app, wrong: _ }) => {
    test.setTimeout(180_000);
    const { page, home } = app;
    show(home, [await wall(), 45], [await foot(readFileSync(inPages(home, 'own.pdf'))), 90]);
    await openOlder(page);
    await keepTracks(page);
    await start(app, true);
    await expect(listOf(page).getByRole('listitem')).toHaveText([/A page shown to the camera.*The first 2 entries/], {
      timeout: 60_000,
    });
    await expect(dialogOf(page)).toHaveCount(0);
    expect(await tracks(page)).toEqual(['video ended']);
    await page.getByRole('button', { name: 'Verify against it' }).click();
    await expect(page.getByText(/The checkpoint you gave fits too/)).toBeVisible();
  });

  test('a page of another ledger is said; cancelled, the camera goes off at once', async ({ app, wrong: _ }) => {
    test.setTimeout(180_000);
    const { page, home } = app;
    show(home, [await foot(readFileSync(inPages(home, 'other.pdf'))), 60]);
    await openOlder(page);
    await keepTracks(page);
    await start(app, true);
    const dialog = dialogOf(page);
    await expect(dialog.getByText(/printed from another ledger/)).toBeVisible({ timeout: 60_000 });
    expect(await tracks(page)).toEqual(['video live']);
    expect(await seriousOf(page, '[role="dialog"]')).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await tracks(page)).toEqual(['video ended']);
    await expect(dialog).toHaveCount(0);
    await expect(listOf(page)).toHaveCount(0);
  });

  test('denied, it is said what to do, and it can be allowed then', async ({ app, wrong: _ }) => {
    test.setTimeout(180_000);
    const { page, home } = app;
    show(home, [await wall(), 30]);
    await openOlder(page);
    await keepTracks(page);
    await start(app, false);
    const dialog = dialogOf(page);
    await expect(dialog.getByText(/The camera was not allowed\..*choose its file/)).toBeVisible();
    expect(await tracks(page)).toEqual([]);
    await app.camera(true);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByText('Looking for the code. No picture is kept.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await tracks(page)).toEqual(['video ended']);
  });
});

test('where there is no camera, that is said', async ({ app, wrong: _ }) => {
  const { page } = app;
  // A browser without a device: what it throws then is the same everywhere.
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
  });
  await openOlder(page);
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await expect(page.getByRole('dialog').getByText(/No camera was found on this computer\. Plug one in/)).toBeVisible();
});
