import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, homeEnvironment, newHome } from './fixtures.ts';
import { PASSPHRASE } from './steps.ts';

const cli = join(fileURLToPath(new URL('../..', import.meta.url)), 'out', 'main', 'cli.js');

/** A line of the tool register, as `acquire` takes it, but for its number. */
export const DRILL = {
  category: 'tool',
  manufacturer: 'DeWalt',
  model: 'DCD791',
  type: 'Drill or driver',
  acquiredOn: 'yesterday',
  acquiredFrom: 'Acme Supply',
};

type Stock = { template: 'shop' | 'dealer'; lines: { book: string; draft: object }[] };

/** A ledger that is made and stocked from the command line, before the app starts. */
export const test = base.extend<{ stock: Stock; wrong: string[] }>({
  stock: [{ template: 'shop', lines: [] }, { option: true }],
  home: async ({ stock }, use) => {
    const home = newHome();
    const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
    const ledger = join(home.ledgers, 'Corner.rollmark');
    const run = (...args: string[]) => {
      const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
      // 1: done, but with warnings.
      if (done.status !== 0 && done.status !== 1) throw new Error(`${args[0]}: ${done.stderr}`);
    };
    const licence = stock.template === 'dealer' ? ['--licence', '5-48-123-01-9K-04567'] : [];
    run('create', ledger, '--template', stock.template, '--name', 'Corner Motors & Tools', ...licence);
    for (const { book, draft } of stock.lines) {
      const file = join(home.home, 'stock', 'line.json');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(draft));
      run('acquire', ledger, '--book', book, '--json', file);
    }
    await use(home);
    home.remove();
  },
  wrong: async ({ app: { page } }, use) => {
    const wrong: string[] = [];
    page.on('console', (message) => {
      // 422: what was asked for is refused with a sentence, which the browser notes as if it had gone wrong.
      if (message.type() === 'error' && !/status of 422/.test(message.text())) wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    await use(wrong);
    expect(wrong, 'errors in the console').toEqual([]);
  },
});

export { expect };
