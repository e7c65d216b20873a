import { describe, expect, it } from 'vitest';
import { FIREARM_TYPES } from '../categories/firearm/vocabulary.ts';
import { GUIDE_IDS, readGuide } from './guide.ts';
import { findGuides, guideFor, guidesFor, typesOf } from './lookup.ts';

describe('guideFor', () => {
  it.each([
    ['Pistol', 'pistol-polymer'],
    ['pistol', 'pistol-polymer'],
    [' Revolver ', 'revolver'],
    ['Rifle', 'rifle-bolt'],
    ['Shotgun', 'shotgun-pump'],
    ['Receiver', 'receiver-ar'],
    ['lower', 'receiver-ar'],
    ['suppressor', 'silencer'],
    ['SBR', 'receiver-ar'],
    ['Destructive device', 'firearm'],
    ['', 'firearm'],
    ['semi-automatic', 'firearm'],
    ['constructor', 'firearm'],
  ])('for “%s” is %s', (type, guide) => {
    expect(guideFor(type)).toBe(guide);
  });

  it('has an answer of its own for every type of the vocabulary, and every guide helps with some type', () => {
    const used = new Set(FIREARM_TYPES.flatMap((type) => guidesFor(type.name)));
    expect([...used].toSorted()).toEqual(GUIDE_IDS.toSorted());
    for (const type of FIREARM_TYPES.filter((t) => ['Pistol', 'Revolver', 'Rifle', 'Shotgun'].includes(t.name))) {
      expect(guideFor(type.name), type.name).not.toBe('firearm');
    }
  });

  it('names no guide twice for a type', () => {
    for (const type of FIREARM_TYPES) expect(new Set(guidesFor(type.name)).size).toBe(guidesFor(type.name).length);
  });
});

describe('typesOf', () => {
  it('is the other way round', () => {
    expect(typesOf('silencer')).toEqual(['Silencer']);
    expect(typesOf('revolver')).toEqual(['Revolver', 'Frame']);
  });
});

describe('findGuides', () => {
  const make = (id: string, title: string, words: string[]) =>
    readGuide(
      {
        id,
        title,
        short: title,
        where: 'On the frame or receiver.',
        picture: 'A picture of the thing.',
        words,
        marks: [
          { n: 1, label: 'Serial number', what: 'The number that counts.', isRecord: true, certainty: 'read' },
          { n: 2, label: 'Crémaillère mark', what: 'A mark of a house.', isRecord: false, certainty: 'memory' },
        ],
        facts: [{ text: 'A rule says so and so.', cite: '27 CFR 478.92(a)', certainty: 'read' }],
      },
      {},
    );
  const guides = [make('silencer', 'Silencer', ['can']), make('revolver', 'Revolver', ['wheel gun'])];
  const found = (text: string) => findGuides(guides, text).map((guide) => guide.id);

  it('finds by the beginning of words, in any order and case, without accents', () => {
    expect(found('GUN whe')).toEqual(['revolver']);
    expect(found('cremail')).toEqual(['revolver', 'silencer']);
    expect(found('frame')).toEqual(['revolver']);
  });
  it('wants every word', () => {
    expect(found('wheel can')).toEqual([]);
  });
  it('gives all guides in the order of the shelf where nothing is asked', () => {
    expect(found('  ')).toEqual(['revolver', 'silencer']);
  });
});
