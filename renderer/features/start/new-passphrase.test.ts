import { describe, expect, it } from 'vitest';
import { passphraseProblem, repeatProblem } from './new-passphrase.tsx';
import { strengthOf } from './strength.ts';

const typed = (value: string, repeated = value) => ({ value, repeated, strength: strengthOf(value, ['Prairie Arms']) });

describe('a new passphrase', () => {
  it('is refused while it is short or easily guessed', () => {
    expect(passphraseProblem(typed(''))).toBeDefined();
    expect(passphraseProblem(typed('short7x!q'))).toMatch(/At least 10/);
    expect(passphraseProblem(typed('password12'))).toMatch(/too easy/);
    expect(passphraseProblem(typed('prairie arms'))).toMatch(/too easy/);
    expect(passphraseProblem(typed('aaaaaaaaaaaaaa'))).toMatch(/too easy/);
  });
  it('is taken where it is several unrelated words', () => {
    expect(passphraseProblem(typed('plain canyon oyster 47 lamp'))).toBeUndefined();
  });
  it('is typed twice the same', () => {
    expect(repeatProblem(typed('copper lantern', ''))).toMatch(/once more/);
    expect(repeatProblem(typed('copper lantern', 'copper latern'))).toMatch(/not the same/);
    expect(repeatProblem(typed('copper lantern'))).toBeUndefined();
  });
  it('is judged in bounded time, however long', () => {
    const start = performance.now();
    strengthOf('correct horse battery staple '.repeat(30), []);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
