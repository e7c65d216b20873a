import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { visible } from '../../../shared/domain/findings.ts';
import { canonicalJson, sha256Hex } from '../../ledger/canonical.ts';
import { LedgerError } from '../../ledger/errors.ts';
import { FILES } from '../../ledger/folder.ts';

/**
 * A backup is a folder `NAME DATE TIME.rollmark-backup/`: a ledger's two files as they stood, and this description of
 * them. It holds nothing of what is in the ledger, so it may be read without a passphrase.
 */
export const BACKUP_ENDING = '.rollmark-backup';
/** Ends the name of what is still being written. Never restored from. */
export const PART_ENDING = '.part';
export const MANIFEST = 'backup.json';
const LONGEST_MANIFEST = 100_000;

const Manifest = z.object({
  format: z.literal('rollmark-backup'),
  version: z.literal(1),
  ledger: z.string().regex(/^[0-9a-f]{32}$/),
  /** The ledger folder's name, without its ending. */
  name: z.string().max(300),
  /** UTC instant, and the day at the premises. */
  madeAt: z.string().max(40),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  events: z.int().positive(),
  /** Base64 of the tree's root, and the signed checkpoint over it. */
  root: z.string().max(100),
  note: z.string().max(2000),
  /** All its rows of books, counted in the copy. */
  lines: z.int().nonnegative(),
  /** SHA-256 and size of each file. */
  files: z.record(z.enum([FILES.database, FILES.keys]), z.object({ sha256: z.string().length(64), bytes: z.int() })),
});
export type Manifest = z.infer<typeof Manifest>;

const Written = Manifest.extend({
  /** SHA-256 of all the rest in canonical form: no protection from a person, but a byte that changed by itself shows. */
  checksum: z.string(),
});
const checksumOf = (manifest: Manifest): string => sha256Hex(Buffer.from(canonicalJson(manifest)));

/** The description as it stands in the backup's folder. */
export const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify({ ...manifest, checksum: checksumOf(manifest) }, null, 2)}\n`;

export type FoundBackup = Manifest & { folder: string; bytes: number };

/** SHA-256 of a file, read in pieces. */
export const fileHash = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** The description of one backup. Throws FILE_UNREADABLE where the folder is none, LEDGER_FROM_FUTURE. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const path = join(folder, MANIFEST);
  let written: unknown;
  try {
    if ((await stat(path)).size > LONGEST_MANIFEST) throw new Error('too long');
    written = JSON.parse(await readFile(path, 'utf8'));
    const { checksum, ...manifest } = Written.parse(written);
    if (checksum !== checksumOf(manifest)) throw new Error('changed');
    return manifest;
  } catch {
    const about = written as { format?: unknown; version?: unknown } | null | undefined;
    if (about?.format === 'rollmark-backup' && typeof about.version === 'number' && about.version > 1)
      throw new LedgerError(
        'LEDGER_FROM_FUTURE',
        'This backup was made by a newer version of Rollmark. Nothing was changed; restore it with that version.',
      );
    throw new LedgerError(
      'FILE_UNREADABLE',
      'This is no backup that Rollmark finished: its backup.json is missing or damaged. Choose a folder whose name ends in .rollmark-backup.',
    );
  }
};

const bytesOf = (manifest: Manifest): number => Object.values(manifest.files).reduce((sum, f) => sum + f.bytes, 0);

/** The finished backups in a folder, oldest first. A folder that is not there holds none. */
export const backupsIn = async (place: string): Promise<FoundBackup[]> => {
  const names = await readdir(place).catch(() => [] as string[]);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(BACKUP_ENDING))
      .map(async (folder) => {
        const manifest = await readManifest(join(place, folder)).catch(() => undefined);
        return manifest ? [{ ...manifest, name: visible(manifest.name), folder, bytes: bytesOf(manifest) }] : [];
      }),
  );
  return found.flat().sort((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0));
};

/** Folders that are named like finished backups and whose description can't be read, with a sentence on each. */
export const unreadableIn = async (place: string): Promise<{ folder: string; problem: string }[]> => {
  const names = (await readdir(place).catch(() => [] as string[])).filter((name) => name.endsWith(BACKUP_ENDING));
  const found = await Promise.all(
    names.map((folder) =>
      readManifest(join(place, folder)).then(
        () => [],
        (error: LedgerError) => [
          {
            folder,
            problem:
              error.code === 'LEDGER_FROM_FUTURE'
                ? error.message
                : 'Its backup.json is missing or damaged, so it can’t be restored, and which ledger it is of can’t be told.',
          },
        ],
      ),
    ),
  );
  return found.flat();
};

/** Throws LEDGER_DAMAGED where a file of the backup is not as it was written, saying which. */
export const checkFiles = async (folder: string, manifest: Manifest): Promise<void> => {
  for (const [name, { sha256, bytes }] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (s) => s.size,
      () => -1,
    );
    if (size === bytes && (await fileHash(path)) === sha256) continue;
    throw new LedgerError(
      'LEDGER_DAMAGED',
      `This backup is not as it was written: its ${name} ${size < 0 ? 'is missing' : 'was changed or its disk failed'}. Nothing was changed; take another backup.`,
    );
  }
};
