// npm run reliability [-- kills bytes ...]
// The long form of the fault suite: every fault tried hundreds of times on real encrypted ledgers. Writes docs/reliability.md.
// With names, only those parts are run anew, and the figures of the others stay as their last run left them.

import { spawnSync } from 'node:child_process';
import { ensureInstalled, env24, node24, root } from './setup.mjs';

ensureInstalled();
const run = spawnSync(node24(), ['scripts/reliability-report.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: env24(),
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
