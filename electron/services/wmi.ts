import data from '../../resources/vin/wmi.json' with { type: 'json' };
import { readWmiTable, type WmiData, type WmiTable } from '../../shared/serials/wmi.ts';

let table: WmiTable | undefined;

/** World manufacturer identifiers from NHTSA's public data (scripts/wmi.ts); read on first need. */
export const wmiTable = (): WmiTable => {
  table ??= readWmiTable(data as WmiData);
  return table;
};
