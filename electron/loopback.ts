import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { visible } from '../shared/domain/findings.ts';
import { backupPlaces } from './hosts/backup-places.ts';
import { knownLedgers } from './hosts/known-ledgers.ts';
import { openAppWindow, profileFolder, takeProfile } from './hosts/loopback/app-window.ts';
import { findBrowser, hasDisplay } from './hosts/loopback/browsers.ts';
import { loopbackPorts } from './hosts/loopback/ports.ts';
import { serveLoopback } from './hosts/loopback/server.ts';
import { placesOf } from './hosts/places.ts';
import { keepEngine } from './hosts/running-engine.ts';
import { runtimeProblem } from './hosts/runtime.ts';

/**
 * The loopback host: the app in a window of an installed browser, or at an address to open.
 *
 *   loopback.js [LEDGER] [--no-window]
 *
 * ROLLMARK_HOST_REASON says in a few words why this host and not Electron; `npm start` sets it.
 */

// A path may have been named by somebody else, and a terminal does what control characters tell it.
const say = (sentence: string): void => console.log(visible(sentence));
const fail = (sentence: string, code: number): never => {
  console.error(visible(sentence));
  process.exit(code);
};

const problem = runtimeProblem(process.versions);
if (problem) fail(problem, 3);

const readArguments = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { 'no-window': { type: 'boolean', default: false } } });
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}. Usage: npm start -- [LEDGER] [--no-window]`, 2);
  }
};
const { values, positionals } = readArguments();
if (positionals.length > 1) fail('One ledger at a time: npm start -- LEDGER', 2);
const named = positionals[0] ? resolve(positionals[0]) : undefined;
if (named && !statSync(named, { throwIfNoEntry: false })?.isDirectory())
  fail(`There is no ledger folder at ${named}.`, 2);

const places = placesOf(process.env, process.platform, homedir());
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

let stopping: Promise<void> | undefined;
const engine = await keepEngine(
  new URL('./engine.js', import.meta.url),
  // Not waited for: the window opens while the engine loads. Calls to it keep their order.
  async (client, afterFault) => {
    const told = [
      ...(afterFault ? [client.grants.afterFault()] : []),
      client.grants.newLedgers({ path: places.ledgers }),
      client.grants.profile({ path: places.config }),
    ];
    if (afterFault) await Promise.all(told);
    else for (const one of told) void one.catch(() => undefined);
  },
  (error) => {
    if (stopping) return;
    console.error(
      `Rollmark’s engine had a fault${error ? ` and could not be started again (${error.name}). Start Rollmark again` : ' and was started again. Open the ledger to go on'}. Every entry that was acknowledged is on the disk.`,
    );
    if (error) void stop(1);
  },
);
const ledgers = knownLedgers({
  folder: places.ledgers,
  recents: join(places.config, 'recent.json'),
  ...(named ? { named } : {}),
  grant: (ledger) => engine.client().then((client) => client.grants.ledger(ledger)),
});
const backups = backupPlaces({
  here: places.backups,
  remembered: join(places.config, 'backup-folders.json'),
  grant: (place) => engine.client().then((client) => client.grants.backupFolder(place)),
});
const server = await serveLoopback({
  engine,
  ports: loopbackPorts({ version, ledgersFolder: places.ledgers, ledgers, backups }),
  files: fileURLToPath(new URL('../renderer', import.meta.url)),
}).catch((error: NodeJS.ErrnoException) => fail(`No port of 127.0.0.1 can be used (${error.code}).`, 3));

const reason = process.env.ROLLMARK_HOST_REASON;
const askToOpen = (windowless: string): void => {
  const because = [windowless, reason].filter(Boolean).join(', and ');
  say(`Rollmark runs at an address of this computer, because ${because}. Ctrl+C ends it. Open:`);
  say(server.startAddress);
};

let closeWindow: () => void = () => undefined;
/** Closes the ledger, which backs it up first, and ends. Bounded: a job that does not stop must not keep the process for ever. */
const CLOSING_AT_MOST_MS = 180_000;
const stop = (code: number): Promise<void> => {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), CLOSING_AT_MOST_MS).unref();
    closeWindow();
    await server.stop();
    await engine.stop(CLOSING_AT_MOST_MS);
    process.exit(code);
  })();
  return stopping;
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
const openWindow = (): string | undefined => {
  if (values['no-window']) return 'no window was asked for';
  if (!hasDisplay()) return 'there is no display';
  const browser = findBrowser();
  if (!browser) return 'no Chromium, Chrome, Edge or Brave is installed';
  const profile = profileFolder(browser, places.cache);
  let letGo: (() => void) | undefined;
  try {
    letGo = takeProfile(profile);
  } catch {
    return `${profile} can’t be written to`;
  }
  if (!letGo) return 'another Rollmark has its window open; close that one to have the window here';
  process.once('exit', letGo);
  const window = openAppWindow(browser, server.startAddress, profile);
  closeWindow = window.close;
  say(
    `Rollmark runs in a window of ${browser.name}${reason ? `, because ${reason}` : ''}. Closing the window ends it.`,
  );
  void window.closed.then(({ code }) => {
    closeWindow = () => undefined;
    if (stopping) return;
    if (server.started()) void stop(0);
    else askToOpen(`${browser.name} could not open a window (exit ${code ?? 'by a signal'})`);
  });
  return undefined;
};

const noWindow = openWindow();
if (noWindow) askToOpen(noWindow);
