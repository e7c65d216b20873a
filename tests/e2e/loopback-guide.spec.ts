import { look } from './screens/look.ts';
import { goTo } from './steps.ts';
import { expect, test } from './stock.ts';

/** A guide in a window of its own, where the host is a browser: an ordinary window, beside the one in which one types. */

test('a guide opens in a window of its own, knows nothing of the ledger, and goes with the app', async ({
  app: { page },
  wrong,
}) => {
  await goTo(page, '/acquire/tools');
  await page.locator('input[name="type"]').fill('Chainsaw');
  await page.locator('input[name="serial"]').fill('585867986');
  const guide = page.getByRole('region', { name: 'Where the number is' });
  await guide.getByRole('button', { name: 'Show it large' }).click();
  const dialog = page.getByRole('dialog', { name: 'Chainsaw' });
  const asked: string[] = [];
  page.context().on('request', (request) => {
    if (request.isNavigationRequest() || request.method() !== 'POST') return;
    if (request.frame().page() !== page) asked.push(request.url());
  });
  const opening = page.waitForEvent('popup');
  await dialog.getByRole('button', { name: 'Open in its own window' }).click();
  const alone = await opening;
  alone.on('pageerror', (error) => wrong.push(error.message));

  await expect(alone.getByRole('heading', { name: 'Chainsaw', level: 1 })).toBeVisible();
  await expect(alone.locator('main svg').first()).toBeVisible();
  await expect(alone.getByRole('listitem').filter({ hasText: 'the number of record' })).toBeVisible();
  await look(alone, 'a guide in its own window');
  await expect(alone.getByText('Corner Motors')).toHaveCount(0);
  await expect(alone.getByRole('navigation')).toHaveCount(0);
  expect(asked, 'what the guide asked of the engine').toEqual([]);

  // What is being typed stays; another guide takes the same window.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('input[name="serial"]')).toHaveValue('585867986');
  await goTo(page, '/guides/revolver');
  await page.getByRole('button', { name: 'Open in its own window' }).click();
  await expect(alone.getByRole('heading', { name: 'Revolver', level: 1 })).toBeVisible();

  const gone = alone.waitForEvent('close');
  await page.close();
  await gone;
});
