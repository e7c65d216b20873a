import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger, type Ledger } from '../../electron/ledger/ledger.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../shared/domain/entry.ts';
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
