import { expect, it } from 'vitest';
import { agoWords, daysSince } from './time.ts';

const now = Date.parse('2026-11-22T17:02:00Z');

it('says how long ago something was', () => {
  expect(agoWords('2026-11-22T17:01:30Z', now)).toBe('just now');
  expect(agoWords('2026-11-22T16:58:00Z', now)).toBe('4 min ago');
  expect(agoWords('2026-11-22T14:00:00Z', now)).toBe('3 h ago');
  expect(agoWords('2026-11-21T15:00:00Z', now)).toBe('yesterday');
  expect(agoWords('2026-11-12T15:00:00Z', now)).toBe('10 days ago');
  // A clock that was set back never shows a time to come.
  expect(agoWords('2026-11-23T00:00:00Z', now)).toBe('just now');
});

it('counts whole days', () => {
  expect(daysSince('2026-11-15T17:02:00Z', now)).toBe(7);
  expect(daysSince('2026-11-22T10:00:00Z', now)).toBe(0);
});
