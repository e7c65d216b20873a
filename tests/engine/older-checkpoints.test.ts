import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { heldItself, verifyLedger } from '../../electron/ledger/verify.ts';
import { copyOf, never, openRaw, pastGuards, quiet, sampleLedger, scratch, verifyFolder } from '../support/ledgers.ts';
import { rehash, resign, swapKey } from '../support/rewriting.ts';

/** Several checkpoints from outside narrow down what of a rewritten ledger can still be trusted. */
let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
/** Over 7 and over 10 events. */
let notes: string[];
const sizeOf = (note: string) => Number(note.split('\n')[1]);

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey, notes } = await sampleLedger(base));
});
afterAll(() => place.remove());

/** Rewrites one event and everything that proves it, with the ledger's own key. */
const rewritten = (seq: number, more: (db: ReturnType<typeof openRaw>) => void = () => undefined): string => {
  const folder = copyOf(base, join(place.path, 'rewritten.rollmark'));
  const db = openRaw(folder, dataKey);
  pastGuards(db, () => {
    db.prepare("UPDATE event SET json = replace(json, 'Zoë Müller', 'Zoe Mueller') WHERE seq = ?").run(seq);
    db.exec("UPDATE entry SET disposed_to = 'Zoe Mueller' WHERE disposed_to = 'Zoë Müller'");
    rehash(db);
    resign(db);
    more(db);
  });
  db.close();
  return folder;
};

test('a rewrite between two checkpoints is dated by them: what is before the first still holds', async () => {
  expect(notes.map(sizeOf)).toEqual([7, 10]);
  const folder = rewritten(9);
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  expect((await verifyFolder(folder, dataKey, notes[0])).problems).toEqual([]);
  const [problem, ...rest] = (await verifyFolder(folder, dataKey, notes.join('\n'))).problems;
  expect(rest).toEqual([]);
  expect(problem).toMatchObject({ code: 'against-differs', where: 'Checkpoint 2 of those given' });
  expect(problem!.message).toMatch(
    /from event 8 \(.*Nov.*2026.*\) to event 13 \(.*\) can’t be trusted; the first 7 events fit another checkpoint\.$/,
  );
  const alone = (await verifyFolder(folder, dataKey, notes[1])).problems;
  expect(alone[0]!.message).toMatch(/none of what is recorded here can be trusted by itself\.$/);
});

test('one signed with another key names the swap, and how little is left to trust', async () => {
  const folder = rewritten(9, (db) => swapKey(db));
  expect((await verifyFolder(folder, dataKey)).problems).toEqual([]);
  const result = await verifyFolder(folder, dataKey, notes[1]);
  expect(result.ok).toBe(false);
  expect(result.problems).toEqual([
    {
      code: 'against-key',
      where: 'The checkpoint given',
      message: expect.stringMatching(
        /for this ledger, and signed with another key.*signing key was replaced.*first 10 events.*none of what is recorded here can be trusted by itself\.$/,
      ),
    },
  ]);
  // Anybody can write such a text: nothing is stopped by it.
  expect(heldItself(result)).toBe(true);
});

test('a checkpoint outside that contradicts a ledger which holds by itself stops nothing', async () => {
  const folder = rewritten(9);
  const differs = await verifyFolder(folder, dataKey, notes[1]);
  expect(differs.problems.map((p) => p.code)).toEqual(['against-differs']);
  expect(heldItself(differs)).toBe(true);
  expect(heldItself({ ...differs, problems: [{ code: 'against-longer', where: '', message: '' }] })).toBe(true);
  expect(heldItself({ ...differs, problems: [{ code: 'restore-false', where: '', message: '' }] })).toBe(false);
});

test('where all that is here fits another checkpoint, two histories were signed', async () => {
  const folder = rewritten(9);
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  const { note } = await ledger.checkpoint();
  await ledger.close();
  const { problems } = await verifyFolder(folder, dataKey, [notes[1], note].join('\n'));
  expect(problems[0]!.message).toMatch(/All 13 events here fit another checkpoint: the key signed two histories\.$/);
});

test('notes in one file are read one by one, and one that is none says so without hiding the others', async () => {
  const folder = rewritten(9);
  const given = [notes[0]!, notes[1]!.replace('\n10\n', '\n11\n')].join('\n');
  const { problems } = await verifyFolder(folder, dataKey, given);
  expect(problems.map((p) => [p.code, p.where])).toEqual([['against-unreadable', 'Checkpoint 2 of those given']]);
});

test('those kept outside count too: the newest is named, and the proof of the ledger itself stands', async () => {
  const folder = rewritten(9);
  const ledger = openWithKey(folder, Buffer.from(dataKey));
  const known = notes.map((note, n) => ({ note, at: `2026-11-2${n + 3}T19:00:00.000Z` }));
  const { ok, problems } = await verifyLedger(ledger, undefined, quiet, never, known);
  await ledger.close();
  expect(ok).toBe(false);
  expect(problems.map((p) => p.code)).toEqual(['known-differs']);
  expect(problems[0]!.where).toMatch(/^The checkpoint kept on .*24/);
});

test('a copy from before the newest checkpoint is told what it lacks', async () => {
  const folder = copyOf(base, join(place.path, 'older.rollmark'));
  const db = openRaw(folder, dataKey);
  pastGuards(db, () => {
    db.exec('DELETE FROM event WHERE seq > 8; DELETE FROM checkpoint WHERE size > 8; DELETE FROM tree_node');
    rehash(db);
  });
  db.close();
  const { problems } = await verifyFolder(folder, dataKey, notes.join('\n'));
  const longer = problems.find((p) => p.code === 'against-longer');
  expect(longer?.message).toMatch(/has only 8: .* after event 8 \(.*\) is missing\. So what is recorded from event 8/);
});
