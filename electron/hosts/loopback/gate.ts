/** Why a request is refused: an HTTP status and a sentence for whoever reads the page. */
export type Refusal = { status: number; sentence: string };

/** What is looked at before anything else is done with a request. Header values as they came, none merged. */
export type RequestHead = {
  method: string | undefined;
  url: string | undefined;
  headers: Readonly<Record<string, readonly string[] | undefined>>;
};

const METHODS = ['GET', 'HEAD', 'POST'];
const EMBEDDED = ['iframe', 'frame', 'embed', 'object', 'fencedframe'];

const refused = (status: number, sentence: string): Refusal => ({ status, sentence });

/** The value of a header that came exactly once. */
const one = (head: RequestHead, name: string): string | undefined => {
  const values = head.headers[name];
  return values?.length === 1 ? values[0] : undefined;
};

/** The browser itself opened this address: typed, pasted, or given at its start. No page led there. */
export const isOpenedByUser = (head: RequestHead): boolean =>
  one(head, 'sec-fetch-site') === 'none' &&
  one(head, 'sec-fetch-mode') === 'navigate' &&
  one(head, 'sec-fetch-dest') === 'document';

/** The answer will be shown as a page, so a refusal should be one too. */
export const isNavigation = (head: RequestHead): boolean => one(head, 'sec-fetch-mode') === 'navigate';

/**
 * Says why a request must not be served, or undefined where it may be. Every request passes here first, whatever its
 * path and whether or not it carries the session's cookie:
 *
 * - Host is this server's own address, exactly: a name that someone made point at 127.0.0.1 (DNS rebinding) is not.
 * - Only GET, HEAD and POST, so that a preflight is never answered and no other origin is ever allowed in.
 * - Origin, where it is sent, is our own; POST must send it.
 * - Sec-Fetch-Site is `same-origin`, or `none` for an address that the user opened. Pages of other ports of 127.0.0.1
 *   are `same-site`, and refused: cookies do not tell ports apart, this does.
 *
 * @param origin `http://127.0.0.1:PORT`
 */
export const refusalOf = (head: RequestHead, origin: string): Refusal | undefined => {
  const host = origin.slice('http://'.length);
  if (one(head, 'host') !== host) return refused(421, `Rollmark answers at ${origin} only.`);
  // An absolute or protocol-relative target would name another host than the header does.
  if (!head.url?.startsWith('/') || head.url.startsWith('//')) return refused(400, 'This address is not understood.');
  if (!head.method || !METHODS.includes(head.method)) return refused(405, 'Rollmark does not answer this method.');

  if (head.headers.origin ? one(head, 'origin') !== origin : head.method === 'POST')
    return refused(403, 'This request comes from another site.');

  const site = one(head, 'sec-fetch-site');
  if (site === undefined)
    return refused(
      403,
      'This browser does not say where a request comes from. Use a current Chromium, Chrome, Edge or Firefox.',
    );
  if (site !== 'same-origin' && !(isOpenedByUser(head) && head.method !== 'POST'))
    return refused(
      403,
      isNavigation(head)
        ? 'Another page led here. Copy the address that Rollmark printed and paste it into the address bar.'
        : 'This request comes from another site.',
    );
  if (EMBEDDED.includes(one(head, 'sec-fetch-dest') ?? ''))
    return refused(403, 'Rollmark does not show inside a page.');
  // A browser that fetches ahead of the user would use up the start address.
  if (head.headers['sec-purpose'] || head.headers.purpose)
    return refused(503, 'Rollmark does not answer before it is opened.');
  return undefined;
};
