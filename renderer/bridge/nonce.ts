/**
 * The nonce that the host wrote into this answer of index.html: the content security policy allows style elements that
 * carry it, and no others.
 */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
