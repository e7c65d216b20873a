import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownLedgers } from '../known-ledgers.ts';
import { ledgerArgument, withNamedFirst } from './named-ledger.ts';

describe('ledgerArgument', () => {
  it('finds the folder, from where the command was given', () => {
    expect(ledgerArgument(['electron', '.', '--flag', 'Shop.rollmark'], '/home/x')).toBe('/home/x/Shop.rollmark');
    expect(ledgerArgument(['rollmark', '/x/Shop.rollmark/'], '/home/x')).toBe('/x/Shop.rollmark');
  });
  it('finds nothing where there is none', () => {
    expect(ledgerArgument(['/opt/Odd.rollmark', '.', '--x=Shop.rollmark'], '/home/x')).toBeUndefined();
  });
});

describe('withNamedFirst', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollmark-named-'));
    for (const name of ['A.rollmark', 'B.rollmark']) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const known = () => knownLedgers({ folder, recents: join(folder, 'recent.json'), grant: async () => undefined });
  const names = (list: { name: string }[]) => list.map((ledger) => ledger.name);

  it('puts a folder of the list first, and keeps when it was last opened', async () => {
    const ledgers = known();
    await ledgers.opened(join(folder, 'A.rollmark'));
    await ledgers.opened(join(folder, 'B.rollmark'));
    expect(names(await withNamedFirst(ledgers, undefined))).toEqual(['B', 'A']);
    const list = await withNamedFirst(ledgers, join(folder, 'A.rollmark'));
    expect(names(list)).toEqual(['A', 'B']);
    expect(list[0]!.lastOpened).toBeDefined();
  });

  it('adds one that is elsewhere, and passes over one that is gone', async () => {
    const away = join(folder, 'away', 'C.rollmark');
    mkdirSync(away, { recursive: true });
    expect(names(await withNamedFirst(known(), away))).toEqual(['C', 'A', 'B']);
    expect(names(await withNamedFirst(known(), join(folder, 'gone.rollmark')))).toEqual(['A', 'B']);
  });
});
