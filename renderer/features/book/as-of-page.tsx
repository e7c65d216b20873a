import { Button, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { View } from '../../../shared/contract/lines.ts';
import { BOOKS, isBook } from '../../../shared/domain/settings.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { asOfPath, bookPath, reportAsOfPath } from '../../app/paths.ts';
import { codeOf } from '../../bridge/errors.ts';
import { PrintIcon } from '../../ui/icons.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failed } from '../../ui/states.tsx';
import { bookThen, type Earlier, useEarlier } from './as-of.ts';
import { AsOfButton } from './as-of-dialog.tsx';
import { AsOfBanner, AsOfGate } from './as-of-gate.tsx';
import { AsOfLine } from './as-of-line.tsx';
import css from './grid.module.css';
import { BookGrid, type GridHandle } from './grid.tsx';
import { BookToolbar, EMPTY_WORDS } from './toolbar.tsx';
import { type Only, useBookWindow } from './use-window.ts';

type LinesProps = { earlier: Earlier; book: string; onGone: () => void };

/** The lines of a book as they stood. Nothing here writes, and nothing leads to where one does but today's own page. */
const LinesThen = ({ earlier, book: id, onGone }: LinesProps) => {
  const [view, setView] = useState<View>('corrected');
  const [only, setOnly] = useState<Only>('all');
  const [line, setLine] = useState<BookLine>();
  const grid = useRef<GridHandle>(null);
  const pending = useRef<number>(undefined);
  const book = bookThen(earlier, id);
  const asOf = earlier.size;
  const head = useBookWindow({ book: id, view, only, asOf }, 0, 0);
  // Another window went back elsewhere, or the ledger was locked and opened again meanwhile.
  const onFailed = useRef((error: unknown) => {
    if (codeOf(error) === 'TOKEN_UNKNOWN') onGone();
  }).current;
  if (!book)
    return (
      <Empty title="This book was not kept yet">
        It was added to the ledger later. What is in it today was not there then.
      </Empty>
    );
  const goToLine = (wanted: number) => {
    if (only === 'all') return grid.current?.goTo(wanted - 1);
    pending.current = wanted - 1;
    setOnly('all');
  };
  return (
    <>
      <BookToolbar view={view} onView={setView} only={only} onOnly={setOnly} lines={book.lines} onGo={goToLine}>
        <AsOfButton book={id} />
      </BookToolbar>
      {head.error && codeOf(head.error) !== 'TOKEN_UNKNOWN' ? <Failed error={head.error} onRetry={head.retry} /> : null}
      {head.total === 0 ? (
        <Empty
          title={only === 'all' ? 'The book was empty' : EMPTY_WORDS[only]}
          actions={
            only === 'all' ? undefined : (
              <Button variant="default" onClick={() => setOnly('all')}>
                Show all lines
              </Button>
            )
          }
        />
      ) : (
        <BookGrid
          key={`${id} ${only}`}
          ref={(handle) => {
            grid.current = handle;
            if (handle === null || pending.current === undefined) return;
            handle.goTo(pending.current);
            pending.current = undefined;
          }}
          book={book}
          view={view}
          only={only}
          asOf={asOf}
          label="Book as it stood"
          onOpen={setLine}
          onFailed={onFailed}
        />
      )}
      <AsOfLine line={line} earlier={earlier} onClose={() => setLine(undefined)} />
    </>
  );
};

/** A book as it stood after a number of events. */
export const AsOfPage = ({ book: id, size }: { book: string; size: number }) => {
  const [, navigate] = useLocation();
  const state = useEarlier(size);
  const today = bookPath(id);
  const book = state.earlier && bookThen(state.earlier, id);
  const title = isBook(id) ? BOOKS[id].title : 'Book';
  return (
    <Page
      title="Book as it stood"
      layout="fill"
      lead={
        book
          ? `${title}: ${book.lines.toLocaleString('en-US')} ${book.lines === 1 ? 'line' : 'lines'} then, ${book.openLines.toLocaleString('en-US')} open`
          : title
      }
    >
      <AsOfGate state={state} today={today}>
        {(earlier) => (
          <>
            <AsOfBanner earlier={earlier} today={today}>
              <Button
                component={Link}
                href={reportAsOfPath({ book: id, size })}
                variant="default"
                size="sm"
                leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
              >
                Print this
              </Button>
            </AsOfBanner>
            {earlier.books.length > 1 ? (
              <SegmentedControl
                aria-label="Book"
                className={css.books ?? ''}
                value={id}
                onChange={(other) => navigate(asOfPath({ book: other, size }))}
                data={earlier.books.map((b) => ({ value: b.id, label: BOOKS[b.id].short }))}
              />
            ) : null}
            <LinesThen key={id} earlier={earlier} book={id} onGone={state.again} />
          </>
        )}
      </AsOfGate>
    </Page>
  );
};
