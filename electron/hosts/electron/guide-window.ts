import { BrowserWindow, session } from 'electron';
import { GUIDE_ORIGIN, serveGuides } from './app-protocol.ts';
import { grantOwnWindow } from './guide-fence.ts';
import type { GuidePages } from './guide-pages.ts';
import { LOCKED_PREFERENCES } from './main-window.ts';

export type GuideWindow = {
  /** Shows a guide's drawings, in the same window if it is open. False: there is no such guide. */
  open(guide: string): Promise<boolean>;
  close(): void;
};

/**
 * The detached guide window. It lives in a session of its own, in memory, which serves the drawings and nothing else:
 * the app's page, its port and its storage are out of its reach.
 *
 * @param preload the built guide preload, an absolute path
 */
export const guideWindow = (pages: GuidePages, preload: string, devTools: boolean): GuideWindow => {
  let window: Promise<BrowserWindow> | undefined;
  let own: Electron.Session | undefined;

  const guideSession = (): Electron.Session => {
    if (!own) {
      own = session.fromPartition('guide', { cache: false });
      serveGuides(own.protocol, pages.answer);
    }
    return own;
  };

  const create = async (): Promise<BrowserWindow> => {
    const created = new BrowserWindow({
      width: 560,
      height: 640,
      minWidth: 240,
      minHeight: 240,
      title: 'Guide',
      show: false,
      autoHideMenuBar: true,
      fullscreenable: false,
      webPreferences: { ...LOCKED_PREFERENCES, session: guideSession(), preload, devTools },
    });
    created.once('ready-to-show', () => created.show());
    created.once('closed', () => {
      window = undefined;
    });
    try {
      await grantOwnWindow(created);
    } catch (error) {
      created.destroy();
      throw error;
    }
    return created;
  };

  return {
    open: async (guide) => {
      if (!(await pages.has(guide))) return false;
      // A promise from the first call on, so that two calls at once still make one window.
      window ??= create().catch((error: unknown) => {
        window = undefined;
        throw error;
      });
      const opened = await window;
      await opened.loadURL(`${GUIDE_ORIGIN}/${guide}/`);
      opened.focus();
      return true;
    },
    close: () => void window?.then((open) => open.destroy()),
  };
};
