import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReadNumber } from '../../../shared/domain/evidence.ts';
import { type GuideId, type Mark, numberAt } from '../../../shared/guides/guide.ts';
import { type GuideQuery, guidesFor } from '../../../shared/guides/lookup.ts';
import { ZoomInIcon } from '../../ui/icons.ts';
import { guideOf, SHIPPED } from './content.ts';
import { Drawing } from './drawing.tsx';
import { GuideView } from './guide-view.tsx';
import css from './guides.module.css';
import { Marks, ReadingPlaces } from './marks.tsx';
import { OwnWindow } from './own-window.tsx';

/** The place where somebody wants to write down what stands there: the guide, the number in its drawing, and its name. */
export type ReadingPlace = { guide: GuideId; n: number; label: string; number: ReadNumber };

export type GuideForProps = GuideQuery & {
  /** Makes every numbered place, in the drawing and in the list, a button that starts a reading there. */
  onReading?: ((place: ReadingPlace) => void) | undefined;
};

type BesideProps = { guides: readonly [GuideId, ...GuideId[]]; onReading: GuideForProps['onReading'] };

const Beside = ({ guides, onReading }: BesideProps) => {
  const heading = useId();
  const [chosen, setChosen] = useState<GuideId>(guides[0]);
  const [large, setLarge] = useState(false);
  const guide = guideOf(chosen);
  const onRead = onReading
    ? (mark: Mark) => {
        setLarge(false);
        onReading({ guide: chosen, n: mark.n, label: mark.label, number: numberAt(mark) });
      }
    : undefined;
  return (
    <section className={css.beside} aria-labelledby={heading}>
      <h2 id={heading}>Where the number is</h2>
      {guides.length > 1 ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would make these buttons part of the form
        <div role="group" aria-label="Kind" className={css.kinds}>
          {guides.map((id) => (
            <button key={id} type="button" aria-pressed={id === chosen} onClick={() => setChosen(id)}>
              {guideOf(id).short}
            </button>
          ))}
        </div>
      ) : null}
      <Drawing guide={chosen} onRead={onRead} />
      <p>{guide.where}</p>
      {onRead ? (
        <>
          <h3 className={css.readHead}>Read it here</h3>
          <ReadingPlaces guide={guide} onRead={onRead} />
        </>
      ) : (
        <details className={css.others}>
          <summary>The numbers in the drawing</summary>
          <Marks guide={guide} brief />
        </details>
      )}
      <Button
        variant="default"
        leftSection={<ZoomInIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => setLarge(true)}
      >
        Show it large
      </Button>
      <Modal
        opened={large}
        onClose={() => setLarge(false)}
        title={guide.title}
        size="1120px"
        closeButtonProps={{ 'aria-label': 'Close the guide' }}
        // The dialog belongs to the form for React: its keys must not go on in it or leave it.
        onKeyDown={(event) => event.stopPropagation()}
      >
        <div className={css.large}>
          <p>{guide.where}</p>
          <OwnWindow guide={chosen} />
          <GuideView guide={chosen} onRead={onRead} />
        </div>
      </Modal>
    </section>
  );
};

/**
 * Beside the entry form: the guide for the unit being entered, by what is known of it, with the other candidates one
 * click away. Nothing where no guide is about such a thing.
 */
export const GuideFor = ({ onReading, ...unit }: GuideForProps) => {
  const [first, ...more] = guidesFor(unit).filter((id) => SHIPPED.includes(id));
  if (!first) return null;
  return <Beside key={[first, ...more].join()} guides={[first, ...more]} onReading={onReading} />;
};
