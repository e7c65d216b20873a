import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFrom } from '../../bench/sample.ts';
import { type Ledger, openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { acquire, dispose } from '../../electron/services/entries.ts';
import { addUser } from '../../electron/services/users.ts';
import { acquisitionDue, addDays, dispositionDue, todayIn } from '../../shared/domain/dates.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { AD, newLedger, PASSPHRASE, pistol, refusal, SETTINGS, sale, scratch, verified } from '../support/ledgers.ts';
import { report, times } from './figures.ts';

/** The machine's clock set back and forward at random: each event says so, the proof holds, and no day is gained by it. */
const DAY = 86_400_000;
const MOVES = times(60, 1000);
const random = randomFrom(times(7, Date.now()));
const figures = { moves: 0, back: 0, saidSo: 0, late: 0, lateSaid: 0, inspectorTries: 0, inspectorRefused: 0 };

let place: ReturnType<typeof scratch>;
beforeAll(() => {
  place = scratch();
});
afterAll(() => {
  place.remove();
  report('clock', figures, ['moves', 'inspectorTries']);
});

test(`moved ${MOVES} times: whatever is behind says which later moment was recorded, and lateness is reckoned by what it read`, async () => {
  let now = Date.parse('2026-11-22T19:00:00Z');
  const clock = () => now;
  const made = await newLedger(join(place.path, 'clock.rollmark'), { clock });
  let { ledger } = made;
  const key = ledger.dataKey();
  let latest = new Date(now).toISOString();
  for (let n = 1; n <= MOVES; n++) {
    now += Math.round((random() - 0.45) * 6 * DAY);
    figures.moves += 1;
    const recordedAt = new Date(now).toISOString();
    const behind = recordedAt < latest;
    if (behind) figures.back += 1;
    // Of a day some days before what the clock says.
    const on = addDays(todayIn(SETTINGS.zone, now), -Math.floor(random() * 6));
    const { line } = await acquire(ledger, 'ad', pistol(`CLOCK${n}`, { acquiredOn: on }), 'all');
    const { size } = ledger.log().tree;
    const event = JSON.parse(
      ledger.reader.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(size) as string,
    ) as LedgerEvent;
    expect(event.recordedAt).toBe(recordedAt);
    expect(event.clockBehind).toBe(behind ? latest : undefined);
    if (event.clockBehind) figures.saidSo += 1;
    if (!behind) latest = recordedAt;
    const late = todayIn(SETTINGS.zone, now) > acquisitionDue(on, SETTINGS.openDays);
    if (late) figures.late += 1;
    const row = ledger.reader.prepare('SELECT acquired_late AS late FROM entry WHERE line = ?').get(line.line);
    expect(row).toEqual({ late: late ? 1 : 0 });
    if (late) figures.lateSaid += 1;
    if (n % 5 === 0) {
      const sold = addDays(todayIn(SETTINGS.zone, now), -Math.floor(random() * 10));
      if (sold >= on) {
        await dispose(ledger, AD(line.line), sale({ disposedOn: sold }), 'all');
        const lateSale = todayIn(SETTINGS.zone, now) > dispositionDue(sold);
        expect(ledger.reader.prepare('SELECT disposed_late AS late FROM entry WHERE line = ?').get(line.line)).toEqual({
          late: lateSale ? 1 : 0,
        });
      }
    }
    if (n % 100 === 0) {
      // What is remembered of the latest moment is in the record, not in memory.
      await ledger.close();
      ledger = openWithKey(join(place.path, 'clock.rollmark'), Buffer.from(key), { clock });
    }
  }
  expect(figures.back).toBeGreaterThan(MOVES / 5);
  expect(figures.saidSo).toBe(figures.back);
  expect(figures.late).toBeGreaterThan(MOVES / 20);
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});

test('an inspector’s last day is over once a later one was recorded, wherever the clock is set to', async () => {
  const folder = join(place.path, 'inspected.rollmark');
  let now = Date.parse('2026-11-22T19:00:00Z');
  const clock = () => now;
  const made = await newLedger(folder, { clock });
  const passphrase = 'officer has one look';
  await addUser(made.ledger, { name: 'Officer', role: 'inspector', until: '2026-11-24', passphrase });
  await made.ledger.close();
  const openAs = async (secret: string): Promise<Ledger> =>
    (await openLedger(folder, { kind: 'passphrase', secret }, { clock })).ledger;
  let recorded = now;
  for (let n = 0; n < times(8, 40); n++) {
    now = Date.parse('2026-11-22T19:00:00Z') + Math.round((random() - 0.3) * 8 * DAY);
    if (random() < 0.3) {
      const owner = await openAs(PASSPHRASE);
      await acquire(owner, 'ad', pistol(`DAY${n}`, { acquiredOn: owner.today() }), 'all');
      recorded = Math.max(recorded, now);
      await owner.close();
    }
    figures.inspectorTries += 1;
    const over = todayIn(SETTINGS.zone, Math.max(now, recorded)) > '2026-11-24';
    if (over) {
      expect((await refusal(() => openAs(passphrase))).code).toBe('ACCESS_ENDED');
      figures.inspectorRefused += 1;
    } else await (await openAs(passphrase)).close();
  }
  expect(figures.inspectorRefused).toBeGreaterThan(0);
});
