import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCli } from '../../electron/cli/commands.ts';
import { makeBackup } from '../../electron/services/backups/make-backup.ts';
import { acquire, dispose } from '../../electron/services/entries.ts';
import { addUser } from '../../electron/services/users.ts';
import { allows, type Need, ROLE_IDS, type Role } from '../../shared/domain/roles.ts';
import { AD, never, newLedger, PASSPHRASE, pistol, quiet, sale, scratch } from '../support/ledgers.ts';

/** Every command, walked by every role. In this process: eighty of their own would take minutes. */
let place: ReturnType<typeof scratch>;
let backup: string;
const file = (name: string) => join(place.path, name);
const passphraseOf = (role: Role) => (role === 'owner' ? PASSPHRASE : `the ${role} of the shop`);

const draft = (serial: string) => {
  const { details: _, serials, ...rest } = pistol(serial);
  return { ...rest, serial: serials[0] };
};

beforeAll(async () => {
  place = scratch();
  const { ledger } = await newLedger(file('shop.rollmark'));
  for (const serial of ['BKZX401', 'BKZX402', 'BKZX403']) await acquire(ledger, 'ad', pistol(serial), 'all');
  await dispose(ledger, AD(3), sale(), 'all');
  for (const role of ROLE_IDS)
    if (role !== 'owner')
      await addUser(ledger, {
        name: role,
        role,
        until: role === 'inspector' ? '2099-01-01' : '',
        passphrase: passphraseOf(role),
      });
  mkdirSync(file('drive'));
  backup = join(file('drive'), (await makeBackup(ledger, file('drive'), quiet, never)).name);
  await ledger.close();
  for (const role of ROLE_IDS) cpSync(file('shop.rollmark'), file(`${role}.rollmark`), { recursive: true });
  mkdirSync(file('usb'));
  writeFileSync(file('in.json'), JSON.stringify(draft('BKZX404')));
  writeFileSync(file('out.json'), JSON.stringify(sale()));
  writeFileSync(file('stock.csv'), 'Serial\n');
});
afterAll(() => place.remove());

let stdout = '';
let stderr = '';
const run = async (role: Role, args: string[]): Promise<number> => {
  stdout = '';
  stderr = '';
  vi.stubEnv('ROLLMARK_PASSPHRASE', passphraseOf(role));
  vi.stubEnv('ROLLMARK_NEW_PASSPHRASE', passphraseOf(role));
  vi.stubEnv('ROLLMARK_RECOVERY_KEY', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  return runCli(args);
};
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Case = [need: Exclude<Need, 'nothing' | 'inspect'>, args: (ledger: string) => string[]];
/** What each command needs, and a call of it. Those that replace keys come last. */
const COMMANDS: Readonly<Record<string, Case>> = {
  search: ['look', (l) => [l, 'BKZX']],
  book: ['look', (l) => [l]],
  history: ['look', (l) => [l, '--line', '1']],
  checkpoint: ['look', (l) => [l]],
  print: ['look', (l) => [l, 'book', '--out', file('book.pdf')]],
  export: ['look', (l) => [l, '--out', file('book.csv')]],
  verify: ['look', (l) => [l]],
  inspect: ['look', (l) => ['BKZX401', '--category', 'firearm', '--ledger', l]],
  check: ['look', (l) => [l]],
  backups: ['look', (l) => [l]],
  late: ['look', (l) => [l]],
  prove: ['look', (l) => [l, '--line', '1', '--out', file('proof.html')]],
  acquire: ['write', (l) => [l, '--json', file('in.json')]],
  dispose: ['write', (l) => [l, '--line', '1', '--json', file('out.json')]],
  correct: ['write', (l) => [l, '--line', '1', '--field', 'model', '--value', '17', '--reason', 'Misread']],
  void: ['write', (l) => [l, '--line', '2', '--reason', 'Entered in error']],
  import: ['write', (l) => [l, file('stock.csv'), '--as', 'fastbound']],
  backup: ['write', (l) => [l, '--to', file('usb')]],
  users: ['own', (l) => [l]],
  key: ['own', (l) => [l, '--show']],
  passphrase: ['look', (l) => [l]],
  'recovery-key': ['own', (l) => [l, '--replace']],
  rotate: ['own', (l) => [l]],
};
/** Those that open no ledger that is there, and ask nobody who they are. */
const WITHOUT = ['create', 'guides', 'verifier', 'verify-proof', 'help'];

test('every command is walked', async () => {
  await run('owner', ['--help']);
  const named = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name!);
  expect(named.sort()).toEqual([...Object.keys(COMMANDS), 'restore', ...WITHOUT].sort());
});

describe.each(ROLE_IDS)('%s', (role) => {
  test.each(Object.entries(COMMANDS))('%s', async (command, [need, args]) => {
    const files = readdirSync(place.path).sort();
    const code = await run(role, [command, ...args(file(`${role}.rollmark`))]);
    if (allows(role, need)) {
      expect(code === 0 || code === 1, `${code} ${stderr}`).toBe(true);
      expect(stderr).not.toMatch(/inspector|Your role/);
      return;
    }
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      role === 'inspector'
        ? /^An inspector looks in the app, where each look is recorded; .+ Nothing was changed\.$/m
        : new RegExp(`^Your role here is ${role}, and this needs .+\\. Nothing was changed\\.$`, 'm'),
    );
    expect(readdirSync(place.path).sort()).toEqual(files);
  });

  test('restore, by the backup’s own people', async () => {
    const to = file(`restored by the ${role}`);
    const code = await run(role, ['restore', backup, '--to', to]);
    expect(code, stderr).toBe(role === 'owner' ? 0 : 1);
    if (role === 'owner') return;
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^By this backup your role is ${role}, and a restore needs an owner`, 'm'));
    expect(existsSync(to)).toBe(false);
  });
});
