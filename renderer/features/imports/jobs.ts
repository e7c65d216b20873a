import type { BookId } from '../../../shared/domain/settings.ts';
import { onForget } from '../../app/forget.ts';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';
import type { FileKind } from './kinds.ts';

export type DryRunReport = ResultOf<typeof client.imports.dryRun>;
export type ImportResult = ResultOf<typeof client.imports.run>;
/** A file with what was said of it: which kind it is, and which book it is for. */
type File = { token: string; name: string; format: FileKind; book: BookId };

/** The trial of a file, and its import: both go on while the user looks at other pages. */
export const dryRunJob = createJob<File, DryRunReport>(({ token, format, book }, options) =>
  client.imports.dryRun({ token, format, book }, options),
);
export const importJob = createJob<File & { onlyGood: boolean }, ImportResult>(
  ({ token, format, book, onlyGood }, options) => client.imports.run({ token, format, book, onlyGood }, options),
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
