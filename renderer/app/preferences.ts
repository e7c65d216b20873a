import { useSyncExternalStore } from 'react';

/** How this window looks. Kept in the browser's own storage: it is about the screen, not about the ledger. */
export type Density = 'comfortable' | 'compact';

const KEY = 'rollmark-density';
const listeners = new Set<() => void>();

const read = (): Density => {
  try {
    return localStorage.getItem(KEY) === 'compact' ? 'compact' : 'comfortable';
  } catch {
    return 'comfortable';
  }
};

let density = read();

/** Writes the density onto the root element, where the style sheets look for it. */
export const applyDensity = (): void => {
  document.documentElement.dataset.density = density;
};

export const setDensity = (next: Density): void => {
  density = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be denied; the choice then lasts as long as the window.
  }
  applyDensity();
  for (const listener of listeners) listener();
};

export const useDensity = (): Density =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => density,
  );

/** Height of a row of the book, in pixels, as `--rm-row` says (app/base.css). */
export const rowHeight = (d: Density): number => (d === 'compact' ? 40 : 48);
