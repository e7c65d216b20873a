import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhnDigit, luhnHolds, readImei } from './imei.ts';

const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: n, maxLength: n });
/** Not one digit repeated, which is a placeholder. */
const fourteen = digits(14).filter((d) => new Set(d).size > 1);

describe('the number of a phone', () => {
  // 49-015420-323751-8 is the example that descriptions of the standard use; the others were worked out by hand.
  it.each([
    ['490154203237518', 'imei', 'yes', []],
    ['49-015420-323751-8', 'imei', 'yes', []],
    ['IMEI: 49 015420 323751 8', 'imei', 'yes', []],
    ['490154203237517', 'imei', 'no', ['imei-check-digit']],
    ['49015420323751', 'imei-without-check-digit', 'unknown', ['imei-no-check-digit']],
    ['4901542032375101', 'imeisv', 'unknown', ['imei-software-version']],
    ['4901542032', 'unknown', 'no', ['imei-length']],
    ['490154203237518490154203237518', 'unknown', 'no', ['imei-length']],
    ['49O154203237518', 'unknown', 'no', ['imei-characters']],
    ['A0000020B2C3D4', 'meid', 'unknown', []],
    ['a0 000020 b2c3d4', 'meid', 'unknown', []],
    ['268435456010201020', 'meid', 'unknown', ['imei-is-meid']],
    ['000000000000000', 'unknown', 'no', ['imei-placeholder']],
    ['', 'unknown', 'unknown', []],
    ['not shown', 'unknown', 'no', ['imei-characters']],
  ])('%s: %s, valid %s', (text, kind, valid, codes) => {
    const got = readImei(text);
    expect([got.kind, got.valid, got.findings.map((f) => f.code)]).toEqual([kind, valid, codes]);
    expect(got.findings.every((f) => f.field === 'imei')).toBe(true);
  });

  it('says which check digit the others call for', () => {
    const got = readImei('490154203237517');
    expect(got.checkDigit).toBe('8');
    expect(got.typeAllocation).toBe('49015420');
    expect(got.findings[0]!.message).toContain('would be 8, not 7');
    expect(readImei('49015420323751').findings[0]!.message).toContain('would be 8');
    expect(readImei('4901542032375101').findings[0]!.message).toContain('490154203237518');
  });

  it('offers digits for letters that look like them', () => {
    expect(readImei('49O154203237518').findings[0]!.suggestion).toBe('490154203237518');
    expect(readImei('49X154203237518').findings[0]!.suggestion).toBeUndefined();
  });

  it('puts a repair forward only where there is no other', () => {
    expect(readImei('742679532819515')).toMatchObject({ repairs: ['742679532189515'] });
    expect(readImei('742679532819515').findings[0]!.suggestion).toBe('742679532189515');
    expect(readImei('940154203237518').repairs).toHaveLength(2);
    expect(readImei('940154203237518').findings[0]!.suggestion).toBeUndefined();
  });

  it('never offers the last digit anew, which would make any misread number look right, and says what an offer is worth', () => {
    fc.assert(
      fc.property(digits(15), (text) => {
        for (const repair of readImei(text).repairs) expect(repair.slice(0, 14)).not.toBe(text.slice(0, 14));
      }),
    );
    expect(readImei('940154203237518').findings[0]!.message).toContain('The numbers offered would fit');
    expect(readImei('742679532819515').findings[0]!.message).not.toContain('offered');
  });

  it('puts forward a wrong number for hardly any wrong digit: 2,000 of them', () => {
    let state = 35;
    const below = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    let [seen, wrong] = [0, 0];
    while (seen < 2000) {
      const body = `35${Array.from({ length: 12 }, () => below(10)).join('')}`;
      const right = body + luhnDigit(body);
      const at = below(15);
      const { valid, findings } = readImei(right.slice(0, at) + below(10) + right.slice(at + 1));
      if (valid === 'yes') continue;
      seen++;
      if ((findings[0]!.suggestion ?? right) !== right) wrong++;
    }
    expect(wrong / seen).toBeLessThan(0.03);
  });

  it('offers a swap of neighbours', () => {
    expect(readImei('409154203237518').valid).toBe('yes'); // 0 and 9: the one swap that Luhn can't see
    expect(readImei('940154203237518').repairs).toContain('490154203237518');
  });

  it('a wrong digit is always noticed', () => {
    fc.assert(
      fc.property(fourteen, fc.nat(14), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const right = body + luhnDigit(body);
        const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
        expect(readImei(right).valid).toBe('yes');
        expect(readImei(wrong).valid).toBe('no');
      }),
    );
  });

  it('a swap of neighbours is noticed, but for 0 and 9', () => {
    fc.assert(
      fc.property(fourteen, fc.nat(13), (body, at) => {
        const right = body + luhnDigit(body);
        const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
        const pair = [right[at], right[at + 1]].sort().join('');
        const unseen = right[at] === right[at + 1] || pair === '09';
        expect(luhnHolds(swapped)).toBe(unseen);
      }),
    );
  });

  it('every repair has a right check digit and is one slip away; there are three at most', () => {
    fc.assert(
      fc.property(digits(15), (text) => {
        const { repairs } = readImei(text);
        expect(repairs.length).toBeLessThanOrEqual(3);
        for (const repair of repairs) {
          expect(luhnHolds(repair)).toBe(true);
          const different = [...repair].filter((c, i) => c !== text[i]).length;
          expect([1, 2]).toContain(different);
          if (different === 2) expect([...repair].sort()).toEqual([...text].sort());
        }
      }),
    );
  });

  it('reads any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => readImei(text).findings.length < 3));
  });
});
