import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';
import { useJob } from '../../bridge/jobs.ts';
import { BackupIcon, PlusIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice, Sign } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { AddFolderDialog } from './add-folder.tsx';
import css from './backups.module.css';
import { FolderPanel } from './folder-panel.tsx';
import { type BackupRun, backupJob } from './jobs.ts';
import { count, sizeWords } from './words.ts';

const HOW = [
  { what: 'When', text: 'By itself, every day on which the ledger is open, and whenever it is locked.' },
  {
    what: 'Checked',
    text: 'Each backup is opened, verified from its first event to its last and counted before it counts as one. What does not hold is not kept.',
  },
  {
    what: 'Kept',
    text: 'The newest of each of the last 7 days, 5 weeks and 12 months, and one of every year. Older ones are removed only after a newer one was verified that holds all of what they hold.',
  },
  {
    what: 'Who can read it',
    text: 'Whoever has a passphrase or the recovery key of that time. A backup is encrypted like the ledger.',
  },
  {
    what: 'Restoring',
    text: 'Lock the ledger, then press “Restore from a backup”. It takes an owner’s passphrase or the recovery key. Nothing is ever written over.',
  },
] as const;

const How = () => (
  <Panel title="How it works">
    <dl className={css.how}>
      {HOW.map(({ what, text }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  </Panel>
);

const Result = ({ runs }: { runs: readonly BackupRun[] }) => {
  const failed = runs.filter(({ ok }) => !ok).length;
  return (
    <Notice
      meaning={failed === 0 ? 'fine' : 'mind'}
      live
      title={
        failed === 0
          ? `Backed up to ${count(runs.length, 'folder', 'folders')}`
          : `${failed} of ${count(runs.length, 'folder', 'folders')} got no backup`
      }
    >
      <ul className={css.runs}>
        {runs.map((run) => (
          <li key={`${run.folder} ${run.name}`}>
            <Sign meaning={run.ok ? 'fine' : 'mind'} size={16} />
            <span>
              <strong>{run.folder}</strong>{' '}
              {run.ok ? (
                <>
                  {count(run.events, 'event', 'events')}, {sizeWords(run.bytes)}, verified:{' '}
                  <span className={css.folderName}>{run.name}</span> {run.message}
                </>
              ) : (
                run.message
              )}
            </span>
          </li>
        ))}
      </ul>
    </Notice>
  );
};

/** Is there a copy of this ledger where nothing that happens here can reach it, and would it open? */
export const BackupsPage = () => {
  const may = useMay();
  const job = useJob(backupJob);
  const folders = useQuery(api.backups.folders.queryOptions({ staleTime: 0 }));
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState('');
  const known = folders.data ?? [];
  const running = job.status === 'running';
  const add = (
    <Button
      variant={known.length === 0 ? 'filled' : 'default'}
      leftSection={<PlusIcon size={18} stroke={1.5} aria-hidden="true" />}
      onClick={() => {
        setSaid('');
        setAdding(true);
      }}
    >
      Add a folder
    </Button>
  );
  return (
    <Page
      title="Backups"
      lead="Copies of the whole ledger in other folders, made by themselves every day and whenever it is locked."
      actions={
        known.length > 0 ? (
          <>
            {may('own') ? add : null}
            {may('write') ? (
              <Button
                leftSection={<BackupIcon size={18} stroke={1.5} aria-hidden="true" />}
                disabled={running}
                onClick={() => {
                  setSaid('');
                  void backupJob.start(undefined);
                }}
              >
                Back up now
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <div className={css.columns}>
        <div className={css.stack}>
          {said ? <Notice meaning="note" title={said} live /> : null}
          {job.status === 'running' ? (
            <Panel>
              <JobProgress label="Backing up" state={job} onCancel={backupJob.cancel} />
            </Panel>
          ) : null}
          {job.status === 'done' && job.result.length > 0 ? <Result runs={job.result} /> : null}
          {job.status === 'failed' ? <Failed error={job.error} /> : null}
          {job.status === 'cancelled' ? (
            <Notice meaning="note" title="The backup was stopped" live>
              Nothing was kept of what was not finished. The older backups are as they were.
            </Notice>
          ) : null}
          {folders.isPending ? <Waiting /> : null}
          {folders.isError ? <Failed error={folders.error} onRetry={() => void folders.refetch()} /> : null}
          {folders.data && known.length === 0 ? (
            <Panel>
              <Empty
                icon={<BackupIcon size={40} stroke={1.25} />}
                title="This ledger is not backed up yet"
                actions={may('own') ? add : undefined}
              >
                If this disk fails, or this computer burns or is stolen, everything in the ledger is lost with it.{' '}
                {may('own')
                  ? 'Plug in a drive, then add a folder on it: the first backup is made at once, the others by themselves.'
                  : 'Ask an owner of the ledger to add a folder for backups here.'}
              </Empty>
            </Panel>
          ) : null}
          {known.map((folder) => (
            <FolderPanel key={folder.id} folder={folder} onRemoved={setSaid} />
          ))}
        </div>
        <How />
      </div>
      <AddFolderDialog
        opened={adding}
        folders={known.length}
        onClose={() => setAdding(false)}
        onDone={(words) => {
          setAdding(false);
          setSaid(words);
        }}
      />
    </Page>
  );
};
