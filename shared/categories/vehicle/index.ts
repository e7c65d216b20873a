import type { AcquisitionDraft } from '../../domain/fields.ts';
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

type VehicleType = (typeof VEHICLE_TYPES)[number];

/** What people call a body or a kind. The first that matches tells: the narrow words stand first. */
const BODY_TYPES: readonly (readonly [RegExp, VehicleType])[] = [
  [/motor ?home|\brv\b|\bclass [abc]\b/i, 'Bus or heavy truck'],
  [
    /golf ?car(?:t|s?\b)|go-?kart|lawn tractor|(?:riding|ride-?on|zero.?turn)(?: lawn)? ?mower|zero.?turn/i,
    'Tractor or off-road',
  ],
  [/sedan|coup[eé]|hatch|wagon|convertible|roadster|saloon/i, 'Car'],
  [/\bsuvs?\b|\b(?:mini|camper|cargo)?-?vans?\b|crossover|\bmpv\b/i, 'Van or SUV'],
  [/trailer|camper|caravan|(?:fifth|5th) ?wheel|toy hauler/i, 'Trailer'],
  [/pickup|truck|crew cab/i, 'Pickup or truck'],
  [/motor ?(?:cycle|bike)|scooter|moped|(?:dirt|pit|trail) ?bike/i, 'Motorcycle'],
  [/boat|jet ?ski|vessel|watercraft|pontoon|yacht|kayak|canoe|\bdinghy|\bskiff/i, 'Boat'],
  [
    /tractor|\b(?:atv|utv|quad)s?\b|quad ?bike|four.?wheeler|side.by.side|off-?road|snow ?mobile|excavator|backhoe|loader|skid.?steer|forklift|bulldozer/i,
    'Tractor or off-road',
  ],
  [/\bbus\b|heavy/i, 'Bus or heavy truck'],
];

/** The kind of vehicle that a body style, or another word for a kind, belongs to; empty where it tells nothing. */
export const typeOfBody = (body: string): VehicleType | '' => BODY_TYPES.find(([words]) => words.test(body))?.[1] ?? '';

const isVehicleType = (type: string): boolean => (VEHICLE_TYPES as readonly string[]).includes(type);

/**
 * The kind of a vehicle for the rules about its number: as it was named, or what the words for kind and body tell. Empty where
 * nothing does.
 */
export const vehicleKind = ({ type, details }: Pick<AcquisitionDraft, 'type' | 'details'>): VehicleType | '' => {
  const named = VEHICLE_TYPES.find((kind) => kind === type && kind !== 'Other vehicle');
  return named ?? (typeOfBody(type) || typeOfBody(details.body ?? ''));
};

/** Where the number of record stands, for the sentence that asks for it. A mower or a boat has no VIN to ask for. */
const WHERE: Partial<Record<VehicleType | '', string>> = {
  Motorcycle: 'It stands on the steering head; the guide shows where.',
  Trailer: 'It stands on a plate or label at the left front; the guide shows where.',
  Boat: 'It stands on the right of the transom, above the waterline; the guide shows where.',
  'Tractor or off-road': 'It stands on the maker’s plate or on the frame; the guide shows where.',
};
const WHERE_VIN = 'It stands at the base of the windshield, on the door pillar or on the frame; the guide shows where.';

/** Kinds that no state asks a dealer’s plate of, and whose year stands in no VIN. */
const WITHOUT_PLATE: readonly (VehicleType | '')[] = ['Boat', 'Tractor or off-road'];

/**
 * The kind as the list has it. Another word for one, such as “Riding mower”, is kept as the body where none is given.
 */
const namedKind = (raw: AcquisitionDraft): AcquisitionDraft => {
  const body = raw.details.body ?? '';
  if (raw.type === '') return { ...raw, type: typeOfBody(body) };
  if (isVehicleType(raw.type)) return raw;
  const listed = VEHICLE_TYPES.find((type) => type.toLowerCase() === raw.type.toLowerCase());
  if (listed) return { ...raw, type: listed };
  const kind = typeOfBody(raw.type);
  if (kind === '' || (body !== '' && body.toLowerCase() !== raw.type.toLowerCase())) return raw;
  return { ...raw, type: kind, details: { ...raw.details, body: body || raw.type } };
};

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
    const named = namedKind(raw);
    const { draft, findings } = checkDescribed(named, context, {
      category: 'vehicle',
      maker: 'The make',
      where: WHERE[vehicleKind(named)] ?? WHERE_VIN,
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
        warning(
          'year',
          'year-missing',
          WITHOUT_PLATE.includes(vehicleKind(draft))
            ? 'The model year is missing. It stands on the papers and often on the maker’s plate.'
            : 'The model year is missing. It stands on the title and in the VIN.',
        ),
      );
    }
    if (numberScheme && !(NUMBER_SCHEMES as readonly string[]).includes(numberScheme))
      findings.push(
        refused(
          'numberScheme',
          'number-scheme-unknown',
          `“${numberScheme}” is not a kind of number. Choose one of: ${NUMBER_SCHEMES.join(', ')}.`,
        ),
      );
    const odometer = readOdometer(details, year ?? '', context.today);
    Object.assign(details, odometer.details);
    findings.push(...odometer.findings);
    if (context.book === 'register' && !details.plate && !WITHOUT_PLATE.includes(vehicleKind(draft)))
      findings.push(
        hint('plate', 'plate-missing', 'Some states want the last plate in a dealer’s book.', {
          cite: '15 NYCRR 78.25 (New York)',
          certainty: 'read',
        }),
      );
    return { draft: { ...draft, details }, findings };
  },
};
