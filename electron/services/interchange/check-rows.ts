import { parseDate } from '../../../shared/domain/dates.ts';
import { checkAcquisition, checkDisposition, type RuleContext } from '../../../shared/domain/entry.ts';
import type { Accepted } from '../../../shared/domain/events.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, refused } from '../../../shared/domain/findings.ts';
import { joinSerials } from '../../../shared/serials/normalise.ts';
import { FileProblem } from './file-problem.ts';
import type { ImportFinding, ImportFormat } from './format.ts';
import type { TableFile, TableRow } from './read-table.ts';
import { type KnownFirearms, repeatFinder } from './repeats.ts';

export type RowResult = {
  /** 1 for the first row under the header. */
  row: number;
  findings: ImportFinding[];
  /** At least one finding refuses the row. */
  refused: boolean;
  /** As the book will keep it. */
  acquisition: AcquisitionDraft;
  /** As the book will keep it; null: in stock. */
  disposition: DispositionDraft | null;
  extra: Record<string, string>;
  /** The warnings that importing the row saves past, by the book's own field. */
  accepted: Accepted[];
};

export type RowResults = {
  results: RowResult[];
  /** Bytes of the file done, of `total`. */
  done: number;
  total: number;
};

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A file says what happened long ago: “today” and a year left out are a help at the counter, and a wrong date here.
 */
const relativeDate = (field: string, text: string, context: RuleContext): Finding | undefined => {
  if (text === '' || ISO_DATE.test(text)) return undefined;
  const read = parseDate(text, context.today);
  return read.ok && (/^[a-z]+$/i.test(text.trim()) || read.guess === 'year')
    ? refused(field, 'date-without-year', `“${text.trim()}” does not say which year. In a file the date must be whole.`)
    : undefined;
};

/** The date that a rule has read, empty where it could not: it gives the text back as it was. */
const readDate = (text: string): string => (ISO_DATE.test(text) ? text : '');

/**
 * Reads and checks every row of a table: the format's own findings, the rules of the book, and repeats within the file
 * and against the ledger. Nothing is written. Keeps nothing of a row but the key of its firearm.
 *
 * @throws FileProblem where the header is not the format's, or the file breaks off; the signal's reason on abort
 */
export async function* checkRows(
  table: TableFile,
  format: ImportFormat,
  context: RuleContext,
  known: KnownFirearms,
  signal?: AbortSignal,
): AsyncGenerator<RowResults, void, undefined> {
  const match = format.matches(table.header);
  if (!match.ok) {
    throw new FileProblem(
      'header-other',
      match.message,
      `Choose another kind of file, or export from ${format.label} with all columns.`,
    );
  }
  const map = format.map(table.header, context);
  const repeated = repeatFinder(known);

  const check = ({ row, cells, faults }: TableRow): RowResult => {
    const mapped = map(cells);
    const findings: ImportFinding[] = [];
    const accepted: Accepted[] = [];
    let isRefused = false;
    const add = (field: string, column: string, { code, severity, message }: Omit<Finding, 'field'>) => {
      // What a number says of itself asks nothing of the person who imports; the record shows it.
      if (severity === 'hint') return;
      findings.push({ row, field: column, code, severity, message });
      if (severity === 'refused') isRefused = true;
      else if (!accepted.some((a) => a.field === field && a.code === code)) accepted.push({ field, code });
    };
    for (const fault of faults) add(fault.column, fault.column, fault);
    for (const finding of mapped.findings) add(finding.field, finding.field, finding);
    const book = (finding: Finding, as = finding.field) =>
      add(finding.field, mapped.columnOf(as, finding.code), finding);

    const acquired = relativeDate('acquiredOn', mapped.acquisition.acquiredOn, context);
    if (acquired) book(acquired);
    const acquisition = checkAcquisition(mapped.acquisition, context);
    for (const finding of acquisition.findings) book(finding);
    const acquiredOn = readDate(acquisition.draft.acquiredOn);

    let disposition: DispositionDraft | null = null;
    if (mapped.disposition) {
      const disposed = relativeDate('disposedOn', mapped.disposition.disposedOn, context);
      if (disposed) book(disposed);
      const { category, details, serials } = acquisition.draft;
      const line = { acquiredOn, category, details, serial: joinSerials(serials) };
      const checked = checkDisposition(mapped.disposition, line, context);
      for (const finding of checked.findings) {
        book(finding, finding.field === 'note' ? 'disposition.note' : finding.field);
      }
      disposition = checked.draft;
    }
    if (!acquisition.findings.some((f) => f.field === 'serial' && f.severity === 'refused')) {
      const disposedOn = disposition ? readDate(disposition.disposedOn) : '';
      const repeat = repeated(row, acquisition.draft, { acquiredOn, disposedOn });
      if (repeat) book(repeat);
    }
    return {
      row,
      findings,
      refused: isRefused,
      acquisition: acquisition.draft,
      disposition,
      extra: mapped.extra,
      accepted,
    };
  };

  for await (const chunk of table.rows()) {
    yield { results: chunk.rows.map(check), done: chunk.bytesRead, total: table.size };
    // After the chunk, so that a caller that looks at its signal has the first word.
    signal?.throwIfAborted();
  }
}
