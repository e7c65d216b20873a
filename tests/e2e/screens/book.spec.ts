import { expect, goTo, open, test } from './stocked.ts';

/** The book with many lines: only what is on screen exists, and the keyboard reaches every line. */

test.use({ rows: 12_000 });

test('twelve thousand lines by keyboard, by number and by part', async ({ app: { page } }) => {
  test.setTimeout(240_000);
  await open(page);
  await goTo(page, '/book');
  const grid = page.getByRole('grid');
  const current = page.getByRole('row', { selected: true });
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  const total = Number(await grid.getAttribute('aria-rowcount')) - 2;
  expect(total).toBeGreaterThan(11_000);
  expect(await page.getByRole('row').count()).toBeLessThan(60);

  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  expect(Number(await current.getAttribute('aria-rowindex'))).toBeGreaterThan(5);
  await page.keyboard.press('End');
  await expect(current).toHaveAttribute('aria-rowindex', String(total + 2));
  await expect(current.getByRole('gridcell').first()).toHaveText(total.toLocaleString('en-US'));
  await expect(grid).toHaveAttribute('aria-activedescendant', `row-${total - 1}`);
  // The last line is wholly in sight, and so is the first one below the headings.
  const inSight = () =>
    current.evaluate((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const frame = row.closest('[role="grid"]')!.getBoundingClientRect();
      const head = row.closest('[role="grid"]')!.firstElementChild!.getBoundingClientRect();
      return top >= head.bottom - 1 && bottom <= frame.bottom + 1;
    });
  await expect.poll(inSight).toBe(true);
  await page.keyboard.press('Home');
  await expect(current.getByRole('gridcell').first()).toHaveText('1');
  await expect.poll(inSight).toBe(true);

  await page.getByLabel('Go to line').fill('6,000');
  await page.keyboard.press('Enter');
  await expect(current.getByRole('gridcell').first()).toHaveText('6,000');
  await expect.poll(inSight).toBe(true);
  await page.keyboard.press('ArrowUp');
  await expect(current.getByRole('gridcell').first()).toHaveText('5,999');
  await expect.poll(inSight).toBe(true);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/book\/ad\/5999$/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/book\/ad$/);

  await page.getByLabel('Go to line').fill('99999999');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Lines run from 1 to/)).toBeVisible();

  await page.getByRole('main').getByText('Open', { exact: true }).click();
  await expect(page.getByRole('row').nth(4)).toBeVisible();
  const openTotal = Number(await grid.getAttribute('aria-rowcount')) - 2;
  expect(openTotal).toBeLessThan(total);
  await grid.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(
    page
      .locator(`[aria-rowindex="${openTotal + 2}"]`)
      .getByRole('gridcell')
      .first(),
  ).not.toBeEmpty();

  // A narrow window: fewer, taller columns, and nothing to scroll sideways.
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(grid).toHaveAttribute('aria-colcount', '7');
  expect(await grid.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});
