import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './fixtures.ts';
import { createLedger, goTo, PASSPHRASE } from './steps.ts';

/**
 * Unlocking with the keychain of the operating system: in Electron only, and asked of the stand-in's, which encrypts for
 * real. A real runtime would ask the keychain of whoever runs the tests.
 */

const ON = 'Unlock with this computer’s keychain';
const DOOR = 'Unlock with the keychain';
const shop = { template: 'Owner', name: 'Ito', user: 'Kay Ito' } as const;

const setUp = async (page: Page): Promise<void> => {
  await goTo(page, '/set-up');
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
};
const switchOn = async (page: Page, passphrase = PASSPHRASE): Promise<void> => {
  await page.getByRole('button', { name: ON }).click();
  const dialog = page.getByRole('dialog', { name: ON });
  await dialog.getByRole('textbox', { name: 'Your passphrase' }).fill(passphrase);
  await dialog.getByRole('button', { name: 'Switch it on' }).click();
};
const lock = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Lock/ }).click();
  await expect(page.getByRole('button', { name: 'Open', exact: true })).toBeVisible();
};
const isOpen = (page: Page) => expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 30_000 });
const openByHand = async (page: Page, passphrase = PASSPHRASE): Promise<void> => {
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await isOpen(page);
};

/** Starts the app again on a computer whose keychain is another kind. */
const restartWith = async (app: App, kind: string): Promise<Page> => {
  process.env.ROLLMARK_DOUBLE_KEYCHAIN = kind;
  try {
    return await app.restart();
  } finally {
    delete process.env.ROLLMARK_DOUBLE_KEYCHAIN;
  }
};
const keptIn = (app: App): string => join(app.home.home, 'user-data', 'keychain');

test('a browser’s window has no keychain, and does not speak of one', async ({ app }) => {
  test.skip(app.host !== 'loopback', 'Electron has one');
  await createLedger(app.page, shop);
  await setUp(app.page);
  await expect(app.page.getByRole('button', { name: 'Change the passphrase' })).toBeVisible();
  await expect(app.page.getByText(/keychain/i)).toHaveCount(0);
  await lock(app.page);
  await expect(app.page.getByText(/keychain/i)).toHaveCount(0);
});

test.describe('in Electron', () => {
  test.beforeEach(({ app }) => {
    test.skip(!app.host.startsWith('electron (double'), 'asks the stand-in’s keychain');
  });

  test('it is switched on with the passphrase, opens the ledger by a press, and is switched off', async ({ app }) => {
    const { page } = app;
    await createLedger(page, shop);
    await lock(page);
    await expect(page.getByRole('button', { name: DOOR })).toHaveCount(0);
    await openByHand(page);

    await setUp(page);
    await switchOn(page, 'not my passphrase');
    const dialog = page.getByRole('dialog', { name: ON });
    await expect(dialog.getByText('This is not your present passphrase. Nothing was changed.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Your passphrase' }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('This computer’s keychain opens the ledger for you.')).toBeVisible();
    const people = page.getByRole('table').filter({ hasText: 'Kay Ito' });
    await expect(people.getByText('Also unlocks it with the keychain of a computer')).toBeVisible();

    // What is kept is one encrypted secret, outside of the ledger's folder.
    const [file] = readdirSync(keptIn(app));
    expect(Object.keys(JSON.parse(readFileSync(join(keptIn(app), file!), 'utf8')))).toEqual([
      'format',
      'version',
      'ledger',
      'slot',
      'box',
    ]);

    // An Enter at the locked window opens nothing.
    await lock(page);
    await expect(page.getByRole('button', { name: DOOR })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Type the passphrase.')).toBeVisible();
    await page.getByRole('button', { name: DOOR }).click();
    await isOpen(page);
    await expect(page.getByText('Kay Ito').first()).toBeVisible();

    // So it does after the app was started again.
    const again = await app.restart();
    await again.getByRole('button', { name: DOOR }).click();
    await isOpen(again);

    await goTo(again, '/trail');
    await expect(again.getByText('Unlocking with a computer’s keychain switched on')).toBeVisible();
    await setUp(again);
    await again.getByRole('button', { name: 'Stop unlocking with it' }).click();
    await expect(again.getByRole('button', { name: ON })).toBeVisible();
    expect(readdirSync(keptIn(app))).toEqual([]);
    await goTo(again, '/trail');
    await expect(again.getByText('Unlocking with a computer’s keychain switched off')).toBeVisible();
    await lock(again);
    await expect(again.getByRole('button', { name: DOOR })).toHaveCount(0);
    await openByHand(again);
  });

  test('it ends with a changed passphrase, as the dialog says', async ({ app }) => {
    const { page } = app;
    await createLedger(page, shop);
    await setUp(page);
    await switchOn(page);
    await page.getByRole('button', { name: 'Change the passphrase' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
    await expect(dialog.getByText('This computer’s keychain stops opening the ledger, too.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Present passphrase' }).fill(PASSPHRASE);
    await dialog.getByRole('textbox', { name: 'New passphrase' }).fill('seven green bottles on 3 walls');
    await dialog.getByLabel('The same passphrase again').fill('seven green bottles on 3 walls');
    await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
    await expect(page.getByText('The passphrase is changed')).toBeVisible();
    await expect(page.getByRole('button', { name: ON })).toBeVisible();
    await lock(page);
    await expect(page.getByRole('button', { name: DOOR })).toHaveCount(0);
    await openByHand(page, 'seven green bottles on 3 walls');
  });

  test('a keychain that fails leaves the passphrase', async ({ app }) => {
    const { page } = app;
    await createLedger(page, shop);
    await setUp(page);
    await switchOn(page);
    await expect(page.getByRole('button', { name: 'Stop unlocking with it' })).toBeVisible();
    await lock(page);
    // What the keychain encrypted, and can't decrypt: its own key was replaced, as a reinstalled system's is.
    const file = join(keptIn(app), readdirSync(keptIn(app))[0]!);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    kept.box = Buffer.alloc(80, 7).toString('base64');
    writeFileSync(file, JSON.stringify(kept));
    await page.getByRole('button', { name: DOOR }).click();
    await expect(page.getByText(/keychain did not give the key back/)).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeFocused();
    await openByHand(page);
  });

  test('one of plain text, or one that is locked, is refused in a sentence, at the door too', async ({ app }) => {
    await createLedger(app.page, shop);
    await setUp(app.page);
    await switchOn(app.page);
    await expect(app.page.getByRole('button', { name: 'Stop unlocking with it' })).toBeVisible();

    const plain = await restartWith(app, 'basic_text');
    await expect(plain.getByRole('button', { name: 'Open', exact: true })).toBeVisible();
    await expect(plain.getByRole('button', { name: DOOR })).toHaveCount(0);
    await openByHand(plain);
    await setUp(plain);
    await expect(plain.getByText(/there is no GNOME Keyring or KWallet in this session/)).toBeVisible();
    await plain.getByRole('button', { name: 'Stop unlocking with it' }).click();
    await expect(plain.getByText('This computer’s keychain does not open the ledger.')).toBeVisible();
    await expect(plain.getByRole('button', { name: ON })).toHaveCount(0);

    const locked = await restartWith(app, 'locked');
    await openByHand(locked);
    await setUp(locked);
    await expect(locked.getByText(/keychain can’t be used now/)).toBeVisible();
    await expect(locked.getByRole('button', { name: ON })).toHaveCount(0);
  });
});
