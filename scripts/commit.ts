import { spawnSync } from 'node:child_process';
import { root } from './setup.mjs';

const git = (...args: string[]): string | undefined => {
  const ran = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return ran.status === 0 ? ran.stdout.trim() : undefined;
};

/** What stands in the project's folder: `4fcae05`, `4fcae05, changed`, or `no commit known` where git is not there. */
export const commitNow = (): string => {
  const head = git('rev-parse', '--short=7', 'HEAD');
  if (head === undefined) return 'no commit known';
  return git('status', '--porcelain') === '' ? head : `${head}, changed`;
};
