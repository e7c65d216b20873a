import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_RULES, NO_DATE_RULES } from './date-code-rules.ts';
import { looksLikeDateCode, readDateCode, showCandidate, showDateHint } from './date-codes.ts';

const TODAY = '2026-11-22';
const read = (manufacturer: string, texts: { serial?: string; dateCode?: string }, today = TODAY) =>
  readDateCode({ manufacturer, serial: '', dateCode: '', today, ...texts });
const dates = (manufacturer: string, texts: { serial?: string; dateCode?: string }, today = TODAY) =>
  read(manufacturer, texts, today).hints.map((h) => h.candidates.map(showCandidate).join(' or '));

describe('the date code of a maker', () => {
  it.each([
    // DeWalt: the forms that recalls print.
    ['DeWalt', '9534', 'week 34 of 1995'],
    ['DeWalt', '9927EM', 'week 27 of 1999'],
    ['DeWalt', '0031EM', 'week 31 of 2000'],
    ['DEWALT', '200723', 'week 23 of 2007'],
    ['DeWalt', '200601-49', 'week 1 of 2006'],
    ['DeWalt', '2017-37-FY', 'week 37 of 2017'],
    ['DeWalt', '2021 23-H5', 'week 23 of 2021'],
    ['DeWalt', '2021 23-H5X', 'week 23 of 2021'],
    ['DeWalt', '0836X', 'week 36 of 2008'],
    ['De Walt', '2022  03-49', 'week 3 of 2022'],
    ['Ryobi', '0836', 'week 36 of 2008'],
    ['Snap-on', 'E', '1944'],
    ['Snap-on Tools', 'g', '1945'],
  ])('%s %s: %s', (maker, dateCode, said) => {
    expect(dates(maker, { dateCode })).toEqual([said]);
  });

  it.each([
    ['RIDGID', 'ER114600001', 'week 46 of 2011'],
    ['RIDGID', 'ER1217008424', 'week 17 of 2012'],
    ['Ridgid', 'CS2137D12345', 'week 37 of 2021'],
    ['Milwaukee', 'F24DF203813897', 'week 38 of 2020'],
    ['Husqvarna', '20243304459', 'week 33 of 2024'],
    ['Husqvarna', '981200123', 'week 12 of 1998'],
    // Eleven characters: the end of a year, so more than one.
    ['Apple', 'W8741ABCDEF', 'week 41 of 1997 or week 41 of 2007'],
    ['Apple', 'W8041ABCDEF', 'week 41 of 1990 or week 41 of 2000 or week 41 of 2010'],
    // Twelve: C stands for the first half of 2010 or of 2020.
    ['Apple', 'C02C1ABCDEFG', 'week 1 of 2010 or week 1 of 2020'],
    ['Apple', 'C02ZYABCDEFG', 'week 53 of 2019'],
    ['Apple', 'C02L13ECF8J2', 'week 27 of 2013'],
  ])('in a serial of %s, %s: %s', (maker, serial, said) => {
    expect(dates(maker, { serial })).toEqual([said]);
  });

  it.each([
    ['DeWalt', { dateCode: '201754' }], // no week 54
    ['DeWalt', { dateCode: '201700' }],
    ['DeWalt', { dateCode: '203001' }], // to come
    ['DeWalt', { dateCode: '198001' }], // before the brand
    ['DeWalt', { serial: '175418' }],
    ['Acme', { dateCode: '201737' }],
    ['Ryobi', { serial: 'CS2008D729716' }],
    ['Milwaukee', { serial: 'F24DF205413897' }],
  ])('%s %o: no hint', (maker, texts) => {
    expect(read(maker, texts)).toMatchObject({ hints: [], isDateCode: false });
  });

  it.each([
    ['DeWalt', '2029 03-49', 'week 3 of 2029 is still to come'],
    ['DeWalt', '201754', 'there is no week 54'],
    ['DeWalt', '201700', 'there is no week 0'],
    ['DeWalt', '1985-10-FY', 'week 10 of 1985 is before 1992'],
    ['Ryobi', '2399', 'there is no week 99'],
    ['Ryobi', '9836', 'week 36 of 1998 is before 2000'],
  ])('%s %s can’t be one: %s', (maker, dateCode, why) => {
    const { hints, impossible } = read(maker, { dateCode });
    expect(hints).toEqual([]);
    expect(impossible?.message).toContain(why);
    expect(impossible?.message).toContain('Read it again');
  });

  it.each([
    ['DeWalt', { dateCode: 'XYZ' }], // no form that is known: nothing to say
    ['DeWalt', { serial: '201754' }], // in the field of the serial it may be one
    ['Bosch', { dateCode: 'FD 9999' }],
    ['Snap-on', { dateCode: 'E' }],
    ['Acme', { dateCode: '2399' }],
    ['DeWalt', { dateCode: '2017-37-FY' }],
    ['DeWalt', { dateCode: '202501' }],
  ])('%s %o: nothing impossible', (maker, texts) => {
    expect(read(maker, texts).impossible).toBeUndefined();
  });

  it('the FD number of an appliance is told wherever it stands', () => {
    const fd = (texts: { serial?: string; dateCode?: string; typeNumber?: string }) =>
      readDateCode({ manufacturer: 'Bosch', serial: '', dateCode: '', today: TODAY, category: 'appliance', ...texts });
    for (const texts of [
      { typeNumber: 'FD 9612' },
      { typeNumber: 'fd9612' },
      { typeNumber: '9612' },
      { dateCode: 'FD 9612' },
    ])
      expect(
        fd(texts).hints.map((h) => h.what),
        JSON.stringify(texts),
      ).toEqual([expect.stringContaining('FD number 9612')]);
    expect(fd({ serial: 'FD 9612 000123' }).hints.map((h) => h.what)).toEqual([
      expect.stringMatching(/^FD number 9612, and behind it the number of the unit\./),
    ]);
    expect(fd({ serial: 'FD 9612' })).toMatchObject({ isDateCode: true, hints: [{ candidates: [] }] });
    expect(fd({ typeNumber: 'TYPE 1' }).hints).toEqual([]);
    expect(fd({ serial: '961200123456' }).hints).toEqual([]);
  });

  it('the week of today may have been made, the next may not', () => {
    expect(dates('DeWalt', { dateCode: '202647' })).toHaveLength(1);
    expect(dates('DeWalt', { dateCode: '202648' })).toHaveLength(0);
    expect(dates('Ryobi', { dateCode: '3001' }, '2031-01-01')).toEqual(['week 1 of 2030']);
  });

  it.each([
    ['Makita', { serial: '68859A' }, 'tells no date'],
    ['Stihl', { serial: '585867986' }, 'no rule for a date is known'],
    ['Bosch', { dateCode: 'FD 9802' }, 'Sources disagree'],
    ['Snap-on', { dateCode: '7' }, 'collectors’ chart'],
    ['Apple', { serial: 'J9K2QW7XYZ' }, 'random'],
  ])('%s: it is said that no date is read', (maker, texts, said) => {
    const { hints, isDateCode } = read(maker, texts);
    expect(isDateCode).toBe(false);
    expect(hints).toHaveLength(1);
    expect(hints[0]!.candidates).toEqual([]);
    expect(showDateHint(hints[0]!)).toContain(said);
  });

  it('a date code typed as the serial is known for one', () => {
    expect(read('DeWalt', { serial: '2017 37-FY' }).isDateCode).toBe(true);
    expect(dates('DeWalt', { serial: '2017 37-FY' })).toEqual(['week 37 of 2017']);
    expect(looksLikeDateCode('Ryobi', '2322', TODAY)).toBe(true);
    expect(looksLikeDateCode('Ryobi', '2399', TODAY)).toBe(false);
    expect(looksLikeDateCode('Husqvarna', '20243304459', TODAY)).toBe(false);
    expect(looksLikeDateCode('Acme', '2017 37-FY', TODAY)).toBe(false);
  });

  it('the marks behind a code are told', () => {
    expect(read('DeWalt', { dateCode: '2021 23-H5X' }).hints[0]!.what).toBe(
      'DeWalt date code: year and week, then the plant H5; the X behind it marks a tool that was inspected or repaired.',
    );
    expect(read('DeWalt', { dateCode: '9927EM' }).hints[0]!.what).toContain('the plant EM.');
  });

  it('names its source and how far to trust it, also where no date is read', () => {
    expect(showDateHint(read('Apple', { serial: 'J9K2QW7XYZ' }).hints[0]!)).toMatch(
      /Confidence medium; source: reports/,
    );
    expect(showDateHint(read('Milwaukee', { serial: 'F24DF203813897' }).hints[0]!)).toMatch(
      /^Probably made in week 38 of 2020\..*Confidence low; source: a retailer/,
    );
  });

  it('tells of Apple’s newer numbers as what others observed, and how far to trust it', () => {
    const said = showDateHint(read('Apple', { serial: 'C02XK0ABCD' }).hints[0]!);
    expect(said).toMatch(/Others have observed.+Apple has never said/);
    expect(said).toMatch(/Confidence medium; source: /);
    expect(said).not.toMatch(/are random: they tell/);
  });

  it('never gives a week that is none, nor a day to come', () => {
    const makers = fc.constantFrom('DeWalt', 'Ryobi', 'RIDGID', 'Milwaukee', 'Husqvarna', 'Apple', 'Snap-on', 'Bosch');
    const text = fc.oneof(
      fc.stringMatching(/^\d{4,6}$/),
      fc.stringMatching(/^(CS|ER)\d{9}$/),
      fc.stringMatching(/^F24DF\d{9}$/),
      fc.stringMatching(/^\d{11}$/),
      fc.stringMatching(/^[A-Z0-9]{11,12}$/),
    );
    fc.assert(
      fc.property(makers, text, fc.integer({ min: 1995, max: 2040 }), (maker, code, year) => {
        for (const hint of read(maker, { serial: code, dateCode: code }, `${year}-06-30`).hints)
          for (const c of hint.candidates) {
            expect(c.year).toBeLessThanOrEqual(year);
            if (c.week) expect(c.week).toBeLessThanOrEqual(c.year === year ? 26 : 53);
            if (c.week !== undefined) expect(c.week).toBeGreaterThan(0);
          }
      }),
    );
  });

  it('every rule has a source, and says what kind', () => {
    for (const rule of [...DATE_RULES, ...NO_DATE_RULES]) {
      expect(rule.source).not.toBe('');
      expect(['high', 'medium', 'low']).toContain(rule.confidence);
      expect(rule.certainty).not.toBe('read');
    }
  });
});
