import { Button } from '@mantine/core';
import { useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import type { GuideId } from '../../../shared/guides/guide.ts';
import { PrintIcon } from '../../ui/icons.ts';
import { guideOf } from './content.ts';
import { GuideView } from './guide-view.tsx';
import css from './guides.module.css';

/** Prints the guide on white paper, without the frame around the page, through the system's print dialog. */
export const PrintGuide = ({ guide }: { guide: GuideId }) => {
  const [printing, setPrinting] = useState(false);
  const print = () => {
    flushSync(() => setPrinting(true));
    // Returns when the dialog is closed.
    window.print();
    setPrinting(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={print}
        aria-label="Print this guide"
      >
        Print
      </Button>
      {printing
        ? createPortal(
            <div className={`rm-print ${css.paper}`} aria-hidden="true">
              <h1>{guideOf(guide).title}</h1>
              <p>{guideOf(guide).where}</p>
              <GuideView guide={guide} />
            </div>,
            document.body,
          )
        : null}
    </>
  );
};
