import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { makeSession } from '../../electron/services/session.ts';
import { copyOf, openRaw, PASSPHRASE, pastGuards, pistol, sampleLedger, scratch } from '../support/ledgers.ts';
import { rehash, resign } from '../support/rewriting.ts';

/** What the profile keeps of a ledger finds at the next opening what a ledger by itself can't show: that it was put back, or rewritten whole. */
let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
let folder: string;
let profile: string;
const secret = { kind: 'passphrase' as const, passphrase: PASSPHRASE };

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey } = await sampleLedger(base));
});
beforeEach(() => {
  folder = copyOf(base, join(place.path, 'Shop.rollmark'));
  profile = join(place.path, 'profile');
  rmSync(profile, { recursive: true, force: true });
});
afterAll(() => place.remove());

/** One sitting at the app: opens, does, says how the ledger compared, locks. */
const sitting = async (work: (engine: ReturnType<typeof clientOf>) => Promise<unknown> = async () => undefined) => {
  const engine = clientOf();
  await engine.grants.profile({ path: profile });
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret });
  const status = await engine.ledger.status();
  await work(engine);
  await engine.ledger.lock();
  return status.state === 'open' ? status.known : undefined;
};
const clientOf = () => createRouterClient(makeRouter(makeSession()));
const enter = (serial: string) => (engine: ReturnType<typeof clientOf>) =>
  engine.entries.acquire({ draft: pistol(serial), accepted: {} });

/** Enters a line and backs it up to a folder, which stays in the list. */
const backUpTo = (usb: string) => async (engine: ReturnType<typeof clientOf>) => {
  await engine.grants.backupFolder({ token: 'usb', path: usb });
  await engine.backups.addFolder({ token: 'usb' });
  await enter('IN-BACKUP')(engine);
  for await (const _ of await engine.backups.run());
};

describe('an opening', () => {
  test('finds nothing to compare the first time, and that all fits ever after', async () => {
    expect(await sitting()).toMatchObject({ state: 'none' });
    for (const serial of ['DAY-1-A', 'DAY-2-B', 'DAY-3-C'])
      expect(await sitting(enter(serial))).toMatchObject({ state: 'fits' });
    const file = join(profile, 'checkpoints', `${openId()}.json`);
    const text = readFileSync(file, 'utf8');
    expect(JSON.parse(text).notes.length).toBeGreaterThan(3);
    expect(text).not.toMatch(/DAY|Prairie|Glock|Dana/);
  });

  test('names an old copy that was put back, and since when; goes on naming it', async () => {
    await sitting(enter('KEPT-1'));
    const old = copyOf(folder, join(place.path, 'old.rollmark'));
    await sitting(enter('GONE-22'));
    copyOf(old, folder);
    const known = await sitting(enter('AFTER-3'));
    expect(known).toMatchObject({ state: 'behind', message: expect.stringMatching(/older copy.*at least \d+.*since/) });
    // It has as many events again by now, and they are other ones.
    const later = await sitting(enter('AFTER-4'));
    expect(later).toMatchObject({ state: 'differs', message: expect.stringMatching(/can’t be trusted/) });
    expect(await sitting()).toMatchObject({ state: 'differs' });
  });

  test('names a record that was rewritten whole, hashes, tree and all, though it proves itself', async () => {
    await sitting(enter('TRUE-1'));
    // With the key and every hash made to fit: what no proof from within can see but for the signed checkpoints, which go too.
    const raw = openRaw(folder, dataKey);
    pastGuards(raw, (db) => {
      const rows = db.prepare('SELECT seq, json FROM event ORDER BY seq').all() as { seq: number; json: string }[];
      for (const { seq, json } of rows)
        db.prepare('UPDATE event SET json = ? WHERE seq = ?').run(json.replaceAll('TRUE-1', 'FALSE1'), seq);
      db.exec("UPDATE entry SET serial = 'FALSE1' WHERE serial = 'TRUE-1'");
      rehash(db);
      resign(db);
    });
    raw.close();
    const known = await sitting(async (engine) => {
      // By itself it holds: everything in it was signed anew. What was kept outside tells.
      for await (const event of await engine.trail.verify({}))
        if (event.state === 'done')
          expect(event.result.problems.map((p) => p.code).filter((code) => code !== 'row-changed')).toEqual([
            'known-differs',
          ]);
    });
    expect(known?.state).toBe('differs');
  });

  test('takes what a restore explains for what it is', async () => {
    const usb = join(place.path, 'usb');
    mkdirSync(usb, { recursive: true });
    await sitting(backUpTo(usb));
    await sitting(async (engine) => {
      await engine.backups.removeFolder({ id: (await engine.backups.folders())[0]!.id });
      await enter('LOST-7')(engine);
    });
    const engine = clientOf();
    await engine.grants.profile({ path: profile });
    await engine.grants.newLedgers({ path: join(place.path, 'ledgers') });
    await engine.grants.backupFolder({ token: 'usb', path: usb });
    const found = await engine.backups.found({ token: 'usb' });
    expect(found).toHaveLength(1);
    const restore = (name: string) => engine.backups.restore({ token: 'usb', folder: name, secret });
    await expect(
      (async () => {
        for await (const _ of await restore('../Shop.rollmark'));
      })(),
    ).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    for await (const event of await restore(found[0]!.folder))
      if (event.state === 'done') expect(event.result.ledger).toBe('Shop.rollmark');
    const status = await engine.ledger.status();
    expect(status).toMatchObject({ state: 'open', known: { state: 'restored' } });
    await enter('GOES-ON')(engine);
    await engine.ledger.lock();
    folder = join(place.path, 'ledgers', 'Shop.rollmark');
    expect(await sitting()).toMatchObject({
      state: 'restored',
      message: expect.stringMatching(/restored from a backup/),
    });
  });

  test('of the ledger itself says nothing of a backup that was tried out beside it, until something was recorded in that', async () => {
    const usb = join(place.path, 'usb-tried');
    mkdirSync(usb, { recursive: true });
    await sitting(backUpTo(usb));
    const tried = clientOf();
    const open = async (path: string) => {
      await tried.grants.ledger({ token: path, path });
      await tried.ledger.open({ token: path, secret });
      const status = await tried.ledger.status();
      return status.state === 'open' ? status.known.state : undefined;
    };
    await tried.grants.profile({ path: profile });
    await tried.grants.newLedgers({ path: join(place.path, 'tried') });
    await tried.grants.backupFolder({ token: 'usb', path: usb });
    const [backup] = await tried.backups.found({ token: 'usb' });
    for await (const _ of await tried.backups.restore({ token: 'usb', folder: backup!.folder, secret }));
    await tried.ledger.lock();
    const copy = join(place.path, 'tried', 'Shop.rollmark');
    expect(await open(copy)).toMatch(/^(fits|restored)$/);
    await tried.ledger.lock();
    expect(await open(folder)).toBe('fits');
    await tried.ledger.lock();
    await open(copy);
    await enter('ON-THE-COPY')(tried);
    await tried.ledger.lock();
    expect(await open(folder)).toMatch(/^(behind|differs)$/);
    await tried.ledger.lock();
  });

  test('goes on where what was kept is damaged', async () => {
    await sitting();
    const file = join(profile, 'checkpoints', `${openId()}.json`);
    for (const text of ['', '{"notes": 5}', '{"notes": [{"note": "x", "at": "y"}, {}]}', '\0\0']) {
      writeFileSync(file, text);
      expect(await sitting()).toMatchObject({ state: 'none' });
    }
  });
});

const openId = (): string => {
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  const { id } = ledger;
  void ledger.close();
  return id;
};
