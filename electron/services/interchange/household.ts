import { readFirearmType } from '../../../shared/categories/firearm/vocabulary.ts';
import { CATEGORY_IDS, type CategoryId } from '../../../shared/categories/ids.ts';
import { CATEGORIES } from '../../../shared/categories/registry.ts';
import { typeOfBody } from '../../../shared/categories/vehicle/index.ts';
import { warning } from '../../../shared/domain/findings.ts';
import { COMMON_NAMES, MAKER_NAMES, MODEL_NAMES, SERIAL_NAMES } from './register-columns.ts';
import { type Described, type RegisterRow, type RegisterSpec, registerFormat } from './register-format.ts';
import { TOOL_NAMES } from './tools.ts';
import { bodyOf, kindOfVehicle, schemeOf, VEHICLE_NAMES } from './vehicles.ts';

/** What people write in a Category column, in the singular and without case, beside the categories’ own names. */
const WORDS: Readonly<Record<string, CategoryId>> = {
  gun: 'firearm',
  weapon: 'firearm',
  handgun: 'firearm',
  'long gun': 'firearm',
  auto: 'vehicle',
  automobile: 'vehicle',
  car: 'vehicle',
  truck: 'vehicle',
  motorcycle: 'vehicle',
  trailer: 'vehicle',
  boat: 'vehicle',
  'power tool': 'tool',
  'hand tool': 'tool',
  'garden tool': 'tool',
  electronic: 'electronics',
  device: 'electronics',
  computer: 'electronics',
  camera: 'electronics',
  phone: 'electronics',
  'home appliance': 'appliance',
  'kitchen appliance': 'appliance',
  'white good': 'appliance',
};

/** Types by their words, for a row that says what a thing is and not which category it belongs to. */
const TYPES = new Map<string, CategoryId>(
  CATEGORY_IDS.flatMap((category) => CATEGORIES[category].types.map((type) => [type.toLowerCase(), category] as const)),
);

const singular = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(/s$/, '');

/** The category that a word of the Category column stands for; undefined for one that is none of them. */
const categoryOf = (word: string): CategoryId | undefined => {
  const key = singular(word);
  return (
    CATEGORY_IDS.find((id) => singular(CATEGORIES[id].label) === key || singular(CATEGORIES[id].noun) === key) ??
    WORDS[key] ??
    TYPES.get(word.toLowerCase())
  );
};

/** What a thing is called tells its category: `Revolver`, `Table saw`, `Motorcycle`. */
const categoryOfItem = (item: string): CategoryId | undefined =>
  TYPES.get(item.toLowerCase()) ??
  (item !== '' && readFirearmType(item).ok && !/^(other|combination|frame|lower)$/i.test(item)
    ? 'firearm'
    : undefined) ??
  (typeOfBody(item) === '' ? undefined : 'vehicle');

/** A word of the firearms vocabulary inside a longer text: `Hunting rifle`, `.38 revolver`. */
const firearmTypeIn = (text: string): string | undefined => {
  for (const word of text.split(/[^\p{L}-]+/u).reverse()) {
    const read = readFirearmType(word);
    if (word !== '' && read.ok && !/^(other|frame|firearm)$/i.test(word)) return read.type.name;
  }
  return undefined;
};

/**
 * A firearm's Type in the vocabulary's word. An inventory's own words are kept beside the line, and it is entered as
 * another firearm where they tell nothing.
 */
const firearmType = (row: RegisterRow): string => {
  const [item, kind] = [row.get('type'), row.get('kind')];
  if (kind !== '' && readFirearmType(kind).ok) return kind;
  if (readFirearmType(item).ok) {
    row.keep('kind');
    return item;
  }
  row.keep('type');
  row.keep('kind');
  const text = item || kind;
  const inside = firearmTypeIn(item) ?? firearmTypeIn(kind);
  const column = row.name(item === '' && kind !== '' ? 'kind' : 'type');
  row.find(
    text === ''
      ? warning(column, 'type-missing', 'What kind of firearm it is, is missing. It is entered as Firearm (other).')
      : inside
        ? warning(column, 'type-read-as', `“${text}” is entered as ${inside}; the words are kept beside the line.`)
        : warning(
            column,
            'type-unknown',
            `“${text}” is not a kind of firearm that is known. It is entered as Firearm (other); the words are kept beside the line.`,
          ),
  );
  return inside ?? 'Firearm (other)';
};

const describe = (row: RegisterRow): Described => {
  const { get, keep } = row;
  const word = get('category');
  const item = get('type');
  const kind = get('kind');
  const category = categoryOf(word) ?? categoryOfItem(item) ?? categoryOfItem(kind) ?? 'other';
  if (word === '' && category === 'other')
    row.find(
      warning(
        row.name('category'),
        'category-missing',
        'Which category it belongs to is not said. It is entered under Other.',
      ),
    );
  // The category's own name is nothing that could get lost.
  if (word !== '' && singular(word) !== singular(CATEGORIES[category].label)) keep('category');
  if (category === 'firearm') return { category, type: firearmType(row) };
  if (item !== '') keep('kind');
  const said = item || kind || (category === 'other' ? word : '');
  if (category !== 'vehicle') return { category, type: said };
  const type = said === '' ? typeOfBody(get('body')) : kindOfVehicle(said);
  return {
    category,
    type,
    details: {
      ...bodyOf(said, get('body')),
      ...(get('numberScheme') === '' ? { numberScheme: schemeOf(get('serial'), get('year'), type) } : {}),
    },
  };
};

/** An owner’s list of everything in the house: all categories mixed. */
export const HOUSEHOLD_INVENTORY: RegisterSpec = {
  id: 'household',
  label: 'Household inventory',
  kind: 'a household inventory',
  book: 'household',
  names: {
    ...COMMON_NAMES,
    ...VEHICLE_NAMES,
    ...TOOL_NAMES,
    serial: [...SERIAL_NAMES, 'VIN', 'Serial/VIN', 'Serial No/VIN', 'Serial or VIN'],
    category: ['Category', 'Class', 'Group', 'Item Category'],
    manufacturer: MAKER_NAMES,
    model: MODEL_NAMES,
    type: ['Item', 'What', 'Item Name', 'Name', 'Article', 'Description', 'Item Description', 'What It Is'],
    kind: ['Type', 'Kind', 'Item Type'],
    caliber: ['Caliber', 'Calibre', 'Gauge', 'Caliber/Gauge', 'Caliber or Gauge'],
    imei: ['IMEI', 'IMEI No', 'IMEI Number'],
    mac: ['MAC', 'MAC Address'],
  },
  required: [['manufacturer'], ['type', 'category', 'model']],
  describe,
};

export const householdFormat = registerFormat(HOUSEHOLD_INVENTORY);
