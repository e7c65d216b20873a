import { describe, expect, it } from 'vitest';
import { FIREARM_TYPES, isPart, readFirearmType } from './vocabulary.ts';

const read = (text: string) => {
  const result = readFirearmType(text);
  return result.ok ? `${result.type.name}${result.exact ? '' : ' (read as)'}` : result.code;
};

describe('the Type column', () => {
  it.each(FIREARM_TYPES.map((t) => t.name))('%s is a type, in any case', (name) => {
    expect(read(name)).toBe(name);
    expect(read(name.toUpperCase())).toBe(name);
  });

  it.each(FIREARM_TYPES.flatMap((t) => t.also.map((word) => [word, t.name])))('%s is read as %s', (word, name) => {
    expect(read(word)).toBe(`${name} (read as)`);
    expect(read(word.toUpperCase())).toBe(`${name} (read as)`);
  });

  it('no word stands for two types', () => {
    const words = FIREARM_TYPES.flatMap((t) => [t.name, ...t.also]).map((w) => w.toLowerCase());
    expect(new Set(words).size).toBe(words.length);
  });

  it.each([
    'Semi-automatic',
    'semi automatic',
    'SEMIAUTOMATIC',
    'semi-auto',
    'semi',
    'auto',
    'automatic',
    'full auto',
    'select-fire',
    'bolt',
    'Bolt Action',
    'bolt-action',
    'lever',
    'lever action',
    'pump',
    'pump-action',
    'slide action',
    'single shot',
    'single-action',
    'double action',
    'break action',
    'break-open',
    'break top',
    'over under',
    'over/under',
    'over-and-under',
    'over and under',
    'side by side',
    'side-by-side',
    'O/U',
    'SxS',
    'DA/SA',
    'striker',
    'striker-fired',
    'muzzleloader',
    'muzzle loader',
    'percussion',
    'flintlock',
  ])('%s is an action, not a type', (text) => {
    expect(read(text)).toBe('type-is-action');
  });

  it.each([
    ['Bolt Action Rifle', 'Rifle'],
    ['semi-auto pistol', 'Pistol'],
    ['Pump Shotgun', 'Shotgun'],
    ['lever-action rifle', 'Rifle'],
    ['Single action revolver', 'Revolver'],
    ['Rifle, bolt action', 'Rifle'],
    ['Pistol (semi-automatic)', 'Pistol'],
  ])('%s is an action and a type together: it says to write %s', (text, name) => {
    const result = readFirearmType(text);
    expect(result.ok ? '' : result.code).toBe('type-is-action');
    expect(result.ok ? '' : result.message).toContain(`Write ${name}.`);
  });

  it.each(['Blaster', 'handgun', 'long gun', 'Rifle.', '12 ga', 'none'])('%s is not known', (text) => {
    expect(read(text)).toBe('type-unknown');
  });

  it('blank is missing, and the message lists what there is', () => {
    const result = readFirearmType('');
    expect(result).toMatchObject({ ok: false, code: 'type-missing' });
    expect(result.ok ? '' : result.message).toContain('Short-barreled rifle');
  });

  it('a part may be without caliber', () => {
    expect(FIREARM_TYPES.filter((t) => isPart(t.name)).map((t) => t.name)).toEqual(['Receiver', 'Frame', 'Silencer']);
  });
});
