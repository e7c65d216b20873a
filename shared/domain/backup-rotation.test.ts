import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, isStamp, KEPT, keptBackups, weekOf } from './backup-rotation.ts';
import { addDays } from './dates.ts';

const at = (day: string, time = '170000') => `${day} ${time}`;
const days = (from: string, count: number) => Array.from({ length: count }, (_, n) => at(addDays(from, n)));

describe('what is kept', () => {
  test.each<[string, string[], string[]]>([
    ['nothing of nothing', [], []],
    ['the only one, however old', [at('2011-03-01')], [at('2011-03-01')]],
    [
      'the newest of a day',
      [at('2026-11-25', '090000'), at('2026-11-25', '170000'), at('2026-11-25', '120000')],
      [at('2026-11-25', '170000')],
    ],
    // 9 days of one month, of which the first two are of the week before: Mon 2 Nov is the newest of no week but its own.
    [
      '7 days, and of the week before its newest',
      days('2026-11-01', 9),
      [...days('2026-11-03', 7).reverse(), at('2026-11-01')],
    ],
    [
      'the newest of five weeks',
      ['2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09'].map((d) => at(d)),
      ['2026-11-09', '2026-11-02', '2026-10-26', '2026-10-19', '2026-10-12', '2026-10-05'].map((d) => at(d)),
    ],
    [
      'every year, its newest',
      ['2019-02-01', '2019-12-30', '2020-05-05', '2026-11-25'].map((d) => at(d)),
      ['2026-11-25', '2020-05-05', '2019-12-30', '2019-02-01'].map((d) => at(d)),
    ],
  ])('%s', (_, stamps, kept) => {
    expect(keptBackups(stamps)).toEqual(kept);
  });

  test('of three years, a backup each day: 7 days, 5 weeks, 12 months, and each year’s last', () => {
    const kept = keptBackups(days('2023-12-01', 1091));
    expect(kept[0]).toBe(at('2026-11-25'));
    expect(kept).toEqual([
      ...['2026-11-25', '2026-11-24', '2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19'].map((d) =>
        at(d),
      ),
      // The last of a week (Sunday) or of a month.
      ...['2026-11-15', '2026-11-08', '2026-11-01', '2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31'].map((d) =>
        at(d),
      ),
      ...['2026-06-30', '2026-05-31', '2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31', '2025-12-31'].map((d) =>
        at(d),
      ),
      ...['2024-12-31', '2023-12-31'].map((d) => at(d)),
    ]);
  });
});

const stamp = fc
  .record({
    day: fc.integer({ min: 0, max: 4000 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  .map(({ day, hour, minute }) =>
    at(addDays('2016-01-01', day), `${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}00`),
  );

describe('whatever there is', () => {
  test('the newest stays; nothing is kept that is not there; what is kept is kept again', () => {
    fc.assert(
      fc.property(fc.array(stamp, { minLength: 1, maxLength: 120 }), (stamps) => {
        const kept = keptBackups(stamps);
        expect(kept[0]).toBe([...stamps].sort().at(-1));
        for (const one of kept) expect(stamps).toContain(one);
        expect(keptBackups(kept)).toEqual(kept);
        expect(keptBackups([...stamps].reverse())).toEqual(kept);
        const years = new Set(stamps.map((s) => s.slice(0, 4)));
        expect(kept.length).toBeLessThanOrEqual(KEPT.days + KEPT.weeks + KEPT.months + years.size);
        // No year, and none of the newest days, weeks and months, is without one.
        for (const [of, most] of [
          [(s: string) => s.slice(0, 4), Number.POSITIVE_INFINITY],
          [dayOf, KEPT.days],
          [(s: string) => weekOf(dayOf(s)), KEPT.weeks],
          [(s: string) => s.slice(0, 7), KEPT.months],
        ] as const) {
          const wanted = [...new Set(stamps.map(of))].sort().reverse().slice(0, most);
          expect(kept.map(of)).toEqual(expect.arrayContaining(wanted));
        }
      }),
    );
  });

  test('deleting after each backup leaves what deleting at the end would', () => {
    fc.assert(
      fc.property(fc.array(stamp, { minLength: 1, maxLength: 80 }), (stamps) => {
        const inOrder = [...new Set(stamps)].sort();
        let held: string[] = [];
        for (const one of inOrder) held = keptBackups([...held, one]);
        expect(held).toEqual(keptBackups(inOrder));
      }),
    );
  });
});

test.each([
  ['2026-11-25 170233', true],
  ['2026-02-30 170233', false],
  ['2026-11-25 250000', false],
  ['2026-11-25 17:02', false],
  ['2026-11-25', false],
  ['x2026-11-25 170233', false],
])('“%s” is a stamp: %s', (text, is) => {
  expect(isStamp(text)).toBe(is);
});
