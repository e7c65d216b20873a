import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { proofsInPage } from '../../shared/proof/document.ts';
import { type Home, homeEnvironment, newHome } from './fixtures.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';
import { look } from './screens/look.ts';

/**
 * The verifier as somebody has it on a stick: opened from a file, with the network off, and given what the shop's own command
 * line makes of a real ledger.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const VERIFIER = join(root, 'out/verifier/rollmark-verifier.html');
const SECOND = 'Second.rollmark';
const MARKUP = '<img src=x onerror="document.title=1"><b>Bold</b> Arms';

let home: Home;
/** Another computer: the one of the shop would name the second history and write nothing to it. */
let elsewhere: Home;
const at = (name: string) => join(home.home, name);
const cli = (...args: string[]): string =>
  execFileSync(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    env: {
      ...homeEnvironment(args.includes(at(SECOND)) ? elsewhere : home),
      ROLLMARK_PASSPHRASE: 'plain canyon oyster 47 lamp',
    },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const acquire = (ledger: string, serial: string, acquiredFrom: string) => {
  const unit = { manufacturer: 'Ruger', model: '10/22', type: 'Rifle', caliber: '22LR', serial };
  const from = { acquiredOn: '2026-11-20', acquiredFrom, acquiredFromAddress: '9144 Pine Ct, Boise, ID 83702' };
  writeFileSync(at('entry.json'), JSON.stringify({ ...unit, ...from }));
  cli('acquire', at(ledger), '--json', at('entry.json'));
};
const prove = (ledger: string, line: number, out: string) =>
  cli('prove', at(ledger), '--line', String(line), '--out', at(out), '--json');
const checkpoint = (ledger: string, out: string) => writeFileSync(at(out), cli('checkpoint', at(ledger)));
const text = (name: string) => readFileSync(at(name), 'utf8');

let vkey: string;
let otherKey: string;

base.beforeAll(() => {
  base.setTimeout(180_000);
  home = newHome();
  elsewhere = newHome();
  const create = (ledger: string) =>
    JSON.parse(
      cli('create', at(ledger), '--template', 'dealer', '--name', 'Prairie Arms', '--zone', 'America/Boise', '--json'),
    ).vkey as string;
  vkey = create('Shop.rollmark');
  otherKey = create('Other.rollmark');
  acquire('Shop.rollmark', '0012-34567', 'Ueda Distributing LLC');
  acquire('Shop.rollmark', 'KT-5512', MARKUP);
  checkpoint('Shop.rollmark', 'early.txt');
  cli(
    'correct',
    at('Shop.rollmark'),
    '--line',
    '1',
    '--field',
    'serial',
    '--value',
    '0012-34561',
    '--reason',
    'Misread',
  );
  // Two histories: the ledger as it stands, and a copy that went another way.
  cpSync(at('Shop.rollmark'), at(SECOND), { recursive: true });
  acquire('Shop.rollmark', 'HISTORY-A', 'Noor Haas');
  acquire(SECOND, 'HISTORY-B', 'Noor Haas');
  prove('Shop.rollmark', 1, 'line-1.tlog-proof');
  prove('Shop.rollmark', 2, 'line-2.tlog-proof');
  prove('Shop.rollmark', 1, 'line-1-proof.html');
  checkpoint('Shop.rollmark', 'late.txt');
  checkpoint(SECOND, 'second.txt');
  writeFileSync(at('key.txt'), `${vkey}\n`);
});
base.afterAll(() => {
  home.remove();
  elsewhere.remove();
});

/** A page without a network. What it asks for beside its own file, and what its policy refused, is noted. */
const test = base.extend<{ open: (file: string) => Promise<Page>; asked: string[]; refused: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  asked: async ({}, use) => use([]),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  refused: async ({}, use) => use([]),
  open: async ({ browser, asked, refused }, use, info) => {
    info.annotations.push({ type: HOST_ANNOTATION, description: 'a file in Chromium, no network' });
    const context = await browser.newContext({ offline: true, acceptDownloads: true });
    const own = new Set<string>();
    context.on('request', (request) => {
      if (!own.has(request.url())) asked.push(request.url());
    });
    await use(async (file) => {
      const page = await context.newPage();
      page.on('console', (message) => void refused.push(message.text()));
      page.on('pageerror', (error) => void refused.push(error.message));
      own.add(pathToFileURL(file).href);
      await page.goto(pathToFileURL(file).href);
      return page;
    });
    await context.close();
    expect(asked, 'requests beside the page itself').toEqual([]);
    expect(refused, 'messages of the page or its policy').toEqual([]);
  },
});

const choose = (page: Page, ...names: string[]) => page.setInputFiles('#files', names.map(at));
const give = (page: Page, name: string, content: string | Buffer) =>
  page.setInputFiles('#files', { name, mimeType: '', buffer: Buffer.from(content) });
const cards = (page: Page) => page.getByRole('article');

test('the page is one small file that asks for nothing and lets nothing else in', async ({ open, refused }) => {
  expect(statSync(VERIFIER).size).toBeLessThan(150_000);
  const html = readFileSync(VERIFIER, 'utf8');
  expect(html).not.toMatch(/https?:\/\/|url\(|@import/);
  expect(html.slice(0, html.indexOf('<script>'))).not.toMatch(/\b(?:src|href|action)\s*=/);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!.split('; ');
  const hashOf = (tag: string) => {
    const [only, ...others] = [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))];
    expect(others, tag).toEqual([]);
    return `'sha256-${createHash('sha256').update(only![1]!).digest('base64')}'`;
  };
  expect(policy.slice(0, 3)).toEqual([
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
  ]);
  const page = await open(VERIFIER);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check a record');
  // Its policy holds against script, style, pictures, connections and frames that get into it all the same.
  const got = await page.evaluate(async () => {
    const tried: Record<string, unknown> = {};
    const script = document.createElement('script');
    try {
      script.text = 'document.documentElement.dataset.ran = "yes"';
      document.body.append(script);
    } catch (error) {
      tried.script = (error as Error).name;
    }
    tried.ran = document.documentElement.dataset.ran ?? 'no';
    try {
      document.body.insertAdjacentHTML('beforeend', '<p id="in">x</p>');
    } catch (error) {
      tried.markup = (error as Error).name;
    }
    const style = document.createElement('style');
    style.textContent = 'h1 { color: rgb(1, 2, 3) }';
    document.head.append(style);
    tried.styled = getComputedStyle(document.querySelector('h1')!).color === 'rgb(1, 2, 3)';
    tried.fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    const picture = new Image();
    tried.picture = await new Promise((resolve) => {
      picture.onload = () => resolve('loaded');
      picture.onerror = () => resolve('refused');
      picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    });
    return tried;
  });
  expect(got).toEqual({
    script: 'TypeError',
    ran: 'no',
    markup: 'TypeError',
    styled: false,
    fetched: false,
    picture: 'refused',
  });
  expect(refused.length).toBeGreaterThan(0);
  refused.length = 0;
});

test('a proof holds by its key, and says what was recorded, by whom and when', async ({ open }) => {
  const page = await open(VERIFIER);
  await choose(page, 'line-1.tlog-proof');
  await expect(cards(page)).toContainText('Can’t be told yet');
  await expect(cards(page).getByRole('heading')).toHaveCount(0);
  await page.getByLabel('Verifier key').fill(vkey);
  await expect(page.getByRole('status')).toHaveText(/^The proof holds\./);
  await expect(cards(page)).toContainText('✓ Holds');
  await expect(cards(page).getByRole('heading')).toHaveText(
    'Line 1 of Firearms: Ruger 10/22, 0012-34567 acquired from Ueda Distributing LLC on 20 Nov 2026.',
  );
  await expect(cards(page)).toContainText(/Recorded \d+ \w{3} \d{4}, \d\d:\d\d \(America\/Boise\) by Owner\./);
  const [origin, size, sealed] = text('late.txt').split('\n') as [string, string, string];
  await expect(cards(page)).toContainText(
    `Event 2 of ${size} of the ledger ${origin}, sealed by the checkpoint ${size} events · ${sealed.slice(0, 10)}`,
  );
  const field = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await expect(field('Serial number').getByRole('cell')).toHaveText('0012-34567');
  await expect(field('Manufacturer').getByRole('cell')).toHaveText('Ruger');
  await expect(field('Date acquired').getByRole('cell')).toHaveText('20 Nov 2026');
  await expect(field('Importer').getByRole('cell')).toHaveText('left blank');
  // Without a mouse: the list of what it does not show is there to be read, and the control is reached by Tab.
  await expect(page.getByRole('heading', { name: 'What a proof does not show' })).toBeVisible();
});

test('with one thing changed it does not hold, and says which', async ({ open }) => {
  const page = await open(VERIFIER);
  await page.getByLabel('Verifier key').fill(vkey);
  const good = text('line-1.tlog-proof');
  const lines = good.split('\n');
  const other = (c: string) => (c === 'A' ? 'B' : 'A');
  const flip = (line: number, column: number) =>
    lines
      .with(line, lines[line]!.slice(0, column) + other(lines[line]![column]!) + lines[line]!.slice(column + 1))
      .join('\n');
  const event = Buffer.from(lines[1]!.slice(6), 'base64').toString('utf8');
  const withEvent = (changed: string) => lines.with(1, `extra ${Buffer.from(changed).toString('base64')}`).join('\n');
  const gap = lines.indexOf('');
  const size = gap + 2;
  const signature = lines.length - 2;
  const cases: [string, string, RegExp][] = [
    [
      'a letter of the event',
      withEvent(event.replace('0012-34567', '0012-34568')),
      /not what was sealed: it or one of the hashes was changed/,
    ],
    ['the event’s form', withEvent(event.replace('{', '[')), /its text was changed, and is no longer an event/],
    ['a hash', flip(3, 7), /not what was sealed: it or one of the hashes was changed/],
    ['a hash taken out', lines.toSpliced(3, 1).join('\n'), /this proof has 2 hashes, and its place needs 3/],
    [
      'the index',
      good.replace('\nindex 1\n', '\nindex 2\n'),
      /it calls itself event 2, and the proof puts it at place 3/,
    ],
    ['the size', lines.with(size, `${lines[size]}0`).join('\n'), /its size or its root was changed after signing/],
    ['the root', flip(size + 1, 5), /its size or its root was changed after signing/],
    [
      'the signature',
      flip(signature, lines[signature]!.length - 20),
      /it is the signature, or the size, that was changed/,
    ],
    ['a byte that is no base64', good.replace('\nextra ', '\nextra !'), /its record can’t be read/],
  ];
  for (const [what, changed, sentence] of cases) {
    expect(changed, what).not.toBe(good);
    await give(page, `${what}.tlog-proof`, changed);
    const card = cards(page).filter({ hasText: `${what}.tlog-proof` });
    await expect(card, what).toContainText('✗ Does not hold');
    await expect(card, what).toContainText(sentence);
    await expect(card.getByRole('heading'), what).toHaveCount(0);
    await card.getByRole('button', { name: 'Remove' }).click();
  }
  await give(page, 'good.tlog-proof', good);
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText('✓ Holds');
});

test('another ledger’s key, a key with a letter changed and no key are each told', async ({ open }) => {
  const page = await open(VERIFIER);
  await choose(page, 'line-1.tlog-proof', 'key.txt');
  await expect(cards(page)).toContainText('✓ Holds');
  await page.getByLabel('Verifier key').fill(otherKey);
  await expect(cards(page)).toContainText(
    /✗ Does not hold.*is of another ledger \(rollmark\.local\/[0-9a-f]{32}\) than the key/,
  );
  // The other ledger's key under this one's name: no checkpoint of this ledger is signed by it.
  await page.getByLabel('Verifier key').fill(vkey.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')));
  await expect(page.getByText('This is no verifier key')).toBeVisible();
  await expect(cards(page)).toContainText('Can’t be told yet');
  await page.getByLabel('Verifier key').fill('');
  await expect(cards(page)).toContainText('Can’t be told yet');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(cards(page)).toHaveCount(0);
});

test('another checkpoint shows the same history, two histories, or what it can’t show', async ({ open }) => {
  const page = await open(VERIFIER);
  const remarks = page.locator('#remarks');
  await choose(page, 'line-1.tlog-proof', 'key.txt', 'late.txt');
  await expect(remarks).toContainText('✓ The same history');
  await page.getByLabel('Another checkpoint').fill(text('second.txt'));
  await expect(remarks).toContainText('✗ Two histories were signed');
  for (const name of ['late.txt', 'second.txt'])
    await expect(remarks).toContainText(text(name).split('\n')[2]!.slice(0, 10));
  await page.getByLabel('Another checkpoint').fill(text('early.txt'));
  await expect(remarks).toContainText('rollmark verify LEDGER --against CHECKPOINT');
  // Copied off paper, folded and indented.
  const folded = text('late.txt')
    .replace(/^/gm, '   ')
    .replace(/(— \S+ .{30})/, '$1\n      ');
  await page.getByLabel('Another checkpoint').fill(folded);
  await expect(remarks).toContainText('✓ The same history');
  await page.getByLabel('Another checkpoint').fill(text('late.txt').replace(/\n5\n/, '\n6\n'));
  await expect(remarks).toContainText('✗ The other checkpoint does not hold');
});

test('what others wrote is text and nothing else', async ({ open }) => {
  const page = await open(VERIFIER);
  await choose(page, 'line-2.tlog-proof', 'key.txt');
  await expect(cards(page)).toContainText(`acquired from ${MARKUP}`);
  await expect(page.locator('img, b:text-is("Bold")')).toHaveCount(0);
  await expect(page).toHaveTitle('Rollmark verifier');

  await give(page, '<b>\u202Egnp.exe', '\u202E<script>alert(1)</script>');
  await expect(page.locator('#refused')).toContainText('<b>U+202Egnp.exe is no proof of a record');
  await give(page, 'long.txt', 'x<b>'.repeat(250_000));
  await expect(page.locator('#refused')).toContainText('long.txt is no proof of a record');
  await give(page, 'longer.txt', 'x'.repeat(3_000_000));
  await expect(page.locator('#refused')).toContainText('longer.txt is larger than 1 MB');
  await give(page, 'picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]));
  await expect(page.locator('#refused')).toContainText('picture.png is not a text in UTF-8');
  await give(page, 'empty', '');
  await expect(page.locator('#refused')).toHaveText('empty is empty.');

  // A proof whose event is all controls, direction marks and markup: not proven, and shown escaped.
  const nasty = JSON.stringify({ seq: 1, body: `</pre><script>\u202E\u2066${'\u200B'.repeat(9)}` });
  const lines = text('line-1.tlog-proof').split('\n');
  await give(page, 'nasty', lines.with(1, `extra ${Buffer.from(nasty).toString('base64')}`).join('\n'));
  const card = cards(page).filter({ hasText: 'nasty' });
  await expect(card).toContainText('✗ Does not hold');
  await card.getByText('What the file says, which is not proven').click();
  await expect(card.locator('pre').first()).toContainText('</pre><script>\\u202e\\u2066\\u200b');
  await give(page, 'lines', `c2sp.org/tlog-proof@v1\n${'A\n'.repeat(400_000)}`);
  await expect(cards(page).filter({ hasText: 'lines' })).toContainText('This is not a proof of a record');
  await page.getByText('Paste a proof as text').click();
  for (const hostile of ['\u202E'.repeat(1000), '{'.repeat(1_000_001)]) {
    await page.getByLabel('A proof as text').fill(hostile);
    await expect(page.locator('#refused')).toContainText(/^The pasted text (is no proof of|is longer than 1 MB)/);
  }
});

test('a pasted proof, several after one another, and something else pasted are each taken', async ({ open }) => {
  const page = await open(VERIFIER);
  await page.getByLabel('Verifier key').fill(vkey);
  await page.getByText('Paste a proof as text').click();
  const field = page.getByLabel('A proof as text');
  await field.fill(text('line-1.tlog-proof') + text('line-1-2.tlog-proof'));
  await expect(page.getByRole('status')).toHaveText(/^All 2 proofs hold\./);
  await expect(cards(page).nth(1)).toContainText('Line 1 of Firearms: Serial number corrected.');
  await field.fill(vkey);
  await expect(page.locator('#refused')).toContainText('is a verifier key. Put it into its own field');
});

test('the page of a line shows its result at once, and hands out the plain proofs', async ({ open }) => {
  const page = await open(at('line-1-proof.html'));
  await expect(page).toHaveTitle('Proof of line 1 of Firearms');
  await expect(page.locator('#sum')).toHaveText('✓ All 2 proofs hold.');
  await expect(page.getByText('Where this page came from')).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText(`The key in it: ${vkey}`);
  await expect(page.getByLabel('Verifier key')).toBeHidden();
  const download = page.waitForEvent('download');
  await cards(page).first().getByRole('button', { name: 'Save this proof' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('line-1.tlog-proof');
  expect(readFileSync(await file.path(), 'utf8')).toBe(proofsInPage(text('line-1-proof.html'))!.proofs[0]!.text);
});

test('who does not trust that page gives it to a verifier from elsewhere, whose key stays theirs', async ({ open }) => {
  const page = await open(VERIFIER);
  await choose(page, 'line-1-proof.html');
  await expect(page.getByRole('status')).toHaveText(/^All 2 proofs hold\./);
  await expect(page.getByText('The key came with line-1-proof.html')).toBeVisible();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByLabel('Verifier key').fill(otherKey);
  await choose(page, 'line-1-proof.html');
  await expect(page.getByText('line-1-proof.html names another key')).toBeVisible();
  await expect(page.getByLabel('Verifier key')).toHaveValue(otherKey);
  await expect(page.getByRole('status')).toHaveText(/2 do not hold/);
});

test('files dropped and text pasted anywhere on the page are taken', async ({ open }) => {
  const page = await open(VERIFIER);
  await page.evaluate(
    ([proof, key]) => {
      const files = new DataTransfer();
      files.items.add(new File([proof!], 'dropped.tlog-proof'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
      const pasted = new DataTransfer();
      pasted.setData('text/plain', key!);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true }));
    },
    [text('line-1.tlog-proof'), vkey],
  );
  await expect(cards(page)).toContainText('dropped.tlog-proof');
  await expect(cards(page)).toContainText('✓ Holds');
});

test('it works without a mouse, and nothing in it is hard to read, small or wider than the window', async ({
  open,
}) => {
  const page = await open(VERIFIER);
  const reached: string[] = [];
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || ''));
  }
  expect(reached.map((r) => r.trim())).toEqual([
    'What is to be checked',
    'files',
    'key',
    'checkpoint',
    'Paste a proof as text',
    'clear',
  ]);
  await look(page, 'empty');
  await choose(page, 'line-1.tlog-proof', 'line-2.tlog-proof', 'key.txt', 'early.txt');
  await give(page, 'forged', text('line-1.tlog-proof').replace('index 1', 'index 2'));
  await give(page, 'nothing', 'nothing');
  for (const summary of await page.locator('article summary').all()) await summary.click();
  for (const width of [1280, 420, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await look(page, `full, ${width}`);
  }
  const made = await open(at('line-1-proof.html'));
  await look(made, 'the page of a line');
});
