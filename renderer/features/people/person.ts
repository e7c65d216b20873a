import { ROLES, type Role } from '../../../shared/domain/roles.ts';
import type { Outputs } from '../../app/ledger.tsx';
import { readAhead } from '../../ui/date-ahead.ts';

/** Somebody with access, as the list of people gives them. */
export type Person = Outputs['users']['list'][number];

/** Who somebody is to be, as typed. */
export type Wanted = { name: string; role: Role; until: string };

export const NOBODY: Wanted = { name: '', role: 'clerk', until: '' };

export const wantedOf = ({ name, role, until }: Person): Wanted => ({ name, role, until });

/** Roles in the order in which they are offered: from who may do most. */
export const OFFERED = Object.keys(ROLES) as readonly Role[];

export type Problems = Partial<Record<keyof Wanted, string>>;

/** What can be said of it before the ledger is asked; nothing where there is nothing. @param today ISO date */
export const problemsOf = ({ name, role, until }: Wanted, today: string): Problems => {
  const problems: Problems = {};
  if (name.trim() === '') problems.name = 'Write the name.';
  if (role === 'owner') return problems;
  const read = until.trim() === '' ? undefined : readAhead(until, today);
  if (!read && role === 'inspector') problems.until = 'Name the last day of an inspector’s access.';
  if (read && !read.ok) problems.until = read.message;
  return problems;
};

/** The same with its last day as an ISO date; an owner has none. */
export const tidyWanted = ({ name, role, until }: Wanted, today: string): Wanted => {
  const read = role === 'owner' || until.trim() === '' ? undefined : readAhead(until, today);
  return { name: name.trim(), role, until: read?.ok ? read.date : '' };
};
