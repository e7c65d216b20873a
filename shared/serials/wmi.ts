/**
 * World manufacturer identifiers: the first three characters of a VIN say who made the vehicle. Where the third is 9
 * the maker builds few (49 CFR 565: under 1,000 a year now, under 500 before), and places 12 to 14 complete the identifier.
 *
 * The table is `resources/vin/wmi.json`, made by `scripts/wmi.ts` from NHTSA's public data. It is large, so whoever checks
 * numbers loads it once and hands it on; nothing here reads a file.
 */
export type WmiData = {
  source: string;
  /** The day of the newest identifier in it. */
  date: string;
  types: readonly string[];
  countries: readonly string[];
  /** `maker|makes;makes|index of type|index of country|identifiers`; no makes where the maker's name says it. */
  rows: readonly string[];
};

export type WmiEntry = {
  wmi: string;
  /** The maker's registered name, such as `General Motors LLC`. */
  maker: string;
  /** The makes it sells under this identifier, such as `Chevrolet`; empty where the maker's name says it. */
  makes: readonly string[];
  /** `Car`, `Truck`, `Motorcycle`, … */
  type: string;
  /** Empty where the list does not say. */
  country: string;
};

export type WmiTable = { date: string; size: number; get(wmi: string): WmiEntry | undefined };

/** For a place that has no table: every maker is unknown, and nothing is said of it. */
export const NO_WMI: WmiTable = { date: '', size: 0, get: () => undefined };

/** Reads the table's file, once; some twelve thousand identifiers take a few milliseconds. */
export const readWmiTable = (data: WmiData): WmiTable => {
  const byCode = new Map<string, WmiEntry>();
  for (const row of data.rows) {
    const [maker = '', makes = '', type = '', country = '', codes = ''] = row.split('|');
    for (const wmi of codes.split(' ')) {
      byCode.set(wmi, {
        wmi,
        maker,
        makes: makes === '' ? [] : makes.split(';'),
        type: data.types[Number(type)] ?? '',
        country: data.countries[Number(country)] ?? '',
      });
    }
  }
  return { date: data.date, size: byCode.size, get: (wmi) => byCode.get(wmi) };
};

/** The identifier of a 17-character VIN in capitals: three characters, or six for a low-volume maker. */
export const wmiOf = (vin: string): string => (vin[2] === '9' ? vin.slice(0, 3) + vin.slice(11, 14) : vin.slice(0, 3));

/** Who made the vehicle with this VIN; undefined where the list does not know. */
export const findWmi = (table: WmiTable, vin: string): WmiEntry | undefined =>
  table.get(wmiOf(vin)) ?? table.get(vin.slice(0, 3));
