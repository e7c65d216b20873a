import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './bytes.ts';
import { keyId, openNote, readVkey, vkeyText } from './note.ts';

/** The example of the signed-note specification (C2SP). What else a note may be is tested beside the engine that signs. */
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const SIGNATURE = 'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=';
const note = (signature: string) => `This is an example message.\n\n— example.com/foo ${signature}\n`;

test('the note of the specification verifies by its key', () => {
  const verifier = readVkey(VKEY)!;
  expect(vkeyText(verifier)).toBe(VKEY);
  expect(openNote(note(SIGNATURE), verifier)).toEqual({ ok: true, text: 'This is an example message.\n' });
});

test('a signature has one text: stray bits at the end of its base64 are not passed over', () => {
  const verifier = readVkey(VKEY)!;
  expect(Buffer.from(SIGNATURE.replace(/M=$/, 'N='), 'base64')).toEqual(Buffer.from(SIGNATURE, 'base64'));
  expect(openNote(note(SIGNATURE.replace(/M=$/, 'N=')), verifier)).toEqual({ ok: false, reason: 'malformed' });
  expect(readVkey(VKEY.replace(/k$/, 'l'))).toBeUndefined();
});

test('a key under which anybody could sign anything is of no use', () => {
  // The neutral element as key, and a signature of S = 1, R = B: it satisfies the bare equation for every message.
  const publicKey = Uint8Array.of(1, ...new Uint8Array(31));
  const name = 'rollmark.local/anybody';
  const S = Uint8Array.of(1, ...new Uint8Array(31));
  const signature = Uint8Array.of(...keyId(name, publicKey), ...ed25519.Point.BASE.toBytes(), ...S);
  const text = 'whatever\n';
  expect(ed25519.verify(signature.slice(4), Buffer.from(text), publicKey)).toBe(true);
  const verifier = readVkey(vkeyText({ name, publicKey }))!;
  expect(openNote(`${text}\n— ${name} ${toBase64(signature)}\n`, verifier).ok).toBe(false);
  expect(fromBase64(vkeyText(verifier).split('+')[2]!)).toHaveLength(33);
});

test('a note with more signatures than any has is none, however good each is', () => {
  const verifier = readVkey(VKEY)!;
  const line = `— example.com/foo ${SIGNATURE}\n`;
  const many = (n: number) => `This is an example message.\n\n${line.repeat(n)}`;
  expect(openNote(many(3), verifier).ok).toBe(true);
  expect(openNote(many(101), verifier)).toEqual({ ok: false, reason: 'malformed' });
});
