import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUIDE_IDS } from '../../../shared/guides/guide.ts';
import { readShippedGuide } from './guide-files.ts';
import { guideDocument, makeGuidePdf } from './guide-pdf.ts';
import { hasPoppler, poppler, readPdf, textOf } from './test-pdf.ts';

const AT = '2026-11-22T17:02:00.000Z';
const words = (text: string): string => text.replace(/\s+/g, '');

describe('guideDocument', () => {
  it.each(GUIDE_IDS)('%s prints on one or two pages, letter and A4, with all its words', async (id) => {
    const { guide } = await readShippedGuide(id);
    for (const paper of ['letter', 'a4'] as const) {
      const made = await guideDocument(id, paper, AT);
      expect(made.name).toBe(`guide-${id}.pdf`);
      const { pages, info } = await readPdf(made.bytes);
      expect(pages).toHaveLength(made.pages);
      expect(made.pages, paper).toBeLessThanOrEqual(2);
      expect(info.Title).toBe(guide.title);
      const said = words(textOf(...pages));
      for (const text of [
        guide.title,
        guide.where,
        ...guide.marks.flatMap((mark) => [mark.label, mark.what, mark.cite]),
        ...guide.notSerial.flatMap((not) => [not.label, not.why]),
        ...guide.worn,
        ...guide.photos,
        ...guide.facts.flatMap((fact) => [fact.text, fact.cite.replace(/\.$/, '')]),
      ]) {
        expect(said).toContain(words(text));
      }
      for (const page of pages) {
        for (const text of page.texts) {
          expect(text.x, text.text).toBeGreaterThanOrEqual(40);
          expect(text.x + text.width, text.text).toBeLessThanOrEqual(page.width - 40);
          expect(text.y, text.text).toBeLessThanOrEqual(page.height - 20);
        }
      }
    }
  });

  it('names the guides where it has none of the name', async () => {
    await expect(guideDocument('../revolver', 'letter', AT)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('revolver, rifle-bolt'),
    });
  });

  it('gives the same bytes for the same guide', async () => {
    const once = await guideDocument('revolver', 'letter', AT);
    expect((await guideDocument('revolver', 'letter', AT)).bytes.equals(once.bytes)).toBe(true);
  });
});

describe('makeGuidePdf', () => {
  const svg = (inner: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640" viewBox="0 0 960 640">${inner}</svg>`;
  const make = async (inner: string) =>
    (await makeGuidePdf((await readShippedGuide('revolver')).guide, svg(inner), 'letter', AT)).bytes;

  it('refuses what is not a plain drawing', async () => {
    await expect(make('<image/>')).rejects.toThrow();
    await expect(make('<g transform="skewX(3)"><path d="M0 0L1 1"/></g>')).rejects.toThrow('skewX');
  });

  it.skipIf(!hasPoppler)('draws shapes where SVG has them, as poppler paints them', async () => {
    const inner =
      '<g fill="none" stroke="var(--guide-accent, #1d5c88)" stroke-width="20">' +
      '<g transform="translate(100 100) scale(2)"><path fill="var(--guide-accent, #1d5c88)" stroke="none" d="M0 0h50v50H0z"/></g>' +
      '<circle cx="600" cy="400" r="100"/></g>' +
      '<path fill="var(--guide-ink, #2b2a28)" fill-rule="evenodd" d="M700 20h200v200h-200zM750 70h100v100h-100z"/>' +
      '<path fill="var(--guide-ink, #2b2a28)" d="M200 500A50 50 0 0 1 300 500Z"/>';
    const folder = mkdtempSync(join(tmpdir(), 'rollmark-guide-'));
    try {
      const file = join(folder, 'guide.pdf');
      const out = join(folder, 'page');
      writeFileSync(file, await make(inner));
      // 960 units on 524 × 0.86 points.
      poppler('pdftoppm', ['-r', '144', '-f', '1', '-l', '1', '-singlefile', file, out], Buffer.alloc(0));
      const ppm = readFileSync(`${out}.ppm`);
      const [, wide = '', , body = ''] = /^P6\s(\d+) (\d+)\s255(\s)/.exec(ppm.toString('latin1', 0, 40)) ?? [];
      const width = Number(wide);
      const start = ppm.indexOf(`255${body}`) + 4;
      const at = (x: number, y: number) => [...ppm.subarray(start + (y * width + x) * 3).subarray(0, 3)];
      const scale = ((612 - 88) * 0.86) / 960;
      const left = 44 + (612 - 88) * 0.07;
      // The drawing begins under title and words: found by the first dark pixel of the square's column.
      const x0 = Math.round((left + 150 * scale) * 2);
      const isAccent = ([r = 0, g = 0, b = 0]: number[]) =>
        Math.abs(r - 44) + Math.abs(g - 74) + Math.abs(b - 110) < 12;
      let y0 = 0;
      while (!isAccent(at(x0, y0)) && y0 < 600) y0++;
      const top = y0 / 2 - 100 * scale;
      const paint = (x: number, y: number) => at(Math.round((left + x * scale) * 2), Math.round((top + y * scale) * 2));
      const white = [255, 255, 255];
      expect(isAccent(paint(195, 195)), 'moved and scaled').toBe(true);
      expect(paint(205, 205)).toEqual(white);
      expect(isAccent(paint(700, 400)), 'the ring').toBe(true);
      expect(paint(600, 400), 'not filled').toEqual(white);
      expect(paint(720, 40), 'the frame').toEqual([0, 0, 0]);
      expect(paint(800, 120), 'its hole').toEqual(white);
      expect(paint(250, 470), 'the arc’s upper half').toEqual([0, 0, 0]);
      expect(paint(250, 520)).toEqual(white);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
