import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUSES, fuseProblems, fusesIn, packagedProblems } from './fuses.mjs';
import { root } from './setup.mjs';

/** A program with a wire of fuses somewhere in it, as Electron's have. */
const program = (states: string): Buffer =>
  Buffer.concat([
    Buffer.alloc(1000, 7),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, states.length]),
    Buffer.from(states),
    Buffer.alloc(1000, 9),
  ]);
const RIGHT = FUSES.map(([, wanted]) => (wanted ? '1' : '0')).join('');

describe('the fuses of a package', () => {
  it('are each named in electron-builder.yml, as they are wanted', () => {
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const block = /^electronFuses:\n((?: {2}.*\n|\n)+)/m.exec(text)?.[1] ?? '';
    const named = [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [name, value === 'true']);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(FUSES));
    expect(named).toHaveLength(FUSES.length);
  });

  it('are read out of the program', () => {
    expect(fuseProblems(program(RIGHT))).toEqual([]);
    // A newer Electron may have more.
    expect(fuseProblems(program(`${RIGHT}1r`))).toEqual([]);
    expect(fusesIn(Buffer.from('no program of Electron’s'))).toBeUndefined();
    expect(fuseProblems(Buffer.alloc(10))).toEqual(['It holds no fuses.']);
  });

  it('that are not as wanted are each a problem', () => {
    for (const [n, [name]] of FUSES.entries()) {
      const flipped = RIGHT.slice(0, n) + (RIGHT[n] === '1' ? '0' : '1') + RIGHT.slice(n + 1);
      expect(fuseProblems(program(flipped)), name).toEqual([expect.stringContaining(`${name} is `)]);
      const gone = `${RIGHT.slice(0, n)}r${RIGHT.slice(n + 1)}`;
      expect(fuseProblems(program(gone)), name).toEqual([expect.stringContaining('missing')]);
    }
  });

  it('are looked for in what was packaged, and nothing found there is a problem too', () => {
    const dist = mkdtempSync(join(tmpdir(), 'rollmark-dist-'));
    try {
      expect(packagedProblems(dist)).toHaveLength(1);
      mkdirSync(join(dist, 'linux-unpacked'));
      writeFileSync(join(dist, 'linux-unpacked', 'rollmark'), program(RIGHT));
      expect(packagedProblems(dist)).toEqual([]);
      mkdirSync(join(dist, 'win-unpacked'));
      writeFileSync(join(dist, 'win-unpacked', 'Rollmark.exe'), program(`1${RIGHT.slice(1)}`));
      expect(packagedProblems(dist)).toEqual([expect.stringContaining('runAsNode is true')]);
    } finally {
      rmSync(dist, { recursive: true, force: true });
    }
  });
});

describe('the sources of the app', () => {
  it('ask the system to open nothing, and start no program but the window’s browser', () => {
    const sources = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|test-\w+\.ts$/.test(name))
      .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(root, 'electron', name), 'utf8')] as const);
    expect(sources.length).toBeGreaterThan(50);
    const using = (pattern: RegExp) => sources.filter(([, text]) => pattern.test(text)).map(([name]) => name);
    expect(using(/\bshell\b.*from 'electron'|openExternal|openPath\(|desktopCapturer|crashReporter/)).toEqual([]);
    expect(using(/node:child_process/)).toEqual(['hosts/loopback/app-window.ts']);
    expect(using(/\beval\(|new Function\(|node:vm'/)).toEqual([]);
  });
});
