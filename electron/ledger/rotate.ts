import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { missingSlots, ownerOf, slotsOf, userOfSlot } from './access.ts';
import { openWriter, rawKey } from './database.ts';
import { asLedgerError, LedgerError } from './errors.ts';
import { FILES, loadKeys, paths } from './folder.ts';
import { type KdfCost, type Keys, makeSlot, newRecoveryKey, unlockKeys, writeKeys } from './keys.ts';
import { openWithKey } from './ledger.ts';
import { takeLock } from './lock.ts';

/**
 * Replaces a ledger's data key: a copy is made beside the files, the change is recorded in it, everything in it is
 * encrypted anew, and it is opened and counted; only then do the two new files take the places of the old ones.
 *
 * Two files can't be put in place at once. Both stand beside the old ones under other names before `keys.json` is put in
 * place, which decides: `settle`, which every opening calls, goes on from there or throws the new ones away.
 */
const STAGING = 'rotating';
const NEXT = '.next';

const next = (folder: string) => {
  const at = paths(folder);
  return { database: `${at.database}${NEXT}`, keys: `${at.keys}${NEXT}` };
};

/** Finishes or takes back a change of the data key that a crash cut short. The lock must be held. */
export const settle = (folder: string): void => {
  const at = paths(folder);
  const fresh = next(folder);
  rmSync(join(folder, STAGING), { recursive: true, force: true });
  if (!existsSync(fresh.database)) {
    rmSync(fresh.keys, { force: true });
    return;
  }
  if (existsSync(fresh.keys)) {
    // keys.json is still the old one.
    rmSync(fresh.database, { force: true });
    rmSync(fresh.keys, { force: true });
    return;
  }
  for (const beside of ['-wal', '-shm']) rmSync(`${at.database}${beside}`, { force: true });
  renameSync(fresh.database, at.database);
};

const synced = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
};

export type Rotated = { recoveryKey: string /** Users whose passphrases no longer open it. */; without: number };

/**
 * Replaces the data key of a ledger that is closed. Whoever asks keeps their passphrase; everybody else is given a new
 * one by an owner, because nobody knows theirs; the recovery key is a new one. Copies made before keep the old key.
 *
 * @param passphrase an owner's own
 * @param cost for tests; otherwise what the ledger's slots cost
 * Throws WRONG_SECRET, NOT_ALLOWED (no owner's), LEDGER_ALREADY_OPEN, DISK_FULL, LEDGER_DAMAGED; then nothing is changed.
 */
export const rotateDataKey = async (folder: string, passphrase: string, cost?: KdfCost): Promise<Rotated> => {
  const keys = loadKeys(folder);
  const { dataKey, slot } = await unlockKeys(keys, 'passphrase', passphrase);
  const at = paths(folder);
  const fresh = next(folder);
  const staging = join(folder, STAGING);
  const newKey = randomBytes(32);
  const recoveryKey = newRecoveryKey();
  const price = cost ?? { memory: slot.kdf.memory, passes: slot.kdf.passes, lanes: slot.kdf.lanes };
  const mine = await makeSlot(keys.ledger, 'passphrase', passphrase, newKey, price);
  const recovery = await makeSlot(keys.ledger, 'recovery', recoveryKey, newKey, price);
  const newKeys: Keys = { ledger: keys.ledger, slots: [mine, recovery] };
  const lock = takeLock(at.lock);
  try {
    settle(folder);
    // What is in the log goes into the file, and the last to close it takes the log away.
    openWriter(at.database, dataKey, true).close();
    mkdirSync(staging, { mode: 0o700 });
    await copyFile(at.database, join(staging, FILES.database));
    await copyFile(at.keys, join(staging, FILES.keys));
    const ledger = openWithKey(staging, Buffer.from(dataKey), { slot });
    let without = 0;
    try {
      const user = userOfSlot(ledger.reader, slot, keys.slots);
      if (user.role !== 'owner')
        throw new LedgerError('NOT_ALLOWED', 'Only an owner replaces the data key. Nothing was changed.');
      const retired = [
        ...keys.slots.map((old) => ({
          slot: old.id,
          kind: old.kind,
          user: ownerOf(ledger.reader, old, keys.slots) ?? 0,
        })),
        ...missingSlots(ledger.reader, keys.slots).map(({ id, kind, user: whose }) => ({
          slot: id,
          kind,
          user: whose,
        })),
      ];
      await ledger.write((append) =>
        append('key.rotated', 'key', {
          retired,
          added: [
            { slot: mine.id, kind: 'passphrase', user: user.id },
            { slot: recovery.id, kind: 'recovery', user: 0 },
          ],
        }),
      );
      const others = ledger.reader
        .prepare("SELECT id FROM user WHERE ended = '' AND id <> ?")
        .pluck()
        .all(user.id) as number[];
      without = others.filter((id) => slotsOf(ledger.reader, id, keys.slots, ['passphrase']).length > 0).length;
    } finally {
      await ledger.close();
    }
    const staged = join(staging, FILES.database);
    encryptAnew(staged, dataKey, newKey);
    await synced(staged);
    // The keys first: a new database beside the old one then always means that the keys were put in place.
    const file = await open(fresh.keys, 'w', 0o600);
    await file.writeFile(writeKeys(newKeys));
    await file.sync();
    await file.close();
    renameSync(staged, fresh.database);
    rmSync(staging, { recursive: true, force: true });
    // With this the new key is the one.
    renameSync(fresh.keys, at.keys);
    settle(folder);
    return { recoveryKey, without };
  } catch (error) {
    settle(folder);
    throw asLedgerError(error);
  } finally {
    dataKey.fill(0);
    newKey.fill(0);
    lock.release();
  }
};

/** Writes every page again under the new key, and opens the file with it. */
const encryptAnew = (path: string, oldKey: Uint8Array, newKey: Uint8Array): void => {
  const old = openWriter(path, oldKey, true);
  let events: unknown;
  try {
    events = old.prepare('SELECT count(*), max(seq) FROM event').get();
    // The log keeps the old key's pages; without it there is one file.
    old.pragma('journal_mode = DELETE');
    const key = rawKey(newKey);
    old.rekey(key);
    key.fill(0);
  } finally {
    old.close();
  }
  const again = openWriter(path, newKey, true);
  try {
    const found = again.prepare('SELECT count(*), max(seq) FROM event').get();
    const whole = again.pragma('integrity_check(1)', { simple: true });
    if (JSON.stringify(found) !== JSON.stringify(events) || whole !== 'ok')
      throw new LedgerError(
        'LEDGER_DAMAGED',
        'What was encrypted anew does not read as it did. Nothing was changed; see to the disk and try again.',
      );
  } finally {
    again.close();
  }
};
