import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { createLedger, goTo } from './steps.ts';
import { UNITS } from './units.ts';

/**
 * Texts that want to be markup, a formula or an order to turn the line around, typed into every field of every category's
 * form. What comes of those that are recorded is in hostile-content.spec.ts, what the engine says of each in
 * tests/engine/hostile-content.test.ts.
 */

const MARKUP = '<img src=zq onerror="window.zqRan=1"><b id=zq>x</b>';
const FORMULA = '=HYPERLINK("http://zq.example/","zq")';
/** As long as a field may be, without a place to break. */
const LONG = `ZQ${'W'.repeat(198)}`;
/** Characters that nobody sees, and the name by which the form must show them. */
const UNSEEN = [
  ['AB\u202E21-XAM', 'U+202E'],
  ['AB\u2066C\u2069', 'U+2066'],
  ['AB\u0007C', 'U+0007'],
  ['AB\u200BC', 'U+200B'],
] as const;
const UNSEEN_CHARACTER = /[\p{Cs}\p{Bidi_Control}\u200B\uFEFF]|(?![\t\n\r])\p{Cc}/u;

const expectHarmless = async (page: Page, where: string): Promise<void> => {
  const seen = await page.evaluate(() => ({
    ran: 'zqRan' in window,
    elements: document.querySelectorAll('#zq, [src="zq"], [onerror], a[href*="zq.example"]').length,
    tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    text: document.querySelector('#root')?.textContent ?? '',
  }));
  expect(seen, where).toMatchObject({ ran: false, elements: 0, tooWide: false });
  expect(UNSEEN_CHARACTER.exec(seen.text)?.[0].codePointAt(0)?.toString(16), where).toBeUndefined();
};

for (const unit of UNITS)
  test(`${unit.category}: the form takes markup as text, and names what nobody can see`, async ({ app }) => {
    const { page } = app;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await createLedger(page, unit.ledger);
    await goTo(page, `/acquire/${unit.book}`);
    if (unit.choice) await page.getByText(unit.choice, { exact: true }).click();
    const form = page.locator('form[aria-label="Acquisition"]');
    const [serialLabel] = unit.typed.find(([, text]) => text === unit.serial)!;
    const serial = form.getByLabel(serialLabel, { exact: true });
    const findings = page.getByRole('region', { name: 'Findings' });
    for (const [text, name] of UNSEEN) {
      await serial.fill(text);
      await expect(findings.getByText(name).first()).toBeVisible();
      await expectHarmless(page, name);
    }
    for (const text of [MARKUP, FORMULA, LONG]) {
      for (const [label] of unit.typed) {
        const field = form.getByLabel(label, { exact: true }).and(page.locator('input:not([readonly])'));
        if (await field.isVisible()) await field.fill(text);
      }
      // The day's finding quotes what was typed: it has been looked at by then.
      await expect(findings.getByText(text.slice(0, 10)).first()).toBeVisible();
      await expectHarmless(page, text.slice(0, 12));
    }
    await page.screenshot({ path: test.info().outputPath('form.png') });
    expect(dialogs).toEqual([]);
  });
