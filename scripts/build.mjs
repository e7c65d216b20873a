// npm run build: builds main, preload and renderer into out/, whether or not they are up to date.

import { ensureBuilt, ensureInstalled, fail } from './setup.mjs';

ensureInstalled();
if (!ensureBuilt({ always: true, quiet: false })) fail('The build failed; see above.');
