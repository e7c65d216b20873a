import { describe, expect, it } from 'vitest';
import { backupsDue, dueIn } from './due.ts';
import type { LedgerStatus } from './ledger.tsx';

const now = Date.parse('2026-11-22T17:00:00Z');
const ledger = (over: Partial<LedgerStatus> & { licence?: string } = {}): LedgerStatus => ({
  state: 'open',
  ledger: 'x',
  folder: 'X.rollmark',
  settings: {
    template: 'dealer',
    name: 'Prairie Arms',
    licence: over.licence ?? '5-48-123-01-9K-04567',
    premises: '',
    zone: 'America/Boise',
    openDays: [1],
    forms4473Numbered: false,
  },
  user: { id: 1, name: 'Dana', role: 'owner', until: '' },
  openedWith: 'passphrase',
  recoveryTried: '2026-11-20T16:00:00Z',
  unnamedKeys: 0,
  today: '2026-11-22',
  lines: 3,
  openLines: 2,
  books: [],
  toMark: [],
  unanswered: [],
  custodians: false,
  autoLock: 15,
  idleSeconds: 0,
  backups: { state: 'good', folders: 1, lastGood: '2026-11-22T16:00:00Z', problem: '' },
  known: { state: 'fits', message: '' },
  events: 5,
  lastProof: { at: '2026-11-22T16:00:00Z', ok: true },
  lastCheckpoint: null,
  ...over,
});
const ids = (l: LedgerStatus) => dueIn(l, now).map((d) => d.id);

describe('what is due', () => {
  it('is nothing where the ledger was proven lately and the licence is good', () => {
    expect(ids(ledger())).toEqual([]);
  });
  it('is a proof where there was none for a week, or never; but not for an empty book', () => {
    expect(ids(ledger({ lastProof: { at: '2026-11-15T16:59:00Z', ok: true } }))).toEqual(['proof']);
    expect(ids(ledger({ lastProof: null }))).toEqual(['proof']);
    expect(ids(ledger({ lastProof: null, lines: 0 }))).toEqual([]);
  });
  it('stops at a proof that failed, however lately', () => {
    const [first] = dueIn(ledger({ lastProof: { at: '2026-11-22T16:59:00Z', ok: false } }), now);
    expect(first).toMatchObject({ id: 'proof-failed', meaning: 'stop', href: '/trail' });
  });
  it('is the licence: missing, running out within sixty days, run out', () => {
    expect(ids(ledger({ licence: '' }))).toEqual(['licence-missing']);
    // 7A: January of a year that ends in 7.
    expect(ids(ledger({ licence: '5-48-123-01-7A-04567' }))).toEqual(['licence-expiring']);
    expect(ids(ledger({ licence: '5-48-123-01-7B-04567' }))).toEqual([]);
    expect(ids(ledger({ licence: '5-48-123-01-6L-04567' }))).toEqual(['licence-expired']);
  });
  it('is a try of the recovery key, twice a year, or where there are lines and it never was tried', () => {
    const tried = (recoveryTried: string, over: Partial<LedgerStatus> = {}) => ids(ledger({ recoveryTried, ...over }));
    expect(tried('2026-05-24T17:01:00Z')).toEqual([]);
    expect(tried('2026-05-24T17:00:00Z')).toEqual(['recovery']);
    expect(tried('')).toEqual(['recovery']);
    expect(tried('', { lines: 0 })).toEqual([]);
    // It has just opened the ledger.
    expect(tried('', { openedWith: 'recovery' })).toEqual([]);
    const [drill] = dueIn(ledger({ recoveryTried: '2026-05-20T17:00:00Z' }), now);
    expect(drill).toMatchObject({ meaning: 'mind', title: 'The recovery key was last tried 186 days ago' });
  });
  it('is a backup that fails, is late, or is made nowhere; of each who can see to it', () => {
    const backups = (
      state: LedgerStatus['backups']['state'],
      over: Partial<LedgerStatus> = {},
      role: LedgerStatus['user']['role'] = 'owner',
    ) =>
      dueIn(
        ledger({
          backups: { state, folders: 1, lastGood: '2026-11-20T16:00:00Z', problem: 'The drive is gone.' },
          user: { id: 2, name: 'Kim', role, until: '' },
          ...over,
        }),
        now,
      );
    expect(backups('failing')).toMatchObject([
      {
        id: 'backups-failing',
        meaning: 'mind',
        href: '/backups',
        text: 'The drive is gone. The last good one was made 2 days ago.',
      },
    ]);
    expect(backups('overdue').map((d) => d.id)).toEqual(['backups-overdue']);
    expect(backups('none').map((d) => d.id)).toEqual(['backups-none']);
    expect(backups('none', { lines: 0 })).toEqual([]);
    for (const state of ['failing', 'overdue'] as const) {
      expect(backups(state, {}, 'clerk')).toHaveLength(1);
      expect(backups(state, {}, 'viewer')).toEqual([]);
    }
    expect(backups('none', {}, 'clerk')).toEqual([]);
  });
  it('says over every page who can see to backups, to those who can’t', () => {
    const told = (state: LedgerStatus['backups']['state'], role: LedgerStatus['user']['role']) => {
      const backups = { state, folders: 1, lastGood: '', problem: 'The drive is gone.' };
      return backupsDue({ backups, lines: 3, user: { id: 2, name: 'Kim', role, until: '' } }, now);
    };
    expect(told('none', 'owner')).toMatchObject({
      text: expect.stringMatching(/Choose a folder/),
      action: 'Set it up',
    });
    for (const role of ['clerk', 'viewer'] as const)
      expect(told('none', role)).toMatchObject({
        text: expect.stringMatching(/Ask an owner of the ledger to choose a folder/),
        action: 'See it',
      });
    expect(told('failing', 'clerk')).toMatchObject({ action: 'See to it' });
    for (const state of ['failing', 'overdue'] as const) {
      expect(told(state, 'viewer')).toMatchObject({
        text: expect.stringMatching(/an owner or a clerk/i),
        action: 'See it',
      });
      expect(told(state, 'clerk')?.text).not.toMatch(/owner/);
    }
  });
  it('stops at a ledger that is not the one that was here, before all else and for everybody; not at a restored one', () => {
    const known = (state: LedgerStatus['known']['state'], role: LedgerStatus['user']['role'] = 'owner') =>
      dueIn(
        ledger({
          known: { state, message: 'Look for it.' },
          lastProof: null,
          user: { id: 2, name: 'Kim', role, until: '' },
        }),
        now,
      );
    expect(known('behind')[0]).toMatchObject({ id: 'known-behind', meaning: 'stop', href: '/trail' });
    for (const role of ['clerk', 'viewer', 'inspector'] as const)
      expect(known('differs', role)[0]).toMatchObject({ id: 'known-differs', meaning: 'stop' });
    expect(known('restored').map((d) => d.id)).toEqual(['proof']);
  });
  it('is of each only what they can do', () => {
    const as = (role: LedgerStatus['user']['role']) =>
      ids(
        ledger({
          user: { id: 2, name: 'Kim', role, until: role === 'owner' ? '' : '2026-12-01' },
          licence: '',
          recoveryTried: '',
          lastProof: null,
        }),
      );
    expect(as('owner')).toEqual(['proof', 'licence-missing', 'recovery']);
    for (const role of ['clerk', 'viewer', 'inspector'] as const) expect(as(role)).toEqual(['proof']);
  });
});
