import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { unlockKeys } from '../../electron/ledger/keys.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { addBackupFolder, runBackups } from '../../electron/services/backups/backups.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { acquire } from '../../electron/services/entries.ts';
import { FIXTURE_PASSPHRASE } from '../fixtures/ledgers/make.ts';
import { canMount, type Disk, smallDisk } from '../support/disks.ts';
import {
  copyOf,
  hashesOf,
  never,
  newLedger,
  PASSPHRASE,
  pistol,
  quiet,
  refusal,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';
import { ACTS, type Act, actsLedger } from './acts.ts';
import { LONG, report } from './figures.ts';
import { answersOf } from './looked-at.ts';

/**
 * A disk with no room, then with one page, then with two, until the work is done: so that each write of it is once the
 * one for which there is no room. Each time the person gets the sentence, and the ledger is as it was, open and opened anew.
 */
const PAGE = 4096;
/** Every page in the long form; some of them with all other tests. */
const steps = function* (): Generator<number> {
  for (let pages = 0; pages < 600; pages = LONG ? pages + 1 : pages * 2 + 1) yield pages * PAGE;
};

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
let disk: Disk;
const figures: Record<string, { points: number; changed: number }> = {};
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'Base.rollmark');
  ({ dataKey } = await actsLedger(base));
  if (canMount) disk = smallDisk(join(place.path, 'disk'), 12 * 1024 * 1024);
});
afterAll(() => {
  if (canMount) disk.remove();
  place.remove();
  report('full-disk', figures);
});

const open = (folder: string): Ledger => openWithKey(folder, Buffer.from(dataKey));
const withoutCheckpoints = (ledger: Ledger): string =>
  JSON.stringify([answersOf(ledger), ledger.keys(), loadKeys(ledger.folder)]);
const stateOf = (ledger: Ledger): string =>
  withoutCheckpoints(ledger) + JSON.stringify(ledger.reader.prepare('SELECT * FROM checkpoint ORDER BY size').all());

/** Tries with more and more room until it is done, and counts the points at which there was none. */
const untilDone = async (kind: string, once: (free: number) => Promise<'done' | 'no room'>): Promise<void> => {
  const count = { points: 0, changed: 0 };
  figures[kind] = count;
  for (const free of steps()) {
    const outcome = await once(free).catch((thrown: unknown) => {
      count.changed += 1;
      throw new Error(`${kind}, ${free} bytes free: ${String(thrown)}`, { cause: thrown });
    });
    if (outcome === 'done') break;
    count.points += 1;
  }
  expect(count.points).toBeGreaterThan(0);
};

const { backup: _, checkpoint: __, 'saved file': ___, ...others } = ACTS;
const WRITES: Record<string, Act> = {
  ...others,
  // Only the signing: what is entered before it is acknowledged by itself.
  checkpoint: {
    ready: (ledger) => acquire(ledger, 'ad', pistol('BEFORE'), 'all'),
    again: async (ledger) => (await ledger.checkpoint()).note,
    adds: [0],
  },
};

describe.skipIf(!canMount)('on a disk without room (skipped where a disk of its own can’t be mounted)', () => {
  test.each(Object.keys(WRITES))('%s', async (kind) => {
    await untilDone(kind, async (free) => {
      disk.makeRoom();
      const folder = copyOf(base, join(disk.path, 'shop.rollmark'));
      let ledger = open(folder);
      await WRITES[kind]!.ready?.(ledger, '');
      const before = stateOf(ledger);
      disk.fill(free);
      try {
        await WRITES[kind]!.again(ledger, 1, '');
        disk.makeRoom();
        expect((await verified(ledger)).problems).toEqual([]);
        await ledger.close();
        return 'done';
      } catch (thrown) {
        const error = await refusal(() => Promise.reject(thrown));
        expect(error.code).toBe('DISK_FULL');
        expect(error.message).toMatch(/no room.*Nothing was changed; make room and try again/s);
      }
      if (stateOf(ledger) !== before) throw new Error('the open ledger is not as it was');
      const inOpen = withoutCheckpoints(ledger);
      await ledger.close();
      disk.makeRoom();
      ledger = open(folder);
      // Closing signs a checkpoint where it finds room again.
      if (withoutCheckpoints(ledger) !== inOpen) throw new Error('the ledger is not as it was when it is opened again');
      expect((await verified(ledger)).problems).toEqual([]);
      await ledger.close();
      return 'no room';
    });
  });

  test('making a ledger', () =>
    untilDone('making a ledger', async (free) => {
      disk.makeRoom();
      disk.fill(free);
      const folder = join(disk.path, 'new.rollmark');
      try {
        const { ledger } = await newLedger(folder);
        await ledger.close();
        disk.makeRoom();
        return 'done';
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code).toBe('DISK_FULL');
        expect(existsSync(folder)).toBe(false);
        return 'no room';
      }
    }));

  test('bringing up a ledger of an earlier version', async () => {
    const fixture = resolve(import.meta.dirname, '../fixtures/ledgers/0001');
    const unlocked = await unlockKeys(loadKeys(fixture), 'passphrase', FIXTURE_PASSPHRASE);
    const key = () => Buffer.from(unlocked.dataKey);
    await untilDone('migration', async (free) => {
      disk.makeRoom();
      const folder = copyOf(fixture, join(disk.path, 'old.rollmark'));
      disk.fill(free);
      try {
        await openWithKey(folder, key()).close();
        disk.makeRoom();
        return 'done';
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code).toBe('DISK_FULL');
      }
      disk.makeRoom();
      expect(await verifyFolder(folder, key())).toMatchObject({ ok: true, problems: [] });
      expect(readdirSync(folder).filter((name) => /migration|next|new/.test(name))).toEqual([]);
      return 'no room';
    });
  });

  test('a backup, on the disk that it goes to', async () => {
    disk.makeRoom();
    const usb = join(disk.path, 'usb');
    mkdirSync(usb);
    const ledger = open(copyOf(base, join(place.path, 'backed.rollmark')));
    await addBackupFolder(ledger, usb);
    const [first] = await runBackups(ledger, quiet, never);
    const older = hashesOf(join(usb, first!.name));
    await untilDone('backup', async (free) => {
      disk.fill(free);
      const [run] = await runBackups(ledger, quiet, never);
      disk.makeRoom();
      expect((await verified(ledger)).problems).toEqual([]);
      if (run!.ok) return 'done';
      expect(run!.message).toMatch(/no room for the backup.*older backups are as they were/);
      expect(readdirSync(usb)).toEqual([first!.name]);
      expect(hashesOf(join(usb, first!.name))).toEqual(older);
      return 'no room';
    });
    await ledger.close();
  });

  test('a restore, on the disk that it goes to', async () => {
    disk.makeRoom();
    const usb = join(place.path, 'usb');
    mkdirSync(usb);
    const ledger = open(copyOf(base, join(place.path, 'backed.rollmark')));
    const made = await makeBackup(ledger, usb, quiet, never);
    await ledger.close();
    const before = hashesOf(join(usb, made.name));
    const to = join(disk.path, 'restored');
    await untilDone('restore', async (free) => {
      disk.fill(free);
      const secret = { kind: 'passphrase' as const, secret: PASSPHRASE };
      try {
        const restored = await restoreBackup(join(usb, made.name), to, secret, quiet, never);
        disk.makeRoom();
        await restored.ledger.close();
        expect((await verifyFolder(restored.folder, dataKey)).problems).toEqual([]);
        return 'done';
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code).toBe('DISK_FULL');
      }
      disk.makeRoom();
      expect(existsSync(to) ? readdirSync(to) : []).toEqual([]);
      expect(hashesOf(join(usb, made.name))).toEqual(before);
      return 'no room';
    });
  });
});
