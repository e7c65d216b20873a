import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { makeRouter } from '../../electron/router/router.ts';
import { makeSession } from '../../electron/services/session.ts';
import { sentenceOf } from '../../renderer/bridge/errors.ts';
import { checklistOf } from '../../shared/categories/checklists.ts';
import { errors } from '../../shared/contract/errors.ts';
import { contract } from '../../shared/contract/index.ts';
import { pngPhoto } from '../fixtures/make-photos.ts';
import { HOSTILE, type Input, MARK, type Path, textsOf, UNSEEN, withText } from '../support/hostile.ts';
import { AD, newLedger, PASSPHRASE, pistol, SETTINGS, sale, scratch, verified } from '../support/ledgers.ts';

/**
 * Every text that every operation of the contract takes, straight over it and past the page: a megabyte, half a pair, NUL,
 * controls of direction. Each call is answered, or refused with an error of the closed set. What the record keeps of such
 * texts is in hostile-content.test.ts.
 */

const GIVEN = ['a megabyte', 'half a pair', 'nul', 'right-to-left override', 'isolate', 'escape', 'statement', 'image'];
/** Errors that an answer may be: the contract's own, and that the input is not in its form. */
const CLOSED: ReadonlySet<string> = new Set([...Object.keys(errors), 'BAD_REQUEST']);
/** No page shows more of a sentence, and no log keeps more. */
const LONGEST_SENTENCE = 700;

let place: ReturnType<typeof scratch>;
const session = makeSession();
const engine = createRouterClient(makeRouter(session));
const client = engine as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
let sha256 = '';
let seq = 0;

beforeAll(async () => {
  place = scratch();
  const folder = join(place.path, 'contract.rollmark');
  await (await newLedger(folder)).ledger.close();
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.grants.newLedgers({ path: place.path });
  await engine.grants.backupFolder({ token: 'drive', path: place.path });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  await engine.entries.acquire({ draft: pistol('BKZX412') });
  await engine.entries.acquire({ draft: pistol('TRW90177') });
  const file = new Blob([new Uint8Array(await pngPhoto())]);
  const kept = await engine.evidence.attach({ ...AD(1), purpose: 'photo', name: 'photo.png', file });
  sha256 = (kept.evidence as { sha256: string }).sha256;
  ({ seq } = await engine.evidence.add({ ...AD(1), evidence: referral }));
});
afterAll(async () => {
  await engine.ledger.lock();
  place.remove();
});

const referral = {
  kind: 'referral',
  to: 'Glock Inc',
  on: '2026-11-21',
  reference: '',
  question: 'Was it made?',
} as const;
const file = { token: 'file', format: 'fastbound', book: 'ad' };
const secret = { kind: 'passphrase', passphrase: 'not the passphrase' };
const settings = { ...SETTINGS, openDays: [1, 2, 3], books: [{ id: 'ad' as const, secondKeying: false }] };
const suggestion = { field: 'model', category: 'firearm', text: '19', manufacturer: 'Glock' };
const draft = pistol('QJ7731', { keying: [] });

/** Input that each operation takes; a text of it at a time is put in the place of what stands there. */
const BASES: Readonly<Record<string, () => readonly Input[]>> = {
  // Of no time zone, so that none is made by what is tried: another test below has their folders.
  'ledger.create': () => [{ folderName: 'New', settings: { ...settings, zone: '' }, passphrase: '', user: 'Dana' }],
  'ledger.open': () => [
    { token: 'shop', secret },
    { token: 'shop', secret: { kind: 'recovery', recoveryKey: 'abandon' } },
    { token: 'shop', secret: { kind: 'custodians', parts: ['one', 'two'] } },
  ],
  'ledger.tryRecoveryKey': () => [{ recoveryKey: 'abandon' }],
  // The present one is wrong, so that nothing is changed by what is tried.
  'ledger.changePassphrase': () => [{ passphrase: 'plain canyon oyster', present: 'wrong' }],
  'ledger.rotateKey': () => [{ passphrase: 'wrong' }],
  'ledger.changeSettings': () => [settings],
  'users.add': () => [{ name: 'Kim', role: 'inspector', until: '', passphrase: 'plain canyon oyster 47 lamp' }],
  'users.change': () => [{ id: 1, name: 'Dana', role: 'owner', until: '' }],
  'users.resetPassphrase': () => [{ id: 77, passphrase: 'plain canyon oyster 47 lamp' }],
  'backups.addFolder': () => [{ token: 'none' }],
  'backups.removeFolder': () => [{ id: 'none' }],
  'backups.list': () => [{ id: 'none' }],
  'backups.found': () => [{ token: 'drive' }],
  'backups.restore': () => [{ token: 'drive', folder: 'none', secret }],
  'book.asOf': () => [{ at: 'today' }],
  'book.lines': () => [{ book: 'ad', view: 'both', from: 1, count: 10 }],
  'book.line': () => [AD(1)],
  'book.lateness': () => [{ book: 'ad', recordedFrom: '2026-11-01', recordedTo: '2026-11-30' }],
  'book.search': () => [{ text: 'glock' }],
  'entries.checkAcquisition': () => [{ book: 'ad', draft }],
  'entries.acquire': () => [{ book: 'ad', draft, accepted: { 'text-not-printable': 'So it is' } }],
  'entries.checkDisposition': () => [{ ...AD(1), draft: sale() }],
  'entries.dispose': () => [{ ...AD(2), draft: sale(), accepted: { 'text-not-printable': 'So it is' } }],
  'entries.correct': () => [{ ...AD(1), field: 'model', value: '17', reason: 'Misread', accepted: { x: 'So it is' } }],
  'entries.checkCorrection': () => [{ ...AD(1), field: 'serial', value: 'BKZX413' }],
  'entries.void': () => [{ ...AD(2), reason: '' }],
  'entries.mark': () => [{ ...AD(1), serials: ['QJ1'], markedOn: '2026-11-20', accepted: { x: 'So it is' } }],
  'entries.review': () => [AD(1)],
  'entries.compare': () => [{ a: AD(1), b: AD(2) }],
  'evidence.list': () => [AD(1)],
  'evidence.add': () => [
    {
      ...AD(1),
      evidence: {
        kind: 'reading',
        source: 'unit',
        place: 'Frame',
        guide: 'pistol',
        mark: 1,
        text: 'BKZX412',
        marking: 'stamped',
        legibility: 'clear',
        photo: sha256,
        note: '',
      },
    },
    { ...AD(1), evidence: { kind: 'number', relation: 'replaced', number: 'OLD-17', linked: AD(2), note: '' } },
    {
      ...AD(1),
      evidence: {
        kind: 'verification',
        checks: checklistOf('firearm').map(({ id }) => ({ id, result: 'in order' })),
        outcome: 'consistent',
        note: '',
      },
    },
    { ...AD(1), evidence: referral },
    { ...AD(1), evidence: { kind: 'answer', to: seq, on: '2026-11-21', text: 'It was', outcome: 'consistent' } },
    { ...AD(1), evidence: { kind: 'comparison', with: AD(2), steps: [''], outcome: 'different units', note: '' } },
  ],
  'evidence.withdraw': () => [{ ...AD(1), seq, reason: '' }],
  'evidence.attach': () => [{ ...AD(1), purpose: 'photo', name: 'photo.png', file: new Blob(['no photo']) }],
  'evidence.image': () => [{ sha256, size: 'thumb' }],
  'evidence.paper': () => [{ sha256 }],
  'evidence.paperPage': () => [{ sha256, page: 1, width: 1000 }],
  'evidence.originalDocument': () => [{ sha256 }],
  'suggest.values': () => [suggestion],
  'suggest.description': () => [{ category: 'firearm', manufacturer: 'Glock', model: '19' }],
  'suggest.licensees': () => [{ text: 'ueda' }],
  'imports.dryRun': () => [file],
  'imports.run': () => [{ ...file, onlyGood: false }],
  'imports.outcome': () => [file],
  'imports.reportDocument': () => [file],
  'documents.printBook': () => [{ book: 'ad', view: 'both', from: 1, to: 1 }],
  'documents.exportBook': () => [{ book: 'ad', view: 'corrected', from: 1, to: 1 }],
  'documents.printAcquisition': () => [AD(1)],
  'documents.proof': () => [AD(1)],
  'documents.printGuide': () => [{ guide: 'none' }],
  'documents.fetch': () => [{ token: 'none' }],
  'documents.discard': () => [{ token: 'none' }],
  'trail.events': () => [{ count: 5, kind: 'none' }],
  'trail.verify': () => [{ against: 'none' }],
};

type Procedure = { '~orpc': { inputSchema?: z.ZodType } };
// What a host answers by itself goes over its own server: tests/e2e/hostile-host.spec.ts.
const { host: _host, ...groups } = contract;
/** Whether some text stands in the input; where that depends on its kind, it does. */
const takesText = (schema: z.ZodType): boolean => {
  try {
    return textsOf(schema, undefined).length > 0;
  } catch {
    return true;
  }
};
const operations = Object.entries(groups).flatMap(([group, procedures]) =>
  Object.entries(procedures as Record<string, Procedure>).flatMap(([name, procedure]) => {
    const schema = procedure['~orpc'].inputSchema;
    return schema && takesText(schema) ? [{ path: `${group}.${name}`, group, name, schema }] : [];
  }),
);

/** Runs a call to its end, a job to its last step. */
const answer = async (given: Promise<unknown>): Promise<void> => {
  const result = await given;
  if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result)
    for await (const _ of result as AsyncIterable<unknown>);
};

/** What is wrong with how a call failed; nothing where it is as the contract says. */
const wrongWith = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof ORPCError)) return `is no error of the contract: ${String(thrown).slice(0, 200)}`;
  const code = String(thrown.code);
  if (!CLOSED.has(code)) return `${code}: ${thrown.message.slice(0, 200)}`;
  const sentence = sentenceOf(thrown);
  if (UNSEEN.test(sentence) || sentence.length > LONGEST_SENTENCE || !/^\S[\s\S]{10,}[.?]$/u.test(sentence))
    return `says ${JSON.stringify(sentence.slice(0, 200))}`;
  // Neither may what the page does not show carry the text back.
  const data = JSON.stringify(thrown.data ?? null);
  if (data.length > 20_000) return `carries ${data.length} characters of data`;
  return undefined;
};

/** No longer than the contract takes one. */
const GIVEN_NAMES = Object.fromEntries(
  GIVEN.filter((kind) => kind !== 'a megabyte').map((kind) => [kind, HOSTILE[kind]!]),
);

const inputsWith = (path: Path, base: Input): readonly (readonly [string, Input])[] => [
  ...GIVEN.map((kind) => [kind, withText(base, path, HOSTILE[kind]!) as Input] as const),
];

describe('hostile text straight over the contract', () => {
  test('is tried on every operation that takes text', () => {
    expect(operations.map((o) => o.path).filter((path) => !(path in BASES))).toEqual([]);
    expect(operations.length).toBeGreaterThan(50);
  });

  test.each(operations.map((o) => o.path))(
    'to %s is answered, or refused as the contract says',
    async (path) => {
      const { group, name, schema } = operations.find((o) => o.path === path)!;
      const wrong: string[] = [];
      let calls = 0;
      for (const base of BASES[path]!()) {
        // Whatever the base is refused for, it is in the contract's form: else nothing behind that would be tried.
        expect(schema.safeParse(base).error, path).toBeUndefined();
        const paths = textsOf(schema, base);
        expect(paths.length).toBeGreaterThan(0);
        for (const at of paths)
          for (const [kind, input] of inputsWith(at, base)) {
            calls += 1;
            const said = await answer(client[group]![name]!(input)).then(() => undefined, wrongWith);
            if (said) wrong.push(`${kind} in ${at.join('.')}: ${said}`);
          }
      }
      expect(wrong.join('\n').slice(0, 4000)).toBe('');
      expect(calls).toBeGreaterThan(0);
      expect((await engine.ledger.status()).state).toBe('open');
    },
    120_000,
  );

  test('as the name of a reason is refused or not kept', async () => {
    for (const kind of GIVEN) {
      const accepted = { [HOSTILE[kind]!]: 'So it is', [`__proto__${MARK}`]: 'So it is' };
      const taken = pistol(`NK${GIVEN.indexOf(kind)}7431`);
      const said = await answer(engine.entries.acquire({ draft: taken, accepted })).then(() => undefined, wrongWith);
      expect(said, kind).toBeUndefined();
    }
    const kept = session.ledger().reader.prepare('SELECT json FROM event').pluck().all() as string[];
    for (const json of kept) expect(JSON.stringify(JSON.parse(json).accepted ?? [])).not.toContain(MARK);
  });

  test('leaves a ledger that verifies', async () => {
    expect(await verified(session.ledger())).toMatchObject({ ok: true, problems: [] });
  });

  test('as the name of a new ledger’s folder makes one folder beside the others, with nothing unseen in its name', async () => {
    const named = {
      ...GIVEN_NAMES,
      'a name that Windows keeps for itself': 'CON',
      'a way up': `../../${MARK}/..`,
      pictures: '🔧'.repeat(39),
    };
    for (const [kind, folderName] of Object.entries(named)) {
      const before = new Set(readdirSync(place.path));
      const made = { folderName, settings, passphrase: PASSPHRASE, user: 'Dana' };
      const said = await answer(engine.ledger.create(made)).then(() => undefined, wrongWith);
      expect(said, kind).toBeUndefined();
      const fresh = readdirSync(place.path).filter((name) => !before.has(name));
      expect(fresh, kind).toHaveLength(1);
      expect(fresh[0], kind).not.toMatch(UNSEEN);
      expect(fresh[0], kind).not.toMatch(/[\uFFFD\\/:*?"<>|]/);
      expect(fresh[0], kind).not.toMatch(/^(con|nul)\./i);
      expect(Buffer.byteLength(fresh[0]!), kind).toBeLessThan(256);
    }
    expect(readdirSync(dirname(place.path)).filter((name) => name.includes(MARK))).toEqual([]);
  });
});
