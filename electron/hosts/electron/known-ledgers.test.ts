import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownLedgers, ledgerArgument } from './known-ledgers.ts';

let folder: string;
let granted: Map<string, string>;
const grant = async (token: string, path: string) => granted.set(token, path);
const memoryOf = (...recent: [string, string][]) => ({
  recentLedgers: () => recent.map(([path, lastOpened]) => ({ path, lastOpened })),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollmark-known-'));
  granted = new Map();
  for (const name of ['Beta.rollmark', 'Alpha.rollmark', 'Other folder']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'File.rollmark'), 'not a folder');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('knownLedgers', () => {
  it('lists the ledger folders by name, and no path', async () => {
    const list = await knownLedgers(folder, memoryOf(), grant).list();
    expect(list.map((l) => l.name)).toEqual(['Alpha', 'Beta']);
    expect(JSON.stringify(list)).not.toContain(folder);
    expect(granted.get(list[0]!.token)).toBe(join(folder, 'Alpha.rollmark'));
  });

  it('puts the one named at the start first, then the last opened, each once', async () => {
    const away = mkdtempSync(join(tmpdir(), 'rollmark-away-'));
    const stick = join(away, 'Stick.rollmark');
    mkdirSync(stick);
    const at = '2026-11-01T10:00:00.000Z';
    const known = knownLedgers(folder, memoryOf([stick, at], [join(folder, 'Beta.rollmark'), at]), grant);
    expect((await known.list()).map((l) => l.name)).toEqual(['Stick', 'Beta', 'Alpha']);
    known.named(join(folder, 'Alpha.rollmark'));
    const list = await known.list();
    expect(list.map((l) => l.name)).toEqual(['Alpha', 'Stick', 'Beta']);
    expect(list[1]!.lastOpened).toBe(at);
    expect(list[0]).not.toHaveProperty('lastOpened');
    // The stick is pulled: it is no longer offered.
    rmSync(away, { recursive: true });
    expect((await known.list()).map((l) => l.name)).toEqual(['Alpha', 'Beta']);
  });

  it('keeps a ledger’s token for as long as it runs, and never the same one twice', async () => {
    const known = knownLedgers(folder, memoryOf(), grant);
    const [alpha, beta] = await known.list();
    expect((await known.list())[0]!.token).toBe(alpha!.token);
    expect((await known.grant(join(folder, 'Alpha.rollmark'))).token).toBe(alpha!.token);
    expect(alpha!.token).not.toBe(beta!.token);
    expect(alpha!.token).toMatch(/^[\w-]{32}$/);
    expect((await knownLedgers(folder, memoryOf(), grant).list())[0]!.token).not.toBe(alpha!.token);
  });

  it('is empty where there is no folder yet', async () => {
    expect(await knownLedgers(join(folder, 'none'), memoryOf(), grant).list()).toEqual([]);
  });
});

describe('ledgerArgument', () => {
  it('finds the folder, from where the command was given', () => {
    expect(ledgerArgument(['electron', '.', '--flag', 'Shop.rollmark'], folder)).toBe(join(folder, 'Shop.rollmark'));
    expect(ledgerArgument(['rollmark', '/x/Shop.rollmark/'], folder)).toBe('/x/Shop.rollmark');
  });
  it('finds nothing where there is none', () => {
    expect(ledgerArgument(['/opt/Odd.rollmark', '.', '--x=Shop.rollmark'], folder)).toBeUndefined();
  });
});
