import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCli } from './commands.ts';

/** Usage, without a process for each; what needs a ledger is tested on the built command line in tests/cli. */
let stdout = '';
let stderr = '';
let folder: string;
beforeEach(() => {
  stdout = '';
  stderr = '';
  folder = mkdtempSync(join(tmpdir(), 'rollmark-usage-'));
  vi.stubEnv('ROLLMARK_PASSPHRASE', 'correct horse battery staple');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('wrong usage ends with 2', () => {
  test.each<[string, string[], RegExp]>([
    ['no command', [], /Usage: rollmark/],
    ['an unknown command', ['frobnicate'], /unknown command/],
    ['an unknown option', ['verify', 'L', '--frob'], /unknown option/],
    ['a missing ledger', ['verify'], /missing required argument/],
    ['one argument too many', ['verify', 'L', 'M'], /too many arguments/],
    ['no template', ['create', 'L', '--name', 'N'], /required option/],
    ['an unknown template', ['create', 'L', '--template', 'zoo', '--name', 'N'], /no template “zoo”/],
    [
      'days that are none',
      ['create', 'L', '--template', 'dealer', '--name', 'N', '--open-days', '1,9'],
      /Opening days/,
    ],
    ['an unknown format', ['import', 'L', 'F', '--as', 'excel'], /no format “excel”/],
    ['no format', ['import', 'L', 'F'], /required option/],
    ['a file that is not there', ['import', 'L', '/nowhere.csv', '--as', 'fastbound'], /There is no file/],
    ['a folder for a file', ['import', 'L', '/', '--as', 'fastbound'], /folder, not a file/],
    ['a line that is no number', ['history', 'L', '--line', 'one'], /line number/],
    ['line 0', ['history', 'L', '--line', '0'], /line number/],
    ['line -1', ['void', 'L', '--line', '-1', '--reason', 'R'], /line number/],
    ['line 1.5', ['void', 'L', '--line', '1.5', '--reason', 'R'], /line number/],
    ['a huge line', ['void', 'L', '--line', '99999999999999', '--reason', 'R'], /line number/],
    [
      'an unknown field',
      ['correct', 'L', '--line', '1', '--field', 'smell', '--value', 'x', '--reason', 'R'],
      /no field “smell”/,
    ],
    ['an unknown view', ['book', 'L', '--view', 'sideways'], /a view is/],
    ['no reason', ['void', 'L', '--line', '1'], /required option/],
    ['a key without --show', ['key', 'L'], /required option/],
    ['a search for nothing', ['search', 'L'], /missing required argument/],
    ['no file to enter', ['acquire', 'L'], /required option/],
    ['a missing JSON file', ['acquire', 'L', '--json', '/nowhere.json'], /can’t be read/],
  ])('%s', async (_, args, words) => {
    expect(await runCli(args)).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(words);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', 'manufacturer: Ruger', /not JSON/],
    ['a list', '[]', /one JSON object/],
    ['null', 'null', /one JSON object/],
    ['an unknown key', '{"maker":"Ruger"}', /“maker” is not a key that is known/],
    ['a number of the wrong kind', '{"model":{"a":1}}', /“model” should be a text/],
    ['nothing', '', /not JSON/],
  ])('input that is %s', async (_, input, words) => {
    const file = join(folder, 'input.json');
    writeFileSync(file, input);
    expect(await runCli(['acquire', 'L', '--json', file])).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(words);
  });
});

test('help and its exit code are no failure', async () => {
  expect(await runCli(['--help'])).toBe(0);
  const names = [
    'create',
    'import',
    'acquire',
    'dispose',
    'correct',
    'void',
    'search',
    'book',
    'history',
    'checkpoint',
  ];
  for (const name of [...names, 'print', 'export', 'verify', 'key'])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  expect(stdout).toMatch(/ROLLMARK_PASSPHRASE.*ROLLMARK_RECOVERY_KEY.*Exit codes/s);
  expect(await runCli(['import', '--help'])).toBe(0);
});
