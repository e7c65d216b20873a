/**
 * A sample book of any size, the same for the same seed: firearms with plausible makers, serials, names and dates.
 * Every name is invented.
 */
const MAKERS = [
  ['Glock GmbH', 'Glock Inc', '19 Gen5', 'Pistol', '9x19'],
  ['Smith & Wesson', '', 'M&P9 Shield', 'Pistol', '9mm Luger'],
  ['Ruger', '', '10/22', 'Rifle', '.22 LR'],
  ['Winchester', '', '94', 'Rifle', '.30-30 Win'],
  ['Mossberg', '', '500', 'Shotgun', '12 ga'],
  ['Remington', '', '870', 'Shotgun', '12 ga'],
  ['Beretta', 'Beretta USA Corp', '686 Silver Pigeon', 'Shotgun', '20 ga'],
  ['Colt', '', 'Python', 'Revolver', '.357 Mag'],
  ['Aero Precision', '', 'X15', 'Receiver', 'Multi'],
  ['SilencerCo', '', 'Omega 300', 'Silencer', '.30 cal'],
] as const;
const FIRST = [
  'Ada',
  'Ben',
  'Chen',
  'Dana',
  'Emil',
  'Finn',
  'Gail',
  'Hugo',
  'Inés',
  'Jack',
  'Lucía',
  'Mara',
  'Noor',
  'Zoë',
];
const LAST = [
  'Abbott',
  'Bauer',
  'Castro',
  'Dietz',
  'Ekström',
  'Flores',
  'Grant',
  'Haas',
  'Jensen',
  'Müller',
  'O’Neill',
  'Sato',
  'Vogel',
];
const STREETS = ['Main St', 'Oak Ave', 'Elm St', 'Mill Rd', 'Hwy 9', 'Lakeview Dr'];
const TOWNS = ['Boise, ID 83702', 'Fargo, ND 58102', 'Concord, NH 03301', 'Yuma, AZ 85364', 'Tulsa, OK 74103'];

/** Mulberry32: small, seeded, good enough for samples. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type SampleLine = {
  manufacturer: string;
  importer: string;
  model: string;
  serial: string;
  type: string;
  caliber: string;
  acquiredOn: string;
  fromName: string;
  fromAddress: string;
  fromLicence: string;
  disposedOn: string;
  toName: string;
  toAddress: string;
  form4473: string;
};

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

export function* sampleLines(count: number, seed = 1): Generator<SampleLine> {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const digits = (n: number) => String(Math.floor(random() * 10 ** n)).padStart(n, '0');
  const date = (year: number) =>
    `${year}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
  const address = () => `${1 + Math.floor(random() * 9000)} ${pick(STREETS)}, ${pick(TOWNS)}`;
  const distributors = Array.from({ length: 12 }, () => ({
    name: `${pick(LAST)} Distributing LLC`,
    address: address(),
    licence: `${pick('1345689'.split(''))}-${digits(2)}-${digits(3)}-08-${digits(1)}${pick('ABCDEFGHJKLM'.split(''))}-${digits(5)}`,
  }));
  for (let n = 1; n <= count; n++) {
    const [manufacturer, importer, model, type, caliber] = pick(MAKERS);
    const licensee = random() < 0.6 ? pick(distributors) : undefined;
    const year = 2015 + Math.floor(random() * 8);
    const sold = random() < 0.7;
    yield {
      manufacturer,
      importer,
      model,
      serial: `${pick(LETTERS.split(''))}${pick(LETTERS.split(''))}${String(n).padStart(6, '0')}${digits(2)}`,
      type,
      caliber,
      acquiredOn: date(year),
      fromName: licensee?.name ?? `${pick(FIRST)} ${pick(LAST)}`,
      fromAddress: licensee?.address ?? address(),
      fromLicence: licensee?.licence ?? '',
      disposedOn: sold ? date(year + 1) : '',
      toName: sold ? `${pick(FIRST)} ${pick(LAST)}` : '',
      toAddress: sold ? address() : '',
      form4473: sold ? String(10_000 + n) : '',
    };
  }
}

const COLUMNS = [
  'ExternalId',
  'Manufacturer',
  'Importer',
  'CountryOfManufacture',
  'Model',
  'Serial',
  'Type',
  'Caliber',
  'BarrelLength',
  'Condition',
  'Cost',
  'Price',
  'UPC',
  'Location',
  'Note',
  'AcquisitionType',
  'Acquire_Date',
  'Acquire_PurchaseOrderNumber',
  'Acquire_License',
  'Acquire_LicenseName',
  'Acquire_LicenseExpires',
  'Acquire_Organization',
  'Acquire_FirstName',
  'Acquire_MiddleName',
  'Acquire_LastName',
  'Acquire_Address1',
  'Acquire_City',
  'Acquire_State',
  'Acquire_Postal',
  'Dispose_Date',
  'DispositionType',
  'ttsn',
  'Dispose_License',
  'Dispose_LicenseName',
  'Dispose_FirstName',
  'Dispose_LastName',
  'Dispose_Address1',
  'Dispose_City',
  'Dispose_State',
  'Dispose_Postal',
] as const;

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The same lines in FastBound's column names, as CSV text. */
export const sampleCsv = (count: number, seed = 1): string => {
  const rows = [COLUMNS.join(',')];
  let n = 0;
  for (const line of sampleLines(count, seed)) {
    n += 1;
    const where = (address: string) => {
      const [street = '', city = '', rest = ''] = address.split(', ');
      const [state = '', postal = ''] = rest.split(' ');
      return { street, city, state, postal };
    };
    const from = where(line.fromAddress);
    const to = where(line.toAddress);
    const [fromFirst = '', ...fromLast] = line.fromName.split(' ');
    const [toFirst = '', ...toLast] = line.toName.split(' ');
    const row: Partial<Record<(typeof COLUMNS)[number], string>> = {
      ExternalId: `S${n}`,
      Manufacturer: line.manufacturer,
      Importer: line.importer,
      Model: line.model,
      Serial: line.serial,
      Type: line.type,
      Caliber: line.caliber,
      Cost: '500.00',
      Location: 'Safe',
      AcquisitionType: 'Purchase',
      Acquire_Date: line.acquiredOn,
      ...(line.fromLicence
        ? { Acquire_License: line.fromLicence, Acquire_LicenseName: line.fromName }
        : { Acquire_FirstName: fromFirst, Acquire_LastName: fromLast.join(' ') }),
      Acquire_Address1: from.street,
      Acquire_City: from.city,
      Acquire_State: from.state,
      Acquire_Postal: from.postal,
      ...(line.disposedOn
        ? {
            Dispose_Date: line.disposedOn,
            DispositionType: 'Sale',
            ttsn: line.form4473,
            Dispose_FirstName: toFirst,
            Dispose_LastName: toLast.join(' '),
            Dispose_Address1: to.street,
            Dispose_City: to.city,
            Dispose_State: to.state,
            Dispose_Postal: to.postal,
          }
        : {}),
    };
    rows.push(COLUMNS.map((c) => cell(row[c] ?? '')).join(','));
  }
  return `${rows.join('\n')}\n`;
};
