import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, endChromium } from './process.ts';

/** The parts of a window that the app's life depends on. */
export type Closable = { close(): void; isDestroyed(): boolean; once(event: 'closed', listener: () => void): unknown };
const windows = new Set<Closable>();

/** An event that a listener may prevent, with anything else it carries. */
export const preventable = <T extends object>(more: T): T & { defaultPrevented: boolean; preventDefault(): void } => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: (): void => {
      event.defaultPrevented = true;
    },
  };
  return event;
};

/** The folder of package.json, upwards from the entry. */
const appFolder = (): string => {
  let folder = dirname(process.argv[1] ?? process.cwd());
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
};

/** Switches of the command line, as the app appends them. Chromium is started with them. */
const commandLine = {
  switches: new Map<string, string>(),
  appendSwitch: (name: string, value = ''): void => void commandLine.switches.set(name, value),
  hasSwitch: (name: string): boolean => commandLine.switches.has(name),
  getSwitchValue: (name: string): string => commandLine.switches.get(name) ?? '',
  removeSwitch: (name: string): void => void commandLine.switches.delete(name),
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

class App extends EventEmitter {
  readonly commandLine = commandLine;
  readonly isPackaged = false;
  sandboxEnabled = false;
  #name = 'rollmark';
  #ready = false;
  #quitting = false;
  #paths = new Map<string, string>();
  #whenReady: Promise<void>;
  #becomeReady: () => void = () => undefined;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    // After the app's own module has run, as in Electron.
    setImmediate(() => void this.#start());
    process.on('SIGTERM', () => this.quit());
    process.on('SIGINT', () => this.quit());
  }

  get name(): string {
    return this.#name;
  }
  getName(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return (JSON.parse(readFileSync(join(appFolder(), 'package.json'), 'utf8')) as { version: string }).version;
  }
  getAppPath(): string {
    return appFolder();
  }
  getLocale(): string {
    return 'en-US';
  }
  isReady(): boolean {
    return this.#ready;
  }
  whenReady(): Promise<void> {
    return this.#whenReady;
  }
  focus(): void {}

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxEnabled = true;
  }

  getPath(name: string): string {
    const appData = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    const usual: Record<string, string> = {
      home: homedir(),
      appData,
      userData: join(appData, this.#name),
      documents: join(homedir(), 'Documents'),
      temp: tmpdir(),
    };
    const path = this.#paths.get(name) ?? usual[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`Failed to set path: ${path}`);
    this.#paths.set(name, path);
  }

  /** A lock file with the process's number; a second start leaves its arguments beside it for the first to find. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'double.lock');
    const calls = join(folder, 'double-second-instances');
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch {
      const holder = Number(readFileSync(lock, 'utf8'));
      if (holder !== process.pid && isAlive(holder)) {
        writeFileSync(
          join(calls, `${process.pid}.json`),
          JSON.stringify({ argv: process.argv, folder: process.cwd() }),
        );
        return false;
      }
      writeFileSync(lock, String(process.pid));
    }
    mkdirSync(calls, { recursive: true });
    watch(calls, { persistent: false }, () => {
      for (const name of readdirSync(calls)) {
        try {
          const { argv, folder: from } = JSON.parse(readFileSync(join(calls, name), 'utf8'));
          rmSync(join(calls, name));
          this.emit('second-instance', preventable({}), argv, from);
        } catch {
          // Not written to its end yet; the watcher is called again.
        }
      }
    });
    process.on('exit', () => rmSync(lock, { force: true }));
    return true;
  }

  /** Called by each window. */
  addWindow(window: Closable): void {
    windows.add(window);
    window.once('closed', () => {
      windows.delete(window);
      if (windows.size > 0 || this.#quitting) return;
      if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
      else this.quit();
    });
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    void this.#closeAll().then((closed) => {
      if (!closed) {
        this.#quitting = false;
        return;
      }
      const will = preventable({});
      this.emit('will-quit', will);
      if (will.defaultPrevented) this.#quitting = false;
      else this.exit(0);
    });
  }

  exit(code = 0): void {
    this.#quitting = true;
    this.emit('quit', preventable({}), code);
    void endChromium().finally(() => process.exit(code));
  }

  /** False where a window would not close. */
  async #closeAll(): Promise<boolean> {
    const open = [...windows];
    const closed = await Promise.all(
      open.map(
        (window) =>
          new Promise<boolean>((resolve) => {
            window.once('closed', () => resolve(true));
            (window as unknown as EventEmitter).once('close-prevented', () => resolve(false));
            if (window.isDestroyed()) resolve(true);
            else window.close();
          }),
      ),
    );
    return closed.every(Boolean);
  }

  async #start(): Promise<void> {
    if (this.#quitting) return;
    const { endpoint } = await chromium();
    process.send?.({ kind: 'browser', endpoint });
    this.#ready = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.#becomeReady();
  }
}

/** Electron's `app`. */
export const app = new App();
