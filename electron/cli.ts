import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { runCli } from './cli/commands.ts';
import { EXIT, say } from './cli/io.ts';
import { placesOf } from './hosts/places.ts';

/** Entry 3: the command line, which needs no window. */
let isLost = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away (`| head`): that is no failure of ours, and the exit code is still the work's.
  if (isLost || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
  isLost = true;
  say('The result could not be written: there is no room where it goes, or it may not be written there.');
  process.exitCode = EXIT.usage;
});
process.stderr.on('error', () => undefined);

// npm runs scripts in the project's folder; a path on the command line is meant from where the user stands.
if (process.env.npm_lifecycle_event === 'rollmark' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// The same folder as the app's hosts use, so that each knows the checkpoints that the other kept.
const profile = resolve(placesOf(process.env, process.platform, homedir()).config);
const code = await runCli(process.argv.slice(2), profile);
process.exitCode = isLost ? EXIT.usage : code;
