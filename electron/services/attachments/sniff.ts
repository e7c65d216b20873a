import type { Attachment } from '../../../shared/domain/evidence.ts';

export type Media = Attachment['media'];
/** What a file is by its bytes: one of the kinds that are kept, or in words what else it is. */
export type Sniffed = { media: Media } | { other: string };

const text = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);

/** The brands of ISO/IEC 23008-12 whose pictures are HEVC; `mif1` and `msf1` say only that it is a HEIF. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'];

/** ISO base media files, by their brands (ISO/IEC 14496-12): major, then a version, then those it is compatible with. */
const isoMedia = (bytes: Uint8Array): Sniffed => {
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0), bytes.length, 256);
  const brands = [text(bytes, 8, 12), ...(text(bytes, 16, Math.max(16, length)).match(/.{4}/gs) ?? [])];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { other: 'an AVIF picture' };
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return { media: 'image/heic' };
  if (brands[0] === 'crx ') return { other: 'a raw picture of a camera' };
  return { other: 'a video' };
};

/** First bytes, as latin1 text, of what people take for photos or papers. */
const OTHERS: readonly (readonly [what: string, ...starts: string[]])[] = [
  ['a GIF picture', 'GIF87a', 'GIF89a'],
  ['a TIFF or raw picture', 'II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
  ['an icon', '\0\0\u0001\0', '\0\0\u0002\0'],
  ['a JPEG XL picture', '\u00ff\n', '\0\0\0\fJXL '],
  ['a JPEG 2000 picture', '\0\0\0\fjP  ', '\u00ffO\u00ffQ'],
  ['a Photoshop picture', '8BPS'],
  ['a ZIP archive or an office document', 'PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\b'],
  ['an office document', '\u00d0\u00cf\u0011\u00e0', '{\\rtf'],
  ['an archive', 'Rar!', '7z\u00bc\u00af', '\u001f\u008b', 'BZh', '\u00fd7zXZ'],
  ['a program', 'MZ', '\u007fELF', '#!', '\u00cf\u00fa\u00ed\u00fe', '\u00ca\u00fe\u00ba\u00be'],
  ['a database', 'SQLite format 3'],
  ['a PostScript document', '%!PS'],
  ['a video', '\u001aE\u00df\u00a3', '\0\0\u0001\u00ba'],
  ['a sound', 'ID3', 'OggS', 'fLaC'],
];
/** What a RIFF holds stands after its length. */
const IN_RIFF: Readonly<Record<string, string>> = { 'AVI ': 'a video', WAVE: 'a sound' };

const known = (head: string): string | undefined =>
  head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)
    ? 'a BMP picture'
    : head.startsWith('RIFF')
      ? IN_RIFF[head.slice(8, 12)]
      : OTHERS.find(([, ...starts]) => starts.some((start) => head.startsWith(start)))?.[0];

const inText = (head: string): string | undefined => {
  const plain = head.replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '').replaceAll('\0', '');
  // Control characters other than white space: no text. NULs may be those of UTF-16, where every other byte is one.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (plain.length * 2 + 2 < head.length || /[\u0001-\u0008\u000e-\u001f]/.test(plain)) return undefined;
  if (/<svg[\s>]/i.test(plain)) return 'an SVG drawing, which can carry scripts';
  if (/<(?:!doctype html|html|head|body|script|iframe|meta|title|div|p|a|img)[\s>]/i.test(plain))
    return 'a web page (HTML)';
  return /^\s*<(?:\?xml|[a-z])/i.test(plain) ? 'an XML file' : 'a text';
};

/** Says by the bytes what a file is. Its name plays no part. */
export const sniff = (bytes: Uint8Array): Sniffed => {
  const head = text(bytes, 0, 1024);
  if (head.startsWith('\u00ff\u00d8\u00ff')) return { media: 'image/jpeg' };
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return { media: 'image/png' };
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return { media: 'image/webp' };
  if (head.startsWith('%PDF-')) return { media: 'application/pdf' };
  if (head.startsWith('ftyp', 4)) return isoMedia(bytes);
  return {
    other:
      known(head) ??
      (/^\0*$/.test(head) ? 'empty inside: it holds nothing but zeros' : inText(head)) ??
      'of a kind that Rollmark does not know',
  };
};
