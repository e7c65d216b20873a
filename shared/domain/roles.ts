/**
 * Who may do what in a ledger. Every operation of the contract says what it needs; the router asks `allows` before it
 * does anything. Each role may do all that the ones before it may.
 */
export const ROLE_IDS = ['inspector', 'viewer', 'clerk', 'owner'] as const;
export type Role = (typeof ROLE_IDS)[number];

export const ROLES: Readonly<Record<Role, { label: string; may: string }>> = {
  owner: { label: 'Owner', may: 'Does everything: entries, set-up, people, keys, backups.' },
  clerk: { label: 'Clerk', may: 'Enters, corrects, imports and prints. Changes neither set-up nor people.' },
  viewer: { label: 'Viewer', may: 'Sees and prints everything. Changes nothing.' },
  inspector: {
    label: 'Inspector',
    may: 'Sees the bound book, its printout, the trail and the proofs until a day you name. Not prices, photos or other books. Every look is recorded.',
  },
};

/**
 * What an operation needs. `nothing`: no open ledger, or nothing of what is in it. `inspect`: the bound book, cut down
 * to what an inspector sees. `look`: everything that is in the ledger. `write`: entries. `own`: set-up, people, keys.
 */
export const NEEDS = ['nothing', 'inspect', 'look', 'write', 'own'] as const;
export type Need = (typeof NEEDS)[number];

const REACH: Readonly<Record<Role, Need>> = { inspector: 'inspect', viewer: 'look', clerk: 'write', owner: 'own' };

/** Whether a role reaches as far as an operation needs. */
export const allows = (role: Role, need: Need): boolean => NEEDS.indexOf(need) <= NEEDS.indexOf(REACH[role]);

/** Somebody who may open the ledger. */
export type User = {
  id: number;
  name: string;
  role: Role;
  /** The last day of their access, as ISO date; empty where it has no end. An inspector's always has one. */
  until: string;
};
