import { withArticle } from '../../../shared/categories/registry.ts';
import { parseDate } from '../../../shared/domain/dates.ts';
import { checkAcquisition, checkDisposition, type RuleContext } from '../../../shared/domain/entry.ts';
import type { Accepted } from '../../../shared/domain/events.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, inWords, refused } from '../../../shared/domain/findings.ts';
import { BOOKS, type BookId } from '../../../shared/domain/settings.ts';
import { joinSerials } from '../../../shared/serials/normalise.ts';
import { type DayFirst, dateOrderJudge } from './date-order.ts';
import { FileProblem } from './file-problem.ts';
import type { ImportFinding, ImportFormat, MappedRow } from './format.ts';
import { labelFinder } from './labels-twice.ts';
import { nearRowFinder } from './near-rows.ts';
import { oddShapeFinder } from './odd-shapes.ts';
import type { TableFile, TableRow } from './read-table.ts';
import { type KnownFirearms, repeatFinder } from './repeats.ts';
import { detailFindings } from './row-findings.ts';
import { sharedNumberFinder } from './shared-numbers.ts';

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
  /** With the last: hints about rows of before, which only the whole file shows. */
  later?: ImportFinding[];
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
 * Hints about two rows, which no record shows by itself; and that a phone's serial would be a misread IMEI, which nobody
 * looks at later. Nothing is saved past with them.
 */
const TOLD_HINTS: ReadonlySet<string> = new Set([
  'serial-one-edit',
  'serial-partly',
  'serial-other-maker',
  'imei-check-digit',
]);

const saysNone = ({ code }: Finding): boolean => code === 'serial-none' || code === 'serial-spreadsheet-fault';

/** A date as the file has it, empty where it says none. */
const dateIn = (text: string, context: RuleContext): string => {
  const read = parseDate(text, context.today);
  return read.ok ? read.date : '';
};

/** A date that nobody could take for another day: its year stands first. */
const YEAR_FIRST = /^\d{4}/;

/** Fields that are kept beside the line as they stood, where the book reads them as something else. Dates by a rule of their own. */
const TYPED_FIELDS = [
  'type',
  'condition',
  'receipt',
  'price',
  'value',
  'odometer',
  'odometerUnit',
  'odometerStatus',
  'year',
] as const;
const TYPED_LEAVING = ['odometerOut', 'priceSold'] as const;

/** The cells that the book reads as something else than what stands in them, so that nothing brought is lost. */
const asTyped = (
  { cellOf, columnOf }: MappedRow,
  acquisition: AcquisitionDraft,
  disposition: DispositionDraft | null,
): Record<string, string> => {
  const kept: Record<string, string> = {};
  const keep = (field: string, stored: string) => {
    const cell = cellOf?.(field) ?? '';
    if (cell !== '' && stored !== '' && cell.toLowerCase() !== stored.toLowerCase()) kept[columnOf(field)] = cell;
  };
  for (const field of TYPED_FIELDS)
    keep(field, field === 'type' ? acquisition.type : (acquisition.details[field] ?? ''));
  for (const field of TYPED_LEAVING) keep(field, disposition?.details?.[field] ?? '');
  return kept;
};

/**
 * Reads and checks every row of a table: the format's own findings, the rules of the book, and repeats and numbers nearly
 * the same within the file and against the ledger. Nothing is written. Keeps nothing of a row but its number and whose it is. A register is read
 * twice: once to count the numbers, with chunks that hold no rows, and once to judge them.
 *
 * @param options.book that the rows are for; given, a unit that has no place in it is refused
 * @param options.dayFirst what an earlier go through the file found of the order of its dates
 * @throws DayFirstFoundLate where the file must be gone through again; FileProblem where the header is not the format's, or the file breaks off; the signal's reason on abort
 */
export async function* checkRows(
  table: TableFile,
  format: ImportFormat,
  context: RuleContext,
  known: KnownFirearms,
  { signal, book, dayFirst = new Map() }: { signal?: AbortSignal; book?: BookId; dayFirst?: DayFirst } = {},
): AsyncGenerator<RowResults, void, undefined> {
  const match = format.matches(table.header);
  if (!match.ok) {
    throw new FileProblem(
      'header-other',
      match.message,
      format.remedy ?? `Choose another kind of file, or export from ${format.label} with all columns.`,
    );
  }
  const map = format.map(table.header, context);
  const repeated = repeatFinder(known);
  const near = nearRowFinder();
  const labelsTwice = labelFinder();
  const dateOrder = dateOrderJudge(dayFirst, context.today);
  const oddShapes = oddShapeFinder((maker) => known.shapes?.(maker) ?? []);
  const passes = format.register ? 2 : 1;
  const sharing = sharedNumberFinder();
  if (format.register) {
    for await (const chunk of table.rows()) {
      for (const { row, cells } of chunk.rows) {
        const { acquisition, disposition } = map(cells);
        sharing.note(row, acquisition, {
          acquiredOn: dateIn(acquisition.acquiredOn, context),
          disposedOn: disposition ? dateIn(disposition.disposedOn, context) : '',
          undated: acquisition.acquiredOn === '',
        });
      }
      yield { results: [], done: chunk.bytesRead / passes, total: table.size };
      signal?.throwIfAborted();
    }
  }
  const sharedBy = sharing.settle();

  const check = ({ row, cells, faults }: TableRow): RowResult => {
    const mapped = map(cells);
    const findings: ImportFinding[] = [];
    const accepted: Accepted[] = [];
    let isRefused = false;
    const add = (field: string, column: string, finding: Omit<Finding, 'field'>) => {
      const { code, severity } = finding;
      // What a number says of itself asks nothing of the person who imports; the record shows it.
      if (severity === 'hint' && !TOLD_HINTS.has(code)) return;
      findings.push({ row, field: column, code, severity, message: inWords(finding) });
      if (severity === 'refused') isRefused = true;
      else if (severity === 'hint') return;
      else if (!accepted.some((a) => a.field === field && a.code === code)) accepted.push({ field, code });
    };
    for (const fault of faults) add(fault.column, fault.column, fault);
    for (const finding of mapped.findings) add(finding.field, finding.field, finding);
    const say = (finding: Finding, as = finding.field) =>
      add(finding.field, mapped.columnOf(as, finding.code), finding);
    const { category } = mapped.acquisition;
    /** @param stored what the book makes of the date */
    const sayOrder = (field: string, text: string, stored: string) => {
      if (text === '' || YEAR_FIRST.test(text)) return;
      const column = mapped.columnOf(field);
      const finding = dateOrder(row, field, column, text);
      if (finding) say(finding);
      if (!text.includes('/') && ISO_DATE.test(stored)) mapped.extra[column] = text;
    };
    if (book && !(BOOKS[book].categories as readonly string[]).includes(category))
      say(
        refused(
          'category',
          'category-not-in-book',
          `${withArticle(category)} does not belong in the ${BOOKS[book].title.toLowerCase()}. Leave the row out, or choose another book.`,
        ),
      );

    const acquired = relativeDate('acquiredOn', mapped.acquisition.acquiredOn, context);
    if (acquired) say(acquired);
    const acquisition = checkAcquisition(mapped.acquisition, context);
    for (const finding of acquisition.findings) say(finding);
    sayOrder('acquiredOn', mapped.acquisition.acquiredOn, acquisition.draft.acquiredOn);
    const { warrantyUntil } = mapped.acquisition.details;
    if (warrantyUntil) sayOrder('warrantyUntil', warrantyUntil, acquisition.draft.details.warrantyUntil ?? '');
    const acquiredOn = readDate(acquisition.draft.acquiredOn);

    let disposition: DispositionDraft | null = null;
    if (mapped.disposition) {
      const disposed = relativeDate('disposedOn', mapped.disposition.disposedOn, context);
      if (disposed) say(disposed);
      const { details, serials } = acquisition.draft;
      const line = { acquiredOn, category, details, serial: joinSerials(serials) };
      const checked = checkDisposition(mapped.disposition, line, context);
      for (const finding of checked.findings) {
        say(finding, finding.field === 'note' ? 'disposition.note' : finding.field);
      }
      disposition = checked.draft;
      sayOrder('disposedOn', mapped.disposition.disposedOn, disposition.disposedOn);
    }
    // Words for none, and what is no number at all, are not held against each other.
    const isNone = format.register && [...mapped.findings, ...acquisition.findings].some(saysNone);
    if (!isNone && !acquisition.findings.some((f) => f.field === 'serial' && f.severity === 'refused')) {
      const disposedOn = disposition ? readDate(disposition.disposedOn) : '';
      const undated = mapped.acquisition.acquiredOn === '' && context.book === 'inventory';
      const repeat = repeated(row, acquisition.draft, { acquiredOn, disposedOn, left: disposition !== null, undated });
      const shared = format.register ? sharedBy(acquisition.draft) : undefined;
      // That many units bear it says more than that the row before does, and that more than a number that is nearly the same.
      const nearly = near(row, acquisition.draft);
      const told = shared ?? repeat ?? nearly ?? known.near?.(acquisition.draft);
      if (told) say(told);
    }
    // What is wrong with a number in another way is not usual, and is not told twice.
    if (!isRefused && !accepted.some((a) => a.field === 'serial'))
      oddShapes.note(row, acquisition.draft, mapped.columnOf('serial'));
    if (format.register) {
      for (const finding of detailFindings(acquisition.draft, disposition)) say(finding);
      for (const finding of labelsTwice(row, acquisition.draft.details)) say(finding);
    }
    return {
      row,
      findings,
      refused: isRefused,
      acquisition: acquisition.draft,
      disposition,
      extra: mapped.cellOf ? { ...mapped.extra, ...asTyped(mapped, acquisition.draft, disposition) } : mapped.extra,
      accepted,
    };
  };

  for await (const chunk of table.rows()) {
    const before = (table.size * (passes - 1)) / passes;
    yield { results: chunk.rows.map(check), done: before + chunk.bytesRead / passes, total: table.size };
    // After the chunk, so that a caller that looks at its signal has the first word.
    signal?.throwIfAborted();
  }
  yield { results: [], later: oddShapes.settle(), done: table.size, total: table.size };
}
