import { chmodSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { countLines } from '../../electron/services/book.ts';
import { acquire, dispose, voidLine } from '../../electron/services/entries.ts';
import { importFile } from '../../electron/services/imports.ts';
import { changeSettings } from '../../electron/services/ledgers.ts';
import { changePassphrase } from '../../electron/services/users.ts';
import { canMount, type Disk, isRoot, smallDisk } from '../support/disks.ts';
import {
  AD,
  copyOf,
  hashesOf,
  never,
  newLedger,
  PASSPHRASE,
  pistol,
  quiet,
  refusal,
  SETTINGS,
  sale,
  sampleLedger,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey } = await sampleLedger(base));
});
afterAll(() => place.remove());

const open = (folder: string) => openWithKey(folder, Buffer.from(dataKey));
const csv = Buffer.from(sampleCsv(600));
const importAll = (ledger: Ledger) =>
  importFile(ledger, { name: 'stock.csv', read: async () => csv }, { mode: 'all', format: 'fastbound' }, quiet, never);

/** Everything that would show that something was recorded. */
const state = async (ledger: Ledger) => {
  const { events, root } = await verified(ledger);
  return {
    events,
    root,
    log: ledger.log().tree.size,
    lines: countLines(ledger.reader, 'ad'),
    settings: ledger.settings(),
    today: ledger.today(),
    keys: ledger.keys(),
    found: ['noroom', 'distributing'].map((text) => ledger.search.find(text, 1000)),
  };
};

type Act = [name: string, act: (ledger: Ledger) => Promise<unknown>];
const ACTS: Act[] = [
  ['an acquisition', (ledger) => acquire(ledger, 'ad', pistol('NOROOM1'), 'all')],
  ['a disposition', (ledger) => dispose(ledger, AD(3), sale({ disposedTo: 'Noroom' }), 'all')],
  ['an import', importAll],
  [
    'a change of the set-up',
    (ledger) => changeSettings(ledger, { ...SETTINGS, name: 'Noroom Arms', zone: 'Pacific/Kiritimati' }),
  ],
  [
    'a new passphrase',
    (ledger) => changePassphrase(ledger, { passphrase: 'another good passphrase', present: PASSPHRASE }),
  ],
  ['a checkpoint', async (ledger) => void (await ledger.checkpoint())],
];

describe('with no page to be had (PRAGMA max_page_count)', () => {
  test.each(ACTS.slice(0, 4))('%s fails as a whole with a sentence, and works once there is room', async (_, act) => {
    const ledger = open(copyOf(base, join(place.path, 'pages.rollmark')));
    const before = await state(ledger);
    const pages = (most: number) => ledger.write((_append, db) => void db.pragma(`max_page_count = ${most}`));
    await pages(1);
    let fitted = 0;
    let error: Awaited<ReturnType<typeof refusal>> | undefined;
    // What fits on pages that are there already is recorded rightly; in the end something does not.
    for (let n = 0; n < 40 && !error; n++) {
      try {
        await act(ledger);
        fitted += 1;
        await acquire(ledger, 'ad', pistol(`FILL${n}`, { note: 'x'.repeat(1900) }), 'all');
        fitted += 1;
      } catch (thrown) {
        error = await refusal(() => Promise.reject(thrown));
      }
    }
    expect(error?.code).toBe('DISK_FULL');
    const full = await state(ledger);
    expect(full.log).toBe(full.events);
    if (fitted === 0) expect(full).toEqual(before);
    await pages(1_000_000);
    await act(ledger).catch((thrown) => refusal(() => Promise.reject(thrown)));
    await acquire(ledger, 'ad', pistol('ROOM1'), 'all');
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
  });
});

describe.skipIf(!canMount)('on a full disk (skipped where a disk of its own can’t be mounted)', () => {
  let disk: Disk;
  let folder: string;
  beforeAll(() => {
    disk = smallDisk(join(place.path, 'disk'), 8 * 1024 * 1024);
  });
  afterAll(() => disk.remove());
  beforeEach(() => {
    disk.makeRoom();
    folder = copyOf(base, join(disk.path, 'shop.rollmark'));
  });

  test.each(ACTS)('%s fails as a whole with a sentence, and works after room was made', async (name, act) => {
    let ledger = open(folder);
    if (name === 'a checkpoint') await acquire(ledger, 'ad', pistol('BEFORE'), 'all');
    const before = await state(ledger);
    disk.fill();
    const error = await refusal(() => act(ledger));
    expect(error.code).toBe('DISK_FULL');
    expect(error.message).toMatch(/no room.*Nothing was changed; make room and try again/s);
    expect(await state(ledger)).toEqual(before);
    disk.makeRoom();
    expect(await state(ledger)).toEqual(before);
    await act(ledger);
    expect((await verified(ledger)).problems).toEqual([]);
    const after = await state(ledger);
    await ledger.close();
    ledger = open(folder);
    expect(await state(ledger)).toEqual(after);
    await ledger.close();
  });

  test('a passphrase that could not be changed is still the passphrase, after the ledger was closed too', async () => {
    const ledger = open(folder);
    for (const free of [0, 8192, 16_384, 32_768]) {
      disk.makeRoom();
      disk.fill(free);
      try {
        await changePassphrase(ledger, { passphrase: 'another good passphrase', present: PASSPHRASE });
        break;
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code).toBe('DISK_FULL');
        expect(readdirSync(folder).sort()).toEqual([
          'keys.json',
          'ledger.db',
          'ledger.db-shm',
          'ledger.db-wal',
          'lock',
          'reached',
        ]);
        const copy = copyOf(folder, join(place.path, 'copied.rollmark'));
        rmSync(join(copy, 'lock'));
        expect(
          (
            await openLedger(copy, { kind: 'passphrase', secret: PASSPHRASE }).then(async (opened) => {
              const result = await verified(opened.ledger);
              await opened.ledger.close();
              return result;
            })
          ).problems,
        ).toEqual([]);
      }
    }
    disk.makeRoom();
    await ledger.close();
  });

  test('an import is refused with however little room, and nothing of it is left', async () => {
    const ledger = open(folder);
    const before = await state(ledger);
    for (const free of [4096, 65_536, 262_144, 524_288]) {
      disk.makeRoom();
      disk.fill(free);
      expect((await refusal(() => importAll(ledger))).code, `${free} bytes free`).toBe('DISK_FULL');
      expect(await state(ledger), `${free} bytes free`).toEqual(before);
    }
    disk.makeRoom();
    expect((await importAll(ledger)).imported).toBe(600);
    expect((await verified(ledger)).problems).toEqual([]);
    await ledger.close();
  });

  test('entries go on until there is no room; each that was acknowledged is there afterwards', async () => {
    const ledger = open(folder);
    const first = countLines(ledger.reader, 'ad');
    let acknowledged = 0;
    for (const free of [12_288, 40_960, 150_000, 500_000]) {
      disk.makeRoom();
      disk.fill(free);
      for (let n = 0; n < 60; n++) {
        try {
          await acquire(ledger, 'ad', pistol(`ROOM${free}N${n}`), 'all');
          acknowledged += 1;
        } catch (thrown) {
          expect((await refusal(() => Promise.reject(thrown))).code).toBe('DISK_FULL');
        }
      }
    }
    await ledger.close();
    disk.makeRoom();
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
    const again = open(folder);
    expect(acknowledged).toBeGreaterThan(10);
    expect(countLines(again.reader, 'ad') - first).toBe(acknowledged);
    await again.close();
  });

  test('a new ledger is not made, and nothing of it is left', async () => {
    for (const free of [0, 8192, 40_960, 80_000]) {
      disk.makeRoom();
      disk.fill(free);
      const error = await refusal(() => newLedger(join(disk.path, 'new.rollmark')));
      expect(error.code, `${free} bytes free`).toBe('DISK_FULL');
      expect(existsSync(join(disk.path, 'new.rollmark')), `${free} bytes free`).toBe(false);
    }
    disk.makeRoom();
    const { ledger } = await newLedger(join(disk.path, 'new.rollmark'));
    await ledger.close();
    rmSync(join(disk.path, 'new.rollmark'), { recursive: true });
  });

  test('an open ledger closes, with or without something to sign, and opens again', async () => {
    for (const free of [0, 4096, 16_384]) {
      disk.makeRoom();
      const ledger = open(folder);
      await acquire(ledger, 'ad', pistol(`CLOSE${free}`), 'all');
      disk.fill(free);
      await ledger.close();
      disk.makeRoom();
      expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
    }
  });

  test('a ledger does not open, is said to lack room and not to be damaged, and opens once there is some', async () => {
    rmSync(join(folder, 'lock'));
    // An empty log beside it may stay behind; what matters is what was there.
    const files = () => {
      const { 'ledger.db': database, 'keys.json': keys } = hashesOf(folder);
      return { database, keys };
    };
    const before = files();
    for (const free of [0, 4096, 8192, 16_384, 24_576]) {
      disk.makeRoom();
      disk.fill(free);
      try {
        await open(folder).close();
      } catch (thrown) {
        expect((await refusal(() => Promise.reject(thrown))).code, `${free} bytes free`).toBe('DISK_FULL');
      }
      disk.makeRoom();
      expect(files(), `${free} bytes free`).toEqual(before);
    }
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });
});

describe.skipIf(!canMount)('on a read-only disk (skipped where a disk of its own can’t be mounted)', () => {
  let disk: Disk;
  beforeAll(() => {
    disk = smallDisk(join(place.path, 'card'), 4 * 1024 * 1024);
  });
  afterAll(() => disk.remove());

  test('a ledger is refused with what to do, and opens where it may be written', async () => {
    const folder = copyOf(base, join(disk.path, 'shop.rollmark'));
    disk.setReadOnly(true);
    const before = hashesOf(folder);
    for (const attempt of [
      () => open(folder),
      () => openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }),
      () => newLedger(join(disk.path, 'new.rollmark')),
    ]) {
      const error = await refusal(attempt);
      expect(error.code).toBe('FOLDER_READ_ONLY');
      expect(error.message).toMatch(/can’t be written to.*copy the folder/s);
    }
    expect(hashesOf(folder)).toEqual(before);
    expect((await verifyFolder(copyOf(folder, join(place.path, 'writable.rollmark')), dataKey)).problems).toEqual([]);
    disk.setReadOnly(false);
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });
});

describe.skipIf(isRoot || process.platform === 'win32')('in a folder without the right to write', () => {
  test('a ledger is refused with what to do', async () => {
    const folder = copyOf(base, join(place.path, 'rights.rollmark'));
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    const before = hashesOf(folder);
    expect((await refusal(() => open(folder))).code).toBe('FOLDER_READ_ONLY');
    expect(hashesOf(folder)).toEqual(before);
    chmodSync(folder, 0o755);
  });
});

describe('a folder that goes away while its ledger is open', () => {
  test('by being moved: the entry is refused, and goes through once the folder is back', async () => {
    const folder = copyOf(base, join(place.path, 'moved.rollmark'));
    const ledger = open(folder);
    const before = await state(ledger);
    renameSync(folder, `${folder}.away`);
    const error = await refusal(() => acquire(ledger, 'ad', pistol('MOVED1'), 'all'));
    expect(error.code).toBe('LEDGER_MISSING');
    expect(error.message).toMatch(/no longer where it was/);
    expect((await refusal(() => importAll(ledger))).code).toBe('LEDGER_MISSING');
    renameSync(`${folder}.away`, folder);
    expect(await state(ledger)).toEqual(before);
    await acquire(ledger, 'ad', pistol('MOVED1'), 'all');
    await ledger.close();
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });

  test('by being deleted, or put back as a copy: nothing is acknowledged that would be lost, and closing works', async () => {
    const folder = copyOf(base, join(place.path, 'deleted.rollmark'));
    const ledger = open(folder);
    rmSync(folder, { recursive: true });
    expect((await refusal(() => acquire(ledger, 'ad', pistol('GONE1'), 'all'))).code).toBe('LEDGER_MISSING');
    copyOf(base, folder);
    expect((await refusal(() => voidLine(ledger, AD(1), 'Gone'))).code).toBe('LEDGER_MISSING');
    await ledger.close();
    expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  });
});
