import type { Category } from '../category.ts';
import { checkDescribed } from '../described.ts';
import { KEEPING } from '../keeping.ts';

const OTHER_TYPES = [
  'Bicycle',
  'Jewelry',
  'Watch',
  'Musical instrument',
  'Furniture',
  'Sports equipment',
  'Artwork',
] as const;

/** Whatever bears a number and is none of the others. */
export const other: Category = {
  id: 'other',
  label: 'Other',
  noun: 'item',
  plural: 'items',
  fields: [
    { name: 'type', label: 'What it is', input: 'suggest', choices: OTHER_TYPES },
    { name: 'manufacturer', label: 'Brand or maker', input: 'suggest' },
    { name: 'model', input: 'suggest' },
    { name: 'serial', input: 'serials', mono: true },
    { name: 'serialState', input: 'choice', choices: ['Never marked', 'Illegible', 'Removed or altered'] },
    { name: 'assetTag', input: 'text', mono: true },
    { name: 'description', input: 'text', hint: 'What sets it apart from another like it.' },
  ],
  keeping: KEEPING,
  leaving: [{ name: 'priceSold', input: 'money' }],
  types: OTHER_TYPES,
  check: (raw, context) =>
    checkDescribed(raw, context, {
      category: 'other',
      maker: 'The brand or maker',
      where: 'Look at the underside, the back and inside.',
      mustHaveSerial: false,
      longestSerial: 60,
    }),
};
