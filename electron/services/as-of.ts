import { Temporal } from 'temporal-polyfill';
import { addDays, isZone, parseDate, showMoment } from '../../shared/domain/dates.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { makeProjector } from '../ledger/apply.ts';
import { openMemory, type ReadHandle } from '../ledger/database.ts';
import { LedgerError, readStored } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { appendLeaf, emptyTree, leafHash, rootOf } from '../ledger/merkle.ts';
import { migrate } from '../ledger/migrate.ts';
import { breathe } from '../ledger/mutex.ts';
import type { Progress } from './jobs.ts';

/**
 * The ledger as it stood at an earlier moment: its first events, replayed into an empty database in memory. It can be read
 * and printed as the present one is.
 */
export type AsOf = {
  /** How many events it holds: those up to and with this one. */
  size: number;
  /** Base64 of the tree's root over them, recomputed from their texts. */
  root: string;
  /** When the last of them was recorded, UTC. */
  moment: string;
  db: ReadHandle;
  /** Keeps it in memory, past its closing too, until what is given back is called: while it is being printed. */
  hold(): () => void;
  close(): void;
};

const CHUNK = 1000;

/** When an event was recorded by a clock that never runs backwards: its own moment, or the later one it was found behind. */
const momentsOf = (ledger: Ledger) => {
  const find = ledger.reader.prepare('SELECT json FROM event WHERE seq = ?').pluck();
  return (seq: number): string => {
    const event = readStored<LedgerEvent>((find.get(seq) as string | undefined) ?? '', `Event ${seq}`);
    return event.clockBehind ?? event.recordedAt;
  };
};

/**
 * How many events there were at the end of a day at the premises, or at a number of events given as a number.
 *
 * @param text a date as typed, or the size of a checkpoint
 * Throws REFUSED where it is neither, lies before the ledger began, or is more than there is.
 */
export const sizeAsOf = (ledger: Ledger, text: string): number => {
  const refuse = (message: string): never => {
    throw new LedgerError('REFUSED', message);
  };
  const { size } = ledger.log().tree;
  const typed = text.trim();
  if (/^\d{1,9}$/.test(typed) && !/^(19|20)\d{6}$/.test(typed)) {
    const wanted = Number(typed);
    if (wanted < 1 || wanted > size)
      refuse(`The ledger has ${size.toLocaleString('en-US')} events; a number from 1 to that is meant.`);
    return wanted;
  }
  if (typed === '') refuse('Name a day, or a number of events to go back to.');
  const read = parseDate(typed, ledger.today());
  if (!read.ok) return refuse(read.message);
  if (read.date > ledger.today()) refuse('This day is still to come. Name an earlier one.');
  const { zone } = ledger.settings();
  // The first moment of the next day, there.
  const end = Temporal.PlainDate.from(addDays(read.date, 1))
    .toZonedDateTime({ timeZone: isZone(zone) ? zone : 'UTC' })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' });
  const momentOf = momentsOf(ledger);
  if (momentOf(1) >= end)
    refuse(`The ledger was begun on ${showMoment(momentOf(1), zone)}. Name that day or a later one.`);
  let low = 1;
  let high = size;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (momentOf(middle) < end) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * Replays the first `size` events. What does not follow from what came before is an error: of a ledger that was changed
 * outside Rollmark there is no earlier state to show.
 *
 * Throws LEDGER_DAMAGED, CANCELLED.
 */
export const ledgerAsOf = async (
  ledger: Ledger,
  size: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<AsOf> => {
  const db = openMemory();
  const from = ledger.snapshot();
  try {
    migrate(db);
    const projector = makeProjector(db);
    const page = from.prepare('SELECT seq, json, leaf FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
    let tree = emptyTree;
    let moment = '';
    db.exec('BEGIN');
    for (;;) {
      if (signal.aborted) throw new LedgerError('CANCELLED', 'Stopped. Nothing was changed.');
      const rows = page.all(tree.size, size, CHUNK) as { seq: number; json: string; leaf: Buffer }[];
      if (rows.length === 0) break;
      for (const row of rows) {
        const event = readStored<LedgerEvent>(row.json, `Event ${row.seq}`);
        const leaf = leafHash(row.json);
        if (!leaf.equals(row.leaf)) throw changed(row.seq);
        tree = appendLeaf(tree, leaf, () => undefined);
        try {
          projector.apply(event);
        } catch {
          throw changed(row.seq);
        }
        moment = event.clockBehind ?? event.recordedAt;
      }
      progress('Going back', tree.size, size);
      await breathe();
    }
    db.exec('COMMIT');
    if (tree.size !== size) throw changed(tree.size + 1);
    return {
      size,
      root: rootOf(tree).toString('base64'),
      moment,
      db: Object.assign(db, { role: 'read' as const }) as unknown as ReadHandle,
      ...closedOnceUnused(() => db.close()),
    };
  } catch (error) {
    db.close();
    throw error;
  } finally {
    from.close();
  }
};

const closedOnceUnused = (end: () => void): Pick<AsOf, 'hold' | 'close'> => {
  let users = 0;
  let isClosed = false;
  const endIfDone = () => {
    if (isClosed && users === 0) end();
  };
  return {
    hold: () => {
      users += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        users -= 1;
        endIfDone();
      };
    },
    close: () => {
      isClosed = true;
      endIfDone();
    },
  };
};

const changed = (seq: number): LedgerError =>
  new LedgerError(
    'LEDGER_DAMAGED',
    `Event ${seq} is missing or was changed outside Rollmark, so there is no earlier state to show from it on. Verify the ledger to see what else was.`,
  );

/** `as it stood on Nov 22, 2026, 12:00 (7 events)` */
export const asOfWords = (asOf: Pick<AsOf, 'moment' | 'size'>, zone: string): string =>
  `as it stood on ${showMoment(asOf.moment, zone)} (${asOf.size.toLocaleString('en-US')} ${asOf.size === 1 ? 'event' : 'events'})`;
