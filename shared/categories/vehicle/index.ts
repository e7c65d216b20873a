import { hint, refused, warning } from '../../domain/findings.ts';
import type { Category } from '../category.ts';
import { checkDescribed } from '../described.ts';
import { KEEPING } from '../keeping.ts';
import { ODOMETER_STATUSES, ODOMETER_UNITS, readOdometer } from './odometer.ts';

/** What kind of number a vehicle is known by. Before model year 1981 there was no standard. */
export const NUMBER_SCHEMES = [
  'VIN (17 characters)',
  'VIN before 1981',
  'Hull number (HIN)',
  'Product number (PIN)',
  'Frame number',
  'Engine number',
] as const;
export type NumberScheme = (typeof NUMBER_SCHEMES)[number];

export const VEHICLE_TYPES = [
  'Car',
  'Pickup or truck',
  'Van or SUV',
  'Motorcycle',
  'Trailer',
  'Boat',
  'Tractor or off-road',
  'Bus or heavy truck',
  'Other vehicle',
] as const;

const BODY_TYPES: readonly (readonly [RegExp, (typeof VEHICLE_TYPES)[number]])[] = [
  [/sedan|coupe|hatch|wagon|convertible|roadster|saloon/i, 'Car'],
  [/suv|van|crossover|mpv/i, 'Van or SUV'],
  [/pickup|truck|crew cab/i, 'Pickup or truck'],
  [/motor ?cycle|scooter|moped/i, 'Motorcycle'],
  [/trailer|camper/i, 'Trailer'],
  [/boat|jet ?ski|vessel|watercraft/i, 'Boat'],
  [/tractor|atv|utv|off-?road|excavator|loader/i, 'Tractor or off-road'],
  [/\bbus\b|heavy/i, 'Bus or heavy truck'],
];

/** The kind of vehicle that a body style belongs to; empty where it tells nothing. */
export const typeOfBody = (body: string): string => BODY_TYPES.find(([words]) => words.test(body))?.[1] ?? '';

export const vehicle: Category = {
  id: 'vehicle',
  label: 'Vehicle',
  noun: 'vehicle',
  plural: 'vehicles',
  fields: [
    { name: 'type', label: 'Kind', input: 'choice', choices: VEHICLE_TYPES },
    { name: 'numberScheme', input: 'choice', choices: NUMBER_SCHEMES, hint: 'The 17-character VIN since 1981.' },
    {
      name: 'serial',
      label: 'VIN or other number',
      input: 'serials',
      mono: true,
      hint: 'From the vehicle, then held against its papers.',
    },
    {
      name: 'serialState',
      input: 'choice',
      choices: ['Never marked', 'Illegible', 'Removed or altered'],
      hint: 'Only where no number can be read.',
    },
    { name: 'year', input: 'number', mono: true },
    { name: 'manufacturer', label: 'Make', input: 'suggest' },
    { name: 'model', input: 'suggest' },
    { name: 'body', input: 'suggest', hint: 'Sedan, coupe, crew cab.' },
    { name: 'colour', input: 'suggest' },
    { name: 'plate', input: 'text', mono: true, hint: 'With its state: ID 1A 23456.' },
    { name: 'titleNumber', input: 'text', mono: true },
    { name: 'odometer', input: 'number', mono: true, hint: 'Without tenths.' },
    { name: 'odometerUnit', input: 'choice', choices: ODOMETER_UNITS },
    { name: 'odometerStatus', input: 'choice', choices: ODOMETER_STATUSES, hint: 'As disclosed (49 CFR 580.5).' },
    { name: 'engineNumber', input: 'text', mono: true },
    { name: 'stockNumber', input: 'text', mono: true },
  ],
  keeping: KEEPING,
  leaving: [
    { name: 'odometerOut', input: 'number', mono: true, hint: 'Without tenths.' },
    { name: 'priceSold', input: 'money' },
  ],
  types: VEHICLE_TYPES,
  check: (raw, context) => {
    const type = raw.type === '' ? typeOfBody(raw.details.body ?? '') : raw.type;
    const { draft, findings } = checkDescribed({ ...raw, type }, context, {
      category: 'vehicle',
      maker: 'The make',
      where: 'It stands at the base of the windshield, on the door pillar or on the frame; the guide shows where.',
      mustHaveSerial: context.book !== 'inventory',
      longestSerial: 40,
    });
    const details = { ...draft.details };
    const { year, numberScheme } = details;
    if (year) {
      const now = Number(context.today.slice(0, 4));
      if (!/^\d{4}$/.test(year) || Number(year) < 1880)
        findings.push(
          refused('year', 'year-impossible', `“${year}” is not a model year. Write four digits, such as 2014.`),
        );
      else if (Number(year) > now + 2)
        findings.push(warning('year', 'year-future', `Model year ${year} has not begun. Check the papers.`));
    } else if (context.book === 'register') {
      findings.push(
        warning('year', 'year-missing', 'The model year is missing. It stands on the title and in the VIN.'),
      );
    }
    if (numberScheme && !(NUMBER_SCHEMES as readonly string[]).includes(numberScheme))
      findings.push(
        refused(
          'numberScheme',
          'number-scheme-unknown',
          `“${numberScheme}” is not a kind of number. Choose one from the list.`,
        ),
      );
    const odometer = readOdometer(details, year ?? '', context.today);
    Object.assign(details, odometer.details);
    findings.push(...odometer.findings);
    if (context.book === 'register' && !details.plate)
      findings.push(
        hint('plate', 'plate-missing', 'Some states want the last plate in a dealer’s book.', {
          cite: '15 NYCRR 78.25 (New York)',
          certainty: 'read',
        }),
      );
    return { draft: { ...draft, details }, findings };
  },
};
