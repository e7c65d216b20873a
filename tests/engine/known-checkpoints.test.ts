import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { makeSession } from '../../electron/services/session.ts';
import { copyOf, openRaw, PASSPHRASE, pastGuards, pistol, sampleLedger, scratch } from '../support/ledgers.ts';
import { forgeRestore, rehash, resign, swapKey } from '../support/rewriting.ts';

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

/** Rewrites a serial everywhere with the key in hand, then does what else `more` does. */
const rewrite = (from: string, to: string, more: (db: ReturnType<typeof openRaw>) => void): void => {
  const raw = openRaw(folder, dataKey);
  pastGuards(raw, (db) => {
    db.prepare('UPDATE event SET json = replace(json, ?, ?)').run(from, to);
    for (const { name, type } of db.pragma('table_info(entry)') as { name: string; type: string }[])
      if (type.toUpperCase() === 'TEXT') db.prepare(`UPDATE entry SET ${name} = replace(${name}, ?, ?)`).run(from, to);
    rehash(db);
    resign(db);
    more(db);
  });
  raw.close();
};
const problemsIn = async (engine: ReturnType<typeof clientOf>, against?: string) => {
  for await (const event of await engine.trail.verify(against === undefined ? {} : { against }))
    if (event.state === 'done') return event.result.problems;
  throw new Error('No result.');
};
/** Makes a backup as it stands, in a folder of its own. */
const backUp = (name: string) => async (engine: ReturnType<typeof clientOf>) => {
  const usb = join(place.path, `usb ${name}`);
  mkdirSync(usb, { recursive: true });
  await engine.grants.backupFolder({ token: name, path: usb });
  await engine.backups.addFolder({ token: name });
  for await (const _ of await engine.backups.run());
  // Closing would back up once more.
  for (const { id } of await engine.backups.folders()) await engine.backups.removeFolder({ id });
};
/** Restores a backup as the next ledger and makes it the one that is opened from now on. */
let restores = 0;
const restoreFrom = async (name: string) => {
  restores += 1;
  const ledgers = join(place.path, `restored ${restores}`);
  const engine = clientOf();
  await engine.grants.profile({ path: profile });
  await engine.grants.newLedgers({ path: ledgers });
  await engine.grants.backupFolder({ token: name, path: join(place.path, `usb ${name}`) });
  const [found] = await engine.backups.found({ token: name });
  for await (const _ of await engine.backups.restore({ token: name, folder: found!.folder, secret }));
  await engine.ledger.lock();
  folder = join(ledgers, 'Shop.rollmark');
};
const notesFile = () => join(profile, 'checkpoints', `${openId()}.json`);
const editNotes = (edit: (note: Record<string, unknown>) => unknown): void => {
  const { notes } = JSON.parse(readFileSync(notesFile(), 'utf8'));
  writeFileSync(notesFile(), JSON.stringify({ notes: notes.map(edit) }));
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

  test.each([
    ['with the key kept beside them', (note: Record<string, unknown>) => note],
    ['kept by a version that did not keep the key', ({ note, at }: Record<string, unknown>) => ({ note, at })],
  ])('names a record that was rewritten and signed with another key, by notes %s', async (_, asKept) => {
    await sitting(enter('TRKEEP'));
    editNotes(asKept);
    rewrite('TRKEEP', 'FAKEEP', (db) => swapKey(db));
    const known = await sitting(async (engine) => {
      const problems = await problemsIn(engine);
      expect(problems.map((p) => p.code)).toEqual(['known-key']);
      expect(problems[0]!.message).toMatch(/signed with another key.*none of what is recorded here can be trusted/);
    });
    expect(known).toMatchObject({ state: 'differs', message: expect.stringMatching(/signed with another key/) });
    expect(await sitting()).toMatchObject({ state: 'differs' });
  });

  test('does not believe a restore that was put into the trail of a rewritten record', async () => {
    await sitting(enter('TRKEEP'));
    rewrite('TRKEEP', 'FAKEEP', (db) => forgeRestore(db, { events: 1 }));
    const known = await sitting(async (engine) => {
      const problems = await problemsIn(engine);
      expect(problems.map((p) => p.code)).toEqual(['restore-false', 'known-differs']);
      expect(problems[0]!.message).toMatch(/put in by hand/);
    });
    expect(known?.state).toBe('differs');
  });

  test('nor one with the right number and another root, nor one that follows the rewritten events', async () => {
    await sitting(enter('TRKEEP'));
    const whole = copyOf(folder, join(place.path, 'whole.rollmark'));
    rewrite('TRKEEP', 'FAKEEP', (db) => {
      const events = db.prepare('SELECT count(*) FROM event').pluck().get() as number;
      forgeRestore(db, { events, root: Buffer.alloc(32).toString('base64') });
    });
    const known = await sitting(async (engine) =>
      expect((await problemsIn(engine)).map((p) => p.code)).toEqual(['restore-false', 'known-differs']),
    );
    expect(known?.state).toBe('differs');
    copyOf(whole, folder);
    rewrite('TRKEEP', 'FAKEEP', (db) => {
      const events = db.prepare('SELECT count(*) FROM event').pluck().get() as number;
      forgeRestore(db, { events });
    });
    expect(await sitting()).toMatchObject({ state: 'differs' });
  });

  test('takes any number of restores for what they are, whatever the clock said', async () => {
    await sitting(backUp('first'));
    await sitting(enter('LOST-1'));
    // The computer's clock ran years ahead while these were kept, or years behind.
    for (const at of ['2001-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']) {
      editNotes((note) => ({ ...note, at }));
      await restoreFrom('first');
      expect(await sitting(enter(`GOES-ON-${at.slice(0, 4)}`))).toMatchObject({ state: 'restored' });
    }
    await sitting(backUp('second'));
    await sitting(enter('LOST-2'));
    await restoreFrom('second');
    for (const serial of ['ON-1', 'ON-2'])
      expect(
        await sitting(async (engine) => {
          expect(await problemsIn(engine)).toEqual([]);
          await enter(serial)(engine);
        }),
      ).toMatchObject({
        state: 'restored',
        message: expect.stringMatching(
          /^This ledger was restored from a backup on [^.]+\. What had been recorded in it since that backup was made is not in it\.$/,
        ),
      });
    // What was kept after a restore is not explained by it.
    const old = copyOf(folder, join(place.path, 'old-of-restored.rollmark'));
    await sitting(enter('GONE-1'));
    copyOf(old, folder);
    expect(await sitting()).toMatchObject({ state: 'behind' });
    rewrite('ON-1', 'NO-1', () => undefined);
    expect(await sitting()).toMatchObject({ state: 'differs' });
  });

  test('takes a newer backup for what it is after an older one was restored by mistake and written to', async () => {
    await sitting(backUp('monday'));
    await sitting(async (engine) => {
      for (let n = 1; n <= 8; n++) await enter(`MONDAY-${n}`)(engine);
    });
    await sitting(backUp('friday'));
    await restoreFrom('monday');
    await sitting(enter('MISTAKE-1'));
    await restoreFrom('friday');
    // Fewer events than the backup holds, and others: that its own were kept before tells which came first.
    expect(await sitting(enter('FRIDAY-1'))).toMatchObject({ state: 'restored' });
    expect(await sitting()).toMatchObject({ state: 'restored' });
  });

  test('names an old copy of a restored ledger, though nothing but its restoring was kept before the newer one', async () => {
    await sitting(backUp('only'));
    await restoreFrom('only');
    const old = copyOf(folder, join(place.path, 'old-restored.rollmark'));
    // One sitting, of which only the end is kept.
    const ledger = openWithKey(folder, Buffer.from(dataKey));
    const { acquire } = await import('../../electron/services/entries.ts');
    await acquire(ledger, 'ad', pistol('SINCE-1'), 'all');
    await ledger.close();
    await sitting();
    copyOf(old, folder);
    expect(await sitting()).toMatchObject({ state: 'behind' });
  });

  test('of a restored ledger, held against a checkpoint of what was lost, says when it was restored and stops nothing', async () => {
    await sitting(backUp('lost'));
    let lost = '';
    await sitting(async (engine) => {
      await enter('LOST-1')(engine);
      lost = (await engine.trail.checkpoint()).note;
    });
    await restoreFrom('lost');
    await sitting(async (engine) => {
      for (const serial of ['NEW-1', 'NEW-2', 'NEW-3']) await enter(serial)(engine);
      const problems = await problemsIn(engine, lost);
      expect(problems.map((p) => p.code)).toEqual(['against-restored']);
      expect(problems[0]!.message).toMatch(/restored on .*20\d\d.* from a backup of its first \d+ events/);
      await enter('NEW-4')(engine);
      expect(await engine.ledger.status()).toMatchObject({ lastProof: { ok: true } });
    });
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
    for (const text of ['', '{"notes": 5}', '{"notes": [{"note": "x", "at": "y"}, {}]}', SPOILT, '\0\0']) {
      writeFileSync(file, text);
      expect(await sitting()).toMatchObject({ state: 'none' });
    }
  });
});

/** A note of which a character was lost on the disk, with and without a key that can't be read either. */
const SPOILT = JSON.stringify({
  notes: ['', 'rollmark.local/x+00000000+AAAA'].map((vkey) => ({
    note: `rollmark.local/${'0'.repeat(32)}\n7\nAAAA\n\n— x AAAAAAAA\n`,
    at: '2026-11-22T19:00:00.000Z',
    vkey,
  })),
});
const openId = (): string => loadKeys(folder).ledger;
