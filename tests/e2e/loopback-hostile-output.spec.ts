import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, launchLoopback, test } from './fixtures.ts';
import { MARKUP } from './harmless.ts';

/** What the loopback host prints goes to a terminal, which does what control characters tell it, and may be kept as a log. */

const OBEYED = /\p{Bidi_Control}|(?!\n)\p{Cc}/u;
const HOSTILE = `ZQ\u001b[2J\u001b]8;;x.example\u0007\u202E21-XAM`;

for (const [what, args] of [
  ['a ledger that is not there', [`/nowhere/${HOSTILE}`]],
  ['an option that there is not', [`--${HOSTILE}`]],
] as const)
  test(`${what} is named without what a terminal obeys`, async ({ home }) => {
    const said = await launchLoopback(home, [...args]).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(said).toContain('ZQ');
    expect(OBEYED.exec(said)?.index, JSON.stringify(said)).toBeUndefined();
  });

test('nothing that a page sends is printed', async ({ home, page }) => {
  // A folder that somebody else named, beside the others.
  mkdirSync(join(home.ledgers, 'ZQ\u202E21-XAM.rollmark'), { recursive: true });
  const host = await launchLoopback(home);
  try {
    await page.goto(host.startAddress);
    const call = (path: string, input: unknown): Promise<{ status: number; body: string }> =>
      page.evaluate(
        async ([to, sent]) => {
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch(`/rpc/${to}`, { method: 'POST', headers, body: sent });
          return { status: answer.status, body: await answer.text() };
        },
        [path, JSON.stringify({ json: input })] as const,
      );
    for (const text of [HOSTILE, MARKUP, 'ZQ\uD800', 'ZQ\u0000', 'ZQ'.repeat(524_288)])
      for (const [path, input] of [
        ['host/saveDocument', { token: text }],
        ['host/openGuide', { guide: text }],
        ['host/switchKeychainOn', { passphrase: text }],
        ['host/openWithKeychain', { token: text }],
        ['ledger/open', { token: text, secret: { kind: 'passphrase', passphrase: text } }],
        ['ledger/create', { folderName: text, settings: { name: text }, passphrase: text, user: text }],
        ['book/search', { text }],
        ['nowhere/at-all', { text }],
      ] as const) {
        const { status, body } = await call(path, input);
        expect([200, 400, 403, 404, 409, 413, 422], `${path}: ${body}`).toContain(status);
      }
    const ledgers = JSON.parse((await call('host/ledgers', undefined)).body) as { json: { name: string }[] };
    expect(ledgers.json.map(({ name }) => name)).toEqual(['ZQ(U+202E)21-XAM']);
    expect((await call('host/info', undefined)).status).toBe(200);
    const output = host.output();
    expect(output).not.toContain('ZQ');
    expect(OBEYED.exec(output)?.index, JSON.stringify(output)).toBeUndefined();
  } finally {
    await host.stop();
  }
});
