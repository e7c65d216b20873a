import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import { canonicalJson } from '../../electron/ledger/canonical.ts';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { leafHash } from '../../electron/ledger/merkle.ts';
import { type Problem, verifyLedger } from '../../electron/ledger/verify.ts';
import { readLines } from '../../electron/services/book.ts';
import { acquire, voidLine } from '../../electron/services/entries.ts';
import { importFile } from '../../electron/services/imports.ts';
import { readHistory, readTrail } from '../../electron/services/trail.ts';
import {
  AD,
  copyOf,
  never,
  newLedger,
  openRaw,
  pastGuards,
  pistol,
  quiet,
  refusal,
  sampleLedger,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';
import { rehash, rehashLeaf, resign, swapKey } from '../support/rewriting.ts';

/**
 * Somebody who has the key, a SQLCipher program and all the time in the world. The file itself can stop nobody then;
 * what they did must show.
 */
let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
let notes: string[];
let events: number;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey, notes, events } = await sampleLedger(base));
});
afterAll(() => place.remove());

/** A copy of the ledger to which `change` was done behind Rollmark's back, the guards put back as they were. */
const tampered = (change: (db: Database.Database) => void): string => {
  const folder = copyOf(base, join(place.path, 'tampered.rollmark'));
  const db = openRaw(folder, dataKey);
  pastGuards(db, change);
  db.close();
  return folder;
};

const jsonOf = (db: Database.Database, seq: number) =>
  JSON.parse(db.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(seq) as string);
/** Changes what an event says, and nothing else. */
const editEvent = (db: Database.Database, seq: number, edit: (event: Record<string, unknown>) => void): void => {
  const event = jsonOf(db, seq);
  edit(event);
  db.prepare('UPDATE event SET json = ? WHERE seq = ?').run(canonicalJson(event), seq);
};
const setSerial = (serial: string) => (event: Record<string, unknown>) => {
  (event.body as { acquisition: { serials: string[] } }).acquisition.serials = [serial];
};
const problemsOf = async (folder: string, against?: string): Promise<Problem[]> => {
  const result = await verifyFolder(folder, dataKey, against);
  expect(result.ok).toBe(result.problems.length === 0);
  for (const { where, message } of result.problems) {
    expect(where).toMatch(/^[A-Z]|^ledger\.db/);
    expect(message).toMatch(/^\p{Lu}.*[.)]$/u);
  }
  return result.problems;
};
const codes = (problems: Problem[]) => [...new Set(problems.map((p) => p.code))].sort();
const of = (problems: Problem[], code: string) => problems.filter((p) => p.code === code);

test('a ledger that nobody has touched passes, against every checkpoint it ever signed', async () => {
  const folder = tampered(() => undefined);
  expect(await problemsOf(folder)).toEqual([]);
  for (const note of notes) expect(await problemsOf(folder, note)).toEqual([]);
});

describe('on the ledger’s own connection', () => {
  test('nothing that proves can be changed, removed or replaced', async () => {
    const { ledger } = await newLedger(join(place.path, 'live.rollmark'));
    await ledger
      .write((_, db) => {
        for (const [table, key] of [
          ['event', 'seq = 1'],
          ['checkpoint', 'size = 1'],
        ])
          for (const sql of [
            `UPDATE ${table} SET rowid = rowid WHERE ${key}`,
            `DELETE FROM ${table} WHERE ${key}`,
            `DELETE FROM ${table}`,
            `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table} WHERE ${key}`,
            `REPLACE INTO ${table} SELECT * FROM ${table} WHERE ${key}`,
            `UPDATE OR REPLACE ${table} SET rowid = 7 WHERE ${key}`,
          ])
            expect(() => db.exec(sql), sql).toThrow(/append-only/);
        db.exec("INSERT INTO event VALUES (2, 'x', 'x', '{}', x'00')");
        expect(() =>
          db.exec("INSERT INTO event VALUES (2, 'y', 'y', '{}', x'00') ON CONFLICT DO UPDATE SET kind = 'y'"),
        ).toThrow(/append-only/);
        db.exec("INSERT INTO tree_node VALUES (1, 0, x'00')");
        for (const sql of [
          "UPDATE tree_node SET hash = x'01'",
          'DELETE FROM tree_node',
          "REPLACE INTO tree_node VALUES (1, 0, x'01')",
        ])
          expect(() => db.exec(sql), sql).toThrow(/append-only/);
        throw new Error('Nothing of this is kept.');
      })
      .catch((error: Error) => expect(error.message).toBe('Nothing of this is kept.'));
    expect((await verified(ledger)).problems).toEqual([]);
    expect(() => ledger.reader.exec('DELETE FROM entry')).toThrow(/readonly/);
    await ledger.close();
  });

  test('guards that another program removed are put back at the next opening, and verify says so', async () => {
    const folder = copyOf(base, join(place.path, 'unguarded.rollmark'));
    const db = openRaw(folder, dataKey);
    db.exec('DROP TRIGGER event_no_update; DROP TRIGGER checkpoint_no_delete');
    db.exec('CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END');
    db.close();
    const problems = await problemsOf(folder);
    expect(codes(problems)).toEqual(['guard-removed']);
    expect(problems.map((p) => p.message).join()).toMatch(/event_no_update.*checkpoint_no_delete/s);
    // Remembered until a proof has told it (laundering.test.ts): another opening between must not wash it away.
    expect(codes(await problemsOf(folder))).toEqual(['guard-removed']);
  });

  test('a trigger or view that Rollmark did not make is named', async () => {
    const folder = tampered((db) =>
      db.exec(
        "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN UPDATE entry SET serial = 'X' WHERE id = new.id; END; CREATE VIEW lines AS SELECT * FROM entry",
      ),
    );
    const problems = await problemsOf(folder);
    expect(codes(problems)).toEqual(['guard-added']);
    expect(problems.map((p) => p.message).join()).toMatch(/quiet.*lines/s);
  });
});

describe('an event', () => {
  test('edited: found, with its number, its line, and since when', async () => {
    const problems = await problemsOf(tampered((db) => editEvent(db, 4, setSerial('STOLEN1'))));
    expect(codes(problems)).toEqual(['checkpoint-root', 'event-changed', 'row-changed', 'tree-changed']);
    expect(of(problems, 'event-changed')).toEqual([
      expect.objectContaining({
        where: 'Event 4 (ad/3)',
        message: expect.stringMatching(
          /changed after it was recorded, since the checkpoint of 2026-11-22 19:0\d UTC \(1 event\)/,
        ),
      }),
    ]);
    const lines = of(problems, 'row-changed').filter((p) => p.where === 'Line 3');
    expect(lines.map((p) => p.message).join()).toMatch(/Serial number reads “US 0017”.*record says “STOLEN1”/);
  });

  test('edited with its leaf: the stored tree and the checkpoints tell', async () => {
    const problems = await problemsOf(
      tampered((db) => {
        editEvent(db, 4, setSerial('STOLEN1'));
        rehashLeaf(db, 4);
      }),
    );
    expect(codes(problems)).toEqual(['checkpoint-root', 'row-changed', 'tree-changed']);
  });

  test('edited with leaf, tree and book all fitting: the signed checkpoints tell, and bound the time', async () => {
    const edit = (seq: number, line: number) =>
      tampered((db) => {
        editEvent(db, seq, setSerial('STOLEN1'));
        const key = db.prepare('SELECT firearm_key FROM entry WHERE line = ?').pluck().get(line) as string;
        const old = db.prepare('SELECT serial FROM entry WHERE line = ?').pluck().get(line) as string;
        db.prepare("UPDATE entry SET serial = 'STOLEN1', firearm_key = ? WHERE line = ?").run(
          key.replace(old.replaceAll(/\W/g, ''), 'STOLEN1'),
          line,
        );
        rehash(db);
      });
    const early = await problemsOf(edit(4, 3));
    expect(codes(early)).toEqual(['checkpoint-root']);
    // Signed over 7, 10 and 13 events: all three no longer fit, the one over 1 still does.
    expect(early.map((p) => p.where)).toEqual([7, 10, 13].map((n) => `The checkpoint over ${n} events`));
    expect(early[0]!.message).toMatch(/signed on 2026-11-22: an event up to 7 was changed.*\(1 event\)/);
    const late = await problemsOf(edit(8, 7).toString());
    expect(late.map((p) => p.where)).toContain('The checkpoint over 10 events');
    expect(late.map((p) => p.where)).not.toContain('The checkpoint over 7 events');
    expect(of(late, 'checkpoint-root')[0]!.message).toMatch(/event up to 10 was changed.*\(7 events\)/);
  });

  test('edited so that it no longer is one: named at opening or by verify, and the rest of the trail stays readable', async () => {
    for (const json of ['', 'nonsense', 'null', '5', '[]', '{}', '{"seq":4}', '{"kind":"entry.voided","seq":4}']) {
      const folder = tampered((db) => db.prepare('UPDATE event SET json = ? WHERE seq = 4').run(json));
      const problems = await problemsOf(folder);
      expect(
        of(problems, 'event-changed').map((p) => p.where),
        json,
      ).toEqual(['Event 4 (ad/3)']);
      const ledger = openWithKey(folder, Buffer.from(dataKey));
      const trail = readTrail(ledger, { count: 100 });
      expect(trail.map((event) => event.seq)).toEqual(Array.from({ length: events }, (_, n) => events - n));
      expect(trail.find((event) => event.seq === 4)?.summary).toMatch(/can’t be read/);
      expect(readHistory(ledger, 'ad', 3).history).toHaveLength(1);
      await ledger.close();
    }
    const spoilt = (seq: number) =>
      tampered((db) => db.prepare("UPDATE event SET json = 'nonsense' WHERE seq = ?").run(seq));
    const first = await problemsOf(spoilt(1));
    expect(codes(first)).toEqual(expect.arrayContaining(['event-changed', 'event-unreadable']));
    const error = await refusal(() => openWithKey(spoilt(events), Buffer.from(dataKey)));
    expect(error.code).toBe('LEDGER_DAMAGED');
    expect(error.message).toMatch(new RegExp(`Event ${events} can’t be read`));
  });

  test('rewritten with a space more is changed too: what is proven is the text, not its meaning', async () => {
    const problems = await problemsOf(
      tampered((db) => db.exec("UPDATE event SET json = replace(json, '\":', '\": ') WHERE seq = 3")),
    );
    expect(codes(problems)).toContain('event-changed');
    expect(codes(problems)).toContain('event-form');
  });

  test('put under another kind or line, or in another order, is found', async () => {
    expect(
      codes(await problemsOf(tampered((db) => db.exec("UPDATE event SET subject = 'ad/2' WHERE subject = 'ad/1'")))),
    ).toEqual(['event-columns']);
    expect(
      codes(await problemsOf(tampered((db) => db.exec("UPDATE event SET kind = 'entry.voided' WHERE seq = 3")))),
    ).toEqual(['event-columns']);
    const swapped = tampered((db) =>
      db.exec(
        'UPDATE event SET seq = -1 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = -1',
      ),
    );
    expect(codes(await problemsOf(swapped))).toEqual(expect.arrayContaining(['checkpoint-root', 'event-columns']));
  });

  test('cut off the end: refused at opening, saying how many are left', async () => {
    for (const [sql, words] of [
      ['DELETE FROM event WHERE seq > 11', /checkpoint proves 13 events, but only 11 are left/],
      ['DELETE FROM event WHERE seq > 11; DELETE FROM checkpoint WHERE size > 11', /proof covers events/],
      ['DELETE FROM event', /proves 13 events, but only 0 are left/],
    ] as const) {
      const error = await refusal(() =>
        openWithKey(
          tampered((db) => db.exec(sql)),
          Buffer.from(dataKey),
        ),
      );
      expect(error.code).toBe('LEDGER_DAMAGED');
      expect(error.message).toMatch(words);
    }
  });

  test('taken out of the middle: refused at opening, saying how many are missing', async () => {
    const error = await refusal(() =>
      openWithKey(
        tampered((db) => db.exec('DELETE FROM event WHERE seq IN (4, 5)')),
        Buffer.from(dataKey),
      ),
    );
    expect(error.message).toMatch(/2 of its 13 events are missing/);
  });

  test('taken out, the later ones renumbered and all hashes made to fit: the checkpoints tell', async () => {
    const folder = tampered((db) => {
      db.exec('DELETE FROM event WHERE seq = 8; DELETE FROM entry WHERE line = 7');
      for (let seq = 9; seq <= events; seq++) {
        editEvent(db, seq, (event) => {
          event.seq = seq - 1;
        });
        db.prepare('UPDATE event SET seq = ? WHERE seq = ?').run(seq - 1, seq);
      }
      db.exec('UPDATE checkpoint SET size = 12 WHERE size = 13');
      rehash(db);
    });
    const problems = await problemsOf(folder);
    expect(codes(problems)).toEqual(expect.arrayContaining(['checkpoint-changed', 'checkpoint-root']));
    expect(of(problems, 'checkpoint-root')[0]!.message).toMatch(/\(7 events\)/);
  });

  test('added with all its hashes, but not to the book: found', async () => {
    const folder = tampered((db) => {
      const event = jsonOf(db, 8);
      const json = canonicalJson({ ...event, seq: 14, subject: 'ad/8', body: { ...event.body, line: 8 } });
      db.prepare('INSERT INTO event VALUES (14, ?, ?, ?, ?)').run(event.kind, 'ad/8', json, leafHash(json));
      rehash(db);
    });
    const problems = await problemsOf(folder);
    expect(of(problems, 'row-missing')).toEqual([expect.objectContaining({ where: 'Line 8' })]);
    // Its recording time was copied too.
    expect(codes(problems)).toContain('clock');
  });
});

describe('the book', () => {
  test('with any column of a line edited is found, column and both texts named', async () => {
    const columns = openRaw(base, dataKey);
    const names = (columns.pragma('table_info(entry)') as { name: string; type: string }[]).filter(
      (column) => column.name !== 'id',
    );
    columns.close();
    expect(names.length).toBeGreaterThan(25);
    for (const { name, type } of names) {
      const folder = tampered((db) =>
        db.exec(`UPDATE entry SET ${name} = ${type === 'INTEGER' ? `${name} + 90` : "'tampered'"} WHERE line = 3`),
      );
      const problems = await problemsOf(folder).catch((thrown: unknown) => {
        throw new Error(`${name}: ${String(thrown)}`, { cause: thrown });
      });
      expect(codes(problems), name).toEqual(['row-changed']);
      expect(problems[0]!.message, name).toMatch(/reads “.*” in the book; the record says “.*”/);
      expect(problems[0]!.where, name).toBe('Line 3');
    }
  });

  test('with lines added, removed or renumbered is found, each by its number', async () => {
    const removed = await problemsOf(tampered((db) => db.exec('DELETE FROM entry WHERE line IN (2, 5)')));
    expect(removed.map((p) => [p.code, p.where])).toEqual([
      ['row-missing', 'Line 2'],
      ['row-missing', 'Line 5'],
    ]);
    const added = await problemsOf(
      tampered((db) =>
        db.exec(
          "INSERT INTO entry (book, line, status, firearm_key) VALUES ('ad', 8, 'open', 'x'), ('ad', 12, 'open', 'y')",
        ),
      ),
    );
    expect(added.map((p) => [p.code, p.where])).toEqual([
      ['row-added', 'Line 8'],
      ['row-added', 'Line 12'],
    ]);
    const all = await problemsOf(tampered((db) => db.exec('DELETE FROM entry')));
    expect(of(all, 'row-missing')).toHaveLength(7);
  });

  test('with what it remembers of makers, licensees and its set-up edited is found', async () => {
    const cases: [string, string, string][] = [
      ["UPDATE licensee SET name = 'Nobody'", 'row-changed', 'A licensee'],
      ['DELETE FROM licensee', 'row-missing', 'A licensee'],
      ["INSERT INTO licensee VALUES ('1-23', 'x', 'x', 1, 1)", 'row-added', 'A licensee'],
      ['UPDATE description SET uses = 1000', 'row-changed', 'A description'],
      ["UPDATE settings SET json = replace(json, 'Prairie', 'Other')", 'row-changed', 'Set-up'],
    ];
    for (const [sql, code, where] of cases) {
      const problems = await problemsOf(tampered((db) => db.exec(sql)));
      expect(
        problems.map((p) => [p.code, p.where]),
        sql,
      ).toEqual([[code, where]]);
    }
  });

  test('with one row gone among letters beyond the usual names that row alone', async () => {
    const folder = join(place.path, 'letters.rollmark');
    const { ledger } = await newLedger(folder);
    // SQLite orders by bytes, JavaScript by half characters: these two makers stand in another order there.
    for (const manufacturer of ['Ａrms', '𠀀 Works', 'Ａrms', 'Zwei'])
      await acquire(ledger, 'ad', pistol('A1', { manufacturer }), 'all');
    const key = ledger.dataKey();
    await ledger.close();
    const db = openRaw(folder, key);
    db.exec("DELETE FROM description WHERE manufacturer IN ('Zwei', 'Ａrms')");
    db.close();
    expect((await verifyFolder(folder, key)).problems.map((p) => p.code)).toEqual(['row-missing', 'row-missing']);
  });

  test('with JSON in it that is none is a sentence wherever it is read, and verify still runs', async () => {
    for (const json of ['nonsense', 'null', '5', '[]'])
      for (const sql of [
        `UPDATE entry SET struck = '${json}' WHERE line = 1`,
        `UPDATE settings SET json = '${json}'`,
        'DELETE FROM settings',
      ]) {
        const folder = tampered((db) => db.exec(sql));
        expect((await problemsOf(folder)).length, sql).toBeGreaterThan(0);
        const ledger = openWithKey(folder, Buffer.from(dataKey));
        const error = await refusal(() => {
          readLines(ledger.reader, { book: 'ad', view: 'both', from: 1, count: 10 });
          ledger.today();
        });
        expect(error.code).toBe('LEDGER_DAMAGED');
        expect((await refusal(() => voidLine(ledger, AD(1), 'Entered twice'))).code).toBe('LEDGER_DAMAGED');
        await ledger.close();
      }
  });
});

describe('the proof', () => {
  test('with a stored node edited, removed or added is found', async () => {
    for (const sql of [
      'UPDATE tree_node SET hash = zeroblob(32) WHERE level = 1 AND idx = 1',
      'DELETE FROM tree_node WHERE level = 1 AND idx = 0',
      "INSERT INTO tree_node VALUES (1, -1, x'00')",
      // The place of (1, 1), by number.
      'INSERT INTO tree_node SELECT level + 64, idx - 1, hash FROM tree_node WHERE level = 1 AND idx = 1',
    ])
      expect(codes(await problemsOf(tampered((db) => db.exec(sql)))), sql).toContain('tree-changed');
    const error = await refusal(() =>
      openWithKey(
        tampered((db) => db.exec('DELETE FROM tree_node')),
        Buffer.from(dataKey),
      ),
    );
    expect(error.message).toMatch(/proof lacks parts/);
  });

  test('with its checkpoints removed is found', async () => {
    // The next opening signs a new one over the whole; the first, signed at creation, can’t come back.
    expect(codes(await problemsOf(tampered((db) => db.exec('DELETE FROM checkpoint'))))).toEqual([
      'checkpoint-missing',
      'record-behind',
    ]);
    expect(codes(await problemsOf(tampered((db) => db.exec('DELETE FROM checkpoint WHERE size < 13'))))).toEqual([
      'checkpoint-missing',
    ]);
  });

  test('with a checkpoint edited is found, and which', async () => {
    const cases: [string, string][] = [
      ["UPDATE checkpoint SET root = 'AAAA' WHERE size = 7", 'checkpoint-changed'],
      ['UPDATE checkpoint SET size = 6 WHERE size = 7', 'checkpoint-changed'],
      [
        "UPDATE checkpoint SET note = replace(note, char(10) || '7' || char(10), char(10) || '6' || char(10)) WHERE size = 7",
        'checkpoint-signature',
      ],
      ["UPDATE checkpoint SET note = '' WHERE size = 7", 'checkpoint-signature'],
    ];
    for (const [sql, code] of cases) {
      const problems = await problemsOf(tampered((db) => db.exec(sql)));
      expect(codes(problems), sql).toEqual([code]);
      expect(problems[0]!.where).toMatch(/The checkpoint over [67] events/);
    }
  });

  test('of an older copy of the whole folder fails against a newer checkpoint', async () => {
    const older = copyOf(base, join(place.path, 'older.rollmark'));
    const ledger = openWithKey(copyOf(base, join(place.path, 'newer.rollmark')), Buffer.from(dataKey));
    await voidLine(ledger, AD(3), 'Entered twice');
    const newer = (await ledger.checkpoint()).note;
    await ledger.close();
    expect(await problemsOf(older)).toEqual([]);
    const problems = await problemsOf(older, newer);
    expect(codes(problems)).toEqual(['against-longer']);
    expect(problems[0]!.message).toMatch(/proves 14 events, but this ledger has only 13.*older copy/);
  });

  test('of a record rewritten and signed anew with the ledger’s own key fails against an older checkpoint', async () => {
    const folder = tampered((db) => {
      editEvent(db, 8, (event) => {
        (event.body as { acquisition: { acquiredFrom: string } }).acquisition.acquiredFrom = 'Somebody Else';
      });
      db.exec("UPDATE entry SET acquired_from = 'Somebody Else' WHERE line = 7");
      rehash(db);
      resign(db);
    });
    // By itself it is perfect: that is why a checkpoint goes onto every printed page.
    expect(await problemsOf(folder)).toEqual([]);
    expect(await problemsOf(folder, notes[0])).toEqual([]);
    const problems = await problemsOf(folder, notes[1]);
    expect(codes(problems)).toEqual(['against-differs']);
    expect(problems[0]!.message).toMatch(/first 10 events.*rewritten after it was signed/);
  });

  test('of a record cut off cleanly, with book and checkpoints fitting, fails against a later checkpoint', async () => {
    const folder = tampered((db) => {
      db.exec(
        "DELETE FROM event WHERE seq > 10; DELETE FROM checkpoint WHERE size > 10; UPDATE entry SET serial = 'BKZX412', struck = '', corrections = 0, firearm_key = replace(firearm_key, 'BKZX4I2Z', 'BKZX412') WHERE line = 1; UPDATE entry SET status = 'open', void_reason = '' WHERE line = 6",
      );
      rehash(db);
    });
    // What says how far the record had come names it; whoever knows of that removes it, too.
    expect(codes(await problemsOf(copyOf(folder, join(place.path, 'witnessed.rollmark'))))).toEqual(['record-behind']);
    rmSync(join(folder, 'reached'));
    expect(await problemsOf(folder)).toEqual([]);
    expect(await problemsOf(folder, notes[1])).toEqual([]);
    const ledger = openWithKey(copyOf(base, join(place.path, 'whole.rollmark')), Buffer.from(dataKey));
    const { note } = await ledger.checkpoint();
    await ledger.close();
    expect(codes(await problemsOf(folder, note))).toEqual(['against-longer']);
  });

  test('signed with a key put in the place of the ledger’s own is found without any older checkpoint', async () => {
    const folder = tampered((db) => {
      editEvent(db, 8, setSerial('STOLEN1'));
      db.exec(
        "UPDATE entry SET serial = 'STOLEN1', firearm_key = replace(firearm_key, '77A,77B', 'STOLEN1') WHERE line = 7",
      );
      rehash(db);
      const seed = Buffer.alloc(32, 9);
      db.prepare("UPDATE local SET value = ? WHERE key = 'signing_seed'").run(seed.toString('base64'));
      resign(db, seed);
    });
    const problems = await problemsOf(folder);
    expect(codes(problems)).toEqual(['key-changed']);
    expect(problems[0]!.message).toMatch(/another key/);
    expect(codes(await problemsOf(folder, notes[1]))).toEqual(['against-key', 'key-changed']);
  });

  test('signed with a key that the first event names, too, is found by any older checkpoint', async () => {
    const folder = tampered((db) => {
      editEvent(db, 8, setSerial('STOLEN1'));
      db.exec(
        "UPDATE entry SET serial = 'STOLEN1', firearm_key = replace(firearm_key, '77A,77B', 'STOLEN1') WHERE line = 7",
      );
      swapKey(db);
    });
    expect(await problemsOf(folder)).toEqual([]);
    for (const note of notes) {
      const problems = await problemsOf(folder, note);
      expect(codes(problems)).toEqual(['against-key']);
      expect(problems[0]!.message).toMatch(/signed with another key/);
    }
  });

  test('against what is no checkpoint of this ledger says what it is', async () => {
    const folder = tampered(() => undefined);
    const other = await newLedger(join(place.path, 'other.rollmark'));
    const { note } = await other.ledger.checkpoint();
    await other.ledger.close();
    for (const [text, words] of [
      ['', /not a checkpoint/],
      ['a shopping list', /not a checkpoint/],
      [note, /another ledger/],
      [notes[0]!.replace('\n7\n', '\n8\n'), /changed after signing/],
    ] as const) {
      const problems = await problemsOf(folder, text);
      expect(codes(problems)).toEqual(['against-unreadable']);
      expect(problems[0]!.message).toMatch(words);
    }
  });
});

describe('verify', () => {
  test('of a book of thousands of lines lists a hundred problems and counts the rest', async () => {
    const folder = join(place.path, 'large.rollmark');
    const { ledger } = await newLedger(folder);
    const csv = Buffer.from(sampleCsv(2500));
    await importFile(
      ledger,
      { name: 'stock.csv', read: async () => csv },
      { mode: 'all', format: 'fastbound' },
      quiet,
      never,
    );
    const key = ledger.dataKey();
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
    const db = openRaw(folder, key);
    db.exec("UPDATE entry SET model = model || ' II' WHERE line % 2 = 0; DELETE FROM entry WHERE line % 100 = 1");
    db.close();
    const { problems } = await verifyFolder(folder, key);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ code: 'more', message: '1175 more problems are not listed.' });
  });

  test('stopped at any moment stops at once, changes nothing and leaves nothing open', async () => {
    const folder = join(place.path, 'stopped.rollmark');
    const { ledger } = await newLedger(folder);
    const csv = Buffer.from(sampleCsv(3500));
    await importFile(
      ledger,
      { name: 'stock.csv', read: async () => csv },
      { mode: 'all', format: 'fastbound' },
      quiet,
      never,
    );
    const stages: string[] = [];
    await verifyLedger(ledger, undefined, (stage) => stages.push(stage), never);
    expect(new Set(stages)).toEqual(new Set(['Reading the record', 'Comparing the book with the record']));
    for (let at = 0; at < stages.length; at++) {
      const stop = new AbortController();
      let reports = 0;
      const error = await refusal(() =>
        verifyLedger(
          ledger,
          undefined,
          () => {
            if (reports === at) stop.abort();
            reports += 1;
          },
          stop.signal,
        ).then((result) => {
          // The last report of all may come too late to stop anything.
          if (at === stages.length - 1) throw Object.assign(new Error(), { code: 'ENOSPC' });
          return result;
        }),
      );
      expect(['CANCELLED', ...(at === stages.length - 1 ? ['DISK_FULL'] : [])]).toContain(error.code);
    }
    expect((await verified(ledger)).ok).toBe(true);
    await ledger.close();
  });
});
