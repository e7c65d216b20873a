import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupPlaces } from './backup-places.ts';

let root: string;
let grants: { token: string; path: string }[];
const places = () =>
  backupPlaces({
    here: join(root, 'Documents', 'Rollmark backups'),
    remembered: join(root, 'config', 'backup-folders.json'),
    grant: async (place) => grants.push(place),
    findDrives: async () => [join(root, 'KINGSTON')],
  });
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rollmark-places-'));
  grants = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the places for backups', () => {
  it('are a drive that can be taken out and one on this computer; their paths stay with the host', async () => {
    const listed = await places().list();
    expect(listed.map(({ name, kind }) => [name, kind])).toEqual([
      ['Rollmark backups (KINGSTON)', 'removable'],
      ['Rollmark backups (Documents)', 'this computer'],
    ]);
    expect(JSON.stringify(listed)).not.toContain(root);
    expect(grants.map((g) => g.path)).toContain(join(root, 'KINGSTON', 'Rollmark backups'));
    expect(grants.map((g) => g.token)).toEqual(listed.map((l) => l.token));
  });

  it('come back as used before in another run, where they are still there', async () => {
    const nas = join(root, 'nas', 'shop');
    mkdirSync(nas, { recursive: true });
    await places().used([nas, join(root, 'gone')]);
    const listed = await places().list();
    expect(listed[0]).toMatchObject({ name: 'shop (nas)', kind: 'used before' });
    expect(listed).toHaveLength(3);
    expect(JSON.parse(readFileSync(join(root, 'config', 'backup-folders.json'), 'utf8')).folders).toHaveLength(2);
  });

  it('are still found where the list of those used before is damaged', async () => {
    mkdirSync(join(root, 'config'));
    writeFileSync(join(root, 'config', 'backup-folders.json'), '{"folders": 7');
    expect(await places().list()).toHaveLength(2);
  });
});
