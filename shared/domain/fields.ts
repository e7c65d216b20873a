import type { CategoryId } from '../categories/ids.ts';

/**
 * The fields of a line that every category has a column for, as text, in the order of 27 CFR 478.125(e). A line is kept
 * flat so that a correction can name any of them.
 */
export const COLUMN_FIELDS = [
  'manufacturer',
  'importer',
  'model',
  'serial',
  'type',
  'caliber',
  'acquiredOn',
  'acquiredFrom',
  'acquiredFromAddress',
  'acquiredFromLicence',
  'disposedOn',
  'disposedTo',
  'disposedToAddress',
  'disposedToLicence',
  'form4473',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/** What only some categories or books ask for. A line holds those that were filled in. */
export const DETAIL_FIELDS = [
  'serialState',
  'numberScheme',
  'year',
  'body',
  'colour',
  'plate',
  'titleNumber',
  'odometer',
  'odometerUnit',
  'odometerStatus',
  'engineNumber',
  'dateCode',
  'lot',
  'typeNumber',
  'imei',
  'mac',
  'assetTag',
  'stockNumber',
  'description',
  'location',
  'condition',
  'price',
  'value',
  'receipt',
  'warrantyUntil',
  'odometerOut',
  'priceSold',
] as const;
export type DetailField = (typeof DETAIL_FIELDS)[number];
export type Details = Partial<Record<DetailField, string>>;

export const ENTRY_FIELDS = [...COLUMN_FIELDS, ...DETAIL_FIELDS] as const;
export type EntryField = ColumnField | DetailField;

export const isDetail = (field: string): field is DetailField => (DETAIL_FIELDS as readonly string[]).includes(field);

/** What each field is called on screen and paper, where its category has no word of its own (`fieldName`). */
export const FIELD_LABELS: Readonly<Record<EntryField, string>> = {
  manufacturer: 'Manufacturer',
  importer: 'Importer',
  model: 'Model',
  serial: 'Serial number',
  type: 'Type',
  caliber: 'Caliber or gauge',
  acquiredOn: 'Date acquired',
  acquiredFrom: 'Acquired from',
  acquiredFromAddress: 'Address',
  acquiredFromLicence: 'Licence number',
  disposedOn: 'Date disposed',
  disposedTo: 'Disposed to',
  disposedToAddress: 'Address',
  disposedToLicence: 'Licence number',
  form4473: 'Form 4473 number',
  serialState: 'State of the number',
  numberScheme: 'Kind of number',
  year: 'Model year',
  body: 'Body',
  colour: 'Color',
  plate: 'Last plate',
  titleNumber: 'Title number',
  odometer: 'Odometer in',
  odometerUnit: 'Odometer unit',
  odometerStatus: 'Odometer status',
  engineNumber: 'Engine number',
  dateCode: 'Date code',
  lot: 'Lot or batch',
  typeNumber: 'Type number',
  imei: 'IMEI',
  mac: 'MAC address',
  assetTag: 'Asset tag',
  stockNumber: 'Stock number',
  description: 'Description',
  location: 'Location',
  condition: 'Condition',
  price: 'Price paid',
  value: 'Value now',
  receipt: 'Receipt',
  warrantyUntil: 'Warranty until',
  odometerOut: 'Odometer out',
  priceSold: 'Price sold',
};

/** What else a finding or a change may be about. */
export const OTHER_LABELS: Readonly<Record<string, string>> = {
  incidentAtf: 'ATF incident number',
  incidentPolice: 'Police incident number',
  markedOn: 'Date marked',
  note: 'Note',
};

/** The fields that a correction may not reach before the line is disposed of. */
export const DISPOSITION_FIELDS: readonly EntryField[] = [
  'disposedOn',
  'disposedTo',
  'disposedToAddress',
  'disposedToLicence',
  'form4473',
  'odometerOut',
  'priceSold',
];

const pickDetails = (details: Details, leaving: boolean): Details =>
  Object.fromEntries(Object.entries(details).filter(([f]) => DISPOSITION_FIELDS.includes(f as EntryField) === leaving));

/** The details that are written down when a unit comes in. */
export const enteringDetails = (details: Details): Details => pickDetails(details, false);

/** The details that are written down when it leaves. */
export const leavingDetails = (details: Details): Details => pickDetails(details, true);

/** How a hand-keyed number came in: typed once, typed a second time without seeing the first, or read by a scanner. */
export const KEYINGS = ['typed', 'typed-twice', 'scanned'] as const;
export type Keying = (typeof KEYINGS)[number];

/** What an acquisition writes down. Texts as typed; empty where not given. */
export type AcquisitionDraft = {
  category: CategoryId;
  manufacturer: string;
  importer: string;
  model: string;
  /** In marked order. */
  serials: string[];
  type: string;
  caliber: string;
  /** As typed; read by parseDate. */
  acquiredOn: string;
  acquiredFrom: string;
  acquiredFromAddress: string;
  acquiredFromLicence: string;
  note: string;
  /** Only those that are filled in. */
  details: Details;
  /** How each serial was keyed, in their order, where the book asks for it. */
  keying?: Keying[] | undefined;
};

/** An acquisition as an event carries it. Events written before there were categories are of firearms. */
export type RecordedAcquisition = Omit<AcquisitionDraft, 'category' | 'details'> &
  Partial<Pick<AcquisitionDraft, 'category' | 'details'>>;

/** Sale and the like to a person or licensee; a theft or loss (27 CFR 478.39a); destroyed. */
export const DISPOSITION_KINDS = ['transfer', 'theft-loss', 'destroyed'] as const;
export type DispositionKind = (typeof DISPOSITION_KINDS)[number];

export type DispositionDraft = {
  kind: DispositionKind;
  disposedOn: string;
  disposedTo: string;
  disposedToAddress: string;
  disposedToLicence: string;
  form4473: string;
  /** Theft or loss only: what ATF and the police call the incident. */
  incidentAtf: string;
  incidentPolice: string;
  note: string;
  /** Only those that are filled in: `odometerOut`, `priceSold`. */
  details?: Details | undefined;
};

export const emptyAcquisition = (category: CategoryId = 'firearm'): AcquisitionDraft => ({
  category,
  manufacturer: '',
  importer: '',
  model: '',
  serials: [],
  type: '',
  caliber: '',
  acquiredOn: '',
  acquiredFrom: '',
  acquiredFromAddress: '',
  acquiredFromLicence: '',
  note: '',
  details: {},
});

export const emptyDisposition = (): DispositionDraft => ({
  kind: 'transfer',
  disposedOn: '',
  disposedTo: '',
  disposedToAddress: '',
  disposedToLicence: '',
  form4473: '',
  incidentAtf: '',
  incidentPolice: '',
  note: '',
});

/** A line's fields as texts; a detail that was never filled in is absent. */
export type LineTexts = Readonly<Record<ColumnField, string>> & Readonly<{ [K in DetailField]?: string | undefined }>;

/** The text of any field; empty where the line has none. */
export const textOf = (line: LineTexts, field: EntryField): string => line[field] ?? '';

/** The details among a line's texts that are filled in. */
export const detailsOf = (line: LineTexts): Details => {
  const details: Details = {};
  for (const field of DETAIL_FIELDS) if (line[field]) details[field] = line[field];
  return details;
};
