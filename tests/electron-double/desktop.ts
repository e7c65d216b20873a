import { EventEmitter } from 'node:events';

/** The parts of Electron that are the desktop's: recorded, and answered by the test. */

const unanswered = (what: string) => (): never => {
  throw new Error(`The app opened ${what}, and the test gave no answer to it.`);
};

/** Electron's `dialog`. A test puts its answers in place of these, as it does in the real runtime. */
export const dialog = {
  showOpenDialog: unanswered('a file dialog') as (...args: unknown[]) => unknown,
  showSaveDialog: unanswered('a save dialog') as (...args: unknown[]) => unknown,
  showMessageBox: unanswered('a message') as (...args: unknown[]) => unknown,
  showMessageBoxSync: unanswered('a message') as (...args: unknown[]) => unknown,
  showErrorBox: (title: string, content: string): void => console.error(`${title}: ${content}`),
};

/** Electron's `shell`: nothing is opened, everything is recorded. */
export const shell = {
  opened: [] as string[],
  openExternal: async (url: string): Promise<void> => void shell.opened.push(url),
  openPath: async (path: string): Promise<string> => {
    shell.opened.push(path);
    return '';
  },
  showItemInFolder: (path: string): void => void shell.opened.push(path),
};

type MenuTemplate = { label?: string; role?: string; submenu?: MenuTemplate[] }[];

/** Electron's `Menu`: the template is kept to be looked at. */
export class Menu {
  static #application: Menu | null = null;
  static buildFromTemplate(template: MenuTemplate): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  readonly items: MenuTemplate;
  constructor(items: MenuTemplate) {
    this.items = items;
  }
  popup(): void {}
}

/** Electron's `nativeTheme`, of a light desktop. */
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' });

const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};

/** Electron's `screen`, of one display. */
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [display],
  getPrimaryDisplay: () => display,
  getDisplayMatching: () => display,
});

/** Electron's `powerMonitor`: a test emits what the system would. */
export const powerMonitor = new EventEmitter();

/** Electron's `nativeImage`, of which the remote module needs the name. */
export const nativeImage = {
  createEmpty: (): never => {
    throw new Error('The double has no images.');
  },
};
