import { expect, test } from 'vitest';
import { embedProofs, type GivenProofs, NOTHING_GIVEN, proofsInPage, readGiven } from './document.ts';

const page = `<!doctype html><body>${NOTHING_GIVEN}<script>run()</script></body>`;
const given: GivenProofs = {
  title: 'Line 12 of Firearms',
  vkey: 'rollmark.local/x+00000000+AA==',
  proofs: [
    { name: 'line-12.tlog-proof', text: 'c2sp.org/tlog-proof@v1\n</script><script>alert(1)</script><!-- $& $1\n' },
  ],
};

test('proofs are put into the page and read out of it, and nothing in them ends the element they stand in', () => {
  const html = embedProofs(page, given)!;
  expect(html.startsWith('<!doctype html><body><script type="application/json" id="given">{')).toBe(true);
  expect(html.endsWith('}</script><script>run()</script></body>')).toBe(true);
  expect(html.match(/<\/?script/g)).toHaveLength(4);
  expect(proofsInPage(html)).toEqual(given);
});

test('only the verifier as it is built takes proofs, and only once', () => {
  expect(embedProofs('<!doctype html>', given)).toBeUndefined();
  expect(embedProofs(page + page, given)).toBeUndefined();
  expect(embedProofs(embedProofs(page, given)!, given)).toBeUndefined();
});

test('what has not the form of given proofs is not read', () => {
  expect(proofsInPage(page)).toBeUndefined();
  expect(proofsInPage('')).toBeUndefined();
  expect(proofsInPage(`${NOTHING_GIVEN.slice(0, 44)}{`)).toBeUndefined();
  expect(proofsInPage(`<script type="application/json" id="given">${'['.repeat(900_000)}<`)).toBeUndefined();
  for (const json of [
    '',
    'null',
    '{}',
    '[]',
    '{"title":1,"vkey":"","proofs":[]}',
    '{"title":"","vkey":"","proofs":[{"name":"x"}]}',
    '{"title":"","vkey":"","proofs":[null]}',
  ])
    expect(readGiven(json), json).toBeUndefined();
  expect(readGiven('{"title":"","vkey":"","proofs":[],"more":1}')).toEqual({ title: '', vkey: '', proofs: [] });
});
