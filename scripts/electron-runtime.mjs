// Electron's runtime: is it there, can it be had. The npm package `electron` holds only the code that downloads it.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, env24, node24, readJson, root, writeJson } from './setup.mjs';

const folder = join(root, 'node_modules', 'electron');
const memory = join(cache, 'electron.json');

const read = (file) => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
};

export const version = () => readJson(join(folder, 'package.json'))?.version;

/** The installed runtime's program, or undefined. Same test as the package's own installer makes. */
const installedProgram = () => {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const program = join(
      override,
      read(join(folder, 'path.txt')) ?? (process.platform === 'win32' ? 'electron.exe' : 'electron'),
    );
    return existsSync(program) ? program : undefined;
  }
  const path = read(join(folder, 'path.txt'));
  if (!path || read(join(folder, 'dist', 'version'))?.replace(/^v/, '') !== version()) return undefined;
  const program = join(folder, 'dist', path);
  return existsSync(program) ? program : undefined;
};

/** Says in a few words why the program does not run here (a library of the system's is missing), or undefined. */
const whyNotRunning = (program) => {
  const tried = spawnSync(program, ['-p', '1'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (tried.status === 0) return undefined;
  const library = /loading shared libraries: (\S+?):/.exec(tried.stderr ?? '')?.[1];
  return library
    ? `the Electron runtime needs ${library}, which is not installed`
    : 'the Electron runtime does not start here';
};

/** The reason in a failed download's output, in a few words. */
const whyFailed = (output) => {
  const status = /(?:Response code|status(?: code)?:?|HTTP\/[\d.]+) (\d{3})/i.exec(output)?.[1];
  if (status) return `its server answers ${status}`;
  const code =
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOSPC|EACCES|CERT_\w+|\w+_CERT\w*)\b/.exec(
      output,
    )?.[1];
  if (code) return code;
  if (/checksum|sha256/i.test(output)) return 'what came is not what it should be';
  return 'its server can’t be reached';
};

/** Lets the package download its runtime, for at most `seconds`. Gives why not, or undefined when it is there. */
const download = (seconds) =>
  new Promise((resolve) => {
    console.log(`Getting Electron’s runtime ${version()}, once; at most ${seconds} s …`);
    const child = spawn(node24(), [join(folder, 'install.js')], {
      cwd: root,
      env: env24(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
      });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    const stopped = () => {
      child.kill('SIGKILL');
      process.exit(130);
    };
    process.once('SIGINT', stopped);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stopped);
      if (late) resolve(`Electron’s runtime did not come within ${seconds} s`);
      else
        resolve(
          code === 0 && installedProgram()
            ? undefined
            : `Electron’s runtime can’t be downloaded (${whyFailed(output)})`,
        );
    });
  });

/**
 * The runtime's program, got where it is missing.
 *
 * A try that failed is remembered with its version, so that only the first start waits; `again` tries once more.
 *
 * @returns {Promise<{program: string} | {reason: string}>}
 */
export const electronRuntime = async ({ again }) => {
  const remembered = again ? undefined : readJson(memory);
  const known = remembered?.version === version() ? remembered : undefined;
  const program = installedProgram();
  if (program) {
    // Asking the program takes a moment, so the answer is kept too; not for another folder's.
    if (known?.runs === program) return { program };
    const reason = whyNotRunning(program);
    if (reason) return { reason };
    writeJson(memory, { version: version(), runs: program });
    return { program };
  }
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return { reason: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' };
  if (known?.reason) return { reason: `${known.reason}; "npm start -- --electron" tries again` };

  const seconds = Math.max(1, Number(process.env.ROLLMARK_ELECTRON_WAIT) || 90);
  const reason = await download(seconds);
  if (reason) {
    writeJson(memory, { version: version(), reason, at: new Date().toISOString() });
    return { reason };
  }
  rmSync(memory, { force: true });
  return electronRuntime({ again: false });
};
