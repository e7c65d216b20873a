import Papa from 'papaparse';
import { day, expect, morning, pistol, sale, test } from './past.ts';
import { shoot } from './screens/shoot.ts';
import { goTo } from './steps.ts';

/** The book saved as CSV: what is said first, what the file holds, today's and an earlier state. */

const FORMULA = '=HYPERLINK("http://x.example";"hostile")';
const ADDED = `'${FORMULA}`;

test.use({
  past: {
    added: '',
    steps: [
      { at: morning(0), do: ['acquire', '--json', 'FILE'], json: pistol('00123', { model: FORMULA }) },
      { at: morning(0), do: ['acquire', '--json', 'FILE'], json: pistol('BKZX200', { note: 'Paid from the till' }) },
      { at: morning(1), do: ['dispose', '--line', '1', '--json', 'FILE'], json: sale() },
      {
        at: morning(3),
        do: ['correct', '--line', '2', '--field', 'serial', '--value', 'BKZX2OO', '--reason', 'Misread'],
      },
    ],
  },
});

const rowsOf = (bytes: Buffer): string[][] => {
  const text = bytes.toString('utf8');
  expect(text.startsWith('\uFEFF"Line no.","Manufacturer and importer (if any)",')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text).not.toContain('till');
  return Papa.parse<string[]>(text.slice(1, -2), { delimiter: ',', newline: '\r\n' }).data;
};

test('the book is saved as a table, after it was said that the file is in the clear', async ({ app, wrong }) => {
  test.setTimeout(240_000);
  void wrong;
  const { page } = app;
  await page.setViewportSize({ width: 1360, height: 900 });
  await goTo(page, '/reports');
  const ask = page.getByRole('button', { name: 'Save as CSV…' });
  const dialog = page.getByRole('dialog', { name: 'Save the book as a table' });
  const save = dialog.getByRole('button', { name: 'Save as CSV' });

  await test.step('what can’t be chosen is said, and nothing is asked', async () => {
    await page.getByLabel('From line').fill('9');
    await ask.click();
    await expect(page.getByText('Lines run from 1 to 2.')).toBeVisible();
    await expect(dialog).toHaveCount(0);
    await page.getByLabel('From line').fill('');
  });

  await test.step('the whole book', async () => {
    await ask.click();
    await expect(dialog.getByText('The file is in the clear')).toBeVisible();
    await expect(dialog).toContainText('All lines, as they read today, in the columns of 27 CFR 478.125(e)');
    await expect(dialog).toContainText('Set every column to Text.');
    await shoot(page, 'book as a table');
    const saved = await app.save(() => save.click());
    expect(saved.name).toMatch(/^book-corrected-\d{4}-\d\d-\d\d\.csv$/);
    await expect(dialog.getByText('The table is saved')).toBeVisible();
    await expect(dialog).toContainText('It has 2 lines.');
    await shoot(page, 'table saved');
    const rows = rowsOf(saved.bytes);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({ 0: '1', 2: ADDED, 3: '00123', 6: day(0), 8: day(1), 9: 'Zoë Müller' });
    expect(rows[2]).toMatchObject({ 0: '2', 3: 'BKZX2OO', 8: '' });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('only what is open', async () => {
    await ask.click();
    await dialog.getByLabel('Only lines that are still open').check();
    const saved = await app.save(() => save.click());
    await expect(dialog).toContainText('It has 1 line.');
    expect(rowsOf(saved.bytes).map(([line]) => line)).toEqual(['Line no.', '2']);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('an earlier state, as it stood', async () => {
    // The ledger as it stood after the two acquisitions.
    await goTo(page, '/reports/as-of/ad/3');
    await ask.click();
    await expect(dialog).toContainText('as they read then');
    const saved = await app.save(() => save.click());
    await expect(dialog.getByText('The table is saved')).toBeVisible();
    expect(saved.name).toBe('book-corrected-as-of-event-3.csv');
    const rows = rowsOf(saved.bytes);
    expect(rows[1]).toMatchObject({ 2: ADDED, 8: '' });
    expect(rows[2]).toMatchObject({ 3: 'BKZX200' });
  });
});
