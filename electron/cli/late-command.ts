import type { Command } from 'commander';
import { showDate } from '../../shared/domain/dates.ts';
import { latenessWords } from '../../shared/domain/lateness.ts';
import { type BookId, booksOf } from '../../shared/domain/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { listLateness, type TimedEntry } from '../services/lateness.ts';
import { print, printJson } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
  bookIn(ledger: Ledger, options: { book?: BookId }): BookId;
  bookOption: readonly [string, string, (text: string) => BookId];
  /** Makes the exit code say that something was found. */
  found(): void;
};

/** An entry as scripts get it. What an import brought has nulls: its lateness is not known. */
const plain = ({ lateness, ...entry }: TimedEntry) => ({
  book: entry.book,
  line: entry.line,
  what: entry.what,
  eventDate: entry.eventDate,
  recordedOn: entry.recordedOn,
  businessDays: lateness?.businessDays ?? null,
  due: lateness?.due || null,
  late: lateness?.late ?? null,
  clockBehind: entry.clockBehind,
  imported: entry.imported,
  voided: entry.voided,
  cite: lateness?.cite || null,
});

const inWords = ({ book, line, what, eventDate, recordedOn, lateness, clockBehind, voided }: TimedEntry): string =>
  [
    `${book} ${line}, ${what}${voided ? ' (voided)' : ''}: ${eventDate ? showDate(eventDate) : 'no date'}, recorded ${showDate(recordedOn)}`,
    lateness ? `, ${latenessWords(lateness)}` : '',
    lateness?.late ? `; the last day was ${showDate(lateness.due)} (${lateness.cite})` : '',
    clockBehind ? '; the clock had been set back' : '',
  ].join('');

/** `late`: how long after its day each entry was recorded, and which passed the rule's last day. */
export const addLateCommand = (program: Command, { withLedger, bookIn, bookOption, found }: Tools): void => {
  const [flag, , read] = bookOption;
  program
    .command('late')
    .description(
      'how long after its day each entry was recorded; shows those that were late or with the clock set back',
    )
    .argument('<ledger>')
    .option(flag, 'one book only (all of them)', read)
    .option('--json', 'print every entry as JSON', false)
    .action(async (folder: string, options: { book?: BookId; json: boolean }) => {
      const entries = await withLedger(folder, 'look', async (ledger) => {
        const books = options.book ? [bookIn(ledger, options)] : booksOf(ledger.settings()).map(({ id }) => id);
        const lists: TimedEntry[][] = [];
        for (const book of books)
          lists.push((await listLateness(ledger.reader, { book, which: 'all' })).sort((a, b) => a.seq - b.seq));
        return lists.flat();
      });
      const late = entries.filter(({ lateness }) => lateness?.late).length;
      const behind = entries.filter(({ clockBehind }) => clockBehind).length;
      const unknown = entries.filter(({ imported }) => imported).length;
      if (late + behind > 0) found();
      if (options.json) return printJson(entries.map(plain));
      for (const entry of entries) if (entry.lateness?.late || entry.clockBehind) print(inWords(entry));
      const counted = (n: number) => n.toLocaleString('en-US');
      print(
        `${counted(entries.length)} entries: ${counted(late)} recorded late, ${counted(behind)} while the clock was set back.${
          unknown > 0 ? ` Of ${counted(unknown)} that came with an import it is not known.` : ''
        }`,
      );
    });
};
