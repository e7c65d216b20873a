import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type BookLine, useMoment } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { choosePhotos } from '../../bridge/files.ts';
import { UploadIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import css from './evidence.module.css';
import { ofKind } from './held.ts';
import { WithdrawDialog } from './withdraw.tsx';

/** A small picture of a photo. Its bytes are let go of with the page. */
const Thumb = ({ sha256, name }: { sha256: string; name: string }) => {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let gone = false;
    client.evidence
      .image({ sha256, size: 'thumb' })
      .then((blob) => {
        if (gone) return;
        made = URL.createObjectURL(blob as Blob);
        setUrl(made);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256]);
  return url ? <img src={url} alt={name} className={css.thumb} /> : null;
};

/** Photos and papers of one line: chosen or dropped, each kept or refused with its sentence. */
export const PhotosPanel = ({ line }: { line: BookLine }) => {
  const { book, line: number } = line;
  const moment = useMoment();
  const { data = [] } = useQuery(api.evidence.list.queryOptions({ input: { book, line: number } }));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const [leaving, setLeaving] = useState<number>();
  const held = ofKind(data, 'attachment');
  const standing = line.status !== 'voided';
  const add = async (files: readonly File[]) => {
    if (files.length === 0 || busy) return;
    setBusy(true);
    const failed: string[] = [];
    for (const file of files) {
      try {
        await client.evidence.attach({ book, line: number, purpose: 'photo', name: file.name, file });
      } catch (error) {
        failed.push(`${file.name}: ${sentenceOf(error)}`);
      }
    }
    setRefused(failed);
    setBusy(false);
    await bookChanged();
  };
  return (
    <section
      aria-label="Photos and papers"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (standing) void add([...event.dataTransfer.files]);
      }}
    >
      <Panel
        title="Photos and papers"
        actions={
          standing ? (
            <Button
              size="compact-sm"
              variant="default"
              loading={busy}
              leftSection={<UploadIcon size={16} stroke={1.5} aria-hidden="true" />}
              onClick={() => void choosePhotos().then(add)}
            >
              Photo or paper
            </Button>
          ) : undefined
        }
      >
        {refused.length > 0 ? (
          <Notice meaning="stop" title="Not kept" live>
            {refused.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Notice>
        ) : null}
        {held.length === 0 ? (
          <p className="dim">None yet. A photo of the number in raking light and one of the receipt prove most.</p>
        ) : (
          <ul className={css.list}>
            {held.map(({ seq, evidence, addedAt, addedBy, withdrawn }) => (
              <li key={seq} data-withdrawn={withdrawn !== '' || undefined}>
                {evidence.media === 'application/pdf' ? null : <Thumb sha256={evidence.sha256} name={evidence.name} />}
                <p className={css.where}>
                  {evidence.name}. {addedBy}, {moment(addedAt)}.{withdrawn !== '' ? ` Withdrawn: ${withdrawn}` : ''}
                  {withdrawn === '' && standing ? (
                    <button type="button" className={css.act} onClick={() => setLeaving(seq)}>
                      Withdraw
                    </button>
                  ) : null}
                </p>
              </li>
            ))}
          </ul>
        )}
        <WithdrawDialog line={line} seq={leaving} what="The photo" onClose={() => setLeaving(undefined)} />
      </Panel>
    </section>
  );
};
