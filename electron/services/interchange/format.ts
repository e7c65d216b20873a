import type { IMPORT_FORMATS } from '../../../shared/contract/index.ts';
import type { RuleContext } from '../../../shared/domain/entry.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../../shared/domain/fields.ts';
import type { Finding, Severity } from '../../../shared/domain/findings.ts';
import type { BookId } from '../../../shared/domain/settings.ts';

/** A finding about one row, as the report gives it: `field` is the name of the file's column. */
export type ImportFinding = { row: number; field: string; code: string; severity: Severity; message: string };

/** One row in the book's own terms, before the book's rules have seen it. */
export type MappedRow = {
  acquisition: AcquisitionDraft;
  /** Null: still in stock. */
  disposition: DispositionDraft | null;
  /** Cells that the book has no place for, as they stand, under the names of their columns. */
  extra: Record<string, string>;
  /** What the format has to say of the row, beyond the book's rules. `field` is the column's name. */
  findings: Finding[];
  /**
   * The column that a finding of the book's rules is about.
   *
   * @param field of the book (`acquiredFrom`); `disposition.note` for the note of a disposition
   * @param code of the finding, where one field comes from several columns
   */
  columnOf(field: string, code?: string): string;
  /** The cell that a field of the book was read from, as it stands in the file, where the format keeps it if it differs. */
  cellOf?(field: string): string;
};

/** A kind of file that can be imported. */
export type ImportFormat = {
  id: (typeof IMPORT_FORMATS)[number];
  label: string;
  /** The book that such a file is for, where none is named. */
  book: BookId;
  /**
   * A register of units of which several may bear one batch number: the numbers that three or more units share are counted
   * before any row is judged, labels that stand twice are found, and cells that are read as something else are kept.
   */
  register?: true;
  /** What to do where a file is not of this kind, in a sentence. */
  remedy?: string;
  /** Whether a file with this header is of this kind; if not, a sentence saying what is missing and what was found. */
  matches(header: readonly string[]): { ok: true } | { ok: false; message: string };
  /** The reader of rows under this header. Call it only where the header matches. */
  map(header: readonly string[], context: RuleContext): (cells: readonly string[]) => MappedRow;
};
