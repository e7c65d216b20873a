import type { DetailField } from '../../shared/domain/fields.ts';
import { fold } from '../../shared/domain/text.ts';
import { serialKey, splitSerials } from '../../shared/serials/normalise.ts';
import { readDetails, readStruck } from './apply.ts';
import { type ReadHandle, transact, type WriteHandle } from './database.ts';
import { breathe } from './mutex.ts';

/**
 * The fragment index: finds any part of a serial, maker, model or name. It is derived data and follows the acknowledged
 * commit, because the merges of its segments would otherwise put 70 to 800 ms into an entry now and then (measured).
 * Until it has caught up, `pending` holds the words of what it lacks, and a search covers those too.
 */
export type SearchIndex = {
  /** Call after a commit, with the entries that it touched. */
  touched(ids: Iterable<number>): void;
  /** Indexes up to `most` pending entries in one transaction; returns how many are left. */
  catchUp(most: number): number;
  /**
   * Indexes these entries and all that is pending inside the transaction that runs already, letting others read
   * meanwhile. Call what it returns once that transaction is committed.
   */
  indexWithin(ids: Iterable<number>, progress: (done: number, total: number) => void): Promise<() => void>;
  pendingCount(): number;
  /** Entry ids whose words hold every word of `text`, newest first, at most `limit`. */
  find(text: string, limit: number): number[];
};

type Words = {
  id: number;
  line: number;
  manufacturer: string;
  importer: string;
  model: string;
  serial: string;
  struck: string;
  acquired_from: string;
  disposed_to: string;
  form4473: string;
  book: string;
  details: string;
};

const WORDS =
  'id, book, line, manufacturer, importer, model, serial, struck, acquired_from, disposed_to, form4473, details';

/** The numbers and words among the fields that only some categories have. */
const FOUND_BY: readonly DetailField[] = [
  'plate',
  'titleNumber',
  'engineNumber',
  'lot',
  'typeNumber',
  'imei',
  'mac',
  'assetTag',
  'stockNumber',
  'description',
  'location',
];

/** @param alsoKnownAs numbers that readings and notes give the unit, beside the one of record */
const textOf = (row: Words, alsoKnownAs: readonly string[]): string => {
  const details = readDetails(row);
  const serials = [...splitSerials(row.serial), ...alsoKnownAs];
  const keys = serials.map(serialKey).filter((key, at) => key !== serials[at]);
  const earlier = Object.values(readStruck(row)).flat();
  const plain = [
    row.serial,
    ...keys,
    row.manufacturer,
    row.importer,
    row.model,
    row.acquired_from,
    row.disposed_to,
    row.form4473,
    ...FOUND_BY.map((field) => details[field] ?? ''),
    ...alsoKnownAs,
    ...earlier,
  ];
  return fold(plain.filter(Boolean).join('\n'));
};

const BULK_CHUNK = 500;

const quote = (gram: string): string => `"${gram.replaceAll('"', '""')}"`;

const gramsOf = (word: string): string[] => {
  const characters = [...word];
  return characters.length < 3
    ? []
    : [...new Set(characters.slice(2).map((_, at) => characters.slice(at, at + 3).join('')))];
};

export const makeSearchIndex = (writer: WriteHandle, reader: ReadHandle): SearchIndex => {
  const pending = new Map<number, string>();
  const readWords = writer.prepare(`SELECT ${WORDS} FROM entry WHERE id = ?`);
  const readText = writer.prepare('SELECT text FROM entry_text WHERE id = ?').pluck();
  const putText = writer.prepare('INSERT INTO entry_text VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text');
  const putIndex = writer.prepare('INSERT INTO entry_fts (rowid, text) VALUES (?, ?)');
  const dropIndex = writer.prepare('DELETE FROM entry_fts WHERE rowid = ?');

  const readOthers = writer
    .prepare(
      `SELECT coalesce(json_extract(json, '$.text'), json_extract(json, '$.number')) FROM evidence
     WHERE book = ? AND line = ? AND kind IN ('reading', 'number') AND withdrawn = ''`,
    )
    .pluck();
  const othersOf = (row: Words): string[] => readOthers.all(row.book, row.line) as string[];
  const touched = (ids: Iterable<number>): void => {
    for (const id of ids) {
      const row = readWords.get(id) as Words | undefined;
      if (row) pending.set(id, textOf(row, othersOf(row)));
    }
  };

  // What a killed process had committed but not indexed: entries without words, and the few corrected last.
  touched(
    writer
      .prepare(
        `SELECT id FROM entry WHERE id > (SELECT coalesce(max(id), 0) FROM entry_text)
         UNION SELECT e.id FROM event v JOIN entry e ON v.subject = e.book || '/' || e.line
           WHERE v.seq > (SELECT coalesce(max(cast(value AS INTEGER)), 0) FROM local WHERE key = 'indexed_seq')
             AND v.kind IN ('entry.corrected', 'entry.disposed', 'entry.marked', 'evidence.added', 'evidence.withdrawn')`,
      )
      .pluck()
      .all() as number[],
  );
  const markIndexed = writer.prepare(
    "INSERT INTO local SELECT 'indexed_seq', CAST(max(seq) AS TEXT) FROM event WHERE true ON CONFLICT DO UPDATE SET value = excluded.value",
  );

  const put = (batch: readonly [number, string][]): void => {
    for (const [id, text] of batch) {
      if (readText.get(id) !== undefined) dropIndex.run(id);
      putText.run(id, text);
      putIndex.run(id, text);
    }
  };

  const catchUp = (most: number): number => {
    if (pending.size === 0) return 0;
    const batch = [...pending].slice(0, most);
    transact(writer, () => {
      put(batch);
      if (batch.length === pending.size) markIndexed.run();
    });
    for (const [id] of batch) pending.delete(id);
    return pending.size;
  };

  const indexWithin = async (
    ids: Iterable<number>,
    progress: (done: number, total: number) => void,
  ): Promise<() => void> => {
    const texts = new Map(pending);
    for (const id of ids) {
      const row = readWords.get(id) as Words | undefined;
      if (row) texts.set(id, textOf(row, othersOf(row)));
    }
    const all = [...texts];
    for (let at = 0; at < all.length; at += BULK_CHUNK) {
      put(all.slice(at, at + BULK_CHUNK));
      progress(Math.min(all.length, at + BULK_CHUNK), all.length);
      await breathe();
    }
    markIndexed.run();
    return () => {
      for (const [id] of all) pending.delete(id);
    };
  };

  /** Every word must be in the text; the index narrows by three-character pieces, `instr` decides. */
  const indexed = (words: readonly string[], limit: number): number[] => {
    const grams = words.flatMap(gramsOf);
    const tests = words.map(() => 'instr(t.text, ?) > 0').join(' AND ');
    if (grams.length === 0) {
      return reader
        .prepare(`SELECT t.id FROM entry_text t WHERE ${tests} ORDER BY t.id DESC LIMIT ?`)
        .pluck()
        .all(...words, limit) as number[];
    }
    return reader
      .prepare(
        `SELECT t.id FROM entry_fts f JOIN entry_text t ON t.id = f.rowid
         WHERE entry_fts MATCH ? AND ${tests} ORDER BY f.rowid DESC LIMIT ?`,
      )
      .pluck()
      .all([...new Set(grams)].map(quote).join(' AND '), ...words, limit) as number[];
  };

  const findWords = (words: readonly string[], limit: number): number[] => {
    if (words.length === 0) return [];
    const fresh = [...pending].filter(([, text]) => words.every((w) => text.includes(w))).map(([id]) => id);
    let settled: number[] = [];
    // Of a line that waits the index holds an older text, or none. More are read only where such lines took the places.
    for (let ask = limit; ; ask *= 4) {
      const found = indexed(words, ask);
      settled = found.filter((id) => !pending.has(id));
      if (settled.length >= limit || found.length < ask) break;
    }
    return [...fresh, ...settled].sort((a, b) => b - a).slice(0, limit);
  };

  return {
    touched,
    catchUp,
    indexWithin,
    pendingCount: () => pending.size,
    // No text of the book holds a control character, and SQLite would end the question at the first NUL.
    find: (text, limit) =>
      findWords(
        fold(text)
          .split(/[\s\p{Cc}]+/u)
          .filter(Boolean)
          .slice(0, 8),
        limit,
      ),
  };
};
