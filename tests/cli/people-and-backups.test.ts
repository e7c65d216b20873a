import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { cli } from '../support/cli.ts';
import { copyOf, PASSPHRASE, scratch } from '../support/ledgers.ts';
import { plantKey } from '../support/planting.ts';

/** People, keys and backups on the command line, as a script or a person at a terminal uses it. */
let place: ReturnType<typeof scratch>;
let shop: string;
const file = (name: string) => join(place.path, name);
const KIM = { ROLLMARK_PASSPHRASE: 'kim opens the shop' };
const done = async (args: string[], env: Record<string, string> = {}) => {
  const ran = await cli(args, { env });
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return ran.stdout;
};
const saw = {
  category: 'tool',
  manufacturer: 'DeWalt',
  model: 'DWE575',
  type: 'Saw',
  serial: '175418',
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Acme',
};

beforeAll(async () => {
  place = scratch();
  shop = file('Shop.rollmark');
  await done(['create', shop, '--template', 'shop', '--name', 'Corner Tools', '--user', 'Dana']);
  writeFileSync(file('line.json'), JSON.stringify(saw));
  await done(['acquire', shop, '--book', 'tools', '--json', file('line.json')]);
});
afterAll(() => place.remove());

describe('people', () => {
  test('are added with their own passphrase, held to their role, and their access ends', async () => {
    const added = await done(['users', shop, '--add', 'Kim', '--role', 'viewer'], {
      ROLLMARK_NEW_PASSPHRASE: KIM.ROLLMARK_PASSPHRASE,
    });
    expect(added).toBe('Dana: owner\nKim: viewer\n');
    expect(await done(['book', shop, '--book', 'tools'], KIM)).toContain('175418');
    const entering = await cli(['acquire', shop, '--book', 'tools', '--json', file('line.json')], { env: KIM });
    expect(entering).toMatchObject({ code: 1, stderr: expect.stringMatching(/Your role here is viewer/) });
    expect(await cli(['key', shop, '--show'], { env: KIM })).toMatchObject({ code: 1, stdout: '' });
    await done(['passphrase', shop], { ...KIM, ROLLMARK_NEW_PASSPHRASE: 'kim chose another' });
    expect(await cli(['book', shop], { env: KIM })).toMatchObject({ code: 3 });
    const listed = JSON.parse(await done(['users', shop, '--remove', 'kim', '--json']));
    expect(listed).toMatchObject([{ name: 'Dana', role: 'owner', opens: true }]);
    const after = await cli(['book', shop], { env: { ROLLMARK_PASSPHRASE: 'kim chose another' } });
    expect(after).toMatchObject({ code: 3 });
  });

  test('are refused in a sentence: unknown role, no day for an inspector, nobody of that name', async () => {
    const env = { ROLLMARK_NEW_PASSPHRASE: 'words that are long' };
    expect(await cli(['users', shop, '--add', 'X', '--role', 'boss'], { env })).toMatchObject({ code: 2 });
    expect(await cli(['users', shop, '--add', 'X', '--role', 'inspector'], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/last day/),
    });
    expect(await cli(['users', shop, '--remove', 'Nobody'])).toMatchObject({ code: 2 });
    expect(await cli(['users', shop, '--remove', 'Dana'])).toMatchObject({ code: 1 });
  });

  test('gain nothing from a key that they wrote into keys.json, which is told until the data key is replaced', async () => {
    const copy = copyOf(shop, file('Planted.rollmark'));
    const env = { ROLLMARK_PASSPHRASE: 'planted by the clerk' };
    await plantKey(copy, PASSPHRASE, env.ROLLMARK_PASSPHRASE);
    for (const args of [
      ['users', copy],
      ['book', copy, '--book', 'tools'],
      ['verify', copy],
    ])
      expect(await cli(args, { env })).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(/No event of this ledger names this key/),
      });
    expect(await cli(['users', copy])).toMatchObject({
      code: 0,
      stdout: 'Dana: owner\n',
      stderr: expect.stringMatching(
        /^A key that no event names is in keys\.json, and opens nothing\. .*Replace the data key/,
      ),
    });
    expect(await cli(['verify', copy])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^keys\.json: It holds a passphrase \([0-9a-f]{24}\) that no event names/),
    });
    // It says nothing against the record.
    await done(['acquire', copy, '--book', 'tools', '--json', file('line.json')]);
    await done(['rotate', copy]);
    expect(await cli(['verify', copy])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Proven/) });
    expect((await cli(['users', copy])).stderr).toBe('');
  });

  test('get a new recovery key, which opens in the place of the old one', async () => {
    const { recoveryKey } = JSON.parse(await done(['recovery-key', shop, '--replace', '--json']));
    const ran = await cli(['book', shop, '--book', 'tools'], { env: { ROLLMARK_RECOVERY_KEY: recoveryKey } });
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('175418') });
  });
});

describe('a backup', () => {
  test('is written, listed and restored beside the ledger, which then verifies', async () => {
    const usb = file('usb');
    mkdirSync(usb);
    const made = JSON.parse(await done(['backup', shop, '--to', usb, '--json']));
    expect(made).toMatchObject({ lines: 1, removed: [] });
    expect(readdirSync(made.folder).sort()).toEqual(['backup.json', 'keys.json', 'ledger.db']);
    const listed = JSON.parse(await done(['backups', shop, '--in', usb, '--json']));
    expect(listed).toMatchObject([{ folder: made.folder, events: made.events, lines: 1 }]);
    // The folder of --to is remembered: the list needs no --in, and a drive that is out is said.
    expect(JSON.parse(await done(['backups', shop, '--json']))).toEqual(listed);
    renameSync(usb, `${usb} out`);
    const away = await cli(['backups', shop]);
    expect(away).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/on a drive, connect it/) });
    renameSync(`${usb} out`, usb);
    const back = JSON.parse(await done(['restore', made.folder, '--to', file('back'), '--json']));
    expect(back).toMatchObject({ events: made.events, lines: 1 });
    expect(await done(['verify', back.ledger])).toMatch(/^Proven/);
    expect(await done(['book', back.ledger, '--book', 'tools'])).toContain('175418');
  });

  test('is held against its hashes when it is listed, and one that is not as it was written is named', async () => {
    const usb = file('spoilt');
    mkdirSync(usb);
    const made = JSON.parse(await done(['backup', shop, '--to', usb, '--json']));
    expect(await done(['backups', shop, '--in', usb])).toContain(made.folder);
    const db = join(made.folder, 'ledger.db');
    const whole = readFileSync(db);
    const flipped = Buffer.from(whole);
    flipped[flipped.length >> 1]! ^= 1;
    writeFileSync(db, flipped);
    const listed = await cli(['backups', shop, '--in', usb]);
    expect(listed).toMatchObject({ code: 1 });
    const line = listed.stdout.split('\n').find((text) => text.includes(made.folder));
    expect(line).toMatch(/not as it was written: its ledger\.db was changed or its disk failed/);
    const json = await cli(['backups', shop, '--in', usb, '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toContainEqual(
      expect.objectContaining({ folder: made.folder, problem: expect.stringMatching(/ledger\.db/) }),
    );
    writeFileSync(db, whole);
    expect((await cli(['backups', shop, '--in', usb])).code).toBe(0);

    writeFileSync(join(made.folder, 'backup.json'), '{');
    const undescribed = await cli(['backups', shop, '--in', usb]);
    expect(undescribed.code).toBe(1);
    expect(undescribed.stderr).toContain(`${made.folder}: Its backup.json is missing or damaged`);
    rmSync(usb, { recursive: true });
  });

  test('of a ledger whose last proof failed is refused, and the one before it stays', async () => {
    const usb = file('before');
    const bad = file('Bad.rollmark');
    cpSync(shop, bad, { recursive: true });
    mkdirSync(usb);
    const made = JSON.parse(await done(['backup', bad, '--to', usb, '--json']));
    const { ledger } = await openLedger(bad, { kind: 'passphrase', secret: PASSPHRASE });
    await ledger.recordProof(false, ledger.log().tree.size);
    await ledger.close();
    const refused = await cli(['backup', bad, '--to', usb]);
    expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/nothing more is written/) });
    expect(readdirSync(usb).map((name) => join(usb, name))).toEqual([made.folder]);
  });

  test('to a folder that is not there is refused, and none is made: the drive may be out', async () => {
    const away = file('drive');
    const ran = await cli(['backup', shop, '--to', join(away, 'Rollmark')]);
    expect(ran).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/backup folder is not there.*Connect the drive/),
    });
    expect(existsSync(away)).toBe(false);
  });

  test('fails in a sentence with nothing made: no backup, wrong passphrase, a folder that is a file', async () => {
    writeFileSync(file('plain'), 'x');
    const toFile = await cli(['backup', shop, '--to', file('plain')]);
    expect(toFile.code).not.toBe(0);
    expect(toFile.stderr).toMatch(/^[A-Z].+\.\n$/);
    expect(await cli(['restore', shop, '--to', file('none')])).toMatchObject({ code: 2 });
    const [name] = readdirSync(file('usb'));
    const wrong = await cli(['restore', join(file('usb'), name!), '--to', file('none')], {
      env: { ROLLMARK_PASSPHRASE: `not ${PASSPHRASE}` },
    });
    expect(wrong).toMatchObject({ code: 3, stdout: '' });
    expect(existsSync(file('none'))).toBe(false);
  });
});
