import { Link } from 'wouter';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { useJob } from '../../bridge/jobs.ts';
import { Notice } from '../../ui/meaning.tsx';
import { count } from '../backups/words.ts';
import { restoreJob } from '../start/restore-job.ts';

/** What was just restored, and what a restore left out: said on arrival and for as long as it is so. */
export const Restored = () => {
  const { known } = useLedger();
  const moment = useMoment();
  const job = useJob(restoreJob);
  const restored = known.state === 'restored';
  const since = (
    <p>
      {known.message} <Link href="/trail">The trail</Link> shows where it begins again.
    </p>
  );
  if (job.status === 'done')
    return (
      <Notice meaning="fine" title={`Restored as “${job.result.ledger.replace(/\.rollmark$/, '')}”`} live>
        <p>
          From the backup of {moment(job.result.madeAt)}: {count(job.result.lines, 'line', 'lines')},{' '}
          {count(job.result.events, 'event', 'events')}, all verified. Nothing was written over: it is a ledger of its
          own beside those that are there, and the backup is as it was.
        </p>
        {restored ? since : null}
      </Notice>
    );
  return restored ? (
    <Notice meaning="note" title="Restored from a backup">
      {since}
    </Notice>
  ) : null;
};
