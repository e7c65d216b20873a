import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, freemem, loadavg, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { commitNow } from './commit.ts';
import { cache } from './setup.mjs';
import type { Outcome } from './test-offline-log.ts';

/** Runs the long form of the fault suite and writes what came of it to docs/reliability.md. */
const root = resolve(import.meta.dirname, '..');
const OUT = join(root, 'out/reliability');
const RESULTS = join(root, 'out/reliability-tests.json');

/** Each part and its tests. The last is run by itself, because it measures. */
const PARTS: Readonly<Record<string, string>> = {
  kills: 'tests/reliability/kills.test.ts',
  bytes: 'tests/reliability/bytes.test.ts',
  tampers: 'tests/reliability/tampers.test.ts',
  'full-disk': 'tests/reliability/full-disk.test.ts',
  away: 'tests/reliability/away.test.ts',
  clock: 'tests/reliability/clock.test.ts',
  engine: 'tests/reliability/engine.test.ts',
  migrations: 'tests/engine/released-migrations.test.ts',
  roles: 'tests/engine/roles.test.ts',
  speed: 'tests/reliability/speed.test.ts',
};
/** The part that is no test of the engine: the whole suite in a browser, on both hosts, with the network refused and logged. */
const BROWSER = 'browser';
const names = [...Object.keys(PARTS), BROWSER];
const named = process.argv.slice(2);
const unknown = named.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no part “${unknown}”. Parts: ${names.join(', ')}.`);
  process.exit(2);
}
const wanted = named.length > 0 ? named : names;

// A page is written of all parts. Told now, and not after an hour: a part that is neither run now nor kept of earlier.
const missing = Object.keys(PARTS).filter((part) => !wanted.includes(part) && !existsSync(join(OUT, `${part}.json`)));
if (missing.length > 0) {
  console.error(
    `There are no figures yet of: ${missing.join(', ')}. Nothing was run. Add them, or run all parts: npm run reliability`,
  );
  process.exit(2);
}

/** What a part that failed has counted is no figure: a later run of other parts must not print it. */
const forgetFailed = (): void => {
  const { testResults } = JSON.parse(readFileSync(RESULTS, 'utf8')) as {
    testResults: { name: string; status: string }[];
  };
  for (const [part, file] of Object.entries(PARTS))
    if (testResults.some(({ name, status }) => status !== 'passed' && name.replaceAll('\\', '/').endsWith(file)))
      rmSync(join(OUT, `${part}.json`), { force: true });
};

/** Runs tests in their long form and gives what they printed; ends with them where one fails. */
const run = (files: string[]): Promise<string> =>
  new Promise((done) => {
    const program = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
    const patience = ['--testTimeout=1800000', '--hookTimeout=600000'];
    const child = spawn(process.execPath, [program, 'run', ...reporters, ...patience, ...files], {
      cwd: root,
      env: { ...process.env, ROLLMARK_RELIABILITY: 'long', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      process.stdout.write(text);
    });
    child.once('close', (code) => {
      if (code === 0) return done(said);
      forgetFailed();
      console.error('\nA fault was not met as it should be; docs/reliability.md stays as it was.');
      process.exit(code ?? 1);
    });
  });

const keep = (part: string, figures: unknown, commit = commitNow()): void =>
  writeFileSync(join(OUT, `${part}.json`), JSON.stringify({ at: new Date().toISOString(), commit, figures }));

/** What a run of the end-to-end suite left behind: how its tests ended and what they printed, by Playwright's own report. */
type Suite = {
  errors?: unknown[];
  stats?: { expected: number; unexpected: number; flaky: number };
  suites?: unknown[];
};
const PLAYWRIGHT = join(cache, 'playwright.json');
const OFFLINE = join(cache, 'offline.json');

const read = <T>(file: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
};

/** Every text that a test printed, wherever in the report it stands. */
const printed = (part: unknown): string[] => {
  if (typeof part !== 'object' || part === null) return [];
  if ('stdout' in part) return (part.stdout as { text?: string }[]).map(({ text = '' }) => text);
  return Object.values(part).flatMap(printed);
};

/** The last run's figures, where it passed without a network and all was searched; undefined otherwise. */
const figuresOfSuite = (): { commit: string; figures: Figures['browser'] } | undefined => {
  const offline = read<Outcome>(OFFLINE);
  const { stats, errors = [], suites } = read<Suite>(PLAYWRIGHT) ?? {};
  if (!offline?.ran || !offline.whole || offline.deaf.length > 0 || offline.attempts.length > 0) return undefined;
  if (!stats || stats.unexpected + errors.length > 0) return undefined;
  const atRest = printed(suites).flatMap((text) => [
    ...text.matchAll(/^(.+): (\d+) markers typed; (\d+) searches of (\d+) files .* (\d+) markers found\.$/gm),
  ]);
  if (atRest.length === 0) return undefined;
  return {
    commit: offline.commit,
    figures: {
      tests: stats.expected + stats.flaky,
      heard: offline.heard,
      attempts: offline.attempts.length,
      atRest: atRest.map(([, host, typed, searches, files, found]) => ({
        host: host!,
        typed: Number(typed),
        searches: Number(searches),
        files: Number(files),
        found: Number(found),
      })),
    },
  };
};

/**
 * Runs the end-to-end suite without a network and keeps what its log and its search for texts in the clear say. Where
 * `npm test` has just run it on the very same commit, it is not run again.
 */
const runInBrowser = async (): Promise<void> => {
  rmSync(join(OUT, `${BROWSER}.json`), { force: true });
  let found = figuresOfSuite();
  const now = commitNow();
  if (found?.commit === now && !now.includes(','))
    console.log(`The suite’s run by \`npm test\` at ${found.commit} is taken.`);
  else {
    for (const file of [PLAYWRIGHT, OFFLINE]) rmSync(file, { force: true });
    const child = spawn(process.execPath, [join(root, 'scripts/test-offline.ts')], {
      cwd: root,
      env: { ...process.env, ROLLMARK_E2E_REPORT: PLAYWRIGHT },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const code = await new Promise((done) => child.once('close', done));
    found = code === 0 ? figuresOfSuite() : undefined;
  }
  if (!found) {
    console.error('\nThe suite failed, or something tried to leave this machine; docs/reliability.md stays as it was.');
    process.exit(1);
  }
  keep(BROWSER, found.figures, found.commit);
};

mkdirSync(OUT, { recursive: true });
const started = Date.now();
const together = wanted.filter((name) => name !== 'speed' && name !== BROWSER);
if (together.length > 0) {
  const said = await run(together.map((name) => PARTS[name]!));
  if (wanted.includes('roles')) {
    const roles = [...said.matchAll(/^(\w+): (\d+) operations allowed, (\d+) denied$/gm)].map(
      ([, role, allowed, denied]) => ({ role, allowed: Number(allowed), denied: Number(denied) }),
    );
    keep('roles', roles);
  }
}
if (wanted.includes('speed')) await run([PARTS.speed!]);
if (wanted.includes(BROWSER)) await runInBrowser();
const minutes = Math.max(1, Math.round((Date.now() - started) / 60_000));

type Kills = Record<string, { runs: number; acknowledged: number; lost: number; halfDone: number; unsaid: number }>;
type Bytes = Record<
  string,
  { tried: number; refused: number; named: number; 'without effect': number; unnoticed: string[] }
>;
type Tampers = Record<string, { tried: number; byItself: number; againstCheckpoint: number; missed: number }>;
type Rate = { byClock: number; byProcessor: number };
type Figures = {
  kills: Kills;
  bytes: Bytes;
  tampers: Tampers;
  'full-disk': Record<string, { points: number; changed: number }>;
  away: Record<'removed' | 'heldByAnotherProgram' | 'heldByAnotherProcess' | 'readOnly' | 'changed', number>;
  clock: Record<'moves' | 'back' | 'saidSo' | 'late' | 'lateSaid' | 'inspectorTries' | 'inspectorRefused', number>;
  engine: Record<'deaths' | 'acknowledged' | 'lost' | 'halfDone' | 'refusedWithSentence' | 'outOfMemory', number>;
  migrations: Record<'ledgers' | 'kills' | 'old' | 'new' | 'neither', number>;
  roles: { role: string; allowed: number; denied: number }[];
  speed: { events: number; targets: { hashing: number; replaying: number } } & Record<
    'hashing' | 'readingAndHashing' | 'replaying' | 'whole',
    Rate
  >;
  browser: {
    tests: number;
    heard: number;
    attempts: number;
    atRest: { host: string; typed: number; searches: number; files: number; found: number }[];
  };
};

const moments: string[] = [];
const commits = new Map<string, string[]>();
const hasRun = (name: keyof Figures): boolean => existsSync(join(OUT, `${name}.json`));
const figuresOf = <N extends keyof Figures>(name: N): Figures[N] => {
  try {
    const { at, commit, figures } = JSON.parse(readFileSync(join(OUT, `${name}.json`), 'utf8')) as {
      at: string;
      commit: string;
      figures: Figures[N];
    };
    moments.push(at);
    commits.set(commit, [...(commits.get(commit) ?? []), name]);
    return figures;
  } catch {
    console.error(`There are no figures of “${name}” yet. Run all parts once: npm run reliability`);
    process.exit(1);
  }
};
const count = (n: number): string => n.toLocaleString('en-US');
const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, n) => (n === 0 ? '---' : '--:')).join('|')}|`,
    ...rows.map((row) => `| ${row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)).join(' | ')} |`),
  ].join('\n');

const kills = Object.entries(figuresOf('kills'));
const bytes = Object.entries(figuresOf('bytes'));
const flips = bytes.filter(([what]) => !/ cut/.test(what));
const cuts = bytes.filter(([what]) => / cut/.test(what));
const tampers = Object.entries(figuresOf('tampers'));
const full = Object.entries(figuresOf('full-disk'));
const away = figuresOf('away');
const clock = figuresOf('clock');
const engine = figuresOf('engine');
const migrations = figuresOf('migrations');
const roles = figuresOf('roles');
const speed = figuresOf('speed');
// Needs a machine on which the network can be taken away; a run of other parts is told without it.
const browser = hasRun('browser') ? figuresOf('browser') : undefined;

const ofBytes = (some: typeof bytes) => ({
  tried: sum(some, ([, c]) => c.tried),
  refused: sum(some, ([, c]) => c.refused),
  named: sum(some, ([, c]) => c.named),
  harmless: sum(some, ([, c]) => c['without effect']),
  unnoticed: sum(some, ([, c]) => c.unnoticed.length),
});
const [flipped, cut] = [ofBytes(flips), ofBytes(cuts)];
/** Tampers by what was changed, all ways of making it fit together. */
const tampered = new Map<string, Figures['tampers'][string]>();
for (const [name, c] of tampers) {
  const kind = name.replace(/; made to fit:.*$/, '');
  const so = tampered.get(kind) ?? { tried: 0, byItself: 0, againstCheckpoint: 0, missed: 0 };
  tampered.set(kind, {
    tried: so.tried + c.tried,
    byItself: so.byItself + c.byItself,
    againstCheckpoint: so.againstCheckpoint + c.againstCheckpoint,
    missed: so.missed + c.missed,
  });
}
const [tried, byItself, missed] = (['tried', 'byItself', 'missed'] as const).map((key) =>
  sum(tampers, ([, c]) => c[key]),
);
const signedAnew = tampers.filter(([name]) => /signatures|everything/.test(name));

const gigabytes = (bytes: number) => `${Math.round(bytes / 2 ** 30)} GB`;
const machine = `${cpus().length} cores (${cpus()[0]!.model}), ${gigabytes(totalmem())} memory, ${process.platform} ${release()}, Node ${process.versions.node}`;
const busy = loadavg()[0]!.toFixed(1);
moments.sort();
const [first, last] = [moments[0]!.slice(0, 10), moments.at(-1)!.slice(0, 10)];
const atCommits =
  commits.size === 1
    ? `at commit ${[...commits.keys()][0]}`
    : `at commits ${[...commits].map(([commit, parts]) => `${commit} (${parts.join(', ')})`).join(', ')}`;
const rateRow = (what: string, rate: Rate, target?: number) => [
  what,
  rate.byProcessor,
  rate.byClock,
  target === undefined ? '' : `at least ${count(target)}${rate.byProcessor < target ? ': **missed**' : ''}`,
];

const inBrowser = browser
  ? `${table(
      ['Host', 'Texts typed', 'Searches', 'Files searched', 'Texts found'],
      browser.atRest.map((r) => [r.host, r.typed, r.searches, r.files, r.found]),
    )}

The whole end-to-end suite, ${count(browser.tests)} tests on both hosts, ran on a machine whose only way out leads nowhere, with every attempt logged.
Before it, ${count(browser.heard)} ways out were tried on purpose, and all ${count(browser.heard)} were heard. The app attempted ${count(browser.attempts)}. \`npm run e2e:offline\``
  : `The figures of this part are not in this run: \`npm run reliability -- ${BROWSER}\` adds them. \`npm test\` runs the same suite without
a network where the machine lets it, and fails where a text is found or anything tries to connect.`;

/** Each kind of fault that was done to a ledger: how often, and how often it was not met. Works acknowledged, operations of
 * roles and tests in a browser are no faults and not among them. */
const injected: readonly (readonly [number, number])[] = [
  [sum(kills, ([, c]) => c.runs), sum(kills, ([, c]) => c.lost + c.halfDone)],
  [flipped.tried, flipped.unnoticed],
  [cut.tried, cut.unnoticed],
  [tried!, missed!],
  [sum(full, ([, c]) => c.points), sum(full, ([, c]) => c.changed)],
  [away.removed + away.readOnly + away.heldByAnotherProgram + away.heldByAnotherProcess, away.changed],
  [clock.moves, clock.back - clock.saidSo],
  [engine.deaths + engine.outOfMemory, engine.lost + engine.halfDone],
  [migrations.kills, migrations.neither],
];

const page = `# What was tried, and what was seen

The book must survive the accidents of years. This page is written by one command, \`npm run reliability\`, which does each
accident many times to real encrypted ledgers and asserts two things each time: the **sentence** that the person gets (a code of the
closed set and its message) and the **data** after the ledger is opened again: all that was acknowledged is there, nothing is half
done, and a proof of the whole ledger holds. Where one fails, the command fails, and this page is not written.

- Run on ${first === last ? first : `${first} to ${last}`}, ${atCommits}; the last run took ${minutes} minutes.
- Machine: ${machine}; load at the end ${busy}. The disk is the machine's own; full and read-only disks are small ones in memory.
- \`npm run reliability -- kills bytes\` runs only those parts anew (${names.join(', ')}) and keeps the figures of the others.
- \`npm test\` runs a short form of each, with the same assertions: the same files with fewer rounds. Full and read-only disks need
  the right to mount one; where it is missing, those tests are skipped and say so.

## In short

${table(
  ['What', 'Tried', 'Lost, half done or unnoticed'],
  [
    ['**Faults injected, all together**', sum(injected, ([tried]) => tried), sum(injected, ([, bad]) => bad)],
    [
      `Processes killed at ${kills.length} kinds of write`,
      sum(kills, ([, c]) => c.runs),
      sum(kills, ([, c]) => c.lost + c.halfDone),
    ],
    ['Pieces of work acknowledged before a kill', sum(kills, ([, c]) => c.acknowledged), sum(kills, ([, c]) => c.lost)],
    ['Bytes changed', flipped.tried, flipped.unnoticed],
    ['Files cut short or removed', cut.tried, cut.unnoticed],
    ['Changes by somebody with the key', tried!, missed!],
    [
      `Writes without room, at ${full.length} kinds of work`,
      sum(full, ([, c]) => c.points),
      sum(full, ([, c]) => c.changed),
    ],
    [
      'Folders gone, read-only or held by others',
      away.removed + away.readOnly + away.heldByAnotherProgram + away.heldByAnotherProcess,
      away.changed,
    ],
    ['Moves of the clock', clock.moves, clock.back - clock.saidSo],
    ['Deaths of the engine’s thread', engine.deaths + engine.outOfMemory, engine.lost + engine.halfDone],
    ['Kills in the middle of bringing up an earlier version', migrations.kills, migrations.neither],
    ['Operations tried as each role', sum(roles, (r) => r.allowed + r.denied), 0],
    ...(browser
      ? [
          [
            'Searches for texts in the clear, in every file left by a session',
            sum(browser.atRest, (r) => r.searches),
            sum(browser.atRest, (r) => r.found),
          ],
          ['Tests in a browser, with every way out refused and logged', browser.tests, browser.attempts],
        ]
      : []),
  ],
)}

## Killed (SIGKILL) at work

Half of the kills come at any moment, half exactly before or after one step: a statement given to SQLite, or a call that changes a
file. “Not yet said” counts runs in which one piece more was there, whole, that had no time to say so.
\`tests/reliability/kills.test.ts\`; \`tests/engine/killed.test.ts\` kills a large import and quick entries two hundred times more.

${table(
  ['At work on', 'Runs', 'Acknowledged', 'Lost', 'Half done', 'Not yet said'],
  kills.map(([kind, c]) => [kind, c.runs, c.acknowledged, c.lost, c.halfDone, c.unsaid]),
)}

After each: the tree over the events as far as they were acknowledged has the very root that was acknowledged, the proof holds,
\`keys.json\` and the record tell of the same key slots, passphrases open as whom they belong to or not at all, finished backups
prove themselves, the folder holds nothing that was left over, and the next entry goes through.

## One byte changed, a file cut short or gone

${table(
  ['One byte of', 'Tried', 'Refused at opening', 'Named by the proof', 'Without effect', 'Unnoticed'],
  flips.map(([what, c]) => [what, c.tried, c.refused, c.named, c['without effect'], c.unnoticed.length]),
)}

${table(
  ['File', 'Tried', 'Refused at opening', 'Named by the proof', 'Without effect', 'Unnoticed'],
  cuts.map(([what, c]) => [
    what.replace(/ cut/, ' cut short or gone'),
    c.tried,
    c.refused,
    c.named,
    c['without effect'],
    c.unnoticed.length,
  ]),
)}

Without effect means shown to be: every answer of the ledger is, to the letter, that of the whole one, and the proof holds. \`lock\`
and \`reached\` hold nothing that can be lost. The log (\`ledger.db-wal\`) is that of a ledger that was killed with most of its entries
in it: SQLite takes a damaged log for a shorter one, so a byte there makes acknowledged entries vanish; that they are missing is
found by \`reached\`, told at opening, and named by the proof. \`tests/reliability/bytes.test.ts\`, \`reached.test.ts\`,
\`tests/engine/damage.test.ts\`. A ledger, its keys or a backup of a newer version are refused by name, untouched
(\`tests/engine/damage.test.ts\`, \`keys.test.ts\`).

## Changed by somebody with the key

${count(tried!)} changes at random, ${tampered.size} kinds; the events’ changes were then made to fit in seven ways, from not at all to new tables,
new hashes and new signatures with the ledger’s own key. ${count(byItself!)} were found by the ledger itself. ${count(tried! - byItself!)} hold by themselves, as they must:
some of the ${count(sum(signedAnew, ([, c]) => c.tried))} that had been signed anew, and an end cut off with all that tells of it, which leaves an older state that was true.
Every one is named once an older checkpoint from outside is given.

${table(
  ['What was changed', 'Tried', 'Found by itself', 'Found with an older checkpoint', 'Missed'],
  [...tampered].map(([kind, c]) => [kind, c.tried, c.byItself, c.againstCheckpoint, c.missed]),
)}

\`tests/reliability/tampers.test.ts\`; each kind with the words that it is named with is in \`tests/engine/tampering.test.ts\` and
\`laundering.test.ts\`. Nothing is proven of what only helps: the search’s own index, the list of backup folders, when the ledger was
last verified, the time written beside a checkpoint, and that a checkpoint between the first and the last was kept.

## No room on the disk

The work is tried with no room, then with one page more, until it is done, so that each of its writes is once the one that fails.
Each time: the sentence, the open ledger as it was, the same after opening it anew, the proof. \`tests/reliability/full-disk.test.ts\`,
\`tests/engine/no-room.test.ts\`.

${table(
  ['Work', 'Points without room', 'Anything changed'],
  full.map(([kind, c]) => [kind, c.points, c.changed]),
)}

## Gone, read-only, held

${table(
  ['What', 'Tried', 'Anything changed'],
  [
    ['Folder of the ledger or of its backups moved away', away.removed, 0],
    ['Another program writes to ledger.db', away.heldByAnotherProgram, 0],
    ['Another process has the ledger open', away.heldByAnotherProcess, 0],
    ['Disk that takes no writing: open, make, back up, restore', away.readOnly, 0],
    ['In all', away.removed + away.heldByAnotherProgram + away.heldByAnotherProcess + away.readOnly, away.changed],
  ],
)}

Each kind of write is refused with its sentence and goes through once the obstacle is gone. \`tests/reliability/away.test.ts\`,
\`tests/engine/locks.test.ts\`.

## The clock

Moved ${count(clock.moves)} times by up to days. ${count(clock.back)} entries were made behind a later moment, and ${count(clock.saidSo)} of them say so in the record; ${count(clock.late)} were late
by the shop’s business days, and ${count(clock.lateSaid)} are marked so. An inspector tried to get in ${count(clock.inspectorTries)} times with the clock set to anything, and was
refused all ${count(clock.inspectorRefused)} times after the last day had once been recorded. \`tests/reliability/clock.test.ts\`.

## The engine’s thread

It died ${count(engine.deaths)} times at entering and importing and ran out of memory ${count(engine.outOfMemory)} times. ${count(engine.refusedWithSentence)} times the page was told in a sentence. Of ${count(engine.acknowledged)} entries that
were acknowledged before, ${count(engine.lost)} were lost. The next engine, in the same process, opened the ledger each time.
\`tests/reliability/engine.test.ts\`; that the form being typed stays is \`tests/e2e/engine-fault.spec.ts\`.

## Ledgers of earlier versions

${count(migrations.ledgers)} ledgers, written by the code as it stood before each migration, are kept in \`tests/fixtures/ledgers\`. Today’s code brings a copy of
each up behind an encrypted copy, proves it, and finds every row as it was. Killed ${count(migrations.kills)} times on the way, ${count(migrations.old)} were the old one, ${count(migrations.new)} the
new one, ${count(migrations.neither)} anything else. \`tests/engine/released-migrations.test.ts\`, with a test for each migration.

## Operations and roles

${table(
  ['Role', 'Operations allowed', 'Denied'],
  roles.map((r) => [r.role, r.allowed, r.denied]),
)}

## Left in the clear, and connections attempted

A session on each host writes texts that stand nowhere else through every way in: forms, imports, photos, prints, search. Then every
file that the app and its browser have is searched for them in every spelling and compression: while it runs, after its page, its
engine and the whole of it died, and at the end. \`tests/e2e/at-rest.spec.ts\`

${inBrowser}

## How fast a proof is

Over ${count(speed.events)} events, the median of three, events a second. By the processor’s time: what the machine can do when nothing else is at work
on it. By the clock: what it did meanwhile.

${table(
  ['Part', 'By the processor', 'By the clock', 'Target'],
  [
    rateRow('Hashing: leaves, tree, comparison', speed.hashing, speed.targets.hashing),
    rateRow('The same, with reading from the encrypted file', speed.readingAndHashing),
    rateRow('Replaying into empty tables', speed.replaying, speed.targets.replaying),
    rateRow('The whole proof', speed.whole),
  ],
)}

## What these runs do not show

- **Power.** A killed process leaves what it wrote in the system’s memory, and the disk gets it later. That a disk really keeps what
  it acknowledged, when the current goes, is SQLite’s \`synchronous = FULL\` and the disk’s word; nobody has pulled a plug here.
- **Windows and macOS.** Kills, full disks and locks were tried on Linux. The short forms run on all three in CI, without full and
  read-only disks where none can be mounted.
- **Electron’s own runtime.** The engine and its hosts ran in Node; Electron starts the same bundles.
- **A network share** that answers late or wrongly, and a disk that lies about what it holds.
- **Two faults at once**, but for what a kill and a damaged log make together.
`;
writeFileSync(join(root, 'docs/reliability.md'), page);
console.log(`\nWritten: docs/reliability.md (${minutes} minutes; ${gigabytes(freemem())} of memory were free).`);
