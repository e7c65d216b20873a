import type { Category } from '../category.ts';
import { checkDescribed } from '../described.ts';
import { KEEPING } from '../keeping.ts';

export const ELECTRONICS_TYPES = [
  'Laptop',
  'Desktop computer',
  'Phone',
  'Tablet',
  'Camera',
  'Lens',
  'Television',
  'Game console',
  'Monitor',
  'Router',
  'Audio',
  'Watch',
  'Drone',
] as const;

export const electronics: Category = {
  id: 'electronics',
  label: 'Electronics',
  noun: 'device',
  plural: 'devices',
  fields: [
    { name: 'type', label: 'What it is', input: 'suggest', choices: ELECTRONICS_TYPES },
    { name: 'manufacturer', label: 'Brand', input: 'suggest' },
    { name: 'model', input: 'suggest', hint: 'From the label or the settings.' },
    { name: 'serial', input: 'serials', mono: true, hint: 'S/N on the label, or in the settings.' },
    { name: 'serialState', input: 'choice', choices: ['Never marked', 'Illegible', 'Removed or altered'] },
    { name: 'imei', input: 'text', mono: true, hint: 'Phones: dial *#06#.' },
    { name: 'mac', input: 'text', mono: true },
    { name: 'assetTag', input: 'text', mono: true },
  ],
  keeping: KEEPING,
  leaving: [{ name: 'priceSold', input: 'money' }],
  types: ELECTRONICS_TYPES,
  check: (raw, context) =>
    checkDescribed(raw, context, {
      category: 'electronics',
      maker: 'The brand',
      where: 'It stands on the underside or back, in the settings and on the box; the guide shows where.',
      mustHaveSerial: false,
      longestSerial: 60,
    }),
};
