import { describe, expect, it } from 'vitest';
import {
  acquisitionDue,
  addDays,
  dayPlace,
  daysBetween,
  dispositionDue,
  isZone,
  nextOpenDay,
  parseDate,
  showDate,
  showMoment,
  todayIn,
} from './dates.ts';

const TODAY = '2026-11-22';
const read = (text: string) => {
  const result = parseDate(text, TODAY);
  return result.ok ? result.date : `refused: ${result.message}`;
};

describe('a date as people write it', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026-1-5', '2026-01-05'],
    ['2026/11/22', '2026-11-22'],
    ['2026.11.22', '2026-11-22'],
    ['20261122', '2026-11-22'],
    ['2026-11-22T00:00:00', '2026-11-22'],
    ['2026-11-22T00:00:00Z', '2026-11-22'],
    ['2026-11-22 17:02:03.123', '2026-11-22'],
    ['11/22/2026', '2026-11-22'],
    ['1/5/2026', '2026-01-05'],
    ['01/05/2026', '2026-01-05'],
    ['11-22-2026', '2026-11-22'],
    ['11.22.2026', '2026-11-22'],
    ['11/22/2026 12:00:00 AM', '2026-11-22'],
    ['11/22/2026 14:30', '2026-11-22'],
    ['Nov 22, 2026', '2026-11-22'],
    ['Nov. 22 2026', '2026-11-22'],
    ['November 22nd, 2026', '2026-11-22'],
    ['Sept 5, 2020', '2020-09-05'],
    ['22 Nov 2026', '2026-11-22'],
    ['22-Nov-2026', '2026-11-22'],
    ['22-Nov-26', '2026-11-22'],
    ['22nd november 2026', '2026-11-22'],
    ['  11/22/2026  ', '2026-11-22'],
    ['today', '2026-11-22'],
    ['Yesterday', '2026-11-21'],
    ['2/29/2024', '2024-02-29'],
    ['2/29/2000', '2000-02-29'],
    ['12/31/1899', '1899-12-31'],
  ])('%s is read as %s', (text, date) => {
    expect(read(text)).toBe(date);
  });

  it.each([
    '13/45/2017',
    '2/29/2023',
    '2023-02-29',
    '2/29/1900',
    '2/30/2024',
    '4/31/2024',
    '0/5/2024',
    '5/0/2024',
    '31/12/2024',
    '2024-13-01',
    '20241301',
    '0000-01-01',
    '45292',
    'Marble 5, 2020',
    'Decoy 1 2020',
    'Junk 5, 2020',
    'Ma 5, 2020',
    'soon',
    '11/22/202',
    '11//2026',
    '٢٢/١١/٢٠٢٦',
  ])('%s is no day and is refused, not moved', (text) => {
    const result = parseDate(text, TODAY);
    expect(result.ok).toBe(false);
    expect(result).toMatchObject({ message: expect.stringContaining(text.slice(0, 30)) });
  });

  it.each([
    ['15.03.2025', '15 Mar 2025, write 2025-03-15.'],
    ['15/03/2025', '15 Mar 2025, write 2025-03-15.'],
    ['31-12-24 10:30', '31 Dec 2024, write 2024-12-31.'],
    ['15/3', 'the day stands first, write 3/15.'],
  ])('%s is a day, but not in this order, and is told so', (text, remedy) => {
    const result = parseDate(text, TODAY);
    expect(result.ok ? '' : result.message).toBe(
      `“${text}” can’t be read as month/day/year. If ${remedy.startsWith('the') ? '' : 'it means '}${remedy}`,
    );
  });

  it.each(['2/31/2025', '31.02.2025', '13/45/2017', '2/29/2023', '29/02/2023'])('%s is on no calendar', (text) => {
    expect(parseDate(text, TODAY)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/not a day on the calendar/),
    });
  });

  it('says that nothing was given', () => {
    expect(parseDate('   ', TODAY)).toEqual({ ok: false, message: 'The date is missing.' });
  });

  it('cuts a long text in its message', () => {
    const result = parseDate('x'.repeat(5000), TODAY);
    expect(result.ok ? '' : result.message.length).toBeLessThan(160);
  });

  it.each([
    ['3/14/19', '2019-03-14'],
    ['3/14/27', '2027-03-14'],
    ['3/14/28', '1928-03-14'],
    ['3/14/99', '1999-03-14'],
    ['22 Nov 68', '1968-11-22'],
    ['3/14/00', '2000-03-14'],
  ])('a year of two digits, %s, means the latest that is not past next year: %s', (text, date) => {
    expect(parseDate(text, TODAY)).toEqual({ ok: true, date, guess: 'century' });
  });

  it.each([
    ['11/22', '2026-11-22'],
    ['3/14', '2026-03-14'],
    ['11/23', '2025-11-23'],
    ['Dec 24', '2025-12-24'],
  ])('a year left out, %s, means the last time that day came round, and says that it guessed', (text, date) => {
    expect(parseDate(text, TODAY)).toEqual({ ok: true, date, guess: 'year' });
  });

  it('finds the last 29 February where the year is left out', () => {
    expect(parseDate('2/29', TODAY)).toEqual({ ok: true, date: '2024-02-29', guess: 'year' });
    expect(parseDate('2/29', '2024-03-01')).toEqual({ ok: true, date: '2024-02-29', guess: 'year' });
    expect(parseDate('2/29', '2024-02-28')).toEqual({ ok: true, date: '2020-02-29', guess: 'year' });
    expect(parseDate('2/30', TODAY).ok).toBe(false);
  });
});

describe('days', () => {
  it('are the shop’s own, not Greenwich’s', () => {
    const evening = Date.UTC(2026, 10, 23, 5, 30);
    expect(todayIn('America/Denver', evening)).toBe('2026-11-22');
    expect(todayIn('UTC', evening)).toBe('2026-11-23');
  });

  it('show so that nobody swaps day and month', () => {
    expect(showDate('2026-03-04')).toBe('4 Mar 2026');
    expect(showMoment('2026-11-23T00:02:00.000Z', 'America/Denver')).toBe('22 Nov 2026, 17:02');
  });

  it('know a time zone by name', () => {
    expect(isZone('America/New_York')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(isZone('')).toBe(false);
  });

  it('are counted over month and leap year', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2);
  });
});

describe('clocks of 27 CFR 478.125(e)', () => {
  const MON_TO_SAT = [1, 2, 3, 4, 5, 6];

  it('an acquisition is due at the close of the next open day', () => {
    // 20 Nov 2026 is a Friday, 21 a Saturday.
    expect(acquisitionDue('2026-11-20', MON_TO_SAT)).toBe('2026-11-21');
    expect(acquisitionDue('2026-11-21', MON_TO_SAT)).toBe('2026-11-23');
    expect(acquisitionDue('2026-11-20', [2])).toBe('2026-11-24');
    expect(nextOpenDay('2026-12-31', [])).toBe('2027-01-01');
  });

  it('a disposition within seven days', () => {
    expect(dispositionDue('2026-12-28')).toBe('2027-01-04');
  });
});

describe('where the day stands', () => {
  it.each([
    ['03.04.2025', 'either'],
    ['3/4/2025', 'either'],
    ['03-04-25', 'either'],
    [' 3/4/2025 10:30 PM', 'either'],
    ['15.03.2025', 'first'],
    ['31/12/2024', 'first'],
    ['29/02/2024', 'first'],
  ])('%s: %s', (text, place) => {
    expect(dayPlace(text)).toBe(place);
  });

  it.each([
    ['3/15/2025'],
    ['4.4.2025'],
    ['2025-03-04'],
    ['2025/03/04'],
    ['20250304'],
    ['Mar 4, 2025'],
    ['4 Mar 2025'],
    ['3/4'],
    ['15/3'],
    ['29/02/2023'],
    ['13/45/2017'],
    ['today'],
    [''],
  ])('%s leaves no question', (text) => {
    expect(dayPlace(text)).toBeUndefined();
  });
});
