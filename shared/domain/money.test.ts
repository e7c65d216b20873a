import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMoney, showMoney } from './money.ts';

describe('readMoney', () => {
  test.each([
    ['0', '0.00'],
    ['5', '5.00'],
    ['00012', '12.00'],
    ['5.5', '5.50'],
    ['1071.89', '1071.89'],
    ['1,071', '1071.00'],
    ['1,071.89', '1071.89'],
    ['$1,071.89', '1071.89'],
    ['$ 1,071.89', '1071.89'],
    ['1,071.89 USD', '1071.89'],
    ['US$5', '5.00'],
    ['1071,89', '1071.89'],
    ['1.071,89 €', '1071.89 EUR'],
    ['€1.071,8', '1071.80 EUR'],
    ['1.071.000', '1071000.00'],
    ['1.071.000,50', '1071000.50'],
    ['1,071,000.50', '1071000.50'],
    ['1 071,89 €', '1071.89 EUR'],
    ['1\u00A0071,89', '1071.89'],
    ['1’071.89 chf', '1071.89 CHF'],
    ["1'071'000", '1071000.00'],
    ['£950', '950.00 GBP'],
    ['¥12,000', '12000.00 JPY'],
    ['C$20.50', '20.50 CAD'],
    ['950.00 EUR', '950.00 EUR'],
    ['1.2345', '1.2345'],
    ['0.123', '0.123'],
    ['0,123', '0.123'],
    ['99999999999999999999.99', '99999999999999999999.99'],
  ])('reads “%s” as %s', (text, amount) => {
    expect(readMoney(text)).toEqual({ ok: true, amount });
  });

  test.each([
    '',
    ' ',
    'free',
    '$',
    '.',
    '5.',
    '.50',
    '5)',
    '1.071', // 1.071,00 in Europe, and no price in America
    '12.345',
    '1,07,189',
    '1,071,89',
    '1.071,000',
    '1,071.000',
    '1234,567',
    '1,071.89.00',
    '1.23456',
    '10 20',
    '1 2 3',
    '5,,00',
    '1,071 89',
    '5 each',
    '12 bob',
    '12 per',
    '$5 USD',
    '€5€',
    '1e3',
    '0x10',
    '٣٤',
    '=1+1',
    '<b>5</b>',
    '5\u200B',
    '−5',
    'Infinity',
    'NaN',
    '5–10',
    '5/10',
  ])('refuses “%s” in a sentence', (text) => {
    const read = readMoney(text);
    expect(read).toMatchObject({ ok: false });
    if (!read.ok) expect(read.message).toMatch(/^“.*” is not an amount of money\. Write it like 1,071\.89\.$/u);
  });

  test.each(['-5', '- 5', '-$1,071.89', '(5)', '($1,071.89)'])('says that %s is negative', (text) => {
    const read = readMoney(text);
    expect(read).toMatchObject({ ok: false });
    if (!read.ok) expect(read.message).toContain('is negative');
  });

  test('does not give a flood of text back', () => {
    const read = readMoney('x'.repeat(20_000));
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.message.length).toBeLessThan(200);
  });
});

const whole = fc.bigInt({ min: 0n, max: 10n ** 15n });
const cents = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
const grouped = (text: string, sign: string) => text.replace(/\B(?=(\d{3})+$)/g, sign);

test('every way to write an amount gives that amount to the cent, and what was read is read again as it is', () => {
  fc.assert(
    fc.property(whole, cents, fc.constantFrom('', ' EUR', ' GBP'), (units, fraction, currency) => {
      const amount = `${units}.${fraction}${currency}`;
      for (const text of [
        `${units}.${fraction}${currency}`,
        `${units},${fraction}${currency}`,
        `${grouped(`${units}`, ',')}.${fraction}${currency}`,
        `${grouped(`${units}`, '.')},${fraction}${currency}`,
        `${grouped(`${units}`, ' ')},${fraction}${currency}`,
        `${grouped(`${units}`, '’')}.${fraction}${currency}`,
        amount,
        showMoney(amount),
      ])
        expect(readMoney(text), text).toEqual({ ok: true, amount });
    }),
  );
});

test('whatever is read at all keeps every digit that was typed', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'0123456789.,  $€-'), minLength: 1, maxLength: 12 });
  let readable = 0;
  fc.assert(
    fc.property(typed, (text) => {
      const read = readMoney(text);
      if (!read.ok) return;
      readable++;
      const digits = text.replace(/\D/g, '').replace(/^0+/, '');
      expect(read.amount).toMatch(/^\d+\.\d{2,4}( [A-Z]{3})?$/);
      const kept = read.amount.replace(/\D/g, '').replace(/^0+/, '');
      expect(kept.startsWith(digits) && /^0*$/.test(kept.slice(digits.length)), `${text} -> ${read.amount}`).toBe(true);
      expect(readMoney(read.amount)).toEqual(read);
    }),
    { numRuns: 5000 },
  );
  expect(readable).toBeGreaterThan(100);
});

test.each([
  ['0.00', '$0.00'],
  ['1071.89', '$1,071.89'],
  ['1071000.5000', '$1,071,000.5000'],
  ['950.00 EUR', '950.00 EUR'],
  ['12000.00 JPY', '12,000.00 JPY'],
])('%s is shown as %s', (stored, shown) => {
  expect(showMoney(stored)).toBe(shown);
});
