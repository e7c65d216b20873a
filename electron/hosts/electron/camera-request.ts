import { below } from './allowed-urls.ts';

/** What Electron says of who asks for a permission. */
export type Asking = { isMainFrame: boolean; requestingUrl: string; mediaTypes?: readonly string[] };

/** Whether the app's own page, and no frame in it, asks for a camera and nothing beside it. */
export const isForCamera = (permission: string, details: Asking, origin: string): boolean =>
  permission === 'media' &&
  details.isMainFrame &&
  below(details.requestingUrl, origin) &&
  details.mediaTypes?.length === 1 &&
  details.mediaTypes[0] === 'video';
