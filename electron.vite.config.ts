import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/**
 * One build for every entry. `main` holds the Electron app, the loopback host, the command line and the engine's
 * worker; they share chunks. Each preload must be one CommonJS file, because a sandboxed preload may not import.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          loopback: at('electron/loopback.ts'),
          cli: at('electron/cli.ts'),
          engine: at('electron/engine.ts'),
          opener: at('electron/services/attachments/opener.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { preload: at('electron/preload.ts'), 'guide-preload': at('electron/hosts/electron/guide-preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // No inline assets: the content security policy allows files of our own origin only.
      assetsInlineLimit: 0,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
});
