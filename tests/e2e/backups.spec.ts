import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Manifest, manifestText } from '../../electron/services/backups/manifest.ts';
import type { App, Home } from './fixtures.ts';
import { look } from './screens/look.ts';
import { expect, goTo, open, PASSPHRASE, SHOP, test } from './screens/stocked.ts';

/** Backups from the first folder to the restore; and what is said, on every page, of a ledger that is not as it was. */

test.use({ rows: 3 });

test.beforeEach(async ({ app }) => {
  await app.page.setViewportSize({ width: 1024, height: 700 });
});

const ENDING = '.rollmark-backup';
/** A drive for the host that has a folder dialog; the folder on this computer that the other one offers. */
const placeFor = (app: App, { home, ledgers }: Home): string =>
  app.host === 'loopback' ? `${ledgers} backups` : join(home, 'drive', 'Rollmark backups');
const ledgerIn = ({ ledgers }: Home): string => join(ledgers, 'Prairie Arms.rollmark');
const backupsIn = (place: string): string[] => readdirSync(place).filter((name) => name.endsWith(ENDING));
const described = (place: string, name: string): Manifest & { checksum: string } =>
  JSON.parse(readFileSync(join(place, name, 'backup.json'), 'utf8'));

const lock = async (page: Page): Promise<void> => {
  await page.keyboard.press('Alt+l');
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible();
};

const strip = (page: Page) => page.getByRole('complementary', { name: 'Backups' });
const stop = (page: Page) => page.getByRole('complementary', { name: 'The ledger is not as it was' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a folder for backups' });

/** Chooses the place among those that are offered, or with the system's dialog where the host has one. */
const choosePlace = async (app: App, place: string): Promise<void> => {
  const { page } = app;
  if (app.host === 'loopback') await page.getByRole('radio').first().check();
  else {
    mkdirSync(place, { recursive: true });
    await app.choose(place, () => page.getByRole('button', { name: 'Choose another folder' }).click());
    await expect(page.getByRole('radio').first()).toBeChecked();
  }
};

const addFolder = async (app: App, place: string): Promise<void> => {
  const { page } = app;
  await goTo(page, '/backups');
  await page.getByRole('button', { name: 'Add a folder' }).click();
  await choosePlace(app, place);
  await dialog(page).getByRole('button', { name: 'Add it and back up now' }).click();
  await expect(page.getByText('Backed up to 1 folder')).toBeVisible();
};

const enterLine = async (page: Page, serial: string): Promise<void> => {
  await page.keyboard.press('Alt+a');
  await page.getByRole('combobox', { name: 'Manufacturer' }).fill('Marlin');
  await page.getByRole('combobox', { name: 'Model' }).fill('1895');
  await page.getByRole('combobox', { name: 'Type' }).fill('Rifle');
  await page.getByRole('combobox', { name: 'Caliber or gauge' }).fill('.45-70');
  await page.getByRole('textbox', { name: 'Serial number', exact: true }).fill(serial);
  await page.getByLabel('Date acquired').fill('today');
  await page.getByText('From a person').click();
  await page.getByLabel('Full name of the person').fill('Ida Grant');
  await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: /^Line \d+ is written$/ })).toBeVisible();
};

test('a folder is set up, backups are made, and a ledger that is gone is restored from one', async ({ app, home }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const place = placeFor(app, home);
  let first = '';

  await test.step('a ledger with lines that is nowhere backed up says so on every page', async () => {
    await open(page);
    await goTo(page, '/book');
    await expect(strip(page)).toContainText('This ledger is not backed up.');
    await goTo(page, '/');
    await expect(
      page.getByRole('region', { name: 'What is due' }).getByText('This ledger is not backed up'),
    ).toBeVisible();
    await strip(page).getByRole('link', { name: 'Set it up' }).click();
    await expect(page.getByText('This ledger is not backed up yet')).toBeVisible();
    await look(page, 'backups, none');
  });

  await test.step('a folder is added, with what it is good for, and the first backup is made', async () => {
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await dialog(page).getByRole('button', { name: 'Add it and back up now' }).click();
    await expect(dialog(page).getByText('Choose a folder.')).toBeVisible();
    await page.getByRole('radio', { name: /On this computer: helps against mistakes/ }).check();
    await expect(dialog(page).getByText('This folder is on this computer')).toBeVisible();
    await look(page, 'backups, add a folder');
    await choosePlace(app, place);
    await dialog(page).getByRole('button', { name: 'Add it and back up now' }).click();
    await expect(page.getByText('Backed up to 1 folder')).toBeVisible();
    await expect(page.getByText('Good', { exact: true })).toBeVisible();
    const [name] = backupsIn(place);
    first = name!;
    const row = page
      .getByRole('table', { name: /^Backups in/ })
      .getByRole('row')
      .nth(1);
    await expect(row).toContainText(first);
    await expect(row.getByRole('cell')).toContainText(['3', String(described(place, first).events)]);
    await expect(strip(page)).toHaveCount(0);
    await expect(page.getByRole('contentinfo').getByText(/^Backed up (just now|1 min ago)$/)).toBeVisible();
    await look(page, 'backups');
  });

  await test.step('a folder that is in the list already is not added again', async () => {
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await dialog(page)
      .getByRole('radio', { name: /Backups were kept here before/ })
      .check();
    await dialog(page).getByRole('button', { name: 'Add it and back up now' }).click();
    await expect(page.getByText('This folder is in the list already')).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(1);
  });

  await test.step('a line is entered, and locking backs it up, saying so', async () => {
    await enterLine(page, 'MR55102');
    if (app.host === 'loopback') {
      // Three lines are backed up before the sentence could be read: here the answer takes as long as on a slow drive.
      const answer = Promise.withResolvers<void>();
      await page.route('**/rpc/ledger/lock', async (route) => {
        await answer.promise;
        await route.continue();
      });
      await page.keyboard.press('Alt+l');
      await expect(page.getByRole('heading', { name: `Locking ${SHOP}` })).toBeVisible();
      await expect(page.getByRole('status')).toContainText('Backing up what is new to 1 folder, then locking.');
      // Nothing of the ledger is to be seen meanwhile.
      await expect(page.getByText('MR55102')).toHaveCount(0);
      await look(page, 'locking');
      answer.resolve();
      await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible();
      await page.unroute('**/rpc/ledger/lock');
    } else await lock(page);
    // Of one day the newest stays.
    const kept = backupsIn(place);
    expect(kept).toHaveLength(1);
    expect(kept[0]).not.toBe(first);
    expect(described(place, kept[0]!)).toMatchObject({ lines: 4 });
  });

  await test.step('the ledger’s folder is gone; its backup is found from the door', async () => {
    rmSync(ledgerIn(home), { recursive: true });
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    await page.getByRole('button', { name: 'Show its backups' }).click();
    await expect(page.getByText('Choose a folder.')).toBeVisible();
    // It was used before, so it is offered without a dialog in both hosts.
    await page.getByRole('radio', { name: /Backups were kept here before/ }).check();
    await look(page, 'restore, where');
    await page.getByRole('button', { name: 'Show its backups' }).click();
    await expect(page.getByRole('table', { name: 'Backups of Prairie Arms' }).getByRole('row')).toHaveCount(2);
    await look(page, 'restore, which');
    await page.getByRole('button', { name: /^Restore this one: Prairie Arms, / }).click();
  });

  await test.step('a wrong passphrase stays on the form, the right one restores', async () => {
    const field = page.getByRole('textbox', { name: 'Passphrase' });
    await field.fill('not this one');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/This is not the passphrase/)).toBeVisible();
    await expect(field).toBeFocused();
    expect(existsSync(ledgerIn(home))).toBe(false);
    await look(page, 'restore, wrong passphrase');
    await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
    await page.getByRole('textbox', { name: 'Recovery key' }).fill('not twelve words');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Recovery key' })).toHaveAttribute('aria-invalid', 'true');
    await look(page, 'restore, wrong recovery key');
    await page.getByRole('button', { name: 'Use the passphrase instead' }).click();
    await field.fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Restored as “Prairie Arms”')).toBeVisible();
    await expect(page.getByText(/4 lines, \d+ events, all verified\. Nothing was written over/)).toBeVisible();
    await look(page, 'home, restored');
  });

  await test.step('the line is there, the trail says what was restored, no alarm is raised', async () => {
    await goTo(page, '/book');
    await expect(page.getByRole('grid').getByText('MR55102')).toBeVisible();
    await expect(stop(page)).toHaveCount(0);
    await goTo(page, '/trail');
    await expect(page.getByText('Restored from the backup “Prairie Arms”')).toBeVisible();
    await expect(page.getByText(/This ledger was restored from a backup on/)).toBeVisible();
    await look(page, 'trail, restored');
  });
});

test('a folder that went away is said on every page, until it is back', async ({ app, home }) => {
  test.setTimeout(180_000);
  const { page } = app;
  const place = placeFor(app, home);
  await open(page);
  await addFolder(app, place);
  renameSync(place, `${place} out`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('1 of 1 folder got no backup')).toBeVisible();
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();
  await look(page, 'backups, failing');
  await goTo(page, '/guides');
  await expect(strip(page)).toContainText('The backup fails. The backup folder is not there');
  const guides = page.getByRole('heading', { level: 1, name: 'Where is the number?' });
  await expect(guides).toBeVisible();
  await look(page, 'another page, with a failing backup');
  await goTo(page, '/');
  await expect(
    page.getByRole('region', { name: 'What is due' }).getByText('The backup fails', { exact: true }),
  ).toBeVisible();
  expect(existsSync(place)).toBe(false);

  // Locked with something new in it, it says at the door what is missing, and no longer once it was opened.
  await lock(page);
  const missing = page.getByRole('status').filter({ hasText: 'Locked, and not backed up' });
  await expect(missing).toContainText('The backup folder is not there');
  await expect(missing).toContainText('Open the ledger to back it up again.');
  await look(page, 'the door, not backed up');
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(strip(page)).toContainText('The backup fails.');

  renameSync(`${place} out`, place);
  await strip(page).getByRole('link', { name: 'See to it' }).click();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('Backed up to 1 folder')).toBeVisible();
  await goTo(page, '/guides');
  await expect(guides).toBeVisible();
  await expect(strip(page)).toHaveCount(0);

  // Taken off the list, the backups in it stay.
  await goTo(page, '/backups');
  await page.getByRole('button', { name: /^Take off the list: / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it off' }).click();
  await expect(page.getByText(/is off the list\. The backups in it stay/)).toBeVisible();
  await expect(page.getByText('This ledger is not backed up yet')).toBeVisible();
  expect(backupsIn(place)).toHaveLength(1);
});

test('an old copy put in the ledger’s place stops everybody, on every page', async ({ app, home }) => {
  test.setTimeout(180_000);
  const { page } = app;
  const old = join(home.home, 'old copy');
  await open(page);
  await lock(page);
  cpSync(ledgerIn(home), old, { recursive: true });
  await open(page);
  await enterLine(page, 'MR55102');
  await lock(page);
  rmSync(ledgerIn(home), { recursive: true });
  cpSync(old, ledgerIn(home), { recursive: true });

  await open(page);
  await expect(page.getByRole('region', { name: 'What is due' })).toContainText(
    'Something is missing from this ledger',
  );
  for (const path of ['/book', '/backups', '/set-up']) {
    await goTo(page, path);
    await expect(stop(page)).toContainText(/This is an older copy of the ledger/);
  }
  await look(page, 'set-up, an old copy');
  await stop(page).getByRole('link', { name: 'Open the trail' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trail' })).toBeVisible();
  await expect(stop(page)).toContainText(/look for the newer one/);
  await look(page, 'trail, an old copy');
});

test('years of backups are a page at a time, and are found from the door under their ledgers', async ({
  app,
  home,
}) => {
  test.setTimeout(180_000);
  const { page } = app;
  const place = placeFor(app, home);
  await open(page);
  await addFolder(app, place);
  const [name] = backupsIn(place);
  const { checksum: _, ...real } = described(place, name!);
  for (let n = 0; n < 1000; n++) {
    const madeAt = new Date(Date.parse(real.madeAt) - (n + 1) * 86_400_000).toISOString();
    const folder = join(place, `Prairie Arms ${madeAt.slice(0, 10)} ${n}${ENDING}`);
    mkdirSync(folder);
    const other = n >= 995 ? { ledger: 'f'.repeat(32), name: 'Another Shop' } : {};
    writeFileSync(
      join(folder, 'backup.json'),
      manifestText({ ...real, ...other, madeAt, day: madeAt.slice(0, 10), events: real.events - 1 }),
    );
  }
  await goTo(page, '/');
  await goTo(page, '/backups');
  await expect(page.getByText('1 to 10 of 996, newest first')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(11);
  await page.getByRole('button', { name: 'Older backups' }).click();
  await expect(page.getByText('11 to 20 of 996, newest first')).toBeVisible();
  await look(page, 'backups, many');

  await lock(page);
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await page.getByRole('radio', { name: /Backups were kept here before/ }).check();
  await page.getByRole('button', { name: 'Show its backups' }).click();
  for (const ledger of ['Prairie Arms', 'Another Shop'])
    await expect(page.getByRole('region', { name: ledger, exact: true })).toBeVisible();
  await look(page, 'restore, many');
  // A description without the files that it describes is no backup, and is said to be none.
  await page
    .getByRole('region', { name: 'Another Shop' })
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'restore, not a backup');
  expect(readdirSync(home.ledgers)).toEqual(['Prairie Arms.rollmark']);
  await page.getByRole('button', { name: 'Choose another backup' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);

  // The real one, beside the ledger that is there: under another name, and opened as any other.
  const ours = page.getByRole('region', { name: 'Prairie Arms', exact: true });
  await ours
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Restored as “Prairie Arms restored \d{4}-\d{2}-\d{2}”$/)).toBeVisible();
  await page.keyboard.press('Alt+l');
  await expect(
    page.getByRole('list', { name: 'Ledgers' }).getByRole('button', { name: /^Prairie Arms restored .*Last opened/ }),
  ).toBeVisible();
  expect(readdirSync(home.ledgers)).toHaveLength(2);
});
