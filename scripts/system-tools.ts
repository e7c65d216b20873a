import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser } from '../electron/hosts/loopback/browsers.ts';

/** A program of the system's that tests need, with Debian's package of it. */
type Tool = { what: string; package: string; find(): string | undefined };

const onPath = (command: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? `${command}.exe` : command))
    .find((file) => existsSync(file));

/** A browser that Playwright downloaded earlier, by its own record. */
const playwrightBrowser = async (): Promise<string | undefined> => {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
};

export const BROWSER: Tool = {
  what: 'a Chromium, Chrome, Edge or Brave',
  package: 'chromium',
  find: () => findBrowser()?.executable,
};

export const PDF_TOOLS: Tool = {
  what: 'pdftotext and pdftoppm (poppler)',
  package: 'poppler-utils',
  find: () => (onPath('pdftoppm') ? onPath('pdftotext') : undefined),
};

export const NAMESPACE_TOOLS: Tool = {
  what: 'ip (iproute2)',
  package: 'iproute2',
  find: () => (process.platform === 'linux' ? onPath('ip') : 'not used here'),
};

const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && Boolean(onPath('apt-get'));

const aptGet = (args: string[], minutes: number): boolean =>
  spawnSync('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: minutes * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** A browser for the tests: installed, downloaded by Playwright, or undefined. */
export const testBrowser = async (): Promise<string | undefined> =>
  process.env.ROLLMARK_CHROMIUM || BROWSER.find() || (await playwrightBrowser());

/**
 * Sees to it that the tools are there: as root on a Debian or Ubuntu it installs the missing ones with apt-get, in a
 * bounded time and without questions; nowhere else does it change the system.
 *
 * @returns a sentence for each that is still missing
 */
export const ensureTools = async (tools: readonly Tool[]): Promise<string[]> => {
  const isMissing = async (tool: Tool) => !(tool === BROWSER ? await testBrowser() : tool.find());
  const missing: Tool[] = [];
  for (const tool of tools) if (await isMissing(tool)) missing.push(tool);
  if (missing.length > 0 && mayInstall()) {
    const packages = missing.map((tool) => tool.package);
    console.log(`Installing ${packages.join(' and ')} with apt-get …`);
    aptGet(['update'], 5);
    aptGet(['install', '-y', '--no-install-recommends', ...packages], 10);
  }
  const sentences: string[] = [];
  for (const tool of missing)
    if (await isMissing(tool))
      sentences.push(
        `The tests need ${tool.what}. Install it, on Debian or Ubuntu with: apt-get install ${tool.package}`,
      );
  return sentences;
};
