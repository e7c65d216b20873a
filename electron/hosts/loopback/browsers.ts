import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** An installed browser of the Chromium family. */
export type Browser = {
  /** As people call it. */
  name: string;
  executable: string;
  /** Installed as a snap: it may only write below its own folder. */
  snap: boolean;
};

type Env = Readonly<Record<string, string | undefined>>;

/** Names on the PATH. Chromium first, except where it is a snap, whose sandbox is the more troublesome. */
const LINUX: readonly (readonly [name: string, command: string])[] = [
  ['Chromium', 'chromium'],
  ['Chromium', 'chromium-browser'],
  ['Chrome', 'google-chrome-stable'],
  ['Chrome', 'google-chrome'],
  ['Edge', 'microsoft-edge-stable'],
  ['Edge', 'microsoft-edge'],
  ['Brave', 'brave-browser'],
  ['Brave', 'brave'],
];

const MAC: readonly (readonly [name: string, path: string])[] = [
  ['Chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['Chromium', 'Chromium.app/Contents/MacOS/Chromium'],
  ['Edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  ['Brave', 'Brave Browser.app/Contents/MacOS/Brave Browser'],
];

const WINDOWS: readonly (readonly [name: string, path: string])[] = [
  ['Chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['Chromium', 'Chromium\\Application\\chrome.exe'],
  ['Brave', 'BraveSoftware\\Brave-Browser\\Application\\brave.exe'],
];

const isExecutable = (path: string): boolean => {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const places = (env: Env, platform: NodeJS.Platform): { name: string; executable: string }[] => {
  if (platform === 'win32')
    return WINDOWS.flatMap(([name, path]) =>
      [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
        .filter((folder) => folder)
        .map((folder) => ({ name, executable: `${folder}\\${path}` })),
    );
  if (platform === 'darwin')
    return MAC.flatMap(([name, path]) =>
      ['/Applications', join(env.HOME ?? '', 'Applications')].map((folder) => ({
        name,
        executable: join(folder, path),
      })),
    );
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return LINUX.flatMap(([name, command]) =>
    [...folders, '/snap/bin'].map((folder) => ({ name, executable: join(folder, command) })),
  );
};

/** Snaps are links to /usr/bin/snap; Ubuntu's `chromium-browser` is a script that starts the snap. */
const isSnap = (executable: string): boolean => {
  if (executable.startsWith('/snap/')) return true;
  try {
    const real = realpathSync(executable);
    return (
      real.startsWith('/snap/') ||
      real === '/usr/bin/snap' ||
      (real.endsWith('chromium-browser') && statSync(real).size < 4096)
    );
  } catch {
    return false;
  }
};

/**
 * The browser to show the app in: the one that `ROLLMARK_CHROMIUM` names, else the first that is installed where each
 * system puts them. Undefined where there is none. Starts nothing and asks nobody.
 */
export const findBrowser = (
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = isExecutable,
): Browser | undefined => {
  const named = env.ROLLMARK_CHROMIUM;
  if (named)
    return exists(named)
      ? { name: 'the browser named by ROLLMARK_CHROMIUM', executable: named, snap: isSnap(named) }
      : undefined;
  const found = places(env, platform)
    .filter(({ executable }) => exists(executable))
    .map((browser) => ({ ...browser, snap: platform === 'linux' && isSnap(browser.executable) }));
  return found.find((browser) => !browser.snap) ?? found[0];
};

/** Whether a window can be shown: always, except on a Linux without X or Wayland. */
export const hasDisplay = (env: Env = process.env, platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
