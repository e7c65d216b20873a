import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { acceptWarnings, createLedger, goTo, platePhoto, read, refer, typeInto, verifyNumber } from './steps.ts';
import { UNITS } from './units.ts';

/** One unit of each category from the empty machine to its disposition, as a person enters it. */

for (const unit of UNITS)
  test(`${unit.category}: entered by keyboard, read twice, photographed, corrected, verified, printed, disposed of`, async ({
    app,
  }) => {
    test.setTimeout(300_000);
    const { page } = app;
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    const main = page.getByRole('main');

    await createLedger(page, unit.ledger);
    await goTo(page, `/book/${unit.book}`);
    await expect(page.getByText(/(book|inventory) is empty/)).toBeVisible();

    await test.step('entered by keyboard', async () => {
      await page.keyboard.press('Alt+a');
      const [first] = unit.typed[0]!;
      if (unit.choice) {
        const choice = page.getByRole('radio', { name: unit.choice, exact: true });
        await expect(page.locator('form[aria-label="Acquisition"] input:focus')).toHaveCount(1);
        await page.keyboard.press('Shift+Tab');
        for (let n = 0; n < 6 && !(await choice.isChecked()); n++) await page.keyboard.press('ArrowRight');
        await page.keyboard.press('Tab');
      }
      await expect(page.getByLabel(first, { exact: true }).and(page.locator('input'))).toBeFocused();
      for (const [label, text] of unit.typed) await typeInto(page, label, text);
      await expect(
        main.getByLabel(unit.typed.find(([, text]) => text === unit.serial)![0], { exact: true }),
      ).toHaveValue(unit.serial);
    });

    const guide = page.getByRole('region', { name: 'Where the number is' });
    await test.step('the right guide beside it, two readings, a photo', async () => {
      if (unit.guide) await expect(guide.locator('svg[role="group"]')).toHaveAttribute('aria-label', unit.guide);
      else await expect(guide).toHaveCount(0);
      await read(page, 'drawing', unit.readings[0]);
      await read(page, 'list', unit.readings[1]);
      const taken = page.getByRole('region', { name: 'Readings and photos' });
      await expect(taken.getByText('Agrees', { exact: true })).toHaveCount(2);
      const photo = join(app.home.home, 'number plate.jpg');
      writeFileSync(photo, await platePhoto(unit.serial));
      // The page's own file input in both hosts, not the host's dialog.
      const chooser = page.waitForEvent('filechooser');
      await taken.getByRole('button', { name: 'Photo or paper' }).click();
      await (await chooser).setFiles(photo);
      await expect(taken.getByText('number plate.jpg')).toBeVisible();
    });

    await test.step('committed', async () => {
      await page.keyboard.press('Control+Enter');
      const written = page.getByRole('heading', { name: 'Line 1 is written' });
      const asked = page.getByRole('dialog', { name: /to mind/ });
      await expect(written.or(asked)).toBeVisible();
      if (await asked.isVisible()) await acceptWarnings(page);
      await expect(written).toBeVisible();
      await expect(page.getByText('Not everything could be kept with it')).toHaveCount(0);
      await expect(page.getByText('3 readings and photos are kept with it.')).toBeVisible();
    });

    await test.step('in its book, with its columns', async () => {
      await goTo(page, `/book/${unit.book}`);
      for (const name of unit.columns)
        await expect(page.getByRole('columnheader', { name, exact: true }).last()).toBeVisible();
      await expect(page.getByRole('row').last()).toContainText(unit.serial);
      await page.getByRole('grid').press('Enter');
      await expect(page).toHaveURL(new RegExp(`#/book/${unit.book}/1$`));
    });

    await test.step('its record: readings that agree, the photo', async () => {
      await expect(page.getByText(/All 2 readings agree/)).toBeVisible();
      await expect(page.getByText(/On the (box|title|receipt|warranty card)/i).first()).toBeVisible();
      await expect(
        main
          .getByText('number plate.jpg')
          .or(main.getByRole('img', { name: /number plate/ }))
          .first(),
      ).toBeVisible();
    });

    await test.step('one detail corrected; what stood first is kept', async () => {
      const { field, to, was } = unit.correct;
      await page.keyboard.press('Alt+c');
      const dialog = page.getByRole('dialog', { name: 'Correct line 1' });
      await dialog.getByRole('combobox', { name: 'Field' }).click();
      await page.getByRole('option', { name: field, exact: true }).click();
      await dialog
        .getByLabel(`Corrected ${/^[A-Z]{2}/.test(field) ? field : field[0]!.toLowerCase() + field.slice(1)}`)
        .fill(to);
      await dialog.getByRole('textbox', { name: 'Why' }).fill('Read from the papers again');
      await page.keyboard.press('Control+Enter');
      await expect(dialog).toHaveCount(0);
      await expect(main.locator('del').filter({ hasText: was }).first()).toBeVisible();
      await expect(main.getByText(to).first()).toBeVisible();
    });

    await test.step('verified by the checklist; the maker asked, and the answer', async () => {
      await verifyNumber(page);
      await expect(main.getByText(/Consistent$/).first()).toBeVisible();
      await refer(page, 'The number is of this model, made in March 2022.');
      await expect(main.getByText(/Answered$/).first()).toBeVisible();
      await expect(main.getByText(/reference CASE-2041/)).toBeVisible();
      await expect(main.getByText(/made in March 2022/).first()).toBeVisible();
    });

    await test.step('its record on paper', async () => {
      await page.keyboard.press('Alt+p');
      await expect(page.getByText(/^Page 1 of \d+$/)).toBeVisible();
      const preview = page.getByRole('region', { name: 'Preview' });
      await expect(preview.getByText(unit.serial).first()).toBeAttached();
    });

    await test.step('disposed of', async () => {
      await goTo(page, `/book/${unit.book}/1/dispose`);
      await expect(page.getByLabel('Date disposed')).toBeFocused();
      await typeInto(page, 'Date disposed', 'today');
      for (const [label, text] of unit.dispose) await page.getByLabel(label, { exact: true }).fill(text);
      if (unit.category === 'vehicle') {
        await expect(page.getByRole('region', { name: 'Findings' }).getByText(/odometer runs backwards/)).toBeVisible();
        await page.keyboard.press('Control+Enter');
        await acceptWarnings(page);
      } else await page.keyboard.press('Control+Enter');
      await expect(main.getByText(/Disposed$/).first()).toBeVisible();
      await expect(main.getByText(unit.dispose[0]![1]).first()).toBeVisible();
    });
    expect(wrong, 'errors in the console').toEqual([]);
  });
