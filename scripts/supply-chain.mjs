// npm run supply [-- pins|licences|audit|sbom [FILE]]
// What comes from others: that each package is pinned exactly, may be shipped under its licence and has no known fault,
// and the list of all that a release holds (CycloneDX). No dependencies of its own.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, readJson, root } from './setup.mjs';

/** Licences that ask for no more than their text beside the program, which electron-builder's packages carry. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
];

/**
 * Packages under another licence, or that do not name theirs, with what makes it right. Names may end in `*`.
 * What a package holds beside its own code is not seen here: pdfjs-dist (Apache-2.0) brings the Liberation fonts under the GPL 2
 * with the exception for fonts, shipped as their own files with their licence (docs/adr/0018-drawn-pages.md).
 */
const EXCEPTIONS = [
  {
    name: '@img/sharp-*',
    licence: 'LGPL-3.0-or-later',
    because: 'libvips is a shared library of its own in the package, which whoever has it may replace',
  },
  {
    name: 'libheif-js',
    licence: 'LGPL-3.0',
    because: 'it is shipped as the file that its makers publish, unbundled, which whoever has it may replace',
  },
  { name: 'png-js', licence: undefined, because: 'its file LICENSE is the MIT licence; its package.json names none' },
];

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

const lockOf = (folder) => readJson(join(folder, 'package-lock.json'))?.packages ?? {};

/** The path in the lock of a package that another one, or the app itself (`''`), asks for; Node's own way of looking. */
const found = (packages, from, name) => {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const path = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return undefined;
  }
};

/** All that these packages bring with them, themselves included, as paths of the lock. */
const closure = (packages, paths) => {
  const all = new Set();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (all.has(path)) continue;
    all.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = packages[path];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const there = found(packages, path, name);
      if (there) waiting.push(there);
    }
  }
  return all;
};

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

/** The packages that a source names at the start of a line, in `import()` or, in CSS, in `url()`; whole imports of types aside. */
export const packagesIn = (source) =>
  [
    ...source.matchAll(
      /^(?:(?:import|export)\s(?!type\s)[^'"\n]*?\bfrom|\}\s*from|import)\s*['"]([^'".][^'"]*)['"]|\bimport\(\s*['"]([^'".][^'"]*)['"]|url\(\s*['"](@[^'"]+)['"]/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3])
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );

/**
 * What a release holds of others: the production dependencies, and what is built into the page and the entries from
 * packages that are needed for building only. Paths of the lock, sorted.
 */
export const shippedPackages = (folder = root) => {
  const packages = lockOf(folder);
  const built = ['electron', 'renderer', 'shared']
    .flatMap((name) => filesBelow(join(folder, name)))
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => packagesIn(readFileSync(file, 'utf8')));
  const production = Object.keys(packages[''].dependencies);
  const paths = [...new Set([...production, ...built])].map((name) => {
    const path = found(packages, '', name);
    if (!path) throw new Error(`${name} is used and not in package-lock.json.`);
    return path;
  });
  return [...closure(packages, paths)].sort();
};

const nameOf = (packages, path) => packages[path].name ?? path.slice(path.lastIndexOf('node_modules/') + 13);

/** Whether a licence, as SPDX writes it, is one of the allowed: all of what AND joins, one of what OR joins. */
export const isAllowed = (licence, allowed = ALLOWED) =>
  licence
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((way) => way.split(/\s+AND\s+/).every((one) => allowed.includes(one)));

const matches = (pattern, name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

/** A sentence for each shipped package whose licence is not known to be right, and how many were looked at. */
export const licenceProblems = (packages = lockOf(root), shipped = shippedPackages()) => {
  const problems = [];
  for (const path of shipped) {
    const name = nameOf(packages, path);
    // The package's own word where it is here; packages for other systems are in the lock only.
    const licence = readJson(join(root, path, 'package.json'))?.license ?? packages[path].license;
    const exception = EXCEPTIONS.find((one) => matches(one.name, name));
    const allowed = exception?.licence ? [...ALLOWED, exception.licence] : ALLOWED;
    if (typeof licence === 'string' ? isAllowed(licence, allowed) : exception && exception.licence === undefined)
      continue;
    problems.push(
      `${name} ${packages[path].version} is under ${JSON.stringify(licence ?? null)}, which is not allowed.`,
    );
  }
  return { problems, looked: shipped.length };
};

/** A sentence for each thing that is not pinned: a dependency, a package of the lock, an action of the workflows. */
export const pinProblems = (folder = root) => {
  const problems = [];
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson(join(folder, 'package.json'));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
    if (!EXACT.test(version)) problems.push(`package.json: ${name} is “${version}”, not one exact version.`);
  if (overrides) problems.push('package.json: overrides are not looked at here; look at them and say so here.');
  for (const [path, { version, integrity, link }] of Object.entries(lockOf(folder)))
    if (path !== '' && (link || !EXACT.test(version ?? '') || !/^sha512-/.test(integrity ?? '')))
      problems.push(`package-lock.json: ${path} has no exact version with its SHA-512.`);
  for (const file of filesBelow(join(folder, '.github')).filter((name) => /\.ya?ml$/.test(name)))
    for (const [, action] of readFileSync(file, 'utf8').matchAll(/^\s*(?:-\s+)?uses:\s*(\S+)/gm))
      if (!/@[0-9a-f]{40}$/.test(action))
        problems.push(`${file.slice(folder.length)}: ${action} is not pinned to a commit.`);
  const builder = /'electron-builder@([^']*)'/.exec(readFileSync(join(folder, 'scripts', 'package.mjs'), 'utf8'))?.[1];
  if (!EXACT.test(builder ?? '')) problems.push('scripts/package.mjs: electron-builder has no exact version.');
  return problems;
};

/**
 * What npm knows of faults in the packages, of npm's own report (`npm audit --json`). Those of packages that are
 * shipped and are more than low are problems; the rest is told.
 */
export const auditFindings = (report, shippedNames) => {
  if (!report?.vulnerabilities)
    return { unreachable: report?.message ?? report?.error?.summary ?? 'it gave no report' };
  const problems = [];
  const notes = [];
  for (const { name, severity, via } of Object.values(report.vulnerabilities)) {
    const titles = via.map((one) => (typeof one === 'string' ? `through ${one}` : one.title)).join('; ');
    const isProblem = shippedNames.has(name) && !['info', 'low'].includes(severity);
    (isProblem ? problems : notes).push(`${name}, ${severity}: ${titles}`);
  }
  return { problems, notes };
};

const npm = (args) => {
  const done = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
    shell: process.platform === 'win32',
  });
  return { ...done, json: JSON.parse(done.stdout?.trim() || '{}') };
};

const audit = () => {
  const packages = lockOf(root);
  const names = new Set(shippedPackages().map((path) => nameOf(packages, path)));
  try {
    return auditFindings(npm(['audit', '--json']).json, names);
  } catch (error) {
    return { unreachable: error.message };
  }
};

/** A CycloneDX list by npm, less what a release does not hold. */
export const releaseList = (list, packages, shipped) => {
  const refs = new Set(shipped.map((path) => `${nameOf(packages, path)}@${packages[path].version}`));
  const own = list.metadata.component;
  // npm names an aliased package by its alias and says the package's own name in its address.
  const isShipped = ({ 'bom-ref': ref, purl = '' }) =>
    refs.has(ref) || refs.has(decodeURIComponent(purl.replace(/^pkg:npm\//, '')));
  const components = list.components.filter(isShipped);
  const kept = new Set([own['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  return {
    ...list,
    metadata: { ...list.metadata, component: { ...own, type: 'application', name: 'rollmark' } },
    components,
    dependencies: list.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
  };
};

/**
 * Writes the list of what a release holds, and gives how many components it has.
 *
 * @throws Error where npm can't make it, or where it lacks a package that is shipped and installed here
 */
export const writeReleaseList = (file) => {
  const { status, json, stderr } = npm(['sbom', '--sbom-format', 'cyclonedx']);
  if (status !== 0 || !json.components) throw new Error(`npm could not list the packages: ${stderr.trim()}`);
  const packages = lockOf(root);
  const shipped = shippedPackages();
  const list = releaseList(json, packages, shipped);
  const listed = new Set(list.components.map(({ purl }) => decodeURIComponent(purl.replace(/^pkg:npm\//, ''))));
  const missing = shipped
    .filter((path) => readJson(join(root, path, 'package.json')))
    .map((path) => `${nameOf(packages, path)}@${packages[path].version}`)
    .filter((name) => !listed.has(name));
  if (missing.length > 0) throw new Error(`The list lacks ${missing.join(', ')}.`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`);
  return list.components.length;
};

/** Where the list of a release belongs: beside its packages. */
export const releaseListFile = () =>
  join(root, 'dist', `rollmark-${readJson(join(root, 'package.json')).version}.cdx.json`);

const CHECKS = {
  pins: () => {
    const problems = pinProblems();
    return { problems, words: 'Every package and action is pinned exactly.' };
  },
  licences: () => {
    const { problems, looked } = licenceProblems();
    return { problems, words: `${looked} packages are shipped, each under a licence that is allowed.` };
  },
  audit: () => {
    const { unreachable, problems = [], notes = [] } = audit();
    for (const note of notes) console.log(`Not shipped, or low: ${note}`);
    if (unreachable) return { problems, skipped: `The registry gives no audit here (${unreachable}).` };
    return { problems, words: 'No known fault in what is shipped.' };
  },
  sbom: (file) => {
    const to = file ? resolve(file) : join(cache, 'rollmark.cdx.json');
    return { problems: [], words: `${to}: ${writeReleaseList(to)} components.` };
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, file] = process.argv.slice(2);
  if (name && !Object.hasOwn(CHECKS, name)) {
    console.error(`There is no check "${name}". Checks: ${Object.keys(CHECKS).join(', ')}.`);
    process.exit(2);
  }
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [which, check] of Object.entries(CHECKS)) {
    if (name && name !== which) continue;
    const { problems, skipped, words } = (() => {
      try {
        return check(file);
      } catch (error) {
        return { problems: [error.message] };
      }
    })();
    for (const problem of problems) console.error(`${which}: ${problem}`);
    if (problems.length > 0) count.failed++;
    else if (skipped) count.skipped++;
    else count.passed++;
    if (problems.length === 0) console.log(`${which}: ${skipped ?? words}`);
  }
  // For the stage of `npm test` that runs this.
  if (process.env.ROLLMARK_COUNT) writeFileSync(process.env.ROLLMARK_COUNT, JSON.stringify(count));
  process.exit(count.failed > 0 ? 1 : 0);
}
