import { expect, test } from 'vitest';
import { utf8 } from '../../shared/proof/bytes.ts';
import { embedProofs, NOTHING_GIVEN } from '../../shared/proof/document.ts';
import { takeFile, takeText } from './input.ts';

const PROOF = 'c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx\n1\ny\n\n— x z\n';
const KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const ORIGIN = 'rollmark.local/0123456789abcdef0123456789abcdef';

test('what is put in is told by what it is', () => {
  expect(takeText('a', PROOF)).toEqual({ kind: 'proofs', proofs: [{ name: 'a', text: PROOF }] });
  expect(takeText('a', `\uFEFF${PROOF.replaceAll('\n', '\r\n')}`)).toMatchObject({ kind: 'proofs' });
  expect(takeText('a', `${KEY}\n`)).toEqual({ kind: 'key', text: KEY });
  // As a mail folds it.
  expect(takeText('a', `${KEY.slice(0, 30)}\n  ${KEY.slice(30)}`)).toEqual({ kind: 'key', text: KEY });
  expect(takeText('a', `${ORIGIN}\n6\nroot\n\n— ${ORIGIN} sig\n`)).toMatchObject({ kind: 'checkpoint' });
  expect(takeText('a', `   ${ORIGIN}   6\nroot`)).toMatchObject({ kind: 'checkpoint' });
  expect(takeText('a', `${ORIGIN} 6 root${'\n'.repeat(20_000)}x`)).toMatchObject({ kind: 'refused' });
  const given = { title: 'Line 1', vkey: KEY, proofs: [{ name: 'a', text: PROOF }] };
  expect(takeText('a', embedProofs(`<html>${NOTHING_GIVEN}`, given)!)).toEqual({ kind: 'page', given });
});

test('proofs that follow one another are each taken', () => {
  const taken = takeText('a', `${PROOF}${PROOF}\n\n${PROOF}`);
  expect(taken).toMatchObject({ kind: 'proofs', proofs: [{ name: 'a, 1' }, { name: 'a, 2' }, { name: 'a, 3' }] });
  expect(taken.kind === 'proofs' && taken.proofs.every((one) => one.text === PROOF)).toBe(true);
});

test('anything else is refused in a sentence', () => {
  const said = (name: string, bytes: Uint8Array) => {
    const taken = takeFile(name, bytes);
    return taken.kind === 'refused' ? taken.message : taken.kind;
  };
  expect(said('empty.txt', utf8('  \n'))).toBe('empty.txt is empty.');
  expect(said('big', new Uint8Array(1_000_001).fill(65))).toMatch(/^big is larger than 1 MB/);
  expect(said('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toMatch(/^a\.png is not a text in UTF-8/);
  expect(said('nul', utf8('text\0'))).toMatch(/not a text/);
  expect(said('a.html', utf8('<script>alert(1)</script>'))).toMatch(
    /^a\.html is no proof of a record, no verifier key/,
  );
  expect(said('a.txt', utf8('x'.repeat(1_000_000)))).toMatch(/no proof of a record/);
  expect(said('spaces', utf8(`a${' \n'.repeat(400_000)}b`))).toMatch(/no proof of a record/);
  expect(takeText('pasted', 'é'.repeat(1_000_001))).toMatchObject({ kind: 'refused' });
});
