import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { IMPORT_FORMATS } from '../../shared/contract/index.ts';
import { View } from '../../shared/contract/lines.ts';
import { ENTRY_FIELDS } from '../../shared/domain/fields.ts';
import {
  BOOK_IDS,
  type BookId,
  firstBook,
  isBook,
  type LedgerSettings,
  TEMPLATES,
  type TemplateId,
} from '../../shared/domain/settings.ts';
import { asLedgerError, LedgerError } from '../ledger/errors.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { heldItself, verifyLedger } from '../ledger/verify.ts';
import { asOfWords, ledgerAsOf, sizeAsOf } from '../services/as-of.ts';
import { countLines, readLines, searchLines } from '../services/book.ts';
import { type Acceptance, acquire, bookOf, correct, dispose, ForAll, voidLine } from '../services/entries.ts';
import { ImportRefused, type ImportReport, importFile, reportText } from '../services/imports.ts';
import { FileProblem } from '../services/interchange/file-problem.ts';
import { checkSettings, keepCheckpoint, stopsAt } from '../services/ledgers.ts';
import { printAcquisition, printBook } from '../services/printing.ts';
import { readHistory } from '../services/trail.ts';
import { checkPassphrase, checkUser } from '../services/users.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addDeskCommands } from './desk-commands.ts';
import { acquisitionFrom, categoryIn, dispositionFrom } from './drafts.ts';
import { addExportCommand } from './export-command.ts';
import {
  EXIT,
  forTerminal,
  passphrase,
  print,
  printJson,
  readBytes,
  readJson,
  refuseUnwritable,
  say,
  sayInTheClear,
  UsageError,
  writeWhole,
} from './io.ts';
import { addLateCommand } from './late-command.ts';
import { addPeopleCommands } from './people-commands.ts';
import { addProofCommands } from './proof-commands.ts';
import { isEntryField, showFindings, showHistory, showLines } from './show.ts';
import { keptNotes, makeWithLedger, secret } from './with-ledger.ts';

type Code = (typeof EXIT)[keyof typeof EXIT];

const quiet = () => undefined;

/** Codes that mean that the ledger itself is out of reach, whatever was asked of it. */
const CLOSED: readonly string[] = [
  'LEDGER_ALREADY_OPEN',
  'LEDGER_MISSING',
  'WRONG_SECRET',
  'KEYS_MISSING',
  'KEYS_DAMAGED',
  'LEDGER_DAMAGED',
  'LEDGER_FROM_FUTURE',
  'FOLDER_READ_ONLY',
  'DISK_FULL',
  'LEDGER_EXISTS',
  'ACCESS_ENDED',
];

const number = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('a line number is a whole number from 1 on.');
  return Number(text);
};
const view = (text: string): View => {
  const read = View.safeParse(text);
  if (!read.success) throw new InvalidArgumentError('a view is original, corrected or both.');
  return read.data;
};
const bookName = (text: string): BookId => {
  if (!isBook(text)) throw new InvalidArgumentError(`a book is one of: ${BOOK_IDS.join(', ')}.`);
  return text;
};
/** The book that an option names; the ledger's first where none does. Throws where the ledger has no such book. */
const bookIn = (ledger: Ledger, options: { book?: BookId }): BookId =>
  bookOf(ledger, options.book ?? firstBook(ledger.settings())).id;
const acceptance = (options: { reason?: string }): Acceptance =>
  options.reason === undefined ? 'all' : new ForAll(options.reason);
const place = (ledger: Ledger, options: { book?: BookId; line: number }) => ({
  book: bookIn(ledger, options),
  line: options.line,
});
const BOOK_OPTION = ['--book <book>', `the book: ${BOOK_IDS.join(', ')} (the ledger’s first)`, bookName] as const;

const AS_OF = 'as it stood at the end of a day, or after a number of events (the size of a checkpoint)';
/** How many events an option names. A moment that the ledger never had is wrong use, not something found in it. */
const sizeNamed = (ledger: Ledger, when: string): number => {
  try {
    return sizeAsOf(ledger, when);
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'REFUSED') throw new UsageError(error.message);
    throw error;
  }
};
/** The earlier state that an option names; undefined where none is named. */
const earlier = async (ledger: Ledger, when: string | undefined, signal: AbortSignal) =>
  when === undefined ? undefined : ledgerAsOf(ledger, sizeNamed(ledger, when), quiet, signal);

/** The text of a file that should hold checkpoints. One of another ledger, or a forged one, is for the proof to name. */
const readCheckpoints = (path: string): string => {
  const text = readBytes(path).toString('utf8');
  if (!/rollmark\.local\/[0-9a-f]{32}/.test(text))
    throw new UsageError(
      `${path} holds no checkpoint. A checkpoint begins with rollmark.local/ and is saved with: rollmark checkpoint LEDGER`,
    );
  return text;
};

/** Findings that a terminal shows; a large file can give thousands. */
const FINDINGS_SHOWN = 200;

const showReport = (report: ImportReport, dryRun: boolean): void => {
  for (const note of report.notes) say(note);
  for (const f of report.findings.slice(0, FINDINGS_SHOWN)) {
    say(`Row ${f.row}, ${f.field}: ${f.message} (${f.severity}, ${f.code})`);
  }
  const rest = report.findings.length - FINDINGS_SHOWN;
  if (rest > 0)
    say(`${rest.toLocaleString('en-US')} more findings are not shown; --report FILE.json or --json has them all.`);
  print(`${report.rows} rows: ${report.accepted} good, ${report.refused} refused, ${report.warned} with warnings.`);
  if (dryRun) print('This was a dry run: nothing was brought in.');
  else if (report.imported > 0) print(`Brought in as lines ${report.firstLine} to ${report.lastLine}.`);
  else print('Nothing was brought in.');
};

/**
 * The command line. Returns the exit code: 0 done and all well, 1 done but something was found, 2 wrong usage, 3 the
 * ledger could not be opened.
 *
 * @param profile the folder of this user's settings, where the app keeps checkpoints of each ledger; empty for none
 */
export const runCli = async (args: readonly string[], profile = ''): Promise<Code> => {
  const withLedger = makeWithLedger(profile);
  let code: Code = EXIT.done;
  const found = () => {
    code = EXIT.found;
  };
  const program = new Command('rollmark')
    .description('An encrypted, provable bound book, from the command line.')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(forTerminal(text)) })
    .addHelpText(
      'after',
      '\nThe passphrase is asked for, or taken from ROLLMARK_PASSPHRASE; a recovery key from ROLLMARK_RECOVERY_KEY.\nExit codes: 0 done and all well, 1 done but something was found, 2 wrong usage, 3 the ledger could not be opened.',
    );

  program
    .command('create')
    .description('make a new ledger; prints its recovery key once')
    .argument('<ledger>', 'folder to make, its name ending in .rollmark')
    .requiredOption('--template <template>', `one of: ${Object.keys(TEMPLATES).join(', ')}`)
    .requiredOption('--name <name>', 'the name of the licensee, shop or owner, as it stands at the head of every page')
    .option('--licence <number>', 'the full licence number', '')
    .option('--premises <address>', 'the address of the premises', '')
    .option('--zone <zone>', 'the time zone of the premises', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--open-days <days>', 'opening days, 1 Monday to 7 Sunday', '1,2,3,4,5,6')
    .option('--forms-numbered', 'Forms 4473 are serially numbered and filed numerically', false)
    .option('--user <name>', 'who keeps the ledger, for the trail', 'Owner')
    .option('--json', 'print the result as JSON', false)
    .action(async (folder: string, options) => {
      if (!Object.hasOwn(TEMPLATES, options.template))
        throw new UsageError(
          `There is no template “${options.template}”. Known: ${Object.keys(TEMPLATES).join(', ')}.`,
        );
      const days = String(options.openDays).split(',').map(Number);
      if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
        throw new UsageError('Opening days are numbers from 1 (Monday) to 7 (Sunday), with commas between them.');
      const settings: LedgerSettings = checkSettings({
        template: options.template as TemplateId,
        name: options.name,
        licence: options.licence,
        premises: options.premises,
        zone: options.zone,
        openDays: days,
        forms4473Numbered: options.formsNumbered,
      });
      const chosen = await passphrase('New passphrase: ');
      checkPassphrase(chosen);
      if (!process.env.ROLLMARK_PASSPHRASE && (await passphrase('The same again: ')) !== chosen)
        throw new UsageError('The two passphrases differ. Nothing was made.');
      const { ledger, recoveryKey } = await createLedger(folder, {
        settings,
        user: checkUser(options.user),
        passphrase: chosen,
      });
      const { id, vkey } = ledger;
      await keepCheckpoint({ profile, known: { state: 'none', message: '' } }, ledger);
      await ledger.close();
      if (options.json) return printJson({ ledger: folder, id, vkey, recoveryKey });
      say(
        'The ledger is made. Write the recovery key down and keep it apart from this machine; it is not shown again:',
      );
      print(recoveryKey);
    });

  program
    .command('import')
    .description('bring in a file: all of its rows or none, or only the good ones')
    .argument('<ledger>')
    .argument('<file>')
    .requiredOption('--as <format>', `the kind of file: ${IMPORT_FORMATS.join(', ')}`)
    .option('--book <book>', 'the book to bring it into (the one that the kind of file is for)', bookName)
    .option('--dry-run', 'only check', false)
    .option('--only-good', 'leave out the rows that are refused', false)
    .option('--report <file>', 'write the report as JSON to this file')
    .option('--json', 'print the report as JSON', false)
    .action(async (folder: string, path: string, options) => {
      const format = IMPORT_FORMATS.find((name) => name === options.as);
      if (!format) throw new UsageError(`There is no format “${options.as}”. Known: ${IMPORT_FORMATS.join(', ')}.`);
      const bytes = readBytes(path);
      // Before anything is brought in: a report that can't be written would make a done import look undone.
      if (options.report) {
        refuseUnwritable(options.report);
        sayInTheClear(options.report);
      }
      const report = await withLedger(
        folder,
        'write',
        async (ledger, signal) => {
          try {
            const mode = options.dryRun ? 'dry-run' : options.onlyGood ? 'only-good' : 'all';
            return await importFile(
              ledger,
              { name: path, read: async () => bytes },
              { mode, format, book: options.book },
              quiet,
              signal,
            );
          } catch (error) {
            if (error instanceof ImportRefused) return error.report;
            throw error;
          }
        },
        { does: options.dryRun ? 'reads' : 'writes' },
      );
      if (options.report) writeWhole(options.report, reportText(report));
      if (options.json) print(reportText(report).trimEnd());
      else showReport(report, options.dryRun);
      if (report.refused > 0) found();
    });

  program
    .command('acquire')
    .description('enter an acquisition from a JSON file (- for standard input)')
    .argument('<ledger>')
    .requiredOption(
      '--json <file>',
      'category (where the book holds several), manufacturer, importer, model, serial or serials, type, caliber, acquiredOn, acquiredFrom, acquiredFromAddress, acquiredFromLicence, note, and the fields of the category (year, odometer, dateCode, imei …)',
    )
    .option('--reason <text>', 'why warnings are saved past; without one the trail says “accepted on the command line”')
    .option(...BOOK_OPTION)
    .action(async (folder: string, options) => {
      const json = readJson(options.json);
      const draft = acquisitionFrom(json);
      const done = await withLedger(folder, 'write', (ledger) => {
        const book = bookIn(ledger, options);
        return acquire(ledger, book, { ...draft, category: categoryIn(json, book) }, acceptance(options));
      });
      showFindings(done.warnings);
      printJson({ ...done.line, warnings: done.warnings });
    });

  program
    .command('dispose')
    .description('enter the disposition of a line from a JSON file (- for standard input)')
    .argument('<ledger>')
    .requiredOption('--line <n>', 'line number', number)
    .option(...BOOK_OPTION)
    .requiredOption(
      '--json <file>',
      'kind (transfer, theft-loss, destroyed), disposedOn, disposedTo, disposedToAddress, disposedToLicence, form4473, incidentAtf, incidentPolice, note',
    )
    .option('--reason <text>', 'why warnings are saved past; without one the trail says “accepted on the command line”')
    .action(async (folder: string, options) => {
      const draft = dispositionFrom(readJson(options.json));
      const done = await withLedger(folder, 'write', (ledger) =>
        dispose(ledger, place(ledger, options), draft, acceptance(options)),
      );
      showFindings(done.warnings);
      printJson({ ...done.line, warnings: done.warnings });
    });

  program
    .command('correct')
    .description('correct one field of a line; the original stays in the record')
    .argument('<ledger>')
    .requiredOption('--line <n>', 'line number', number)
    .option(...BOOK_OPTION)
    .requiredOption('--field <field>', `one of: ${ENTRY_FIELDS.join(', ')}`)
    .requiredOption('--value <text>', 'what it should read')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print the line as JSON', false)
    .action(async (folder: string, options) => {
      if (!isEntryField(options.field))
        throw new UsageError(`There is no field “${options.field}”. The fields are: ${ENTRY_FIELDS.join(', ')}.`);
      const change = { field: options.field, value: options.value, reason: options.reason };
      const done = await withLedger(folder, 'write', (ledger) =>
        correct(ledger, place(ledger, options), change, 'all'),
      );
      showFindings(done.warnings);
      if (options.json) printJson({ ...done.line, warnings: done.warnings });
      else showLines([done.line]);
    });

  program
    .command('void')
    .description('void a line entered in error; it keeps its number')
    .argument('<ledger>')
    .requiredOption('--line <n>', 'line number', number)
    .option(...BOOK_OPTION)
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print the line as JSON', false)
    .action(async (folder: string, options) => {
      const done = await withLedger(folder, 'write', (ledger) =>
        voidLine(ledger, place(ledger, options), options.reason),
      );
      if (options.json) printJson(done.line);
      else showLines([done.line]);
    });

  program
    .command('search')
    .description('find lines by any fragment of serial, maker, model or name')
    .argument('<ledger>')
    .argument('<text...>')
    .option('--limit <n>', 'lines at most', number, 100)
    .option('--json', 'print the lines as JSON', false)
    .action(async (folder: string, words: string[], options) => {
      const hits = await withLedger(folder, 'look', async (ledger) =>
        searchLines(ledger, words.join(' '), options.limit),
      );
      if (options.json) return printJson(hits.lines);
      showLines(hits.lines);
      if (hits.lines.length === 0) say('Nothing was found.');
      if (hits.more) say('There is more; add a word to narrow it down.');
      if (hits.lookAlikes.length > 0) {
        say('Serials that look alike:');
        showLines(hits.lookAlikes);
      }
    });

  program
    .command('book')
    .description('print the lines of the book')
    .argument('<ledger>')
    .option(...BOOK_OPTION)
    .option('--view <view>', 'original, corrected or both', view, 'corrected')
    .option('--from <n>', 'first line', number, 1)
    .option('--to <n>', 'last line', number)
    .option('--as-of <when>', AS_OF)
    .option('--json', 'print the lines as JSON', false)
    .action(async (folder: string, options) => {
      const lines = await withLedger(folder, 'look', async (ledger, signal) => {
        const book = bookIn(ledger, options);
        const asOf = await earlier(ledger, options.asOf, signal);
        const db = asOf?.db ?? ledger.reader;
        const last = options.to ?? countLines(db, book);
        const count = last - options.from + 1;
        if (asOf) say(`The book ${asOfWords(asOf, ledger.settings().zone)}, root ${asOf.root}.`);
        return count > 0 ? readLines(db, { book, view: options.view, from: options.from, count }) : [];
      });
      if (options.json) printJson(lines);
      else showLines(lines);
    });

  program
    .command('history')
    .description('everything that was recorded of one line')
    .argument('<ledger>')
    .requiredOption('--line <n>', 'line number', number)
    .option(...BOOK_OPTION)
    .option('--json', 'print the events as JSON', false)
    .action(async (folder: string, options) => {
      const { history } = await withLedger(folder, 'look', async (ledger) =>
        readHistory(ledger, bookIn(ledger, options), options.line),
      );
      if (history.length === 0) throw new LedgerError('LINE_MISSING', `The book has no line ${options.line}.`);
      if (options.json) printJson(history);
      else showHistory(history);
    });

  program
    .command('checkpoint')
    .description('sign where the ledger stands')
    .argument('<ledger>')
    .option('--json', 'print note, verifier key, size and root as JSON', false)
    .action(async (folder: string, options) => {
      const made = await withLedger(folder, 'look', async (ledger) => ({
        ...(await ledger.checkpoint()),
        vkey: ledger.vkey,
      }));
      if (options.json) printJson({ note: made.note, vkey: made.vkey, size: made.size, root: made.root });
      else process.stdout.write(made.note);
    });

  program
    .command('print')
    .description('make a PDF of the book or of one acquisition record')
    .argument('<ledger>')
    .argument('<document>', 'book or acquisition')
    .requiredOption('--out <file>', 'the PDF to write')
    .option('--line <n>', 'line number, for an acquisition record', number)
    .option(...BOOK_OPTION)
    .option('--from <n>', 'first line of the book', number)
    .option('--to <n>', 'last line of the book', number)
    .option('--view <view>', 'original, corrected or both', view, 'corrected')
    .option('--order <order>', 'line, or acquired for the order of acquisition dates', 'line')
    .option('--paper <paper>', 'letter or a4', 'letter')
    .option('--as-of <when>', `of the book: ${AS_OF}`)
    .option('--json', 'print what was made as JSON', false)
    .action(async (folder: string, what: string, options) => {
      if (what !== 'book' && what !== 'acquisition') throw new UsageError('Say what to print: book or acquisition.');
      if (what === 'book' && options.line !== undefined)
        throw new UsageError('Of the book, lines are chosen with --from and --to.');
      if (what === 'acquisition' && options.line === undefined)
        throw new UsageError('An acquisition record needs --line N.');
      if (!['letter', 'a4'].includes(options.paper)) throw new UsageError('Paper is letter or a4.');
      if (!['line', 'acquired'].includes(options.order)) throw new UsageError('The order is line or acquired.');
      if (what === 'acquisition' && options.asOf !== undefined)
        throw new UsageError('An acquisition record is printed as it stands; --as-of is for the book.');
      refuseUnwritable(options.out);
      sayInTheClear(options.out);
      const made = await withLedger(folder, 'look', async (ledger, signal) =>
        what === 'book'
          ? printBook(
              ledger,
              {
                book: bookIn(ledger, options),
                view: options.view,
                order: options.order,
                paper: options.paper,
                from: options.from,
                to: options.to,
                asOf: await earlier(ledger, options.asOf, signal),
              },
              quiet,
              signal,
            )
          : printAcquisition(ledger, place(ledger, options), options.paper),
      );
      writeWhole(options.out, made.bytes);
      if (options.json) printJson({ out: options.out, pages: made.pages, bytes: made.bytes.length });
      else say(`${options.out}: ${made.pages} ${made.pages === 1 ? 'page' : 'pages'}.`);
    });

  program
    .command('verify')
    .description('prove the whole ledger, and against an older checkpoint if one is given')
    .argument('<ledger>')
    .option('--against <file>', 'a checkpoint’s text')
    .option('--json', 'print the result as JSON', false)
    .action(async (folder: string, options) => {
      const against = options.against === undefined ? undefined : readCheckpoints(options.against);
      const result = await withLedger(folder, 'look', async (ledger, signal, known) => {
        const verified = await verifyLedger(ledger, against, quiet, signal, keptNotes(profile, ledger));
        if (stopsAt(known)) found();
        if (known.state === 'restored') say(known.message);
        await ledger.recordProof(heldItself(verified), verified.size).catch(quiet);
        return verified;
      });
      if (options.json) printJson(result);
      else if (result.ok)
        print(`Proven: all ${result.events} events are as they were recorded, and the book is what they say.`);
      else for (const p of result.problems) print(`${p.where}: ${p.message}`);
      if (!result.ok) found();
    });

  addExportCommand(program, { withLedger, bookIn, bookOption: BOOK_OPTION, number, earlier, asOfWords: AS_OF });
  addDeskCommands(program, { withLedger, found });
  addBackupCommands(program, { withLedger, secret, found });
  addPeopleCommands(program, { withLedger });
  addLateCommand(program, { withLedger, bookIn, bookOption: BOOK_OPTION, found });
  addProofCommands(program, { withLedger, bookIn, bookOption: BOOK_OPTION, number, found });

  program
    .command('key')
    .description('show the SQLCipher raw key, so that the owner is never locked in')
    .argument('<ledger>')
    .requiredOption('--show', 'yes, show it')
    .option('--json', 'print it as JSON', false)
    .action(async (folder: string, options) => {
      const hex = await withLedger(folder, 'own', async (ledger) => ledger.dataKey().toString('hex'), {
        does: 'reads',
      });
      if (options.json) return printJson({ key: hex, pragma: `PRAGMA key = "x'${hex}'"` });
      say('Whoever has this key can read the whole ledger. Any SQLCipher 4 tool opens ledger.db with it:');
      print(`x'${hex}'`);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    return explain(thrown);
  }
};

/** Says what went wrong in a sentence and gives the exit code for it. */
const explain = (thrown: unknown): Code => {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (thrown instanceof UsageError) {
    say(thrown.message);
    return EXIT.usage;
  }
  if (thrown instanceof FileProblem) {
    say(thrown.message);
    return EXIT.found;
  }
  const known = asLedgerError(thrown);
  if (known instanceof LedgerError) {
    if (known.findings.length > 0) showFindings(known.findings);
    else say(known.message);
    if (CLOSED.includes(known.code)) return EXIT.closed;
    if (known.code === 'CANCELLED') return EXIT.stopped;
    return known.code === 'REFUSED' || known.code === 'NOT_ALLOWED' ? EXIT.found : EXIT.usage;
  }
  say(
    `Something went wrong inside Rollmark (${thrown instanceof Error ? thrown.name : 'unknown'}). Nothing that was acknowledged is lost.`,
  );
  return EXIT.closed;
};
