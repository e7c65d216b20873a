import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { BackupPlaces } from '../backup-places.ts';
import type { EngineClient } from '../engine-process.ts';
import type { HostPorts, Keychain } from '../host-router.ts';
import type { KnownLedgers } from '../known-ledgers.ts';
import { chosenFileFailure, saveFailure } from './failure-words.ts';
import { withNamedFirst } from './named-ledger.ts';
import { writeWhole } from './write-whole.ts';

const EXTENSIONS: Readonly<Record<string, { name: string; extension: string; also?: readonly string[] }>> = {
  'application/pdf': { name: 'PDF document', extension: 'pdf' },
  'application/json': { name: 'Report', extension: 'json' },
  'text/plain': { name: 'Text', extension: 'txt' },
  'text/csv': { name: 'Table', extension: 'csv' },
  'text/html': { name: 'Web page', extension: 'html' },
  'image/jpeg': { name: 'JPEG picture', extension: 'jpg', also: ['jpeg', 'jpe', 'jfif'] },
  'image/png': { name: 'PNG picture', extension: 'png' },
  'image/webp': { name: 'WebP picture', extension: 'webp' },
  'image/heic': { name: 'HEIC picture', extension: 'heic', also: ['heif'] },
};

/** A document's name as the save dialog offers it: no separators, whatever made it. */
const offeredName = (document: { type: string; name?: unknown }): string => {
  const extension = EXTENSIONS[document.type.split(';', 1)[0]!.trim()]?.extension;
  const given = typeof document.name === 'string' ? basename(document.name.replaceAll('\\', '/')) : '';
  if (given !== '' && given !== 'blob') return given;
  return extension === undefined ? 'Rollmark document' : `Rollmark document.${extension}`;
};

export type HostParts = {
  version: string;
  ledgersFolder: string;
  ledgers: KnownLedgers;
  backups: BackupPlaces;
  /** A ledger folder named from outside, to be listed first. */
  named: () => string | undefined;
  engine: () => Promise<EngineClient>;
  window: () => BrowserWindow | undefined;
  openGuide: (guide: string) => Promise<boolean>;
  keychain: Keychain;
};

/** The Electron side of what differs between the hosts: the system's dialogs, each answer turned into a token. */
export const electronPorts = (parts: HostParts): HostPorts => {
  const askOpen = (options: OpenDialogOptions) => {
    const window = parts.window();
    return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
  };
  const askSave = (options: SaveDialogOptions) => {
    const window = parts.window();
    return window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
  };

  return {
    kind: 'electron',
    version: parts.version,
    ledgersFolder: parts.ledgersFolder,
    ledgers: () => withNamedFirst(parts.ledgers, parts.named()),

    chooseLedger: async () => {
      const { canceled, filePaths } = await askOpen({
        title: 'Open a ledger',
        message: 'Choose the ledger’s folder. Its name ends in .rollmark.',
        buttonLabel: 'Open',
        defaultPath: parts.ledgersFolder,
        properties: ['openDirectory', 'treatPackageAsDirectory'],
      });
      const folder = filePaths[0];
      if (canceled || folder === undefined) return null;
      return parts.ledgers.choose(folder);
    },

    chooseImportFile: async () => {
      const { canceled, filePaths } = await askOpen({
        title: 'Choose a file to import',
        buttonLabel: 'Choose',
        properties: ['openFile'],
        filters: [
          { name: 'Tables (CSV)', extensions: ['csv', 'txt'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const path = filePaths[0];
      if (canceled || path === undefined) return null;
      let size: number;
      try {
        size = (await stat(path)).size;
      } catch (error) {
        throw chosenFileFailure(error);
      }
      const token = randomBytes(24).toString('base64url');
      const name = basename(path);
      await (await parts.engine()).grants.file({ token, name, path });
      return { token, name, size };
    },

    saveDocument: async (token) => {
      // Fetched first: an unknown token is told before the user is asked for a place.
      const document = await (await parts.engine()).documents.fetch({ token });
      const name = offeredName(document);
      const kind = EXTENSIONS[document.type.split(';', 1)[0]!.trim()];
      const { canceled, filePath } = await askSave({
        title: 'Save the document',
        defaultPath: join(app.getPath('documents'), name),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
        ...(kind ? { filters: [{ name: kind.name, extensions: [kind.extension, ...(kind.also ?? [])] }] } : {}),
      });
      if (canceled || !filePath) return false;
      try {
        await writeWhole(filePath, new Uint8Array(await document.arrayBuffer()));
      } catch (error) {
        throw saveFailure(error);
      }
      return true;
    },

    chooseBackupFolder: async () => {
      const { canceled, filePaths } = await askOpen({
        title: 'Choose a folder for backups',
        message: 'Best on another disk: a USB drive or a network share.',
        buttonLabel: 'Choose',
        properties: ['openDirectory', 'createDirectory'],
      });
      const folder = filePaths[0];
      return canceled || folder === undefined ? null : parts.backups.choose(folder);
    },
    backupPlaces: () => parts.backups.list(),
    backedUpTo: (paths) => void parts.backups.used(paths),
    openGuide: (guide) => parts.openGuide(guide),
    ledgerOpened: (path) => void parts.ledgers.opened(path),
    keychain: parts.keychain,
  };
};
