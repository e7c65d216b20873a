import { type Protocol, protocol } from 'electron';
import { servedFile } from '../content-security.ts';
import { type PathAnswer, schemeAnswers } from './scheme-answers.ts';

/** Where the app's own page lives. The only origin that is ever given a ledger port. */
export const APP_ORIGIN = 'app://rollmark';
/** Where the guide window's drawings live, in a session of their own (docs/adr/0005-remote-is-fenced.md). */
export const GUIDE_ORIGIN = 'guide://rollmark';

/**
 * Tells Chromium that the app's schemes have origins and are secure, so that `'self'` in a policy means something and
 * same-origin rules hold. Must run before the app is ready. Neither scheme may bypass a policy, send cookies or be
 * reached across origins.
 */
export const registerSchemes = (): void => {
  const privileges = { standard: true, secure: true, supportFetchAPI: true } as const;
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges },
    { scheme: 'guide', privileges },
  ]);
};

/**
 * Serves the built renderer at `app://rollmark/`.
 *
 * @param to the protocol table of the session that may see the app's page
 * @param root absolute folder of the built renderer
 */
export const serveApp = (to: Protocol, root: string): void =>
  to.handle(
    'app',
    schemeAnswers(APP_ORIGIN, (path) => servedFile(root, path)),
  );

/** Serves the guide window's files at `guide://rollmark/`. */
export const serveGuides = (to: Protocol, answer: PathAnswer): void =>
  to.handle('guide', schemeAnswers(GUIDE_ORIGIN, answer));
