import { describe, expect, test } from 'vitest';
import { businessDaysBetween, latenessOf, latenessWords } from './lateness.ts';

// 20 November 2026 is a Friday.
const MON_TO_SAT = [1, 2, 3, 4, 5, 6];
const MON_TO_FRI = [1, 2, 3, 4, 5];

describe('business days between two days', () => {
  test.each([
    ['2026-11-20', '2026-11-20', MON_TO_SAT, 0],
    ['2026-11-20', '2026-11-21', MON_TO_SAT, 1],
    ['2026-11-20', '2026-11-21', MON_TO_FRI, 0],
    ['2026-11-20', '2026-11-22', MON_TO_SAT, 1],
    ['2026-11-20', '2026-11-23', MON_TO_SAT, 2],
    ['2026-11-20', '2026-11-23', MON_TO_FRI, 1],
    ['2026-11-20', '2026-11-27', MON_TO_FRI, 5],
    ['2026-11-20', '2026-11-28', MON_TO_FRI, 5],
    ['2026-11-22', '2026-11-23', MON_TO_SAT, 1],
    ['2026-11-20', '2026-12-31', [2], 6],
    ['2026-11-20', '2026-11-23', [], 3],
    ['2026-11-20', '2026-11-23', [1, 2, 3, 4, 5, 6, 7], 3],
    ['2024-02-28', '2024-03-01', [1, 2, 3, 4, 5, 6, 7], 2],
    ['2026-11-23', '2026-11-20', MON_TO_SAT, -2],
    ['2016-11-21', '2026-11-23', MON_TO_SAT, 3132],
  ] as const)('%s to %s, open on %j: %i', (from, to, openDays, days) => {
    expect(businessDaysBetween(from, to, openDays)).toBe(days);
  });

  test('is what one counts day by day', () => {
    const start = Date.parse('2026-01-01T00:00:00Z');
    const at = (n: number) => new Date(start + n * 86_400_000);
    for (const openDays of [MON_TO_SAT, MON_TO_FRI, [1], [6, 7], [2, 4]])
      for (let from = 0; from < 9; from++) {
        let counted = 0;
        for (let to = from; to < from + 40; to++) {
          if (to > from && openDays.includes(at(to).getUTCDay() || 7)) counted += 1;
          const iso = (n: number) => at(n).toISOString().slice(0, 10);
          expect(businessDaysBetween(iso(from), iso(to), openDays)).toBe(counted);
        }
      }
  });
});

describe('lateness', () => {
  test.each([
    // The close of the next business day (478.125(e)).
    ['acquisition', 'statutory', '2026-11-20', '2026-11-20', MON_TO_SAT, 0, '2026-11-21', false, 'the same day'],
    [
      'acquisition',
      'statutory',
      '2026-11-20',
      '2026-11-21',
      MON_TO_SAT,
      1,
      '2026-11-21',
      false,
      '1 business day after',
    ],
    ['acquisition', 'statutory', '2026-11-20', '2026-11-22', MON_TO_SAT, 1, '2026-11-21', true, '1 business day after'],
    [
      'acquisition',
      'statutory',
      '2026-11-21',
      '2026-11-22',
      MON_TO_SAT,
      0,
      '2026-11-23',
      false,
      'before the next business day',
    ],
    [
      'acquisition',
      'statutory',
      '2026-11-21',
      '2026-11-23',
      MON_TO_SAT,
      1,
      '2026-11-23',
      false,
      '1 business day after',
    ],
    [
      'acquisition',
      'statutory',
      '2026-11-21',
      '2026-11-24',
      MON_TO_SAT,
      2,
      '2026-11-23',
      true,
      '2 business days after',
    ],
    ['acquisition', 'statutory', '2026-11-20', '2026-11-24', [2], 1, '2026-11-24', false, '1 business day after'],
    ['acquisition', 'statutory', '2026-11-20', '2026-11-21', [], 1, '2026-11-21', false, '1 business day after'],
    [
      'acquisition',
      'statutory',
      '2025-11-20',
      '2026-11-20',
      MON_TO_SAT,
      313,
      '2025-11-21',
      true,
      '313 business days after',
    ],
    // Seven days, whatever the opening days (478.125(e)).
    [
      'disposition',
      'statutory',
      '2026-11-20',
      '2026-11-27',
      MON_TO_SAT,
      6,
      '2026-11-27',
      false,
      '6 business days after',
    ],
    [
      'disposition',
      'statutory',
      '2026-11-20',
      '2026-11-28',
      MON_TO_SAT,
      7,
      '2026-11-27',
      true,
      '7 business days after',
    ],
    ['disposition', 'statutory', '2026-12-28', '2027-01-05', [], 8, '2027-01-04', true, '8 business days after'],
    // A clock that was set back.
    [
      'acquisition',
      'statutory',
      '2026-11-20',
      '2026-11-18',
      MON_TO_SAT,
      -2,
      '2026-11-21',
      false,
      '2 days before, by the clock',
    ],
    // No law sets a day for the other books.
    ['acquisition', 'register', '2026-11-20', '2026-12-20', MON_TO_SAT, 25, '', false, '30 days after'],
    ['disposition', 'inventory', '2026-11-20', '2026-11-21', MON_TO_FRI, 0, '', false, '1 day after'],
    ['acquisition', 'inventory', '2026-11-20', '2026-11-20', MON_TO_FRI, 0, '', false, 'the same day'],
  ] as const)(
    '%s in a %s book, %s recorded on %s',
    (what, kind, eventDate, recordedOn, openDays, businessDays, due, late, words) => {
      const found = latenessOf({ what, kind, eventDate, recordedOn, openDays });
      expect(found).toMatchObject({ businessDays, due, late });
      expect(found.cite).toBe(due === '' ? '' : '27 CFR 478.125(e)');
      expect(latenessWords(found)).toBe(words);
    },
  );
});
