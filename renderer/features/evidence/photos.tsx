import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PURPOSES, type Purpose } from '../../../shared/domain/evidence.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';
import { choosePhotos } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { useFilesOnPage } from '../../ui/files-on-page.ts';
import { PhotoIcon, UploadIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { RefusedFiles } from '../../ui/refused-files.tsx';
import { Empty, Failed } from '../../ui/states.tsx';
import { ofKind, type PanelProps } from './held.ts';
import css from './photos.module.css';
import { keepPhotos, photoBatch } from './photos-batch.ts';
import { PhotoGrid } from './photos-grid.tsx';
import { PhotoViewer } from './viewer.tsx';
import { WithdrawDialog } from './withdraw.tsx';

const PURPOSE_LABELS: Readonly<Record<Purpose, string>> = {
  photo: 'Photo of the unit',
  receipt: 'Receipt',
  'warranty card': 'Warranty card',
  box: 'Box',
  title: 'Title',
  'other paper': 'Other paper',
};

const files = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'file' : 'files'}`;

/** What came of the last batch of this line: what was refused, each with its sentence. */
const Outcome = ({ line }: { line: BookLine }) => {
  const batch = useJob(photoBatch);
  if (batch.status === 'idle' || batch.input.book !== line.book || batch.input.line !== line.line) return null;
  if (batch.status === 'running')
    return (
      <JobProgress
        label={`Keeping ${files(batch.total || batch.input.items.length)}, ${batch.done.toLocaleString('en-US')} done`}
        state={batch}
        onCancel={() => photoBatch.cancel()}
        cancelLabel="Stop here"
      />
    );
  if (batch.status === 'failed') return <Failed error={batch.error} />;
  if (batch.status !== 'done') return null;
  const { kept, refused, left, stopped } = batch.result;
  const seen = () => photoBatch.reset();
  return (
    <>
      <RefusedFiles
        title={`${files(refused.length)} could not be kept${kept > 0 ? `; ${kept.toLocaleString('en-US')} kept` : ''}`}
        refused={refused}
        onSeen={seen}
      />
      {left > 0 ? (
        <Notice
          meaning={stopped ? 'stop' : 'note'}
          title={stopped ?? 'Stopped as you asked'}
          live
          actions={
            refused.length > 0 ? undefined : (
              <Button size="sm" variant="default" onClick={seen}>
                Seen
              </Button>
            )
          }
        >
          {kept.toLocaleString('en-US')} kept. {files(left)} not added: choose them again when you are ready.
        </Notice>
      ) : null}
    </>
  );
};

/** Photos and papers of one line: dropped, pasted or chosen, each kept or refused with its sentence. */
export const PhotosPanel = ({ line, mayAdd }: Omit<PanelProps, 'held'>) => {
  const { book, line: number } = line;
  const list = useQuery(api.evidence.list.queryOptions({ input: { book, line: number } }));
  const batch = useJob(photoBatch);
  const [purpose, setPurpose] = useState<Purpose>('photo');
  const [leaving, setLeaving] = useState<{ seq: number; name: string }>();
  const [shown, setShown] = useState<number>();
  const held = ofKind(list.data ?? [], 'attachment');
  const add = (chosen: readonly File[]) => {
    if (chosen.length > 0 && mayAdd) keepPhotos(book, number, purpose, chosen);
  };
  const over = useFilesOnPage(add);
  const elsewhere = batch.status === 'running' && (batch.input.book !== book || batch.input.line !== number);
  return (
    <section aria-label="Photos and papers" className="rm-drop" data-over={(over && mayAdd) || undefined}>
      <Panel
        title="Photos and papers"
        actions={
          mayAdd ? (
            <>
              <Select
                aria-label="What is added next is"
                size="xs"
                w={168}
                data={PURPOSES.map((value) => ({ value, label: PURPOSE_LABELS[value] }))}
                value={purpose}
                onChange={(value) => value && setPurpose(value as Purpose)}
                allowDeselect={false}
              />
              <Button
                size="compact-sm"
                variant="default"
                disabled={elsewhere}
                leftSection={<UploadIcon size={16} stroke={1.5} aria-hidden="true" />}
                onClick={() => void choosePhotos().then(add)}
              >
                Photo or paper
              </Button>
            </>
          ) : undefined
        }
      >
        <div className={css.body}>
          {elsewhere ? (
            <p className="dim">
              Files are still being kept with line {batch.input.line.toLocaleString('en-US')}. Add more once they are
              done.
            </p>
          ) : null}
          <Outcome line={line} />
          {list.isError ? <Failed error={list.error} onRetry={() => void list.refetch()} /> : null}
          {list.isSuccess && held.length === 0 ? (
            <Empty icon={<PhotoIcon size={28} stroke={1.25} />} title="No photos or papers yet">
              {mayAdd
                ? 'The whole unit, and each place where the number stands, with light from the side. Receipt, warranty card, title, the label of the box. Drop them here, paste them with Ctrl V, or choose them.'
                : null}
            </Empty>
          ) : null}
          {held.length > 0 ? (
            <PhotoGrid
              held={held}
              labels={PURPOSE_LABELS}
              onOpen={setShown}
              {...(mayAdd ? { onWithdraw: (seq: number, name: string) => setLeaving({ seq, name }) } : {})}
            />
          ) : null}
        </div>
        <PhotoViewer held={held} seq={shown} onShow={setShown} onClose={() => setShown(undefined)} />
        <WithdrawDialog
          line={line}
          seq={leaving?.seq}
          what={leaving ? `“${leaving.name}”` : ''}
          onClose={() => setLeaving(undefined)}
        />
      </Panel>
    </section>
  );
};
