import { ActionIcon, Button } from '@mantine/core';
import { readNumberName } from '../../../shared/domain/evidence.ts';
import { visible } from '../../../shared/domain/findings.ts';
import { AGREEMENT_WORDS, agreementOf } from '../../../shared/serials/agreement.ts';
import { choosePhotos } from '../../bridge/files.ts';
import { CloseIcon, PlusIcon, UploadIcon } from '../../ui/icons.ts';
import { Tag } from '../../ui/meaning.tsx';
import { Serial } from '../../ui/serial.tsx';
import { AGREEMENT_MEANING } from '../evidence/agreement.ts';
import css from './acquire.module.css';
import type { Entry } from './draft.ts';

type Props = {
  entry: Entry;
  /** Until a number was typed a second time, no reading of it is in sight. */
  hidden: boolean;
  onChange: (change: (entry: Entry) => Entry) => void;
  onRead: () => void;
};

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The readings and photos that will be kept with the line, held against the number as it is typed. */
export const Readings = ({ entry, hidden, onChange, onRead }: Props) => {
  const add = (files: readonly File[]) => onChange((e) => ({ ...e, photos: [...e.photos, ...files] }));
  return (
    <section
      className={css.group}
      aria-label="Readings and photos"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        add([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (files.length > 0) add(files);
      }}
    >
      <div className={css.groupHead}>
        <h2>Readings and photos</h2>
        <span className={css.fill} />
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
          onClick={onRead}
        >
          Reading
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<UploadIcon size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void choosePhotos().then(add)}
        >
          Photo or paper
        </Button>
      </div>
      {entry.readings.length + entry.photos.length === 0 ? (
        <p className="dim">
          Read the number in a second place: click a numbered place of the guide. Drop or paste photos and receipts
          here.
        </p>
      ) : (
        <ul className={css.taken}>
          {entry.readings.map((reading, at) => {
            const agreement = agreementOf(reading, entry.draft);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what identifies a reading before it is kept
              <li key={`r${at}`}>
                {hidden ? (
                  <span className="dim">Shown once the number was typed twice</span>
                ) : (
                  <Serial serial={reading.text || '(not legible)'} size="line" />
                )}
                <span className={css.takenWhere}>
                  {[reading.place, readNumberName(reading)].filter(Boolean).join(' · ')} · {reading.marking},{' '}
                  {reading.legibility}
                </span>
                {hidden ? <span /> : <Tag meaning={AGREEMENT_MEANING[agreement]}>{AGREEMENT_WORDS[agreement]}</Tag>}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={hidden ? 'Remove the reading' : `Remove the reading ${reading.text}`}
                  onClick={() => onChange((e) => ({ ...e, readings: e.readings.filter((_, i) => i !== at) }))}
                >
                  <CloseIcon size={18} stroke={1.5} />
                </ActionIcon>
              </li>
            );
          })}
          {entry.photos.map((file, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
            <li key={`p${at}`}>
              <span className={css.takenName}>{visible(file.name)}</span>
              <span className={css.takenWhere}>{size(file.size)}</span>
              <span />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${visible(file.name)}`}
                onClick={() => onChange((e) => ({ ...e, photos: e.photos.filter((_, i) => i !== at) }))}
              >
                <CloseIcon size={18} stroke={1.5} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
