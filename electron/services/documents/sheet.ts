import { makeContent } from './content.ts';
import type { Face, FaceName } from './fonts.ts';
import { type AttachedFile, openPdf, type PdfFileOptions, type Picture } from './pdf-file.ts';

/** Pages to write on: one page is open at a time. Units are points; y grows downwards from the top edge. */
export type Sheet = {
  width: number;
  height: number;
  faces: Readonly<Record<FaceName, Face>>;
  /** Ends the page at hand and begins the next. */
  addPage(): void;
  /** Writes one line of text with its baseline at y. */
  text(face: Face, size: number, x: number, y: number, text: string, ink?: Ink): void;
  /** Fills a rectangle: a rule, or a stroke through a line of text. Over the text where `over` is set. */
  bar(x: number, y: number, width: number, height: number, ink?: Ink, over?: boolean): void;
  /** Fills many rectangles `[x, y, width, height]` as one shape, so that no seam shows between neighbours. */
  shape(rectangles: readonly (readonly [number, number, number, number])[], ink?: Ink): void;
  /** Takes a JPEG into the document, to be shown with `show`; undefined where it can't be. */
  picture(jpeg: Uint8Array): Picture | undefined;
  /** Shows a picture under the text, its upper left corner at x and y. */
  show(picture: Picture, x: number, y: number, width: number, height: number): void;
  /** Puts a file into the document. */
  attach(file: AttachedFile): void;
  /** Pages begun so far. */
  pages(): number;
  /** Ends the document and gives its bytes. */
  finish(): Promise<Buffer>;
  /** Drops the document half made. */
  abandon(): void;
};

/** Fill colours, as PDF operators. Every one is legible in a copy in black and white. */
const INKS = {
  black: '0 g',
  /** For labels. */
  grey: '0.36 g',
  struck: '0.22 g',
  hairline: '0.72 g',
  /** Gun-blue, the one accent of the interface. */
  accent: '0.13 0.24 0.34 rg',
  wash: '0.945 0.95 0.955 rg',
} as const;
export type Ink = keyof typeof INKS;

/** Opens a document to write on; the first page is begun with `addPage`. */
export const openSheet = (options: PdfFileOptions): Sheet => {
  const file = openPdf(options);
  // PDF's y grows upwards: each page is turned over, and the text matrices turn the glyphs upright again.
  const turnOver = `1 0 0 -1 0 ${file.height} cm\n`;
  let pages = 0;
  // Three layers, drawn in this order.
  const under = makeContent();
  const texts = makeContent();
  const over = makeContent();
  /** Put together here when the page ends; reused, as pages are many. */
  const whole = makeContent();
  let shown: Picture[] = [];
  let underInk = '';
  let overInk = '';
  let textInk = '';
  let textFace: Face | undefined;
  let textSize = 0;

  const flush = () => {
    if (pages === 0) return;
    whole.clear();
    whole.ascii(turnOver);
    whole.raw(under.bytes());
    whole.ascii('BT\n');
    whole.raw(texts.bytes());
    whole.ascii('ET\n');
    whole.raw(over.bytes());
    file.addPage(whole.bytes(), shown);
    shown = [];
    for (const layer of [under, texts, over]) layer.clear();
    underInk = overInk = textInk = '';
    textFace = undefined;
  };

  return {
    width: file.width,
    height: file.height,
    faces: file.faces,
    addPage: () => {
      flush();
      pages++;
    },
    text: (face, size, x, y, text, ink = 'black') => {
      if (face !== textFace || size !== textSize) {
        texts.ascii(`/${face.id} `);
        texts.number(size);
        texts.ascii('Tf\n');
        textFace = face;
        textSize = size;
      }
      if (ink !== textInk) {
        texts.ascii(`${INKS[ink]}\n`);
        textInk = ink;
      }
      texts.ascii('1 0 0 -1 ');
      texts.number(x);
      texts.number(y);
      texts.ascii('Tm');
      texts.glyphs(face, text);
      texts.ascii('Tj\n');
    },
    bar: (x, y, width, height, ink = 'black', isOver = false) => {
      const layer = isOver ? over : under;
      if (ink !== (isOver ? overInk : underInk)) {
        layer.ascii(`${INKS[ink]}\n`);
        if (isOver) overInk = ink;
        else underInk = ink;
      }
      layer.number(x);
      layer.number(y);
      layer.number(width);
      layer.number(height);
      layer.ascii('re f\n');
    },
    shape: (rectangles, ink = 'black') => {
      const fine = (n: number) => Math.round(n * 1e4) / 1e4;
      under.ascii(`${INKS[ink]}\n`);
      for (const [x, y, width, height] of rectangles) {
        under.ascii(`${fine(x)} ${fine(y)} ${fine(width)} ${fine(height)} re\n`);
      }
      under.ascii('f\n');
      underInk = ink;
    },
    attach: file.attach,
    picture: file.picture,
    show: (picture, x, y, width, height) => {
      // A picture fills the unit square, upright where y grows upwards.
      under.ascii('q ');
      for (const n of [width, 0, 0, -height, x, y + height]) under.number(n);
      under.ascii(`cm /${picture.label} Do Q\n`);
      shown.push(picture);
    },
    pages: () => pages,
    finish: () => {
      flush();
      return file.finish();
    },
    abandon: file.abandon,
  };
};
