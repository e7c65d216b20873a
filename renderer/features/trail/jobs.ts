import { onForget } from '../../app/forget.ts';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';

export type Verification = ResultOf<typeof client.trail.verify>;

/** The proof goes on while one looks at other pages. */
export const verifyJob = createJob<{ against?: string }, Verification>((input, options) =>
  client.trail.verify(input, options),
);

onForget(verifyJob.reset);

// The strip says when the ledger was last proven.
verifyJob.subscribe(() => {
  if (verifyJob.get().status === 'done') void queryClient.invalidateQueries({ queryKey: api.ledger.status.key() });
});
