import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { asLedgerError, LedgerError } from '../../electron/ledger/errors.ts';
import { type KeySlot, makeSlot } from '../../electron/ledger/keys.ts';
import { createLedger, type Ledger, openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { type Verification, verifyLedger } from '../../electron/ledger/verify.ts';
import { acquire, correct, dispose, voidLine } from '../../electron/services/entries.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../shared/domain/fields.ts';
import type { LedgerSettings } from '../../shared/domain/settings.ts';

/** The floor of what a slot may cost: tests unlock often, and what is tested is not the derivation's strength. */
export const CHEAP = { memory: 19_456, passes: 2, lanes: 1 };

export const SETTINGS: LedgerSettings = {
  template: 'dealer',
  name: 'Prairie Arms LLC',
  licence: '5-48-123-01-7K-04567',
  premises: '12 Main St, Boise, ID 83702',
  zone: 'America/Boise',
  openDays: [1, 2, 3, 4, 5, 6],
  forms4473Numbered: false,
};

export const PASSPHRASE = 'correct horse battery staple';

/** A folder that is removed when the returned function is called. */
export const scratch = (): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'rollmark-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export const newLedger = async (
  folder: string,
  options: { clock?: () => number; settings?: Partial<LedgerSettings> } = {},
): Promise<{ ledger: Ledger; recoveryKey: string }> =>
  createLedger(
    folder,
    { settings: { ...SETTINGS, ...options.settings }, user: 'Dana', passphrase: PASSPHRASE },
    { cost: CHEAP, ...(options.clock ? { clock: options.clock } : {}) },
  );

export const pistol = (serial: string, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  category: 'firearm',
  details: {},
  manufacturer: 'Glock GmbH',
  importer: 'Glock Inc',
  model: '19 Gen5',
  serials: [serial],
  type: 'Pistol',
  caliber: '9x19',
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Ueda Distributing LLC',
  acquiredFromAddress: '9144 Pine Ct, Boise, ID 83702',
  acquiredFromLicence: '9-44-039-08-8G-05138',
  note: '',
  ...more,
});

export const sale = (more: Partial<DispositionDraft> = {}): DispositionDraft => ({
  kind: 'transfer',
  disposedOn: '2026-11-21',
  disposedTo: 'Zoë Müller',
  disposedToAddress: '4102 Main St, Boise, ID 83702',
  disposedToLicence: '',
  form4473: '',
  incidentAtf: '',
  incidentPolice: '',
  note: '',
  ...more,
});

export const quiet = () => undefined;
export const never = new AbortController().signal;
export const AD = (line: number) => ({ book: 'ad', line });

export const verified = (ledger: Ledger, against?: string): Promise<Verification> =>
  verifyLedger(ledger, against, quiet, never);

/**
 * A small ledger with something of everything: seven lines, sold, stolen, corrected twice in one field, voided, and
 * checkpoints between them. Closed. The clock stands at noon of 22 November 2026 in Boise and moves a minute an event.
 */
export const sampleLedger = async (
  folder: string,
): Promise<{ dataKey: Buffer; recoveryKey: string; notes: string[]; events: number }> => {
  let now = Date.parse('2026-11-22T19:00:00Z');
  const { ledger, recoveryKey } = await newLedger(folder, { clock: () => (now += 60_000) });
  const notes: string[] = [];
  for (const serial of ['BKZX412', 'BKZX413', 'US 0017', 'SN-88-201', 'ÄÖ991', 'OIL5B82'])
    await acquire(ledger, 'ad', pistol(serial), 'all');
  notes.push((await ledger.checkpoint()).note);
  await acquire(
    ledger,
    'ad',
    pistol('', { serials: ['77-A', '77-B'], acquiredFrom: 'Noor Haas', acquiredFromLicence: '' }),
    'all',
  );
  await dispose(ledger, AD(1), sale(), 'all');
  await dispose(ledger, AD(2), sale({ kind: 'theft-loss', incidentAtf: 'F2026-1', disposedTo: '' }), 'all');
  notes.push((await ledger.checkpoint()).note);
  await correct(ledger, AD(1), { field: 'serial', value: 'BKZX4I2', reason: 'Misread' }, 'all');
  await correct(ledger, AD(1), { field: 'serial', value: 'BKZX4I2Z', reason: 'Misread again' }, 'all');
  await voidLine(ledger, AD(6), 'Entered twice');
  const dataKey = ledger.dataKey();
  const events = ledger.log().tree.size;
  await ledger.close();
  return { dataKey, recoveryKey, notes, events };
};

export const copyOf = (folder: string, to: string): string => {
  rmSync(to, { recursive: true, force: true });
  cpSync(folder, to, { recursive: true });
  return to;
};

/** Puts slots of the lowest cost in the place of those of a ledger that was made at the real cost. */
export const makeCheap = async (folder: string, recoveryKey: string): Promise<void> => {
  const { ledger } = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE });
  const slot = (kind: 'passphrase' | 'recovery', secret: string) =>
    makeSlot(ledger.id, kind, secret, ledger.dataKey(), CHEAP);
  const slots = [await slot('passphrase', PASSPHRASE), await slot('recovery', recoveryKey)];
  const names = (of: readonly KeySlot[]) =>
    of.map(({ id, kind: own }) => ({ slot: id, kind: own, user: own === 'passphrase' ? 1 : 0 }));
  const retired = names(ledger.keys().slots);
  await ledger.replaceKeys({ ledger: ledger.id, slots }, (append) => {
    append('key.rotated', 'key', { retired, added: names(slots) });
  });
  await ledger.close();
};

/** Opens the file the way any program does that has the key, past everything that Rollmark guards. */
export const openRaw = (folder: string, dataKey: Buffer): Database.Database => {
  const db = new Database(join(folder, 'ledger.db'));
  db.pragma("cipher='sqlcipher'");
  db.pragma('legacy=4');
  db.key(Buffer.from(`x'${dataKey.toString('hex')}'`));
  return db;
};

/** Changes a raw database behind its guards, which stand again afterwards as they were. */
export const pastGuards = (db: Database.Database, change: (db: Database.Database) => void): void => {
  const guards = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
  db.transaction(() => change(db))();
  for (const { sql } of guards) db.exec(sql);
};

/** SHA-256 of every file in the folder, the lock left out: it names the process that last held the ledger. */
export const hashesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name !== 'lock')
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** What a failing `work` tells the person: a code of the closed set and a sentence. Anything else fails the test. */
export const refusal = async (work: () => unknown): Promise<LedgerError> => {
  try {
    await work();
  } catch (thrown) {
    const known = asLedgerError(thrown);
    if (!(known instanceof LedgerError)) throw thrown;
    expect(known.message).toMatch(/^(?:[\p{Lu}\p{N}“]|keys\.json |ledger\.db )[^\n]{20,600}[.?]$/u);
    expect(known.message).not.toMatch(/SQLITE|Error:|undefined|\bat \//);
    return known;
  }
  throw new Error('This should have been refused, and was not.');
};

/** Opens with the key, verifies, closes. */
export const verifyFolder = async (folder: string, dataKey: Buffer, against?: string): Promise<Verification> => {
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  try {
    return await verified(ledger, against);
  } finally {
    await ledger.close();
  }
};
