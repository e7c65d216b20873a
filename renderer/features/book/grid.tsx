// biome-ignore-all lint/a11y/useSemanticElements: a table element can't be virtualised; these are ARIA's own patterns
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells take no focus; the grid points at the current row
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { View } from '../../../shared/contract/lines.ts';
import type { Book, BookLine } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { rowHeight, useDensity } from '../../app/preferences.ts';
import { COLUMN_COUNT, columnsOf, features } from './columns.tsx';
import css from './grid.module.css';
import { type Only, useBookWindow } from './use-window.ts';

/** Rows of the header: the groups, and the columns. */
const HEADER_ROWS = 2;
const OVERSCAN = 8;
/** Narrower than this, the ten columns of the book become seven taller ones. */
const NARROW_PX = 1100;
const NARROW_ROW_MORE = 20;
const WORDS = {
  original: 'as first written',
  corrected: 'as corrected',
  both: 'with corrections struck through',
} as const;

export type GridHandle = {
  /** Brings a place of the order into view and makes it the current row. */
  goTo: (index: number) => void;
};

type Row = { id: string; cells: { id: string; render: () => React.ReactNode }[] };

/** One row. Redrawn only when its line, its place or its being current changes. */
const GridRow = memo(
  ({
    row,
    line,
    index,
    top,
    height,
    current,
    columnCount,
    onOpen,
    onPoint,
  }: {
    row: Row | undefined;
    line: BookLine | undefined;
    index: number;
    top: number;
    height: number;
    current: boolean;
    columnCount: number;
    onOpen: (line: BookLine) => void;
    onPoint: (index: number) => void;
  }) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for its current row
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 1 + HEADER_ROWS}
      aria-selected={current}
      className={css.row}
      data-status={line?.status}
      style={{ transform: `translateY(${top}px)`, height }}
      onMouseDown={() => onPoint(index)}
      onClick={() => {
        // A drag over the text selects it for copying; that is no click.
        if (line && window.getSelection()?.toString() === '') onOpen(line);
      }}
    >
      {row
        ? row.cells.map((cell, n) => (
            <div key={cell.id} role="gridcell" aria-colindex={n + 1} className={css.cell}>
              {cell.render()}
            </div>
          ))
        : Array.from({ length: columnCount }, (_, n) => n).map((n) => (
            <div key={n} role="gridcell" aria-colindex={n + 1} className={css.cell} data-col={n}>
              <span className={css.bar} aria-hidden="true" />
            </div>
          ))}
    </div>
  ),
  (a, b) =>
    a.line === b.line &&
    a.index === b.index &&
    a.top === b.top &&
    a.height === b.height &&
    a.current === b.current &&
    a.columnCount === b.columnCount &&
    a.onOpen === b.onOpen,
);

/** The list as it was, for as long as it holds the same lines: a new list would make the table build its rows anew. */
const useSameUntilChanged = <T,>(list: T[]): T[] => {
  const kept = useRef(list);
  if (kept.current.length !== list.length || kept.current.some((item, n) => item !== list[n])) kept.current = list;
  return kept.current;
};

type Props = {
  book: Book;
  view: View;
  only: Only;
  label: string;
  /** The number of events after which the book is shown. Absent: today's. */
  asOf?: number;
  /** Where a line is opened otherwise than on its own page. */
  onOpen?: (line: BookLine) => void;
  onFailed?: (error: unknown) => void;
  ref?: Ref<GridHandle>;
};

/** The book as a ledger spread: any number of lines, of which only those on screen exist. */
export const BookGrid = ({ book: of, view, only, label, asOf, onOpen, onFailed, ref }: Props) => {
  const [, navigate] = useLocation();
  const density = useDensity();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width: room } = useElementSize();
  const attach = useMergedRef(scroller, sized);
  const narrow = room > 0 && room < NARROW_PX;
  const columns = columnsOf(of)[narrow ? 'narrow' : 'wide'];
  const columnCount = narrow ? COLUMN_COUNT.narrow : COLUMN_COUNT.wide;
  const height = rowHeight(density) + (narrow ? NARROW_ROW_MORE : 0);
  const [current, setCurrent] = useState(0);
  const [range, setRange] = useState({ first: 0, last: 40 });
  const book = useBookWindow({ book: of.id, view, only, asOf }, range.first, range.last);
  useEffect(() => {
    if (book.error) onFailed?.(book.error);
  }, [book.error, onFailed]);
  const total = book.total ?? 0;

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density has another height
  useEffect(() => virtual.measure(), [virtual, height]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // While the scroll bar is dragged through the book, only where it rests is read.
  useEffect(() => {
    const timer = setTimeout(() => setRange({ first, last }), virtual.isScrolling ? 40 : 0);
    return () => clearTimeout(timer);
  }, [first, last, virtual.isScrolling]);

  const shown = items.map((item) => book.at(item.index));
  const data = useSameUntilChanged(shown.filter((line) => line !== undefined));
  const table = useTable({ features, columns, data, getRowId: (line) => String(line.line) });
  const rows = new Map<number, Row>(
    table.getRowModel().rows.map((row) => [
      row.original.line,
      {
        id: row.id,
        cells: row.getAllCells().map((cell) => ({ id: cell.id, render: () => <table.FlexRender cell={cell} /> })),
      },
    ]),
  );

  const point = (index: number, align: 'auto' | 'center' | 'start' = 'auto') => {
    const to = Math.max(0, Math.min(total - 1, index));
    setCurrent(to);
    virtual.scrollToIndex(to, { align });
  };
  useImperativeHandle(ref, () => ({
    goTo: (index) => {
      point(index, 'start');
      scroller.current?.focus({ preventScroll: true });
    },
  }));
  useEffect(() => {
    if (current >= total && total > 0) setCurrent(total - 1);
  }, [current, total]);

  const open = useRef(onOpen ?? (({ line }: BookLine) => navigate(linePath({ book: of.id, line })))).current;
  const pointOnly = useRef((index: number) => setCurrent(index)).current;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey && (event.key === 'Home' || event.key === 'End')) event.preventDefault();
    else if (event.ctrlKey || event.altKey || event.metaKey) return;
    const screen = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 2);
    const to: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + screen,
      PageUp: current - screen,
      Home: 0,
      End: total - 1,
    };
    if (event.key in to) {
      event.preventDefault();
      point(to[event.key]!);
    } else if (event.key === 'Enter') {
      const line = book.at(current);
      if (line) open(line);
    }
  };

  return (
    <div
      ref={attach}
      role="grid"
      aria-label={`${label}, ${WORDS[view]}`}
      aria-rowcount={total + HEADER_ROWS}
      aria-colcount={columnCount}
      aria-readonly="true"
      {...(items.some((i) => i.index === current) ? { 'aria-activedescendant': `row-${current}` } : {})}
      tabIndex={0}
      className={css.grid}
      data-narrow={narrow || undefined}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css.head}>
        {table.getHeaderGroups().map((group, n) => (
          <div key={group.id} role="row" aria-rowindex={n + 1} className={css.headRow} data-level={n}>
            {group.headers.map((header) => (
              <div
                key={header.id}
                role="columnheader"
                className={css.th}
                data-group={n === 0 ? header.column.id : undefined}
                style={{ gridColumn: `span ${header.colSpan}` }}
              >
                {n === 0 && header.column.id === 'place' ? (
                  <span className="unseen">Place</span>
                ) : (
                  <table.FlexRender header={header} />
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item, n) => {
          const line = shown[n];
          return (
            <GridRow
              key={item.key}
              row={line ? rows.get(line.line) : undefined}
              line={line}
              index={item.index}
              top={item.start}
              height={height}
              current={item.index === current}
              columnCount={columnCount}
              onOpen={open}
              onPoint={pointOnly}
            />
          );
        })}
      </div>
    </div>
  );
};
