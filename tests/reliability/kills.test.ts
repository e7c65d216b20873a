import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/sample.ts';
import { usersOf } from '../../electron/ledger/access.ts';
import { nodeReader } from '../../electron/ledger/event-log.ts';
import { loadKeys } from '../../electron/ledger/folder.ts';
import { type Ledger, openLedger, openWithKey, type Secret } from '../../electron/ledger/ledger.ts';
import { rootOf, treeAt } from '../../electron/ledger/merkle.ts';
import { backupFolders, listBackups, runBackups } from '../../electron/services/backups/backups.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { backupsIn, checkFiles } from '../../electron/services/backups/manifest.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { acquire } from '../../electron/services/entries.ts';
import { startFaulty } from '../support/children.ts';
import {
  copyOf,
  hashesOf,
  never,
  PASSPHRASE,
  pistol,
  quiet,
  refusal,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';
import { ACTS, actsLedger } from './acts.ts';
import { inLanes, report, times } from './figures.ts';

/**
 * Processes that are killed (SIGKILL: no handler runs, nothing is closed) at each kind of write: at random moments, and
 * right before and after single steps. Then the ledger is opened, and must hold all that was acknowledged, nothing half,
 * prove itself, and be one to go on working with. A power cut is not tried here: what was written stays in the system's
 * memory.
 */
const RUNS = times(3, 40);
/** Of those that derive keys or copy the ledger, which takes long. */
const HEAVY_RUNS = times(2, 20);
const runsOf = (kind: string): number =>
  /passphrase|users|key|custodians|backup|restore|creation|migration/.test(kind) ? HEAVY_RUNS : RUNS;
const random = randomFrom(Date.now());
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Said = { n: number; said: string; events: number; root: string; folder: string; steps?: number };
type Figures = { runs: number; acknowledged: number; lost: number; halfDone: number; unsaid: number };

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
let recoveryKey: string;
let usb: string;
const figures: Record<string, Figures> = {};
/** Every kind that a whole run counts. */
const KINDS = [...Object.keys(ACTS), 'restore', 'data key', 'creation'];
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'Base.rollmark');
  ({ dataKey, recoveryKey } = await actsLedger(base));
  usb = join(place.path, 'usb');
  mkdirSync(usb);
});
afterAll(() => {
  place.remove();
  report('kills', figures, KINDS);
});

/** Runs the child until the fault, and gives what it had acknowledged. */
const killed = async (args: readonly string[], moment: Moment): Promise<Said[]> => {
  const child = startFaulty(
    ...args,
    ...('step' in moment ? [String(moment.step), moment.after ? 'after' : 'before'] : []),
  );
  expect(await child.next(), child.complaints()).toBe('ready');
  let said: string[] = [];
  if ('step' in moment) {
    // It ends itself; one that does not come to that step is a fault of the test.
    const late = setTimeout(() => child.process.kill('SIGTERM'), 60_000);
    for (let line = await child.next(); line !== undefined; line = await child.next()) said.push(line);
    clearTimeout(late);
    expect(child.process.signalCode ?? 'SIGKILL').toBe('SIGKILL');
  } else await wait(moment.ms);
  said = [...said, ...(await child.kill())];
  expect(child.complaints()).toBe('');
  return said.map((line) => JSON.parse(line) as Said);
};

type Moment = { ms: number } | { step: number; after: boolean };

/** How long a few rounds take and how many steps one has, seen on a child that is left alone. */
const measured = async (args: readonly string[], rounds: number): Promise<{ ms: number; steps: number }> => {
  const child = startFaulty(...args, '0');
  expect(await child.next(), child.complaints()).toBe('ready');
  const started = performance.now();
  let steps = 0;
  for (let n = 0; n < rounds; n++) steps = Math.max(steps, (JSON.parse((await child.next())!) as Said).steps ?? 0);
  const ms = performance.now() - started;
  await child.kill();
  return { ms, steps };
};

/** Half at any moment, half at single steps that are spread over all there are. */
const moments = (runs: number, { ms, steps }: { ms: number; steps: number }): Moment[] =>
  Array.from({ length: runs }, (_, n) => {
    // Two run at once, so each takes longer than the one that was left alone.
    if (n % 2 === 0) return { ms: random() * ms * 1.5 };
    const nth = (n - 1) / 2;
    const of = Math.max(1, Math.floor(runs / 2) - 1);
    return { step: Math.max(1, Math.round((steps * nth) / of)), after: nth % 2 === 1 };
  });

const counted = (kind: string): Figures => {
  figures[kind] ??= { runs: 0, acknowledged: 0, lost: 0, halfDone: 0, unsaid: 0 };
  figures[kind].runs += 1;
  return figures[kind];
};

/** What keys.json and the record say of the key slots must be the same. */
const checkSlots = (ledger: Ledger): void => {
  const slots = loadKeys(ledger.folder).slots;
  const access = ledger.reader.prepare('SELECT slot, state FROM access').all() as { slot: string; state: string }[];
  const there = new Set(slots.map(({ id }) => id));
  for (const { slot, state } of access) expect(there.has(slot), `slot ${slot}, ${state}`).toBe(state === 'added');
  expect(ledger.keys().slots).toEqual(slots);
  for (const user of usersOf(ledger.reader)) expect(user.name).not.toBe('');
};

/** Opens what a kill left behind, and holds it against what was acknowledged. */
const checkAfter = async (kind: string, folder: string, said: readonly Said[]): Promise<void> => {
  const count = counted(kind);
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  try {
    const result = await verified(ledger);
    expect(result.problems).toEqual([]);
    const { tree } = ledger.log();
    const read = nodeReader(ledger.reader);
    for (const { events, root } of said) {
      const then = events <= tree.size ? treeAt(events, read) : undefined;
      count.acknowledged += 1;
      if (!then || rootOf(then).toString('base64') !== root) count.lost += 1;
    }
    const more = tree.size - (said.at(-1)?.events ?? baseEvents);
    // One more may be committed that had no time to say so; it is whole, too.
    if (more > 0) count.unsaid += 1;
    if (![0, ...ACTS[kind]!.adds].includes(more)) count.halfDone += 1;
    expect([0, ...ACTS[kind]!.adds], `${more} more than acknowledged`).toContain(more);
    expect(count.lost).toBe(0);
    checkSlots(ledger);
    const files = ['keys.json', 'ledger.db', 'ledger.db-shm', 'ledger.db-wal', 'lock', 'reached'];
    expect(readdirSync(folder).sort()).toEqual(files);
    // And it is a ledger to go on working with.
    await acquire(ledger, 'ad', pistol(`AFTER${result.events}`), 'all');
    await CHECKS[kind]?.(ledger, said, `${folder}.beside`);
  } finally {
    await ledger.close();
  }
  await SECRETS[kind]?.(folder, said);
};
let baseEvents = 0;

/** Beyond the record: what was acknowledged of checkpoints and backups. */
const CHECKS: Record<string, (ledger: Ledger, said: readonly Said[], beside: string) => Promise<void>> = {
  checkpoint: async (ledger, said) => {
    for (const { said: note } of said) {
      expect(ledger.reader.prepare('SELECT 1 FROM checkpoint WHERE note = ?').get(note)).toBeDefined();
      expect((await verified(ledger, note)).problems).toEqual([]);
    }
  },
  'saved file': async (_, said, beside) => {
    const files = readdirSync(beside);
    for (const { said: name } of said) expect(files).toContain(name);
    // What was on its way lies under another name.
    for (const name of files.filter((file) => file.endsWith('.pdf'))) {
      const text = readFileSync(join(beside, name), 'latin1');
      expect(text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF'), name).toBe(true);
    }
  },
  backup: async (ledger, said, beside) => {
    const folders = backupFolders(ledger);
    const found = await listBackups(ledger, folders[0]!.id);
    const names = found.map((backup) => backup.folder);
    // Of one day only the newest stays: that one, or one that was finished after it. Its own event came after it.
    const last = said.at(-1);
    if (last) expect(names.includes(last.said) || found.some((backup) => backup.events >= last.events)).toBe(true);
    for (const backup of found) {
      await checkFiles(join(beside, 'usb', backup.folder), backup);
      const copy = copyOf(join(beside, 'usb', backup.folder), `${beside}/copy.rollmark`);
      expect((await verifyFolder(copy, dataKey, backup.note)).problems).toEqual([]);
    }
    expect((await runBackups(ledger, quiet, never))[0]).toMatchObject({ ok: true });
    expect(readdirSync(join(beside, 'usb')).filter((name) => name.endsWith('.part'))).toEqual([]);
  },
};

const opens = async (folder: string, secret: string, kind: Secret['kind'] = 'passphrase') => {
  try {
    const { ledger } = await openLedger(folder, { kind, secret });
    const user = ledger.user();
    await ledger.close();
    return user;
  } catch (error) {
    return (await refusal(() => Promise.reject(error))).code;
  }
};
/** Whether one more was done that had no time to say so, beyond the entry that was made afterwards. */
const hasUnsaid = async (folder: string, said: readonly Said[]): Promise<boolean> => {
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  const { size } = ledger.log().tree;
  await ledger.close();
  return size - 1 > (said.at(-1)?.events ?? baseEvents);
};
/** With what was acknowledged last, or with what was asked for when the kill came, and never as somebody else. */
const SECRETS: Record<string, (folder: string, said: readonly Said[]) => Promise<void>> = {
  passphrase: async (folder, said) => {
    const n = said.length;
    const last = n === 0 ? PASSPHRASE : `good passphrase ${n}`;
    const [now, next] = [await opens(folder, last), await opens(folder, `good passphrase ${n + 1}`)];
    expect([now, next].filter((user) => typeof user === 'object')).toHaveLength(1);
    expect(await opens(folder, recoveryKey, 'recovery')).toMatchObject({ name: 'Dana', role: 'owner' });
  },
  users: async (folder, said) => {
    expect(await opens(folder, PASSPHRASE)).toMatchObject({ name: 'Dana', role: 'owner' });
    for (let round = 1; round <= Math.ceil((said.length + 1) / 4); round++)
      for (const secret of [`clerk ${round} has one`, `viewer ${round} has another`]) {
        const user = await opens(folder, secret);
        if (typeof user === 'object') {
          expect(user.role, secret).not.toBe('owner');
          expect(user.name, secret).toMatch(new RegExp(` ${round}$`));
        } else expect(user).toMatch(/WRONG_SECRET|ACCESS_ENDED/);
      }
  },
  keychain: async (folder, said) => {
    expect(await opens(folder, PASSPHRASE)).toMatchObject({ name: 'Dana', role: 'owner' });
    const kept = loadKeys(folder).slots.filter(({ kind }) => kind === 'keychain').length;
    expect(kept).toBe((said.length + Number(await hasUnsaid(folder, said))) % 2);
    // On, off, on: the last that was made opens as long as it was not switched off, those before it no more.
    for (const [at, { said: secret }] of said.entries()) {
      if (secret === '') continue;
      const user = await opens(folder, secret, 'keychain');
      if (at === said.length - 1 && kept === 1) expect(user).toMatchObject({ name: 'Dana' });
      else expect(user).toBe('WRONG_SECRET');
    }
  },
  'recovery key': async (folder, said) => {
    expect(await opens(folder, PASSPHRASE)).toMatchObject({ role: 'owner' });
    // The last one that was shown opens, unless the next one was on its way and is there whole.
    const last = said.at(-1)?.said ?? recoveryKey;
    const unsaid = await hasUnsaid(folder, said);
    expect(typeof (await opens(folder, last, 'recovery'))).toBe(unsaid ? 'string' : 'object');
  },
};

describe('a process killed', () => {
  beforeAll(async () => {
    const ledger = openWithKey(base, Buffer.from(dataKey));
    baseEvents = ledger.log().tree.size;
    await ledger.close();
  });

  test.each(Object.keys(ACTS))('at work on: %s', async (kind) => {
    const fresh = (n: string) => {
      const folder = copyOf(base, join(place.path, `${kind} ${n}.rollmark`));
      return [kind, folder, dataKey.toString('hex'), `${folder}.beside`] as const;
    };
    await inLanes(moments(runsOf(kind), await measured(fresh('whole'), 3)), async (moment, n) => {
      const args = fresh(String(n));
      await checkAfter(kind, args[1], await killed(args, moment)).catch((thrown: unknown) => {
        throw new Error(`${kind}, ${JSON.stringify(moment)}: ${String(thrown)}`, { cause: thrown });
      });
    });
    const { runs, lost, halfDone } = figures[kind]!;
    expect({ runs, lost, halfDone }).toEqual({ runs: runsOf(kind), lost: 0, halfDone: 0 });
  });

  test('while restoring a backup: the backup is as it was, and what stands there is whole', async () => {
    const ledger = openWithKey(copyOf(base, join(place.path, 'Shop.rollmark')), Buffer.from(dataKey));
    const made = await makeBackup(ledger, usb, quiet, never);
    await ledger.close();
    const backup = join(usb, made.name);
    const before = hashesOf(backup);
    const args = (n: string) => ['restore', backup, '-', join(place.path, `restored ${n}`)];
    await inLanes(moments(HEAVY_RUNS, await measured(args('whole'), 2)), async (moment, n) => {
      const count = counted('restore');
      const said = await killed(args(String(n)), moment);
      const to = args(String(n))[3]!;
      expect(hashesOf(backup)).toEqual(before);
      const names = existsSync(to) ? readdirSync(to) : [];
      for (const name of names.filter((name) => name.endsWith('.rollmark'))) {
        const proven = await verifyFolder(join(to, name), dataKey, (await backupsIn(usb))[0]!.note);
        // With the event that it was restored: what has a ledger's name was proven first.
        expect(proven).toMatchObject({ problems: [], events: made.events + 1 });
      }
      for (const { folder } of said) {
        count.acknowledged += 1;
        if (!existsSync(folder)) count.lost += 1;
      }
      expect(count.lost).toBe(0);
      const again = await restoreBackup(backup, to, { kind: 'passphrase', secret: PASSPHRASE }, quiet, never);
      expect(again.ledger.log().tree.size).toBe(made.events + 1);
      await again.ledger.close();
    });
  });

  test('while replacing the data key: the old keys or the new ones open it, and every event is there', async () => {
    const args = (n: string) => ['rotate', copyOf(base, join(place.path, `rotated ${n}.rollmark`)), '-', '-'];
    await inLanes(moments(HEAVY_RUNS, await measured(args('whole'), 2)), async (moment, n) => {
      const count = counted('data key');
      const rotated = args(String(n));
      const said = await killed(rotated, moment);
      const { ledger } = await openLedger(rotated[1]!, { kind: 'passphrase', secret: PASSPHRASE });
      expect((await verified(ledger)).problems).toEqual([]);
      const more = ledger.log().tree.size - baseEvents - said.length;
      count.acknowledged += said.length;
      if (more < 0) count.lost += 1;
      if (more > 0) count.unsaid += 1;
      if (more > 1) count.halfDone += 1;
      expect([0, 1]).toContain(more);
      expect(ledger.keys().slots).toEqual(loadKeys(rotated[1]!).slots);
      await ledger.close();
      const left = readdirSync(rotated[1]!).filter(
        (name) => !['keys.json', 'ledger.db', 'lock', 'reached'].includes(name),
      );
      expect(left).toEqual([]);
      const key = said.at(-1)?.said ?? recoveryKey;
      expect(typeof (await opens(rotated[1]!, key, 'recovery'))).toBe(more === 0 ? 'object' : 'string');
    });
  });

  test('while making a ledger: it opens, or is refused with a sentence', async () => {
    const args = (n: string) => {
      const folder = join(place.path, `created ${n}`);
      mkdirSync(folder, { recursive: true });
      return ['create', folder, '-', '-'];
    };
    await inLanes(moments(HEAVY_RUNS, await measured(args('whole'), 2)), async (moment, n) => {
      const count = counted('creation');
      const said = await killed(args(String(n)), moment);
      const to = args(String(n))[1]!;
      count.acknowledged += said.length;
      for (const name of readdirSync(to)) {
        const user = await opens(join(to, name), PASSPHRASE);
        if (typeof user === 'object') expect(user.role).toBe('owner');
        else expect(user).toMatch(/^(LEDGER_MISSING|KEYS_MISSING)$/);
        if (typeof user === 'string' && said.some(({ folder }) => folder.endsWith(name))) count.lost += 1;
      }
      expect(count.lost).toBe(0);
    });
  });
});
