import { expectHarmless } from './harmless.ts';
import { goTo } from './steps.ts';
import { expect, test } from './stock.ts';

/**
 * Names that run from right to left, beside numbers. Left to itself such a name takes a number that follows it to its other
 * side, where it reads as part of something else; every number stands where the words of the page put it.
 */

const MAKER = 'תעשיות';
const BUYER = 'نورة';
test.use({
  stock: {
    template: 'dealer',
    lines: [
      {
        book: 'ad',
        draft: {
          manufacturer: MAKER,
          importer: 'Glock Inc',
          model: '1911',
          serial: '40771-52',
          type: 'Pistol',
          caliber: '9x19',
          acquiredOn: 'yesterday',
          acquiredFrom: BUYER,
          acquiredFromAddress: '9144 Pine Ct, Boise, ID 83702',
        },
      },
      {
        book: 'ad',
        draft: {
          manufacturer: MAKER,
          importer: 'Glock Inc',
          model: '1912',
          serial: '40771-53',
          type: 'Pistol',
          caliber: '9x19',
          acquiredOn: 'yesterday',
          acquiredFrom: BUYER,
          acquiredFromAddress: '12 רחוב הרצל, חיפה 31001',
        },
      },
    ],
  },
});

test('a number beside a name that runs from right to left stays on its side', async ({ app, wrong: _ }) => {
  test.setTimeout(120_000);
  const { page } = app;
  /** Where texts of an element stand, from left to right. */
  const order = (within: string, texts: readonly string[]): Promise<readonly (readonly string[])[]> =>
    page.evaluate(
      ([selector, wanted]) =>
        [...document.querySelectorAll(selector)]
          .filter((element) => wanted.every((text) => element.textContent?.includes(text)))
          .map((element) => {
            const lefts = wanted.map((text) => {
              const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.nodeValue?.indexOf(text) ?? -1;
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + text.length);
                return range.getBoundingClientRect().left;
              }
              return Number.NaN;
            });
            return [...wanted].sort((a, b) => lefts[wanted.indexOf(a)]! - lefts[wanted.indexOf(b)]!);
          }),
      [within, texts] as const,
    );
  const expectOrder = async (within: string, texts: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await order(within, texts)).length, { message: within }).toBeGreaterThan(0);
    for (const found of await order(within, texts)) expect(found, within).toEqual(texts);
  };

  await goTo(page, '/book/ad');
  await expect(page.getByRole('grid').getByText(MAKER).first()).toBeVisible();
  await expectHarmless(page, 'book');
  await page.screenshot({ path: test.info().outputPath('book.png') });

  await test.step('in what the search finds', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('40771-52');
    await expect(page.getByRole('option').first()).toContainText(MAKER);
    await expectOrder('[role="option"]', [MAKER, '1911']);
    await page.screenshot({ path: test.info().outputPath('search.png') });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  await test.step('on the page of a line, in its history and in the trail', async () => {
    await goTo(page, '/book/ad/1');
    await expectOrder('main p', [MAKER, '1911', '40771-52']);
    await expectOrder('main p, main dd, main h1', [MAKER, '1911']);
    await page.screenshot({ path: test.info().outputPath('record.png') });
    await goTo(page, '/trail');
    await expectOrder('main p', [MAKER, '1911', '40771-52']);
    await page.screenshot({ path: test.info().outputPath('trail.png') });
  });

  await test.step('in two lines compared', async () => {
    await goTo(page, '/compare/ad/1/ad/2');
    await expect(page.getByRole('main').getByText(BUYER).first()).toBeVisible();
    await expectHarmless(page, 'compare');
    await page.screenshot({ path: test.info().outputPath('compare.png') });
  });
});
