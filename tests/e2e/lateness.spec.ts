import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { homeEnvironment } from './fixtures.ts';
import { day, dayWords, expect, morning, pistol, sale, test } from './past.ts';
import { shoot } from './screens/shoot.ts';
import { goTo, PASSPHRASE } from './steps.ts';

/** How long after its day an entry was recorded: on its record, in the trail, in a list of its own, for an inspector too. */

const INSPECTOR = 'grey heron walks 12 stairs';
const cli = join(fileURLToPath(new URL('../..', import.meta.url)), 'out', 'main', 'cli.js');

// Day 0 is a Monday; the shop opens Monday to Saturday.
test.use({
  past: {
    added: INSPECTOR,
    steps: [
      { at: morning(2), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX100', { acquiredOn: day(0) }) },
      { at: morning(2), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX200', { acquiredOn: day(1) }) },
      { at: morning(14), do: ['dispose', '--line', '2', '--json', 'FILE'], json: sale({ disposedOn: day(3) }) },
      { at: morning(10), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX300', { acquiredOn: day(10) }) },
      { at: morning(15), do: ['users', '--add', 'Ms Grant', '--role', 'inspector', '--until', '2099-12-31'] },
    ],
  },
});

const segment = (within: Page | Locator, label: string) =>
  within.getByRole('radiogroup').getByText(label, { exact: true });
const rows = (page: Page) => page.getByRole('table').getByRole('row');
const LATE = `Late: 2 business days after. The last day was ${dayWords(day(1))} (27 CFR 478.125(e)).`;

test('lateness stands on the record, in the trail and in a list by days', async ({ app, wrong }) => {
  test.setTimeout(300_000);
  void wrong;
  const { page } = app;

  await test.step('on the record, with its rule', async () => {
    await goTo(page, '/book/ad/1');
    await expect(page.getByRole('main').getByText(LATE)).toHaveCount(2);
    await shoot(page, 'record of what was late');
    await goTo(page, '/book/ad/2');
    await expect(page.getByRole('main').getByText('Recorded 1 business day after', { exact: true })).toHaveCount(2);
    await expect(
      page.getByRole('main').getByText(`Late: 9 business days after. The last day was ${dayWords(day(10))}`),
    ).toHaveCount(2);
    await goTo(page, '/book/ad/3');
    await expect(
      page.getByText(`The clock had been set back: something was recorded on ${dayWords(day(14))}, `),
    ).toHaveCount(2);
    await shoot(page, 'record of a clock set back');
  });

  await test.step('in the trail', async () => {
    await goTo(page, '/trail');
    const trail = page.getByRole('region', { name: 'Trail, newest first' });
    await expect(trail.getByText(LATE)).toBeVisible();
    await expect(trail.getByText('Recorded the same day')).toBeVisible();
    await shoot(page, 'trail with lateness');
  });

  await test.step('in a list, which the reports lead to', async () => {
    await goTo(page, '/reports');
    await page.getByRole('link', { name: 'Entries recorded late' }).click();
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).nth(1)).toContainText(`Disposed ${dayWords(day(3))}`);
    await expect(rows(page).nth(2)).toContainText(LATE);
    await shoot(page, 'entries recorded late');
    await segment(page, 'Clock set back').click();
    await expect(rows(page)).toHaveCount(2);
    await expect(rows(page).nth(1)).toContainText('BKZX300');
    await segment(page, 'All').click();
    await expect(rows(page)).toHaveCount(5);
    await segment(page, 'Late').click();
    await page.getByLabel('Recorded from').fill(day(3));
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(2);
    await page.getByLabel('Recorded to').fill('never');
    await page.keyboard.press('Tab');
    await expect(page.getByText('“never” is not a day on the calendar.')).toBeVisible();
    await shoot(page, 'entries recorded late, from no such day');
    await page.getByLabel('Recorded to').fill(day(4));
    await page.keyboard.press('Tab');
    await expect(page.getByText('Nothing was recorded late in this time')).toBeVisible();
    await page.getByLabel('Recorded from').fill('');
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole('link', { name: 'Line 1', exact: true }).click();
    await expect(page).toHaveURL(/#\/book\/ad\/1$/);
  });
});

test('an inspector sees it for the bound book, and the look is written down', async ({ app, wrong }) => {
  test.setTimeout(300_000);
  void wrong;
  const { page } = app;
  await page.keyboard.press('Alt+l');
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(INSPECTOR);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await goTo(page, '/reports/late');
  await expect(rows(page)).toHaveCount(3);
  await goTo(page, '/reports/late/tools');
  await expect(page.getByRole('heading', { name: 'Not open to you' })).toBeVisible();
  await page.keyboard.press('Alt+l');
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await goTo(page, '/trail');
  await page.getByRole('combobox', { name: 'Kind of entry' }).click();
  await page.getByRole('option', { name: 'Inspector looked' }).click();
  await expect(page.getByText('Looked at when entries were recorded: Firearms, late')).toBeVisible();
});

test('late on the command line gives every entry, and finds what was late', async ({ home, ledger }) => {
  test.setTimeout(300_000);
  const late = (...args: string[]) =>
    spawnSync(process.execPath, [cli, 'late', ledger, ...args], {
      env: { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE },
      encoding: 'utf8',
    });
  const told = late();
  expect(told.status).toBe(1);
  expect(told.stdout.trim().split('\n')).toEqual([
    `ad 1, acquisition: ${dayWords(day(0))}, recorded ${dayWords(day(2))}, 2 business days after; the last day was ${dayWords(day(1))} (27 CFR 478.125(e))`,
    `ad 2, disposition: ${dayWords(day(3))}, recorded ${dayWords(day(14))}, 9 business days after; the last day was ${dayWords(day(10))} (27 CFR 478.125(e))`,
    `ad 3, acquisition: ${dayWords(day(10))}, recorded ${dayWords(day(10))}, the same day; the clock had been set back`,
    '4 entries: 2 recorded late, 1 while the clock was set back.',
  ]);
  expect(JSON.parse(late('--book', 'ad', '--json').stdout)).toMatchObject([
    { book: 'ad', line: 1, what: 'acquisition', eventDate: day(0), recordedOn: day(2), businessDays: 2, due: day(1) },
    { line: 2, what: 'acquisition', businessDays: 1, late: false, clockBehind: false },
    { line: 2, what: 'disposition', businessDays: 9, late: true, due: day(10) },
    { line: 3, what: 'acquisition', businessDays: 0, late: false, clockBehind: true },
  ]);
});
