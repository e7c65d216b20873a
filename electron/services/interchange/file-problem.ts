/** Why a whole file is refused. Stable, for scripts and tests. */
export type FileProblemCode =
  | 'file-empty'
  | 'file-too-large'
  | 'file-not-text'
  | 'file-is-workbook'
  | 'file-not-a-table'
  | 'file-is-export'
  | 'file-encoding'
  | 'header-only'
  | 'header-too-wide'
  | 'header-repeats'
  | 'header-other'
  | 'cell-too-long'
  | 'row-too-long'
  | 'quote-unclosed';

/**
 * A file that can't be imported at all. The message is for a person: what is wrong, that nothing was imported, what to
 * do. An Error, because it is thrown out of the middle of reading.
 */
export class FileProblem extends Error {
  readonly code: FileProblemCode;

  /**
   * @param wrong one sentence: what is wrong with the file
   * @param remedy one sentence: what to do about it
   */
  constructor(code: FileProblemCode, wrong: string, remedy: string) {
    super(`${wrong} Nothing was imported. ${remedy}`);
    this.name = 'FileProblem';
    this.code = code;
  }
}
