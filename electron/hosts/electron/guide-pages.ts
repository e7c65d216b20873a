import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { securityHeaders } from '../content-security.ts';
import type { PathAnswer } from './app-protocol.ts';

/**
 * What the guide window may load: its own page, script and style, and the shipped drawings of one guide. No file of the
 * app's renderer, nothing of the user's.
 */

const GUIDE = /^[a-z0-9-]{1,40}$/;
const DRAWING = /^[a-z0-9][a-z0-9-]{0,60}\.svg$/;

/** The folder among the guides that holds the window's page itself. */
const WINDOW = 'window';
const WINDOW_FILES: Readonly<Record<string, string>> = {
  'guide.js': 'text/javascript; charset=utf-8',
  'guide.css': 'text/css; charset=utf-8',
};

/** Everything from the window's own folder; no connection, no frame, no form, nothing inline. */
const GUIDE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = (type: string): Record<string, string> => ({
  ...securityHeaders(),
  'Content-Security-Policy': GUIDE_POLICY,
  'Content-Type': type,
});

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)!};`);

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** What a drawing says it is: its own title element, else its file's name in words. */
const drawingTitle = (svg: string, file: string): string => {
  const title = /<title[^>]*>([^<]{1,300})<\/title>/.exec(svg)?.[1];
  return unescaped((title ?? file.replace(/\.svg$/, '').replaceAll('-', ' ')).replace(/\s+/g, ' ').trim());
};

export type Drawing = { file: string; title: string };

export type GuidePages = {
  /** The drawings of a guide in order of their file names; empty where there is no such guide. */
  drawings(guide: string): Promise<Drawing[]>;
  answer: PathAnswer;
};

/**
 * @param root absolute folder of the shipped guides, `resources/guides`
 */
export const guidePages = (root: string): GuidePages => {
  const drawings = async (guide: string): Promise<Drawing[]> => {
    if (!GUIDE.test(guide) || guide === WINDOW) return [];
    try {
      const files = (await readdir(join(root, guide))).filter((name) => DRAWING.test(name)).toSorted();
      return await Promise.all(
        files.map(async (file) => ({
          file,
          title: drawingTitle(await readFile(join(root, guide, file), 'utf8'), file),
        })),
      );
    } catch {
      return [];
    }
  };

  const page = async (guide: string): Promise<string | undefined> => {
    const found = await drawings(guide);
    if (found.length === 0) return undefined;
    const template = await readFile(join(root, WINDOW, 'index.html'), 'utf8');
    const figures = found.map(
      ({ file, title }) =>
        `<figure><img src="/${guide}/${file}" alt="${escaped(title)}" /><figcaption>${escaped(title)}</figcaption></figure>`,
    );
    return template
      .replaceAll('__TITLE__', () => escaped(found[0]!.title))
      .replace('<!-- DRAWINGS -->', () => figures.join('\n'));
  };

  const answer: PathAnswer = async (path) => {
    const [, folder, file, ...more] = path.split('/');
    if (folder === undefined || file === undefined || more.length > 0) return undefined;
    try {
      if (folder === WINDOW) {
        const type = Object.hasOwn(WINDOW_FILES, file) ? WINDOW_FILES[file]! : undefined;
        return type ? { body: await readFile(join(root, WINDOW, file)), headers: headers(type) } : undefined;
      }
      if (!GUIDE.test(folder)) return undefined;
      if (file === '') {
        const html = await page(folder);
        return html === undefined
          ? undefined
          : { body: Buffer.from(html), headers: headers('text/html; charset=utf-8') };
      }
      if (!DRAWING.test(file)) return undefined;
      return { body: await readFile(join(root, folder, file)), headers: headers('image/svg+xml') };
    } catch {
      return undefined;
    }
  };

  return { drawings, answer };
};
