import { type Finding, hint, warning } from '../domain/findings.ts';
import { inspectVin, legacyVin, normaliseVin, type VinContext, type VinDecoded } from './vin.ts';
import { type HullDecoded, inspectHull } from './vin-hull.ts';
import type { WmiTable } from './wmi.ts';

/** What kind of number a vehicle is known by. */
export type VehicleScheme = 'vin17' | 'legacy-vin' | 'hin' | 'pin' | 'frame' | 'engine';

/** A number of which nothing can be read but the text. */
export type PlainDecoded = { scheme: 'pin' | 'frame' | 'engine'; checkDigit: 'not applicable'; modelYears: number[] };

export type VehicleInspection = {
  normalised: string;
  findings: Finding[];
  decoded: VinDecoded | HullDecoded | PlainDecoded;
};

const PIN_RULE = { cite: 'ISO 10261', certainty: 'memory' } as const;

/** Product numbers of tractors and other off-road machines: seventeen characters since about 2000, makers' own before. */
const pinFindings = (pin: string): Finding[] => {
  const found: Finding[] = [];
  if (pin.length !== 17)
    found.push(
      hint(
        'serial',
        'pin-length',
        `This has ${pin.length} characters. Newer tractors and earth-moving machines bear 17; mowers, golf carts and older machines have shorter numbers of their own.`,
        PIN_RULE,
      ),
    );
  else if (/[IOQ]/.test(pin))
    found.push(
      warning(
        'serial',
        'pin-letter-ioq',
        'A product number of 17 characters has no I, O or Q. Read it again: they look like 1 and 0.',
        PIN_RULE,
      ),
    );
  return found;
};

/**
 * Checks a number by the scheme that it is said to be of. For frame and engine numbers there is no rule beyond the general
 * ones of text; the check digit decides for `vin17` alone.
 */
export const inspectVehicleNumber = (
  scheme: VehicleScheme,
  text: string,
  table: WmiTable,
  context: VinContext = {},
): VehicleInspection => {
  switch (scheme) {
    case 'vin17':
      return inspectVin(text, table, context);
    case 'legacy-vin':
      return legacyVin(normaliseVin(text));
    case 'hin':
      return inspectHull(text, context);
    default: {
      const normalised = normaliseVin(text);
      return {
        normalised,
        findings: scheme === 'pin' ? pinFindings(normalised) : [],
        decoded: { scheme, checkDigit: 'not applicable', modelYears: [] },
      };
    }
  }
};
