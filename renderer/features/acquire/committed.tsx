import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { BookLine } from '../../app/ledger.tsx';
import { comparePath, linePath, reportPath } from '../../app/paths.ts';
import { FineIcon } from '../../ui/icons.ts';
import { Isolated } from '../../ui/isolated.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './acquire.module.css';

type Props = {
  line: BookLine;
  /** How many readings and photos were kept with it, and which were not and why. */
  kept: number;
  notKept: readonly string[];
  /** Lines whose numbers are the same or alike, which its warnings named. */
  alike: readonly { book: string; line: number }[];
  onAnother: () => void;
  onFresh: () => void;
};

/** What was written, its line number, and what one does next. */
export const Committed = ({ line, kept, notKept, alike, onAnother, onFresh }: Props) => {
  const [, navigate] = useLocation();
  useShortcut('Alt+P', () => navigate(reportPath(line)));
  useShortcut('Alt+O', () => navigate(linePath(line)));
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
          {line.serial ? <Serial serial={line.serial} size="hero" /> : (line.serialState ?? 'No number')}
        </p>
        <p>
          <Isolated text={[line.manufacturer, line.model, line.type, line.caliber].filter(Boolean).join(' · ')} />
          {line.acquiredFrom ? <span className="dim"> from {line.acquiredFrom}</span> : null}
        </p>
        {line.acquiredLate ? (
          <p className={css.doneLate}>It was due in the book earlier; the page will show that it was entered late.</p>
        ) : null}
        {kept > 0 ? (
          <p>{kept === 1 ? 'One reading or photo is' : `${kept} readings and photos are`} kept with it.</p>
        ) : null}
        {alike.length > 0 ? (
          <Notice meaning="mind" title="Its number is like one in the book already">
            Hold the two against each other while both can still be looked at, and write down what came of it.
            <span className={css.alikeWays}>
              {alike.map((other) => (
                <Link key={`${other.book} ${other.line}`} href={comparePath(line, other)}>
                  Compare with line {other.line.toLocaleString('en-US')}
                </Link>
              ))}
            </span>
          </Notice>
        ) : null}
        {notKept.length > 0 ? (
          <Notice meaning="stop" title="Not everything could be kept with it">
            <ul>
              {notKept.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Notice>
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
            href={linePath(line)}
            variant="default"
            rightSection={<Keys combo="Alt+O" />}
            aria-keyshortcuts={ariaKeys('Alt+O')}
          >
            Open the line
          </Button>
          <Button
            component={Link}
            href={reportPath(line)}
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
