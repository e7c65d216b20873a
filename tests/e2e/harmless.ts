import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** What a page that trusted it would run or build. `expectHarmless` looks for what would come of it. */
export const MARKUP = '<img src=zq onerror="window.zqRan=1"><b id=zq>x</b>';
/** A number whose end would be shown before its beginning, where the character that does so were obeyed. */
export const TURNED = 'AB\u202E21-XAM';

const UNSEEN_CHARACTER = /[\p{Cs}\p{Bidi_Control}\u200B\uFEFF]|(?![\t\n\r])\p{Cc}/u;

/** Nothing ran, nothing was built from markup, nothing turns the direction of reading, and the page fits its window. */
export const expectHarmless = async (page: Page, where: string): Promise<void> => {
  const seen = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (!walker.currentNode.parentElement?.closest('textarea, script, style'))
        texts.push(walker.currentNode.nodeValue ?? '');
    return {
      ran: 'zqRan' in window,
      elements: document.querySelectorAll('#zq, [src="zq"], [onerror], a[href*="zq.example"]').length,
      tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      // What is told by a name or a tip is shown, too. A field holds what was typed, and is not asked.
      text: [
        ...texts,
        document.title,
        ...[...document.querySelectorAll('[title], [aria-label], [alt]')].flatMap((element) =>
          ['title', 'aria-label', 'alt'].map((name) => element.getAttribute(name) ?? ''),
        ),
      ].join('\n'),
    };
  });
  expect(seen, where).toMatchObject({ ran: false, elements: 0, tooWide: false });
  const unseen = UNSEEN_CHARACTER.exec(seen.text);
  expect(
    unseen && JSON.stringify(seen.text.slice(Math.max(0, unseen.index - 40), unseen.index + 20)),
    where,
  ).toBeNull();
};

/** Dialogs of the browser that the page opened. None, always. */
export const watchDialogs = (page: Page): string[] => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return dialogs;
};
