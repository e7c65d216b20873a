import { createHash, createPrivateKey, createPublicKey, verify as verifyByNode } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openNote, publicKeyOf, readVkey, type Signer, signNote, type Verifier, vkeyText } from './note.ts';

/** The example of the signed-note specification (C2SP). */
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;
const SPEC = readVkey(VKEY)!;

const signerOf = (name: string, fill: number): { signer: Signer; verifier: Verifier } => {
  const seed = Buffer.alloc(32, fill);
  return { signer: { name, seed }, verifier: { name, publicKey: publicKeyOf(seed) } };
};
const shop = signerOf('rollmark.local/shop', 7);
const other = signerOf('rollmark.local/other', 8);
const TEXT = 'rollmark.local/shop\n12\nsome root\n';
const lastLine = (note: string) => note.slice(note.lastIndexOf('\n', note.length - 2) + 1);

describe('a signed note', () => {
  test('of the specification verifies', () => {
    expect(openNote(NOTE, SPEC)).toEqual({ ok: true, text: 'This is an example message.\n' });
  });

  test('of ours is what Node’s own Ed25519 (RFC 8032) verifies too', () => {
    const note = signNote(TEXT, shop.signer);
    const line = lastLine(note);
    expect(line).toMatch(/^— rollmark\.local\/shop [A-Za-z0-9+/]+=*\n$/);
    expect(note).toBe(`${TEXT}\n${line}`);
    const bytes = Buffer.from(line.split(' ')[2]!, 'base64');
    const pkcs8 = Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.from(shop.signer.seed),
    ]);
    const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    expect(verifyByNode(null, Buffer.from(TEXT), key, bytes.subarray(4))).toBe(true);
    const id = createHash('sha256')
      .update(Buffer.concat([Buffer.from('rollmark.local/shop\n\x01'), shop.verifier.publicKey]))
      .digest()
      .subarray(0, 4);
    expect(bytes.subarray(0, 4)).toEqual(id);
    expect(openNote(note, shop.verifier)).toEqual({ ok: true, text: TEXT });
  });

  test('with any byte of its text or signature changed is not believed', () => {
    const note = signNote(TEXT, shop.signer);
    const characters = [...note];
    for (const at of characters.keys()) {
      const changed = characters.with(at, characters[at] === 'x' ? 'y' : 'x').join('');
      expect(openNote(changed, shop.verifier).ok, `character ${at} of ${characters.length}`).toBe(false);
    }
  });

  test('is opened by the known key among several signatures, and the others are ignored', () => {
    const mine = lastLine(signNote(TEXT, shop.signer));
    const theirs = lastLine(signNote(TEXT, other.signer));
    expect(openNote(`${TEXT}\n${theirs}${mine}`, shop.verifier).ok).toBe(true);
    expect(openNote(`${TEXT}\n${mine}${theirs}`, shop.verifier).ok).toBe(true);
    // Same name, another key: unknown, thus ignored as well.
    const namesake = lastLine(signNote(TEXT, { ...other.signer, name: shop.signer.name }));
    expect(openNote(`${TEXT}\n${namesake}${mine}`, shop.verifier).ok).toBe(true);
    expect(openNote(`${TEXT}\n${namesake}`, shop.verifier)).toEqual({ ok: false, reason: 'unknown-key' });
  });

  test('is rejected where the known key’s signature fails, even beside a good one of it', () => {
    const mine = lastLine(signNote(TEXT, shop.signer));
    const stale = lastLine(signNote('something else\n', shop.signer));
    expect(openNote(`${TEXT}\n${stale}`, shop.verifier)).toEqual({ ok: false, reason: 'bad-signature' });
    expect(openNote(`${TEXT}\n${mine}${stale}`, shop.verifier)).toEqual({ ok: false, reason: 'bad-signature' });
    const id = Buffer.from(mine.split(' ')[2]!, 'base64').subarray(0, 4);
    const short = `— rollmark.local/shop ${Buffer.concat([id, Buffer.alloc(10)]).toString('base64')}\n`;
    expect(openNote(`${TEXT}\n${short}`, shop.verifier)).toEqual({ ok: false, reason: 'bad-signature' });
  });

  test('by an unknown key alone is told from a forged one', () => {
    expect(openNote(signNote(TEXT, other.signer), shop.verifier)).toEqual({ ok: false, reason: 'unknown-key' });
  });

  test.each([
    ['nothing', ''],
    ['one line', 'text\n'],
    ['no empty line', NOTE.replace('\n\n', '\n')],
    ['no newline at the end', NOTE.slice(0, -1)],
    ['no signature', 'This is an example message.\n\n'],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['no name', NOTE.replace('example.com/foo ', '')],
    ['no base64', NOTE.replace('Uw2Q', '!!!!')],
    ['a signature too short for a key id', 'text\n\n— example.com/foo AAAA\n'],
    ['a tab', NOTE.replace('an example', 'an\texample')],
    ['a carriage return', NOTE.replaceAll('\n', '\r\n')],
    ['a NUL', NOTE.replace('an example', 'an\0example')],
  ])('is malformed with %s', (_, note) => {
    expect(openNote(note, SPEC)).toEqual({ ok: false, reason: 'malformed' });
  });

  test('holds text only: what cannot stand in a note is not signed', () => {
    for (const text of ['no newline', 'a\tb\n', 'a\0b\n', 'a\r\n'])
      expect(() => signNote(text, shop.signer)).toThrow(TypeError);
  });
});

describe('a verifier key', () => {
  test('is read and written as the specification writes it', () => {
    expect(SPEC.name).toBe('example.com/foo');
    expect(vkeyText(SPEC)).toBe(VKEY);
    expect(readVkey(vkeyText(shop.verifier))).toEqual(shop.verifier);
  });

  test.each([
    ['another key id', VKEY.replace('530d903a', '530d903b')],
    ['another name', VKEY.replace('foo', 'fop')],
    ['another key', VKEY.replace('AekyeR', 'AekyeS')],
    ['another algorithm', VKEY.replace('AekyeR', 'BekyeR')],
    ['a key cut short', VKEY.slice(0, -4)],
    ['a space in the name', VKEY.replace('foo', 'f o')],
    ['no plus signs', VKEY.replaceAll('+', '-')],
    ['nothing', ''],
  ])('with %s is none', (_, text) => {
    expect(readVkey(text)).toBeUndefined();
  });
});
