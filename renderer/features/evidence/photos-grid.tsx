import { useInViewport } from '@mantine/hooks';
import { useState } from 'react';
import type { Purpose } from '../../../shared/domain/evidence.ts';
import { useMoment } from '../../app/ledger.tsx';
import { PaperIcon, PhotoIcon } from '../../ui/icons.ts';
import type { Held } from './held.ts';
import css from './photos.module.css';
import { usePicture } from './viewer-bytes.ts';

/** A small picture, fetched when it first comes into view. */
const Thumb = ({ sha256 }: { sha256: string }) => {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const [seen, setSeen] = useState(false);
  if (inViewport && !seen) setSeen(true);
  const { url, error } = usePicture(sha256, 'thumb', seen);
  return (
    <span ref={ref} className={css.picture}>
      {url ? <img src={url} alt="" /> : null}
      {error ? <PhotoIcon size={32} stroke={1.25} aria-hidden="true" /> : null}
    </span>
  );
};

/** `, PDF, 3 pages` behind the name of a paper; nothing behind a photo's. */
const pagesWords = ({ media, pages = 0 }: Held<'attachment'>['evidence']): string =>
  media === 'application/pdf' ? `, PDF, ${pages === 1 ? '1 page' : `${pages.toLocaleString('en-US')} pages`}` : '';

type Props = {
  held: readonly Held<'attachment'>[];
  labels: Readonly<Record<Purpose, string>>;
  onOpen: (seq: number) => void;
  onWithdraw?: (seq: number, name: string) => void;
};

/** Every photo and paper of a line, newest first: small picture, name, what it is of, who added it and when. */
export const PhotoGrid = ({ held, labels, onOpen, onWithdraw }: Props) => {
  const moment = useMoment();
  return (
    <ul className={css.grid}>
      {held.map(({ seq, evidence, addedAt, addedBy, withdrawn }) => (
        <li key={seq} data-withdrawn={withdrawn !== '' || undefined}>
          <button
            type="button"
            className={css.open}
            onClick={() => onOpen(seq)}
            aria-label={`Open ${evidence.name}${pagesWords(evidence)}`}
          >
            {evidence.media === 'application/pdf' ? (
              <span className={css.picture}>
                <PaperIcon size={40} stroke={1} aria-hidden="true" />
                <span className="nums">{pagesWords(evidence).slice(2)}</span>
              </span>
            ) : (
              <Thumb sha256={evidence.sha256} />
            )}
          </button>
          <p className={css.name} title={evidence.name}>
            <bdi>{evidence.name}</bdi>
          </p>
          <p className={css.about}>
            {labels[evidence.purpose]}
            <br />
            <bdi>{addedBy}</bdi>, {moment(addedAt)}
          </p>
          {withdrawn !== '' ? (
            <p className={css.about}>
              Withdrawn: <bdi>{withdrawn}</bdi>
            </p>
          ) : null}
          {withdrawn === '' && onWithdraw ? (
            <button
              type="button"
              className={css.act}
              onClick={() => onWithdraw(seq, evidence.name)}
              aria-label={`Withdraw ${evidence.name}`}
            >
              Withdraw
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
};
