import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * What this host remembers between starts: where its window was and which ledger folders were opened. Nothing else may
 * go in here; the file is not encrypted.
 */
const Memory = z.object({
  window: z
    .object({
      x: z.int(),
      y: z.int(),
      width: z.int().min(1).max(20_000),
      height: z.int().min(1).max(20_000),
      maximized: z.boolean(),
    })
    .optional(),
  ledgers: z.array(z.object({ path: z.string().min(1), lastOpened: z.iso.datetime() })).default([]),
});

export type WindowPlace = NonNullable<z.infer<typeof Memory>['window']>;
export type RecentLedger = z.infer<typeof Memory>['ledgers'][number];

const LEDGERS_REMEMBERED = 20;

export type HostMemory = {
  windowPlace(): WindowPlace | undefined;
  rememberWindow(place: WindowPlace): void;
  /** Last opened first. */
  recentLedgers(): readonly RecentLedger[];
  rememberLedger(path: string, at: Date): void;
};

/**
 * Opens the memory kept at `path`. A missing or damaged file is an empty memory; a failure to write is let pass, because
 * no work is lost by it.
 */
export const openHostMemory = (path: string): HostMemory => {
  const read = (): z.infer<typeof Memory> => {
    try {
      return Memory.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return { ledgers: [] };
    }
  };
  let memory = read();

  // Synchronous, because the last write is made while the window closes.
  const write = (): void => {
    const temporary = `${path}.part`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, path);
    } catch {
      // A part left behind is overwritten by the next write.
    }
  };

  return {
    windowPlace: () => memory.window,
    rememberWindow: (window) => {
      memory = { ...memory, window };
      write();
    },
    recentLedgers: () => memory.ledgers,
    rememberLedger: (ledger, at) => {
      const others = memory.ledgers.filter((known) => known.path !== ledger);
      memory = {
        ...memory,
        ledgers: [{ path: ledger, lastOpened: at.toISOString() }, ...others].slice(0, LEDGERS_REMEMBERED),
      };
      write();
    },
  };
};
