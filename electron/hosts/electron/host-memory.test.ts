import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHostMemory } from './host-memory.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollmark-memory-'));
  path = join(folder, 'user', 'host.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openHostMemory', () => {
  it('is empty at first and keeps what it is told', () => {
    const memory = openHostMemory(path);
    expect(memory.windowPlace()).toBeUndefined();
    expect(memory.recentLedgers()).toEqual([]);
    memory.rememberWindow({ x: -5, y: 10, width: 1200, height: 800, maximized: false });
    memory.rememberLedger('/a.rollmark', new Date('2026-11-01T10:00:00Z'));
    const again = openHostMemory(path);
    expect(again.windowPlace()).toEqual({ x: -5, y: 10, width: 1200, height: 800, maximized: false });
    expect(again.recentLedgers()).toEqual([{ path: '/a.rollmark', lastOpened: '2026-11-01T10:00:00.000Z' }]);
  });

  it('lists the last opened first, each once, and not without end', () => {
    const memory = openHostMemory(path);
    for (let i = 0; i < 30; i++) memory.rememberLedger(`/${i}.rollmark`, new Date(1_000_000 * i));
    memory.rememberLedger('/25.rollmark', new Date(99_000_000));
    expect(memory.recentLedgers()).toHaveLength(20);
    expect(
      memory
        .recentLedgers()
        .slice(0, 2)
        .map((l) => l.path),
    ).toEqual(['/25.rollmark', '/29.rollmark']);
    expect(memory.recentLedgers().filter((l) => l.path === '/25.rollmark')).toHaveLength(1);
  });

  it.each(['', '{', '[]', '{"window":{"x":"left"}}', '{"ledgers":[{"path":1}]}', 'null'])(
    'starts empty where the file holds %j',
    (text) => {
      openHostMemory(path).rememberLedger('/a.rollmark', new Date(0));
      writeFileSync(path, text);
      const memory = openHostMemory(path);
      expect(memory.windowPlace()).toBeUndefined();
      expect(memory.recentLedgers()).toEqual([]);
    },
  );

  it('holds geometry and folders, and nothing else', () => {
    const memory = openHostMemory(path);
    memory.rememberWindow({ x: 0, y: 0, width: 1, height: 1, maximized: true });
    memory.rememberLedger('/a.rollmark', new Date(0));
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(Object.keys(kept).toSorted()).toEqual(['ledgers', 'window']);
  });

  it('lets a failure to write pass', () => {
    writeFileSync(join(folder, 'user'), 'a file where the folder should be');
    const memory = openHostMemory(path);
    expect(() => memory.rememberLedger('/a.rollmark', new Date(0))).not.toThrow();
    expect(memory.recentLedgers()).toHaveLength(1);
  });
});
