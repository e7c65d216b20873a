import type { Page } from '@playwright/test';
import { acceptWarnings, goTo, refer } from './steps.ts';
import { expect, test } from './stock.ts';

/** A firearm whose number was taken off or can't be read, and what one asked about it. */

const findings = (page: Page) => page.getByRole('region', { name: 'Findings' });
const number = (page: Page) => page.locator('input[name="serial"]');

const state = async (page: Page, name: string) => {
  await page.getByRole('combobox', { name: 'State of the number' }).click();
  await page.getByRole('option', { name }).click();
};

test.describe('at a dealer', () => {
  test.use({ stock: { template: 'dealer', lines: [] } });

  test('a number that was removed: the law is told, what can be read is kept, and NSN is not what one is sent to', async ({
    app: { page },
    wrong: _,
  }) => {
    test.setTimeout(120_000);
    await page.keyboard.press('Alt+a');
    for (const [name, text] of Object.entries({
      manufacturer: 'Ruger',
      model: 'Mark IV',
      type: 'Pistol',
      caliber: '.22 LR',
    }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await number(page).fill('filed off');
    await expect(findings(page).getByText(/Do not take it in/)).toBeVisible();
    await expect(
      findings(page)
        .getByText(/922\(k\)/)
        .first(),
    ).toBeAttached();
    await expect(findings(page)).not.toContainText('NSN');
    await number(page).fill('40?12');
    await expect(findings(page).getByText(/stands for a character that can’t be read/)).toBeVisible();
    await page.getByRole('button', { name: 'Not all of it can be read' }).click();
    await state(page, 'Removed or altered');
    await expect(findings(page).getByText(/stands for a character/)).toHaveCount(0);
    await expect(findings(page).getByText(/Do not take it in/)).toBeVisible();
    await page.getByText('From a person').click();
    await page.locator('input[name="acquiredOn"]').fill('today');
    await page.getByLabel('Full name of the person').fill('Lee Vance');
    await page.getByLabel('Address of residence').fill('77 Elm St, Utica, NY 13501');
    await page.keyboard.press('Control+Enter');
    await acceptWarnings(page);
    await expect(page.getByRole('heading', { name: 'Line 1 is written' })).toBeVisible();

    await goTo(page, '/book/ad/1/dispose');
    await page.getByLabel('Date disposed').fill('today');
    await page.getByLabel('Full name of the person').fill('Ida Grant');
    await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Call ATF before it leaves/).first()).toBeVisible();
  });

  test('a firearm from before 1968 without a number: entered with its state, which stands in the number’s place', async ({
    app: { page },
    wrong: _,
  }) => {
    test.setTimeout(120_000);
    await page.keyboard.press('Alt+a');
    for (const [name, text] of Object.entries({
      manufacturer: 'Stevens',
      model: 'Favorite',
      type: 'Rifle',
      caliber: '.22 LR',
    }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await page.getByRole('button', { name: 'There is no number to read' }).click();
    await state(page, 'Never marked');
    await expect(findings(page).getByText(/Right only for a firearm made before 1968/)).toBeVisible();
    await page.getByText('From a person').click();
    await page.locator('input[name="acquiredOn"]').fill('today');
    await page.getByLabel('Full name of the person').fill('Lee Vance');
    await page.getByLabel('Address of residence').fill('77 Elm St, Utica, NY 13501');
    await page.keyboard.press('Control+Enter');
    await acceptWarnings(page);
    await expect(page.getByRole('heading', { name: 'Line 1 is written' })).toBeVisible();
    await goTo(page, '/book/ad');
    await expect(page.getByRole('main').getByText('Never marked').first()).toBeVisible();
  });
});

test.describe('in a shop', () => {
  test.use({
    stock: {
      template: 'shop',
      lines: [
        {
          book: 'tools',
          draft: {
            category: 'tool',
            manufacturer: 'DeWalt',
            model: 'DCD791',
            type: 'Drill or driver',
            serial: '175418',
            acquiredOn: 'yesterday',
            acquiredFrom: 'Acme Supply',
          },
        },
      ],
    },
  });

  test('what was asked is withdrawn with its answer, and both stay readable', async ({ app: { page }, wrong: _ }) => {
    await goTo(page, '/book/tools/1');
    await refer(page, 'Made in 2021, of this model.');
    await expect(page.getByText('Answered', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Withdraw what was asked' }).click();
    const dialog = page.getByRole('dialog', { name: 'Withdraw' });
    await expect(dialog.getByText(/and its answer with it, stays readable/)).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Of another unit');
    await dialog.getByRole('button', { name: 'Withdraw it' }).click();
    await expect(dialog).toHaveCount(0);
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Asked and compared' }) });
    await expect(panel.getByText(/Withdrawn: Of another unit/)).toBeVisible();
    await expect(panel.getByText(/Made in 2021.+Withdrawn: Its referral was withdrawn/)).toBeVisible();
    await expect(panel.getByText(/No answer yet|^Answered$/)).toHaveCount(0);
    await expect(panel.getByRole('button', { name: /answer|Withdraw/ })).toHaveCount(0);
  });
});
