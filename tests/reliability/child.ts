import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openWithKey } from '../../electron/ledger/ledger.ts';
import { rootOf } from '../../electron/ledger/merkle.ts';
import { rotateDataKey } from '../../electron/ledger/rotate.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { CHEAP, never, newLedger, PASSPHRASE, quiet } from '../support/ledgers.ts';
import { ACTS } from './acts.ts';
import { watchSteps } from './steps.ts';

/**
 * A process that works on a ledger and is killed at it. It says `ready`, then one JSON text for each piece of work once
 * that was acknowledged, written past every buffer.
 *
 *   child.js ACT FOLDER KEY BESIDE [STEP] [after]   one act again and again
 *   child.js restore BACKUP - BESIDE [STEP]         restores into BESIDE
 *   child.js open FOLDER KEY - [STEP]               opens (and so migrates) and closes
 *   child.js create FOLDER - - [STEP]               makes ledgers
 *   child.js rotate FOLDER - - [STEP]               gives a closed ledger a new data key again and again
 *
 * With STEP it kills itself at that step (see steps.ts), before it or after; with STEP 0 it says how many there were in
 * one piece of work.
 */
const [work, folder, key, beside, step, after] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
  string?,
];
// Kept before anything is counted.
const write = writeSync.bind(undefined, 1);
const tell = (said: object | string) => write(`${typeof said === 'string' ? said : JSON.stringify(said)}\n`);

let counting = false;
let counted = 0;
const fatal = step === undefined ? -1 : Number(step);
const start = (): void => {
  tell('ready');
  counting = true;
};
if (fatal >= 0)
  watchSteps(
    () => counting,
    (nth, done) => {
      counted = Math.max(counted, nth);
      if (nth === fatal && done === (after === 'after')) process.kill(process.pid, 'SIGKILL');
    },
  );
const acknowledge = (said: object): void => {
  counting = false;
  tell({ ...said, ...(fatal === 0 ? { steps: counted } : {}) });
  counting = true;
};

/** As often as the base ledger has lines for; then it waits to be killed. */
const MOST_TIMES = 20;

// A test that failed kills nobody; this ends with its parent.
process.stdin.resume().once('end', () => process.exit());

if (work === 'restore') {
  start();
  for (let n = 1; ; n++) {
    const made = await restoreBackup(folder, beside, { kind: 'passphrase', secret: PASSPHRASE }, quiet, never);
    await made.ledger.close();
    acknowledge({ n, folder: made.folder });
  }
} else if (work === 'open') {
  start();
  const ledger = openWithKey(folder, Buffer.from(key, 'hex'));
  acknowledge({ n: 1, events: ledger.log().tree.size, root: rootOf(ledger.log().tree).toString('base64') });
  await ledger.close();
} else if (work === 'rotate') {
  start();
  for (let n = 1; ; n++) {
    const { recoveryKey } = await rotateDataKey(folder, PASSPHRASE, CHEAP);
    acknowledge({ n, said: recoveryKey });
  }
} else if (work === 'create') {
  start();
  for (let n = 1; ; n++) {
    const { ledger } = await newLedger(join(folder, `New ${n}.rollmark`));
    await ledger.close();
    acknowledge({ n, folder: ledger.folder, key: '' });
  }
} else {
  const act = ACTS[work]!;
  const ledger = openWithKey(folder, Buffer.from(key, 'hex'));
  await act.ready?.(ledger, beside);
  start();
  for (let n = 1; n <= MOST_TIMES; n++) {
    const said = await act.again(ledger, n, beside);
    const { tree } = ledger.log();
    acknowledge({ n, said: said ?? '', events: tree.size, root: rootOf(tree).toString('base64') });
  }
}
