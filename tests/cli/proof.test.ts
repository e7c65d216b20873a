import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proofsInPage } from '../../shared/proof/document.ts';
import { cli } from '../support/cli.ts';
import { scratch } from '../support/ledgers.ts';

/** A record proven on the command line, and checked by somebody who has neither ledger nor passphrase. */
let place: ReturnType<typeof scratch>;
let shop: string;
const file = (name: string) => join(place.path, name);
const done = async (...args: string[]) => {
  const ran = await cli(args);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return ran.stdout;
};
beforeAll(async () => {
  place = scratch();
  shop = file('Shop.rollmark');
  await done('create', shop, '--template', 'shop', '--name', 'Corner Tools');
  writeFileSync(
    file('line.json'),
    JSON.stringify({
      category: 'tool',
      manufacturer: 'DeWalt',
      model: 'DCD791',
      type: 'Drill or driver',
      serial: '175418',
      acquiredOn: '2026-11-20',
      acquiredFrom: 'Acme Supply',
    }),
  );
  await done('acquire', shop, '--book', 'tools', '--json', file('line.json'));
  await done(
    'correct',
    shop,
    '--book',
    'tools',
    '--line',
    '1',
    '--field',
    'serial',
    '--value',
    '175419',
    '--reason',
    'x',
  );
});
afterAll(() => place.remove());

test('each event has a file of its own, and each holds without the ledger', async () => {
  const made = JSON.parse(
    await done('prove', shop, '--book', 'tools', '--line', '1', '--out', file('l1.tlog-proof'), '--json'),
  );
  expect(made.files).toEqual([
    { file: file('l1.tlog-proof'), event: 2, kind: 'entry.acquired' },
    { file: file('l1-2.tlog-proof'), event: 3, kind: 'entry.corrected' },
  ]);
  const check = (name: string, key = made.vkey) =>
    cli(['verify-proof', file(name), '--vkey', key], { env: { ROLLMARK_PASSPHRASE: undefined } });
  const first = await check('l1.tlog-proof');
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toMatch(/^Proven: event 2 of 3 in rollmark\.local\//);
  expect(first.stdout).toContain('Line 1 of Tools: DeWalt DCD791, 175418 acquired from Acme Supply on 20 Nov 2026.');
  expect((await check('l1-2.tlog-proof')).stdout).toContain('Serial number corrected');

  writeFileSync(file('forged.tlog-proof'), readFileSync(file('l1.tlog-proof'), 'utf8').replace('index 1', 'index 2'));
  const forged = await check('forged.tlog-proof');
  expect(forged).toMatchObject({ code: 1 });
  expect(forged.stdout).toMatch(/^This does not hold: The record in this proof is not what was sealed/);
  expect(await check('l1.tlog-proof', 'example.com/foo')).toMatchObject({ code: 2, stdout: '' });
  expect(await check('line.json')).toMatchObject({ code: 1 });
  expect(await check('nothing.tlog-proof')).toMatchObject({ code: 2 });
});

test('all of a line goes into one page, and the verifier is written without a ledger', async () => {
  const prove = (out: string, ...more: string[]) =>
    done('prove', shop, '--book', 'tools', '--line', '1', '--out', file(out), ...more);
  const { vkey } = JSON.parse(await prove('line-1.html', '--json'));
  const given = proofsInPage(readFileSync(file('line-1.html'), 'utf8'))!;
  expect(given).toMatchObject({ title: 'line 1 of Tools', vkey });
  expect(given.proofs.map((p) => p.name)).toEqual(['tools-line-1.tlog-proof', 'tools-line-1-2.tlog-proof']);
  expect(await prove('LINE-1.HTM')).toContain(vkey);
  const alone = { env: { ROLLMARK_PASSPHRASE: undefined } };
  expect(await cli(['verifier', '--out', file('v.html')], alone)).toMatchObject({ code: 0 });
  expect(readFileSync(file('v.html'), 'utf8')).toContain('Content-Security-Policy');
  expect(await cli(['verifier', '--out', file('v.txt')], alone)).toMatchObject({ code: 2, stdout: '' });
});

test('what a forged checkpoint calls itself does not reach the terminal as it is', async () => {
  const made = JSON.parse(
    await done('prove', shop, '--book', 'tools', '--line', '1', '--out', file('l2.tlog-proof'), '--json'),
  );
  const text = readFileSync(file('l2.tlog-proof'), 'utf8').replace(/rollmark\.local/g, 'evil\u202Elacol');
  writeFileSync(file('evil.tlog-proof'), text);
  const ran = await cli(['verify-proof', file('evil.tlog-proof'), '--vkey', made.vkey]);
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stdout).toContain('(evil?lacol/');
});

test('of a line that is not there nothing is written', async () => {
  const ran = await cli(['prove', shop, '--book', 'tools', '--line', '9', '--out', file('l9.tlog-proof')]);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('has no line 9');
});

const hasTools = ['python3', 'openssl'].every((tool) => spawnSync(tool, ['version']).error === undefined);
test.skipIf(!hasTools)('holds for Python and OpenSSL too, as docs/proof.md has it', async () => {
  const { vkey } = JSON.parse(
    await done('prove', shop, '--book', 'tools', '--line', '1', '--out', file('p.tlog-proof'), '--json'),
  );
  const [, program] = /```python\n(.*?)```/s.exec(readFileSync('docs/proof.md', 'utf8'))!;
  const check = (name: string) => spawnSync('python3', ['-', file(name), vkey], { input: program, encoding: 'utf8' });
  for (const name of ['p.tlog-proof', 'p-2.tlog-proof']) {
    const ran = check(name);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toMatch(/^Holds: \{/);
  }
  const good = readFileSync(file('p.tlog-proof'), 'utf8');
  const other = (text: string) => (text.startsWith('A') ? 'B' : 'A');
  for (const changed of [
    good.replace('index 1', 'index 0'),
    good.replace(/(?<=extra .{40})./, other),
    good.replace(/(?<=index 1\n.{4})./, other),
    good.replace(/.(?=.{30}\n$)/, other),
  ]) {
    expect(changed).not.toBe(good);
    writeFileSync(file('changed.tlog-proof'), changed);
    expect(check('changed.tlog-proof').status).not.toBe(0);
  }
});
