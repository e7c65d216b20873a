import { expect, test } from 'vitest';
import { CATEGORY_IDS } from '../categories/ids.ts';
import { CATEGORIES, fieldName, fieldsOf, hasField, withArticle } from '../categories/registry.ts';
import {
  COLUMN_FIELDS,
  DETAIL_FIELDS,
  DISPOSITION_FIELDS,
  detailsOf,
  ENTRY_FIELDS,
  emptyAcquisition,
  enteringDetails,
  FIELD_LABELS,
  isDetail,
  leavingDetails,
  textOf,
} from './fields.ts';

const columns = Object.fromEntries(COLUMN_FIELDS.map((field) => [field, ''])) as Record<
  (typeof COLUMN_FIELDS)[number],
  string
>;

test('no field has two homes, and each has a name of its own on screen', () => {
  expect(new Set(ENTRY_FIELDS).size).toBe(COLUMN_FIELDS.length + DETAIL_FIELDS.length);
  for (const field of ENTRY_FIELDS) expect(FIELD_LABELS[field], field).toMatch(/^\p{Lu}/u);
  expect(ENTRY_FIELDS.filter(isDetail)).toEqual([...DETAIL_FIELDS]);
});

test('details are taken from a line, and parted into those of coming in and of going out', () => {
  const line = { ...columns, year: '2014', odometer: '10', odometerOut: '20', priceSold: '5.00', plate: '' };
  expect(textOf(line, 'year')).toBe('2014');
  expect(textOf(line, 'imei')).toBe('');
  const details = detailsOf(line);
  expect(details).toEqual({ year: '2014', odometer: '10', odometerOut: '20', priceSold: '5.00' });
  expect(enteringDetails(details)).toEqual({ year: '2014', odometer: '10' });
  expect(leavingDetails(details)).toEqual({ odometerOut: '20', priceSold: '5.00' });
});

test('every detail belongs to at least one category, and what leaves is a field of the disposition', () => {
  for (const field of DETAIL_FIELDS)
    expect(
      CATEGORY_IDS.some((category) => hasField(category, 'register', field)),
      field,
    ).toBe(true);
  for (const { leaving, fields, keeping } of Object.values(CATEGORIES)) {
    for (const { name } of leaving) expect(DISPOSITION_FIELDS).toContain(name);
    for (const { name } of [...fields, ...keeping]) expect(DISPOSITION_FIELDS).not.toContain(name);
    const names = [...fields, ...keeping, ...leaving].map((f) => f.name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('a book of record has no column for prices and places; registers and inventories do', () => {
  for (const category of CATEGORY_IDS) {
    expect(hasField(category, 'statutory', 'price')).toBe(false);
    expect(hasField(category, 'register', 'price')).toBe(true);
    expect(fieldsOf(category, 'inventory').length).toBeGreaterThan(fieldsOf(category, 'statutory').length);
  }
  expect(hasField('firearm', 'statutory', 'odometer')).toBe(false);
  expect(hasField('vehicle', 'register', 'odometerOut')).toBe(true);
  expect(hasField('firearm', 'inventory', 'priceSold')).toBe(false);
});

test('fields and units are called by the category’s own words', () => {
  expect(fieldName('serial', 'vehicle')).toBe('VIN or other number');
  expect(fieldName('serial')).toBe('Serial number');
  expect(fieldName('odometerOut', 'vehicle')).toBe('Odometer out');
  expect(CATEGORY_IDS.map(withArticle)).toEqual([
    'A firearm',
    'A vehicle',
    'A tool',
    'A device',
    'An appliance',
    'An item',
  ]);
});

test('an empty acquisition is a firearm unless another category is named, and shares nothing with the next', () => {
  expect(emptyAcquisition().category).toBe('firearm');
  const [a, b] = [emptyAcquisition('tool'), emptyAcquisition('tool')];
  a.details.lot = '7';
  a.serials.push('1');
  expect(b).toEqual({ ...emptyAcquisition(), category: 'tool' });
});
