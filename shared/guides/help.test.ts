import { describe, expect, it } from 'vitest';
import { findHelp, type Place, placesOf, readHelp, readPlaces } from './help.ts';

const entry = {
  id: 'unique',
  question: 'Is a serial number unique?',
  answer: ['Not by itself: another maker may use the same digits.'],
  cite: 'custom of makers',
  certainty: 'memory',
  guides: ['revolver'],
  words: ['doublet'],
};
const place = {
  category: 'vehicle',
  name: 'An office',
  whatFor: 'What the number says of the vehicle.',
  reach: 'By letter.',
  certainty: 'memory',
};

describe('readHelp', () => {
  it.each([
    ['no answer', { ...entry, answer: [] }],
    ['no source', { ...entry, cite: '' }],
    ['a guide that is not there', { ...entry, guides: ['trombone'] }],
    ['an id that no address can hold', { ...entry, id: 'Is it?' }],
  ])('refuses an entry with %s', (_, content) => {
    expect(() => readHelp([content])).toThrow();
  });

  it('refuses two with one id', () => {
    expect(readHelp([entry])).toHaveLength(1);
    expect(() => readHelp([entry, entry])).toThrow('same id');
  });
});

describe('findHelp', () => {
  it('finds by the beginning of words of question, answer and further words, and wants every word', () => {
    const all = readHelp([entry, { ...entry, id: 'other', question: 'Where is it?', words: [] }]);
    expect(findHelp(all, 'UNIQ').map((help) => help.id)).toEqual(['unique']);
    expect(findHelp(all, 'doublet digits').map((help) => help.id)).toEqual(['unique']);
    expect(findHelp(all, 'digits')).toHaveLength(2);
    expect(findHelp(all, 'digits trombone')).toEqual([]);
    expect(findHelp(all, ' ')).toHaveLength(2);
  });
});

describe('placesOf', () => {
  const places: Place[] = readPlaces([
    { ...place, category: 'any', name: 'For all' },
    place,
    { ...place, category: 'tool', name: 'For tools' },
  ]);
  it('gives those of the category, then those for everything', () => {
    expect(placesOf(places, 'vehicle').map((each) => each.name)).toEqual(['An office', 'For all']);
    expect(placesOf(places, 'other').map((each) => each.name)).toEqual(['For all']);
    expect(placesOf(places, 'any').map((each) => each.name)).toEqual(['For all']);
  });
});
