import type { Locator, Page } from '@playwright/test';
import { sampleCsv } from '../../bench/sample.ts';
import { hasPoppler, poppler } from '../../electron/services/documents/test-pdf.ts';
import { day, dayWords, expect, morning, pistol, sale, test } from './past.ts';
import { shoot } from './screens/shoot.ts';
import { goTo, PASSPHRASE } from './steps.ts';

/** The book as it stood: chosen by a day or a checkpoint, looked at, printed, and left again. */

const INSPECTOR = 'grey heron walks 12 stairs';
/** The lines that came later with an import, so that the book is longer than what is read of it at once. */
const LATER = 250;

test.use({
  past: {
    added: INSPECTOR,
    steps: [
      { at: morning(0), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX100') },
      { at: morning(0), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX200') },
      { at: morning(1), do: ['dispose', '--line', '1', '--json', 'FILE'], json: sale() },
      { at: morning(1), do: ['checkpoint'] },
      {
        at: morning(3),
        do: ['correct', '--line', '1', '--field', 'serial', '--value', 'BKZX1OO', '--reason', 'Misread'],
      },
      { at: morning(3), do: ['void', '--line', '2', '--reason', 'Entered twice'] },
      { at: morning(4), do: ['import', 'FILE', '--as', 'fastbound', '--only-good'], csv: sampleCsv(LATER) },
      { at: morning(4), do: ['users', '--add', 'Ms Grant', '--role', 'inspector', '--until', '2099-12-31'] },
    ],
  },
});

/** A choice of a row of choices: its radio is hidden, its words are what one presses. */
const segment = (within: Page | Locator, label: string) =>
  within.getByRole('radiogroup').getByText(label, { exact: true });
const grid = (page: Page) => page.getByRole('grid');
const goBack = async (page: Page, typed: string): Promise<void> => {
  await page.getByRole('button', { name: 'As it stood…' }).click();
  const dialog = page.getByRole('dialog', { name: 'The book as it stood' });
  await dialog.getByLabel('Day', { exact: true }).fill(typed);
  await page.keyboard.press('Enter');
};
const banner = (page: Page) => page.getByText(/^The book as it stood on /);
const openAs = async (page: Page, passphrase: string): Promise<void> => {
  await page.keyboard.press('Alt+l');
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
};
test('a day is gone back to, read, opened, printed, and left again', async ({ app, wrong }) => {
  test.setTimeout(360_000);
  void wrong;
  const { page } = app;
  await page.setViewportSize({ width: 1360, height: 900 });
  await goTo(page, '/book/ad');
  await expect(grid(page).getByText('BKZX1OO')).toBeVisible();
  await shoot(page, 'book with its way back');

  await test.step('what is no such day is said under its field', async () => {
    await page.getByRole('button', { name: 'As it stood…' }).click();
    const dialog = page.getByRole('dialog', { name: 'The book as it stood' });
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await expect(dialog.getByText('Write the day to go back to.')).toBeVisible();
    await shoot(page, 'way back without a day');
    await dialog.getByLabel('Day', { exact: true }).fill('2011-01-01');
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await expect(dialog.getByText(/^The ledger was begun on/)).toBeVisible();
    await expect(dialog.getByLabel('Day', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('the second day: sold, not yet corrected, nothing of later', async () => {
    await goBack(page, day(1));
    await expect(banner(page)).toHaveText(
      new RegExp(
        `^The book as it stood on ${dayWords(day(1))}, \\d\\d:\\d\\d \\(4 events, root [A-Za-z0-9+/]{10}…\\)$`,
      ),
    );
    await expect(page.getByText('What was entered or corrected later is not shown.')).toBeVisible();
    await expect(grid(page).getByText('BKZX100')).toBeVisible();
    await expect(grid(page).getByText('Zoë Müller')).toBeVisible();
    await expect(grid(page).getByText(/BKZX1OO|ZZZZ/)).toHaveCount(0);
    await expect(page.getByText(/2 lines then, 1 open$/)).toBeVisible();
    await shoot(page, 'book as it stood');
    // Nothing writes from here, by button or by key.
    await expect(page.getByRole('main').getByRole('link', { name: /Acquire|Import/ })).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('button', { name: /Acquire|Correct|Void|Dispose/ })).toHaveCount(0);
    await segment(page, 'Open').click();
    await expect(grid(page).getByText('BKZX200')).toBeVisible();
    await expect(grid(page).getByText('BKZX100')).toHaveCount(0);
    await segment(page, 'Voided').click();
    await expect(page.getByText('No line was voided')).toBeVisible();
    await page.getByRole('button', { name: 'Show all lines' }).click();
  });

  await test.step('a line opens for reading, and leads to today’s', async () => {
    await grid(page).getByText('BKZX100').click();
    const dialog = page.getByRole('dialog', { name: new RegExp(`^Line 1 as it stood on ${dayWords(day(1))}`) });
    await expect(dialog).toContainText('4102 Main St, Boise, ID 83702');
    await expect(dialog.getByRole('button')).toHaveCount(1);
    await shoot(page, 'line as it stood');
    await dialog.getByRole('link', { name: 'The line as it is today' }).click();
    await expect(page).toHaveURL(/#\/book\/ad\/1$/);
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
    await page.goBack();
    await expect(banner(page)).toBeVisible();
  });

  await test.step('it prints as it stood, and today’s pages are not taken for it', async () => {
    await page.getByRole('link', { name: 'Print this' }).click();
    await expect(banner(page)).toBeVisible();
    await expect(page.getByText('As it read then.')).toBeVisible();
    await page.getByRole('button', { name: 'Make the pages' }).click();
    await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
    await shoot(page, 'print as it stood');
    await expect(page.getByText('What you save or print is in the clear: whoever has it can read it.')).toBeVisible();
    const saved = await app.save(() => page.getByRole('button', { name: 'Save PDF' }).click());
    expect(saved.name).toBe('book-corrected-as-of-event-4.pdf');
    if (hasPoppler) {
      const text = poppler('pdftotext', ['-layout', '-', '-'], saved.bytes).toString('utf8');
      expect(text).toMatch(/The book as it stood on .*\(4 events\), root/);
      expect(text).toContain('BKZX100');
      expect(text).not.toMatch(/BKZX1OO|ZZZZ/);
    }
    await page.getByRole('link', { name: 'Back to today' }).click();
    await expect(banner(page)).toHaveCount(0);
    await expect(page.getByText('The pages show here before they are printed')).toBeVisible();
  });

  await test.step('a checkpoint, chosen by what it covers', async () => {
    await goTo(page, '/book/ad');
    await page.getByRole('button', { name: 'As it stood…' }).click();
    const dialog = page.getByRole('dialog', { name: 'The book as it stood' });
    await segment(dialog, 'A checkpoint').click();
    await dialog.getByRole('combobox', { name: 'Checkpoint' }).click();
    await expect(dialog.getByRole('option', { name: new RegExp(`^${dayWords(day(1))}.* · 4 events$`) })).toBeVisible();
    await shoot(page, 'way back by a checkpoint');
    await dialog.getByRole('option', { name: / · 4 events$/ }).click();
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await expect(banner(page)).toHaveText(/\(4 events, root/);
    await page.getByRole('link', { name: 'Back to today' }).click();
    await expect(banner(page)).toHaveCount(0);
    await expect(grid(page).getByText('BKZX1OO')).toBeVisible();
  });
});

test('another window and the lock leave no stale state behind', async ({ app, wrong }, info) => {
  test.skip(info.project.name === 'electron', 'Electron has one window.');
  test.setTimeout(360_000);
  void wrong;
  const { page } = app;
  await goTo(page, '/book/ad');
  await goBack(page, 'today');
  await expect(banner(page)).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(new URL('/', page.url()).href);
  await expect(second.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await goTo(second, '/book/ad/as-of/4');
  await expect(grid(second).getByText('BKZX100')).toBeVisible();

  // The engine now holds the second window's state; the first asks again for its own, and never shows the other's.
  await page.getByRole('textbox', { name: 'Go to line' }).fill('201');
  await page.keyboard.press('Enter');
  await expect(grid(page).locator('[aria-selected="true"]')).toContainText(/^201\D.*Ltd|LLC|Inc/);
  await expect(banner(page)).not.toHaveText(/\(4 events/);
  await segment(second, 'Both').click();
  await expect(grid(second).getByText('BKZX100')).toBeVisible();
  await expect(banner(second)).toHaveText(/\(4 events/);

  // Locked in one window: the other is at the door at once, and holds nothing of it.
  await page.keyboard.press('Alt+l');
  await expect(second.getByRole('textbox', { name: 'Passphrase' })).toBeVisible();
  await expect(second.getByText(/BKZX|as it stood/)).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await goTo(page, '/book/ad/as-of/4');
  await expect(grid(page).getByText('BKZX100')).toBeVisible();
  await expect(banner(page)).toHaveText(/\(4 events/);
  await goTo(page, '/book/ad/as-of/9000');
  await expect(page.getByText(/^The ledger has \d+ events; a number from 1 to that is meant\.$/)).toBeVisible();
  await shoot(page, 'book as it never stood');
  await page.getByRole('link', { name: 'Back to today' }).click();
  await expect(grid(page).getByText('BKZX1OO')).toBeVisible();
});

test('an inspector goes back too, in the bound book alone, and it is written down', async ({ app, wrong }) => {
  test.setTimeout(360_000);
  void wrong;
  const { page } = app;
  await openAs(page, INSPECTOR);
  await goTo(page, '/book/ad');
  await goBack(page, dayWords(day(1)));
  await expect(grid(page).getByText('BKZX100')).toBeVisible();
  await expect(page.getByRole('main').getByText('Tools')).toHaveCount(0);
  await page.getByRole('link', { name: 'Print this' }).click();
  await page.getByRole('button', { name: 'Make the pages' }).click();
  await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
  await goTo(page, '/book/tools/as-of/4');
  await expect(page.getByRole('heading', { name: 'Not open to you' })).toBeVisible();
  await openAs(page, PASSPHRASE);
  await goTo(page, '/trail');
  await page.getByRole('combobox', { name: 'Kind of entry' }).click();
  await page.getByRole('option', { name: 'Inspector looked' }).click();
  const trail = page.getByRole('region', { name: 'Trail, newest first' });
  await expect(trail.getByText(`Went back: to ${dayWords(day(1))}`, { exact: true })).toBeVisible();
  await expect(
    trail.getByText('Looked at the book: Firearms, lines 1 to 100, as it stood after event 4, corrected').first(),
  ).toBeVisible();
  await expect(trail.getByText('Printed the book: Firearms, as it stood after event 4, corrected')).toBeVisible();
});
