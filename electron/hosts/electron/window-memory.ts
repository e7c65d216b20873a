import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Where the window was, in device-independent pixels. */
const Place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(20_000),
  height: z.int().min(1).max(20_000),
  maximized: z.boolean(),
});
export type RememberedPlace = z.infer<typeof Place>;

export type WindowMemory = { place(): RememberedPlace | undefined; remember(place: RememberedPlace): void };

/**
 * Remembers between starts where the window was, and nothing else: the file is not encrypted. A missing or damaged file
 * is no memory; a failure to write is let pass, because no work is lost by it.
 */
export const windowMemory = (path: string): WindowMemory => ({
  place: () => {
    try {
      return Place.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return undefined;
    }
  },
  // Synchronous, because it is written while the window closes.
  remember: (place) => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.part`, `${JSON.stringify(Place.parse(place))}\n`, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    } catch {
      // A part left behind is overwritten by the next write.
    }
  },
});
