import { createHash, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { verifyCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint.js';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { acquire, correct } from '../../electron/services/entries.ts';
import { proveLine } from '../../electron/services/proofs.ts';
import { AD, newLedger, pistol, scratch } from '../support/ledgers.ts';

/**
 * Proofs of a real ledger, checked by an implementation that is not ours: Sigstore's verifier of transparency logs
 * (`@sigstore/verify`, Apache-2.0), which knows RFC 6962 inclusion and C2SP signed notes. Nothing of our own reads them
 * here. Consistency it does not know.
 */
type Entry = {
  canonicalizedBody: Buffer;
  inclusionProof: { logIndex: string; hashes: Buffer[]; checkpoint: { envelope: string } };
};
type Log = { logID: Buffer; baseURL: string; publicKey: unknown };
const verifyInclusion = verifyMerkleInclusion as unknown as (entry: Entry, checkpoint: unknown) => void;
const verifyNote = verifyCheckpoint as unknown as (entry: Entry, logs: Log[]) => unknown;

let place: ReturnType<typeof scratch>;
let ledger: Ledger;
beforeAll(async () => {
  place = scratch();
  ({ ledger } = await newLedger(join(place.path, 'shop.rollmark')));
  for (let n = 1; n <= 12; n++) await acquire(ledger, 'ad', pistol(`INDEP${n}`, { note: 'Zoë, 銃' }), 'all');
  await correct(ledger, AD(2), { field: 'serial', value: 'INDEP2B', reason: 'Misread' }, 'all');
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

/** The verifier key as C2SP writes it, `name+8 digits+base64`, read by what its specification says. */
const logOf = (vkey: string): Log => {
  const [, name, id, key] = /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)!;
  const [algorithm, ...bytes] = Buffer.from(key!, 'base64');
  expect(algorithm).toBe(1);
  const logID = createHash('sha256').update(`${name}\n`).update(Buffer.from(key!, 'base64')).digest();
  expect(logID.subarray(0, 4).toString('hex')).toBe(id);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(bytes)]);
  return { logID, baseURL: name!, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
};

/** A `tlog-proof` taken apart by its lines: extra (the event), index, hashes, an empty line, the checkpoint. */
const entryOf = (text: string): Entry => {
  const [, head, envelope] = /^c2sp\.org\/tlog-proof@v1\n(.*?)\n\n(.*)$/s.exec(text)!;
  const [extra, index, ...hashes] = head!.split('\n');
  return {
    canonicalizedBody: Buffer.from(extra!.replace(/^extra /, ''), 'base64'),
    inclusionProof: {
      logIndex: index!.replace(/^index /, ''),
      hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: envelope! },
    },
  };
};

const holds = (entry: Entry, log: Log): boolean => {
  try {
    verifyInclusion(entry, verifyNote(entry, [log]));
    return true;
  } catch {
    return false;
  }
};

const flipped = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};

test('every event of every line is in the tree that was signed, and not with a bit changed', async () => {
  const log = logOf(ledger.vkey);
  let checked = 0;
  for (let line = 1; line <= 12; line++) {
    for (const { text, json } of await proveLine(ledger, AD(line))) {
      const entry = entryOf(text);
      expect(entry.canonicalizedBody.toString('utf8')).toBe(json);
      expect(holds(entry, log), `line ${line}`).toBe(true);
      checked += 1;
      const { inclusionProof, canonicalizedBody } = entry;
      const proof = (changed: Partial<Entry['inclusionProof']>) => ({
        ...entry,
        inclusionProof: { ...inclusionProof, ...changed },
      });
      for (let bit = 0; bit < canonicalizedBody.length * 8; bit += 61)
        expect(holds({ ...entry, canonicalizedBody: flipped(canonicalizedBody, bit) }, log)).toBe(false);
      for (const [at, hash] of inclusionProof.hashes.entries())
        expect(holds(proof({ hashes: inclusionProof.hashes.with(at, flipped(hash, 100)) }), log)).toBe(false);
      expect(holds(proof({ logIndex: String(Number(inclusionProof.logIndex) + 1) }), log)).toBe(false);
      const { envelope } = inclusionProof.checkpoint;
      const larger = envelope.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
      expect(larger).not.toBe(envelope);
      expect(holds(proof({ checkpoint: { envelope: larger } }), log)).toBe(false);
    }
  }
  expect(checked).toBe(13);
});

test('another ledger’s key proves nothing of it', async () => {
  const other = await newLedger(join(place.path, 'other.rollmark'));
  const [proof] = await proveLine(ledger, AD(1));
  expect(holds(entryOf(proof!.text), logOf(other.ledger.vkey))).toBe(false);
  await other.ledger.close();
});
