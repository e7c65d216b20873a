import { type Protocol, protocol } from 'electron';
import { securityHeaders, servedFile } from '../content-security.ts';

/** Where the app's own page lives. The only origin that is ever given a ledger port. */
export const APP_ORIGIN = 'app://rollmark';
/** Where the guide window's drawings live, in a session of their own (docs/adr/0005-remote-is-fenced.md). */
export const GUIDE_ORIGIN = 'guide://rollmark';

const HOST = 'rollmark';

/**
 * Tells Chromium that the app's schemes have origins and are secure, so that `'self'` in a policy means something and
 * same-origin rules hold. Must run before the app is ready. Neither scheme may bypass a policy, send cookies or be
 * reached across origins.
 */
export const registerSchemes = (): void => {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: false } as const;
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges },
    { scheme: 'guide', privileges },
  ]);
};

const refused = (status: number, words: string): Response =>
  new Response(words, { status, headers: { ...securityHeaders(), 'Content-Type': 'text/plain; charset=utf-8' } });

/** What a served origin answers for one path, still percent-encoded. Undefined: there is no such file. */
export type PathAnswer = (
  path: string,
) => Promise<{ body: Buffer<ArrayBuffer>; headers: Record<string, string> } | undefined>;

/**
 * The path of a URL as it was written. `new URL().pathname` has already folded `..` away; a refusal is better than a
 * guess, so the check sees what was asked for.
 */
const writtenPath = (url: string, origin: string): string | undefined => {
  if (url === origin) return '/';
  if (!url.startsWith(`${origin}/`)) return undefined;
  return url.slice(origin.length).split(/[?#]/, 1)[0];
};

/** Answers requests to one of the app's schemes: our host, reading only, files that `answer` knows. */
export const serveScheme = (to: Protocol, scheme: 'app' | 'guide', answer: PathAnswer): void => {
  const origin = `${scheme}://${HOST}`;
  to.handle(scheme, async (request) => {
    const path = writtenPath(request.url, origin);
    if (path === undefined) return refused(404, 'Not found.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'Only reading is possible here.');
    const file = await answer(path);
    if (!file) return refused(404, 'Not found.');
    return new Response(request.method === 'HEAD' ? null : file.body, { status: 200, headers: file.headers });
  });
};

/**
 * Serves the built renderer at `app://rollmark/`.
 *
 * @param to the protocol table of the session that may see the app's page
 * @param root absolute folder of the built renderer
 */
export const serveApp = (to: Protocol, root: string): void => serveScheme(to, 'app', (path) => servedFile(root, path));
