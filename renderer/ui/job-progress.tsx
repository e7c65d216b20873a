import { Button, Progress } from '@mantine/core';
import { type JobState, remainingWords } from '../bridge/jobs.ts';
import css from './job-progress.module.css';

type Props = {
  label: string;
  state: Extract<JobState<unknown, unknown>, { status: 'running' }>;
  onCancel: () => void;
  cancelLabel?: string;
};

const sentence = (stage: string): string => (stage ? stage[0]!.toUpperCase() + stage.slice(1) : '');

/** Long work under way: how far, how long still, and how to stop it. */
export const JobProgress = ({ label, state, onCancel, cancelLabel = 'Cancel' }: Props) => {
  const { done, total, stage } = state;
  const percent = total > 0 ? Math.min(100, (100 * done) / total) : 0;
  const left = remainingWords(done, total, performance.now() - state.stageAt);
  return (
    <div className={css.job}>
      <div className={css.head}>
        <strong>{label}</strong>
        <span className={css.left}>{left}</span>
      </div>
      <Progress.Root size={8}>
        <Progress.Section
          value={total > 0 ? percent : 100}
          animated={total === 0}
          striped={total === 0}
          aria-label={label}
          {...(total > 0 ? {} : { 'aria-valuetext': 'Under way' })}
        />
      </Progress.Root>
      <div className={css.foot}>
        <span className="nums">
          {[sentence(stage), total > 0 ? `${Math.floor(percent)} %` : ''].filter(Boolean).join(': ')}
        </span>
        <Button size="sm" variant="default" onClick={onCancel}>
          {cancelLabel}
        </Button>
      </div>
    </div>
  );
};
