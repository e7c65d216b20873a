import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, root } from './setup.mjs';

type Lock = {
  packages: Record<string, { version?: string; optional?: boolean; optionalDependencies?: Record<string, string> }>;
};

let folder: string;
const put = (file: string, packages: Lock['packages']) => {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify({ packages }));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollmark-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('isInstalled', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win': { version: '1.0.0', optional: true },
  };
  it('is true for what npm says that it installed, without other systems’ packages', () => {
    put('package-lock.json', wanted);
    put('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(true);
  });
  it('is false for nothing, for a broken-off install, another version and a package that came later', () => {
    expect(isInstalled(folder)).toBe(false);
    put('package-lock.json', wanted);
    expect(isInstalled(folder)).toBe(false);
    put('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    expect(isInstalled(folder)).toBe(false);
    put('node_modules/.package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-win': { version: '0.9.0', optional: true },
    });
    expect(isInstalled(folder)).toBe(false);
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{"packages":');
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  it('holds the packages of every system, without which `npm ci` fails', () => {
    // npm leaves out of the lock file what its registry did not give it at the time.
    const names = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const missing = Object.values(packages).flatMap((p) =>
      Object.keys(p.optionalDependencies ?? {}).filter((n) => !names.has(n)),
    );
    expect(missing).toEqual([]);
  });
});
