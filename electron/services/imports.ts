import { createHash } from 'node:crypto';
import type { IMPORT_FORMATS } from '../../shared/contract/index.ts';
import { showMoment } from '../../shared/domain/dates.ts';
import type { Severity } from '../../shared/domain/findings.ts';
import type { BookId } from '../../shared/domain/settings.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { bookOf, contextOf } from './entries.ts';
import { checkRows, type RowResult } from './interchange/check-rows.ts';
import { type DayFirst, DayFirstFoundLate } from './interchange/date-order.ts';
import { FORMATS } from './interchange/formats.ts';
import { openTable } from './interchange/read-table.ts';
import type { KnownFirearms } from './interchange/repeats.ts';
import type { Progress } from './jobs.ts';
import { nearFinder } from './repeats.ts';
import type { GrantedFile } from './session.ts';

export type ImportFinding = {
  row: number;
  field: string;
  code: string;
  severity: Severity;
  message: string;
};
export type ImportReport = {
  rows: number;
  accepted: number;
  refused: number;
  warned: number;
  findings: ImportFinding[];
  findingsTotal: number;
  /** What a person should know of the file as a whole, in sentences: how its letters and columns were read. */
  notes: string[];
  /** Lines written by this run; 0 for a dry run. */
  imported: number;
  firstLine: number;
  lastLine: number;
};
export type ImportMode = 'dry-run' | 'all' | 'only-good';

/** `all` was asked for and rows are refused. Nothing was brought in; the report says which rows and why. */
export class ImportRefused extends LedgerError {
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    super(
      'REFUSED',
      `${report.refused} of ${report.rows} rows are refused, so nothing was brought in. Mend them in the file, or bring in only the good rows.`,
    );
    this.report = report;
  }
}

/** The report as people keep it beside the file. */
export const reportText = (report: ImportReport): string => {
  const { rows, accepted, refused, warned, findings, notes } = report;
  const all = { rows, accepted, refused, warned, findings, ...(notes.length > 0 ? { notes } : {}) };
  return `${JSON.stringify(all, null, 2)}\n`;
};

/** Most imports go into an empty ledger, where there is nothing to look up. */
const isEmpty = (ledger: Ledger): boolean => ledger.reader.prepare('SELECT 1 FROM entry LIMIT 1').get() === undefined;

/**
 * Of so many rows the near numbers of the book are looked up, which takes some 35 microseconds each, a quarter of what a row
 * takes otherwise. The check of the whole ledger finds those of a larger file.
 */
const MOST_NEAR_ASKED = 20_000;

/** The ledger's firearms, for finding repeats: one look-up a row, by index, and one by the table of near numbers. */
const knownFirearms = (ledger: Ledger): KnownFirearms => {
  const find = ledger.reader.prepare(
    "SELECT line, status = 'open' AS open, acquired_on AS acquiredOn, disposed_on AS disposedOn FROM entry WHERE firearm_key = ? AND status <> 'voided' AND instr(serial, '?') = 0 ORDER BY open DESC, line DESC LIMIT 1",
  );
  const alike = ledger.reader.prepare(
    "SELECT line FROM entry WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' AND instr(serial, '?') = 0 ORDER BY line DESC LIMIT 1",
  );
  const empty = isEmpty(ledger);
  let asked = 0;
  const near = empty ? undefined : nearFinder(ledger, { settled: new Set(), whole: true });
  return {
    none: empty,
    find: (key) => {
      const row = find.get(key) as { line: number; open: number; acquiredOn: string; disposedOn: string } | undefined;
      return row && { ...row, open: row.open === 1 };
    },
    alike: (key) => alike.get(key, `${key}\u{10FFFF}`) as { line: number } | undefined,
    shapes: (maker) => (empty ? [] : ledger.near.shapes(maker)),
    near: (draft) => (near && asked++ < MOST_NEAR_ASKED ? near(draft)[0] : undefined),
  };
};

/** Says so where this very file, byte for byte, came in before: a second time it would double the book. */
const broughtBefore = (ledger: Ledger, sha256: string): string[] => {
  const recordedAt = ledger.reader
    .prepare(
      "SELECT json_extract(json, '$.recordedAt') FROM event WHERE kind = 'import.finished' AND json_extract(json, '$.body.sha256') = ? ORDER BY seq DESC LIMIT 1",
    )
    .pluck()
    .get(sha256) as string | undefined;
  return recordedAt
    ? [
        `This very file was brought in before, on ${showMoment(recordedAt, ledger.settings().zone)}. Bringing it in again would enter everything in it twice.`,
      ]
    : [];
};

/**
 * Checks a file row by row and, unless it is a dry run, brings its rows into the book in one transaction: all of them,
 * or only the good ones, or, where anything fails or the work is stopped, none.
 *
 * @throws FileProblem for a file that is no table of this kind; ImportRefused where `all` was asked for and a row is
 *   refused; CANCELLED where `signal` says so. Nothing is changed by any of them.
 */
export const importFile = async (
  ledger: Ledger,
  file: GrantedFile,
  options: { mode: ImportMode; format: (typeof IMPORT_FORMATS)[number]; book?: BookId | undefined },
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportReport> => {
  const format = FORMATS[options.format];
  const book = bookOf(ledger, options.book ?? format.book).id;
  const context = contextOf(ledger, book);
  const bytes = await file.read();
  const table = openTable(bytes, file.name);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stopIfAsked = () => {
    if (signal.aborted)
      throw new LedgerError('CANCELLED', 'The import was stopped. Nothing was brought into the book.');
  };

  let reached = 0;
  const dayFirst: DayFirst = new Map();

  for (;;)
    try {
      const report: ImportReport = {
        rows: 0,
        accepted: 0,
        refused: 0,
        warned: 0,
        findings: [],
        findingsTotal: 0,
        notes: [...table.notes, ...broughtBefore(ledger, sha256)],
        imported: 0,
        firstLine: 0,
        lastLine: 0,
      };

      const walk = async (take: (row: RowResult) => void): Promise<void> => {
        if (!isEmpty(ledger)) await ledger.near.ensure();
        for await (const chunk of checkRows(table, format, context, knownFirearms(ledger), {
          signal,
          book,
          dayFirst,
        })) {
          stopIfAsked();
          for (const row of chunk.results) {
            report.rows += 1;
            if (row.refused) report.refused += 1;
            else report.accepted += 1;
            if (!row.refused && row.findings.some((f) => f.severity === 'warning')) report.warned += 1;
            report.findings.push(...row.findings);
            take(row);
          }
          for (const finding of chunk.later ?? []) report.findings.push(finding);
          // Where the file is gone through again, it stays where it was until that place is reached.
          reached = Math.max(reached, chunk.done);
          progress(options.mode === 'dry-run' ? 'Checking' : 'Bringing in', reached, chunk.total);
          stopIfAsked();
        }
        stopIfAsked();
        report.findings.sort((a, b) => a.row - b.row);
        report.findingsTotal = report.findings.length;
      };

      if (options.mode === 'dry-run') {
        await walk(() => undefined);
        return report;
      }

      const id = crypto.randomUUID();
      await ledger.writeLong(async (append, db, makeFindable) => {
        const before = db
          .prepare('SELECT coalesce(max(line), 0) FROM entry WHERE book = ?')
          .pluck()
          .get(book) as number;
        let line = before;
        await walk((row) => {
          if (row.refused) return;
          line += 1;
          append('entry.imported', `${book}/${line}`, {
            book,
            line,
            import: id,
            row: row.row,
            acquisition: row.acquisition,
            ...(row.disposition ? { disposition: row.disposition } : {}),
            ...(Object.keys(row.extra).length > 0 ? { extra: row.extra } : {}),
            accepted: row.accepted,
          });
        });
        if (options.mode === 'all' && report.refused > 0) throw new ImportRefused(report);
        append('import.finished', `import/${id}`, {
          import: id,
          format: format.id,
          sha256,
          rows: report.rows,
          accepted: report.accepted,
          refused: report.refused,
          warned: report.warned,
        });
        // Within the same transaction, so that stopping leaves nothing behind to the very end.
        await makeFindable((done, total) => {
          progress('Making it findable', done, total);
          stopIfAsked();
        });
        stopIfAsked();
        report.imported = line - before;
        report.firstLine = report.imported > 0 ? before + 1 : 0;
        report.lastLine = report.imported > 0 ? line : 0;
      });
      void ledger.near.ensure().catch(() => undefined);
      return report;
    } catch (error) {
      // A transaction that ends early leaves nothing: the file is gone through again, with one more column known.
      if (!(error instanceof DayFirstFoundLate)) throw error;
    }
};
