import { describe, expect, it } from 'vitest';
import { GUIDE_CATEGORIES } from '../../../shared/guides/guide.ts';
import { findHelp } from '../../../shared/guides/help.ts';
import { HELP } from './content.ts';
import { PLACES, placesFor } from './places-for.ts';

describe('the shipped help', () => {
  it.each([
    ['unique', 'unique'],
    ['two units same number', 'two-units'],
    ['batch', 'batch'],
    ['can be changed', 'changed'],
    ['where gun', 'where-firearm'],
    ['where vehicle', 'where-vehicle'],
    ['where tool', 'where-tool'],
    ['standard', 'standard'],
    ['online', 'online'],
    ['worn removed', 'worn'],
    ['two numbers firearm', 'two-numbers'],
    ['paper another number', 'paper'],
    ['check digit', 'check-digit'],
  ])('answers “%s”', (text, id) => {
    expect(findHelp(HELP, text).map((help) => help.id)).toContain(id);
  });

  it('never claims to be approved, and puts no address where a click would open it', () => {
    const text = JSON.stringify([HELP, PLACES]);
    expect(text).not.toMatch(/ATF[- ](approved|certified)|https?:\/\//i);
  });

  it('calls nothing read that it says is from memory or custom', () => {
    for (const { cite, certainty, id } of HELP) {
      if (/memory|common practice/i.test(cite)) expect(certainty, id).not.toBe('read');
      if (/from memory/i.test(cite)) expect(certainty, id).toBe('memory');
    }
  });
});

describe('placesFor', () => {
  it.each(GUIDE_CATEGORIES)('%s has places of its own, and those for everything behind them', (category) => {
    const places = placesFor(category);
    expect(places[0]?.category).toBe(category);
    expect(places.at(-1)?.category).toBe('any');
    expect(new Set(places.map((place) => place.name)).size).toBe(places.length);
  });
});
