/**
 * Which addresses a page may reach, move to or show in a frame. Pure, so that the odd spellings can be tried one by one.
 */

export type Origins = {
  /** `app://rollmark`, or the development server's origin. */
  readonly app: string;
  /** `guide://rollmark`. */
  readonly guide: string;
  /** The development server's origin where the app was started by `npm run dev`; never in a packaged app. */
  readonly dev?: string;
};

/** Whether an address is of an origin. */
export const below = (url: string, origin: string): boolean => url === origin || url.startsWith(`${origin}/`);

/**
 * Whether a request may leave a page. Everything that is not ours is a request to an outside address, whoever makes it:
 * the page, Chromium itself, a service. `data:` and `blob:` never leave the process.
 *
 * @param own the one origin that the page's session serves
 * @param dev the development server's origin, where there is one
 */
export const mayRequest = (url: string, own: string, dev?: string): boolean => {
  if (below(url, own) || url.startsWith('data:') || url.startsWith(`blob:${own}/`)) return true;
  if (dev === undefined) return false;
  return below(url, dev) || below(url, dev.replace(/^http/, 'ws')) || url.startsWith('devtools:');
};

const withoutHash = (url: string): string => url.split('#', 1)[0]!;

/** Whether the page itself may move its window to `url`: only to where it is already, which is a reload. */
export const mayNavigate = (url: string, current: string): boolean =>
  current !== '' && withoutHash(url) === withoutHash(current);

/** Whether the page may show `url` in a frame: a document that it made itself, or an empty one. */
export const mayFrame = (url: string, page: string, { app }: Origins): boolean =>
  below(page, app) && (url === 'about:blank' || url === 'about:srcdoc' || url.startsWith(`blob:${app}/`));
