import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { EVENT_LABELS } from '../../../shared/domain/events.ts';
import { BOOKS, type BookId, isBook } from '../../../shared/domain/settings.ts';
import { type TrailEvent, useLedger, useMay, useMoment } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { Isolated } from '../../ui/isolated.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { Change } from './change.tsx';
import { Proof } from './proof.tsx';
import css from './trail.module.css';

const PAGE = 100;

/** The line an event is about, from its subject (`ad/12`). */
const placeIn = (subject: string): { book: string; line: number } | undefined => {
  const [book, line] = subject.split('/');
  return isBook(book) && line ? { book, line: Number(line) } : undefined;
};

const EventRow = ({ event }: { event: TrailEvent }) => {
  const { books } = useLedger();
  const moment = useMoment();
  const place = placeIn(event.subject);
  return (
    <>
      <div className={css.when}>
        <time dateTime={event.recordedAt}>{moment(event.recordedAt)}</time>
        <span className="dim">{event.actor}</span>
      </div>
      <div className={css.what}>
        <p>
          <Isolated text={event.summary} />
        </p>
        <Change event={event} />
      </div>
      <div className={css.place}>
        {place ? (
          <Link href={linePath(place)}>
            {books.length > 1 ? `${BOOKS[place.book as BookId].short}, line ` : 'Line '}
            {place.line.toLocaleString('en-US')}
          </Link>
        ) : null}
        <span className="mono dim">no. {event.seq.toLocaleString('en-US')}</span>
      </div>
    </>
  );
};

const EventList = ({ kind }: { kind: string }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const trail = useInfiniteQuery(
    api.trail.events.infiniteOptions({
      input: (before: number | undefined) => ({
        count: PAGE,
        ...(before === undefined ? {} : { before }),
        ...(kind === 'all' ? {} : { kind }),
      }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (page) => (page.events.length < PAGE ? undefined : page.events.at(-1)?.seq),
    }),
  );
  const events = trail.data?.pages.flatMap((page) => page.events) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = trail;
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 68,
    overscan: 8,
    getItemKey: (index) => events[index]!.seq,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= events.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, events.length]);

  if (trail.isPending) return <Waiting />;
  if (trail.isError && events.length === 0) return <Failed error={trail.error} onRetry={() => void trail.refetch()} />;
  if (events.length === 0) return <Empty title="Nothing of this kind has happened" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={css.list} tabIndex={0} aria-label="Trail, newest first">
      <ol className={css.rows} style={{ height: rows.getTotalSize() }}>
        {items.map((item) => (
          <li
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            aria-setsize={-1}
            aria-posinset={item.index + 1}
            className={css.row}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <EventRow event={events[item.index]!} />
          </li>
        ))}
      </ol>
    </section>
  );
};

/** Who changed what, when, why, and can it be proven? */
export const TrailPage = () => {
  const { events, known } = useLedger();
  const whole = useMay()('look');
  const [kind, setKind] = useState('all');
  return (
    <Page
      title="Trail"
      layout="fill"
      lead={`Everything that was ever done in this ledger: ${events.toLocaleString('en-US')} ${events === 1 ? 'entry' : 'entries'}, none of which can be changed or removed unnoticed.${whole ? '' : ' Those of other books, photos and papers are not shown to an inspector; the proof covers them all the same.'}`}
    >
      {known.state === 'restored' ? (
        <Notice meaning="note" title="Restored from a backup">
          {known.message}
        </Notice>
      ) : null}
      <div className={css.columns}>
        <div className={css.main}>
          <Select
            aria-label="Kind of entry"
            className={css.kind}
            value={kind}
            onChange={(value) => setKind(value ?? 'all')}
            allowDeselect={false}
            data={[
              { value: 'all', label: 'Every kind' },
              ...Object.entries(EVENT_LABELS)
                .filter(([value]) => whole || !value.startsWith('evidence.'))
                .map(([value, label]) => ({ value, label })),
            ]}
          />
          <EventList key={kind} kind={kind} />
        </div>
        <Proof />
      </div>
    </Page>
  );
};
