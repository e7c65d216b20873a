import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { type Ledger, openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { addBackupFolder, runBackups } from '../../electron/services/backups/backups.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { startChild } from '../support/children.ts';
import { canMount, type Disk, smallDisk } from '../support/disks.ts';
import {
  copyOf,
  hashesOf,
  never,
  newLedger,
  openRaw,
  PASSPHRASE,
  quiet,
  refusal,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';
import { ACTS, actsLedger } from './acts.ts';
import { report } from './figures.ts';
import { answersOf } from './looked-at.ts';

/**
 * A folder that goes away, can't be written to, or is held by somebody else, at every kind of write: each is refused with
 * its sentence, changes nothing, and goes through once the obstacle is gone.
 */
let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
const figures = { removed: 0, heldByAnotherProgram: 0, heldByAnotherProcess: 0, readOnly: 0, changed: 0 };
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'Base.rollmark');
  ({ dataKey } = await actsLedger(base));
});
afterAll(() => {
  place.remove();
  report('away', figures, ['removed', 'heldByAnotherProgram', 'heldByAnotherProcess']);
});
const open = (folder: string): Ledger => openWithKey(folder, Buffer.from(dataKey));
const secret = { kind: 'passphrase' as const, secret: PASSPHRASE };
const stateOf = (ledger: Ledger): string => JSON.stringify([answersOf(ledger), ledger.keys()]);
// Those two write beside the ledger.
const KINDS = Object.keys(ACTS).filter((kind) => kind !== 'backup' && kind !== 'saved file');

const tryAway = async (kind: string, away: (folder: string) => () => void, code: string, sentence: RegExp) => {
  const folder = copyOf(base, join(place.path, 'shop.rollmark'));
  const ledger = open(folder);
  // As long as for a person it need not be.
  await ledger.write((_, db) => void db.pragma('busy_timeout = 20'));
  const before = stateOf(ledger);
  const keys = loadKeys(folder);
  const back = away(folder);
  const error = await refusal(() => ACTS[kind]!.again(ledger, 1, ''));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(sentence);
  back();
  if (stateOf(ledger) !== before) figures.changed += 1;
  expect(stateOf(ledger) === before, 'as it was').toBe(true);
  expect(loadKeys(folder)).toEqual(keys);
  expect(readdirSync(folder).filter((name) => /keys\.json\./.test(name))).toEqual([]);
  await ACTS[kind]!.again(ledger, 1, '');
  await ledger.close();
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
};

describe.each(KINDS)('%s', (kind) => {
  test('where the folder was moved is refused, and goes through once it is back', async () => {
    await tryAway(
      kind,
      (folder) => {
        renameSync(folder, `${folder}.away`);
        return () => renameSync(`${folder}.away`, folder);
      },
      'LEDGER_MISSING',
      /no longer where it was.*Nothing was changed/,
    );
    figures.removed += 1;
  });

  test('while another program writes is refused, and goes through afterwards', async () => {
    await tryAway(
      kind,
      (folder) => {
        const other = openRaw(folder, dataKey);
        other.exec('BEGIN IMMEDIATE');
        return () => {
          other.exec('ROLLBACK');
          other.close();
        };
      },
      'LEDGER_ALREADY_OPEN',
      /Another program is at work.*Nothing was changed/,
    );
    figures.heldByAnotherProgram += 1;
  });
});

test('a ledger that another process has open opens nowhere else, by key, passphrase or restore, and is left as it is', async () => {
  const folder = copyOf(base, join(place.path, 'held.rollmark'));
  const child = startChild('hold', folder, dataKey.toString('hex'));
  expect(await child.next()).toBe('open');
  const before = hashesOf(folder);
  for (const attempt of [() => open(folder), () => openLedger(folder, secret)]) {
    const error = await refusal(attempt);
    expect(error.code).toBe('LEDGER_ALREADY_OPEN');
    expect(error.message).toContain(`process ${child.pid}`);
    figures.heldByAnotherProcess += 1;
  }
  expect(hashesOf(folder)).toEqual(before);
  await child.kill();
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
});

describe.skipIf(!canMount)('a disk that takes no writing (skipped where a disk of its own can’t be mounted)', () => {
  let disk: Disk;
  beforeAll(() => {
    disk = smallDisk(join(place.path, 'disk'), 8 * 1024 * 1024);
  });
  afterAll(() => disk.remove());

  test('opens no ledger, makes none, takes no backup and no restore; each says so and leaves all as it was', async () => {
    const folder = copyOf(base, join(disk.path, 'shop.rollmark'));
    const usb = join(disk.path, 'usb');
    mkdirSync(usb);
    const ledger = open(copyOf(base, join(place.path, 'backed.rollmark')));
    await addBackupFolder(ledger, usb);
    const made = await makeBackup(ledger, usb, quiet, never);
    const before = [hashesOf(folder), hashesOf(join(usb, made.name)), readdirSync(disk.path)];
    disk.setReadOnly(true);
    for (const attempt of [
      () => open(folder),
      () => openLedger(folder, secret),
      () => newLedger(join(disk.path, 'new.rollmark')),
      () => restoreBackup(join(usb, made.name), join(disk.path, 'to'), secret, quiet, never),
      () => makeBackup(ledger, usb, quiet, never),
    ]) {
      const error = await refusal(attempt);
      expect(error.code).toBe('FOLDER_READ_ONLY');
      expect(error.message).toMatch(/can’t be written to/);
      figures.readOnly += 1;
    }
    expect((await runBackups(ledger, quiet, never))[0]).toMatchObject({ ok: false });
    expect([hashesOf(folder), hashesOf(join(usb, made.name)), readdirSync(disk.path)]).toEqual(before);
    // A backup on it restores to where one may write.
    const restored = await restoreBackup(join(usb, made.name), join(place.path, 'to'), secret, quiet, never);
    await restored.ledger.close();
    disk.setReadOnly(false);
    expect((await runBackups(ledger, quiet, never))[0]).toMatchObject({ ok: true });
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });
});

test('a backup folder that is gone is not made anew, and says that its drive may be disconnected', async () => {
  const usb = join(place.path, 'usb');
  mkdirSync(usb);
  const ledger = open(copyOf(base, join(place.path, 'backed.rollmark')));
  await addBackupFolder(ledger, usb);
  renameSync(usb, `${usb}-out`);
  const [run] = await runBackups(ledger, quiet, never);
  expect(run).toMatchObject({ ok: false, message: expect.stringMatching(/not there: its drive may be disconnected/) });
  expect(existsSync(usb)).toBe(false);
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
  figures.removed += 1;
});
