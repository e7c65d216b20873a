import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Where the bundles for child processes are, as deep below the project as the product's own. */
export const BUNDLES = resolve(root, 'out/tests');

/**
 * Builds what tests start as processes of their own: the command line, and the child that is killed at work. From the
 * sources as they stand, so that no test ever runs on an old build; it takes a second or two.
 */
export default async (): Promise<void> => {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      outDir: BUNDLES,
      emptyOutDir: true,
      target: 'node24',
      rollupOptions: {
        input: { cli: resolve(root, 'electron/cli.ts'), child: resolve(root, 'tests/support/child.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
};
