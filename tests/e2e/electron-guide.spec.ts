import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { LaunchedApp } from '../electron-double/launch.ts';
import { clientOver, expect, noteHost, test } from './electron-app.ts';

/**
 * The detached guide window, the one window that has @electron/remote: what it is for works, and its fence holds, also
 * against a page whose whole process is someone else's (docs/adr/0005-remote-is-fenced.md).
 */

test.describe.configure({ mode: 'serial' });
test.beforeEach(({ app }) => noteHost(app));
// The app goes on to other specs.
test.afterAll(({ app }) =>
  app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('guide:')) window.destroy();
  }),
);

const openGuide = async (app: LaunchedApp, guide: string): Promise<Page> => {
  const client = await clientOver(app.page);
  expect(await client.host.openGuide({ guide })).toEqual({ opened: true });
  const page = await app.waitForWindow(`guide://rollmark/${guide}/`);
  await page.waitForLoadState('load');
  return page;
};

test('no remote module is loaded before the window was ever opened', async ({ app }) => {
  const channels = await app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String));
  expect(channels.filter((name) => name.startsWith('REMOTE_'))).toEqual([]);
  // Nobody answers, so nobody may have been asked by mistake either.
  expect(channels).toContain('rollmark:connect');
});

test('it shows the shipped drawing with the words to its numbers', async ({ app }) => {
  const page = await openGuide(app, 'revolver');
  await expect(page).toHaveTitle('Revolver');
  const drawing = page.getByRole('img');
  await expect(drawing).toHaveAccessibleName(/revolver/i);
  expect(await drawing.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await expect(page.getByRole('listitem').first()).toContainText('the number of record');
  const client = await clientOver(app.page);
  expect(await client.host.openGuide({ guide: 'no-such-guide' })).toEqual({ opened: false });
  expect(await client.host.openGuide({ guide: 'window' })).toEqual({ opened: false });
});

test('it can be used by everyone, in light and dark', async ({ app }) => {
  const page = await openGuide(app, 'revolver');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Legacy mode: the other one opens a window of its own.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(
      violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
});

test('it stays on top where it is pinned, and fits the drawing', async ({ app }) => {
  const page = await openGuide(app, 'revolver');
  const state = () =>
    app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('guide:'));
      return { onTop: window?.isAlwaysOnTop(), size: window?.getContentSize() };
    });
  const pin = page.getByRole('button', { name: 'Keep on top' });
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  expect((await state()).onTop).toBe(true);
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  expect((await state()).onTop).toBe(false);

  const before = (await state()).size;
  await page.getByRole('button', { name: 'Fit window to drawing' }).click();
  await expect.poll(async () => (await state()).size).not.toEqual(before);
  const natural = await page.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect((await state()).size?.[0]).toBe(natural);
  // The window follows what it is asked for only as far as it makes sense.
  await page.evaluate(() =>
    (window as unknown as { guideWindow: { fit(w: number, h: number): void } }).guideWindow.fit(1e9, -5),
  );
  const [width = 0, height = 0] = (await state()).size ?? [];
  expect(width).toBeLessThan(20_000);
  expect(height).toBeGreaterThanOrEqual(240);
});

test('another guide takes the same window', async ({ app }) => {
  await openGuide(app, 'silencer');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2);
});

test('its page has two functions, and no ledger, no Node, no remote object', async ({ app }) => {
  const page = await openGuide(app, 'revolver');
  const found = await page.evaluate(() => {
    const own = window as unknown as Record<string, unknown> & { guideWindow: object };
    const names = ['rollmark', 'require', 'process', 'module', 'global', 'Buffer', 'remote', 'electron'];
    return { keys: Object.keys(own.guideWindow), there: names.filter((name) => typeof own[name] !== 'undefined') };
  });
  expect(found).toEqual({ keys: ['pin', 'fit'], there: [] });
});

test('it is locked down as the main window is, and in a session of its own', async ({ app }) => {
  await openGuide(app, 'revolver');
  const seen = await app.evaluate(async ({ BrowserWindow, session }) => {
    const contents = BrowserWindow.getAllWindows()
      .map(({ webContents }) => webContents)
      .find((each) => each.getURL().startsWith('guide:'))!;
    const asked = async (url: string) =>
      contents.session.fetch(url).then(
        ({ status }) => status as number | string,
        (error: Error) => error.message,
      );
    return {
      // Electron keeps this one out of its types.
      preferences: (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences(),
      ownSession: contents.session !== session.defaultSession,
      kept: contents.session.isPersistent(),
      own: await asked('guide://rollmark/revolver/drawing.svg'),
      climbing: await asked('guide://rollmark/revolver/../../../package.json'),
      app: await asked('app://rollmark/index.html'),
      outside: await asked('http://127.0.0.1:9/'),
    };
  });
  expect(seen).toMatchObject({
    preferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
    ownSession: true,
    kept: false,
    own: 200,
    climbing: 404,
    app: expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    outside: expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
  });
});

test('its page goes nowhere, opens nothing and connects to nothing', async ({ app }) => {
  const page = await openGuide(app, 'revolver');
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  const reached = await page.evaluate(
    async (addresses) => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const answers: string[] = [];
      for (const url of addresses) {
        await fetch(url).then(
          () => answers.push(`fetched ${url}`),
          () => undefined,
        );
        window.open(url);
        window.location.assign(url);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return answers;
    },
    [
      app.address('app://rollmark/index.html'),
      'https://rollmark.example/',
      app.address('guide://rollmark/silencer/'),
      '/window/guide.js',
    ],
  );
  expect(reached).toEqual([]);
  expect(await page.evaluate(() => (window as unknown as { stillHere?: boolean }).stillHere)).toBe(true);
  await expect.poll(() => app.windows().length).toBe(2);
});

/** The remote module's own messages, sent to it as a process that is someone else's would send them. */
const WIRE = [
  ['REMOTE_BROWSER_REQUIRE', ['fs']],
  ['REMOTE_BROWSER_GET_BUILTIN', ['app']],
  ['REMOTE_BROWSER_GET_GLOBAL', ['process']],
  ['REMOTE_BROWSER_GET_CURRENT_WEB_CONTENTS', []],
  ['REMOTE_BROWSER_GET_CURRENT_WINDOW', []],
] as const;

type Meta = { type: string; value?: unknown; id?: number; members?: { name: string }[]; proto?: unknown };

/** Sends messages one after the other and gives the module's answers. `from` says whose page sends them. */
const send = (
  app: LaunchedApp,
  from: 'app:' | 'guide:',
  messages: readonly (readonly [channel: string, args: readonly unknown[]])[],
  frame: 'main' | 'other' = 'main',
): Promise<Meta[]> =>
  app.evaluate(
    ({ BrowserWindow, ipcMain }, [scheme, list, which]) => {
      const sender = BrowserWindow.getAllWindows()
        .map(({ webContents }) => webContents)
        .find((each) => each.getURL().startsWith(scheme))!;
      return list.map(([channel, args]) => {
        const senderFrame = which === 'main' ? sender.mainFrame : { url: sender.getURL(), parent: sender.mainFrame };
        const event = { sender, senderFrame, frameId: 1, processId: 1, returnValue: undefined as unknown };
        ipcMain.emit(channel, event, `${sender.id}-1`, ...args);
        const meta = event.returnValue as Meta | undefined;
        return meta ? { ...meta, value: meta.type === 'value' ? meta.value : undefined } : { type: 'no answer' };
      });
    },
    [from, messages, frame] as const,
  );

test('the main window’s page gets nothing of the remote module, whatever it sends', async ({ app }) => {
  await openGuide(app, 'revolver');
  const answers = await send(app, 'app:', WIRE);
  expect(answers.map(({ type }) => type)).toEqual(WIRE.map(() => 'exception'));
});

test('the guide window’s page gets its own window and nothing else', async ({ app }) => {
  await openGuide(app, 'revolver');
  const answers = await send(app, 'guide:', WIRE);
  expect(answers.map(({ type }) => type)).toEqual(['exception', 'exception', 'exception', 'exception', 'object']);
  const own = answers[4]!;
  expect(own.members?.map(({ name }) => name).toSorted()).toEqual([
    'isAlwaysOnTop',
    'setAlwaysOnTop',
    'setContentSize',
  ]);
  // Nothing behind it to walk to.
  expect(own.proto).toBeNull();
  // A frame inside it is not it.
  expect((await send(app, 'guide:', WIRE, 'other')).map(({ type }) => type)).toEqual(WIRE.map(() => 'exception'));
});

test('from its own window there is no way into the main process', async ({ app }) => {
  await openGuide(app, 'revolver');
  const [{ id = 0 } = { id: 0 }] = await send(app, 'guide:', [['REMOTE_BROWSER_GET_CURRENT_WINDOW', []]]);
  expect(id).toBeGreaterThan(0);
  const plain = (value: unknown) => ({ type: 'value', value });
  expect(await send(app, 'guide:', [['REMOTE_BROWSER_MEMBER_CALL', [id, 'isAlwaysOnTop', []]]])).toEqual([
    { type: 'value', value: false },
  ]);
  const attacks = [
    ['REMOTE_BROWSER_MEMBER_GET', [id, 'constructor']],
    ['REMOTE_BROWSER_MEMBER_GET', [id, 'setAlwaysOnTop']],
    ['REMOTE_BROWSER_MEMBER_GET', [id, '__proto__']],
    ['REMOTE_BROWSER_MEMBER_SET', [id, 'setAlwaysOnTop', [plain(1)]]],
    ['REMOTE_BROWSER_FUNCTION_CALL', [id, []]],
    ['REMOTE_BROWSER_CONSTRUCTOR', [id, []]],
    ['REMOTE_BROWSER_MEMBER_CONSTRUCTOR', [id, 'setAlwaysOnTop', []]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'constructor', []]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'toString', []]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'close', []]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'setAlwaysOnTop', [plain('return process')]]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'setAlwaysOnTop', [{ type: 'remote-object', id }]]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'setAlwaysOnTop', [{ type: 'function', id: 1, length: 0, location: '' }]]],
    ['REMOTE_BROWSER_MEMBER_CALL', [id, 'setAlwaysOnTop', [{ type: 'nativeimage', value: {} }]]],
    ['REMOTE_BROWSER_MEMBER_CALL', [{ toString: 'x' }, 'setAlwaysOnTop', [plain(true)]]],
    ['REMOTE_BROWSER_MEMBER_CALL', [999, 'setAlwaysOnTop', [plain(true)]]],
  ] as const;
  const answers = await send(app, 'guide:', attacks);
  for (const [i, { type }] of answers.entries()) expect(type, JSON.stringify(attacks[i])).toBe('exception');
  // Nor from the main window's page, with an id it guessed.
  const guessed = await send(app, 'app:', [['REMOTE_BROWSER_MEMBER_CALL', [id, 'setAlwaysOnTop', [plain(true)]]]]);
  expect(guessed[0]?.type).toBe('exception');
  expect(await send(app, 'guide:', [['REMOTE_BROWSER_MEMBER_CALL', [id, 'isAlwaysOnTop', []]]])).toEqual([
    { type: 'value', value: false },
  ]);
});

test('every question of the remote module has a listener that denies it', async ({ app }) => {
  await openGuide(app, 'revolver');
  const denied = await app.evaluate(({ app: electronApp }) =>
    ['require', 'get-builtin', 'get-global', 'get-current-window', 'get-current-web-contents'].map((question) => {
      const event = { returnValue: undefined, defaultPrevented: false };
      (electronApp as unknown as NodeJS.EventEmitter).emit(`remote-${question}`, event, {});
      return event.defaultPrevented && event.returnValue === undefined;
    }),
  );
  expect(denied).toEqual([true, true, true, true, true]);
});
