/**
 * Where a VIN's maker is at home, from its first two characters (ISO 3780). Written down from memory of the standard's
 * published list; the list of makers, where it names a country, goes first. Codes run A to Z, 1 to 9, then 0.
 */
const ORDER = 'ABCDEFGHJKLMNPRSTUVWXYZ1234567890';

const COUNTRIES = `
AA-AH South Africa, BF-BK Kenya, CA-CE Benin, CF-CK Madagascar, CL-CR Tunisia, DA-DE Egypt, DF-DK Morocco,
J Japan, KF-KK Israel, KL-K0 South Korea, L China, MA-ME India, MF-MK Indonesia, ML-MR Thailand, NF-NK Pakistan,
NL-NR Turkey, PA-PE Philippines, PL-PR Malaysia, RA-RE United Arab Emirates, RF-RK Taiwan, RL-RR Vietnam,
SA-SM United Kingdom, SN-ST Germany, SU-SZ Poland, TA-TH Switzerland, TJ-TP Czech Republic, TR-TV Hungary, TW-T1 Portugal,
UH-UM Denmark, UN-UT Ireland, UU-UZ Romania, U5-U7 Slovakia, VA-VE Austria, VF-VR France, VS-VW Spain, V3-V5 Croatia,
EA-E0 Russia, H China, W Germany, XL-XR Netherlands, XS-XW Russia, X3-X0 Russia, YA-YE Belgium, YF-YK Finland, YS-YW Sweden, Y3-Y5 Belarus,
Y6-Y0 Ukraine, ZA-ZR Italy, Z3-Z5 Lithuania, Z6-Z0 Russia,
1 United States, 2 Canada, 3A-3X Mexico, 4 United States, 5 United States, 6A-6W Australia, 7A-7E New Zealand,
7F-70 United States, 8A-8E Argentina, 8F-8K Chile, 8X-82 Venezuela, 9A-9E Brazil, 9F-9K Colombia, 93-99 Brazil`;

const RANGES = COUNTRIES.split(',').map((entry) => {
  const [, from, to, name] = /^([A-Z0-9]{1,2})(?:-([A-Z0-9]{2}))? (.+)$/.exec(entry.trim())!;
  return { from: from!.padEnd(2, 'A'), to: to ?? `${from![0]}0`, name: name! };
});

/** The country that the first two characters stand for; null where we do not know. */
export const vinCountry = (vin: string): string | null => {
  const at = ORDER.indexOf(vin[1] ?? '?');
  if (at < 0) return null;
  const found = RANGES.find(
    ({ from, to }) => from[0] === vin[0] && at >= ORDER.indexOf(from[1]!) && at <= ORDER.indexOf(to[1]!),
  );
  return found?.name ?? null;
};

/**
 * True where the maker's identifier is one of the United States, Canada or Mexico, so that 49 CFR 565 or its like asks
 * for a valid check digit. 1 to 5 by the standard; 7F to 70 are the United States' later codes (NHTSA's list has them).
 */
export const isNorthAmerican = (vin: string): boolean => /^(?:[1-5]|7[F-HJ-NPR-Z0-9])/.test(vin);

/** The part of the world that the first character stands for (ISO 3780); null for a character that no VIN starts with. */
export const vinRegion = (vin: string): string | null => {
  if (isNorthAmerican(vin)) return 'North America';
  const first = vin[0] ?? '';
  if (/[A-D]/.test(first)) return 'Africa';
  if (/[HJ-NPR]/.test(first)) return 'Asia';
  if (/[ES-Z]/.test(first)) return 'Europe';
  if (/[67]/.test(first)) return 'Oceania';
  if (/[89]/.test(first)) return 'South America';
  return null;
};
