import { fold } from '../../shared/domain/text.ts';
import { fitsKey, hasUnread, serialKey, serialSkeleton, splitSerials } from '../../shared/serials/normalise.ts';
import type { KnownShape } from '../../shared/serials/shape.ts';
import { compareKeys, type Likeness, similarity } from '../../shared/serials/similar.ts';
import { readStruck } from './apply.ts';
import type { ReadHandle } from './database.ts';
import { breathe } from './mutex.ts';
import { buildTable, isNear, lookUp, type NearTable, tableBytes } from './near-table.ts';
import { makeShapeTally, type ShapeTally } from './shape-tally.ts';

/**
 * The near-match index: finds serials that differ from a typed one by look-alikes and at most one slip more, a character
 * replaced, missing or too many, or two neighbours swapped; and those that agree as far as both can be read. Derived data, in memory, built from the reader on first need
 * (docs/adr/0013-near-serials.md). It says which lines to read; what those hold now decides.
 * The shapes of each maker's numbers are counted in the same pass.
 */
export type NearIndex = {
  /** Call after a commit, with the entries that it touched: made, corrected, marked, disposed of or voided. */
  touched(ids: Iterable<number>): void;
  /** Builds the table in small steps that let others run; at once where it stands. Ends quietly when the ledger closes. */
  ensure(): Promise<void>;
  /**
   * The lines with a serial, as it stands or as it stood before a correction, near `text`: most likely first, each line
   * once, voided lines left out. What is missing of the table is built first, without letting others run.
   */
  near(text: string, asked: NearAsked): Near[];
  /** The shapes of a maker's numbers, of the line `except` not. Voided lines and struck numbers don't count. */
  shapes(maker: string, except?: number): KnownShape[];
  size(): { serials: number; tableBytes: number };
};

export type NearAsked = {
  limit: number;
  /** What is known of the unit: lines of the same maker, and of the same model of it, come first. */
  maker?: string | undefined;
  model?: string | undefined;
  /** Entry id of the line that is asked about, which is left out. */
  except?: number | undefined;
};

export type Near = {
  /** Entry id. */
  id: number;
  /** The near serial as marked, and whether it is one that a correction struck out. */
  serial: string;
  struck: boolean;
  kind: NearKind;
  /** `similarity` of the two, 0 to 1. */
  score: number;
};
export type NearKind = Exclude<Likeness, 'shifted' | 'different'>;

const ROWS_A_STEP = 500;
/** More entries than this touched since the table was built: it is built anew on the next need. */
const REBUILD_AFTER = 5000;
/** So many of the lines that the table gives are read, those of the same skeleton first, then the newest. */
const MOST_READ = 600;

type Numbers = { id: number; line: number; serial: string; struck: string; manufacturer: string };
type Row = Numbers & { status: string; model: string };
const NUMBERS = 'id, line, serial, struck, manufacturer';

/** Every serial that a line has or had. */
const serialsOf = (row: Numbers): { serial: string; struck: boolean }[] => [
  ...splitSerials(row.serial).map((serial) => ({ serial, struck: false })),
  ...(readStruck(row).serial ?? []).flatMap(splitSerials).map((serial) => ({ serial, struck: true })),
];

/** Their skeletons, once each. */
const skeletonsOf = (row: Numbers): string[] => {
  // Most lines by far: one serial, never corrected.
  const all = row.struck === '' && !row.serial.includes(';') ? [row.serial] : serialsOf(row).map((s) => s.serial);
  return [...new Set(all.map(serialSkeleton))].filter(Boolean);
};

/** Reads the serials and builds their table, a step at each call of `next`. */
function* build(reader: ReadHandle, shapes: ShapeTally): Generator<undefined, NearTable> {
  const page = reader.prepare(`SELECT ${NUMBERS} FROM entry WHERE id > ? AND status <> 'voided' ORDER BY id LIMIT ?`);
  const ids: number[] = [];
  const skeletons: string[] = [];
  for (let after = 0; ; ) {
    const rows = page.all(after, ROWS_A_STEP) as Numbers[];
    for (const row of rows) {
      shapes.put(row);
      for (const skeleton of skeletonsOf(row)) {
        ids.push(row.id);
        skeletons.push(skeleton);
      }
    }
    if (rows.length < ROWS_A_STEP) break;
    after = rows.at(-1)!.id;
    yield;
  }
  return yield* buildTable(ids, skeletons);
}

/** So few characters, or less than half of them, say too little: `1????` fits every number of five. */
const saysEnough = (skeleton: string): boolean => {
  const read = skeleton.replaceAll('?', '').length;
  return read >= 3 && read * 2 >= skeleton.length;
};

/** True for skeletons one slip apart, or the same as far as both can be read. */
const isAlike = (a: string, b: string): boolean =>
  isNear(a, b) || ((hasUnread(a) || hasUnread(b)) && saysEnough(a) && saysEnough(b) && fitsKey(a, b));

/** One maker written twice: the same words, or one with more behind (Glock, Glock GmbH). */
const sameName = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `));

/** How far a line is from the maker and model that are known: 0 both the same, 1 the maker, 2 not even that. */
const strangeness = (row: Row, maker: string, model: string): number => {
  if (maker !== '' && !sameName(fold(row.manufacturer).trim(), maker)) return 2;
  return model === '' || fold(row.model).trim() === model ? 0 : 1;
};

type Ranked = Near & { rank: readonly number[] };

/** The nearest of a line's serials, with what it is ranked by, the first that differs deciding. */
const rankLine = (row: Row, key: string, skeleton: string, maker: string, model: string): Ranked | undefined => {
  let best: Ranked | undefined;
  for (const { serial, struck } of serialsOf(row)) {
    const other = serialKey(serial);
    if (other === '' || !isAlike(skeleton, serialSkeleton(other))) continue;
    const kind = compareKeys(key, other).kind as NearKind;
    const score = similarity(key, other);
    // Freed of the length, which makes one missing character likelier than one too many; rounded, so that ties are ties.
    const cost = Math.round((1 - score) * Math.max(key.length, other.length) * 1000);
    const rank = [
      kind === 'same' ? 0 : kind === 'look-alike' || kind === 'partly' ? 1 : 2,
      strangeness(row, maker, model),
      cost,
      Number(struck),
      Number(row.status !== 'open'),
      -row.id,
    ];
    if (!best || byRank({ rank }, best) < 0) best = { id: row.id, serial, struck, kind, score, rank };
  }
  return best;
};

const byRank = (a: { rank: readonly number[] }, b: { rank: readonly number[] }): number => {
  const at = a.rank.findIndex((value, i) => value !== b.rank[i]);
  return at < 0 ? 0 : a.rank[at]! - b.rank[at]!;
};

export const makeNearIndex = (reader: ReadHandle): NearIndex => {
  const readRow = reader.prepare(`SELECT ${NUMBERS}, status, model FROM entry WHERE id = ?`);
  let table: NearTable | undefined;
  let tally = makeShapeTally();
  let building: Generator<undefined, NearTable> | undefined;
  /** Places in the table of numbers with characters that could not be read: few, and more than one slip from what fits. */
  let unread: number[] = [];
  /** Touched since the table was begun: not read yet, and read. What the table says of them may be out of date. */
  const changed = new Set<number>();
  const fresh = new Map<number, string[]>();

  const forget = (): void => {
    table = undefined;
    tally = makeShapeTally();
    building = undefined;
    changed.clear();
    fresh.clear();
  };

  const step = (): void => {
    building ??= build(reader, tally);
    try {
      const made = building.next();
      if (made.done) {
        table = made.value;
        unread = table.skeletons.flatMap((skeleton, at) => (hasUnread(skeleton) ? [at] : []));
        building = undefined;
      }
    } catch (error) {
      forget();
      throw error;
    }
  };

  const readChanged = (): void => {
    for (const id of changed) {
      const row = readRow.get(id) as Row | undefined;
      const counts = row !== undefined && row.status !== 'voided';
      fresh.set(id, counts ? skeletonsOf(row) : []);
      if (counts) tally.put(row);
      else tally.drop(id);
    }
    changed.clear();
  };

  return {
    touched: (ids) => {
      // Before it is begun there is nothing to keep up with: it will read what is committed by then.
      if (!table && !building) return;
      for (const id of ids) changed.add(id);
      if (changed.size + fresh.size > REBUILD_AFTER) forget();
    },
    ensure: async () => {
      while (!table && reader.open) {
        step();
        if (!table) await breathe();
      }
    },
    near: (text, { limit, maker = '', model = '', except }) => {
      const key = serialKey(text);
      const skeleton = serialSkeleton(key);
      if (key === '' || limit < 1) return [];
      while (!table) step();
      readChanged();
      /** Entry id to whether its skeleton is the same. */
      const found = new Map<number, boolean>();
      const keep = (id: number, same: boolean): void => {
        if (id !== except) found.set(id, same || found.get(id) === true);
      };
      lookUp(table, skeleton, keep);
      const { ids, skeletons } = table;
      for (const at of hasUnread(skeleton) ? ids.keys() : unread)
        if (isAlike(skeleton, skeletons[at]!)) keep(ids[at]!, false);
      for (const [id, others] of fresh)
        for (const other of others) if (isAlike(skeleton, other)) keep(id, other === skeleton);
      const [wantedMaker, wantedModel] = [fold(maker).trim(), fold(model).trim()];
      return [...found]
        .sort(([idA, sameA], [idB, sameB]) => Number(sameB) - Number(sameA) || idB - idA)
        .slice(0, MOST_READ)
        .flatMap(([id]) => {
          // The line as it stands now decides: the table may know a serial that it no longer has.
          const row = readRow.get(id) as Row | undefined;
          if (!row || row.status === 'voided') return [];
          return rankLine(row, key, skeleton, wantedMaker, wantedModel) ?? [];
        })
        .sort(byRank)
        .slice(0, limit)
        .map(({ rank: _, ...near }) => near);
    },
    shapes: (maker, except) => {
      while (!table) step();
      readChanged();
      return tally.known(maker, except);
    },
    size: () => ({
      serials: table?.ids.length ?? 0,
      tableBytes: table ? tableBytes(table) : 0,
    }),
  };
};
