import { expect, it } from 'vitest';
import { readAhead } from './date-ahead.ts';

const today = '2026-11-22';
const read = (text: string) => {
  const said = readAhead(text, today);
  return said.ok ? said.date : said.message;
};

it('reads a day without its year as the next time it comes round', () => {
  expect(read('12/31')).toBe('2026-12-31');
  expect(read('11/22')).toBe('2026-11-22');
  expect(read('1/15')).toBe('2027-01-15');
  expect(read('Nov 21')).toBe('2027-11-21');
  expect(read('2/29')).toBe('2028-02-29');
});

it('reads two digits of a year as this century, even far ahead', () => {
  expect(read('12/31/28')).toBe('2028-12-31');
  expect(read('12/31/26')).toBe('2026-12-31');
});

it('leaves alone what was written in full, and says what is no day', () => {
  expect(read('2020-01-01')).toBe('2020-01-01');
  expect(read('11/21/2026')).toBe('2026-11-21');
  expect(read('yesterday')).toBe('2026-11-21');
  expect(read('tomorrow')).toBe('2026-11-23');
  expect(read('13/45')).toContain('not a day on the calendar');
});
