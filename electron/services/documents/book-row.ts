import type { BookLine } from '../../../shared/contract/lines.ts';
import { textOf } from '../../../shared/domain/fields.ts';
import type { CellPart, Column } from './book-columns.ts';
import { shownText } from './field-text.ts';
import type { Face } from './fonts.ts';
import { strike } from './paragraph.ts';
import { faceForNumber, serialLines } from './serial-text.ts';
import type { Ink, Sheet } from './sheet.ts';
import { wrap } from './wrap.ts';

/** Smallest text of the book: 7.5 points is readable at arm's length. Serial numbers are larger. */
const TEXT = 7.5;
const SERIAL = 8.2;
/** From baseline to baseline. */
export const LEADING = 9.4;
/** From a row's upper rule to its first baseline, and from its last baseline to the lower rule. */
export const ROW_TOP = 9.2;
export const ROW_BOTTOM = 4.2;

/** Height of a row, or of a part of one, with so many lines of text. */
export const rowHeight = (lines: number): number => ROW_TOP + (lines - 1) * LEADING + ROW_BOTTOM;

type CellLine = {
  face: Face;
  size: number;
  text: string;
  ink: Ink;
  struck: boolean;
  /** Stands before the first line of the text, never struck. */
  label: string;
};

/** A row set into lines: those of each column side by side, then, over the row's width, why the line is void. */
type Row = { line: BookLine; cells: CellLine[][]; deepest: number; voidLines: string[]; lines: number };

export type RowSetter = {
  /** Whether the line bears the mark of a corrected one. */
  isMarked(line: BookLine): boolean;
  /** How many lines of text the row takes. */
  count(line: BookLine): number;
  set(line: BookLine): Row;
  /**
   * Draws the row's lines `from` to `to` (exclusive), the upper rule at y. Gives the height at its foot that is taken
   * by why the line is void, where the rules between the columns must not run; 0 as a rule.
   */
  draw(sheet: Sheet, row: Row, from: number, to: number, y: number): number;
};

const EMPTY = '(blank)';

type Put = (column: number, face: Face, size: number, text: string, struck: boolean, label: string, ink: Ink) => void;

/** Sets lines of the book into the columns of one document. */
export const makeRowSetter = (
  faces: Sheet['faces'],
  columns: readonly Column[],
  view: 'original' | 'corrected' | 'both',
): RowSetter => {
  const { sans, bold, mono } = faces;
  const limits = columns.map((c) => c.width * 1000);
  const right = columns.at(-1)!;
  const voidLeft = columns[1]!.x;
  const voidWidth = right.x + right.width - voidLeft;

  const voidText = (line: BookLine): string => `VOID: ${line.voidReason || '(no reason given)'}`;

  const inColumns = new Set<string>(columns.flatMap((c) => c.parts.map((part) => part.field)));

  const putText = (put: Put, column: number, value: string, part: CellPart, struck: boolean, ink: Ink) => {
    if (columns[column]!.role === 'serial') {
      // One number a line, in marked order, each with the semicolon that parts them in the record.
      for (const one of serialLines(value)) put(column, faceForNumber(faces, one), SERIAL, one, struck, '', ink);
    } else {
      const face = part.number === true ? faceForNumber(faces, value) : sans;
      put(column, face, TEXT, value, struck, part.label ?? '', ink);
    }
  };

  /** One field of a line: its earlier texts, struck out, and the one that stands. */
  const putField = (put: Put, column: number, line: BookLine, part: CellPart, isVoid: boolean) => {
    const { field } = part;
    const show = (text: string) => (text === '' ? EMPTY : part.shown ? shownText(field, text, line) : text);
    const earlier = view === 'both' ? line.struck[field] : undefined;
    if (earlier) for (const old of earlier) putText(put, column, show(old), part, true, 'struck');
    const now = textOf(line, field);
    const ink: Ink = isVoid ? 'struck' : 'black';
    if (now !== '') putText(put, column, show(now), part, isVoid, ink);
    // Why there is no number stands in the number's place.
    else if (field === 'serial' && line.serialState)
      put(column, sans, TEXT, line.serialState, isVoid, '', isVoid ? 'struck' : 'grey');
    else if (earlier && earlier.length > 0) putText(put, column, EMPTY, part, isVoid, ink);
  };

  /** Names every piece of text of a line, in print order. Counting and drawing go through the same pieces. */
  const pieces = (line: BookLine, put: Put): void => {
    const isVoid = line.status === 'voided';
    for (let column = 1; column < columns.length; column++) {
      const { role, parts } = columns[column]!;
      for (const part of parts)
        if (part.when === undefined || part.when(line)) putField(put, column, line, part, isVoid);
      if (role === 'left' && line.status === 'open' && line.disposedOn === '')
        put(column, sans, TEXT, 'Open', false, '', 'grey');
    }
  };

  /**
   * The mark of a corrected line stands under its number, so that the number stays a number to whoever copies it. In the
   * view of both texts only lines bear it of which something was corrected that has no column.
   */
  const isMarked = (line: BookLine): boolean => {
    if (view !== 'both') return line.corrections > 0;
    for (const field in line.struck) if (!inColumns.has(field)) return true;
    return false;
  };
  const numberLines = (line: BookLine): number => (isMarked(line) ? 2 : 1);

  const labelWidths = new Map<string, number>();
  const indentOf = (label: string): number => {
    if (label === '') return 0;
    let width = labelWidths.get(label);
    if (width === undefined) {
      width = sans.width(label) * TEXT;
      labelWidths.set(label, width);
    }
    return width;
  };

  // Reused for every line: the layout pass makes nothing but numbers.
  const depths = new Array<number>(columns.length).fill(0);
  const addDepth: Put = (column, face, size, text, _struck, label) => {
    depths[column]! += wrap(face, text, limits[column]! / size, indentOf(label) / size, undefined, face !== mono);
  };

  return {
    isMarked,
    count: (line) => {
      depths.fill(0);
      pieces(line, addDepth);
      let deepest = numberLines(line);
      for (const depth of depths) if (depth > deepest) deepest = depth;
      return line.status === 'voided' ? deepest + wrap(bold, voidText(line), (voidWidth * 1000) / TEXT) : deepest;
    },
    set: (line) => {
      const cells: CellLine[][] = columns.map(() => []);
      pieces(line, (column, face, size, text, struck, label, ink) => {
        const out: string[] = [];
        wrap(face, text, limits[column]! / size, indentOf(label) / size, out, face !== mono);
        out.forEach((part, n) => {
          cells[column]!.push({ face, size, text: part, ink, struck, label: n === 0 ? label : '' });
        });
      });
      const deepest = Math.max(numberLines(line), ...cells.map((c) => c.length));
      const voidLines: string[] = [];
      if (line.status === 'voided') wrap(bold, voidText(line), (voidWidth * 1000) / TEXT, 0, voidLines);
      return { line, cells, deepest, voidLines, lines: deepest + voidLines.length };
    },
    draw: (sheet, row, from, to, y) => {
      const top = y + ROW_TOP;
      const first = columns[0]!;
      const number = String(row.line.line);
      const numberWidth = (mono.width(number) * TEXT) / 1000;
      const numberRight = first.x + first.width - 3;
      sheet.text(mono, TEXT, numberRight - numberWidth, top, number);
      if (from > 0) {
        const cont = (sans.width('cont.') * TEXT) / 1000;
        sheet.text(sans, TEXT, numberRight - cont, top + LEADING, 'cont.', 'grey');
      } else {
        if (isMarked(row.line)) {
          const mark = (sans.width('*') * TEXT) / 1000;
          sheet.text(sans, TEXT, numberRight - mark, top + LEADING, '*', 'accent');
        }
        if (row.line.status === 'voided') strike(sheet, numberRight - numberWidth, top, numberWidth, TEXT);
      }
      for (let c = 1; c < columns.length; c++) {
        const lines = row.cells[c]!;
        const last = Math.min(to, lines.length);
        for (let n = from; n < last; n++) {
          const line = lines[n]!;
          const baseline = top + (n - from) * LEADING;
          let x = columns[c]!.x;
          if (line.label !== '') {
            sheet.text(sans, TEXT, x, baseline, line.label, 'grey');
            x += indentOf(line.label) / 1000;
          }
          if (line.text === '') continue;
          sheet.text(line.face, line.size, x, baseline, line.text, line.ink);
          if (line.struck) strike(sheet, x, baseline, (line.face.width(line.text) * line.size) / 1000, line.size);
        }
      }
      for (let n = Math.max(from, row.deepest); n < to; n++) {
        const baseline = top + (n - from) * LEADING;
        sheet.text(bold, TEXT, voidLeft, baseline, row.voidLines[n - row.deepest]!);
      }
      const voids = to - Math.max(from, row.deepest);
      return voids > 0 ? (voids - 1) * LEADING + ROW_BOTTOM + 7 : 0;
    },
  };
};
