import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { sampleCsv } from '../../../bench/sample.ts';
import { test as base, expect, homeEnvironment, newHome } from '../fixtures.ts';

const cli = join(fileURLToPath(new URL('../../..', import.meta.url)), 'out', 'main', 'cli.js');
export const PASSPHRASE = 'plain canyon oyster 47 lamp';
export const SHOP = 'Prairie Arms & Outfitters of Upper Valley County LLC';

/** A user whose ledger is made and stocked from the command line, before the app starts. */
export const test = base.extend<{ rows: number }>({
  rows: [60, { option: true }],
  home: async ({ rows }, use) => {
    const home = newHome();
    const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
    const ledger = join(home.ledgers, 'Prairie Arms.rollmark');
    const run = (...args: string[]) => {
      const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
      // 1: done, but with warnings.
      if (done.status !== 0 && done.status !== 1) throw new Error(`${args[0]}: ${done.stderr}`);
    };
    run('create', ledger, '--template', 'dealer', '--name', SHOP, '--licence', '5-48-123-01-9K-04567');
    if (rows > 0) {
      const file = join(home.home, 'stock', 'old-book.csv');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, sampleCsv(rows));
      run('import', ledger, file, '--as', 'fastbound', '--only-good');
    }
    await use(home);
    home.remove();
  },
});

export { expect };

/** Opens the stocked ledger at the door. */
export const open = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
};

/** Goes to an address of the app, as a link in it would. */
export const goTo = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
};
