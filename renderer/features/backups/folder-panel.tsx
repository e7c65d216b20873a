import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMoment } from '../../app/ledger.tsx';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Ask } from '../../ui/ask.tsx';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { BackupTable } from './backup-table.tsx';
import css from './backups.module.css';
import { backupsChanged } from './jobs.ts';
import { type BackupFolder, folderWords } from './words.ts';

const Listed = ({ folder }: { folder: BackupFolder }) => {
  const moment = useMoment();
  const list = useQuery(api.backups.list.queryOptions({ input: { id: folder.id }, staleTime: 0 }));
  if (list.isPending) return <Waiting>Looking into the folder</Waiting>;
  if (list.isError) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  // Before the first one, the state says so.
  if (list.data.length === 0 && !folder.good) return null;
  if (list.data.length === 0) return <p className="dim">No backup of this ledger is found in this folder now.</p>;
  return <BackupTable backups={list.data} label={`Backups in ${folder.name}`} moment={moment} />;
};

/** One of the folders: how its backups stand, and which it has. */
export const FolderPanel = ({ folder, onRemoved }: { folder: BackupFolder; onRemoved: (said: string) => void }) => {
  const moment = useMoment();
  const manages = useMay()('own');
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.backups.removeFolder({ id: folder.id }),
    onSuccess: async () => {
      await backupsChanged();
      onRemoved(`${folder.name} is off the list. The backups in it stay where they are.`);
    },
  });
  const { meaning, word, text } = folderWords(folder, moment);
  return (
    <Panel
      title={folder.name}
      actions={
        manages ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Take off the list: ${folder.name}`}
            loading={remove.isPending}
            onClick={() => setAsking(true)}
          >
            Take off the list
          </Button>
        ) : undefined
      }
    >
      <div className={css.stack}>
        <p className={css.state}>
          <Tag meaning={meaning}>{word}</Tag>
          <span>{text}</span>
        </p>
        {remove.error ? <Notice meaning="stop" title={sentenceOf(remove.error)} live /> : null}
        <Listed folder={folder} />
      </div>
      <Ask
        opened={asking}
        title={`Take ${folder.name} off the list?`}
        keep="Keep it"
        go="Take it off"
        danger={false}
        onKeep={() => setAsking(false)}
        onGo={() => {
          setAsking(false);
          remove.mutate();
        }}
      >
        Nothing more is backed up to it. The backups that are in it stay, and can be restored from.
      </Ask>
    </Panel>
  );
};
