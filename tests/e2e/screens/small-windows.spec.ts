import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect, homeEnvironment, newHome } from '../fixtures.ts';
import { shoot } from './shoot.ts';
import { goTo, open, PASSPHRASE } from './stocked.ts';

/** The smallest window, and a window at 200 % zoom: everything keeps its size, and nothing lies over anything else. */

const cli = join(fileURLToPath(new URL('../../..', import.meta.url)), 'out', 'main', 'cli.js');
const SMALLEST = { width: 960, height: 640 };
const ZOOMED = { width: 640, height: 430 };

const SAW = {
  category: 'tool',
  type: 'Drill or driver',
  manufacturer: 'Milwaukee',
  model: '2804-20',
  serials: ['G/12345', 'K-778'],
  acquiredOn: 'yesterday',
  acquiredFrom: 'Acme Supply',
};

/** A shop with several books and a tool that bears two numbers. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  home: async ({}, use) => {
    const home = newHome();
    const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
    const ledger = join(home.ledgers, 'Corner.rollmark');
    const run = (...args: string[]) => {
      const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
      if (done.status !== 0 && done.status !== 1) throw new Error(`${args[0]}: ${done.stderr}`);
    };
    run('create', ledger, '--template', 'shop', '--name', 'Corner Tools & Repair');
    const file = join(home.home, 'stock', 'line.json');
    mkdirSync(dirname(file), { recursive: true });
    for (let n = 0; n < 8; n++) {
      const serials = n === 0 ? SAW.serials : [`KRZ${n}${n * 7919}`];
      writeFileSync(file, JSON.stringify({ ...SAW, serials }));
      run('acquire', ledger, '--book', 'tools', '--json', file);
    }
    await use(home);
    home.remove();
  },
});

/** The controls of the page that can't be clicked where they stand, because something else does, and those squashed flat. */
const outOfReach = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const main = document.querySelector('main')!;
    for (const control of main.querySelectorAll('a[href], button, input:not([type="radio"]), summary, label')) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const name = `${control.tagName} ${control.getAttribute('aria-label') ?? control.textContent?.slice(0, 40)}`;
      control.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      // Hidden from sight on purpose, for a screen reader.
      const { width, height } = control.getBoundingClientRect();
      if (width <= 1 && height <= 1) continue;
      if (height < 14) found.push(`${name}: ${Math.round(height)} px high`);
      // Of a link over two lines, the box around both is not all link.
      const box = control.getClientRects()[0]!;
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!at || !(control.contains(at) || at.contains(control) || at.closest('label')?.contains(control)))
        found.push(`${name}: under ${at?.tagName} ${at?.textContent?.slice(0, 40)}`);
    }
    return found;
  });

const heightOf = async (page: Page, name: string): Promise<number> => {
  const button = page.getByRole('main').getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  return (await button.boundingBox())!.height;
};

test('reports: every button keeps its height, before the pages are made and after', async ({ app: { page } }) => {
  await open(page);
  for (const size of [SMALLEST, { width: 1280, height: 720 }, { width: 1280, height: 850 }, ZOOMED]) {
    await page.setViewportSize(size);
    const at = `${size.width}×${size.height}`;
    await goTo(page, '/trail');
    await goTo(page, '/reports');
    await page.getByRole('radiogroup', { name: 'Book' }).getByText('Tools').click({ force: true });
    await expect(page.getByRole('button', { name: 'Make the pages' })).toBeAttached();
    await page.getByRole('main').getByText('Both', { exact: true }).click();
    const buttons = ['Make the pages', 'Save as CSV…'];
    for (const name of buttons) expect.soft(await heightOf(page, name), `${name} at ${at}`).toBeGreaterThan(30);
    if (size === ZOOMED) await shoot(page, 'reports, zoomed');
    await page.getByRole('button', { name: 'Make the pages' }).click();
    await expect(page.getByRole('button', { name: 'Save PDF' })).toBeAttached();
    for (const name of [...buttons, 'Save PDF', 'Print'])
      expect.soft(await heightOf(page, name), `${name} at ${at}`).toBeGreaterThan(30);
    const books = page.getByRole('radiogroup', { name: 'Book' });
    expect.soft((await books.boundingBox())!.height, `the books at ${at}`).toBeGreaterThan(30);
    expect.soft(await outOfReach(page), at).toEqual([]);
    if (size === ZOOMED) await shoot(page, 'reports made, zoomed');
  }
});

test('acquire, trail, book and record: nothing lies over anything at 200 % zoom', async ({ app: { page } }) => {
  test.setTimeout(300_000);
  await open(page);
  for (const size of [ZOOMED, { width: 720, height: 480 }, { width: 800, height: 540 }, SMALLEST]) {
    await page.setViewportSize(size);
    const at = `${size.width}×${size.height}`;

    await goTo(page, '/acquire/tools');
    await page.locator('input[name="serial"]').fill('KRZ1B7919');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Still to fill in/)).toBeVisible();
    // The field that took the focus may show its list, which lies over what is under it on purpose.
    await page.getByRole('heading', { level: 1 }).click();
    await expect(page.getByRole('listbox')).toHaveCount(0);
    expect.soft(await outOfReach(page), `acquire at ${at}`).toEqual([]);
    if (size === ZOOMED) await shoot(page, 'acquire, zoomed');

    await goTo(page, '/trail');
    const list = page.getByRole('region', { name: 'Trail, newest first' });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    const text = await list.getByRole('listitem').first().locator('p').first().boundingBox();
    expect.soft(text!.width, `what happened, at ${at}`).toBeGreaterThan(160);
    expect.soft(await outOfReach(page), `trail at ${at}`).toEqual([]);
    if (size === ZOOMED) await shoot(page, 'trail, zoomed');

    await goTo(page, '/book/tools');
    await expect(page.getByRole('row').nth(3)).toBeVisible();
    const books = page.getByRole('radiogroup', { name: 'Book' });
    expect.soft((await books.boundingBox())!.height, `the books at ${at}`).toBeGreaterThan(30);
    const grid = await page.getByRole('grid').boundingBox();
    expect.soft(grid!.height, `the book, at ${at}`).toBeGreaterThan(150);
    expect.soft(await outOfReach(page), `book at ${at}`).toEqual([]);
    if (size === ZOOMED) await shoot(page, 'book, zoomed');

    await goTo(page, '/book/tools/1');
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
    const place = page.locator('dd').getByText('Acme Supply').first();
    expect.soft((await place.boundingBox())!.width, `whom it came from, at ${at}`).toBeGreaterThan(70);
    expect.soft(await outOfReach(page), `record at ${at}`).toEqual([]);
    if (size === ZOOMED) await shoot(page, 'record, zoomed');
  }
});

test('Esc in Correct asks once and stays, and two numbers are not made one unsaid', async ({ app: { page } }) => {
  await open(page);
  await goTo(page, '/book/tools/1');
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await page.keyboard.press('Alt+c');
  const correct = page.getByRole('dialog', { name: 'Correct line 1' });
  const asks = page.getByRole('dialog', { name: 'Leave this correction?' });
  const number = correct.getByRole('textbox', { name: /^Corrected/ });
  await number.fill('G/12354, K-778');
  await number.press('Escape');
  await expect(asks).toBeVisible();
  // It stays, and is no flash of a question that answers itself.
  await page.waitForTimeout(600);
  await expect(asks).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(asks).toHaveCount(0);
  await expect(number).toHaveValue('G/12354, K-778');
  await expect(number).toBeFocused();
  await expect(correct.getByText(/is read as one number/)).toBeVisible();
  await shoot(page, 'correct a number');

  // Esc above the dialog belongs to what is above it.
  await correct.getByLabel('Why').fill('Misread');
  await page.keyboard.press('Control+Enter');
  const warned = page.getByRole('dialog', { name: /to mind$/ });
  await expect(warned).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(warned).toHaveCount(0);
  await page.waitForTimeout(300);
  await expect(asks).toHaveCount(0);
  await expect(correct).toBeVisible();

  await number.press('Escape');
  await asks.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/#\/book\/tools\/1$/);

  // With nothing typed there is nothing to ask.
  await page.keyboard.press('Alt+c');
  await expect(correct).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
