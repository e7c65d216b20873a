import { describe, expect, it } from 'vitest';
import { backupsToKeep, type Dated } from './backup-rotation.ts';
import { addDays } from './dates.ts';

/** One a day, from `first` on, oldest first. */
const daily = (first: string, days: number): Dated[] =>
  Array.from({ length: days }, (_, n) => ({ name: `b${n}`, day: addDays(first, n) }));

/** What is on the disk after backing up every day for so long, with the rotation run after each. */
const lived = (first: string, days: number): Dated[] => {
  let kept: Dated[] = [];
  for (const backup of daily(first, days)) {
    kept.push(backup);
    const keep = backupsToKeep(kept);
    kept = kept.filter((b) => keep.has(b.name));
  }
  return kept;
};

describe('the rotation of backups', () => {
  it('keeps everything while there is little', () => {
    expect(backupsToKeep(daily('2026-11-22', 7)).size).toBe(7);
    expect(backupsToKeep([]).size).toBe(0);
  });

  it('keeps of one day the newest', () => {
    const three = ['a', 'b', 'c'].map((name) => ({ name, day: '2026-11-28' }));
    expect([...backupsToKeep(three)]).toEqual(['c']);
  });

  it('holds after three years of daily backups the last 7 days, 5 weeks, 12 months and every year, and little else', () => {
    const kept = lived('2024-01-01', 3 * 365).map((b) => b.day);
    for (let back = 0; back < 7; back++) expect(kept).toContain(addDays('2026-12-30', -back));
    // The last days of the months before this one.
    for (const day of ['2026-11-30', '2026-10-31', '2026-06-30', '2026-02-28', '2026-01-31'])
      expect(kept).toContain(day);
    for (const day of ['2024-12-31', '2025-12-31']) expect(kept).toContain(day);
    // Sundays end the weeks.
    for (const day of ['2026-12-27', '2026-12-20', '2026-12-13', '2026-12-06']) expect(kept).toContain(day);
    expect(kept.length).toBeLessThanOrEqual(7 + 5 + 12 + 3);
  });

  it('never drops the newest, whatever the clock did', () => {
    for (let n = 1; n < 400; n += 7) {
      const all = lived('2023-03-15', n);
      expect(all.at(-1)!.day).toBe(addDays('2023-03-15', n - 1));
    }
    const setBack = [...daily('2026-11-22', 10), { name: 'past', day: '2020-01-01' }];
    expect(backupsToKeep(setBack).has('b9')).toBe(true);
    expect(backupsToKeep(setBack).has('past')).toBe(true);
  });
});
