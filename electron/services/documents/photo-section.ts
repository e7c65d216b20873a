import type { HeldEvidence } from '../../../shared/contract/evidence.ts';
import { capital } from '../../../shared/domain/text.ts';
import { type Held, standing } from './evidence-sections.ts';
import type { Flow } from './flow.ts';
import { drawLine, setText } from './paragraph.ts';
import { drawTable, section } from './record-fields.ts';
import type { Sheet } from './sheet.ts';

/** So many photos are shown on a record; the others are listed by name. */
export const MOST_PHOTOS = 6;
const ABREAST = 2;
const GUTTER = 18;
/** A photo is never higher than this, in points: three rows of upright ones fit a page. */
const HIGHEST = 176;
const CAPTION = 11;

/** Photos and papers of a line that stand, each once, oldest first. */
const attachmentsOf = (held: readonly HeldEvidence[]): Held<'attachment'>['evidence'][] => {
  const found = new Map(standing(held, 'attachment').map(({ evidence }) => [evidence.sha256, evidence]));
  return [...found.values()];
};

const isPaper = ({ media }: Held<'attachment'>['evidence']): boolean => media === 'application/pdf';

/** The photos that a record shows, in order: those whose previews it needs. */
export const photosOf = (held: readonly HeldEvidence[]): Held<'attachment'>['evidence'][] =>
  attachmentsOf(held)
    .filter((one) => !isPaper(one))
    .slice(0, MOST_PHOTOS);

/** What a photo is called in the document: `Photo 1`; empty for one that the record does not show. */
export const photoNumbers = (held: readonly HeldEvidence[]): ((sha256: string) => string) => {
  const numbers = new Map(photosOf(held).map(({ sha256 }, n) => [sha256, `Photo ${n + 1}`]));
  return (sha256) => numbers.get(sha256) ?? '';
};

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const PAPERS = [
  { title: 'Name', share: 0.55 },
  { title: 'What it is', share: 0.2 },
  { title: 'Size', share: 0.25 },
] as const;

/**
 * Shows the photos two abreast, each whole and with its name under it, and lists the rest: papers, and photos beyond the
 * sixth.
 *
 * @param previews JPEGs by the SHA-256 of the photo; one that lacks or can't be read is said to be without a preview
 */
export const drawPhotos = (
  sheet: Sheet,
  flow: Flow,
  held: readonly HeldEvidence[],
  previews: ReadonlyMap<string, Uint8Array>,
): void => {
  const all = attachmentsOf(held);
  const photos = photosOf(held);
  const rest = all.filter((one) => !photos.includes(one));
  const { sans, bold } = sheet.faces;
  const width = (flow.width - (ABREAST - 1) * GUTTER) / ABREAST;
  const set = photos.map((photo, n) => {
    const jpeg = previews.get(photo.sha256);
    const picture = jpeg && sheet.picture(jpeg);
    const scale = picture ? Math.min(width / picture.width, HIGHEST / picture.height) : 0;
    const [number] = setText({ face: bold, size: 8.5, text: `Photo ${n + 1}  ` }, width);
    const what = photo.purpose === 'photo' ? '' : `${capital(photo.purpose)}: `;
    const without = picture ? '' : ' (its picture can’t be shown)';
    const caption = setText({ face: sans, size: 8.5, text: `${what}${photo.name}${without}` }, width - number!.width);
    return {
      picture,
      number: number!,
      caption,
      width: (picture?.width ?? 0) * scale,
      height: (picture?.height ?? 0) * scale,
    };
  });
  for (let from = 0; from < set.length; from += ABREAST) {
    const row = set.slice(from, from + ABREAST);
    const high = Math.max(...row.map((p) => p.height));
    const deep = Math.max(...row.map((p) => p.caption.length));
    const height = high + 4 + deep * CAPTION;
    if (from === 0) section(sheet, flow, 'Photos', height);
    flow.need(height);
    row.forEach((photo, n) => {
      const x = flow.left + n * (width + GUTTER);
      if (photo.picture) {
        sheet.bar(x - 0.3, flow.y - 0.3, photo.width + 0.6, photo.height + 0.6, 'hairline');
        sheet.show(photo.picture, x, flow.y, photo.width, photo.height);
      }
      // Captions of one row stand on one height, whatever the photos above them measure.
      const baseline = flow.y + high + 4 + 8;
      drawLine(sheet, photo.number, x, baseline);
      photo.caption.forEach((line, at) => {
        drawLine(sheet, line, x + photo.number.width, baseline + at * CAPTION);
      });
    });
    flow.y += height + 9;
  }
  if (rest.length === 0) return;
  section(sheet, flow, photos.length === 0 || rest.every(isPaper) ? 'Papers' : 'More photos and papers', 40);
  drawTable(
    sheet,
    flow,
    PAPERS,
    rest.map((one) => [
      one.name,
      capital(one.purpose),
      one.pages === undefined
        ? size(one.size)
        : `${one.pages} ${one.pages === 1 ? 'page' : 'pages'}, ${size(one.size)}`,
    ]),
  );
};
