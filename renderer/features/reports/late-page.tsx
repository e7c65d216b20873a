import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { parseDate, showDate } from '../../../shared/domain/dates.ts';
import { type TimedEntry, useBook, useLedger, useMoment } from '../../app/ledger.tsx';
import { latePath, linePath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { Page } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { ClockBehind, Recorded } from '../trail/recorded.tsx';
import css from './late.module.css';

const PAGE = 100;
type Which = 'late' | 'clock' | 'all';

const WHAT = { acquisition: 'Acquired', disposition: 'Disposed' } as const;
const NONE: Readonly<Record<Which, string>> = {
  late: 'Nothing was recorded late',
  clock: 'Nothing was recorded while the clock was set back',
  all: 'Nothing was recorded',
};

const Entry = ({ entry }: { entry: TimedEntry }) => {
  const moment = useMoment();
  const { lateness } = entry;
  return (
    <tr>
      <th scope="row">
        <Link href={linePath(entry)}>Line {entry.line.toLocaleString('en-US')}</Link>
        {entry.voided ? <p className={css.beside}>voided</p> : null}
      </th>
      <td>
        {entry.serial ? <Serial serial={entry.serial} /> : <span className="dim">No number</span>}
        <p className={css.beside}>{entry.unit}</p>
      </td>
      <td className="nums">
        {WHAT[entry.what]} {entry.eventDate ? showDate(entry.eventDate) : ''}
      </td>
      <td className="nums">{showDate(entry.recordedOn)}</td>
      <td>
        {lateness ? (
          <Recorded lateness={lateness} />
        ) : (
          <span className="dim">{entry.imported ? 'Brought in by an import: not known' : 'Not known'}</span>
        )}
        {entry.clockBehind ? <ClockBehind since={moment(entry.clockBehindOf)} /> : null}
      </td>
    </tr>
  );
};

/** A day of the range as typed, and as it was last left: only then is it asked for. */
const useDay = () => {
  const { today } = useLedger();
  const [typed, setTyped] = useState('');
  const [left, setLeft] = useState('');
  const read = left.trim() === '' ? undefined : parseDate(left, today);
  return {
    date: read?.ok ? read.date : undefined,
    field: {
      value: typed,
      today,
      onChange: setTyped,
      onBlur: () => setLeft(typed),
      onKeyDown: (event: React.KeyboardEvent) => {
        if (event.key === 'Enter') setLeft(typed);
      },
      error: errorNote(read && !read.ok && left === typed ? read.message : undefined),
    },
  };
};

/** When each entry of a book was recorded: which came too late by the rule, and which with the clock set back. */
export const LatePage = ({ book: asked }: { book?: string | undefined }) => {
  const { books } = useLedger();
  const [, navigate] = useLocation();
  const book = useBook(asked);
  const statutory = book.kind === 'statutory';
  const [which, setWhich] = useState<Which>(statutory ? 'late' : 'all');
  const from = useDay();
  const to = useDay();
  const list = useInfiniteQuery(
    api.book.lateness.infiniteOptions({
      input: (skip: number) => ({
        book: book.id,
        which,
        skip,
        count: PAGE,
        ...(from.date ? { recordedFrom: from.date } : {}),
        ...(to.date ? { recordedTo: to.date } : {}),
      }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length * PAGE : undefined),
    }),
  );
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const total = list.data?.pages.at(-1)?.total ?? 0;
  return (
    <Page
      title="Entries recorded late"
      lead={
        statutory
          ? 'An acquisition is to be entered by the close of the next business day, a disposition within seven days (27 CFR 478.125(e)). Up to seven days are allowed for an acquisition where a commercial record holds all that the entry would (478.125(g)); of such papers Rollmark does not know.'
          : 'No law sets a last day for the entries of this book. How long after its day each was recorded is shown.'
      }
    >
      {books.length > 1 ? (
        <SegmentedControl
          aria-label="Book"
          className={css.alone ?? ''}
          value={book.id}
          onChange={(id) => navigate(latePath(id))}
          data={books.map((b) => ({ value: b.id, label: b.short }))}
        />
      ) : null}
      <div className={css.toolbar}>
        <SegmentedControl
          aria-label="Which"
          value={which}
          onChange={(value) => setWhich(value as Which)}
          data={[
            ...(statutory ? [{ value: 'late', label: 'Late' }] : []),
            { value: 'clock', label: 'Clock set back' },
            { value: 'all', label: 'All' },
          ]}
        />
        <DateField label="Recorded from" {...from.field} />
        <DateField label="Recorded to" {...to.field} />
      </div>
      {list.isPending ? <Waiting /> : null}
      {list.isError ? <Failed error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && total === 0 ? (
        <Empty title={from.date || to.date ? `${NONE[which]} in this time` : NONE[which]}>
          {which === 'clock'
            ? 'The trail never runs backwards unseen: where the computer’s clock is set back, each entry made then says so.'
            : 'What an import brought is not among them: when it was first entered is not known.'}
        </Empty>
      ) : null}
      {total > 0 ? (
        <>
          <table className={css.table}>
            <caption>
              {total.toLocaleString('en-US')} {total === 1 ? 'entry' : 'entries'}, the last recorded first
            </caption>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Number, unit</th>
                <th scope="col">Event</th>
                <th scope="col">Recorded</th>
                <th scope="col">How long after</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Entry key={`${entry.seq} ${entry.what}`} entry={entry} />
              ))}
            </tbody>
          </table>
          {list.hasNextPage ? (
            <Button
              variant="default"
              className={css.alone ?? ''}
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Show more
            </Button>
          ) : null}
        </>
      ) : null}
    </Page>
  );
};
