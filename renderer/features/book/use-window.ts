import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { View } from '../../../shared/contract/lines.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';

export type Only = 'all' | 'open' | 'disposed' | 'voided';
/** Lines fetched at a time. A page of a hundred is read in a millisecond or two and covers three screens. */
export const PAGE = 100;

export type BookWindow = {
  total: number | undefined;
  /** The line at a place of the order (0 the first), or undefined while it is on its way. */
  at: (index: number) => BookLine | undefined;
  error: unknown;
  retry: () => void;
};

/** Which lines: of a book, in a view; with `asOf`, as they stood after that number of events. */
type Lines = { book: string; view: View; only: Only; asOf?: number | undefined };

/**
 * The lines around what is on screen, out of a book that may have a hundred thousand. Pages that scroll away while they
 * are being read are given up.
 *
 * @param first, last places of the order that are on screen, 0 the first
 */
export const useBookWindow = ({ asOf, ...lines }: Lines, first: number, last: number): BookWindow => {
  const options = (page: number) =>
    api.book.lines.queryOptions({
      input: { ...lines, ...(asOf === undefined ? {} : { asOf }), from: page * PAGE + 1, count: PAGE },
      gcTime: 60_000,
    });
  // How many there are is known from the first page, which is also what is looked at first.
  const head = useQuery({ ...options(0), placeholderData: keepPreviousData });
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.max(0, last) / PAGE);
  const pages = useMemo(() => Array.from({ length: to - from + 1 }, (_, n) => from + n), [from, to]);
  const results = useQueries({ queries: pages.map((page) => options(page)) });
  const failed = results.find((r) => r.isError);
  return {
    total: head.data?.total,
    at: (index) => results[Math.floor(index / PAGE) - from]?.data?.lines[index % PAGE],
    error: head.error ?? failed?.error,
    retry: () => {
      void head.refetch();
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
};
