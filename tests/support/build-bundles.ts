import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'out/tests');

/** The command line, its packages outside of it as in the product's own bundle. */
export const CLI = resolve(folder, 'cli/cli.js');
/** tests/support/child.ts, its packages inside: it is started hundreds of times, and so starts five times as fast. */
export const CHILD = resolve(folder, 'child/child.js');

const bundle = (outDir: string, input: Record<string, string>, isWhole: boolean) =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ...(isWhole ? { ssr: { noExternal: true as const, external: ['better-sqlite3'] } } : {}),
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rollupOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });

/**
 * Builds what tests start as processes of their own, from the sources as they stand, so that no test ever runs on an
 * old build. It takes a second or two.
 */
export default async (): Promise<void> => {
  await bundle(resolve(folder, 'cli'), { cli: resolve(root, 'electron/cli.ts') }, false);
  await bundle(resolve(folder, 'child'), { child: resolve(root, 'tests/support/child.ts') }, true);
};
