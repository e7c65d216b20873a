import type { IsoDate } from '../domain/dates.ts';
import { type Finding, hint } from '../domain/findings.ts';
import { hasValidCheckDigit, isVinShaped, vinCheckDigit } from './vin-check-digit.ts';
import {
  checkFindings,
  decodedFinding,
  endFindings,
  endsInDigits,
  makerFindings,
  READ_AGAIN,
  shapeFindings,
  withRepairs,
  yearFindings,
} from './vin-findings.ts';
import { makerName, makerPlainlyDiffers } from './vin-makers.ts';
import { isNorthAmerican, vinCountry, vinRegion } from './vin-regions.ts';
import { type Known, usualReading, type VinRepair, type VinRepairs, vinRepairs } from './vin-repairs.ts';
import { newestModelYear, vinModelYears } from './vin-year.ts';
import { findWmi, type WmiEntry, type WmiTable, wmiOf } from './wmi.ts';

export type VinContext = {
  /** The model year and make as typed, held against what the number says. */
  year?: number | string;
  make?: string;
  /** The day on which it is written; a model year more than two years ahead of it is not meant. */
  today?: IsoDate;
  /** Where the vehicle was sold new, if known: in North America every VIN has a check digit, whoever made it. */
  market?: 'north-america' | 'unknown';
  /** Car, or SUV, van or truck of at most 10,000 lb, where the record says so; else the maker's identifier tells. */
  lightVehicle?: boolean;
};

export type VinDecoded = {
  scheme: 'vin17' | 'legacy-vin';
  /** `not applicable`: another market, another scheme, or not seventeen characters. */
  checkDigit: 'valid' | 'invalid' | 'not applicable';
  /** What the ninth character should be if the other sixteen are right. */
  expectedCheckDigit?: string;
  /** The years it may mean, the likeliest first. */
  modelYears: number[];
  manufacturer: string | null;
  makes: readonly string[];
  /** `Car`, `Truck`, `Motorcycle`, …: what this identifier is registered for. */
  vehicleType: string | null;
  country: string | null;
  region: string | null;
  wmi: string | null;
  /** Numbers that may be meant instead, at most five, the likeliest first. Offered, never put in. */
  repairs: VinRepair[];
  /** All other numbers that one character or one swap makes fit, the likelier first: mostly some forty. */
  otherRepairs: VinRepair[];
};

export type VinInspection = { normalised: string; findings: Finding[]; decoded: VinDecoded };

const NO_REPAIRS: VinRepairs = { likely: [], others: [] };

const LIGHT = ['Car', 'SUV or van', 'Light truck'];
/** Of these identifiers some vehicles are light and some are not. */
const MIXED = ['Truck', 'Incomplete vehicle', ''];

/** In capitals, without what papers and plates put between the characters: spaces, hyphens, dots, stars. */
export const normaliseVin = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―.*_/]/g, '');

const typedYear = (year: VinContext['year']): number | undefined =>
  /^\s*\d{4}\s*$/.test(String(year ?? '')) ? Number(year) : undefined;

/**
 * Checks a vehicle identification number and says what it tells. All findings can be saved past; the serial's general
 * text rules (`checkText`) are not repeated here. Sources: 49 CFR 565, ISO 3779 and 3780, NHTSA's list of makers.
 *
 * The check digit decides for makers of North America, and for all where `market` says so. Elsewhere it is optional: a
 * number that fails it gets a hint. A vehicle typed as older than 1981 had no standard number.
 *
 * @param text as typed or scanned
 * @param table from `readWmiTable`; with `NO_WMI` nothing is said of makers
 */
export const inspectVin = (text: string, table: WmiTable, context: VinContext = {}): VinInspection => {
  const vin = normaliseVin(text);
  const year = typedYear(context.year);
  const holds = hasValidCheckDigit(vin);
  if (year !== undefined && year < 1981 && !(holds && isNorthAmerican(vin))) return legacyVin(vin);

  const shaped = isVinShaped(vin);
  const entry = findWmi(table, vin);
  const american = americanReadings(vin, table, context.make ?? '');
  const must = isNorthAmerican(usualReading(vin)) || context.market === 'north-america' || american.likely.length > 0;
  const modelYears = yearsOf(vin, entry, must || holds, context);
  const repairs: VinRepairs =
    american.likely.length > 0 || (!must && american.others.length > 0)
      ? american
      : isVinRight(vin, must)
        ? NO_REPAIRS
        : vinRepairs(vin, knownOf(usualReading(vin), table, context), must || vin.length !== 17);
  const decoded: VinDecoded = {
    scheme: 'vin17',
    checkDigit: holds ? 'valid' : must && vin.length === 17 ? 'invalid' : 'not applicable',
    ...(shaped ? { expectedCheckDigit: vinCheckDigit(vin) } : {}),
    modelYears,
    manufacturer: entry ? makerName(entry) : null,
    makes: entry?.makes ?? [],
    vehicleType: entry?.type ?? null,
    ...whereFrom(vin, entry),
    repairs: repairs.likely,
    otherRepairs: repairs.others,
  };
  const findings = [
    ...withRepairs(
      [
        ...shapeFindings(vin),
        ...(shaped ? checkFindings(vin, must) : []),
        ...(shaped && isNorthAmerican(vin) ? endFindings(vin, isSurelyLight(entry)) : []),
      ],
      vin,
      repairs,
    ),
    ...makerFindings(vin, table, entry, context.make),
    ...(shaped ? yearFindings(vin, modelYears, year, must || holds, isLight(entry, context) === undefined) : []),
  ];
  if (shaped && entry) findings.push(decodedFinding(makerName(entry), entry.type, modelYears, must || holds, table));
  return { normalised: vin, findings, decoded };
};

/** Before model year 1981 every maker had numbers of its own. Nothing is asked of them. */
export const legacyVin = (vin: string): VinInspection => ({
  normalised: vin,
  findings:
    vin.length < 5 || vin.length > 13
      ? [
          hint(
            'serial',
            'vin-legacy-length',
            `Numbers of vehicles before 1981 mostly have 5 to 13 characters; this has ${vin.length}. ${READ_AGAIN}`,
            { cite: 'Makers’ practice before 49 CFR part 565', certainty: 'memory' },
          ),
        ]
      : [],
  decoded: {
    scheme: 'legacy-vin',
    checkDigit: 'not applicable',
    modelYears: [],
    manufacturer: null,
    makes: [],
    vehicleType: null,
    country: null,
    region: null,
    wmi: null,
    repairs: [],
    otherRepairs: [],
  },
});

/** A VIN with one character more or less may be one still; of what is none, its beginning says nothing. */
const MAY_BE_VIN = /^[A-Z0-9]{16,18}$/;
const whereFrom = (vin: string, entry: WmiEntry | undefined): Pick<VinDecoded, 'country' | 'region' | 'wmi'> =>
  MAY_BE_VIN.test(vin)
    ? {
        country: entry?.country || vinCountry(vin),
        region: vinRegion(vin),
        wmi: vin.length === 17 ? wmiOf(vin) : vin.slice(0, 3),
      }
    : { country: null, region: null, wmi: null };

const isVinRight = (vin: string, must: boolean): boolean => (must ? hasValidCheckDigit(vin) : isVinShaped(vin));

/** Letters that are easily read for the digit that a North American number begins with. */
const FIRST_TWINS: Readonly<Record<string, string>> = { S: '5', Z: '2', L: '1' };

/**
 * What a number that begins like a foreign one of no known maker may be in North America: its first character misread, or
 * changed places with the second, where the check digit holds and a maker is known. Likely where the first is a digit's
 * twin, or the maker is the one that was typed.
 */
const americanReadings = (vin: string, table: WmiTable, make: string): VinRepairs => {
  if (!isVinShaped(vin) || isNorthAmerican(vin) || hasValidCheckDigit(vin) || findWmi(table, vin)) return NO_REPAIRS;
  const twin = FIRST_TWINS[vin[0]!];
  const readings: VinRepair[] = [...'123457'].map((digit) => ({
    vin: digit + vin.slice(1),
    kind: digit === twin ? 'look-alike' : 'character',
    at: 1,
  }));
  readings.push({ vin: vin[1]! + vin[0]! + vin.slice(2), kind: 'transposition', at: 1 });
  const [likely, others]: [VinRepair[], VinRepair[]] = [[], []];
  for (const reading of readings) {
    const entry = findWmi(table, reading.vin);
    if (!entry || !isNorthAmerican(reading.vin) || !hasValidCheckDigit(reading.vin)) continue;
    const isTyped = make.trim() !== '' && !makerPlainlyDiffers(make, entry);
    (reading.kind === 'look-alike' || isTyped ? likely : others).push(reading);
  }
  return { likely, others };
};

/** Whether the rule of the seventh place holds; undefined where some vehicles of this identifier are light and some are not. */
const isLight = (entry: WmiEntry | undefined, { lightVehicle }: VinContext): boolean | undefined => {
  const type = entry?.type ?? '';
  return lightVehicle ?? (LIGHT.includes(type) ? true : MIXED.includes(type) ? undefined : false);
};

/** A kind that was typed tells of the body, not of the weight: only the identifier says surely that a vehicle is light. */
const isSurelyLight = (entry: WmiEntry | undefined): boolean => LIGHT.includes(entry?.type ?? '');

const yearsOf = (vin: string, entry: WmiEntry | undefined, byRule: boolean, context: VinContext): number[] => {
  if (vin.length !== 17) return [];
  // ZZZ fills the places of vehicles made for Europe, where the seventh place has no such meaning.
  const american = byRule && vin.slice(3, 6) !== 'ZZZ';
  return vinModelYears(vin, newestModelYear(context.today), american ? isLight(entry, context) : false);
};

/** What is known beside the check digit, so that only likely repairs are offered. */
const knownOf = (typed: string, table: WmiTable, context: VinContext): Known => {
  const year = typedYear(context.year);
  const doubts = (vin: string) => {
    const entry = findWmi(table, vin);
    const home = isNorthAmerican(vin);
    const years = yearsOf(vin, entry, true, context);
    return {
      maker: table.size > 0 && !entry,
      make: entry !== undefined && makerPlainlyDiffers(context.make ?? '', entry),
      year: year !== undefined && !years.includes(year),
      tenth: years.length === 0,
      end: home && !endsInDigits(vin, isSurelyLight(entry)),
    };
  };
  const before = doubts(typed);
  const whole = typed.length === 17;
  const judge = (vin: string) => {
    if (isNorthAmerican(typed) && !isNorthAmerican(vin)) return 'impossible';
    const after = doubts(vin);
    if (after.tenth || (after.end && !(whole && before.end))) return 'impossible';
    if ((after.maker && !before.maker) || (after.make && !before.make)) return 'impossible';
    if (after.year && !(whole && before.year)) return 'impossible';
    const mends = (Object.keys(after) as (keyof typeof after)[]).some((k) => before[k] && !after[k]);
    return whole && mends ? 'better' : 'dull';
  };
  return { judge };
};
