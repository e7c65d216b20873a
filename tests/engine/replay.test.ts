import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { makeProjector, PROJECTIONS } from '../../electron/ledger/apply.ts';
import { openMemory } from '../../electron/ledger/database.ts';
import { LedgerError } from '../../electron/ledger/errors.ts';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { migrate } from '../../electron/ledger/migrate.ts';
import { verifyLedger } from '../../electron/ledger/verify.ts';
import { acquire, correct, dispose, mark, voidLine } from '../../electron/services/entries.ts';
import { addEvidence, withdrawEvidence } from '../../electron/services/evidence.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { FIREARM_TYPES } from '../../shared/categories/firearm/vocabulary.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { ENTRY_FIELDS } from '../../shared/domain/fields.ts';
import { newLedger, pistol, SETTINGS, sale, scratch } from '../support/ledgers.ts';

const places: ReturnType<typeof scratch>[] = [];
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

const word = fc
  .string({ unit: fc.constantFrom(...'ABCéñüZ0158-./ '), minLength: 1, maxLength: 12 })
  .map((s) => `${s}x`);
const day = fc.integer({ min: 1, max: 28 }).map((d) => `2026-10-${String(d).padStart(2, '0')}`);
const line = fc.integer({ min: 1, max: 9 });

/** A privately made firearm that is not marked yet (27 CFR 478.92(a)(2)). */
const UNMARKED = { manufacturer: 'PMF', importer: '', serials: [], details: { serialState: 'To be marked' } };

/** What a person may try, right or wrong: the engine decides, and whatever it accepts must replay. */
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('acquire' as const),
      serials: fc.array(word, { minLength: 1, maxLength: 3 }),
      maker: word,
      model: word,
      on: day,
      licensed: fc.boolean(),
      type: fc.constantFrom(...FIREARM_TYPES.map((t) => t.name)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('dispose' as const),
      line,
      on: day,
      kind: fc.constantFrom('transfer' as const, 'theft-loss' as const, 'destroyed' as const),
      to: word,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      line,
      field: fc.constantFrom(...ENTRY_FIELDS),
      value: fc.oneof(word, day, fc.constant('Rifle'), fc.constant('1-23-456-01-7A-12345')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), line }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('evidence' as const),
      line,
      other: line,
      text: word,
      kind: fc.constantFrom('reading' as const, 'number' as const, 'comparison' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unmarked' as const), model: word }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mark' as const), serial: word, on: day }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settings' as const),
      name: word,
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

const run = async (ledger: Ledger, c: Command): Promise<void> => {
  const place = 'line' in c ? { book: 'ad', line: c.line } : { book: 'ad', line: 0 };
  switch (c.do) {
    case 'acquire':
      await acquire(
        ledger,
        'ad',
        pistol('', {
          serials: c.serials,
          manufacturer: c.maker,
          model: c.model,
          acquiredOn: c.on,
          type: c.type,
          ...(c.licensed ? {} : { acquiredFromLicence: '' }),
        }),
        'all',
      );
      return;
    case 'dispose':
      await dispose(ledger, place, sale({ disposedOn: c.on, kind: c.kind, disposedTo: c.to }), 'all');
      return;
    case 'correct':
      await correct(ledger, place, { field: c.field, value: c.value, reason: 'Misread' }, 'all');
      return;
    case 'evidence': {
      const evidence: Record<typeof c.kind, Evidence> = {
        reading: {
          kind: 'reading',
          source: 'unit',
          place: 'Frame',
          text: c.text,
          marking: 'engraved',
          legibility: 'worn',
          note: '',
        },
        number: { kind: 'number', relation: 'replaced', number: c.text, note: '' },
        comparison: {
          kind: 'comparison',
          with: { book: 'ad', line: c.other },
          steps: [],
          outcome: 'unresolved',
          note: 'x',
        },
      };
      await addEvidence(ledger, place, evidence[c.kind]);
      return;
    }
    case 'withdraw': {
      const held = ledger.reader
        .prepare("SELECT seq, line FROM evidence WHERE withdrawn = '' ORDER BY seq LIMIT 1 OFFSET ?")
        .get(c.nth) as { seq: number; line: number } | undefined;
      if (held) await withdrawEvidence(ledger, { book: 'ad', line: held.line }, held.seq, 'Misread');
      return;
    }
    case 'unmarked':
      await acquire(ledger, 'ad', pistol('', { ...UNMARKED, model: c.model }), 'all');
      return;
    case 'mark': {
      const waiting = ledger.reader
        .prepare("SELECT line FROM entry WHERE serial = '' AND status = 'open' ORDER BY line LIMIT 1")
        .pluck()
        .get() as number | undefined;
      if (waiting)
        await mark(ledger, { book: 'ad', line: waiting }, { serials: [c.serial], markedOn: '2026-11-22' }, 'all');
      return;
    }
    case 'void':
      await voidLine(ledger, place, 'Entered twice');
      return;
    case 'settings':
      await changeSettings(ledger, { ...SETTINGS, name: c.name, openDays: c.days });
      return;
  }
};

const dump = (db: { prepare(sql: string): { all(): unknown[] } }) =>
  PROJECTIONS.map(({ table, key }) => db.prepare(`SELECT * FROM ${table} ORDER BY ${key.join(', ')}`).all());

test('replaying the events of any random history gives the same tables', async () => {
  let accepted = 0;
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 60 }), async (commands) => {
      const place = scratch();
      places.push(place);
      let now = Date.parse('2026-11-22T18:00:00Z');
      const { ledger } = await newLedger(join(place.path, 'l.rollmark'), { clock: () => (now += 3_600_000) });
      for (const c of commands) {
        try {
          await run(ledger, c);
        } catch (error) {
          if (!(error instanceof LedgerError)) throw error;
        }
      }
      const memory = openMemory();
      migrate(memory);
      const projector = makeProjector(memory);
      const events = ledger.reader.prepare('SELECT json FROM event ORDER BY seq').pluck().all() as string[];
      for (const json of events) {
        const event = JSON.parse(json) as LedgerEvent;
        kinds.add(event.kind);
        projector.apply(event);
      }
      accepted += events.length - 1;
      expect(dump(memory)).toEqual(dump(ledger.reader));
      memory.close();
      expect((await verifyLedger(ledger, undefined, () => undefined, new AbortController().signal)).problems).toEqual(
        [],
      );
      await ledger.close();
    }),
    { numRuns: 40 },
  );
  // A generator that only made refused commands would prove nothing.
  expect(accepted).toBeGreaterThan(300);
  expect([...kinds].sort()).toEqual([
    'entry.acquired',
    'entry.corrected',
    'entry.disposed',
    'entry.marked',
    'entry.voided',
    'evidence.added',
    'evidence.withdrawn',
    'ledger.changed',
    'ledger.created',
  ]);
}, 120_000);
