import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { BookLine } from '../../app/ledger.tsx';
import { FineIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Page } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './acquire.module.css';

type Props = { line: BookLine; onAnother: () => void; onFresh: () => void };

/** What was written, its line number, and what one does next. */
export const Committed = ({ line, onAnother, onFresh }: Props) => {
  const [, navigate] = useLocation();
  useShortcut('Alt+P', () => navigate(`/reports/line/${line.line}`));
  useShortcut('Alt+O', () => navigate(`/book/${line.line}`));
  useShortcut('F8', onAnother);
  return (
    <Page
      focusHeading={false}
      title={`Line ${line.line} is written`}
      heading={`Line ${line.line.toLocaleString('en-US')} is written`}
    >
      <div className={css.done}>
        <p className={css.doneSign} role="status">
          <FineIcon size={20} stroke={1.75} aria-hidden="true" />
          It is in the book, and in the trail that proves it.
        </p>
        <p className={css.doneSerial}>
          <Serial serial={line.serial} size="hero" />
        </p>
        <p>
          {[line.manufacturer, line.model, line.type, line.caliber].filter(Boolean).join(' · ')}
          <span className="dim"> from {line.acquiredFrom}</span>
        </p>
        {line.acquiredLate ? (
          <p className={css.doneLate}>It was due in the book earlier; the page will show that it was entered late.</p>
        ) : null}
        <div className={css.doneWays}>
          <Button onClick={onAnother} rightSection={<Keys combo="F8" />} aria-keyshortcuts="F8" autoFocus>
            Another like it
          </Button>
          <Button
            variant="default"
            onClick={onFresh}
            rightSection={<Keys combo="Alt+A" />}
            aria-keyshortcuts={ariaKeys('Alt+A')}
          >
            A different one
          </Button>
          <Button
            component={Link}
            href={`/book/${line.line}`}
            variant="default"
            rightSection={<Keys combo="Alt+O" />}
            aria-keyshortcuts={ariaKeys('Alt+O')}
          >
            Open the line
          </Button>
          <Button
            component={Link}
            href={`/reports/line/${line.line}`}
            variant="default"
            rightSection={<Keys combo="Alt+P" />}
            aria-keyshortcuts={ariaKeys('Alt+P')}
          >
            Print its record
          </Button>
        </div>
      </div>
    </Page>
  );
};
