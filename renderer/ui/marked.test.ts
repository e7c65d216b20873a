import { expect, it } from 'vitest';
import { cutAtMatches } from './marked.tsx';

it('marks every word of the query wherever it stands', () => {
  expect(cutAtMatches('Glock 19 Gen5', 'gen glo')).toEqual(['', 'Glo', 'ck 19 ', 'Gen', '5']);
  expect(cutAtMatches('Müller', 'mull')).toEqual(['', 'Müll', 'er']);
  expect(cutAtMatches('AAAA', 'aa')).toEqual(['', 'AAAA']);
});

it('leaves the text alone where nothing matches', () => {
  expect(cutAtMatches('Ruger', 'colt')).toEqual(['Ruger']);
  expect(cutAtMatches('Ruger', '')).toEqual(['Ruger']);
  expect(cutAtMatches('Weiß', 'weiss')).toEqual(['Weiß']);
});
