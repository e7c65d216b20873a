import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './setup.mjs';

/** Of each row of the page's tables: what it is about, and the tests that it names. */
const rows = readFileSync(join(root, 'docs/electron-checklist.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (\||Tried)/.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const tests = [...cells.at(-2)!.matchAll(/`([\w-]+\.(?:spec|test)\.ts)`|“([^”]+)”/g)];
    let file = '';
    return {
      what: cells.slice(1, 3).join(' '),
      files: tests.flatMap(([, named]) => named ?? []),
      titles: tests.flatMap(([, named, title]) => {
        file = named ?? file;
        return title ? [{ file, title }] : [];
      }),
    };
  });

const sources = new Map(
  globSync(['tests/e2e/*.spec.ts', 'scripts/*.test.ts', 'electron/hosts/**/*.test.ts'], { cwd: root }).map((path) => [
    basename(path),
    readFileSync(join(root, path), 'utf8'),
  ]),
);
const titlesIn = (file: string): string[] =>
  [...(sources.get(file) ?? '').matchAll(/\b(?:it|test)\(\s*(['"`])(.+?)\1,/g)].map(([, , title]) => title!);

describe('the page on Electron’s checklist', () => {
  it('has Electron’s twenty items, and what was tried beyond them', () => {
    const numbers = rows.map(({ what }) => Number.parseInt(what, 10)).filter((number) => !Number.isNaN(number));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(rows.length).toBeGreaterThan(20);
  });

  it('names for each a test that exists', () => {
    for (const { what, files, titles } of rows) {
      expect(titles.length, what).toBeGreaterThan(0);
      for (const { file, title } of titles) expect(titlesIn(file), `${what}: ${file}`).toContain(title);
      // A file without a title would be a claim that nothing checks.
      for (const file of files)
        expect(
          titles.map((named) => named.file),
          what,
        ).toContain(file);
    }
  });
});
