import type { LedgerEvent } from '../../shared/domain/events.ts';
import type { ReadHandle } from './database.ts';
import type { Hash } from './merkle.ts';

/** A restore of which the trail tells: from a backup of the first `events` events, at the moment `at`, UTC. */
export type Restore = { events: number; at: string };

/**
 * Whether a restore can be what it says: it is written right after the backup's own events, and names their root. One put
 * in by hand explains nothing.
 *
 * @param before how many events stand before it, and their root
 */
export const isTrueRestore = (
  event: LedgerEvent<'backup.restored'>,
  before: { size: number; root: Hash | undefined },
): boolean =>
  event.seq === before.size + 1 &&
  event.body.events === before.size &&
  event.body.root === before.root?.toString('base64');

/** All restores of which the trail tells and that can be what they say, oldest first. What can't be read is none. */
export const restoresIn = (db: ReadHandle, rootAt: (size: number) => Hash | undefined): Restore[] => {
  const rows = db
    .prepare("SELECT seq, json FROM event WHERE kind = 'backup.restored' AND subject = 'backup' ORDER BY seq")
    .all() as { seq: number; json: string }[];
  return rows.flatMap(({ seq, json }): Restore[] => {
    try {
      const event = JSON.parse(json) as LedgerEvent<'backup.restored'>;
      return isTrueRestore(event, { size: seq - 1, root: rootAt(seq - 1) })
        ? [{ events: seq - 1, at: event.recordedAt }]
        : [];
    } catch {
      return [];
    }
  });
};
