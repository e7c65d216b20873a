import { describe, expect, it } from 'vitest';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import { isOnScreen, usualMarking } from './usual-marking.ts';

describe('the kind of mark at a place', () => {
  it.each<[string, CategoryId, string]>([
    ['VIN plate at the windshield', 'vehicle', 'plate'],
    ['Label at the driver’s door post', 'vehicle', 'label'],
    ['Stamping in the frame rail', 'vehicle', 'stamped'],
    ['Engine number', 'vehicle', 'stamped'],
    ['Serial number on the metal plate', 'firearm', 'engraved'],
    ['Serial number on the nameplate', 'tool', 'plate'],
    ['Casting number', 'tool', 'cast'],
    ['Serial number in the menu', 'electronics', 'electronic'],
    ['', 'electronics', 'label'],
    ['', 'firearm', 'engraved'],
  ])('%s of a %s: %s', (place, category, kind) => {
    expect(usualMarking(place, category)).toBe(kind);
  });

  it('a screen is known by its words', () => {
    expect(isOnScreen('Serial number in settings or firmware')).toBe(true);
    expect(isOnScreen('Serial number on the back')).toBe(false);
  });
});
