import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import { createLedger, goTo } from './steps.ts';

/** The proof beside a printed record: saved from the record, opened by somebody who has nothing else. */
test('a record’s proof is saved from its page, and opens by itself in another browser window', async ({
  app,
  browser,
}) => {
  test.setTimeout(240_000);
  const { page } = app;
  await createLedger(page, { template: 'Licensed dealer', name: 'Prairie Arms LLC', user: 'Dana' });
  await page.keyboard.press('Alt+a');
  await page.getByRole('combobox', { name: 'Manufacturer' }).fill('Marlin');
  await page.getByRole('combobox', { name: 'Model' }).fill('1895');
  await page.getByRole('combobox', { name: 'Type' }).fill('Rifle');
  await page.getByRole('combobox', { name: 'Caliber or gauge' }).fill('.45-70');
  await page.getByRole('textbox', { name: 'Serial number', exact: true }).fill('TL-175418');
  await page.getByLabel('Date acquired').fill('today');
  await page.getByText('From a person').click();
  await page.getByLabel('Full name of the person').fill('Ida Grant');
  await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
  await expect(async () => {
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: /^Line \d+ is written$/ })).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  await goTo(page, '/book/ad/1');
  await expect(page.getByText('The proof is in the clear: whoever has it can read it.')).toBeVisible();
  const proof = await app.save(() => page.getByRole('button', { name: 'Save the proof' }).click());
  expect(proof.name).toMatch(/\.html$/);
  await expect(page.getByText('The proof is saved')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const file = join(app.home.home, 'proof.html');
  writeFileSync(file, proof.bytes);
  const context = await browser.newContext({ offline: true });
  const stranger = await context.newPage();
  await stranger.goto(`file://${file}`);
  await expect(stranger.getByText('TL-175418').first()).toBeVisible();
  await expect(stranger.getByText(/holds/i).first()).toBeVisible();
  await context.close();
  await goTo(page, '/trail');
  const empty = await app.save(() => page.getByRole('button', { name: 'Save the verifier' }).click());
  expect(empty.bytes.toString('utf8')).toContain('<!doctype html>');
  expect(empty.bytes.toString('utf8')).not.toContain('TL-175418');
});
