import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Browser, type CDPSession, chromium as playwright } from 'playwright-core';
import { findBrowser } from '../../electron/hosts/loopback/browsers.ts';
import { app } from './app.ts';

/**
 * The Chromium behind the double. Everything that is not answered by a session's routes has to go through a proxy of
 * our own, which asks the app's webRequest listener again: web sockets, and whatever Chromium wants by itself.
 */

type Running = { browser: Browser; endpoint: string; whole: CDPSession };
let running: Promise<Running> | undefined;
let mayLeave: (url: string) => Promise<boolean> = async () => false;

/** Sets what decides about traffic that only the proxy sees. */
export const decideOutside = (decide: (url: string) => Promise<boolean>): void => {
  mayLeave = decide;
};

const startProxy = async (): Promise<number> => {
  const server = createServer((request, response) => {
    void (async () => {
      if (!(await mayLeave(request.url ?? ''))) {
        response.writeHead(403).end();
        return;
      }
      const { method, headers } = request;
      const onward = httpRequest(request.url!, { ...(method ? { method } : {}), headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.writeHead(502).end());
      request.pipe(onward);
    })();
  });
  server.on('connect', (request, client: Socket) => {
    client.on('error', () => client.destroy());
    void (async () => {
      const [host = '', port = '443'] = (request.url ?? '').split(/:(?=\d+$)/);
      if (!(await mayLeave(`${port === '443' ? 'wss' : 'ws'}://${host}:${port}/`))) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const onward = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(client).pipe(onward);
      });
      onward.on('error', () => client.destroy());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** The same on every machine, so that a page finds a camera where it would be let. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
];

const start = async (): Promise<Running> => {
  const executablePath = findBrowser()?.executable ?? playwright.executablePath();
  const port = await freePort();
  // What the app sets for its Chromium is set for this one, except what would keep it from the proxy, which sees more.
  const switches = [...app.commandLine.switches]
    .filter(([name]) => name !== 'host-resolver-rules')
    .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  const browser = await playwright.launch({
    executablePath,
    headless: process.env.ROLLMARK_DOUBLE_HEADED === undefined,
    // Electron starts no crash handler that nobody asked for; this browser does, and where this is it can write nothing.
    env: { ...(process.env as Record<string, string>), BREAKPAD_DUMP_LOCATION: '/proc' },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    proxy: { server: `http://127.0.0.1:${await startProxy()}`, bypass: '<-loopback>' },
    args: [
      ...ARGUMENTS,
      // What a test shows to the camera.
      ...(process.env.ROLLMARK_DOUBLE_FILM
        ? [`--use-file-for-fake-video-capture=${process.env.ROLLMARK_DOUBLE_FILM}`]
        : []),
      ...switches,
      `--remote-debugging-port=${port}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  // Kept open: what is set over it, such as permissions, is undone when it ends.
  return { browser, endpoint: `http://127.0.0.1:${port}`, whole: await browser.newBrowserCDPSession() };
};

/** The one browser, started at the first call. */
export const chromium = (): Promise<Running> => {
  running ??= start();
  return running;
};

/** Ends the browser, if it was ever started. */
export const endChromium = async (): Promise<void> => {
  const started = await running?.catch(() => undefined);
  await started?.browser.close().catch(() => undefined);
};
