import type { NewLedger, ReadingOf } from './steps.ts';

/** One unit of each category, as a person enters it: invented units with numbers that hold by their category's rules. */
export type Unit = {
  category: string;
  ledger: NewLedger;
  /** The book's short name in the address, and the choice on the form where the book holds several categories. */
  book: string;
  choice?: string;
  /** Field by field, in the order in which Enter goes through the form: the label, and what is typed. */
  typed: readonly (readonly [label: string, text: string])[];
  serial: string;
  /** What the drawing beside the form shows, once kind, maker and model are known. None: no guide is about such a thing. */
  guide: RegExp | undefined;
  readings: readonly [ReadingOf, ReadingOf];
  /** Headings of the book's columns that only this category has. */
  columns: readonly string[];
  correct: { field: string; to: string; was: string };
  dispose: readonly (readonly [label: string, text: string])[];
};

const DEALER: NewLedger = { template: 'Licensed dealer', name: 'Prairie Arms LLC', user: 'Dana Quist' };
const SHOP: NewLedger = { template: 'Small shop', name: 'Corner Motors & Tools', user: 'Dana Quist' };
const OWNER: NewLedger = { template: 'Owner', name: 'Åsa Lindqvist', user: 'Åsa Lindqvist' };

export const UNITS: readonly Unit[] = [
  {
    category: 'firearm',
    ledger: DEALER,
    book: 'ad',
    typed: [
      ['Manufacturer', 'Glock GmbH'],
      ['Model', '19 Gen5'],
      ['Importer, if any', 'Glock Inc'],
      ['Type', 'Pistol'],
      ['Caliber or gauge', '9x19'],
      ['Serial number', 'BKZX412'],
      ['Date acquired', 'today'],
      ['Name of the licensee', 'Ueda Distributing LLC'],
      ['Licence number', '944039088G05138'],
    ],
    serial: 'BKZX412',
    guide: /pistol with a plastic frame/i,
    readings: [
      { mark: 1, text: 'BKZX412' },
      { mark: 2, text: 'BKZX412', on: 'The box' },
    ],
    columns: ['Manufacturer, importer', 'Caliber, gauge'],
    correct: { field: 'Caliber or gauge', to: '9 mm Luger', was: '9x19' },
    dispose: [
      ['Full name of the person', 'Ida Grant'],
      ['Address of residence', '9638 Oak Ave, Austin, TX 78701'],
    ],
  },
  {
    category: 'vehicle',
    ledger: SHOP,
    book: 'vehicles',
    typed: [
      ['Kind', 'car'],
      ['Kind of number', ''],
      ['VIN or other number', '1G4AH59H45G118341'],
      ['Model year', '2005'],
      ['Make', 'Buick'],
      ['Model', 'LeSabre'],
      ['Body', 'Sedan'],
      ['Color', 'Silver'],
      ['Last plate', 'ID 1A 23456'],
      ['Title number', 'T-99812'],
      ['Odometer in', '74,712'],
      ['Odometer unit', 'mi'],
      ['Odometer status', 'actual'],
      ['Engine number', ''],
      ['Stock number', 'S0001'],
      ['Date acquired', 'today'],
      ['From whom', 'Gail Chen'],
      ['Address', '4925 Hwy 9, Fargo, ND 58102'],
    ],
    serial: '1G4AH59H45G118341',
    guide: /^A sedan/,
    readings: [
      { mark: 1, text: '1G4AH59H45G118341' },
      { mark: 2, text: '1G4AH59H45G118341', on: 'The title' },
    ],
    columns: ['Make, year', 'VIN or other number', 'Odometer', 'Plate, title'],
    correct: { field: 'Title number', to: 'T-99821', was: 'T-99812' },
    dispose: [
      ['Who takes it', 'Jack Nakamura'],
      ['Address', '1949 Oak Ave, Utica, NY 13501'],
      ['Odometer out', '74,211'],
      ['Price sold', '$4,100'],
    ],
  },
  {
    category: 'tool',
    ledger: SHOP,
    book: 'tools',
    typed: [
      ['What it is', 'Drill or driver'],
      ['Brand', 'DeWalt'],
      ['Model number', 'DCD791'],
      ['Serial number', '175418'],
      ['Date code', '2022 03-49'],
      ['Lot or batch', ''],
      ['Type number', 'TYPE 1'],
      ['Asset tag', 'T-0418'],
      ['Date acquired', 'yesterday'],
      ['From whom', 'Acme Supply'],
      ['Address', '88 Elm St, Utica, NY 13501'],
    ],
    serial: '175418',
    guide: /cordless drill/i,
    readings: [
      { mark: 1, text: '175418' },
      { mark: 2, text: '175418', on: 'A receipt' },
    ],
    columns: ['Model, type no.', 'Tag, place', 'Date code, lot'],
    correct: { field: 'Asset tag', to: 'T-0419', was: 'T-0418' },
    dispose: [['Who takes it', 'Sven Olafsen']],
  },
  {
    category: 'electronics',
    ledger: OWNER,
    book: 'household',
    choice: 'Electronics',
    typed: [
      ['What it is', 'Phone'],
      ['Brand', 'Fairphone'],
      ['Model', 'FP5'],
      ['Serial number', 'FP5E74C02291'],
      ['IMEI', '490154203237518'],
      ['MAC address', '00:1A:2B:3C:4D:5E'],
      ['Asset tag', ''],
      ['Date acquired', 'today'],
      ['From whom', 'Corner Electronics'],
    ],
    serial: 'FP5E74C02291',
    guide: /phone/i,
    readings: [
      { mark: 1, text: 'FP5E74C02291' },
      { mark: 2, text: 'FP5E74C02291', on: 'The box' },
    ],
    columns: ['What, brand', 'Price, value'],
    correct: { field: 'IMEI', to: '356938035643809', was: '490154203237518' },
    dispose: [['Who takes it', 'Ida Grant']],
  },
  {
    category: 'appliance',
    ledger: OWNER,
    book: 'household',
    choice: 'Appliance',
    typed: [
      ['What it is', 'Refrigerator'],
      ['Brand', 'Bosch'],
      ['Model (E-Nr.)', 'KGN39VLEB/01'],
      ['Serial number', '023080317241002345'],
      ['Type or FD number', '0308 00123'],
      ['Date code', ''],
      ['Date acquired', 'today'],
      ['From whom', 'Home Supply'],
    ],
    serial: '023080317241002345',
    guide: /^A refrigerator/,
    readings: [
      { mark: 1, text: '023080317241002345' },
      { mark: 2, text: '023080317241002345', on: 'A warranty card' },
    ],
    columns: ['What, brand', 'Place'],
    correct: { field: 'Type or FD number', to: '0308 00124', was: '0308 00123' },
    dispose: [['Who takes it', 'Scrap yard']],
  },
  {
    category: 'other',
    ledger: SHOP,
    book: 'second-hand',
    choice: 'Other',
    typed: [
      ['What it is', 'Bicycle'],
      ['Brand or maker', 'Kona'],
      ['Model', 'Rove'],
      ['Serial number', 'F104K00712'],
      ['Asset tag', ''],
      ['Description', 'Steel fork, green'],
      ['Date acquired', 'today'],
      ['From whom', 'Lee Vance'],
      ['Address', '77 Elm St, Utica, NY 13501'],
    ],
    serial: 'F104K00712',
    guide: undefined,
    readings: [
      { mark: 0, text: 'F104K00712' },
      { mark: 0, text: 'F104K00712', on: 'A receipt' },
    ],
    columns: ['What, brand', 'Place'],
    correct: { field: 'Model', to: 'Rove AL', was: 'Rove' },
    dispose: [['Who takes it', 'Ida Grant']],
  },
];
