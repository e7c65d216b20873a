import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { plantKey } from '../support/planting.ts';
import { look } from './screens/look.ts';
import { expect, goTo, PASSPHRASE, SHOP, test } from './screens/stocked.ts';

/** People with roles: each is offered what they may do, and what an inspector looks at is written down. */

const CLERK = 'seven blue kettles by noon';
const CLERK_LATER = 'eleven green lanterns at dusk';
const INSPECTOR = 'grey heron walks 12 stairs';
const VIEWER = 'lantern quarry 88 mellow tide';

test.use({ rows: 3 });

test.beforeEach(async ({ app }) => {
  await app.page.setViewportSize({ width: 1024, height: 700 });
});

const passphraseField = (page: Page) => page.getByRole('textbox', { name: 'Passphrase', exact: true });

const knock = async (page: Page, passphrase: string): Promise<void> => {
  await passphraseField(page).fill(passphrase);
  await page.keyboard.press('Enter');
};

const open = async (page: Page, passphrase: string): Promise<void> => {
  await knock(page, passphrase);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
};

const lock = async (page: Page): Promise<void> => {
  // A dialog that is still closing takes the keys for itself.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+l');
  await expect(passphraseField(page)).toBeVisible();
};

type Somebody = { name: string; role: 'Clerk' | 'Viewer' | 'Inspector'; passphrase: string; lastDay?: string };

const fillIn = async (page: Page, { name, role, passphrase, lastDay }: Somebody): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Add somebody' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  if (lastDay) await dialog.getByRole('button', { name: lastDay }).click();
  await passphraseField(page).fill(passphrase);
  await dialog.getByLabel('The same passphrase again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Give access' }).click();
};

const add = async (page: Page, somebody: Somebody): Promise<void> => {
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await fillIn(page, somebody);
  await expect(page.getByText(`${somebody.name} can open this ledger now`)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('an owner adds a clerk and an inspector, finds what was looked at, and ends an access', async ({
  app: { page },
  home,
}) => {
  test.setTimeout(420_000);

  await test.step('a ledger with nobody else in it says why one would add somebody', async () => {
    await open(page, PASSPHRASE);
    await goTo(page, '/set-up');
    await expect(page.getByText('Nobody else has access.')).toBeVisible();
    await expect(row(page, '· you')).toContainText('Owner');
    await look(page, 'set-up, an owner alone');
  });

  await test.step('what can’t be is said under its field', async () => {
    await page.getByRole('button', { name: 'Add somebody' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add somebody' });
    await dialog.getByRole('radio', { name: /^Inspector/ }).check();
    await dialog.getByRole('button', { name: 'Give access' }).click();
    await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
    for (const said of ['Write the name.', 'Name the last day of an inspector’s access.', 'Choose a passphrase.'])
      await expect(dialog.getByText(said)).toBeVisible();
    await look(page, 'add somebody, with what is missing');
    // The ledger's own name for its owner, and the owner's passphrase: only the engine knows of these.
    await fillIn(page, { name: 'owner', role: 'Inspector', passphrase: PASSPHRASE, lastDay: 'In a week' });
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog.getByText(/Somebody of this name has access already/)).toBeVisible();
    await dialog.getByLabel('Name', { exact: true }).fill('Ms Grant');
    await dialog.getByRole('button', { name: 'Give access' }).click();
    await expect(dialog.getByText('This passphrase can’t be taken here. Choose another one.')).toBeVisible();
    await expect(passphraseField(page)).toBeFocused();
    await fillIn(page, { name: 'Ms Grant', role: 'Inspector', passphrase: INSPECTOR });
    await expect(page.getByText('Ms Grant can open this ledger now, as inspector')).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('a clerk is added, renamed, and listed', async () => {
    await add(page, { name: 'Kim', role: 'Clerk', passphrase: CLERK });
    await page.getByRole('button', { name: 'Change Kim' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Kim' });
    await dialog.getByLabel('Name', { exact: true }).fill('Kim Ito');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row(page, 'Kim Ito')).toContainText('Clerk');
    await expect(row(page, 'Kim Ito')).toContainText('No end');
    // One's own access is not one's own to end.
    await expect(row(page, '· you').getByRole('button')).toHaveText(['Change']);
    await look(page, 'set-up, people');
  });

  await test.step('the clerk enters an acquisition, and sets nothing up but their own passphrase', async () => {
    await lock(page);
    await open(page, CLERK);
    await expect(page.getByRole('banner').getByText('Kim Ito · Clerk')).toBeVisible();
    await page.keyboard.press('Alt+a');
    await page.getByRole('combobox', { name: 'Manufacturer' }).fill('Marlin');
    await page.getByRole('combobox', { name: 'Model' }).fill('1895');
    await page.getByRole('combobox', { name: 'Type' }).fill('Rifle');
    await page.getByRole('combobox', { name: 'Caliber or gauge' }).fill('.45-70');
    await page.getByRole('textbox', { name: 'Serial number', exact: true }).fill('MR55102');
    await page.getByLabel('Date acquired').fill('today');
    await page.getByText('From a person').click();
    await page.getByLabel('Full name of the person').fill('Ida Grant');
    await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
    await page.getByLabel('Note, if any').fill('Paid in cash, 417.50');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Line 4 is written' })).toBeVisible();

    await page.keyboard.press('Alt+9');
    await expect(page.getByRole('heading', { name: 'Kim Ito' })).toBeVisible();
    for (const panel of ['People', 'The shop', 'Keys'])
      await expect(page.getByRole('heading', { name: panel, exact: true })).toHaveCount(0);
    await look(page, 'set-up of a clerk');
    await page.getByRole('button', { name: 'Change the passphrase' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
    await dialog.getByRole('textbox', { name: 'Present passphrase' }).fill(PASSPHRASE);
    await dialog.getByRole('textbox', { name: 'New passphrase' }).fill(CLERK_LATER);
    await dialog.getByLabel('The same passphrase again').fill(CLERK_LATER);
    await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
    // The key derivation takes its time on a busy machine.
    await expect(dialog.getByText('This is not your present passphrase. Nothing was changed.')).toBeVisible({
      timeout: 60_000,
    });
    await expect(dialog.getByRole('textbox', { name: 'Present passphrase' })).toBeFocused();
    await look(page, 'new passphrase, the present one wrong');
    await dialog.getByRole('textbox', { name: 'Present passphrase' }).fill(CLERK);
    await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
    await expect(page.getByText('The passphrase is changed')).toBeVisible();
  });

  await test.step('the inspector sees the book, and nothing that is not theirs is offered or asked for', async () => {
    await lock(page);
    const refused: string[] = [];
    // Seen on loopback only: what would be refused is not even asked for.
    const onResponse = (answer: { status(): number; url(): string }) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    };
    page.on('response', onResponse);
    await open(page, INSPECTOR);
    const note = page.getByRole('complementary', { name: 'Your access' });
    await expect(note).toHaveText(
      /^You see this ledger as an inspector until \d+ [A-Z][a-z]{2} \d{4}\. Every look is recorded\.$/,
    );
    await expect(rail(page)).toHaveText(['Home', 'Book', 'Guides', 'Reports', 'Trail', 'Help']);
    await expect(page.getByText(/^(Acquire|Import)/)).toHaveCount(0);
    await look(page, 'home of an inspector');
    for (const shortcut of ['Alt+a', 'Alt+3', 'Alt+9']) await page.keyboard.press(shortcut);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(SHOP);

    await page.keyboard.press('Alt+2');
    await expect(page.getByRole('grid').getByText('MR55102')).toBeVisible();
    await look(page, 'book of an inspector');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('55102');
    await expect(page.getByRole('option')).toContainText('MR55102');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
    const main = page.getByRole('main');
    await expect(main).toContainText('Ida Grant');
    await expect(main).not.toContainText('417.50');
    for (const hidden of ['Readings', 'Photos and papers', 'Verification', 'Note'])
      await expect(page.getByRole('heading', { name: hidden, exact: true })).toHaveCount(0);
    // Nothing that changes: only the proof of what is seen.
    await expect(main.getByRole('button')).toHaveText(['Save the proof']);
    for (const shortcut of ['Alt+d', 'Alt+c', 'Alt+v', 'Alt+p']) await page.keyboard.press(shortcut);
    await expect(page).toHaveURL(/#\/book\/ad\/4$/);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await look(page, 'record of an inspector');
    // What a file brought beside the book's columns, its prices among them.
    await goTo(page, '/book/ad/1');
    await expect(main).toContainText('DK00000154');
    await expect(main).not.toContainText('500.00');

    for (const forbidden of [
      '/acquire',
      '/import',
      '/check',
      '/set-up',
      '/book/ad/1/dispose',
      '/reports/line/ad/1',
      '/compare/ad/1/ad/2',
      '/book/household/1',
      '/book/household',
    ]) {
      await goTo(page, forbidden);
      await expect(page.getByRole('heading', { name: 'Not open to you' }), forbidden).toBeVisible();
    }
    await look(page, 'not open to an inspector');

    await goTo(page, '/reports');
    await expect(page.getByText('One line')).toHaveCount(0);
    await page.getByRole('button', { name: 'Make the pages' }).click();
    await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible();
    await page.keyboard.press('Alt+6');
    await page.getByRole('button', { name: 'Verify now' }).click();
    await expect(page.getByText('Proven', { exact: true })).toBeVisible();
    await look(page, 'trail of an inspector');
    await lock(page);
    page.off('response', onResponse);
    expect(refused, 'nothing was asked for that is not an inspector’s').toEqual([]);
  });

  const keys = join(home.ledgers, 'Prairie Arms.rollmark', 'keys.json');
  const keysBefore = readFileSync(keys);
  await test.step('the owner finds the looks in the trail, and ends the clerk’s access', async () => {
    await open(page, PASSPHRASE);
    await page.keyboard.press('Alt+6');
    await page.getByRole('combobox', { name: 'Kind of entry' }).click();
    await page.getByRole('option', { name: 'Inspector looked' }).click();
    const trail = page.getByRole('region', { name: 'Trail, newest first' });
    for (const looked of [
      'Verified the ledger',
      'Printed the book: Firearms, corrected',
      'Looked at a record: Firearms, line 1, both',
      'Looked at a record: Firearms, line 4, both',
      'Searched: “55102”',
      'Looked at the book: Firearms, lines 1 to 100, corrected',
    ])
      await expect(trail.getByText(looked, { exact: true })).toBeVisible();
    await expect(trail.getByText('Ms Grant').first()).toBeVisible();

    await goTo(page, '/set-up');
    await page.getByRole('button', { name: 'End access of Kim Ito' }).click();
    const dialog = page.getByRole('dialog', { name: 'End the access of Kim Ito?' });
    await expect(dialog).toContainText('What they did stays in the trail');
    await expect(dialog).toContainText('Copies of the ledger made before still open with it.');
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await look(page, 'end an access');
    await dialog.getByRole('button', { name: 'End the access' }).click();
    await expect(page.getByText('The access of Kim Ito has ended')).toBeVisible();
    await expect(row(page, 'Kim Ito')).toHaveCount(0);
  });

  await test.step('the clerk is refused at the door, even where the old keys were put back', async () => {
    await lock(page);
    await knock(page, CLERK_LATER);
    await expect(page.getByText(/^This is not the passphrase of this ledger\./)).toBeVisible();
    writeFileSync(keys, keysBefore);
    await knock(page, CLERK_LATER);
    await expect(page.getByText(/^This passphrase no longer opens the ledger/)).toBeVisible();
    await expect(passphraseField(page)).toHaveAttribute('aria-invalid', 'true');
    await look(page, 'door, access ended');
    // The others still get in, and what the clerk did stays under their name.
    await open(page, PASSPHRASE);
    await goTo(page, '/book/ad/4');
    await expect(page.getByRole('main').getByText('Kim Ito')).toBeVisible();
  });
});

test('a viewer sees everything and changes nothing', async ({ app: { page } }) => {
  test.setTimeout(180_000);
  await open(page, PASSPHRASE);
  await goTo(page, '/set-up');
  await add(page, { name: 'Lee Vargas', role: 'Viewer', passphrase: VIEWER, lastDay: 'In 30 days' });
  await lock(page);
  await open(page, VIEWER);
  await expect(rail(page).filter({ hasText: 'Check' })).toBeVisible();
  await expect(rail(page).filter({ hasText: 'Import' })).toHaveCount(0);
  await expect(page.getByText(/^(Acquire|Import)$/)).toHaveCount(0);
  await page.keyboard.press('Alt+a');
  await goTo(page, '/book/ad/1');
  await expect(page.getByRole('heading', { name: 'Photos and papers' })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main).toContainText('500.00');
  for (const shortcut of ['Alt+d', 'Alt+c', 'Alt+v']) await page.keyboard.press(shortcut);
  await expect(page).toHaveURL(/#\/book\/ad\/1$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (const name of [
    'Dispose',
    'Correct',
    'Void',
    'Reading',
    'Photo or paper',
    'Number',
    'Verify the number',
    'Referral',
  ])
    await expect(main.getByRole('button', { name: new RegExp(`^${name}`) }), name).toHaveCount(0);
  // The guide still says where the number is; its places start no reading.
  await expect(page.getByRole('region', { name: 'Where the number is' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Read here|1\b)/ })).toHaveCount(0);
  await look(page, 'record of a viewer');
  await goTo(page, '/acquire');
  await expect(page.getByText('This page is not open to your role')).toBeVisible();
  await goTo(page, '/check');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/Nothing (new )?to look at|something to look at/).first()).toBeVisible();
  await goTo(page, '/set-up');
  await expect(page.getByText(/Your last day is \d+ [A-Z][a-z]{2} \d{4}\./)).toBeVisible();
});

/** Makes a new recovery key in Set-up, reads it back as asked, and gives its words. */
const newRecoveryKey = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'New recovery key' }).click();
  await page.getByRole('button', { name: 'Make a new recovery key' }).click();
  const list = page.getByRole('list', { name: 'Recovery key' });
  await expect(list.getByRole('listitem')).toHaveCount(12);
  // A slip of a finger must not lose words that are shown once.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await expect(list).toBeVisible();
  const words = (await list.getByRole('listitem').allInnerTexts()).map((word) => word.trim());
  await look(page, 'the new recovery key');
  await page.emulateMedia({ media: 'print' });
  await expect(list).toBeVisible();
  await expect(page.getByText('Recovery key of')).toBeVisible();
  for (const beside of ['I have written it down', 'Print it', 'Lock', 'Add somebody'])
    await expect(page.getByText(beside, { exact: true }), `${beside}, on paper`).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'I have written it down' }).click();
  for (const field of await page.getByRole('textbox', { name: /The \d+(st|nd|rd|th) word/ }).all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)![0]) - 1]!);
  }
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByText('The new recovery key works')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return words.join(' ');
};

test('a new recovery key takes the old one’s place, is printed alone, and stands in for a lost passphrase', async ({
  app: { page },
}) => {
  test.setTimeout(180_000);
  await open(page, PASSPHRASE);
  const due = page.getByRole('region', { name: 'What is due' });
  await expect(due.getByText('The recovery key was never tried')).toBeVisible();
  await due.getByRole('link', { name: 'Try it' }).click();
  await expect(page.getByText('Not tried yet')).toBeVisible();
  const old = await newRecoveryKey(page);
  const fresh = await newRecoveryKey(page);
  expect(fresh).not.toBe(old);
  await expect(page.getByText(/^Last tried just now/)).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(due.getByText(/recovery key/)).toHaveCount(0);

  await lock(page);
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  await page.getByLabel('Recovery key').fill(old);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/This is a recovery key, but not of this ledger/)).toBeVisible();
  await page.getByLabel('Recovery key').fill(fresh);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();

  await goTo(page, '/set-up');
  await expect(page.getByText('It opened the ledger just now')).toBeVisible();
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
  await expect(dialog.getByRole('textbox', { name: 'Present passphrase' })).toHaveCount(0);
  await dialog.getByRole('textbox', { name: 'New passphrase' }).fill(CLERK);
  await dialog.getByLabel('The same passphrase again').fill(CLERK);
  await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(page.getByText('The passphrase is changed')).toBeVisible();
  await lock(page);
  await knock(page, PASSPHRASE);
  await expect(page.getByText(/^This is not the passphrase of this ledger\./)).toBeVisible();
  await open(page, CLERK);
});

test('a key that somebody wrote into keys.json opens nothing, and an owner is told of it', async ({
  app: { page },
  home,
}) => {
  test.setTimeout(180_000);
  await plantKey(join(home.ledgers, 'Prairie Arms.rollmark'), PASSPHRASE, CLERK);
  await knock(page, CLERK);
  await expect(page.getByText(/No event of this ledger names this key/)).toBeVisible({ timeout: 60_000 });
  await open(page, PASSPHRASE);
  await goTo(page, '/set-up');
  await expect(page.getByText('A key that no event names is in keys.json, and opens nothing')).toBeVisible();
  await expect(page.getByText(/Replace the data key: only keys that are recorded are left then/)).toBeVisible();
  await look(page, 'set-up, with a key that no event names');
});
