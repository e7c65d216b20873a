import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCsv } from '../../bench/sample.ts';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { importFile } from '../../electron/services/imports.ts';
import { CLI } from '../support/build-bundles.ts';
import { startChild } from '../support/children.ts';
import { cli, type Ran, shell } from '../support/cli.ts';
import { canMount, type Disk, isRoot, smallDisk } from '../support/disks.ts';
import {
  copyOf,
  hashesOf,
  never,
  openRaw,
  PASSPHRASE,
  quiet,
  sampleLedger,
  scratch,
  verifyFolder,
} from '../support/ledgers.ts';

let place: ReturnType<typeof scratch>;
let base: string;
let dataKey: Buffer;
let recoveryKey: string;
beforeAll(async () => {
  place = scratch();
  base = join(place.path, 'base.rollmark');
  ({ dataKey, recoveryKey } = await sampleLedger(base));
});
afterAll(() => place.remove());
const fresh = (name = 'try.rollmark') => copyOf(base, join(place.path, name));

/** What a person or a script gets when a command can't do what was asked: a sentence, nothing on standard output. */
const failed = (ran: Ran, code: number, words: RegExp): void => {
  expect(ran, ran.stderr).toMatchObject({ code, stdout: '' });
  expect(ran.stderr).toMatch(words);
  expect(ran.stderr).not.toMatch(/\bat .*:\d+:\d+|SQLITE|node:internal|\[object|undefined/);
  expect(ran.stderr).not.toContain(PASSPHRASE);
  expect(ran.stderr).not.toContain(recoveryKey);
};

test('without a passphrase, and with nobody at a terminal to ask, a command ends with 2', async () => {
  for (const ROLLMARK_PASSPHRASE of [undefined, ''])
    failed(
      await cli(['book', base], { env: { ROLLMARK_PASSPHRASE } }),
      2,
      /No passphrase was given. Set ROLLMARK_PASSPHRASE/,
    );
  const folder = join(place.path, 'none.rollmark');
  const create = ['create', folder, '--template', 'dealer', '--name', 'N'];
  failed(await cli(create, { env: { ROLLMARK_PASSPHRASE: undefined } }), 2, /No passphrase was given/);
  expect(existsSync(folder)).toBe(false);
});

describe('a new ledger', () => {
  test.each<[string, string[], string | undefined, RegExp]>([
    ['a short passphrase', [], 'short', /at least 8 characters/],
    ['an empty name', ['--name', '  '], undefined, /name is missing/],
    ['a name that can’t be printed', ['--name', 'Bob 🔫'], undefined, /picture/],
    ['a wrong licence number', ['--licence', '1-23'], undefined, /15 characters/],
    ['an unknown time zone', ['--zone', 'Mars/Olympus'], undefined, /time zone is not known/],
  ])('with %s is refused with 1, and nothing is made', async (_, args, passphrase, words) => {
    const folder = join(place.path, 'refused.rollmark');
    const env = { ROLLMARK_PASSPHRASE: passphrase ?? PASSPHRASE };
    failed(await cli(['create', folder, '--template', 'dealer', '--name', 'N', ...args], { env }), 1, words);
    expect(existsSync(folder)).toBe(false);
  });

  test('where no folder can be made is refused', async () => {
    const file = join(place.path, 'file');
    writeFileSync(file, '');
    for (const folder of [join(file, 'x.rollmark'), join(place.path, 'x'.repeat(300))])
      failed(await cli(['create', folder, '--template', 'dealer', '--name', 'N']), 3, /can’t be made at this place/);
  });
});

describe('a ledger that can’t be opened ends with 3', () => {
  const open = (folder: string, env = {}) => cli(['book', folder, '--json'], { env });

  test('with the wrong passphrase or recovery key', async () => {
    const before = hashesOf(base);
    failed(await open(base, { ROLLMARK_PASSPHRASE: 'wrong passphrase' }), 3, /not the passphrase/);
    failed(await open(base, { ROLLMARK_RECOVERY_KEY: 'abandon' }), 3, /12 words; this has 1/);
    failed(
      await open(base, { ROLLMARK_RECOVERY_KEY: recoveryKey.split(' ').toReversed().join(' ') }),
      3,
      /do not belong together|not of this ledger/,
    );
    expect(hashesOf(base)).toEqual(before);
  });

  test('where there is none', async () => {
    failed(await open(join(place.path, 'nowhere')), 3, /no such folder/);
    failed(await open(place.path), 3, /no ledger: it has no ledger\.db/);
    failed(await open(import.meta.filename), 3, /a file, not a ledger/);
  });

  test('with keys.json missing or damaged, or ledger.db cut short', async () => {
    const folder = fresh();
    writeFileSync(join(folder, 'keys.json'), '{');
    failed(await open(folder), 3, /keys\.json is damaged/);
    rmSync(join(folder, 'keys.json'));
    failed(await open(folder), 3, /keys\.json is missing/);
    truncateSync(join(fresh(), 'ledger.db'), 50_000);
    failed(await open(folder), 3, /ledger\.db|damaged/);
  });

  test('while another process has it, which is named', async () => {
    const folder = fresh();
    const child = startChild('hold', folder, dataKey.toString('hex'));
    expect(await child.next()).toBe('open');
    failed(await open(folder), 3, new RegExp(`open already: process ${child.pid}`));
    await child.kill();
    expect((await open(folder)).code).toBe(0);
  });

  test('of a newer version', async () => {
    const folder = fresh();
    const db = openRaw(folder, dataKey);
    db.exec("INSERT INTO migration VALUES ('0099_vehicles', 'x', 'x')");
    db.close();
    failed(await open(folder), 3, /newer version/);
  });

  test('where verify is asked for as well, with nothing on standard output that a script could take for a proof', async () => {
    const folder = fresh();
    const db = openRaw(folder, dataKey);
    db.exec('DROP TRIGGER event_no_delete; DELETE FROM event WHERE seq > 11');
    db.close();
    failed(await cli(['verify', folder, '--json']), 3, /checkpoint proves 13 events, but only 11 are left/);
  });
});

test('a proof that fails ends with 1, and says what and where on standard output', async () => {
  const folder = fresh();
  const db = openRaw(folder, dataKey);
  db.exec("UPDATE entry SET serial = 'STOLEN1' WHERE line = 3");
  db.close();
  const ran = await cli(['verify', folder]);
  expect(ran).toMatchObject({ code: 1, stderr: '' });
  expect(ran.stdout).toMatch(/^Line 3: Serial number reads “STOLEN1” in the book; the record says “US 0017”/);
  const asJson = await cli(['verify', folder, '--json']);
  expect(asJson.code).toBe(1);
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    ok: false,
    problems: [{ code: 'row-changed', where: 'Line 3' }],
  });
});

describe('output', () => {
  let large: string;
  beforeAll(async () => {
    large = fresh('large.rollmark');
    const ledger = openWithKey(large, Buffer.from(dataKey));
    const csv = Buffer.from(sampleCsv(4000));
    await importFile(
      ledger,
      { name: 'stock.csv', read: async () => csv },
      { mode: 'all', format: 'fastbound' },
      quiet,
      never,
    );
    await ledger.close();
  });

  test('of thousands of lines arrives whole, however slowly it is read', async () => {
    const ran = await shell(`rollmark book "${large}" --json | (sleep 1; cat) | (sleep 1; cat)`);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toHaveLength(4007);
  });

  test('into a pipe whose reader leaves ends in silence, with the work’s own exit code', async () => {
    const ran = await shell(`rollmark book "${large}" --json | head -1; echo "\${PIPESTATUS[0]}"`);
    expect(ran).toEqual({ code: 0, stdout: '[\n0\n', stderr: '' });
    const both = await shell(`rollmark book "${large}" 2>&1 | head -1 >/dev/null; echo "\${PIPESTATUS[0]}"`);
    expect(both).toEqual({ code: 0, stdout: '0\n', stderr: '' });
    const usage = await shell(`rollmark frobnicate 2>&1 | true; echo "\${PIPESTATUS[0]}"`);
    expect(usage).toEqual({ code: 0, stdout: '2\n', stderr: '' });
    expect((await verifyFolder(large, dataKey)).problems).toEqual([]);
  });

  test('that finds no room is said to be lost', async () => {
    if (!existsSync('/dev/full')) return;
    const ran = await shell(`rollmark verify "${base}" > /dev/full; echo $?`);
    expect(ran.stdout).toBe('2\n');
    expect(ran.stderr).toMatch(/could not be written/);
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe.skipIf(!hasScript)('at a terminal (skipped where there is no script(1) to make one)', () => {
  /** Runs it at a terminal, and types `keys` once there is a prompt. */
  const typed = (command: string, ...keys: string[]): Promise<{ code: number | null; shown: string }> =>
    new Promise((resolve) => {
      const child = spawn('script', ['-qec', `"${process.execPath}" "${CLI}" ${command}`, '/dev/null'], {
        env: { PATH: process.env.PATH, TZ: 'America/Boise', TERM: 'dumb' },
      });
      let shown = '';
      let prompts = 0;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        shown += text;
        if ((shown.match(/: /g)?.length ?? 0) > prompts) child.stdin.write(keys[prompts++] ?? '');
      });
      child.once('close', (code) => resolve({ code, shown }));
    });

  test('the passphrase is asked for and not shown; a slip is mended with the backspace key', async () => {
    const ran = await typed(`verify ${base}`, `${PASSPHRASE}xy\x7f\x7f\r`);
    expect(ran.shown).toMatch(/^Passphrase: \r?\nProven: all 13 events/);
    expect(ran.code).toBe(0);
  });

  test('a new passphrase is asked for twice, and both must be the same', async () => {
    const folder = join(place.path, 'typed.rollmark');
    const ran = await typed(
      `create ${folder} --template dealer --name N`,
      'a good passphrase\r',
      'a good passphrasf\r',
    );
    expect(ran.shown).toMatch(
      /^New passphrase: \r?\nThe same again: \r?\nThe two passphrases differ. Nothing was made/,
    );
    expect(ran.code).toBe(2);
    expect(existsSync(folder)).toBe(false);
  });

  test('Ctrl-C or Ctrl-D at the prompt changes nothing', async () => {
    const before = hashesOf(base);
    for (const key of ['\x03', '\x04']) {
      const ran = await typed(`verify ${base}`, `corr${key}`);
      expect(ran.shown).toMatch(/^Passphrase: \r?\nStopped/);
      expect(ran.code).toBe(2);
    }
    expect(hashesOf(base)).toEqual(before);
  });
});

/** Nobody's number, who owns nothing: the root user may write everywhere. */
const NOBODY = 65_534;

describe.skipIf(!isRoot)('as another user (skipped unless the tests run as root)', () => {
  const asNobody = (args: string[]) => cli(args, { uid: NOBODY, env: { HOME: '/' } });
  // The project itself may lie where others can't read.
  const canRun = (): boolean =>
    spawnSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(import.meta.filename)})`], {
      uid: NOBODY,
      gid: NOBODY,
    }).status === 0;

  test.skipIf(!canRun())(
    'a ledger that may be read but not written, or not even read, is refused and left alone',
    async () => {
      chmodSync(place.path, 0o755);
      const folder = fresh('others.rollmark');
      const before = hashesOf(folder);
      chmodSync(folder, 0o755);
      for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
      failed(await asNobody(['book', folder]), 3, /can’t be written to.*copy the folder/s);
      chmodSync(join(folder, 'keys.json'), 0o600);
      failed(await asNobody(['book', folder]), 3, /may not read/);
      chmodSync(folder, 0o700);
      failed(await asNobody(['book', folder]), 3, /may not read/);
      failed(
        await asNobody(['create', join(place.path, 'new.rollmark'), '--template', 'dealer', '--name', 'N']),
        3,
        /can’t be written to/,
      );
      expect(hashesOf(folder)).toEqual(before);
      // And in a folder of their own they get what they may have.
      chmodSync(folder, 0o755);
      for (const name of ['.', ...readdirSync(folder)]) chownSync(join(folder, name), NOBODY, NOBODY);
      expect((await asNobody(['verify', folder])).code).toBe(0);
      failed(await asNobody(['print', folder, 'book', '--out', join(place.path, 'book.pdf')]), 2, /can’t be written/);
    },
  );
});

describe.skipIf(!canMount)('on a full disk (skipped where a disk of its own can’t be mounted)', () => {
  let disk: Disk;
  beforeAll(() => {
    disk = smallDisk(join(place.path, 'disk'), 2 * 1024 * 1024);
  });
  afterAll(() => disk.remove());

  test('a PDF or a report that finds no room is refused with a sentence, whole or not there', async () => {
    disk.fill();
    failed(await cli(['print', base, 'book', '--out', join(disk.path, 'book.pdf')]), 3, /no room left for .*book\.pdf/);
    const csv = join(place.path, 'stock.csv');
    writeFileSync(csv, sampleCsv(3));
    const folder = fresh();
    const report = join(disk.path, 'report.json');
    await cli(['import', folder, csv, '--as', 'fastbound', '--report', report]);
    expect(readdirSync(disk.path).filter((name) => !name.startsWith('filler'))).toEqual([]);
    disk.makeRoom();
    const ran = await cli(['print', base, 'book', '--out', join(disk.path, 'book.pdf')]);
    expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(disk.path, 'book.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('a ledger on it is refused, and output into it is said to be lost', async () => {
    disk.makeRoom();
    const folder = copyOf(base, join(disk.path, 'shop.rollmark'));
    rmSync(join(folder, 'lock'));
    disk.fill();
    failed(await cli(['book', folder]), 3, /no room left on the disk/);
    const lost = await shell(`rollmark book "${base}" --json > "${join(disk.path, 'out.json')}"; echo $?`);
    expect(lost.stdout).toMatch(/^[23]\n$/);
    expect(lost.stderr).toMatch(/no room/);
    disk.makeRoom();
    expect((await cli(['verify', folder])).code).toBe(0);
  });
});
