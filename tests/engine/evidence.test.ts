import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerError } from '../../electron/ledger/errors.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { searchLines } from '../../electron/services/book.ts';
import { compareLines } from '../../electron/services/compare.ts';
import { acquire, dispose, mark, voidLine } from '../../electron/services/entries.ts';
import {
  addEvidence,
  listEvidence,
  unansweredReferrals,
  waitingToBeMarked,
  withdrawEvidence,
} from '../../electron/services/evidence.ts';
import { statusOf } from '../../electron/services/ledgers.ts';
import { readHistory } from '../../electron/services/trail.ts';
import { checklistOf } from '../../shared/categories/checklists.ts';
import { EvidenceInput, HeldEvidence } from '../../shared/contract/evidence.ts';
import type { Answer, Comparison, Evidence, OtherNumber, Reading, Referral } from '../../shared/domain/evidence.ts';
import {
  AD,
  copyOf,
  newLedger,
  openRaw,
  pistol,
  refusal,
  sale,
  scratch,
  verified,
  verifyFolder,
} from '../support/ledgers.ts';

/** What stands behind a number: added and withdrawn with a reason, proven like everything else, found by the search. */
let place: ReturnType<typeof scratch>;
let folder: string;
let ledger: Ledger;
let dataKey: Buffer;
let now: number;
const START = Date.parse('2026-11-22T19:00:00Z');
const SHA = createHash('sha256').update('a photo').digest('hex');
beforeAll(async () => {
  place = scratch();
  const created = await newLedger(join(place.path, 'base.rollmark'), { clock: () => START });
  dataKey = created.ledger.dataKey();
  for (const serial of ['BKZX412', 'MMRT903', 'QLWY777']) await acquire(created.ledger, 'ad', pistol(serial), 'all');
  await created.ledger.close();
});
beforeEach(() => {
  now = START;
  folder = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'evidence.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey), { clock: () => (now += 1000) });
});
afterEach(async () => {
  expect((await verified(ledger)).problems).toEqual([]);
  await ledger.close();
});
afterAll(() => place.remove());

const reading = (more: Partial<Reading> = {}): Reading => ({
  kind: 'reading',
  source: 'unit',
  place: 'Serial number on the frame',
  guide: 'pistol-polymer',
  mark: 1,
  text: 'BKZX412',
  marking: 'stamped',
  legibility: 'clear',
  note: '',
  ...more,
});
const number = (more: Partial<OtherNumber> = {}): OtherNumber => ({
  kind: 'number',
  relation: 'replaced',
  number: 'OLD-0017',
  note: '',
  ...more,
});
const verification = (): Evidence => ({
  kind: 'verification',
  checks: checklistOf('firearm').map(({ id }) => ({ id, result: 'in order' })),
  outcome: 'consistent',
  note: '',
});
const referral = (more: Partial<Referral> = {}): Referral => ({
  kind: 'referral',
  to: 'Glock Inc, customer service',
  on: '2026-11-21',
  reference: 'C-77',
  question: 'Was this number made?',
  ...more,
});
const answer = (to: number, more: Partial<Answer> = {}): Answer => ({
  kind: 'answer',
  to,
  on: '2026-11-22',
  text: 'Made in 2024.',
  outcome: 'consistent',
  ...more,
});
const comparison = (more: Partial<Comparison> = {}): Comparison => ({
  kind: 'comparison',
  with: AD(2),
  steps: ['Compared receipts and papers'],
  outcome: 'different units',
  note: '',
  ...more,
});
/** Photos come in through `attach`, which has tests of its own; here only their place in the record matters. */
const attach = (line = 1, sha256 = SHA) =>
  ledger.write((append, db) => {
    db.prepare('INSERT OR IGNORE INTO attachment_chunk (sha256, idx, bytes) VALUES (?, 0, ?)').run(
      sha256,
      Buffer.from('a photo'),
    );
    return append('evidence.added', `ad/${line}`, {
      ...AD(line),
      evidence: { kind: 'attachment', sha256, name: 'frame.jpg', media: 'image/jpeg', size: 7, purpose: 'photo' },
    });
  });
const add = (evidence: Evidence, line = 1) => addEvidence(ledger, AD(line), evidence);
const refused = async (work: () => Promise<unknown>, ...codes: string[]): Promise<LedgerError> => {
  const before = ledger.log();
  const error = await refusal(work);
  expect(error.code).toBe('REFUSED');
  expect(error.findings.map((f) => f.code).sort()).toEqual(codes.sort());
  expect(ledger.log()).toBe(before);
  return error;
};
const found = (text: string, of = ledger) => searchLines(of, text, 9).lines.map((line) => line.line);

test('of every kind is added, listed newest first with who and when, and shaped as the contract says', async () => {
  const asked = await add(referral());
  for (const evidence of [answer(asked.seq), reading(), number({ linked: AD(3) }), verification(), comparison()]) {
    expect(EvidenceInput.safeParse(evidence).error).toBeUndefined();
    expect((await add(evidence)).evidence).toEqual(evidence);
  }
  const held = listEvidence(ledger.reader, AD(1));
  expect(held.map((h) => h.evidence.kind)).toEqual([
    ...['comparison', 'verification', 'number', 'reading', 'answer', 'referral'],
  ]);
  expect(held.map((h) => h.seq)).toEqual(held.map((h) => h.seq).sort((a, b) => b - a));
  for (const one of held) {
    expect(HeldEvidence.safeParse(one).error).toBeUndefined();
    expect(one).toMatchObject({ addedBy: 'Dana', withdrawn: '' });
    expect(one.addedAt).toMatch(/^2026-11-22T19:0/);
  }
  expect(listEvidence(ledger.reader, AD(2))).toEqual([]);
  expect(compareLines(ledger.reader, AD(1), AD(2))).toMatchObject({
    a: { line: { serial: 'BKZX412' }, evidence: held },
    b: { line: { serial: 'MMRT903' }, evidence: [] },
  });
  for (const { summary } of readHistory(ledger, 'ad', 1).history)
    expect(summary).toMatch(/^Line 1: (?!.*(undefined|null|\[object|NaN))/);
});

describe('is refused', () => {
  test.each<[string, () => Evidence, ...string[]]>([
    ['a reading of nothing', () => reading({ text: ' ' }), 'text-missing'],
    ['a reading at no place', () => reading({ place: '' }), 'place-missing'],
    ['a reading that is too long', () => reading({ text: '7'.repeat(201) }), 'text-too-long'],
    ['a reading with what can’t be seen', () => reading({ text: 'BKZX\u200B412' }), 'text-invisible'],
    ['a note with what can’t be seen', () => reading({ note: 'a\u202Eb' }), 'text-invisible'],
    ['a note that is too long', () => reading({ note: 'x'.repeat(2001) }), 'text-too-long'],
    ['a picture', () => reading({ place: 'Frame 🔫' }), 'text-picture'],
    ['a photo that is not kept', () => reading({ photo: SHA }), 'photo-missing'],
    ['another number that is empty', () => number({ number: '' }), 'number-missing'],
    ['a number linked to its own line', () => number({ linked: AD(1) }), 'linked-to-itself'],
    ['a referral to nobody', () => referral({ to: '' }), 'to-missing'],
    ['a referral without a question', () => referral({ question: '\n' }), 'question-missing'],
    ['a referral of tomorrow', () => referral({ on: '2026-11-23' }), 'date-future'],
    ['a referral on no day', () => referral({ on: '2026-02-30' }), 'date-impossible'],
    ['an answer to nothing', () => answer(1), 'referral-missing'],
    ['an answer that is empty', () => answer(99, { text: '' }), 'text-missing', 'referral-missing'],
    ['a doubt without a word', () => ({ ...verification(), outcome: 'doubtful' }) as Evidence, 'note-missing'],
    ['an open comparison without a word', () => comparison({ outcome: 'unresolved' }), 'note-missing'],
    ['a comparison with itself', () => comparison({ with: AD(1) }), 'compared-with-itself'],
    [
      'a check of another list',
      () => ({ ...verification(), checks: [{ id: 'rosettes', result: 'in order' }] }) as Evidence,
      'checks-other',
    ],
    ['a verification of nothing', () => ({ ...verification(), checks: [] }) as Evidence, 'checks-other'],
  ])('%s', async (_, evidence, ...codes) => {
    await refused(() => add(evidence()), ...codes);
  });

  test('what speaks of a line that is not there', async () => {
    for (const work of [
      () => add(reading(), 4),
      () => addEvidence(ledger, { book: 'tools', line: 1 }, reading()),
      () => add(comparison({ with: AD(9) })),
      () => add(number({ linked: { book: 'vehicles', line: 1 } })),
    ])
      expect((await refusal(work)).code).toBe('LINE_MISSING');
    expect((await refusal(async () => listEvidence(ledger.reader, AD(9)))).code).toBe('LINE_MISSING');
  });

  test('a photo of another line, and one that was withdrawn', async () => {
    await attach(2);
    await refused(() => add(reading({ photo: SHA })), 'photo-missing');
    const { seq } = await attach(1);
    await add(reading({ photo: SHA }));
    await withdrawEvidence(ledger, AD(1), seq, 'Of another unit');
    await refused(() => add(reading({ photo: SHA })), 'photo-missing');
  });

  test('an answer to what was withdrawn, to another line’s referral, or older than what was asked', async () => {
    const asked = await add(referral());
    await refused(() => add(answer(asked.seq), 2), 'referral-missing');
    await refused(() => add(answer(asked.seq, { on: '2026-11-20' })), 'answer-before-referral');
    await add(answer(asked.seq, { on: '2026-11-21' }));
    await withdrawEvidence(ledger, AD(1), asked.seq, 'Asked twice');
    await refused(() => add(answer(asked.seq)), 'referral-missing');
  });

  test('a reading that can’t be read may be empty', async () => {
    const held = await add(reading({ text: '', legibility: 'illegible' }));
    expect(held.evidence).toMatchObject({ text: '' });
    expect(found('BKZX412')).toEqual([1]);
  });
});

describe('withdrawn', () => {
  test('it needs a reason, stays readable, and is withdrawn once', async () => {
    const { seq } = await add(reading());
    await refused(() => withdrawEvidence(ledger, AD(1), seq, '  '), 'reason-missing');
    await refused(() => withdrawEvidence(ledger, AD(1), seq, 'a\u200Bb'), 'text-invisible');
    await refused(() => withdrawEvidence(ledger, AD(1), seq, 'x'.repeat(2001)), 'text-too-long');
    expect(await withdrawEvidence(ledger, AD(1), seq, ' Read on the slide ')).toMatchObject({
      seq,
      withdrawn: 'Read on the slide',
    });
    expect(listEvidence(ledger.reader, AD(1))).toMatchObject([{ seq, withdrawn: 'Read on the slide' }]);
    expect((await refusal(() => withdrawEvidence(ledger, AD(1), seq, 'Again'))).code).toBe('LINE_STATE');
    const { history } = readHistory(ledger, 'ad', 1);
    expect(history.at(-1)).toMatchObject({ reason: 'Read on the slide' });
  });

  test('a referral takes its answers with it, and an answer leaves its referral open', async () => {
    const asked = await add(referral());
    const other = await add(referral({ to: 'ATF' }));
    const first = await add(answer(asked.seq));
    const second = await add(answer(asked.seq, { text: 'They wrote again.' }));
    const apart = await add(answer(other.seq));
    await withdrawEvidence(ledger, AD(1), first.seq, 'Misread');
    const events = () => readHistory(ledger, 'ad', 1).history.length;
    const before = events();
    await withdrawEvidence(ledger, AD(1), asked.seq, 'Of another unit');
    expect(events()).toBe(before + 2);
    const held = new Map(listEvidence(ledger.reader, AD(1)).map((one) => [one.seq, one.withdrawn]));
    expect(held.get(asked.seq)).toBe('Of another unit');
    expect(held.get(first.seq)).toBe('Misread');
    expect(held.get(second.seq)).toBe('Its referral was withdrawn.');
    expect(held.get(other.seq)).toBe('');
    expect(held.get(apart.seq)).toBe('');
    await verified(ledger);
  });

  test('it is withdrawn on its own line only', async () => {
    const { seq } = await add(reading());
    const before = ledger.log();
    for (const [at, event] of [
      [AD(2), seq],
      [{ book: 'tools', line: 1 }, seq],
      [AD(1), 1],
      [AD(1), 999],
    ] as const)
      expect((await refusal(() => withdrawEvidence(ledger, at, event, 'Wrong'))).code).toBe('LINE_MISSING');
    expect(ledger.log()).toBe(before);
  });
});

describe('the search', () => {
  test('finds readings and other numbers, with and without their separators, until they are withdrawn', async () => {
    const a = await add(reading({ text: 'KRZ 55-019' }));
    const b = await add(number({ number: 'OLD-0017' }), 2);
    for (const text of ['krz 55-019', '55-019', 'KRZ55019']) expect(found(text), text).toEqual([1]);
    expect(found('old0017')).toEqual([2]);
    while (ledger.search.catchUp(99) > 0);
    expect(ledger.search.pendingCount()).toBe(0);
    expect(found('KRZ55019')).toEqual([1]);
    await withdrawEvidence(ledger, AD(1), a.seq, 'Misread');
    expect(found('KRZ55019')).toEqual([]);
    while (ledger.search.catchUp(99) > 0);
    expect(found('KRZ55019')).toEqual([]);
    expect(found('BKZX412')).toEqual([1]);
    await withdrawEvidence(ledger, AD(2), b.seq, 'Misread');
    expect(found('old0017')).toEqual([]);
  });

  test('still does after the ledger was closed and opened', async () => {
    const a = await add(reading({ text: 'KRZ55019' }));
    await add(number({ number: 'OLD-0017' }), 2);
    await ledger.close();
    ledger = openWithKey(folder, Buffer.from(dataKey), { clock: () => (now += 1000) });
    expect(ledger.search.pendingCount()).toBe(0);
    expect(found('55019')).toEqual([1]);
    expect(found('old0017')).toEqual([2]);
    await withdrawEvidence(ledger, AD(1), a.seq, 'Misread');
    await ledger.close();
    ledger = openWithKey(folder, Buffer.from(dataKey), { clock: () => (now += 1000) });
    expect(found('55019')).toEqual([]);
  });

  test('knows what a process had committed and not indexed when it was killed', async () => {
    const kept = await add(reading({ text: 'KRZ55019' }));
    while (ledger.search.catchUp(99) > 0);
    await withdrawEvidence(ledger, AD(1), kept.seq, 'Misread');
    await add(number({ number: 'OLD-0017' }), 2);
    expect(ledger.search.pendingCount()).toBe(2);
    // A copy of the files as they are now is what a killed process leaves behind.
    const left = copyOf(folder, join(place.path, 'killed.rollmark'));
    const opened = openWithKey(left, Buffer.from(dataKey), { clock: () => (now += 1000) });
    expect(opened.search.pendingCount()).toBe(2);
    expect(found('old0017', opened)).toEqual([2]);
    expect(found('55019', opened)).toEqual([]);
    await opened.close();
    const again = openWithKey(left, Buffer.from(dataKey), { clock: () => (now += 1000) });
    expect(again.search.pendingCount()).toBe(0);
    expect(found('old0017', again)).toEqual([2]);
    expect(found('55019', again)).toEqual([]);
    await again.close();
  });
});

describe('a proof', () => {
  test.each([
    ['changed', "UPDATE evidence SET json = replace(json, 'BKZX412', 'BKZX999')"],
    ['removed', 'DELETE FROM evidence'],
    ['moved to another line', 'UPDATE evidence SET line = 2'],
    ['withdrawn', "UPDATE evidence SET withdrawn = 'because'"],
    ['given to another hand', "UPDATE evidence SET added_by = 'Eve'"],
    ['dated back', "UPDATE evidence SET added_at = '2020-01-01T00:00:00.000Z'"],
    [
      'made up',
      'INSERT INTO evidence (seq, book, line, kind, json, added_at, added_by) SELECT 999, book, line, kind, json, added_at, added_by FROM evidence',
    ],
  ])('finds evidence that was %s behind its back', async (_, sql) => {
    await add(reading());
    await ledger.checkpoint();
    const tampered = copyOf(folder, join(place.path, 'tampered.rollmark'));
    const db = openRaw(tampered, dataKey);
    expect(db.prepare(sql).run().changes).toBe(1);
    db.close();
    const { ok, problems } = await verifyFolder(tampered, dataKey);
    expect(ok).toBe(false);
    expect(problems.length).toBeGreaterThan(0);
    for (const { where, message } of problems) {
      expect(where).toMatch(/^(Evidence|Line|Event|A |ledger)/);
      expect(message).toMatch(/^\p{Lu}.*[.)]$/u);
    }
  });
});

test('referrals stand as unanswered, oldest first, until an answer that stands', async () => {
  const first = await add(referral({ to: 'Glock', on: '2026-11-20' }));
  await add(referral({ to: 'ATF', on: '2026-11-19' }), 2);
  const open = () => unansweredReferrals(ledger.reader).map((r) => `${r.line} ${r.to} ${r.on}`);
  expect(open()).toEqual(['1 Glock 2026-11-20', '2 ATF 2026-11-19']);
  const said = await add(answer(first.seq));
  expect(open()).toEqual(['2 ATF 2026-11-19']);
  await withdrawEvidence(ledger, AD(1), said.seq, 'Of another unit');
  expect(open()).toHaveLength(2);
  await withdrawEvidence(ledger, AD(1), first.seq, 'Asked twice');
  expect(open()).toEqual(['2 ATF 2026-11-19']);
  expect(statusOf(ledger).unanswered).toHaveLength(1);
});

describe('a privately made firearm', () => {
  const pmf = (acquiredOn: string) =>
    acquire(
      ledger,
      'ad',
      pistol('', {
        serials: [],
        manufacturer: 'PMF',
        importer: '',
        model: 'None',
        acquiredOn,
        details: { serialState: 'To be marked' },
      }),
      'all',
    );
  const marked = (line: number, serials: string[], markedOn = '2026-11-22', acceptance: 'all' | object = 'all') =>
    mark(ledger, AD(line), { serials, markedOn }, acceptance as 'all');

  test('waits to be marked, the most urgent first, and may not leave until it is', async () => {
    for (const on of ['2026-11-20', '2026-11-18', '2026-11-20']) await pmf(on);
    expect(waitingToBeMarked(ledger.reader)).toEqual([
      { book: 'ad', line: 5, due: '2026-11-25' },
      { book: 'ad', line: 4, due: '2026-11-27' },
      { book: 'ad', line: 6, due: '2026-11-27' },
    ]);
    await refused(() => dispose(ledger, AD(4), sale(), 'all'), 'serial-pending');
    const done = await marked(4, ['54812345-0001'], '2026-11-21');
    expect(done.line).toMatchObject({ serial: '54812345-0001', status: 'open' });
    expect(done.line.serialState).toBeUndefined();
    expect(waitingToBeMarked(ledger.reader).map((w) => w.line)).toEqual([5, 6]);
    expect(found('54812345')).toEqual([4]);
    await dispose(ledger, AD(4), sale(), 'all');
    const { history } = readHistory(ledger, 'ad', 4);
    expect(history[1]!.summary).toBe('Line 4: marked 54812345-0001 on 21 Nov 2026');
  });

  test('is marked on a day that can be, with a number that is one', async () => {
    await pmf('2026-11-18');
    await refused(() => marked(4, ['54812345-1'], '2026-11-17'), 'marked-before-acquired');
    await refused(() => marked(4, ['54812345-1'], '2026-11-23'), 'date-future');
    await refused(() => marked(4, ['54812345-1'], '2026-02-30'), 'date-impossible');
    await refused(() => marked(4, ['54812345-1'], ''), 'date-impossible');
    await refused(() => marked(4, []), 'serial-missing');
    await refused(() => marked(4, ['NSN']), 'serial-none', 'serial-none');
    await refused(() => marked(4, ['TBD']), 'serial-elsewhere');
    await refused(() => marked(4, ['5481\u200B']), 'text-invisible');
    // A shape that is not the rule’s asks for a reason.
    await refused(() => marked(4, ['X1'], '2026-11-20', {}), 'serial-pmf-shape');
    await marked(4, ['54812345-1'], '2026-11-18', {});
    expect((await refusal(() => marked(4, ['54812345-2']))).code).toBe('LINE_STATE');
  });

  test('that is marked late asks for a reason, and the trail keeps it', async () => {
    await pmf('2026-11-10');
    await refused(() => marked(4, ['54812345-1'], '2026-11-18', {}), 'marked-late');
    await marked(4, ['54812345-1'], '2026-11-18', { 'marked-late': 'The engraver was ill' });
    expect(readHistory(ledger, 'ad', 4).history.at(-1)!.accepted).toEqual([
      { field: 'markedOn', code: 'marked-late', reason: 'The engraver was ill' },
    ]);
  });

  test('alone is marked: no other line, no voided one, none that has left', async () => {
    expect((await refusal(() => marked(1, ['54812345-1']))).code).toBe('LINE_STATE');
    expect((await refusal(() => marked(9, ['54812345-1']))).code).toBe('LINE_MISSING');
    await pmf('2026-11-18');
    await voidLine(ledger, AD(4), 'Entered twice');
    expect((await refusal(() => marked(4, ['54812345-1']))).code).toBe('LINE_STATE');
    await pmf('2026-11-18');
    await dispose(ledger, AD(5), sale({ kind: 'theft-loss', incidentAtf: 'F1', incidentPolice: 'P1' }), 'all');
    expect((await refusal(() => marked(5, ['54812345-1']))).code).toBe('LINE_STATE');
    expect(waitingToBeMarked(ledger.reader)).toEqual([]);
  });
});

test('an owner’s own firearm that has no number and no date keeps the inventory in order', async () => {
  const home = join(place.path, `home-${now}.rollmark`);
  const { ledger: owner } = await newLedger(home, { clock: () => START, settings: { template: 'owner' } });
  await acquire(
    owner,
    'household',
    pistol('', {
      serials: [],
      manufacturer: 'PMF',
      importer: '',
      acquiredOn: '',
      details: { serialState: 'To be marked' },
    }),
    'all',
  );
  expect(statusOf(owner)).toMatchObject({ lines: 1, toMark: [] });
  await mark(owner, { book: 'household', line: 1 }, { serials: ['MINE-1'], markedOn: '2026-11-22' }, 'all');
  expect((await verified(owner)).problems).toEqual([]);
  await owner.close();
});
