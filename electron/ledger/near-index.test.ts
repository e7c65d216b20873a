import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serialKey, serialSkeleton, splitSerials } from '../../shared/serials/normalise.ts';
import { scratch } from '../../tests/support/ledgers.ts';
import { openMemory, openReader, openWriter, type ReadHandle, type WriteHandle } from './database.ts';
import { migrate } from './migrate.ts';
import { makeNearIndex, type NearIndex } from './near-index.ts';

/** Distance by optimal string alignment, as the textbook has it: nothing in common with what it tests. */
const distance = (a: string, b: string): number => {
  const grid = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      grid[i]![j] = Math.min(
        grid[i - 1]![j]! + 1,
        grid[i]![j - 1]! + 1,
        grid[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1]),
        swapped ? grid[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return grid[a.length]![b.length]!;
};

/** A file with the ledger's tables and no events: thousands of lines in a moment. */
type Line = { serial: string; status?: string; struck?: string[]; maker?: string; model?: string };
const fill = (db: WriteHandle, lines: readonly Line[], from = 1): number[] => {
  const put = db.prepare(
    "INSERT INTO entry (id, book, line, status, manufacturer, model, serial, struck, firearm_key) VALUES (?, 'ad', ?, ?, ?, ?, ?, ?, '')",
  );
  return lines.map(({ serial, status = 'open', struck, maker = 'Glock GmbH', model = '19' }, at) => {
    put.run(from + at, from + at, status, maker, model, serial, struck ? JSON.stringify({ serial: struck }) : '');
    return from + at;
  });
};
const inMemory = (lines: readonly Line[]): { db: WriteHandle; index: NearIndex } => {
  const db = openMemory();
  migrate(db);
  fill(db, lines);
  return { db, index: makeNearIndex(db as unknown as ReadHandle) };
};
const ids = (index: NearIndex, text: string, more: object = {}): number[] =>
  index.near(text, { limit: 1000, ...more }).map((n) => n.id);

describe('what is near', () => {
  // Few letters, so that likenesses are many; look-alikes, separators, case, letters beyond ASCII.
  const serial = fc.string({ unit: fc.constantFrom(...'0O1ILl8B7A-Éß'), maxLength: 7 });
  const line = fc.record({
    serials: fc.array(serial, { minLength: 1, maxLength: 2 }),
    struck: fc.option(serial, { nil: undefined, freq: 3 }),
    status: fc.constantFrom('open', 'disposed', 'voided'),
  });
  const rowOf = (l: { serials: string[]; struck: string | undefined; status: string }): Line => ({
    serial: l.serials.join('; '),
    status: l.status,
    ...(l.struck === undefined ? {} : { struck: [l.struck] }),
  });
  const expected = (lines: readonly Line[], text: string): number[] =>
    lines.flatMap((l, at) => {
      const all = [...splitSerials(l.serial), ...(l.struck ?? []).flatMap(splitSerials)];
      const near = all.some(
        (s) => serialKey(s) !== '' && distance(serialSkeleton(s), serialSkeleton(text)) <= 1 && serialKey(text) !== '',
      );
      return near && l.status !== 'voided' ? [at + 1] : [];
    });

  test('is every line within one slip of the skeleton, and nothing else, in the table and beside it', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 25 }),
        fc.nat(25),
        fc.array(serial, { minLength: 3 }),
        (all, cut, asked) => {
          const lines = all.map(rowOf);
          const { db, index } = inMemory(lines.slice(0, cut));
          index.near('X', { limit: 1 });
          index.touched(fill(db, lines.slice(cut), Math.min(cut, lines.length) + 1));
          for (const text of [...asked, ...lines.map((l) => l.serial)])
            expect(ids(index, text).toSorted((a, b) => a - b)).toEqual(expected(lines, text));
          db.close();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is told by its kind', () => {
    const { index } = inMemory([
      { serial: 'AC-4096' },
      { serial: 'AC4O96' },
      { serial: 'AC4906' },
      { serial: 'AC409' },
      { serial: 'AC4O69' },
      { serial: 'AC44O96' },
      { serial: 'AC5196' },
    ]);
    expect(index.near('ac4096', { limit: 9 }).map((n) => [n.id, n.kind])).toEqual([
      [1, 'same'],
      [2, 'look-alike'],
      [3, 'transposition'],
      [5, 'transposition'],
      [6, 'one-edit'],
      [4, 'one-edit'],
    ]);
  });

  test('a number with unread characters is near what fits it, in the table and beside it, and not what it would be without them', () => {
    const { db, index } = inMemory([
      { serial: '12-345' },
      { serial: '1?3?5' },
      { serial: '1245' },
      { serial: '92345' },
    ]);
    const kinds = (text: string) => index.near(text, { limit: 9 }).map((n) => `${n.id} ${n.kind}`);
    expect(kinds('1?34?')).toEqual(['2 partly', '1 partly']);
    expect(kinds('12345')).toEqual(['1 same', '2 partly', '3 one-edit', '4 one-edit']);
    expect(kinds('1245')).toEqual(['3 same', '1 one-edit']);
    expect(kinds('?????')).toEqual([]);
    expect(kinds('1????')).toEqual([]);
    index.touched(fill(db, [{ serial: '1234?' }], 5));
    expect(kinds('1?34?')).toEqual(['5 partly', '2 partly', '1 partly']);
    expect(kinds('123?7')).toEqual(['5 partly']);
    db.close();
  });

  test('is nothing where no letter or digit is asked for or kept', () => {
    const { index } = inMemory([{ serial: '' }, { serial: '--' }, { serial: '7' }]);
    expect(ids(index, '')).toEqual([]);
    expect(ids(index, '-; ')).toEqual([]);
    expect(ids(index, '8')).toEqual([3]);
    expect(index.size().serials).toBe(1);
  });
});

describe('what comes first', () => {
  test('among equals: the same maker and model, the same maker, as it stands before struck, open, newest', () => {
    const { index } = inMemory([
      { serial: 'WX12347', maker: 'Ruger' },
      { serial: 'WX12349', maker: 'Ruger' },
      { serial: 'WX12341', maker: 'Sturm' },
      { serial: 'PPPPPP', struck: ['WX12348'], maker: 'Ruger' },
      { serial: 'WX12340', maker: 'RUGER', model: '22' },
      { serial: 'WX12342', maker: 'Ruger & Co', status: 'disposed' },
    ]);
    const first = (more: object) => ids(index, 'WX1234', { limit: 6, ...more });
    expect(first({})).toEqual([5, 3, 2, 1, 6, 4]);
    expect(first({ maker: 'ruger' })).toEqual([5, 2, 1, 6, 4, 3]);
    expect(first({ maker: 'Ruger', model: '19' })).toEqual([2, 1, 6, 4, 5, 3]);
    expect(first({ maker: 'Ruger', model: '19', except: 2, limit: 2 })).toEqual([1, 6]);
  });

  test('the same number of another maker, before a slip in the number of the same', () => {
    const { index } = inMemory([
      { serial: 'WX12345', maker: 'Colt' },
      { serial: 'WX1234S', maker: 'Colt' },
      { serial: 'WX1235', maker: 'Ruger' },
    ]);
    expect(ids(index, 'WX12345', { maker: 'Ruger' })).toEqual([1, 2, 3]);
  });

  test('a line once, with its nearest serial, and whether that is struck', () => {
    const { index } = inMemory([{ serial: 'WX1234; WX12345', struck: ['WX1234S', 'QQQ'] }]);
    expect(index.near('WX12345', { limit: 5 })).toEqual([
      { id: 1, serial: 'WX12345', struck: false, kind: 'same', score: 1 },
    ]);
    expect(index.near('QQ', { limit: 5 })).toMatchObject([{ id: 1, serial: 'QQQ', struck: true, kind: 'one-edit' }]);
  });

  test('one text on thousands of lines does not hide what is the same, nor take long', () => {
    const { index } = inMemory([
      { serial: 'LOT77A' },
      ...Array.from({ length: 6000 }, () => ({ serial: 'LOT7A' })),
      { serial: 'LOT7B' },
    ]);
    index.near('X', { limit: 1 });
    const start = performance.now();
    expect(ids(index, 'LOT77A', { limit: 5 })[0]).toBe(1);
    expect(ids(index, 'LOT7A', { limit: 5 })).toEqual([6001, 6000, 5999, 5998, 5997]);
    expect(index.near('LOT7A', { limit: 10_000 }).length).toBeLessThan(500);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('an index that is kept up', () => {
  test('is built in steps that let others run, answers in the middle of that, and is built once', async () => {
    const { db, index } = inMemory(Array.from({ length: 12_000 }, (_, n) => ({ serial: `HX${n}` })));
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    const built = index.ensure().then(() => {
      done = true;
    });
    setImmediate(count);
    await new Promise((resolve) => setImmediate(resolve));
    expect(index.size().serials).toBe(0);
    // Entered while it is built: what has been read already, and what will be.
    db.prepare("UPDATE entry SET serial = 'ZEBRA' WHERE id = 1").run();
    index.touched([1, ...fill(db, [{ serial: 'OKAPI' }], 12_001)]);
    await built;
    expect(turns).toBeGreaterThan(20);
    expect(index.size().serials).toBeGreaterThanOrEqual(12_000);
    expect(ids(index, 'ZEBR')).toEqual([1]);
    expect(ids(index, 'OKAP')).toEqual([12_001]);
    expect(ids(index, 'HX0', { limit: 1 })).not.toContain(1);

    const other = makeNearIndex(db as unknown as ReadHandle);
    const later = other.ensure();
    expect(ids(other, 'OKAP1')).toEqual([12_001]);
    await later;
    expect(ids(other, 'OKAPI')).toEqual([12_001]);
  });

  test('knows of a line in its table what it is now', () => {
    const { db, index } = inMemory([{ serial: 'AAA111' }, { serial: 'AAA112' }, { serial: 'AAA113' }]);
    expect(ids(index, 'AAA11')).toEqual([1, 3, 2]);
    db.exec("UPDATE entry SET status = 'voided' WHERE id = 2; UPDATE entry SET serial = 'CCC333' WHERE id = 3");
    index.touched([2, 3]);
    expect(ids(index, 'AAA11')).toEqual([1]);
    expect(ids(index, 'CCC33')).toEqual([3]);
  });

  test('is built anew where an import has touched thousands', () => {
    const { db, index } = inMemory([{ serial: 'AAA111' }]);
    expect(ids(index, 'AAA11')).toEqual([1]);
    const added = fill(
      db,
      Array.from({ length: 6000 }, (_, n) => ({ serial: `K${n}Q` })),
      2,
    );
    index.touched(added);
    expect(ids(index, 'K5999Q', { limit: 1 })).toEqual([6001]);
    expect(index.size().serials).toBe(6001);
  });

  test('ends quietly when the ledger is closed meanwhile', async () => {
    const { db, index } = inMemory(Array.from({ length: 3000 }, (_, n) => ({ serial: `HX${n}` })));
    const built = index.ensure();
    db.close();
    await expect(built).resolves.toBeUndefined();
  });
});

describe('the shapes of a maker’s numbers', () => {
  const maker = fc.constantFrom('Glock GmbH', 'GLOCK gmbh', 'Colt', '');
  const serial = fc.constantFrom('AB123', 'CD-123', 'cd 99', '12345', 'none', '', 'AB1; AB2', 'Ä1');
  const status = fc.constantFrom('open', 'disposed', 'voided');
  const line = fc.record({ maker, serial, status });
  const change = fc.record({ at: fc.nat(50), maker, serial, status });
  const asked = ['glock gmbh', 'Colt', 'SIG'];

  /** Counted from the file, as each entry did before they were kept. */
  const counted = (db: WriteHandle, of: string, except: number | undefined): Map<string, number> => {
    const rows = db
      .prepare("SELECT id, serial, manufacturer FROM entry WHERE status <> 'voided' AND serial NOT IN ('', 'none')")
      .all() as { id: number; serial: string; manufacturer: string }[];
    const shapes = new Map<string, number>();
    for (const row of rows) {
      if (row.id === except || row.serial.includes(';') || row.manufacturer.toLowerCase() !== of.toLowerCase())
        continue;
      const shape = row.serial.replace(/\p{L}/gu, 'A').replace(/\d/g, '9');
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    }
    return shapes;
  };

  test('are what the lines say, whatever was corrected, voided or added since', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.array(change, { maxLength: 12 }),
        (lines, changes) => {
          const { db, index } = inMemory(lines);
          const put = db.prepare('UPDATE entry SET manufacturer = ?, serial = ?, status = ? WHERE id = ?');
          const agree = () => {
            for (const of of asked)
              for (const except of [undefined, 1, lines.length])
                expect(new Map(index.shapes(of, except).map((k) => [k.shape, k.count]))).toEqual(
                  counted(db, of, except),
                );
          };
          agree();
          for (const { at, ...to } of changes) {
            const id = 1 + (at % lines.length);
            put.run(to.maker, to.serial, to.status, id);
            index.touched([id]);
            agree();
          }
          fill(db, lines, 101);
          index.touched(lines.map((_, n) => 101 + n));
          agree();
        },
      ),
    );
  });
});

describe('an encrypted file', () => {
  test('whose line is damaged is refused, and read again once it is whole', () => {
    const dir = scratch();
    const key = () => Buffer.alloc(32, 1);
    const writer = openWriter(join(dir.path, 'ledger.db'), key(), false);
    migrate(writer);
    fill(writer, [{ serial: 'AAA111' }]);
    writer.prepare("UPDATE entry SET struck = '{' WHERE id = 1").run();
    const reader = openReader(join(dir.path, 'ledger.db'), key());
    const index = makeNearIndex(reader);
    expect(() => ids(index, 'AAA111')).toThrow(/line 1/);
    writer.prepare("UPDATE entry SET struck = '' WHERE id = 1").run();
    expect(ids(index, 'AAA111')).toEqual([1]);
    reader.close();
    writer.close();
    dir.remove();
  });
});
