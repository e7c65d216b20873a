import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from './places.ts';

const home = join('/', 'home', 'pat');
const at = (...parts: string[]) => join(home, ...parts);

describe('placesOf', () => {
  it.each([
    ['no Documents folder', [], at('Rollmark')],
    ['a Documents folder', [at('Documents')], at('Documents', 'Rollmark')],
    ['a Documents folder made after the first start', [at('Documents'), at('Rollmark')], at('Rollmark')],
    ['both', [at('Documents'), at('Rollmark'), at('Documents', 'Rollmark')], at('Documents', 'Rollmark')],
  ])('puts ledgers where they are expected with %s', (_, there, expected) => {
    expect(placesOf({}, 'linux', home, (path) => there.includes(path)).ledgers).toBe(expected);
  });
  it('takes the folders that ROLLMARK_LEDGERS and ROLLMARK_USER_DATA name', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(
        placesOf(
          { ROLLMARK_USER_DATA: '/data' },
          platform,
          home,
          () => true,
          () => '',
        ).config,
      ).toBe('/data');
    expect(placesOf({ ROLLMARK_LEDGERS: '/books' }, 'linux', home, () => true).ledgers).toBe('/books');
  });
  it.each([
    ['XDG_DESKTOP_DIR="$HOME/Desktop"\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\n', at('Dokumente', 'Rollmark')],
    ['XDG_DOCUMENTS_DIR="/data/papers"', join('/data', 'papers', 'Rollmark')],
    ['XDG_DOCUMENTS_DIR="$HOME/"', at('Documents', 'Rollmark')],
    ['XDG_DOCUMENTS_DIR="papers"', at('Documents', 'Rollmark')],
    ['#XDG_DOCUMENTS_DIR="/x"', at('Documents', 'Rollmark')],
  ])('knows the name that a Linux desktop gives to Documents: %j', (dirs, expected) => {
    const read = (path: string) => (path === at('.config', 'user-dirs.dirs') ? dirs : '');
    const there = (path: string) => path !== at('Rollmark');
    expect(placesOf({}, 'linux', home, there, read).ledgers).toBe(expected);
  });
  it('follows each system', () => {
    expect(placesOf({ XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k' }, 'linux', home, () => false)).toMatchObject({
      config: join('/c', 'rollmark'),
      cache: join('/k', 'rollmark'),
    });
    expect(placesOf({}, 'darwin', home, () => false).config).toBe(at('Library', 'Application Support', 'Rollmark'));
    expect(placesOf({}, 'win32', home, () => false).cache).toBe(at('AppData', 'Local', 'Rollmark', 'Cache'));
  });
});
