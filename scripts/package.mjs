// npm run package [-- electron-builder's arguments]: installers for this system into dist/, from electron-builder.yml.
//
// electron-builder is no devDependency: it brings 280 packages that nobody needs to run, change or test the app. It is
// fetched by its exact version when it is needed.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { electronRuntime, version } from './electron-runtime.mjs';
import { packagedProblems } from './fuses.mjs';
import { ensureBuilt, ensureInstalled, env24, fail, root } from './setup.mjs';
import { releaseListFile, writeReleaseList } from './supply-chain.mjs';

const ELECTRON_BUILDER = 'electron-builder@26.17.0';

ensureInstalled();
const { program, reason } = await electronRuntime({ again: true });
if (!program) fail(`Without Electron’s runtime there is nothing to package: ${reason}.`);
if (!ensureBuilt({ always: true })) fail('The build failed; see above.');

const args = process.argv.slice(2);
// The runtime that is here serves for packages of this system; another one's is fetched by electron-builder.
const isForHere = !args.some((arg) => /^--?(win|mac|linux|[wml]|x64|arm64|universal|armv7l|ia32)\b/.test(arg));
const here = isForHere ? [`-c.electronDist=node_modules/electron/dist`, `-c.electronVersion=${version()}`] : [];
const done = spawnSync(
  'npm',
  ['exec', '--yes', `--package=${ELECTRON_BUILDER}`, '--', 'electron-builder', '--publish', 'never', ...here, ...args],
  { cwd: root, env: env24(), stdio: 'inherit', shell: process.platform === 'win32' },
);
if (done.status !== 0)
  fail(
    `${ELECTRON_BUILDER} could not be had or did not finish; it says why above. It fetches itself from npm, and its tools for each kind of package from github.com.`,
    done.status ?? 1,
  );
const problems = packagedProblems(join(root, 'dist'));
if (problems.length > 0) fail(`The packages must not be given to anybody:\n${problems.join('\n')}`);
const components = writeReleaseList(releaseListFile());
console.log(`The packages are in dist/, with a list of the ${components} components in them (CycloneDX).`);
