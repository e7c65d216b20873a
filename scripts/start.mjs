// npm start [-- LEDGER] [--electron | --loopback] [--no-window]
// Does all set-up and opens the app: in Electron where its runtime is there or can be had, else in the loopback host.

import { resolve } from 'node:path';
import { electronRuntime, version } from './electron-runtime.mjs';
import { become, ensureBuilt, ensureInstalled, env24, fail, node24, root } from './setup.mjs';

const given = process.argv.slice(2);
const electronAsked = given.includes('--electron');
const loopbackAsked = given.includes('--loopback') || given.includes('--no-window');
if (electronAsked && loopbackAsked) fail('--electron and --loopback exclude each other.', 2);
// npm runs scripts in the project's folder; a ledger is named from where the user is.
const from = process.env.INIT_CWD ?? process.cwd();
const rest = given
  .filter((arg) => arg !== '--electron' && arg !== '--loopback')
  .map((arg) => (arg.startsWith('-') ? arg : resolve(from, arg)));

ensureInstalled();
const node = node24();
if (!ensureBuilt()) fail('The build failed; see above.');

const hasDisplay =
  process.platform === 'win32' ||
  process.platform === 'darwin' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const electron = async () => {
  if (loopbackAsked) return { reason: '' };
  // Without a display Electron has nothing to show; nothing is downloaded for it.
  if (!hasDisplay) return electronAsked ? fail('Electron needs a display, and there is none.', 1) : { reason: '' };
  return electronRuntime({ again: electronAsked });
};

const { program, reason } = await electron();
if (program) {
  console.log(`Rollmark runs in Electron ${version()}.`);
  // Chromium does not start as root with its sandbox.
  const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  become(program, [...asRoot, root, ...rest], { ...process.env, NODE_ENV: 'production' });
} else {
  become(node, ['out/main/loopback.js', ...rest], env24(reason ? { ROLLMARK_HOST_REASON: reason } : {}));
}
