import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from './bytes.ts';
import { notesApart, readGiven } from './given.ts';
import { keyId, type Verifier } from './note.ts';

const secret = new Uint8Array(32).fill(7);
const shop: Verifier = { name: `rollmark.local/${'a'.repeat(32)}`, publicKey: ed25519.getPublicKey(secret) };

const noteOf = ({ name, publicKey }: Verifier, size: number): string => {
  const text = `${name}\n${size}\n${toBase64(new Uint8Array(32).fill(size))}\n`;
  const signature = toBase64(Uint8Array.of(...keyId(name, publicKey), ...ed25519.sign(utf8(text), secret)));
  return `${text}\n— ${name} ${signature}\n`;
};
const [first, second] = [noteOf(shop, 3), noteOf(shop, 12)];
/** As it is copied from a printed page: indented, the signature folded. */
const copied = (note: string): string => note.replace(/^/gm, '   ').replace(/(.{120})/g, '$1\n   ');

describe('readGiven', () => {
  it('reads one or several, whatever mail and editors made of them', () => {
    expect(readGiven(first.trim(), shop)).toEqual([{ note: first, size: 3 }]);
    expect(readGiven(`\uFEFF${first}${second}`.replaceAll('\n', '\r\n'), shop)).toEqual([
      { note: first, size: 3 },
      { note: second, size: 12 },
    ]);
    expect(readGiven(`${first}\n\n${second}`, shop)).toMatchObject([{ size: 3 }, { size: 12 }]);
    expect(readGiven(copied(first), shop)).toEqual([{ note: first, size: 3 }]);
  });
  it('gives what can be put together and taken apart again', () => {
    const read = readGiven(copied(second), shop);
    if (typeof read === 'string') throw new Error(read);
    expect(notesApart([first, ...read.map(({ note }) => note)].join(''))).toHaveLength(2);
  });
  it('says which one can’t be read, and why', () => {
    expect(readGiven('12 entries', shop)).toMatch(/^This is not a checkpoint/);
    expect(readGiven('', shop)).toMatch(/^This is not a checkpoint/);
    const other = { ...shop, name: `rollmark.local/${'b'.repeat(32)}` };
    expect(readGiven(`${first}${noteOf(other, 4)}`, shop)).toMatch(/^Checkpoint 2 of 2: .*another ledger/);
    const swapped = { ...shop, publicKey: ed25519.getPublicKey(new Uint8Array(32).fill(8)) };
    for (const note of [first, copied(first)])
      expect(readGiven(note, swapped)).toMatch(/for this ledger, and signed with another key.*was replaced/);
    expect(readGiven(first.replace('\n3\n', '\n4\n'), shop)).toMatch(/changed after signing/);
  });
});
