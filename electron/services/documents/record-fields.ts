import { CATEGORIES, fieldName } from '../../../shared/categories/registry.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { shownText } from './field-text.ts';
import type { Flow } from './flow.ts';
import { drawLine, type SetLine, setText } from './paragraph.ts';
import { faceForNumber } from './serial-text.ts';
import type { Sheet } from './sheet.ts';

/** A label with the lines that stand under it. */
export type Field = { label: SetLine; lines: SetLine[] };

const LABEL = 8;
const VALUE = 10;
const VALUE_LEADING = 13;
const GUTTER = 18;
const COLUMNS = 3;

/** Longer than this, a block may break over pages; shorter, it stays whole. In points. */
const LONGEST_WHOLE = 300;

const NUMBERS: readonly EntryField[] = ['acquiredFromLicence', 'disposedToLicence', 'form4473'];

/** Whether a field of a line is to be copied character by character. */
const isNumber = (line: BookLine, field: EntryField): boolean => {
  const { fields, leaving } = CATEGORIES[line.category];
  return NUMBERS.includes(field) || [...fields, ...leaving].some((spec) => spec.name === field && spec.mono === true);
};

/** Width of one of the columns in which fields stand. */
const columnWidth = (flow: Flow): number => (flow.width - (COLUMNS - 1) * GUTTER) / COLUMNS;

/** The heading of a section, kept together with at least `follows` points of what comes after it. */
export const section = (sheet: Sheet, flow: Flow, title: string, follows: number): void => {
  flow.need(24 + follows);
  flow.y += 3;
  const [line] = setText({ face: sheet.faces.bold, size: 10, text: title, ink: 'accent' }, flow.width);
  drawLine(sheet, line!, flow.left, flow.y + 9);
  sheet.bar(flow.left, flow.y + 13.5, flow.width, 0.5, 'accent');
  flow.y += 20;
};

/**
 * Makes fields of one line for `drawFields`: from the book, with earlier texts struck out, or said in words.
 *
 * @param absent what is said of a field that holds nothing
 */
export const fieldMaker = (sheet: Sheet, flow: Flow, line: BookLine, absent: string) => {
  const { sans } = sheet.faces;
  const width = columnWidth(flow);
  const isVoid = line.status === 'voided';
  const label = (text: string): SetLine => setText({ face: sans, size: LABEL, text, ink: 'grey' }, width)[0]!;
  return {
    of: (name: EntryField, title: string = fieldName(name, line.category)): Field => {
      const show = (text: string) => (text === '' ? '(blank)' : shownText(name, text, line));
      const number = isNumber(line, name);
      const earlier = line.struck[name] ?? [];
      const now = textOf(line, name);
      if (now === '' && earlier.length === 0) {
        return { label: label(title), lines: setText({ face: sans, size: VALUE, text: absent, ink: 'grey' }, width) };
      }
      const set = (text: string, struck: boolean) =>
        setText(
          {
            face: number ? faceForNumber(sheet.faces, text) : sans,
            size: VALUE,
            text: show(text),
            ink: struck ? 'struck' : 'black',
            struck,
          },
          width,
        );
      return { label: label(title), lines: [...earlier.flatMap((old) => set(old, true)), ...set(now, isVoid)] };
    },
    say: (title: string, text: string): Field => ({
      label: label(title),
      lines: setText({ face: sans, size: VALUE, text }, width),
    }),
  };
};

const rowHeight = (row: readonly Field[]): number =>
  14.5 + Math.max(...row.map((field) => field.lines.length)) * VALUE_LEADING;

/** Writes a section of fields three abreast, read across. A row of them stays together where it fits a page. */
export const drawFields = (sheet: Sheet, flow: Flow, title: string, fields: readonly Field[]): void => {
  const step = columnWidth(flow) + GUTTER;
  section(sheet, flow, title, Math.min(rowHeight(fields.slice(0, COLUMNS)), LONGEST_WHOLE));
  for (let from = 0; from < fields.length; from += COLUMNS) {
    const row = fields.slice(from, from + COLUMNS);
    const depth = Math.max(...row.map((f) => f.lines.length));
    flow.need(Math.min(rowHeight(row), LONGEST_WHOLE));
    row.forEach((field, n) => {
      drawLine(sheet, field.label, flow.left + n * step, flow.y + 8);
    });
    flow.y += 10.5;
    for (let n = 0; n < depth; n++) {
      flow.need(VALUE_LEADING);
      row.forEach((field, column) => {
        const line = field.lines[n];
        if (line) drawLine(sheet, line, flow.left + column * step, flow.y + 10);
      });
      flow.y += VALUE_LEADING;
    }
    flow.y += 4;
  }
};

/** A cell of a table: a text; one to be copied exactly, or to be noticed; one with what is said of it under it, in grey. */
export type Cell = string | { text: string; as: 'number' | 'strong' } | { text: string; under: string };

/** A table of texts under plain heads; `shares` of the width add up to 1. Rows break over pages only when very long. */
export const drawTable = (
  sheet: Sheet,
  flow: Flow,
  heads: readonly { title: string; share: number }[],
  rows: readonly (readonly Cell[])[],
): void => {
  const { sans, bold } = sheet.faces;
  const size = 8.5;
  const setCell = (cell: Cell, width: number): SetLine[] => {
    if (typeof cell === 'string') return setText({ face: sans, size, text: cell }, width);
    const { text } = cell;
    if ('under' in cell)
      return [
        ...setText({ face: sans, size, text }, width),
        ...(cell.under === '' ? [] : setText({ face: sans, size, text: cell.under, ink: 'grey' }, width)),
      ];
    return setText({ face: cell.as === 'strong' ? bold : faceForNumber(sheet.faces, text), size, text }, width);
  };
  const leading = 11;
  let x = flow.left;
  const columns = heads.map(({ title, share }) => {
    const column = { x, width: share * flow.width - 8, title };
    x += share * flow.width;
    return column;
  });
  const drawHeads = () => {
    for (const { title, x: at, width } of columns) {
      drawLine(sheet, setText({ face: sans, size: LABEL, text: title, ink: 'grey' }, width)[0]!, at, flow.y + 8);
    }
    flow.y += 13;
  };
  const need = (height: number) => {
    const page = sheet.pages();
    flow.need(height);
    if (sheet.pages() > page) drawHeads();
  };
  drawHeads();
  for (const row of rows) {
    const cells = row.map((cell, n) => setCell(cell, columns[n]!.width));
    const depth = Math.max(...cells.map((c) => c.length));
    need(Math.min(depth * leading + 5, LONGEST_WHOLE));
    sheet.bar(flow.left, flow.y, flow.width, 0.3, 'hairline');
    flow.y += 2.5;
    for (let n = 0; n < depth; n++) {
      need(leading);
      cells.forEach((cell, column) => {
        const line = cell[n];
        if (line) drawLine(sheet, line, columns[column]!.x, flow.y + 8.5);
      });
      flow.y += leading;
    }
    flow.y += 2.5;
  }
  sheet.bar(flow.left, flow.y, flow.width, 0.5, 'accent');
  flow.y += 6;
};
