import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cache, ensureBuilt, root } from './setup.mjs';
import { BROWSER, ensureTools, PDF_TOOLS, testBrowser } from './system-tools.ts';
import type { Outcome } from './test-offline-log.ts';

/**
 * The stages of `npm test`. One that fails does not keep the later ones from running, so that one run shows all.
 */

type Count = { passed: number; failed: number; skipped: number };
type Stage = { name: string; count: Count; seconds: number };

const NAMES = ['types', 'lint', 'supply', 'unit', 'e2e'] as const;

const { values } = parseArgs({
  options: { only: { type: 'string' }, grep: { type: 'string', short: 'g' } },
});
const only = values.only?.split(',');
const unknown = only?.filter((name) => !(NAMES as readonly string[]).includes(name));
if (unknown?.length) {
  console.error(`There is no stage "${unknown[0]}". Stages: ${NAMES.join(', ')}.`);
  process.exit(2);
}
const selected = (name: (typeof NAMES)[number]): boolean => !only || only.includes(name);

const bin = (...path: string[]): string => join(root, 'node_modules', ...path);
const PROGRAMS = {
  tsc: bin('typescript', 'bin', 'tsc'),
  biome: bin('@biomejs', 'biome', 'bin', 'biome'),
  knip: bin('knip', 'bin', 'knip.js'),
  vitest: bin('vitest', 'vitest.mjs'),
  // The suite without a network, or, where that can't be taken away, with it.
  offline: join(root, 'scripts', 'test-offline.ts'),
};

const run = (program: keyof typeof PROGRAMS, args: string[], env: Record<string, string> = {}): boolean =>
  spawnSync(process.execPath, [PROGRAMS[program], ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  }).status === 0;

/** What comes from others: pins, licences, known faults, the list of it all. */
const supply = (): Count => {
  const file = join(cache, 'supply.json');
  rmSync(file, { force: true });
  spawnSync(process.execPath, [join(root, 'scripts', 'supply-chain.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ROLLMARK_COUNT: file },
  });
  return (report(file) as Count | undefined) ?? check(false);
};

const check = (passed: boolean): Count => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
const sum = (counts: Count[]): Count => ({
  passed: counts.reduce((n, c) => n + c.passed, 0),
  failed: counts.reduce((n, c) => n + c.failed, 0),
  skipped: counts.reduce((n, c) => n + c.skipped, 0),
});
const words = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

const stages: Stage[] = [];
const stage = async (name: string, work: () => Count | Promise<Count>): Promise<Count> => {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const count = await work();
  stages.push({ name, count, seconds: (performance.now() - start) / 1000 });
  return count;
};

const report = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Counts a run's tests by its report. A run that ended badly with no failed test to show counts as one failure. */
const counted = (ended: boolean, count: Count | undefined): Count => {
  if (!count) return check(false);
  if (count.passed + count.failed === 0) return { ...count, failed: 1 };
  return ended || count.failed > 0 ? count : { ...count, failed: 1 };
};

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

const unit = (): Count => {
  const file = join(cache, 'vitest.json');
  rmSync(file, { force: true });
  const ended = run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...(values.grep ? ['-t', values.grep] : []),
  ]);
  const read = report(file) as VitestReport | undefined;
  // A file that could not even be loaded has no tests to fail.
  const unloaded =
    read?.testResults.filter((r) => r.status === 'failed' && r.assertionResults.length === 0).length ?? 0;
  return counted(
    ended,
    read && {
      passed: read.numPassedTests,
      failed: read.numFailedTests + unloaded,
      skipped: read.numPendingTests + read.numTodoTests,
    },
  );
};

type PlaywrightReport = {
  errors: unknown[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};

const e2e = async (): Promise<Count> => {
  const browser = await testBrowser();
  const file = join(cache, 'playwright.json');
  rmSync(file, { force: true });
  rmSync(join(cache, 'offline.json'), { force: true });
  const ended = run('offline', ['--stage', ...(values.grep ? ['--grep', values.grep] : [])], {
    ROLLMARK_E2E_REPORT: file,
    ...(browser ? { ROLLMARK_CHROMIUM: browser } : {}),
  });
  const read = report(file) as PlaywrightReport | undefined;
  return counted(
    ended,
    read && {
      passed: read.stats.expected + read.stats.flaky,
      failed: read.stats.unexpected + read.errors.length,
      skipped: read.stats.skipped,
    },
  );
};

/** What the suite's run without a network found: each way out that had to be heard, and that nothing else was. */
const offline = (): Count => {
  const found = report(join(cache, 'offline.json')) as Outcome | undefined;
  if (!found) return check(false);
  if (!found.ran) {
    console.log(`The network could not be taken away from the end-to-end tests here: ${found.reason}.`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  for (const way of found.deaf) console.error(`Not heard: ${way}.`);
  for (const attempt of found.attempts) console.error(`Tried: ${attempt}`);
  console.log(`${found.heard} ways out heard when they were tried on purpose; ${found.attempts.length} attempts else.`);
  return sum([{ passed: found.heard, failed: found.deaf.length, skipped: 0 }, check(found.attempts.length === 0)]);
};

mkdirSync(cache, { recursive: true });
if (selected('types')) await stage('types', () => check(run('tsc', ['-b'])));
if (selected('lint')) {
  await stage('biome', () => check(run('biome', ['check', '.'])));
  await stage('knip', () => check(run('knip', [])));
}
if (selected('supply')) await stage('supply', supply);

if (selected('unit') || selected('e2e')) {
  const tools = [...(selected('unit') || selected('e2e') ? [PDF_TOOLS] : []), ...(selected('e2e') ? [BROWSER] : [])];
  const missing = await ensureTools(tools);
  if (missing.length > 0)
    await stage('tools', () => {
      for (const sentence of missing) console.error(sentence);
      return { passed: 0, failed: missing.length, skipped: 0 };
    });
  const built = await stage('build', () => check(ensureBuilt()));
  if (selected('unit')) await stage('unit', unit);
  if (selected('e2e')) {
    if (built.failed === 0) {
      await stage('e2e', e2e);
      await stage('offline', offline);
    } else console.error('Without a build there is no app to test end to end.');
  }
}

const total = sum(stages.map((s) => s.count));
console.log('\n== summary');
for (const { name, count, seconds } of stages)
  console.log(`${name.padEnd(7)} ${words(count)}  (${Math.round(seconds)} s)`);
if (total.skipped > 0) console.log(`${total.skipped} skipped here; each says why above`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
