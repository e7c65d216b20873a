#!/usr/bin/env node
// npm run bench: builds bench/main.ts with the engine's sources and runs it on the project's own Node, then bench/page.ts.
// Wants the app built (npm run build).
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: resolve(root, 'bench/main.ts'),
    outDir: resolve(root, 'out/bench'),
    rollupOptions: { output: { entryFileNames: 'bench.js' } },
  },
});
const run = spawnSync(process.execPath, ['--expose-gc', resolve(root, 'out/bench/bench.js')], { stdio: 'inherit' });
// The same at the page, over the built loopback host.
const page = spawnSync(process.execPath, [resolve(root, 'bench/page.ts')], { stdio: 'inherit' });
process.exit(run.status || page.status || 0);
