import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { HeldEvidence } from '../../../shared/contract/evidence.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import { BOOKS, type BookId } from '../../../shared/domain/settings.ts';
import type { DocumentHead } from './head.ts';
import { someHead, someLine } from './test-lines.ts';

/** Made-up lines of every category for the tests of printed documents. */

const BLANK = {
  status: 'open',
  manufacturer: '',
  importer: '',
  model: '',
  serial: '',
  serials: [],
  type: '',
  caliber: '',
  acquiredOn: '2026-03-05',
  acquiredFrom: '',
  acquiredFromAddress: '',
  acquiredFromLicence: '',
  disposedOn: '',
  disposedTo: '',
  disposedToAddress: '',
  disposedToLicence: '',
  form4473: '',
  dispositionKind: '',
  voidReason: '',
  disposedRecordedAt: '',
} as const satisfies Partial<BookLine>;

/** A line of a category in which only what is given is filled in. */
export const someUnit = (category: CategoryId, fields: Partial<BookLine> & { line: number }): BookLine =>
  someLine({ ...BLANK, category, ...fields, serials: fields.serials ?? (fields.serial ? [fields.serial] : []) });

/** The head of a book of a shop or an owner without a licence. */
export const headOf = (book: BookId, fields: Partial<DocumentHead> = {}): DocumentHead =>
  someHead({
    ledgerName: 'Ida Ng',
    licence: '',
    premises: '1949 Oak Avenue, Utica, NY 13501',
    bookTitle: BOOKS[book].title,
    categories: BOOKS[book].categories,
    kind: BOOKS[book].kind,
    ...fields,
  });

const VIN = (n: number): string => `1M8GDM9AXKP${String(42000 + n).padStart(6, '0')}`;
const CARS = [
  ['Tesla', 'Model 3', 'Sedan', '2018'],
  ['Yamaha', 'MT-07', 'Motorcycle', '2006'],
  ['Ford', 'F-150 SuperCrew Lariat', 'Crew cab pickup', '2025'],
  ['Mercedes-Benz', 'Sprinter 2500 170″ WB', 'Van', '2021'],
  ['Volkswagen', 'Atlas Cross Sport', 'SUV', '2022'],
] as const;
const STATUS = ['Actual', 'Actual', 'Exempt', 'Exceeds mechanical limits', 'Not actual'] as const;

/** A register of vehicles; the VIN holds the line number. */
export const vehicles = (count: number): BookLine[] =>
  Array.from({ length: count }, (_, n) => {
    const [manufacturer, model, body, year] = CARS[n % CARS.length]!;
    const sold = n % 3 === 0;
    return someUnit('vehicle', {
      line: n + 1,
      book: 'vehicles',
      manufacturer,
      model,
      body,
      year,
      serial: VIN(n),
      type: 'Car',
      plate: n % 4 === 3 ? '' : `ID 1A ${20_000 + n}`,
      ...(n % 5 === 1 ? {} : { titleNumber: `A${104_233 + n}` }),
      odometer: String(74_712 + 17 * n),
      odometerUnit: n % 7 === 0 ? 'km' : 'mi',
      odometerStatus: STATUS[n % STATUS.length]!,
      price: '12500.00',
      acquiredFrom: 'Gail Chen',
      acquiredFromAddress: '4925 Hwy 9, Fargo, ND 58102',
      ...(sold
        ? {
            status: 'disposed' as const,
            dispositionKind: 'transfer' as const,
            disposedOn: '2026-09-14',
            disposedTo: 'Jack Nakamura',
            disposedToAddress: '1949 Oak Ave, Utica, NY 13501',
            odometerOut: String(74_759 + 17 * n),
            priceSold: '14250.00',
          }
        : {}),
    });
  });

const TOOLS = [
  ['Milwaukee', '2804-20', 'Drill or driver', 'F24DF210164948'],
  ['Stihl', 'MS 261 C-M', 'Chainsaw', '585867986'],
  ['DeWalt', 'DCD791', 'Drill or driver', '175418'],
  ['Snap-on', 'TQFR250E', 'Torque wrench', 'AG05/2041'],
] as const;

/** A register of tools. */
export const tools = (count: number): BookLine[] =>
  Array.from({ length: count }, (_, n) => {
    const [manufacturer, model, type, serial] = TOOLS[n % TOOLS.length]!;
    return someUnit('tool', {
      line: n + 1,
      book: 'tools',
      manufacturer,
      model,
      type,
      serial: n % 9 === 8 ? '' : `${serial}-${n + 1}`,
      ...(n % 9 === 8 ? { serialState: 'Never marked' } : {}),
      ...(n % 4 === 2 ? { typeNumber: 'TYPE 1', dateCode: '2022 03-49' } : {}),
      ...(n % 4 === 3 ? { lot: 'L-40213' } : {}),
      assetTag: `T${String(n).padStart(4, '0')}`,
      location: n % 2 === 0 ? 'Crib 1' : 'Service van 2',
      price: '449.09',
      warrantyUntil: '2029-05-09',
      acquiredFrom: n % 2 === 0 ? 'Estate sale' : 'Acme Supply',
      acquiredFromAddress: '12 Pine Ct, Boise, ID 83702',
    });
  });

/** A household of every category. */
export const household = (): BookLine[] =>
  (
    [
      ['appliance', 'Refrigerator', 'Bosch', 'B36CT80SNS', 'FD989732512', 'Kitchen', '1071.89', '348.08'],
      ['tool', 'Table saw', 'DeWalt', 'DWE7491RS', '203890019', 'Garage', '3599.50', '4214.69'],
      ['electronics', 'Camera', 'Canon', 'EOS R6', '047937142', 'Bedroom', '1174.12', '713.47'],
      ['firearm', 'Revolver', 'Smith & Wesson', '686-6', 'DK2865226', 'Safe', '1203.07', '1377.47'],
      ['vehicle', 'Motorcycle', 'Yamaha', 'MT-07', VIN(7), 'Garage', '7199.00', '5200.00'],
      ['electronics', 'Laptop', 'Apple', 'MacBook Pro 14″', 'C02XK1ZZJGH5', 'Study', '1999.00 EUR', ''],
      ['other', 'Musical instrument', 'C. F. Martin & Co.', 'D-28', '', 'Living room', '', '2900.00'],
    ] as const
  ).map(([category, type, manufacturer, model, serial, location, price, value], n) =>
    someUnit(category, {
      line: n + 1,
      book: 'household',
      type,
      manufacturer,
      model,
      serial,
      ...(serial === '' ? { serialState: 'Illegible' } : {}),
      location,
      ...(price ? { price } : {}),
      ...(value ? { value } : {}),
      receipt: n % 2 === 0 ? 'Yes' : 'No',
      acquiredFrom: n % 2 === 0 ? 'Best Buy' : '',
    }),
  );

/** Evidence as it is held, numbered in the order given. */
export const held = (evidence: readonly Evidence[]): HeldEvidence[] =>
  evidence
    .map((one, n) => ({
      seq: n + 10,
      addedAt: `2026-11-22T15:0${n % 10}:00.000Z`,
      addedBy: 'Ana Peña',
      withdrawn: '',
      evidence: one as HeldEvidence['evidence'],
    }))
    // As the ledger gives it: newest first.
    .reverse();
