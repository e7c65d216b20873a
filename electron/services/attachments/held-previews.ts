import type { Ledger } from '../../ledger/ledger.ts';

/** A picture that the engine made of a photo or of a paper's page. */
export type Held = { bytes: Uint8Array; text?: string; whole?: boolean };

/** Pictures made so far, the newest last. They are gone with the ledger they belong to. */
const made = new WeakMap<Ledger, Map<string, Held>>();
const PREVIEW_BYTES = 48 * 1024 * 1024;

/** Holds on to a picture, and lets the oldest go where all of them take more than 48 MB. */
export const remember = (ledger: Ledger, key: string, preview: Held): void => {
  const held = made.get(ledger) ?? new Map<string, Held>();
  made.set(ledger, held);
  held.delete(key);
  held.set(key, preview);
  let bytes = [...held.values()].reduce((sum, one) => sum + one.bytes.length, 0);
  for (const [oldest, one] of held) {
    if (bytes <= PREVIEW_BYTES) break;
    held.delete(oldest);
    bytes -= one.bytes.length;
  }
};

/** A picture that is still held, which counts as used now. */
export const recall = (ledger: Ledger, key: string): Held | undefined => {
  const ready = made.get(ledger)?.get(key);
  if (ready) remember(ledger, key, ready);
  return ready;
};
