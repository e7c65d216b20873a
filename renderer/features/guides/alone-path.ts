import type { GuideId } from '../../../shared/guides/guide.ts';

const ALONE = '/guide-window/';

/** The address of a guide in a window of its own, without the app around it. */
export const alonePath = (guide: GuideId): string => `${ALONE}${guide}`;

/** The guide that such an address names, known or not; undefined for every other address. */
export const aloneGuideOf = (location: string): string | undefined =>
  location.startsWith(ALONE) ? location.slice(ALONE.length) : undefined;
