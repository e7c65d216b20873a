import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../shared/domain/evidence.ts';
import { emptyAcquisition } from '../../../shared/domain/fields.ts';
import { withReading } from './draft.ts';

const reading = (text: string, more: Partial<Reading> = {}): Reading => ({
  kind: 'reading',
  source: 'unit',
  place: 'Somewhere',
  text,
  marking: 'plate',
  legibility: 'clear',
  note: '',
  ...more,
});
const car = (serial: string, engineNumber = '') => ({
  ...emptyAcquisition('vehicle'),
  serials: [serial],
  details: engineNumber ? { engineNumber } : {},
});

describe('what the first reading puts into the entry', () => {
  it('is the number that was not typed yet, and nothing where one stands', () => {
    expect(withReading(car(''), reading('1HGCM82633A004352'), false).serials).toEqual(['1HGCM82633A004352']);
    expect(withReading(car('X'), reading('1HGCM82633A004352'), false).serials).toEqual(['X']);
  });

  it('is nothing where it could be read in part only, is of a part, or the book wants the number typed twice', () => {
    for (const [text, more, twice] of [
      ['1HGCM8263?A004352', {}, false],
      ['T6092', { which: 'other' }, false],
      ['1HGCM82633A004352', {}, true],
      ['', {}, false],
    ] as const)
      expect(withReading(car(''), reading(text, more), twice)).toEqual(car(''));
  });

  it('is the engine number where there is none yet, but never the end of the VIN', () => {
    const engine = (text: string, draft = car('1HGCM82633A004352')) =>
      withReading(draft, reading(text, { which: 'engineNumber' }), false).details.engineNumber;
    expect(engine('K24A4-1234567')).toBe('K24A4-1234567');
    expect(engine('K24A4-1234567', car('1HGCM82633A004352', 'B18'))).toBe('B18');
    expect(engine('3A004352')).toBeUndefined();
  });
});
