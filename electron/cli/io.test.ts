import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError, writePieces } from './io.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollmark-io-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a file written piece by piece', () => {
  test('has its name only once it is whole', async () => {
    const path = join(folder, 'book.csv');
    writeFileSync(path, 'the file before');
    const given = await writePieces(path, async (write) => {
      write(Buffer.from('one,'));
      write(Buffer.alloc(0));
      expect(readFileSync(path, 'utf8')).toBe('the file before');
      write(Buffer.from('two'));
      return 2;
    });
    expect(given).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('one,two');
    expect(readdirSync(folder)).toEqual(['book.csv']);
  });

  test('leaves what was there, and nothing beside it, where the work fails or is stopped', async () => {
    const path = join(folder, 'book.csv');
    writeFileSync(path, 'the file before');
    const failing = writePieces(path, async (write) => {
      write(Buffer.from('one,'));
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(readFileSync(path, 'utf8')).toBe('the file before');
    expect(readdirSync(folder)).toEqual(['book.csv']);
  });

  test('is refused in a sentence where it can’t be written', async () => {
    await expect(writePieces(join(folder, 'none', 'book.csv'), async () => 0)).rejects.toThrow(UsageError);
  });
});
