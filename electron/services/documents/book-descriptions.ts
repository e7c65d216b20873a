import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { CellPart, ColumnPlan } from './book-columns.ts';
import { isUnitApart } from './field-text.ts';

export type Described = CategoryId | 'mixed';
type DescriptionColumn = Omit<ColumnPlan, 'group'>;

/** How a book says what its units are: five columns, and what they leave to the names and addresses beside them. */
type Description = {
  group: string;
  columns: readonly [DescriptionColumn, DescriptionColumn, DescriptionColumn, DescriptionColumn, DescriptionColumn];
  /** Least width for the name and address of whom it came from, and for the address of whom it went to. */
  from: number;
  locator: number;
  /** The last column: its title, and what it says beside the address. */
  leaving: { title: string; parts: readonly CellPart[] };
};

const column = (title: string, width: number, share: number, ...parts: CellPart[]): DescriptionColumn => ({
  role: 'text',
  title,
  width,
  share,
  parts,
});
const serials = (title: string, width: number): DescriptionColumn => ({
  role: 'serial',
  title,
  width,
  share: 2,
  parts: [{ field: 'serial', number: true }],
});

const PRICES = (width: number): DescriptionColumn =>
  column('Price, value', width, 1, { field: 'price', shown: true }, { field: 'value', shown: true, label: 'Now ' });
const TAG: CellPart = { field: 'assetTag', number: true, label: 'Tag ' };
const TYPE_NUMBER: CellPart = { field: 'typeNumber', number: true, label: 'Type no. ' };

const PLAIN = { from: 96, locator: 84, leaving: { title: 'Address', parts: [] } };

/** The columns that each category's book has on screen (renderer/features/book/columns.tsx), in the same words. */
export const DESCRIPTIONS: Readonly<Record<Described, Description>> = {
  // 27 CFR 478.125(e).
  firearm: {
    group: 'Description of firearm',
    columns: [
      column(
        'Manufacturer and importer (if any)',
        78,
        3,
        { field: 'manufacturer' },
        { field: 'importer', label: 'Importer: ' },
      ),
      column('Model', 54, 3, { field: 'model' }),
      serials('Serial number', 72),
      column('Type', 43, 1, { field: 'type' }),
      column('Caliber or gauge', 43.5, 1, { field: 'caliber' }),
    ],
    from: 102,
    locator: 91,
    leaving: { title: 'Address', parts: [] },
  },
  vehicle: {
    group: 'Description of vehicle',
    columns: [
      column('Make, year', 56, 2, { field: 'manufacturer' }, { field: 'year' }),
      column('Model, body', 59, 3, { field: 'model' }, { field: 'body' }),
      // A VIN's 17 characters stand on one line.
      serials('VIN or other number', 85),
      column(
        'Odometer in',
        46,
        1,
        { field: 'odometer', shown: true },
        { field: 'odometerUnit', when: isUnitApart },
        { field: 'odometerStatus' },
      ),
      column(
        'Plate, title',
        60,
        2,
        { field: 'plate', number: true },
        { field: 'titleNumber', number: true, label: 'Title ' },
      ),
    ],
    ...PLAIN,
    leaving: {
      title: 'Address, odometer out',
      parts: [{ field: 'odometerOut', shown: true, label: 'Odometer: ' }],
    },
  },
  tool: {
    group: 'Description of tool',
    columns: [
      column('Brand, kind', 60, 3, { field: 'manufacturer' }, { field: 'type' }),
      column('Model, type no.', 60, 3, { field: 'model' }, TYPE_NUMBER),
      serials('Serial number', 74),
      column('Tag, place', 50, 1, { field: 'assetTag', number: true }, { field: 'location' }),
      column(
        'Date code, lot',
        58,
        1,
        { field: 'dateCode', number: true },
        { field: 'lot', number: true, label: 'Lot ' },
      ),
    ],
    ...PLAIN,
  },
  electronics: {
    group: 'Description of device',
    columns: [
      column('Brand, kind', 54, 3, { field: 'manufacturer' }, { field: 'type' }),
      column('Model', 54, 3, { field: 'model' }),
      serials('Serial number', 74),
      // An IMEI's 15 digits stand on one line.
      column('IMEI, tag', 68.5, 1, { field: 'imei', number: true }, TAG),
      PRICES(56),
    ],
    ...PLAIN,
  },
  appliance: {
    group: 'Description of appliance',
    columns: [
      column('Brand, kind', 60, 3, { field: 'manufacturer' }, { field: 'type' }),
      column('Model, type no.', 62, 3, { field: 'model' }, TYPE_NUMBER),
      serials('Serial number', 74),
      column('Place', 50, 1, { field: 'location' }),
      PRICES(57),
    ],
    ...PLAIN,
  },
  other: {
    group: 'Description',
    columns: [
      column('Brand, kind', 60, 3, { field: 'manufacturer' }, { field: 'type' }),
      column('Model', 60, 3, { field: 'model' }),
      serials('Serial number', 74),
      column('Place, tag', 50, 1, { field: 'location' }, TAG),
      PRICES(57),
    ],
    ...PLAIN,
  },
  mixed: {
    group: 'Description',
    columns: [
      column('What, brand', 60, 3, { field: 'type' }, { field: 'manufacturer' }),
      column('Model', 56, 3, { field: 'model' }),
      // As wide as a VIN, which may stand here too.
      serials('Serial number', 84.5),
      column('Place', 46, 1, { field: 'location' }),
      PRICES(57),
    ],
    ...PLAIN,
  },
};
