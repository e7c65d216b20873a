import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { type EmbeddedFont, type Face, type FaceName, fontBytes, makeFace } from './fonts.ts';

/**
 * The file: PDFKit keeps the objects, the fonts and the page tree; each page's content is a stream of our own, because PDFKit's
 * `text()` lays every string out again and keeps it (docs/adr/0006-documents.md).
 */
export type PdfFile = {
  width: number;
  height: number;
  faces: Readonly<Record<FaceName, Face>>;
  /** Adds a page with this content stream, and the pictures that it shows. The bytes may be reused afterwards. */
  addPage(content: Uint8Array, pictures?: readonly Picture[]): void;
  /** Embeds a JPEG that stands upright, byte for byte; undefined for anything else, and for one without a size. */
  picture(jpeg: Uint8Array): Picture | undefined;
  /** Puts a file into the document, which a PDF reader lists beside the pages and saves. */
  attach(file: AttachedFile): void;
  /** Ends the document and gives its bytes. */
  finish(): Promise<Buffer>;
  /** Drops the document half made. */
  abandon(): void;
};

/** A picture in the file: its name in content streams, and its size in pixels. */
export type Picture = { label: string; width: number; height: number };

/** A plain text file inside the document. `about` is what a reader shows beside its name. */
export type AttachedFile = { name: string; text: string; about: string };

export type Paper = 'letter' | 'a4';

/** Upright, in points. */
const SIZES = { letter: [612, 792], a4: [595.28, 841.89] } as const;

export type PdfFileOptions = {
  /** What a viewer shows in its title bar. */
  title: string;
  /** UTC, ISO: the date in the metadata. */
  printedAt: string;
  paper: Paper;
  layout: 'portrait' | 'landscape';
};

/**
 * What @types/pdfkit leaves out. A page's content is an object whose buffers PDFKit compresses when the page ends; with
 * `compress` off and the filter set, it takes a stream that is compressed already.
 */
type Inner = {
  _font: EmbeddedFont;
  _id: Uint8Array;
  page: {
    content: { compress: boolean; buffer: Uint8Array[]; data: Record<string, unknown> };
    xobjects: Record<string, unknown>;
  };
  openImage(bytes: Buffer): Picture & { obj: unknown; embed(doc: unknown): void };
};

/** Half the time of zlib's own choice, 6, for files a fourteenth larger (measured). */
const COMPRESSION = 3;

const BLOCK = 1 << 20;

/**
 * Gathers the file. PDFKit pushes every line of every object as an array of its own, a hundred thousands of them in a
 * long book, each with more overhead than content; they are copied together at once.
 */
const makeOutput = () => {
  let full: Buffer[] = [];
  let block = Buffer.allocUnsafeSlow(BLOCK);
  let used = 0;
  return {
    add: (chunk: Uint8Array) => {
      let from = 0;
      while (from < chunk.length) {
        if (used === BLOCK) {
          full.push(block);
          block = Buffer.allocUnsafeSlow(BLOCK);
          used = 0;
        }
        const part = chunk.subarray(from, from + BLOCK - used);
        block.set(part, used);
        used += part.length;
        from += part.length;
      }
    },
    /** Everything so far; empties the gatherer. */
    take: (): Buffer => {
      const all = Buffer.concat([...full, block.subarray(0, used)]);
      full = [];
      used = 0;
      return all;
    },
  };
};

/**
 * Opens a document. The same content gives the same bytes: the date is the moment of printing, the identifier comes
 * from the content. The metadata hold no name and no serial number, because file managers index them.
 */
export const openPdf = (options: PdfFileOptions): PdfFile => {
  const [short, long] = SIZES[options.paper];
  const [width, height] = options.layout === 'portrait' ? [short, long] : [long, short];
  const doc = new PDFDocument({
    autoFirstPage: false,
    size: [width, height],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en-US',
    displayTitle: true,
    // No standard font is opened beside ours, and PDFKit keeps no laid-out strings.
    font: null as unknown as string,
    fontLayoutCache: false,
    info: {
      Title: options.title,
      Author: 'Rollmark',
      Creator: 'Rollmark',
      Producer: 'Rollmark',
      CreationDate: new Date(options.printedAt),
    },
  });
  const inner = doc as unknown as Inner;
  const output = makeOutput();
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', output.add);
    doc.on('end', () => resolve(output.take()));
    doc.on('error', reject);
  });
  // An abandoned document's end concerns nobody.
  ended.catch(() => {});

  const open = (name: FaceName): Face => {
    doc.registerFont(name, fontBytes(name)).font(name);
    return makeFace(name, inner._font);
  };
  const faces = { sans: open('sans'), bold: open('bold'), mono: open('mono') };
  const hash = createHash('sha256').update(JSON.stringify(options));
  const embedded = new Map<string, unknown>();

  return {
    width,
    height,
    faces,
    picture: (jpeg) => {
      const bytes = Buffer.from(jpeg);
      if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
      let image: ReturnType<Inner['openImage']>;
      try {
        image = inner.openImage(bytes);
      } catch {
        return undefined;
      }
      const { label, width: wide, height: high } = image;
      if (!(wide > 0 && high > 0)) return undefined;
      hash.update(bytes);
      image.embed(doc);
      embedded.set(label, image.obj);
      return { label, width: wide, height: high };
    },
    addPage: (stream, pictures = []) => {
      hash.update(stream);
      doc.addPage();
      for (const { label } of pictures) inner.page.xobjects[label] = embedded.get(label);
      for (const face of Object.values(faces)) doc.page.fonts[face.id] = face.font.ref();
      // Copied, because the compressor's own buffer is several times as long as what it holds.
      const bytes = Uint8Array.from(deflateSync(stream, { level: COMPRESSION, chunkSize: 4096 }));
      const { content } = inner.page;
      content.compress = false;
      content.buffer = [bytes];
      content.data = { Length: bytes.length, Filter: 'FlateDecode' };
    },
    attach: ({ name, text, about }) => {
      hash.update(`${name}\n${text}`);
      const moment = new Date(options.printedAt);
      doc.file(Buffer.from(text, 'utf8'), {
        name,
        description: about,
        type: 'text/plain',
        creationDate: moment,
        modifiedDate: moment,
      });
    },
    finish: async () => {
      inner._id = hash.digest().subarray(0, 16);
      // PDFKit would embed all fonts in one go with the rest.
      for (const face of Object.values(faces)) {
        face.font.finalize();
        await setImmediate();
      }
      doc.end();
      return ended;
    },
    abandon: () => {
      output.take();
      doc.destroy();
    },
  };
};
