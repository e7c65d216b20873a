import { Button } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { Link } from 'wouter';
import { onForget } from '../../app/forget.ts';
import { useBook } from '../../app/ledger.tsx';
import { bookPath, linePath } from '../../app/paths.ts';
import { inElectron } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { type ChosenFile, chooseImportFile, FileError, uploadFile } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { UploadIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { type Choice, ChooseKind } from './choice.tsx';
import css from './imports.module.css';
import { dryRunJob, importJob } from './jobs.ts';
import { bookTitle, KINDS, kindFor } from './kinds.ts';
import { Trial } from './trial.tsx';

const LARGEST = 200 * 1024 * 1024;

/** Kept while the window is open, so that one comes back to the page as one left it. */
let chosenBefore: { asked: string | undefined; choice: Choice } | undefined;
onForget(() => {
  chosenBefore = undefined;
});

const STEPS = [
  [
    'Tried first',
    'Every row is read and checked as if it were typed in. You see how many can be taken, and for the others the row, the column and the reason.',
  ],
  [
    'Then decided',
    'All rows go in together or none. Where some are refused, you may put the file right, or bring in only the good ones.',
  ],
  [
    'Never half',
    'Cancel at any moment and nothing is left behind. What the file holds beyond the book’s columns is kept with each line.',
  ],
] as const;

type ChooseFileProps = {
  again: boolean;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onFile: (file: ChosenFile) => void;
};

/** Asks what kind of file it is, and for the file, or takes one that is dropped. */
const ChooseFile = ({ again, choice, onChoice, onFile }: ChooseFileProps) => {
  const kind = KINDS[choice.kind];
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const take = async (get: () => Promise<ChosenFile | null>) => {
    setError(undefined);
    setBusy(true);
    try {
      const file = await get();
      if (file) onFile(file);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const drops = !inElectron();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (!file) return;
    if (file.size > LARGEST) return setError(new FileError('The file is too large to be read.'));
    void take(() => uploadFile(file));
  };
  return (
    <>
      {error ? (
        <Notice meaning="stop" title={error instanceof FileError ? error.message : sentenceOf(error)} live />
      ) : null}
      <ChooseKind choice={choice} onChange={onChoice} />
      <div
        className={css.drop}
        data-over={over || undefined}
        {...(drops
          ? {
              onDragOver: (event: DragEvent) => {
                event.preventDefault();
                setOver(true);
              },
              onDragLeave: () => setOver(false),
              onDrop: drop,
            }
          : {})}
      >
        <Empty
          icon={<UploadIcon size={40} stroke={1.25} />}
          title={again ? 'Another file' : kind.title}
          actions={
            <Button onClick={() => void take(chooseImportFile)} loading={busy}>
              Choose a file
            </Button>
          }
        >
          {kind.file}
          {drops ? ' Choose it, or drop it here.' : ''} It is tried first, row by row; nothing is written until you say
          so.
        </Empty>
      </div>
      <ul className={css.steps}>
        {STEPS.map(([title, text]) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </>
  );
};

const range = (first: number, last: number): string =>
  first === last
    ? `line ${first.toLocaleString('en-US')}`
    : `lines ${first.toLocaleString('en-US')} to ${last.toLocaleString('en-US')}`;

/**
 * Brings a file into a book: a trial first, then all rows or, where the user says so, only the good ones.
 *
 * @param book that one came from: what is chosen at first fits it
 */
export const ImportPage = ({ book: asked }: { book?: string | undefined }) => {
  const open = useBook(asked);
  const [choice, setChoice] = useState<Choice>(
    chosenBefore && chosenBefore.asked === asked ? chosenBefore.choice : { kind: kindFor(open), book: open },
  );
  chosenBefore = { asked, choice };
  const trial = useJob(dryRunJob);
  const running = useJob(importJob);
  const file = trial.status === 'idle' ? undefined : trial.input;
  const begin = (chosen: ChosenFile) => {
    importJob.reset();
    void dryRunJob.start({
      token: chosen.token,
      name: chosen.name,
      format: choice.kind,
      book: choice.book.id,
    });
  };
  const startOver = () => {
    importJob.reset();
    dryRunJob.reset();
  };
  return (
    <Page
      title="Import"
      lead={
        file ? (
          <>
            <span className={css.file}>{file.name}</span>
            {KINDS[file.format].label === bookTitle(file.book) ? '' : `, ${KINDS[file.format].label},`} for the{' '}
            {bookTitle(file.book).toLowerCase()}
          </>
        ) : undefined
      }
      layout={trial.status === 'done' && running.status === 'idle' ? 'fill' : 'flow'}
      actions={
        trial.status === 'done' && running.status !== 'running' ? (
          <Button variant="default" onClick={startOver}>
            {running.status === 'done' ? 'Import another file' : 'Choose another file'}
          </Button>
        ) : undefined
      }
    >
      {trial.status === 'failed' ? (
        <Notice meaning="stop" title={sentenceOf(trial.error)} live>
          Nothing of “{trial.input.name}” was brought in.
        </Notice>
      ) : null}
      {trial.status === 'cancelled' ? (
        <Notice meaning="note" title="The trial was stopped. Nothing was written." live />
      ) : null}
      {trial.status === 'idle' || trial.status === 'failed' || trial.status === 'cancelled' ? (
        <ChooseFile again={trial.status !== 'idle'} choice={choice} onChoice={setChoice} onFile={begin} />
      ) : null}
      {trial.status === 'running' ? (
        <Panel>
          <JobProgress label="Trying every row" state={trial} onCancel={dryRunJob.cancel} />
        </Panel>
      ) : null}

      {running.status === 'running' ? (
        <Panel>
          <JobProgress
            label={`Importing ${running.input.name}`}
            state={running}
            onCancel={importJob.cancel}
            cancelLabel="Cancel, and leave nothing behind"
          />
          <p className={css.meanwhile}>You can go on working; the strip below shows how far it is.</p>
        </Panel>
      ) : null}
      {running.status === 'cancelled' ? (
        <Notice meaning="note" title="Cancelled. Nothing of the file is in the book." live>
          No line was written and no number was used up.
        </Notice>
      ) : null}
      {running.status === 'failed' ? (
        <Notice meaning="stop" title={sentenceOf(running.error)} live>
          Nothing of the file is in the book.
        </Notice>
      ) : null}
      {running.status === 'done' ? (
        <Notice
          meaning="fine"
          title={
            running.result.imported === 0
              ? 'No row was brought in'
              : `${running.result.imported.toLocaleString('en-US')} rows are in the book, as ${range(running.result.firstLine, running.result.lastLine)}`
          }
          live
          actions={
            running.result.imported > 0 ? (
              <>
                <Button component={Link} href={linePath({ book: running.input.book, line: running.result.firstLine })}>
                  Open the first of them
                </Button>
                <Button component={Link} href={bookPath(running.input.book)} variant="default">
                  See the book
                </Button>
              </>
            ) : undefined
          }
        >
          {running.result.refused > 0
            ? `${running.result.refused.toLocaleString('en-US')} ${running.result.refused === 1 ? 'row was' : 'rows were'} refused and left out. `
            : 'Every row was taken. '}
          The trail holds the file’s fingerprint, so that it can be shown which file these lines came from.
        </Notice>
      ) : null}
      {trial.status === 'done' && running.status !== 'running' && running.status !== 'done' ? (
        <Trial
          file={trial.input}
          report={trial.result}
          onImport={(onlyGood) => void importJob.start({ ...trial.input, onlyGood })}
        />
      ) : null}
      {running.status === 'done' && trial.status === 'done' && trial.result.refused > 0 ? (
        <Trial file={trial.input} report={trial.result} />
      ) : null}
    </Page>
  );
};
