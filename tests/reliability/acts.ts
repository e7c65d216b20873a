import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sampleCsv } from '../../bench/sample.ts';
import { writeWhole } from '../../electron/cli/io.ts';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { attach } from '../../electron/services/attachments.ts';
import { addBackupFolder, runBackups } from '../../electron/services/backups/backups.ts';
import { acquire, correct, dispose, mark, voidLine } from '../../electron/services/entries.ts';
import { addEvidence, withdrawEvidence } from '../../electron/services/evidence.ts';
import { importFile } from '../../electron/services/imports.ts';
import { addKeychain, keychainSlots, removeKeychain } from '../../electron/services/keychain.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { printAcquisition } from '../../electron/services/printing.ts';
import {
  addUser,
  changePassphrase,
  changeUser,
  makeCustodians,
  removeUser,
  replaceRecoveryKey,
  resetPassphrase,
} from '../../electron/services/users.ts';
import { jpegPhoto } from '../fixtures/make-photos.ts';
import { AD, never, newLedger, PASSPHRASE, pistol, quiet, SETTINGS, sale } from '../support/ledgers.ts';

/** Every kind of write that a person can cause, each to be done again and again until a fault ends it. */
export type Act = {
  /** What is done before the fault may come. */
  ready?(ledger: Ledger, beside: string): Promise<unknown>;
  /**
   * Does it for the nth time, from 1.
   *
   * @param beside a folder for what stands outside the ledger
   * @returns what can be asked for afterwards beyond the record: a secret, a name, a checkpoint
   */
  again(ledger: Ledger, n: number, beside: string): Promise<string | undefined>;
  /** How many events one of it adds, where it was done whole. */
  adds: readonly number[];
};

/** Lines of the base ledger: so many plain ones, then so many that wait to be marked. */
const OPEN = 40;
const TO_MARK = 20;
const IMPORTED = 60;

const secretOf = (n: number): string => (n === 0 ? PASSPHRASE : `good passphrase ${n}`);

export const ACTS: Readonly<Record<string, Act>> = {
  acquisition: {
    again: async (ledger, n) => void (await acquire(ledger, 'ad', pistol(`KILL${n}`), 'all')),
    adds: [1],
  },
  disposition: {
    again: async (ledger, n) => void (await dispose(ledger, AD(n), sale({ disposedTo: `Buyer ${n}` }), 'all')),
    adds: [1],
  },
  correction: {
    again: async (ledger, n) =>
      void (await correct(ledger, AD(n), { field: 'serial', value: `RIGHT${n}`, reason: 'Misread' }, 'all')),
    adds: [1],
  },
  void: { again: async (ledger, n) => void (await voidLine(ledger, AD(n), 'Entered twice')), adds: [1] },
  marking: {
    again: async (ledger, n) =>
      void (await mark(ledger, AD(OPEN + n), { serials: [`12345-PA-${n}`], markedOn: '2026-11-22' }, 'all')),
    adds: [1],
  },
  evidence: {
    again: async (ledger, n) => {
      if (n % 2 === 0) {
        const seq = ledger.reader.prepare("SELECT max(seq) FROM evidence WHERE withdrawn = ''").pluck().get() as number;
        await withdrawEvidence(ledger, AD(1), seq, 'Another unit');
      } else await addEvidence(ledger, AD(1), { kind: 'number', relation: 'replaced', number: `OLD-${n}`, note: '' });
      return undefined;
    },
    adds: [1],
  },
  photo: {
    again: async (ledger, n) => {
      const bytes = await jpegPhoto({ width: 200 + n, height: 150, grain: 90 });
      await attach(ledger, AD(n), { purpose: 'photo', name: `photo ${n}.jpg`, bytes });
      return undefined;
    },
    adds: [1],
  },
  import: {
    again: async (ledger, n) => {
      const csv = Buffer.from(sampleCsv(IMPORTED, n));
      const file = { name: 'stock.csv', read: async () => csv };
      await importFile(ledger, file, { mode: 'all', format: 'fastbound' }, quiet, never);
      return undefined;
    },
    adds: [IMPORTED + 1],
  },
  'set-up': {
    again: async (ledger, n) => void (await changeSettings(ledger, { ...SETTINGS, name: `Prairie Arms ${n} LLC` })),
    adds: [1],
  },
  passphrase: {
    again: async (ledger, n) => {
      await changePassphrase(ledger, { passphrase: secretOf(n), present: secretOf(n - 1) });
      return secretOf(n);
    },
    adds: [2],
  },
  users: {
    again: async (ledger, n) => {
      const [round, step] = [Math.ceil(n / 4), (n - 1) % 4];
      const id = round + 1;
      if (step === 0) {
        const passphrase = `clerk ${round} has one`;
        await addUser(ledger, { name: `Clerk ${round}`, role: 'clerk', until: '', passphrase });
        return passphrase;
      }
      if (step === 1) await changeUser(ledger, id, { name: `Viewer ${round}`, role: 'viewer', until: '' });
      else if (step === 2) {
        await resetPassphrase(ledger, id, `viewer ${round} has another`);
        return `viewer ${round} has another`;
      } else await removeUser(ledger, id);
      return undefined;
    },
    adds: [1, 2],
  },
  'recovery key': { again: (ledger) => replaceRecoveryKey(ledger), adds: [2] },
  keychain: {
    again: async (ledger, n) => {
      if (n % 2 === 1) return (await addKeychain(ledger, { passphrase: PASSPHRASE, kept: '' })).secret;
      for (const slot of keychainSlots(ledger).mine) await removeKeychain(ledger, slot);
      return undefined;
    },
    adds: [1],
  },
  custodians: {
    again: async (ledger) => {
      await makeCustodians(ledger);
      return undefined;
    },
    adds: [1, 2],
  },
  checkpoint: {
    again: async (ledger, n) => {
      await acquire(ledger, 'ad', pistol(`SIGN${n}`), 'all');
      return (await ledger.checkpoint()).note;
    },
    adds: [1],
  },
  'saved file': {
    ready: async (_, beside) => void mkdirSync(beside, { recursive: true }),
    again: async (ledger, n, beside) => {
      const { name, bytes } = await printAcquisition(ledger, AD(n), 'letter');
      writeWhole(join(beside, name), bytes);
      return name;
    },
    adds: [],
  },
  backup: {
    ready: async (ledger, beside) => {
      mkdirSync(beside, { recursive: true });
      await addBackupFolder(ledger, join(beside, 'usb'));
    },
    again: async (ledger, n) => {
      await acquire(ledger, 'ad', pistol(`BACK${n}`), 'all');
      const [run] = await runBackups(ledger, quiet, never);
      if (!run?.ok) throw new Error(run?.message ?? 'There was no folder.');
      return run.name;
    },
    adds: [1, 2],
  },
};

/** The ledger that all of them start from, closed: lines enough to do each of them many times. */
export const actsLedger = async (folder: string): Promise<{ dataKey: Buffer; recoveryKey: string }> => {
  let now = Date.parse('2026-11-22T19:00:00Z');
  const { ledger, recoveryKey } = await newLedger(folder, { clock: () => (now += 1000) });
  for (let n = 1; n <= OPEN; n++) await acquire(ledger, 'ad', pistol(`BASE${n}`), 'all');
  const unmarked = { manufacturer: 'PMF', importer: '', serials: [], details: { serialState: 'To be marked' } };
  for (let n = 1; n <= TO_MARK; n++) await acquire(ledger, 'ad', pistol('', { ...unmarked, model: `No ${n}` }), 'all');
  const dataKey = ledger.dataKey();
  await ledger.close();
  return { dataKey, recoveryKey };
};
