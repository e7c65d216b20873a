import type { Details } from '../../shared/domain/fields.ts';
import { type Finding, warning } from '../../shared/domain/findings.ts';
import { capital } from '../../shared/domain/text.ts';
import { readMac } from '../../shared/serials/mac.ts';
import { prepared, type ReadHandle, type WriteHandle } from '../ledger/database.ts';
import { type NameOf, pairKey } from './repeats.ts';

/**
 * The numbers beside the serial that no two devices have: the IMEI of a phone and the MAC address of an interface. Two
 * lines with one of them, both open, are one unit entered twice, or a number misread.
 */

type Place = { book: string; line: number };
type Device = Place & { details: string };

/** Of an IMEI its first fourteen digits: the check digit is often left out, or a software version stands in its place. */
const KEYS = {
  imei: (text: string): string => {
    const digits = text.replace(/\D/g, '');
    return digits.length >= 14 ? digits.slice(0, 14) : '';
  },
  mac: (text: string): string => readMac(text).normalised,
} as const;
type Field = keyof typeof KEYS;
const FIELDS = Object.keys(KEYS) as Field[];
const NAMES: Readonly<Record<Field, string>> = { imei: 'IMEI', mac: 'MAC address' };

const keysOf = (details: Readonly<Details>): [Field, string][] =>
  FIELDS.flatMap((field): [Field, string][] => {
    const key = KEYS[field](details[field] ?? '');
    return key === '' ? [] : [[field, key]];
  });

/** Few lines have such numbers, so that reading through them needs no index. */
const openDevices = (db: ReadHandle | WriteHandle): Device[] =>
  prepared(
    db,
    `SELECT book, line, details FROM entry
      WHERE category = 'electronics' AND status = 'open' AND (instr(details, '"imei"') > 0 OR instr(details, '"mac"') > 0)
      ORDER BY id`,
  ).all() as Device[];

const told = (field: Field, first: Place, nameOf: NameOf): Finding => ({
  ...warning(
    field,
    `${field}-already-open`,
    `${capital(nameOf(first))} has this ${NAMES[field]} too, and neither has been disposed of. No two devices have the same one: compare the two.`,
  ),
  other: { book: first.book, line: first.line },
});

/** What another open line says of a device's IMEI or MAC address. @param except the line that is asked about, where it is in the book */
export const sameDevice = (
  db: ReadHandle | WriteHandle,
  details: Readonly<Details> | undefined,
  settled: ReadonlySet<string>,
  nameOf: NameOf,
  except?: Place,
): Finding[] => {
  const mine = keysOf(details ?? {});
  if (mine.length === 0) return [];
  const others = openDevices(db).filter(
    (row) => !except || !((row.book === except.book && row.line === except.line) || settled.has(pairKey(row, except))),
  );
  return mine.flatMap(([field, key]) => {
    const first = others.find((row) => KEYS[field]((JSON.parse(row.details) as Details)[field] ?? '') === key);
    return first ? [told(field, first, nameOf)] : [];
  });
};

/** The same over the whole ledger, told on the later line. */
export const sharedDevices = (db: ReadHandle, settled: ReadonlySet<string>, nameOf: NameOf): (Finding & Place)[] => {
  const firsts = new Map<string, Device>();
  return openDevices(db).flatMap((row) =>
    keysOf(JSON.parse(row.details) as Details).flatMap(([field, key]) => {
      const first = firsts.get(`${field} ${key}`);
      if (!first) firsts.set(`${field} ${key}`, row);
      return first && !settled.has(pairKey(first, row))
        ? [{ ...told(field, first, nameOf), book: row.book, line: row.line }]
        : [];
    }),
  );
};
