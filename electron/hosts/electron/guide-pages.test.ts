import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guidePages } from './guide-pages.ts';

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'rollmark-guides-')), 'guides');
  for (const folder of ['window', 'pistol-slide', 'empty']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'window', 'index.html'), '<title>__TITLE__</title><main><!-- DRAWINGS --></main>');
  writeFileSync(join(root, 'window', 'guide.js'), 'js');
  writeFileSync(join(root, 'pistol-slide', 'b.svg'), '<svg><title>Serial &amp; &lt;maker&gt;</title></svg>');
  writeFileSync(join(root, 'pistol-slide', 'a-left-side.svg'), '<svg/>');
  writeFileSync(join(root, 'pistol-slide', 'notes.md'), 'notes');
  writeFileSync(join(root, '..', 'secret.svg'), 'secret');
});
afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }));

describe('guidePages', () => {
  it('lists a guide’s drawings in order, by what they say they are', async () => {
    expect(await guidePages(root).drawings('pistol-slide')).toEqual([
      { file: 'a-left-side.svg', title: 'a left side' },
      { file: 'b.svg', title: 'Serial & <maker>' },
    ]);
  });

  it.each(['empty', 'window', 'none', '..', '.', '', 'pistol-slide/..', 'PISTOL-SLIDE'])(
    'has no guide %j',
    async (guide) => {
      expect(await guidePages(root).drawings(guide)).toEqual([]);
    },
  );

  it('shows them in one page, every text escaped', async () => {
    const page = await guidePages(root).answer('/pistol-slide/');
    const html = page!.body.toString();
    expect(html).toContain('<title>a left side</title>');
    expect(html).toContain('<img src="/pistol-slide/b.svg" alt="Serial &#38; &#60;maker&#62;" />');
    expect(html).not.toContain('<maker>');
    expect(page!.headers['Content-Security-Policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(page!.headers['Content-Security-Policy']).not.toMatch(/unsafe|connect|\*/);
  });

  it('serves drawings and its own files', async () => {
    const pages = guidePages(root);
    expect((await pages.answer('/pistol-slide/b.svg'))!.headers['Content-Type']).toBe('image/svg+xml');
    expect((await pages.answer('/window/guide.js'))!.body.toString()).toBe('js');
  });

  it.each([
    '/',
    '/pistol-slide',
    '/none/',
    '/window/',
    '/window/index.html',
    '/window/constructor',
    '/pistol-slide/notes.md',
    '/pistol-slide/../../secret.svg',
    '/../secret.svg',
    '/..%2fsecret.svg',
    '/%2e%2e/secret.svg',
    '/pistol-slide/..\\..\\secret.svg',
    '/pistol-slide/.svg',
    '/pistol-slide/none.svg',
    '//secret.svg',
  ])('serves nothing at %s', async (path) => {
    expect(await guidePages(root).answer(path)).toBeUndefined();
  });
});
