import type { BackupPlaces } from '../backup-places.ts';
import type { HostPorts } from '../host-router.ts';
import type { KnownLedgers } from '../known-ledgers.ts';

/**
 * What the loopback host does for a page: it lists ledgers. It has no dialogs: the page uploads the file it imports,
 * downloads the document it saves, and shows guides in itself, which it learns from `null` and `false`.
 */
export const loopbackPorts = (options: {
  version: string;
  ledgersFolder: string;
  ledgers: KnownLedgers;
  backups: BackupPlaces;
}): HostPorts => ({
  kind: 'loopback',
  version: options.version,
  ledgersFolder: options.ledgersFolder,
  ledgers: () => options.ledgers.list(),
  chooseLedger: async () => null,
  chooseImportFile: async () => null,
  saveDocument: async () => false,
  openGuide: async () => false,
  chooseBackupFolder: async () => null,
  backupPlaces: () => options.backups.list(),
  backedUpTo: (paths) => void options.backups.used(paths),
  ledgerOpened: (path) => void options.ledgers.opened(path),
});
