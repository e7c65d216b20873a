import { Button, Modal, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { asOfPath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { useJob } from '../../bridge/jobs.ts';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { TrailIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import css from './as-of.module.css';
import { asOfJob } from './as-of.ts';

type Way = 'day' | 'checkpoint';

const Checkpoints = ({
  value,
  onChange,
  error,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
  error: string | undefined;
}) => {
  const moment = useMoment();
  const checkpoints = useQuery(api.trail.checkpoints.queryOptions());
  if (checkpoints.isPending) return <Waiting />;
  if (checkpoints.isError) return <Failed error={checkpoints.error} onRetry={() => void checkpoints.refetch()} />;
  return (
    <Select
      label="Checkpoint"
      description="One was signed whenever the ledger was printed, proven against or closed. A printed page says how many events its own covers."
      placeholder="Signed when, events"
      data={checkpoints.data.map(({ size, signedAt }) => ({
        value: String(size),
        label: `${moment(signedAt)} · ${size.toLocaleString('en-US')} ${size === 1 ? 'event' : 'events'}`,
      }))}
      value={value}
      onChange={onChange}
      error={errorNote(error)}
      searchable
      nothingFoundMessage="No checkpoint of this ledger reads like that."
      maxDropdownHeight={240}
    />
  );
};

const AsOfForm = ({ book, onClose }: { book: string; onClose: () => void }) => {
  const { ledger, today } = useLedger();
  const [, navigate] = useLocation();
  const job = useJob(asOfJob);
  const [way, setWay] = useState<Way>('day');
  const [day, setDay] = useState('');
  const [size, setSize] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  // What a page before this dialog asked for is not its business.
  const asked = useRef<string>(undefined);
  const mine = job.status !== 'idle' && job.input.at === asked.current ? job : undefined;
  const at = way === 'day' ? day.trim() : (size ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(at === '');
    if (at === '') return;
    asked.current = at;
    await asOfJob.start({ ledger, at });
    const done = asOfJob.get();
    if (done.status !== 'done' || done.input.at !== at) return;
    onClose();
    navigate(asOfPath({ book, size: done.result.size }));
  };
  const change = () => {
    asked.current = undefined;
    setMissing(false);
  };
  const refused = mine?.status === 'failed' && codeOf(mine.error) === 'REFUSED' ? sentenceOf(mine.error) : undefined;
  const error =
    refused ?? (missing ? (way === 'day' ? 'Write the day to go back to.' : 'Choose a checkpoint.') : undefined);
  if (mine?.status === 'running') return <JobProgress label="Going back" state={mine} onCancel={asOfJob.cancel} />;
  return (
    <form onSubmit={(event) => void submit(event)} className={css.form} noValidate>
      <SegmentedControl
        aria-label="Go back to"
        fullWidth
        value={way}
        onChange={(value) => {
          setWay(value as Way);
          change();
        }}
        data={[
          { value: 'day', label: 'The end of a day' },
          { value: 'checkpoint', label: 'A checkpoint' },
        ]}
      />
      {way === 'day' ? (
        <DateField
          label="Day"
          description="Everything recorded by the end of this day is shown, and nothing that was recorded later."
          value={day}
          onChange={(value) => {
            setDay(value);
            change();
          }}
          today={today}
          error={errorNote(error)}
        />
      ) : (
        <Checkpoints
          value={size}
          onChange={(value) => {
            setSize(value);
            change();
          }}
          error={error}
        />
      )}
      {mine?.status === 'failed' && refused === undefined ? <Failed error={mine.error} /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit">Go back</Button>
      </div>
    </form>
  );
};

/** Opens the choice of an earlier state of a book: the end of a day, or a checkpoint. */
export const AsOfButton = ({ book }: { book: string }) => {
  const [opened, setOpened] = useState(false);
  const close = () => {
    if (asOfJob.get().status === 'running') asOfJob.cancel();
    setOpened(false);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        leftSection={<TrailIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        As it stood…
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="The book as it stood"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened ? <AsOfForm book={book} onClose={() => setOpened(false)} /> : null}
      </Modal>
    </>
  );
};
