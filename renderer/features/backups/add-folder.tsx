import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';
import css from './backups.module.css';
import { backupJob, backupsChanged } from './jobs.ts';
import { PlaceChoice } from './place-choice.tsx';
import { type BackupPlace, KEEP_WORDS } from './words.ts';

type Props = {
  /** How many folders the ledger has already. */
  folders: number;
  onClose: () => void;
  onDone: (said: string) => void;
};

const Form = ({ folders, onClose, onDone }: Props) => {
  const [place, setPlace] = useState<BackupPlace>();
  const [missing, setMissing] = useState(false);
  const add = useMutation({
    mutationFn: async ({ token }: BackupPlace) => {
      await client.backups.addFolder({ token });
      return client.backups.folders();
    },
    onSuccess: async (now) => {
      await backupsChanged();
      if (now.length === folders) return onDone('This folder is in the list already');
      // The first backup is made while the drive is sure to be there.
      void backupJob.start(undefined);
      onDone('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!place) return setMissing(true);
    if (!add.isPending) add.mutate(place);
  };
  return (
    <form className={css.stack} onSubmit={submit} noValidate>
      <p>
        A backup is for the day on which this disk fails, or this computer is gone. One on the same disk does not
        survive that disk. Best is a drive that you take out, and a second one that you keep somewhere else.
      </p>
      <PlaceChoice
        legend="Back up to"
        words={KEEP_WORDS}
        chosen={place}
        onChoose={(next) => {
          setPlace(next);
          setMissing(false);
          if (add.error) add.reset();
        }}
      />
      {place?.kind === 'this computer' ? (
        <Notice meaning="mind" title="This folder is on this computer">
          Use it beside a drive that can be taken out, not instead of one. Plug one in and press “Look again”.
        </Notice>
      ) : null}
      {missing ? <Notice meaning="stop" title="Choose a folder." live /> : null}
      {add.error ? <Notice meaning="stop" title={sentenceOf(add.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Add it and back up now
        </Button>
      </div>
    </form>
  );
};

/** Adds a folder to those that the ledger is backed up to, and makes the first backup there. */
export const AddFolderDialog = ({ opened, ...props }: Props & { opened: boolean }) => (
  <Modal
    opened={opened}
    onClose={props.onClose}
    title="Add a folder for backups"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {opened ? <Form {...props} /> : null}
  </Modal>
);
