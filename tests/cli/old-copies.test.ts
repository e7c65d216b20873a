import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { cli, type Ran } from '../support/cli.ts';
import { newLedger, openRaw, pastGuards, scratch } from '../support/ledgers.ts';
import { swapKey } from '../support/rewriting.ts';

/** The command line holds a ledger against the checkpoints that this user's profile keeps of it, as the app does. */
let place: ReturnType<typeof scratch>;
let shop: string;
const file = (name: string) => join(place.path, name);
const run = (args: string[], home = 'home'): Promise<Ran> => cli(args, { env: { HOME: file(home) } });
const done = async (args: string[]): Promise<string> => {
  const ran = await run(args);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return ran.stdout;
};
const kept = (): string => {
  const folder = file('home/.config/rollmark/checkpoints');
  return readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8');
};
const pistol = (serial: string): string => {
  const path = file(`${serial}.json`);
  writeFileSync(
    path,
    JSON.stringify({
      manufacturer: 'Glock GmbH',
      importer: 'Glock Inc',
      model: '19 Gen5',
      serial,
      type: 'Pistol',
      caliber: '9x19',
      acquiredOn: '2026-11-20',
      acquiredFrom: 'Ueda Distributing LLC',
      acquiredFromLicence: '9-44-039-08-8G-05138',
    }),
  );
  return path;
};
const BEHIND = /This is an older copy of the ledger, or its end was cut off.*look for the newer one/;

beforeAll(async () => {
  place = scratch();
  shop = file('Shop.rollmark');
  const { ledger } = await newLedger(shop);
  await ledger.close();
  await done(['acquire', shop, '--json', pistol('BKZX101')]);
  cpSync(shop, file('Old.rollmark'), { recursive: true });
  await done(['acquire', shop, '--json', pistol('BKZX102')]);
  mkdirSync(file('usb'));
  await done(['backup', shop, '--to', file('usb')]);
});
afterAll(() => place.remove());

test('an old copy put back is named at every command, proven to be one, and nothing is written to it', async () => {
  renameSync(shop, file('Newer.rollmark'));
  cpSync(file('Old.rollmark'), shop, { recursive: true });
  const before = kept();

  const reading = await run(['book', shop]);
  expect(reading).toMatchObject({ code: 0, stdout: expect.stringContaining('BKZX101') });
  expect(reading.stderr).toMatch(BEHIND);

  const verifying = await run(['verify', shop, '--json']);
  expect(verifying).toMatchObject({ code: 1, stderr: expect.stringMatching(BEHIND) });
  expect(JSON.parse(verifying.stdout)).toMatchObject({ ok: false, problems: [{ code: 'known-longer' }] });

  for (const args of [
    ['acquire', shop, '--json', pistol('BKZX103')],
    ['void', shop, '--line', '1', '--reason', 'Entered in error'],
    ['rotate', shop],
  ]) {
    const refused = await run(args);
    expect(refused, args[0]).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(BEHIND) });
    expect(refused.stderr, args[0]).toMatch(/Nothing was changed.*rollmark verify/);
  }
  expect((await run(['book', shop])).stdout).not.toContain('BKZX103');
  // A copy of it may be made: it adds nothing to the record, and removes no backup.
  const backups = () => readdirSync(file('usb')).filter((name) => name.endsWith('.rollmark-backup'));
  const genuine = backups();
  const backingUp = await run(['backup', shop, '--to', file('usb')]);
  expect(backingUp).toMatchObject({ code: 0, stderr: expect.stringMatching(BEHIND) });
  expect(backingUp.stderr).toMatch(/No older backup was removed: .*not as this computer knew it.*nothing was added/);
  expect(backups()).toEqual(expect.arrayContaining(genuine));
  expect(backups()).toHaveLength(genuine.length + 1);
  expect(JSON.parse((await run(['verify', shop, '--json'])).stdout)).toMatchObject({
    size: JSON.parse(verifying.stdout).size,
  });
  // What is kept must not come to fit the old copy.
  expect(kept()).toBe(before);

  rmSync(shop, { recursive: true });
  renameSync(file('Newer.rollmark'), shop);
  expect(await run(['verify', shop])).toMatchObject({ code: 0, stderr: '' });
  await done(['acquire', shop, '--json', pistol('BKZX104')]);
});

test('where nothing is kept, or nothing can be, a ledger is read and written without a word', async () => {
  writeFileSync(file('no-home'), '');
  const old = file('Old.rollmark');
  expect(await run(['verify', old], 'no-home')).toMatchObject({ code: 0, stderr: '' });
  expect(await run(['verify', old], 'another-home')).toMatchObject({ code: 0, stderr: '' });
  const copy = file('Copy.rollmark');
  cpSync(old, copy, { recursive: true });
  expect((await run(['acquire', copy, '--json', pistol('BKZX105')], 'no-home')).code).toBe(0);
});

test('restored ledgers go on, one after another, also where a checkpoint of what was lost is brought', async () => {
  const first = file('First.rollmark');
  const { ledger } = await newLedger(first);
  const key = ledger.dataKey();
  await ledger.close();
  const backups = file('backups of the first');
  mkdirSync(backups);
  await done(['acquire', first, '--json', pistol('BKZX201')]);
  const early = (await done(['backup', first, '--to', backups])).trim();
  await done(['acquire', first, '--json', pistol('BKZX202')]);
  const lost = file('lost.txt');
  const again = openWithKey(first, Buffer.from(key));
  writeFileSync(lost, (await again.checkpoint()).note);
  await again.close();

  const second = (await done(['restore', early, '--to', file('restored')])).trim();
  for (const serial of ['BKZX203', 'BKZX204', 'BKZX205']) await done(['acquire', second, '--json', pistol(serial)]);
  const verifying = await run(['verify', second, '--against', lost]);
  expect(verifying.code).toBe(1);
  expect(verifying.stdout).toMatch(
    /^The checkpoint given: The first \d events of this ledger are not .* restored on .*20\d\d.* from a backup of its first \d events: .* of what was lost/,
  );
  await done(['acquire', second, '--json', pistol('BKZX206')]);

  const late = (await done(['backup', second, '--to', backups])).trim();
  await done(['acquire', second, '--json', pistol('BKZX207')]);
  const third = (await done(['restore', late, '--to', file('restored again')])).trim();
  expect(await run(['verify', third])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Proven/),
    stderr: expect.stringMatching(
      /restored from a backup on [^.]+\. What had been recorded in it since that backup was/,
    ),
  });
  await done(['acquire', third, '--json', pistol('BKZX208')]);
});

test('a ledger that was given another signing key is named, and nothing is written to it', async () => {
  const swapped = file('Swapped.rollmark');
  const { ledger } = await newLedger(swapped);
  const key = ledger.dataKey();
  await ledger.close();
  await done(['acquire', swapped, '--json', pistol('BKZX301')]);
  const db = openRaw(swapped, key);
  pastGuards(db, () => swapKey(db));
  db.close();
  const verifying = await run(['verify', swapped, '--json']);
  expect(verifying).toMatchObject({ code: 1, stderr: expect.stringMatching(/signed with another key/) });
  expect(JSON.parse(verifying.stdout)).toMatchObject({ problems: [{ code: 'known-key' }] });
  const refused = await run(['acquire', swapped, '--json', pistol('BKZX302')]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/signed with another key.*\n.*Nothing was/) });
});

test('a ledger that was restored says so when it is verified, and is written to', async () => {
  const backup = (await done(['backup', shop, '--to', place.path])).trim();
  await done(['acquire', shop, '--json', pistol('BKZX106')]);
  const restored = (await done(['restore', backup, '--to', place.path])).trim();
  expect(await run(['verify', restored])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Proven/),
    stderr: expect.stringMatching(/restored from a backup on/),
  });
  // Trying a backup out leaves the ledger beside it as good as it was.
  expect(await run(['verify', shop])).toMatchObject({ code: 0, stderr: '' });
  expect(await run(['acquire', restored, '--json', pistol('BKZX107')])).toMatchObject({ code: 0 });
  // From its first entry on there are two that go their own ways.
  expect(await run(['verify', shop])).toMatchObject({ code: 1, stderr: expect.stringMatching(/went its own way/) });
});
