import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { pngPhoto, webPage } from '../fixtures/make-photos.ts';
import { expectHarmless, MARKUP, TURNED, watchDialogs } from './harmless.ts';
import { goTo } from './steps.ts';
import { expect, test as stocked } from './stock.ts';

/**
 * Hostile text on the pages that hostile-content.spec.ts and hostile-forms.spec.ts do not open: evidence, marking, comparing,
 * checking, the trail, people, backups, the preview of a print, guides, help, home and set-up.
 */

const PISTOL = {
  manufacturer: MARKUP,
  importer: 'Glock Inc',
  model: '=HYPERLINK("http://zq.example/","zq")',
  type: 'Pistol',
  caliber: '9x19',
  acquiredOn: 'yesterday',
  acquiredFrom: MARKUP,
  acquiredFromAddress: '9144 Pine Ct, Boise, ID 83702',
  note: MARKUP,
};
/** As long as a name may be, without a place to break. */
const LONG = 'W'.repeat(200);

/** Folders for backups as somebody else may have named them; used before, so that they are offered. */
const test = stocked.extend({
  home: async ({ home }, use) => {
    const folders = [`ZQ\u202Egnp.txt`, `ZQ ${'W'.repeat(120)}`].map((name) => join(home.home, 'drives', name));
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    mkdirSync(join(home.home, 'user-data'), { recursive: true });
    writeFileSync(join(home.home, 'user-data', 'backup-folders.json'), JSON.stringify({ folders }));
    await use(home);
  },
});
test.use({
  stock: {
    template: 'dealer',
    lines: [
      { book: 'ad', draft: { ...PISTOL, serial: 'BKZX412' } },
      { book: 'ad', draft: { ...PISTOL, serial: 'BKZX4I2', acquiredFrom: LONG } },
      {
        book: 'ad',
        draft: { ...PISTOL, manufacturer: 'PMF', importer: '', serial: '', serialState: 'To be marked' },
      },
    ],
  },
});

const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const SAID = /can(’|')t be seen \(U\+202E\)/;
/** Refused with the character's name, and what was typed stands there still; then taken as text. */
const refusedThenTaken = async (
  page: Page,
  dialog: Locator,
  { field, record, text = MARKUP }: { field: Locator; record: string; text?: string },
): Promise<void> => {
  await field.fill(TURNED);
  await dialog.getByRole('button', { name: record }).click();
  await expect(dialog.getByText(SAID).first()).toBeVisible();
  await expect(field).toHaveValue(TURNED);
  await expectHarmless(page, record);
  await field.fill(text);
  await dialog.getByRole('button', { name: record }).click();
  await expect(dialog).toHaveCount(0);
  await expectHarmless(page, record);
};

test('what stands behind a number takes hostile text as text, or names what nobody sees', async ({ app, wrong: _ }) => {
  test.setTimeout(240_000);
  const { page } = app;
  const dialogs = watchDialogs(page);
  await goTo(page, '/book/ad/1');
  await expect(page.getByText(MARKUP).first()).toBeVisible();

  await test.step('a referral and its answer', async () => {
    await page.getByRole('button', { name: 'Referral' }).click();
    const asking = dialogOf(page, 'Ask the maker or an authority');
    await asking.getByLabel('Whom').fill(MARKUP);
    await asking.getByLabel('Question').fill(MARKUP);
    await refusedThenTaken(page, asking, {
      field: asking.getByLabel('Their reference, if any'),
      record: 'Record the referral',
    });
    await page.getByRole('button', { name: 'Record the answer' }).click();
    const answer = dialogOf(page, 'The answer');
    await refusedThenTaken(page, answer, {
      field: answer.getByLabel('What they answered'),
      record: 'Record the answer',
    });
  });

  await test.step('a verification', async () => {
    await page.getByRole('button', { name: 'Verify the number' }).click();
    const dialog = dialogOf(page, /^Verify line/);
    await expect(dialog.getByText('In order', { exact: true }).first()).toBeVisible();
    for (const label of await dialog.getByText('In order', { exact: true }).all()) await label.click();
    await dialog.getByText('Consistent', { exact: true }).click();
    await refusedThenTaken(page, dialog, {
      field: dialog.getByLabel('Note, if any'),
      record: 'Record the verification',
    });
  });

  await test.step('photos, by the names of their files', async () => {
    const panel = page.getByRole('region', { name: 'Photos and papers' });
    const chooser = page.waitForEvent('filechooser');
    await panel.getByRole('button', { name: 'Photo or paper' }).click();
    const file = async (name: string, n: number) => ({
      name,
      mimeType: 'image/png',
      buffer: await pngPhoto({ width: 60 + n }),
    });
    await (await chooser).setFiles([
      await file('ZQ\u202Egnp.exe', 1),
      await file('CON', 2),
      await file(`${'W'.repeat(200)}.png`, 3),
      { name: 'no picture \u202Egnp.html', mimeType: 'image/png', buffer: webPage() },
    ]);
    await expect(panel.getByText('no picture (U+202E)gnp.html')).toBeVisible();
    for (const name of ['ZQgnp.exe', 'CON']) await expect(panel.getByText(name, { exact: true })).toBeVisible();
    await expectHarmless(page, 'photos');
    await page.screenshot({ path: test.info().outputPath('photos.png') });
    await panel.getByRole('button', { name: 'Seen' }).click();
    await panel.getByRole('button', { name: 'Open ZQgnp.exe' }).click();
    const viewer = page.getByRole('dialog');
    await expect(viewer.locator('img')).toBeVisible();
    await expectHarmless(page, 'viewer');
    const { name } = await app.save(() => viewer.getByRole('button', { name: /original/i }).click());
    expect(name).toBe('ZQgnp.exe.png');
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0);
  });

  await test.step('withdrawn, with a reason', async () => {
    await page.getByRole('region', { name: 'Photos and papers' }).getByRole('button', { name: 'Withdraw CON' }).click();
    const dialog = dialogOf(page, 'Withdraw');
    await refusedThenTaken(page, dialog, { field: dialog.getByLabel('Why'), record: 'Withdraw it' });
    await expect(page.getByText(`Withdrawn: ${MARKUP}`).first()).toBeVisible();
  });

  await test.step('a reason to save past a warning', async () => {
    await page.getByRole('button', { name: /^Correct/ }).click();
    const dialog = dialogOf(page, /^Correct/);
    // The number of the line beside it: a warning.
    await dialog.getByLabel('Serial number').fill('BKZX4I2');
    await dialog.getByLabel('Why').fill('Misread');
    await dialog.getByRole('button', { name: /^Correct it/ }).click();
    const warned = dialogOf(page, /to mind$/);
    await refusedThenTaken(page, warned, {
      field: warned.getByRole('textbox', { name: 'Why it is right' }),
      record: 'Correct it',
    });
  });

  await test.step('a number that is marked later', async () => {
    await goTo(page, '/book/ad/3');
    await page.getByRole('button', { name: 'Mark', exact: true }).click();
    const dialog = dialogOf(page, 'Mark line 3');
    await dialog.getByLabel('Number, exactly as marked').fill(TURNED);
    await dialog.getByRole('button', { name: 'Enter the number' }).click();
    await expect(dialog.getByText(SAID).first()).toBeVisible();
    await expect(dialog.getByLabel('Number, exactly as marked')).toHaveValue(TURNED);
    await expectHarmless(page, 'marking');
  });
  expect(dialogs).toEqual([]);
});

test('pages that gather what was entered show it as text', async ({ app, wrong: _ }) => {
  test.setTimeout(240_000);
  const { page } = app;
  const dialogs = watchDialogs(page);

  await test.step('two lines compared, and what came of it', async () => {
    await goTo(page, '/compare/ad/1/ad/2');
    await expect(page.getByText(MARKUP).first()).toBeVisible();
    await expectHarmless(page, 'compare');
    await page
      .getByRole('textbox', { name: 'What came of it' })
      .or(page.getByRole('combobox', { name: 'What came of it' }))
      .first()
      .click();
    await page.getByRole('option', { name: 'Different units' }).click();
    const note = page.getByLabel('Note, if any');
    await note.fill(TURNED);
    await page.getByRole('button', { name: 'Record the outcome' }).click();
    await expect(page.getByText(SAID).first()).toBeVisible();
    await expect(note).toHaveValue(TURNED);
    await note.fill(MARKUP);
    await page.getByRole('button', { name: 'Record the outcome' }).click();
    // The line's own page, where the outcome stands among the evidence.
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Compare');
    await expect(page.getByText(MARKUP).first()).toBeVisible();
    await expectHarmless(page, 'compared');
  });

  await test.step('the check of the ledger', async () => {
    await goTo(page, '/check');
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
    await expectHarmless(page, 'check');
  });

  await test.step('people', async () => {
    await goTo(page, '/set-up');
    await page.getByRole('button', { name: 'Change Owner' }).click();
    const dialog = dialogOf(page, /^Change /);
    const name = dialog.getByLabel('Name', { exact: true });
    await name.fill(TURNED);
    await dialog.getByRole('button', { name: /^(Save|Change)/ }).click();
    await expect(dialog.getByText(SAID).first()).toBeVisible();
    await expect(name).toHaveValue(TURNED);
    await expectHarmless(page, 'a name refused');
    await name.fill(MARKUP);
    await dialog.getByRole('button', { name: /^(Save|Change)/ }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText(MARKUP).first()).toBeVisible();
    await expectHarmless(page, 'people');
  });

  await test.step('the shop', async () => {
    for (const label of [/^Name of the/, /^Licence number/]) {
      const field = page.getByLabel(label);
      const before = await field.inputValue();
      await field.fill(TURNED);
      await page.getByRole('button', { name: /^Save/ }).first().click();
      await expect(page.getByRole('main').getByText('U+202E').first()).toBeVisible();
      await expectHarmless(page, `set-up ${label}`);
      await field.fill(before);
    }
    await page.getByLabel(/^Name of the/).fill(MARKUP);
    await page.getByRole('button', { name: /^Save/ }).first().click();
    await expect(page.getByText('Saved. The trail shows the change.')).toBeVisible();
    await expectHarmless(page, 'set-up');
  });

  await test.step('home and the trail', async () => {
    await goTo(page, '/');
    await expect(page.getByRole('heading', { name: MARKUP })).toBeVisible();
    await expectHarmless(page, 'home');
    await goTo(page, '/trail');
    await expect(page.getByRole('main').getByText(MARKUP).first()).toBeVisible();
    await expectHarmless(page, 'trail');
    await page.screenshot({ path: test.info().outputPath('trail.png') });
  });

  await test.step('the way back to a day', async () => {
    await goTo(page, '/book/ad');
    await page.getByRole('button', { name: 'As it stood…' }).click();
    const dialog = dialogOf(page, 'The book as it stood');
    for (const typed of [MARKUP.slice(0, 40), TURNED]) {
      await dialog.getByLabel('Day', { exact: true }).fill(typed);
      await dialog.getByRole('button', { name: 'Go back' }).click();
      await expect(dialog.getByLabel('Day', { exact: true })).toHaveAttribute('aria-invalid', 'true');
      await expectHarmless(page, `as of ${typed}`);
    }
    await page.keyboard.press('Escape');
  });

  await test.step('the drawn preview of a print', async () => {
    await goTo(page, '/reports/line/ad/1');
    const pages = page.getByRole('region', { name: 'Pages' });
    await expect(pages.locator('canvas').first()).toBeVisible();
    await expectHarmless(page, 'preview');
    await page.screenshot({ path: test.info().outputPath('preview.png') });
  });

  await test.step('folders for backups, as somebody else named them', async () => {
    await goTo(page, '/backups');
    await page.getByRole('button', { name: 'Add a folder' }).first().click();
    const dialog = dialogOf(page, 'Add a folder for backups');
    await expect(dialog.getByText('ZQ(U+202E)gnp.txt')).toBeVisible();
    await expectHarmless(page, 'places');
    await dialog.getByText('ZQ(U+202E)gnp.txt').click();
    await page.screenshot({ path: test.info().outputPath('places.png') });
    await page.keyboard.press('Escape');
  });
  expect(dialogs).toEqual([]);
});

test('searches take hostile text as what is searched for', async ({ app, wrong: _ }) => {
  const { page } = app;
  const dialogs = watchDialogs(page);
  for (const [path, label, none] of [
    ['/guides', 'Find a guide', 'No guide has these words.'],
    ['/help', 'Find an answer', 'No answer has these words.'],
  ] as const) {
    await goTo(page, path);
    for (const text of [MARKUP, TURNED]) {
      await page.getByLabel(label).fill(text);
      await expect(page.getByText(none)).toBeVisible();
      await expectHarmless(page, `${path} ${text}`);
    }
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(TURNED);
  await expect(page.getByText('No line holds “AB(U+202E)21-XAM”.')).toBeVisible();
  await expectHarmless(page, 'search');
  expect(dialogs).toEqual([]);
});

test('a megabyte pasted into a line is answered, and nothing else is lost by it', async ({ app, wrong: _ }) => {
  test.setTimeout(240_000);
  const { page } = app;
  const megabyte = 'WQ 7'.repeat(262_144);
  await goTo(page, '/acquire/ad');
  const form = page.locator('form[aria-label="Acquisition"]');
  const input = (label: string) => form.getByLabel(label, { exact: true }).and(page.locator('input'));
  await input('Model').fill('19 Gen5');
  const maker = input('Manufacturer');
  await maker.focus();
  await page.keyboard.insertText(megabyte);
  await expect(
    page
      .getByRole('region', { name: 'Findings' })
      .getByText(/characters long/)
      .first(),
  ).toBeVisible();
  await expect(input('Model')).toHaveValue('19 Gen5');
  await expectHarmless(page, 'a megabyte in a field');
  await page.keyboard.press('Control+Enter');
  await expect(
    page
      .getByRole('region', { name: 'Findings' })
      .getByText(/characters long/)
      .first(),
  ).toBeVisible();
  await maker.fill('Glock GmbH');
  await expect(page.getByText(/characters long/)).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('megabyte.png') });

  for (const [path, label] of [
    ['/guides', 'Find a guide'],
    ['/help', 'Find an answer'],
  ] as const) {
    await goTo(page, path);
    const field = page.getByLabel(label);
    await field.focus();
    await page.keyboard.insertText(megabyte);
    await expect(page.getByText(/^No (guide|answer) has these words\.$/)).toBeVisible();
    expect((await field.inputValue()).length).toBeLessThanOrEqual(200);
    await expectHarmless(page, path);
    await field.fill('');
    await expect(page.getByText(/^No (guide|answer) has these words\.$/)).toHaveCount(0);
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(megabyte);
  await expect(page.getByText(/^No line holds “WQ 7/)).toBeVisible();
  await expectHarmless(page, 'a megabyte in the search');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText('BKZX412');
  await expect(page.getByRole('option').first()).toContainText('BKZX412');
});
