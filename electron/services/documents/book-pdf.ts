import type { BookLine } from '../../../shared/contract/lines.ts';
import { CELL_PAD, layColumns } from './book-columns.ts';
import { bookPageHead } from './book-page.ts';
import { makeRowSetter, rowHeight } from './book-row.ts';
import { type DocumentHead, lineCount } from './head.ts';
import { makePager } from './pager.ts';
import { drawLine, setText } from './paragraph.ts';
import type { Paper } from './pdf-file.ts';
import { pageFoot, proofBlock } from './proof-block.ts';
import { openSheet } from './sheet.ts';
import { makeTurns } from './turns.ts';

export { makeAcquisitionPdf } from './acquisition-pdf.ts';
export type { DocumentHead } from './head.ts';

export type BookPdfInput = {
  head: DocumentHead;
  view: 'original' | 'corrected' | 'both';
  paper: Paper;
  order: 'line' | 'acquired';
  /** Line numbers, both included. Absent: the whole book. */
  range?: { from: number; to: number };
  /**
   * The lines in print order, in chunks. Called twice, once to lay out and once to draw, and must give the same lines
   * both times. Between two chunks the event loop may run.
   */
  lines: () => Iterable<readonly BookLine[]>;
  /** How many lines there will be, for the progress. */
  total: number;
};

/** Told every now and then: what is being done, and how many lines of it are done. */
export type Progress = (stage: string, done: number, total: number) => void;

const MARGIN = 26;
const FOOT = 24;
/** Between the rows and the foot's baseline: the foot's rule, and the note on corrected lines. */
const FOOT_ROOM = 23;

const VIEW_WORDS = {
  original: 'as first written',
  corrected: 'as corrected',
  both: 'original and corrected (earlier texts struck through)',
} as const;

const whichLines = (input: BookPdfInput): string => {
  const range = input.range ? `Lines ${input.range.from} to ${input.range.to}` : 'All lines';
  return `${range}, ${input.order === 'line' ? 'in order of line number' : 'in order of acquisition date'}`;
};

/** What the mark on corrected lines means. Books that keep more than they print say where the rest stands. */
const legendOf = (view: BookPdfInput['view'], kind: DocumentHead['kind']): string =>
  view === 'both'
    ? '* Of this line something was corrected that has no column here; the line’s record shows every text.'
    : kind === 'statutory'
      ? '* This line has been corrected; print the view “original and corrected” to see both texts.'
      : '* This line has been corrected; the view “original and corrected” and the line’s record show the earlier texts.';

/** Heights of the rows as the layout pass found them; grows as needed, two bytes a line. */
const makeDepths = (expected: number) => {
  let depths = new Uint16Array(Math.max(expected, 64));
  let length = 0;
  return {
    push: (depth: number) => {
      if (length === depths.length) {
        const longer = new Uint16Array(length * 2);
        longer.set(depths);
        depths = longer;
      }
      depths[length++] = depth;
    },
    at: (n: number) => (n < length ? depths[n]! : -1),
    length: () => length,
  };
};

/**
 * Prints a book as PDF, landscape, in its columns (book-columns.ts): the firearms book in those of 27 CFR 478.125(e). The same input gives the same bytes.
 *
 * Two passes over the lines: the first counts the pages, so that each can say `Page x of y`; the second draws. Gives
 * the event loop a turn about every 15 ms; ending the file takes one longer go (30 to 50 ms for 7,000 pages). Rejects with an AbortError once `signal` is aborted, and with an Error where
 * the second pass meets other lines than the first.
 */
export const makeBookPdf = async (
  input: BookPdfInput,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; pages: number }> => {
  const { head, view, total } = input;
  const turns = makeTurns(signal);
  await turns.now();
  const sheet = openSheet({
    title: `${head.bookTitle}, ${view === 'both' ? 'original and corrected' : VIEW_WORDS[view]}`,
    printedAt: head.printedAt,
    paper: input.paper,
    layout: 'landscape',
  });
  try {
    const left = MARGIN;
    const width = sheet.width - 2 * MARGIN;
    const columns = layColumns(head, left, width);
    const setter = makeRowSetter(sheet.faces, columns, view);
    const pageHead = bookPageHead(sheet, head, columns, {
      view: `View: ${VIEW_WORDS[view]}${head.asOf ? `. The book ${head.asOf}` : ''}`,
      lines: whichLines(input),
    });
    const foot = pageFoot(sheet, head, left, width);
    const footLine = sheet.height - FOOT;
    const bodyTop = pageHead.bodyTop;
    const body = footLine - FOOT_ROOM - bodyTop;
    const proof = await proofBlock(sheet, head.checkpoint, width);
    const closingHeight = 24 + proof.height;

    const depths = makeDepths(total);
    const counting = makePager(body);
    let marked = 0;
    for (const chunk of input.lines()) {
      for (const line of chunk) {
        const depth = setter.count(line);
        depths.push(depth);
        counting.place(depth);
        if (setter.isMarked(line)) marked++;
        if (turns.due()) {
          progress('Laying out the pages', depths.length(), total);
          await turns.now();
        }
      }
    }
    const printed = depths.length();
    const closingPage = printed > 0 && counting.room() < closingHeight;
    const pages = counting.pages() + (closingPage ? 1 : 0);
    progress('Laying out the pages', printed, total);

    const legend =
      marked > 0
        ? setText(
            {
              face: sheet.faces.sans,
              size: 7.5,
              text: legendOf(view, head.kind),
              ink: 'grey',
            },
            width,
          )[0]
        : undefined;

    const pager = makePager(body);
    let bottom = bodyTop;
    let gaps: [number, number][] = [];
    const openPage = () => {
      sheet.addPage();
      pageHead.draw();
      bottom = bodyTop;
      gaps = [];
    };
    const closePage = () => {
      pageHead.close(bottom, gaps);
      if (legend) drawLine(sheet, legend, left, footLine - 14.5);
      foot(footLine, sheet.pages(), pages);
    };

    openPage();
    let done = 0;
    for (const chunk of input.lines()) {
      for (const line of chunk) {
        const row = setter.set(line);
        if (depths.at(done) !== row.lines)
          throw new Error('The book changed while it was being printed. Print it again.');
        for (const part of pager.place(row.lines)) {
          if (part.newPage) {
            closePage();
            openPage();
          } else if (part.y > 0) {
            sheet.bar(left, bottom - 0.15, width, 0.3, 'hairline');
          }
          const gap = setter.draw(sheet, row, part.from, part.to, bodyTop + part.y);
          bottom = bodyTop + part.y + rowHeight(part.to - part.from);
          if (gap > 0) gaps.push([bottom - gap, bottom]);
        }
        done++;
        if (turns.due()) {
          progress('Drawing the pages', done, total);
          await turns.now();
        }
      }
    }
    if (done !== printed) throw new Error('The book changed while it was being printed. Print it again.');

    if (closingPage) {
      closePage();
      openPage();
    }
    const closing =
      printed > 0
        ? `End of this printout: ${lineCount(printed)}.`
        : input.range
          ? `The book has no lines from ${input.range.from} to ${input.range.to}.`
          : 'This book has no lines yet.';
    const [words] = setText({ face: sheet.faces.bold, size: 8.5, text: closing }, width);
    drawLine(sheet, words!, left + CELL_PAD, bottom + 14);
    proof.draw(left, footLine - FOOT_ROOM - proof.height);
    closePage();
    progress('Drawing the pages', done, total);
    await turns.now();
    return { bytes: await sheet.finish(), pages };
  } catch (error) {
    sheet.abandon();
    throw error;
  }
};
