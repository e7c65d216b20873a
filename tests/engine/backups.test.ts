import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import {
  addBackupFolder,
  backupFolders,
  backupState,
  listBackups,
  removeBackupFolder,
  runBackups,
} from '../../electron/services/backups/backups.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { backupsIn, manifestText } from '../../electron/services/backups/manifest.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { makeSchedule } from '../../electron/services/backups/schedule.ts';
import { acquire } from '../../electron/services/entries.ts';
import { makeSession } from '../../electron/services/session.ts';
import { addUser } from '../../electron/services/users.ts';
import {
  copyOf,
  hashesOf,
  never,
  newLedger,
  openRaw,
  PASSPHRASE,
  pastGuards,
  pistol,
  quiet,
  refusal,
  scratch,
  verified,
} from '../support/ledgers.ts';
import { rehash, resign } from '../support/rewriting.ts';

/** Backups of real encrypted ledgers, into real folders. The clock is ours, so that years pass in a second. */
let place: ReturnType<typeof scratch>;
let base: string;
let recoveryKey: string;
let folder: string;
let usb: string;
let now: number;
const clock = () => now;
const START = Date.parse('2026-11-22T19:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const secret = { kind: 'passphrase' as const, secret: PASSPHRASE };

beforeAll(async () => {
  place = scratch();
  now = START;
  base = join(place.path, 'base.rollmark');
  const made = await newLedger(base, { clock });
  recoveryKey = made.recoveryKey;
  for (const serial of ['BKZX412', 'BKZX413', 'SN-88-201']) await acquire(made.ledger, 'ad', pistol(serial), 'all');
  await made.ledger.close();
});
beforeEach(() => {
  now = START + 60_000;
  folder = copyOf(base, join(place.path, 'Shop.rollmark'));
  usb = join(place.path, 'usb');
  rmSync(usb, { recursive: true, force: true });
  mkdirSync(usb);
});
afterAll(() => place.remove());

const opened = async (at = folder): Promise<Ledger> => (await openLedger(at, secret, { clock })).ledger;
const backUp = (ledger: Ledger, to = usb) => makeBackup(ledger, to, quiet, never);
const restore = (backup: string, to: string, how = secret) =>
  restoreBackup(join(usb, backup), to, how, quiet, never, clock);

describe('a backup', () => {
  test('holds the whole ledger as it stood, opens with the same keys, and tells nothing of it in the clear', async () => {
    const ledger = await opened();
    const made = await backUp(ledger);
    await acquire(ledger, 'ad', pistol('LATER-7'), 'all');
    expect(made).toMatchObject({ events: 4, lines: 3, removed: [] });
    expect(made.name).toBe('Shop 2026-11-22 120100.rollmark-backup');
    expect(readdirSync(join(usb, made.name)).sort()).toEqual(['backup.json', 'keys.json', 'ledger.db']);
    const written = Buffer.concat(
      readdirSync(join(usb, made.name)).map((file) => readFileSync(join(usb, made.name, file))),
    ).toString('latin1');
    for (const told of ['BKZX412', 'Glock', 'Prairie', 'Ueda', PASSPHRASE]) expect(written).not.toContain(told);
    const [found] = await backupsIn(usb);
    expect(found).toMatchObject({ ledger: ledger.id, name: 'Shop', events: 4, lines: 3, day: '2026-11-22' });
    await ledger.close();

    const restored = await restore(made.name, join(place.path, 'restored-1'));
    expect(restored.ledger.reader.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(3);
    expect((await verified(restored.ledger, found!.note)).ok).toBe(true);
    await restored.ledger.close();
  });

  test('is made while entries go on, and holds exactly what stood at its checkpoint', async () => {
    const ledger = await opened();
    // A print is being made: it reads an older state, so part of the file is still in its log.
    const reading = ledger.snapshot();
    await acquire(ledger, 'ad', pistol('IN-THE-LOG'), 'all');
    let more = 0;
    const work = makeBackup(
      ledger,
      usb,
      (stage) => {
        if (stage === 'Copying the ledger' && more < 40) {
          more += 1;
          void acquire(ledger, 'ad', pistol(`DURING-${more}`), 'all');
        }
      },
      never,
    );
    const made = await work;
    reading.close();
    expect(made).toMatchObject({ events: 5, lines: 4 });
    expect(ledger.reader.prepare('SELECT count(*) FROM entry').pluck().get()).toBeGreaterThan(4);
    expect((await verified(ledger)).ok).toBe(true);
    await ledger.close();
  });

  test('that is stopped, or finds its folder gone or full of something else, leaves nothing and says why', async () => {
    const ledger = await opened();
    const before = await backUp(ledger);
    const stop = new AbortController();
    const stopped = await refusal(() => makeBackup(ledger, usb, () => stop.abort(), stop.signal));
    expect(stopped.code).toBe('CANCELLED');
    expect((await refusal(() => backUp(ledger, join(place.path, 'no', 'such', 'drive')))).code).toBe('FILE_UNREADABLE');
    writeFileSync(join(place.path, 'a-file'), 'x');
    expect((await refusal(() => backUp(ledger, join(place.path, 'a-file')))).code).toBe('FILE_UNREADABLE');
    expect(readdirSync(usb)).toEqual([before.name]);
    await ledger.close();
  });

  test('whose copy does not hold is not kept, and the older ones stay', async () => {
    const ledger = await opened();
    const good = await backUp(ledger);
    await acquire(ledger, 'ad', pistol('NEXT'), 'all');
    // The disk turns a byte while the copy is on it.
    let spoilt = false;
    const failed = await refusal(() =>
      makeBackup(
        ledger,
        usb,
        (stage, done, total) => {
          const part = readdirSync(usb).find((name) => name.endsWith('.part'));
          if (stage !== 'Copying the ledger' || done < total || !part || spoilt) return;
          spoilt = true;
          const file = join(usb, part, 'ledger.db');
          const bytes = readFileSync(file);
          bytes[Math.floor(bytes.length / 2)]! ^= 1;
          writeFileSync(file, bytes);
        },
        never,
      ),
    );
    expect(spoilt).toBe(true);
    expect(failed.code).toBe('LEDGER_DAMAGED');
    expect(readdirSync(usb)).toEqual([good.name]);
    await ledger.close();
  });

  test('clears what a crash left half written', async () => {
    const ledger = await opened();
    mkdirSync(join(usb, 'Shop 2026-11-21 090000.rollmark-backup.part'));
    mkdirSync(join(usb, 'Other 2026-11-21 090000.rollmark-backup.part'));
    const made = await backUp(ledger);
    expect(readdirSync(usb).sort()).toEqual(['Other 2026-11-21 090000.rollmark-backup.part', made.name]);
    await ledger.close();
  });
});

describe('the rotation', () => {
  test('removes only this ledger’s older backups, and none that the new one does not wholly contain', async () => {
    const ledger = await opened();
    const first = await backUp(ledger);
    // Another ledger's, and one of this ledger from a later state that was lost here.
    const other = join(usb, 'Else 2020-01-01 000000.rollmark-backup');
    cpSync(join(usb, first.name), other, { recursive: true });
    const edit = (at: string, change: object) => {
      const file = join(at, 'backup.json');
      const { checksum: _, ...manifest } = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, manifestText({ ...manifest, ...change }));
    };
    edit(other, { ledger: '0'.repeat(32), day: '2020-01-01', madeAt: '2020-01-01T00:00:00.000Z' });
    const longer = join(usb, 'Shop 2026-11-22 110000.rollmark-backup');
    cpSync(join(usb, first.name), longer, { recursive: true });
    edit(longer, { events: 4000, madeAt: '2026-11-22T18:00:00.000Z' });
    // Of as many events as there are here, but other ones.
    const elsewhere = join(usb, 'Shop 2026-11-22 103000.rollmark-backup');
    cpSync(join(usb, first.name), elsewhere, { recursive: true });
    edit(elsewhere, { root: Buffer.alloc(32, 7).toString('base64'), madeAt: '2026-11-22T17:30:00.000Z' });
    now += 60_000;
    const second = await backUp(ledger);
    expect(second.removed).toEqual([first.name]);
    expect(readdirSync(usb).sort()).toEqual(
      [
        'Else 2020-01-01 000000.rollmark-backup',
        'Shop 2026-11-22 103000.rollmark-backup',
        'Shop 2026-11-22 110000.rollmark-backup',
        second.name,
      ].sort(),
    );
    await ledger.close();
  });

  test('keeps the backup of a branch that a restore left behind: its lines are found nowhere else', async () => {
    const ledger = await opened();
    const morning = await backUp(ledger);
    for (const serial of ['NOON-1', 'NOON-2']) await acquire(ledger, 'ad', pistol(serial), 'all');
    now += 60_000;
    const kept = join(place.path, 'morning');
    cpSync(join(usb, morning.name), kept, { recursive: true });
    const noon = await backUp(ledger);
    expect(noon.removed).toEqual([morning.name]);
    await ledger.close();
    now += 60_000;
    const restored = await restoreBackup(kept, join(place.path, 'branch'), secret, quiet, never, clock);
    for (const serial of ['B-1', 'B-2', 'B-3', 'B-4']) await acquire(restored.ledger, 'ad', pistol(serial), 'all');
    const evening = await backUp(restored.ledger);
    expect(evening.events).toBeGreaterThan(noon.events);
    expect(evening.removed).toEqual([]);
    expect(readdirSync(usb).sort()).toEqual([noon.name, evening.name].sort());
    await restored.ledger.close();
  });

  test('never removes the backup that was just made, where the clock ran ahead before', async () => {
    const ledger = await opened();
    now += 2 * HOUR;
    const ahead = await backUp(ledger);
    await acquire(ledger, 'ad', pistol('NEW-1'), 'all');
    now -= 2 * HOUR;
    const made = await backUp(ledger);
    expect(made.removed).toEqual([ahead.name]);
    expect(readdirSync(usb)).toEqual([made.name]);
    now += 3 * HOUR;
    const again = await backUp(ledger);
    expect(again.removed).toEqual([made.name]);
    await ledger.close();
  });
});

describe('a ledger that is not as it was', () => {
  const REWRITTEN = /not as this computer knew it/;
  const session = async (work: (engine: ReturnType<typeof clientOf>) => Promise<void>) => {
    const engine = clientOf();
    await engine.grants.profile({ path: join(place.path, 'profile') });
    await engine.grants.ledger({ token: 'shop', path: folder });
    await engine.grants.backupFolder({ token: 'usb', path: usb });
    await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
    await work(engine);
    await engine.ledger.lock();
    return engine;
  };
  // The schedule looks at once, and again and again.
  const clientOf = () =>
    createRouterClient(makeRouter({ ...makeSession(), schedule: makeSchedule({ first: 5, every: 10 }) }));
  const done = async <T>(job: AsyncIterable<{ state: 'running' } | { state: 'done'; result: T }>): Promise<T> => {
    let result: T | undefined;
    for await (const event of job) if (event.state === 'done') result = event.result;
    return result!;
  };
  const enter = (engine: ReturnType<typeof clientOf>, serial: string) =>
    engine.entries.acquire({ draft: pistol(serial), accepted: {} });
  const rewrite = async () => {
    const ledger = await opened();
    const key = ledger.dataKey();
    await ledger.close();
    const raw = openRaw(folder, key);
    pastGuards(raw, (db) => {
      db.exec("UPDATE event SET json = replace(json, 'BKZX412', 'EVIL412')");
      for (const { name, type } of db.pragma('table_info(entry)') as { name: string; type: string }[])
        if (type.toUpperCase() === 'TEXT') db.exec(`UPDATE entry SET ${name} = replace(${name}, 'BKZX412', 'EVIL412')`);
      rehash(db);
      resign(db);
    });
    raw.close();
  };
  beforeEach(() => rmSync(join(place.path, 'profile'), { recursive: true, force: true }));

  test.each(['differs', 'behind'] as const)(
    'that is found to be “%s” is not backed up by itself, and nothing is rotated away where it is by hand',
    async (state) => {
      const old = copyOf(folder, join(place.path, 'old.rollmark'));
      await session(async (engine) => {
        await engine.backups.addFolder({ token: 'usb' });
        await enter(engine, 'TRUE-1');
      });
      const [genuine] = readdirSync(usb);
      if (state === 'differs') await rewrite();
      else {
        // The old copy knows of the folder: it was added before, too.
        copyOf(old, folder);
        const ledger = await opened();
        await addBackupFolder(ledger, usb);
        await ledger.close();
      }
      const engine = await session(async (open) => {
        expect(await open.ledger.status()).toMatchObject({ known: { state } });
        await enter(open, 'LATER-1');
        // Of the old copy, which knows of no good backup, one would be due at the first of these looks.
        await new Promise((looked) => setTimeout(looked, 300));
      });
      expect(readdirSync(usb)).toEqual([genuine]);
      expect(await engine.ledger.status()).toMatchObject({
        state: 'closed',
        notBackedUp: [{ reason: expect.stringMatching(REWRITTEN) }],
      });
      await session(async (open) => {
        const [run] = await done(await open.backups.run());
        expect(run).toMatchObject({
          ok: true,
          message: expect.stringMatching(/^No older backup was removed: .*not as this computer knew it/),
        });
        expect(readdirSync(usb).sort()).toEqual([genuine, run!.name].sort());
      });
      expect(readdirSync(usb)).toHaveLength(2);
    },
  );

  test('by its last proof is refused before anything is copied, by hand too, and the older backups stay', async () => {
    const ledger = await opened();
    await addBackupFolder(ledger, usb);
    const good = await backUp(ledger);
    await acquire(ledger, 'ad', pistol('NEXT'), 'all');
    await ledger.recordProof(false, ledger.log().tree.size);
    now += 60_000;
    let stages = 0;
    const refused = await refusal(() =>
      makeBackup(
        ledger,
        usb,
        () => {
          stages += 1;
        },
        never,
      ),
    );
    expect(refused).toMatchObject({
      code: 'LEDGER_DAMAGED',
      message: expect.stringMatching(/nothing more is written/),
    });
    expect(stages).toBe(0);
    expect(await runBackups(ledger, quiet, never)).toMatchObject([{ ok: false, message: refused.message }]);
    expect(readdirSync(usb)).toEqual([good.name]);
    await ledger.close();
  });
});

describe('the folders', () => {
  test('say how the last backup went: good, failing, overdue; and the trail says it too', async () => {
    const ledger = await opened();
    const state = () => backupState(backupFolders(ledger));
    expect(state()).toBe('none');
    await addBackupFolder(ledger, usb);
    expect((await refusal(() => addBackupFolder(ledger, folder))).message).toMatch(/belongs to a ledger/);
    expect(await runBackups(ledger, quiet, never)).toMatchObject([{ ok: true, events: 4 }]);
    expect(state()).toBe('good');
    // Nothing was recorded since but that backup itself: nothing to do, and nothing overdue for a month.
    expect(await runBackups(ledger, quiet, never, true)).toEqual([]);
    now += 30 * DAY;
    expect(state()).toBe('good');
    await acquire(ledger, 'ad', pistol('NEW-1'), 'all');
    expect(state()).toBe('overdue');
    renameSync(usb, `${usb}-out`);
    const [failed] = await runBackups(ledger, quiet, never, true);
    expect(failed).toMatchObject({ ok: false, message: expect.stringMatching(/backup folder/) });
    expect(state()).toBe('failing');
    await runBackups(ledger, quiet, never, true);
    // Nothing was made in the place of a drive that went away.
    expect(existsSync(usb)).toBe(false);
    renameSync(`${usb}-out`, usb);
    expect((await runBackups(ledger, quiet, never, true))[0]?.ok).toBe(true);
    expect(state()).toBe('good');
    const kinds = ledger.reader.prepare("SELECT kind FROM event WHERE kind LIKE 'backup.%' ORDER BY seq").pluck().all();
    expect(kinds).toEqual(['backup.made', 'backup.failed', 'backup.made']);
    const { id } = backupFolders(ledger)[0]!;
    expect(await listBackups(ledger, id)).toHaveLength(2);
    await removeBackupFolder(ledger, id);
    expect(state()).toBe('none');
    expect(readdirSync(usb)).toHaveLength(2);
    expect((await verified(ledger)).ok).toBe(true);
    await ledger.close();
  });

  test('are backed up to by one run at a time: the daily one, one asked for and the one at closing wait for each other', async () => {
    const ledger = await opened();
    await addBackupFolder(ledger, usb);
    const stages: string[] = [];
    const runs = await Promise.all([
      runBackups(ledger, quiet, never),
      runBackups(ledger, (stage) => stages.push(stage), never),
      runBackups(ledger, quiet, never, true),
    ]);
    expect(runs.map((run) => run.map(({ ok }) => ok))).toEqual([[true], [true], []]);
    expect(stages[0]).toBe('Waiting for the backup under way');
    expect(await listBackups(ledger, backupFolders(ledger)[0]!.id)).toHaveLength(1);
    // One that waits and is no longer wanted does not begin.
    const stop = new AbortController();
    const first = runBackups(ledger, quiet, never);
    const waiting = refusal(() => runBackups(ledger, quiet, stop.signal));
    stop.abort();
    expect((await waiting).code).toBe('CANCELLED');
    expect((await first)[0]?.ok).toBe(true);
    await ledger.close();
  });
});

describe('a restore', () => {
  test('puts a ledger beside the others under a free name, proven, with its trail saying so', async () => {
    const ledger = await opened();
    await addUser(ledger, { name: 'Kim', role: 'clerk', until: '', passphrase: 'kim has a backup' });
    const made = await backUp(ledger);
    await acquire(ledger, 'ad', pistol('LATER-7'), 'all');
    await ledger.close();
    const untouched = hashesOf(folder);
    const backup = hashesOf(join(usb, made.name));
    const restored = await restore(made.name, place.path);
    expect(restored.folder).toBe(join(place.path, 'Shop restored 2026-11-22.rollmark'));
    expect(restored.ledger.user().name).toBe('Dana');
    expect((await verified(restored.ledger)).ok).toBe(true);
    const [last] = restored.ledger.reader.prepare('SELECT json FROM event ORDER BY seq DESC LIMIT 1').pluck().all();
    expect(JSON.parse(last as string)).toMatchObject({
      kind: 'backup.restored',
      body: { name: 'Shop', events: made.events },
    });
    await restored.ledger.close();
    expect(hashesOf(folder)).toEqual(untouched);
    expect(hashesOf(join(usb, made.name))).toEqual(backup);
    // Another one beside it, with the recovery key this time.
    const again = await restoreBackup(
      join(usb, made.name),
      place.path,
      { kind: 'recovery', secret: recoveryKey },
      quiet,
      never,
      clock,
    );
    expect(again.folder).toBe(join(place.path, 'Shop restored 2026-11-22 (2).rollmark'));
    await again.ledger.close();
  });

  test('with a wrong passphrase, of a changed backup, or of what is none, makes nothing and says which', async () => {
    const ledger = await opened();
    const made = await backUp(ledger);
    await ledger.close();
    const to = join(place.path, 'nothing-here');
    const wrong = await refusal(() => restore(made.name, to, { kind: 'passphrase', secret: 'not this one' }));
    expect(wrong.code).toBe('WRONG_SECRET');
    expect((await refusal(() => restore('no such', to))).code).toBe('FILE_UNREADABLE');
    const db = join(usb, made.name, 'ledger.db');
    const bytes = readFileSync(db);
    for (const at of [10, bytes.length >> 1, bytes.length - 1]) {
      const bad = Buffer.from(bytes);
      bad[at]! ^= 4;
      writeFileSync(db, bad);
      const damaged = await refusal(() => restore(made.name, to));
      expect(damaged.message).toMatch(/ledger\.db was changed/);
    }
    writeFileSync(db, bytes.subarray(0, 5000));
    expect((await refusal(() => restore(made.name, to))).message).toMatch(/ledger\.db was changed/);
    rmSync(db);
    expect((await refusal(() => restore(made.name, to))).code).toMatch(/LEDGER_MISSING|LEDGER_DAMAGED/);
    // Somebody made the description fit another file, too.
    expect(existsSync(to) ? readdirSync(to) : []).toEqual([]);
  });

  describe('is an owner’s', () => {
    let drive: string;
    let made: string;
    const others = { clerk: 'kim enters lines', viewer: 'vic only looks', inspector: 'ivy inspects it' } as const;
    beforeAll(async () => {
      drive = join(place.path, 'drive');
      mkdirSync(drive);
      const ledger = await opened(copyOf(base, join(place.path, 'People.rollmark')));
      for (const [role, passphrase] of Object.entries(others) as [keyof typeof others, string][])
        await addUser(ledger, { name: role, role, until: role === 'inspector' ? '2099-01-01' : '', passphrase });
      await addUser(ledger, { name: 'Olga', role: 'owner', until: '', passphrase: 'olga owns it too' });
      made = (await backUp(ledger, drive)).name;
      await ledger.close();
    });

    test.each(Object.keys(others) as (keyof typeof others)[])(
      'and refused to a %s, with nothing left of it',
      async (role) => {
        const before = hashesOf(join(drive, made));
        const to = join(place.path, 'not for you', role);
        const refused = await refusal(() =>
          restoreBackup(join(drive, made), to, { kind: 'passphrase', secret: others[role] }, quiet, never, clock),
        );
        expect(refused).toMatchObject({
          code: 'NOT_ALLOWED',
          message: expect.stringMatching(new RegExp(`${role}.*owner`)),
        });
        expect(existsSync(to)).toBe(false);
        expect(hashesOf(join(drive, made))).toEqual(before);

        const engine = createRouterClient(makeRouter(makeSession()));
        await engine.grants.newLedgers({ path: to });
        await engine.grants.backupFolder({ token: 'usb', path: drive });
        const inApp = async () => {
          const secret = { kind: 'passphrase' as const, passphrase: others[role] };
          for await (const _ of await engine.backups.restore({ token: 'usb', folder: made, secret }));
        };
        await expect(inApp()).rejects.toMatchObject({ code: 'NOT_ALLOWED', message: refused.message });
        expect(existsSync(to)).toBe(false);
        expect(await engine.ledger.status()).toMatchObject({ state: 'closed' });
      },
    );

    test('and goes with any owner’s passphrase and the recovery key', async () => {
      for (const how of [
        { kind: 'passphrase' as const, secret: 'olga owns it too' },
        { kind: 'recovery' as const, secret: recoveryKey },
      ]) {
        const to = join(place.path, 'theirs', how.kind);
        const restored = await restoreBackup(join(drive, made), to, how, quiet, never, clock);
        expect(restored.ledger.user().role).toBe('owner');
        await restored.ledger.close();
      }
    });
  });
});
