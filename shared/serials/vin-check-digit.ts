/**
 * The check digit of a VIN, ninth of its seventeen places (49 CFR 565; the table of values and weights as reproduced
 * there). Each character counts its value times the weight of its place; the sum modulo 11 stands in the ninth place,
 * X for ten.
 */

/** The letters and digits of a VIN. I, O and Q are left out: they look like 1 and 0. */
export const VIN_CHARACTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

const VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  ['0', 'AJ1', 'BKS2', 'CLT3', 'DMU4', 'ENV5', 'FW6', 'GPX7', 'HY8', 'RZ9'].flatMap((same, value) =>
    [...same].map((c) => [c, value] as const),
  ),
);
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** True for seventeen characters, all of them ones that a VIN may have. In capitals. */
export const isVinShaped = (text: string): boolean => /^[A-HJ-NPR-Z0-9]{17}$/.test(text);

/** The check digit that a VIN of seventeen allowed characters, in capitals, should have: `0` to `9` or `X`. */
export const vinCheckDigit = (vin: string): string => {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += VALUES[vin[i]!]! * WEIGHTS[i]!;
  return '0123456789X'[sum % 11]!;
};

/** True where the ninth character is the check digit of the others. False for anything that is not shaped like a VIN. */
export const hasValidCheckDigit = (vin: string): boolean => isVinShaped(vin) && vinCheckDigit(vin) === vin[8];
