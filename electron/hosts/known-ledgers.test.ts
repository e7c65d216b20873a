import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownLedgers } from './known-ledgers.ts';

let base: string;
let grants: Map<string, string>;
const open = (named?: string) =>
  knownLedgers({
    folder: join(base, 'books'),
    recents: join(base, 'config', 'recent.json'),
    ...(named ? { named } : {}),
    grant: async ({ token, path }) => grants.set(token, path),
  });
const folder = (...parts: string[]) => {
  const path = join(base, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
};

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'rollmark-known-')));
  grants = new Map();
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('knownLedgers', () => {
  it('lists nothing where nothing is', async () => {
    expect(await open().list()).toEqual([]);
  });

  it('lists the named one, those opened before (last first), then the others, each once and granted', async () => {
    const a = folder('books', 'A.rollmark');
    const b = folder('books', 'B.rollmark');
    const c = folder('books', 'C.rollmark');
    const d = folder('elsewhere', 'D.rollmark');
    folder('books', 'not a ledger');
    writeFileSync(join(base, 'books', 'file.rollmark'), '');
    symlinkSync(c, join(base, 'books', 'again.rollmark'));
    const known = open(d);
    await known.opened(c);
    await new Promise((done) => setTimeout(done, 5));
    await known.opened(b);
    const list = await known.list();
    expect(list.map((l) => l.name)).toEqual(['D', 'B', 'C', 'A']);
    expect(list.map((l) => grants.get(l.token))).toEqual([d, b, c, a]);
    expect(list.map((l) => l.lastOpened !== undefined)).toEqual([false, true, true, false]);
    expect((await known.list()).map((l) => l.token)).toEqual(list.map((l) => l.token));
  });

  it('gives the page no path', async () => {
    folder('books', 'A.rollmark');
    expect(JSON.stringify(await open().list())).not.toContain(base);
  });

  it('tells two of the same name apart', async () => {
    folder('books', 'Shop.rollmark');
    const other = folder('backup', 'Shop.rollmark');
    expect((await open(other).list()).map((l) => l.name)).toEqual(['Shop (backup)', 'Shop (books)']);
  });

  it('leaves out a ledger that is gone and takes a damaged list as an empty one', async () => {
    const gone = folder('usb', 'Gone.rollmark');
    const known = open();
    await known.opened(gone);
    rmSync(gone, { recursive: true });
    expect(await known.list()).toEqual([]);
    for (const text of ['{', 'null', '{"ledgers":[null,1,{"path":3}]}']) {
      writeFileSync(join(base, 'config', 'recent.json'), text);
      expect(await open().list()).toEqual([]);
    }
  });

  it('keeps every ledger opened at the same time, no half-written file, and stays quiet where it cannot write', async () => {
    const known = open();
    const paths = Array.from({ length: 8 }, (_, i) => folder('books', `L${i}.rollmark`));
    await Promise.all(paths.map((p) => known.opened(p)));
    const kept = JSON.parse(readFileSync(join(base, 'config', 'recent.json'), 'utf8'));
    expect(kept.ledgers).toHaveLength(8);
    expect(readdirSync(join(base, 'config'))).toEqual(['recent.json']);
    writeFileSync(join(base, 'blocked'), '');
    const blocked = knownLedgers({
      folder: base,
      recents: join(base, 'blocked', 'x.json'),
      grant: async () => undefined,
    });
    await expect(blocked.opened(paths[0]!)).resolves.toBeUndefined();
  });
});
