import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect } from './fixtures.ts';

/** What a person does at the screens of any category, step by step. Used by the specs and by the pictures for the docs. */

export const PASSPHRASE = 'plain canyon oyster 47 lamp';

export type NewLedger = { template: 'Licensed dealer' | 'Small shop' | 'Owner'; name: string; user: string };

/** Makes a ledger through its pages, the recovery key read back as asked. */
export const createLedger = async (page: Page, { template, name, user }: NewLedger): Promise<void> => {
  await page
    .getByRole('button', { name: /create|new/i })
    .first()
    .click();
  await page.getByRole('radio', { name: template }).check();
  await page.getByLabel(/^Name of the (licensee|shop|owner)$/).fill(name);
  if (template === 'Licensed dealer')
    await page.getByRole('textbox', { name: 'Licence number' }).fill('5-48-123-01-7K-04567');
  await page.getByRole('textbox', { name: template === 'Owner' ? 'Home' : 'Premises' }).fill('12 Main St, Boise, ID');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Your name').fill(user);
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
  await page.getByLabel('The same passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create the ledger' }).click();
  const list = page.getByRole('list', { name: 'Recovery key' });
  await expect(list.getByRole('listitem')).toHaveCount(12, { timeout: 60_000 });
  const words = (await list.getByRole('listitem').allInnerTexts()).map((word) => word.trim());
  await page.getByRole('button', { name: 'I have written it down' }).click();
  for (const field of await page.getByRole('textbox', { name: /The \d+(st|nd|rd|th) word/ }).all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)![0]) - 1]!);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
};

/** Goes to an address of the app, as a link in it would. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);

/** Types as a hand does, each character after a pause. */
export const HAND = { delay: 40 };

/** Types as a barcode scanner does: the whole code in one go, and Enter behind it. */
export const scan = async (page: Page, code: string): Promise<void> => {
  const cdp = await page.context().newCDPSession(page);
  // Not awaited one by one: a round trip to the browser would be as slow as a hand.
  const sent = [...code].map((char) =>
    cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: char, text: char, unmodifiedText: char }),
  );
  sent.push(cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', text: '\r' }));
  await Promise.all(sent);
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter' });
  await cdp.detach();
};

/** A picture of a number plate, as a phone would take it. */
export const platePhoto = (number: string): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000" viewBox="0 0 1600 1000">
      <defs><linearGradient id="m" x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="#8d9196"/><stop offset=".45" stop-color="#c9ccd0"/><stop offset="1" stop-color="#7b7f84"/>
      </linearGradient></defs>
      <rect width="1600" height="1000" fill="#4b4a47"/>
      <rect x="120" y="260" width="1360" height="480" rx="28" fill="url(#m)" stroke="#3a3a38" stroke-width="6"/>
      ${[170, 1430].map((x) => `<circle cx="${x}" cy="500" r="22" fill="#6b6e72" stroke="#3a3a38" stroke-width="4"/>`).join('')}
      <text x="800" y="540" text-anchor="middle" font-family="monospace" font-size="${Math.min(150, 1900 / number.length)}"
        letter-spacing="6" fill="#26282b">${number}</text>
    </svg>`),
  )
    .jpeg({ quality: 88 })
    .toBuffer();

/** Saves past the warnings of an open dialog, each with the first reason it offers. */
export const acceptWarnings = async (page: Page, action = 'Commit'): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: /thing(s)? to mind/ });
  await expect(dialog).toBeVisible();
  for (const field of await dialog.getByRole('textbox', { name: 'Why it is right' }).all())
    await field.fill('Checked on the papers');
  await dialog.getByRole('button', { name: action }).click();
  await expect(dialog).toHaveCount(0);
};

export type ReadingOf = { mark: number; text: string; on?: string };

/**
 * Starts a reading by pressing a numbered place, of the drawing itself or of the list under it; where no guide stands
 * beside the form, by the button, with the place typed.
 *
 * @param mark the number of the place; 0: none
 * @param on what it is read on, where that is not the unit itself
 */
export const read = async (page: Page, where: 'drawing' | 'list', { mark, text, on }: ReadingOf): Promise<void> => {
  const guide = page.getByRole('region', { name: 'Where the number is' });
  const named = { name: new RegExp(`^(Read here: )?${mark}\\b`) };
  if (mark === 0) await page.getByRole('button', { name: 'Reading', exact: true }).click();
  // In the drawing it is the number that one presses: the middle of a place with its leader may be empty paper.
  else if (where === 'drawing') await guide.locator('svg').getByRole('button', named).locator('text').click();
  else await guide.getByRole('list').getByRole('button', named).click();
  const dialog = page.getByRole('dialog', { name: 'A reading' });
  await dialog.getByLabel('Number, exactly as it stands there').fill(text);
  const place = dialog.getByLabel('Place', { exact: true });
  if (mark === 0) await place.fill(on ?? 'Under the bottom bracket');
  else await expect(place).not.toHaveValue('');
  if (on) {
    await dialog.getByRole('combobox', { name: 'Read on' }).click();
    await page.getByRole('option', { name: on }).click();
    // The place of a guide is on the unit, not on its papers.
    if (mark !== 0) await expect(place).toHaveValue('Beside “Serial number”');
  }
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
};

/** Types a field's text as a hand does, and goes on with Enter. The field must have the focus already. */
export const typeInto = async (page: Page, label: string, text: string): Promise<void> => {
  await expect(page.getByLabel(label, { exact: true }).and(page.locator('input'))).toBeFocused();
  await page.keyboard.type(text, HAND);
  await page.keyboard.press('Enter');
};

/** Goes through the checklist: all in order, and so consistent. */
export const verifyNumber = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Verify the number' }).click();
  const dialog = page.getByRole('dialog', { name: /^Verify line/ });
  await dialog.getByRole('button', { name: 'Record the verification' }).click();
  await expect(dialog.getByText(/are not answered yet/)).toBeVisible();
  for (const label of await dialog.getByText('In order', { exact: true }).all()) await label.click();
  await dialog.getByText('Consistent', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Record the verification' }).click();
  await expect(dialog).toHaveCount(0);
};

/** Records whom one asked, then what they answered. */
export const refer = async (page: Page, answer: string): Promise<void> => {
  await page.getByRole('button', { name: 'Referral' }).click();
  const asking = page.getByRole('dialog', { name: 'Ask the maker or an authority' });
  await asking.getByLabel('Their reference, if any').fill('CASE-2041');
  await asking.getByRole('button', { name: 'Record the referral' }).click();
  await expect(page.getByText('No answer yet')).toBeVisible();
  await page.getByRole('button', { name: 'Record the answer' }).click();
  const dialog = page.getByRole('dialog', { name: 'The answer' });
  await dialog.getByLabel('What they answered').fill(answer);
  await dialog.getByRole('button', { name: 'Record the answer' }).click();
  await expect(dialog).toHaveCount(0);
};
