// npm run reliability [-- kills bytes ...]
// The long form of the fault suite: every fault tried hundreds of times on real encrypted ledgers, and the suite in a browser
// without a network. Writes docs/reliability.md.
// With names, only those parts are run anew, and the figures of the others stay as their last run left them.

import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled, env24, fail, node24, root } from './setup.mjs';

ensureInstalled();
if (!ensureBuilt()) fail('The build failed; see above.');
const run = spawnSync(node24(), ['scripts/reliability-report.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: env24(),
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
