import { writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, faultOf, test } from './fixtures.ts';
import { createLedger, goTo, PASSPHRASE } from './steps.ts';

/** The engine's thread dies, for real. What was acknowledged is there, and so is what was being typed. */
test.use({ canFail: true });

test('a fault of the engine keeps what was committed and what was being typed', async ({ app }) => {
  test.setTimeout(180_000);
  const { page } = app;
  await createLedger(page, { template: 'Small shop', name: 'Corner Tools', user: 'Dana' });
  await goTo(page, '/acquire/tools');
  const form = page.getByRole('main');
  await form.getByLabel('Brand').first().fill('DeWalt');
  await form
    .getByLabel(/^Model/)
    .first()
    .fill('DCD791');
  const serial = form.getByRole('textbox', { name: /^Serial number/ }).first();
  await serial.fill('175418-X');

  writeFileSync(faultOf(app.home), '');
  const notice = page.getByText('The part that keeps the ledger had a fault and was started again');
  // Anything that is asked of the engine finds it out at once; nothing needs to be.
  await serial.press('End');
  await expect(notice).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/so is what you were typing/)).toBeVisible();
  await expect(page.getByText('175418-X')).toBeHidden();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 30_000 });
  await expect(form.getByRole('textbox', { name: /^Serial number/ }).first()).toHaveValue('175418-X');
  await expect(form.getByLabel('Brand').first()).toHaveValue('DeWalt');
});

test('work under way when the engine dies is stopped with it, and goes on once the ledger is open again', async ({
  app,
}) => {
  test.setTimeout(180_000);
  const { page } = app;
  await createLedger(page, { template: 'Small shop', name: 'Corner Tools', user: 'Dana' });
  // The page's own calls, one after another, while the thread is ended under them.
  await goTo(page, '/book/tools');
  writeFileSync(faultOf(app.home), '');
  await goTo(page, '/trail');
  // Whichever is first: the work that dies with the engine, or the door that says that it did.
  await page
    .getByRole('button', { name: 'Verify now' })
    .click({ timeout: 5000 })
    .catch(() => undefined);
  await expect(page.getByText('The part that keeps the ledger had a fault and was started again')).toBeVisible({
    timeout: 90_000,
  });
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Verify now' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText('Proven', { exact: true })).toBeVisible({ timeout: 30_000 });
});
