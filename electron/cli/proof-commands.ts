import type { Command } from 'commander';
import { showMoment } from '../../shared/domain/dates.ts';
import { eventInWords } from '../../shared/domain/event-words.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import type { BookId } from '../../shared/domain/settings.ts';
import { readVkey } from '../../shared/proof/note.ts';
import { checkRecordProof } from '../../shared/proof/record-proof.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { proofDocument, proveLine, verifierDocument } from '../services/proofs.ts';
import { print, printJson, readBytes, refuseUnwritable, sayInTheClear, UsageError, writeWhole } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
  bookIn(ledger: Ledger, options: { book?: BookId }): BookId;
  bookOption: readonly [string, string, (text: string) => BookId];
  number(text: string): number;
  /** Makes the exit code say that something was found. */
  found(): void;
};

/** `line12.tlog-proof` for the first event, `line12-2.tlog-proof` for the second: each is a proof as the standard has it. */
const nameOf = (out: string, at: number): string =>
  at === 0 ? out : out.replace(/(\.[^./\\]*)?$/, (ending) => `-${at + 1}${ending}`);

const isPage = (file: string): boolean => /\.html?$/i.test(file);

/** Text that others wrote, for a terminal: without anything that it would obey or hide. */
const seen = (text: string): string => text.replace(/[^\P{C}\n]/gu, '?');

/** The event for a terminal. Who made it may not have been Rollmark: it need not have what an event has. */
const inWords = (event: LedgerEvent): string => {
  try {
    return seen(`${eventInWords(event)}.\nRecorded ${showMoment(event.recordedAt, event.zone)} by ${event.actor}.`);
  } catch {
    return 'It can’t be put in words, because Rollmark writes no such event; --json has it.';
  }
};

/** `prove` and `verify-proof`: a single record, proven without the ledger. */
export const addProofCommands = (program: Command, { withLedger, bookIn, bookOption, number, found }: Tools): void => {
  program
    .command('prove')
    .description('write proofs of one line that can be checked without the ledger')
    .argument('<ledger>')
    .requiredOption('--line <n>', 'the line', number)
    .option(...bookOption)
    .requiredOption(
      '--out <file>',
      'FILE.html: one page with all of them, which checks itself in any browser; FILE.tlog-proof: one file for each event',
    )
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      refuseUnwritable(options.out);
      sayInTheClear(options.out, ', with the whole record, notes and prices too');
      if (isPage(options.out)) {
        const { bytes, vkey } = await withLedger(folder, 'look', async (ledger) => ({
          ...(await proofDocument(ledger, { book: bookIn(ledger, options), line: options.line })),
          vkey: ledger.vkey,
        }));
        writeWhole(options.out, bytes);
        if (options.json) return printJson({ file: options.out, vkey });
        print(`${options.out}: open it in any browser, or give it to a verifier from elsewhere (rollmark verifier).`);
        return print(`The key to check it with:\n${vkey}`);
      }
      const { proofs, vkey } = await withLedger(folder, 'look', async (ledger) => ({
        proofs: await proveLine(ledger, { book: bookIn(ledger, options), line: options.line }),
        vkey: ledger.vkey,
      }));
      const files = proofs.map(({ seq, kind, text }, at) => {
        const file = nameOf(options.out, at);
        writeWhole(file, text);
        return { file, event: seq, kind };
      });
      if (options.json) return printJson({ files, vkey });
      for (const { file, event, kind } of files) print(`${file}: event ${event}, ${kind}`);
      print('Check one with:');
      print(`rollmark verify-proof ${files[0]!.file} --vkey ${vkey}`);
    });

  program
    .command('verifier')
    .description('write the page that checks proofs in any browser, without a network; no ledger is needed')
    .requiredOption('--out <file>', 'FILE.html')
    .action((options) => {
      if (!isPage(options.out)) throw new UsageError('The verifier is a page: its name should end in .html.');
      writeWhole(options.out, verifierDocument().bytes);
      print(`${options.out}: open it in any browser; it needs no network and nothing installed.`);
    });

  program
    .command('verify-proof')
    .description('check a proof of one record; no ledger and no passphrase is needed')
    .argument('<file>')
    .requiredOption('--vkey <key>', 'the ledger’s verifier key, as the shop printed it')
    .option('--json', 'print JSON', false)
    .action((file: string, options) => {
      const verifier = readVkey(options.vkey);
      if (!verifier)
        throw new UsageError(
          'This is no verifier key: it looks like rollmark.local/…+8 digits+a long text in one piece.',
        );
      const result = checkRecordProof(readBytes(file).toString('utf8'), verifier);
      if (!result.ok) found();
      if (options.json) return printJson(result);
      if (!result.ok) return print(seen(`This does not hold: ${result.message}`));
      const { event, size } = result;
      print(`Proven: event ${event.seq} of ${size} in ${verifier.name} is as it was recorded.`);
      print(inWords(event));
      print('It shows neither what was recorded of this line later, nor that what was entered is true.');
    });
};
