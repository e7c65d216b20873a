import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page, _electron as playwrightElectron } from '@playwright/test';
import type * as Electron from 'electron';
import { toChromium } from './addresses.ts';
import { makeCodec } from './codec.ts';

/**
 * Starts the built Electron app for a spec: in Electron's own runtime where that is installed and starts, otherwise in
 * the double. A spec sees no difference; what it cannot say the same way in both it has to ask of `address`.
 */

const root = resolve(import.meta.dirname, '../..');
const codec = makeCodec();

/** What the user answers to the system's dialogs, in order. Null: cancelled. */
export type DialogAnswers = {
  /** Paths chosen in file and folder dialogs. */
  open?: (string | null)[];
  /** Paths chosen in save dialogs. */
  save?: (string | null)[];
  /** Index of the button pressed in message boxes. */
  message?: number[];
};

export type LaunchOptions = {
  env?: Record<string, string>;
  /** Arguments after the app, such as a ledger's folder. */
  args?: string[];
  dialogs?: DialogAnswers;
  /** Folder of the app's own data; a fresh one, removed at the end, where none is given. */
  userData?: string;
  /** Default folder of ledgers; a fresh one, removed at the end, where none is given. */
  ledgers?: string;
  /** The built entry. */
  entry?: string;
  /** A film that Chromium shows as its camera's picture; it is opened when the camera is. */
  film?: string;
  /** Whether a window is expected. A second instance has none. */
  window?: boolean;
};

/** What `evaluate` gives a function in the main process. */
export type MainProcess = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'net'
  | 'powerMonitor'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
>;

export type LaunchedApp = {
  /** The app's first window. */
  page: Page;
  hostLabel: 'electron (real runtime)' | 'electron (double, real Chromium)';
  userData: string;
  ledgers: string;
  /** An address of the app's own scheme as a page of this host must be given it: `app://rollmark/x`. */
  address(url: string): string;
  windows(): Page[];
  /** Waits for a window at an address that starts like this. */
  waitForWindow(url: string): Promise<Page>;
  /** Runs a function in the main process. It may use nothing from outside itself. */
  evaluate<R, A>(run: (electron: MainProcess, arg: A) => R | Promise<R>, arg: A): Promise<R>;
  evaluate<R>(run: (electron: MainProcess) => R | Promise<R>): Promise<R>;
  /** Adds answers to those not given yet. */
  answerDialogs(answers: DialogAnswers): Promise<void>;
  /** What was asked with dialogs so far, with the options given. */
  askedDialogs(): Promise<{ kind: string; options: Record<string, unknown> }[]>;
  /** What the main process printed. */
  output(): string;
  /** Settles with the exit code when the app has ended. */
  exited: Promise<number | null>;
  /** Quits as a user does, and removes what was made for it. */
  close(): Promise<void>;
};

type Asked = { kind: string; options: Record<string, unknown> };
type ScriptedDialogs = typeof globalThis & { dialogAnswers?: Required<DialogAnswers>; dialogsAsked?: Asked[] };

/** Runs in the main process of either host: puts the scripted answers in place of the system's dialogs. */
const scriptDialogs = ({ dialog }: MainProcess, answers: DialogAnswers): void => {
  const scripted = globalThis as ScriptedDialogs;
  if (!scripted.dialogAnswers || !scripted.dialogsAsked) {
    const waiting: Required<DialogAnswers> = { open: [], save: [], message: [] };
    const asked: Asked[] = [];
    scripted.dialogAnswers = waiting;
    scripted.dialogsAsked = asked;
    // Only plain values: a window among the arguments is left out.
    const optionsOf = (args: unknown[]) => JSON.parse(JSON.stringify(args.at(-1))) as Record<string, unknown>;
    const next = <T>(kind: string, from: T[], args: unknown[]): T => {
      asked.push({ kind, options: optionsOf(args) });
      if (from.length === 0) throw new Error(`The test has no answer to a dialog of the kind ${kind}.`);
      return from.shift() as T;
    };
    Object.assign(dialog, {
      showOpenDialog: async (...args: unknown[]) => {
        const path = next('open', waiting.open, args);
        return { canceled: path === null, filePaths: path === null ? [] : [path] };
      },
      showSaveDialog: async (...args: unknown[]) => {
        const path = next('save', waiting.save, args);
        return { canceled: path === null, filePath: path ?? '' };
      },
      showMessageBox: async (...args: unknown[]) => ({ response: next('message', waiting.message, args) }),
      showMessageBoxSync: (...args: unknown[]) => next('message', waiting.message, args),
      showErrorBox: (title: string, content: string) => {
        asked.push({ kind: 'error', options: { title, content } });
      },
    });
  }
  scripted.dialogAnswers.open.push(...(answers.open ?? []));
  scripted.dialogAnswers.save.push(...(answers.save ?? []));
  scripted.dialogAnswers.message.push(...(answers.message ?? []));
};

const readAsked = (): Asked[] => (globalThis as ScriptedDialogs).dialogsAsked ?? [];

/** The installed runtime's program. The package itself must not be asked: it would try to download one. */
const installedRuntime = (): string | undefined => {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  try {
    const program = join(folder, readFileSync(join(root, 'node_modules/electron/path.txt'), 'utf8').trim());
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
};

type Host = Pick<LaunchedApp, 'hostLabel' | 'address' | 'windows' | 'evaluate' | 'output' | 'exited'> & {
  waitForPage(matches: (url: string) => boolean): Promise<Page>;
  end(): Promise<void>;
};

const soon = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Looks until it finds, at most 30 s. */
const until = async <T>(look: () => T | undefined, failed: () => string): Promise<T> => {
  for (const end = Date.now() + 30_000; Date.now() < end; await soon(20)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(failed());
};

const startReal = async (
  program: string,
  entry: string,
  args: string[],
  env: Record<string, string>,
  film?: string,
): Promise<Host> => {
  const started = await playwrightElectron.launch({
    executablePath: program,
    // Chromium's sandbox cannot start as root, which only a container's tests are.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(film ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] : []),
      entry,
      ...args,
    ],
    env,
    cwd: root,
  });
  const child = started.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  return {
    hostLabel: 'electron (real runtime)',
    address: (url) => url,
    windows: () => started.windows(),
    waitForPage: (matches) =>
      until(
        () => started.windows().find((page) => matches(page.url())),
        () => `No such window was opened.\n${output}`,
      ),
    evaluate: ((run: (electron: unknown, arg: unknown) => unknown, arg: unknown) =>
      started.evaluate(run, arg)) as LaunchedApp['evaluate'],
    output: () => output,
    exited,
    end: () => started.close(),
  };
};

/** The double is run by the Node of this project, which the test runner was started with. */
const startDouble = async (
  entry: string,
  args: string[],
  env: Record<string, string>,
  expectsWindow: boolean,
): Promise<Host> => {
  const register = pathToFileURL(join(import.meta.dirname, 'register.ts')).href;
  // As Electron's main process is set: a promise that nobody catches is warned of and ends nothing.
  const asElectron = '--unhandled-rejections=warn-with-error-code';
  const child: ChildProcess = spawn(process.execPath, [asElectron, '--import', register, entry, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let ended: number | null | undefined;
  const exited = new Promise<number | null>((settle) => {
    child.once('exit', (code) => {
      ended = code;
      for (const { reject } of waiting.values()) reject(new Error(`The app has ended.\n${output}`));
      settle(code);
    });
  });

  let endpoint: string | undefined;
  child.on('message', (message: { kind: string; endpoint?: string; id: number; ok: boolean; value: string }) => {
    if (message.kind === 'browser') endpoint = message.endpoint;
    else {
      const { resolve: settle, reject } = waiting.get(message.id)!;
      waiting.delete(message.id);
      if (message.ok) settle(codec.decode(message.value));
      else reject(codec.decode(message.value));
    }
  });
  let asked = 0;
  const evaluate = (run: (...args: never[]) => unknown, arg?: unknown): Promise<unknown> =>
    new Promise((settle, reject) => {
      asked += 1;
      waiting.set(asked, { resolve: settle, reject });
      child.send({ kind: 'evaluate', id: asked, source: String(run), arg: codec.encode(arg) });
    });

  let context: BrowserContext | undefined;
  if (expectsWindow) {
    const at = await until(
      () => (ended === undefined ? endpoint : ''),
      () => `The app started no browser.\n${output}`,
    );
    if (at === '') throw new Error(`The app ended before it had a window, with exit code ${ended}.\n${output}`);
    const connected = await chromium.connectOverCDP(at);
    context = connected.contexts()[0]!;
    // The double's own prompts carry its synchronous messages; without a listener they would be dismissed here.
    context.on('dialog', (dialog) => {
      const own = dialog.type() === 'prompt' && dialog.message().startsWith('electron-double:');
      if (!own && dialog.type() !== 'beforeunload') void dialog.dismiss().catch(() => undefined);
    });
  }
  const windows = (): Page[] => context?.pages() ?? [];
  return {
    hostLabel: 'electron (double, real Chromium)',
    address: toChromium,
    windows,
    waitForPage: (matches) =>
      until(
        () => windows().find((page) => matches(page.url())),
        () => `No such window was opened.\n${output}`,
      ),
    evaluate: evaluate as LaunchedApp['evaluate'],
    output: () => output,
    exited,
    end: async () => {
      if (ended === undefined)
        await Promise.race([evaluate(({ app }: MainProcess) => app.quit()).catch(() => 0), exited]);
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await exited;
      clearTimeout(late);
    },
  };
};

/**
 * Starts the app and waits for its first window.
 *
 * @throws Error with what the app printed, where it does not come up
 */
export const launchElectronApp = async (options: LaunchOptions = {}): Promise<LaunchedApp> => {
  const made: string[] = [];
  const folder = (given: string | undefined, name: string): string => {
    if (given !== undefined) return given;
    const fresh = mkdtempSync(join(tmpdir(), `rollmark-${name}-`));
    made.push(fresh);
    return fresh;
  };
  const userData = folder(options.userData, 'user-data');
  const ledgers = folder(options.ledgers, 'ledgers');
  const entry = options.entry ?? join(root, 'out/main/main.js');
  if (!existsSync(entry)) throw new Error('The app is not built. Run "npm run build" first.');
  const { ELECTRON_RUN_AS_NODE: _asNode, ...inherited } = process.env;
  const env = {
    ...(inherited as Record<string, string>),
    ROLLMARK_USER_DATA: userData,
    ROLLMARK_LEDGERS: ledgers,
    ...options.env,
    ...(options.film ? { ROLLMARK_DOUBLE_FILM: options.film } : {}),
  };
  const expectsWindow = options.window !== false;
  const program = installedRuntime();
  const host = program
    ? await startReal(program, entry, options.args ?? [], env, options.film)
    : await startDouble(entry, options.args ?? [], env, expectsWindow);

  const close = async (): Promise<void> => {
    await host.end();
    for (const fresh of made) rmSync(fresh, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    if (expectsWindow) await host.evaluate(scriptDialogs as never, options.dialogs ?? {});
    const start = host.address('app://rollmark/');
    const page = expectsWindow
      ? await host.waitForPage((url) => url.startsWith(start))
      : (undefined as unknown as Page);
    if (expectsWindow) await page.waitForLoadState('load');
    return {
      page,
      hostLabel: host.hostLabel,
      userData,
      ledgers,
      address: host.address,
      windows: host.windows,
      waitForWindow: (url) => host.waitForPage((at) => at.startsWith(host.address(url))),
      evaluate: host.evaluate,
      answerDialogs: (answers) => host.evaluate(scriptDialogs as never, answers as never),
      askedDialogs: () => host.evaluate(readAsked as never),
      output: host.output,
      exited: host.exited,
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
};
