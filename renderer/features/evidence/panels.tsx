import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type BookLine, useMay } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';
import { GuideFor } from '../guides/index.ts';
import css from './evidence.module.css';
import { NumbersPanel } from './numbers.tsx';
import { PhotosPanel } from './photos.tsx';
import type { ReadingStart } from './reading-dialog.tsx';
import { ReadingsPanel } from './readings.tsx';
import { ReferralsPanel } from './referrals.tsx';
import { VerificationPanel } from './verification.tsx';

/** All that stands behind the number of one line, and the guide that shows where to read it again. */
export const EvidencePanels = ({ line }: { line: BookLine }) => {
  const { book, line: number } = line;
  const { data = [] } = useQuery(api.evidence.list.queryOptions({ input: { book, line: number } }));
  const [start, setStart] = useState<ReadingStart>();
  const may = useMay();
  const mayAdd = line.status !== 'voided' && may('write');
  return (
    <div className={css.panels}>
      <div className={css.main}>
        <ReadingsPanel line={line} held={data} mayAdd={mayAdd} start={start} onStart={setStart} />
        <PhotosPanel line={line} mayAdd={mayAdd} />
        <div className={css.pair}>
          <NumbersPanel line={line} held={data} mayAdd={mayAdd} />
          <VerificationPanel line={line} held={data} mayAdd={mayAdd} />
        </div>
        <ReferralsPanel line={line} held={data} mayAdd={mayAdd} />
      </div>
      <div className={css.guide}>
        <GuideFor
          category={line.category}
          type={line.type}
          manufacturer={line.manufacturer}
          model={line.model}
          year={line.year}
          {...(mayAdd ? { onReading: setStart } : {})}
        />
      </div>
    </div>
  );
};
