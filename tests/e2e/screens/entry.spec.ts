import type { Page } from '@playwright/test';
import { expect, goTo, open, test } from './stocked.ts';

/** The entry form under a user's hands: nothing lost, nothing committed by accident, everything said in time. */

const fields = (page: Page) => ({
  maker: page.getByRole('combobox', { name: 'Manufacturer' }),
  model: page.getByRole('combobox', { name: 'Model' }),
  importer: page.getByRole('combobox', { name: 'Importer, if any' }),
  type: page.getByRole('combobox', { name: 'Type' }),
  caliber: page.getByRole('combobox', { name: 'Caliber or gauge' }),
  serial: page.getByRole('textbox', { name: 'Serial number', exact: true }),
  date: page.getByLabel('Date acquired'),
  commit: page.getByRole('button', { name: 'Commit' }),
  findings: page.getByRole('region', { name: 'Findings' }),
});

const lineCount = async (page: Page): Promise<string> =>
  (await page.getByRole('contentinfo').getByRole('link', { name: /open$/ }).textContent())!.trim();

test('a scanner ends its number with Enter and commits nothing', async ({ app: { page } }) => {
  await open(page);
  const before = await lineCount(page);
  await page.keyboard.press('Alt+a');
  const f = fields(page);
  await f.maker.fill('Ruger');
  await f.model.fill('10/22');
  await f.type.fill('Rifle');
  await f.caliber.fill('.22 LR');
  await f.date.fill('today');
  await page.getByRole('button', { name: /Last licensee/ }).click();
  await expect(page.getByRole('textbox', { name: 'Licence number' })).not.toHaveValue('');
  await f.serial.focus();
  await page.keyboard.type('SCAN0001');
  await page.keyboard.press('Enter');
  await expect(f.serial).toHaveValue('SCAN0001');
  await expect(f.date).toBeFocused();
  // The same number scanned again while the commit button has the focus: keys without a pause between them.
  await f.commit.focus();
  await f.commit.evaluate((button: HTMLButtonElement) => {
    for (const key of ['S', '1', 'Enter']) {
      const down = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      if (button.dispatchEvent(down) && key === 'Enter') button.click();
    }
  });
  await page.waitForTimeout(300);
  await expect(f.commit).toBeVisible();
  expect(await lineCount(page)).toBe(before);
  // By hand it commits.
  await f.commit.focus();
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Line \d+ is written$/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Another like it/ })).toBeFocused();
  await page.keyboard.press('F8');
  await expect(f.serial).toBeFocused();
  await expect(f.serial).toHaveValue('');
  await expect(f.maker).toHaveValue('Ruger');
});

test('what was typed is kept, and thrown away only when asked', async ({ app: { page } }) => {
  await open(page);
  await page.keyboard.press('Alt+a');
  const f = fields(page);
  await f.maker.fill('Quill & Sons');
  await page.keyboard.press('Tab');
  await f.serial.fill('AB12; CD34');
  await expect(page.getByRole('textbox', { name: 'Serial number 2' })).toHaveValue('CD34');
  await goTo(page, '/trail');
  await expect(page.getByRole('heading', { name: 'Trail' })).toBeVisible();
  await goTo(page, '/acquire');
  await expect(page.getByText('Your unfinished entry is still here')).toBeVisible();
  await expect(f.maker).toHaveValue('Quill & Sons');
  await page.getByRole('textbox', { name: 'Serial number 2' }).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  // The second Esc meant the question, and kept the entry.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(f.maker).toHaveValue('Quill & Sons');
  await expect(page.getByRole('textbox', { name: 'Serial number 2' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page).toHaveURL(/#\/book\/ad$/);
  await goTo(page, '/acquire');
  await expect(f.maker).toHaveValue('');
  // A lock forgets an unfinished entry as well.
  await f.maker.fill('Secret maker');
  await page.keyboard.press('Alt+l');
  await open(page);
  await goTo(page, '/acquire');
  await expect(f.maker).toHaveValue('');
});

test('findings come while typing, a warning is saved past with a reason, and the trail has it', async ({
  app: { page },
}) => {
  await open(page);
  await page.keyboard.press('Alt+a');
  const f = fields(page);
  await f.maker.fill('CZ a.s.');
  const said = f.findings.getByText(/reads like a foreign maker/);
  await expect(said).toBeVisible({ timeout: 1000 });
  await f.model.fill('Scorpion');
  await f.type.fill('bolt-action');
  await expect(f.findings.getByText(/says how the action works/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(f.type).toBeFocused();
  await expect(f.type).toHaveAttribute('aria-invalid', 'true');
  const describedBy = (await f.type.getAttribute('aria-describedby')) ?? '';
  await expect(page.locator(`[id="${describedBy.split(' ')[0]}"]`)).toContainText('says how the action works');
  await f.type.fill('Rifle');
  await f.caliber.fill('9mm Luger');
  await f.serial.fill('CZ0081');
  await f.date.fill('13/45/2017');
  await page.keyboard.press('Tab');
  await expect(f.findings.getByText(/is not a day on the calendar/)).toBeVisible();
  await f.date.fill('yesterday');
  await page.getByText('From a person').click();
  await page.getByLabel('Full name of the person').fill('Åsa Lindqvist');
  await page.getByLabel('Address of residence').fill('9 Elm St, Utica, NY 13501');
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'One thing to mind' });
  await dialog.getByRole('button', { name: 'Commit' }).click();
  await expect(dialog.getByText('Choose a reason or type one.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Made in the United States' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: /is written$/ })).toBeVisible();
  await page.keyboard.press('Alt+o');
  await expect(page.getByText(/Saved past a warning about the importer: Made in the United States/)).toBeVisible();
});
