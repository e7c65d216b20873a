import { look } from './look.ts';
import { expect, goTo, open, SHOP, test } from './stocked.ts';

/** Every screen, light and dark: nothing for axe to object to, no text under 13 px, nothing wider than the window. */

test.beforeEach(async ({ app }) => {
  await app.page.setViewportSize({ width: 1024, height: 700 });
});

test('the door and the maker of ledgers', async ({ app: { page } }) => {
  test.setTimeout(180_000);
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible();
  await look(page, 'door');
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/This is not the passphrase/)).toBeVisible();
  await look(page, 'door, wrong passphrase');
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  await look(page, 'door, recovery key');
  await page.getByRole('button', { name: 'Create a ledger' }).click();
  await look(page, 'create, shop');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Write the name that heads every page.')).toBeVisible();
  await look(page, 'create, shop with errors');
  await page.getByLabel('Name of the licensee').fill('Second Shop');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('password12');
  await expect(page.getByText(/^(Very weak|Weak)\./)).toBeVisible();
  await page.getByRole('button', { name: 'Create the ledger' }).click();
  await expect(page.getByText(/too easy to guess/)).toBeVisible();
  await look(page, 'create, passphrase');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog', { name: 'Leave without creating the ledger?' })).toBeVisible();
  await look(page, 'create, leaving');
});

test('every page of an open ledger', async ({ app: { page } }) => {
  test.setTimeout(300_000);
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await open(page);
  await expect(page.getByRole('heading', { level: 1, name: SHOP })).toBeVisible();
  await look(page, 'home');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('a');
  await expect(page.getByRole('option').first()).toBeVisible();
  await look(page, 'search');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await goTo(page, '/book');
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  await look(page, 'book');
  await page.getByRole('main').getByText('Voided', { exact: true }).click();
  await expect(page.getByText('No line was voided.')).toBeVisible();
  await look(page, 'book, nothing voided');

  await goTo(page, '/acquire');
  await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toBeFocused();
  await look(page, 'acquire');
  await page.getByRole('combobox', { name: 'Type' }).fill('semi-automatic');
  await page.getByRole('textbox', { name: 'Serial number' }).fill('NSN');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/Still to fill in/)).toBeVisible();
  await look(page, 'acquire, with findings');
  await page.getByText('From a person').click();
  await look(page, 'acquire, from a person');

  await goTo(page, '/book/ad/2');
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await look(page, 'record');
  await page.keyboard.press('Alt+c');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'correct');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Esc closed the dialog and nothing else.
  await expect(page).toHaveURL(/#\/book\/ad\/2$/);
  await page.keyboard.press('Alt+v');
  await page.getByRole('dialog').getByRole('button', { name: 'Void line 2' }).click();
  await expect(page.getByText('Choose a reason or type one.')).toBeVisible();
  await look(page, 'void');
  await page.keyboard.press('Escape');
  await goTo(page, '/book/ad/4000');
  await expect(page.getByText('The book has no such line')).toBeVisible();
  await look(page, 'no such line');

  await goTo(page, '/book');
  await page.getByRole('main').getByText('Open', { exact: true }).click();
  const open1 = (await page.getByRole('row').nth(2).getByRole('gridcell').first().textContent())!.trim();
  await goTo(page, `/book/ad/${open1}/dispose`);
  await expect(page.getByLabel('Date disposed')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await look(page, 'dispose');
  await page.getByText('Theft or loss').click();
  await look(page, 'dispose, theft');

  for (const [path, words] of [
    ['/import', 'Bring in the book you have'],
    ['/guides', 'Where is the number?'],
    ['/reports', 'The pages show here before they are printed'],
    ['/set-up', 'The shop'],
    ['/nowhere', 'There is nothing here.'],
  ] as const) {
    await goTo(page, path);
    await expect(page.getByText(words).first()).toBeVisible();
    await look(page, path);
  }
  await goTo(page, '/reports/line/ad/1');
  await expect(page.getByText(/^Page 1 of \d+$/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
  await look(page, 'report');
  await goTo(page, '/trail');
  await page.getByText('In full').click();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText('Proven', { exact: true })).toBeVisible();
  await look(page, 'trail');
  await goTo(page, '/set-up');
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await look(page, 'new passphrase');
  expect(refused, 'the content security policy refused nothing').toEqual([]);
});
