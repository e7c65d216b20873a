import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Dialog, Page } from 'playwright-core';
import { toChromium, toElectron } from './addresses.ts';
import { app, preventable } from './app.ts';
import { makeCodec } from './codec.ts';
import { ipcMain } from './ipc-main.ts';
import { MessagePortMain, type PortEnd } from './message-ports.ts';
import {
  type FromPage,
  type FromPageSync,
  mainWorldScript,
  type PageConfig,
  preloadScript,
  type ToPage,
} from './page-side.ts';
import { mediaRequest } from './permissions.ts';
import { chromium } from './process.ts';
import type { Session } from './sessions.ts';

const codec = makeCodec();
const SYNC = 'electron-double: a synchronous message';

export type WebPreferences = {
  preload?: string;
  sandbox?: boolean;
  contextIsolation?: boolean;
  nodeIntegration?: boolean;
  nodeIntegrationInSubFrames?: boolean;
  webviewTag?: boolean;
  session?: Session;
  partition?: string;
  [other: string]: unknown;
};

type OpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => {
  action: 'allow' | 'deny';
};

let count = 0;

/** Electron's WebFrameMain. The main frame is one object for as long as its window lives. */
class WebFrameMain {
  readonly contents: WebContents;
  readonly parent: WebFrameMain | null;
  url: string;
  /** The world of the page's preload, while there is one. */
  world: number | undefined;

  constructor(contents: WebContents, parent: WebFrameMain | null, url: string, world?: number) {
    this.contents = contents;
    this.parent = parent;
    this.url = url;
    this.world = world;
  }
  get top(): WebFrameMain {
    return this.parent ?? this;
  }
  get origin(): string {
    return /^[a-z][a-z0-9+-]*:\/\/[^/?#]*/i.exec(this.url)?.[0] ?? 'null';
  }
  send(channel: string, ...args: unknown[]): void {
    this.contents.tell(this.world, { kind: 'ipc', channel, args: codec.encode(args), ports: [] });
  }
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const { world } = this;
    if (world === undefined) return;
    const moved = transfer.map((port) => this.contents.movePort(port, world));
    const ports = moved.map(({ id }) => id);
    this.contents.tell(world, { kind: 'ipc', channel, args: codec.encode([message]), ports });
    // What was sent before the port was handed over follows it.
    for (const { flush } of moved) flush();
  }
}

/** Electron's WebContents: a page in the session's browser context. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: WebFrameMain;
  page: Page | undefined;
  isMaking = true;
  /** Whether the last window a page asked for may be opened. */
  lastWindowOpen: Promise<boolean> = new Promise(() => undefined);
  readonly ready: Promise<void>;
  #cdp: CDPSession | undefined;
  #preferences: WebPreferences;
  #openHandler: OpenHandler | undefined;
  #worlds = new Map<number, { frameId: string }>();
  #ports = new Map<string, { end: PortEnd; world: number }>();
  #portCount = 0;
  #binding = `b${randomBytes(8).toString('hex')}`;
  #expected: string | undefined;
  #destroyed = false;
  #rtcPolicy = 'default';
  #devTools = false;
  #mainFrameId = '';
  #tells: Promise<unknown> = Promise.resolve();

  constructor(session: Session, preferences: WebPreferences, size: { width: number; height: number }, page?: Page) {
    super();
    count += 1;
    this.id = count;
    this.session = session;
    this.#preferences = preferences;
    this.mainFrame = new WebFrameMain(this, null, '');
    session.contents.add(this);
    this.ready = this.#make(size, page);
    this.ready.catch((error: unknown) => console.error('electron-double:', error));
    app.emit('web-contents-created', preventable({}), this);
  }

  getLastWebPreferences(): WebPreferences {
    const { session: _session, ...plain } = this.#preferences;
    return { ...plain, sandbox: app.sandboxEnabled || plain.sandbox !== false };
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  getTitle(): Promise<string> | string {
    return this.page?.title() ?? '';
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.#rtcPolicy = policy;
  }
  getWebRTCIPHandlingPolicy(): string {
    return this.#rtcPolicy;
  }
  /** As Electron does: nothing where the window's preferences deny it. */
  openDevTools(): void {
    this.#devTools ||= this.#preferences.devTools !== false;
  }
  isDevToolsOpened(): boolean {
    return this.#devTools;
  }
  focus(): void {
    void this.page?.bringToFront().catch(() => undefined);
  }
  send(channel: string, ...args: unknown[]): void {
    this.mainFrame.send(channel, ...args);
  }
  postMessage(channel: string, message: unknown, transfer?: readonly MessagePortMain[]): void {
    this.mainFrame.postMessage(channel, message, transfer);
  }
  async executeJavaScript(code: string): Promise<unknown> {
    await this.ready;
    return this.page!.evaluate(code);
  }

  async loadURL(url: string): Promise<void> {
    await this.ready;
    await this.applyPermissions(toChromium(url));
    this.#expected = url;
    this.emit('did-start-loading');
    try {
      await this.page!.goto(toChromium(url), { waitUntil: 'load' });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const code = /net::ERR_\w+/.exec(words)?.[0] ?? 'ERR_FAILED';
      this.emit('did-fail-load', preventable({}), -2, code, url, true);
      throw new Error(`${code} (-2) loading '${url}'`);
    } finally {
      this.emit('did-stop-loading');
    }
  }

  reload(): void {
    void this.ready.then(() => {
      this.#expected = this.getURL();
      return this.page!.reload();
    });
  }

  /** Asks the app whether a page may go where it wants to. What the app itself loads is not asked about. */
  navigates(url: string, mainFrame: boolean, redirected: boolean): boolean {
    if (mainFrame && this.#expected?.split('#', 1)[0] === url.split('#', 1)[0] && !redirected) {
      this.#expected = undefined;
      return true;
    }
    const frame = mainFrame ? this.mainFrame : new WebFrameMain(this, this.mainFrame, url);
    const details = { url, isSameDocument: false, isMainFrame: mainFrame, frame, initiator: this.mainFrame };
    if (redirected) {
      const event = preventable(details);
      this.emit('will-redirect', event);
      return !event.defaultPrevented;
    }
    const event = preventable(details);
    this.emit('will-frame-navigate', event);
    if (mainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  /** A page that this one opened: it stays where the app allows it, and is closed before it loads anything where not. */
  async pageOpened(page: Page): Promise<void> {
    if (await this.lastWindowOpen) this.emit('double-window-opened', page);
    else await page.close();
  }

  tell(world: number | undefined, message: ToPage): void {
    if (world === undefined || !this.#worlds.has(world)) return;
    const text = JSON.stringify(message);
    // One after the other: a page gets messages in the order they were sent.
    this.#tells = this.#tells.then(() =>
      this.#cdp
        ?.send('Runtime.callFunctionOn', {
          executionContextId: world,
          functionDeclaration: `function (text) { globalThis.${this.#binding}Deliver(text); }`,
          arguments: [{ value: text }],
        })
        .catch(() => undefined),
    );
  }

  movePort(port: MessagePortMain, world: number): { id: string; flush: () => void } {
    this.#portCount += 1;
    const id = `main-${this.id}-${this.#portCount}`;
    const early: string[] = [];
    let flushed = false;
    const end = port.moveTo({
      receive: (data) => {
        if (flushed) this.tell(world, { kind: 'port', id, data });
        else early.push(data);
      },
      peerClosed: () => {
        this.#ports.delete(id);
        this.tell(world, { kind: 'port-close', id });
      },
    });
    this.#ports.set(id, { end, world });
    return {
      id,
      flush: () => {
        flushed = true;
        for (const data of early) this.tell(world, { kind: 'port', id, data });
      },
    };
  }

  /** Tells Chromium what the app's handlers say to each permission, for the page that is or will be shown. */
  async applyPermissions(url?: string): Promise<void> {
    const address = url ?? this.page?.url() ?? '';
    if (!this.#cdp || !/^https?:/.test(address)) return;
    const { origin } = new URL(address);
    await this.#setPermissions(origin, this.session.permissionsFor(this, toElectron(origin)));
  }

  async #setPermissions(origin: string, settings: ReturnType<Session['permissionsFor']>): Promise<void> {
    if (!this.#cdp) return;
    const { targetInfo } = await this.#cdp.send('Target.getTargetInfo');
    const { whole } = await chromium();
    for (const { permission, setting } of settings)
      await whole.send('Browser.setPermission', {
        permission,
        setting,
        origin,
        ...(targetInfo.browserContextId ? { browserContextId: targetInfo.browserContextId } : {}),
      });
  }

  /** Asks the app about one request, and tells Chromium to answer it so. What was given stays until the next. */
  async #askForMedia(types: readonly string[], frame: WebFrameMain): Promise<void> {
    const granted = await mediaRequest(this.session.settings.request, this, types, frame);
    await this.#setPermissions(
      new URL(toChromium(frame.url)).origin,
      ['camera', 'microphone'].map((name) => ({
        permission: { name },
        setting: granted && types.includes(name === 'camera' ? 'video' : 'audio') ? 'granted' : 'denied',
      })),
    );
  }

  async close(): Promise<void> {
    await this.ready;
    await this.page!.close({ runBeforeUnload: true });
  }

  async destroy(): Promise<void> {
    await this.ready;
    await this.page!.close();
  }

  async #make(size: { width: number; height: number }, opened?: Page): Promise<void> {
    const context = await this.session.context();
    const page = opened ?? (await context.newPage());
    this.page = page;
    this.isMaking = false;
    await page.setViewportSize(size);
    page.on('dialog', (dialog) => void this.#dialog(dialog).catch(() => undefined));
    page.on('close', () => this.#gone());
    page.on('crash', () => this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 133 }));
    page.on('load', () => this.emit('did-finish-load'));
    page.on('console', (message) => this.emit('console-message', { level: message.type(), message: message.text() }));
    page.on('download', (download) => {
      const event = preventable({});
      this.session.emit('will-download', event, { getURL: () => toElectron(download.url()) }, this);
      if (event.defaultPrevented) void download.cancel().catch(() => undefined);
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      this.mainFrame.url = toElectron(frame.url());
      this.emit('did-navigate', preventable({}), this.mainFrame.url);
    });
    await this.#instrument(await context.newCDPSession(page));
  }

  async #instrument(cdp: CDPSession): Promise<void> {
    this.#cdp = cdp;
    const { contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, preload } = this.#preferences;
    const isolated = contextIsolation !== false;
    const config: PageConfig = {
      binding: this.#binding,
      bridge: `e${randomBytes(8).toString('hex')}`,
      sync: SYNC,
      subframes: nodeIntegrationInSubFrames === true,
      isolated,
      nodeIntegration: nodeIntegration === true,
      contextId: `${this.id}-1`,
      platform: process.platform,
      versions: { electron: process.versions.electron ?? '', chrome: '', node: process.versions.node },
    };
    const worldName = isolated ? 'electron-double' : '';
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId, isDefault } = context.auxData as unknown as { frameId: string; isDefault: boolean };
      if (isolated ? context.name === worldName : isDefault) this.#worlds.set(context.id, { frameId });
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#worldGone(executionContextId));
    cdp.on('Runtime.executionContextsCleared', () => {
      for (const world of this.#worlds.keys()) this.#worldGone(world);
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.#binding) this.#fromPage(JSON.parse(payload) as FromPage, executionContextId);
    });
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      const details = { url: toElectron(url), frameName: windowName, features: windowFeatures.join(',') };
      const answer = this.#openHandler?.({ ...details, disposition: 'new-window' }) ?? { action: 'allow' as const };
      this.lastWindowOpen = Promise.resolve(answer.action === 'allow');
    });
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    const { frameTree } = await cdp.send('Page.getFrameTree');
    this.#mainFrameId = frameTree.frame.id;
    const named = isolated ? { executionContextName: worldName } : {};
    await cdp.send('Runtime.addBinding', { name: this.#binding, ...named });
    if (isolated)
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(config, makeCodec) });
    const source = preloadScript(config, makeCodec, preload === undefined ? '' : readFileSync(preload, 'utf8'));
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, ...(isolated ? { worldName } : {}) });
  }

  #frameOf(message: { url: string; top: boolean }, world: number | undefined): WebFrameMain {
    const url = toElectron(message.url);
    if (!message.top) return new WebFrameMain(this, this.mainFrame, url, world);
    this.mainFrame.url = url;
    this.mainFrame.world = world;
    return this.mainFrame;
  }

  #event(frame: WebFrameMain, ports: MessagePortMain[]) {
    return preventable({
      sender: this as WebContents,
      senderFrame: frame,
      frameId: frame.parent ? 2 : 1,
      processId: this.id,
      type: 'frame',
      ports,
      reply: (channel: string, ...args: unknown[]) => frame.send(channel, ...args),
      returnValue: undefined as unknown,
    });
  }

  #portFromPage(id: string, world: number): MessagePortMain {
    const port = new MessagePortMain();
    port.peer = {
      receive: (data) => this.tell(world, { kind: 'port', id, data }),
      peerClosed: () => {
        this.#ports.delete(id);
        this.tell(world, { kind: 'port-close', id });
      },
    };
    this.#ports.set(id, { end: port, world });
    return port;
  }

  #fromPage(message: FromPage, world: number): void {
    if (message.kind === 'preload-error') {
      console.error(`Unable to load preload script: ${this.#preferences.preload}\n${message.message}`);
      this.emit('preload-error', preventable({}), this.#preferences.preload, new Error(message.message));
      return;
    }
    if (message.kind === 'input') {
      this.emit('input-event', preventable({}), { type: message.type });
      return;
    }
    if (message.kind === 'port') {
      this.#ports.get(message.id)?.end.receive(message.data);
      return;
    }
    const frame = this.#frameOf(message, world);
    if (message.kind === 'media') {
      void this.#askForMedia(message.types, frame).finally(() =>
        this.tell(world, { kind: 'reply', id: message.id, ok: true, value: codec.encode(true) }),
      );
      return;
    }
    const args = codec.decode(message.args) as unknown[];
    if (message.kind === 'send') {
      const ports = message.ports.map((id) => this.#portFromPage(id, world));
      ipcMain.emit(message.channel, this.#event(frame, ports), ...args);
      return;
    }
    const handler = ipcMain.handlers.get(message.channel);
    const reply = (ok: boolean, value: unknown): void =>
      this.tell(world, { kind: 'reply', id: message.id, ok, value: codec.encode(value) });
    if (!handler) {
      reply(false, new Error(`No handler registered for '${message.channel}'`));
      return;
    }
    Promise.resolve()
      .then(() => handler(this.#event(frame, []), ...args))
      .then(
        (value) => reply(true, value),
        (error: unknown) => reply(false, new Error(`Error invoking remote method '${message.channel}': ${error}`)),
      );
  }

  async #dialog(dialog: Dialog): Promise<void> {
    if (dialog.type() === 'beforeunload') {
      const event = preventable({});
      this.emit('will-prevent-unload', event);
      if (event.defaultPrevented) await dialog.accept();
      else {
        await dialog.dismiss();
        this.emit('double-stayed');
      }
      return;
    }
    // Others are the page's own alert, confirm and prompt, which the test answers.
    if (dialog.type() !== 'prompt' || dialog.message() !== SYNC) return;
    const asked = JSON.parse(dialog.defaultValue()) as FromPageSync;
    if ('navigate' in asked) {
      await dialog.accept(this.navigates(toElectron(asked.navigate), true, false) ? 'allow' : 'deny');
      return;
    }
    const world = asked.top ? this.mainFrame.world : undefined;
    const event = this.#event(this.#frameOf(asked, world), []);
    ipcMain.emit(asked.channel, event, ...(codec.decode(asked.args) as unknown[]));
    await dialog.accept(codec.encode(event.returnValue));
  }

  #worldGone(world: number): void {
    const gone = this.#worlds.get(world);
    if (!gone) return;
    this.#worlds.delete(world);
    for (const [id, port] of this.#ports) {
      if (port.world !== world) continue;
      this.#ports.delete(id);
      port.end.peerClosed();
    }
    if (gone.frameId === this.#mainFrameId) this.emit('render-view-deleted', preventable({}), this.id);
  }

  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const world of [...this.#worlds.keys()]) this.#worldGone(world);
    this.session.contents.delete(this);
    this.emit('destroyed');
  }
}
