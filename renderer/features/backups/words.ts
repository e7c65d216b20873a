import type { Outputs } from '../../app/ledger.tsx';
import { agoWords } from '../../app/time.ts';
import type { Meaning } from '../../ui/meaning.tsx';

export type BackupFolder = Outputs['backups']['folders'][number];
export type FoundBackup = Outputs['backups']['found'][number];
export type BackupPlace = Outputs['host']['backupPlaces'][number];

export const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** A size in the units that systems show for files: `340 kB`, `3.4 MB`, `12.0 GB`. */
export const sizeWords = (bytes: number): string => {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
};

/**
 * How the backups to one folder stand: a word with its sign, and a sentence that says why.
 *
 * @param moment a recording instant as the shop's clock shows it
 * @param now epoch milliseconds
 */
export const folderWords = (
  { state, good, failed }: Pick<BackupFolder, 'state' | 'good' | 'failed'>,
  moment: (instant: string) => string,
  now: number = Date.now(),
): { meaning: Meaning; word: string; text: string } => {
  const last = good
    ? `The last good backup is from ${moment(good.at)} (${agoWords(good.at, now)}): ${count(good.events, 'event', 'events')}, ${sizeWords(good.bytes)}. It was opened, verified and counted.`
    : 'No backup was made here yet.';
  if (state === 'failing') {
    const why = failed
      ? `${failed.reason} It failed on ${moment(failed.at)}, and is tried again every half hour while the ledger is open. `
      : '';
    return { meaning: 'mind', word: 'Failing', text: why + last };
  }
  if (state === 'overdue')
    return {
      meaning: 'mind',
      word: 'Overdue',
      text: good ? `${last} What was recorded since is not in it.` : `${last} It should have been made by now.`,
    };
  return good ? { meaning: 'fine', word: 'Good', text: last } : { meaning: 'note', word: 'No backup yet', text: last };
};

/** What a place is good for, where backups are to be kept there. */
export const KEEP_WORDS: Readonly<Record<BackupPlace['kind'], string>> = {
  removable: 'A drive that can be taken out. It survives this computer, best where it is kept somewhere else.',
  'used before': 'Backups were kept here before.',
  'this computer':
    'On this computer: helps against mistakes and deleted files, not against a failed, burnt or stolen disk.',
  chosen: 'The folder you chose. Best where it is on another disk than the ledger.',
};

/** The same places, where backups are looked for. */
export const LOOK_WORDS: Readonly<Record<BackupPlace['kind'], string>> = {
  removable: 'A drive that is plugged in now.',
  'used before': 'Backups were kept here before.',
  'this computer': 'On this computer.',
  chosen: 'The folder you chose.',
};

export type LedgerBackups = { ledger: string; name: string; backups: FoundBackup[] };

/**
 * Found backups by the ledger they are of, the ledger with the newest backup first. A ledger whose folder was renamed
 * goes by its latest name.
 *
 * @param found newest first
 */
export const byLedger = (found: readonly FoundBackup[]): LedgerBackups[] => {
  const groups = new Map<string, LedgerBackups>();
  for (const backup of found) {
    const group = groups.get(backup.ledger);
    if (group) group.backups.push(backup);
    else groups.set(backup.ledger, { ledger: backup.ledger, name: backup.name, backups: [backup] });
  }
  return [...groups.values()];
};
