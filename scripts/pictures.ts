import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { sampleCsv } from '../bench/sample.ts';
import { homeEnvironment, launchLoopback, newHome } from '../tests/e2e/fixtures.ts';
import { acceptWarnings, createLedger, platePhoto, read, typeInto, verifyNumber } from '../tests/e2e/steps.ts';
import { UNITS, type Unit } from '../tests/e2e/units.ts';
import { testBrowser } from './system-tools.ts';

/**
 * npm run pictures: the README's pictures from the real app, and every screen in light and dark for looking at. Wants the
 * app built and poppler's pdftoppm.
 *
 * Usage: node scripts/pictures.ts [FOLDER for all screens]
 */
const root = resolve(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const all = resolve(process.argv[2] ?? join(root, 'test-results/pictures'));
mkdirSync(images, { recursive: true });
mkdirSync(all, { recursive: true });

const home = newHome();
const env = { ...homeEnvironment(home), ROLLMARK_PASSPHRASE: 'plain canyon oyster 47 lamp' };
const ledger = join(home.ledgers, 'Prairie Arms.rollmark');
const cli = (...args: string[]): string =>
  execFileSync(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const file = (name: string, content: string): string => {
  const path = join(home.home, name);
  writeFileSync(path, content);
  return path;
};
const json = (name: string, value: unknown): string => file(name, JSON.stringify(value));

const pistol = {
  manufacturer: 'Glock GmbH',
  importer: 'Glock Inc',
  model: '19 Gen5',
  serial: 'BKZX412',
  type: 'Pistol',
  caliber: '9x19',
  acquiredOn: 'today',
  acquiredFrom: 'Ueda Distributing LLC',
  acquiredFromLicence: '9-44-039-08-8G-05138',
};
cli(
  'create',
  ledger,
  '--template',
  'dealer',
  '--name',
  'Prairie Arms LLC',
  '--licence',
  '5-48-123-01-7K-04567',
  '--premises',
  '12 Main St, Boise, ID 83702',
  '--zone',
  'America/Boise',
  '--user',
  'Dana Quist',
);
cli('import', ledger, file('old.csv', sampleCsv(640, 4)), '--as', 'fastbound');
cli('acquire', ledger, '--json', json('p.json', pistol));
cli(
  'acquire',
  ledger,
  '--json',
  json('r.json', {
    manufacturer: 'Ruger',
    model: '10/22',
    serial: '0013-63972',
    type: 'Rifle',
    caliber: '.22 LR',
    acquiredOn: 'today',
    acquiredFrom: 'Zoë O’Neill',
    address: '2324 Elm St, Utica, NY 13501',
  }),
);
cli('acquire', ledger, '--json', json('t.json', { ...pistol, serial: 'BKZX431' }));
cli(
  'correct',
  ledger,
  '--line',
  '641',
  '--field',
  'serial',
  '--value',
  'BKZX413',
  '--reason',
  'Read from the firearm again',
);
cli('correct', ledger, '--line', '638', '--field', 'model', '--value', '586', '--reason', 'Typing error');
cli(
  'dispose',
  ledger,
  '--line',
  '641',
  '--json',
  json('d.json', { disposedOn: 'today', disposedTo: 'Ida Grant', address: '9638 Oak Ave, Austin, TX 78701' }),
);
cli('void', ledger, '--line', '643', '--reason', 'Entered twice');

const pdf = join(home.home, 'book.pdf');
cli('print', ledger, 'book', '--view', 'both', '--from', '625', '--to', '643', '--out', pdf);
execFileSync('pdftoppm', ['-r', '96', '-png', '-f', '2', '-l', '2', '-singlefile', pdf, join(images, 'book-page')]);
cli('print', ledger, 'acquisition', '--line', '641', '--out', pdf);
execFileSync('pdftoppm', [
  '-r',
  '72',
  '-png',
  '-f',
  '1',
  '-l',
  '1',
  '-singlefile',
  pdf,
  join(all, 'acquisition-record'),
]);

const host = await launchLoopback(home);
const executablePath = await testBrowser();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(host.startAddress);
await page.getByRole('list', { name: 'Ledgers' }).waitFor();
const settle = () => page.waitForTimeout(500);
const both = async (name: string): Promise<void> => {
  await settle();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await settle();
    await page.screenshot({ path: join(all, `${name}-${scheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
};
/** A picture for the README or the docs, small enough to be kept in the repository. */
const keep = async (of: Page, name: string): Promise<void> => {
  const shot = await of.screenshot();
  await sharp(shot)
    .png({ palette: true, effort: 10 })
    .toFile(join(images, `${name}.png`));
};
await both('start');
await page.getByText('Prairie Arms').first().click();
await page.getByRole('textbox', { name: 'Passphrase' }).fill(env.ROLLMARK_PASSPHRASE);
await both('open');
await page.keyboard.press('Enter');
await page.getByRole('navigation', { name: 'Pages' }).waitFor();
await both('home');
const go = (hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);
await go('/book');
await page.getByRole('grid').waitFor();
await page.getByRole('main').getByText('Both', { exact: true }).click();
await page.getByRole('grid').press('End');
await both('book');
await keep(page, 'book');
await go('/book/ad/641');
await both('record');
await go('/book/ad/642/dispose');
await both('dispose');
await go('/import');
await both('import');
await go('/guides');
await both('guides');
await go('/trail');
await both('trail');
await go('/set-up');
await both('set-up');
await go('/reports');
await page.getByRole('button', { name: 'Make the pages' }).click();
await page.locator('canvas').first().waitFor();
await both('reports');
await go('/acquire');
await page.getByRole('combobox', { name: 'Manufacturer' }).fill('Glock GmbH');
await page.getByRole('combobox', { name: 'Model', exact: true }).fill('19 Gen5');
await page.getByLabel('Serial number', { exact: true }).fill('8KZX4I3');
await page.getByLabel('Date acquired').fill('11/20');
await page.getByRole('combobox', { name: 'Name of the licensee' }).fill('Ueda Distributing LLC');
await page.keyboard.press('Escape');
await page.getByLabel('Serial number', { exact: true }).focus();
await both('acquire');
await settle();
await keep(page, 'acquire');
await go('/');
await page.getByRole('heading', { name: 'Prairie Arms LLC' }).waitFor();
await settle();
await page.keyboard.press('Control+k');
await page.keyboard.type('kzx4');
await page
  .getByRole('option')
  .first()
  .waitFor({ timeout: 5000 })
  .catch(async () => page.screenshot({ path: join(all, 'oops.png') }));
await both('search');
await browser.close();
await host.stop();
home.remove();

/** Enters a unit as the specs do, up to its record with two readings, a photo and a verification. */
const enter = async (page: Page, unit: Unit): Promise<void> => {
  await createLedger(page, unit.ledger);
  const to = (hash: string) =>
    page.evaluate((address) => {
      location.hash = address;
    }, hash);
  await to(`/acquire/${unit.book}`);
  await page.locator('form[aria-label="Acquisition"] input:focus').waitFor();
  if (unit.choice) {
    await page.getByRole('main').getByText(unit.choice, { exact: true }).first().click();
    await page.keyboard.press('Tab');
  }
  for (const [label, text] of unit.typed) await typeInto(page, label, text);
  await read(page, 'drawing', unit.readings[0]);
  await read(page, 'list', unit.readings[1]);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Photo or paper' }).click();
  await (await chooser).setFiles({
    name: 'number plate.jpg',
    mimeType: 'image/jpeg',
    buffer: await platePhoto(unit.serial),
  });
  await page.keyboard.press('Control+Enter');
  const written = page.getByRole('heading', { name: 'Line 1 is written' });
  await written.or(page.getByRole('dialog', { name: /to mind/ })).waitFor();
  if (!(await written.isVisible())) await acceptWarnings(page);
  await to(`/book/${unit.book}/1`);
  await verifyNumber(page);
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0));
  await page.waitForTimeout(700);
};

// docs/categories.md: the record of one unit of each category.
for (const unit of UNITS) {
  const own = newHome();
  const running = await launchLoopback(own);
  const shown = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  const at = await shown.newPage({ viewport: { width: 1280, height: 800 } });
  await at.goto(running.startAddress);
  await enter(at, unit);
  await keep(at, `record-${unit.category}`);
  await at.getByRole('heading', { name: 'Readings', exact: true }).evaluate((heading) => heading.scrollIntoView());
  await at.waitForTimeout(500);
  await at.screenshot({ path: join(all, `evidence-${unit.category}.png`) });
  await shown.close();
  await running.stop();
  own.remove();
}

// docs/categories.md: the hints of a check, of a tool crib.
const crib = newHome();
const cribEnv = { ...homeEnvironment(crib), ROLLMARK_PASSPHRASE: env.ROLLMARK_PASSPHRASE };
const cribLedger = join(crib.ledgers, 'Corner.rollmark');
const atCrib = (...args: string[]): string =>
  execFileSync(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    env: cribEnv,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const tools = [
  ...['175418', '360818', '576747', '943926', '957029', '521148', '811193', '295213', '268786', '588493'].map(
    (serial) => `DeWalt,DCD791,Drill driver,${serial}`,
  ),
  'DeWalt,DCD791,Drill driver,57674',
  'DeWalt,DCD791,Drill driver,QX-1754',
  'Stihl,MS 261,Chainsaw,585867986',
  'DeWalt,DCD791,Drill driver,943962',
];
const list = join(crib.home, 'tools.csv');
writeFileSync(
  list,
  [
    'Brand,Model No,Description,Serial No,Date,Bought From',
    ...tools.map((tool) => `${tool},2026-05-10,Acme Supply`),
  ].join('\n'),
);
atCrib('create', cribLedger, '--template', 'shop', '--name', 'Corner Motors & Tools');
atCrib('import', cribLedger, list, '--as', 'tools');
const cribHost = await launchLoopback(crib);
const cribBrowser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
});
const checking = await cribBrowser.newPage({ viewport: { width: 1280, height: 800 } });
await checking.goto(cribHost.startAddress);
await checking.getByRole('textbox', { name: 'Passphrase' }).fill(env.ROLLMARK_PASSPHRASE);
await checking.keyboard.press('Enter');
await checking.getByRole('navigation', { name: 'Pages' }).waitFor();
await checking.keyboard.press('Alt+7');
await checking.getByRole('button', { name: 'Check now' }).click();
await checking
  .getByRole('heading', { name: 'Hints', exact: true })
  .evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
await checking.waitForTimeout(500);
await keep(checking, 'check-hints');
await cribBrowser.close();
await cribHost.stop();
crib.remove();
