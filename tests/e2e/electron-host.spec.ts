import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, isUnmoved, markPage, test } from './electron-app.ts';
import { listenHere } from './listener.ts';

/**
 * Tries to break the Electron window's settings as someone would who got a script into the page: to read other files,
 * to run more scripts, to get at Node. (Leaving is in electron-leaving.spec.ts; devices and addresses are in
 * electron-network.spec.ts.) Where silence could mean that nothing was tried, something that must work stands beside it.
 *
 * Attacks wait a moment first, because what a debugger evaluates is let past parts of a policy.
 */

const root = join(import.meta.dirname, '../..');

test.beforeEach(({ app }) => markPage(app));

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

test.describe('Node and the bridge', () => {
  test('the page has the agreed bridge, frozen, and nothing of Node', async ({ app }) => {
    // Without what the tests before this left in it.
    await app.page.reload();
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
    expect(found.added.filter((name) => !name.startsWith('__zod_'))).toEqual(['rollmark']);
    expect(found).toMatchObject({
      keys: ['host', 'connect'],
      host: 'electron',
      answer: 'undefined',
      replaced: false,
      node: [],
    });
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
    for (const preferences of windows) {
      expect(preferences).not.toHaveProperty('enableBlinkFeatures');
      expect(preferences).toMatchObject({
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
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
    }
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
