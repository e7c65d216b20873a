import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOver, expect, isUnmoved, linkOver, markPage, type PortWindow, takePort, test } from './electron-app.ts';
import { listenHere } from './listener.ts';

/**
 * More ways out of the Electron window, as docs/electron-checklist.md lists them: other programs' protocols, files and
 * addresses dropped on it, hostile paste, the developer tools, and what a page can walk to from what it was given.
 */

test.beforeEach(({ app }) => markPage(app));

test('no program of the system is asked to open anything, whatever its protocol', async ({ app }) => {
  await app.evaluate(({ shell }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const note = async (what: string) => void asked.push(what);
    Object.assign(shell, { openExternal: note, openPath: note, showItemInFolder: note });
  });
  const urls = [
    'mailto:a@rollmark.example?body=x',
    'tel:+1',
    'sms:+1',
    'smb://rollmark.example/share',
    'ssh://rollmark.example',
    'ms-settings:privacy',
    'search-ms:query=x',
    'x-apple.systempreferences:',
    'vscode://file/etc/passwd',
    'intent://x#Intent;end',
    'ftp://rollmark.example/',
    'view-source:file:///etc/passwd',
    'chrome://gpu/',
    'chrome-extension://aaaa/x.html',

    'devtools://devtools/bundled/inspector.html',
    'filesystem:app://rollmark/temporary/x',
    "javascript:window.ran='javascript'",
  ];
  for (const url of urls) {
    await app.page.evaluate((address) => {
      for (const go of [
        () => window.location.assign(address),
        () => window.open(address),
        () => {
          const link = document.createElement('a');
          link.href = address;
          document.body.append(link);
          link.click();
          link.remove();
        },
        () => {
          const frame = document.createElement('iframe');
          frame.src = address;
          document.body.append(frame);
          setTimeout(() => frame.remove(), 200);
        },
      ])
        try {
          go();
        } catch {
          // Refused at once.
        }
    }, url);
    // Chromium's own refusal of an address that it keeps to itself is a page, from which the app takes its window back.
    const state = () =>
      app.page.evaluate(() => `${window.location.href} ${document.title}`).catch((error: Error) => error.message);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect.poll(state, { message: url }).toMatch(/Rollmark/);
    expect((await state()).startsWith(app.address('app://rollmark/')), url).toBe(true);
    expect(app.windows(), url).toHaveLength(1);
  }
  expect(await app.page.evaluate(() => (window as { ran?: string }).ran)).toBeUndefined();
  expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([]);
});

test('what is dropped on the window does not open in it', async ({ app }) => {
  const here = await listenHere();
  const folder = mkdtempSync(join(tmpdir(), 'rollmark-dropped-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, '<title>dropped</title><script>document.title = "ran"</script>');
  const cdp = await app.page.context().newCDPSession(app.page);
  const drags = [
    { items: [], files: [file], dragOperationsMask: 1 },
    { items: [{ mimeType: 'text/uri-list', data: here.http }], dragOperationsMask: 1 },
    { items: [{ mimeType: 'text/uri-list', data: `file://${file}` }], dragOperationsMask: 1 },
    {
      items: [{ mimeType: 'text/html', data: `<img src="${here.http}"><b id="dropped">x</b>` }],
      dragOperationsMask: 1,
    },
    { items: [{ mimeType: 'text/plain', data: "javascript:document.title='ran'" }], dragOperationsMask: 1 },
  ];
  for (const data of drags) {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await isUnmoved(app);
  }
  expect(await app.page.locator('#dropped').count()).toBe(0);
  expect(await app.page.title()).toMatch(/Rollmark/);
  expect(here.contacts()).toBe(0);
  here.close();
  rmSync(folder, { recursive: true, force: true });
});

test('pasted markup is text in a field, and nothing elsewhere', async ({ app }) => {
  const here = await listenHere();
  await app.page
    .getByRole('button', { name: /create|new/i })
    .first()
    .click();
  const field = app.page.getByLabel(/^Name of the /);
  await expect(field).toBeVisible();
  // No place takes formatted text, so there is none for markup to become elements in.
  expect(await app.page.locator('[contenteditable]:not([contenteditable="false"])').count()).toBe(0);
  const html = `<b id="pasted">Bold</b><img src="${here.http}" onerror="window.ran=1"><script>window.ran=2</script>`;
  const paste = (target: 'field' | 'page') =>
    app.page.evaluate(
      ([markup, where]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', markup!);
        clipboardData.setData('text/plain', markup!);
        clipboardData.setData('text/uri-list', 'javascript:window.ran=3');
        const at = where === 'field' ? document.activeElement! : document.body;
        at.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      [html, target],
    );
  await field.focus();
  await paste('field');
  await paste('page');
  // As the system's clipboard does it: copied out of an element, pasted by the browser itself.
  await app.page.evaluate(
    (markup) => {
      const source = document.createElement('div');
      source.id = 'source';
      source.innerHTML = markup;
      document.body.append(source);
      const range = document.createRange();
      range.selectNodeContents(source);
      window.getSelection()?.removeAllRanges();
      window.getSelection()?.addRange(range);
    },
    html.replace(here.http, ''),
  );
  const cdp = await app.page.context().newCDPSession(app.page);
  const command = async (name: string) => {
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'x', commands: [name] });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'x' });
  };
  await command('copy');
  await app.page.evaluate(() => document.getElementById('source')?.remove());
  await field.fill('');
  await field.focus();
  await command('paste');
  await expect(field).toHaveValue('Bold');
  expect(await app.page.locator('#pasted').count()).toBe(0);
  expect(await app.page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined();
  expect(here.contacts()).toBe(0);
  here.close();
  await app.page.reload();
  await app.page.waitForLoadState('load');
});

test('no key opens the developer tools, and the app itself cannot', async ({ app }) => {
  for (const key of ['F12', 'Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C', 'Meta+Alt+I', 'F5', 'Control+R'])
    await app.page.keyboard.press(key);
  const opened = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.openDevTools({ mode: 'detach' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return window?.webContents.isDevToolsOpened();
  });
  expect(opened).toBe(false);
});

test('the main process listens to one message of a page, and answers none', async ({ app }) => {
  const heard = await app.evaluate(({ ipcMain }) => {
    const channels = ipcMain.eventNames().map(String);
    // Electron keeps the table of `handle` to itself: what is registered a second time is refused.
    const handled = ['rollmark:connect', 'rollmark:port'].filter((name) => {
      try {
        ipcMain.handle(name, () => undefined);
        ipcMain.removeHandler(name);
        return false;
      } catch {
        return true;
      }
    });
    return { channels: channels.filter((name) => !name.startsWith('REMOTE_')), handled };
  });
  expect(heard).toEqual({ channels: ['rollmark:connect'], handled: [] });
});

test('a script in the page walks from nothing it has to Node', async ({ app }) => {
  const reached = await app.page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const found: string[] = [];
    const attempt = async (name: string, go: () => unknown): Promise<void> => {
      try {
        const got = await go();
        if (got !== undefined && got !== null && got !== false) found.push(`${name}: ${String(got).slice(0, 80)}`);
      } catch {
        // Refused, as it should be.
      }
    };
    const { rollmark } = window as PortWindow;
    const functions: [string, unknown][] = [
      ['connect', rollmark.connect],
      ['postMessage', window.postMessage],
      ['fetch', window.fetch],
    ];
    for (const [name, from] of functions) {
      const make = (from as { constructor: FunctionConstructor }).constructor;
      await attempt(`${name}'s constructor`, () => make('return typeof process === "object" && process')());
      await attempt(`${name}'s caller`, () => (from as { caller?: unknown }).caller);
    }
    await attempt('import node', () => import(/* @vite-ignore */ `node:${'fs'}`));
    await attempt('import electron', () => import(/* @vite-ignore */ `electr${'on'}`));
    await attempt('import a file', () => import(/* @vite-ignore */ `file:///etc/${'passwd'}`));
    await attempt('require', () => (window as { require?: unknown }).require);
    await attempt('process binding', () => (window as { process?: unknown }).process);
    // A frame has what Electron gives to new windows, before any policy of the page's.
    const frame = document.createElement('iframe');
    document.body.append(frame);
    for (const name of ['require', 'process', 'rollmark', 'module', 'Buffer', 'global'])
      await attempt(`${name} of a frame`, () => (frame.contentWindow as unknown as Record<string, unknown>)[name]);
    frame.remove();
    // What the bridge hands over can be changed without anything of the preload's noticing.
    await attempt('the bridge’s prototype', () => {
      const prototype = Object.getPrototypeOf(rollmark);
      return prototype !== Object.prototype && prototype !== null && prototype;
    });
    await attempt('a service worker', () => navigator.serviceWorker.register('/assets/none.js'));
    await attempt(
      'a shared worker',
      () =>
        new Promise((resolve) => {
          const worker = new SharedWorker(URL.createObjectURL(new Blob(['onconnect=e=>e.ports[0].postMessage(1)'])));
          worker.port.onmessage = () => resolve('ran');
          worker.onerror = () => resolve(undefined);
          setTimeout(() => resolve(undefined), 500);
        }),
    );
    return found;
  });
  expect(reached).toEqual([]);
  await isUnmoved(app);
});

test('a message over the port walks to nothing beside the contract', async ({ app }) => {
  await app.page.reload();
  const link = await linkOver(app.page);
  for (const path of [
    ['constructor'],
    ['constructor', 'constructor'],
    ['__proto__', 'toString'],
    ['ledger', 'constructor'],
    ['ledger', '__proto__', 'hasOwnProperty'],
    ['ledger', 'status', 'constructor'],
    ['ledger', 'status', '~orpc'],
    ['host', 'info', 'handler'],
    ['toString'],
  ])
    await expect(link.call(path, {}, { context: {} }), path.join('.')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  // Nor does what is no message of the protocol harm the one that serves it.
  await app.evaluate(() => {
    const faults: string[] = [];
    Object.assign(globalThis, { faults });
    process.on('unhandledRejection', (reason) => void faults.push(String(reason)));
    process.on('uncaughtExceptionMonitor', (error) => void faults.push(String(error)));
  });
  await takePort(app.page);
  await app.page.evaluate(() => {
    const { testPort } = window as PortWindow;
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    for (const message of [
      '',
      '{',
      '[]',
      'null',
      '{"i":"1"}',
      '{"i":1,"t":9,"p":{}}',
      `{"__proto__":{"x":1}}`,
      '{"i":"1","p":{"u":"http://"}}',
      '{"i":"2","p":{"u":"/host/info","h":{"content-type":"multipart/form-data; boundary=x"},"b":{}}}',
      '{"i":"3","t":3}',
      'x'.repeat(1e6),
    ])
      testPort?.postMessage(message);
    for (const message of [null, 7, loop, new Uint8Array(8), new ArrayBuffer(8), new Blob(['x'])])
      try {
        testPort?.postMessage(message);
      } catch {
        // Not every host can carry it.
      }
  });
  // The same port goes on.
  const answer = app.page.evaluate(
    () =>
      new Promise((resolve) => {
        const { testPort } = window as PortWindow;
        testPort?.addEventListener('message', ({ data }) => String(data).includes('"asked"') && resolve(data));
        testPort?.postMessage('{"i":"asked","p":{"u":"/ledger/status","b":{}}}');
      }),
  );
  expect(await answer).toContain('"closed"');
  expect(await app.evaluate(() => (globalThis as unknown as { faults: string[] }).faults)).toEqual([]);
  await app.page.reload();
  const again = await clientOver(app.page);
  expect(await again.ledger.status()).toMatchObject({ state: 'closed' });
});
