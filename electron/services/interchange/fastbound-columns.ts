import { columnKey, columnList } from './columns.ts';

/**
 * The names of FastBound's columns, as its item download and its import script write them (FastBound/Support on GitHub:
 * Update-FastBound-Items.ps1, Import-FastBoundItems.ps1). Names are compared without case, spaces and underscores.
 */
export const REQUIRED_COLUMNS = ['Manufacturer', 'Model', 'Serial', 'Caliber', 'Type', 'Acquire_Date'] as const;

/** At least one of these: whom a firearm came from. */
export const PARTY_COLUMNS = [
  'Acquire_License',
  'Acquire_LicenseName',
  'Acquire_Organization',
  'Acquire_FirstName',
  'Acquire_LastName',
] as const;

/** The columns of one party, without the `Acquire_` or `Dispose_` in front. */
export const PARTY_PARTS = [
  'License',
  'LicenseName',
  'LicenseExpires',
  'TradeName',
  'Organization',
  'FirstName',
  'MiddleName',
  'LastName',
  'Suffix',
  'Address1',
  'Address2',
  'City',
  'State',
  'Postal',
  'Country',
] as const;
export type PartyPart = (typeof PARTY_PARTS)[number];

/** Where a file's columns stand. */
export type Columns = {
  header: readonly string[];
  /** Index of a column, -1 where the file has none. */
  at(name: string): number;
  /** The name as the file writes it; FastBound's own where the file has no such column. */
  name(name: string): string;
};

export const columnsOf = (header: readonly string[]): Columns => {
  const byKey = new Map(header.map((name, i) => [columnKey(name), i]));
  // Asked for row by row: the same few names each time.
  const asked = new Map<string, number>();
  const at = (name: string): number => {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const place = byKey.get(columnKey(name)) ?? -1;
    asked.set(name, place);
    return place;
  };
  return { header, at, name: (name) => header[at(name)] ?? name };
};

/** Whether a header is FastBound's; if not, which columns are missing and what was found instead. */
export const matchesFastbound = (header: readonly string[]): { ok: true } | { ok: false; message: string } => {
  const columns = columnsOf(header);
  const missing = REQUIRED_COLUMNS.filter((name) => columns.at(name) < 0);
  const noParty = PARTY_COLUMNS.every((name) => columns.at(name) < 0);
  if (missing.length === 0 && !noParty) return { ok: true };
  const wanted = [
    ...missing,
    ...(noParty ? ['Acquire_LicenseName (or Acquire_Organization, or Acquire_FirstName and Acquire_LastName)'] : []),
  ];
  return {
    ok: false,
    message:
      missing.length === REQUIRED_COLUMNS.length
        ? `This file does not have FastBound’s columns. It should have ${wanted.join(', ')}; its first line reads: ${columnList(header)}.`
        : `This file lacks ${wanted.join(', ')}. It has: ${columnList(header)}.`,
  };
};
