import { runCli } from './cli/commands.ts';

/** Entry 3: the command line, which needs no window. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away (`| head`): that is no failure of ours.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
});
process.exitCode = await runCli(process.argv.slice(2));
