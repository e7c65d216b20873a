import { readFileSync, writeSync } from 'node:fs';
import { openLedger, openWithKey } from '../../electron/ledger/ledger.ts';
import { attach } from '../../electron/services/attachments.ts';
import { acquire } from '../../electron/services/entries.ts';
import { importFile } from '../../electron/services/imports.ts';
import { pistol } from './ledgers.ts';

/**
 * A process that holds a ledger and is killed at work. What it says is written at once, past every buffer, so that the
 * parent reads exactly what had happened before the kill.
 *
 *   child.js hold FOLDER KEY              opens, says `open`, and stays
 *   child.js enter FOLDER KEY             enters one pistol after another, saying each line's number once acknowledged
 *   child.js import FOLDER KEY FILE [N]   imports; with N, kills itself at the Nth report of progress
 *   child.js attach FOLDER KEY FILE       keeps a photo with line 1; kills itself once its bytes are written, saying in how
 *                                         many pieces, and its event is about to be
 *   child.js shut FOLDER PASSPHRASE       opens with it, says `open`, closes at the first line it is given, says `closed`, and stays
 */
const [work, folder, key, file, fatal] = process.argv.slice(2) as [string, string, string, string?, string?];
const tell = (text: string) => writeSync(1, `${text}\n`);

const ledger =
  work === 'shut'
    ? (await openLedger(folder, { kind: 'passphrase', secret: key })).ledger
    : openWithKey(folder, Buffer.from(key, 'hex'));
tell('open');
if (work === 'shut') {
  // The last number is looked for, so that pages of the file were read with the key.
  ledger.reader.prepare('SELECT max(line) FROM entry').get();
  process.stdin.resume().once('end', () => process.exit());
  process.stdin.once('data', () => void ledger.close().then(() => tell('closed')));
} else if (work === 'hold') {
  // Holds on to it: a handle that nothing refers to is closed by the garbage collector, and the lock with it.
  setInterval(() => ledger.log(), 60_000);
  // A test that failed kills nobody; this ends with its parent.
  process.stdin.resume().once('end', () => process.exit());
} else if (work === 'enter') {
  for (let n = 1; ; n++) {
    const { line } = await acquire(ledger, 'ad', pistol(`KILL${process.pid}N${n}`), 'all');
    tell(`${line.line} ${line.serial}`);
  }
} else if (work === 'import') {
  const bytes = readFileSync(file!);
  let reports = 0;
  const progress = () => {
    reports += 1;
    if (reports === Number(fatal)) process.kill(process.pid, 'SIGKILL');
  };
  await importFile(
    ledger,
    { name: 'stock.csv', read: async () => bytes },
    { mode: 'all', format: 'fastbound' },
    progress,
    new AbortController().signal,
  );
  tell(`done ${reports}`);
  await ledger.close();
} else if (work === 'attach') {
  const killed: typeof ledger = {
    ...ledger,
    writeLong: (keep) =>
      ledger.writeLong((_append, db, makeFindable) =>
        keep(
          () => {
            tell(`${db.prepare('SELECT count(*) FROM attachment_chunk').pluck().get()} pieces`);
            process.kill(process.pid, 'SIGKILL');
            throw new Error('This is not reached.');
          },
          db,
          makeFindable,
        ),
      ),
  };
  await attach(killed, { book: 'ad', line: 1 }, { purpose: 'photo', name: 'frame.jpg', bytes: readFileSync(file!) });
}
