import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { CATEGORIES, fieldName } from '../../../shared/categories/registry.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { useDue } from '../../app/due.ts';
import { type BookLine, useBook, useLedger, useMay } from '../../app/ledger.tsx';
import { acquirePath, bookPath, linePath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { ImportIcon, PlusIcon, PrintIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys } from '../../ui/keys.tsx';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { StatusTag } from '../../ui/status.tsx';
import { Counts } from './counts.tsx';
import { DueList } from './due-list.tsx';
import css from './home.module.css';
import { InspectorHome } from './inspector-home.tsx';
import { Lead } from './lead.tsx';
import { Restored } from './restored.tsx';

/** How many of the newest lines are looked through for late ones. */
const LOOK_BACK = 200;
const RECENT = 8;

const late = (line: BookLine) => line.acquiredLate || line.disposedLate;

const Late = ({ lines }: { lines: readonly BookLine[] }) => {
  const found = lines.filter(late);
  if (found.length === 0) return null;
  return (
    <Notice
      meaning="mind"
      title={
        found.length === 1
          ? 'One of the newest lines was entered late'
          : `${found.length} of the newest lines were entered late`
      }
    >
      <span className={css.lateLines}>
        {found.slice(0, 8).map((line) => (
          <Link key={`${line.book} ${line.line}`} href={linePath(line)}>
            Line {line.line.toLocaleString('en-US')}
          </Link>
        ))}
        {found.length > 8 ? <span>and {found.length - 8} more</span> : null}
      </span>
      A date that has passed can’t be mended; the book shows these as late.
    </Notice>
  );
};

const Recent = ({ lines, number, what }: { lines: readonly BookLine[]; number: string; what: string }) => (
  <table className={css.recent}>
    <thead>
      <tr>
        <th scope="col">Line</th>
        <th scope="col">{number}</th>
        <th scope="col">{what}</th>
        <th scope="col">Acquired</th>
        <th scope="col">Status</th>
      </tr>
    </thead>
    <tbody>
      {lines.map((line) => (
        <tr key={`${line.book} ${line.line}`}>
          <td className="mono">
            <Link href={linePath(line)}>{line.line.toLocaleString('en-US')}</Link>
          </td>
          <td>
            <Serial serial={line.serial} />
          </td>
          <td>
            {line.manufacturer} {line.model} <span className="dim">{line.type}</span>
          </td>
          <td>
            <span className="nums">{line.acquiredOn ? showDate(line.acquiredOn) : ''}</span>{' '}
            <span className="dim">{line.acquiredFrom}</span>
          </td>
          <td>
            <StatusTag status={line.status} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** What needs me today, and what came in last. */
const Today = () => {
  const ledger = useLedger();
  const [shown, setShown] = useState<string>();
  const book = useBook(shown);
  const first = CATEGORIES[book.categories[0]!];
  const mixed = book.categories.length > 1;
  const due = useDue();
  const mayEnter = useMay()('write');
  const newest = useQuery(
    api.book.lines.queryOptions({
      input: { book: book.id, view: 'corrected', from: 1, count: LOOK_BACK, newestFirst: true },
    }),
  );
  const lines = newest.data?.lines ?? [];
  return (
    <Page
      title="Home"
      heading={ledger.settings.name}
      lead={<Lead />}
      actions={
        <>
          <Button
            component={Link}
            href="/reports"
            variant="default"
            leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
          >
            Print the book
          </Button>
          {mayEnter ? (
            <>
              <Button
                component={Link}
                href="/import"
                variant="default"
                leftSection={<ImportIcon size={18} stroke={1.5} aria-hidden="true" />}
              >
                Import
              </Button>
              <Button
                component={Link}
                href={acquirePath(book.id)}
                leftSection={<PlusIcon size={18} stroke={1.5} aria-hidden="true" />}
                rightSection={<Keys combo="Alt+A" />}
                aria-keyshortcuts={ariaKeys('Alt+A')}
              >
                Acquire
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <Restored />
      <div className={css.top}>
        <section className={css.due} aria-label="What is due">
          <h2>Today</h2>
          <DueList due={due} />
          <Late lines={lines} />
          {due.length === 0 && !lines.some(late) ? (
            <Notice meaning="fine" title="Nothing is due">
              {ledger.lines > 0
                ? 'Every entry of late was made in time, and the ledger is proven.'
                : mayEnter
                  ? `Nothing is entered yet: enter the first ${mixed ? 'item' : first.noun}, or import what you have.`
                  : 'Nothing is entered yet.'}
            </Notice>
          ) : null}
        </section>
        <Counts book={book.id} />
      </div>
      <Panel
        title="Newest lines"
        actions={
          <>
            {ledger.books.length > 1 ? (
              <SegmentedControl
                aria-label="Book"
                size="xs"
                value={book.id}
                onChange={setShown}
                data={ledger.books.map((b) => ({ value: b.id, label: b.short }))}
              />
            ) : null}
            {book.lines > 0 ? <Link href={bookPath(book.id)}>The whole book</Link> : null}
          </>
        }
      >
        {newest.isPending ? <Waiting /> : null}
        {newest.isError ? <Failed error={newest.error} onRetry={() => void newest.refetch()} /> : null}
        {newest.data && lines.length === 0 ? (
          <Empty title="No line yet">
            The first {mixed ? 'item' : first.noun} that is entered stands here, and in the book.
          </Empty>
        ) : null}
        {lines.length > 0 ? (
          <Recent
            lines={lines.slice(0, RECENT)}
            number={mixed ? 'Serial number' : fieldName('serial', first.id)}
            what={mixed ? 'What' : first.label}
          />
        ) : null}
      </Panel>
      {ledger.settings.openDays.length === 0 ? <Tag meaning="mind">No opening days are set.</Tag> : null}
    </Page>
  );
};

/** The page one comes to first. An inspector's is short: it looks into nothing, because every look is recorded. */
export const Home = () => (useMay()('look') ? <Today /> : <InspectorHome />);
