import type { Category } from '../category.ts';
import { checkDescribed } from '../described.ts';
import { KEEPING } from '../keeping.ts';

export const TOOL_TYPES = [
  'Drill or driver',
  'Impact wrench',
  'Rotary hammer',
  'Circular saw',
  'Table saw',
  'Miter saw',
  'Chainsaw',
  'Nailer',
  'Grinder',
  'Sander',
  'Generator',
  'Compressor',
  'Pressure washer',
  'Lawn mower',
  'Welder',
  'Torque wrench',
  'Hand tool',
  'Measuring instrument',
  'Battery or charger',
] as const;

export const tool: Category = {
  id: 'tool',
  label: 'Tool',
  noun: 'tool',
  plural: 'tools',
  fields: [
    { name: 'type', label: 'What it is', input: 'suggest', choices: TOOL_TYPES },
    { name: 'manufacturer', label: 'Brand', input: 'suggest' },
    { name: 'model', label: 'Model number', input: 'suggest', mono: true, hint: 'From the nameplate.' },
    { name: 'serial', input: 'serials', mono: true, hint: 'Not the model, type or date code beside it.' },
    { name: 'serialState', input: 'choice', choices: ['Never marked', 'Illegible', 'Removed or altered'] },
    { name: 'dateCode', input: 'text', mono: true, hint: 'As stamped: 2017-37-FY.' },
    { name: 'lot', input: 'text', mono: true },
    { name: 'typeNumber', input: 'text', mono: true, hint: 'TYPE 1 beside the model.' },
    { name: 'assetTag', input: 'text', mono: true, hint: 'Your own number on it.' },
  ],
  keeping: KEEPING,
  leaving: [{ name: 'priceSold', input: 'money' }],
  types: TOOL_TYPES,
  check: (raw, context) =>
    checkDescribed(raw, context, {
      category: 'tool',
      maker: 'The brand',
      where: 'It stands on the nameplate, in the battery bay or stamped in the housing; the guide shows where.',
      mustHaveSerial: false,
      longestSerial: 60,
    }),
};
