import { describe, expect, it } from 'vitest';
import { byLedger, type FoundBackup, folderWords, sizeWords } from './words.ts';

const now = Date.parse('2026-11-22T17:00:00Z');
const moment = (instant: string) => `<${instant}>`;
const good = { at: '2026-11-22T14:00:00Z', name: 'Shop', events: 1204, bytes: 3_400_000 };

describe('how a folder stands', () => {
  it('is said with when, how many events and how large', () => {
    expect(folderWords({ state: 'good', good, failed: null }, moment, now)).toEqual({
      meaning: 'fine',
      word: 'Good',
      text: 'The last good backup is from <2026-11-22T14:00:00Z> (3 h ago): 1,204 events, 3.4 MB. It was opened, verified and counted.',
    });
  });
  it('is not good before there is a backup', () => {
    expect(folderWords({ state: 'good', good: null, failed: null }, moment, now)).toMatchObject({
      meaning: 'note',
      word: 'No backup yet',
    });
  });
  it('says of what is late what is missing', () => {
    expect(folderWords({ state: 'overdue', good, failed: null }, moment, now).text).toMatch(
      /recorded since is not in it\.$/,
    );
    expect(folderWords({ state: 'overdue', good: null, failed: null }, moment, now)).toMatchObject({ word: 'Overdue' });
    const failed = { at: '2026-11-22T16:30:00Z', reason: 'There is no room.' };
    expect(folderWords({ state: 'failing', good, failed }, moment, now)).toMatchObject({
      meaning: 'mind',
      word: 'Failing',
      text: expect.stringMatching(/^There is no room\. It failed on <2026-11-22T16:30:00Z>, .* 1,204 events/),
    });
  });
});

describe('a size', () => {
  it('is in the unit that fits', () => {
    expect([1, 999_001, 1_000_000, 3_449_999, 12_000_000_000].map(sizeWords)).toEqual([
      '1 kB',
      '1,000 kB',
      '1.0 MB',
      '3.4 MB',
      '12.0 GB',
    ]);
  });
});

describe('found backups', () => {
  const found = (ledger: string, name: string, madeAt: string): FoundBackup => ({
    folder: `${name} ${madeAt}`,
    ledger,
    name,
    madeAt,
    day: madeAt.slice(0, 10),
    events: 1,
    lines: 0,
    bytes: 1,
  });
  it('stand under their ledger by its latest name, two ledgers of one name apart, the newest first', () => {
    const groups = byLedger([
      found('b', 'Shop', '2026-11-22T10:00:00Z'),
      found('a', 'New name', '2026-11-21T10:00:00Z'),
      found('a', 'Shop', '2026-11-20T10:00:00Z'),
      found('b', 'Shop', '2026-11-19T10:00:00Z'),
    ]);
    expect(groups.map(({ name, backups }) => [name, backups.map((b) => b.day)])).toEqual([
      ['Shop', ['2026-11-22', '2026-11-19']],
      ['New name', ['2026-11-21', '2026-11-20']],
    ]);
    expect(byLedger([])).toEqual([]);
  });
});
