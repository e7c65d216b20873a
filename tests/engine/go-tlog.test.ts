import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { appendLeaf, emptyTree, leafHash as leafOf, rootOf } from '../../electron/ledger/merkle.ts';
import { acquire, correct } from '../../electron/services/entries.ts';
import { proveLine } from '../../electron/services/proofs.ts';
import { fromBase64, toBase64 } from '../../shared/proof/bytes.ts';
import { readCheckpoint } from '../../shared/proof/checkpoint.ts';
import { readVkey } from '../../shared/proof/note.ts';
import { inclusionLength, isConsistent, leafHash, rootByInclusion } from '../../shared/proof/tree.ts';
import { AD, newLedger, pistol, scratch } from '../support/ledgers.ts';

type Vectors = {
  leaves: number;
  roots: string[];
  inclusions: { Index: number; Size: number; Path: string[] }[];
  consistencies: { From: number; To: number; Path: string[] }[];
  vkey: string;
  checkpoint: string;
};
const TLOG = join(import.meta.dirname, '../tlog');
const vectors = JSON.parse(readFileSync(join(TLOG, 'vectors.json'), 'utf8')) as Vectors;

/**
 * Trees, proofs and a signed checkpoint that Go's own transparency log made (golang.org/x/mod/sumdb, by tests/tlog/tlog.go): a
 * program that has nothing in common with ours but RFC 6962 and the specification of signed notes.
 */
const hashes = (path: readonly string[]): Uint8Array[] => path.map((hash) => fromBase64(hash)!);
const root = (size: number): Uint8Array => fromBase64(vectors.roots[size - 1]!)!;
const flipped = (hash: Uint8Array): Uint8Array => hash.with(0, hash[0]! ^ 1);
const leaf = (n: number): string => `leaf ${n}`;

describe('what Go’s transparency log made', () => {
  it('has the roots that the engine’s tree has', () => {
    let tree = emptyTree;
    for (let n = 0; n < vectors.leaves; n++) {
      tree = appendLeaf(tree, leafOf(leaf(n)), () => undefined);
      expect(rootOf(tree).toString('base64'), `${n + 1}`).toBe(vectors.roots[n]);
    }
  });

  it('has inclusion proofs that hold, of all leaves in all trees, and not with a hash changed, missing or too much', () => {
    expect(vectors.inclusions).toHaveLength((vectors.leaves * (vectors.leaves + 1)) / 2);
    for (const { Index, Size, Path } of vectors.inclusions) {
      const [own, path] = [leafHash(new TextEncoder().encode(leaf(Index))), hashes(Path)];
      const given = (changed: readonly Uint8Array[]) => {
        const by = rootByInclusion(Index, Size, own, changed);
        return by && toBase64(by);
      };
      expect(given(path)).toBe(vectors.roots[Size - 1]);
      expect(inclusionLength(Index, Size)).toBe(path.length);
      expect(given([...path, own])).toBeUndefined();
      for (const at of path.keys()) {
        expect(given(path.with(at, flipped(path[at]!)))).not.toBe(vectors.roots[Size - 1]);
        expect(given(path.toSpliced(at, 1))).not.toBe(vectors.roots[Size - 1]);
      }
    }
  });

  it('has consistency proofs that hold, between all trees, and not with a hash changed, missing or too much', () => {
    expect(vectors.consistencies).toHaveLength((vectors.leaves * (vectors.leaves + 1)) / 2);
    for (const { From, To, Path } of vectors.consistencies) {
      const path = hashes(Path);
      const holds = (changed: readonly Uint8Array[]) => isConsistent(From, root(From), To, root(To), changed);
      expect(holds(path), `${From} to ${To}`).toBe(true);
      expect(holds([...path, root(1)])).toBe(false);
      expect(isConsistent(From, flipped(root(From)), To, root(To), path)).toBe(false);
      for (const at of path.keys()) {
        expect(holds(path.with(at, flipped(path[at]!)))).toBe(false);
        expect(holds(path.toSpliced(at, 1))).toBe(false);
      }
    }
  });

  it('signed a checkpoint that we read and whose signature holds', () => {
    const verifier = readVkey(vectors.vkey)!;
    expect(readCheckpoint(vectors.checkpoint, verifier)).toMatchObject({
      ok: true,
      size: vectors.leaves,
      root: root(vectors.leaves),
    });
    expect(readCheckpoint(vectors.checkpoint.replace('\n20\n', '\n21\n'), verifier).ok).toBe(false);
  });
});

/** Where Debian and its like put Go’s libraries (golang-golang-x-mod-dev). */
const GOPATH = '/usr/share/gocode';
const hasGo =
  existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).error === undefined;

/** What Go says of a ledger’s checkpoints and proofs. */
const byGo = (given: unknown, cache: string): { wrong: string[]; consistencies: Vectors['consistencies'] } => {
  const { status, stdout, stderr } = spawnSync('go', ['run', 'tlog.go', 'check'], {
    cwd: TLOG,
    input: JSON.stringify(given),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cache, GO111MODULE: 'off', GOPATH, GOCACHE: cache, GOFLAGS: '' },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

// Where Go or the library is missing this is skipped; what Go made is held against our code in any case.
test.skipIf(!hasGo)(
  'a real ledger’s checkpoints and proofs hold for Go’s transparency log',
  { timeout: 120_000 },
  async () => {
    const place = scratch();
    const { ledger } = await newLedger(join(place.path, 'shop.rollmark'));
    onTestFinished(async () => {
      await ledger.close();
      place.remove();
    });
    const checkpoints: string[] = [];
    for (let n = 1; n <= 20; n++) {
      await acquire(ledger, 'ad', pistol(`GO${n}`, { note: 'Zoë, 銃' }), 'all');
      if (n % 3 === 0) checkpoints.push((await ledger.checkpoint()).note);
    }
    await correct(ledger, AD(2), { field: 'serial', value: 'GO2B', reason: 'Misread' }, 'all');
    checkpoints.push((await ledger.checkpoint()).note);
    const proofs = [...(await proveLine(ledger, AD(2))), ...(await proveLine(ledger, AD(20)))].map(({ text }) => text);
    const leaves = ledger.reader.prepare('SELECT json FROM event ORDER BY seq').pluck().all() as string[];
    const given = { Vkey: ledger.vkey, Leaves: leaves, Checkpoints: checkpoints, Proofs: proofs };

    const { wrong, consistencies } = byGo(given, place.path);
    expect(wrong).toEqual([]);
    expect(consistencies).toHaveLength((checkpoints.length * (checkpoints.length - 1)) / 2);
    // The proofs that Go makes of our tree hold for us.
    const roots = new Map(
      checkpoints.map((note) => {
        const read = readCheckpoint(note, ledger.verifier);
        return read.ok ? [read.size, read.root] : [0, new Uint8Array()];
      }),
    );
    for (const { From, To, Path } of consistencies)
      expect(isConsistent(From, roots.get(From)!, To, roots.get(To)!, hashes(Path))).toBe(true);

    // And what was changed is named.
    const changed = leaves.with(4, leaves[4]!.replace('GO', 'G0'));
    expect(changed[4]).not.toBe(leaves[4]);
    expect(byGo({ ...given, Leaves: changed }, place.path).wrong.join('\n')).toMatch(/not the root of the first/);
    const forged = proofs.with(
      0,
      proofs[0]!.replace(/\nindex (\d+)\n/, (_, index) => `\nindex ${Number(index) + 1}\n`),
    );
    expect(byGo({ ...given, Proofs: forged }, place.path).wrong).toHaveLength(1);
    const rewritten = checkpoints.with(
      0,
      checkpoints[0]!.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
    );
    expect(byGo({ ...given, Checkpoints: rewritten }, place.path).wrong).toHaveLength(1);
  },
);
