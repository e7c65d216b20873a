import { describe, expect, it } from 'vitest';
import { inWords } from './findings.ts';

describe('a message that stands alone', () => {
  it('names the numbers that are offered, unless it does so already', () => {
    expect(inWords({ message: 'Read it again.' })).toBe('Read it again.');
    expect(inWords({ message: 'Read it again.', suggestion: 'B801' })).toBe('Read it again. Perhaps B801.');
    expect(inWords({ message: 'Read it again.', suggestions: ['A1', 'B2', 'C3'] })).toBe(
      'Read it again. Perhaps A1, B2 or C3.',
    );
    expect(inWords({ message: 'B801 on line 4 looks the same.', suggestion: 'B801' })).toBe(
      'B801 on line 4 looks the same.',
    );
  });
});
