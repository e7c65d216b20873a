import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CHILD, FAULTY } from './build-bundles.ts';

export type Child = {
  process: ChildProcess;
  pid: number;
  /** The next line that it says; undefined once it has ended. */
  next(): Promise<string | undefined>;
  /** Kills it as the out-of-memory killer would, and waits until it is gone. Returns what it had still said. */
  kill(): Promise<string[]>;
  /** What it wrote to standard error. */
  complaints(): string;
};

/** Starts tests/support/child.ts, as built, in a process of its own. */
export const startChild = (...args: string[]): Child => start(CHILD, args);
/** The same with tests/reliability/child.ts. */
export const startFaulty = (...args: string[]): Child => start(FAULTY, args);

const start = (program: string, args: readonly string[]): Child => {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : (value as string);
  };
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    process: child,
    pid: child.pid!,
    next,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
      const rest: string[] = [];
      for (let line = await next(); line !== undefined; line = await next()) rest.push(line);
      return rest;
    },
    complaints: () => stderr,
  };
};
