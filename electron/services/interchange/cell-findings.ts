import { type Finding, refused, warning } from '../../../shared/domain/findings.ts';
import { checkText, LONGEST_NOTE, tidy } from '../../../shared/domain/text.ts';
import { columnLabel } from './columns.ts';

const EQUALS = 61;
/** Excel’s way of keeping leading zeros in a CSV: `="00123"`. */
const GUARD = /^="([^"]*)"$/;
/** Plus or minus, and then nothing but a number, a telephone number or dashes. */
const SIGNED_NUMBER = /^[+-][\d\s.,()$%/:x+-]*$/i;

/** Unwraps `="00123"`, which keeps a spreadsheet from eating zeros, to `00123`; anything else as it stands. */
export const unguard = (cell: string): string =>
  cell.charCodeAt(0) === EQUALS ? (GUARD.exec(cell)?.[1] ?? cell) : cell;

/** True for a cell that a spreadsheet would run as a formula if it were exported again as it stands. */
export const isFormulaLike = (cell: string): boolean => {
  switch (cell.charCodeAt(0)) {
    case EQUALS:
    case 64: // @
      return true;
    case 9: // tab
    case 13:
      return cell.trim() !== '';
    case 43: // +
    case 45: // -
      return !SIGNED_NUMBER.test(cell);
    default:
      return false;
  }
};

export const formulaLike = (column: string): Finding =>
  warning(
    column,
    'formula-like',
    `${columnLabel(column)} starts like a spreadsheet formula. It is kept as plain text and never run.`,
  );

export const guardedNumber = (columns: readonly string[]): Finding =>
  warning(
    columns[0]!,
    'formula-unwrapped',
    `${columns.map(columnLabel).join(', ')} stood as ="…", which keeps a spreadsheet from dropping zeros; the text inside was taken.`,
  );

/** What is wrong with a cell that the book has no place for. It is kept beside the line, so that less is refused. */
export const checkExtra = (column: string, cell: string): Finding[] => {
  const label = columnLabel(column);
  if (cell.length > LONGEST_NOTE) {
    return [
      refused(
        column,
        'text-too-long',
        `${label} is ${cell.length.toLocaleString('en-US')} characters long; at most ${LONGEST_NOTE.toLocaleString('en-US')} are kept beside a line. Shorten it.`,
      ),
    ];
  }
  return checkText(column, label, tidy(cell), LONGEST_NOTE).some((f) => f.code === 'text-invisible')
    ? [warning(column, 'text-invisible', `${label} holds a character that can’t be seen. It is kept as it is.`)]
    : [];
};
