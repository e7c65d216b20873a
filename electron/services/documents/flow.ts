import type { DocumentHead } from './head.ts';
import { drawLine, type SetLine, setText } from './paragraph.ts';
import { pageFoot } from './proof-block.ts';
import type { Sheet } from './sheet.ts';

/** Upright pages that are filled from the top: single records rather than the book's table. */
export type Flow = {
  left: number;
  width: number;
  /** Where the next thing goes, in points from the top. */
  y: number;
  /** Begins a new page unless `height` points are left on this one. */
  need(height: number): void;
  /** What is left of this page. */
  room(): number;
  /** Writes lines under one another, breaking over pages between any two of them. */
  lines(lines: readonly SetLine[], x: number, leading: number): void;
  /** Ends the last page. */
  close(): void;
};

export const PAGE_MARGIN = 48;
const TOP = 40;
const FOOT = 30;
const FOOT_ROOM = 18;

/**
 * Opens the first page.
 *
 * @param running stands at the head of every page after the first
 * @param pages how many there will be, for the foot; 0 while they are being counted
 */
export const makeFlow = (sheet: Sheet, head: DocumentHead, running: string, pages: number): Flow => {
  const left = PAGE_MARGIN;
  sheet.addPage();
  const width = sheet.width - 2 * PAGE_MARGIN;
  const foot = pageFoot(sheet, head, left, width);
  const footLine = sheet.height - FOOT;
  const bottom = footLine - FOOT_ROOM;
  const close = () => foot(footLine, sheet.pages(), pages);
  const [runningLine] = setText({ face: sheet.faces.sans, size: 8, text: running, ink: 'grey' }, width);
  const flow: Flow = {
    left,
    width,
    y: TOP,
    need: (height) => {
      if (flow.y + height <= bottom + 0.1) return;
      close();
      sheet.addPage();
      drawLine(sheet, runningLine!, left, TOP);
      sheet.bar(left, TOP + 6, width, 0.4, 'hairline');
      flow.y = TOP + 18;
    },
    room: () => bottom - flow.y,
    lines: (lines, x, leading) => {
      for (const line of lines) {
        flow.need(leading);
        drawLine(sheet, line, x, flow.y + leading * 0.78);
        flow.y += leading;
      }
    },
    close,
  };
  return flow;
};
