import { describe, expect, test } from 'vitest';
import { emptyAcquisition, emptyDisposition } from '../../shared/domain/fields.ts';
import { acquisitionFrom, categoryIn, dispositionFrom } from './drafts.ts';

describe('the JSON of an acquisition', () => {
  test('takes the names of book --json, a party as an object, and its address in parts', () => {
    const flat = {
      manufacturer: 'Colt',
      serial: 'A1; A2',
      acquiredFrom: 'Bob',
      acquiredFromAddress: '1 Main St, Boise, ID 83702',
      acquiredFromLicence: '1-23',
    };
    const nested = {
      manufacturer: 'Colt',
      serials: ['A1', 'A2'],
      acquiredFrom: {
        name: 'Bob',
        address: { street: '1 Main St', city: 'Boise', state: 'ID', zip: 83_702 },
        license: '1-23',
      },
    };
    const expected = {
      ...emptyAcquisition(),
      manufacturer: 'Colt',
      serials: ['A1', 'A2'],
      acquiredFrom: 'Bob',
      acquiredFromAddress: '1 Main St, Boise, ID 83702',
      acquiredFromLicence: '1-23',
    };
    expect(acquisitionFrom(flat)).toEqual(expected);
    expect(acquisitionFrom(nested)).toEqual(expected);
  });

  test('without a category is of the one that its book holds; where a book holds several, it must be said', () => {
    for (const [book, category] of [
      ['ad', 'firearm'],
      ['vehicles', 'vehicle'],
      ['tools', 'tool'],
      ['electronics', 'electronics'],
      ['appliances', 'appliance'],
    ] as const)
      expect(categoryIn({}, book)).toBe(category);
    for (const book of ['second-hand', 'household'] as const) {
      expect(() => categoryIn({ manufacturer: 'Bosch' }, book)).toThrow(/“category” is missing.+appliance/);
      expect(categoryIn({ category: 'tool' }, book)).toBe('tool');
    }
    expect(categoryIn({ category: 'tool' }, 'ad')).toBe('tool');
    expect(() => categoryIn({ category: 'gun' }, 'ad')).toThrow(/“category” is one of/);
  });

  test('reads numbers and null, as exports write them', () => {
    expect(acquisitionFrom({ serial: 1234, model: 94, importer: null })).toMatchObject({
      serials: ['1234'],
      model: '94',
      importer: '',
    });
    expect(acquisitionFrom({ serials: [12, '0034'] }).serials).toEqual(['12', '0034']);
    expect(acquisitionFrom({})).toEqual(emptyAcquisition());
  });

  test('loses nothing in silence: a key or a value of another kind is an error', () => {
    for (const bad of [
      { maker: 'Colt' },
      { model: ['a'] },
      { model: true },
      { serials: [{}] },
      { disposedTo: 'Bob' },
      { acquiredFrom: { name: ['Bob'] } },
      { acquiredFrom: { name: 'Bob', phone: '555' } },
      { acquiredFrom: { name: 'Bob', address: { street: '1 Main St', country: 'US' } } },
      { acquiredFromAddress: { road: '1 Main St' } },
      { serial: 'A1', serials: ['A2'] },
      { serial: Number('12345678901234567890') },
      { acquiredFrom: 'Bob', acquiredFromLicence: 'a', license: 'b' },
      { acquiredOn: '11/24' },
    ])
      expect(() => acquisitionFrom(bad), JSON.stringify(bad)).toThrow(
        /known|should be a text|not both|give it once|mean the same|which year/,
      );
  });
});

describe('the JSON of a disposition', () => {
  test('is a transfer where it does not say, and takes the party as an object too', () => {
    expect(
      dispositionFrom({ disposedOn: '2026-01-02', disposedTo: { name: 'Ada', address: '1 Elm St', form4473: 10 } }),
    ).toEqual({
      ...emptyDisposition(),
      disposedOn: '2026-01-02',
      disposedTo: 'Ada',
      disposedToAddress: '1 Elm St',
      form4473: '10',
    });
    expect(dispositionFrom({ kind: 'theft-loss', incidentAtf: 'F1', notes: 'Broken lock' })).toMatchObject({
      kind: 'theft-loss',
      incidentAtf: 'F1',
      note: 'Broken lock',
    });
  });

  test('of a kind that is none, or with a key that is none, is an error', () => {
    expect(() => dispositionFrom({ kind: 'sold' })).toThrow(/transfer, theft-loss, destroyed/);
    expect(() => dispositionFrom({ to: 'Bob' })).toThrow(/“to” is not a key/);
  });
});
