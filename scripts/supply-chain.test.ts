import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './setup.mjs';
import {
  auditFindings,
  isAllowed,
  licenceProblems,
  packagesIn,
  pinProblems,
  shippedPackages,
  writeReleaseList,
} from './supply-chain.mjs';

describe('the packages of a source', () => {
  it('are found in every way that a source names them', () => {
    const source = `import { a } from 'react';
import './own.css';
import type { T } from 'types-only';
import {
  b,
  c,
} from '@scope/name/part';
import 'side-effect';
export { d } from 'exported';
const later = await import('later/x.mjs');
import { join } from 'node:path';
import fs from 'fs';
const words = "a text from 'nothing'";
src: url("@fontsource/ibm-plex-sans/files/x.woff2")`;
    expect(packagesIn(source)).toEqual([
      'react',
      '@scope/name',
      'side-effect',
      'exported',
      'later',
      '@fontsource/ibm-plex-sans',
    ]);
  });

  it('are shipped with what they bring, whichever list of package.json they stand in', () => {
    const shipped = shippedPackages();
    for (const name of [
      'better-sqlite3',
      'sharp',
      'react',
      '@mantine/core',
      '@floating-ui/core',
      'pdfjs-dist',
      'electron',
    ])
      expect(shipped, name).toContain(`node_modules/${name}`);
    // One package in two versions is two.
    expect(shipped).toContain('node_modules/pdfkit/node_modules/@noble/hashes');
    for (const name of ['vitest', 'typescript', '@playwright/test'])
      expect(shipped).not.toContain(`node_modules/${name}`);
  });
});

describe('licences', () => {
  it('of all that is shipped are allowed', () => {
    const { problems, looked } = licenceProblems();
    expect(problems).toEqual([]);
    expect(looked).toBeGreaterThan(100);
  });
  it('are read as expressions', () => {
    for (const licence of ['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC', 'GPL-2.0 OR MIT AND ISC'])
      expect(isAllowed(licence), licence).toBe(true);
    for (const licence of ['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN x', 'UNLICENSED', 'MIT-like', ''])
      expect(isAllowed(licence), licence).toBe(false);
  });
  it('that are unknown or missing are problems', () => {
    const packages = {
      'node_modules/gone-a': { version: '1.0.0', license: 'AGPL-3.0' },
      'node_modules/gone-b': { version: '1.0.0' },
      'node_modules/@img/sharp-gone': { version: '1.0.0', license: 'LGPL-3.0-or-later' },
      'node_modules/gone-c': { version: '1.0.0', license: 'LGPL-3.0-or-later' },
    };
    expect(licenceProblems(packages, Object.keys(packages)).problems).toEqual([
      'gone-a 1.0.0 is under "AGPL-3.0", which is not allowed.',
      'gone-b 1.0.0 is under null, which is not allowed.',
      'gone-c 1.0.0 is under "LGPL-3.0-or-later", which is not allowed.',
    ]);
  });
});

describe('pins', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollmark-pins-'));
    for (const file of ['package.json', 'package-lock.json', 'scripts/package.mjs', '.github/workflows/ci.yml']) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const change = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(join(folder, file), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(join(folder, file), after);
  };

  it('are exact, in the app and in what tests and packs it', () => {
    expect(pinProblems()).toEqual([]);
    expect(pinProblems(folder)).toEqual([]);
  });
  it.each([
    ['a range', 'package.json', /"zod": "/, '"zod": "^'],
    ['a tag', 'package.json', /"react": "[^"]+"/, '"react": "latest"'],
    ['an address', 'package.json', /"sharp": "[^"]+"/, '"sharp": "github:lovell/sharp"'],
    ['an alias of a range', 'package.json', 'multiple-ciphers@', 'multiple-ciphers@~'],
    ['a package without its hash', 'package-lock.json', /"integrity": "sha512-[^"]+",/, ''],
    ['a weaker hash', 'package-lock.json', '"integrity": "sha512-', '"integrity": "sha1-'],
    ['an action by its tag', '.github/workflows/ci.yml', /actions\/checkout@\w+/, 'actions/checkout@v4'],
    ['a packer by its tag', 'scripts/package.mjs', /electron-builder@[\d.]+/, 'electron-builder@latest'],
  ])('%s is none', (_, file, from, to) => {
    change(file, from, to);
    expect(pinProblems(folder)).toHaveLength(1);
  });
});

describe('npm’s audit', () => {
  // The form of npm 7 and later (auditReportVersion 2).
  const report = (severity: string) => ({
    auditReportVersion: 2,
    vulnerabilities: {
      zod: { name: 'zod', severity, via: [{ title: 'Something in zod' }, 'other'] },
      vitest: { name: 'vitest', severity: 'critical', via: ['vite'] },
    },
  });
  it('is a problem where it is of something shipped and more than low', () => {
    expect(auditFindings(report('moderate'), new Set(['zod']))).toEqual({
      problems: ['zod, moderate: Something in zod; through other'],
      notes: ['vitest, critical: through vite'],
    });
    expect(auditFindings(report('low'), new Set(['zod']))).toMatchObject({ problems: [] });
  });
  it('says that it was not given, and never passes by that', () => {
    expect(auditFindings({ message: '405 Method Not Allowed' }, new Set())).toEqual({
      unreachable: '405 Method Not Allowed',
    });
    expect(auditFindings({}, new Set())).toEqual({ unreachable: 'it gave no report' });
  });
});

describe('the list of a release', () => {
  it('is CycloneDX, has what is shipped with its licence and hash, and nothing else', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rollmark-sbom-')), 'list', 'rollmark.cdx.json');
    try {
      const count = writeReleaseList(file);
      const list = JSON.parse(readFileSync(file, 'utf8'));
      expect(list).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
      expect(list.metadata.component).toMatchObject({ name: 'rollmark', type: 'application' });
      expect(list.components).toHaveLength(count);
      const names = list.components.map((one: { name: string }) => one.name);
      for (const name of ['better-sqlite3', 'react', 'electron', 'sharp']) expect(names).toContain(name);
      expect(names).not.toContain('vitest');
      for (const component of list.components) expect(component.hashes?.[0]?.alg, component.name).toBe('SHA-512');
      const refs = new Set(list.dependencies.map((one: { ref: string }) => one.ref));
      for (const { dependsOn } of list.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
    } finally {
      rmSync(join(file, '..', '..'), { recursive: true, force: true });
    }
  });
});
