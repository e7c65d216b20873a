import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64, utf8 } from './bytes.ts';
import { keyId, type Verifier } from './note.ts';
import { checkRecordProof, FIRST_LINE, parseRecordProof } from './record-proof.ts';
import { leafHash, nodeHash } from './tree.ts';

/** Seven leaves, sealed by hand: the tree is ((0 1)(2 3))((4 5) 6). */
const seed = new Uint8Array(32).fill(7);
const name = 'rollmark.local/0123456789abcdef0123456789abcdef';
const verifier: Verifier = { name, publicKey: ed25519.getPublicKey(seed) };
const other: Verifier = { name, publicKey: ed25519.getPublicKey(new Uint8Array(32).fill(8)) };

const sign = (text: string) => {
  const signature = ed25519.sign(utf8(text), seed);
  return `${text}\n— ${name} ${toBase64(Uint8Array.of(...keyId(name, verifier.publicKey), ...signature))}\n`;
};
const json = (seq: number) => `{"actor":"Dana","seq":${seq}}`;
const proofOf = (leaf: string, index: number, path: Uint8Array[], note: string) =>
  [FIRST_LINE, `extra ${toBase64(utf8(leaf))}`, `index ${index}`, ...path.map(toBase64), '', note].join('\n');

/** A proof of the leaf at 2, when that leaf's text is `leaf`. */
const sealed = (leaf: string) => {
  const h = [1, 2, 3, 4, 5, 6, 7].map((seq) => leafHash(utf8(seq === 3 ? leaf : json(seq))));
  const [ab, ef] = [nodeHash(h[0]!, h[1]!), nodeHash(h[4]!, h[5]!)];
  const right = nodeHash(ef, h[6]!);
  const root = nodeHash(nodeHash(ab, nodeHash(h[2]!, h[3]!)), right);
  return { path: [h[3]!, ab, right], root, note: sign(`${name}\n7\n${toBase64(root)}\n`) };
};

let text: string;
let good: ReturnType<typeof sealed>;
beforeAll(() => {
  good = sealed(json(3));
  text = proofOf(json(3), 2, good.path, good.note);
});
const said = (changed: string, key = verifier) => {
  const result = checkRecordProof(changed, key);
  return result.ok ? 'holds' : result.message;
};

test('a proof holds, and tells the event, its place, and the tree’s size and root', () => {
  expect(checkRecordProof(text, verifier)).toEqual({
    ok: true,
    event: { actor: 'Dana', seq: 3 },
    index: 2,
    size: 7,
    root: toBase64(good.root),
  });
});

describe('says what was changed', () => {
  const cases: [string, () => string, RegExp][] = [
    ['the event', () => proofOf('{"actor":"Dan4","seq":3}', 2, good.path, good.note), /it or one of the hashes was/],
    ['the event’s form', () => proofOf('{"actor":"Dana","seq":3]', 2, good.path, good.note), /no longer an event/],
    ['the event’s number', () => proofOf(json(5), 2, good.path, good.note), /calls itself event 5.*at place 3/],
    ['the place', () => text.replace('index 2', 'index 3'), /calls itself event 3.*at place 4/],
    ['a place that is not there', () => text.replace('index 2', 'index 7'), /event 8.*covers only 7 events/],
    ['a hash', () => proofOf(json(3), 2, good.path.with(1, good.root), good.note), /it or one of the hashes was/],
    ['a hash too few', () => proofOf(json(3), 2, good.path.slice(1), good.note), /2 hashes, and its place needs 3/],
    ['the size', () => text.replace('\n7\n', '\n70\n'), /its size or its root was changed/],
    ['the root', () => text.replace(toBase64(good.root), toBase64(good.path[0]!)), /its size or its root was changed/],
    [
      'the signature',
      () => text.replace(/(.{8})(.)(.{20})\n$/, (_, a, b, c) => `${a}${b === 'A' ? 'B' : 'A'}${c}\n`),
      /it is the signature, or the size/,
    ],
    ['what is no base64', () => text.replace('extra ', 'extra !'), /its record can’t be read/],
    ['a place that is no number', () => text.replace('index 2', 'index two'), /its place can’t be read/],
    ['a hash cut short', () => text.replace(toBase64(good.path[1]!), 'AAAA'), /hash 2 can’t be read/],
    ['no checkpoint', () => text.slice(0, text.indexOf('\n\n') + 2), /checkpoint in this proof is damaged/],
  ];
  test.each(cases)('%s', (_, changed, sentence) => {
    expect(changed()).not.toBe(text);
    expect(said(changed())).toMatch(sentence);
    expect(said(changed())).toMatch(/^[A-Z][^\n]+\.$/);
  });

  test('the key', () => {
    expect(said(text, other)).toMatch(/names the right ledger but is not signed by this key/);
    expect(said(text, { ...other, name: 'rollmark.local/other' })).toMatch(/of another ledger/);
  });
});

test('what the shop itself sealed is believed only where it can be read in one way', () => {
  for (const leaf of [
    '{"actor":"Dana","seq":3,"seq":3}',
    '{"seq":3,"actor":"Dana"}',
    '{"seq":4}',
    'null',
    '\0\x01',
    '{"seq":3} ',
  ]) {
    const { path, note } = sealed(leaf);
    expect(said(proofOf(leaf, 2, path, note)), leaf).toMatch(/no event as Rollmark writes them/);
  }
});

test('what is no proof is told from a damaged one', () => {
  for (const none of [
    '',
    '\n\n',
    'x'.repeat(1_000_000),
    '\0'.repeat(1000),
    `${FIRST_LINE}`,
    `c2sp.org/tlog-proof@v2\n\n`,
  ])
    expect(said(none)).toMatch(/^This is not a proof of a record: it should start/);
  const many = proofOf(
    json(3),
    2,
    Array.from({ length: 60 }, () => good.root),
    good.note,
  );
  expect(said(many)).toMatch(/no ledger needs so many/);
  expect(parseRecordProof(text)).toMatchObject({ ok: true, index: 2, claimed: { origin: name, size: 7 } });
});
