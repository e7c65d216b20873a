import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { todayIn } from '../../../shared/domain/dates.ts';
import { visible } from '../../../shared/domain/findings.ts';
import { ROLES } from '../../../shared/domain/roles.ts';
import { asLedgerError, LedgerError } from '../../ledger/errors.ts';
import { FILES, FOLDER_ENDING, fitFolderName, loadKeys, makePlace } from '../../ledger/folder.ts';
import { unlockKeys } from '../../ledger/keys.ts';
import { type Ledger, openLedger, type Secret } from '../../ledger/ledger.ts';
import { recordProblems, verifyLedger } from '../../ledger/verify.ts';
import type { Progress } from '../jobs.ts';
import { checkFiles, type Manifest, PART_ENDING, readManifest } from './manifest.ts';

export type Restored = { ledger: Ledger; folder: string; manifest: Manifest };

/** `Shop.rollmark`, or with the day where that is taken: a restore never writes over anything. */
const freeName = (place: string, manifest: Manifest, today: string): string => {
  const base = fitFolderName(manifest.name);
  for (const name of [base, `${base} restored ${today}`])
    if (!existsSync(join(place, name + FOLDER_ENDING))) return name + FOLDER_ENDING;
  for (let n = 2; ; n++) {
    const name = `${base} restored ${today} (${n})${FOLDER_ENDING}`;
    if (!existsSync(join(place, name))) return name;
  }
};

const stopIfAsked = (signal: AbortSignal): void => {
  if (signal.aborted) throw new LedgerError('CANCELLED', 'Restoring was stopped. Nothing was kept of it.');
};

/**
 * Throws NOT_ALLOWED where whoever opened the copy is no owner by it. A restore makes a whole copy of the ledger, and decides
 * what the record goes on from: that is an owner's. The recovery key and custodians act for one.
 */
const checkOwner = (ledger: Ledger): void => {
  const { role } = ledger.user();
  if (role === 'owner') return;
  throw new LedgerError(
    'NOT_ALLOWED',
    `By this backup your role is ${ROLES[role].label.toLowerCase()}, and a restore needs an owner: it makes a whole copy of the ledger. Nothing was kept of it, and nothing was changed; ask an owner.`,
  );
};

/**
 * Makes a ledger out of a backup: checks its files against what was written down when it was made, copies them beside
 * the other ledgers under a name that is free, opens the copy with an owner's passphrase or the recovery key, proves all
 * of it, and writes into its trail that it was restored. The backup and every ledger that is there stay untouched; what
 * fails leaves nothing behind.
 *
 * @param backup the backup's folder
 * @param place the folder that gets the ledger
 * Throws FILE_UNREADABLE (no backup), LEDGER_DAMAGED (it is not as written), WRONG_SECRET, NOT_ALLOWED (no owner's),
 * DISK_FULL, CANCELLED.
 */
export const restoreBackup = async (
  backup: string,
  place: string,
  secret: Secret,
  progress: Progress,
  signal: AbortSignal,
  clock: () => number = Date.now,
): Promise<Restored> => {
  const manifest = await readManifest(backup);
  // The secret first, on the backup's own keys: half a minute of copying is no way to learn of a typing error.
  const keys = loadKeys(backup);
  (await unlockKeys(keys, secret.kind, secret.secret)).dataKey.fill(0);
  progress('Checking the backup', 0, 1);
  await checkFiles(backup, manifest);
  stopIfAsked(signal);
  let part: string | undefined;
  let ledger: Ledger | undefined;
  const there = existsSync(place);
  try {
    makePlace(place);
    const total = (await stat(join(backup, FILES.database))).size;
    const disk = await statfs(place).catch(() => undefined);
    if (disk && disk.bavail * disk.bsize < total) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const folder = join(place, freeName(place, manifest, todayIn(zone, clock())));
    const staging = `${folder}${PART_ENDING}`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { mode: 0o700 });
    part = staging;
    for (const file of [FILES.database, FILES.keys]) {
      progress('Copying the ledger', file === FILES.database ? 0 : 1, 2);
      await copyFile(join(backup, file), join(staging, file));
      const handle = await open(join(staging, file), 'r+');
      await handle.sync();
      await handle.close();
      stopIfAsked(signal);
    }
    ({ ledger } = await openLedger(staging, secret, { clock }));
    // Who somebody is stands in the ledger, and only a copy can be opened: what is on the backup's disk stays untouched.
    checkOwner(ledger);
    const result = await verifyLedger(ledger, manifest.note, progress, signal);
    const [problem] = recordProblems(result);
    await ledger.recordProof(!problem, result.size);
    if (problem || result.size !== manifest.events || result.root !== manifest.root)
      throw new LedgerError(
        'LEDGER_DAMAGED',
        `This backup opens and does not hold: ${problem?.message ?? 'it has another number of events than was written down.'} Nothing was restored; take another backup.`,
      );
    const { events, root, madeAt } = manifest;
    // Anybody can write a backup's description, and the trail is read by eye.
    const name = visible(manifest.name);
    await ledger.write((append) => append('backup.restored', 'backup', { name, events, root, madeAt }));
    await ledger.close();
    // Only what was proven, and says where it comes from, gets a ledger's name: a kill before this leaves none.
    await rename(staging, folder);
    part = folder;
    ({ ledger } = await openLedger(folder, secret, { clock }));
    return { ledger, folder, manifest };
  } catch (error) {
    await ledger?.close().catch(() => undefined);
    if (part) await rm(part, { recursive: true, force: true }).catch(() => undefined);
    // Only where it is empty.
    if (!there) await rmdir(place).catch(() => undefined);
    throw asLedgerError(error);
  }
};
