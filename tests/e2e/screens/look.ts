import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** Light and dark: nothing for axe to object to, no text under 13 px, nothing wider than the window. */
export const look = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colors change over a frame or two; in between a text has its new color before its old ground. The app's pages say by
    // an attribute when they follow; the verifier's page has none, and follows by its style alone.
    const html = page.locator('html');
    if ((await html.getAttribute('data-mantine-color-scheme')) !== null)
      await expect(html).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await page.evaluate(async () => {
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      await frame();
      await frame();
      await Promise.allSettled(document.getAnimations().map((each) => each.finished));
      await frame();
    });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(
      violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
      `${name}, ${colorScheme}`,
    ).toEqual([]);
  }
  const small = await page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || !parent?.checkVisibility() || parent.closest('svg')) continue;
      if (Number.parseFloat(getComputedStyle(parent).fontSize) < 13) found.push(node.textContent.slice(0, 40));
    }
    return found;
  });
  expect(small, `${name}: text under 13 px`).toEqual([]);
  const wider = await page.evaluate(() => {
    const main = document.querySelector('main')!;
    return main.scrollWidth - main.clientWidth;
  });
  expect(wider, `${name}: wider than the window`).toBe(0);
};
