import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { profileFolder, takeProfile, windowArguments } from './app-window.ts';
import { findBrowser, hasDisplay } from './browsers.ts';

const at =
  (...there: string[]) =>
  (path: string) =>
    there.includes(path);

describe('findBrowser', () => {
  it('takes the one that is named, and no other in its place', () => {
    const env = { ROLLMARK_CHROMIUM: '/opt/it', PATH: '/usr/bin' };
    expect(findBrowser(env, 'linux', at('/opt/it', '/usr/bin/chromium'))?.executable).toBe('/opt/it');
    expect(findBrowser(env, 'linux', at('/usr/bin/chromium'))).toBeUndefined();
  });
  it('looks where each system puts them', () => {
    const PATH = '/usr/local/bin:/usr/bin';
    expect(findBrowser({ PATH }, 'linux', at('/usr/bin/chromium', '/usr/bin/google-chrome'))).toMatchObject({
      name: 'Chromium',
    });
    expect(findBrowser({ PATH }, 'linux', at('/usr/bin/brave-browser'))).toMatchObject({ name: 'Brave' });
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser({ HOME: '/Users/pat' }, 'darwin', at(chrome))?.executable).toBe(chrome);
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(findBrowser({ 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, 'win32', at(edge))?.name).toBe('Edge');
  });
  it('prefers any other to a snap, and gives a snap a folder that it may write to', () => {
    const found = findBrowser({ PATH: '' }, 'linux', at('/snap/bin/chromium'));
    expect(found).toMatchObject({ executable: '/snap/bin/chromium', snap: true });
    expect(profileFolder(found!, '/cache')).toContain(join('snap', 'chromium', 'common'));
    const both = findBrowser({ PATH: '/usr/bin' }, 'linux', at('/snap/bin/chromium', '/usr/bin/google-chrome'));
    expect(both).toMatchObject({ executable: '/usr/bin/google-chrome', snap: false });
  });
  it('is content with none, and does not run what is relative to where it is started', () => {
    expect(findBrowser({ PATH: '' }, 'linux', () => false)).toBeUndefined();
    expect(findBrowser({ PATH: '.:bin' }, 'linux', (path) => !path.startsWith('/'))).toBeUndefined();
  });
});

describe('hasDisplay', () => {
  it('asks for X or Wayland on Linux only', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('the app window', () => {
  const browser = { name: 'Chromium', executable: '/usr/bin/chromium', snap: false };
  const base = {
    browser,
    address: 'http://127.0.0.1:1/start?token=x',
    profile: '/p',
    asRoot: false,
    waylandOnly: false,
  };
  it('is private, asks no other machine and keeps its sandbox', () => {
    const args = windowArguments(base);
    expect(args).toContain('--incognito');
    expect(args).toContain('--app=http://127.0.0.1:1/start?token=x');
    expect(args).toContain('--disable-background-networking');
    // Chromium warns of these in a bar across the window (chrome/browser/ui/startup/bad_flags_prompt.cc).
    for (const warned of [
      'host-resolver-rules',
      'host-rules',
      'log-net-log',
      'disable-web-security',
      'ignore-certificate',
    ])
      expect(args.join(' ')).not.toContain(`--${warned}`);
    expect(args.join(' ')).not.toContain('--no-sandbox');
    expect(args.join(' ')).not.toContain('remote-debugging');
    expect(windowArguments({ ...base, browser: { ...browser, name: 'Edge' } })).toContain('--inprivate');
  });
  it('gives up the sandbox for root only, who gets no window otherwise', () => {
    expect(windowArguments({ ...base, asRoot: true })).toContain('--no-sandbox');
  });
  /** A process that runs until it is killed, with a text in its command line. */
  const running = async (text: string) => {
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)', '--', text]);
    await once(child.stdout, 'data');
    return child;
  };

  it('has a profile for one process at a time; a killed one does not keep it', async () => {
    const profile = join(mkdtempSync(join(tmpdir(), 'rollmark-profile-')), 'window');
    const other = await running('rollmark/loopback.js');
    try {
      const letGo = takeProfile(profile);
      expect(letGo).toBeDefined();
      letGo?.();
      expect(existsSync(join(profile, 'rollmark.pid'))).toBe(false);
      mkdirSync(profile, { recursive: true });
      writeFileSync(join(profile, 'rollmark.pid'), `${other.pid}\nrollmark/loopback.js`);
      expect(takeProfile(profile)).toBeUndefined();
      // On Linux a number that is another program's by now is told from ours.
      const another = process.platform === 'linux' ? [`${other.pid}\n/elsewhere/loopback.js`] : [];
      for (const left of ['999999999', '', 'x', ...another]) {
        writeFileSync(join(profile, 'rollmark.pid'), left);
        expect(takeProfile(profile), left).toBeDefined();
      }
    } finally {
      other.kill();
      rmSync(join(profile, '..'), { recursive: true, force: true });
    }
  });

  it.skipIf(process.platform === 'win32')(
    'is not opened on the profile of a browser that was left behind',
    async () => {
      const profile = mkdtempSync(join(tmpdir(), 'rollmark-profile-'));
      const lock = join(profile, 'SingletonLock');
      const other = await running(`--user-data-dir=${profile}`);
      try {
        symlinkSync(`${hostname()}-${other.pid}`, lock);
        expect(takeProfile(profile)).toBeUndefined();
        const reused = process.platform === 'linux' ? [`${hostname()}-${process.ppid}`] : [];
        for (const gone of [`${hostname()}-999999999`, `another-host-${other.pid}`, 'nonsense', ...reused]) {
          rmSync(lock, { force: true });
          symlinkSync(gone, lock);
          const letGo = takeProfile(profile);
          expect(letGo, gone).toBeDefined();
          expect(lstatSync(lock, { throwIfNoEntry: false }), gone).toBeUndefined();
          letGo?.();
        }
      } finally {
        other.kill();
        rmSync(profile, { recursive: true, force: true });
      }
    },
  );

  it.runIf(process.platform === 'linux')(
    'is opened on that of one that was killed and not yet waited for',
    async () => {
      const profile = mkdtempSync(join(tmpdir(), 'rollmark-profile-'));
      // The shell becomes a program that never asks how its child ended, which so keeps its number.
      const parent = spawn('/bin/sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60']);
      try {
        const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
        const state = () => readFileSync(`/proc/${Number(pid)}/stat`, 'utf8').split(') ')[1]?.[0];
        await vi.waitFor(() => expect(state()).toBe('Z'), { timeout: 10_000 });
        symlinkSync(`${hostname()}-${Number(pid)}`, join(profile, 'SingletonLock'));
        expect(takeProfile(profile)).toBeDefined();
      } finally {
        parent.kill();
        rmSync(profile, { recursive: true, force: true });
      }
    },
  );
});
