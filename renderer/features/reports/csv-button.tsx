import { Button, Checkbox, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../bridge/client.ts';
import { isCancelled, sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { DownloadIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { type ExportInput, exportJob } from './jobs.ts';
import css from './reports.module.css';

/** What is saved: undefined where the user stopped it or gave no place. */
type Saved = { lines: number; events: number } | undefined;

/** Writes the table, saves it where the user says, and lets go of it. */
const save = async (input: ExportInput): Promise<Saved> => {
  await exportJob.start(input);
  const job = exportJob.get();
  if (job.status === 'failed') throw job.error;
  if (job.status !== 'done') return undefined;
  const { token, lines, checkpoint } = job.result;
  try {
    return (await saveDocument(job.result)) ? { lines, events: checkpoint.size } : undefined;
  } finally {
    exportJob.reset();
    await client.documents.discard({ token }).catch(() => undefined);
  }
};

const counted = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : `${one}s`}`;

const whichLines = ({ from, to }: ExportInput): string =>
  from || to
    ? `Lines ${(from ?? 1).toLocaleString('en-US')} to ${to?.toLocaleString('en-US') ?? 'the last'}`
    : 'All lines';

const viewWords = ({ view, asOf }: ExportInput): string =>
  view === 'original' ? 'as first written' : asOf ? 'as they read then' : 'as they read today';

type FormProps = { input: ExportInput; statutory: boolean; onClose: () => void };

const CsvForm = ({ input, statutory, onClose }: FormProps) => {
  const [openOnly, setOpenOnly] = useState(false);
  const job = useJob(exportJob);
  const saving = useMutation({ mutationFn: save });
  if (saving.data)
    return (
      <div className={css.csv}>
        <Notice meaning="fine" title="The table is saved" live>
          It has {counted(saving.data.lines, 'line')}. The checkpoint signed for it covers{' '}
          {counted(saving.data.events, 'event')}.
        </Notice>
        <div className="rm-dialog-actions">
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </div>
      </div>
    );
  if (job.status === 'running')
    return <JobProgress label="Writing the table" state={job} onCancel={exportJob.cancel} />;
  return (
    <div className={css.csv}>
      <Notice meaning="mind" title="The file is in the clear">
        Whoever has it can read it: nothing protects it as the ledger is protected. Keep it as you keep the printed
        book.
      </Notice>
      <p>
        {whichLines(input)}, {viewWords(input)}, in{' '}
        {statutory ? 'the columns of 27 CFR 478.125(e)' : 'the columns of the printed book, but for prices'} and no
        others. Notes and prices are never in it. What was corrected is shown by the printed book.
      </p>
      <Checkbox
        label="Only lines that are still open"
        checked={openOnly}
        onChange={(event) => setOpenOnly(event.currentTarget.checked)}
      />
      <Notice meaning="note" title="In the spreadsheet, import it; do not just open it">
        Set every column to Text. Otherwise 00123 becomes 123, 1E10 a large number and 3-4 a day. Text that would be
        taken for a formula has an apostrophe before it.
      </Notice>
      {saving.error && !isCancelled(saving.error) ? (
        <Notice meaning="stop" title={sentenceOf(saving.error)} live />
      ) : null}
      {saving.isSuccess ? <p role="status">Nothing was saved.</p> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={saving.isPending} onClick={() => saving.mutate({ ...input, openOnly })} data-autofocus>
          Save as CSV
        </Button>
      </div>
    </div>
  );
};

type Props = {
  /** What is chosen; undefined where the choice can't be made, which `onAsk` then shows. */
  input: ExportInput | undefined;
  statutory: boolean;
  onAsk: () => void;
};

/** Saves a book as a table for a spreadsheet, after saying what such a file is. */
export const CsvButton = ({ input, statutory, onAsk }: Props) => {
  const [asked, setAsked] = useState<ExportInput>();
  const close = () => {
    if (exportJob.get().status === 'running') exportJob.cancel();
    setAsked(undefined);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<DownloadIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => {
          onAsk();
          setAsked(input);
        }}
      >
        Save as CSV…
      </Button>
      <Modal
        opened={asked !== undefined}
        onClose={close}
        title="Save the book as a table"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {asked ? <CsvForm input={asked} statutory={statutory} onClose={close} /> : null}
      </Modal>
    </>
  );
};
