import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { addBackupFolder, backupFolders, listBackups, runBackups } from '../../electron/services/backups/backups.ts';
import { MANIFEST, manifestText, readManifest } from '../../electron/services/backups/manifest.ts';
import { restoreBackup } from '../../electron/services/backups/restore.ts';
import { readTrail } from '../../electron/services/trail.ts';
import { HOSTILE, MARK, UNSEEN } from '../support/hostile.ts';
import { never, newLedger, PASSPHRASE, quiet, scratch, verified } from '../support/ledgers.ts';

/** Folders for backups are named by anybody, and a backup's description can be written by anybody who has the folder. */

const NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['script', 'escape', 'right-to-left override', 'isolate', 'zero width', 'half a pair'].map((k) => [k, HOSTILE[k]!]),
  ),
  'a way up': `../../${MARK}`,
  'a name that Windows keeps for itself': 'CON',
  'nothing that is seen': '\u202E\u200B',
  'the longest': 'W'.repeat(300),
};

let place: ReturnType<typeof scratch>;
let ledger: Ledger;
/** As Linux takes a name: anything but a slash. */
const named = `${MARK}\u202Egnp\u001b[2J`;
let drive: string;
let backup: string;
beforeAll(async () => {
  place = scratch();
  ({ ledger } = await newLedger(join(place.path, 'shop.rollmark')));
  drive = join(place.path, process.platform === 'win32' ? `${MARK}\u202Egnp` : named);
  mkdirSync(drive);
  await addBackupFolder(ledger, drive);
  expect(await runBackups(ledger, quiet, never)).toMatchObject([{ ok: true }]);
  backup = readdirSync(drive).find((name) => name.endsWith('.rollmark-backup'))!;
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap((inner) => texts(inner))
      : [];

test('a folder with a name that nobody can see is told by its code points, on its page and in the trail', async () => {
  const [folder] = backupFolders(ledger);
  expect(folder?.name).toContain(`${MARK}(U+202E)gnp`);
  for (const text of [...texts(backupFolders(ledger)), ...texts(readTrail(ledger, { count: 50 }))])
    expect(text).not.toMatch(UNSEEN);
});

test.each(Object.keys(NAMES))(
  'a backup that names its ledger with %s is listed and restored beside the others',
  async (kind) => {
    const manifest = await readManifest(join(drive, backup));
    writeFileSync(join(drive, backup, MANIFEST), manifestText({ ...manifest, name: NAMES[kind]! }));
    try {
      const [found] = await listBackups(ledger, backupFolders(ledger)[0]!.id);
      expect(found?.name).not.toMatch(UNSEEN);
      const to = join(place.path, 'restored', kind);
      const secret = { kind: 'passphrase' as const, secret: PASSPHRASE };
      const restored = await restoreBackup(join(drive, backup), to, secret, quiet, never);
      expect(readdirSync(to)).toEqual([basename(restored.folder)]);
      expect(basename(restored.folder)).not.toMatch(UNSEEN);
      expect(basename(restored.folder)).not.toMatch(/[\uFFFD\\/:*?"<>|]|^con\./i);
      for (const text of texts(readTrail(restored.ledger, { count: 50 }))) expect(text).not.toMatch(UNSEEN);
      expect(await verified(restored.ledger)).toMatchObject({ ok: true });
      await restored.ledger.close();
    } finally {
      writeFileSync(join(drive, backup, MANIFEST), manifestText(manifest));
    }
  },
);
