import { decodeVIN } from 'universal-vin-decoder';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspectVin } from './vin.ts';
import { readWmiTable, type WmiData } from './wmi.ts';

/**
 * 339 numbers, held against three packages that others wrote. tests/vin/vins.json says of each what it is, worked out
 * apart from the code under test when the list was made; tests/vin/disagreements.json lists every disagreement with a
 * package and argues who is right. Neither a new one nor one that is gone passes unseen.
 */
type Sample = {
  vin: string;
  what: string;
  kind: 'published' | 'composed' | 'broken' | 'typed' | 'filler' | 'old';
  check: 'valid' | 'invalid' | 'not applicable';
  digit?: string;
  year?: number;
  light?: boolean;
  typedYear?: number;
  meant?: string;
};
type Judge = 'vin-validator' | '@vroomlabs/vin-validate' | 'universal-vin-decoder';
type Disagreement = { vin: string; judge: Judge; about: 'check digit' | 'model year'; theirs: string; ours: string };
type Listed = { reasons: Record<string, string>; list: (Disagreement & { why: string })[] };

const load = <T>(files: Record<string, T>): T => Object.values(files)[0]!;
const samples = load(import.meta.glob<Sample[]>('../../tests/vin/vins.json', { eager: true, import: 'default' }));
const listed = load(import.meta.glob<Listed>('../../tests/vin/disagreements.json', { eager: true, import: 'default' }));
const table = readWmiTable(
  load(import.meta.glob<WmiData>('../../resources/vin/wmi.json', { eager: true, import: 'default' })),
);

const today = '2026-11-25';
const inspect = ({ vin, typedYear }: Sample) =>
  inspectVin(vin, table, { today, ...(typedYear === undefined ? {} : { year: typedYear }) });

/** The two packages without types, as far as they are asked here. */
type VinValidator = { validate(vin: string): boolean };
type VroomLabs = {
  vinValidate(vin: string): boolean;
  checkDigitFromVin(vin: string): string;
  yearFromVin(vin: string): number;
};
let validator: VinValidator;
let vroomlabs: VroomLabs;

/** What the packages say: true or false of the number, and the year, 0 where they give none. */
const CHECKS: Partial<Record<Judge, (vin: string) => boolean>> = {
  'vin-validator': (vin) => validator.validate(vin),
  '@vroomlabs/vin-validate': (vin) => vroomlabs.vinValidate(vin) && vroomlabs.checkDigitFromVin(vin) === vin[8],
};
const YEARS: Partial<Record<Judge, (vin: string) => number>> = {
  '@vroomlabs/vin-validate': (vin) => vroomlabs.yearFromVin(vin),
  'universal-vin-decoder': (vin) => Number(decodeVIN(vin).info?.modelYear) || 0,
};

/** Every number with every judge. A check digit that means nothing agrees with no verdict but that of a wrong length. */
const disagreements = (): Disagreement[] =>
  samples.flatMap((sample) => {
    const { normalised: vin, decoded } = inspect(sample);
    const found: Disagreement[] = [];
    for (const [judge, says] of Object.entries(CHECKS) as [Judge, (vin: string) => boolean][]) {
      const theirs = says(vin);
      const agrees =
        decoded.checkDigit === 'not applicable'
          ? !theirs && vin.length !== 17
          : theirs === (decoded.checkDigit === 'valid');
      if (!agrees)
        found.push({
          vin,
          judge,
          about: 'check digit',
          theirs: theirs ? 'valid' : 'invalid',
          ours: decoded.checkDigit,
        });
    }
    for (const [judge, says] of Object.entries(YEARS) as [Judge, (vin: string) => number][]) {
      const theirs = says(vin);
      const agrees = theirs === 0 ? decoded.modelYears.length === 0 : decoded.modelYears.includes(theirs);
      if (!agrees)
        found.push({
          vin,
          judge,
          about: 'model year',
          theirs: theirs === 0 ? 'none' : String(theirs),
          ours: decoded.modelYears.join(' or ') || 'none',
        });
    }
    return found;
  });

describe('numbers as they are met', () => {
  beforeAll(async () => {
    // The packages ask the clock which years are still to come.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T12:00:00Z`) });
    // @ts-expect-error it has no types
    validator = (await import('vin-validator')).default;
    // @ts-expect-error it has no types
    vroomlabs = (await import('@vroomlabs/vin-validate')).default;
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it('the list has at least 200, all different, right and wrong ones, of all years', () => {
    expect(samples.length).toBeGreaterThanOrEqual(200);
    expect(new Set(samples.map((s) => s.vin)).size).toBe(samples.length);
    expect(samples.filter((s) => s.check !== 'valid').length).toBeGreaterThan(80);
    const years = new Set(samples.map((s) => s.year));
    for (let year = 1981; year <= 2026; year++) expect(years.has(year), String(year)).toBe(true);
  });

  it('every check digit and model year is what the list says', () => {
    for (const sample of samples) {
      const { decoded } = inspect(sample);
      const { vin, check, digit, year, light } = sample;
      expect({ vin, check: decoded.checkDigit, digit: decoded.expectedCheckDigit }).toEqual({ vin, check, digit });
      if (year === undefined) continue;
      expect(decoded.modelYears, vin).toContain(year);
      expect(decoded.modelYears.length, vin).toBeLessThanOrEqual(2);
      // Among pickup trucks some are heavy, so both years stay, the right one first.
      if (light) expect(decoded.modelYears[0], vin).toBe(year);
      if (light && decoded.vehicleType !== 'Truck') expect(decoded.modelYears, vin).toEqual([year]);
    }
  });

  it('right ones get no warning, wrong ones at least one', () => {
    for (const sample of samples) {
      const warned = inspect(sample)
        .findings.filter((f) => f.severity !== 'hint')
        .map((f) => f.code);
      if (sample.kind === 'broken' || sample.kind === 'filler') expect(warned, sample.vin).not.toEqual([]);
      else expect(warned, sample.vin).toEqual([]);
    }
  });

  it('what was meant by a misread, swapped or doubled one is among the five that are offered', () => {
    const short = ['One character short', 'Wrong check digit'];
    const broken = samples.filter((s) => s.meant !== undefined && !short.includes(s.what));
    const missed = broken.filter((s) => !inspect(s).decoded.repairs.some(({ vin }) => vin === s.meant));
    expect(broken.length).toBeGreaterThanOrEqual(45);
    expect(missed.map((s) => s.vin)).toEqual([]);
    // Another check digit would make any slip right: it is said which the others ask for, and no number is offered for it.
    const wrongDigit = samples.filter((s) => s.what === 'Wrong check digit');
    expect(wrongDigit.length).toBeGreaterThan(4);
    for (const s of wrongDigit) {
      const { decoded, findings } = inspect(s);
      expect(decoded.expectedCheckDigit).toBe(s.meant![8]);
      expect(decoded.repairs.map(({ vin }) => vin)).not.toContain(s.meant);
      expect(findings.find((f) => f.code === 'vin-check-digit')!.message).toContain(`ask for ${s.meant![8]}.`);
    }
  });

  it('every disagreement with a package is listed and argued, and every listed one is still there', () => {
    expect(disagreements()).toEqual(listed.list.map(({ why: _, ...disagreement }) => disagreement));
    for (const { why } of listed.list) expect(listed.reasons[why], why).toBeTruthy();
    expect(Object.keys(listed.reasons).sort()).toEqual([...new Set(listed.list.map((d) => d.why))].sort());
  });

  it('each number was judged by two packages, and on check digits where they mean something none disagrees', () => {
    expect([Object.keys(CHECKS).length, Object.keys(YEARS).length]).toEqual([2, 2]);
    const serious = listed.list.filter((d) => d.about === 'check digit' && d.ours !== 'not applicable');
    expect(serious).toEqual([]);
    const count = (judge: string, about: string) =>
      listed.list.filter((d) => d.judge === judge && d.about === about).length;
    console.log(
      `${samples.length} vehicle numbers against packages, disagreements: check digit ${Object.keys(CHECKS)
        .map((j) => `${j} ${count(j, 'check digit')}`)
        .join(', ')}; model year ${Object.keys(YEARS)
        .map((j) => `${j} ${count(j, 'model year')}`)
        .join(', ')}.`,
    );
  });
});
