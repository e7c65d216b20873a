/**
 * Cells of a CSV file that stay text when a spreadsheet opens it.
 *
 * papaparse's `escapeFormulae` is not enough: it misses a start behind spaces, a line feed, the full-width forms, and
 * what stands behind a semicolon, where a spreadsheet of many countries begins a new cell. Nor can what it does be undone:
 * it does the same to `=1` and leaves `'=1`, so that both come out alike.
 */

/** What a spreadsheet, or a person, does not see before the first letter. Quotes too: where the file is cut at another separator, they fall away. */
const BEFORE = String.raw`(?![\t\r\n])[\s"\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]`;
/** `=`, `+`, `-`, `@`, and all that becomes one of them in compatibility form (NFKC): full-width, small, raised; the minus of mathematics. */
const SIGN = String.raw`[=+\-@\u207A\u207B\u207C\u208A\u208B\u208C\u2212\u2A75\u2A76\uFB29\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20]`;
/** TAB, CR and LF begin a formula by themselves in some programs. */
const START = String.raw`(?='*(?:${BEFORE})*(?:[\t\r\n]|${SIGN}))`;

/** Where a cell begins: at its own start, and wherever a program that takes another separator would begin one. */
const FORMULA = new RegExp(`(?<=^|[;\\t\\r\\n])${START}`, 'gu');
/** Nothing of a start stands in it: most texts by far. */
const PLAIN = /^[^=+\-@;\t\r\n\u0080-\uFFFF]*$/;

/**
 * The text with an apostrophe before everything that a spreadsheet would take for a formula (OWASP, “CSV Injection”): at
 * the start, and behind a semicolon, tab or line break. It can be undone: wherever apostrophes and then such a start
 * stand, one of them was added. Other texts, those that begin with an apostrophe too, are as they were.
 */
export const guarded = (text: string): string => (PLAIN.test(text) ? text : text.replace(FORMULA, "'"));

/**
 * One row as RFC 4180 has it, with its CRLF. Every cell stands in quotes, so that spaces at its ends stay and no
 * separator inside it counts.
 */
export const csvRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;

/** Excel takes a file without this mark for one in the computer’s old code page: Zoë becomes ZoÃ«. LibreOffice reads it and leaves it out. */
export const UTF8_MARK = '\uFEFF';
