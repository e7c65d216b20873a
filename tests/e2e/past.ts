import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, homeEnvironment, newHome } from './fixtures.ts';
import { PASSPHRASE } from './steps.ts';

/** A ledger that was kept over the last weeks, by the command line with its clock set. */

const cli = join(fileURLToPath(new URL('../..', import.meta.url)), 'out', 'main', 'cli.js');
const clock = new URL('clock.mjs', import.meta.url).href;

/**
 * One call of the command line: when, what, and its further arguments. `json` and `csv` are written to a file, whose path
 * stands in the place of FILE.
 */
export type Step = { at: string; do: readonly [command: string, ...args: string[]]; json?: object; csv?: string };

/** The Monday that lies four to five weeks back, so that the weekdays are the same whenever the spec runs. */
const MONDAY = ((): number => {
  const now = new Date();
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return today - (((now.getUTCDay() + 6) % 7) + 28) * 86_400_000;
})();
/** The day so many days after that Monday, as `2026-11-22`. */
export const day = (after: number): string => new Date(MONDAY + after * 86_400_000).toISOString().slice(0, 10);
/** Eleven in the morning of such a day, at the premises in Boise. */
export const morning = (after: number): string => `${day(after)}T18:00:00.000Z`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A date as the pages show it: `22 Nov 2026`. */
export const dayWords = (date: string): string =>
  `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

export const pistol = (serial: string, more: object = {}): object => ({
  manufacturer: 'Glock GmbH',
  importer: 'Glock Inc',
  model: '19 Gen5',
  serial,
  type: 'Pistol',
  caliber: '9x19',
  acquiredOn: day(0),
  acquiredFrom: 'Ueda Distributing LLC',
  acquiredFromLicence: '9-44-039-08-9G-05138',
  ...more,
});

export const sale = (more: object = {}): object => ({
  disposedOn: day(1),
  disposedTo: 'Zoë Müller',
  disposedToAddress: '4102 Main St, Boise, ID 83702',
  ...more,
});

type Past = {
  steps: readonly Step[];
  /** Passphrase of whoever a step adds. */
  added: string;
};
type Extra = {
  past: Past;
  ledger: string;
  wrong: string[];
};

export const test = base.extend<Extra>({
  past: [{ steps: [], added: '' }, { option: true }],
  home: async ({ past: { steps, added } }, use) => {
    const home = newHome();
    const ledger = join(home.ledgers, 'Prairie.rollmark');
    const file = join(home.home, 'step');
    const run = (at: string, [command, ...args]: readonly string[]) => {
      const env = {
        ...homeEnvironment(home),
        ROLLMARK_PASSPHRASE: PASSPHRASE,
        ROLLMARK_NEW_PASSPHRASE: added,
        ROLLMARK_TEST_CLOCK: at,
      };
      const done = spawnSync(process.execPath, ['--import', clock, cli, command!, ledger, ...args], {
        env,
        encoding: 'utf8',
      });
      // 1: done, but with warnings.
      if (done.status !== 0 && done.status !== 1) throw new Error(`${command}: ${done.stderr}`);
    };
    const about = ['--name', 'Prairie Arms LLC', '--licence', '5-48-123-01-9K-04567', '--user', 'Dana Quist'];
    const where = ['--premises', '12 Main St, Boise, ID 83702', '--zone', 'America/Boise'];
    run(morning(0), ['create', '--template', 'dealer', ...about, ...where]);
    for (const [n, step] of steps.entries()) {
      // A minute between them: how long each takes must not make it look as if the clock had been set back.
      const at = new Date(Date.parse(step.at) + (n + 1) * 60_000).toISOString();
      writeFileSync(file, step.csv ?? JSON.stringify(step.json ?? {}));
      run(
        at,
        step.do.map((arg) => (arg === 'FILE' ? file : arg)),
      );
    }
    await use(home);
    home.remove();
  },
  ledger: async ({ home }, use) => use(join(home.ledgers, 'Prairie.rollmark')),
  wrong: async ({ app: { page } }, use) => {
    const wrong: string[] = [];
    page.on('console', (message) => {
      // 4xx: what was asked for is refused with a sentence, which the browser notes as if it had gone wrong.
      if (message.type() === 'error' && !/status of 4(04|09|22|99)/.test(message.text())) wrong.push(message.text());
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
