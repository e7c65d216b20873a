import type { Face } from './fonts.ts';
import type { Ink, Sheet } from './sheet.ts';
import { wrap } from './wrap.ts';

/** A text in one face, size and colour. */
export type Styled = { face: Face; size: number; text: string; ink?: Ink; struck?: boolean };

/** One line of it, measured. Width in points. */
export type SetLine = { face: Face; size: number; text: string; width: number; ink: Ink; struck: boolean };

/** Sets a text into lines of at most `width` points. Line breaks in the text are kept. */
export const setText = (styled: Styled, width: number): SetLine[] => {
  const { face, size, text, ink = 'black', struck = false } = styled;
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    if (wrap(face, paragraph, (width * 1000) / size, 0, lines) === 0) lines.push('');
  }
  return lines.map((line) => ({
    face,
    size,
    text: line,
    width: (face.width(line) * size) / 1000,
    ink,
    struck,
  }));
};

/** The stroke through a struck line stands a little above the middle of small letters, so that it crosses capitals too. */
const STRIKE_UP = 0.28;

/** Writes one line, and the stroke through it where it is struck out. */
export const drawLine = (sheet: Sheet, line: SetLine, x: number, y: number): void => {
  if (line.text === '') return;
  sheet.text(line.face, line.size, x, y, line.text, line.ink);
  if (line.struck) strike(sheet, x, y, line.width, line.size);
};

/** A stroke through a line of text that stands at the baseline y; thin, so that the text stays legible. */
export const strike = (sheet: Sheet, x: number, y: number, width: number, size: number): void =>
  sheet.bar(x, y - size * STRIKE_UP - size * 0.03, width, size * 0.06, 'black', true);

/** Writes lines under one another, `leading` points apart, the first baseline at y. Gives the last baseline. */
export const drawLines = (
  sheet: Sheet,
  lines: readonly SetLine[],
  x: number,
  y: number,
  leading: number,
  align: { to: 'left' | 'right' | 'center'; width: number } = { to: 'left', width: 0 },
): number => {
  let at = y;
  lines.forEach((line, n) => {
    at = y + n * leading;
    const spare = align.width - line.width;
    drawLine(sheet, line, align.to === 'left' ? x : align.to === 'right' ? x + spare : x + spare / 2, at);
  });
  return at;
};
