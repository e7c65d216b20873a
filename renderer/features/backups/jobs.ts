import { onForget } from '../../app/forget.ts';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';

export type BackupRun = ResultOf<typeof client.backups.run>[number];

/** A backup goes on while one looks at other pages. */
export const backupJob = createJob<undefined, BackupRun[]>((_, options) => client.backups.run(undefined, options));

onForget(backupJob.reset);

/** After a backup, or a change of the folders: everything that says how they stand is read again. */
export const backupsChanged = (): Promise<void> =>
  Promise.all(
    [api.backups, api.ledger.status, api.trail].map((part) => queryClient.invalidateQueries({ queryKey: part.key() })),
  ).then(() => undefined);

// One folder may have got its backup although the run ended early.
backupJob.subscribe(() => {
  if (['done', 'failed', 'cancelled'].includes(backupJob.get().status)) void backupsChanged();
});
