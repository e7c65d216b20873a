import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, homeEnvironment, newHome } from '../fixtures.ts';
import { read, refer, verifyNumber } from '../steps.ts';
import { look } from './look.ts';
import { goTo, open, PASSPHRASE } from './stocked.ts';

/** The screens of the other categories and of the serial desk, light and dark, as accessible.spec.ts looks at the rest. */

const cli = join(fileURLToPath(new URL('../../..', import.meta.url)), 'out', 'main', 'cli.js');

const LAPTOP = {
  category: 'electronics',
  type: 'Laptop',
  manufacturer: 'Maria Hernandez-Gutierrez Computers of Upper Valley County Inc',
  model: 'LE-14',
  acquiredOn: 'yesterday',
  acquiredFrom: 'Corner Electronics',
  imei: '490154203237519',
  price: '1,299.00',
};

/** An owner's inventory: the one book that holds every category. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  home: async ({}, use) => {
    const home = newHome();
    const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
    const ledger = join(home.ledgers, 'Home.rollmark');
    const run = (...args: string[]) => {
      const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
      if (done.status !== 0 && done.status !== 1) throw new Error(`${args[0]}: ${done.stderr}`);
    };
    run('create', ledger, '--template', 'owner', '--name', 'Åsa Lindqvist');
    for (const serial of ['B8O1754Z', 'B801754Z']) {
      const file = join(home.home, 'stock', 'line.json');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...LAPTOP, serial }));
      run('acquire', ledger, '--json', file);
    }
    await use(home);
    home.remove();
  },
});

test.beforeEach(async ({ app }) => {
  await app.page.setViewportSize({ width: 1024, height: 700 });
});

test('the entry form of every category', async ({ app: { page } }) => {
  test.setTimeout(300_000);
  await open(page);
  await goTo(page, '/acquire/household');
  for (const category of ['Electronics', 'Appliance', 'Tool', 'Firearm', 'Vehicle', 'Other']) {
    await page.getByRole('main').getByText(category, { exact: true }).first().click();
    await expect(page.getByRole('radio', { name: category, exact: true })).toBeChecked();
    await look(page, `acquire, ${category}`);
    await page.locator('input[name="serial"]').fill(category === 'Vehicle' ? '1G4AH59H45G118314' : 'N/A');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Still to fill in/)).toBeVisible();
    await look(page, `acquire, ${category}, with findings`);
  }
});

test('a record with evidence, two records compared, the check, help and the books', async ({ app: { page } }) => {
  test.setTimeout(300_000);
  await open(page);
  await goTo(page, '/book/household/1');
  await read(page, 'list', { mark: 1, text: 'B8O1754Z' });
  await read(page, 'list', { mark: 2, text: 'B801754Z', on: 'The box' });
  await expect(page.getByText(/Looks alike, is not the same/)).toBeVisible();
  await page.getByRole('button', { name: 'Number', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Number', { exact: true }).fill('OLD-1');
  await look(page, 'another number');
  await page.getByRole('dialog').getByRole('button', { name: 'Note this number' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Verify the number' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'verification');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await verifyNumber(page);
  await refer(page, 'It is a number of this model.');
  await look(page, 'record with evidence');

  await goTo(page, '/compare/household/1/household/2');
  await page.getByRole('button', { name: 'Record the outcome' }).click();
  await expect(page.getByText('Say what came of it.')).toBeVisible();
  await look(page, 'compare');

  await goTo(page, '/check');
  await look(page, 'check, before');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/have something to look at/)).toBeVisible();
  await look(page, 'check');

  await goTo(page, '/help');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(page, 'help');

  await goTo(page, '/set-up');
  await page.getByRole('checkbox', { name: 'Type numbers twice: Household inventory' }).check();
  await look(page, 'set-up, books');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText('Saved. The trail shows the change.')).toBeVisible();
  await goTo(page, '/acquire/household');
  await page.locator('input[name="serial"]').fill('175418');
  await page.keyboard.press('Enter');
  await page.keyboard.type('175481', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^The two differ/)).toBeVisible();
  await look(page, 'typed twice, and differently');
});
