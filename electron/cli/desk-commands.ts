import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CATEGORY_IDS, isCategory } from '../../shared/categories/ids.ts';
import { NUMBER_SCHEMES } from '../../shared/categories/vehicle/index.ts';
import { inWords } from '../../shared/domain/findings.ts';
import { GUIDE_IDS } from '../../shared/guides/guide.ts';
import { type CheckReport, checkLedger, checkReportText } from '../services/check.ts';
import { guideDocument } from '../services/documents/guide-pdf.ts';
import { inspectSerial, inspectWith } from '../services/inspect.ts';
import { decodeText, detectEncoding } from '../services/interchange/decode-text.ts';
import { print, printJson, readBytes, refuseUnwritable, say, UsageError, writeWhole } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
  /** Makes the exit code say that something was found. */
  found(): void;
};

/** Findings that a terminal shows of a whole ledger. */
const SHOWN = 200;

const showAll = (findings: CheckReport['findings'], what: string): void => {
  for (const f of findings.slice(0, SHOWN))
    say(`${f.book} ${f.line}, ${f.field}: ${inWords(f)} (${f.severity}, ${f.code})`);
  if (findings.length > SHOWN)
    say(`${(findings.length - SHOWN).toLocaleString('en-US')} more ${what} are not shown; --json has them all.`);
};

const showCheck = (report: CheckReport): void => {
  showAll(report.findings, 'findings');
  if (report.acceptedTotal > 0)
    say(`${report.acceptedTotal} more were saved past with a reason when they were entered; --json has them.`);
  if (report.hintsTotal > 0) {
    say('Hints, which ask nothing and may be worth a look:');
    showAll(report.hints, 'hints');
  }
  print(
    `${report.lines} lines checked; ${report.withFindings} have something to look at, ${report.withHints} have hints.`,
  );
};

/** A list as text, in whichever encoding a spreadsheet or a scanner's program saved it. Throws FileProblem. */
const textOf = (bytes: Uint8Array): string =>
  [...decodeText(bytes, detectEncoding(bytes))].map(({ text }) => text).join('');

/** `inspect`, `check` and `guides`: the serial desk on the command line. */
export const addDeskCommands = (program: Command, { withLedger, found }: Tools): void => {
  program
    .command('inspect')
    .description('say what serial numbers say of themselves; with a ledger, which of its lines they are like')
    .argument('[serials...]')
    .requiredOption('--category <category>', `one of: ${CATEGORY_IDS.join(', ')}`)
    .option('--maker <name>', 'the maker, make or brand', '')
    .option('--model <model>', 'the model', '')
    .option('--type <kind>', 'what it is, such as Boat or Television', '')
    .option('--year <year>', 'the model year of a vehicle', '')
    .option('--number-kind <kind>', `of a vehicle: ${NUMBER_SCHEMES.join(', ')}`, '')
    .option('--file <list>', 'a text file with one number a line (- for standard input)')
    .option('--ledger <ledger>', 'look for the same and similar numbers in this ledger too')
    .option('--json', 'print JSON', false)
    .action(async (serials: string[], options) => {
      const { category } = options;
      if (!isCategory(category))
        throw new UsageError(`There is no category “${category}”. Known: ${CATEGORY_IDS.join(', ')}.`);
      const listed = options.file
        ? textOf(options.file === '-' ? readFileSync(0) : readBytes(options.file))
            .split('\n')
            .filter((line) => line.trim() !== '')
        : [];
      const all = [...serials, ...listed];
      if (all.length === 0) throw new UsageError('Give at least one serial number, or a list with --file.');
      const typed = options.numberKind.toLowerCase();
      const numberKind = NUMBER_SCHEMES.find((kind) => kind.toLowerCase() === typed) ?? '';
      if (typed !== '' && category !== 'vehicle')
        throw new UsageError('--number-kind is for vehicles: it says which of their numbers this is.');
      if (typed !== '' && numberKind === '')
        throw new UsageError(
          `There is no kind of number “${options.numberKind}”. Known: ${NUMBER_SCHEMES.join(', ')}.`,
        );
      const about = (serial: string) => ({
        category,
        numberKind,
        manufacturer: options.maker,
        model: options.model,
        type: options.type,
        year: options.year,
        serial,
      });
      const results = options.ledger
        ? await withLedger(options.ledger, 'look', async (ledger) => {
            await ledger.near.ensure();
            return all.map((serial) => inspectWith(ledger, about(serial)));
          })
        : all.map((serial) => inspectSerial(about(serial)));
      if (results.some((r) => r.findings.some((f) => f.severity !== 'hint'))) found();
      if (options.json) return printJson(results);
      for (const { serial, findings } of results) {
        print(`${serial}: ${findings.length === 0 ? 'nothing to remark' : ''}`);
        for (const f of findings) print(`  ${f.severity}, ${f.code}: ${inWords(f)}`);
      }
    });

  program
    .command('check')
    .description('hold every line of a ledger against the rules, and the lines against each other')
    .argument('<ledger>')
    .option('--json', 'print the report as JSON', false)
    .action(async (folder: string, options) => {
      const report = await withLedger(folder, 'look', (ledger, signal) => checkLedger(ledger, () => undefined, signal));
      if (options.json) print(checkReportText(report).trimEnd());
      else showCheck(report);
      if (report.findingsTotal > 0) found();
    });

  program
    .command('guides')
    .description('list the guides, or print one as PDF')
    .option('--id <guide>', 'the guide to print')
    .option('--out <file>', 'the PDF to write')
    .option('--paper <paper>', 'letter or a4', 'letter')
    .option('--json', 'print JSON', false)
    .action(async (options) => {
      if (options.id === undefined) {
        if (options.out !== undefined) throw new UsageError('Say which guide to print with --id.');
        return options.json ? printJson(GUIDE_IDS) : print(GUIDE_IDS.join('\n'));
      }
      if (!(GUIDE_IDS as readonly string[]).includes(options.id))
        throw new UsageError(`There is no guide “${options.id}”. Known: ${GUIDE_IDS.join(', ')}.`);
      if (options.out === undefined) throw new UsageError('Say where to write it with --out FILE.pdf.');
      if (options.paper !== 'letter' && options.paper !== 'a4') throw new UsageError('Paper is letter or a4.');
      refuseUnwritable(options.out);
      const made = await guideDocument(options.id, options.paper);
      writeWhole(options.out, made.bytes);
      if (options.json) return printJson({ out: options.out, pages: made.pages, bytes: made.bytes.length });
      say(`${options.out}: ${made.pages} ${made.pages === 1 ? 'page' : 'pages'}.`);
    });
};
