import { describe, expect, it } from 'vitest';
import { fflExpiryYear, fflStanding, formatFflAsTyped, readFfl } from './ffl.ts';

const message = (text: string) => {
  const result = readFfl(text);
  return result.ok ? `read as ${result.value.number}` : result.message;
};

describe('a licence number', () => {
  it.each([
    '1-23-456-01-7A-12345',
    '123456017A12345',
    '1 23 456 01 7a 12345',
    '1–23–456–01–7A–12345',
    ' 1.23.456.01.7A.12345 ',
  ])('%s is read, and kept with hyphens', (text) => {
    expect(readFfl(text)).toEqual({
      ok: true,
      value: {
        number: '1-23-456-01-7A-12345',
        key: '12312345',
        type: '01',
        expiryMonth: 1,
        expiryYearDigit: 7,
      },
    });
  });

  it.each([
    ['A', 1],
    ['H', 8],
    ['J', 9],
    ['K', 10],
    ['L', 11],
    ['M', 12],
  ])('the letter %s is month %i: there is no I', (letter, month) => {
    const result = readFfl(`1-23-456-01-7${letter}-12345`);
    expect(result.ok && result.value.expiryMonth).toBe(month);
  });

  it.each([
    ['', 'missing'],
    [' - ', 'missing'],
    ['12312345', 'short form'],
    ['1-23-12345', 'short form'],
    ['4-3-10728', 'this one has 7'],
    ['1-23-456-01-7A-123', 'this one has 13'],
    ['1-23-456-01-7A-1234', 'this one has 14'],
    ['1-23-456-01-7A-123456', 'this one has 16'],
    ['1-23-456-01-7A-1234O', 'eleventh place'],
    ['1-23-456-01-77-12345', 'eleventh place'],
    ['123456017123A45', 'eleventh place'],
    ['1-23-456-01-7I-12345', 'not an expiry month'],
    ['1-23-456-01-7N-12345', 'not an expiry month'],
    ['1-23-456-01-7A-1234#', '“#” does not belong'],
    ['1-23-456-01-7А-12345', 'does not belong'],
    ['see file', 'this one has 7'],
  ])('%s is refused: %s', (text, why) => {
    expect(message(text)).toContain(why);
  });

  it.each([
    ['2-23-456-01-7A-12345', 'starts with 2'],
    ['7-23-456-01-7A-12345', 'starts with 7'],
    ['1-23-456-04-7A-12345', '“04”'],
    ['1-23-456-99-7A-12345', '“99”'],
  ])('%s is possible but odd: %s', (text, why) => {
    const result = readFfl(text);
    expect(result.ok && result.doubt).toContain(why);
  });

  it('gets its hyphens while it is typed, and loses nothing that is odd', () => {
    expect(formatFflAsTyped('123')).toBe('1-23');
    expect(formatFflAsTyped('123456017a12345')).toBe('1-23-456-01-7A-12345');
    expect(formatFflAsTyped('1-23-')).toBe('1-23');
    expect(formatFflAsTyped('123456017A123456')).toBe('123456017A123456');
    expect(formatFflAsTyped('12#')).toBe('12#');
  });

  it('may be relied on to the 45th day after it ran out', () => {
    const on = (day: string) => fflStanding({ expiryMonth: 11, expiryYearDigit: 6 }, day);
    expect(on('2026-10-31')).toEqual({ standing: 'good', expires: '2026-11-01', graceUntil: '2026-12-16' });
    expect(on('2026-11-01').standing).toBe('grace');
    expect(on('2026-12-16').standing).toBe('grace');
    expect(on('2026-12-17').standing).toBe('expired');
  });

  it('expires in the year nearest to the record', () => {
    expect(fflExpiryYear(7, 2026)).toBe(2027);
    expect(fflExpiryYear(1, 2029)).toBe(2031);
    expect(fflExpiryYear(9, 2021)).toBe(2019);
  });
});
