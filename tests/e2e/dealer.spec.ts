import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sampleCsv } from '../../bench/sample.ts';
import { expect, test } from './fixtures.ts';

/** The main job, as a dealer does it, from an empty machine to a proven and printed book. */

const PASSPHRASE = 'plain canyon oyster 47 lamp';

const createLedger = async (page: Page): Promise<string[]> => {
  await page
    .getByRole('button', { name: /create|new/i })
    .first()
    .click();
  await page.getByLabel('Name of the licensee').fill('Prairie Arms LLC');
  await page.getByRole('textbox', { name: 'Licence number' }).fill('5481230');
  await page.getByRole('textbox', { name: 'Licence number' }).fill('54812301 7k04567');
  await expect(page.getByRole('textbox', { name: 'Licence number' })).toHaveValue('5-48-123-01-7K-04567');
  await page.getByRole('textbox', { name: 'Premises' }).fill('12 Main St, Boise, ID 83702');
  await page.getByRole('combobox', { name: 'Time zone of the premises' }).fill('Boise');
  await page.getByRole('option', { name: 'America/Boise' }).click();
  await page.getByRole('checkbox', { name: 'Sunday' }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Your name').fill('Dana Quist');
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
  await page.getByLabel('The same passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create the ledger' }).click();
  const list = page.getByRole('list', { name: 'Recovery key' });
  await expect(list.getByRole('listitem')).toHaveCount(12);
  const words = (await list.getByRole('listitem').allInnerTexts()).map((w) => w.trim());
  await page.getByRole('button', { name: 'I have written it down' }).click();
  for (const field of await page.getByRole('textbox', { name: /The \d+(st|nd|rd|th) word/ }).all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)![0]) - 1]!);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  return words;
};

test('a dealer keeps a book: create, enter by keyboard, correct, dispose, void, print, prove, reopen', async ({
  app,
}) => {
  test.setTimeout(240_000);
  let { page } = app;
  const words = await createLedger(page);

  const press = (...keys: string[]) =>
    keys.reduce((p, key) => p.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Types into the field that has the focus, then goes on as a person at the keyboard does. */
  const type = async (text: string) => {
    await page.keyboard.type(text, { delay: 5 });
    await press('Enter');
  };

  await test.step('a pistol from a licensee, by keyboard alone', async () => {
    await press('Alt+a');
    await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toBeFocused();
    await type('Glock GmbH');
    await type('19 Gen5');
    await type('Glock Inc');
    await page.keyboard.type('semi-automatic');
    await press('Tab');
    await expect(page.getByText(/says how the action works/).first()).toBeVisible();
    await press('Shift+Tab', 'Control+a');
    await type('Pistol');
    await type('9x19');
    await expect(page.getByLabel('Serial number', { exact: true })).toBeFocused();
    await type('BKZX412');
    await type('today');
    await type('Ueda Distributing LLC');
    await type('944039088G05138');
    await press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Line 1 is written' })).toBeVisible();
  });

  await test.step('a second like it: maker and model known before fill the rest', async () => {
    await press('Alt+a');
    await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toBeFocused();
    await type('glock gmbh');
    await type('19 gen5');
    await expect(page.getByRole('combobox', { name: 'Importer, if any' })).toHaveValue('Glock Inc');
    await expect(page.getByRole('combobox', { name: 'Type', exact: true })).toHaveValue('Pistol');
    await expect(page.getByRole('combobox', { name: 'Caliber or gauge' })).toHaveValue('9x19');
    await expect(page.getByText(/Filled in .* from one earlier line/)).toBeVisible();
    await press('Escape');
    await page.getByRole('button', { name: 'Throw it away' }).click();
  });

  await test.step('a rifle from a person, with two serials, by keyboard alone', async () => {
    await press('Alt+a');
    await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toBeFocused();
    await type('Ruger');
    await type('10/22');
    await press('Enter');
    await type('Rifle');
    await type('.22 LR');
    await page.keyboard.type('0013-63972');
    await press('F9');
    await type('RS17-O');
    await type('yesterday');
    // Known from the ledger, and a step on the way back by the keyboard.
    await expect(page.getByRole('button', { name: /^Last licensee/ })).toBeVisible();
    await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'ArrowRight');
    await page.getByLabel('Full name of the person').focus();
    await type("Zoë O'Neill-Müller");
    await type('2324 Elm St, Utica, NY 13501');
    await press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Line 2 is written' })).toBeVisible();
    await press('Alt+o');
    await expect(page.getByText("Zoë O'Neill-Müller").first()).toBeVisible();
  });

  await test.step('a disposition wants a name and a place', async () => {
    await page.goto(`${page.url().split('#')[0]}#/book/ad/1`);
    await page
      .getByRole('link', { name: /Dispose/ })
      .or(page.getByRole('button', { name: /Dispose/ }))
      .first()
      .click();
    await page.getByLabel('Date disposed').fill('today');
    await page.getByLabel('Full name of the person').fill('Ida Grant');
    await press('Control+Enter');
    await expect(page.getByText(/the book wants an address or a licence number/).first()).toBeVisible();
    await expect(page.getByLabel('Form 4473 number')).toHaveCount(0);
    await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
    await press('Control+Enter');
    await expect(page.getByText('Ida Grant').first()).toBeVisible();
  });

  await test.step('a correction keeps the original', async () => {
    await page.getByRole('button', { name: /^Correct/ }).click();
    await page.getByRole('dialog').getByLabel('Serial number').fill('BKZX413');
    await page
      .getByRole('dialog')
      .getByRole('combobox', { name: 'Why' })
      .or(page.getByRole('dialog').getByLabel('Why'))
      .first()
      .fill('Read from the firearm again');
    await press('Tab', 'Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('del').filter({ hasText: 'BKZX412' }).first()).toBeVisible();
  });

  await test.step('a void keeps the line', async () => {
    await page.goto(`${page.url().split('#')[0]}#/book/ad/2`);
    await page.getByRole('button', { name: /^Void/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why was it entered in error?').first().fill('Entered twice');
    await press('Tab');
    await dialog.getByLabel(/Type the line number/).fill('2');
    await dialog.getByRole('button', { name: /Void/ }).last().click();
    await expect(page.getByText('This line was voided: it was entered in error')).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('the three views of the book', async () => {
    await press('Alt+2');
    const grid = page.getByRole('grid');
    const show = (view: string) => page.getByRole('main').getByText(view, { exact: true }).click();
    await show('Original');
    await expect(grid.getByText('BKZX412')).toBeVisible();
    await expect(grid.getByText('BKZX413')).toHaveCount(0);
    await show('Corrected');
    await expect(grid.getByText('BKZX413')).toBeVisible();
    await expect(grid.getByText('BKZX412')).toHaveCount(0);
    await show('Both');
    await expect(grid.locator('del').filter({ hasText: 'BKZX412' })).toBeVisible();
    await expect(grid.getByText('BKZX413')).toBeVisible();
  });

  await test.step('any fragment finds, as one types', async () => {
    await press('Control+k');
    await page.keyboard.type('zx413');
    await expect(page.getByRole('option').filter({ hasText: 'BKZX413' })).toBeVisible();
    await press('Control+a');
    await page.keyboard.type('neill-mul');
    await expect(page.getByRole('option').first()).toContainText('0013-63972');
    await press('ArrowDown', 'Enter');
    await expect(page).toHaveURL(/#\/book\/ad\/2$/);
  });

  await test.step('the book is printed and looked at in the app', async () => {
    await press('Alt+5');
    await page.getByRole('main').getByText('Both', { exact: true }).click();
    await page.getByRole('button', { name: 'Make the pages' }).click();
    await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
    await expect(page.getByText('What you save or print is in the clear: whoever has it can read it.')).toBeVisible();
    const saved = await app.save(() => page.getByRole('button', { name: 'Save PDF' }).click());
    expect(saved.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  await test.step('the trail says who, what, when and why, and the ledger proves itself', async () => {
    await press('Alt+6');
    await expect(page.getByText('Read from the firearm again')).toBeVisible();
    await page.getByRole('button', { name: 'Verify now' }).click();
    await expect(page.getByText('Proven', { exact: true }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Copy it' }).click();
    await expect(page.getByText('The checkpoint was copied.')).toBeAttached();
    const checkpoint = await app.save(() => page.getByRole('button', { name: 'Save it' }).click());
    expect(checkpoint.bytes.toString('utf8')).toMatch(/^rollmark\.local\/[0-9a-f]{32}\n\d+\n[A-Za-z0-9+/]{43}=\n\n— /);
  });

  await test.step('closed, then opened with the passphrase, then with the recovery key', async () => {
    await press('Alt+l');
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('not the passphrase');
    await press('Enter');
    await expect(page.getByText(/This is not the passphrase of this ledger/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
    await press('Enter');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();

    page = await app.restart();
    await page.getByRole('button', { name: /recovery key/i }).click();
    await page.getByLabel('Recovery key').fill(words.join(' '));
    await press('Enter');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  });
});

test('an import: trial with reasons, only the good rows, cancel leaves nothing, all findable', async ({ app }) => {
  test.setTimeout(180_000);
  const { page } = app;
  await createLedger(page);
  const rows = sampleCsv(300).trimEnd().split('\n');
  rows[5] = rows[5]!.replace(/,(Pistol|Rifle|Shotgun|Revolver|Receiver|Silencer),/, ',Semi-automatic,');
  rows[9] = rows[9]!.replace(/,\d{4}-\d\d-\d\d,/, ',13/45/2017,');
  const file = join(app.home.home, 'old-book.csv');
  writeFileSync(file, `${rows.join('\r\n')}\r\n`);

  await page.keyboard.press('Alt+3');
  await app.choose(file, () => page.getByRole('button', { name: 'Choose a file' }).click());
  await expect(page.getByText(/says how the action works/).first()).toBeVisible();
  await expect(page.getByText(/not a day on the calendar/).first()).toBeVisible();
  await expect(page.getByText('The saved report is in the clear: whoever has it can read it.')).toBeVisible();
  const report = await app.save(() => page.getByRole('button', { name: 'Save the report' }).click());
  expect(JSON.parse(report.bytes.toString('utf8'))).toMatchObject({ rows: 300, accepted: 298, refused: 2 });
  await page.getByRole('button', { name: 'Import only the 298 good rows' }).click();
  await expect(
    page.getByRole('link', { name: /See the book/ }).or(page.getByRole('button', { name: /See the book/ })),
  ).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(rows[300]!.split(',')[5]!.slice(2, 8));
  await expect(page.getByRole('option').first()).toContainText(rows[300]!.split(',')[5]!.slice(0, 4));
});

test('an import that is cancelled leaves nothing behind, and the same file comes in afterwards', async ({ app }) => {
  test.setTimeout(240_000);
  const { page } = app;
  await createLedger(page);
  const file = join(app.home.home, 'large.csv');
  writeFileSync(file, sampleCsv(12_000));
  await page.keyboard.press('Alt+3');
  await app.choose(file, () => page.getByRole('button', { name: 'Choose a file' }).click());
  await page.getByRole('button', { name: 'Import all 12,000' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(page.getByText('Cancelled. Nothing of the file is in the book.')).toBeVisible();
  await expect(page.getByText('0 lines, 0 open')).toBeVisible();
  await page.getByRole('button', { name: 'Import all 12,000' }).click();
  await expect(page.getByText('12,000 lines').first()).toBeVisible({ timeout: 120_000 });

  await test.step('the book scrolls to its end, and its last line opens', async () => {
    await page.keyboard.press('Alt+2');
    const grid = page.getByRole('grid');
    await expect(grid.getByText('Glock GmbH').first()).toBeVisible();
    await grid.press('End');
    await expect(grid.getByText('12,000', { exact: true })).toBeVisible();
    await grid.press('Enter');
    await expect(page).toHaveURL(/#\/book\/ad\/12000$/);
  });

  await test.step('Tab goes on past a list of many makers', async () => {
    await page.keyboard.press('Alt+a');
    await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toBeFocused();
    await expect(page.getByRole('option').nth(8)).toBeAttached();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('combobox', { name: 'Model' })).toBeFocused();
  });
});
