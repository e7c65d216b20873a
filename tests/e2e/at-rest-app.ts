import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { testBrowser } from '../../scripts/system-tools.ts';
import { launchElectronApp } from '../electron-double/launch.ts';
import { expect, faultOf, type Home } from './fixtures.ts';
import { processesOf } from './markers.ts';

/**
 * The app as it is on somebody's computer, in folders that hold everything it can know of: its home, its settings, its
 * cache, its temporary files. On loopback with its own window, a browser with a profile on the disk.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));

export type WatchedHome = Home & {
  /** All that the app may write to, and nothing else: what the user has and saves is in `theirs`. */
  watched: string;
  theirs: string;
  env: Record<string, string>;
};

export const watchedHome = (): WatchedHome => {
  const whole = mkdtempSync(join(tmpdir(), 'rollmark-rest-'));
  const [watched, theirs] = [join(whole, 'watched'), join(whole, 'theirs')];
  const home = join(watched, 'home');
  const at = (name: string): string => {
    const path = join(watched, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  for (const folder of [home, theirs, join(home, 'ledgers')]) mkdirSync(folder, { recursive: true });
  const { ELECTRON_RUN_AS_NODE: _asNode, ...inherited } = process.env as Record<string, string>;
  return {
    home,
    ledgers: join(home, 'ledgers'),
    watched,
    theirs,
    env: {
      ...inherited,
      HOME: home,
      USERPROFILE: home,
      APPDATA: at('roaming'),
      LOCALAPPDATA: at('local'),
      TMPDIR: at('tmp'),
      TMP: at('tmp'),
      TEMP: at('tmp'),
      XDG_CONFIG_HOME: at('config'),
      XDG_CACHE_HOME: at('cache'),
      XDG_DATA_HOME: at('data'),
      XDG_STATE_HOME: at('state'),
      XDG_RUNTIME_DIR: at('runtime'),
      ROLLMARK_LEDGERS: join(home, 'ledgers'),
      ROLLMARK_USER_DATA: at('user-data'),
      // So that the engine's thread can be made to die; the app knows nothing of it.
      NODE_OPTIONS: `--require ${fileURLToPath(new URL('dying-engine.cjs', import.meta.url))}`,
      ROLLMARK_TEST_FAULT: faultOf({ home } as Home),
    },
    remove: () => rmSync(whole, { recursive: true, force: true, maxRetries: 5 }),
  };
};

export type Watched = {
  host: string;
  page: Page;
  /** Gives the app a file that it asks for, through the page or the host's dialog. */
  choose(path: string, ask: () => Promise<void>): Promise<void>;
  /** Does what saves a file, which becomes the user's. */
  save(ask: () => Promise<void>): Promise<void>;
  /** What was printed so far. */
  output(): string;
  /** Ends the app as its user does. */
  close(): Promise<void>;
  /** Ends every process of it at once, as a power cut does. */
  kill(): Promise<void>;
};

const until = async (done: () => boolean, what: string, printed = () => ''): Promise<void> => {
  for (const end = Date.now() + 40_000; !done(); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`It took too long: ${what}. ${printed()}`);
};

/** Kills whatever was given the watched folders, and waits until nothing is left. */
export const killAll = (home: WatchedHome): Promise<void> =>
  until(() => {
    const left = processesOf(home.watched);
    for (const pid of left)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    return left.length === 0;
  }, 'the app’s processes end');

const startLoopback = async (home: WatchedHome): Promise<Watched> => {
  // A browser that needs no display and lets the test hold its page: the real one, started as the app starts it.
  const browser = join(home.theirs, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\nexec '${await testBrowser()}' --headless=new --disable-gpu --remote-debugging-port=0 "$@"\n`,
  );
  chmodSync(browser, 0o755);
  const profile =
    process.platform === 'darwin'
      ? join(home.home, 'Library/Caches/Rollmark/window')
      : join(home.watched, 'cache/rollmark/window');
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = spawn(process.execPath, [join(root, 'out/main/loopback.js')], {
    cwd: home.home,
    env: { ...home.env, DISPLAY: ':1', ROLLMARK_CHROMIUM: browser },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(
    () => existsSync(portFile) || child.exitCode !== null,
    'the window opens',
    () => `It printed: ${output}`,
  );
  const [port] = readFileSync(portFile, 'utf8').split('\n');
  const at = `http://127.0.0.1:${port}`;
  const isApp = (url: string): boolean => /^http:\/\/127\.0\.0\.1:\d+\/(#|$)/.test(url);
  // Whoever connects while the browser still makes its first page may wait for that page for ever.
  await expect
    .poll(
      async () => {
        const targets = await fetch(`${at}/json/list`).then((answer) => answer.json() as Promise<{ url: string }[]>);
        return targets.some(({ url }) => isApp(url));
      },
      { message: 'the page loads', timeout: 60_000 },
    )
    .toBe(true);
  const connect = (attempts: number): Promise<Browser> =>
    chromium
      .connectOverCDP(at, { timeout: 20_000 })
      .catch((error: unknown) => (attempts > 1 ? connect(attempts - 1) : Promise.reject(error)));
  const connected = await connect(4);
  const pages = () => connected.contexts().flatMap((context) => context.pages());
  await until(() => pages().some((each) => isApp(each.url())), 'the page is found');
  const page = pages().find((each) => isApp(each.url()))!;
  // Where a person's browser saves what they download: their own folder.
  const downloads = join(home.theirs, 'downloads');
  mkdirSync(downloads, { recursive: true });
  await (await page.context().newCDPSession(page)).send('Page.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: downloads,
  });
  return {
    host: 'loopback, app window',
    page,
    choose: async (path, ask) => {
      const chooser = page.waitForEvent('filechooser');
      await ask();
      await (await chooser).setFiles(path);
    },
    save: async (ask) => {
      const before = readdirSync(downloads).length;
      await ask();
      await expect
        .poll(() => readdirSync(downloads).filter((name) => !name.endsWith('.crdownload')).length, {
          message: 'a file was saved',
        })
        .toBeGreaterThan(before);
    },
    output: () => output,
    close: async () => {
      // Closing the window ends its browser, and that ends the app.
      const whole = await connected.newBrowserCDPSession();
      await whole.send('Browser.close').catch(() => undefined);
      await ended;
      await until(() => processesOf(home.watched).length === 0, 'the app’s processes end');
    },
    kill: async () => {
      await killAll(home);
      await connected.close().catch(() => undefined);
    },
  };
};

const startElectron = async (home: WatchedHome): Promise<Watched> => {
  const electron = await launchElectronApp({
    env: home.env,
    userData: home.env.ROLLMARK_USER_DATA!,
    ledgers: home.ledgers,
  });
  const downloads = join(home.theirs, 'downloads');
  mkdirSync(downloads, { recursive: true });
  let saved = 0;
  return {
    host: electron.hostLabel,
    page: electron.page,
    choose: async (path, ask) => {
      await electron.answerDialogs({ open: [path] });
      await ask();
    },
    save: async (ask) => {
      saved += 1;
      const file = join(downloads, `saved-${saved}`);
      await electron.answerDialogs({ save: [file] });
      await ask();
      await expect.poll(() => existsSync(file), { message: 'a file was saved' }).toBe(true);
    },
    output: electron.output,
    close: async () => {
      await electron.close();
      await until(() => processesOf(home.watched).length === 0, 'the app’s processes end');
    },
    kill: () => killAll(home),
  };
};

/** Starts the app of a project, loopback or Electron, in watched folders. */
export const startWatched = (project: string, home: WatchedHome): Promise<Watched> =>
  project === 'electron' ? startElectron(home) : startLoopback(home);
