import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { QUIET } from '../../electron/hosts/loopback/app-window.ts';
import { testBrowser } from '../../scripts/system-tools.ts';
import {
  test as base,
  expect,
  type Home,
  homeEnvironment,
  type Loopback,
  launchLoopback,
  watchRequests,
} from './fixtures.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';

/**
 * Tries to break the loopback host as it runs: with raw requests, and with a real browser that holds the session while
 * pages of other origins attack it. The server's own tests try every spelling; these show that the whole holds.
 */

const test = base.extend<{ host: Loopback }>({
  host: async ({ home }, use, info) => {
    info.annotations.push({ type: HOST_ANNOTATION, description: 'loopback' });
    const host = await launchLoopback(home);
    await use(host);
    await host.stop();
    expect(host.output()).not.toContain('OUTGOING');
  },
});

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

const ask = (
  host: Loopback,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: new URL(host.origin).port,
        path,
        method,
        headers: { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const startPath = (host: Loopback): string => host.startAddress.slice(host.origin.length);

const start = async (host: Loopback): Promise<string> => {
  const answer = await ask(host, startPath(host));
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
};

const own = (host: Loopback, cookie: string): Record<string, string> => ({
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  'content-type': 'application/json',
  origin: host.origin,
  cookie,
});

test.describe('raw requests', () => {
  test('get nothing without the session, and the token gives it once', async ({ host }) => {
    for (const path of ['/', '/index.html', '/start', '/start?token=', `/start?token=${'A'.repeat(43)}`]) {
      const answer = await ask(host, path);
      expect([401, 403], path).toContain(answer.status);
      expect(answer.headers['set-cookie'], path).toBeUndefined();
      expect(answer.headers['content-type'], path).toBe('text/html; charset=utf-8');
    }
    const first = await ask(host, startPath(host));
    expect(first.status).toBe(303);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^[\w-]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const again = await ask(host, startPath(host));
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('are refused by Host, Origin, Sec-Fetch-Site and method, with the session in hand', async ({ host }) => {
    const cookie = await start(host);
    const good = own(host, cookie);
    const call = (headers: Record<string, string>, method = 'POST') =>
      ask(host, '/rpc/ledger/status', {
        method,
        headers: { ...good, ...headers },
        body: method === 'POST' ? '{}' : '',
      });
    expect((await call({})).status).toBe(200);
    const port = new URL(host.origin).port;
    for (const name of ['localhost', `localhost:${port}`, `rebound.example:${port}`, '127.0.0.1', `127.0.0.1:${port}0`])
      expect((await call({ host: name })).status, name).toBe(421);
    for (const origin of ['https://evil.example', 'null', `http://localhost:${port}`, `https://127.0.0.1:${port}`])
      expect((await call({ origin })).status, origin).toBe(403);
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await call({ 'sec-fetch-site': site })).status, site).toBe(403);
    for (const method of ['OPTIONS', 'GET', 'HEAD', 'PUT', 'DELETE', 'TRACE']) {
      const answer = await call({ 'access-control-request-method': 'POST' }, method);
      expect(answer.status, method).toBe(405);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect((await call({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call({ 'content-length': String(50 * 1024 * 1024) })).status).toBe(413);
  });

  test('reach no file outside the page’s, and none by another spelling', async ({ host, home }) => {
    const cookie = await start(host);
    writeFileSync(join(home.home, 'secret.js'), 'secret');
    const outside = ['main/loopback.js', '../package.json', `../../../../../../..${home.home}/secret.js`];
    for (const file of outside)
      for (const dots of ['..', '%2e%2e', '.%2e', '%252e%252e', '..%2f..', '..%5c', '....', '..;'])
        for (const slash of ['/', '%2f', '\\', '//']) {
          const path = `/assets${slash}${dots}${slash}${dots}${slash}${file}`;
          const answer = await ask(host, path, { headers: { cookie } });
          expect([400, 404], path).toContain(answer.status);
          expect(answer.body).not.toMatch(/secret|"name": "rollmark"|serveLoopback/);
        }
    for (const path of [
      '/built-from.json',
      '/%00',
      '/index.html%00.js',
      '/assets',
      '/.',
      '/C:/index.html',
      '/index.html/',
    ])
      expect((await ask(host, path, { headers: { cookie } })).status, path).toBe(404);
  });

  test('reach the pages’ operations and not the host’s own', async ({ host }) => {
    const headers = own(host, await start(host));
    const body = JSON.stringify({
      json: { token: 'x', path: '/etc/passwd', name: 'x' },
    });
    for (const name of ['ledger', 'newLedgers', 'file', 'openLedgerPath'])
      for (const path of [
        `/rpc/grants/${name}`,
        `/rpc/ledger/../grants/${name}`,
        `/rpc/grants%2f${name}`,
        `/rpc//grants/${name}`,
      ])
        expect((await ask(host, path, { method: 'POST', headers, body })).status, path).toBe(404);
    const info = await ask(host, '/rpc/host/info', { method: 'POST', headers });
    expect(JSON.parse(info.body).json.kind).toBe('loopback');
  });

  test('hold up nothing: unfinished and oversized ones beside working ones', async ({ host }) => {
    const cookie = await start(host);
    const stuck = Array.from({ length: 40 }, () => {
      const request = httpRequest({
        host: '127.0.0.1',
        port: new URL(host.origin).port,
        path: '/files',
        method: 'POST',
        headers: { ...own(host, cookie), 'content-length': '1000000' },
      });
      request.on('error', () => undefined);
      request.write('x');
      return request;
    });
    const upload = { ...own(host, cookie), 'content-type': 'application/octet-stream', 'x-rollmark-name': 'a.csv' };
    const tooLarge = { ...upload, 'content-length': String(601 * 1024 * 1024) };
    expect((await ask(host, '/files', { method: 'POST', headers: tooLarge })).status).toBe(413);
    const taken = await ask(host, '/files', { method: 'POST', headers: upload, body: 'a,b\n' });
    expect(JSON.parse(taken.body)).toMatchObject({ name: 'a.csv', size: 4 });
    expect((await ask(host, '/', { headers: { cookie } })).status).toBe(200);
    for (const request of stuck) request.destroy();
  });
});

test.describe('another user of the machine', () => {
  test.skip(process.platform !== 'linux', 'only Linux tells who owns the other end of a connection');
  test.skip(process.getuid?.() !== 0, 'only root may run a program as two other users');
  /** Two users that need no account. */
  const [OWNER, OTHER] = [64_201, 64_202];

  /**
   * Node as that user, who may read the project wherever it is checked out, also in a folder that only root may enter. To
   * whom a connection belongs goes by the user's number, which nothing else about them changes.
   */
  const runAs = (uid: number, args: string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) =>
    spawn(
      'setpriv',
      [
        `--reuid=${uid}`,
        `--regid=${uid}`,
        '--clear-groups',
        '--inh-caps=-all,+dac_read_search',
        '--ambient-caps=-all,+dac_read_search',
        process.execPath,
        ...args,
      ],
      { ...options, stdio: ['ignore', 'pipe', 'pipe'] },
    );

  /** Asks as that user, in a process of their own, for a page that the user opened. Gives the status and the cookie. */
  const askAs = (uid: number, address: string, cookie = ''): Promise<{ status: number; cookie: string }> => {
    const script = `
      const [, address, cookie] = process.argv;
      const headers = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', cookie };
      require('node:http').get(address, { headers }, (answer) => {
        answer.resume();
        const set = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
        console.log(JSON.stringify({ status: answer.statusCode, cookie: set }));
      });`;
    return new Promise((resolve, reject) => {
      const child = runAs(uid, ['-e', script, address, cookie], { cwd: '/' });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          output += chunk;
        });
      child.once('error', reject);
      child.once('close', () => {
        try {
          resolve(JSON.parse(output));
        } catch {
          reject(new Error(output));
        }
      });
    });
  };

  test('gets nothing, with the address in hand and with the session’s cookie in hand', async ({ home }, info) => {
    info.annotations.push({ type: HOST_ANNOTATION, description: 'loopback' });
    for (const folder of [home.home, home.ledgers]) chownSync(folder, OWNER, OWNER);
    const child = runAs(OWNER, [join(process.cwd(), 'out/main/loopback.js'), '--no-window'], {
      cwd: home.home,
      env: homeEnvironment(home),
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          output += chunk;
        });
      const found = () => /^http:\/\/127\.0\.0\.1:\d+\/start\?token=[\w-]+$/m.exec(output)?.[0];
      await expect.poll(() => found() ?? output, { timeout: 30_000 }).toMatch(/^http/);
      const address = found() ?? '';
      const page = `${new URL(address).origin}/`;

      expect(await askAs(OTHER, address)).toEqual({ status: 403, cookie: '' });
      const owner = await askAs(OWNER, address);
      expect(owner.status, 'the token was not used up').toBe(303);
      expect((await askAs(OWNER, page, owner.cookie)).status).toBe(200);
      expect((await askAs(OTHER, page, owner.cookie)).status).toBe(403);
    } finally {
      child.kill();
      await ended;
    }
  });
});

/** A server of someone else's, on another port: the same site for cookies, another origin. */
const foreignServer = async (html: (own: string) => string): Promise<{ server: Server; port: number }> => {
  const server = createServer((request, response) => {
    const asked = `http://${request.headers.host}`;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(html(asked));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, port: (server.address() as AddressInfo).port };
};

const opened = async (context: BrowserContext, host: Loopback): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(host.startAddress);
  await expect(page).toHaveTitle(/Rollmark/);
  expect(page.url()).not.toContain('token');
  return page;
};

test.describe('a browser', () => {
  test('that opens the address has the session; another one is told that it was used', async ({ host, browser }) => {
    const context = await browser.newContext();
    const page = await opened(context, host);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1', expires: -1 });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.reload();
    await expect(page).toHaveTitle(/Rollmark/);
    expect((await context.cookies()).map((c) => c.value)).toEqual([cookie?.value]);
    expect(host.output()).not.toContain(cookie?.value);

    const other = await browser.newContext();
    const late = await other.newPage();
    expect((await late.goto(host.startAddress))?.status()).toBe(403);
    await expect(late.getByText('used already')).toBeVisible();
    expect((await late.goto(host.origin))?.status()).toBe(401);
    expect(await other.cookies()).toEqual([]);
    await other.close();
    await context.close();
  });

  test('keeps the token in no address, history or Referer once the page is there', async ({ host, browser }) => {
    const referers: (string | undefined)[] = [];
    const foreign = await foreignServer(() => '<!doctype html><title>elsewhere</title>');
    foreign.server.on('request', (request) => {
      if (request.url === '/') referers.push(request.headers.referer);
    });
    const context = await browser.newContext();
    const page = await context.newPage();
    const sent: string[] = [];
    page.on('request', async (request) => {
      sent.push(request.url(), (await request.allHeaders().catch(() => request.headers())).referer ?? '');
    });
    await page.goto(host.startAddress);
    await expect(page).toHaveTitle(/Rollmark/);
    await page.waitForLoadState('networkidle');
    const token = new URL(host.startAddress).searchParams.get('token') ?? '';
    expect(token).toHaveLength(43);
    // The start itself is asked for by the token; nothing after it says it.
    expect(sent.filter((text) => text.includes(token))).toEqual([host.startAddress]);
    const known = await page.evaluate(() =>
      JSON.stringify([
        location.href,
        document.URL,
        document.referrer,
        history.state,
        performance.getEntries().map((entry) => entry.name),
        (window as unknown as { navigation: { entries(): { url: string }[] } }).navigation.entries().map((e) => e.url),
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.documentElement.outerHTML,
      ]),
    );
    expect(known).toContain(host.origin);
    expect(known).not.toContain(token);

    // Where the browser goes next learns nothing, and what lies behind is not the start.
    await page.evaluate((port) => location.assign(`http://127.0.0.1:${port}/`), foreign.port);
    await expect(page).toHaveTitle('elsewhere');
    expect(referers).toEqual([undefined]);
    await page.goBack();
    await expect(page).toHaveTitle(/Rollmark/);
    expect(page.url()).not.toContain('token');
    await context.close();
    foreign.server.close();
  });

  test('asks for nothing beyond this computer', async ({ host, browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    const outside = watchRequests(page, host.origin);
    await page.goto(host.startAddress);
    await page.waitForLoadState('networkidle');
    expect(asked.length).toBeGreaterThan(1);
    expect(outside).toEqual([]);
    await context.close();
  });

  test('runs no script and no style but the app’s own files, and sends nothing elsewhere', async ({
    host,
    browser,
  }) => {
    const foreign = await foreignServer(() => 'window.ran = true');
    const context = await browser.newContext();
    const page = await opened(context, host);
    const violations: string[] = [];
    await page.exposeFunction('violated', (what: string) => violations.push(what));
    const reached: string[] = [];
    foreign.server.on('request', (request) => reached.push(request.url ?? ''));

    const result = await page.evaluate(async (port) => {
      document.addEventListener('securitypolicyviolation', (e) =>
        (window as unknown as { violated(what: string): void }).violated(e.effectiveDirective),
      );
      const state = window as unknown as { ran?: string[] };
      state.ran = [];
      const put = (html: string) => {
        const place = document.createElement('div');
        place.innerHTML = html;
        document.body.append(place);
        return place;
      };
      const script = (set: (s: HTMLScriptElement) => void) => {
        const element = document.createElement('script');
        set(element);
        document.body.append(element);
      };
      const elsewhere = `http://127.0.0.1:${port}`;
      script((s) => {
        s.textContent = 'window.ran.push("inline")';
      });
      script((s) => {
        s.nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce ?? '';
        s.textContent = 'window.ran.push("inline with the page’s nonce")';
      });
      script((s) => {
        s.src = 'data:text/javascript,window.ran.push("data")';
      });
      script((s) => {
        s.src = URL.createObjectURL(new Blob(['window.ran.push("blob")'], { type: 'text/javascript' }));
      });
      script((s) => {
        s.src = `${elsewhere}/script.js`;
      });
      put('<img src="/none.png" onerror="window.ran.push(`handler`)">');
      put('<a id="js" href="javascript:window.ran.push(`javascript:`)">x</a>').querySelector('a')?.click();
      const styled = put('<p style="position:fixed">x</p>').firstElementChild as HTMLElement;
      const sheet = document.createElement('style');
      sheet.textContent = '#probe { position: fixed }';
      document.head.append(sheet);
      const probe = put('<p id="probe">x</p>').firstElementChild as HTMLElement;
      put(
        `<iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object><embed src="${elsewhere}/embed">`,
      );
      put(
        `<img src="${elsewhere}/image"><link rel="stylesheet" href="${elsewhere}/style"><video src="${elsewhere}/video"></video>`,
      );
      put(`<form action="${elsewhere}/form" method="post"></form>`).querySelector('form')?.submit();
      navigator.sendBeacon(`${elsewhere}/beacon`, 'x');
      const failed = (work: () => unknown) =>
        new Promise<boolean>((resolve) => {
          // In a task of its own: code that the test's own channel runs may use eval.
          setTimeout(async () => {
            try {
              await work();
              resolve(false);
            } catch {
              resolve(true);
            }
          });
        });
      const blocked = {
        // biome-ignore lint/security/noGlobalEval: it is tried because it must fail
        eval: await failed(() => globalThis.eval('1')),
        function: await failed(() => new Function('return 1')()),
        fetch: await failed(() => fetch(`${elsewhere}/fetch`, { mode: 'no-cors' })),
        socket: await failed(
          () =>
            new Promise((open, shut) => {
              const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
              socket.onopen = open;
              socket.onerror = shut;
            }),
        ),
        worker: await failed(
          () =>
            new Promise((ran, shut) => {
              const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
              worker.onmessage = ran;
              worker.onerror = shut;
            }),
        ),
      };
      await new Promise((later) => setTimeout(later, 500));
      return {
        ran: state.ran,
        blocked,
        styled: getComputedStyle(styled).position,
        probed: getComputedStyle(probe).position,
      };
    }, foreign.port);

    expect(result.ran).toEqual([]);
    expect(result.blocked).toEqual({ eval: true, function: true, fetch: true, socket: true, worker: true });
    expect([result.styled, result.probed]).toEqual(['static', 'static']);
    expect(reached).toEqual([]);
    for (const directive of [
      'script-src-elem',
      'script-src-attr',
      'style-src-attr',
      'style-src-elem',
      'frame-src',
      'object-src',
      'img-src',
      'form-action',
      'connect-src',
      'worker-src',
      'media-src',
    ])
      expect(violations, directive).toContain(directive);
    await context.close();
    foreign.server.close();
  });

  for (const [kind, name] of [
    ['of another port of this computer', '127.0.0.1'],
    ['of another site', 'localhost'],
  ] as const)
    test(`holding the session, visits a page ${kind}, which gets nowhere`, async ({ host, browser }) => {
      const context = await browser.newContext();
      // The browser keeps the session; what the app's own page asks for is not counted below.
      await (await opened(context, host)).close();
      const foreign = await foreignServer(
        () => `<!doctype html><title>foreign</title>
          <iframe id="frame" src="${host.origin}/"></iframe>
          <img src="${host.origin}/favicon.ico">
          <script src="${host.origin}/index.html"></script>
          <form id="form" action="${host.origin}/rpc/ledger/lock" method="post" enctype="text/plain">
            <input name='{"json":null,"x":"' value='"}'></form>`,
      );
      const answers = new Map<string, number[]>();
      context.on('response', (response) => {
        if (response.url().startsWith(host.origin))
          answers.set(response.url(), [...(answers.get(response.url()) ?? []), response.status()]);
      });
      const page = await context.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      const eventAnswers: number[] = [];
      const eventRequests = new Set<string>();
      const network = await context.newCDPSession(page);
      network.on('Network.requestWillBeSent', ({ requestId, type }) => {
        if (type === 'EventSource') eventRequests.add(requestId);
      });
      network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
        if (eventRequests.has(requestId)) eventAnswers.push(statusCode);
      });
      await network.send('Network.enable');
      await page.goto(`http://${name}:${foreign.port}/`);

      const outcomes = await page.evaluate(async (target) => {
        const attempt = (path: string, init: RequestInit) =>
          fetch(`${target}${path}`, { credentials: 'include', ...init }).then(
            async (r) => `${r.type} ${(await r.text()).length}`,
            () => 'failed',
          );
        const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
        return {
          read: await attempt('/', {}),
          readOpaque: await attempt('/', { mode: 'no-cors' }),
          call: await attempt('/rpc/ledger/status', json),
          callSimple: await attempt('/rpc/ledger/status', { method: 'POST', mode: 'no-cors', body: '{}' }),
          upload: await attempt('/files', { method: 'POST', mode: 'no-cors', body: 'x' }),
          events: await new Promise((resolve) => {
            const events = new EventSource(`${target}/rpc/trail/verify`, { withCredentials: true });
            events.onopen = () => resolve('opened');
            // One that may be tried again is still connecting; a refused one is closed.
            events.onerror = () => resolve(events.readyState === EventSource.CLOSED ? 'failed' : 'tries again');
          }),
          socket: await new Promise((resolve) => {
            const socket = new WebSocket(`${target.replace('http', 'ws')}/rpc/trail/verify`);
            socket.onopen = () => resolve('opened');
            socket.onerror = () => resolve('failed');
          }),
        };
      }, host.origin);
      // An answer of another origin that says `Cross-Origin-Resource-Policy: same-origin` does not even come as opaque.
      expect(outcomes).toEqual({
        read: 'failed',
        readOpaque: 'failed',
        call: 'failed',
        callSimple: 'failed',
        upload: 'failed',
        events: 'failed',
        socket: 'failed',
      });
      // The page is told nothing of either answer; the browser's own record says that the host refused them.
      await expect.poll(() => eventAnswers).toEqual([403]);
      await expect.poll(() => said.filter((text) => text.includes('WebSocket')).join()).toContain('response code: 403');

      const frame = page.frames().find((f) => f !== page.mainFrame());
      expect(await frame?.evaluate(() => document.querySelector('#root')).catch(() => null)).toBeNull();

      const popup = page.waitForEvent('popup');
      await page.evaluate((target) => void Object.assign(window, { other: window.open(target) }), host.origin);
      await (await popup).waitForLoadState();
      expect(
        await page.evaluate(() => {
          const { other } = window as unknown as { other: Window | null };
          try {
            return other === null || other.closed || other.document.body.textContent;
          } catch {
            return true;
          }
        }),
      ).toBe(true);

      await page.evaluate(() => document.querySelector<HTMLFormElement>('#form')?.submit());
      await page.waitForURL(`${host.origin}/rpc/**`);
      await expect(page.locator('body')).toContainText('another site');

      expect(answers.size).toBeGreaterThan(1);
      for (const [url, statuses] of answers)
        for (const status of statuses) expect(status, url).toBeGreaterThanOrEqual(400);
      await context.close();
      foreign.server.close();
    });

  test('whose name server was made to answer 127.0.0.1 is refused', async ({ host }) => {
    const executablePath = await testBrowser();
    const browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        // With the app's proxy the name would be the proxy's to look up.
        ...QUIET.filter((flag) => !flag.startsWith('--proxy-server')),
        '--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    });
    try {
      const page = await browser.newPage();
      const rebound = host.startAddress.replace('127.0.0.1', 'rebound.example');
      expect((await page.goto(rebound))?.status()).toBe(421);
      expect(await page.context().cookies()).toEqual([]);
      expect((await page.goto(host.startAddress))?.status(), 'the token is still good').toBe(200);
    } finally {
      await browser.close();
    }
  });
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());

test.describe('the app window', () => {
  test.skip(process.platform === 'win32', 'the stand-in for a browser is a shell script');

  /** A browser that needs no display: the real one, told to draw nowhere. */
  const headless = async (home: Home): Promise<string> => {
    const script = join(home.home, 'browser');
    writeFileSync(script, `#!/bin/sh\nexec '${await testBrowser()}' --headless=new --disable-gpu "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  };

  test('has the session, keeps nothing of it on the disk, and its closing ends the app', async ({ home }, info) => {
    info.annotations.push({ type: HOST_ANNOTATION, description: 'loopback, app window' });
    const env = {
      ...homeEnvironment(home),
      DISPLAY: ':1',
      ROLLMARK_CHROMIUM: await headless(home),
      ROLLMARK_HOST_REASON: 'a test asked for it',
    };
    const run = () => {
      const child = spawn(process.execPath, ['out/main/loopback.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.stderr.on('data', (chunk) => {
        output += chunk;
      });
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      return { child, output: () => output, ended };
    };
    const first = run();
    await expect.poll(first.output).toContain('window of');
    expect(first.output()).toContain('a test asked for it');
    expect(first.output(), 'the token is for the window alone').not.toContain('token');

    const profile = join(
      home.home,
      process.platform === 'darwin' ? 'Library/Caches/Rollmark/window' : '.cache/rollmark/window',
    );
    const browserPid = () =>
      readdirSync('/proc')
        .filter((pid) => /^\d+$/.test(pid))
        .find((pid) => {
          try {
            const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
            return line.includes(`--user-data-dir=${profile}`) && !line.some((a) => a.startsWith('--type='));
          } catch {
            return false;
          }
        });
    test.skip(process.platform !== 'linux', 'the browser is found through /proc');
    await expect.poll(browserPid).toBeDefined();
    const address =
      readFileSync(`/proc/${browserPid()}/cmdline`, 'utf8')
        .split('\0')
        .find((a) => a.startsWith('--app='))
        ?.slice(6) ?? '';
    const token = new URL(address).searchParams.get('token') ?? '';
    const host = { origin: new URL(address).origin, startAddress: address } as Loopback;
    // Soon the window has used the address; then nobody else can.
    await expect
      .poll(async () => (await ask(host, '/start?token=x')).body, { timeout: 20_000 })
      .toContain('used already');
    expect((await ask(host, startPath(host))).status).toBe(403);

    const second = run();
    await expect.poll(second.output).toContain('another Rollmark has its window open');
    // What a process prints arrives piece by piece.
    await expect.poll(second.output).toContain('/start?token=');
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);

    process.kill(Number(browserPid()), 'SIGTERM');
    expect(await first.ended).toBe(0);
    expect(filesBelow(profile).length).toBeGreaterThan(3);
    for (const file of filesBelow(profile)) {
      const bytes = readFileSync(file);
      expect(bytes.includes(token), file).toBe(false);
      expect(bytes.includes(new URL(address).host), file).toBe(false);
    }
  });
});

test.describe('the process', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`ends with ${signal} and lets go of its port`, async ({ home }, info) => {
      info.annotations.push({ type: HOST_ANNOTATION, description: 'loopback' });
      test.skip(process.platform === 'win32', 'Windows has no such signals');
      const host = await launchLoopback(home);
      expect(await host.stop(signal)).toEqual({ code: 0, signal: null });
      await expect(ask(host, '/')).rejects.toThrow('ECONNREFUSED');
    });

  test('lists the ledger named at its start first, and says a sentence for one that is not there', async ({
    home,
  }, info) => {
    info.annotations.push({ type: HOST_ANNOTATION, description: 'loopback' });
    const named = join(home.home, 'elsewhere', 'Shop.rollmark');
    mkdirSync(named, { recursive: true });
    mkdirSync(join(home.ledgers, 'Another.rollmark'));
    const host = await launchLoopback(home, [named]);
    const answer = await ask(host, '/rpc/host/ledgers', { method: 'POST', headers: own(host, await start(host)) });
    expect(JSON.parse(answer.body).json.map((l: { name: string }) => l.name)).toEqual(['Shop', 'Another']);
    expect(answer.body).not.toContain(home.home);
    await host.stop();
    await expect(launchLoopback(home, [join(home.home, 'none.rollmark')])).rejects.toThrow(
      'There is no ledger folder at',
    );
  });
});
