import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowMemory } from './window-memory.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollmark-memory-'));
  path = join(folder, 'user', 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = { x: -5, y: 10, width: 1200, height: 800, maximized: false };

describe('windowMemory', () => {
  it('knows nothing at first, then where the window was', () => {
    expect(windowMemory(path).place()).toBeUndefined();
    windowMemory(path).remember(place);
    expect(windowMemory(path).place()).toEqual(place);
  });

  it.each(['', '{', '[]', '{"x":"left"}', 'null', '{"x":0,"y":0,"width":-1,"height":1e9,"maximized":false}'])(
    'knows nothing where the file holds %j',
    (text) => {
      windowMemory(path).remember(place);
      writeFileSync(path, text);
      expect(windowMemory(path).place()).toBeUndefined();
    },
  );

  it('writes down geometry and nothing else', () => {
    windowMemory(path).remember({ ...place, title: 'Smith Arms' } as typeof place);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(place);
  });

  it('lets a failure to write pass', () => {
    writeFileSync(join(folder, 'user'), 'a file where the folder should be');
    expect(() => windowMemory(path).remember(place)).not.toThrow();
    expect(windowMemory(path).place()).toBeUndefined();
  });
});
