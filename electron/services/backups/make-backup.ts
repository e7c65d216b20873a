import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { backupsToKeep, type Dated } from '../../../shared/domain/backup-rotation.ts';
import { todayIn } from '../../../shared/domain/dates.ts';
import { asLedgerError, LedgerError } from '../../ledger/errors.ts';
import { nodeReader } from '../../ledger/event-log.ts';
import { FILES, FOLDER_ENDING, paths } from '../../ledger/folder.ts';
import { writeKeys } from '../../ledger/keys.ts';
import { type Ledger, openWithKey, type SignedCheckpoint } from '../../ledger/ledger.ts';
import { rootOf, treeAt } from '../../ledger/merkle.ts';
import { recordProblems, verifyLedger } from '../../ledger/verify.ts';
import type { Progress } from '../jobs.ts';
import {
  BACKUP_ENDING,
  backupsIn,
  checkFiles,
  fileHash,
  MANIFEST,
  type Manifest,
  manifestText,
  PART_ENDING,
} from './manifest.ts';

const PIECE = 1 << 20;

const stopped = (): LedgerError =>
  new LedgerError('CANCELLED', 'The backup was stopped. Nothing was kept of it, and nothing was changed.');

/** Copies a file in pieces, so that other work goes on, and waits until the disk has it. */
const copyFile = async (
  from: string,
  to: string,
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<void> => {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (;;) {
        if (signal.aborted) throw stopped();
        const { bytesRead } = await source.read(piece, 0, PIECE);
        if (bytesRead === 0) break;
        await target.writeFile(piece.subarray(0, bytesRead));
        done(bytesRead);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

/** A rename is on the disk only once its folder is. Windows has no such call and needs none. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** What the file system says, as a sentence about the backup folder rather than the ledger's. */
const asBackupError = (error: unknown): unknown => {
  const code = (error as { code?: string } | null)?.code ?? '';
  if (error instanceof LedgerError && error.code === 'CANCELLED') return error;
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code) || (error instanceof LedgerError && error.code === 'DISK_FULL'))
    return new LedgerError(
      'DISK_FULL',
      'There is no room for the backup on its disk. The ledger and the older backups are as they were. Make room there, or choose another folder.',
    );
  if (/^(EACCES|EPERM|EROFS)$/.test(code))
    return new LedgerError(
      'FOLDER_READ_ONLY',
      'The backup folder can’t be written to. The ledger is as it was. Choose a folder where you may write.',
    );
  if (/^(ENOENT|ENOTDIR|EIO|ENODEV|ENXIO|ESTALE|EHOSTDOWN|ETIMEDOUT)$/.test(code))
    return new LedgerError(
      'FILE_UNREADABLE',
      'The backup folder is not there: its drive may be disconnected, or it was moved. The ledger is as it was. Connect the drive and back up again.',
    );
  return asLedgerError(error);
};

const nameOf = (ledger: Ledger): string => {
  const base = basename(ledger.folder);
  return base.endsWith(FOLDER_ENDING) ? base.slice(0, -FOLDER_ENDING.length) : base;
};

/** `Shop 2026-11-28 160509.rollmark-backup`, by the clock of the premises. */
const folderName = (ledger: Ledger, at: number, place: string): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ledger.settings().zone);
  const stamp = local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ').replaceAll(':', '');
  for (let n = 1; ; n++) {
    const name = `${nameOf(ledger)} ${stamp}${n === 1 ? '' : `-${n}`}${BACKUP_ENDING}`;
    if (!existsSync(join(place, name)) && !existsSync(join(place, name + PART_ENDING))) return name;
  }
};

/** Opens the copy as any opening does, proves all of it, and counts. Throws LEDGER_DAMAGED where it does not hold. */
const proveCopy = async (
  copy: string,
  ledger: Ledger,
  signed: SignedCheckpoint,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ lines: number }> => {
  const opened = openWithKey(copy, ledger.dataKey());
  try {
    const result = await verifyLedger(
      opened,
      signed.note,
      (_, done, total) => progress('Verifying the backup', done, total),
      signal,
    );
    const lines = opened.reader.prepare('SELECT count(*) FROM entry').pluck().get() as number;
    const [problem] = recordProblems(result);
    if (!problem && result.size === signed.size && result.root === signed.root) return { lines };
    throw new LedgerError(
      'LEDGER_DAMAGED',
      `The copy was opened and does not hold: ${problem?.message ?? 'it has another number of events.'} It was removed. Verify the ledger itself, and keep the older backups.`,
    );
  } finally {
    await opened.close();
  }
};

/** Half-written backups of this ledger that a crash left behind. */
const clearLeftOvers = async (ledger: Ledger, place: string): Promise<void> => {
  const mine = `${nameOf(ledger)} `;
  for (const name of await readdir(place))
    if (name.startsWith(mine) && name.endsWith(BACKUP_ENDING + PART_ENDING))
      await rm(join(place, name), { recursive: true, force: true });
};

/**
 * Removes what the rotation no longer keeps: only finished backups of this very ledger, only after a newer one was
 * verified, and only those that the newer one wholly contains. One with other events, or more of them, may be the only copy
 * of what was lost here: it stays, and counts for no day.
 */
const rotate = async (ledger: Ledger, place: string, fresh: Dated, size: number): Promise<string[]> => {
  const stored = nodeReader(ledger.reader);
  const contained = ({ events, root }: Manifest): boolean => {
    const then = events <= size ? treeAt(events, stored) : undefined;
    return then !== undefined && rootOf(then).toString('base64') === root;
  };
  const older = (await backupsIn(place)).filter(
    (b) => b.ledger === ledger.id && b.folder !== fresh.name && contained(b),
  );
  // By the clock an older one may be of a later day, where it ran ahead once. The fresh one stays in any case.
  const keep = backupsToKeep([...older.map(({ folder, day }) => ({ name: folder, day })), fresh]);
  const gone = older.filter((b) => !keep.has(b.folder));
  for (const { folder } of gone) await rm(join(place, folder), { recursive: true, force: true });
  return gone.map((b) => b.folder);
};

export type BackupMade = {
  name: string;
  events: number;
  root: string;
  bytes: number;
  lines: number;
  removed: string[];
};

/**
 * Writes a backup of the open ledger into a folder: copies its files as they stand at one moment, opens the copy, proves all
 * of it against a fresh checkpoint, counts its lines, reads the files back, and only then gives it its name. Older ones
 * that it contains are rotated. What fails leaves nothing behind, and the older backups as they were.
 *
 * @param place the backup folder. It must be there: one that is not may be a drive that was disconnected, and a new folder
 *   of its name would be on the disk that the ledger is on
 * @param rotates whether older backups may go: not where the ledger is not as it was known
 * Throws DISK_FULL, FOLDER_READ_ONLY, FILE_UNREADABLE (the folder is not there), LEDGER_DAMAGED, CANCELLED.
 */
export const makeBackup = async (
  ledger: Ledger,
  place: string,
  progress: Progress,
  signal: AbortSignal,
  rotates = true,
): Promise<BackupMade> => {
  const at = ledger.now();
  let part: string | undefined;
  try {
    await clearLeftOvers(ledger, place);
    const name = folderName(ledger, at, place);
    const staging = join(place, name + PART_ENDING);
    await mkdir(staging, { mode: 0o700 });
    part = staging;
    const from = paths(ledger.folder);
    const signed = await ledger.holdStill(async (checkpoint, log, keys) => {
      const total = (await stat(from.database)).size;
      await checkRoom(place, total + log.length);
      let copied = 0;
      await copyFile(from.database, join(staging, FILES.database), signal, (bytes) => {
        copied += bytes;
        progress('Copying the ledger', copied, total);
      });
      if (log.length > 0) await writeFile(join(staging, `${FILES.database}-wal`), log, { flag: 'wx', flush: true });
      // Not a copy of the file: it may have been replaced since, and would not fit what was recorded until then.
      await writeFile(join(staging, FILES.keys), writeKeys(keys), { flag: 'wx', mode: 0o600, flush: true });
      return checkpoint;
    });
    const { lines } = await proveCopy(staging, ledger, signed, progress, signal);
    for (const file of [FILES.lock, FILES.reached]) await rm(join(staging, file), { force: true });
    const files: Manifest['files'] = {} as Manifest['files'];
    for (const file of [FILES.database, FILES.keys] as const) {
      const path = join(staging, file);
      files[file] = { sha256: await fileHash(path), bytes: (await stat(path)).size };
    }
    const manifest: Manifest = {
      format: 'rollmark-backup',
      version: 1,
      ledger: ledger.id,
      name: nameOf(ledger),
      madeAt: new Date(at).toISOString(),
      day: todayIn(ledger.settings().zone, at),
      events: signed.size,
      root: signed.root,
      note: signed.note,
      lines,
      files,
    };
    const described = await open(join(staging, MANIFEST), 'wx', 0o600);
    await described.writeFile(manifestText(manifest));
    await described.sync();
    await described.close();
    await checkFiles(staging, manifest);
    if (signal.aborted) throw stopped();
    await rename(staging, join(place, name));
    part = undefined;
    await syncFolder(place);
    const removed = rotates ? await rotate(ledger, place, { name, day: manifest.day }, signed.size) : [];
    const bytes = Object.values(files).reduce((sum, f) => sum + f.bytes, 0);
    return { name, events: signed.size, root: signed.root, bytes, lines, removed };
  } catch (error) {
    if (part) await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw asBackupError(error);
  }
};

/** Throws DISK_FULL before anything is written where the copy can't fit. */
const checkRoom = async (place: string, bytes: number): Promise<void> => {
  const disk = await statfs(place).catch(() => undefined);
  if (disk && disk.bavail * disk.bsize < bytes) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
};
