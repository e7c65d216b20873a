import { expect, it } from 'vitest';
import { NOBODY, OFFERED, problemsOf, tidyWanted } from './person.ts';

const today = '2026-11-22';

it('offers every role, the farthest reaching first', () => {
  expect(OFFERED).toEqual(['owner', 'clerk', 'viewer', 'inspector']);
});

it('asks for a name, and of an inspector for a last day', () => {
  expect(Object.keys(problemsOf(NOBODY, today))).toEqual(['name']);
  expect(problemsOf({ name: 'Kim', role: 'clerk', until: '' }, today)).toEqual({});
  expect(Object.keys(problemsOf({ name: 'Ms Grant', role: 'inspector', until: ' ' }, today))).toEqual(['until']);
  expect(problemsOf({ name: 'Ms Grant', role: 'inspector', until: 'soon' }, today).until).toContain('“soon”');
  expect(problemsOf({ name: 'Ms Grant', role: 'inspector', until: '12/1' }, today)).toEqual({});
});

it('sends a last day that is still to come as a date, and none for an owner', () => {
  expect(tidyWanted({ name: ' Kim ', role: 'clerk', until: '1/31' }, today)).toEqual({
    name: 'Kim',
    role: 'clerk',
    until: '2027-01-31',
  });
  // Typed while another role was chosen, and hidden since.
  expect(tidyWanted({ name: 'Kim', role: 'owner', until: 'soon' }, today).until).toBe('');
  expect(problemsOf({ name: 'Kim', role: 'owner', until: 'soon' }, today)).toEqual({});
});
