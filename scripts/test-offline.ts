// npm run e2e:offline [-- playwright's arguments]
// The end-to-end suite on a machine without a network: in a network namespace whose only way out leads nowhere, where
// every attempt to leave is refused and written into a log. It passes if the suite does and the log is empty.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitNow } from './commit.ts';
import { cache, root } from './setup.mjs';
import { BROWSER, ensureTools, NAMESPACE_TOOLS, PDF_TOOLS } from './system-tools.ts';
import { hearControls } from './test-offline-control.ts';
import { listenForOutgoing, type Outcome, RESOLVER } from './test-offline-log.ts';

const LOG = join(cache, 'outgoing.log');
const OUTCOME = join(cache, 'offline.json');
const DEVICE = 'outward';

const script = import.meta.filename;
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');

const ip = (...args: string[]): void => {
  const done = spawnSync('ip', args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`ip ${args.join(' ')}: ${done.stderr?.trim() || done.error?.message}`);
};

const over = (path: string, text: string): void => {
  if (!existsSync(path)) return;
  const own = join(cache, `offline-${path.split('/').at(-1)}`);
  writeFileSync(own, text);
  const done = spawnSync('mount', ['--bind', own, path], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`mount over ${path}: ${done.stderr.trim()}`);
};

/**
 * Makes the namespace that we are in one that looks like a machine on a network, where nobody answers. A link rather
 * than none at all: without a route a program is told that there is no network, and may not even try.
 */
const setUp = (): void => {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', DEVICE, 'type', 'veth', 'peer', 'name', 'beyond');
  for (const device of [DEVICE, 'beyond']) ip('link', 'set', device, 'addrgenmode', 'none');
  // The far end has no address and answers nothing, so every packet ends at a neighbour that is not there.
  ip('link', 'set', 'beyond', 'arp', 'off');
  ip('addr', 'add', '192.0.2.2/24', 'dev', DEVICE);
  ip('-6', 'addr', 'add', '2001:db8::2/64', 'dev', DEVICE, 'nodad');
  for (const device of ['beyond', DEVICE]) ip('link', 'set', device, 'up');
  ip('route', 'add', 'default', 'dev', DEVICE);
  ip('-6', 'route', 'add', 'default', 'dev', DEVICE);
  // Names are asked of the log. A service of this machine that looks them up for others must not be asked instead.
  over('/etc/resolv.conf', `nameserver ${RESOLVER}\n`);
  over('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n');
  over('/run/nscd/socket', '');
};

const keep = (outcome: Outcome): void => writeFileSync(OUTCOME, JSON.stringify(outcome));

/** Runs the suite as the user who asked for it, not as the namespace's root. */
const suite = (args: string[], user: string | undefined): Promise<number> => {
  const [uid, gid] = user?.split(':') ?? [];
  const asUser = user ? ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'] : [];
  const [command = process.execPath, ...rest] = [...asUser, process.execPath, playwright, 'test', ...args];
  const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
};

const inside = async (args: string[], user: string | undefined, isStage: boolean): Promise<number> => {
  setUp();
  const log = await listenForOutgoing(LOG, DEVICE);
  console.log('First a page and the engine are made to go out, to see that the log hears them:');
  const controls = await hearControls(log);
  const deaf = controls.filter(({ heard }) => !heard).map(({ way }) => way);
  for (const { way, heard } of controls) console.log(`${heard ? '✓ heard' : '✗ not heard'}: ${way}`);
  console.log('Now the suite, with every outgoing connection refused and logged.');
  const status = await suite(args, user);
  log.look();
  const attempts = log.attempts();
  log.stop();
  keep({
    ran: true,
    commit: commitNow(),
    whole: args.length === 0,
    heard: controls.length - deaf.length,
    deaf,
    attempts,
  });
  if (attempts.length === 0) console.log(`\nNothing tried to leave this machine; ${LOG} is empty.`);
  else console.error(`\n${attempts.length} attempts to leave this machine, in ${LOG}:\n  ${attempts.join('\n  ')}`);
  // A stage of `npm test` counts what the log says by itself.
  return status || (!isStage && (deaf.length > 0 || attempts.length > 0) ? 1 : 0);
};

/** How to get into a namespace here, or why not. As root without a user's namespace, which keeps files' owners. */
const wayIn = (): { way: string[]; user?: string } | { reason: string } => {
  if (process.platform !== 'linux') return { reason: 'network namespaces are Linux’s' };
  const own = ['--net', '--mount', '--fork', '--kill-child=SIGTERM'];
  const uid = process.getuid?.() ?? 0;
  const ways = [
    ...(uid === 0 ? [{ way: own }] : []),
    { way: ['--map-root-user', ...own], ...(uid === 0 ? {} : { user: `${uid}:${process.getgid?.()}` }) },
  ];
  let reason = 'unshare is missing';
  for (const each of ways) {
    const tried = spawnSync('unshare', [...each.way, process.execPath, script, '--try'], { encoding: 'utf8' });
    if (tried.status === 0) return each;
    reason =
      tried.error?.message ??
      (tried.stderr
        .trim()
        .split('\n')
        .find((line) => line !== '') ||
        'it was refused');
  }
  return { reason };
};

const [first, ...others] = process.argv.slice(2);
if (first === '--try') {
  try {
    setUp();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
} else if (first === '--inside') {
  const [user, stage, ...args] = others;
  process.exit(await inside(args, user === 'root' ? undefined : user, stage === 'stage'));
} else {
  mkdirSync(cache, { recursive: true });
  // `--stage`, of `npm test`: where the network can't be taken away the suite runs with it.
  const isStage = first === '--stage';
  const args = isStage ? others : process.argv.slice(2);
  await ensureTools([NAMESPACE_TOOLS]);
  const found = wayIn();
  if ('reason' in found) {
    keep({ ran: false, reason: found.reason });
    console.error(`The network can’t be taken away here: ${found.reason}.`);
    if (!isStage) process.exit(2);
    console.error('The suite runs with it. What its pages and processes ask for is watched even so.');
    process.exit(await suite(args, undefined));
  }
  for (const sentence of await ensureTools([BROWSER, PDF_TOOLS])) console.error(sentence);
  const run = spawnSync(
    'unshare',
    [...found.way, process.execPath, script, '--inside', found.user ?? 'root', isStage ? 'stage' : 'alone', ...args],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  process.exit(run.status ?? 1);
}
