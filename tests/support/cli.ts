import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI } from './build-bundles.ts';
import { PASSPHRASE } from './ledgers.ts';

/**
 * A home for each run, so that no checkpoint is kept in the settings of whoever runs the tests, and the copies of one ledger
 * that tests work on are not taken for old copies put back. A test about that gives one HOME to all its runs.
 */
const homes = mkdtempSync(join(tmpdir(), 'rollmark-homes-'));
process.on('exit', () => rmSync(homes, { recursive: true, force: true }));
let runs = 0;
const newHome = (): string => {
  runs += 1;
  return join(homes, String(runs));
};

export type Ran = { code: number | null; stdout: string; stderr: string };
export type RunOptions = {
  /** Added to a clean environment; undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  input?: string;
  /** Runs it as another user. */
  uid?: number;
  cwd?: string;
  /** Called with the process, to send it signals. */
  started?: (child: ReturnType<typeof spawn>) => void;
};

/** Runs the built command line as a process of its own: what scripts see, and nothing else. */
export const cli = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: newHome(),
        TMPDIR: process.env.TMPDIR,
        TZ: 'America/Boise',
        ROLLMARK_PASSPHRASE: PASSPHRASE,
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    options.started?.(child);
  });

/** Runs a line of shell in which `rollmark` is the built command line. */
export const shell = (line: string, env: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      'bash',
      ['-o', 'pipefail', '-c', `rollmark() { "${process.execPath}" "${CLI}" "$@"; }; ${line}`],
      {
        env: { PATH: process.env.PATH, HOME: newHome(), TZ: 'America/Boise', ROLLMARK_PASSPHRASE: PASSPHRASE, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
