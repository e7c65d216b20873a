import { describe, expect, test } from 'vitest';
import { originOf, readCheckpoint, signCheckpoint } from './checkpoint.ts';
import { leafHash } from './merkle.ts';
import { publicKeyOf, signNote } from './note.ts';

const name = originOf('0123456789abcdef0123456789abcdef');
const seed = Buffer.alloc(32, 5);
const signer = { name, seed };
const verifier = { name, publicKey: publicKeyOf(seed) };
const root = leafHash('the only event');
const note = signCheckpoint(1, root, signer);

const said = (text: string) => {
  const read = readCheckpoint(text, verifier);
  return read.ok ? 'read' : read.message;
};

describe('a checkpoint', () => {
  test('is three lines, an empty line and one signature, as transparency-log tools read it', () => {
    const lines = note.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'rollmark.local/0123456789abcdef0123456789abcdef',
      '1',
      root.toString('base64'),
      '',
    ]);
    expect(lines[4]).toMatch(/^— rollmark\.local\/0123456789abcdef0123456789abcdef [A-Za-z0-9+/]{90,}=*$/);
    expect(lines.slice(5)).toEqual(['']);
  });

  test('is read back', () => {
    expect(readCheckpoint(note, verifier)).toEqual({ ok: true, size: 1, root });
    expect(readCheckpoint(signCheckpoint(0, root, signer), verifier)).toMatchObject({ ok: true, size: 0 });
    expect(readCheckpoint(signCheckpoint(1_234_567, root, signer), verifier)).toMatchObject({ size: 1_234_567 });
  });

  test('survives what mail, Windows and text editors do to its line ends', () => {
    for (const carried of [
      note.replaceAll('\n', '\r\n'),
      note.trimEnd(),
      `\uFEFF${note}`,
      `\n${note}\n\n`,
      `${note.replaceAll('\n', '\r\n')}\r\n`,
    ])
      expect(readCheckpoint(carried, verifier)).toEqual({ ok: true, size: 1, root });
  });

  test('says what is wrong with it', () => {
    expect(said('')).toMatch(/not a checkpoint/);
    expect(said('hello')).toMatch(/not a checkpoint/);
    expect(said('{"note": 1}\n\n{}')).toMatch(/not a checkpoint/);
    expect(said(note.replace('\n1\n', '\n2\n'))).toMatch(/changed after signing/);
    expect(said(signCheckpoint(1, root, { name, seed: Buffer.alloc(32, 6) }))).toMatch(
      /for this ledger, and signed with another key/,
    );
    expect(said(signCheckpoint(1, root, { name: originOf('other'), seed }))).toMatch(/another ledger/);
  });

  test('is none though signed by the ledger, where its lines are not those of one', () => {
    const b64 = root.toString('base64');
    for (const text of [
      `${name}\n01\n${b64}\n`,
      `${name}\n-1\n${b64}\n`,
      `${name}\n1.0\n${b64}\n`,
      `${name}\n99999999999999999999\n${b64}\n`,
      `${name}\n1\n${b64}\nextension\n`,
      `${name}\n1\n`,
      `${name}\n1\n${b64.slice(4)}\n`,
      `somebody.else/log\n1\n${b64}\n`,
    ])
      expect(said(signNote(text, signer))).toMatch(/signed by the ledger but is not a checkpoint/);
  });
});
