import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { look } from './look.ts';

/** Looks at a screen as `look` does, and where ROLLMARK_SHOTS names a folder, puts a picture of it there in light and dark. */
export const shoot = async (page: Page, name: string): Promise<void> => {
  await look(page, name);
  const folder = process.env.ROLLMARK_SHOTS;
  if (!folder) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const picture = await page.screenshot({ animations: 'disabled' });
    writeFileSync(join(folder, `${name.replaceAll(' ', '-')}-${colorScheme}.png`), picture);
  }
};
