import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GS, gs1Digit, gs1Holds, looksLikeTradeNumber, readGs1, readTradeNumber } from './gs1.ts';

const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: n, maxLength: n });

describe('a trade number', () => {
  // Numbers that stand in many descriptions of the standards.
  it.each([
    ['036000291452', 'UPC-A', true],
    ['0 36000 29145 2', 'UPC-A', true],
    ['036000291453', 'UPC-A', false],
    ['4006381333931', 'EAN-13', true],
    ['96385074', 'EAN-8', true],
    ['09521234543213', 'GTIN-14', true],
    ['400638133393', 'UPC-A', false],
  ])('%s is a %s, right: %s', (text, kind, valid) => {
    expect(readTradeNumber(text)).toMatchObject({ kind, valid });
  });

  it.each([
    ['036000291452', true],
    ['4006381333931', true],
    ['09521234543213', true],
    ['96385074', false], // eight digits are too common among serials
    ['036000291453', false],
    ['000000000000', false], // a placeholder, which is another finding
    ['RS58411C', false],
    ['0-36000-29145-2', true],
    ['68154745-0130', false], // a privately made firearm’s, whose digits fit by chance
    ['490154203237518', false], // 15 digits
    ['', false],
  ])('%s probably names a product: %s', (text, probably) => {
    expect(looksLikeTradeNumber(text)).toBe(probably);
  });

  it('a wrong digit is always noticed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(7, 11, 12, 13).chain(digits),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (body, n, by) => {
          const right = body + gs1Digit(body);
          const at = n % right.length;
          const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
          expect(gs1Holds(right)).toBe(true);
          expect(gs1Holds(wrong)).toBe(false);
        },
      ),
    );
  });

  it('a swap of neighbours is noticed unless they are five apart', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(11), (body, at) => {
        const right = body + gs1Digit(body);
        const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
        expect(gs1Holds(swapped)).toBe(Math.abs(Number(right[at]) - Number(right[at + 1])) % 5 === 0);
      }),
    );
  });
});

describe('a GS1 element string', () => {
  const read = (text: string) => readGs1(text, 2026);

  it('is read as printed', () => {
    expect(read('(01)09521234543213(17)271130(10)AB-12(21)SN0042')).toMatchObject({
      gtin: '09521234543213',
      expires: '2027-11-30',
      lot: 'AB-12',
      serial: 'SN0042',
      problems: [],
    });
  });

  it('is read as scanned, with a separator behind values of variable length only', () => {
    const scanned = `01095212345432131127110021SN0042${GS}10AB-12${GS}240DCD791`;
    const got = read(scanned);
    expect(got).toMatchObject({
      gtin: '09521234543213',
      produced: '2027-11',
      serial: 'SN0042',
      lot: 'AB-12',
      problems: [],
    });
    expect(got.elements.map((e) => e.ai)).toEqual(['01', '11', '21', '10', '240']);
    expect(read(GS + scanned)).toEqual(got);
  });

  it('bears a separator where none is needed', () => {
    expect(read(`0109521234543213${GS}21A1`)).toMatchObject({ gtin: '09521234543213', serial: 'A1', problems: [] });
  });

  it('reads one piece of several (8006) and measures', () => {
    const got = read('(8006)095212345432130102(3103)001250');
    expect(got).toMatchObject({ gtin: '09521234543213', problems: [] });
    expect(got.elements[1]).toEqual({ ai: '3103', name: 'Measure', value: '001250' });
  });

  it.each([
    ['(01)09521234543214', '(01) GTIN 09521234543214 has a wrong check digit.'],
    ['(01)0952123454321', '(01) GTIN has 14 characters; 13 were read.'],
    ['010952123', '(01) GTIN has 14 characters; 7 were read.'],
    ['(21)123456789012345678901', '(21) Serial number has 1 to 20 characters; 21 were read.'],
    ['(21)', '(21) Serial number has 1 to 20 characters; 0 were read.'],
    ['(17)271332(21)A1', '(17) Expires on is not a day on the calendar: 271332.'],
    ['(17)270229(21)A1', '(17) Expires on is not a day on the calendar: 270229.'],
    ['(77)A', '(77) is not an identifier that is known here; its value is “A”.'],
    ['77A', '“77A” does not begin with an identifier that is known here.'],
    ['(21)A1(21)A2', '(21) Serial number stands twice, as A1 and as A2.'],
    ['(21)A 1', '(21) Serial number holds a character that does not belong in a barcode of this kind.'],
    ['(01)O9521234543213', '(01) GTIN has digits only; “O9521234543213” was read.'],
  ])('%s: %s', (text, problem) => {
    expect(read(text).problems).toEqual([problem]);
  });

  it('never takes a value that is wrong', () => {
    expect(read('(01)09521234543214(21)A1')).toMatchObject({ serial: 'A1' });
    expect(read('(01)09521234543214(21)A1').gtin).toBeUndefined();
    expect(read('(21)A1(21)A2').serial).toBeUndefined();
  });

  it.each([
    ['(11)991231', '1999-12-31'],
    ['(11)750101', '2075-01-01'],
    ['(11)770101', '1977-01-01'],
    ['(11)240229', '2024-02-29'],
  ])('%s was made on %s, seen from 2026', (text, day) => {
    expect(read(text).produced).toBe(day);
  });

  it('printed and scanned say the same', () => {
    const value = fc.string({ unit: fc.constantFrom(...'ABCXYZ0123456789-/'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(digits(13), value, value, (body, serial, lot) => {
        const gtin = body + gs1Digit(body);
        const printed = read(`(01)${gtin}(21)${serial}(10)${lot}`);
        expect(read(`01${gtin}21${serial}${GS}10${lot}`)).toEqual(printed);
        expect(printed).toMatchObject({ gtin, serial, lot, problems: [] });
      }),
    );
  });

  it('reads any text', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'0123456789()', GS, 'A', ' '), maxLength: 40 });
    fc.assert(fc.property(noise, (text) => Array.isArray(read(text).problems)));
  });
});
