import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { clientOver, expect, noteHost, type PortWindow, takePort, test } from './electron-app.ts';

/** Who gets a ledger port, and what a page can do over it with the host's own dialogs. */

const preload = join(import.meta.dirname, '../../out/preload/preload.cjs');

/** Whether the page gets a port when it asks for one now. */
const getsPort = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        window.addEventListener('message', (event) => {
          if (event.data?.type === 'rollmark:port') resolve(event.ports.length === 1);
        });
        setTimeout(() => resolve(false), 700);
        (window as PortWindow).rollmark.connect();
      }),
  );

test.describe('the port', () => {
  test.beforeEach(({ app }) => noteHost(app));

  test('comes to the app’s page, and a new one closes the one before', async ({ app }) => {
    // The page asks for its own when it starts; one taken before that would be closed unseen.
    await app.page.getByText('Ledgers are kept in').waitFor();
    expect(await getsPort(app.page)).toBe(true);
    await takePort(app.page);
    const closed = app.page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          (window as PortWindow).testPort?.addEventListener('close', () => resolve(true));
          setTimeout(() => resolve(false), 5000);
        }),
    );
    expect(await getsPort(app.page)).toBe(true);
    expect(await closed).toBe(true);
  });

  test('a reloaded page gets one that works', async ({ app }) => {
    await app.page.reload();
    const client = await clientOver(app.page);
    expect(await client.host.info()).toMatchObject({ kind: 'electron', ledgersFolder: app.ledgers });
    expect(await client.ledger.status()).toEqual({ state: 'closed', because: '' });
  });

  test('does not come to another window with the same page and preload, whose asking harms nobody', async ({ app }) => {
    const client = await clientOver(app.page);
    await app.evaluate(async ({ BrowserWindow }, script) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } });
      await other.loadURL('app://rollmark/');
    }, preload);
    await expect.poll(() => app.windows().length).toBe(2);
    const other = app.windows().find((page) => page !== app.page)!;
    expect(await other.evaluate(() => typeof (window as PortWindow).rollmark.connect)).toBe('function');
    expect(await getsPort(other)).toBe(false);
    expect(await client.ledger.status()).toEqual({ state: 'closed', because: '' });
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) if (!window.isVisible()) window.destroy();
    });
    await expect.poll(() => app.windows().length).toBe(1);
  });

  test('does not come to a frame in the page, nor to a page of another address', async ({ app }) => {
    const bridges = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const bridge = typeof (frame.contentWindow as PortWindow | null)?.rollmark;
      frame.remove();
      return bridge;
    });
    expect(bridges).toBe('undefined');
    const posted = await app.evaluate(({ BrowserWindow, ipcMain }) => {
      const [{ webContents } = { webContents: undefined }] = BrowserWindow.getAllWindows();
      const asked = (senderFrame: unknown): number => {
        let count = 0;
        const frame =
          senderFrame === null
            ? null
            : {
                ...(senderFrame as object),
                postMessage: () => {
                  count += 1;
                },
              };
        ipcMain.emit('rollmark:connect', { sender: webContents, senderFrame: frame });
        return count;
      };
      return [
        asked({ url: 'app://rollmark/', parent: webContents?.mainFrame }),
        asked({ url: 'app://rollmark/', parent: null }),
        asked({ url: 'https://rollmark.example/', parent: null }),
        asked(null),
      ];
    });
    expect(posted).toEqual([0, 0, 0, 0]);
  });

  test('carries the contract and not the grants', async ({ app }) => {
    const client = await clientOver(app.page);
    const grants = (client as unknown as { grants: Record<string, (input: unknown) => Promise<unknown>> }).grants;
    for (const [name, input] of [
      ['ledger', { token: 'a', path: '/' }],
      ['newLedgers', { path: '/' }],
      ['file', { token: 'a', name: 'passwd', path: '/etc/passwd' }],
      ['openLedgerPath', undefined],
    ] as const)
      await expect(grants[name]!(input), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test.describe('the host’s dialogs', () => {
  let folder: string;
  test.beforeEach(({ app }) => {
    noteHost(app);
    folder = mkdtempSync(join(tmpdir(), 'rollmark-chosen-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a chosen ledger becomes a token; its path stays with the host', async ({ app }) => {
    mkdirSync(join(folder, 'Smith Arms.rollmark'));
    const client = await clientOver(app.page);
    await app.answerDialogs({ open: [join(folder, 'Smith Arms.rollmark'), null] });
    const chosen = await client.host.chooseLedger();
    expect(chosen).toEqual({ token: expect.stringMatching(/^[\w-]{20,}$/), name: 'Smith Arms' });
    expect(await client.host.chooseLedger()).toBeNull();
    // The engine knows the token, and that there is no ledger in the folder.
    const secret = { kind: 'passphrase', passphrase: 'x' } as const;
    await expect(client.ledger.open({ token: chosen!.token, secret })).rejects.toMatchObject({
      code: 'LEDGER_MISSING',
    });
    await expect(client.ledger.open({ token: folder, secret })).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });
  });

  test('a chosen file becomes a token with its name and size', async ({ app }) => {
    const path = join(folder, 'book.csv');
    writeFileSync(path, 'not,the,columns\n1,2,3\n');
    const client = await clientOver(app.page);
    await app.answerDialogs({ open: [path, null, join(folder, 'gone.csv')] });
    const chosen = await client.host.chooseImportFile();
    expect(chosen).toEqual({ token: expect.stringMatching(/^[\w-]{20,}$/), name: 'book.csv', size: 22 });
    expect(await client.host.chooseImportFile()).toBeNull();
    await expect(client.host.chooseImportFile()).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: 'The file is no longer there. Choose it again.',
    });
  });

  test('a ledger is made, remembered, and its document saved as a whole', async ({ app }) => {
    const client = await clientOver(app.page);
    expect(await client.host.ledgers()).toEqual([]);
    await client.ledger.create({
      folderName: 'Smith Arms',
      settings: {
        template: 'dealer',
        name: 'Smith Arms',
        licence: '1-54-000-01-8A-00001',
        premises: '1 Main Street, Springfield',
        zone: 'America/Chicago',
        openDays: [1, 2, 3, 4, 5],
        forms4473Numbered: false,
      },
      passphrase: 'a long enough passphrase for a test',
      user: 'Pat',
    });
    const [known] = await client.host.ledgers();
    expect(known).toEqual({
      token: expect.any(String),
      name: 'Smith Arms',
      lastOpened: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    // What is remembered in the open is the folder and the time.
    const recent = JSON.parse(readFileSync(join(app.userData, 'recent.json'), 'utf8'));
    expect(recent).toEqual({
      ledgers: [{ path: join(app.ledgers, 'Smith Arms.rollmark'), lastOpened: known!.lastOpened }],
    });

    const { token, name } = await client.trail.checkpointDocument();
    const path = join(folder, 'saved.txt');
    await app.answerDialogs({ save: [null, path, join(folder, 'gone', 'x.txt'), join(path, 'x.txt')] });
    expect(await client.host.saveDocument({ token })).toEqual({ saved: false });
    expect(await client.host.saveDocument({ token })).toEqual({ saved: true });
    expect(readFileSync(path, 'utf8')).toContain('\n— ');
    const asked = (await app.askedDialogs()).filter(({ kind }) => kind === 'save');
    expect(String(asked[0]!.options.defaultPath).endsWith(name)).toBe(true);
    for (const _impossible of [1, 2])
      await expect(client.host.saveDocument({ token })).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        message: 'The folder is no longer there, so the document was not saved. Choose another folder.',
      });
    expect(readdirSync(folder)).toEqual(['saved.txt']);
    // What is not held is said before anybody is asked for a place.
    await expect(client.host.saveDocument({ token: 'unknown' })).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });
    expect((await app.askedDialogs()).filter(({ kind }) => kind === 'save')).toHaveLength(4);
    await client.ledger.lock();
    await app.page.reload();
  });
});
