import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './setup.mjs';
import { testBrowser } from './system-tools.ts';
import type { OutgoingLog } from './test-offline-log.ts';

/**
 * Before a silent log means anything, it must have heard something: a page and the engine's own thread are made to go
 * out, over both families of addresses, by name and by datagram, as the app never does.
 */

/** Addresses and a name that are kept for examples (RFC 5737, RFC 3849, RFC 6761), so nobody else asks for them. */
const PAGE = { address: '198.51.100.71', name: 'page.control.example' };
const ENGINE = {
  address: '198.51.100.72',
  six: '2001:db8:72::1',
  datagram: '198.51.100.73',
  name: 'engine.control.example',
};

const EXPECTED = [
  ['the page, by address', `packet for ${PAGE.address}`],
  ['the page, by name', `look-up of ${PAGE.name}`],
  ['the engine, by address', `packet for ${ENGINE.address}`],
  ['the engine, over IPv6', `packet for ${ENGINE.six}`],
  ['the engine, by datagram', `packet for ${ENGINE.datagram}`],
  ['the engine, by name', `look-up of ${ENGINE.name}`],
] as const;

/** Preloaded into the built host: its engine's thread goes out. `--import` reaches worker threads too. */
const strayEngine = `import { isMainThread } from 'node:worker_threads';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { connect } from 'node:net';
if (!isMainThread) {
  for (const host of ['${ENGINE.address}', '${ENGINE.six}']) connect(443, host).on('error', () => undefined);
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.send('x', 123, '${ENGINE.datagram}');
  lookup('${ENGINE.name}', () => undefined);
}`;

const soon = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Goes out from both, then gives each way with whether the log heard it. The log is emptied at the end. */
export const hearControls = async (log: OutgoingLog): Promise<{ way: string; heard: boolean }[]> => {
  const home = mkdtempSync(join(tmpdir(), 'rollmark-control-'));
  const stray = `data:text/javascript,${encodeURIComponent(strayEngine)}`;
  const engine = spawn(process.execPath, ['--import', stray, 'out/main/loopback.js', '--no-window'], {
    cwd: root,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, ROLLMARK_LEDGERS: home, ROLLMARK_USER_DATA: home },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  const executablePath = await testBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage();
  await page.evaluate(({ address, name }) => {
    for (const host of [address, name]) void fetch(`http://${host}/`).catch(() => undefined);
  }, PAGE);

  const heard = (what: string): boolean => log.attempts().some((line) => line.startsWith(what));
  for (const end = Date.now() + 15_000; Date.now() < end && !EXPECTED.every(([, what]) => heard(what)); await soon(200))
    log.look();
  const results = EXPECTED.map(([way, what]) => ({ way, heard: heard(what) }));

  await browser.close();
  engine.kill();
  await ended;
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  // What they had on its way is given up by the kernel after three seconds; then the table can be emptied.
  await soon(4000);
  log.forget();
  return results;
};
