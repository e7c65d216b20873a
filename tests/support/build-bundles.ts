import { resolve } from 'node:path';
import { build } from 'vite';
import { buildVerifier } from '../../scripts/verifier.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'out/tests');

/** The command line. */
export const CLI = resolve(folder, 'cli/cli.js');
/** tests/support/child.ts. */
export const CHILD = resolve(folder, 'child/child.js');

/** tests/reliability/child.ts. */
export const FAULTY = resolve(folder, 'child/faulty.js');
/** The engine's worker thread. */
export const ENGINE = resolve(folder, 'child/engine.js');

/** Packages with files of their own beside their code. The others go into the bundle: it then starts much faster. */
const OUTSIDE = ['better-sqlite3', 'pdfkit', 'fontkit', 'bwip-js', 'sharp', '@napi-rs/canvas'];

const bundle = (outDir: string, input: Record<string, string>) =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: OUTSIDE },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rollupOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });

/**
 * Builds what tests start as processes of their own, and the verifier that the engine gives out, from the sources as they
 * stand, so that no test ever runs on an old build. It takes a second or two.
 */
export default async (): Promise<void> => {
  await bundle(resolve(folder, 'cli'), { cli: resolve(root, 'electron/cli.ts') });
  await bundle(resolve(folder, 'child'), {
    child: resolve(root, 'tests/support/child.ts'),
    faulty: resolve(root, 'tests/reliability/child.ts'),
    engine: resolve(root, 'electron/engine.ts'),
    opener: resolve(root, 'electron/services/attachments/opener.ts'),
  });
  await buildVerifier();
};
