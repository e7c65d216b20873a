import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOver, expect, test } from './electron-app.ts';

/** The window's life: where it opens, that there is one, and that nothing typed is lost by closing it. */

let userData: string;
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'rollmark-window-'));
});
test.afterEach(() => rmSync(userData, { recursive: true, force: true }));

test('it opens where it was', async ({ start }) => {
  const place = { x: 60, y: 40, width: 1111, height: 777 };
  const first = await start({ userData });
  await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
  await first.close();
  expect(await first.exited).toBe(0);
  // Geometry and nothing else is written in the open.
  expect(JSON.parse(readFileSync(join(userData, 'window.json'), 'utf8'))).toEqual({ ...place, maximized: false });
  const second = await start({ userData });
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(place);
});

test('a damaged memory of its place is no obstacle', async ({ start }) => {
  writeFileSync(join(userData, 'window.json'), '{"x":1e99');
  const app = await start({ userData });
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a second start brings the first to the front and ends', async ({ start }) => {
  const ledger = join(userData, 'Second.rollmark');
  mkdirSync(ledger);
  const first = await start({ userData });
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = await start({ userData, window: false, args: [ledger] });
  expect(await second.exited).toBe(0);
  await expect
    .poll(() => first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized())))
    .toEqual([false]);
  // The ledger that the second was told to open is now the first one's first.
  const client = await clientOver(first.page);
  expect((await client.host.ledgers()).map(({ name }) => name)).toEqual(['Second']);
});

test('a ledger named at the start is listed first', async ({ start }) => {
  const app = await start({ args: [join(userData, 'Named.rollmark')] });
  for (const folder of [join(app.ledgers, 'A.rollmark'), join(userData, 'Named.rollmark')]) mkdirSync(folder);
  const client = await clientOver(app.page);
  expect((await client.host.ledgers()).map(({ name }) => name)).toEqual(['Named', 'A']);
});

test('the right mouse button offers what can be done with a text, and no menu leads into the web', async ({
  start,
}) => {
  const app = await start();
  const seen = await app.evaluate(({ BrowserWindow, Menu }) => {
    const shown: string[][] = [];
    const roles = (menu: Electron.Menu | null): string[] =>
      (menu?.items ?? []).flatMap((item) => [
        ...(item.role ? [item.role.toLowerCase()] : []),
        ...roles(item.submenu ?? null),
      ]);
    // The double's menus are templates, whose submenus are lists.
    const flat = (items: { role?: string; submenu?: unknown }[]): string[] =>
      items.flatMap(({ role, submenu }) => [
        ...(role ? [role.toLowerCase()] : []),
        ...(Array.isArray(submenu) ? flat(submenu) : roles((submenu as Electron.Menu) ?? null)),
      ]);
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      shown.push(flat(this.items as never));
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const editFlags = { canCut: true, canCopy: true, canPaste: true };
    for (const [isEditable, selectionText] of [
      [true, ''],
      [false, 'G4-1234'],
      [false, ''],
    ])
      contents?.emit('context-menu', {}, { editFlags, isEditable, selectionText });
    return { shown, menu: flat((Menu.getApplicationMenu()?.items ?? []) as never) };
  });
  expect(seen.shown).toEqual([['cut', 'copy', 'paste', 'selectall'], ['copy']]);
  expect(seen.menu).toContain('paste');
  for (const role of ['reload', 'forcereload', 'toggledevtools', 'help']) expect(seen.menu).not.toContain(role);
});

test('something typed and not committed keeps it open until the user says so', async ({ start }) => {
  const app = await start({ dialogs: { message: [0, 1] } });
  await app.page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
  // Chromium asks only of pages that were touched.
  await app.page.mouse.click(5, 5);
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const asked = async () => (await app.askedDialogs()).map(({ options }) => options.message);
  await close();
  await expect.poll(asked).toEqual(['Something you typed is not committed yet.']);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await close();
  expect(await app.exited).toBe(0);
});

test('the ledger is locked when the computer goes to sleep or its screen is locked, and the page holds nothing of it', async ({
  start,
}) => {
  const app = await start();
  const settings = {
    template: 'shop' as const,
    name: 'Night Tools',
    licence: '',
    premises: '',
    zone: 'UTC',
    openDays: [1],
    forms4473Numbered: false,
  };
  const passphrase = 'while the shop sleeps';
  let client = await clientOver(app.page);
  await client.ledger.create({ folderName: 'Night', settings, passphrase, user: 'Dana' });
  for (const away of ['suspend', 'lock-screen'] as const) {
    await app.page.reload();
    await expect(app.page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    await app.evaluate(({ powerMonitor }, event) => void powerMonitor.emit(event as 'suspend'), away);
    await expect(app.page.getByText('The ledger was locked because this computer went to sleep')).toBeVisible();
    await expect(app.page.getByText('Night Tools')).toHaveCount(0);
    client = await clientOver(app.page);
    expect(await client.ledger.status()).toEqual({ state: 'closed', because: 'sleep' });
    const [ledger] = await client.host.ledgers();
    await client.ledger.open({ token: ledger!.token, secret: { kind: 'passphrase', passphrase } });
  }
  await client.ledger.setAutoLock({ minutes: 0 });
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await client.ledger.status()).state).toBe('open');
});
