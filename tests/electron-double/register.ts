/**
 * Puts the double in the place of `electron`, for `import` and `require` alike:
 *
 *   node --import ./tests/electron-double/register.ts out/main/main.js
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// The engine's worker inherits this module with the process's arguments, and is no part of Electron.
if (isMainThread) {
  const { version } = JSON.parse(
    readFileSync(new URL('../../node_modules/electron/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const double = new URL('./electron.ts', import.meta.url).href;
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
  Object.assign(process, {
    type: 'browser',
    // @electron/remote asks for two of Electron's own bindings.
    _linkedBinding: () => ({ getHiddenValue: () => undefined, isDesktopCapturerEnabled: () => false }),
  });
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' || specifier.startsWith('electron/')
        ? { url: double, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  });
}
