import { onForget } from '../../app/forget.ts';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';

export type DryRunReport = ResultOf<typeof client.imports.dryRun>;
export type ImportResult = ResultOf<typeof client.imports.run>;
type File = { token: string; name: string };

/** The trial of a file, and its import: both go on while the user looks at other pages. */
export const dryRunJob = createJob<File, DryRunReport>(({ token }, options) =>
  client.imports.dryRun({ token, format: 'fastbound' }, options),
);
export const importJob = createJob<File & { onlyGood: boolean }, ImportResult>(
  ({ token, onlyGood }, options) => client.imports.run({ token, format: 'fastbound', onlyGood }, options),
  ({ token }) => client.imports.outcome({ token }),
);

onForget(() => {
  dryRunJob.reset();
  importJob.reset();
});

// Whatever page is looked at when an import ends, it shows the new lines.
importJob.subscribe(() => {
  if (importJob.get().status === 'done') void bookChanged();
});
