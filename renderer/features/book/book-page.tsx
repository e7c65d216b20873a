import { Button, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { CATEGORIES } from '../../../shared/categories/registry.ts';
import type { View } from '../../../shared/contract/lines.ts';
import { onForget } from '../../app/forget.ts';
import { type Book, useBook, useLedger, useMay } from '../../app/ledger.tsx';
import { acquirePath, bookPath, importPath, linePath } from '../../app/paths.ts';
import { BookIcon, PlusIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failed } from '../../ui/states.tsx';
import { AsOfButton } from './as-of-dialog.tsx';
import css from './grid.module.css';
import { BookGrid, type GridHandle } from './grid.tsx';
import { BookToolbar, EMPTY_WORDS } from './toolbar.tsx';
import { type Only, useBookWindow } from './use-window.ts';

/** Kept while the window is open, so that one comes back to the book as one left it. */
const last: { book?: string; view: View; only: Only } = { view: 'corrected', only: 'all' };
onForget(() => {
  delete last.book;
});

const FirstLine = ({ book, mayEnter }: { book: Book; mayEnter: boolean }) => (
  <Empty
    icon={<BookIcon size={40} stroke={1.25} />}
    title={book.kind === 'inventory' ? 'The inventory is empty' : 'The book is empty'}
    actions={
      mayEnter ? (
        <>
          <Button
            component={Link}
            href={acquirePath(book.id)}
            leftSection={<PlusIcon size={18} stroke={1.5} aria-hidden="true" />}
          >
            {book.kind === 'inventory'
              ? 'Enter the first item'
              : `Acquire the first ${CATEGORIES[book.categories[0]!].noun}`}
          </Button>
          <Button component={Link} href={importPath(book.id)} variant="default">
            Import lines from a file
          </Button>
        </>
      ) : undefined
    }
  >
    {book.kind === 'inventory'
      ? 'Every thing of value gets a line: what it is, its number, photos of it and its receipt. After a theft or fire, that is the proof.'
      : `Every ${CATEGORIES[book.categories[0]!].noun} that comes in gets a line: what it is, from whom it came and when. When it leaves, the same line says to whom. Lines are never deleted.`}
  </Empty>
);

/** What came in, and what went out. */
export const BookPage = ({ book: asked }: { book?: string | undefined }) => {
  const { books } = useLedger();
  const book = useBook(asked ?? last.book);
  last.book = book.id;
  const { lines, openLines } = book;
  const mayEnter = useMay()('write');
  const [, navigate] = useLocation();
  const [view, setView] = useState(last.view);
  const [only, setOnly] = useState(last.only);
  last.view = view;
  last.only = only;
  const grid = useRef<GridHandle>(null);
  useShortcut('Alt+A', () => navigate(acquirePath(book.id)), { enabled: mayEnter });
  const head = useBookWindow({ book: book.id, view, only }, 0, 0);

  const goToLine = (wanted: number) => {
    // Lines are numbered without gaps, so in the whole book the number is the place; in a part of it, the line opens.
    if (only === 'all') grid.current?.goTo(wanted - 1);
    else navigate(linePath({ book: book.id, line: wanted }));
  };

  return (
    <Page
      title="Book"
      layout="fill"
      lead={
        lines === 0
          ? book.title
          : `${book.title}: ${lines.toLocaleString('en-US')} ${lines === 1 ? 'line' : 'lines'}, ${openLines.toLocaleString('en-US')} open`
      }
      actions={
        lines > 0 && mayEnter ? (
          <Button
            component={Link}
            href={acquirePath(book.id)}
            leftSection={<PlusIcon size={18} stroke={1.5} aria-hidden="true" />}
            rightSection={<Keys combo="Alt+A" />}
            aria-keyshortcuts={ariaKeys('Alt+A')}
          >
            Acquire
          </Button>
        ) : undefined
      }
    >
      {books.length > 1 ? (
        <SegmentedControl
          aria-label="Book"
          className={css.books ?? ''}
          value={book.id}
          onChange={(id) => navigate(bookPath(id))}
          data={books.map((b) => ({ value: b.id, label: b.short }))}
        />
      ) : null}
      {lines === 0 && !head.total ? (
        <FirstLine book={book} mayEnter={mayEnter} />
      ) : (
        <>
          <BookToolbar view={view} onView={setView} only={only} onOnly={setOnly} lines={lines} onGo={goToLine}>
            <AsOfButton book={book.id} />
          </BookToolbar>
          {head.error ? <Failed error={head.error} onRetry={head.retry} /> : null}
          {head.total === 0 ? (
            <Empty
              title={EMPTY_WORDS[only]}
              actions={
                <Button variant="default" onClick={() => setOnly('all')}>
                  Show all lines
                </Button>
              }
            />
          ) : (
            <BookGrid key={`${book.id} ${only}`} ref={grid} book={book} view={view} only={only} label="Book" />
          )}
        </>
      )}
    </Page>
  );
};
