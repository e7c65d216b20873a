import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { showMoment } from '../../shared/domain/dates.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger, Secret } from '../ledger/ledger.ts';
import { backupPaths, placeName, recordBackup } from '../services/backups/backups.ts';
import { makeBackup } from '../services/backups/make-backup.ts';
import { backupsIn, checkFiles, type FoundBackup, unreadableIn } from '../services/backups/manifest.ts';
import { restoreBackup } from '../services/backups/restore.ts';
import { olderStay } from '../services/ledgers.ts';
import { print, printJson, say } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
  secret(): Promise<Secret>;
  /** What was found makes the exit code 1. */
  found(): void;
};

const quiet = () => undefined;

/**
 * The folders that `backup --to` wrote into last, newest first. They are not put among the folders that the app backs up to
 * every day: only an owner chooses those, and a drive that was plugged in once would be missed on every page from then on.
 */
const USED = 'cli_backup_folders';
const USED_AT_MOST = 5;

const usedFolders = (ledger: Ledger): string[] => {
  try {
    const folders: unknown = JSON.parse(ledger.remembered(USED) ?? '[]');
    return (Array.isArray(folders) ? folders : []).filter((f) => typeof f === 'string');
  } catch {
    // Spoilt by another program: --in still names any folder.
    return [];
  }
};
const rememberUsed = (ledger: Ledger, place: string): Promise<void> =>
  ledger.remember(
    USED,
    JSON.stringify([place, ...usedFolders(ledger).filter((f) => f !== place)].slice(0, USED_AT_MOST)),
  );
const counted = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;

/** What is wrong with a backup, as far as its files show without a key; empty where they are as they were written. */
const problemOf = async (path: string, backup: FoundBackup): Promise<string> => {
  try {
    await checkFiles(path, backup);
    return '';
  } catch (error) {
    return error instanceof LedgerError ? error.message : 'This backup can’t be read: its disk may have failed.';
  }
};

/** `backup`, `backups` and `restore`. */
export const addBackupCommands = (program: Command, { withLedger, secret, found }: Tools): void => {
  program
    .command('backup')
    .description('write a backup into a folder: opened, verified and counted before it gets its name')
    .argument('<ledger>')
    .requiredOption('--to <folder>', 'the backup folder, best on another disk; older backups in it are rotated')
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      const place = resolve(options.to);
      const made = await withLedger(
        folder,
        'write',
        async (ledger, signal, known) => {
          const stay = olderStay(known);
          const backup = await makeBackup(ledger, place, quiet, signal, stay === '');
          if (stay === '') {
            await recordBackup(ledger, place, backup);
            await rememberUsed(ledger, place);
          } else say(`${stay} The backup is not in its trail: nothing was added to its record.`);
          return backup;
        },
        { does: 'copies' },
      );
      if (options.json) return printJson({ ...made, folder: join(place, made.name) });
      print(join(place, made.name));
      say(`${counted(made.events, 'event')} and ${counted(made.lines, 'line')}, opened and verified.`);
      if (made.removed.length > 0) say(`${counted(made.removed.length, 'older backup')} removed by rotation.`);
    });

  program
    .command('backups')
    .description('list the backups of a ledger, oldest first, with their files held against their hashes')
    .argument('<ledger>')
    .option(
      '--in <folder>',
      'look here too, beside the folders that the ledger is backed up to and those of backup --to',
    )
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      const { places, ledger, zone } = await withLedger(folder, 'look', async (open) => {
        const named = options.in ? [resolve(options.in)] : [];
        const places = [...new Set([...backupPaths(open), ...usedFolders(open), ...named])];
        return { places, ledger: open.id, zone: open.settings().zone };
      });
      // With the ledger closed again: gigabytes on a slow drive are read for minutes.
      const listed = [];
      for (const place of places) {
        for (const backup of (await backupsIn(place)).filter((b) => b.ledger === ledger)) {
          const { folder: name, madeAt, events, lines, bytes } = backup;
          const path = join(place, name);
          const problem = await problemOf(path, backup);
          if (problem !== '') found();
          listed.push({ place: placeName(place), folder: path, madeAt, events, lines, bytes, problem });
          if (!options.json)
            print(
              `${showMoment(madeAt, zone)}  ${counted(events, 'event')}, ${counted(lines, 'line')}  ${path}${problem === '' ? '' : `  ${problem}`}`,
            );
        }
        for (const { folder: name, problem } of await unreadableIn(place)) {
          found();
          say(`${join(place, name)}: ${problem}`);
        }
      }
      if (options.json) return printJson(listed);
      if (listed.length === 0)
        say(
          places.length === 0
            ? 'This ledger is backed up to no folder yet. Name one with --in, or make a backup with: rollmark backup LEDGER --to FOLDER'
            : 'There is no backup of this ledger in its folders. If they are on a drive, connect it.',
        );
    });

  program
    .command('restore')
    .description('make a ledger out of a backup, beside what is there; nothing is written over')
    .argument('<backup>', 'a folder whose name ends in .rollmark-backup')
    .requiredOption('--to <folder>', 'the folder that gets the ledger')
    .option('--json', 'print JSON', false)
    .action(async (backup: string, options) => {
      const stopping = new AbortController();
      process.once('SIGINT', () => stopping.abort());
      const { ledger, folder, manifest } = await restoreBackup(
        resolve(backup),
        resolve(options.to),
        await secret(),
        quiet,
        stopping.signal,
      );
      await ledger.close();
      const { events, lines, root, madeAt } = manifest;
      if (options.json) return printJson({ ledger: folder, events, lines, root, madeAt });
      print(folder);
      say(
        `${counted(events, 'event')} and ${counted(lines, 'line')}, verified. What was recorded after ${madeAt} is not in it.`,
      );
    });
};
