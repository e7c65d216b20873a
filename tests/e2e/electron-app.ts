import { createORPCClient } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { test as base, expect, type Page } from '@playwright/test';
import type { contract } from '../../shared/contract/index.ts';
import { type LaunchedApp, type LaunchOptions, launchElectronApp } from '../electron-double/launch.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';

/** The Electron app for specs about this host alone. */
export type Start = (options?: LaunchOptions) => Promise<LaunchedApp>;

/**
 * `app` is started once for a file and shared by its tests, which leave it as they found it. `start` starts another one
 * that is closed after the test.
 */
export const test = base.extend<{ start: Start }, { app: LaunchedApp }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const app = await launchElectronApp();
      console.log(`These specs run on ${app.hostLabel}.`);
      await use(app);
      await app.close();
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  start: async ({}, use, info) => {
    const started: LaunchedApp[] = [];
    await use(async (options) => {
      const app = await launchElectronApp(options);
      started.push(app);
      info.annotations.push({ type: HOST_ANNOTATION, description: app.hostLabel });
      return app;
    });
    for (const app of started) await app.close();
  },
});

export { expect };

/** Writes into a test's result which host it ran on. */
export const noteHost = (app: LaunchedApp): void => {
  test.info().annotations.push({ type: HOST_ANNOTATION, description: app.hostLabel });
};

/** Notes the host, and marks the page so that {@link isUnmoved} knows it again. */
export const markPage = async (app: LaunchedApp): Promise<void> => {
  noteHost(app);
  await app.page.evaluate(() => Object.assign(window, { stillHere: true }));
};

/** The page is the one it was: not left, not loaded again, and still the only window. */
export const isUnmoved = async (app: LaunchedApp): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(app.page.url().startsWith(app.address('app://rollmark/'))).toBe(true);
  expect(await app.page.evaluate(() => (window as unknown as { stillHere?: boolean }).stillHere)).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect.poll(() => app.windows().length).toBe(1);
};

export type PortWindow = Window &
  typeof globalThis & { rollmark: { host: string; connect(): void }; testPort?: MessagePort; testInbox: unknown[] };

/** Takes a port in the page, which closes the one that the page had. */
export const takePort = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const own = window as PortWindow;
        const onMessage = (event: MessageEvent): void => {
          const port = event.ports[0];
          if (event.data?.type !== 'rollmark:port' || !port) return;
          window.removeEventListener('message', onMessage);
          own.testInbox = [];
          own.testPort = port;
          port.addEventListener('message', ({ data }) => own.testInbox.push(data));
          port.start();
          resolve();
        };
        window.addEventListener('message', onMessage);
        own.rollmark.connect();
      }),
  );

/** A link that calls any path, in the contract or not, over a port that the page took. The page's own screens lose theirs. */
export const linkOver = async (page: Page) => {
  // The page asks for its own port when it starts; one taken before that would be closed again.
  await page.getByText('Ledgers are kept in').waitFor();
  await takePort(page);
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const receive = async (): Promise<void> => {
    const messages = await page.evaluate(async () => {
      const own = window as PortWindow;
      while (own.testInbox.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return own.testInbox.splice(0);
    });
    for (const data of messages) for (const listener of listeners) listener({ data });
  };
  const port = {
    on: (event: string, listener: (event: { data: unknown }) => void) => {
      if (event === 'message') listeners.push(listener);
    },
    postMessage: (data: string) => {
      void page.evaluate((text) => (window as PortWindow).testPort?.postMessage(text), data).then(receive);
    },
  };
  return new RPCLink({ port: port as unknown as SupportedMessagePort });
};

/** The contract's client, spoken by the test over a port that the page took. */
export const clientOver = async (page: Page): Promise<ContractRouterClient<typeof contract>> =>
  createORPCClient(await linkOver(page));
