import type { RememberedPlace } from './window-memory.ts';

export type Area = { x: number; y: number; width: number; height: number };

const SMALLEST = { width: 960, height: 640 } as const;
const USUAL = { width: 1360, height: 880 } as const;

export const SMALLEST_WINDOW = SMALLEST;

const overlap = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/**
 * Where to open the window: where it was, if enough of it is still on a screen to be taken hold of (a monitor may have
 * gone), else the usual size, centred by the system. All in device-independent pixels.
 *
 * @param remembered the place kept at the last start
 * @param screens the work areas of the screens there are now
 */
export const windowPlace = (
  remembered: RememberedPlace | undefined,
  screens: readonly Area[],
): { width: number; height: number; x?: number; y?: number } => {
  if (remembered) {
    const width = Math.max(remembered.width, SMALLEST.width);
    const height = Math.max(remembered.height, SMALLEST.height);
    const seen = screens.some((screen) => overlap(screen, { ...remembered, width, height }) >= 200 * 100);
    const reachable = screens.some((s) => remembered.y >= s.y && remembered.y < s.y + s.height);
    if (seen && reachable) return { x: remembered.x, y: remembered.y, width, height };
  }
  const first = screens[0];
  return {
    width: Math.max(SMALLEST.width, Math.min(USUAL.width, first?.width ?? USUAL.width)),
    height: Math.max(SMALLEST.height, Math.min(USUAL.height, first?.height ?? USUAL.height)),
  };
};
