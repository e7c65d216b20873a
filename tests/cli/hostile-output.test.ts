import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, type Ran } from '../support/cli.ts';
import { newLedger, PASSPHRASE, pistol, scratch } from '../support/ledgers.ts';

/** What the command line prints goes to a terminal, which does what control characters tell it. */
const CLEAR = '\u001b[2J\u001b]8;;http://x.example\u0007';
const TURN = '\u202E21-XAM\u2066\u0085';
const OBEYED = /[\p{Bidi_Control}]|(?![\n])\p{Cc}/u;

let place: ReturnType<typeof scratch>;
let folder: string;
beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'shop.rollmark');
  const { ledger } = await newLedger(folder);
  // As another program may have written it: no rule lets it in by itself.
  await ledger.write((append) =>
    append('entry.imported', 'ad/1', {
      book: 'ad',
      line: 1,
      import: 'x',
      row: 1,
      acquisition: pistol(`BK${TURN}`, { manufacturer: CLEAR, acquiredFrom: CLEAR, note: CLEAR }),
      extra: { Cost: CLEAR },
      accepted: [],
    }),
  );
  await ledger.close();
});
afterAll(() => place.remove());

const expectPlain = (ran: Ran): void => {
  expect(OBEYED.exec(ran.stdout)?.index, JSON.stringify(ran.stdout.slice(0, 600))).toBeUndefined();
  expect(OBEYED.exec(ran.stderr)?.index, JSON.stringify(ran.stderr.slice(0, 600))).toBeUndefined();
};

const draft = (text: string): string => {
  const file = join(place.path, 'draft.json');
  writeFileSync(
    file,
    JSON.stringify({ manufacturer: text, serial: text, type: text, acquiredOn: text, acquiredFrom: text }),
  );
  return file;
};
const hostileFolder = (): string => {
  const path = join(place.path, `a${CLEAR.replaceAll('/', '')}${TURN}`);
  mkdirSync(path, { recursive: true });
  return path;
};

const CALLS: Readonly<Record<string, () => string[]>> = {
  'a line that holds them': () => ['line', folder, '--line', '1'],
  'a book that holds them': () => ['book', folder],
  'a book as JSON': () => ['book', folder, '--json'],
  'the trail': () => ['trail', folder],
  'a check': () => ['check', folder],
  'a search': () => ['search', folder, `${CLEAR}${TURN}`],
  'a draft': () => ['acquire', folder, '--json', draft(`${CLEAR}${TURN}`)],
  'a folder that is no ledger': () => ['book', hostileFolder()],
  'a file that is not there': () => ['acquire', folder, '--json', `${CLEAR.replaceAll('/', '')}${TURN}`],
  'a command that there is not': () => [`${CLEAR}${TURN}`],
  'an option that there is not': () => ['book', folder, `--${CLEAR}${TURN}`],
  'a day that there is not': () => ['book', folder, '--as-of', `${CLEAR}${TURN}`],
  'a book that there is not': () => ['book', folder, '--book', `${CLEAR}${TURN}`],
};

test.each(Object.keys(CALLS))('%s prints nothing that a terminal obeys', async (name) => {
  const ran = await cli(CALLS[name]!());
  expect(ran.stdout + ran.stderr).not.toBe('');
  expect(ran.stderr).not.toContain(PASSPHRASE);
  expectPlain(ran);
});
