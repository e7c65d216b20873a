import { expect, goTo, open, test } from './stocked.ts';

/** From a choice to pages on the screen, in a file and at the printer. */

test('pages are looked at, chosen by range, saved and printed', async ({ app }) => {
  test.setTimeout(180_000);
  const { page } = app;
  await open(page);
  await page.evaluate(() => {
    // The system's print dialog can't be reached from a test; what would be printed is what stands in the page then.
    window.print = () => {
      const images = [...document.querySelectorAll<HTMLImageElement>('body > .rm-print img')];
      document.body.dataset.printed = `${images.length} ${images.every((i) => i.complete && i.naturalWidth > 1500)}`;
    };
  });
  await goTo(page, '/reports');
  await page.getByLabel('From line').fill('20');
  await page.getByLabel('To line').fill('3');
  await page.getByRole('button', { name: 'Make the pages' }).click();
  await expect(page.getByText('The last line comes before the first.')).toBeVisible();
  await page.getByLabel('From line').fill('1');
  await page.getByLabel('To line').fill('24');
  await page.getByRole('button', { name: 'Make the pages' }).click();
  await expect(page.getByText(/^Page 1 of [2-9]$/)).toBeVisible();
  const pages = /\d+$/.exec((await page.getByText(/^Page 1 of/).textContent())!)![0];
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('Firearms acquisition and disposition record').first()).toBeAttached();
  // Something is drawn, not a white sheet.
  await expect
    .poll(() =>
      preview
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, Math.min(400, canvas.height));
          return data.some((value, n) => n % 4 === 0 && value < 80);
        }),
    )
    .toBe(true);
  await page.getByRole('button', { name: 'Larger' }).click();
  await expect(page.getByText(/The preview still shows/)).toHaveCount(0);
  await page.getByRole('main').getByText('A4', { exact: true }).click();
  await expect(page.getByText(/The preview still shows/)).toBeVisible();
  const saved = await app.save(() => page.getByRole('button', { name: 'Save PDF' }).click());
  expect(saved.name).toMatch(/\.pdf$/);
  expect(saved.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', `${pages} true`);
  await expect(page.locator('.rm-print')).toHaveCount(0);
});
