import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog, powerMonitor, safeStorage, session } from 'electron';
import { backupPlaces } from './hosts/backup-places.ts';
import { APP_ORIGIN, GUIDE_ORIGIN, registerSchemes, serveApp } from './hosts/electron/app-protocol.ts';
import { byHand } from './hosts/electron/by-hand.ts';
import { denyRemote } from './hosts/electron/guide-fence.ts';
import { guidePages } from './hosts/electron/guide-pages.ts';
import { guideWindow } from './hosts/electron/guide-window.ts';
import { electronPorts } from './hosts/electron/host-ports.ts';
import { keychainOf } from './hosts/electron/keychain.ts';
import { lockCommandLine, lockEverything } from './hosts/electron/lockdown.ts';
import { openMainWindow } from './hosts/electron/main-window.ts';
import { offerEditMenu, setMenu } from './hosts/electron/menu.ts';
import { ledgerArgument } from './hosts/electron/named-ledger.ts';
import { offerPagePorts } from './hosts/electron/page-port.ts';
import { servePort } from './hosts/electron/serve-port.ts';
import { windowMemory } from './hosts/electron/window-memory.ts';
import { hostRouter } from './hosts/host-router.ts';
import { knownLedgers } from './hosts/known-ledgers.ts';
import { placesOf } from './hosts/places.ts';
import { keepEngine } from './hosts/running-engine.ts';

/** The Electron app. Wiring only: what each part does is in hosts/electron. */

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const RENDERER = at('../renderer');
const PRELOAD = at('../preload/preload.cjs');
const GUIDE_PRELOAD = at('../preload/guide-preload.cjs');
const GUIDES = at('../../resources/guides');
const ENGINE = new URL('./engine.js', import.meta.url);

/** Set by `npm run dev`. A packaged app takes its page from its own files, whatever the environment says. */
const dev =
  !app.isPackaged && process.env.ELECTRON_RENDERER_URL ? new URL(process.env.ELECTRON_RENDERER_URL).origin : undefined;
const origins = { app: dev ?? APP_ORIGIN, guide: GUIDE_ORIGIN, ...(dev === undefined ? {} : { dev }) };

const development = dev !== undefined;

const places = placesOf(process.env, process.platform, homedir());
// One folder for both hosts: the list of recent ledgers, and in a folder of its own what Chromium keeps.
const config = process.env.ROLLMARK_USER_DATA ? resolve(process.env.ROLLMARK_USER_DATA) : places.config;
const userData = join(config, 'electron');
mkdirSync(userData, { recursive: true });

app.setName('Rollmark');
app.setPath('userData', userData);
registerSchemes();
lockCommandLine(origins);
lockEverything(origins);
denyRemote();

const start = async (): Promise<void> => {
  const ledgersFolder = resolve(places.ledgers);
  const guides = guideWindow(guidePages(GUIDES), GUIDE_PRELOAD, development);
  let window: BrowserWindow | undefined;
  let ports: ReturnType<typeof offerPagePorts> | undefined;
  let pressedByHand = async (): Promise<boolean> => false;

  const ledgers = knownLedgers({
    folder: ledgersFolder,
    recents: join(config, 'recent.json'),
    grant: (ledger) => engine.client().then((client) => client.grants.ledger(ledger)),
  });
  let named = ledgerArgument(process.argv, process.cwd());
  app.on('open-file', (event, path) => {
    event.preventDefault();
    named = path;
  });
  app.on('second-instance', (_event, argv, folder) => {
    named = ledgerArgument(argv, folder) ?? named;
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  const engine = await keepEngine(
    ENGINE,
    async (client, afterFault) => {
      if (afterFault) await client.grants.afterFault();
      await client.grants.profile({ path: config });
      await client.grants.newLedgers({ path: ledgersFolder });
    },
    (error) => {
      // With another engine in its place the page goes on: it asks for the passphrase, and keeps what was being typed.
      if (error) {
        ports?.closePort();
        dialog.showErrorBox(
          'Rollmark must close',
          `The part that keeps the ledger can’t be started again. ${error.message}`,
        );
        app.exit(1);
      }
    },
  );

  const backups = backupPlaces({
    here: resolve(places.backups),
    remembered: join(config, 'backup-folders.json'),
    grant: (place) => engine.client().then((client) => client.grants.backupFolder(place)),
  });
  const host = electronPorts({
    version: app.getVersion(),
    ledgersFolder,
    ledgers,
    backups,
    named: () => named,
    engine: engine.client,
    window: () => window,
    openGuide: guides.open,
    keychain: keychainOf({
      folder: join(config, 'keychain'),
      safe: safeStorage,
      platform: process.platform,
      engine: engine.client,
      byHand: () => pressedByHand(),
    }),
  });
  ports = offerPagePorts(
    () => window?.webContents,
    origins.app,
    (port) => servePort(port, hostRouter(engine.client, host)),
  );

  await app.whenReady();
  // Nobody is at a computer that goes to sleep or whose screen is locked. The page is loaded anew, and holds nothing.
  for (const away of ['suspend', 'lock-screen'] as const)
    powerMonitor.on(away as 'suspend', () => {
      void engine
        .client()
        .then((client) => client.grants.lockForSleep())
        .then(({ locked }) => locked && window?.webContents.reload())
        .catch(() => undefined);
    });
  serveApp(session.defaultSession.protocol, RENDERER);
  setMenu(development);
  window = openMainWindow({
    preload: PRELOAD,
    page: `${origins.app}/`,
    memory: windowMemory(join(config, 'window.json')),
    devTools: development,
  });
  offerEditMenu(window);
  pressedByHand = byHand(window, 'Open the ledger with this computer’s keychain?');
  window.on('closed', () => {
    window = undefined;
    ports?.closePort();
    guides.close();
    app.quit();
  });

  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    // Closing backs the ledger up first.
    void engine.stop(180_000).finally(() => {
      stopped = true;
      app.quit();
    });
  });
};

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    dialog.showErrorBox('Rollmark could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  // Another Rollmark has the window; it was told of this start and comes to the front.
  app.quit();
}
