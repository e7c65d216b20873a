import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sampleCsv } from '../../bench/sample.ts';
import { expect, test } from './fixtures.ts';
import { createLedger, goTo } from './steps.ts';

/** Names that a page which trusted them would run, and one that nobody could fit into a column. */
const SCRIPT = '<script>window.hostile=1</script>';
const IMAGE = '<img src=x onerror="window.hostile=1" class=hostile>';
const FORMULA = '=HYPERLINK("http://x.example";"hostile")';
const LONG = 'W'.repeat(180);
const TURNED = 'HC77\u202E21-XAM';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Nothing ran, nothing was built from markup, and the page is no wider than its window. */
const expectHarmless = async (page: Page): Promise<void> => {
  const seen = await page.evaluate(() => ({
    ran: 'hostile' in window,
    built: document.querySelectorAll('.hostile, img[src="x"], body script:not([src])').length,
    tooWide: [...document.querySelectorAll('main, main > *, h1, [role="grid"], [role="row"], [role="gridcell"]')].some(
      (part) => part.getBoundingClientRect().right > window.innerWidth + 1,
    ),
    unseen: /[\u202A-\u202E\u2066-\u2069\u200B]/.test(document.body.textContent ?? ''),
  }));
  expect(seen).toEqual({ ran: false, built: 0, tooWide: false, unseen: false });
};

test('names and numbers that are markup, formulas or turned around stay text on every page', async ({ app }) => {
  test.setTimeout(180_000);
  const { page } = app;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await createLedger(page, { template: 'Licensed dealer', name: IMAGE, user: 'Dana <b>Quist</b>' });

  // The sample's rows hold no comma before the address: its first columns can be told apart by commas.
  const [head, ...rows] = sampleCsv(5).trimEnd().split('\n');
  const columns = head!.split(',');
  const edited = rows.map((row, n) => {
    const cells = row.split(',');
    const set = (column: string, text: string) => {
      cells[columns.indexOf(column)] = quoted(text);
    };
    set('Manufacturer', [SCRIPT, IMAGE, FORMULA, LONG, 'Ruger'][n]!);
    set('Model', [IMAGE, SCRIPT, LONG, FORMULA, '10/22'][n]!);
    if (n === 4) set('Serial', TURNED);
    return cells.join(',');
  });
  const file = join(app.home.home, 'hostile.csv');
  writeFileSync(file, `${[head, ...edited].join('\r\n')}\r\n`);

  await test.step('the import refuses the number that is turned around, by its code point', async () => {
    await page.keyboard.press('Alt+3');
    await app.choose(file, () => page.getByRole('button', { name: 'Choose a file' }).click());
    await expect(page.getByText(/U\+202E/).first()).toBeVisible();
    await expectHarmless(page);
    await page.getByRole('button', { name: 'Import only the 4 good rows' }).click();
    await expect(
      page.getByRole('link', { name: /See the book/ }).or(page.getByRole('button', { name: /See the book/ })),
    ).toBeVisible();
  });

  await test.step('the book', async () => {
    await page.keyboard.press('Alt+2');
    await expect(page.getByRole('grid').getByText(SCRIPT).first()).toBeVisible();
    await expectHarmless(page);
    await page.screenshot({ path: test.info().outputPath('book.png') });
  });

  await test.step('each record, and the page that prints it', async () => {
    for (const [n, maker] of [SCRIPT, IMAGE, FORMULA, LONG].entries()) {
      await goTo(page, `/book/ad/${n + 1}`);
      await expect(page.getByText(maker).first()).toBeVisible();
      await expectHarmless(page);
    }
    await page.screenshot({ path: test.info().outputPath('record.png') });
    await goTo(page, '/reports/line/ad/1');
    await expect(page.getByRole('main')).toContainText('Line 1');
    await expectHarmless(page);
  });

  await test.step('the trail and the search', async () => {
    await goTo(page, '/trail');
    await expect(page.getByText('Dana <b>Quist</b>').first()).toBeVisible();
    await expectHarmless(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('<script>window');
    await expect(page.getByRole('option').first()).toContainText(SCRIPT);
    await expectHarmless(page);
    await page.keyboard.press('Escape');
  });

  await test.step('a correction by hand to a number that is turned around is refused, and said so', async () => {
    await goTo(page, '/book/ad/1');
    await page.getByRole('button', { name: /^Correct/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Serial number').fill(TURNED);
    await expect(dialog.getByText(/can't be seen \(U\+202E\)/).first()).toBeVisible();
    await expectHarmless(page);
    await page.screenshot({ path: test.info().outputPath('correction.png') });
  });
  expect(dialogs).toEqual([]);
});
