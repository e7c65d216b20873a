import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { acquire, correct, dispose } from '../../electron/services/entries.ts';
import { proofDocument, proveLine, verifierDocument } from '../../electron/services/proofs.ts';
import { proofsInPage } from '../../shared/proof/document.ts';
import { readVkey } from '../../shared/proof/note.ts';
import { checkRecordProof } from '../../shared/proof/record-proof.ts';
import { AD, newLedger, pistol, refusal, sale, scratch } from '../support/ledgers.ts';

/** A record proven by itself: from a real ledger, checked with its verifier key alone. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
beforeAll(async () => {
  place = scratch();
  ({ ledger } = await newLedger(join(place.path, 'shop.rollmark')));
  for (const serial of ['AAA111', 'BKZX412', 'CCC333']) await acquire(ledger, 'ad', pistol(serial), 'all');
  await correct(ledger, AD(2), { field: 'serial', value: 'BKZX413', reason: 'Misread' }, 'all');
  await dispose(ledger, AD(2), sale(), 'all');
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});
const verifier = () => readVkey(ledger.vkey)!;

test('each event of a line holds, says where it stands, and tells the record', async () => {
  const proofs = await proveLine(ledger, AD(2));
  expect(proofs.map((p) => p.kind)).toEqual(['entry.acquired', 'entry.corrected', 'entry.disposed']);
  const results = proofs.map((p) => checkRecordProof(p.text, verifier()));
  expect(results).toMatchObject([
    { ok: true, index: 2, size: 6, event: { body: { line: 2, acquisition: { serials: ['BKZX412'] } } } },
    { ok: true, index: 4, size: 6, event: { body: { old: 'BKZX412', new: 'BKZX413' } } },
    { ok: true, index: 5, size: 6, event: { kind: 'entry.disposed' } },
  ]);
  expect(proofs[0]!.text).toMatch(
    /^c2sp\.org\/tlog-proof@v1\nextra [A-Za-z0-9+/=]+\nindex 2\n([A-Za-z0-9+/]{43}=\n)+\nrollmark\.local\/[0-9a-f]{32}\n6\n[^\n]+\n\n— rollmark\.local\/[0-9a-f]{32} [^\n]+\n$/,
  );
  // As it comes out of an editor on Windows.
  expect(checkRecordProof(`\uFEFF${proofs[0]!.text.replaceAll('\n', '\r\n')}`, verifier())).toMatchObject({ ok: true });
});

test('later entries leave it valid, and a line that is not there has none', async () => {
  const [before] = await proveLine(ledger, AD(1));
  await acquire(ledger, 'ad', pistol('DDD444'), 'all');
  expect(checkRecordProof(before!.text, verifier())).toMatchObject({ ok: true, size: 6 });
  const [after] = await proveLine(ledger, AD(1));
  expect(checkRecordProof(after!.text, verifier())).toMatchObject({ ok: true, size: 7, index: 1 });
  expect((await refusal(() => proveLine(ledger, AD(99)))).code).toBe('LINE_MISSING');
});

test('with any one character changed it does not hold, and says why in a sentence', async () => {
  const text = (await proveLine(ledger, AD(2)))[0]!.text;
  let tried = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    for (const other of c === '\n' ? [' '] : c === 'A' ? ['B', '\n'] : ['A', '\n']) {
      const result = checkRecordProof(text.slice(0, at) + other + text.slice(at + 1), verifier());
      // What ends the file, and nothing else, may be lost or doubled on the way.
      if (at === text.length - 1) continue;
      expect(result.ok, `${at}: ${JSON.stringify(c)} to ${JSON.stringify(other)}`).toBe(false);
      if (!result.ok) expect(result.message).toMatch(/^[A-Z].*\.$/);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(2000);
});

test('of another ledger, of another event, cut short or of another kind of file it does not hold', async () => {
  const other = await newLedger(join(place.path, 'other.rollmark'));
  const [mine, theirs] = [(await proveLine(ledger, AD(1)))[0]!.text, readVkey(other.ledger.vkey)!];
  await other.ledger.close();
  expect(checkRecordProof(mine, theirs)).toMatchObject({
    ok: false,
    message: expect.stringContaining('another ledger'),
  });
  const second = (await proveLine(ledger, AD(2)))[0]!.text;
  const swapped = mine.replace(/^extra .*$/m, /^extra .*$/m.exec(second)![0]);
  expect(checkRecordProof(swapped, verifier())).toMatchObject({ ok: false });
  for (const text of ['', '\n\n', 'c2sp.org/tlog-proof@v1', mine.slice(0, 200), '{"a":1}', '\0'.repeat(500)])
    expect(checkRecordProof(text, verifier()).ok).toBe(false);
});

test('the proofs of a line come as one page, the verifier with them and the key inside', async () => {
  const { name, type, bytes } = await proofDocument(ledger, AD(2));
  expect({ name, type }).toEqual({ name: 'line-2-proof.html', type: 'text/html' });
  const html = bytes.toString('utf8');
  const given = proofsInPage(html)!;
  expect(given).toMatchObject({ title: 'line 2 of Firearms', vkey: ledger.vkey });
  expect(given.proofs.map((p) => p.name)).toEqual(['line-2.tlog-proof', 'line-2-2.tlog-proof', 'line-2-3.tlog-proof']);
  for (const { text } of given.proofs) expect(checkRecordProof(text, verifier())).toMatchObject({ ok: true });
  // All but the proofs is the verifier as it is given out by itself, whose script and style its policy knows.
  const empty = verifierDocument();
  expect(empty.name).toBe('rollmark-verifier.html');
  const [before, after] = empty.bytes.toString('utf8').split('>null<');
  expect(html.startsWith(before!)).toBe(true);
  expect(html.endsWith(after!)).toBe(true);
  expect((await refusal(() => proofDocument(ledger, AD(99)))).code).toBe('LINE_MISSING');
});

test('what somebody typed can’t get out of its place in the page', async () => {
  const hostile = '</script><img src=x onerror=alert(1)><!-- $&';
  const { line } = await acquire(ledger, 'ad', pistol('EEE555', { acquiredFrom: hostile }), 'all');
  const html = (await proofDocument(ledger, AD(line.line))).bytes.toString('utf8');
  expect(html).not.toContain('onerror');
  const [proof] = proofsInPage(html)!.proofs;
  expect(checkRecordProof(proof!.text, verifier())).toMatchObject({
    ok: true,
    event: { body: { acquisition: { acquiredFrom: hostile } } },
  });
});
