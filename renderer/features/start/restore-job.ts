import { onForget } from '../../app/forget.ts';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';
import type { GivenSecret } from './secret-field.tsx';

/** The secret on its way to the engine. It is no part of the job, whose input is kept for as long as its result. */
let handedOver: GivenSecret | undefined;

/** A restore from the door. Its result is still told on the first page of the ledger that it opened. */
export const restoreJob = createJob<{ token: string; folder: string }, ResultOf<typeof client.backups.restore>>(
  (backup, options) => {
    const secret = handedOver!;
    handedOver = undefined;
    return client.backups.restore({ ...backup, secret }, options);
  },
);

/** Restores a backup of a granted place with the passphrase, or the recovery key, of that time. */
export const startRestore = (backup: { token: string; folder: string }, secret: GivenSecret): void => {
  handedOver = secret;
  void restoreJob.start(backup);
};

onForget(restoreJob.reset);

// Done, the ledger is open. Stopped too late, it is open as well, and the status says so.
restoreJob.subscribe(() => {
  if (['done', 'cancelled'].includes(restoreJob.get().status))
    void queryClient.invalidateQueries({ queryKey: api.ledger.status.key() });
});
