import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '../../shared/proof/bytes.ts';
import { keyId, vkeyText } from '../../shared/proof/note.ts';
import { FIRST_LINE } from '../../shared/proof/record-proof.ts';
import { leafHash, nodeHash } from '../../shared/proof/tree.ts';
import { inOneSentence, judge } from './judge.ts';

const seed = new Uint8Array(32).fill(7);
const name = 'rollmark.local/0123456789abcdef0123456789abcdef';
const publicKey = ed25519.getPublicKey(seed);
const KEY = vkeyText({ name, publicKey });
const OTHER = vkeyText({ name, publicKey: ed25519.getPublicKey(new Uint8Array(32).fill(8)) });

const leaf = (seq: number, actor: string) => utf8(`{"actor":"${actor}","seq":${seq}}`);
const sign = (size: number, root: Uint8Array) => {
  const text = `${name}\n${size}\n${toBase64(root)}\n`;
  const signature = Uint8Array.of(...keyId(name, publicKey), ...ed25519.sign(utf8(text), seed));
  return `${text}\n— ${name} ${toBase64(signature)}\n`;
};
/** A ledger of two events by `actor`, its checkpoint, and the proof of the first. */
const ledger = (actor: string) => {
  const [a, b] = [leaf(1, actor), leaf(2, actor)];
  const note = sign(2, nodeHash(leafHash(a), leafHash(b)));
  const text = [FIRST_LINE, `extra ${toBase64(a)}`, 'index 0', toBase64(leafHash(b)), '', note].join('\n');
  return { note, proof: { name: `${actor}.tlog-proof`, text } };
};
const [dana, eve] = [ledger('Dana'), ledger('Eve')];
const ask = (question: Partial<Parameters<typeof judge>[0]>) =>
  judge({ proofs: [dana.proof], key: KEY, checkpoint: '', ...question });
const titles = (question: Partial<Parameters<typeof judge>[0]>) => ask(question).remarks.map((r) => r.title);

test('with the key a proof holds or not, without it nothing can be told', () => {
  expect(ask({}).proofs).toMatchObject([{ state: 'holds', event: { actor: 'Dana' } }]);
  expect(ask({ key: `${KEY.slice(0, 20)}\n ${KEY.slice(20)} ` }).proofs).toMatchObject([{ state: 'holds' }]);
  const open = ask({ key: '' });
  expect(open.proofs[0]).toMatchObject({ state: 'open', technical: { claimed: { origin: name } } });
  expect(open.proofs[0]).not.toHaveProperty('event');
  expect(open.key).toBeUndefined();
  const wrong = ask({ key: OTHER });
  expect(wrong.proofs[0]).toMatchObject({ state: 'fails', message: expect.stringContaining('not signed by this key') });
  expect(wrong.proofs[0]).not.toHaveProperty('event');
  expect(ask({ key: KEY.replace(/.(?=.{5}$)/, (c) => (c === 'A' ? 'B' : 'A')) })).toMatchObject({
    key: { meaning: 'stop' },
    proofs: [{ state: 'open' }],
  });
  expect(ask({ proofs: [{ name: 'x', text: 'hello' }] }).proofs).toMatchObject([{ state: 'fails' }]);
});

describe('another checkpoint', () => {
  test('of the same size has the same root, or two histories were signed', () => {
    expect(titles({ checkpoint: dana.note })).toEqual(['The same history']);
    expect(titles({ checkpoint: dana.note.replaceAll('\n', '\r\n') })).toEqual(['The same history']);
    const two = ask({ checkpoint: eve.note }).remarks;
    expect(two).toMatchObject([{ meaning: 'stop', title: 'Two histories were signed' }]);
    // Both are named, as printed pages show them.
    for (const note of [dana.note, eve.note])
      expect(two[0]!.text).toContain(`2 events · ${note.split('\n')[2]!.slice(0, 10)}`);
  });

  test('of another size can’t be judged by itself, and what can is said', () => {
    const [remark] = ask({ checkpoint: sign(5, leafHash(utf8('x'))) }).remarks;
    expect(remark).toMatchObject({
      meaning: 'mind',
      text: expect.stringContaining('rollmark verify LEDGER --against'),
    });
  });

  test('that was not signed by the key, or of which the key is not there, says nothing', () => {
    expect(titles({ checkpoint: dana.note.replace('\n2\n', '\n3\n') })).toEqual(['The other checkpoint does not hold']);
    expect(titles({ checkpoint: 'x'.repeat(1_000_000) })).toEqual(['The other checkpoint does not hold']);
    expect(ask({ key: '', checkpoint: dana.note }).remarks).toMatchObject([{ meaning: 'mind' }]);
    expect(titles({ proofs: [], checkpoint: dana.note })).toEqual(['The other checkpoint is signed by this key']);
  });

  test('is not held against a proof that does not hold', () => {
    const forged = { name: 'x', text: dana.proof.text.replace('index 0', 'index 1') };
    expect(titles({ proofs: [forged], checkpoint: eve.note })).toEqual(['The other checkpoint is signed by this key']);
  });
});

test('proofs that contradict each other show two histories without any other checkpoint', () => {
  expect(titles({ proofs: [dana.proof, eve.proof] })).toEqual(['Two histories were signed']);
  expect(titles({ proofs: [dana.proof, dana.proof] })).toEqual([]);
});

test('all of it is said in one sentence', () => {
  const bad = { name: 'x', text: 'hello' };
  const said = (question: Partial<Parameters<typeof judge>[0]>) => inOneSentence(ask(question));
  const [one, two] = [dana.proof, [dana.proof, dana.proof]];
  expect(said({})).toEqual({ meaning: 'fine', title: 'The proof holds.' });
  expect(said({ proofs: [] })).toBeUndefined();
  expect(said({ key: '' })).toEqual({ meaning: 'mind', title: 'The proof can’t be judged without the key.' });
  expect(said({ proofs: [bad] })).toEqual({ meaning: 'stop', title: 'The proof does not hold.' });
  expect(said({ proofs: two })).toEqual({ meaning: 'fine', title: 'All 2 proofs hold.' });
  expect(said({ proofs: [one, bad, bad] })).toEqual({
    meaning: 'stop',
    title: '1 of 3 proofs holds; 2 do not hold.',
  });
  expect(said({ proofs: [one, bad], key: '' })).toEqual({
    meaning: 'stop',
    title: '1 does not hold; 1 can’t be judged without the key.',
  });
});
