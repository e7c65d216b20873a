import { expect, test } from 'vitest';
import { pieces, visibleJson } from './unseen.ts';

const shown = (text: string) =>
  pieces(text)
    .map((p) => (p.unseen ? `[${p.text}]` : p.text))
    .join('');

test('what can’t be seen, or turns letters around, is shown by its number', () => {
  expect(shown('Zoë Müller, 12 Main St. 銃 🔫')).toBe('Zoë Müller, 12 Main St. 銃 🔫');
  expect(shown('AB\u202ECD\u200B')).toBe('AB[U+202E]CD[U+200B]');
  expect(shown('\n\t\0')).toBe('[U+000A][U+0009][U+0000]');
  expect(shown('\u{E0041}x\uD800y\u00AD')).toBe('[U+E0041]x[U+D800]y[U+00AD]');
  expect(shown(`a${'\u200D'.repeat(100_000)}b`)).toBe('a[U+200D × 100000]b');
  expect(shown('')).toBe('');
});

test('JSON stays the same value with everything in it seen', () => {
  const value = { name: 'AB\u202ECD\u{E0041}é\u2028' };
  const text = visibleJson(JSON.stringify(value));
  expect(text).toBe('{"name":"AB\\u202eCD\\udb40\\udc41é\\u2028"}');
  expect(JSON.parse(text)).toEqual(value);
});
