import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader, openWriter, type ReadHandle, transact } from '../electron/ledger/database.ts';
import { migrate } from '../electron/ledger/migrate.ts';
import { makeNearIndex } from '../electron/ledger/near-index.ts';
import { serialKey } from '../shared/serials/normalise.ts';
import { randomFrom, type SampleLine, sampleLines } from './sample.ts';

/**
 * Does the look-alike search find a mistyped serial? Each of a random sample of serials gets one slip: a look-alike put
 * for a character, an edit (a character too many, missing or replaced, by one of its class) or two neighbours swapped, a
 * third of the sample each. A hit: the line is among the first five. Baseline: a scan of all keys by edit distance.
 */
const SEED = 11;
const SAMPLE = 5000;
const SCANNED = 60;
const FIRST = 5;
const KEY = () => Buffer.alloc(32, 7);

export type NearSet = 'sample' | 'lots' | 'dense';
type Unit = Pick<SampleLine, 'manufacturer' | 'model' | 'serial'> & { status: 'open' | 'disposed' };

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALIKE = ['0O', '1IL', '5S', '8B', '2Z'];

const alikeOf = (c: string): string[] => [...(ALIKE.find((group) => group.includes(c)) ?? '')].filter((o) => o !== c);

type Slip = 'look-alike' | 'edit' | 'swap';

/** One slip in a serial, never one that leaves its letters and digits as they were; null where it has no place for it. */
const mistype = (serial: string, slip: Slip, random: () => number): string | null => {
  const pick = <T>(from: ArrayLike<T>): T => from[Math.floor(random() * from.length)]!;
  const marks = [...serial];
  const places = marks.flatMap((c, at) => (serialKey(c) === '' ? [] : [at]));
  const another = (c: string) => pick((/\d/.test(c) ? DIGITS : LETTERS).replace(c, ''));
  if (slip === 'look-alike') {
    const able = places.filter((at) => alikeOf(marks[at]!).length > 0);
    if (able.length === 0) return null;
    const at = pick(able);
    marks[at] = pick(alikeOf(marks[at]!));
  } else if (slip === 'swap') {
    const able = places.filter((at) => places.includes(at + 1) && marks[at] !== marks[at + 1]);
    if (able.length === 0) return null;
    const at = pick(able);
    marks.splice(at, 2, marks[at + 1]!, marks[at]!);
  } else {
    const at = pick(places);
    const way = Math.floor(random() * 3);
    if (way === 0) marks.splice(at, 1);
    else if (way === 1) marks.splice(at + Math.floor(random() * 2), 0, pick(/\d/.test(marks[at]!) ? DIGITS : LETTERS));
    else marks[at] = another(marks[at]!);
  }
  return marks.join('');
};

/** As makers number (shapes invented, after common ones), bought in lots of one to twelve that follow one another. */
const SHAPES: readonly [maker: string, model: string, shape: string][] = [
  ['Glock GmbH', '19 Gen5', 'AAAA###'],
  ['Smith & Wesson', 'M&P9 Shield', 'AAA####'],
  ['Ruger', '10/22', '###-#####'],
  ['Winchester', '94', '#######'],
  ['Mossberg', '500', 'A#######'],
  ['Remington', '870', 'AA#####A'],
  ['Beretta', '686 Silver Pigeon', 'A#####A'],
  ['Colt', 'Python', 'AA######'],
  ['Aero Precision', 'X15', 'A######'],
  ['SilencerCo', 'Omega 300', 'AA#-#####'],
];
function* lots(count: number): Generator<Unit> {
  const random = randomFrom(5);
  for (let made = 0; made < count; ) {
    const [manufacturer, model, shape] = SHAPES[Math.floor(random() * SHAPES.length)]!;
    const first = shape.replace(
      /[A#]/g,
      (c) => (c === 'A' ? LETTERS : DIGITS)[Math.floor(random() * (c === 'A' ? 26 : 10))]!,
    );
    const lot = 1 + Math.floor(random() * 12);
    for (let n = 0; n < lot && made < count; n++, made++) {
      const digits = first.replace(/\D/g, '');
      const next = String(Number(digits) + n)
        .padStart(digits.length, '0')
        .slice(-digits.length);
      let at = 0;
      yield {
        manufacturer,
        model,
        serial: first.replace(/\d/g, () => next[at++]!),
        status: random() < 0.7 ? 'disposed' : 'open',
      };
    }
  }
}

/** Every number of six digits from 0 on, dealt to ten makers: each typed number has a line at nearly every neighbour. */
function* dense(count: number): Generator<Unit> {
  const random = randomFrom(6);
  for (let n = 0; n < count; n++) {
    const [manufacturer, model] = SHAPES[Math.floor(random() * SHAPES.length)]!;
    yield { manufacturer, model, serial: String(n).padStart(6, '0'), status: random() < 0.7 ? 'disposed' : 'open' };
  }
}

function* sample(count: number): Generator<Unit> {
  for (const line of sampleLines(count)) yield { ...line, status: line.disposedOn ? 'disposed' : 'open' };
}

const SETS = { sample, lots, dense };

/** An encrypted ledger's file with nothing but lines. */
const write = (path: string, units: Iterable<Unit>): ReadHandle => {
  const db = openWriter(path, KEY(), false);
  migrate(db);
  const put = db.prepare(
    "INSERT INTO entry (book, line, status, manufacturer, model, serial, acquired_from, acquired_from_address, firearm_key) VALUES ('ad', ?, ?, ?, ?, ?, 'Abbott Distributing LLC', '12 Oak Ave, Boise, ID 83702', ?)",
  );
  transact(db, () => {
    let line = 0;
    for (const u of units)
      put.run(++line, u.status, u.manufacturer, u.model, u.serial, `${u.manufacturer}\n${u.serial}`);
  });
  db.close();
  return openReader(path, KEY());
};

/** Edit distance with swaps of neighbours, and no more than that: what a plain scan would use. */
const distance = (a: string, b: string): number => {
  let [before, above, row] = [[] as number[], [] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    [before, above, row] = [above, row, [i]];
    for (let j = 1; j <= b.length; j++) {
      let best = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
  }
  return row[b.length]!;
};

export type LookAlikeFigures = {
  set: NearSet;
  serials: number;
  buildMs: number;
  /** Longest time that a build in steps kept others waiting. */
  longestStepMs: number;
  tableBytes: number;
  /** The table, the skeletons and all else that building left in memory. */
  allBytes: number;
  asked: number;
  hits: number;
  hitsWithMaker: number;
  /** Hits and asked by slip, without maker and with. */
  bySlip: Record<Slip, { asked: number; hits: number; hitsWithMaker: number }>;
  /** Lines within one slip of what was typed, in the mean: what five places have to be enough for. */
  candidates: number;
  /** The hits that five of them taken blindly would have, in the mean. */
  blindly: number;
  p50: number;
  p99: number;
  worst: number;
  scan: { asked: number; hits: number; p50: number; p99: number };
};

const quantile = (times: number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;

/** Bytes in use once what is no longer needed is let go of: two rounds, as array buffers go in the second. */
const used = async (): Promise<number> => {
  for (let round = 0; round < 2; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/**
 * Measures the search for mistyped serials over one set. Memory wants `--expose-gc`.
 *
 * @param count serials in the set
 */
export const measureLookAlikes = async (set: NearSet, count: number): Promise<LookAlikeFigures> => {
  const dir = mkdtempSync(join(tmpdir(), 'rollmark-near-'));
  const reader = write(join(dir, 'near.db'), SETS[set](count));
  try {
    // Steps first, so that both builds find the file read once.
    let longestStepMs = 0;
    let last = performance.now();
    let stepping = true;
    const watch = () => {
      longestStepMs = Math.max(longestStepMs, performance.now() - last);
      last = performance.now();
      if (stepping) setImmediate(watch);
    };
    setImmediate(watch);
    await makeNearIndex(reader).ensure();
    stepping = false;

    const before = await used();
    const index = makeNearIndex(reader);
    const start = performance.now();
    index.near('X', { limit: 1 });
    const buildMs = performance.now() - start;
    const allBytes = (await used()) - before;

    const units = [...SETS[set](count)];
    const keys = units.map((u) => serialKey(u.serial));
    const random = randomFrom(SEED);
    const slips: Slip[] = ['look-alike', 'edit', 'swap'];
    const bySlip = Object.fromEntries(
      slips.map((s) => [s, { asked: 0, hits: 0, hitsWithMaker: 0 }]),
    ) as LookAlikeFigures['bySlip'];
    const times: number[] = [];
    const scanTimes: number[] = [];
    let candidates = 0;
    let blindly = 0;
    let scanHits = 0;
    for (let n = 0; n < SAMPLE; ) {
      const at = Math.floor(random() * units.length);
      const slip = slips[n % slips.length]!;
      const unit = units[at]!;
      const typed = mistype(unit.serial, slip, random);
      if (typed === null || serialKey(typed) === keys[at]) continue;
      n++;
      const asked = performance.now();
      const found = index.near(typed, { limit: FIRST });
      const between = performance.now();
      const known = index.near(typed, { limit: FIRST, maker: unit.manufacturer, model: unit.model });
      times.push(between - asked, performance.now() - between);
      const tally = bySlip[slip];
      tally.asked++;
      // Ids count from 1 in the order of writing.
      if (found.some((f) => f.id === at + 1)) tally.hits++;
      if (known.some((f) => f.id === at + 1)) tally.hitsWithMaker++;
      const all = index.near(typed, { limit: Number.MAX_SAFE_INTEGER }).length;
      candidates += all;
      blindly += Math.min(1, FIRST / all);
      if (n <= SCANNED) {
        const scanned = performance.now();
        const key = serialKey(typed);
        const nearest = keys
          .map((other, i): [number, number] => [distance(key, other), i])
          .sort(([a, i], [b, j]) => a - b || j - i)
          .slice(0, FIRST);
        scanTimes.push(performance.now() - scanned);
        if (nearest.some(([, i]) => i === at)) scanHits++;
      }
    }
    const sum = (of: 'hits' | 'hitsWithMaker') => slips.reduce((all, slip) => all + bySlip[slip][of], 0);
    return {
      set,
      serials: index.size().serials,
      buildMs,
      longestStepMs,
      tableBytes: index.size().tableBytes,
      allBytes,
      asked: SAMPLE,
      hits: sum('hits'),
      hitsWithMaker: sum('hitsWithMaker'),
      bySlip,
      candidates: candidates / SAMPLE,
      blindly: blindly / SAMPLE,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      worst: Math.max(...times),
      scan: { asked: SCANNED, hits: scanHits, p50: quantile(scanTimes, 0.5), p99: quantile(scanTimes, 0.99) },
    };
  } finally {
    reader.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

const NAMES: Record<NearSet, string> = {
  sample: 'sample book',
  lots: 'makers’ shapes in lots',
  dense: 'every number of a range, ten makers',
};
const percent = (part: number, of = 1): string => `${((100 * part) / of).toFixed(2)} %`;

/** Tells the figures of one set, a line each, in the way of the bench. The dense set has no target: see ADR 0013. */
export const tellLookAlikes = (
  f: LookAlikeFigures,
  note: (what: string, ours: string, base: string, ratio: number | undefined, target: string, met: boolean) => void,
): void => {
  const told = (ms: number) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
  const hard = f.set === 'dense';
  const bySlip = (of: 'hits' | 'hitsWithMaker') =>
    Object.entries(f.bySlip)
      .map(([slip, t]) => `${slip} ${percent(t[of], t.asked)}`)
      .join(', ');
  const what = `look-alikes, ${NAMES[f.set]}`;
  note(
    `${what}: mistyped serial among the first ${FIRST} (${bySlip('hits')}; ${f.candidates.toFixed(1)} lines within one slip)`,
    `${percent(f.hits, f.asked)} of ${f.asked}`,
    `${percent(f.scan.hits, f.scan.asked)} of ${f.scan.asked} by edit distance, ${percent(f.blindly)} blindly`,
    undefined,
    hard ? 'no target' : '>= 99 %',
    hard || f.hits >= 0.99 * f.asked,
  );
  note(
    `${what}: the same, maker and model known (${bySlip('hitsWithMaker')})`,
    percent(f.hitsWithMaker, f.asked),
    '-',
    undefined,
    hard ? 'no target' : '>= 99 %',
    hard || f.hitsWithMaker >= 0.99 * f.asked,
  );
  note(
    `${what}: p99 (p50 ${told(f.p50)}, worst ${told(f.worst)})`,
    told(f.p99),
    `${told(f.scan.p50)} scan`,
    f.p99 / f.scan.p50,
    '<= 20 ms',
    f.p99 <= 20,
  );
  note(
    `${what}: built at once (in steps, the longest ${told(f.longestStepMs)}); ${Math.round(f.allBytes / f.serials)} bytes a serial, ${Math.round(f.tableBytes / f.serials)} of them the table`,
    told(f.buildMs),
    '-',
    undefined,
    '<= 1 s',
    f.buildMs <= 1000,
  );
};
