import { onForget } from '../../app/forget.ts';
import { client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';

export type CheckReport = ResultOf<typeof client.check.run>;

/** The check goes on while one looks at other pages. */
export const checkJob = createJob<undefined, CheckReport>((_, options) => client.check.run(undefined, options));

onForget(checkJob.reset);
