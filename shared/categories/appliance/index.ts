import type { Category } from '../category.ts';
import { checkDescribed } from '../described.ts';
import { KEEPING } from '../keeping.ts';

export const APPLIANCE_TYPES = [
  'Refrigerator',
  'Freezer',
  'Washer',
  'Dryer',
  'Dishwasher',
  'Range',
  'Oven',
  'Microwave',
  'Water heater',
  'Furnace',
  'Air conditioner',
  'Vacuum cleaner',
] as const;

export const appliance: Category = {
  id: 'appliance',
  label: 'Appliance',
  noun: 'appliance',
  plural: 'appliances',
  fields: [
    { name: 'type', label: 'What it is', input: 'suggest', choices: APPLIANCE_TYPES },
    { name: 'manufacturer', label: 'Brand', input: 'suggest' },
    { name: 'model', label: 'Model (E-Nr.)', input: 'suggest', mono: true },
    { name: 'serial', input: 'serials', mono: true, hint: 'From the rating plate.' },
    { name: 'serialState', input: 'choice', choices: ['Never marked', 'Illegible', 'Removed or altered'] },
    { name: 'typeNumber', label: 'Type or FD number', input: 'text', mono: true },
    { name: 'dateCode', input: 'text', mono: true },
  ],
  keeping: KEEPING,
  leaving: [{ name: 'priceSold', input: 'money' }],
  types: APPLIANCE_TYPES,
  check: (raw, context) =>
    checkDescribed(raw, context, {
      category: 'appliance',
      maker: 'The brand',
      where: 'It stands on the rating plate, inside the door or on the back; the guide shows where.',
      mustHaveSerial: false,
      longestSerial: 60,
    }),
};
