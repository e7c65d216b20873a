// npm test [-- --only types,lint,unit,e2e] [-- --grep TEXT]
// From a clean clone: set-up, then every check and test in order, and at the end one line of what passed and failed.

import { spawnSync } from 'node:child_process';
import { ensureInstalled, env24, node24, root } from './setup.mjs';

ensureInstalled();
// The rest is TypeScript, which Node 24 runs as it is.
const stages = spawnSync(node24(), ['scripts/test-stages.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: env24(),
  stdio: 'inherit',
});
process.exit(stages.status ?? 1);
