import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import type { GuideId } from '../../../shared/guides/guide.ts';
import { guidesFor } from '../../../shared/guides/lookup.ts';
import { ZoomInIcon } from '../../ui/icons.ts';
import { guideOf } from './content.ts';
import { Drawing } from './drawing.tsx';
import { GuideView } from './guide-view.tsx';
import css from './guides.module.css';
import { Marks } from './marks.tsx';
import { OwnWindow } from './own-window.tsx';

const Beside = ({ guides }: { guides: readonly [GuideId, ...GuideId[]] }) => {
  const heading = useId();
  const [chosen, setChosen] = useState<GuideId>(guides[0]);
  const [large, setLarge] = useState(false);
  const shown = guideOf(chosen);
  return (
    <section className={css.beside} aria-labelledby={heading}>
      <h2 id={heading}>Where the number is</h2>
      {guides.length > 1 ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would make these three buttons part of the form
        <div role="group" aria-label="Kind" className={css.kinds}>
          {guides.map((id) => (
            <button key={id} type="button" aria-pressed={id === chosen} onClick={() => setChosen(id)}>
              {guideOf(id).guide.short}
            </button>
          ))}
        </div>
      ) : null}
      <Drawing shown={shown} />
      <p>{shown.guide.where}</p>
      <details className={css.others}>
        <summary>The numbers in the drawing</summary>
        <Marks guide={shown.guide} brief />
      </details>
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
        title={shown.guide.title}
        size="1120px"
        closeButtonProps={{ 'aria-label': 'Close the guide' }}
        // The dialog belongs to the form for React: its keys must not go on in it or leave it.
        onKeyDown={(event) => event.stopPropagation()}
      >
        <div className={css.large}>
          <p>{shown.guide.where}</p>
          <OwnWindow guide={chosen} />
          <GuideView shown={shown} />
        </div>
      </Modal>
    </section>
  );
};

/** Beside the entry form: the guide for the type being entered, or the general one while there is none. */
export const GuideFor = ({ type }: { type: string }) => {
  const guides = guidesFor(type);
  return <Beside key={guides.join()} guides={guides} />;
};
