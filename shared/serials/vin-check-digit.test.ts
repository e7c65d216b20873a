import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectVin } from './vin.ts';
import { hasValidCheckDigit, isVinShaped, VIN_CHARACTERS, vinCheckDigit } from './vin-check-digit.ts';
import { isNorthAmerican } from './vin-regions.ts';
import { NO_WMI } from './wmi.ts';

describe('the check digit', () => {
  it.each([
    ['1G4AH59H45G118341', '4'],
    ['1M8GDM9AXKP042788', 'X'],
    ['1G1BL52P7TR115520', '7'],
    ['11111111111111111', '1'],
    ['SGZCZ43D13S812715', 'X'],
    ['5GZCZ43D13S812715', '1'],
  ])('of %s is %s', (vin, digit) => {
    expect(vinCheckDigit(vin)).toBe(digit);
    expect(hasValidCheckDigit(vin)).toBe(vin[8] === digit);
  });

  it('is not looked for in what is no VIN', () => {
    for (const text of ['', '1M8GDM9AXKP04278', 'IM8GDM9AXKP042788', '1m8gdm9axkp042788', '1M8GDM9A-KP042788'])
      expect(hasValidCheckDigit(text)).toBe(false);
  });
});

// The mathematics, written down a second time: the tables as the rule prints them, and what each change does to the sum.
const VALUE: Record<string, number> = {
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
  ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
  ...Object.fromEntries([...'0123456789'].map((c) => [c, Number(c)])),
};
const WEIGHT = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const checkValue = (c: string): number | undefined => (c === 'X' ? 10 : /\d/.test(c) ? Number(c) : undefined);
const mod11 = (n: number): number => ((n % 11) + 11) % 11;

/** True where no check digit could notice that the character at `i` became `c`: its value is the same. */
const hidesChange = (vin: string, i: number, c: string): boolean => i !== 8 && VALUE[vin[i]!] === VALUE[c];

/** True where no check digit could notice that `i` and `i + 1` changed places: the sum moves as the ninth character does. */
const hidesSwap = (vin: string, i: number): boolean => {
  const [a, b] = [vin[i]!, vin[i + 1]!];
  const ninth = i === 7 ? a : i === 8 ? b : vin[8]!;
  const after = checkValue(ninth);
  if (after === undefined) return false;
  const moved = (VALUE[b]! - VALUE[a]!) * (WEIGHT[i]! - WEIGHT[i + 1]!);
  return mod11(moved) === mod11(after - checkValue(vin[8]!)!);
};

const someVin = fc
  .record({
    wmi: fc.constantFrom('1FT', '1G1', '1HD', '2HG', '3VW', '4T1', '5YJ', '1UY', '7SA', '1A9'),
    body: fc.array(fc.constantFrom(...VIN_CHARACTERS), { minLength: 5, maxLength: 5 }),
    year: fc.constantFrom(...'ABCDEFGHJKLMNPRSTVWXY123456789'),
    plant: fc.constantFrom(...VIN_CHARACTERS),
    serial: fc.integer({ min: 0, max: 999_999 }),
  })
  .map(({ wmi, body, year, plant, serial }) => {
    const open = `${wmi}${body.join('')}0${year}${plant}${String(serial).padStart(6, '0')}`;
    return open.slice(0, 8) + vinCheckDigit(open) + open.slice(9);
  });

const put = (vin: string, i: number, text: string): string => vin.slice(0, i) + text + vin.slice(i + text.length);
const codes = (vin: string, market: 'north-america' | 'unknown'): string[] =>
  inspectVin(vin, NO_WMI, { market }).findings.map((f) => `${f.severity} ${f.code}`);
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

describe('one slip in a valid North American VIN', () => {
  const sample = fc.sample(someVin, { numRuns: 400, seed: 1981 });

  it('is noticed unless the sum does not move: every single change and neighbour swap of 400 VINs', () => {
    let [changes, changesSeen, swaps, swapsSeen, byTheEnd] = [0, 0, 0, 0, 0];
    const wrong: string[] = [];
    for (const vin of sample) {
      for (let i = 0; i < 17; i++) {
        for (const c of VIN_CHARACTERS) {
          if (c === vin[i]) continue;
          const seen = !hasValidCheckDigit(put(vin, i, c));
          if (seen === hidesChange(vin, i, c)) wrong.push(`${vin} ${i + 1} ${c}`);
          changes++;
          if (seen) changesSeen++;
          else if (codes(put(vin, i, c), 'north-america').includes('warning vin-end-letter')) byTheEnd++;
        }
        if (i < 16 && vin[i] !== vin[i + 1]) {
          const seen = !hasValidCheckDigit(put(vin, i, vin[i + 1]! + vin[i]!));
          if (seen === hidesSwap(vin, i)) wrong.push(`${vin} ${i + 1} <-> ${i + 2}`);
          swaps++;
          if (seen) swapsSeen++;
        }
      }
    }
    expect(wrong).toEqual([]);
    console.log(
      `VIN check digit: ${percent(changesSeen, changes)} of ${changes} single changes noticed, ${percent(swapsSeen, swaps)} of ${swaps} neighbour swaps; the others leave the sum as it is. That letters stand where digits must tells of ${percent(byTheEnd, changes)} of the changes more.`,
    );
    expect(byTheEnd).toBeGreaterThan(0);
  });

  it('by the theory: a change hides among the characters of one value, and a swap only of two such or at the ninth place', () => {
    const values = Object.values(VALUE);
    const sameValue = (v: number) => values.filter((other) => other === v).length - 1;
    for (const vin of sample) {
      const hidden = [...vin].reduce((sum, c, i) => sum + (i === 8 ? 0 : sameValue(VALUE[c]!)), 0);
      const found = [...vin].reduce(
        (sum, old, i) =>
          sum + [...VIN_CHARACTERS].filter((c) => c !== old && hasValidCheckDigit(put(vin, i, c))).length,
        0,
      );
      expect(found).toBe(hidden);
      for (let i = 0; i < 16; i++) {
        if (i === 7 || i === 8 || vin[i] === vin[i + 1]) continue;
        const hides = hasValidCheckDigit(put(vin, i, vin[i + 1]! + vin[i]!));
        expect(hides).toBe(VALUE[vin[i]!] === VALUE[vin[i + 1]!]);
      }
    }
  });

  it('is a finding, a warning wherever the number still is one of North America', () => {
    fc.assert(
      fc.property(someVin, fc.nat(16), fc.constantFrom(...VIN_CHARACTERS, 'I', 'O', 'Q'), (vin, i, c) => {
        fc.pre(c !== vin[i] && !(isVinShaped(put(vin, i, c)) && hidesChange(vin, i, c)));
        const slip = put(vin, i, c);
        const expected = 'IOQ'.includes(c) ? 'vin-letter-ioq' : 'vin-check-digit';
        expect(codes(slip, 'north-america')).toContain(`warning ${expected}`);
        expect(codes(slip, 'unknown').some((code) => code.endsWith(expected))).toBe(true);
        if (isNorthAmerican(slip)) expect(codes(slip, 'unknown')).toContain(`warning ${expected}`);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(someVin, fc.nat(15), (vin, i) => {
        fc.pre(vin[i] !== vin[i + 1] && !hidesSwap(vin, i));
        expect(codes(put(vin, i, vin[i + 1]! + vin[i]!), 'north-america')).toContain('warning vin-check-digit');
      }),
      { numRuns: 1000 },
    );
  });
});
