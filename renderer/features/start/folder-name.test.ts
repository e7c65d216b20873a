import { expect, it } from 'vitest';
import { folderNameFor, folderProblem } from './folder-name.ts';

it('makes a folder name of a shop name', () => {
  expect(folderNameFor('Smith & Sons / Arms: "Best"')).toBe('Smith & Sons Arms Best');
  expect(folderNameFor('..hidden.')).toBe('hidden');
  expect(folderNameFor('x'.repeat(200))).toHaveLength(60);
  expect(folderProblem(folderNameFor('Ünal Arms'))).toBeUndefined();
});

it('refuses what some system refuses', () => {
  expect(folderProblem(' ')).toMatch(/Write a name/);
  expect(folderProblem('a/b')).toMatch(/can’t hold/);
  expect(folderProblem('shop.')).toMatch(/full stop/);
  expect(folderProblem('NUL')).toMatch(/Windows/);
});
