import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { addBackupFolder } from '../../electron/services/backups/backups.ts';
import { cli } from '../support/cli.ts';
import { newLedger, PASSPHRASE, pistol, scratch } from '../support/ledgers.ts';

/** A command that writes closes as the app does: with a backup to the folders that an owner chose. */
let place: ReturnType<typeof scratch>;
let shop: string;
let usb: string;
const backups = () => readdirSync(usb).filter((name) => name.endsWith('.rollmark-backup'));
const entry = (serial: string): string => {
  const { details: _, serials, ...rest } = pistol(serial);
  const path = join(place.path, `${serial}.json`);
  writeFileSync(path, JSON.stringify({ ...rest, serial: serials[0] }));
  return path;
};

beforeAll(async () => {
  place = scratch();
  shop = join(place.path, 'Shop.rollmark');
  usb = join(place.path, 'usb');
  mkdirSync(usb);
  const { ledger } = await newLedger(shop);
  await addBackupFolder(ledger, usb);
  await ledger.close();
});
afterAll(() => place.remove());

test('an entry is backed up at closing; looking makes no backup', async () => {
  const looking = await cli(['book', shop]);
  expect(looking).toMatchObject({ code: 0 });
  expect(backups()).toEqual([]);
  const csv = join(place.path, 'none.csv');
  writeFileSync(csv, 'no columns\n');
  await cli(['import', shop, csv, '--as', 'fastbound', '--dry-run']);
  expect(backups()).toEqual([]);

  const entering = await cli(['acquire', shop, '--json', entry('BKZX201')]);
  expect(entering, entering.stderr).toMatchObject({ code: 0 });
  expect(entering.stderr).not.toMatch(/backed up/i);
  expect(backups()).toHaveLength(1);
  const verified = await cli(['restore', join(usb, backups()[0]!), '--to', place.path, '--json']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ lines: 1 });
});

test('one that fails is said in a line, the entry stands, and the exit code is the entry’s', async () => {
  renameSync(usb, `${usb} out`);
  const entering = await cli(['acquire', shop, '--json', entry('BKZX202')]);
  expect(entering).toMatchObject({ code: 0, stdout: expect.stringContaining('BKZX202') });
  expect(entering.stderr).toMatch(
    /^What was recorded is kept, but not backed up to usb \(.+\): The backup folder is not there: .+$/m,
  );
  renameSync(`${usb} out`, usb);
  const before = backups();
  expect(await cli(['void', shop, '--line', '2', '--reason', 'Entered in error'])).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(backups()).not.toEqual(before);
  const { ledger } = await openLedger(shop, { kind: 'passphrase', secret: PASSPHRASE });
  expect(ledger.remembered('backup_folders')).not.toContain('"failed"');
  await ledger.close();
});

test('a new data key is backed up under at once: its recovery key opens the newest backup', async () => {
  const rotating = await cli(['rotate', shop, '--json']);
  expect(rotating).toMatchObject({ code: 0, stderr: '' });
  const { recoveryKey } = JSON.parse(rotating.stdout);
  const newest = backups().sort().at(-1)!;
  const restoring = await cli(['restore', join(usb, newest), '--to', join(place.path, 'new key'), '--json'], {
    env: { ROLLMARK_RECOVERY_KEY: recoveryKey },
  });
  expect(restoring, restoring.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(restoring.stdout)).toMatchObject({ lines: 2 });
});

test('where no folder takes it, it is said that no backup opens with the new recovery key', async () => {
  const alone = join(place.path, 'Alone.rollmark');
  await (await newLedger(alone)).ledger.close();
  const rotating = await cli(['rotate', alone]);
  expect(rotating).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/No backup opens with the new recovery key yet/),
  });
});
