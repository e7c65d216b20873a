import { app, type BrowserWindow, ipcMain, screen } from 'electron';

/**
 * The fence around @electron/remote. Why it is built this way, and what it still costs, is in
 * docs/adr/0005-remote-is-fenced.md.
 */

/** The five questions that the remote module lets an app answer. */
const REMOTE_EVENTS = [
  'remote-require',
  'remote-get-builtin',
  'remote-get-global',
  'remote-get-current-window',
  'remote-get-current-web-contents',
] as const;

/** The event as @electron/remote 2.1.3 makes it: a plain object. `preventDefault` is documented but not there. */
type RemoteEvent = { returnValue: unknown; defaultPrevented: boolean };
type Emitter = { on(name: string, listener: (event: RemoteEvent) => void): unknown };

/** Denies all five to every page. Call once, before any window exists; only {@link grantOwnWindow} makes an exception. */
export const denyRemote = (): void => {
  for (const name of REMOTE_EVENTS) {
    (app as unknown as Emitter).on(name, (event) => {
      event.defaultPrevented = true;
    });
  }
};

/**
 * An object that leads nowhere. What the remote module hands out can be walked: from a window to its constructor, from
 * any function to `Function`, and with that the main process is the page's. A frozen object and frozen arrow functions,
 * all without a prototype, have no `constructor` to walk to.
 */
const deadEnd = <T extends Record<string, (...args: never[]) => unknown>>(members: T): T => {
  const bare = Object.create(null) as Record<string, unknown>;
  for (const [name, call] of Object.entries(members)) {
    bare[name] = Object.freeze(Object.setPrototypeOf((...args: never[]) => call(...args), null));
  }
  return Object.freeze(bare) as T;
};

export type OwnWindow = {
  setAlwaysOnTop(on: boolean): void;
  isAlwaysOnTop(): boolean;
  /** Device-independent pixels; kept between a smallest size and the screen's work area. */
  setContentSize(width: number, height: number): void;
};

const SMALLEST_SIDE = 240;

/** What the guide window gets when it asks for its own BrowserWindow: what it needs of it. */
const ownWindow = (window: BrowserWindow): OwnWindow =>
  deadEnd({
    setAlwaysOnTop: (on: unknown): void => window.setAlwaysOnTop(on === true),
    isAlwaysOnTop: (): boolean => window.isAlwaysOnTop(),
    setContentSize: (width: unknown, height: unknown): void => {
      const area = screen.getDisplayMatching(window.getBounds()).workArea;
      const side = (wanted: unknown, most: number): number =>
        Math.round(Math.min(most, Math.max(SMALLEST_SIDE, typeof wanted === 'number' ? wanted || 0 : 0)));
      window.setContentSize(side(width, area.width), side(height, area.height));
    },
  });

type WireListener = (event: Electron.IpcMainEvent, contextId: unknown, ...args: unknown[]) => void;

const isPlain = (meta: unknown): boolean =>
  typeof meta === 'object' &&
  meta !== null &&
  'type' in meta &&
  meta.type === 'value' &&
  'value' in meta &&
  (typeof meta.value === 'boolean' || typeof meta.value === 'number');

const anything = (): boolean => true;
const nothing = (): boolean => false;

/**
 * The module's own messages, and which of them are let through to it. The four questions go through and meet
 * {@link denyRemote}. Calls may carry booleans and numbers only: the module would also rebuild images, functions and
 * promises from what a page sends, in the main process. Nothing here constructs, reads or sets.
 */
const WIRE: Readonly<Record<string, (args: unknown[]) => boolean>> = {
  REMOTE_BROWSER_REQUIRE: anything,
  REMOTE_BROWSER_GET_BUILTIN: anything,
  REMOTE_BROWSER_GET_GLOBAL: anything,
  REMOTE_BROWSER_GET_CURRENT_WINDOW: anything,
  REMOTE_BROWSER_GET_CURRENT_WEB_CONTENTS: anything,
  REMOTE_BROWSER_MEMBER_CALL: ([, method, values]) =>
    typeof method === 'string' && Array.isArray(values) && values.every(isPlain),
  REMOTE_BROWSER_DEREFERENCE: anything,
  REMOTE_BROWSER_CONTEXT_RELEASE: anything,
  REMOTE_BROWSER_CONSTRUCTOR: nothing,
  REMOTE_BROWSER_FUNCTION_CALL: nothing,
  REMOTE_BROWSER_MEMBER_CONSTRUCTOR: nothing,
  REMOTE_BROWSER_MEMBER_SET: nothing,
  REMOTE_BROWSER_MEMBER_GET: nothing,
  REMOTE_BROWSER_WRONG_CONTEXT_ERROR: nothing,
};

const granted = new WeakSet<Electron.WebContents>();

const blocked = { type: 'exception', value: { type: 'error', value: new Error('Blocked.'), members: [] } };

/** Puts a check before each of the module's listeners. Throws where the module is not the one this was written for. */
const guardWire = (): void => {
  const registered = ipcMain.eventNames().filter((name) => String(name).startsWith('REMOTE_'));
  const unknown = registered.filter((name) => !Object.hasOwn(WIRE, String(name)));
  if (unknown.length > 0) throw new Error(`@electron/remote listens to ${unknown.join(', ')}, which is not fenced.`);
  for (const [channel, allows] of Object.entries(WIRE)) {
    const [inner, ...others] = ipcMain.listeners(channel) as WireListener[];
    if (!inner || others.length > 0) throw new Error(`@electron/remote does not listen to ${channel} as expected.`);
    ipcMain.removeAllListeners(channel);
    ipcMain.on(channel, (event, contextId: unknown, ...args: unknown[]) => {
      const own = granted.has(event.sender) && event.senderFrame === event.sender.mainFrame;
      if (own && allows(args)) inner(event, contextId, ...args);
      else event.returnValue = blocked;
    });
  }
};

type RemoteMain = { initialize(): void; isInitialized(): boolean; enable(contents: Electron.WebContents): void };

/**
 * Lets one window's page have the handle of its own window through @electron/remote, and nothing else. The module is
 * loaded here for the first time, so that an app whose guide window was never opened has no remote module at all.
 */
export const grantOwnWindow = async (window: BrowserWindow): Promise<void> => {
  // The file's full name: Node's own import takes no folders, and the package has no map of them.
  const loaded = (await import('@electron/remote/main/index.js')) as unknown as RemoteMain & { default?: RemoteMain };
  const remote = loaded.default ?? loaded;
  if (!remote.isInitialized()) {
    remote.initialize();
    guardWire();
  }
  const { webContents } = window;
  granted.add(webContents);
  remote.enable(webContents);
  const handle = ownWindow(window);
  // The app's listener has denied already; a returned value is what the module answers with even so.
  (webContents as unknown as Emitter).on('remote-get-current-window', (event) => {
    event.returnValue = handle;
  });
};
