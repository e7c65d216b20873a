import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { test as base, type Locator, type Page } from '@playwright/test';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { killAll, startWatched, type Watched, type WatchedHome, watchedHome } from './at-rest-app.ts';
import { expect, faultOf } from './fixtures.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';
import {
  filesBelow,
  findIn,
  type Markers,
  makeMarkers,
  type Needle,
  needlesOf,
  openFiles,
  processesOf,
  randomLetters,
  type Searched,
  searchFolders,
} from './markers.ts';
import { acceptWarnings, goTo } from './steps.ts';

/**
 * Nothing readable at rest. A session writes texts that stand nowhere else through every way in, and every file that the
 * app and its browser have is searched for them: while it runs, after its page, its engine and the whole of it died, and
 * at the end. What the user brings and saves is the user's, and kept in another folder.
 */

const test = base.extend<{ home: WatchedHome }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  home: async ({}, use) => {
    const home = watchedHome();
    await use(home);
    // A test that failed left it running.
    await killAll(home);
    home.remove();
  },
});

test.describe('the search', () => {
  test('finds a marker in every spelling and in what is compressed, and nothing where there is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollmark-control-'));
    try {
      const markers = makeMarkers();
      const needles = needlesOf(markers.salt);
      const text = `before ${markers.next('here')} after`;
      const utf8 = Buffer.from(text);
      const swapped = Buffer.from(text, 'utf16le').swap16();
      const noise = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251));
      const name = Buffer.from('name');
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(8, 8);
      header.writeUInt16LE(name.length, 26);
      const planted: Record<string, Buffer> = {
        plain: utf8,
        capitals: Buffer.from(text.toUpperCase()),
        small: Buffer.from(text.toLowerCase()),
        utf16le: Buffer.from(text, 'utf16le'),
        utf16be: swapped,
        hex: Buffer.from(utf8.toString('hex')),
        hexCapitals: Buffer.from(utf8.toString('hex').toUpperCase()),
        base64a: Buffer.from(utf8.toString('base64')),
        base64b: Buffer.from(Buffer.from(`x${text}`).toString('base64')),
        base64c: Buffer.from(Buffer.from(`xx${text}`).toString('base64url')),
        url: Buffer.from(encodeURIComponent(text)),
        percent: Buffer.from([...utf8].map((byte) => `%${byte.toString(16)}`).join('')),
        gzip: gzipSync(utf8),
        zlib: deflateSync(utf8),
        zlibStored: deflateSync(utf8, { level: 0 }),
        zstd: zstdCompressSync(utf8),
        brotli: brotliCompressSync(utf8),
        zip: Buffer.concat([header, name, deflateRawSync(utf8)]),
        twice: gzipSync(deflateSync(utf8)),
        cut: gzipSync(Buffer.concat([utf8, noise])).subarray(0, 400),
      };
      for (const [file, bytes] of Object.entries(planted))
        writeFileSync(join(folder, file), Buffer.concat(file === 'brotli' ? [bytes] : [noise, bytes, noise]));
      writeFileSync(join(folder, `a ${markers.next('name')}`), '');
      writeFileSync(join(folder, 'none'), Buffer.concat([noise, gzipSync(noise), Buffer.from(randomLetters(500))]));
      const { files, found } = searchFolders([folder], needles);
      expect(files).toBe(Object.keys(planted).length + 2);
      const names = new Set(found.map(({ file }) => file.slice(folder.length + 1)));
      for (const file of Object.keys(planted)) expect(names, file).toContain(file);
      expect(names.size).toBe(Object.keys(planted).length + 1);
      expect(markers.whereOf(found.find(({ file }) => file.endsWith('plain'))?.text ?? '')).toBe('here');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** A photo with a marker in its description, its comment and its bytes behind the end of the picture. */
const markedPhoto = async (markers: Markers): Promise<Buffer> =>
  Buffer.concat([
    await sharp({ create: { width: 900, height: 600, channels: 3, background: '#7a8894' } })
      .jpeg()
      .withExif({ IFD0: { ImageDescription: markers.next('EXIF'), Artist: markers.next('EXIF artist') } })
      .toBuffer(),
    Buffer.from(markers.next('bytes of a photo')),
  ]);

const markedPaper = (markers: Markers): Promise<Buffer> =>
  new Promise((resolve) => {
    const doc = new PDFDocument({ info: { Title: markers.next('title of a paper') }, compress: false });
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.text(markers.next('text of a paper'));
    doc.end();
  });

/** Writes a marker of its own into every field of text that shows, whatever it is for, and leaves each. */
const fillEverything = async (within: Locator, markers: Markers, where: string): Promise<number> => {
  const fields = within.locator(
    'input:not([type]), input[type="text"], input[type="search"], input[type="password"], textarea',
  );
  let filled = 0;
  for (const field of await fields.all()) {
    if (!(await field.isVisible()) || !(await field.isEditable())) continue;
    const limit = Number((await field.getAttribute('maxlength')) ?? 100);
    const name = (await field.getAttribute('name')) ?? (await field.getAttribute('aria-label')) ?? '';
    await field.fill(limit < 14 ? markers.salt.slice(0, limit) : markers.next(`${where}, ${name}`));
    await field.evaluate((input) => (input as HTMLElement).blur());
    filled += 1;
  }
  return filled;
};

const pagesOf = (books: string[]): string[] => [
  '/',
  ...books.flatMap((book) => [`/book/${book}`, `/acquire/${book}`, `/import/${book}`]),
  '/reports',
  '/trail',
  '/check',
  '/guides',
  '/help',
  '/backups',
  '/set-up',
];

/** Dialogs that have fields, by the button that opens each, on the page where it is. */
const DIALOGS: readonly (readonly [page: string, button: RegExp])[] = [
  ['/set-up', /^Add somebody$/],
  ['/set-up', /^Change the passphrase$/],
  ['/book/ad/1', /^Reading/],
  ['/book/ad/1', /^Number/],
  ['/book/ad/1', /^Referral/],
  ['/book/ad/1', /^Verify the number/],
  ['/book/ad/1', /^Correct/],
  ['/book/ad/1', /^Void/],
];

const closeDialogs = async (page: Page): Promise<void> => {
  for (let n = 0; n < 6 && (await page.getByRole('dialog').count()) > 0; n++) {
    await page.keyboard.press('Escape');
    const away = page.getByRole('button', { name: /^(Throw it away|Leave|Discard)/ });
    // The dialog may be closing by itself.
    if (await away.isVisible().catch(() => false)) await away.click({ timeout: 2000 }).catch(() => undefined);
    await page.waitForTimeout(250);
  }
};

const locked = async (page: Page): Promise<void> => {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+l');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0, { timeout: 60_000 });
};

const opened = async (page: Page, passphrase: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 60_000 });
};

/** The state of a session's search: what was looked through so far, and everything that was found. */
const makeSearch = (home: WatchedHome, markers: Markers) => {
  const needles: Needle[] = needlesOf(markers.salt);
  const total: Searched & { looks: number; open: number } = { files: 0, bytes: 0, found: [], looks: 0, open: 0 };
  return {
    total,
    /** Texts that are not markers: the recovery key's words in a row. */
    alsoFor: (text: string): void => {
      needles.push(...needlesOf(text));
    },
    look: (when: string, print: string): void => {
      const { files, bytes, found } = searchFolders([home.watched], needles);
      total.looks += 1;
      total.files += files;
      total.bytes += bytes;
      // What has no name any more, and what stands elsewhere, as far as the app has it open.
      for (const file of process.platform === 'linux' ? openFiles(processesOf(home.watched)) : []) {
        if (!file.writable || (file.path.startsWith(home.watched) && !file.deleted)) continue;
        expect(file.path.startsWith(home.watched), `${when}: a file outside its folders is written, ${file.path}`).toBe(
          true,
        );
        total.open += 1;
        for (const one of findIn(file.read(), needles)) found.push({ ...one, file: `${file.path} (no name any more)` });
      }
      for (const one of findIn(Buffer.from(print), needles)) found.push({ ...one, file: 'what was printed' });
      total.found.push(...found);
      expect(
        found.map(
          ({ file, how, text }) =>
            `${when}: ${file.slice(home.watched.length)}: ${how}, typed at ${markers.whereOf(text)}: ${JSON.stringify(text)}`,
        ),
      ).toEqual([]);
    },
  };
};

test.describe('a session that writes markers through every way in', () => {
  test('leaves none of them in any file, alive, crashed, killed or closed', async ({ home }, info) => {
    test.setTimeout(900_000);
    const markers = makeMarkers();
    const search = makeSearch(home, markers);
    const passphrase = `plain canyon ${markers.next('passphrase')} lamp`;
    const start = async (): Promise<Watched> => {
      const app = await startWatched(info.project.name, home);
      app.page.setDefaultTimeout(30_000);
      return app;
    };
    let app = await start();
    info.annotations.push({ type: HOST_ANNOTATION, description: app.host });
    let { page } = app;
    const look = (when: string): void => search.look(when, app.output());
    let words: string[] = [];

    await test.step('a ledger is created', async () => {
      await page
        .getByRole('button', { name: /create|new/i })
        .first()
        .click();
      await page.getByRole('radio', { name: 'Licensed dealer' }).check();
      await page.getByLabel('Name of the licensee').fill(`${markers.next('licensee')} Arms`);
      await page.getByRole('textbox', { name: 'Licence number' }).fill('5-48-123-01-7K-04567');
      await page.getByRole('textbox', { name: 'Premises' }).fill(`12 ${markers.next('premises')} St, Boise, ID`);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByLabel('Your name').fill(markers.next('user'));
      // The folder's name is the one text that is meant to be read from outside, and the form says where it is made.
      await page.getByLabel('Name of the ledger’s folder').fill('Kept here');
      await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
      await page.getByLabel('The same passphrase again').fill(passphrase);
      await page.getByRole('button', { name: 'Create the ledger' }).click();
      const list = page.getByRole('list', { name: 'Recovery key' });
      await expect(list.getByRole('listitem')).toHaveCount(12, { timeout: 60_000 });
      words = (await list.getByRole('listitem').allInnerTexts()).map((word) => word.trim());
      for (const between of [' ', '\n', '","', ', ', '\t'])
        for (let n = 0; n + 3 <= words.length; n += 3) search.alsoFor(words.slice(n, n + 3).join(between));
      await page.getByRole('button', { name: 'I have written it down' }).click();
      for (const field of await page.getByRole('textbox', { name: /The \d+(st|nd|rd|th) word/ }).all()) {
        const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
        await field.fill(words[Number(/\d+/.exec(label)![0]) - 1]!);
      }
      await page.keyboard.press('Enter');
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    });

    const serial = markers.next('serial');
    const maker = markers.next('manufacturer');
    await test.step('an acquisition', async () => {
      await goTo(page, '/acquire/ad');
      for (const [name, text] of Object.entries({
        manufacturer: maker,
        model: markers.next('model'),
        importer: markers.next('importer'),
        type: 'Pistol',
        caliber: markers.next('caliber'),
      }))
        await page.locator(`input[name="${name}"]`).fill(text);
      await page.getByRole('textbox', { name: 'Serial number', exact: true }).fill(serial);
      await page.getByLabel('Date acquired').fill('today');
      await page.getByText('From a person').click();
      await page.getByLabel('Full name of the person').fill(markers.next('transferor'));
      await page.getByLabel('Address of residence').fill(`77 ${markers.next('address')} St, Utica, NY 13501`);
      await page.getByLabel('Note, if any').fill(markers.next('note'));
      // What is committed is judged by what is said of it, which follows the typing by a moment.
      await expect(page.getByText(/It can be committed\./).first()).toBeVisible();
      await page.keyboard.press('Control+Enter');
      const written = page.getByRole('heading', { name: 'Line 1 is written' });
      await expect(written.or(page.getByRole('dialog', { name: /to mind/ }))).toBeVisible();
      if (!(await written.isVisible())) await acceptWarnings(page);
      await expect(written).toBeVisible();
    });

    await test.step('a photo, a paper, a reading; looked at', async () => {
      await goTo(page, '/book/ad/1');
      const panel = page.getByRole('region', { name: 'Photos and papers' });
      const files = [join(home.theirs, 'plate.jpg'), join(home.theirs, 'receipt.pdf')];
      writeFileSync(files[0]!, await markedPhoto(markers));
      writeFileSync(files[1]!, await markedPaper(markers));
      const chooser = page.waitForEvent('filechooser');
      await panel.getByRole('button', { name: 'Photo or paper' }).click();
      await (await chooser).setFiles(files);
      for (const name of ['plate.jpg', 'receipt.pdf']) {
        await panel.getByRole('button', { name: `Open ${name}` }).click();
        const viewer = page.getByRole('dialog');
        await expect(viewer.locator('img, canvas').first()).toBeVisible();
        await app.save(() => viewer.getByRole('button', { name: 'Save the original' }).click());
        await page.keyboard.press('Escape');
        await expect(viewer).toHaveCount(0);
      }
      await page.getByRole('button', { name: 'Reading', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'A reading' });
      await dialog.getByLabel('Number, exactly as it stands there').fill(serial);
      await dialog.getByLabel('Place', { exact: true }).fill(markers.next('place of a reading'));
      await dialog.getByLabel('Note, if any').fill(markers.next('note of a reading'));
      await page.keyboard.press('Control+Enter');
      await expect(dialog).toHaveCount(0);
    });

    await test.step('a correction and a referral', async () => {
      await page.getByRole('button', { name: /^Correct/ }).click();
      const dialog = page.getByRole('dialog', { name: /^Correct/ });
      await dialog.getByLabel('Serial number').fill(markers.next('corrected serial'));
      await dialog.getByRole('textbox', { name: 'Why' }).fill(markers.next('reason'));
      await page.keyboard.press('Control+Enter');
      // The reading that was taken before differs from it.
      const asked = page.getByRole('dialog', { name: /thing(s)? to mind/ });
      await expect(asked).toBeVisible();
      for (const why of await asked.getByRole('textbox', { name: 'Why it is right' }).all())
        await why.fill(markers.next('reason past a warning'));
      await page.keyboard.press('Control+Enter');
      await expect(asked).toHaveCount(0);
      await expect(dialog).toHaveCount(0);
      await page.getByRole('button', { name: 'Referral' }).click();
      const asking = page.getByRole('dialog', { name: 'Ask the maker or an authority' });
      await asking.getByLabel('Their reference, if any').fill(markers.next('reference'));
      await asking.getByLabel('Question').fill(markers.next('question'));
      await asking.getByRole('button', { name: 'Record the referral' }).click();
      await expect(asking).toHaveCount(0);
    });

    await test.step('searching, and what is suggested', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(serial.slice(-8));
      await expect(page.getByRole('option').first()).toContainText(markers.salt);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(markers.next('searched and not found'));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await goTo(page, '/acquire/ad');
      await page.locator('input[name="manufacturer"]').fill(maker.slice(0, 5));
      await expect(page.getByRole('option', { name: maker })).toBeVisible();
      await page.keyboard.press('Escape');
    });

    await test.step('an import', async () => {
      const file = join(home.theirs, 'old book.csv');
      const { sampleCsv } = await import('../../bench/sample.ts');
      const [head, ...rows] = sampleCsv(20).trimEnd().split('\n');
      const marked = rows.map((row) =>
        row
          .split(',')
          .map((cell, n) => (n === 5 ? markers.next('serial of an import') : cell))
          .join(','),
      );
      writeFileSync(file, `${[head, ...marked].join('\r\n')}\r\n`);
      await goTo(page, '/import/ad');
      await app.choose(file, () => page.getByRole('button', { name: 'Choose a file' }).click());
      await page.getByRole('button', { name: /^Import (all|only the) / }).click();
      await expect(page.getByText(/See the book/).first()).toBeVisible();
    });

    await test.step('a printout, looked at, saved and printed', async () => {
      await goTo(page, '/reports');
      await page.getByRole('button', { name: 'Make the pages' }).click();
      await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
      await app.save(() => page.getByRole('button', { name: 'Save PDF' }).click());
      // The system's dialog is left out; what is made for it is not.
      await page.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }));
      await page.getByRole('button', { name: /^Print/ }).click();
      await expect.poll(() => page.evaluate(() => (window as { printed?: boolean }).printed)).toBe(true);
      await goTo(page, '/trail');
      await page.getByRole('button', { name: 'Verify now' }).click();
      await expect(page.getByText('Proven', { exact: true }).first()).toBeVisible();
    });

    await test.step('every field of every page and dialog, typed in and left', async () => {
      let filled = 0;
      for (const path of pagesOf(['ad', 'household'])) {
        await goTo(page, path);
        await page.waitForTimeout(300);
        const main = page.getByRole('main');
        await expect(main).toBeVisible();
        filled += await fillEverything(main, markers, path);
        if (!path.startsWith('/acquire')) continue;
        for (const choice of await main.getByRole('radio').all()) {
          await choice.check({ force: true }).catch(() => undefined);
          filled += await fillEverything(main, markers, path);
        }
        await page
          .getByRole('button', { name: 'Start over' })
          .click()
          .catch(() => undefined);
      }
      for (const [path, button] of DIALOGS) {
        await closeDialogs(page);
        await goTo(page, path);
        await page.getByRole('main').getByRole('button', { name: button }).first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
        filled += await fillEverything(page.getByRole('dialog'), markers, `${path} ${button.source}`);
      }
      await closeDialogs(page);
      await goTo(page, '/book/ad/1/dispose');
      await page.waitForTimeout(300);
      filled += await fillEverything(page.getByRole('main'), markers, 'dispose');
      console.log(`${filled} fields were typed in.`);
      expect(filled).toBeGreaterThan(60);
      await goTo(page, '/');
      await closeDialogs(page);
    });

    await test.step('a disposition, somebody added, settings changed', async () => {
      await goTo(page, '/book/ad/1/dispose');
      await page.getByLabel('Date disposed').fill('today');
      await page.getByLabel('Full name of the person').fill(markers.next('transferee'));
      await page.getByLabel('Address of residence').fill(`9638 ${markers.next('residence')} Ave, Austin, TX 78701`);
      await page.waitForTimeout(500);
      await page.keyboard.press('Control+Enter');
      await expect(
        page
          .getByRole('main')
          .getByText(/Disposed$/)
          .first(),
      ).toBeVisible();
      await goTo(page, '/set-up');
      await page.getByRole('button', { name: 'Add somebody' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add somebody' });
      await dialog.getByLabel('Name', { exact: true }).fill(markers.next('clerk'));
      await dialog.getByRole('radio', { name: /^Clerk/ }).check();
      const theirs = `seven ${markers.next('passphrase of a clerk')} kettles`;
      await dialog.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(theirs);
      await dialog.getByLabel('The same passphrase again').fill(theirs);
      await dialog.getByRole('button', { name: 'Give access' }).click();
      await expect(dialog).toHaveCount(0);
    });

    await test.step('a backup', async () => {
      await goTo(page, '/backups');
      await page.getByRole('button', { name: 'Add a folder' }).click();
      await page.getByRole('radio').first().check();
      await page.getByRole('dialog').getByRole('button', { name: 'Add it and back up now' }).click();
      await expect(page.getByText('Backed up to 1 folder')).toBeVisible({ timeout: 60_000 });
      look('open, backed up');
    });

    await test.step('a wrong passphrase and a wrong key', async () => {
      await locked(page);
      await page
        .getByRole('textbox', { name: 'Passphrase', exact: true })
        .fill(`${markers.next('wrong passphrase')} is not it`);
      await page.keyboard.press('Enter');
      await expect(page.getByText(/This is not the passphrase of this ledger/)).toBeVisible({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
      await page.getByLabel('Recovery key').fill(markers.next('wrong recovery key'));
      await page.keyboard.press('Enter');
      await expect(page.getByLabel('Recovery key')).toHaveAttribute('aria-invalid', 'true');
      await page.getByLabel('Recovery key').fill(words.join(' '));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 60_000 });
      look('opened with the recovery key');
    });

    const typeHalf = async (): Promise<void> => {
      await goTo(page, '/acquire/ad');
      await page.waitForTimeout(300);
      await fillEverything(page.getByRole('main'), markers, 'left half typed');
    };

    await test.step('the engine dies', async () => {
      await typeHalf();
      writeFileSync(faultOf(home), '');
      await expect(page.getByText('The part that keeps the ledger had a fault and was started again')).toBeVisible({
        timeout: 90_000,
      });
      look('the engine died');
      await opened(page, passphrase);
    });

    await test.step('the page dies', async () => {
      await typeHalf();
      const cdp = await page.context().newCDPSession(page);
      // In Electron a dialog that nobody answers closes the window of a page that died; either may be heard of first.
      const crashed = page.waitForEvent('crash').catch((error: unknown) => {
        if (!page.isClosed()) throw error;
      });
      void cdp.send('Page.crash').catch(() => undefined);
      await crashed;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      look('the page died');
      expect(
        filesBelow(home.watched).filter((file) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(file)),
        'no part of its memory is kept',
      ).toEqual([]);
    });

    await test.step('everything is killed while a form is half typed and the ledger is open', async () => {
      await app.kill();
      look('killed after its page died');
      app = await start();
      page = app.page;
      await opened(page, passphrase);
      await typeHalf();
      await goTo(page, '/book/ad');
      await expect(page.getByRole('grid').getByText(maker).first()).toBeVisible();
      await app.kill();
      look('killed');
    });

    await test.step('a restore from the backup, and the end', async () => {
      app = await start();
      page = app.page;
      await page.getByRole('button', { name: 'Restore from a backup' }).click();
      await page.getByRole('radio', { name: /Backups were kept here before/ }).check();
      await page.getByRole('button', { name: 'Show its backups' }).click();
      await page
        .getByRole('button', { name: /^Restore this one: / })
        .first()
        .click();
      await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
      await page.keyboard.press('Enter');
      await expect(page.getByText(/all verified\. Nothing was written over/)).toBeVisible({ timeout: 60_000 });
      look('restored');
      await locked(page);
      look('locked');
      await app.close();
      look('closed');
    });

    const { looks, files, bytes, open, found } = search.total;
    console.log(
      `${app.host}: ${markers.count()} markers typed; ${looks} searches of ${files} files in all, ${Math.round(bytes / 1e6)} MB, and ${open} without a name; ${found.length} markers found.`,
    );
    expect(files).toBeGreaterThan(50);

    await test.step('the same search finds a marker put beside the app’s files', async () => {
      writeFileSync(join(home.watched, 'planted'), gzipSync(`a text with ${markers.next('planted')} in it`));
      expect(() => look('planted')).toThrow(/planted: gzip, UTF-8, typed at planted/);
      // And the markers did go where they belong: what the user saved holds them, what is encrypted is there.
      const saved = searchFolders([join(home.theirs, 'downloads')], needlesOf(markers.salt)).found;
      // The two originals. The letters of a PDF's text stand apart where the font moves them, and are then not found.
      expect(new Set(saved.map(({ file }) => file)).size).toBeGreaterThanOrEqual(2);
      expect(statSync(join(home.ledgers, 'Kept here.rollmark', 'ledger.db')).size).toBeGreaterThan(50_000);
    });
  });
});
