import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { copyOf, newLedger, PASSPHRASE, pistol, scratch } from '../../../tests/support/ledgers.ts';
import { type Ledger, openLedger } from '../../ledger/ledger.ts';
import { acquire } from '../entries.ts';
import { addBackupFolder, backupFolders, runBackups } from './backups.ts';
import { makeSchedule, type Schedule } from './schedule.ts';

/** Backups that nobody asked for, of a real encrypted ledger. The ledger's clock is ours, and the waits are short. */
let place: ReturnType<typeof scratch>;
let base: string;
let usb: string;
let ledger: Ledger;
let schedule: Schedule;
let now: number;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-22T19:00:00Z');
const SOON = { first: 5, every: 10 };
const NEVER = { first: 2 ** 31 - 1, every: 2 ** 31 - 1 };
const clock = () => now;

/** The backups made so far, by the trail. In the folder, the last one of a day takes the place of those before it. */
const backups = () =>
  (
    ledger.reader.prepare("SELECT json FROM event WHERE kind = 'backup.made' ORDER BY seq").pluck().all() as string[]
  ).map((json) => (JSON.parse(json) as { body: { name: string } }).body.name);
/** Waits, however slow the machine is, until there are so many backups, and the last one is of now and in its folder. */
const untilThere = (count: number) =>
  vi.waitFor(
    () => {
      expect(backups()).toHaveLength(count);
      expect(Date.parse(backupFolders(ledger)[0]!.good!.at)).toBe(now);
      expect(readdirSync(usb)).toContain(backups().at(-1));
    },
    { timeout: 60_000 },
  );
let looks: { mock: { calls: unknown[][] } };
/** Waits until the schedule has looked at the folders a few times more: so it had occasion to back up. */
const untilLooked = async (times = 4) => {
  const before = looks.mock.calls.length;
  await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThanOrEqual(before + times), { timeout: 60_000 });
};
const enter = (serial: string) => acquire(ledger, 'ad', pistol(serial), 'all');

beforeAll(async () => {
  place = scratch();
  now = START;
  base = join(place.path, 'base.rollmark');
  const made = await newLedger(base, { clock });
  await made.ledger.close();
});
beforeEach(async () => {
  now = START + 60_000;
  usb = join(place.path, 'usb');
  rmSync(usb, { recursive: true, force: true });
  mkdirSync(usb);
  const folder = copyOf(base, join(place.path, 'Shop.rollmark'));
  ({ ledger } = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }, { clock }));
  await addBackupFolder(ledger, usb);
  looks = vi.spyOn(ledger, 'remembered');
  schedule = makeSchedule(SOON);
});
afterEach(async () => {
  await schedule.close(ledger, true);
  await ledger.close();
});
afterAll(() => place.remove());

/** A good backup of now, and something new after it. */
const backedUpAndMore = async () => {
  await runBackups(ledger, () => undefined, new AbortController().signal);
  expect(backups()).toHaveLength(1);
  await enter('AFTER-1');
};

test('a ledger that was never backed up is, soon after opening', async () => {
  schedule.start(ledger);
  await untilThere(1);
});

test('a ledger whose last good backup is older than a day is backed up soon after opening', async () => {
  await backedUpAndMore();
  now += DAY + 1;
  schedule.start(ledger);
  await untilThere(2);
});

test('it is not backed up twice a day, and again every day while it stays open', async () => {
  await backedUpAndMore();
  now += DAY - 1;
  schedule.start(ledger);
  await untilLooked();
  expect(backups()).toHaveLength(1);
  for (const day of [2, 3]) {
    now += 2;
    await untilThere(day);
    await enter(`DAY-${day}`);
    now += DAY - 1;
    await untilLooked();
    expect(backups()).toHaveLength(day);
  }
});

test('a day on which nothing was recorded needs no backup', async () => {
  await runBackups(ledger, () => undefined, new AbortController().signal);
  now += 3 * DAY;
  schedule.start(ledger);
  await untilLooked();
  expect(backups()).toHaveLength(1);
});

test('a folder that failed is tried again until it goes, the same day, and its failure stands in the trail once', async () => {
  await backedUpAndMore();
  const away = join(place.path, 'unplugged');
  renameSync(usb, away);
  // Asked for, and failing. By its age alone the last good one would not be due.
  expect(await runBackups(ledger, () => undefined, new AbortController().signal)).toMatchObject([{ ok: false }]);
  expect(backupFolders(ledger)[0]!.state).toBe('failing');
  schedule.start(ledger);
  await untilLooked();
  now += HOUR;
  renameSync(away, usb);
  await untilThere(2);
  expect(backupFolders(ledger)[0]).toMatchObject({ state: 'good', failed: null });
  const failures = ledger.reader.prepare("SELECT count(*) FROM event WHERE kind = 'backup.failed'").pluck().get();
  expect(failures).toBe(1);
});

test('closing backs up what is new, also within the day, and ends the looking', async () => {
  await backedUpAndMore();
  schedule.start(ledger);
  await untilLooked();
  now += HOUR;
  expect(await schedule.close(ledger)).toMatchObject([{ ok: true, events: ledger.log().tree.size - 1 }]);
  expect(backups()).toHaveLength(2);
  expect(await schedule.close(ledger)).toEqual([]);
  await enter('AFTER-2');
  now += 3 * DAY;
  // What still looked would do so within these turns of a clock like its own, of ten times its wait.
  const looked = looks.mock.calls.length;
  await new Promise((done) => setTimeout(done, 10 * SOON.every));
  expect(looks.mock.calls.length).toBe(looked);
  expect(backups()).toHaveLength(2);
});

test('closing before the first look leaves none to come, and a quick close makes no backup', async () => {
  schedule = makeSchedule(NEVER);
  schedule.start(ledger);
  await enter('NEW-1');
  expect(await schedule.close(ledger, true)).toEqual([]);
  expect(backups()).toEqual([]);
  schedule = makeSchedule(SOON);
  schedule.start(ledger);
  const looked = looks.mock.calls.length;
  await schedule.close(ledger, true);
  await new Promise((done) => setTimeout(done, 10 * SOON.every));
  expect(looks.mock.calls.length).toBe(looked);
  expect(backups()).toEqual([]);
});

test('a quick close stops the backup under way, and leaves nothing half written', async () => {
  schedule.start(ledger);
  await vi.waitFor(() => expect(readdirSync(usb)).not.toEqual([]), { timeout: 60_000, interval: 1 });
  await schedule.close(ledger, true);
  expect(readdirSync(usb).filter((name) => name.endsWith('.part'))).toEqual([]);
});
