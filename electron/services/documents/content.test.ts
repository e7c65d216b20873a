import { describe, expect, it } from 'vitest';
import { makeContent } from './content.ts';

const number = (value: number): string => {
  const content = makeContent();
  content.number(value);
  return Buffer.from(content.bytes()).toString('latin1');
};

describe('makeContent', () => {
  it.each([
    [0, '0 '],
    [7.5, '7.5 '],
    [12.34, '12.34 '],
    [12.05, '12.05 '],
    [841.89, '841.89 '],
    [-3.5, '-3.5 '],
    [0.004, '0 '],
    [9.999, '10 '],
  ])('writes %d as “%s”', (value, text) => {
    expect(number(value)).toBe(text);
  });

  it('grows as needed and starts over after clear', () => {
    const content = makeContent();
    content.ascii('x'.repeat(100_000));
    content.raw(Buffer.from('end'));
    expect(Buffer.from(content.bytes()).toString('latin1')).toBe(`${'x'.repeat(100_000)}end`);
    content.clear();
    expect(content.bytes()).toHaveLength(0);
  });
});
