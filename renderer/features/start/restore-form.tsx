import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../../bridge/errors.ts';
import { useJob } from '../../bridge/jobs.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { count, type FoundBackup, sizeWords } from '../backups/words.ts';
import { OtherWays } from './other-ways.tsx';
import ways from './restore.module.css';
import { restoreJob, startRestore } from './restore-job.ts';
import { emptyWords, givenSecret, isAboutSecret, SecretField, type SecretKind } from './secret-field.tsx';
import css from './start.module.css';

type Props = {
  /** The place that the backup is in. */
  token: string;
  backup: FoundBackup;
  moment: (instant: string) => string;
  onBack: () => void;
};

/** Asks for the passphrase or recovery key of a backup, restores it, and says how far that is. */
export const RestoreForm = ({ token, backup, moment, onBack }: Props) => {
  const job = useJob(restoreJob);
  const [kind, setKind] = useState<SecretKind>('passphrase');
  const [secret, setSecret] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // What came of another backup is not said of this one. Not when leaving: what was restored is said on the next page.
  useEffect(() => restoreJob.reset(), []);
  const failed = job.status === 'failed' ? job.error : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field changes with the kind, and is back after a failure
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [kind, job.status]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret.trim() === '') return setEmpty(true);
    startRestore({ token, folder: backup.folder }, givenSecret(kind, secret));
  };
  const change = (typed: string) => {
    setSecret(typed);
    setEmpty(false);
    if (failed) restoreJob.reset();
  };
  const error = empty ? emptyWords(kind) : failed && isAboutSecret(failed) ? sentenceOf(failed) : undefined;
  const running = job.status === 'running';
  return (
    <form onSubmit={submit} noValidate>
      <div className={css.makerBody}>
        <div>
          <h2 className={css.opening}>{backup.name}</h2>
          <p className="dim">
            Backup of {moment(backup.madeAt)}: {count(backup.lines, 'line', 'lines')},{' '}
            {count(backup.events, 'event', 'events')}, {sizeWords(backup.bytes)}
          </p>
        </div>
        {running ? (
          <JobProgress label="Restoring" state={job} onCancel={restoreJob.cancel} />
        ) : (
          <>
            <SecretField
              ref={field}
              kind={kind}
              value={secret}
              error={error}
              description="Its twelve words, with spaces between them."
              onChange={change}
              onEnter={submit}
            />
            <p className="dim">
              Use {{ passphrase: 'an owner’s passphrase', recovery: 'the recovery key', custodians: 'the parts' }[kind]}{' '}
              of that time. If it was changed since, the new one does not open this backup.
            </p>
          </>
        )}
        {job.status === 'cancelled' ? (
          <Notice meaning="note" title="Restoring was stopped" live>
            Nothing was kept of it, and nothing was changed.
          </Notice>
        ) : null}
        {failed && !isAboutSecret(failed) ? (
          <Notice meaning="stop" title={sentenceOf(failed)} live>
            The backup and the ledgers that are there are as they were.
          </Notice>
        ) : null}
      </div>
      <footer className={css.makerFoot}>
        <Button variant="default" onClick={onBack} disabled={running}>
          Choose another backup
        </Button>
        <div className={ways.ways}>
          <OtherWays
            kind={kind}
            disabled={running}
            onChoose={(other) => {
              setKind(other);
              change('');
            }}
          />
          <Button type="submit" disabled={running}>
            Restore
          </Button>
        </div>
      </footer>
    </form>
  );
};
