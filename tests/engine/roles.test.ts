import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../electron/ledger/ledger.ts';
import { makeRouter } from '../../electron/router/router.ts';
import { acquire } from '../../electron/services/entries.ts';
import { makeSession } from '../../electron/services/session.ts';
import { addUser } from '../../electron/services/users.ts';
import { contract } from '../../shared/contract/index.ts';
import { allows, type Need, ROLE_IDS, type Role } from '../../shared/domain/roles.ts';
import { proofsInPage } from '../../shared/proof/document.ts';
import { copyOf, newLedger, PASSPHRASE, pistol, scratch } from '../support/ledgers.ts';

/** Each operation of the contract, tried as each role, on real ledgers opened with each one's own passphrase. */

const secretOf: Record<Role, string> = {
  owner: PASSPHRASE,
  clerk: 'clerk of the shop',
  viewer: 'viewer of the shop',
  inspector: 'inspector of the day',
};
const FAR = '2099-12-31';
let place: ReturnType<typeof scratch>;
let base: string;

beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  const { ledger } = await newLedger(base, {
    settings: {
      books: [
        { id: 'ad', secondKeying: false },
        { id: 'tools', secondKeying: false },
      ],
    },
  });
  // The bound book's form asks for no price; a file that was brought over may have held one.
  await ledger.write((append) =>
    append('entry.imported', 'ad/1', {
      book: 'ad',
      line: 1,
      import: 'x',
      row: 1,
      acquisition: { ...pistol('BKZX412'), note: 'Paid from the till', details: { price: '450.00' } },
      extra: { Cost: '451.77' },
      accepted: [],
    }),
  );
  await acquire(ledger, 'ad', pistol('BKZX977'), 'all');
  const saw = {
    category: 'tool' as const,
    manufacturer: 'Makita',
    importer: '',
    model: '5007',
    type: 'Circular saw',
    caliber: '',
  };
  await acquire(ledger, 'tools', { ...pistol('TL-5512'), ...saw }, 'all');
  for (const role of ['clerk', 'viewer', 'inspector'] as const)
    await addUser(ledger, {
      name: `The ${role}`,
      role,
      until: role === 'inspector' ? FAR : '',
      passphrase: secretOf[role],
    });
  await ledger.close();
});
afterAll(() => place.remove());

const openAs = async (role: Role, folder = copyOf(base, join(place.path, `${role}.rollmark`))) => {
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session));
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: secretOf[role] } });
  return { engine, session };
};

type Procedure = { '~orpc': { meta: { needs: Need } } };
const everyOperation = Object.entries(contract).flatMap(([group, procedures]) =>
  Object.entries(procedures as Record<string, Procedure>).map(([name, procedure]) => ({
    path: `${group}.${name}`,
    group,
    name,
    needs: procedure['~orpc'].meta.needs,
  })),
);
/** The engine's. The host answers its own group by itself. */
const operations = everyOperation.filter(({ group }) => group !== 'host');

/**
 * Every operation that needs no role, and why. All others are refused to whoever has no ledger open, and to roles below
 * their need; so one that is added without a role must be thought about here, or this file fails.
 */
const NEEDS_NO_ROLE: Readonly<Record<string, string>> = {
  'host.info': 'The first page asks it before anybody is anybody. It tells of the program.',
  'host.ledgers': 'The first page lists them, to choose one. Nothing of what is in them is known.',
  'host.chooseLedger': 'A dialog of the system; what it gives opens nothing without a secret.',
  'host.chooseImportFile': 'A dialog of the system. Reading the file needs a role: imports.*.',
  'host.saveDocument': 'The token is of a document that an operation with a role has made.',
  'host.chooseBackupFolder':
    'A dialog of the system. Making it a backup folder needs a role; a restore has no ledger open.',
  'host.backupPlaces': 'A restore asks it where the ledger is lost, and nobody can be anybody.',
  'host.keychain': 'The first page asks whether it may offer the keychain. It tells of this computer account only.',
  'host.switchKeychainOn': 'Asks for the passphrase of whoever has the ledger open; the engine says who may.',
  'host.switchKeychainOff': 'Takes away a way in of one’s own.',
  'host.openWithKeychain': 'A way in: the role comes of it.',
  'host.openGuide': 'Guides are part of the program, and hold nothing of a ledger.',
  'ledger.status': 'Says that no ledger is open, or who has it open, to themselves.',
  'ledger.create': 'Whoever makes a ledger is its owner.',
  'ledger.open': 'A way in: the role comes of it.',
  'ledger.lock': 'Everybody may close what is open; it takes nothing from the record.',
  'ledger.stillHere': 'Puts off the lock of an idle window. Nobody is asked who moved the mouse.',
  'backups.found': 'Looks for backups where the ledger is lost. It tells nothing of what is in them.',
  'backups.restore':
    'Asked for where the ledger is lost. The backup itself says who its owners are, and others are refused.',
  'documents.verifier': 'The same page for everybody, part of the program, with nothing of a ledger in it.',
  'documents.printGuide': 'Guides are part of the program, and hold nothing of a ledger.',
};

const codeOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
    return '';
  } catch (error) {
    return error instanceof ORPCError ? error.code : `not a failure of the contract: ${String(error)}`;
  }
};

test('which operations need no role is known one by one, each for a reason', () => {
  const free = everyOperation.filter(({ needs }) => needs === 'nothing').map(({ path }) => path);
  expect(free.toSorted()).toEqual(Object.keys(NEEDS_NO_ROLE).toSorted());
  // The host has no roles to ask for: none of its operations may come to be thought of as guarded.
  expect(everyOperation.filter(({ group, needs }) => group === 'host' && needs !== 'nothing')).toEqual([]);
});

test('without an open ledger, every other operation says that none is open, whatever it is given', async () => {
  const engine = createRouterClient(makeRouter(makeSession())) as unknown as Record<
    string,
    Record<string, (input: unknown) => unknown>
  >;
  for (const { path, group, name } of operations)
    if (!(path in NEEDS_NO_ROLE))
      expect(await codeOf(() => engine[group]![name]!({ id: 'none', line: -1 })), path).toBe('LEDGER_CLOSED');
});

describe.each(ROLE_IDS)('the %s', (role) => {
  test('may lock the ledger, and then nobody is in it', async () => {
    const { engine } = await openAs(role);
    await engine.ledger.lock();
    expect(await engine.ledger.status()).toMatchObject({ state: 'closed' });
  });

  test('gets at every operation up to their role, and at none beyond it', async () => {
    const { engine, session } = await openAs(role);
    const client = engine as unknown as Record<string, Record<string, (input: unknown) => unknown>>;
    const tried = { allowed: 0, denied: 0 };
    for (const { path, group, name, needs } of operations) {
      if (path === 'ledger.lock') continue;
      const before = session.ledger().log().tree.size;
      // Input that no operation takes: what is not allowed must say that first. Of what is allowed this shows only that
      // the role is not what stands in the way.
      const code = await codeOf(() => client[group]![name]!({ id: 'none', line: -1 }));
      if (allows(role, needs)) {
        expect(code, path).not.toBe('NOT_ALLOWED');
        tried.allowed++;
      } else {
        expect(code, path).toBe('NOT_ALLOWED');
        expect(session.ledger().log().tree.size, path).toBe(before);
        tried.denied++;
      }
    }
    expect(tried.allowed + tried.denied).toBe(operations.length - 1);
    console.log(`${role}: ${tried.allowed} operations allowed, ${tried.denied} denied`);
    await engine.ledger.lock();
  });
});

test('what each role may do is what was decided, operation by operation', () => {
  const upTo = (need: Need) => operations.filter((o) => o.needs === need).map((o) => o.path);
  expect(upTo('inspect')).toEqual([
    'book.asOf',
    'book.lines',
    'book.line',
    'book.lateness',
    'book.search',
    'documents.printBook',
    'documents.exportBook',
    'documents.proof',
    'documents.fetch',
    'documents.discard',
    'trail.events',
    'trail.checkpoint',
    'trail.checkpoints',
    'trail.verify',
    'trail.readCheckpointImage',
    'trail.checkpointDocument',
  ]);
  expect(upTo('own').filter((path) => path.startsWith('users.'))).toHaveLength(5);
  for (const path of ['entries.acquire', 'entries.void', 'evidence.add', 'evidence.attach', 'imports.run'])
    expect(upTo('write')).toContain(path);
});

describe('an inspector', () => {
  test('sees the bound book without notes, prices and evidence, and nothing of other books', async () => {
    const { engine } = await openAs('inspector');
    const status = await engine.ledger.status();
    expect(status).toMatchObject({ state: 'open', user: { role: 'inspector' }, lines: 2 });
    expect(status.state === 'open' && status.books.map((b) => b.id)).toEqual(['ad']);
    const { lines } = await engine.book.lines({ view: 'both', from: 1, count: 10 });
    expect(lines).toHaveLength(2);
    const whole = await openAs('viewer');
    const full = await whole.engine.book.lines({ view: 'both', from: 1, count: 10 });
    expect(full.lines[0]).toMatchObject({ price: '450.00', note: 'Paid from the till' });
    expect(lines[0]).toMatchObject({ serial: 'BKZX412', acquiredFrom: 'Ueda Distributing LLC', note: '' });
    expect(lines[0]).not.toHaveProperty('price');
    expect((await engine.book.search({ text: 'TL-5512' })).lines).toEqual([]);
    expect((await whole.engine.book.search({ text: 'TL-5512' })).lines).toHaveLength(1);
    expect(await codeOf(() => engine.book.lines({ book: 'tools', view: 'both', from: 1, count: 10 }))).toBe(
      'NOT_ALLOWED',
    );
    expect(await codeOf(() => engine.book.line({ book: 'tools', line: 1 }))).toBe('NOT_ALLOWED');
    const { events } = await engine.trail.events({ count: 100 });
    const told = JSON.stringify(events);
    expect(told).toContain('BKZX412');
    expect(told).not.toMatch(/line 1 of Tools|Makita|451\.77|450\.00/);
    expect(JSON.stringify(await engine.book.line({ line: 1 }))).not.toMatch(/451\.77|450\.00|the till/);
    expect(JSON.stringify(await whole.engine.book.line({ line: 1 }))).toMatch(/451\.77/);
    await engine.ledger.lock();
    await whole.engine.ledger.lock();
  });

  test('takes the proof of a record that shows no more than the book does, and of no other', async () => {
    const { engine, session } = await openAs('inspector');
    const refusedAt = (where: { book?: string; line: number }) => codeOf(() => engine.documents.proof(where));
    // Of line 1 the event holds a note, a price and a further column, and nothing can be left out of a proof.
    expect(await refusedAt({ line: 1 })).toBe('NOT_ALLOWED');
    expect(await refusedAt({ book: 'tools', line: 1 })).toBe('NOT_ALLOWED');
    const { token, name } = await engine.documents.proof({ line: 2 });
    expect(name).toBe('line-2-proof.html');
    const html = await ((await engine.documents.fetch({ token })) as unknown as Blob).text();
    expect(proofsInPage(html)?.proofs).toHaveLength(1);
    const size = session.ledger().log().tree.size;
    const look = session.ledger().reader.prepare('SELECT json FROM event WHERE seq = ?').pluck().get(size) as string;
    expect(JSON.parse(look)).toMatchObject({ body: { operation: 'documents.proof', at: 'line 2' } });
    await engine.ledger.lock();
    // Who may see all of it gets the proof of all of it.
    const whole = await openAs('viewer');
    expect(await whole.engine.documents.proof({ line: 1 })).toMatchObject({ name: 'line-1-proof.html' });
    expect(await whole.engine.documents.proof({ book: 'tools', line: 1 })).toMatchObject({
      name: 'tools-line-1-proof.html',
    });
    await whole.engine.ledger.lock();
  });

  test('leaves every look in the trail, once each, and the owner can read it', async () => {
    const { engine, session } = await openAs('inspector');
    const size = session.ledger().log().tree.size;
    await engine.book.lines({ view: 'both', from: 1, count: 10 });
    await engine.book.lines({ view: 'both', from: 1, count: 10 });
    await engine.book.line({ line: 2 });
    await engine.book.search({ text: 'BKZX' });
    expect(session.ledger().log().tree.size).toBe(size + 3);
    await engine.ledger.lock();
    const { ledger } = await openLedger(join(place.path, 'inspector.rollmark'), {
      kind: 'passphrase',
      secret: PASSPHRASE,
    });
    const looks = ledger.reader
      .prepare("SELECT json FROM event WHERE kind = 'inspection.looked' ORDER BY seq")
      .pluck()
      .all() as string[];
    expect(looks.map((json) => JSON.parse(json))).toMatchObject([
      { actor: 'The inspector', body: { operation: 'book.lines', at: 'lines 1 to 10, both' } },
      { actor: 'The inspector', body: { operation: 'book.line', at: 'line 2' } },
      { actor: 'The inspector', body: { operation: 'book.search', at: '“BKZX”' } },
    ]);
    await ledger.close();
  });

  test('is out after the last day, at the door and while the ledger is open, whatever the clock is set to', async () => {
    const folder = join(place.path, 'timed.rollmark');
    let now = Date.parse('2026-11-22T19:00:00Z');
    const clock = () => now;
    const made = await newLedger(folder, { clock });
    const till = '2026-11-23';
    await addUser(made.ledger, { name: 'Officer', role: 'inspector', until: till, passphrase: secretOf.inspector });
    await made.ledger.close();
    const secret = { kind: 'passphrase' as const, secret: secretOf.inspector };
    const open = async (): Promise<Ledger> => (await openLedger(folder, secret, { clock })).ledger;
    const ledger = await open();
    expect(ledger.user()).toMatchObject({ name: 'Officer', until: till });
    now = Date.parse('2026-11-24T19:00:00Z');
    expect(() => ledger.user()).toThrow(/Your access ended on/);
    await ledger.close();
    await expect(open()).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
    // Something is recorded on a later day; then the clock is set back.
    const owner = await openLedger(folder, { kind: 'passphrase', secret: PASSPHRASE }, { clock });
    await acquire(owner.ledger, 'ad', pistol('BKZX001'), 'all');
    await owner.ledger.close();
    now = Date.parse('2026-11-22T20:00:00Z');
    await expect(open()).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
  });
});
