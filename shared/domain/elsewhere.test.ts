import { describe, expect, it } from 'vitest';
import { pointsElsewhere } from './elsewhere.ts';

describe('a text that points to another record', () => {
  it.each([
    'see invoice',
    'see title',
    'See the registration',
    'per warranty card',
    'See the attached invoice',
    'SEE 4473',
    'see form 4473',
    'see above',
    'see line 12',
    'see page 4',
    'see file',
    'see',
    'per invoice 123',
    'per bound book',
    'as per receipt',
    'refer to ledger',
    'Refer to Smith',
    'same as above',
    'same',
    'Ditto',
    '"',
    'as above',
  ])('%s', (text) => {
    expect(pointsElsewhere(text)).toBe(true);
  });

  it.each([
    'Per Hansen',
    'Per Olof Lind',
    'See Vang',
    "See's Candies LLC",
    'See Page',
    'Per Titlestad',
    'See Titley',
    'Perla Ruiz',
    'Seefeld Arms',
    'Sameer Patel',
    'Samesun Trading',
    'Referee Sports',
    'Ditto Arms LLC',
    '12 See Street, Elm, TX 75001',
    '',
  ])('%s is a name like any other', (text) => {
    expect(pointsElsewhere(text)).toBe(false);
  });
});
