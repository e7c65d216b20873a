/**
 * Plain Chromium knows no scheme of ours, so a page of `app://rollmark` is shown at an https origin that exists nowhere
 * and is answered by the double alone. The app never sees that: every address is turned back before it is handed over.
 */

const SUFFIX = '.electron-double.invalid';

/** `app://rollmark/a` as plain Chromium must be told: `https://rollmark.app.electron-double.invalid/a`. */
export const toChromium = (url: string): string => {
  const [, blob = '', scheme, host, rest] = /^(blob:)?([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (!scheme || !host || /^(https?|wss?|file|devtools|chrome)$/.test(scheme)) return url;
  return `${blob}https://${host}.${scheme}${SUFFIX}${rest}`;
};

/** The way back. Anything else stays as it is. */
export const toElectron = (url: string): string =>
  url.replace(
    /^(blob:)?https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.electron-double\.invalid(?=[/?#]|$)/i,
    (_all, blob: string | undefined, host: string, scheme: string) => `${blob ?? ''}${scheme}://${host}`,
  );
