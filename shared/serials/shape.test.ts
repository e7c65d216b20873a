import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialKey } from './normalise.ts';
import { checkShape, describeShape, type KnownShape, shapeOf } from './shape.ts';

const known = (counts: Record<string, number>): KnownShape[] =>
  Object.entries(counts).map(([shape, count]) => ({ shape, count }));
const codes = (serial: string, counts: Record<string, number>) =>
  checkShape('tool', serial, known(counts)).map((f) => `${f.severity} ${f.code}`);

describe('the shape of a serial number', () => {
  it.each([
    ['RS58411C', 'AA99999A', '2 letters, 5 digits and 1 letter'],
    ['0013-63972', '9999-99999', '4 digits, a hyphen and 5 digits'],
    ['ab  12–3', 'AA 99-9', '2 letters, a space, 2 digits, a hyphen and 1 digit'],
    ['585867986', '999999999', '9 digits'],
    ['A1B2C3', 'A9A9A9', 'the form A9A9A9'],
    ['Ж1', 'A9', '1 letter and 1 digit'],
    ['12#3', '99#9', '2 digits, “#” and 1 digit'],
    ['', '', 'no characters'],
  ])('%s is %s: %s', (serial, shape, words) => {
    expect(shapeOf(serial)).toBe(shape);
    expect(describeShape(shape)).toBe(words);
  });
});

describe('a serial number beside others of its maker', () => {
  it.each<[string, string, Record<string, number>, string[]]>([
    ['usual', 'HZHA496', { AAAA999: 9 }, []],
    ['a digit short', 'HZHA49', { AAAA999: 9 }, ['hint serial-shape']],
    ['a digit unread', 'HZHA4?6', { AAAA999: 9 }, []],
    ['nine in ten', 'HZHA49', { AAAA999: 8, AAA999: 1 }, ['hint serial-shape']],
    ['too few others', 'HZHA49', { AAAA999: 7 }, []],
    ['no others', 'HZHA49', {}, []],
    ['one in ten is of its shape', 'HZH496', { AAAA999: 9, AAA999: 1 }, []],
    ['one in thirty is of its shape', 'HZH496', { AAAA999: 29, AAA999: 1 }, ['hint serial-shape']],
    ['no usual shape', 'HZHA49', { AAAA999: 5, AA99999: 4 }, ['hint serial-shape-length']],
    ['no usual shape, usual length', 'A1B2C3D', { AAAA999: 5, AA99999: 4 }, []],
    ['no usual shape or length', 'HZHA49', { AAAA999: 5, AA9999999: 4 }, []],
    ['no hyphen', '001363972', { '9999-99999': 20 }, ['hint serial-shape-separators']],
    ['half have a hyphen', '001363972', { '9999-99999': 10, '999999999': 10 }, []],
    ['sixty others', 'HZHA49', { AAAA999: 60 }, ['warning serial-shape']],
    ['eighty others, not all of one shape', 'HZHA49', { AAAA999: 76, AA99999: 4 }, ['hint serial-shape']],
    ['sixty others, and one of its shape', 'HZHA49', { AAAA999: 60, AAAA99: 1 }, ['hint serial-shape']],
    ['a counter that grew', 'X1000000', { A999999: 100 }, ['hint serial-shape']],
    ['nothing to compare', '--', { AAAA999: 60 }, []],
    ['a word for none', 'NSN', { AAAA999: 60 }, []],
    ['a pointer elsewhere', 'see invoice', { AAAA999: 60 }, []],
  ])('%s: %s', (_, serial, counts, found) => {
    expect(codes(serial, counts)).toEqual(found);
  });

  it('says what the others have', () => {
    expect(checkShape('tool', 'HZH49', known({ AAA9999: 8, '9999': 1 }))[0]!.message).toBe(
      '8 of 9 others of this maker have 3 letters and 4 digits; this has 3 letters and 2 digits. Read it again on the unit.',
    );
  });

  it.each([
    ['RS5841IC', { AA99999A: 10 }, 'RS58411C'],
    ['R558411C', { AA99999A: 10 }, 'RS58411C'],
    ['RS-584l-C', { 'AA-99999-A': 10 }, undefined], // one place short
    ['RS-584lO-C', { 'AA-99999-A': 10 }, 'RS-58410-C'],
    ['RX58X11C', { AA99999A: 10 }, undefined], // X looks like no digit
    ['R158411C', { AA99999A: 10 }, undefined], // 1 may be I or L
  ])('%s may be %o', (serial, counts, suggestion) => {
    const [finding] = checkShape('tool', serial, known(counts));
    expect(finding?.code).toBe('serial-shape');
    expect(finding?.suggestion).toBe(suggestion);
  });

  it('holds the VINs of vehicles against VINs, and other numbers against others', () => {
    const vins = { '9AA99A99A9A999999': 8, '9AA99999999999999': 8 };
    const found = (category: 'vehicle' | 'tool', serial: string, counts: Record<string, number>) =>
      checkShape(category, serial, known(counts)).map((f) => f.code);
    expect(found('tool', '1S70287098', vins)).toEqual(['serial-shape-length']);
    expect(found('vehicle', '1S70287098', vins)).toEqual([]);
    expect(found('vehicle', '1S7028709', { ...vins, '9A99999999': 8 })).toEqual(['serial-shape']);
    expect(found('vehicle', '1HGCM82633A004352', { '9A99999999': 20 })).toEqual([]);
  });

  it('never speaks of a shape that the others have, and always the same', () => {
    const serial = fc.string({ unit: fc.constantFrom(...'AB19-O '), minLength: 1, maxLength: 8 });
    const others = fc.array(serial, { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(others, serial, (list, extra) => {
        const shapes = list.map((s) => ({ shape: shapeOf(s), count: 1 }));
        const own = list.filter((s) => shapeOf(s) === shapeOf(extra)).length;
        const found = checkShape('tool', extra, shapes);
        expect(checkShape('tool', extra, [...shapes].reverse())).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(1);
        if (own / list.length > 0.05 || serialKey(extra) === '') expect(found).toEqual([]);
      }),
    );
  });
});
