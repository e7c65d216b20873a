import { readDrawing } from '../../../shared/guides/drawing.ts';
import { type Fact, GUIDE_IDS, type Guide, isGuideId, marksInOrder } from '../../../shared/guides/guide.ts';
import { LedgerError } from '../../ledger/errors.ts';
import { type Content, makeContent } from './content.ts';
import type { Face } from './fonts.ts';
import { writeDrawing } from './guide-drawing.ts';
import { readShippedGuide } from './guide-files.ts';
import { setText } from './paragraph.ts';
import { openPdf, type Paper } from './pdf-file.ts';

const MARGIN = 44;
const TOP = 40;
const FOOT = 28;
const GUTTER = 22;
/** Of the width between the margins: the numbers in the drawing stay larger than the text. */
const DRAWING_SHARE = 0.86;
/** The two columns under the marks begin on the page at hand only where they have this much room, in points. */
const LEAST_COLUMNS = 170;

const BLACK = '0 g';
const GREY = '0.36 g';
const ACCENT = '0.173 0.29 0.431';
const BADGE = 8;

const SURE: Readonly<Record<Fact['certainty'], string>> = {
  read: 'read in the source',
  secondary: 'from a secondary source',
  memory: 'from memory; check before relying on it',
};

const sourceOf = ({ cite, certainty }: Pick<Fact, 'cite' | 'certainty'>): string =>
  `${cite.replace(/\.$/, '')} (${SURE[certainty]})`;

/** Where the next thing goes: a column of one page, which goes on at the same place of the next. */
type Column = { x: number; width: number; page: number; y: number };

/**
 * Prints one guide: its drawing, the numbered places in words with their sources, what is not the serial number, how to
 * read a worn mark, the photos to take, and what the rules say. One or two pages, upright. The same input gives the same
 * bytes.
 *
 * @param svgText of its `drawing.svg`
 * @param printedAt UTC, ISO: the date in the metadata
 * @throws on a drawing that holds more than a drawing may
 */
export const makeGuidePdf = async (
  guide: Guide,
  svgText: string,
  paper: Paper,
  printedAt: string,
): Promise<{ bytes: Buffer; pages: number }> => {
  const file = openPdf({ title: guide.title, printedAt, paper, layout: 'portrait' });
  const { sans, bold } = file.faces;
  const bottom = file.height - FOOT - 16;
  const whole = file.width - 2 * MARGIN;
  const pages: Content[] = [];

  const onPage = (n: number): Content => {
    while (pages.length <= n) {
      const content = makeContent();
      // PDF's y grows upwards: each page is turned over, and the text matrices turn the glyphs upright again.
      content.ascii(`1 0 0 -1 0 ${file.height} cm\n`);
      pages.push(content);
    }
    return pages[n]!;
  };
  const writeAt = (page: number, face: Face, size: number, x: number, y: number, text: string, ink: string) => {
    const out = onPage(page);
    out.ascii(`BT ${ink} /${face.id} ${size} Tf 1 0 0 -1 ${x.toFixed(2)} ${y.toFixed(2)} Tm `);
    out.glyphs(face, text);
    out.ascii(' Tj ET\n');
  };
  const need = (column: Column, height: number) => {
    if (column.y + height <= bottom) return;
    column.page++;
    column.y = TOP;
  };
  type Style = { face: Face; size: number; leading: number; ink?: string; indent?: number };
  /** Writes a text in its column, breaking over pages between lines. */
  const write = (column: Column, text: string, { face, size, leading, ink = BLACK, indent = 0 }: Style) => {
    for (const line of setText({ face, size, text }, column.width - indent)) {
      need(column, leading);
      writeAt(column.page, face, size, column.x + indent, column.y + leading * 0.76, line.text, ink);
      column.y += leading;
    }
  };
  const heightOf = (column: Column, text: string, { face, size, leading, indent = 0 }: Style): number =>
    setText({ face, size, text }, column.width - indent).length * leading;

  const TEXT: Style = { face: sans, size: 9, leading: 11.6 };
  const STRONG: Style = { face: bold, size: 9, leading: 11.6 };
  const SOURCE: Style = { face: sans, size: 7.5, leading: 9.4, ink: GREY };

  type Part = readonly [string, Style];
  const blockHeight = (column: Column, parts: readonly Part[]): number =>
    parts.reduce((sum, [text, style]) => sum + heightOf(column, text, style), 0);
  /** A heading, kept together with the first block under it. */
  const section = (column: Column, title: string, first: readonly Part[]) => {
    need(column, 21 + blockHeight(column, first));
    write(column, title, { face: bold, size: 10.5, leading: 15, ink: `${ACCENT} rg` });
    onPage(column.page).ascii(`${ACCENT} rg ${column.x} ${(column.y + 0.5).toFixed(2)} ${column.width} 0.6 re f\n`);
    column.y += 6;
  };
  /** Texts that stand together under one another; kept on one page where a page holds them. */
  const block = (column: Column, parts: readonly Part[]) => {
    need(column, Math.min(blockHeight(column, parts), 200));
    for (const [text, style] of parts) write(column, text, style);
    column.y += 4.5;
  };
  const blocks = (column: Column, title: string, all: readonly (readonly Part[])[]) => {
    section(column, title, all[0] ?? []);
    for (const parts of all) block(column, parts);
  };

  const main: Column = { x: MARGIN, width: whole, page: 0, y: TOP };
  write(main, guide.title, { face: bold, size: 17, leading: 22 });
  write(main, guide.where, { face: sans, size: 10.5, leading: 14 });
  main.y += 6;
  const wide = whole * DRAWING_SHARE;
  const placed = { x: MARGIN + (whole - wide) / 2, y: main.y, width: wide };
  main.y += writeDrawing(onPage(0), readDrawing(svgText), bold, placed).height + 8;

  const indent = 2 * BADGE + 8;
  const marks = marksInOrder(guide).map((mark) => {
    const label = mark.isRecord ? `${mark.label} (the number of record)` : mark.label;
    const parts: Part[] = [
      [label, { ...STRONG, indent }],
      [mark.what, { ...TEXT, indent }],
      [sourceOf(mark), { ...SOURCE, indent }],
    ];
    return { mark, parts };
  });
  section(main, 'The numbers on it', marks[0]?.parts ?? []);
  for (const { mark, parts } of marks) {
    need(main, blockHeight(main, parts));
    const middle = main.y + BADGE;
    const digit = String(mark.n);
    writeBadge(onPage(main.page), main.x + BADGE, middle, mark.isRecord);
    const digitX = main.x + BADGE - (bold.width(digit) * 9.5) / 2000;
    writeAt(main.page, bold, 9.5, digitX, middle + 3.4, digit, mark.isRecord ? '1 g' : GREY);
    block(main, parts);
  }

  if (bottom - main.y < LEAST_COLUMNS) {
    main.page++;
    main.y = TOP;
  } else main.y += 4;
  const half = (whole - GUTTER) / 2;
  const left: Column = { ...main, width: half };
  const right: Column = { ...main, x: MARGIN + half + GUTTER, width: half };
  blocks(
    left,
    'What is not the serial number',
    guide.notSerial.map((not) => [
      [not.label, STRONG],
      [not.why, TEXT],
    ]),
  );
  blocks(
    left,
    'If the mark is worn',
    guide.worn.map((line) => [[line, TEXT]]),
  );
  blocks(
    right,
    'Photos to take',
    guide.photos.map((photo, n) => [[`${n + 1}. ${photo}`, TEXT]]),
  );
  blocks(
    right,
    'What the rules say',
    guide.facts.map((fact) => [
      [fact.text, TEXT],
      [sourceOf(fact), SOURCE],
    ]),
  );

  pages.forEach((content, n) => {
    const y = file.height - FOOT;
    const place = `Page ${n + 1} of ${pages.length}`;
    content.ascii(`0.72 g ${MARGIN} ${y - 11} ${whole} 0.4 re f\n`);
    writeAt(n, sans, 7.5, MARGIN, y, `Rollmark guide: ${guide.title}. A help for reading, not legal advice.`, GREY);
    writeAt(n, sans, 7.5, MARGIN + whole - (sans.width(place) * 7.5) / 1000, y, place, GREY);
    file.addPage(content.bytes());
  });
  return { bytes: await file.finish(), pages: pages.length };
};

/** How far a quarter circle's handles stand out, of its radius. */
const KAPPA = 0.5523;

/** The circle around a mark's number: filled for the number of record. */
const writeBadge = (out: Content, x: number, y: number, isRecord: boolean): void => {
  const r = isRecord ? BADGE : BADGE - 0.5;
  const k = r * KAPPA;
  const points = [
    [x + r, y],
    [x + r, y + k, x + k, y + r, x, y + r],
    [x - k, y + r, x - r, y + k, x - r, y],
    [x - r, y - k, x - k, y - r, x, y - r],
    [x + k, y - r, x + r, y - k, x + r, y],
  ].map((point, n) => `${point.map((v) => v.toFixed(2)).join(' ')} ${n === 0 ? 'm' : 'c'}`);
  out.ascii(isRecord ? `${ACCENT} rg\n` : '0.36 G 1 w [] 0 d\n');
  out.ascii(`${points.join(' ')} h ${isRecord ? 'f' : 'S'}\n`);
};

/**
 * A shipped guide as PDF, with the name that its file gets: `guide-revolver.pdf`. Wants no ledger.
 *
 * @param printedAt UTC, ISO: the date in the metadata
 * @throws FILE_UNREADABLE where no guide has this id
 */
export const guideDocument = async (
  id: string,
  paper: Paper,
  printedAt: string = new Date().toISOString(),
): Promise<{ name: string; bytes: Buffer; pages: number }> => {
  if (!isGuideId(id)) {
    throw new LedgerError(
      'FILE_UNREADABLE',
      `There is no guide named “${id}”. The guides are: ${GUIDE_IDS.join(', ')}.`,
    );
  }
  const { guide, svg } = await readShippedGuide(id);
  return { name: `guide-${id}.pdf`, ...(await makeGuidePdf(guide, svg, paper, printedAt)) };
};
