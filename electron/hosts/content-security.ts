import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * What both hosts send with every answer of the page's files: one policy, one table of types, one way from a URL's path
 * to a file. The Electron host serves them over `app://`, the loopback host over HTTP.
 */

/** Stands in the built index.html where the response's nonce belongs. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** A fresh nonce for one response: 128 random bits, as the CSP specification asks for at least. */
export const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * The content security policy of the app's pages: files of our own origin and nothing else. The nonce is for the style
 * elements that the component library writes; scripts get none, because every script is a file.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    // Photos and rendered PDF pages are blobs; `data:` is for the library's small inline SVG marks in CSS.
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

/** Every feature that a page might ask for, denied for our own origin too: but for the camera, which reads printed pages. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'autoplay',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .concat('camera=(self)')
  .join(', ');

/** Headers of every answer, page or not. With a nonce, the policy of a page; without, one that allows nothing. */
export const securityHeaders = (nonce?: string): Record<string, string> => ({
  'Content-Security-Policy': nonce
    ? contentSecurityPolicy(nonce)
    : "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-DNS-Prefetch-Control': 'off',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': PERMISSIONS_POLICY,
});

/** Types of the files that a build may hold. What is not listed is not served. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  bcmap: 'application/octet-stream',
  pfb: 'application/octet-stream',
};

/** The type of a file by its extension; undefined where this app serves no such files. */
export const mimeTypeOf = (path: string): string | undefined => {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : Object.hasOwn(MIME_TYPES, extension) ? MIME_TYPES[extension] : undefined;
};

/**
 * The file below `root` that a URL's path names, or undefined where it names none that may be served: parent or dot
 * segments (also percent-encoded), NUL, backslashes, drive letters, other types. `/` names index.html.
 *
 * @param root absolute folder
 * @param urlPath the URL's path as it was sent, still percent-encoded, without query
 */
export const fileBelow = (root: string, urlPath: string): string | undefined => {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (path === '/') path = '/index.html';
  // A second round of decoding must have nothing left to find, hence no `%`; no `:` for drives and streams of NTFS.
  if (!path.startsWith('/') || !/^[\w\-./@ +]+$/.test(path)) return undefined;
  const segments = path.slice(1).split('/');
  if (segments.some((s) => s === '' || s.startsWith('.') || s.endsWith('.') || s.endsWith(' '))) return undefined;
  const prefix = root.endsWith(sep) ? root : root + sep;
  const file = join(root, ...segments);
  if (!file.startsWith(prefix)) return undefined;
  return mimeTypeOf(file) ? file : undefined;
};

export type ServedFile = { body: Buffer<ArrayBuffer>; headers: Record<string, string> };

/**
 * Reads the file that a URL's path names, with the headers it is to be sent with. HTML gets a nonce of its own.
 * Undefined: there is no such file.
 *
 * @param root absolute folder of the built renderer
 * @param urlPath as for {@link fileBelow}
 */
export const servedFile = async (root: string, urlPath: string): Promise<ServedFile | undefined> => {
  const file = fileBelow(root, urlPath);
  const type = file && mimeTypeOf(file);
  if (!file || !type) return undefined;
  let body: Buffer<ArrayBuffer>;
  try {
    if (!(await stat(file)).isFile()) return undefined;
    body = await readFile(file);
  } catch {
    return undefined;
  }
  const nonce = newNonce();
  if (type.startsWith('text/html')) body = Buffer.from(body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
  // Workers take the policy of their own answer, so every file carries the page's policy, not only the HTML.
  return { body, headers: { ...securityHeaders(nonce), 'Content-Type': type } };
};
