import { EventEmitter } from 'node:events';
import type { Page } from 'playwright-core';
import { app, preventable } from './app.ts';
import { type Session, session } from './sessions.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Partial<Bounds> & {
  minWidth?: number;
  minHeight?: number;
  title?: string;
  show?: boolean;
  alwaysOnTop?: boolean;
  webPreferences?: WebPreferences;
  [other: string]: unknown;
};

const all = new Set<BrowserWindow>();
let count = 0;

/** Electron's BrowserWindow. Its inside is a page; its frame, place and order are remembered, not shown. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...all];
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...all].find((window) => window.webContents === contents) ?? null;
  }
  static fromId(id: number): BrowserWindow | null {
    return [...all].find((window) => window.id === id) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...all].find((window) => window.isFocused()) ?? null;
  }
  static #focused: BrowserWindow | undefined;

  readonly id: number;
  readonly webContents: WebContents;
  readonly options: Options;
  #bounds: Bounds;
  #title: string;
  #visible: boolean;
  #onTop: boolean;
  #maximized = false;
  #minimized = false;
  #destroyed = false;
  #shown = false;

  constructor(options: Options = {}, opened?: Page) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    count += 1;
    this.id = count;
    this.options = options;
    const { x = 100, y = 100, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? app.getName();
    this.#visible = options.show !== false;
    this.#onTop = options.alwaysOnTop === true;
    const preferences = options.webPreferences ?? {};
    const own: Session =
      preferences.session ??
      (preferences.partition === undefined ? session.defaultSession : session.fromPartition(preferences.partition));
    all.add(this);
    app.addWindow(this);
    this.webContents = new WebContents(own, preferences, { width, height }, opened);
    // The remote module finds a page's window this way.
    Object.assign(this.webContents, { getOwnerBrowserWindow: () => this });
    this.webContents.on('did-finish-load', () => {
      if (this.#shown) return;
      this.#shown = true;
      this.emit('ready-to-show');
    });
    this.webContents.once('destroyed', () => this.#closed());
    this.webContents.on('double-stayed', () => this.emit('close-prevented'));
    this.webContents.on('double-window-opened', (page: Page) => new BrowserWindow({ webPreferences: {} }, page));
    app.emit('browser-window-created', preventable({}), this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) this.emit('close-prevented');
    else void this.webContents.close();
  }
  destroy(): void {
    void this.webContents.destroy();
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    this.#visible = true;
    this.focus();
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }
  focus(): void {
    BrowserWindow.#focused = this;
    this.webContents.focus();
    this.emit('focus');
  }
  isFocused(): boolean {
    return BrowserWindow.#focused === this && !this.#destroyed;
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isFullScreen(): boolean {
    return false;
  }
  setAlwaysOnTop(on: boolean): void {
    this.#onTop = on;
    this.emit('always-on-top-changed', {}, on);
  }
  isAlwaysOnTop(): boolean {
    return this.#onTop;
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }
  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Bounds>): void {
    const { minWidth = 0, minHeight = 0 } = this.options;
    const next = { ...this.#bounds, ...bounds };
    this.#bounds = { ...next, width: Math.max(next.width, minWidth), height: Math.max(next.height, minHeight) };
    const { width, height } = this.#bounds;
    void this.webContents.ready.then(() => this.webContents.page?.setViewportSize({ width, height }));
    this.emit('resize');
  }
  getContentSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getSize(): [number, number] {
    return this.getContentSize();
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  #closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this);
    this.emit('closed');
  }
}
