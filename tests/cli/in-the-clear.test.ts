import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCli } from '../../electron/cli/commands.ts';
import { acquire } from '../../electron/services/entries.ts';
import { makeFastbound } from '../fixtures/make-fastbound.ts';
import { newLedger, PASSPHRASE, pistol, scratch } from '../support/ledgers.ts';

/** What leaves a ledger as a plain file says so before it is there. In this process, so that the order can be seen. */
let place: ReturnType<typeof scratch>;
const file = (name: string) => join(place.path, name);

beforeAll(async () => {
  place = scratch();
  const { ledger } = await newLedger(file('shop.rollmark'));
  await acquire(ledger, 'ad', pistol('BKZX301'), 'all');
  await ledger.close();
});
afterAll(() => place.remove());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test.each<[string, string[]]>([
  ['report.json', ['import', 'rows.csv', '--as', 'fastbound', '--dry-run']],
  ['book.pdf', ['print', 'book']],
  ['record.pdf', ['print', 'acquisition', '--line', '1']],
  ['proof.html', ['prove', '--line', '1']],
  ['proof.tlog-proof', ['prove', '--line', '1']],
  ['book.csv', ['export']],
])('%s', async (name, [command, ...args]) => {
  vi.stubEnv('ROLLMARK_PASSPHRASE', PASSPHRASE);
  vi.stubEnv('ROLLMARK_RECOVERY_KEY', '');
  const out = file(name);
  const said: { text: string; there: boolean }[] = [];
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push({ text: String(text), there: existsSync(out) });
    return true;
  });
  if (command === 'import') writeFileSync(file('rows.csv'), makeFastbound({ rows: 3 }).bytes);
  const given = args.map((arg) => (arg === 'rows.csv' ? file(arg) : arg));
  const option = command === 'import' ? '--report' : '--out';
  expect(await runCli([command!, file('shop.rollmark'), ...given, option, out])).toBe(0);
  expect(existsSync(out)).toBe(true);
  const clear = said.filter(({ text }) => text.includes(`${out} will be in the clear: whoever has it can read it`));
  expect(clear).toMatchObject([{ there: false }]);
});
