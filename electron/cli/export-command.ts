import { type Command, InvalidArgumentError } from 'commander';
import type { BookId } from '../../shared/domain/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AsOf } from '../services/as-of.ts';
import { exportBook } from '../services/exporting.ts';
import { printJson, refuseUnwritable, say, sayInTheClear, UsageError, writePieces } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
  bookIn(ledger: Ledger, options: { book?: BookId }): BookId;
  bookOption: readonly [string, string, (text: string) => BookId];
  number(text: string): number;
  earlier(ledger: Ledger, when: string | undefined, signal: AbortSignal): Promise<AsOf | undefined>;
  asOfWords: string;
};

const view = (text: string): 'original' | 'corrected' => {
  if (text !== 'original' && text !== 'corrected')
    throw new InvalidArgumentError('of a table, a view is original or corrected; print shows both.');
  return text;
};

/** `export`: a book as CSV, in the columns that it is printed in. */
export const addExportCommand = (program: Command, tools: Tools): void => {
  program
    .command('export')
    .description('write a book as CSV, in its printed columns without prices and notes; the file is in the clear')
    .argument('<ledger>')
    .requiredOption('--out <file>', 'the CSV to write')
    .option(...tools.bookOption)
    .option('--from <n>', 'first line of the book', tools.number)
    .option('--to <n>', 'last line of the book', tools.number)
    .option('--view <view>', 'original or corrected', view, 'corrected')
    .option('--order <order>', 'line, or acquired for the order of acquisition dates', 'line')
    .option('--as-of <when>', tools.asOfWords)
    .option('--open', 'only lines that are still open', false)
    .option('--json', 'print what was made as JSON', false)
    .action(async (folder: string, options) => {
      if (!['line', 'acquired'].includes(options.order)) throw new UsageError('The order is line or acquired.');
      refuseUnwritable(options.out);
      sayInTheClear(options.out);
      const made = await tools.withLedger(folder, 'look', async (ledger, signal) => {
        const asOf = await tools.earlier(ledger, options.asOf, signal);
        const query = {
          book: tools.bookIn(ledger, options),
          view: options.view,
          order: options.order,
          from: options.from,
          to: options.to,
          openOnly: options.open,
          asOf,
        };
        return writePieces(options.out, (write) => exportBook(ledger, query, write, () => undefined, signal));
      });
      if (options.json)
        return printJson({ out: options.out, lines: made.lines, bytes: made.bytes, checkpoint: made.checkpoint });
      say(`${options.out}: ${made.lines.toLocaleString('en-US')} ${made.lines === 1 ? 'line' : 'lines'}.`);
      say('In a spreadsheet, import it with every column set to Text, or numbers such as 00123 and 1E10 are changed.');
    });
};
