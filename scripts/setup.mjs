// What every script needs first, on a machine with only Node 20 and npm: packages, Node 24, a build. No dependencies.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cache = join(root, 'node_modules', '.cache', 'rollmark');
const windows = process.platform === 'win32';
/** What the database's addon is built for. */
const NODE_API = 10;

export const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

export const writeJson = (file, value) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
};

/** Ends the script with a sentence. */
export const fail = (sentence, code = 1) => {
  console.error(sentence);
  process.exit(code);
};

/**
 * Whether the installed packages are those of package-lock.json. npm writes what it installed into a lock file of its
 * own, at the very end, so a broken-off install does not count. Packages for other systems may be missing.
 */
export const isInstalled = (folder = root) => {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages;
  const there = readJson(join(folder, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = there[path];
    return found ? found.version === version : optional === true;
  });
};

/** The PATH without our own node_modules/.bin, whose `node` an install is about to replace. */
const pathOutside = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')))
    .join(delimiter);

const npm = (args) =>
  spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
    env: { ...process.env, PATH: pathOutside() },
  });

/**
 * Installs the packages of package-lock.json where they are missing or others, without running their scripts: one of
 * them would start a compiler. The one script that is needed, which brings Node 24, is run by itself.
 */
export const ensureInstalled = () => {
  if (!isInstalled()) {
    console.log('Installing packages, once; a minute or two …');
    // Windows can't delete a program that runs, and this may be the Node of node_modules.
    const ownNode = windows && process.execPath.startsWith(join(root, 'node_modules') + sep);
    const quiet = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const done = npm([ownNode ? 'install' : 'ci', ...quiet]);
    if (done.error) fail(`npm could not be started (${done.error.code}). Rollmark needs Node 20 or newer with npm.`);
    if (done.status !== 0) fail('The packages could not be installed; npm says why above.', done.status ?? 1);
  }
  // On Windows, where the package's program and its link are two files, a new enough Node of the system's is as good.
  if (findNode24(false) || (windows && Number(process.versions.napi) >= NODE_API)) return;
  npm(['rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error']);
};

let found;
/** The first Node of those in node_modules, and this one if `own`, that the database's addon can be loaded in. */
const findNode24 = (own) => {
  if (found) return found;
  const name = windows ? 'node.exe' : 'node';
  const packages = join(root, 'node_modules', 'node');
  const nested = existsSync(join(packages, 'node_modules'))
    ? readdirSync(join(packages, 'node_modules')).map((folder) => join(packages, 'node_modules', folder, 'bin', name))
    : [];
  for (const candidate of [join(packages, 'bin', name), ...nested, ...(own ? [process.execPath] : [])]) {
    if (!existsSync(candidate)) continue;
    const api =
      candidate === process.execPath
        ? process.versions.napi
        : spawnSync(candidate, ['-p', 'process.versions.napi'], { encoding: 'utf8', timeout: 20_000 }).stdout;
    if (Number(api) >= NODE_API) {
      found = candidate;
      return found;
    }
  }
  return undefined;
};

/**
 * The Node that runs everything after the set-up: the one that npm installed with the packages, else this one if it
 * is new enough. The database's addon needs Node-API 10; under Node 20 it ends the process without a word, so the
 * version is asked before anything loads it.
 */
export const node24 = () =>
  findNode24(true) ??
  fail(
    `Rollmark needs Node 24, this is Node ${process.versions.node}, and npm could not install the package "node" that brings it. ` +
      'Try again, or install Node 24 from nodejs.org.',
  );

/** The environment in which scripts of node_modules run on Node 24. */
export const env24 = (extra = {}) => ({
  ...process.env,
  PATH: [dirname(node24()), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  ...extra,
});

const BUILT_FROM = [
  'electron',
  'shared',
  'renderer',
  'migrations',
  'resources',
  'electron.vite.config.ts',
  'scripts/verifier.ts',
  'package.json',
];

const filesBelow = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];

/** A hash over everything that the build reads, contents and names, so that neither a checkout nor a clock misleads. */
const sourcesHash = () => {
  const hash = createHash('sha256');
  for (const source of [...BUILT_FROM, 'package-lock.json'])
    for (const file of existsSync(join(root, source)) ? filesBelow(join(root, source)) : []) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  return hash.digest('hex');
};

const STAMP = join(root, 'out', 'built-from.json');

/** Builds out/ where the sources are others than those that it was built from. */
export const ensureBuilt = ({ always = false, quiet = true } = {}) => {
  const sources = sourcesHash();
  const outputs = [
    'main/main.js',
    'main/loopback.js',
    'main/engine.js',
    'preload/preload.cjs',
    'preload/guide-preload.cjs',
    'renderer/index.html',
    'verifier/rollmark-verifier.html',
  ];
  const complete = outputs.every((file) => existsSync(join(root, 'out', file)));
  if (!always && complete && readJson(STAMP)?.sources === sources) return true;
  if (quiet) console.log('Building …');
  const steps = [
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
    [join(root, 'scripts', 'verifier.ts')],
  ];
  for (const step of steps) {
    const built = spawnSync(node24(), step, {
      cwd: root,
      env: env24(),
      encoding: 'utf8',
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    if (built.status === 0) continue;
    if (quiet) console.error(`${built.stdout}\n${built.stderr}`);
    return false;
  }
  writeJson(STAMP, { sources });
  return true;
};

/** Runs a program in the foreground: signals go to it, and its end is ours. */
export const become = (command, args, env) => {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  // Where npm is ended by a signal it does not pass on, we are left behind: then nobody waits for the app any more.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && pass('SIGTERM'), 1000).unref();
  child.once('error', (error) => fail(`${command} could not be started (${error.code}).`));
  child.once('exit', (code, signal) => {
    for (const s of signals) process.off(s, pass);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
  return child;
};
