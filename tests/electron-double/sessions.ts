import { EventEmitter } from 'node:events';
import type { Browser, BrowserContext, Request as PageRequest, Route } from 'playwright-core';
import { toChromium, toElectron } from './addresses.ts';
import { app } from './app.ts';
import { permissionSettings } from './permissions.ts';
import { chromium } from './process.ts';
import type { WebContents } from './web-contents.ts';

type Scheme = { scheme: string; privileges?: Record<string, boolean> };
type Handler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (
  details: Record<string, unknown>,
  callback: (answer: { cancel?: boolean; redirectURL?: string }) => void,
) => void;

const schemes = new Map<string, Record<string, boolean>>();

/** Electron's `protocol`, of one session. */
class Protocol {
  handlers = new Map<string, Handler>();

  registerSchemesAsPrivileged(registered: readonly Scheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    schemes.clear();
    for (const { scheme, privileges } of registered) {
      const { standard, secure } = privileges ?? {};
      if (!standard || !secure) throw new Error(`The double shows only standard and secure schemes, not ${scheme}.`);
      schemes.set(scheme, privileges ?? {});
    }
  }

  handle(scheme: string, handler: Handler): void {
    if (!app.isReady()) throw new Error('protocol.handle should be called after app is ready');
    if (!schemes.has(scheme)) throw new Error(`The double knows no scheme ${scheme} that was registered.`);
    if (this.handlers.has(scheme)) throw new Error('The scheme has been intercepted.');
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }
}

/** Electron's `session.webRequest`, of which only onBeforeRequest is here. */
class WebRequest {
  listener: BeforeRequest | undefined;

  onBeforeRequest(...args: [BeforeRequest | null] | [{ urls: string[] }, BeforeRequest | null]): void {
    const listener = args.length === 1 ? args[0] : args[1];
    if (args.length === 2 && !args[0].urls.includes('<all_urls>'))
      throw new Error('The double filters no requests by pattern.');
    this.listener = listener ?? undefined;
  }

  /** Asks the app's listener about a request. Without one, everything goes. */
  async cancels(details: { url: string } & Record<string, unknown>): Promise<boolean> {
    const { listener } = this;
    if (!listener) return false;
    return new Promise((resolve) => listener(details, (answer) => resolve(answer.cancel === true)));
  }
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  document: 'mainFrame',
  stylesheet: 'stylesheet',
  image: 'image',
  media: 'media',
  font: 'font',
  script: 'script',
  xhr: 'xhr',
  fetch: 'xhr',
  ping: 'ping',
  beacon: 'ping',
  websocket: 'webSocket',
};

const all = new Map<string, Session>();

/** A session of the app: a browser context of its own in Chromium. */
export class Session extends EventEmitter {
  readonly partition: string;
  readonly protocol = new Protocol();
  readonly webRequest = new WebRequest();
  readonly settings: Record<string, unknown> = {};
  readonly contents = new Set<WebContents>();
  #context: Promise<BrowserContext> | undefined;
  #requests = 0;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: unknown): void {
    this.#permission('request', handler);
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.#permission('check', handler);
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.settings.device = handler;
  }
  setCertificateVerifyProc(handler: unknown): void {
    this.settings.certificate = handler;
  }
  async setProxy(config: object): Promise<void> {
    this.settings.proxy = config;
  }
  setSpellCheckerEnabled(on: boolean): void {
    this.settings.spellChecker = on;
  }
  isSpellCheckerEnabled(): boolean {
    return this.settings.spellChecker !== false;
  }
  isPersistent(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:');
  }

  /** What a request of the process itself gets, which passes webRequest as a page's does. */
  async fetch(input: string | Request): Promise<Response> {
    const request = new Request(input);
    // As it was written: a scheme's own handler sees the path before anything is folded away.
    const url = typeof input === 'string' ? input : request.url;
    if (await this.webRequest.cancels({ url, method: request.method, resourceType: 'xhr' }))
      throw new Error('net::ERR_BLOCKED_BY_CLIENT');
    const handler = this.protocol.handlers.get(url.split(':', 1)[0]!);
    if (!handler) return fetch(request);
    return handler(new Proxy(request, { get: (of, key) => (key === 'url' ? url : Reflect.get(of, key, of)) }));
  }

  #permission(which: 'request' | 'check', handler: unknown): void {
    this.settings[which] = handler ?? undefined;
    for (const contents of this.contents) void contents.applyPermissions();
  }

  /** What Chromium is told about each permission, once the app's handlers have been asked. */
  permissionsFor(contents: WebContents, origin: string): ReturnType<typeof permissionSettings> {
    return permissionSettings(this.settings, contents, origin);
  }

  context(): Promise<BrowserContext> {
    this.#context ??= chromium().then(({ browser }) => this.#makeContext(browser));
    return this.#context;
  }

  async #makeContext(browser: Browser): Promise<BrowserContext> {
    const context = await browser.newContext({ colorScheme: null, reducedMotion: null, acceptDownloads: true });
    await context.route('**/*', (route) =>
      this.#answer(route).catch(() => route.abort('failed').catch(() => undefined)),
    );
    // A page that nobody here made was opened by a page.
    context.on('page', (page) => {
      if (![...this.contents].some((contents) => contents.isMaking || contents.page === page)) {
        void page.opener().then((opener) => {
          const by = [...this.contents].find((contents) => contents.page === opener);
          if (by) void by.pageOpened(page);
          else void page.close();
        });
      }
    });
    return context;
  }

  #contentsOf(request: PageRequest): { contents: WebContents | undefined; mainFrame: boolean } {
    try {
      const frame = request.frame();
      const contents = [...this.contents].find((each) => each.page === frame.page());
      return { contents, mainFrame: frame.parentFrame() === null };
    } catch {
      // A new window's first request comes before its page.
      return { contents: undefined, mainFrame: true };
    }
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toElectron(request.url());
    const { contents, mainFrame } = this.#contentsOf(request);
    if (request.isNavigationRequest()) {
      if (!contents) {
        // Decided in pageOpened; until then, and where it was denied, nothing is loaded.
        const allowed = await Promise.race([...this.contents].map((each) => each.lastWindowOpen));
        if (!allowed) return route.abort('aborted');
      } else if (!contents.navigates(url, mainFrame, request.redirectedFrom() !== null)) return route.abort('aborted');
    }
    this.#requests += 1;
    const resourceType =
      request.resourceType() === 'document' && !mainFrame
        ? 'subFrame'
        : (RESOURCE_TYPES[request.resourceType()] ?? 'other');
    const details = { id: this.#requests, url, method: request.method(), resourceType, timestamp: Date.now() };
    if (await this.webRequest.cancels({ ...details, webContentsId: contents?.id }))
      return route.abort('blockedbyclient');

    const scheme = url.split(':', 1)[0]!;
    const handler = this.protocol.handlers.get(scheme);
    if (!handler) {
      // Another scheme of the app's that this session does not serve must not look like an address in the web.
      if (toChromium(url) !== url) return route.abort('addressunreachable');
      return route.continue();
    }
    if (['fetch', 'xhr'].includes(request.resourceType()) && !schemes.get(scheme)?.supportFetchAPI)
      return route.abort('accessdenied');
    const body = request.postDataBuffer();
    const response = await handler(
      new Request(url, {
        method: request.method(),
        headers: request.headers(),
        ...(body && !['GET', 'HEAD'].includes(request.method()) ? { body: new Uint8Array(body) } : {}),
      }),
    );
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }
}

const sessionOf = (partition: string): Session => {
  const known = all.get(partition);
  if (known) return known;
  const made = new Session(partition);
  all.set(partition, made);
  app.emit('session-created', made);
  return made;
};

/** Electron's `session`. */
export const session = {
  get defaultSession(): Session {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    return sessionOf('');
  },
  fromPartition: (partition: string, _options?: { cache: boolean }): Session => {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    return sessionOf(partition);
  },
};

/** Electron's `protocol` is the default session's. Registering schemes comes before there is a session. */
export const protocol = {
  registerSchemesAsPrivileged: (registered: readonly Scheme[]): void =>
    new Protocol().registerSchemesAsPrivileged(registered),
  handle: (scheme: string, handler: Handler): void => session.defaultSession.protocol.handle(scheme, handler),
  unhandle: (scheme: string): void => session.defaultSession.protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string): boolean => session.defaultSession.protocol.isProtocolHandled(scheme),
};

/** Electron's `net`, as far as it goes: a request of the process in the default session. */
export const net = { fetch: (input: string | Request): Promise<Response> => session.defaultSession.fetch(input) };

/** For the proxy, through which everything goes that Chromium does not hand to a context's routes. */
export const cancelsOutside = async (url: string): Promise<boolean> => {
  const asked = await Promise.all([...all.values()].map((each) => each.webRequest.cancels({ url, method: 'CONNECT' })));
  return asked.length === 0 || asked.some(Boolean);
};
