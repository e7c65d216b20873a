import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const run = (program: string, ...args: string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Mounting needs Linux and the right to; without it the tests that need it are skipped and say so. */
const tryMount = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const at = join('/tmp', `rollmark-mount-${process.pid}`);
  mkdirSync(at);
  const can = run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at);
  if (can) run('umount', at);
  rmSync(at, { recursive: true });
  return can;
};

export const canMount = tryMount();
export const isRoot = process.getuid?.() === 0;

export type Disk = {
  path: string;
  /** Fills it to the last byte, then frees about so many bytes. */
  fill(free?: number): void;
  makeRoom(): void;
  setReadOnly(readOnly: boolean): void;
  remove(): void;
};

/** A small disk of its own, in memory. */
export const smallDisk = (path: string, bytes: number): Disk => {
  mkdirSync(path, { recursive: true });
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path)) throw new Error(`Could not mount ${path}.`);
  const filler = (n: number) => join(path, `filler-${n}`);
  const write = (file: string, most: number): void => {
    const fd = openSync(file, 'a');
    const block = Buffer.alloc(4096);
    try {
      for (let written = 0; written < most; written += 4096) writeSync(fd, block);
    } catch {
      // Full: what was wanted.
    }
    closeSync(fd);
  };
  return {
    path,
    fill: (free = 0) => {
      if (free > 0) write(filler(1), free);
      write(filler(2), Number.POSITIVE_INFINITY);
      rmSync(filler(1), { force: true });
    },
    makeRoom: () => {
      for (const n of [1, 2]) rmSync(filler(n), { force: true });
    },
    setReadOnly: (readOnly) => {
      if (!run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, path)) throw new Error(`Could not remount ${path}.`);
    },
    remove: () => {
      if (!run('umount', path)) run('umount', '-l', path);
    },
  };
};
