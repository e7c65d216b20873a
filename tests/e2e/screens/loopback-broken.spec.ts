import { expect, goTo, open, test } from './stocked.ts';

/** A page whose files can't be had, and a host that is gone: a sentence and a way on, never an empty window. */

test('a page that can’t be loaded leaves the others usable', async ({ app: { page } }) => {
  await page.route(/guides-page.*\.js$/, (route) => route.abort());
  await open(page);
  await goTo(page, '/guides');
  await expect(page.getByRole('heading', { name: 'This page can’t be shown' })).toBeVisible();
  await page.getByRole('link', { name: 'Book', exact: true }).click();
  await expect(page.getByRole('row').nth(4)).toBeVisible();
});

test('a host that does not answer is named, and nothing typed is lost', async ({ app: { page } }) => {
  await open(page);
  await goTo(page, '/acquire');
  await page.getByRole('combobox', { name: 'Manufacturer' }).fill('Ruger');
  await page.route('**/rpc/**', (route) => route.abort());
  await goTo(page, '/book/ad/7');
  await expect(page.getByText(/Rollmark does not answer/)).toBeVisible();
  await page.unroute('**/rpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await goTo(page, '/acquire');
  await expect(page.getByRole('combobox', { name: 'Manufacturer' })).toHaveValue('Ruger');
});
