import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Failed } from '../../ui/states.tsx';
import { asOfJob, type Earlier, type EarlierOrWhyNot, useEarlierWords } from './as-of.ts';

type Props = { state: EarlierOrWhyNot; today: string; children: (earlier: Earlier) => ReactNode };

/** What is shown of an earlier state once the engine holds it; until then how far it is, or why it can't be shown. */
export const AsOfGate = ({ state: { earlier, job, again }, today, children }: Props) => {
  if (earlier) return children(earlier);
  if (job.status === 'running') return <JobProgress label="Going back" state={job} onCancel={asOfJob.cancel} />;
  const back = (
    <Button component={Link} href={today} variant="default" size="sm">
      Back to today
    </Button>
  );
  if (job.status === 'failed')
    return (
      <>
        <Failed error={job.error} onRetry={again} />
        <div>{back}</div>
      </>
    );
  return (
    <Notice
      meaning="note"
      title="Stopped before it was there"
      live
      actions={
        <>
          <Button variant="default" size="sm" onClick={again}>
            Go back again
          </Button>
          {back}
        </>
      }
    >
      Nothing was changed.
    </Notice>
  );
};

/** Says that what stands below is not today's book, and how to come back to it. */
export const AsOfBanner = ({ earlier, today, children }: { earlier: Earlier; today: string; children?: ReactNode }) => {
  const words = useEarlierWords();
  return (
    <Notice
      meaning="mind"
      title={`The book as it stood on ${words(earlier)}`}
      beside
      actions={
        <>
          {children}
          <Button component={Link} href={today} size="sm">
            Back to today
          </Button>
        </>
      }
    >
      What was entered or corrected later is not shown.
    </Notice>
  );
};
