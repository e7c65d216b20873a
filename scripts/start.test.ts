import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cache, root } from './setup.mjs';

/** `npm start` with a stand-in for Electron's runtime, and with a server of runtimes that does not answer. */

const memory = join(cache, 'electron.json');
let folder: string;
let before: string | undefined;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollmark-start-')));
  before = existsSync(memory) ? readFileSync(memory, 'utf8') : undefined;
  mkdirSync(cache, { recursive: true });
});
afterAll(() => {
  if (before === undefined) rmSync(memory, { force: true });
  else writeFileSync(memory, before);
  rmSync(folder, { recursive: true, force: true });
});

/** A program in place of the runtime. As itself it runs `script`; asked whether it runs at all, it answers `asked`. */
const runtime = (name: string, script: string, asked = 'exit 0'): Record<string, string> => {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(
    join(place, 'electron'),
    `#!/bin/sh\nif [ -n "$ELECTRON_RUN_AS_NODE" ]; then ${asked}; fi\n${script}\n`,
  );
  chmodSync(join(place, 'electron'), 0o755);
  return { ELECTRON_OVERRIDE_DIST_PATH: place };
};

type Started = {
  output(): string;
  ended: Promise<{ code: number | null; signal: string | null }>;
  kill(signal: NodeJS.Signals): void;
};

const start = (args: string[], env: Record<string, string>): Started => {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      HOME: folder,
      DISPLAY: ':1',
      ROLLMARK_CHROMIUM: '/nowhere',
      INIT_CWD: folder,
      ROLLMARK_LEDGERS: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return {
    output: () => output,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal }))),
    kill: (signal) => child.kill(signal),
  };
};

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('runs the app in Electron where its runtime is there, with the user’s arguments, and ends as it does', async () => {
    const started = start(
      ['Shop.rollmark', '--other'],
      runtime('there', 'for a in "$@"; do echo "arg $a"; done; exit 7'),
    );
    expect(await started.ended).toEqual({ code: 7, signal: null });
    const said = started.output().split('\n');
    expect(said.filter((line) => line.includes('Rollmark runs'))).toEqual([
      expect.stringMatching(/^Rollmark runs in Electron \d/),
    ]);
    const args = said.filter((line) => line.startsWith('arg ') && line !== 'arg --no-sandbox');
    expect(args).toEqual([`arg ${root}`, `arg ${join(folder, 'Shop.rollmark')}`, 'arg --other']);
  });

  it('passes signals on', async () => {
    const started = start(
      [],
      runtime('signals', 'trap "echo got it; exit 3" TERM; echo ready; while :; do sleep 0.1; done'),
    );
    await expect.poll(started.output, { timeout: 30_000 }).toContain('ready');
    started.kill('SIGTERM');
    expect(await started.ended).toEqual({ code: 3, signal: null });
    expect(started.output()).toContain('got it');
  });

  it('goes on without a runtime that does not start here, and names what it misses', async () => {
    const complaint = 'echo "electron: error while loading shared libraries: libgtk-3.so.0: cannot open" >&2; exit 127';
    const started = start([], runtime('broken', 'echo ran', complaint));
    await expect.poll(started.output, { timeout: 30_000 }).toMatch(/^http:/m);
    expect(started.output()).toMatch(
      /address of this computer, because .*needs libgtk-3\.so\.0, which is not installed/,
    );
    expect(started.output()).not.toContain('ran');
    started.kill('SIGINT');
    expect(await started.ended).toEqual({ code: 0, signal: null });
  });

  it('says that Electron needs a display, and asks for no runtime without one', async () => {
    const none = { DISPLAY: '', WAYLAND_DISPLAY: '' };
    const there = runtime('no-display', 'echo ran');
    if (process.platform === 'linux') {
      const forced = start(['--electron'], { ...there, ...none });
      expect((await forced.ended).code).toBe(1);
      expect(forced.output()).toContain('Electron needs a display');
      const started = start([], { ...there, ...none });
      await expect.poll(started.output, { timeout: 30_000 }).toMatch(/because there is no display\..*\nhttp:/);
      started.kill('SIGINT');
      await started.ended;
    }
    const both = start(['--electron', '--loopback'], there);
    expect((await both.ended).code).toBe(2);
  });

  describe('where the runtime would have to be downloaded', () => {
    let server: Server;
    let asked = 0;
    let env: Record<string, string>;
    beforeAll(async () => {
      server = createServer(() => {
        asked += 1;
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      // A place with no runtime in it, so that one that is installed does not answer the question.
      env = {
        ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'none'),
        ELECTRON_MIRROR: mirror,
        electron_config_cache: join(folder, 'cache'),
        ROLLMARK_ELECTRON_WAIT: '2',
      };
      rmSync(memory, { force: true });
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('waits no longer than it may, remembers it, and tries again when told to', async () => {
      const run = async (args: string[]) => {
        const started = start(args, env);
        await expect.poll(started.output, { timeout: 30_000 }).toMatch(/^http:/m);
        started.kill('SIGINT');
        await started.ended;
        return started.output();
      };
      expect(await run([])).toContain('did not come within 2 s');
      expect(asked).toBeGreaterThan(0);
      const tries = asked;
      const second = await run([]);
      expect(second).toContain('npm start -- --electron');
      expect(second).not.toContain('Getting');
      expect(asked).toBe(tries);
      expect(await run(['--electron'])).toContain('Getting');
      expect(asked).toBeGreaterThan(tries);
    });
  });
});
