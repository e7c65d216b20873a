import { LEADING, ROW_BOTTOM, ROW_TOP, rowHeight } from './book-row.ts';

/** Where a part of a row goes: its lines `from` to `to` (exclusive), at `y` below the body's top edge. */
type Part = { newPage: boolean; from: number; to: number; y: number };

export type Pager = {
  /** Places a row of so many lines of text; the parts in order. Only a row taller than a page has several. */
  place(lines: number): Part[];
  /** What is left of the page at hand, in points. */
  room(): number;
  pages(): number;
};

/** Deals rows out to pages whose bodies are `body` points high. Starts on an empty first page. */
export const makePager = (body: number): Pager => {
  const most = Math.floor((body - ROW_TOP - ROW_BOTTOM) / LEADING) + 1;
  let used = 0;
  let pages = 1;
  const take = (from: number, to: number, newPage: boolean): Part => {
    if (newPage) {
      pages++;
      used = 0;
    }
    const part = { newPage, from, to, y: used };
    used += rowHeight(to - from);
    return part;
  };
  return {
    place: (lines) => {
      const height = rowHeight(lines);
      // A tenth of a point forgives the rounding of sums.
      if (height <= body - used + 0.1) return [take(0, lines, false)];
      if (height <= body + 0.1) return [take(0, lines, true)];
      const parts: Part[] = [];
      for (let from = 0; from < lines; from += most) {
        parts.push(take(from, Math.min(lines, from + most), from > 0 || used > 0));
      }
      return parts;
    },
    room: () => body - used,
    pages: () => pages,
  };
};
