import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GUIDE_IDS } from '../../../shared/guides/guide.ts';
import { guidePages } from './guide-pages.ts';

const shipped = fileURLToPath(new URL('../../../resources/guides', import.meta.url));

describe('the shipped guides', () => {
  it.each(GUIDE_IDS)('%s has a page, with its drawing and every mark', async (id) => {
    const pages = guidePages(shipped);
    expect(await pages.has(id)).toBe(true);
    const page = await pages.answer(`/${id}/`);
    const html = page!.body.toString();
    expect(html).toContain(`src="/${id}/drawing.svg"`);
    expect(html.match(/<em>the number of record<\/em>/g)).toHaveLength(1);
    expect(html).not.toMatch(/__[A-Z]+__|<!-- MARKS/);
    expect(html).not.toMatch(/<script(?! type="module" src="\/window\/guide\.js")|style=|\son\w+=/);
    expect((await pages.answer(`/${id}/drawing.svg`))!.headers['Content-Type']).toBe('image/svg+xml');
  });

  it('come with a policy that allows files of their own and nothing else', async () => {
    const { headers } = (await guidePages(shipped).answer('/revolver/'))!;
    expect(headers['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });
});

describe('the window’s own files', () => {
  it.each(['guide.js', 'guide.css', 'IBMPlexSans-Regular.ttf', 'IBMPlexSans-SemiBold.ttf'])(
    '%s is there',
    async (file) => {
      expect((await guidePages(shipped).answer(`/window/${file}`))!.body.length).toBeGreaterThan(100);
    },
  );
});

describe('guidePages', () => {
  let root: string;
  beforeEach(() => {
    root = join(mkdtempSync(join(tmpdir(), 'rollmark-guides-')), 'guides');
    cpSync(shipped, root, { recursive: true });
    writeFileSync(join(root, '..', 'drawing.svg'), 'secret');
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'other', 'drawing.svg'), '<svg/>');
  });
  afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }));

  it('writes a guide’s words as words, whatever is in them', async () => {
    const path = join(root, 'revolver', 'guide.json');
    const evil = '<img src=x onerror=alert(1)> "quoted" & __PICTURE__';
    const guide = { ...JSON.parse(readFileSync(path, 'utf8')), title: evil };
    writeFileSync(path, JSON.stringify(guide));
    const html = (await guidePages(root).answer('/revolver/'))!.body.toString();
    expect(html).toContain('&#60;img src=x onerror=alert(1)&#62; &#34;quoted&#34; &#38; __PICTURE__');
    expect(html).not.toContain('<img src=x');
  });

  it('has no guide whose content is missing or damaged', async () => {
    writeFileSync(join(root, 'revolver', 'guide.json'), '{');
    expect(await guidePages(root).has('revolver')).toBe(false);
  });

  it.each([
    '/',
    '/revolver',
    '/none/',
    '/other/',
    '/other/drawing.svg',
    '/window/',
    '/window/index.html',
    '/window/constructor',
    '/revolver/guide.json',
    '/facts.json',
    '/revolver/../../drawing.svg',
    '/../drawing.svg',
    '/..%2fdrawing.svg',
    '/%2e%2e/drawing.svg',
    '/..\\drawing.svg',
    '//drawing.svg',
    '/revolver/drawing.svg/',
  ])('serves nothing at %s', async (path) => {
    expect(await guidePages(root).answer(path)).toBeUndefined();
  });
});
