import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { WindowMemory } from './window-memory.ts';
import { SMALLEST_WINDOW, windowPlace } from './window-place.ts';

/** What every page of this app is allowed: nothing beyond a plain web page's sandbox. */
export const LOCKED_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  enableWebSQL: false,
} as const;

export type MainWindowOptions = {
  /** The built preload, an absolute path. */
  preload: string;
  /** The page's address. */
  page: string;
  memory: WindowMemory;
  devTools: boolean;
};

const rememberPlace = (window: BrowserWindow, memory: WindowMemory): void => {
  // The place it has when it is neither maximized nor full screen is the one to come back to.
  const { x, y, width, height } = window.getNormalBounds();
  memory.remember({ x, y, width, height, maximized: window.isMaximized() });
};

/** Opens the window that shows the app's page. It appears once the page has painted. */
export const openMainWindow = ({ preload, page, memory, devTools }: MainWindowOptions): BrowserWindow => {
  const remembered = memory.place();
  const window = new BrowserWindow({
    ...windowPlace(
      remembered,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    title: 'Rollmark',
    show: false,
    autoHideMenuBar: true,
    // The page's own ground, so that the window does not flash while it loads.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#191816' : '#f5f3ef',
    webPreferences: { ...LOCKED_PREFERENCES, preload, devTools },
  });

  window.once('ready-to-show', () => {
    if (remembered?.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => rememberPlace(window, memory));

  // The page refuses to unload while something typed is not committed.
  window.webContents.on('will-prevent-unload', (event) => {
    const choice = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Something you typed is not committed yet.',
      detail: 'If you leave now it is lost. Everything committed is kept.',
      buttons: ['Stay', 'Leave'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (choice === 1) event.preventDefault();
  });

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const choice = dialog.showMessageBoxSync(window, {
      type: 'error',
      message: 'The window stopped working.',
      detail: 'Everything committed is kept in the ledger. What was typed and not committed is lost.',
      buttons: ['Open it again', 'Quit'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (choice === 0) window.webContents.reload();
    else window.destroy();
  });

  // Where a page can still get to without a request, such as about:blank, there is no way back for the user.
  window.webContents.on('did-navigate', (_event, url) => {
    if (!url.startsWith(page)) void window.loadURL(page);
  });

  void window.loadURL(page);
  return window;
};
