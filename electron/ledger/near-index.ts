import { fold } from '../../shared/domain/text.ts';
import { serialKey, serialSkeleton, splitSerials } from '../../shared/serials/normalise.ts';
import { compareKeys, type Likeness, similarity } from '../../shared/serials/similar.ts';
import { readStruck } from './apply.ts';
import type { ReadHandle } from './database.ts';
import { breathe } from './mutex.ts';

/**
 * The near-match index: finds serials that differ from a typed one by look-alikes and at most one slip more, a character
 * replaced, missing or too many, or two neighbours swapped. Two skeletons are that near only where they, or what losing
 * one character makes of them, have a text in common; so each serial stands in a table under the hash of each of those
 * texts. Derived data, in memory, built from the reader on first need (docs/adr/0013-near-serials.md).
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
const SERIALS_A_STEP = 4000;
/** More entries than this touched since the table was built: it is built anew on the next need. */
const REBUILD_AFTER = 5000;
/** So many lines of one text (a batch code on thousands of tools), the newest, are looked at, and so many in all. */
const MOST_OF_ONE_TEXT = 400;
const MOST_READ = 600;

const MULTIPLIER = 0x01000193;

/** Visits a hash of `text` and of each text that losing one character makes of it, one for each run of a character. */
const eachShortening = (text: string, visit: (hash: number) => void): void => {
  // Sum of code * power of its place; the character at `lost` left out, and those behind it one place nearer.
  let sum = 0;
  let power = 1;
  for (let i = 1; i < text.length; i++) {
    sum = (sum + Math.imul(text.charCodeAt(i), power)) | 0;
    power = Math.imul(power, MULTIPLIER);
  }
  power = 1;
  for (let lost = 0; lost < text.length; lost++) {
    const code = text.charCodeAt(lost);
    const next = lost + 1 < text.length ? text.charCodeAt(lost + 1) : 0;
    if (code !== next) visit(mixed(sum));
    sum = (sum + Math.imul(code - next, power)) | 0;
    power = Math.imul(power, MULTIPLIER);
  }
  // Past its end, nothing is lost.
  visit(mixed(sum));
};

const mixed = (sum: number): number => {
  const half = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return (half ^ (half >>> 13)) >>> 0;
};

/** True where two texts are the same, or one character replaced, missing or too many, or one swap of neighbours apart. */
const isNear = (a: string, b: string): boolean => {
  const longer = a.length - b.length;
  if (longer > 1 || longer < -1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const [leftA, leftB] = [endA - start, endB - start];
  if (leftA <= 1 && leftB <= 1) return true;
  return leftA === 2 && leftB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
};

type Row = {
  id: number;
  line: number;
  status: string;
  manufacturer: string;
  model: string;
  serial: string;
  struck: string;
};

/** Every serial that a line has or had. */
const serialsOf = (row: Row): { serial: string; struck: boolean }[] => [
  ...splitSerials(row.serial).map((serial) => ({ serial, struck: false })),
  ...(readStruck(row).serial ?? []).flatMap(splitSerials).map((serial) => ({ serial, struck: true })),
];

const skeletonsOf = (row: Row): string[] => [
  ...new Set(
    serialsOf(row)
      .map(({ serial }) => serialSkeleton(serial))
      .filter(Boolean),
  ),
];

/** A place per serial, oldest first: `ids` and `skeletons`; `places` lists them by bucket of hash from `starts` on. */
type Table = { ids: Uint32Array; skeletons: string[]; starts: Uint32Array; places: Uint32Array };

/** Builds a table, a step at each call of `next`. A counting sort, so that no step is long. */
function* build(reader: ReadHandle): Generator<undefined, Table> {
  const page = reader.prepare(`SELECT ${COLUMNS} FROM entry WHERE id > ? AND status <> 'voided' ORDER BY id LIMIT ?`);
  const ids: number[] = [];
  const skeletons: string[] = [];
  let characters = 0;
  for (let after = 0; ; ) {
    const rows = page.all(after, ROWS_A_STEP) as Row[];
    for (const row of rows) {
      for (const skeleton of skeletonsOf(row)) {
        ids.push(row.id);
        skeletons.push(skeleton);
        characters += skeleton.length;
      }
    }
    if (rows.length < ROWS_A_STEP) break;
    after = rows.at(-1)!.id;
    yield;
  }

  const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, (characters + skeletons.length) / 2)));
  const starts = new Uint32Array(buckets + 1);
  const count = (hash: number) => {
    starts[hash % buckets]!++;
  };
  for (let at = 0; at < skeletons.length; at++) {
    eachShortening(skeletons[at]!, count);
    if (at % SERIALS_A_STEP === SERIALS_A_STEP - 1) yield;
  }
  // Each bucket's end for now; filling it from its end, newest first, leaves its start.
  for (let at = 1; at <= buckets; at++) starts[at]! += starts[at - 1]!;
  const places = new Uint32Array(starts[buckets]!);
  let place = 0;
  const put = (hash: number) => {
    places[--starts[hash % buckets]!] = place;
  };
  for (let at = skeletons.length - 1; at >= 0; at--) {
    place = at;
    eachShortening(skeletons[at]!, put);
    if (at % SERIALS_A_STEP === 0) yield;
  }
  return { ids: Uint32Array.from(ids), skeletons, starts, places };
}

const COLUMNS = 'id, line, status, manufacturer, model, serial, struck';

/** Visits the entries with a skeleton near this one; `same` where it is the same. May visit one twice. */
const lookUp = (table: Table, skeleton: string, visit: (id: number, same: boolean) => void): void => {
  const buckets = table.starts.length - 1;
  eachShortening(skeleton, (hash) => {
    const bucket = hash % buckets;
    let met = 0;
    for (let at = table.starts[bucket + 1]! - 1; at >= table.starts[bucket]! && met < MOST_OF_ONE_TEXT; at--) {
      const place = table.places[at]!;
      const other = table.skeletons[place]!;
      if (!isNear(skeleton, other)) continue;
      visit(table.ids[place]!, other === skeleton);
      met++;
    }
  });
};

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
    if (other === '' || !isNear(skeleton, serialSkeleton(other))) continue;
    const kind = compareKeys(key, other).kind as NearKind;
    const score = similarity(key, other);
    // Freed of the length, which makes one missing character likelier than one too many; rounded, so that ties are ties.
    const cost = Math.round((1 - score) * Math.max(key.length, other.length) * 1000);
    const rank = [
      kind === 'same' ? 0 : kind === 'look-alike' ? 1 : 2,
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
  const readRow = reader.prepare(`SELECT ${COLUMNS} FROM entry WHERE id = ?`);
  let table: Table | undefined;
  let building: Generator<undefined, Table> | undefined;
  /** Touched since the table was begun: not read yet, and read. What the table says of them may be out of date. */
  const changed = new Set<number>();
  const fresh = new Map<number, string[]>();

  const forget = (): void => {
    table = undefined;
    building = undefined;
    changed.clear();
    fresh.clear();
  };

  const step = (): void => {
    building ??= build(reader);
    try {
      const made = building.next();
      if (made.done) {
        table = made.value;
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
      fresh.set(id, row && row.status !== 'voided' ? skeletonsOf(row) : []);
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
      for (const [id, skeletons] of fresh)
        for (const other of skeletons) if (isNear(skeleton, other)) keep(id, other === skeleton);
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
    size: () => ({
      serials: table?.ids.length ?? 0,
      tableBytes: table ? table.ids.byteLength + table.starts.byteLength + table.places.byteLength : 0,
    }),
  };
};
