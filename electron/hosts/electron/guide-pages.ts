import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guide, isGuideId, type Mark, marksInOrder, readGuide } from '../../../shared/guides/guide.ts';
import { securityHeaders } from '../content-security.ts';
import type { PathAnswer } from './scheme-answers.ts';

/**
 * What the guide window may load: its own page, script and style, and the drawings that are shipped. No file of the
 * app's renderer, nothing of the user's. Every name is one of a closed list, so there is no path to climb.
 */

/** The folder among the guides that holds the window's page itself. */
const WINDOW = 'window';
const WINDOW_FILES: Readonly<Record<string, { type: string; from: string }>> = {
  'guide.js': { type: 'text/javascript; charset=utf-8', from: WINDOW },
  'guide.css': { type: 'text/css; charset=utf-8', from: WINDOW },
  // The app's letters lie beside the guides.
  'IBMPlexSans-Regular.ttf': { type: 'font/ttf', from: '../fonts' },
  'IBMPlexSans-SemiBold.ttf': { type: 'font/ttf', from: '../fonts' },
};
const DRAWING = 'drawing.svg';

/** Everything from the window's own folder; no connection, no frame, no form, nothing inline. */
const GUIDE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = (type: string): Record<string, string> => ({
  ...securityHeaders(),
  'Content-Security-Policy': GUIDE_POLICY,
  'Content-Type': type,
});

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const markItem = (mark: Mark): string =>
  `<li${mark.isRecord ? ' class="record"' : ''}><b>${mark.n}</b><span><strong>${escaped(mark.label)}</strong>` +
  `${mark.isRecord ? ' <em>the number of record</em>' : ''}<br />${escaped(mark.what)}</span></li>`;

export type GuidePages = {
  /** Whether there is such a guide. */
  has(guide: string): Promise<boolean>;
  answer: PathAnswer;
};

/**
 * @param root absolute folder of the shipped guides, `resources/guides`
 */
export const guidePages = (root: string): GuidePages => {
  const text = (...path: string[]): Promise<string> => readFile(join(root, ...path), 'utf8');

  const guideOf = async (id: string): Promise<Guide | undefined> => {
    if (!isGuideId(id)) return undefined;
    return readGuide(JSON.parse(await text(id, 'guide.json')), JSON.parse(await text('facts.json')));
  };

  const page = async (guide: Guide): Promise<string> => {
    const parts: Readonly<Record<string, string>> = {
      __ID__: guide.id,
      __TITLE__: escaped(guide.title),
      __WHERE__: escaped(guide.where),
      __PICTURE__: escaped(guide.picture),
      '<!-- MARKS -->': marksInOrder(guide).map(markItem).join('\n'),
    };
    // One pass, so that nothing in a guide's own words is taken for a place to fill.
    return (await text(WINDOW, 'index.html')).replace(/__[A-Z]+__|<!-- MARKS -->/g, (place) => parts[place] ?? '');
  };

  const answer: PathAnswer = async (path) => {
    const [, folder, file, ...more] = path.split('/');
    if (folder === undefined || file === undefined || more.length > 0) return undefined;
    try {
      if (folder === WINDOW) {
        const own = Object.hasOwn(WINDOW_FILES, file) ? WINDOW_FILES[file] : undefined;
        return own && { body: await readFile(join(root, own.from, file)), headers: headers(own.type) };
      }
      const guide = await guideOf(folder);
      if (!guide) return undefined;
      if (file === '') return { body: Buffer.from(await page(guide)), headers: headers('text/html; charset=utf-8') };
      if (file !== DRAWING) return undefined;
      return { body: await readFile(join(root, folder, DRAWING)), headers: headers('image/svg+xml') };
    } catch {
      return undefined;
    }
  };

  return { has: async (guide) => (await answer(`/${guide}/`)) !== undefined, answer };
};
