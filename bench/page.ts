import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { testBrowser } from '../scripts/system-tools.ts';
import { homeEnvironment, launchLoopback, newHome } from '../tests/e2e/fixtures.ts';
import { sampleCsv, sampleLines } from './sample.ts';

/**
 * What a page sees at 100,000 lines, in a real Chromium over the loopback host: a search there and back, and the frames
 * while the book scrolls. Beside it the same call of an operation that does nothing, which is the price of the way.
 */
const LINES = Number(process.env.BENCH_LINES ?? 100_000);
const PASSPHRASE = 'correct horse battery staple';
const root = resolve(import.meta.dirname, '..');
const quantile = (times: number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;

const home = newHome();
const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: PASSPHRASE };
const cli = (...args: string[]) => {
  const run = spawnSync(process.execPath, [join(root, 'out/main/cli.js'), ...args], { env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
};
let failed = false;
const note = (what: string, value: number, unit: string, target?: number): void => {
  const over = target !== undefined && value > target;
  failed ||= over;
  console.log(
    `${over ? 'OVER' : 'ok  '} ${what}: ${value.toFixed(1)} ${unit}${target === undefined ? '' : `   (target <= ${target} ${unit})`}`,
  );
};

try {
  const ledger = join(home.ledgers, 'bench.rollmark');
  const csv = join(home.home, 'bench.csv');
  writeFileSync(csv, sampleCsv(LINES));
  cli('create', ledger, '--template', 'dealer', '--name', 'Bench Arms LLC');
  cli('import', ledger, csv, '--as', 'fastbound');
  const host = await launchLoopback(home);
  const executablePath = await testBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  await page.goto(host.startAddress);
  await page.getByText('bench').first().click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();

  const texts = [...sampleLines(500, 9)].map((line, n) => {
    const source = [line.serial, line.manufacturer, line.model, line.fromName][n % 4]!;
    return source.slice(0, 2 + (n % 6));
  });
  const ask = (path: string, inputs: unknown[]) =>
    page.evaluate(
      async ([where, all]) => {
        const times: number[] = [];
        for (const json of all as unknown[]) {
          const start = performance.now();
          const answer = await fetch(`/rpc/${where}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ json }),
          });
          if (!answer.ok) throw new Error(`${where}: ${answer.status}`);
          await answer.json();
          times.push(performance.now() - start);
        }
        return times;
      },
      [path, inputs] as const,
    );
  const calls = await ask('host/info', Array.from({ length: 300 }));
  const searches = await ask(
    'book/search',
    texts.map((text) => ({ text, limit: 50 })),
  );
  console.log(`\nTo the page, ${LINES.toLocaleString('en-US')} lines`);
  note('an operation that does nothing, p50 (baseline)', quantile(calls, 0.5), 'ms');
  note('search to the page, p50', quantile(searches, 0.5), 'ms');
  note('search to the page, p99', quantile(searches, 0.99), 'ms', 50);

  await page.keyboard.press('Alt+2');
  // The grid is there before its lines are, and has nothing to scroll until then.
  const grid = page.getByRole('grid');
  await grid.getByRole('row').filter({ hasText: /^1\D/ }).first().waitFor();
  const frames = await grid.evaluate(async (scroller) => {
    const gaps: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let n = 0; n < 300; n++) {
      scroller.scrollTop += 120;
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    const scrolled = scroller.scrollTop;
    scroller.scrollTop = scroller.scrollHeight;
    return { gaps, scrolled, height: scroller.scrollHeight };
  });
  if (frames.scrolled < 300 * 100) throw new Error(`The book scrolled by ${frames.scrolled} px only`);
  await grid.getByText(LINES.toLocaleString('en-US'), { exact: true }).first().waitFor();
  note(
    `a frame while the book scrolls, p50 (${Math.round(frames.height).toLocaleString('en-US')} px high)`,
    quantile(frames.gaps, 0.5),
    'ms',
  );
  note('a frame while the book scrolls, p95', quantile(frames.gaps, 0.95), 'ms');
  await browser.close();
  await host.stop();
} finally {
  home.remove();
}
if (failed) process.exitCode = 1;
