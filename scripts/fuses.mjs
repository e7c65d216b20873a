// Electron's fuses: the switches that are burnt into a packaged program. electron-builder.yml says how each is to be;
// this reads how they are, out of the program itself.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the order of the wire, version 1. https://www.electronjs.org/docs/latest/tutorial/fuses */
export const FUSES = [
  ['runAsNode', false],
  ['enableCookieEncryption', true],
  ['enableNodeOptionsEnvironmentVariable', false],
  ['enableNodeCliInspectArguments', false],
  ['enableEmbeddedAsarIntegrityValidation', true],
  ['onlyLoadAppFromAsar', true],
  ['loadBrowserProcessSpecificV8Snapshot', false],
  ['grantFileProtocolExtraPrivileges', false],
];

/** Stands before the wire in every program of Electron's. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WORDS = { 0: false, 1: true };

/** The fuses of a program by name: true, false, or undefined where it has none at that place. None: no such program. */
export const fusesIn = (program) => {
  const at = program.indexOf(SENTINEL);
  if (at < 0) return undefined;
  const wire = program.subarray(at + SENTINEL.length);
  const [version, length] = wire;
  if (version !== 1) return undefined;
  const states = wire.subarray(2, 2 + length).toString('latin1');
  // 0: off, 1: on, r: this Electron has no such fuse any more.
  return Object.fromEntries(FUSES.map(([name], n) => [name, WORDS[states[n]]]));
};

/** A sentence for each fuse of a program that is not as it should be. */
export const fuseProblems = (program) => {
  const fuses = fusesIn(program);
  if (!fuses) return ['It holds no fuses.'];
  return FUSES.filter(([name, wanted]) => fuses[name] !== wanted).map(
    ([name, wanted]) => `${name} is ${fuses[name] ?? 'missing'}, and should be ${wanted}.`,
  );
};

/** The programs that hold the fuses, among what electron-builder leaves unpacked in a folder. */
export const packagedPrograms = (dist) =>
  (existsSync(dist) ? readdirSync(dist) : []).flatMap((name) =>
    [
      join(dist, name, 'rollmark'),
      join(dist, name, 'Rollmark.exe'),
      join(dist, name, 'Rollmark.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'),
    ].filter((path) => existsSync(path)),
  );

/** A sentence for each fuse of each packaged program that is not as it should be, or for there being none. */
export const packagedProblems = (dist) => {
  const programs = packagedPrograms(dist);
  if (programs.length === 0) return ['There is no unpacked program in dist/ to read the fuses of.'];
  return programs.flatMap((path) => fuseProblems(readFileSync(path)).map((problem) => `${path}: ${problem}`));
};
