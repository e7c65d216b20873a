import { cpus } from 'node:os';
import { defineConfig } from '@playwright/test';
import { QUIET } from './electron/hosts/loopback/app-window.ts';
import { testBrowser } from './scripts/system-tools.ts';

const executablePath = await testBrowser();

/**
 * Every spec runs once for each host, against the built app in out/. A spec named `loopback-*` or `electron-*` is about
 * that host alone.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: cpus().length >= 4 ? 2 : 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A loaded machine may be too slow for a step; what passes only the second time is still named as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['./tests/e2e/host-reporter.ts'],
    ...(process.env.ROLLMARK_E2E_REPORT ? [['json', { outputFile: process.env.ROLLMARK_E2E_REPORT }] as const] : []),
  ],
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1360, height: 900 },
    video: 'off',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        // Chromium does not start as root with its sandbox; continuous integration runs as root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        // As the app's own window is started.
        ...QUIET,
      ],
    },
  },
  projects: [
    { name: 'loopback', testIgnore: '**/electron-*.spec.ts' },
    // The verifier is a page by itself: no host has a part in it.
    { name: 'electron', testIgnore: ['**/loopback-*.spec.ts', '**/verifier.spec.ts'] },
  ],
});
