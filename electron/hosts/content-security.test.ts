import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, fileBelow, mimeTypeOf, newNonce, servedFile } from './content-security.ts';

const root = join(mkdtempSync(join(tmpdir(), 'rollmark-files-')), 'renderer');
beforeAll(() => {
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(
    join(root, 'index.html'),
    '<meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__">',
  );
  writeFileSync(join(root, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(root, '.hidden.js'), 'secret');
  writeFileSync(join(root, '..', 'secret.js'), 'secret');
  mkdirSync(`${root}-other`);
  writeFileSync(join(`${root}-other`, 'secret.js'), 'secret');
});
afterAll(() => rmSync(join(root, '..'), { recursive: true, force: true }));

describe('fileBelow', () => {
  it('finds the page and its files', () => {
    expect(fileBelow(root, '/')).toBe(join(root, 'index.html'));
    expect(fileBelow(root, '/assets/app.js')).toBe(join(root, 'assets', 'app.js'));
  });
  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2E%2E%2Fsecret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/%252e%252e/secret.js',
    '/%252e%252e%252fsecret.js',
    '/%c0%ae%c0%ae/secret.js',
    '/....//secret.js',
    '/./index.html',
    '//etc/passwd.js',
    '/../renderer-other/secret.js',
    '/.hidden.js',
    '/assets/.hidden.js',
    '/index.html%00.js',
    '/C:/secret.js',
    '/index.html::$DATA',
    '/assets/app.js/',
    '/assets',
    '/assets/app.js.',
    '/assets/app.js%20',
    '/assets/app.exe',
    '/assets/app.constructor',
    'index.html',
    '',
    '/%',
  ])('refuses %s', (path) => {
    expect(fileBelow(root, path)).toBeUndefined();
  });
});

describe('servedFile', () => {
  it('writes a fresh nonce into the page and the same one into its policy', async () => {
    const first = await servedFile(root, '/');
    const second = await servedFile(root, '/');
    const nonce = /nonce="([^"]+)"/.exec(first!.body.toString())?.[1];
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(first!.body.toString()).not.toContain('__CSP_NONCE__');
    expect(first!.headers['Content-Security-Policy']).toContain(`'nonce-${nonce}'`);
    expect(second!.body.toString()).not.toContain(nonce);
  });
  it('gives undefined for a folder and for a file that is not there', async () => {
    expect(await servedFile(root, '/assets/none.js')).toBeUndefined();
    mkdirSync(join(root, 'folder.js'));
    expect(await servedFile(root, '/folder.js')).toBeUndefined();
  });
  it('says the type of every file it serves', async () => {
    expect((await servedFile(root, '/assets/app.js'))!.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(mimeTypeOf('a.pdf.exe')).toBeUndefined();
  });
});

describe('the policy', () => {
  const directives = new Map(
    contentSecurityPolicy(newNonce())
      .split('; ')
      .map((d) => [d.split(' ')[0], d.split(' ').slice(1)] as const),
  );
  it('starts from nothing and names no other origin, no unsafe word and no wildcard', () => {
    expect(directives.get('default-src')).toEqual(["'none'"]);
    for (const sources of directives.values())
      for (const source of sources) {
        expect(source).not.toMatch(/unsafe|\*|https?:|^wss?:/);
        expect(source).toMatch(/^('self'|'none'|'nonce-[A-Za-z0-9+/=]+'|blob:|data:)$/);
      }
  });
  it('lets scripts come from files only', () => {
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('worker-src')).toEqual(["'self'"]);
  });
});
