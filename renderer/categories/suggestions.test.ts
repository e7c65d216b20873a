import { expect, it, vi } from 'vitest';

vi.mock('../bridge/client.ts', () => ({ api: {} }));
const { typesFor } = await import('./suggestions.ts');

it('offers every type at first, then those that fit', () => {
  expect(typesFor('')).toContain('Pistol');
  expect(typesFor('pis')).toEqual(['Pistol', 'Pistol-grip firearm']);
  expect(typesFor('rifle')[0]).toBe('Rifle');
  expect(typesFor('suppr')).toEqual(['Silencer']);
  expect(typesFor('semi')).toEqual([]);
});
