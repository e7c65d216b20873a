import { describe, expect, it } from 'vitest';
import { marksInOrder, readGuide } from './guide.ts';

const fact = { text: 'A rule says so and so.', cite: '27 CFR 478.92(a)', certainty: 'read' };
const guide = {
  id: 'firearm',
  category: 'firearm',
  title: 'Any firearm',
  short: 'Any',
  where: 'On the frame or receiver.',
  picture: 'A rifle and a pistol.',
  words: ['rifle'],
  marks: [
    { n: 1, label: 'Barrel', what: 'A number on the barrel.', isRecord: false, cite: 'custom', certainty: 'memory' },
    {
      n: 2,
      label: 'Frame',
      what: 'The number on the frame.',
      isRecord: true,
      cite: '27 CFR 478.92',
      certainty: 'read',
    },
    { n: 3, label: 'Stock', what: 'A number on the stock.', isRecord: false, cite: 'custom', certainty: 'memory' },
  ],
  notSerial: [
    { label: 'Proof mark', why: 'It says that the barrel was proved.' },
    { label: 'Patent number', why: 'The same on every one of the kind.' },
  ],
  worn: ['Hold a lamp low beside it.', 'Photograph it from both sides.'],
  photos: ['the whole thing', 'the number'],
  facts: ['shared', { ...fact, text: 'A fact of its own.' }],
};

describe('readGuide', () => {
  it('puts the shared facts in for their keys', () => {
    expect(readGuide(guide, { shared: fact }).facts.map((f) => f.text)).toEqual([fact.text, 'A fact of its own.']);
  });

  it.each([
    ['names a fact that is not there', { ...guide, facts: ['other'] }],
    ['names a fact by a word that every object has', { ...guide, facts: ['toString'] }],
    ['has no mark of record', { ...guide, marks: guide.marks.map((m) => ({ ...m, isRecord: false })) }],
    ['has two marks of record', { ...guide, marks: guide.marks.map((m) => ({ ...m, isRecord: true })) }],
    ['uses a number twice', { ...guide, marks: guide.marks.map((m) => ({ ...m, n: 1 })) }],
    ['has a fact without a citation', { ...guide, facts: [{ text: fact.text, certainty: 'read' }] }],
    ['has a fact without a certainty', { ...guide, facts: [{ text: fact.text, cite: fact.cite }] }],
    ['has a mark without a citation', { ...guide, marks: guide.marks.map(({ cite: _, ...mark }) => mark) }],
    ['has no category', { ...guide, category: undefined }],
    ['is of a category that the app does not know', { ...guide, category: 'trombone' }],
    ['stands in another category than its own', { ...guide, category: 'vehicle' }],
    ['does not say how a worn mark is read', { ...guide, worn: [] }],
    ['does not say what to photograph', { ...guide, photos: undefined }],
    ['does not say what is not the serial number', { ...guide, notSerial: guide.notSerial.slice(1) }],
    ['is no guide that the app knows', { ...guide, id: 'trombone' }],
    ['holds more than a guide does', { ...guide, script: 'x' }],
  ])('refuses content that %s', (_, content) => {
    expect(() => readGuide(content, { shared: fact })).toThrow();
  });
});

describe('marksInOrder', () => {
  it('has the number of record first', () => {
    expect(marksInOrder(readGuide(guide, { shared: fact })).map((mark) => mark.n)).toEqual([2, 1, 3]);
  });
});
