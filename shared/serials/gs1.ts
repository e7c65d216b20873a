import { parseDate } from '../domain/dates.ts';

/**
 * Trade numbers (UPC, EAN, GTIN) and GS1 element strings, as they stand in barcodes. They name a product, not a unit;
 * the serial of the unit stands behind the application identifier 21.
 * Source: GS1 General Specifications, sections 3.2 (identifiers), 7.8 (predefined lengths), 7.9.1 (check digit): the
 * lengths through secondary tables, the rest from memory.
 */

/** The check digit of a GS1 number without one: weights 3 and 1 from the right. */
export const gs1Digit = (digits: string): string => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
};

/** True for digits whose last is the GS1 check digit of the others. */
export const gs1Holds = (digits: string): boolean =>
  /^\d{2,}$/.test(digits) && gs1Digit(digits.slice(0, -1)) === digits.at(-1);

export type TradeNumber = {
  kind: 'EAN-8' | 'UPC-A' | 'EAN-13' | 'GTIN-14';
  digits: string;
  valid: boolean;
  /** The check digit that the others call for. */
  checkDigit: string;
};

const KINDS: Readonly<Record<number, TradeNumber['kind']>> = { 8: 'EAN-8', 12: 'UPC-A', 13: 'EAN-13', 14: 'GTIN-14' };

/** Hyphens as a UPC is sometimes printed: elsewhere they belong to other numbers, as in `12345678-0001`. */
const HYPHENED_UPC = /^\d-\d{5}-\d{5}-\d$/;

/** A trade number as typed, with the spaces and hyphens of its print; none for another length or other characters. */
export const readTradeNumber = (text: string): TradeNumber | undefined => {
  const typed = text.trim();
  const digits = typed.replace(HYPHENED_UPC.test(typed) ? /-/g : /\s/g, '');
  const kind = /^\d+$/.test(digits) ? KINDS[digits.length] : undefined;
  return kind && { kind, digits, valid: gs1Holds(digits), checkDigit: gs1Digit(digits.slice(0, -1)) };
};

/**
 * True for a number that is probably a UPC or EAN and no serial: 12, 13 or 14 digits with a right check digit. One row of
 * digits in ten has that by chance, so it is a doubt to tell, not a fault. Eight digits are left out: serials of eight
 * digits are common, EAN-8 stands on small articles, and so nearly every alarm would be false.
 */
export const looksLikeTradeNumber = (text: string): boolean => {
  const number = readTradeNumber(text);
  return number?.valid === true && number.kind !== 'EAN-8' && !/^(\d)\1+$/.test(number.digits);
};

/** An element of a GS1 string: application identifier and value. */
export type Gs1Element = { ai: string; name: string; value: string };

export type Gs1Reading = {
  elements: Gs1Element[];
  gtin?: string;
  serial?: string;
  lot?: string;
  /** ISO day, or month where the label gives no day. */
  produced?: string;
  expires?: string;
  /** Sentences on what could not be read, or does not fit. What was read before it stays. */
  problems: string[];
};

/** What the field separator FNC1 arrives as. */
export const GS = '\x1d';

type Rule = { name: string; min: number; max: number; digits?: boolean };
const fixed = (name: string, length: number): Rule => ({ name, min: length, max: length, digits: true });
const upTo = (name: string, max: number, digits = false): Rule => ({ name, min: 1, max, digits });

/** The identifiers that a label of a unit may bear; a `n` stands for any digit. */
const RULES: Readonly<Record<string, Rule>> = {
  '00': fixed('Shipping container', 18),
  '01': fixed('GTIN', 14),
  '02': fixed('GTIN of contents', 14),
  '10': upTo('Lot', 20),
  '11': fixed('Made on', 6),
  '12': fixed('Due on', 6),
  '13': fixed('Packed on', 6),
  '15': fixed('Best before', 6),
  '16': fixed('Sell by', 6),
  '17': fixed('Expires on', 6),
  '20': fixed('Variant', 2),
  '21': upTo('Serial number', 20),
  '22': upTo('Consumer product variant', 20),
  '240': upTo('Additional product number', 30),
  '241': upTo('Customer part number', 30),
  '242': upTo('Made-to-order variation', 6, true),
  '243': upTo('Packaging component', 20),
  '250': upTo('Secondary serial number', 30),
  '251': upTo('Reference to source entity', 30),
  '30': upTo('Count', 8, true),
  '31nn': fixed('Measure', 6),
  '32nn': fixed('Measure', 6),
  '33nn': fixed('Measure', 6),
  '34nn': fixed('Measure', 6),
  '35nn': fixed('Measure', 6),
  '36nn': fixed('Measure', 6),
  '37': upTo('Count of contents', 8, true),
  '400': upTo('Order number', 30),
  '410': fixed('Ship to', 13),
  '411': fixed('Bill to', 13),
  '412': fixed('Bought from', 13),
  '413': fixed('Ship for', 13),
  '414': fixed('Place', 13),
  '415': fixed('Invoicing party', 13),
  '416': fixed('Place of production', 13),
  '417': fixed('Party', 13),
  '420': upTo('Postal code', 20),
  '422': fixed('Country of origin', 3),
  '8002': upTo('Mobile telephone number (ESN)', 20),
  '8003': { name: 'Returnable asset', min: 14, max: 30 },
  '8004': upTo('Individual asset', 30),
  '8006': fixed('GTIN, piece and total', 18),
  '8008': { name: 'Made on, with time', min: 8, max: 12, digits: true },
  '8010': upTo('Component or part', 30),
  '8011': upTo('Serial of component or part', 12, true),
  '8012': upTo('Software version', 20),
  '8013': upTo('Model number', 25),
  '8020': upTo('Payment slip', 25),
  '8200': upTo('Web address', 70),
  '90': upTo('Agreed between partners', 30),
  ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`9${i + 1}`, upTo('Internal', 90)])),
};

/** Identifiers that begin so need no separator behind them (GS1 General Specifications, figure 7.8.5-2). */
const PREDEFINED = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

const identifierAt = (text: string): { ai: string; rule: Rule } | undefined => {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(0, length);
    if (!/^\d+$/.test(ai) || ai.length < length) return undefined;
    const rule = RULES[ai] ?? (length === 4 ? RULES[`${ai.slice(0, 2)}nn`] : undefined);
    if (rule) return { ai, rule };
  }
  return undefined;
};

/** `YYMMDD` to an ISO day; a day of 00 gives the month. The century is the one that is nearest (section 7.12). */
const dateOf = (value: string, thisYear: number): string | undefined => {
  const year = Number(value.slice(0, 2));
  const apart = year - (thisYear % 100);
  const full = Math.floor(thisYear / 100) * 100 + year + (apart >= 51 ? -100 : apart <= -50 ? 100 : 0);
  const month = `${full}-${value.slice(2, 4)}`;
  const noDay = value.endsWith('00');
  const read = parseDate(`${month}-${noDay ? '01' : value.slice(4)}`, `${thisYear}-01-01`);
  return read.ok ? (noDay ? month : read.date) : undefined;
};

/** GS1's own set for values (figure 7.11-1): letters, digits and some signs, no space. */
const VALUE = /^[!"%-?A-Z_a-z]+$/;

const check = (ai: string, rule: Rule, value: string): string | undefined => {
  const label = `(${ai}) ${rule.name}`;
  if (rule.digits && !/^\d*$/.test(value)) return `${label} has digits only; “${value}” was read.`;
  if (value.length < rule.min || value.length > rule.max)
    return rule.min === rule.max
      ? `${label} has ${rule.max} characters; ${value.length} were read.`
      : `${label} has ${rule.min} to ${rule.max} characters; ${value.length} were read.`;
  if (!VALUE.test(value)) return `${label} holds a character that does not belong in a barcode of this kind.`;
  if (/^0[12]$/.test(ai) && !gs1Holds(value)) return `${label} ${value} has a wrong check digit.`;
  if (ai === '8006' && !gs1Holds(value.slice(0, 14))) return `${label} ${value} has a wrong check digit.`;
  return undefined;
};

/** `(01)…(21)…`, where no value holds a parenthesis before digits. */
const inParentheses = (text: string): { ai: string; value: string }[] | undefined => {
  if (!/^\(\d{2,4}\)/.test(text)) return undefined;
  const parts = text.split(/\((\d{2,4})\)/).slice(1);
  return parts.flatMap((ai, i) => (i % 2 === 0 ? [{ ai, value: parts[i + 1]!.trim() }] : []));
};

const raw = (text: string, problems: string[]): { ai: string; value: string }[] => {
  const found: { ai: string; value: string }[] = [];
  let rest = text;
  while (rest !== '') {
    if (rest.startsWith(GS)) {
      rest = rest.slice(1);
      continue;
    }
    const at = identifierAt(rest);
    if (!at) {
      problems.push(`“${rest.split(GS)[0]}” does not begin with an identifier that is known here.`);
      break;
    }
    const body = rest.slice(at.ai.length);
    const end = body.indexOf(GS);
    const length = PREDEFINED.test(at.ai) ? at.rule.max : end < 0 ? body.length : end;
    const value = body.slice(0, length);
    found.push({ ai: at.ai, value: value.split(GS)[0]! });
    rest = body.slice(value.includes(GS) ? value.indexOf(GS) : length);
  }
  return found;
};

/**
 * Reads a GS1 element string: as printed under a barcode, with parentheses, or as a scanner types it, with the separator
 * GS behind values of variable length. Without its separators such a value takes the rest, and is found too long.
 *
 * @param thisYear for the century of its dates
 */
export const readGs1 = (text: string, thisYear: number): Gs1Reading => {
  const problems: string[] = [];
  const elements: Gs1Element[] = [];
  const reading: Gs1Reading = { elements, problems };
  for (const { ai, value } of inParentheses(text.trim()) ?? raw(text.trim(), problems)) {
    const rule = identifierAt(ai)?.ai === ai ? identifierAt(ai)!.rule : undefined;
    if (!rule) {
      problems.push(`(${ai}) is not an identifier that is known here; its value is “${value}”.`);
      elements.push({ ai, name: 'Unknown', value });
      continue;
    }
    const twice = elements.find((e) => e.ai === ai && e.value !== value);
    if (twice) problems.push(`(${ai}) ${rule.name} stands twice, as ${twice.value} and as ${value}.`);
    elements.push({ ai, name: rule.name, value });
    const problem = check(ai, rule, value);
    if (problem) {
      problems.push(problem);
      continue;
    }
    if (twice) {
      // Which of the two is meant is not ours to choose.
      if (ai === '01') delete reading.gtin;
      if (ai === '21') delete reading.serial;
      if (ai === '10') delete reading.lot;
      continue;
    }
    const date = /^1[17]$/.test(ai) ? dateOf(value, thisYear) : undefined;
    if (/^1[17]$/.test(ai) && !date) problems.push(`(${ai}) ${rule.name} is not a day on the calendar: ${value}.`);
    if (ai === '01') reading.gtin = value;
    if (ai === '8006') reading.gtin ??= value.slice(0, 14);
    if (ai === '21') reading.serial = value;
    if (ai === '10') reading.lot = value;
    if (ai === '11' && date) reading.produced = date;
    if (ai === '17' && date) reading.expires = date;
  }
  return reading;
};
