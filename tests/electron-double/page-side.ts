import type { Codec } from './codec.ts';

/**
 * What the double puts into a page before the page's own scripts: Electron's renderer half. Both functions are run in
 * Chromium from their source, so they may use nothing from outside themselves.
 */

export type PageConfig = {
  /** Name of the binding by which the preload's world calls the process. The page's world has none. */
  binding: string;
  /** Name of the events by which the two worlds of a page speak; random for each window. */
  bridge: string;
  /** First line of a prompt that is a synchronous message. */
  sync: string;
  /** Whether the preload also runs in subframes (`nodeIntegrationInSubFrames`). */
  subframes: boolean;
  isolated: boolean;
  nodeIntegration: boolean;
  contextId: string;
  platform: string;
  versions: Record<string, string>;
};

/** What the preload's world tells the process. Arguments are the codec's text. */
export type FromPage = { url: string; top: boolean } & (
  | { kind: 'send'; channel: string; args: string; ports: string[] }
  | { kind: 'invoke'; channel: string; args: string; id: number }
  | { kind: 'port'; id: string; data: string }
  | { kind: 'input'; type: 'mouseDown' | 'rawKeyDown' }
  | { kind: 'media'; types: string[]; id: number }
  | { kind: 'preload-error'; message: string }
);

/** What it asks and waits for: a synchronous message, or whether the page may go somewhere. */
export type FromPageSync = { url: string; top: boolean } & ({ channel: string; args: string } | { navigate: string });

/** What the process tells the preload's world. */
export type ToPage =
  | { kind: 'ipc'; channel: string; args: string; ports: string[] }
  | { kind: 'reply'; id: number; ok: boolean; value: string }
  | { kind: 'port'; id: string; data: string }
  | { kind: 'port-close'; id: string };

type Shape = { f: number } | { o: [string, Shape][] } | { a: Shape[] } | { v: string };

/** The page's own world: it receives what the preload exposes, and keeps no other trace. */
const mainWorldSide = (config: PageConfig, codec: Codec): void => {
  if (window !== window.top && !config.subframes) return;
  const call = (id: number, args: unknown[]): unknown => {
    let reply = '';
    const onReply = (event: Event): void => {
      reply = (event as CustomEvent<string>).detail;
    };
    document.addEventListener(`${config.bridge}:reply`, onReply, { once: true });
    const detail = JSON.stringify({ id, args: codec.encode(args) });
    document.dispatchEvent(new CustomEvent(`${config.bridge}:call`, { detail }));
    const { ok, value, promise } = codec.decode(reply) as { ok: boolean; value: unknown; promise?: number };
    if (!ok) throw value;
    if (promise === undefined) return value;
    return new Promise((resolve, reject) => {
      document.addEventListener(
        `${config.bridge}:settled:${promise}`,
        (event) => {
          const settled = codec.decode((event as CustomEvent<string>).detail) as { ok: boolean; value: unknown };
          if (settled.ok) resolve(settled.value);
          else reject(settled.value);
        },
        { once: true },
      );
    });
  };
  const build = (shape: Shape): unknown => {
    if ('f' in shape) return (...args: unknown[]) => call(shape.f, args);
    if ('a' in shape) return Object.freeze(shape.a.map(build));
    if ('o' in shape) return Object.freeze(Object.fromEntries(shape.o.map(([key, each]) => [key, build(each)])));
    return codec.decode(shape.v);
  };
  document.addEventListener(`${config.bridge}:expose`, (event) => {
    const { key, shape } = JSON.parse((event as CustomEvent<string>).detail) as { key: string; shape: Shape };
    Object.defineProperty(window, key, { value: build(shape), enumerable: true, writable: false, configurable: false });
  });
  // A port whose other end closes gets a `close` event in Electron; plain Chromium has none. The last message says so.
  window.addEventListener(
    'message',
    (event) => {
      for (const port of event.ports)
        port.addEventListener('message', (last) => {
          if (last.data !== `${config.bridge}:closed`) return;
          last.stopImmediatePropagation();
          port.dispatchEvent(new Event('close'));
        });
    },
    true,
  );
  // Electron asks the app at each request for a camera or microphone; plain Chromium goes by what it was told before.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const getUserMedia = devices?.getUserMedia.bind(devices);
  let medias = 0;
  if (devices && getUserMedia)
    devices.getUserMedia = async (wanted) => {
      medias += 1;
      const types = [...(wanted?.video ? ['video'] : []), ...(wanted?.audio ? ['audio'] : [])];
      const settled = `${config.bridge}:media:${medias}`;
      const told = new Promise((resolve) => document.addEventListener(settled, resolve, { once: true }));
      document.dispatchEvent(new CustomEvent(`${config.bridge}:media`, { detail: JSON.stringify({ types, settled }) }));
      await told;
      return getUserMedia(wanted);
    };
  // Whichever world is set up second finds the other: this one says hello, and again when it is asked.
  const hello = (): void => void document.dispatchEvent(new CustomEvent(`${config.bridge}:hello`));
  document.addEventListener(`${config.bridge}:anybody`, hello);
  hello();
};

/** The preload's world: `require`, `process`, `ipcRenderer` and `contextBridge`, and the far ends of the ports. */
const preloadSide = (config: PageConfig, codec: Codec, preload: (...globals: unknown[]) => void): void => {
  if (window !== window.top && !config.subframes) return;
  type Listener = (...args: unknown[]) => void;
  type PortOf = Map<string, MessagePort>;
  const world = globalThis as unknown as Record<string, unknown>;
  const toProcess = world[config.binding] as (text: string) => void;
  const where = (): { url: string; top: boolean } => ({ url: location.href, top: window === window.top });
  const tell = (message: object): void => toProcess(JSON.stringify({ ...where(), ...message }));

  class Emitter {
    #of = new Map<string, Listener[]>();
    on(name: string, listener: Listener): this {
      this.#of.set(name, [...(this.#of.get(name) ?? []), listener]);
      return this;
    }
    once(name: string, listener: Listener): this {
      const once: Listener = (...args) => {
        this.off(name, once);
        listener(...args);
      };
      return this.on(name, once);
    }
    off(name: string, listener: Listener): this {
      this.#of.set(
        name,
        (this.#of.get(name) ?? []).filter((each) => each !== listener),
      );
      return this;
    }
    removeAllListeners(name: string): this {
      this.#of.delete(name);
      return this;
    }
    emit(name: string, ...args: unknown[]): boolean {
      const listeners = this.#of.get(name) ?? [];
      for (const listener of listeners) listener(...args);
      return listeners.length > 0;
    }
    addListener(name: string, listener: Listener): this {
      return this.on(name, listener);
    }
    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener);
    }
  }

  // Ports: each that crosses gets a channel here, whose near end speaks to the process.
  const ports: PortOf = new Map();
  let portCount = 0;
  const keepPort = (id: string, port: MessagePort): void => {
    ports.set(id, port);
    port.addEventListener('message', (event) => {
      if (event.ports.length > 0) throw new Error('The double sends no ports over ports.');
      tell({ kind: 'port', id, data: codec.encode(event.data) });
    });
    port.start();
  };
  const portFromProcess = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    keepPort(id, port1);
    return port2;
  };

  // Electron sees a press before the page does; what a script dispatches it does not see at all.
  const press = (type: 'mouseDown' | 'rawKeyDown') => (event: Event) =>
    event.isTrusted && tell({ kind: 'input', type });
  window.addEventListener('pointerdown', press('mouseDown'), true);
  window.addEventListener('keydown', press('rawKeyDown'), true);

  const ipc = new Emitter();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let invoked = 0;
  const ipcRenderer = Object.assign(ipc, {
    send: (channel: string, ...args: unknown[]): void =>
      tell({ kind: 'send', channel, args: codec.encode(args), ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: MessagePort[] = []): void => {
      const ids = transfer.map((port) => {
        portCount += 1;
        const id = `page-${config.contextId}-${portCount}`;
        keepPort(id, port);
        return id;
      });
      tell({ kind: 'send', channel, args: codec.encode([message]), ports: ids });
    },
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        invoked += 1;
        waiting.set(invoked, { resolve, reject });
        tell({ kind: 'invoke', channel, args: codec.encode(args), id: invoked });
      }),
    // A prompt is the one thing in a page that waits for an answer from outside, whatever its policy.
    sendSync: (channel: string, ...args: unknown[]): unknown => {
      const asked = JSON.stringify({ ...where(), channel, args: codec.encode(args) });
      const answer = window.prompt(config.sync, asked);
      if (answer === null) throw new Error(`Nothing answers ${channel}.`);
      return codec.decode(answer);
    },
  });

  document.addEventListener(`${config.bridge}:media`, (event) => {
    const { types, settled } = JSON.parse((event as CustomEvent<string>).detail) as {
      types: string[];
      settled: string;
    };
    invoked += 1;
    waiting.set(invoked, { resolve: () => document.dispatchEvent(new CustomEvent(settled)), reject: () => undefined });
    tell({ kind: 'media', types, id: invoked });
  });

  Object.defineProperty(world, `${config.binding}Deliver`, {
    value: (text: string): void => {
      const message = JSON.parse(text) as ToPage;
      if (message.kind === 'ipc') {
        const event = { sender: ipcRenderer, senderId: 0, ports: message.ports.map(portFromProcess) };
        ipc.emit(message.channel, event, ...(codec.decode(message.args) as unknown[]));
      } else if (message.kind === 'reply') {
        const { resolve, reject } = waiting.get(message.id)!;
        waiting.delete(message.id);
        if (message.ok) resolve(codec.decode(message.value));
        else reject(codec.decode(message.value));
      } else if (message.kind === 'port') ports.get(message.id)?.postMessage(codec.decode(message.data));
      else {
        const port = ports.get(message.id);
        ports.delete(message.id);
        port?.postMessage(`${config.bridge}:closed`);
        port?.close();
      }
    },
  });

  // Navigations over the network are asked about when their request comes. A blob makes none that could be held.
  window.navigation.addEventListener('navigate', (event) => {
    const { url } = event.destination;
    if (!url.startsWith('blob:') || !event.cancelable || event.downloadRequest !== null) return;
    if (window.prompt(config.sync, JSON.stringify({ ...where(), navigate: url })) === 'deny') event.preventDefault();
  });

  // contextBridge
  const exposed: ((...args: unknown[]) => unknown)[] = [];
  let promises = 0;
  const shapeOf = (value: unknown): Shape => {
    if (typeof value === 'function') return { f: exposed.push(value as (...args: unknown[]) => unknown) - 1 };
    if (Array.isArray(value)) return { a: value.map(shapeOf) };
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return { o: Object.entries(value).map(([key, each]) => [key, shapeOf(each)]) };
    return { v: codec.encode(value) };
  };
  const answer = (name: string, value: unknown): void => {
    let detail: string;
    try {
      detail = codec.encode(value);
    } catch (error) {
      detail = codec.encode({ ok: false, value: error });
    }
    document.dispatchEvent(new CustomEvent(`${config.bridge}:${name}`, { detail }));
  };
  document.addEventListener(`${config.bridge}:call`, (event) => {
    const { id, args } = JSON.parse((event as CustomEvent<string>).detail) as { id: number; args: string };
    try {
      const value = exposed[id]!(...(codec.decode(args) as unknown[]));
      if (value instanceof Promise) {
        promises += 1;
        const promise = promises;
        value.then(
          (settled) => answer(`settled:${promise}`, { ok: true, value: settled }),
          (error) => answer(`settled:${promise}`, { ok: false, value: error }),
        );
        answer('reply', { ok: true, promise });
      } else answer('reply', { ok: true, value });
    } catch (error) {
      answer('reply', { ok: false, value: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  const toExpose: string[] = [];
  let mainWorldListens = false;
  const flush = (): void => {
    if (!mainWorldListens) return;
    for (const detail of toExpose.splice(0))
      document.dispatchEvent(new CustomEvent(`${config.bridge}:expose`, { detail }));
  };
  document.addEventListener(`${config.bridge}:hello`, () => {
    mainWorldListens = true;
    flush();
  });
  document.dispatchEvent(new CustomEvent(`${config.bridge}:anybody`));
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void => {
      if (!config.isolated) throw new Error('contextBridge API can only be used when contextIsolation is enabled');
      toExpose.push(JSON.stringify({ key, shape: shapeOf(api) }));
      flush();
    },
  };

  // What a sandboxed preload finds: a few modules, and polyfills of Node's globals.
  class BufferDouble extends Uint8Array {}
  const preloadProcess = Object.assign(new Emitter(), {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: config.isolated,
    contextId: config.contextId,
    platform: config.platform,
    versions: config.versions,
    env: {},
    argv: [] as string[],
  });
  const modules: Record<string, unknown> = {
    electron: { ipcRenderer, contextBridge, nativeImage: {}, webFrame: {}, webUtils: {} },
    events: { EventEmitter: Emitter },
    timers: { setImmediate: (run: () => void) => setTimeout(run, 0), clearImmediate: clearTimeout },
    url: { URL, URLSearchParams },
  };
  const require = (name: string): unknown => {
    if (!Object.hasOwn(modules, name)) throw new Error(`module not found: ${name}`);
    return modules[name];
  };
  if (config.nodeIntegration && !config.isolated) Object.assign(world, { require, process: preloadProcess });
  const { setImmediate, clearImmediate } = modules.timers as Record<string, unknown>;
  const exports = {};
  try {
    preload(require, preloadProcess, BufferDouble, world, setImmediate, clearImmediate, exports, { exports });
  } catch (error) {
    tell({ kind: 'preload-error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};

/** The names under which Electron hands a sandboxed preload its globals, in the order of {@link preloadSide}'s call. */
const PRELOAD_GLOBALS = 'require, process, Buffer, global, setImmediate, clearImmediate, exports, module';

/** The script of the page's own world. */
export const mainWorldScript = (config: PageConfig, makeCodec: () => Codec): string =>
  `(${mainWorldSide})(${JSON.stringify(config)}, (${makeCodec})());`;

/** The script of the preload's world. The preload is put in as source, because a page's policy may forbid `eval`. */
export const preloadScript = (config: PageConfig, makeCodec: () => Codec, preload: string): string =>
  `(${preloadSide})(${JSON.stringify(config)}, (${makeCodec})(), function (${PRELOAD_GLOBALS}) {${preload}\n});`;
