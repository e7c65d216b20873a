import { typeOfBody, VEHICLE_TYPES } from '../../../shared/categories/vehicle/index.ts';
import { columnList } from './columns.ts';
import type { ImportFormat } from './format.ts';
import { COMMON_NAMES, findColumns, MAKER_NAMES, MODEL_NAMES, SERIAL_NAMES } from './register-columns.ts';
import { type Described, type RegisterRow, type RegisterSpec, registerFormat } from './register-format.ts';

/** The names of a vehicle's own columns. */
export const VEHICLE_NAMES = {
  serial: [
    'VIN',
    'VIN Number',
    'VIN No',
    'Vehicle Identification Number',
    'Chassis No',
    'Chassis Number',
    'HIN',
    ...SERIAL_NAMES,
  ],
  numberScheme: ['Kind of Number', 'Number Type', 'VIN Type'],
  year: ['Year', 'Model Year', 'MY', 'Yr'],
  body: ['Body', 'Body Style', 'Body Type', 'Style'],
  colour: ['Color', 'Colour', 'Exterior Color', 'Ext Color'],
  plate: ['Last Plate', 'Plate', 'Plate No', 'Plate Number', 'License Plate', 'Licence Plate', 'Registration'],
  titleNumber: ['Title No', 'Title Number', 'Title', 'Title #'],
  odometer: [
    'Odometer In',
    'Odometer',
    'Mileage',
    'Miles',
    'Mileage In',
    'Miles In',
    'Odo',
    'Odometer Reading',
    'Odo In',
    'Kilometers',
    'KM',
  ],
  odometerOut: ['Odometer Out', 'Mileage Out', 'Miles Out', 'Odo Out', 'Odometer at Sale'],
  odometerUnit: ['Odometer Unit', 'Odometer Units', 'Mileage Unit'],
  odometerStatus: ['Odometer Status', 'Mileage Status', 'Odometer Disclosure', 'Odo Status'],
  engineNumber: ['Engine No', 'Engine Number', 'Engine Serial'],
  stockNumber: ['Stock No', 'Stock', 'Stock Number', 'Stock #', 'Stk', 'Stk No', 'Inventory No'],
} as const;

/** The first model year with a standard number of 17 characters. */
const FIRST_STANDARD_YEAR = 1981;
const LENGTH = 17;

/**
 * What kind of number a vehicle is known by, where the file does not say: seventeen characters are a VIN; else a boat has a
 * hull number, and the year tells. Empty where nothing does.
 */
export const schemeOf = (serial: string, year: string, type: string): string => {
  const length = serial.replace(/[\s-]/g, '').length;
  if (length === 0) return '';
  if (length === LENGTH && type !== 'Tractor or off-road') return 'VIN (17 characters)';
  if (type === 'Boat') return 'Hull number (HIN)';
  if (type === 'Tractor or off-road') return 'Product number (PIN)';
  if (!/^\d{4}(\.0+)?$/.test(year)) return '';
  return Number(year) >= FIRST_STANDARD_YEAR ? 'VIN (17 characters)' : 'VIN before 1981';
};

/** The list's word for a kind of vehicle; as it stands where the list has none. */
export const kindOfVehicle = (text: string): string =>
  VEHICLE_TYPES.find((type) => type.toLowerCase() === text.toLowerCase()) ?? (typeOfBody(text) || text);

/** A word for a kind that the list has under another name is kept as the body, where the file has none. */
export const bodyOf = (kind: string, body: string): { body?: string } =>
  body === '' && kindOfVehicle(kind).toLowerCase() !== kind.toLowerCase() ? { body: kind } : {};

const describe = ({ get }: RegisterRow): Described => {
  const type = get('type') === '' ? typeOfBody(get('body')) : kindOfVehicle(get('type'));
  return {
    category: 'vehicle',
    type,
    details: {
      ...bodyOf(get('type'), get('body')),
      ...(get('numberScheme') === '' ? { numberScheme: schemeOf(get('serial'), get('year'), type) } : {}),
    },
  };
};

/** A used-vehicle dealer’s register as a spreadsheet. */
export const VEHICLE_REGISTER: RegisterSpec = {
  id: 'vehicles',
  label: 'Vehicle register',
  kind: 'a vehicle register',
  book: 'vehicles',
  names: {
    ...COMMON_NAMES,
    ...VEHICLE_NAMES,
    manufacturer: ['Make', ...MAKER_NAMES.filter((name) => name !== 'Make')],
    model: MODEL_NAMES,
    type: ['Kind', 'Type', 'Vehicle Type', 'Class'],
  },
  required: [['serial'], ['manufacturer'], ['acquiredOn']],
  describe,
};

const format = registerFormat(VEHICLE_REGISTER);

/** Of these, a file of vehicles has one: else it is a list of other things with a serial number, a brand and a date. */
const TELLING = ['year', 'body', 'odometer', 'plate', 'titleNumber'] as const;

export const vehiclesFormat: ImportFormat = {
  ...format,
  matches: (header) => {
    const match = format.matches(header);
    const columns = findColumns(header, VEHICLE_REGISTER.names);
    const isOfVehicles =
      /vin|hin|chassis|vehicle/i.test(columns.name('serial')) || TELLING.some((field) => columns.at(field) >= 0);
    return !match.ok || isOfVehicles
      ? match
      : {
          ok: false,
          message: `This file is not a vehicle register: it has no column VIN, and none for year, body, odometer or plate. Its columns are: ${columnList(header)}.`,
        };
  },
};
