import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Browser } from './browsers.ts';

export type AppWindow = {
  /** Settles when the window's browser has ended. `code` is null where a signal ended it. */
  closed: Promise<{ code: number | null }>;
  /** Asks the browser to end. */
  close(): void;
};

/**
 * Settings written into the profile before the browser's first start. The window is also private, so that nothing
 * typed is kept; these are for browsers whose owner's policy forbids private windows.
 */
const PREFERENCES = {
  autofill: { profile_enabled: false, credit_card_enabled: false, enabled: false },
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  profile: { password_manager_enabled: false, default_content_setting_values: { notifications: 2 } },
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
  spellcheck: { use_spelling_service: false },
  search: { suggest_enabled: false },
  translate: { enabled: false },
  signin: { allowed: false, allowed_on_next_startup: false },
  safebrowsing: { enabled: false, scout_reporting_enabled: false },
  alternate_error_pages: { enabled: false },
  net: { network_prediction_options: 2 },
};

/**
 * What keeps a Chromium from asking anybody for anything: its own services, and what a page can do past its policy. The
 * tests' browsers are started with these too, so that a suite without a single attempt to leave says something of them.
 */
export const QUIET: readonly string[] = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-breakpad',
  '--disable-quic',
  '--no-pings',
  '--no-service-autorun',
  // The app is offline by promise: whatever the browser itself would fetch goes to a port that nothing listens on, and no
  // name is looked up for it. 127.0.0.1 is reached past any proxy. (A rule for the resolver would say the same once more,
  // but the browser warns of that flag in a bar across the window.)
  '--proxy-server=127.0.0.1:9',
  // WebRTC sends past every policy of a page: this leaves it no way but that proxy.
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** Parts of a Chromium that ask its maker for something, or tell the network of themselves. */
const NOT_WANTED = [
  'Translate',
  'OptimizationHints',
  'MediaRouter',
  'AutofillServerCommunication',
  'InterestFeedContentSuggestions',
  'CertificateTransparencyComponentUpdater',
  'GlobalMediaControls',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'LensOverlay',
  // The page has an http address, which is never to be tried with https.
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'WebRtcHideLocalIpsWithMdns',
];

/** What the browser is started with. Exported for its test. */
export const windowArguments = (options: {
  browser: Browser;
  address: string;
  profile: string;
  asRoot: boolean;
  waylandOnly: boolean;
}): string[] => [
  `--app=${options.address}`,
  `--user-data-dir=${options.profile}`,
  // Nothing that is typed or shown may be kept in the profile: it is not encrypted.
  options.browser.name === 'Edge' ? '--inprivate' : '--incognito',
  '--window-size=1360,900',
  ...QUIET,
  `--disable-features=${NOT_WANTED.join(',')}`,
  // Neither asks for the password of the system's keyring: there is nothing to keep.
  '--password-store=basic',
  '--use-mock-keychain',
  ...(options.waylandOnly ? ['--ozone-platform-hint=auto'] : []),
  // Chromium does not start as root with its sandbox.
  ...(options.asRoot ? ['--no-sandbox'] : []),
];

/**
 * Where the browser's crash handler is to write what a dead page had in its memory: `--disable-breakpad` leaves the handler
 * running, and without it the browser's network service ends again and again. In /proc nobody can write, so it gives up.
 */
const NO_DUMPS: Readonly<Record<string, string>> =
  process.platform === 'linux' ? { BREAKPAD_DUMP_LOCATION: '/proc' } : {};

/**
 * Whether the process still runs and is the one that was meant. After a power cut its number may be another program's by
 * now, and one that was killed keeps its number until its parent has asked how it ended: on Linux its command line tells.
 */
const stillRuns = (pid: number, commandHas: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(commandHas);
  } catch {
    return false;
  }
};

/**
 * Whether a browser still runs on the profile, left behind by a host that was killed. Its own lock, a link to
 * `HOST-PID`, is cleared where it runs no more: under another host name the browser would ask about it.
 */
const isBrowserLeft = (profile: string): boolean => {
  const [lock, ...others] = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'].map((name) => join(profile, name));
  let owner: string;
  try {
    owner = readlinkSync(lock ?? '');
  } catch {
    return false;
  }
  const pid = Number(owner.slice(owner.lastIndexOf('-') + 1));
  if (owner === `${hostname()}-${pid}` && stillRuns(pid, profile)) return true;
  for (const file of [lock, ...others]) rmSync(file ?? '', { force: true });
  return false;
};

/**
 * Takes the profile for this process. A browser that is started on a profile in use hands its address to the running
 * one and ends at once, which would look like a closed window.
 *
 * @returns how to let go of it, or undefined where another process, ours or a browser, has it
 */
export const takeProfile = (profile: string): (() => void) | undefined => {
  const lock = join(profile, 'rollmark.pid');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  if (isBrowserLeft(profile)) return undefined;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, `${process.pid}\n${process.argv[1]}`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [owner, script = ''] = readFileSync(lock, 'utf8').split('\n');
    if (Number(owner) > 0 && Number(owner) !== process.pid && stillRuns(Number(owner), script)) return undefined;
    // Left behind by a process that was killed.
    rmSync(lock, { force: true });
  }
  return undefined;
};

/** The profile's folder: in the user's cache, or where a snap may write. */
export const profileFolder = (browser: Browser, cache: string): string =>
  browser.snap ? join(homedir(), 'snap', 'chromium', 'common', 'rollmark') : join(cache, 'window');

/**
 * Opens the app in a window of its own of an installed browser, with a profile of its own.
 *
 * @param address the start address. It is seen in the list of processes, works once, and `peer.ts` keeps others off it
 */
export const openAppWindow = (browser: Browser, address: string, profile: string): AppWindow => {
  const settings = join(profile, 'Default');
  mkdirSync(settings, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(join(settings, 'Preferences'), JSON.stringify(PREFERENCES), { flag: 'wx', mode: 0o600 });
  } catch {
    // The browser has written its own since; it keeps what was set at its first start.
  }
  const child = spawn(
    browser.executable,
    windowArguments({
      browser,
      address,
      profile,
      asRoot: process.getuid?.() === 0,
      waylandOnly: Boolean(process.env.WAYLAND_DISPLAY && !process.env.DISPLAY),
    }),
    // The browser's own chatter would bury the one line that the user needs.
    { stdio: 'ignore', windowsHide: false, env: { ...process.env, ...NO_DUMPS } },
  );
  return {
    closed: new Promise((resolve) => {
      child.once('error', () => resolve({ code: 127 }));
      child.once('exit', (code) => resolve({ code }));
    }),
    close: () => child.kill('SIGTERM'),
  };
};
