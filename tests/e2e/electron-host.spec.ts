import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { LaunchedApp } from '../electron-double/launch.ts';
import { expect, noteHost, test } from './electron-app.ts';
import { listenHere } from './listener.ts';

/**
 * Tries to break the Electron window's settings as someone would who got a script into the page: to read other files,
 * to leave, to be let at devices, to reach the network. Where silence could mean that nothing was tried, something that
 * must work stands beside it.
 *
 * Attacks wait a moment first, because what a debugger evaluates is let past parts of a policy.
 */

const root = join(import.meta.dirname, '../..');

test.beforeEach(async ({ app }) => {
  noteHost(app);
  await app.page.evaluate(() => Object.assign(window, { stillHere: true }));
});

/** The page is the one it was: not left, not loaded again, and still the only window. */
const isUnmoved = async (app: LaunchedApp): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(app.page.url().startsWith(app.address('app://rollmark/'))).toBe(true);
  expect(await app.page.evaluate(() => (window as unknown as { stillHere?: boolean }).stillHere)).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect.poll(() => app.windows().length).toBe(1);
};

/** What a page gets for an address: the status, or the name of the error. */
const fetched = (
  page: Page,
  url: string,
  init: { method?: string; body?: string } = {},
): Promise<{ status: number | string; text: string }> =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return { status: response.status, text: await response.text() };
      } catch (error) {
        return { status: (error as Error).name, text: '' };
      }
    },
    [url, init] as const,
  );

test.describe('files', () => {
  const main = readFileSync(join(root, 'out/main/main.js'), 'utf8').slice(0, 200);

  test('its own files are served, with a policy, a type and no guessing', async ({ app }) => {
    const { status, text, headers } = await app.page.evaluate(async (address) => {
      const response = await fetch(address);
      return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) };
    }, app.address('app://rollmark/index.html'));
    expect(status).toBe(200);
    expect(text).toContain('<div id="root">');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const policy = headers['content-security-policy'] ?? '';
    for (const directive of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "object-src 'none'"])
      expect(policy.split('; ')).toContain(directive);
    expect(policy).not.toMatch(/unsafe|\*/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(nonce).toBeTruthy();
    expect(text).toContain(nonce);
    expect(text).not.toContain('__CSP_NONCE__');
    const again = await fetched(app.page, app.address('app://rollmark/index.html'));
    expect(again.text).not.toContain(nonce);
  });

  const climbs = [
    '/../main/main.js',
    '/../../package.json',
    '/..%2fmain%2fmain.js',
    '/..%2Fmain%2Fmain.js',
    '/%2e%2e/main/main.js',
    '/%2e%2e%2fmain%2fmain.js',
    '/%252e%252e/main/main.js',
    '/%252e%252e%252fmain%252fmain.js',
    '/..\\main\\main.js',
    '/..%5cmain%5cmain.js',
    '/assets/../../main/main.js',
    '/assets/..%2f..%2fmain%2fmain.js',
    '/....//main/main.js',
    '/.%2e/main/main.js',
    '/%c0%ae%c0%ae/main/main.js',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/file:///etc/passwd',
    '/index.html%00.js',
    '/assets',
    '/.vite/manifest.json',
  ];

  test('nothing above them is, however it is spelled', async ({ app }) => {
    expect(existsSync(join(root, 'out/main/main.js')), 'the file that the attacks are after').toBe(true);
    for (const path of climbs) {
      // Chromium folds some of these before it asks; the process itself is then asked with each as it is written.
      const page = await fetched(app.page, app.address(`app://rollmark${path}`));
      const process = await app.evaluate(async ({ session }, url) => {
        const response = await session.defaultSession.fetch(url);
        return { status: response.status as number | string, text: await response.text() };
      }, `app://rollmark${path}`);
      for (const answer of [page, process]) {
        expect(answer.status, path).toBe(404);
        expect(answer.text, path).not.toContain(main.slice(0, 40));
        expect(answer.text, path).not.toContain('root:');
      }
    }
  });

  test('there is one host and one way to ask', async ({ app }) => {
    for (const url of ['app://other/index.html', 'app://rollmark.example/index.html', 'app://localhost/index.html']) {
      expect((await fetched(app.page, app.address(url))).status, url).not.toBe(200);
      const status = await app.evaluate(
        ({ session }, address) =>
          session.defaultSession.fetch(address).then(
            ({ status: code }) => code,
            () => 0,
          ),
        url,
      );
      expect(status, url).not.toBe(200);
    }
    const own = app.address('app://rollmark/index.html');
    expect((await fetched(app.page, own, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetched(app.page, own, { method: 'DELETE' })).status).toBe(405);
    expect((await fetched(app.page, 'file:///etc/passwd')).status).toBe('TypeError');
    // The guide window's scheme exists, but not for this page.
    expect((await fetched(app.page, app.address('guide://rollmark/revolver/'))).status).toBe('TypeError');
  });
});

test.describe('scripts and styles', () => {
  test('inline scripts, handlers, javascript: and eval do not run', async ({ app }) => {
    const ran = await app.page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const own = window as unknown as { ran: string[] };
      own.ran = [];
      const script = document.createElement('script');
      script.textContent = "window.ran.push('inline')";
      document.body.append(script);
      const blob = document.createElement('script');
      blob.src = URL.createObjectURL(new Blob(["window.ran.push('blob')"], { type: 'text/javascript' }));
      document.body.append(blob);
      const data = document.createElement('script');
      data.src = "data:text/javascript,window.ran.push('data')";
      document.body.append(data);
      const holder = document.createElement('div');
      holder.innerHTML = `<img src="x:" onerror="window.ran.push('handler')">`;
      document.body.append(holder);
      const link = document.createElement('a');
      link.href = "javascript:window.ran.push('address')";
      document.body.append(link);
      link.click();
      for (const [name, run] of [
        // biome-ignore lint/security/noGlobalEval: this must not work
        ['eval', () => eval("window.ran.push('eval')")],
        ['Function', () => new Function("window.ran.push('Function')")()],
        ['timeout', () => setTimeout("window.ran.push('timeout')" as unknown as () => void, 0)],
        ['worker', () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })))],
      ] as const) {
        try {
          const made = run();
          if (made instanceof Worker)
            made.onmessage = () => {
              own.ran.push(name);
            };
        } catch {
          // Refused, as it should be.
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const element of [script, blob, data, holder, link]) element.remove();
      return own.ran;
    });
    expect(ran).toEqual([]);
  });

  test('styles without the nonce do not apply', async ({ app }) => {
    const colours = await app.page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const holder = document.createElement('div');
      holder.innerHTML = '<p style="color: rgb(1, 2, 3)">x</p>';
      const style = document.createElement('style');
      style.textContent = 'p { background: rgb(4, 5, 6) !important; }';
      document.body.append(holder, style);
      const { color, backgroundColor } = getComputedStyle(holder.querySelector('p')!);
      holder.remove();
      style.remove();
      return [color, backgroundColor];
    });
    expect(colours).not.toContain('rgb(1, 2, 3)');
    expect(colours).not.toContain('rgb(4, 5, 6)');
  });
});

test.describe('leaving', () => {
  const elsewhere = [
    'https://rollmark.example/',
    'app://rollmark/other.html',
    'app://other/',
    'guide://rollmark/revolver/',
  ];

  test('the page does not move to another address', async ({ app }) => {
    for (const url of [...elsewhere.map(app.address), 'file:///etc/passwd', 'data:text/html,x']) {
      await app.page.evaluate((address) => window.location.assign(address), url);
      await isUnmoved(app);
      await app.page.evaluate((address) => {
        const link = document.createElement('a');
        link.href = address;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
      await isUnmoved(app);
    }
    await app.page.evaluate(() => {
      const html = new Blob(['<script>window.parent</script>own page'], { type: 'text/html' });
      window.location.assign(URL.createObjectURL(html));
    });
    await isUnmoved(app);
  });

  test('nor by a form, nor by itself, nor a frame of it', async ({ app }) => {
    const here = await listenHere();
    await app.page.evaluate((address) => {
      const form = document.createElement('form');
      form.action = address;
      form.method = 'post';
      document.body.append(form);
      form.submit();
      form.remove();
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0; url=${address}`;
      document.head.append(meta);
      meta.remove();
      for (const tag of ['iframe', 'embed', 'object'] as const) {
        const frame = document.createElement(tag);
        frame.setAttribute(tag === 'object' ? 'data' : 'src', address);
        document.body.append(frame);
        setTimeout(() => frame.remove(), 200);
      }
    }, here.http);
    await isUnmoved(app);
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('a reload is allowed', async ({ app }) => {
    await app.page.evaluate(() => window.location.reload());
    await expect
      .poll(() => app.page.evaluate(() => (window as unknown as { stillHere?: boolean }).stillHere).catch(() => true))
      .toBeUndefined();
    await app.page.waitForLoadState('load');
  });

  test('a page that got lost is brought back', async ({ app }) => {
    await app.page.evaluate(() => window.location.assign('about:blank')).catch(() => undefined);
    const where = () =>
      app.page.evaluate(() => ({ fresh: !('stillHere' in window), href: window.location.href })).catch(() => undefined);
    const home = expect.stringContaining(app.address('app://rollmark/'));
    await expect.poll(where).toEqual({ fresh: true, href: home });
    await app.page.waitForLoadState('load');
  });

  test('no other window opens', async ({ app }) => {
    const here = await listenHere();
    for (const url of [here.http, app.address('app://rollmark/'), 'about:blank'])
      await app.page.evaluate((address) => {
        window.open(address);
        window.open(address, 'named', 'popup,width=200,height=200');
        const link = document.createElement('a');
        link.href = address;
        link.target = '_blank';
        document.body.append(link);
        link.click();
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }));
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
        link.remove();
      }, url);
    await isUnmoved(app);
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('nothing is downloaded past the host’s own dialog', async ({ app }) => {
    await app.evaluate(({ session }) => {
      const seen: boolean[] = [];
      Object.assign(globalThis, { downloads: seen });
      session.defaultSession.on('will-download', (event) => seen.push(event.defaultPrevented));
    });
    await app.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['secret']));
      link.download = 'secret.txt';
      link.click();
    });
    const seen = () => app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads);
    await expect.poll(seen).toEqual([true]);
    await isUnmoved(app);
  });
});

test.describe('permissions', () => {
  const names = [
    'geolocation',
    'notifications',
    'camera',
    'microphone',
    'midi',
    'clipboard-read',
    'clipboard-write',
    'persistent-storage',
    'idle-detection',
    'local-fonts',
    'window-management',
    'screen-wake-lock',
    'accelerometer',
  ];

  test('every one is denied before it is asked for', async ({ app }) => {
    for (const name of names) {
      const state = await app.page.evaluate(
        (permission) =>
          navigator.permissions.query({ name: permission as PermissionName }).then(
            (status) => status.state as string,
            (error: Error) => error.name,
          ),
        name,
      );
      expect(state, name).toBe('denied');
    }
  });

  test('and when it is asked for', async ({ app }) => {
    const answers = await app.page.evaluate(async () => {
      const nameOf = (error: unknown): string => (error as Error).name;
      return {
        notification: await Notification.requestPermission(),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', nameOf),
        microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', nameOf),
        screen: await navigator.mediaDevices.getDisplayMedia().then(() => 'given', nameOf),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code),
          ),
        ),
        clipboard: await navigator.clipboard.readText().then(() => 'given', nameOf),
        midi: await navigator.requestMIDIAccess().then(() => 'given', nameOf),
      };
    });
    expect(answers.notification).toBe('denied');
    expect(answers.place).toBe(1);
    for (const answer of [answers.camera, answers.microphone, answers.screen, answers.clipboard, answers.midi])
      expect(['NotAllowedError', 'SecurityError', 'InvalidStateError']).toContain(answer);
  });
});

test.describe('the network', () => {
  test('nothing that a page can do reaches an address', async ({ app }) => {
    const here = await listenHere();
    // The listener hears what does reach it.
    await fetch(here.http).catch(() => undefined);
    expect(here.contacts()).toBe(1);
    await app.page.evaluate(
      async ({ http, ws, host, port, udp }) => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        const quietly = async (attempt: () => unknown): Promise<void> => {
          try {
            await attempt();
          } catch {
            // Refused, as it should be.
          }
        };
        const element = (tag: string, attributes: Record<string, string>): void => {
          const made = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
          document.head.append(made);
          setTimeout(() => made.remove(), 1000);
        };
        await quietly(() => fetch(http));
        await quietly(() => fetch(http, { mode: 'no-cors', method: 'POST', body: 'x', keepalive: true }));
        await quietly(() => {
          const request = new XMLHttpRequest();
          request.open('GET', http, false);
          request.send();
        });
        await quietly(() => navigator.sendBeacon(http, 'x'));
        await quietly(() => new WebSocket(ws));
        await quietly(() => new EventSource(http));
        await quietly(() => {
          new Image().src = http;
        });
        await quietly(() => new Audio(http).play());
        await quietly(() => new FontFace('x', `url(${http})`).load());
        await quietly(() => import(/* @vite-ignore */ http));
        await quietly(() => new Worker(http));
        await quietly(() => navigator.serviceWorker.register(http));
        for (const rel of [
          'stylesheet',
          'prefetch',
          'preload',
          'preconnect',
          'dns-prefetch',
          'icon',
          'manifest',
          'modulepreload',
        ])
          element('link', { rel, href: http, as: 'image' });
        element('script', { src: http });
        element('iframe', { src: http });
        element('video', { src: http, autoplay: '' });
        element('a', { href: http, ping: http });
        // Past the pages' requests: WebRTC, over datagrams and over TCP.
        await quietly(async () => {
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: `stun:${host}:${udp}` },
              { urls: `turn:${host}:${port}?transport=tcp`, username: 'x', credential: 'x' },
            ],
          });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
          await new Promise((resolve) => setTimeout(resolve, 2000));
          peer.close();
        });
      },
      { http: here.http, ws: here.ws, host: '127.0.0.1', port: here.port, udp: here.udp },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(here.contacts()).toBe(1);
    here.close();
  });

  test('no policy of a page is needed for that: no window and no request of the app itself gets out', async ({
    app,
  }) => {
    const here = await listenHere();
    const results = await app.evaluate(async ({ BrowserWindow, session }, url) => {
      const fetching = await session.defaultSession.fetch(url).then(
        () => 'answered',
        (error: Error) => error.message,
      );
      const window = new BrowserWindow({ show: false });
      const loading = await window.loadURL(url).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
      window.destroy();
      return { fetching, loading };
    }, here.http);
    expect(results.fetching).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(results.loading).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('the switches that keep Chromium itself quiet are set', async ({ app }) => {
    const switches = await app.evaluate(({ app: electronApp, session }) => ({
      // It would fetch dictionaries.
      spelling: session.defaultSession.isSpellCheckerEnabled(),
      names: electronApp.commandLine.getSwitchValue('host-resolver-rules'),
      datagrams: electronApp.commandLine.getSwitchValue('webrtc-ip-handling-policy'),
      background: electronApp.commandLine.hasSwitch('disable-background-networking'),
    }));
    expect(switches).toEqual({
      spelling: false,
      names: 'MAP * ~NOTFOUND',
      datagrams: 'disable_non_proxied_udp',
      background: true,
    });
  });
});

test.describe('Node and the bridge', () => {
  test('the page has the agreed bridge, frozen, and nothing of Node', async ({ app }) => {
    const found = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      const own = window as unknown as Record<string, unknown> & { rollmark: Record<string, unknown> };
      const { rollmark } = own;
      let replaced = false;
      try {
        Object.assign(rollmark, { connect: () => undefined });
        replaced = true;
      } catch {
        // Frozen, as it should be.
      }
      try {
        own.rollmark = {};
        replaced ||= own.rollmark !== rollmark;
      } catch {
        // Not writable, as it should be.
      }
      const node = [
        'require',
        'process',
        'module',
        'exports',
        'global',
        'Buffer',
        'electron',
        'ipcRenderer',
        '__dirname',
      ];
      return {
        added: Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^\d+$/.test(name)),
        keys: Object.keys(rollmark),
        host: rollmark.host,
        answer: typeof (rollmark.connect as () => unknown)(),
        replaced,
        node: node.filter((name) => typeof own[name] !== 'undefined'),
      };
    });
    // zod keeps two globals of its own in the page; everything else would be the preload's.
    expect(found.added.filter((name) => !name.startsWith('__zod_') && name !== 'stillHere')).toEqual(['rollmark']);
    expect(found).toMatchObject({
      keys: ['host', 'connect'],
      host: 'electron',
      answer: 'undefined',
      replaced: false,
      node: [],
    });
    await app.page.reload();
  });

  test('every window is locked down', async ({ app }) => {
    const windows = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => ({
        // Electron keeps this one out of its types.
        ...(webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
        rtc: webContents.getWebRTCIPHandlingPolicy(),
      })),
    );
    expect(windows.length).toBeGreaterThan(0);
    for (const preferences of windows)
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        rtc: 'disable_non_proxied_udp',
      });
  });

  test('a webview is an empty element', async ({ app }) => {
    const here = await listenHere();
    const made = await app.page.evaluate(async (address) => {
      const view = document.createElement('webview');
      view.setAttribute('src', address);
      view.setAttribute('nodeintegration', '');
      view.setAttribute('preload', 'file:///etc/passwd');
      document.body.append(view);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { shadowRoot } = view;
      const loads = 'loadURL' in view;
      view.remove();
      return { shadow: shadowRoot !== null, loads };
    }, here.http);
    expect(made).toEqual({ shadow: false, loads: false });
    expect(here.contacts()).toBe(0);
    await isUnmoved(app);
    here.close();
  });
});
