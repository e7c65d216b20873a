import { CELL_PAD, type Column } from './book-columns.ts';
import type { DocumentHead } from './head.ts';
import { drawLine, drawLines, type SetLine, setText } from './paragraph.ts';
import type { Sheet } from './sheet.ts';

/** What stands above every page's rows: whose book it is and in which view, then the heads of the columns. */
export type BookPageHead = {
  /** Upper edge of the rows, in points from the top of the page. */
  bodyTop: number;
  draw(): void;
  /**
   * Draws the upright rules between the columns down to `bottom`, leaving out the `gaps` (from and to, downwards) where
   * a text runs over the columns, and the rule that ends the table.
   */
  close(bottom: number, gaps: readonly (readonly [number, number])[]): void;
};

const TOP = 24;

/** Lays the head out once; it is the same on every page. `about` says what is printed, in words. */
export const bookPageHead = (
  sheet: Sheet,
  head: DocumentHead,
  columns: readonly Column[],
  about: { view: string; lines: string },
): BookPageHead => {
  const { sans, bold, mono } = sheet.faces;
  const left = columns[0]!.x - CELL_PAD;
  const last = columns.at(-1)!;
  const right = last.x + last.width + CELL_PAD;
  const width = right - left;
  const half = width * 0.56;

  const name = setText({ face: bold, size: 11, text: head.ledgerName, ink: 'accent' }, half);
  const premises = setText({ face: sans, size: 8, text: head.premises }, half);
  const licence = setText({ face: mono, size: 8.2, text: head.licence }, half);
  const [licenceLabel] = setText({ face: sans, size: 8, text: 'Licence number ', ink: 'grey' }, half);
  const title = setText({ face: bold, size: 9.5, text: head.bookTitle }, width - half - 20);
  const view = setText({ face: sans, size: 8, text: about.view }, width - half - 20);
  const which = setText({ face: sans, size: 8, text: about.lines, ink: 'grey' }, width - half - 20);

  const leftLines = (name.length - 1) * 13 + (head.licence === '' ? 0 : 11) + premises.length * 10.5;
  const rightLines = (title.length - 1) * 11.5 + (view.length + which.length) * 10.5;
  const headTop = TOP + 9 + Math.max(leftLines, rightLines) + 8;

  const groups: { title: SetLine; x: number; width: number }[] = [];
  for (const column of columns) {
    if (column.group === '') continue;
    const span = columns.filter((c) => c.group === column.group);
    if (span[0] !== column) continue;
    const end = span.at(-1)!;
    const x = column.x - CELL_PAD;
    const [line] = setText({ face: bold, size: 8, text: column.group, ink: 'accent' }, Number.MAX_SAFE_INTEGER);
    groups.push({ title: line!, x, width: end.x + end.width + CELL_PAD - x });
  }
  const titles = columns.map((c) => setText({ face: sans, size: 7.5, text: c.title, ink: 'grey' }, c.width));
  const deepest = Math.max(...titles.map((t) => t.length));
  const titlesTop = headTop + 13;
  const bodyTop = titlesTop + 9 + (deepest - 1) * 8.8 + 4.5;

  const draw = () => {
    let y = TOP + 9;
    y = drawLines(sheet, name, left, y, 13);
    if (head.licence !== '') {
      y += 11;
      drawLine(sheet, licenceLabel!, left, y);
      drawLine(sheet, licence[0]!, left + licenceLabel!.width, y);
    }
    drawLines(sheet, premises, left, y + 10.5, 10.5);
    const align = { to: 'right', width } as const;
    y = drawLines(sheet, title, left, TOP + 9, 11.5, align);
    y = drawLines(sheet, view, left, y + 10.5, 10.5, align);
    drawLines(sheet, which, left, y + 10.5, 10.5, align);

    sheet.bar(left, headTop, width, bodyTop - headTop, 'wash');
    sheet.bar(left, headTop - 0.45, width, 0.9, 'accent');
    sheet.bar(left, bodyTop - 0.3, width, 0.6, 'accent');
    for (const group of groups) {
      drawLine(sheet, group.title, group.x + (group.width - group.title.width) / 2, headTop + 9.5);
      sheet.bar(group.x, headTop + 13, group.width, 0.4, 'hairline');
    }
    columns.forEach((column, n) => {
      const lines = titles[n]!;
      drawLines(sheet, lines, column.x, titlesTop + 9 + (deepest - lines.length) * 8.8, 8.8);
    });
  };

  const close = (bottom: number, gaps: readonly (readonly [number, number])[]) => {
    sheet.bar(left, bottom - 0.3, width, 0.6, 'accent');
    columns.forEach((column, n) => {
      if (n === 0) return;
      const opensGroup = column.group !== columns[n - 1]!.group;
      const x = column.x - CELL_PAD;
      const rule = (from: number, to: number) => {
        if (to <= from) return;
        if (opensGroup) sheet.bar(x - 0.3, from, 0.6, to - from, 'accent');
        else sheet.bar(x - 0.15, from, 0.3, to - from, 'hairline');
      };
      let from = opensGroup ? headTop : titlesTop;
      // The rule beside the line numbers runs through.
      for (const [gapFrom, gapTo] of n === 1 ? [] : gaps) {
        rule(from, gapFrom);
        from = gapTo;
      }
      rule(from, bottom);
    });
  };
  return { bodyTop, draw, close };
};
