import type { IsoDate } from '../../domain/dates.ts';
import type { Details } from '../../domain/fields.ts';
import { type Finding, hint, refused, warning } from '../../domain/findings.ts';

/** What the transferor certifies (49 CFR 580.5, read); exempt by age, weight or kind (49 CFR 580.17, read). */
export const ODOMETER_STATUSES = ['Actual', 'Exceeds mechanical limits', 'Not actual', 'Exempt'] as const;
export const ODOMETER_UNITS = ['mi', 'km'] as const;

const RULE = { cite: '49 CFR 580.5', certainty: 'read' } as const;
const EXEMPTION = { cite: '49 CFR 580.17', certainty: 'read' } as const;

/** Text as people write a reading: `74,712`, `74 712 mi`, `74712.3`. One sign stands between all thousands. */
const READING = /^(\d{1,3}([ ,.'’])\d{3}(?:\2\d{3})*|\d+)(?:[.,](\d))?\s*(mi|miles?|km)?\.?$/i;

const STATUS_WORDS: readonly (readonly [RegExp, (typeof ODOMETER_STATUSES)[number]])[] = [
  [/^(actual|a|true|yes)( mileage)?$/i, 'Actual'],
  [/^(exceeds?|in excess of)( (its |the )?mechanical limits?)?$|^mechanical limits?$/i, 'Exceeds mechanical limits'],
  [/^not[ -]?actual\b|^(odometer )?discrepancy$|^tmu$|^(true mileage )?unknown$/i, 'Not actual'],
  [/^exempt\b/i, 'Exempt'],
];

/**
 * The first day of the year in which a vehicle needs no odometer disclosure by its age: model years to 2010 after 10
 * years, from 2011 after 20 (49 CFR 580.17, read). Counted from 1 January of the model year.
 */
export const odometerExemptFrom = (modelYear: number): number => modelYear + (modelYear <= 2010 ? 10 : 20);

const readOne = (
  field: 'odometer' | 'odometerOut',
  text: string,
): { value: string; unit?: string; findings: Finding[] } => {
  const found = READING.exec(text.trim());
  if (!found)
    return {
      value: text,
      findings: [
        refused(
          field,
          'odometer-unreadable',
          `“${text}” is not an odometer reading. Write digits only, without tenths.`,
        ),
      ],
    };
  const value = found[1]!.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const unit = found[4]?.toLowerCase().startsWith('k') ? 'km' : found[4] ? 'mi' : undefined;
  const findings = found[3]
    ? [warning(field, 'odometer-tenths', `The reading is written without tenths: ${value}.`, RULE)]
    : [];
  if (Number(value) > 9_999_999)
    findings.push(refused(field, 'odometer-too-high', `${value} is more than any odometer shows.`));
  return { value, ...(unit ? { unit } : {}), findings };
};

/** Reads the odometer fields of a vehicle and gives them as the book keeps them: digits, unit, status in the rule's word. */
export const readOdometer = (
  raw: Details,
  modelYear: string,
  today: IsoDate,
): { details: Details; findings: Finding[] } => {
  const details: Details = {};
  const findings: Finding[] = [];
  const typedUnit = raw.odometerUnit?.toLowerCase();
  if (typedUnit) {
    if (/^(mi|mile|miles)$/.test(typedUnit)) details.odometerUnit = 'mi';
    else if (/^(km|kilomet\w*)$/.test(typedUnit)) details.odometerUnit = 'km';
    else findings.push(refused('odometerUnit', 'odometer-unit-unknown', `“${raw.odometerUnit}” is neither mi nor km.`));
  }
  for (const field of ['odometer', 'odometerOut'] as const) {
    const text = raw[field];
    if (!text) continue;
    const read = readOne(field, text);
    findings.push(...read.findings);
    if (read.unit && details.odometerUnit && read.unit !== details.odometerUnit) {
      details[field] = text;
      findings.push(
        refused(
          field,
          'odometer-unit-differs',
          `“${text}” is in ${read.unit}, and the unit beside it is ${details.odometerUnit}. Read the odometer again and write one of them.`,
        ),
      );
      continue;
    }
    details[field] = read.value;
    if (read.unit) details.odometerUnit = read.unit;
  }
  if (raw.odometer && !details.odometerUnit && !typedUnit) details.odometerUnit = 'mi';
  const status = raw.odometerStatus;
  if (status) {
    const known = STATUS_WORDS.find(([words]) => words.test(status.trim()))?.[1];
    if (known) details.odometerStatus = known;
    else
      findings.push(
        refused(
          'odometerStatus',
          'odometer-status-unknown',
          `“${status}” is not one of: ${ODOMETER_STATUSES.join(', ')}.`,
          RULE,
        ),
      );
  } else if (raw.odometer) {
    findings.push(
      hint(
        'odometerStatus',
        'odometer-status-missing',
        'Say whether the reading is actual, exceeds mechanical limits, or is not actual.',
        RULE,
      ),
    );
  }
  if (details.odometerStatus === 'Exempt' && /^\d{4}$/.test(modelYear)) {
    const from = odometerExemptFrom(Number(modelYear));
    if (from > Number(today.slice(0, 4)))
      findings.push(
        warning(
          'odometerStatus',
          'odometer-not-exempt-by-age',
          `A vehicle of model year ${modelYear} is exempt by age only from ${from} on. Another reason may hold: weight, no engine, a new vehicle.`,
          EXEMPTION,
        ),
      );
  }
  findings.push(...backwards(details, raw));
  return { details, findings };
};

/** An odometer that runs backwards between coming in and going out (49 CFR 580.5: then it is not actual). */
const backwards = (details: Details, raw: Details): Finding[] => {
  const [from, to] = [details.odometer ?? raw.odometer, details.odometerOut];
  if (!from || !to || !/^\d+$/.test(from) || !/^\d+$/.test(to) || Number(to) >= Number(from)) return [];
  return [
    warning(
      'odometerOut',
      'odometer-backwards',
      `The odometer runs backwards: ${to} going out, ${from} coming in. Read both again; if it is so, the reading is not actual and must be disclosed.`,
      RULE,
    ),
  ];
};
