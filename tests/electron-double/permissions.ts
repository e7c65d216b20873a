import type { WebContents } from './web-contents.ts';

/** Electron's names and the names under which Chromium can be told what to answer a page. */
const NAMES: readonly (readonly [electron: string, chromium: { name: string; sysex?: boolean }])[] = [
  ['geolocation', { name: 'geolocation' }],
  ['notifications', { name: 'notifications' }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['midi', { name: 'midi' }],
  ['midiSysex', { name: 'midi', sysex: true }],
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['persistent-storage', { name: 'persistent-storage' }],
  ['idle-detection', { name: 'idle-detection' }],
  ['local-fonts', { name: 'local-fonts' }],
  ['window-management', { name: 'window-management' }],
  ['screen-wake-lock', { name: 'screen-wake-lock' }],
  ['sensors', { name: 'accelerometer' }],
];

type RequestHandler = (
  contents: WebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type CheckHandler = (contents: WebContents, permission: string, origin: string, details: object) => boolean;

/**
 * Asks the app's two handlers about every permission and gives what Chromium must answer the page. Electron grants what
 * no handler denies, and so does this. A handler that never calls back leaves the page waiting; here that is a denial.
 */
export const permissionSettings = (
  handlers: { request?: unknown; check?: unknown },
  contents: WebContents,
  origin: string,
): { permission: { name: string; sysex?: boolean }; setting: 'granted' | 'denied' }[] =>
  NAMES.map(([electron, permission]) => {
    let requested = handlers.request === undefined;
    (handlers.request as RequestHandler | undefined)?.(
      contents,
      electron,
      (granted) => {
        requested = granted;
      },
      { requestingUrl: `${origin}/`, isMainFrame: true },
    );
    const checked = (handlers.check as CheckHandler | undefined)?.(contents, electron, origin, {}) ?? true;
    return { permission, setting: requested && checked ? 'granted' : 'denied' };
  });

/** Asks the app's handler about one request for a camera or microphone. Electron grants where there is no handler. */
export const mediaRequest = (
  handler: unknown,
  contents: WebContents,
  mediaTypes: readonly string[],
  frame: { url: string; parent: unknown },
): Promise<boolean> =>
  new Promise((resolve) => {
    if (handler === undefined) resolve(true);
    else
      (handler as RequestHandler)(contents, 'media', resolve, {
        requestingUrl: frame.url,
        isMainFrame: frame.parent === null,
        mediaTypes,
      });
  });
