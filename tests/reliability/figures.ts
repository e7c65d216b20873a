import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commitNow } from '../../scripts/commit.ts';

/**
 * The same tests in two sizes: short with all other tests, and long by `npm run reliability`, which sets this variable
 * and writes docs/reliability.md from what is reported here.
 */
export const LONG = process.env.ROLLMARK_RELIABILITY === 'long';
const FOLDER = resolve(import.meta.dirname, '../../out/reliability');

/** So many in CI, so many in the long form. */
export const times = (short: number, long: number): number => (LONG ? long : short);

/**
 * Keeps what a test counted, for docs/reliability.md.
 *
 * @param kinds what must have been counted for the figures to be whole. Where one is missing, as after a run of some tests
 *   only (`-t`), nothing is kept, and earlier figures stay as they are
 */
export const report = (
  name: string,
  figures: Readonly<Record<string, unknown>>,
  kinds: readonly string[] = [],
): void => {
  console.log(`${name}: ${JSON.stringify(figures)}`);
  const missing = kinds.filter((kind) => !figures[kind]);
  if (missing.length > 0) console.log(`${name}: not kept, because these did not run: ${missing.join(', ')}`);
  if (!LONG || missing.length > 0) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, `${name}.json`),
    `${JSON.stringify({ at: new Date().toISOString(), commit: commitNow(), figures }, null, 2)}\n`,
  );
};

/** All of them, two at a time: most of each is waiting for a process or a disk. */
export const inLanes = async <T>(all: readonly T[], one: (item: T, at: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) await one(all[at]!, at);
  };
  await Promise.all([lane(), lane()]);
};
