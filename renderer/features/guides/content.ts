import { type DrawingNode, readDrawing } from '../../../shared/guides/drawing.ts';
import { GUIDE_IDS, type Guide, type GuideId, readGuide } from '../../../shared/guides/guide.ts';

/**
 * What ships. The words of all guides come together, because the shelf searches them; a drawing is a file of its own and
 * comes when it is first shown.
 */

const files = import.meta.glob<unknown>('../../../resources/guides/*/guide.json', { eager: true, import: 'default' });
const drawings = import.meta.glob<string>('../../../resources/guides/*/drawing.svg', {
  query: '?raw',
  import: 'default',
});

const FACTS = '../../../resources/guides/facts.json';
const shared = import.meta.glob<unknown>('../../../resources/guides/facts.json', { eager: true, import: 'default' });

const fileOf = (id: GuideId): string => `../../../resources/guides/${id}/guide.json`;
const drawingOf = (id: GuideId): string => `../../../resources/guides/${id}/drawing.svg`;

/** The guides that are there with both files, in the order of the shelf. */
export const SHIPPED: readonly GuideId[] = GUIDE_IDS.filter((id) => fileOf(id) in files && drawingOf(id) in drawings);

const read = new Map<GuideId, Guide>();

/** A guide's words. Throws where it is not shipped. */
export const guideOf = (id: GuideId): Guide => {
  const known = read.get(id);
  if (known) return known;
  const guide = readGuide(files[fileOf(id)], shared[FACTS]);
  read.set(id, guide);
  return guide;
};

/** A guide's drawing, read anew each time. Rejects where it is not shipped or its file cannot be had. */
export const loadDrawing = async (id: GuideId): Promise<DrawingNode> => {
  const load = drawings[drawingOf(id)];
  if (!load) throw new Error(`Guide ${id} has no drawing.`);
  return readDrawing(await load());
};
