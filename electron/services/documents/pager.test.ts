import { describe, expect, it } from 'vitest';
import { rowHeight } from './book-row.ts';
import { makePager } from './pager.ts';

describe('makePager', () => {
  it('fills a page to its foot and never splits a row that fits a page', () => {
    const pager = makePager(rowHeight(2) * 3);
    expect([2, 2, 2].map((n) => pager.place(n))).toEqual([
      [{ newPage: false, from: 0, to: 2, y: 0 }],
      [{ newPage: false, from: 0, to: 2, y: rowHeight(2) }],
      [{ newPage: false, from: 0, to: 2, y: 2 * rowHeight(2) }],
    ]);
    expect(pager.room()).toBeCloseTo(0);
    expect(pager.place(1)).toEqual([{ newPage: true, from: 0, to: 1, y: 0 }]);
    expect(pager.pages()).toBe(2);
  });

  it('moves a row to the next page whole where it does not fit the rest of this one', () => {
    const pager = makePager(rowHeight(10));
    pager.place(1);
    expect(pager.place(10)).toEqual([{ newPage: true, from: 0, to: 10, y: 0 }]);
  });

  it('continues a row that is taller than a page, and goes on below it', () => {
    const pager = makePager(rowHeight(10));
    pager.place(1);
    const parts = pager.place(25);
    expect(parts.map(({ newPage, from, to }) => [newPage, from, to])).toEqual([
      [true, 0, 10],
      [true, 10, 20],
      [true, 20, 25],
    ]);
    expect(pager.pages()).toBe(4);
    expect(pager.place(1)).toEqual([{ newPage: false, from: 0, to: 1, y: rowHeight(5) }]);
  });

  it('begins a row taller than a page on a page that is still empty', () => {
    expect(makePager(rowHeight(10)).place(11)[0]).toEqual({ newPage: false, from: 0, to: 10, y: 0 });
  });
});
