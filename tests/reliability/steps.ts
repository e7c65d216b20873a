import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

/**
 * Counts the steps in which this process changes what is on the disk: every statement given to SQLite by itself, and
 * every call that changes a file or folder. A process can so be ended exactly before or after any of them, where a
 * random moment would hardly ever fall between two.
 */
const FILE_CALLS = [
  'writeFileSync',
  'renameSync',
  'copyFileSync',
  'rmSync',
  'mkdirSync',
  'unlinkSync',
  'writeSync',
] as const;
const PROMISED = ['writeFile', 'rename', 'copyFile', 'rm', 'mkdir', 'open'] as const;

type Any = (...args: never[]) => unknown;

/**
 * @param counting whether steps count at this moment
 * @param at called before (`after` false) and after each step that counts, with its number, from 1
 */
export const watchSteps = (counting: () => boolean, at: (step: number, after: boolean) => void): void => {
  let steps = 0;
  const wrapped = (original: Any, counts: (self: unknown, first: unknown) => boolean): Any =>
    function (this: unknown, ...args: never[]) {
      if (!counting() || !counts(this, args[0])) return original.apply(this, args);
      steps += 1;
      const mine = steps;
      at(mine, false);
      const result = original.apply(this, args);
      if (result instanceof Promise)
        return result.then((value) => {
          at(mine, true);
          return value;
        });
      at(mine, true);
      return result;
    };
  const wrap = (on: object, names: readonly string[], counts: Parameters<typeof wrapped>[1] = () => true): void => {
    for (const name of names)
      Object.defineProperty(on, name, {
        value: wrapped((on as Record<string, Any>)[name]!, counts),
        configurable: true,
        writable: true,
      });
  };
  const memory = new Database(':memory:');
  // What is only in memory, as where a proof replays the record, changes nothing on the disk.
  const onDisk = (self: unknown) => {
    const { database = self } = self as { database?: unknown };
    return !(database as Database.Database).memory;
  };
  wrap(Object.getPrototypeOf(memory.prepare('SELECT 1')), ['run'], onDisk);
  memory.close();
  wrap(Database.prototype, ['exec'], onDisk);
  wrap(Database.prototype, ['pragma'], (self, sql) => onDisk(self) && /wal_checkpoint|journal_mode/.test(String(sql)));
  wrap(fs, FILE_CALLS);
  wrap(fs.promises, PROMISED);
  syncBuiltinESMExports();
};
