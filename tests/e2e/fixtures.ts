import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type LaunchOptions, type Page, type Request } from '@playwright/test';
import { launchElectronApp } from '../electron-double/launch.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of a user who never used the app. Everything a host writes goes below `home`. */
export type Home = { home: string; ledgers: string; remove(): void };

export const newHome = (): Home => {
  const home = mkdtempSync(join(tmpdir(), 'rollmark-e2e-'));
  const ledgers = join(home, 'ledgers');
  mkdirSync(ledgers);
  return { home, ledgers, remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
};

/** The environment of a process that belongs to a {@link Home}: nothing of this user's own is found or written. */
export const homeEnvironment = ({ home, ledgers }: Home): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: home,
  USERPROFILE: home,
  APPDATA: join(home, 'AppData', 'Roaming'),
  LOCALAPPDATA: join(home, 'AppData', 'Local'),
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_CACHE_HOME: join(home, '.cache'),
  XDG_DATA_HOME: join(home, '.local', 'share'),
  ROLLMARK_LEDGERS: ledgers,
  ROLLMARK_USER_DATA: join(home, 'user-data'),
});

export type Loopback = {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** With the one-time token. */
  startAddress: string;
  child: ChildProcess;
  /** All that it printed so far. */
  output(): string;
  /** Ends it as Ctrl+C does and gives how it ended. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** Starts the built loopback host without a window, as `npm start` does where there is no display. */
export const launchLoopback = async (
  home: Home,
  args: string[] = [],
  more: NodeJS.ProcessEnv = {},
): Promise<Loopback> => {
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('no-network.mjs', import.meta.url).href,
      join(root, 'out', 'main', 'loopback.js'),
      '--no-window',
      ...args,
    ],
    { cwd: home.home, env: { ...homeEnvironment(home), ...more }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const startAddress = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The loopback host does not start:\n${output}`)), 30_000);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        const address = /^http:\/\/127\.0\.0\.1:\d+\/start\?token=[\w-]+$/m.exec(output)?.[0];
        if (address) {
          clearTimeout(timer);
          resolve(address);
        }
      });
    void ended.then(({ code }) => reject(new Error(`The loopback host ended (${code}):\n${output}`)));
  });
  return {
    origin: new URL(startAddress).origin,
    startAddress,
    child,
    output: () => output,
    stop: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
};

/** The app, running, with its page. The same in both hosts. */
export type App = {
  page: Page;
  home: Home;
  /** Which host it is, in words: loopback, Electron's double or its real runtime. */
  host: string;
  /** Does what makes the app ask for a file, and gives it this one. */
  choose(path: string, ask: () => Promise<void>): Promise<void>;
  /** Does what makes the app save a file, and gives what was saved. */
  save(ask: () => Promise<void>): Promise<{ name: string; bytes: Buffer }>;
  /** Says beforehand whether the camera may be used, where it is asked for next. */
  camera(allowed: boolean): Promise<void>;
  /** Ends the app and starts it again with the same folders. */
  restart(): Promise<Page>;
  /** Addresses beyond the app that anything of it asked for. Empty, always: checked after every test. */
  outside(): string[];
};

/** What the camera shows, where a test asks for one: written before it is used. */
export const filmOf = ({ home }: Home): string => join(home, 'film.mjpeg');

type Running = Pick<App, 'page' | 'host' | 'outside' | 'choose' | 'save' | 'camera'> & { stop(): Promise<void> };

const isOwn = (url: string, origin: string): boolean =>
  url === 'about:blank' ||
  url.startsWith(`${origin}/`) ||
  url === origin ||
  url.startsWith('data:') ||
  url.startsWith(`blob:${origin}/`);

/** Notes every request of a page that goes elsewhere than to the app itself. */
export const watchRequests = (page: Page, origin: string): string[] => {
  const outside: string[] = [];
  const note = (request: Request) => {
    if (!isOwn(request.url(), origin)) outside.push(request.url());
  };
  page.context().on('request', note);
  return outside;
};

/** The file whose appearing ends the engine's thread, where a test asks for an app that can be made to fail. */
export const faultOf = ({ home }: Home): string => join(home, 'fault');
const faultEnvironment = (home: Home): Record<string, string> => ({
  NODE_OPTIONS: `--require ${fileURLToPath(new URL('dying-engine.cjs', import.meta.url))}`,
  ROLLMARK_TEST_FAULT: faultOf(home),
});

/** A browser with a camera that shows a film. */
const filming = (options: LaunchOptions, film: string): LaunchOptions => ({
  ...options,
  args: [...(options.args ?? []), '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
});

export const test = base.extend<{ home: Home; app: App; canFail: boolean; withCamera: boolean }>({
  canFail: [false, { option: true }],
  withCamera: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  home: async ({}, use) => {
    const home = newHome();
    await use(home);
    home.remove();
  },

  app: async ({ home, browser, canFail, withCamera, playwright, launchOptions }, use, info) => {
    const more = canFail ? faultEnvironment(home) : {};
    const startLoopback = async (): Promise<Running> => {
      const host = await launchLoopback(home, [], more);
      const own = withCamera ? await playwright.chromium.launch(filming(launchOptions, filmOf(home))) : undefined;
      const context = await (own ?? browser).newContext({ acceptDownloads: true });
      const page = await context.newPage();
      const outside = watchRequests(page, host.origin);
      await page.goto(host.startAddress);
      return {
        page,
        host: 'loopback',
        outside: () => [...outside, ...(host.output().match(/^OUTGOING .*$/gm) ?? [])],
        choose: async (path, ask) => {
          const chooser = page.waitForEvent('filechooser');
          await ask();
          await (await chooser).setFiles(path);
        },
        save: async (ask) => {
          const download = page.waitForEvent('download');
          await ask();
          const file = await download;
          return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
        },
        camera: (allowed) => context.grantPermissions(allowed ? ['camera'] : [], { origin: host.origin }),
        stop: async () => {
          await context.close();
          await own?.close();
          await host.stop();
        },
      };
    };
    const startElectron = async (): Promise<Running> => {
      const electron = await launchElectronApp({
        env: { ...homeEnvironment(home), ...more } as Record<string, string>,
        userData: join(home.home, 'user-data'),
        ledgers: home.ledgers,
        ...(withCamera ? { film: filmOf(home) } : {}),
      });
      const { page } = electron;
      const outside = watchRequests(page, electron.address('app://rollmark/').replace(/\/$/, ''));
      let saves = 0;
      return {
        page,
        host: electron.hostLabel,
        outside: () => outside,
        choose: async (path, ask) => {
          await electron.answerDialogs({ open: [path] });
          await ask();
        },
        save: async (ask) => {
          saves += 1;
          const file = join(home.home, `saved-${saves}`);
          await electron.answerDialogs({ save: [file] });
          const asked = (await electron.askedDialogs()).length;
          await ask();
          await expect.poll(() => existsSync(file), { message: 'a file was saved' }).toBe(true);
          const dialog = (await electron.askedDialogs())[asked];
          return { name: basename(String(dialog?.options.defaultPath ?? '')), bytes: readFileSync(file) };
        },
        // The second button of the dialog.
        camera: (allowed) => electron.answerDialogs({ message: [allowed ? 1 : 0] }),
        stop: () => electron.close(),
      };
    };
    const start = info.project.name === 'electron' ? startElectron : startLoopback;

    let running = await start();
    info.annotations.push({ type: HOST_ANNOTATION, description: running.host });
    const outside: string[] = [];
    const stop = async () => {
      outside.push(...running.outside());
      await running.stop();
    };
    await use({
      get page() {
        return running.page;
      },
      home,
      host: running.host,
      choose: (path, ask) => running.choose(path, ask),
      save: (ask) => running.save(ask),
      camera: (allowed) => running.camera(allowed),
      restart: async () => {
        await stop();
        running = await start();
        return running.page;
      },
      outside: () => [...outside, ...running.outside()],
    });
    await stop();
    expect(outside, 'requests that left the computer').toEqual([]);
  },
});

export { expect };
