import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { showMoment } from '../../../shared/domain/dates.ts';
import { api } from '../../bridge/client.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { BackupTable } from '../backups/backup-table.tsx';
import { PlaceChoice } from '../backups/place-choice.tsx';
import { type BackupPlace, byLedger, type FoundBackup, LOOK_WORDS } from '../backups/words.ts';
import own from './restore.module.css';
import { RestoreForm } from './restore-form.tsx';
import css from './start.module.css';

const STEPS = ['Where the backups are', 'Which backup', 'Its passphrase'] as const;

/** No ledger is open here, so there are no premises whose clock could be asked: this computer's is. */
const moment = (instant: string): string => showMoment(instant, Intl.DateTimeFormat().resolvedOptions().timeZone);

type FoundProps = { place: BackupPlace; onChoose: (backup: FoundBackup) => void };

const Found = ({ place, onChoose }: FoundProps) => {
  const found = useQuery(api.backups.found.queryOptions({ input: { token: place.token }, staleTime: 0, gcTime: 0 }));
  if (found.isPending) return <Waiting>Looking for backups</Waiting>;
  if (found.isError) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.length === 0)
    return (
      <Empty
        title="There are no backups in this folder"
        actions={
          <Button variant="default" onClick={() => void found.refetch()}>
            Look again
          </Button>
        }
      >
        A backup is a folder whose name ends in .rollmark-backup, with a backup.json in it. If it is on a drive, plug
        the drive in; or go back and choose another folder.
      </Empty>
    );
  return byLedger(found.data).map(({ ledger, name, backups }) => (
    <section key={ledger} aria-label={name} className={own.found}>
      <h2>{name}</h2>
      <BackupTable backups={backups} label={`Backups of ${name}`} moment={moment} onChoose={onChoose} />
    </section>
  ));
};

/** Makes a ledger out of a backup, from the door: where, which, and the passphrase of that time. */
export const Restore = ({ onBack }: { onBack: () => void }) => {
  const [place, setPlace] = useState<BackupPlace>();
  const [looking, setLooking] = useState(false);
  const [missing, setMissing] = useState(false);
  const [backup, setBackup] = useState<FoundBackup>();
  const heading = useRef<HTMLHeadingElement>(null);
  const step = backup ? 2 : looking ? 1 : 0;
  // Each step begins at its heading; the last one in its field.
  useEffect(() => {
    document.title = 'Restore from a backup · Rollmark';
    if (step < 2) heading.current?.focus();
  }, [step]);
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (place) setLooking(true);
    else setMissing(true);
  };
  return (
    <main className={css.door}>
      <div className={css.maker}>
        <header className={css.makerHead}>
          <h1 ref={heading} tabIndex={-1}>
            Restore from a backup
          </h1>
          <p className="dim">
            A ledger is made out of the backup, beside those that are there. Nothing is written over.
          </p>
          <ol className={css.steps} aria-label="Steps">
            {STEPS.map((name, n) => (
              <li key={name} {...(n === step ? { 'aria-current': 'step' as const } : {})}>
                <span className={css.num} aria-hidden="true">
                  {n + 1}
                </span>
                {name}
              </li>
            ))}
          </ol>
        </header>
        {place && backup ? (
          <RestoreForm token={place.token} backup={backup} moment={moment} onBack={() => setBackup(undefined)} />
        ) : place && looking ? (
          <>
            <div className={css.makerBody}>
              <p>
                In <strong>{place.name}</strong>
              </p>
              <Found place={place} onChoose={setBackup} />
            </div>
            <footer className={css.makerFoot}>
              <Button variant="default" onClick={() => setLooking(false)}>
                Look elsewhere
              </Button>
            </footer>
          </>
        ) : (
          <form onSubmit={show} noValidate>
            <div className={css.makerBody}>
              <PlaceChoice
                legend="Look for backups in"
                words={LOOK_WORDS}
                chosen={place}
                onChoose={(next) => {
                  setPlace(next);
                  setMissing(false);
                }}
              />
              {missing ? <Notice meaning="stop" title="Choose a folder." live /> : null}
            </div>
            <footer className={css.makerFoot}>
              <Button variant="default" onClick={onBack}>
                Cancel
              </Button>
              <Button type="submit">Show its backups</Button>
            </footer>
          </form>
        )}
      </div>
    </main>
  );
};
